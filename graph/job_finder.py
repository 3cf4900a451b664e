"""Finds postings for a person: gates over all of them, retrieval, then the exact score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.ids import PostingId
from domain.matching.model import Match, MatchReport
from domain.ports import Clock, PostingStore, VectorIndex
from domain.posting import StoredPosting
from domain.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A ranked page of postings and an account of the rest."""

    report: MatchReport
    postings: Mapping[PostingId, StoredPosting]
    """Every posting that the report names."""


class JobFinder:
    """Search over the open postings of a store."""

    def __init__(self, *, postings: PostingStore, index: VectorIndex, clock: Clock) -> None:
        self._postings = postings
        self._index = index
        self._clock = clock

    async def catch_up(self, *, progress: Callable[[int], None] | None = None) -> int:
        """Follow the store: new postings into catalogue and index. Returns how many changed."""
        raise NotImplementedError

    async def find(
        self,
        profile: Profile,
        *,
        text: str = "",
        limit: int = 5,
        skip: frozenset[PostingId] = frozenset(),
    ) -> Findings:
        """The best ``limit`` postings for a person; ``text`` narrows to what they ask for now."""
        raise NotImplementedError

    async def explain(self, profile: Profile, posting_id: PostingId) -> Match | None:
        """The match of one posting; None when there is no such posting."""
        raise NotImplementedError
