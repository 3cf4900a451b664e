"""freeCodeCamp's published curriculum: one resource per certification or collection.

``/curriculum-data/v2/available-superblocks.json`` names them by stage (v1 named them in one list);
``/curriculum-data/v2/{dashedName}.json`` has their blocks, plain or within chapters and modules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from domain.errors import SourceUnavailable
from domain.learning.model import Cost, Format, Resource
from domain.ports import Clock
from domain.push_ports import LearningAnswer, LearningSource
from integrations.learning.catalogue import Catalogue, Contents
from integrations.learning.entries import (
    fields,
    level_of,
    records,
    resource_id,
    skills_named,
    title_text,
)
from integrations.learning.web import LearningWeb
from integrations.sources.field_values import Fields, each, short_text

_NAME = re.compile(r"(?:\d{4}/)?[a-z0-9-]{1,80}")
_BLOCKS_THAT_TEACH = 2  # blocks that name a skill before the whole counts as teaching it
_MOST_SKILLS = 8
_EXERCISES = ("coding-interview-prep", "project-euler", "rosetta-code")
SKILLS_OF_COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "responsive-web-design": ("HTML", "CSS", "Web design"),
    "javascript": ("JavaScript",),
    "front-end-development-libraries": ("Front-end development", "React"),
    "data-visualization": ("Data visualization", "JavaScript"),
    "back-end-development-and-apis": ("Back-end development", "Node.js", "Express"),
    "relational-database": ("SQL", "PostgreSQL", "Bash"),
    "quality-assurance": ("Software testing", "Unit testing"),
    "scientific-computing-with-python": ("Python",),
    "data-analysis-with-python": ("Data analysis", "Python"),
    "information-security": ("Cybersecurity",),
    "machine-learning-with-python": ("Machine learning", "TensorFlow", "Python"),
    "college-algebra-with-python": ("Mathematics", "Python"),
    "coding-interview-prep": ("Data structures and algorithms",),
    "full-stack-developer": ("Full-stack development", "Web development"),
    "the-odin-project": ("Web development", "HTML", "CSS"),
    "foundational-c-sharp": ("C#",),
}
"""What a collection is about, by the start of its name without year and version."""


class FreeCodeCamp(LearningSource):
    """Certifications and collections; English, as the English site publishes no other language."""

    def __init__(self, *, web: LearningWeb, base_url: str, clock: Clock) -> None:
        """``base_url`` is that of the site."""
        self._web = web
        self._base = base_url.rstrip("/")
        self._curriculum = Catalogue(read=self._read, clock=clock)

    @property
    def name(self) -> str:
        return "freecodecamp"

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Collections that teach the skill.

        Raises:
            SourceUnavailable: the curriculum did not come.
        """
        if language != "en":
            return LearningAnswer(resources=())
        return await self._curriculum.search(skill, language=language, limit=limit)

    async def _read(self, language: str) -> Contents:
        version, named = await self._available()
        resources: list[Resource] = []
        refused = 0
        for entry in named:
            name, title = short_text(entry.get("dashedName")), title_text(entry.get("title"))
            if not _NAME.fullmatch(name) or not title:
                refused += 1
                continue
            answer = await self._web.get(f"{self._base}/curriculum-data/{version}/{name}.json")
            if answer.status in {404, 410}:
                refused += 1  # named before it is published
                continue
            if answer.status != 200:
                raise self._web.refused("freeCodeCamp", answer)
            whole = fields(fields(answer.document("freeCodeCamp")).get(name))
            blocks = list(_block_names(whole))
            skills = _skills(name, title, blocks)
            if not blocks:
                refused += 1
            elif skills:
                resources.append(self._resource(name, title, skills, language=language))
        return Contents(resources=tuple(resources), refused=refused)

    async def _available(self) -> tuple[str, list[Fields]]:
        for version in ("v2", "v1"):
            answer = await self._web.get(
                f"{self._base}/curriculum-data/{version}/available-superblocks.json"
            )
            if answer.status == 404:
                continue
            if answer.status != 200:
                raise self._web.refused("freeCodeCamp", answer)
            listed = fields(answer.document("freeCodeCamp")).get("superblocks")
            stages = listed.values() if isinstance(listed, Mapping) else [listed]
            named = [entry for stage in stages for entry in records(stage)]
            if not named:
                raise SourceUnavailable("The answer of freeCodeCamp names no curriculum.")
            return version, named
        raise SourceUnavailable("freeCodeCamp publishes no curriculum at its address any more.")

    def _resource(
        self, name: str, title: str, skills: tuple[str, ...], *, language: str
    ) -> Resource:
        return Resource(
            id=resource_id("freecodecamp", name),
            source="freecodecamp",
            title=title,
            provider="freeCodeCamp",
            url=f"https://www.freecodecamp.org/learn/{name}/",
            skills=skills,
            format=Format.EXERCISES if _stem(name) in _EXERCISES else Format.COURSE,
            level=level_of(title),
            language=language,
            cost=Cost.FREE,
        )


def _stem(name: str) -> str:
    """A name without year and version.

    >>> _stem("2022/responsive-web-design"), _stem("javascript-v9")
    ('responsive-web-design', 'javascript')
    """
    return re.sub(r"-v\d+$", "", name.rpartition("/")[2])


def _skills(name: str, title: str, blocks: list[str]) -> tuple[str, ...]:
    stem = _stem(name)
    about = next(
        (known for start, known in SKILLS_OF_COLLECTIONS.items() if stem.startswith(start)), ()
    )
    taught = Counter(skill for block in blocks for skill in skills_named(block))
    often = [skill for skill, times in taught.most_common() if times >= _BLOCKS_THAT_TEACH]
    return tuple(dict.fromkeys((*about, *skills_named(title), *often)))[:_MOST_SKILLS]


def _block_names(whole: Fields) -> Iterator[str]:
    """Names of the published blocks, in all shapes: v1 by name, v2 as lists or within chapters."""
    blocks = whole.get("blocks")
    for block in blocks.values() if isinstance(blocks, Mapping) else each(blocks):
        meta = fields(fields(block).get("meta")) or fields(fields(block).get("challenges"))
        name = short_text(meta.get("name"))
        if name and meta.get("isUpcomingChange") is not True:
            yield name
    for chapter in records(whole.get("chapters")):
        for module in records(chapter.get("modules")):
            yield from _block_names({"blocks": module.get("blocks")})
