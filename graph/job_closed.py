"""Postings that closed: their cluster keys say which open ones are the same job elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from domain.ids import PostingId
from domain.ports import PostingStore

_KEPT = 100_000  # keys, about 150 bytes each


class ClosedPostings:
    """Looks cluster keys up and remembers them; they never change."""

    def __init__(self, *, postings: PostingStore) -> None:
        self._postings = postings
        self._known: OrderedDict[PostingId, str] = OrderedDict()

    async def clusters_of(self, closed: Iterable[PostingId]) -> Mapping[PostingId, str]:
        """The cluster key of each; empty where there is no such posting."""
        asked = list(closed)
        unknown = [posting for posting in asked if posting not in self._known]
        if unknown:
            found = await self._postings.clusters(unknown)
            self._known.update((posting, found.get(posting, "")) for posting in unknown)
        clusters = {posting: self._known[posting] for posting in asked}
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return clusters
