"""A person's own GitHub account as a resume: what they worked on, and in which languages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from domain.errors import SourceUnavailable, UserMistake
from domain.ports import Clock
from domain.resume.composing import ComposedText, one_line
from domain.resume.model import Contact, Entry, Resume, Skill
from domain.seeker_ports import AccountImporter
from domain.skills import canonical
from integrations.code_hosting.answers import (
    count_of,
    fields_of,
    full_name_of,
    last_page_of,
    quoted,
    time_of,
    worked_on,
)
from integrations.code_hosting.links import linked_by
from integrations.code_hosting.web import CodeWeb

MADE_BY = "github"
MEDIA_TYPE = "application/vnd.github+json"

_ACCOUNT = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))")
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +#.'()/-]{0,29}")
_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
_MAX_DESCRIPTION = 300  # characters
_MAX_TOPICS = 12  # of one repository
_SMALLEST_SHARE = 0.02
"""Of the weighed work; less is a build file or a page of documentation."""
_NOT_A_SKILL = frozenset({"Makefile", "Batchfile", "Procfile", "Roff", "Jupyter Notebook"})
"""Languages to the host: files that say nothing of what a person can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A repository that the person worked on."""

    name: str
    description: str
    topics: tuple[str, ...]
    commits: int
    languages: Mapping[str, int]
    """Bytes by language."""
    began: datetime | None
    last: datetime | None


class GitHubAccounts(AccountImporter):
    """Reads public accounts through the REST API. Close it."""

    def __init__(
        self,
        *,
        base_url: str = "https://api.github.com",
        web_host: str = "github.com",
        token: str | None = None,
        clock: Clock,
        timeout_s: float = 15.0,
        total_s: float = 60.0,
        max_bytes: int = 8_000_000,
        max_repositories: int = 10,
        fresh_s: float = 3600.0,
    ) -> None:
        """Keep the parts.

        Args:
            base_url: of the REST API.
            web_host: of the links that people write.
            token: of the operator, only sent to ``base_url``. One account takes about 22 of the
                60 questions an hour that GitHub answers without one.
            clock: the time.
            timeout_s: longest wait for one answer.
            total_s: longest time for one account.
            max_bytes: largest answer.
            max_repositories: that are looked at, latest work first; two questions each.
            fresh_s: seconds that an answer is used again without asking.
        """
        self._base = base_url.rstrip("/")
        self._host = web_host.lower()
        self._total_s = total_s
        self._max_repositories = max_repositories
        self._web = CodeWeb(
            token=token, clock=clock, timeout_s=timeout_s, max_bytes=max_bytes, fresh_s=fresh_s
        )

    async def close(self) -> None:
        """Close the connections and forget what was answered."""
        await self._web.close()

    async def read(self, account: str) -> Resume:
        login = self._login(account)
        try:
            async with asyncio.timeout(self._total_s):
                user = await self._user(login)
                works, problems = await self._works(login)
        except TimeoutError as error:
            raise SourceUnavailable("GitHub did not answer in time.") from error
        return self._resume(login, user, works, problems)

    def _login(self, account: str) -> str:
        words = account.strip()
        named = _ACCOUNT.fullmatch(words) if len(words) <= 40 else None
        if named is not None:
            return named[1]
        found = linked_by([words], host=self._host)
        if found.accounts:
            return found.accounts[0]
        if found.repositories:
            return found.repositories[0][0]
        raise UserMistake(
            f"That names no GitHub account: {one_line(words[:60])!r}. Write for example "
            f"octocat, @octocat or https://{self._host}/octocat."
        )

    async def _user(self, login: str) -> Mapping[str, object]:
        answer = await self._web.ask(f"{self._base}/users/{quote(login, safe='')}")
        if answer.status == 404:
            raise UserMistake(f"There is no GitHub account {login!r}. Check the spelling.")
        if answer.status != 200:
            raise SourceUnavailable("GitHub does not show that account now.")
        user = fields_of(answer.document())
        if user.get("type") == "Organization":
            raise UserMistake(f"{login!r} is an organisation on GitHub. Send your own account.")
        return user

    async def _works(self, login: str) -> tuple[list[_Work], int]:
        """What the person worked on, most of their commits first, and how much was not read."""
        answer = await self._web.ask(
            f"{self._base}/users/{quote(login, safe='')}/repos",
            query={"type": "owner", "sort": "pushed", "per_page": 100},
        )
        listed = answer.document() if answer.status == 200 else []
        if not isinstance(listed, list):
            raise SourceUnavailable("GitHub sent an answer of another form.")
        works: list[_Work] = []
        problems = 0
        for entry in worked_on(listed, own_first=8)[: self._max_repositories]:
            try:
                work = await self._work(login, entry)
            except SourceUnavailable as error:
                if error.retry_after_s is not None:
                    raise
                problems += 1
                continue
            if work is not None:
                works.append(work)
        if problems and not works:
            raise SourceUnavailable("GitHub did not answer for any repository of the account.")
        return sorted(works, key=lambda work: -work.commits), problems

    async def _work(self, login: str, entry: Mapping[str, object]) -> _Work | None:
        """One repository; None when none of its commits are the person's."""
        full_name = full_name_of(entry)
        address = f"{self._base}/repos/{quoted(full_name)}"
        answer = await self._web.ask(f"{address}/commits", query={"per_page": 1, "author": login})
        listed = answer.document() if answer.status == 200 else []
        if not isinstance(listed, list) or not listed:
            return None
        latest = fields_of(fields_of(fields_of(listed[0]).get("commit")).get("committer"))
        spoken = await self._web.ask(f"{address}/languages")
        languages = fields_of(spoken.document()) if spoken.status == 200 else {}
        topics = entry.get("topics")
        return _Work(
            name=full_name.partition("/")[2],
            description=_words(entry.get("description"))[:_MAX_DESCRIPTION],
            topics=tuple(
                topic
                for topic in (topics if isinstance(topics, list) else [])[:_MAX_TOPICS]
                if isinstance(topic, str) and _TOPIC.fullmatch(topic)
            ),
            commits=max(len(listed[:1]), last_page_of(answer)),
            languages={
                name: size
                for name, stated in list(languages.items())[:60]
                if _LANGUAGE.fullmatch(name) and (size := count_of(stated)) > 0
            },
            began=time_of(entry.get("created_at")),
            last=time_of(latest.get("date")) or time_of(entry.get("pushed_at")),
        )

    def _resume(
        self, login: str, user: Mapping[str, object], works: Sequence[_Work], problems: int
    ) -> Resume:
        text = ComposedText()
        links = [f"https://{self._host}/{login}", _website(user.get("blog"))]
        contact = Contact(
            name=text.put(_words(user.get("name"))[:100] or login),
            label=text.put(_words(user.get("bio"))[:160]),
            location=text.put(_words(user.get("location"))[:100]),
            email=text.put(_email(user.get("email"))),
            links=tuple(put for link in links if (put := text.put(link)) is not None),
        )
        projects = _projects(text, works)
        skills = _skills(text, works)
        warnings = []
        if problems:
            warnings.append(
                f"{problems} {'repository' if problems == 1 else 'repositories'} of the GitHub "
                "account could not be read."
            )
        if not works:
            warnings.append(f"GitHub shows no public repository with commits by {login}.")
        return Resume(
            source=text.finish(media_type=MEDIA_TYPE),
            contact=contact,
            projects=projects,
            skills=skills,
            made_by=MADE_BY,
            warnings=tuple(warnings),
        )


