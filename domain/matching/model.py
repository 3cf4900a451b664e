"""A match: a posting, a score whose parts sum to it, and the lines that prove each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.ids import PostingId


class Component(StrEnum):
    """Named parts of a score. Each has a fixed maximum; the score is their sum, 0 to 100."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    TITLE = "title"
    MEANING = "meaning"
    PREFERENCES = "preferences"
    FEEDBACK = "feedback"
    FRESHNESS = "freshness"


class Gate(StrEnum):
    """Hard constraints; a failed gate excludes, an unknown one is said aloud."""

    LOCATION = "location"
    WORK_PERMISSION = "work_permission"
    SALARY = "salary"
    LANGUAGE = "language"
    EXPIRED = "expired"
    HIDDEN = "hidden"
    EXCLUDED_WORDS = "excluded_words"
    DUPLICATE = "duplicate"
    """The same job is ranked under another posting."""


class Verdict(StrEnum):
    """Outcome of one gate."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    UNKNOWN = "unknown"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One gate with the sentence it was decided on (empty when nothing is stated)."""

    gate: Gate
    verdict: Verdict
    reason: str
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a component has its points: both sides, verbatim.

    ``resume_quote`` is a line of the resume, ``posting_quote`` a sentence of the posting; either is
    empty when that side says nothing.
    """

    component: Component
    claim: str
    resume_quote: str
    posting_quote: str
    about: str = ""
    """The skill that it is about; empty for everything else."""
    measure: float | None = None
    """The number behind the claim, 0 to 1 (a cosine, a share of a title); for machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A ranked posting. ``score`` equals the sum of ``components`` (points, two decimals)."""

    posting: PostingId
    score: float
    components: dict[Component, float]
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    """What the posting asks for and the resume does not show."""
    gates: tuple[GateResult, ...]
    also: tuple[PostingId, ...] = ()
    """The same job on other boards."""

    @property
    def excluded(self) -> str | None:
        """The reason of the first failed gate, None when none failed."""
        return next((g.reason for g in self.gates if g.verdict is Verdict.FAIL), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """A ranked list and an account of everything that was not ranked."""

    matches: tuple[Match, ...]
    excluded: tuple[Match, ...]
    """The best of what was excluded, each with its failed gate; the counts below count all."""
    considered: int
    """Number of open postings looked at."""
    excluded_by: Mapping[Gate, int] = field(default_factory=dict)
    """How many postings each gate excludes (the first gate that fails counts)."""
    opened_by: Mapping[Gate, int] = field(default_factory=dict)
    """How many postings would come back if this one gate were dropped and nothing else."""
    other_field: int = 0
    """Open postings within all limits that are another occupation; never ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The one wish that costs most, and what giving it up would open."""

    gate: Gate
    opens: int
    """Number of postings."""
