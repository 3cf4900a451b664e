"""A gap report: have, partly or missing, each with the words that prove it on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.ids import PostingId

FEW_POSTINGS = 5
"""Under so many postings a share says little; it is shown and said to be too few."""


class TargetKind(StrEnum):
    """What the gap is measured against."""

    ROLE = "role"
    """Open postings whose title names the role."""
    POSTING = "posting"
    POSTINGS = "postings"
    """Several chosen postings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the person asked about."""

    kind: TargetKind
    title: str
    """The role, or the title of the posting; for a set what its titles have in common."""
    places: tuple[str, ...] = ()
    """Of a goal ("in Berlin")."""
    postings: tuple[PostingId, ...] = ()
    """Of a posting or a set, in order; empty for a role, and for pasted text."""


class Need(StrEnum):
    """How much a skill is wanted."""

    MUST = "must"
    NICE = "nice"


class State(StrEnum):
    """How far somebody shows what is wanted."""

    HAVE = "have"
    PARTLY = "partly"
    MISSING = "missing"


class ProofKind(StrEnum):
    """What the proof of a skill is."""

    RESUME = "resume"
    """A line of the profile, verbatim."""
    STATEMENT = "statement"
    """What the person wrote in the chat."""
    SELF_CHECK = "self_check"
    """The result of a short test: knowledge, never experience."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The person's side of a line."""

    state: State
    kind: ProofKind = ProofKind.NONE
    line: str = ""
    """Verbatim."""
    by: str = ""
    """The skill that the line shows, when it is another one than was asked for."""
    why_partly: str = ""
    """One plain clause; empty unless the state is PARTLY."""
    on: date | None = None
    """Day of a statement or self-check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLine:
    """One skill that the target asks for."""

    skill: str
    """Canonical name."""
    need: Need
    asked_by: int
    """Postings of the target that name it."""
    of: int
    """Postings of the target."""
    proof: Proof
    sentence: str
    """A sentence of a posting that asks for it, verbatim; empty when only a title names it."""
    posting: PostingId | None
    """The posting with that sentence; None for pasted text."""
    alternatives: tuple[str, ...] = ()
    """Of a single posting: other skills of which one is enough."""

    @property
    def share(self) -> float:
        """Of the target's postings, 0 to 1."""
        return self.asked_by / self.of if self.of else 0.0


class DemandKind(StrEnum):
    """What is asked for beside skills."""

    YEARS = "years"
    DEGREE = "degree"
    LANGUAGE = "language"
    PERMISSION = "permission"


class Standing(StrEnum):
    """How somebody stands to a demand that is no skill."""

    HAVE = "have"
    UNKNOWN = "unknown"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLine:
    """Years, a degree, a language or a permit that postings of the target ask for."""

    kind: DemandKind
    standing: Standing
    """The worst of any posting of the target."""
    reason: str
    """One plain sentence about the posting that is quoted."""
    asked_by: int
    met_by: int
    """Of those that ask, the postings whose demand is met."""
    of: int
    quote: str
    """Of a posting, verbatim."""
    line: str
    """Of the profile, verbatim; empty when it says nothing."""
    posting: PostingId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """What proof of one skill, or of two together, would open."""

    skills: tuple[str, ...]
    opens: int
    """Eligible postings that would have every stated must and do not have it now."""
    opens_new: int = 0
    """Of those, first seen within the last seven days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Eligible postings near the target, and what would open more of them.

    Eligible: open, and no limit of the person (place, permit, language, pay, words) rules it out.
    """

    eligible: int
    eligible_new: int
    """First seen within the last seven days."""
    met: int
    """Eligible postings of which every stated must is shown now."""
    unstated: int
    """Eligible postings that name no skill that we know; never counted as met or opened."""
    unlocks: tuple[Unlock, ...] = ()
    """Single skills, most opened first; then pairs where no single skill opens anything."""
    lacking: Mapping[str, int] = field(default_factory=dict)
    """Skill to the eligible postings with an unmet must that it would meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """The whole account of one target."""

    target: Target
    of: int
    """Postings that the target stands for."""
    named_so: int
    """Of a role: postings whose title names it; the rest is the same occupation."""
    corpus: int
    """Open postings looked at."""
    as_of: date
    skills: tuple[SkillLine, ...]
    """Musts first, most asked first."""
    demands: tuple[DemandLine, ...]
    outlook: Outlook
    knows_person: bool
    """False when nothing is known of the person's skills: then nothing is called missing."""
    places_left_out: bool = False
    """True when the places of the goal have no such posting, so that all places were taken."""

    @property
    def musts(self) -> tuple[SkillLine, ...]:
        """The lines that are musts."""
        return tuple(line for line in self.skills if line.need is Need.MUST)

    def with_state(self, state: State, *, need: Need | None = None) -> tuple[SkillLine, ...]:
        """The lines in a state, in order."""
        return tuple(
            line for line in self.skills if line.proof.state is state and need in {None, line.need}
        )

    def line_of(self, skill: str) -> SkillLine | None:
        """The line of a skill or of an alternative to it."""
        exact = next((line for line in self.skills if line.skill == skill), None)
        return exact or next((line for line in self.skills if skill in line.alternatives), None)

    def unlock_of(self, skill: str) -> Unlock | None:
        """What proof of this skill alone opens; None when that is nothing."""
        return next((one for one in self.outlook.unlocks if one.skills == (skill,)), None)
