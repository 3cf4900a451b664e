"""A role and its rubric: gates, scored criteria, notes. Versioned and hashed.

Gates are pass, unknown or fail and never points; criteria carry weights; notes count for nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.encoding import to_json
from domain.findings import Passage
from domain.ids import RoleId, UserId


class Ask(StrEnum):
    """What kind of evidence answers a gate or criterion."""

    SKILL = "skill"
    """``any_of`` are canonical skills; ``months`` of use are wanted if given."""
    EXPERIENCE = "experience"
    """``months`` of work in all, or in one of the kinds of work in ``any_of``."""
    DEGREE = "degree"
    """``level`` reached (:data:`DEGREE_LEVELS`); ``any_of`` are fields of study, if any."""
    LANGUAGE = "language"
    """``any_of`` are ISO 639-1 codes; ``level`` is a CEFR level, if any."""
    CERTIFICATE = "certificate"
    """``any_of`` are names as people write them ("AWS Solutions Architect")."""
    TERM = "term"
    """``any_of`` are phrases, one of which has to be in the text ("on call", "code review")."""


DEGREE_LEVELS = ("secondary", "vocational", "associate", "bachelor", "master", "doctorate")
"""Lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What evidence has to show."""

    ask: Ask
    any_of: tuple[str, ...] = ()
    months: int | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Something without which the work cannot be done: pass, unknown or fail, never points."""

    id: str
    """Short and stable within the role: "g1"."""
    label: str
    wanted: Wanted
    source: Passage | None = None
    """The sentence of the description that it comes from; None when the team added it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Something that is scored: 0 to 1 by its evidence, times ``weight`` (1 to 5)."""

    id: str
    """Short and stable within the role: "c1"."""
    label: str
    wanted: Wanted
    weight: int = 3
    source: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that reviewers should look at and no code counts."""

    id: str
    text: str
    source: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """How candidates of one role are looked at."""

    gates: tuple[Gate, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form: equal rubrics have equal digests, whoever saved them."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersion:
    """A rubric as it was saved; ``number`` grows by one from 1."""

    role: RoleId
    number: int
    rubric: Rubric
    made_by: UserId | None
    made_at: datetime


class Standing(StrEnum):
    """What a member of a role may do. Each may do what the ones before may."""

    REVIEWER = "reviewer"
    """Sees candidates without identity, fills scorecards."""
    RECRUITER = "recruiter"
    """Uploads, reveals with a reason, decides, edits the rubric, approves outreach."""
    OWNER = "owner"
    """Also members, retention, erasure, closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody on the team of a role."""

    user: UserId
    standing: Standing
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An opening. ``description`` is the text that people wrote: untrusted like all such text."""

    id: RoleId
    title: str
    description: str
    created_by: UserId | None
    created_at: datetime
    place: str = ""
    """As the team wrote it ("Berlin", "New York, NY"); empty when not said."""
    remote: bool = False
    mail_tag: str = ""
    """What follows the + in the role's mail address; unique in this installation."""
    is_open: bool = True
    retention_days: int = 180
    """Candidates' files go so long after the role was closed or the candidate last changed."""
    rubric: RubricVersion | None = field(default=None, compare=False)
    """The current version; None before one was saved."""
