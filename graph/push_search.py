"""What pushes ask of the job search: new matches for many people at once, with an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.ids import PostingId
from domain.learning.model import SkillGap
from domain.matching.model import Gate, MatchReport
from domain.posting import StoredPosting
from domain.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSearch:
    """One person's search for a push."""

    profile: Profile
    """With corrections and wishes in effect."""
    since: int | None
    """Posting revision up to which they were told before; None: everything open is new."""
    skip: frozenset[PostingId]
    """Postings shown, hidden or applied for before: never again, on no board."""
    limit: int = 5
    text: str = ""
    """What a saved search asks for beside the wishes."""
    only_new: bool = False
    """Leave out open postings from before ``since`` (alerts)."""
    least_score: float = 0.0
    """Points, 0 to 100, that a match must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What became of the postings that are new, changed or open again since the cursor."""

    considered: int
    excluded_by: Mapping[Gate, int]
    other_field: int
    """Eligible, but another occupation or too far from the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushFindings:
    """Matches for a push."""

    report: MatchReport
    """``matches`` are new ones first, then open ones never shown, each part best first."""
    postings: Mapping[PostingId, StoredPosting]
    """Every posting that the report names."""
    fresh: frozenset[PostingId]
    """Those of the matches that came after the cursor."""
    new: NewAccount
    gaps: tuple[SkillGap, ...]
    """Most useful first, at most 5; over the eligible postings nearest to the person."""
    revision: int
    """The cursor for the next time."""


class SearchesForMany(Protocol):
    """The job search for pushes."""

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        """Findings in the order asked. One call shares all work that people have in common."""

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        """Postings that only this gate keeps from a person, nearest first, and how many in all."""