def language_shares(works: Sequence[tuple[int, Mapping[str, int]]]) -> dict[str, float]:
    """Share of each language, 0 to 1: its bytes in a repository, weighed by own commits there.

    >>> language_shares([(30, {"Python": 900, "Shell": 100}), (10, {"Go": 5})])
    {'Python': 0.675, 'Go': 0.25, 'Shell': 0.075}
    """
    total = sum(commits for commits, languages in works if languages)
    shares: dict[str, float] = {}
    for commits, languages in works:
        size = sum(languages.values())
        for name, bytes_ in languages.items():
            shares[name] = shares.get(name, 0.0) + commits / total * bytes_ / size
    return dict(sorted(shares.items(), key=lambda share: (-share[1], share[0])))


def _projects(text: ComposedText, works: Sequence[_Work]) -> tuple[Entry, ...]:
    if works:
        text.heading("Projects")
    found: list[Entry] = []
    for work in works:
        name = text.put(work.name)
        if name is None:
            break
        dates = text.dates(_month(work.began), _month(work.last))
        described = text.put(work.description)
        commits = f"{work.commits:,} {'commit' if work.commits == 1 else 'commits'} of their own"
        shares = language_shares([(1, work.languages)])
        spoken = ", ".join(
            f"{language} {share:.0%}"
            for language, share in shares.items()
            if share >= _SMALLEST_SHARE
        )
        topics = f"Topics: {', '.join(work.topics)}" if work.topics else ""
        further = [described, *text.row([commits, spoken, topics])]
        found.append(Entry(name=name, dates=dates, detail=tuple(one for one in further if one)))
    return tuple(found)


def _skills(text: ComposedText, works: Sequence[_Work]) -> tuple[Skill, ...]:
    """Languages with their share, then topics that name a skill."""
    found: list[Skill] = []
    known: set[str] = set()
    shares = {
        name: share
        for name, share in language_shares(
            [(work.commits, work.languages) for work in works]
        ).items()
        if share >= _SMALLEST_SHARE and name not in _NOT_A_SKILL
    }
    topics: dict[str, list[str]] = {}
    for work in works:
        for topic in work.topics:
            topics.setdefault(topic, []).append(work.name)
    topics = {topic: where for topic, where in topics.items() if canonical(topic)}
    if shares or topics:
        text.heading("Skills")
    for language, share in shares.items():
        where = sum(language in work.languages for work in works)
        said = f"{share:.0%} of the work in {len(works)} repositories, used in {where}"
        name, _ = text.row([language, said], between=": ")
        if name is not None:
            found.append(Skill(name=name, canonical=canonical(language), group="Languages"))
            known.add(canonical(language) or language)
    for topic, repositories in topics.items():
        if canonical(topic) in known:
            continue
        name, _ = text.row([topic, f"topic of {', '.join(repositories[:3])}"], between=": ")
        if name is not None:
            found.append(Skill(name=name, canonical=canonical(topic), group="Topics"))
            known.add(canonical(topic) or topic)
    return tuple(found)


def _words(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _email(value: object) -> str:
    words = _words(value)
    return words if re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,190}", words) else ""


def _website(value: object) -> str:
    words = _words(value)
    return words if len(words) <= 200 and "." in words and " " not in words else ""


def _month(at: datetime | None) -> str | None:
    return at.strftime("%b %Y") if at is not None else None
