"""Why a resource, in one plain clause."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.learning.model import Cost, Format, Level, Resource
from domain.preferences.languages import language_name
from domain.skills import implied_by

_NOUN = {
    Format.COURSE: "course",
    Format.TUTORIAL: "tutorial",
    Format.BOOK: "book",
    Format.DOCUMENTATION: "documentation",
    Format.VIDEO: "video",
    Format.EXERCISES: "exercises",
    Format.PROJECT: "project",
}
_COST = {
    Cost.FREE: "free {noun}",
    Cost.FREE_TO_READ: "{noun}, free to read (some parts or the certificate may cost)",
    Cost.PAID: "paid {noun}, I know nothing free",
    Cost.UNKNOWN: "{noun}, cost not stated, I know nothing that is surely free",
}
_FOR_WHOM = {
    Level.BEGINNER: "for beginners",
    Level.INTERMEDIATE: "for people with some practice",
    Level.ADVANCED: "advanced",
}


def why(resource: Resource, *, known: Collection[str], missing: Sequence[str]) -> str:
    """Cost and kind, time, level, language and prerequisites of a resource.

    Args:
        resource: what is suggested.
        known: canonical skills the person shows.
        missing: those of its prerequisites that they do not show.

    >>> from domain.ids import ResourceId
    >>> course = Resource(id=ResourceId("x:1"), source="x", title="T", provider="P",
    ...     url="https://example.org", skills=("pandas",), format=Format.COURSE, hours=6.0,
    ...     prerequisites=("SQL",), cost=Cost.FREE)
    >>> why(course, known={"SQL"}, missing=())
    'free course, 6 h, English, prerequisite SQL which you show'
    """
    parts = [_COST[resource.cost].format(noun=_NOUN[resource.format])]
    if resource.hours is not None:
        parts.append(hours_words(resource.hours))
    if resource.level is not None:
        parts.append(_FOR_WHOM[resource.level])
    parts.append(language_name(resource.language))
    if resource.needs_account:
        parts.append("needs an account there")
    parts.append(_prerequisites(resource, known=known, missing=missing))
    return ", ".join(parts)


def hours_words(hours: float) -> str:
    """A stated time.

    >>> hours_words(6.0), hours_words(1.5), hours_words(0.25)
    ('6 h', '1.5 h', '15 min')
    """
    if hours < 1:
        return f"{round(hours * 60)} min"
    return f"{hours:g} h" if hours < 10 else f"{round(hours)} h"


def _prerequisites(resource: Resource, *, known: Collection[str], missing: Sequence[str]) -> str:
    if missing:
        needed = " and ".join(missing)
        return f"needs {needed} first, which your profile does not show"
    if not resource.prerequisites:
        return "no prerequisites stated"
    shown = {implied for one in known for implied in implied_by(one)}
    met = " and ".join(one for one in resource.prerequisites if one in shown)
    noun = "prerequisite" if len(resource.prerequisites) == 1 else "prerequisites"
    return f"{noun} {met} which you show"
