"""Fills an empty index from a stream of postings, in batches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from domain.ports import VectorIndex
from domain.posting import StoredPosting


async def fill(
    index: VectorIndex,
    postings: AsyncIterator[StoredPosting],
    *,
    batch_postings: int,
    progress: Callable[[int], None] | None,
) -> int:
    """Embed ``postings``, ``batch_postings`` at a time; returns how many.

    ``progress`` gets the number done after each batch.
    """
    done = 0
    batch: list[StoredPosting] = []
    async for stored in postings:
        batch.append(stored)
        if len(batch) == batch_postings:
            await index.upsert(batch)
            done += len(batch)
            batch = []
            if progress is not None:
                progress(done)
    await index.upsert(batch)
    done += len(batch)
    if progress is not None and batch:
        progress(done)
    return done
