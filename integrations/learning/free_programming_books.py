"""free-programming-books: lists of free books, courses and interactive tutorials by topic.

The lists are by the Free Ebook Foundation and contributors, CC BY 4.0; what they link to has its
own licence, taken over where an entry states it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from domain.learning.model import Cost, Format, Resource
from domain.ports import Clock
from domain.push_ports import LearningAnswer, LearningSource
from domain.skills import canonical, implied_by, taxonomy
from integrations.learning.catalogue import Catalogue, Contents
from integrations.learning.entries import (
    level_of,
    resource_id,
    skills_named,
    title_text,
    web_address,
)
from integrations.learning.markdown_lists import ListedLink, listed_links
from integrations.learning.web import LearningWeb

_ENGLISH = (
    ("books/free-programming-books-langs.md", Format.BOOK),
    ("books/free-programming-books-subjects.md", Format.BOOK),
    ("courses/free-courses-en.md", Format.COURSE),
    ("more/free-programming-interactive-tutorials-en.md", Format.TUTORIAL),
)
_FILE_LANGUAGES = {"pt": "pt_BR", "fa": "fa_IR"}
"""Languages whose lists carry a region in their names."""

SKILLS_OF_HEADINGS: dict[str, tuple[str, ...]] = {
    "Algorithms & Data Structures": ("Data structures and algorithms",),
    "Arduino": ("Embedded systems",),
    "Assembly": ("Assembly language",),
    "Bash / Shell": ("Bash",),
    "DBMS": ("Database design",),
    "Database": ("Database design",),
    "Databases": ("Database design",),
    "Digital Electronics": ("Electronics",),
    "Elastic": ("Elasticsearch",),
    "F Sharp": ("F#",),
    "Graphics Programming": ("Computer graphics",),
    "HTML and CSS": ("HTML", "CSS"),
    "Mathematics For Computer Science": ("Mathematics",),
    "Operating Systems": (),
    "PLC - Programmable logic controllers": ("PLC programming",),
    "Phoenix": ("Phoenix Framework",),
    "Raspberry Pi": ("Embedded systems",),
    "SQL (implementation agnostic)": ("SQL",),
    "Security": ("Cybersecurity",),
    "Security & Privacy": ("Cybersecurity",),
    "Spring Data": ("Spring",),
    "Spring Security": ("Spring",),
    "Verilog / VHDL / SystemVerilog": ("Verilog", "VHDL"),
}
"""Headings that are not a skill's name."""

_LANGUAGES = "Programming languages"  # group of the taxonomy

_LICENCE = re.compile(
    r"(?:CC[ -](?:BY(?:-(?:NC|SA|ND))*|0)(?: \d\.\d)?|GFDL|GPL(?:v?\d)?|MIT|BSD|Apache[ -]2\.0|"
    r"Public Domain)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d")
_VIDEO_HOSTS = frozenset({"youtube.com", "youtu.be", "vimeo.com"})
_AUDIT_HOSTS = frozenset({"coursera.org", "edx.org", "futurelearn.com"})
"""Providers whose material is free to read in these lists, and whose certificate costs."""


class FreeProgrammingBooks(LearningSource):
    """Books and courses by topic, as the lists name them."""

    def __init__(self, *, web: LearningWeb, base_url: str, clock: Clock) -> None:
        """``base_url`` is that of the raw files, up to the branch."""
        self._web = web
        self._base = base_url.rstrip("/")
        self._lists = Catalogue(read=self._read, clock=clock)

    @property
    def name(self) -> str:
        return "free-books"

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Entries under the skill's heading, then those whose title names it.

        Raises:
            SourceUnavailable: a list did not come.
        """
        return await self._lists.search(skill, language=language, limit=limit)

    async def _read(self, language: str) -> Contents:
        links: list[tuple[ListedLink, Format]] = []
        for path, format_ in _files(language):
            answer = await self._web.get(f"{self._base}/{path}")
            if answer.status == 404 and language != "en":
                continue  # there is no such list in that language
            if answer.status != 200:
                raise self._web.refused("free-programming-books", answer)
            text = answer.body.decode("utf-8", errors="replace")
            found = await asyncio.to_thread(listed_links, text)
            links += [(link, format_) for link in found]
        return await asyncio.to_thread(_contents, links, language=language)


def _files(language: str) -> Sequence[tuple[str, Format]]:
    if language == "en":
        return _ENGLISH
    code = _FILE_LANGUAGES.get(language, language)
    return (
        (f"books/free-programming-books-{code}.md", Format.BOOK),
        (f"courses/free-courses-{code}.md", Format.COURSE),
    )


def _contents(links: Sequence[tuple[ListedLink, Format]], *, language: str) -> Contents:
    """One resource per address; the headings it stands under are joined."""
    by_address: dict[str, Resource] = {}
    refused = 0
    for link, format_ in links:
        address, title = web_address(link.address), title_text(link.title)
        skills = tuple(dict.fromkeys((*topic_skills(link.topics), *skills_named(link.title))))
        if address is None or not title:
            refused += 1
        elif skills:
            resource = _resource(
                link, address, title=title, skills=skills, format_=format_, language=language
            )
            before = by_address.get(address)
            by_address[address] = resource if before is None else _joined(before, skills)
    return Contents(resources=tuple(by_address.values()), refused=refused)


def _joined(resource: Resource, skills: tuple[str, ...]) -> Resource:
    return replace(resource, skills=tuple(dict.fromkeys((*resource.skills, *skills))))


def topic_skills(topics: Sequence[str]) -> tuple[str, ...]:
    """Skills that headings stand for, by the innermost one that stands for any.

    An outer heading adds what the inner one implies; the lists also keep sub-topics under headings
    they do not belong to. A sub-topic that is no skill counts as its programming language.

    >>> topic_skills(("Python", "Django")), topic_skills(("Nest.js", "React"))
    (('Django', 'Python'), ('React',))
    >>> topic_skills(("Elixir", "Ecto")), topic_skills(("Nest.js", "Remix"))
    (('Elixir',), ())
    """
    named: list[str] = []
    for depth, topic in enumerate(reversed(topics)):
        known = SKILLS_OF_HEADINGS.get(topic)
        if known is None:
            own = canonical(topic)
            known = (own,) if own else ()
        if named:
            known = tuple(skill for skill in known if skill in implied_by(named[0]))
        elif depth:
            known = tuple(one for one in known if taxonomy()[one].group == _LANGUAGES)
        named += known
    return tuple(dict.fromkeys(named))


def _resource(
    link: ListedLink,
    address: str,
    *,
    title: str,
    skills: tuple[str, ...],
    format_: Format,
    language: str,
) -> Resource:
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    site = ".".join(host.split(".")[-2:])
    licences = (_LICENCE.fullmatch(note) for note in link.notes)
    return Resource(
        id=resource_id("free-books", address),
        source="free-books",
        title=title,
        provider=title_text(link.author) or host,
        url=address,
        skills=skills,
        format=Format.VIDEO if site in _VIDEO_HOSTS else format_,
        level=level_of(title),
        language=language,
        licence=next((match[0] for match in licences if match), None),
        cost=Cost.FREE_TO_READ if site in _AUDIT_HOSTS else Cost.FREE,
        published_on=_published_on(link),
    )


def _published_on(link: ListedLink) -> date | None:
    """The first day of the year that stands in brackets; the lists state no more than a year."""
    brackets = (*link.notes, *re.findall(r"\(([^()]*)\)", link.title))
    years = (_YEAR.fullmatch(note) for note in brackets)
    return next((date(int(match[0]), 1, 1) for match in years if match), None)
