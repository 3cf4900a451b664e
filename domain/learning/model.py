"""A learning resource: facts and a link, never its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import ResourceId


class Level(StrEnum):
    """For whom it is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Format(StrEnum):
    """What it is."""

    COURSE = "course"
    TUTORIAL = "tutorial"
    BOOK = "book"
    DOCUMENTATION = "documentation"
    VIDEO = "video"
    EXERCISES = "exercises"
    PROJECT = "project"


class Cost(StrEnum):
    """What it takes; a resource that costs is never shown without saying so."""

    FREE = "free"
    FREE_TO_READ = "free_to_read"
    """The material is free, the certificate or the grading is not."""
    PAID = "paid"
    UNKNOWN = "unknown"


class LinkState(StrEnum):
    """Whether the address answers."""

    UNCHECKED = "unchecked"
    ALIVE = "alive"
    DOUBTFUL = "doubtful"
    """It failed once, or the server would not say."""
    DEAD = "dead"
    """Gone on two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One course, book or page. Words are untrusted when they come from a source."""

    id: ResourceId
    source: str
    """``bundled``, ``youtube``, ``github``, ``coursera``, ``freecodecamp``, ``free-books``."""
    title: str
    provider: str
    url: str
    """https (or http where the provider has nothing else)."""
    skills: tuple[str, ...]
    """Canonical names of ``domain.skills``; the first is what it is about."""
    format: Format
    level: Level | None = None
    language: str = "en"
    """ISO 639-1."""
    hours: float | None = None
    """Time it takes, as the provider states it; None when not stated."""
    prerequisites: tuple[str, ...] = ()
    """Canonical skills."""
    licence: str | None = None
    """SPDX id or the provider's words; None when not stated."""
    cost: Cost = Cost.UNKNOWN
    published_on: date | None = None
    link: LinkState = LinkState.UNCHECKED
    checked_at: datetime | None = None
    needs_account: bool = False
    """Whether one has to sign up with the provider, free or not."""


class LearningStance(StrEnum):
    """What a person did with a resource."""

    SHOWN = "shown"
    DONE = "done"
    NOT_FOR_ME = "not_for_me"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """A skill that postings ask for and the profile does not show."""

    skill: str
    """Canonical name."""
    unlocks: int
    """Postings that would have every stated must once this skill is shown."""
    asked: int
    """Postings that ask for it."""
    of: int
    """Postings looked at: the eligible ones nearest to the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A resource for a person, and why this one."""

    resource: Resource
    skill: str
    why: str
    """One plain clause: "free course, 6 h, no prerequisites you lack"."""
