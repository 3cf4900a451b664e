"""Coursera's public catalogue (api.coursera.org, courses.v1 and partners.v1).

Its keyword search (``q=search``) answers 405 to GET, so the list of all courses is read page by
page and searched here. Nothing in it says what a course costs: the cost stays unknown.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence

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

_PAGE = 500  # courses a request; up to 1,000 are answered
_MOST_PAGES = 120
_FIELDS = "name,slug,primaryLanguages,workload,domainTypes,partnerIds,courseType"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,120}", re.IGNORECASE)
_SPAN = r"(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*"
_WEEKS = re.compile(_SPAN + r"weeks?\b", re.IGNORECASE)
_WEEKLY = re.compile(
    _SPAN + r"(?:hours?|hrs?)\s*(?:of \w+\s*)?(?:/|per|a|each)\s*week", re.IGNORECASE
)
_HOURS = re.compile(_SPAN + r"(?:hours?|hrs?)\b", re.IGNORECASE)
_MINUTES = re.compile(_SPAN + r"min(?:ute)?s?\b", re.IGNORECASE)
_MOST_HOURS = 1000.0


class Coursera(LearningSource):
    """Courses by the skills their names state."""

    def __init__(self, *, web: LearningWeb, base_url: str, clock: Clock) -> None:
        """``base_url`` is that of the API, without ``/api``."""
        self._web = web
        self._base = base_url.rstrip("/")
        self._courses = Catalogue(read=self._read, clock=clock)

    @property
    def name(self) -> str:
        return "coursera"

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Courses in that language whose name states the skill.

        Raises:
            SourceUnavailable: a page of the catalogue did not come.
        """
        # One reading serves all languages: the list cannot be asked for one.
        whole = await self._courses.search(skill, language="", limit=_PAGE * _MOST_PAGES)
        of_language = [one for one in whole.resources if one.language == language]
        return LearningAnswer(resources=tuple(of_language[:limit]), refused=whole.refused)

    async def _read(self, language: str) -> Contents:
        del language
        partners = await self._partners()
        resources: list[Resource] = []
        refused = 0
        start = "0"
        for _ in range(_MOST_PAGES):
            document = await self._page(
                "courses.v1", {"fields": _FIELDS, "limit": _PAGE, "start": start}
            )
            entries = records(document.get("elements"))
            found, not_used = await asyncio.to_thread(_resources, entries, partners)
            resources += found
            refused += not_used
            next_start = short_text(fields(document.get("paging")).get("next"))
            if not next_start.isdigit() or int(next_start) <= int(start):
                break
            start = next_start
        return Contents(resources=tuple(resources), refused=refused)

    async def _partners(self) -> Mapping[str, str]:
        document = await self._page("partners.v1", {"fields": "name", "limit": 1000, "start": 0})
        return {
            short_text(one.get("id")): title_text(one.get("name"))
            for one in records(document.get("elements"))
        }

    async def _page(self, what: str, query: Mapping[str, str | int]) -> Fields:
        answer = await self._web.get(f"{self._base}/api/{what}", query=query)
        if answer.status != 200:
            raise self._web.refused("Coursera", answer)
        document = fields(answer.document("Coursera"))
        if not isinstance(document.get("elements"), list):
            raise SourceUnavailable("The answer of Coursera has no list of elements.")
        return document


def _resources(
    entries: Sequence[Fields], partners: Mapping[str, str]
) -> tuple[list[Resource], int]:
    """The courses whose names state a skill, and how many entries are not usable."""
    found: list[Resource] = []
    refused = 0
    for entry in entries:
        slug, title = short_text(entry.get("slug")), title_text(entry.get("name"))
        if not title or not _SLUG.fullmatch(slug):
            refused += 1
            continue
        skills = skills_named(title)
        if skills:
            found.append(_resource(entry, slug=slug, title=title, skills=skills, partners=partners))
    return found, refused


def _resource(
    entry: Fields, *, slug: str, title: str, skills: tuple[str, ...], partners: Mapping[str, str]
) -> Resource:
    names = (partners.get(short_text(one), "") for one in each(entry.get("partnerIds")))
    languages = (short_text(one).lower()[:2] for one in each(entry.get("primaryLanguages")))
    provider = next((name for name in names if name), "")
    return Resource(
        id=resource_id("coursera", slug),
        source="coursera",
        title=title,
        provider=f"{provider} (Coursera)" if provider else "Coursera",
        url=f"https://www.coursera.org/learn/{slug}",
        skills=skills,
        format=Format.COURSE,
        level=level_of(title),
        language=next((code for code in languages if re.fullmatch("[a-z]{2}", code)), "en"),
        hours=workload_hours(short_text(entry.get("workload"))),
        cost=Cost.UNKNOWN,
    )


def workload_hours(stated: str) -> float | None:
    """Hours of a whole course in the provider's free words; the middle of a span.

    Hours a week without the number of weeks say nothing about the whole.

    >>> workload_hours("1 hour 30 minutes"), workload_hours("4 weeks of study, 1-2 hours/week")
    (1.5, 6.0)
    >>> workload_hours("4-8 hours/week"), workload_hours("")
    (None, None)
    """
    weekly, weeks = _WEEKLY.search(stated), _WEEKS.search(stated)
    if weekly:
        hours = _middle(weekly) * _middle(weeks) if weeks else None
    else:
        parts = [_HOURS.search(stated), _MINUTES.search(stated)]
        amounts = [_middle(part) / per for part, per in zip(parts, (1, 60), strict=True) if part]
        hours = sum(amounts) if amounts else None
    return round(hours, 2) if hours is not None and 0 < hours <= _MOST_HOURS else None


def _middle(span: re.Match[str]) -> float:
    low = float(span[1])
    return (low + float(span[2])) / 2 if span[2] else low
