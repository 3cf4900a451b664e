"""Exact vector search in the data folder: one SQLite file that maps, one file of vectors.

The vectors are memory-mapped, so they live in the page cache and can be evicted; a search reads
all of them. Every process may write: rows are given out inside a transaction, and a vector is in
the file before the row that points at it is committed.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain.errors import StorageBusy
from domain.ids import PostingId
from domain.matching.reading import text_to_embed
from domain.ports import Embedder, Hit, VectorIndex
from domain.posting import StoredPosting
from storage.vectors_filling import fill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_GROWTH_ROWS = 4096
_REBUILD_BATCH = 64
_KEPT_QUERIES = 128
_BUSY_S = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    row INTEGER PRIMARY KEY,
    posting TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    text_hash TEXT NOT NULL
)
"""

_log = structlog.get_logger(__name__)


def collection_name(model_id: str, dimension: int) -> str:
    """A folder or collection name that changes with the model.

    >>> collection_name("local/minilm@8199be6f", 384)
    'postings-local-minilm-8199be6f-384'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", model_id.lower()).strip("-")
    if len(slug) > 80:
        slug = f"{slug[:60]}-{hashlib.sha256(model_id.encode()).hexdigest()[:12]}"
    return f"postings-{slug}-{dimension}"


class ExactVectors(VectorIndex):
    """Cosine against every vector: no approximation, no server."""

    def __init__(self, *, folder: Path, embedder: Embedder) -> None:
        """Open nothing yet.

        Args:
            folder: holds one folder per embedding model; a new model starts empty.
            embedder: texts to unit vectors.
        """
        self._folder = folder
        self._embedder = embedder
        self._queries: OrderedDict[str, Vectors] = OrderedDict()
        self._rows: dict[PostingId, int] = {}
        self._posting_of: list[PostingId | None] = []
        self._holes: list[int] = []
        self._versions: dict[PostingId, tuple[str, str]] = {}
        self._seen_change = -1
        self._matrix: Vectors | None = None
        self._database: sqlite3.Connection | None = None
        self._lock = asyncio.Lock()

    async def upsert(self, postings: Sequence[StoredPosting]) -> None:
        """Embed and keep; a posting whose embedded text did not change keeps its vector."""
        if not postings:
            return
        texts = [text_to_embed(stored.posting) for stored in postings]
        hashes = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
        async with self._lock:
            await asyncio.to_thread(self._load)
            known = {
                stored.posting.id: self._versions.get(stored.posting.id, ("", ""))[1]
                for stored in postings
            }
        fresh = [
            number
            for number, stored in enumerate(postings)
            if known[stored.posting.id] != hashes[number]
        ]
        vectors = await self._embedder.embed([texts[number] for number in fresh]) if fresh else []
        embedded = dict(zip(fresh, vectors, strict=True))
        rows = [
            (stored.posting.id, stored.content_hash, hashes[number], embedded.get(number))
            for number, stored in enumerate(postings)
        ]
        async with self._lock:
            await asyncio.to_thread(self._write, rows)

    async def remove(self, postings: Sequence[PostingId]) -> None:
        async with self._lock:
            await asyncio.to_thread(self._delete, list(postings))

    async def search(
        self, query: str, *, limit: int, within: Collection[PostingId] | None = None
    ) -> Sequence[Hit]:
        vector = await self._query_vector(query)
        async with self._lock:
            return await asyncio.to_thread(self._nearest, vector, limit, within)

    async def similarities(
        self, query: str, postings: Sequence[PostingId]
    ) -> Mapping[PostingId, float]:
        vector = await self._query_vector(query)
        async with self._lock:
            return await asyncio.to_thread(self._cosines, vector, postings)

    async def versions(self) -> Mapping[PostingId, str]:
        async with self._lock:
            await asyncio.to_thread(self._load)
            return {posting: version for posting, (version, _) in self._versions.items()}

    async def vectors(self, postings: Sequence[PostingId]) -> Mapping[PostingId, bytes]:
        async with self._lock:
            return await asyncio.to_thread(self._bytes_of, postings)

    async def count(self) -> int:
        async with self._lock:
            await asyncio.to_thread(self._load)
            return len(self._rows)

    async def rebuild(
        self,
        postings: AsyncIterator[StoredPosting],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Start from nothing: drop every vector and embed ``postings``."""
        async with self._lock:
            await asyncio.to_thread(self._clear)
        return await fill(self, postings, batch_postings=_REBUILD_BATCH, progress=progress)

    async def close(self) -> None:
        """Release the files."""
        async with self._lock:
            if self._database is not None:
                await asyncio.to_thread(self._database.close)
                self._database = None
            self._matrix = None
            self._seen_change = -1

    async def _query_vector(self, query: str) -> Vectors:
        known = self._queries.get(query)
        if known is None:
            import numpy as np

            (values,) = await self._embedder.embed([query])
            known = np.asarray(values, dtype=np.float32)
            self._queries[query] = known
            while len(self._queries) > _KEPT_QUERIES:
                self._queries.popitem(last=False)
        self._queries.move_to_end(query)
        return known

    @property
    def _place(self) -> Path:
        return self._folder / collection_name(self._embedder.model_id, self._embedder.dimension)

    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The lock of this class lets one thread at a time in, but not always the same one.
            database = sqlite3.connect(
                self._place / "rows.sqlite", timeout=_BUSY_S, check_same_thread=False
            )
            database.isolation_level = None
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(_SCHEMA)
            self._database = database
        return self._database

    def _load(self) -> None:
        """Read the mapping again when any process changed it."""
        database = self._connection()
        (change,) = database.execute("PRAGMA data_version").fetchone()
        if change == self._seen_change and self._matrix is not None:
            return
        self._rows.clear()
        self._versions.clear()
        self._posting_of = []
        with closing(
            database.execute("SELECT row, posting, version, text_hash FROM vectors ORDER BY row")
        ) as found:
            for row, posting, version, text_hash in found:
                self._note(row, PostingId(posting), version, text_hash)
        self._holes = [row for row, posting in enumerate(self._posting_of) if posting is None]
        self._seen_change = change
        self._map(len(self._posting_of))

    def _note(self, row: int, posting: PostingId, version: str, text_hash: str) -> None:
        while len(self._posting_of) <= row:
            self._posting_of.append(None)
        self._posting_of[row] = posting
        self._rows[posting] = row
        self._versions[posting] = (version, text_hash)

    def _map(self, rows: int) -> None:
        """Map at least ``rows`` rows of the vector file, growing it as needed."""
        import numpy as np

        path = self._place / "vectors.f32"
        width = self._embedder.dimension * 4
        path.touch(mode=0o600)
        have = path.stat().st_size // width
        if have < rows or have == 0:
            have = (max(rows, 1) // _GROWTH_ROWS + 1) * _GROWTH_ROWS
            with path.open("r+b") as file:
                file.truncate(have * width)
        if self._matrix is None or len(self._matrix) != have:
            self._matrix = np.memmap(
                path, dtype=np.float32, mode="r+", shape=(have, self._embedder.dimension)
            )

    def _write(self, rows: Sequence[tuple[PostingId, str, str, Sequence[float] | None]]) -> None:
        import numpy as np

        database = self._begin()
        try:
            self._load()
            noted: list[tuple[int, PostingId, str, str]] = []
            for posting, version, text_hash, vector in rows:
                if vector is None:
                    database.execute(
                        "UPDATE vectors SET version = ? WHERE posting = ?", (version, posting)
                    )
                    noted.append((self._rows[posting], posting, version, text_hash))
                    continue
                database.execute("DELETE FROM vectors WHERE posting = ?", (posting,))
                row = self._free_row(len(noted))
                database.execute(
                    "INSERT INTO vectors (row, posting, version, text_hash) VALUES (?, ?, ?, ?)",
                    (row, posting, version, text_hash),
                )
                self._map(row + 1)
                if self._matrix is not None:
                    self._matrix[row] = np.asarray(vector, dtype=np.float32)
                noted.append((row, posting, version, text_hash))
            # Vectors reach the file before the rows that point at them are committed.
            if isinstance(self._matrix, np.memmap):
                self._matrix.flush()
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            self._seen_change = -1
            raise
        for row, posting, version, text_hash in noted:
            old = self._rows.get(posting)
            if old is not None and old != row:
                self._posting_of[old] = None
                self._holes.append(old)
            self._note(row, posting, version, text_hash)

    def _begin(self) -> sqlite3.Connection:
        database = self._connection()
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StorageBusy("the vector index is busy") from error
        return database

    def _free_row(self, taken: int) -> int:
        """A row that no committed posting points at."""
        if self._holes:
            return self._holes.pop()
        return len(self._posting_of) + taken

    def _delete(self, postings: Sequence[PostingId]) -> None:
        database = self._begin()
        self._load()
        database.executemany(
            "DELETE FROM vectors WHERE posting = ?", [(posting,) for posting in postings]
        )
        database.execute("COMMIT")
        for posting in postings:
            row = self._rows.pop(posting, None)
            self._versions.pop(posting, None)
            if row is not None:
                self._posting_of[row] = None
                self._holes.append(row)

    def _clear(self) -> None:
        database = self._begin()
        database.execute("DELETE FROM vectors")
        database.execute("COMMIT")
        self._seen_change = -1

    def _nearest(
        self, vector: Vectors, limit: int, within: Collection[PostingId] | None
    ) -> list[Hit]:
        import numpy as np

        self._load()
        if within is not None:
            rows = np.fromiter(
                (self._rows[posting] for posting in within if posting in self._rows),
                dtype=np.int64,
            )
        else:
            rows = np.fromiter(self._rows.values(), dtype=np.int64, count=len(self._rows))
        if self._matrix is None or len(rows) == 0 or limit <= 0:
            return []
        used = len(self._posting_of)
        # Reading all rows in order is faster than gathering a large part of them.
        if len(rows) * 4 > used:
            scores = _dot(self._matrix[:used], vector)[rows]
        else:
            scores = _dot(self._matrix[rows], vector)
        count = min(limit, len(rows))
        best = np.argpartition(-scores, count - 1)[:count]
        found = [(float(scores[at]), self._posting_of[int(rows[at])]) for at in best]
        hits = [Hit(posting=p, similarity=round(score, 6)) for score, p in found if p is not None]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.posting))

    def _cosines(self, vector: Vectors, postings: Sequence[PostingId]) -> dict[PostingId, float]:
        self._load()
        known = [posting for posting in postings if posting in self._rows]
        if self._matrix is None or not known:
            return {}
        scores = _dot(self._matrix[[self._rows[posting] for posting in known]], vector)
        return {
            posting: round(float(score), 6) for posting, score in zip(known, scores, strict=True)
        }

    def _bytes_of(self, postings: Sequence[PostingId]) -> dict[PostingId, bytes]:
        self._load()
        known = [posting for posting in postings if posting in self._rows]
        if self._matrix is None or not known:
            return {}
        found = self._matrix[[self._rows[posting] for posting in known]].astype("<f4")
        return {posting: row.tobytes() for posting, row in zip(known, found, strict=True)}


def _dot(matrix: Vectors, vector: Vectors) -> Vectors:
    """Scalar products on one thread.

    Not ``@``: that starts the BLAS threads, which wait for each other in busy loops when the
    machine is loaded (measured: eight times the processor time at 10,000 rows).
    """
    import numpy as np

    products: Vectors = np.einsum("ij,j->i", matrix, vector)
    return products
