"""Which resource helps a person with a skill: a sum of stated points, and the reason in words.

The points (0 to 100) are ours, not from a study. In the order of what a wrong choice costs:

============= ====== ==========================================================================
part          points full when
============= ====== ==========================================================================
skill fit         30 it is about the skill (12 when it only touches it)
level             20 it is for the person's level; 10 one step away or not stated, 0 two away
prerequisites     15 every one is shown; 8 less for each that is not
language          15 it is in the person's language (6 in English); others are left out
time               8 at most 10 hours; 5 up to 40, 3 up to 100 or not stated, 1 beyond
link               6 it answered when it was last asked; 4 not asked yet, 0 doubtful
freshness          4 within two years of the newest candidate; 2 within five or not stated
cost               2 nothing about it costs, not even a certificate
============= ====== ==========================================================================

Equal points: courses before tutorials, books, exercises, projects, videos and reference pages.

Dead links, and what the person was shown, did or turned down, never count. Whatever costs, or may
cost, stands behind everything that is free, and only where nothing free is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.ids import ResourceId
from domain.learning.model import (
    Cost,
    Format,
    LearningStance,
    Level,
    LinkState,
    Resource,
    Suggestion,
)
from domain.learning.reasons import why
from domain.skills import implied_by, related_to

_LEVELS = (Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED)
_LINK_POINTS = {LinkState.ALIVE: 6.0, LinkState.UNCHECKED: 4.0, LinkState.DOUBTFUL: 0.0}
_FREE = frozenset({Cost.FREE, Cost.FREE_TO_READ})
_DAYS_A_YEAR = 365
_TAUGHT_BY = (
    Format.COURSE,
    Format.TUTORIAL,
    Format.BOOK,
    Format.EXERCISES,
    Format.PROJECT,
    Format.VIDEO,
    Format.DOCUMENTATION,
)
"""Kinds by how much they lead somebody who starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asks for beside the skill; the defaults ask for nothing."""

    level: Level | None = None
    """Instead of the level that fits what they show."""
    formats: frozenset[Format] = frozenset()
    """Only these; empty: all."""
    language: str | None = None
    """Only this one (ISO 639-1)."""
    under_hours: float | None = None
    """Only what states a time below this."""
    shortest_first: bool = False


def fitting_level(skill: str, known: Collection[str]) -> Level:
    """Where a person starts with a skill.

    Who shows the skill goes on from intermediate. Who shows a near one, or something that builds on
    it, is no beginner either.

    >>> fitting_level("React", {"Vue.js"}), fitting_level("React", {"Nursing"})
    (<Level.INTERMEDIATE: 'intermediate'>, <Level.BEGINNER: 'beginner'>)
    """
    shown = frozenset(known)
    builds_on_it = any(skill in implied_by(one) for one in shown)
    near = related_to(skill) & shown
    return Level.INTERMEDIATE if builds_on_it or near else Level.BEGINNER


def missing_prerequisites(resource: Resource, known: Collection[str]) -> tuple[str, ...]:
    """Prerequisites that the person does not show, in the resource's order."""
    shown = {implied for one in known for implied in implied_by(one)}
    return tuple(one for one in resource.prerequisites if one not in shown)


def points(
    resource: Resource,
    *,
    skill: str,
    known: Collection[str],
    language: str,
    level: Level,
    newest: date | None = None,
) -> float:
    """Points of a resource, 0 to 100, as in the table of this module.

    Args:
        resource: a candidate that teaches ``skill``.
        skill: canonical name.
        known: canonical skills the person shows.
        language: ISO 639-1 the person reads.
        level: where the person starts.
        newest: the latest ``published_on`` of all candidates.
    """
    return (
        (30.0 if resource.skills[0] == skill else 12.0)
        + _level_points(resource.level, level)
        + max(0.0, 15.0 - 8.0 * len(missing_prerequisites(resource, known)))
        + (15.0 if resource.language == language else 6.0)
        + _time_points(resource.hours)
        + _LINK_POINTS.get(resource.link, 0.0)
        + _freshness_points(resource.published_on, newest)
        + (2.0 if resource.cost is Cost.FREE else 0.0)
    )


def _level_points(offered: Level | None, wanted: Level) -> float:
    if offered is None:
        return 10.0
    return max(0.0, 20.0 - 10.0 * abs(_LEVELS.index(offered) - _LEVELS.index(wanted)))


def _time_points(hours: float | None) -> float:
    if hours is None:
        return 3.0
    if hours <= 10:
        return 8.0
    if hours <= 40:
        return 5.0
    return 3.0 if hours <= 100 else 1.0


def _freshness_points(published: date | None, newest: date | None) -> float:
    if published is None or newest is None:
        return 2.0
    age = (newest - published).days
    if age <= 2 * _DAYS_A_YEAR:
        return 4.0
    return 2.0 if age <= 5 * _DAYS_A_YEAR else 0.0


def best_for(
    resources: Sequence[Resource],
    *,
    skill: str,
    known: Collection[str],
    language: str,
    past: Mapping[ResourceId, frozenset[LearningStance]],
    limit: int = 1,
    wanted: Wanted | None = None,
) -> tuple[Suggestion, ...]:
    """The best resources for one skill, best first; the order of ``resources`` does not matter.

    Args:
        resources: candidates, whatever they teach.
        skill: canonical name.
        known: canonical skills the person shows.
        language: ISO 639-1 the person reads; English is the second choice.
        past: resources with any stance here are left out.
        limit: most suggestions.
        wanted: what they asked for beside the skill.
    """
    wanted = wanted or Wanted()
    language = wanted.language or language
    level = wanted.level or fitting_level(skill, known)
    candidates = [
        one
        for one in resources
        if skill in one.skills
        and one.link is not LinkState.DEAD
        and not past.get(one.id)
        and _is_wanted(one, wanted, language=language)
    ]
    free = [one for one in candidates if one.cost in _FREE]
    candidates = free or candidates
    newest = max((one.published_on for one in candidates if one.published_on), default=None)

    def order(one: Resource) -> tuple[float, float, int, str]:
        score = points(one, skill=skill, known=known, language=language, level=level, newest=newest)
        hours = one.hours if wanted.shortest_first and one.hours is not None else 0.0
        return (hours, -score, _TAUGHT_BY.index(one.format), one.id)

    return tuple(
        Suggestion(
            resource=one,
            skill=skill,
            why=why(one, known=known, missing=missing_prerequisites(one, known)),
        )
        for one in sorted(candidates, key=order)[:limit]
    )


def _is_wanted(resource: Resource, wanted: Wanted, *, language: str) -> bool:
    if wanted.language is not None:
        readable = resource.language == wanted.language
    else:
        readable = resource.language in {language, "en"}
    return (
        readable
        and (not wanted.formats or resource.format in wanted.formats)
        and (wanted.level is None or resource.level in {None, wanted.level})
        and (
            wanted.under_hours is None
            or (resource.hours is not None and resource.hours < wanted.under_hours)
        )
        and not (wanted.shortest_first and resource.hours is None)
    )
