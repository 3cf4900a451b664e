"""GitHub's repository search: tutorials, exercises and lists of links about a skill."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from domain.errors import SourceUnavailable
from domain.learning.model import Cost, Format, Resource
from domain.ports import Clock
from domain.push_ports import LearningAnswer, LearningSource
from integrations.learning.entries import (
    day_of,
    fields,
    is_about,
    level_of,
    records,
    resource_id,
    skills_named,
    title_text,
    web_address,
)
from integrations.learning.web import Answer, LearningWeb, retry_after_s
from integrations.sources.field_values import Fields, each, short_text

_KINDS = (
    ("tutorial", Format.TUTORIAL),
    ("exercises", Format.EXERCISES),
    ("awesome-list", Format.DOCUMENTATION),
)
_FORMATS = {
    "course": Format.COURSE,
    "book": Format.BOOK,
    "ebook": Format.BOOK,
    "project-based-learning": Format.PROJECT,
}
_LEAST_STARS = 100  # below that a topic search finds homework
_SECONDARY_WAIT_S = 60.0  # "wait for at least one minute" when no header says how long
TOPICS_OF_SKILLS = {
    "C++": "cpp",
    "C#": "csharp",
    "F#": "fsharp",
    ".NET": "dotnet",
    "Node.js": "nodejs",
    "Vue.js": "vuejs",
    "Next.js": "nextjs",
    "Data structures and algorithms": "algorithms",
    "Amazon S3": "s3",
    "Google Cloud": "google-cloud",
    "Large language models": "llm",
}
"""Topics that are not their skill's name in lower case with hyphens."""


class GitHub(LearningSource):
    """Repositories by topic, most starred first; English only, as GitHub states no language."""

    def __init__(self, *, web: LearningWeb, base_url: str, token: str | None, clock: Clock) -> None:
        """Keep the parts.

        Args:
            web: asks; without a token GitHub allows 10 searches a minute, with one 30.
            base_url: of the REST API.
            token: of the operator; only sent to that address.
            clock: for the time at which a limit ends.
        """
        self._web = web
        self._base = base_url.rstrip("/")
        self._token = token
        self._clock = clock

    @property
    def name(self) -> str:
        return "github"

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Repositories whose topics are the skill and a kind of learning material.

        Raises:
            SourceUnavailable: no answer, or a limit is reached.
        """
        if language != "en":
            return LearningAnswer(resources=())
        resources: dict[str, Resource] = {}
        refused = 0
        for kind, format_ in _KINDS:
            if len(resources) >= limit:
                break
            for entry in await self._repositories(skill, kind, limit=limit):
                resource = _resource(entry, skill=skill, format_=format_)
                if resource is None:
                    refused += 1
                else:
                    resources.setdefault(resource.id, resource)
        return LearningAnswer(resources=tuple(resources.values())[:limit], refused=refused)

    async def _repositories(self, skill: str, kind: str, *, limit: int) -> tuple[Fields, ...]:
        answer = await self._web.get(
            f"{self._base}/search/repositories",
            query={
                "q": f"topic:{topic_of(skill)} topic:{kind} stars:>={_LEAST_STARS} archived:false",
                "sort": "stars",
                "order": "desc",
                "per_page": min(limit, 100),
            },
            headers=self._headers(),
            attempts=1,  # asking again within a limit makes it last longer
        )
        if answer.status != 200:
            raise self._error(answer)
        items = fields(answer.document("GitHub")).get("items")
        if not isinstance(items, list):
            raise SourceUnavailable("The answer of GitHub has no list of repositories.")
        return tuple(records(items))

    def _headers(self) -> Mapping[str, str]:
        asked = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        return {**asked, "authorization": f"Bearer {self._token}"} if self._token else asked

    def _error(self, answer: Answer) -> SourceUnavailable:
        if answer.status in {403, 429}:
            wait_s = retry_after_s(answer.headers)
            if wait_s is None and answer.headers.get("x-ratelimit-remaining") == "0":
                wait_s = self._until(answer.headers.get("x-ratelimit-reset", ""))
            is_secondary = b"rate limit" in answer.body.lower()
            if wait_s is not None or is_secondary or answer.status == 429:
                return SourceUnavailable(
                    "GitHub's limit of searches is reached.",
                    retry_after_s=_SECONDARY_WAIT_S if wait_s is None else wait_s,
                )
        if answer.status == 401:
            return SourceUnavailable(
                "GitHub refuses the token; check CAREERGINI_LEARNING__GITHUB_TOKEN."
            )
        return self._web.refused("GitHub", answer)

    def _until(self, epoch_s: str) -> float | None:
        if not (epoch_s.isascii() and epoch_s.isdigit() and len(epoch_s) <= 12):
            return None
        return max(0.0, int(epoch_s) - self._clock.now().timestamp())


def topic_of(skill: str) -> str:
    """The topic that stands for a skill: lower case letters, digits and hyphens.

    >>> topic_of("Machine learning"), topic_of("C++"), topic_of("CI/CD")
    ('machine-learning', 'cpp', 'ci-cd')
    """
    return TOPICS_OF_SKILLS.get(skill) or re.sub(r"[^a-z0-9]+", "-", skill.lower()).strip("-")


def _resource(entry: Fields, *, skill: str, format_: Format) -> Resource | None:
    name, url = short_text(entry.get("full_name")), web_address(entry.get("html_url"))
    about = short_text(entry.get("description"))
    topics = [short_text(one) for one in each(entry.get("topics"))]
    if (
        url is None
        or not re.fullmatch(r"[\w.-]+/[\w.-]+", name)
        or entry.get("archived") is not False
        or entry.get("disabled") is True
        or not _is_english(about)
        or not (topic_of(skill) in topics or is_about(skill, name, about))
    ):
        return None
    repository = name.partition("/")[2]
    title = title_text(f"{repository}: {about}" if about else repository)
    also = (one for one in skills_named(about) if one != skill)
    licence = short_text(fields(entry.get("license")).get("spdx_id"))
    return Resource(
        id=resource_id("github", name),
        source="github",
        title=title,
        provider="GitHub",
        url=url,
        skills=(skill, *also),
        format=next((_FORMATS[topic] for topic in topics if topic in _FORMATS), format_),
        level=level_of(about),
        language="en",
        licence=licence if licence not in {"", "NOASSERTION"} else None,
        cost=Cost.FREE,
        # The day of the last change: how fresh it is, which is what the date is used for.
        published_on=day_of(entry.get("pushed_at")),
    )


def _is_english(text: str) -> bool:
    """Whether nearly all letters are Latin: descriptions in other scripts are not English."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return latin >= 0.9 * len(letters)
