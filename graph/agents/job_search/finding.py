"""What the agent needs of a matcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from domain.ids import PostingId
from domain.matching.model import Match, MatchReport
from domain.posting import StoredPosting
from domain.profiles import Profile


class FoundJobs(Protocol):
    """A ranked report and the postings it speaks of."""

    @property
    def report(self) -> MatchReport: ...
    @property
    def postings(self) -> Mapping[PostingId, StoredPosting]: ...


class FindsJobs(Protocol):
    """Matching over all open postings; the same input gives the same output."""

    async def find(
        self,
        profile: Profile,
        *,
        text: str = "",
        limit: int = 5,
        skip: frozenset[PostingId] = frozenset(),
    ) -> FoundJobs:
        """The best ``limit`` postings beside those in ``skip``, and what was left out and why."""
        ...

    async def explain(self, profile: Profile, posting: PostingId, /) -> Match | None:
        """One posting's score and gates; None when the posting is unknown."""
        ...
