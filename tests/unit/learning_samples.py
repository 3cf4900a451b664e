"""Resources for tests, and hypothesis strategies that make them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from domain.ids import ResourceId
from domain.learning.model import (
    Cost,
    Format,
    LearningStance,
    Level,
    LinkState,
    Resource,
    SkillGap,
)

SKILLS = ("SQL", "Docker", "Kubernetes", "Python", "pandas")


def resource(
    name: str,
    *,
    skills: tuple[str, ...] = ("SQL",),
    url: str | None = None,
    title: str | None = None,
    source: str = "bundled",
    level: Level | None = Level.BEGINNER,
    language: str = "en",
    hours: float | None = None,
    prerequisites: tuple[str, ...] = (),
    cost: Cost = Cost.FREE,
    link: LinkState = LinkState.UNCHECKED,
    kind: Format = Format.COURSE,
    licence: str | None = None,
    needs_account: bool = False,
    published_on: date | None = None,
) -> Resource:
    """A free beginner's course in English about SQL, unless said otherwise."""
    return Resource(
        id=ResourceId(f"{source}:{name}"),
        source=source,
        title=title or f"Course {name}",
        provider="Academy",
        url=url or f"https://example.org/{name}",
        skills=skills,
        format=kind,
        level=level,
        language=language,
        hours=hours,
        prerequisites=prerequisites,
        cost=cost,
        link=link,
        licence=licence,
        needs_account=needs_account,
        published_on=published_on,
    )


def gap(skill: str, *, unlocks: int = 3, asked: int = 5, of: int = 20) -> SkillGap:
    """A gap over twenty postings."""
    return SkillGap(skill=skill, unlocks=unlocks, asked=asked, of=of)


@st.composite
def resources(draw: st.DrawFn, *, number: int) -> Resource:
    """Any resource; ``number`` makes its id and address its own."""
    skills = draw(st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True))
    others = [skill for skill in SKILLS if skill not in skills]
    return resource(
        str(number),
        skills=tuple(skills),
        level=draw(st.sampled_from([None, *Level])),
        language=draw(st.sampled_from(["en", "de", "hi"])),
        hours=draw(st.none() | st.floats(min_value=0.1, max_value=400)),
        prerequisites=tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True)))
        if others
        else (),
        cost=draw(st.sampled_from(list(Cost))),
        link=draw(st.sampled_from(list(LinkState))),
        kind=draw(st.sampled_from(list(Format))),
        needs_account=draw(st.booleans()),
        published_on=draw(st.none() | st.dates(min_value=date(2010, 1, 1))),
    )


@st.composite
def shelves(draw: st.DrawFn) -> list[Resource]:
    """Up to eight resources."""
    count = draw(st.integers(min_value=0, max_value=8))
    return [draw(resources(number=number)) for number in range(count)]


stances = st.frozensets(st.sampled_from(list(LearningStance)), min_size=1)
