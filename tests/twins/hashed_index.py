"""Postings by hashed words: a vector index in a dictionary."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence

from domain.ids import PostingId
from domain.ports import Embedder, Hit, VectorIndex
from domain.posting import StoredPosting
from tests.twins.models import HashingEmbedder


class HashedIndex(VectorIndex):
    """Exact search over vectors of hashed words."""

    def __init__(self, *, embedder: Embedder | None = None) -> None:
        self.embedder = embedder or HashingEmbedder()
        self.rows: dict[PostingId, tuple[str, Sequence[float]]] = {}

    async def upsert(self, postings: Sequence[StoredPosting]) -> None:
        vectors = await self.embedder.embed(
            [f"{one.posting.title} {one.posting.description}" for one in postings]
        )
        for one, vector in zip(postings, vectors, strict=True):
            self.rows[one.posting.id] = (one.content_hash, vector)

    async def remove(self, postings: Sequence[PostingId]) -> None:
        for posting in postings:
            self.rows.pop(posting, None)

    async def search(
        self, query: str, *, limit: int, within: Collection[PostingId] | None = None
    ) -> Sequence[Hit]:
        found = await self.similarities(query, list(self.rows if within is None else within))
        hits = [Hit(posting=key, similarity=value) for key, value in found.items()]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.posting))[:limit]

    async def similarities(
        self, query: str, postings: Sequence[PostingId]
    ) -> Mapping[PostingId, float]:
        (wanted,) = await self.embedder.embed([query])
        return {
            posting: sum(a * b for a, b in zip(wanted, self.rows[posting][1], strict=True))
            for posting in postings
            if posting in self.rows
        }

    async def versions(self) -> Mapping[PostingId, str]:
        return {posting: version for posting, (version, _) in self.rows.items()}

    async def vectors(self, postings: Sequence[PostingId]) -> Mapping[PostingId, bytes]:
        return {
            posting: struct.pack(f"<{len(self.rows[posting][1])}f", *self.rows[posting][1])
            for posting in postings
            if posting in self.rows
        }

    async def count(self) -> int:
        return len(self.rows)

    async def rebuild(
        self,
        postings: AsyncIterator[StoredPosting],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        self.rows.clear()
        async for one in postings:
            await self.upsert([one])
            if progress is not None:
                progress(len(self.rows))
        return len(self.rows)
