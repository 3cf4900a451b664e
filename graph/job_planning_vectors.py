"""Vectors of the postings by row, and the nearest rows of many people at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Bits = NDArray[np.uint8]
    Rows = NDArray[np.int32]

BLOCK_ROWS = 8192
"""Rows of one block of the matrix, and of one multiplication: 12.6 MB at 384 dimensions."""
_GROUPS = 4  # times k: groups of rows of which the best stands for all in a first guess

_GUESSED_TOGETHER = 32  # people


@dataclass(frozen=True, slots=True)
class Near:
    """Rows and their cosines, nearest first."""

    rows: Rows
    cosines: Vectors

    def __len__(self) -> int:
        return len(self.rows)

    def first(self, count: int) -> Near:
        """The nearest of them."""
        return self if len(self.rows) <= count else Near(self.rows[:count], self.cosines[:count])


@cache
def nothing_near() -> Near:
    """No rows."""
    import numpy as np

    return Near(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


class RowVectors:
    """Unit vectors by row, in blocks, so that growing copies nothing."""

    def __init__(self) -> None:
        self.dimension = 0
        """0 until the first vector is known."""
        self._blocks: list[Vectors] = []
        self._has: list[Bits] = []

    def put(self, vectors: Mapping[int, bytes]) -> None:
        """Set the vectors (float32, little endian) of rows."""
        import numpy as np

        for row, raw in vectors.items():
            vector = np.frombuffer(raw, dtype="<f4")
            self.dimension = self.dimension or len(vector)
            if len(vector) != self.dimension:
                continue  # of an index that is being built anew for another model
            block, at = divmod(row, BLOCK_ROWS)
            while len(self._blocks) <= block:
                self._blocks.append(np.zeros((BLOCK_ROWS, self.dimension), dtype=np.float32))
                self._has.append(np.zeros(BLOCK_ROWS // 8, dtype=np.uint8))
            self._blocks[block][at] = vector
            self._has[block][at >> 3] |= 0x80 >> (at & 7)

    def known(self, *, start: int, stop: int) -> Bits:
        """Bits of the rows from ``start`` to ``stop`` that have a vector; both multiples of 64."""
        import numpy as np

        found = np.zeros((stop - start) // 8, dtype=np.uint8)
        if self._has:
            have = np.concatenate(self._has)[start // 8 : stop // 8]
            found[: len(have)] = have
        return found

    def block(self, first: int, last: int) -> Vectors:
        """The rows from ``first`` to ``last``, which lie in one block."""
        at = first % BLOCK_ROWS
        return self._blocks[first // BLOCK_ROWS][at : at + last - first]

    @property
    def rows(self) -> int:
        """Rows there is room for."""
        return len(self._blocks) * BLOCK_ROWS


def nearest(
    queries: Vectors, vectors: RowVectors, allowed: Bits, *, start: int, k: int
) -> list[Near]:
    """The ``k`` nearest allowed rows of each person, exactly.

    Blocks of rows are multiplied with all people at once. What a person's k-th best so far does
    not reach is never looked at: after the first blocks few cosines are left, and sorting them is
    put off until the number of blocks has doubled.

    Args:
        queries: unit vectors, one row per person.
        vectors: of the postings.
        allowed: packed bits per person over the rows from ``start`` on.
        start: first row; a multiple of 64.
        k: most rows per person.
    """
    import numpy as np

    count = len(queries)
    pool = _Pool(count, k)
    stop = min(start + allowed.shape[1] * 8, vectors.rows)
    room = np.empty((count, BLOCK_ROWS), dtype=np.float32)
    reached = np.empty((count, BLOCK_ROWS), dtype=np.bool_)
    first, done, next_cut = start, 0, 1
    while first < stop:
        last = min(stop, (first // BLOCK_ROWS + 1) * BLOCK_ROWS)
        width = last - first
        bits = allowed[:, (first - start) // 8 : (last - start) // 8]
        if bits.any():
            scores = (
                room[:, :width] if width == BLOCK_ROWS else np.empty((count, width), np.float32)
            )
            flags = (
                reached[:, :width] if width == BLOCK_ROWS else np.empty((count, width), np.bool_)
            )
            np.matmul(queries, vectors.block(first, last).T, out=scores)
            if done == 0:
                pool.guess(scores, bits)
            np.greater(scores, pool.least[:, None], out=flags)
            pool.take(scores, np.packbits(flags, axis=1) & bits, first)
            done += 1
            if done == next_cut:
                pool.cut()
                next_cut *= 2
        first = last
    return pool.best()


class _Pool:
    """What was found so far, of all people together."""

    def __init__(self, people: int, k: int) -> None:
        import numpy as np

        self._k = k
        self._people = people
        self.least: Vectors = np.full(people, -2.0, dtype=np.float32)
        """A cosine that a row must exceed; below every cosine while ``k`` are not known."""
        self._is_cut = True
        self._parts: list[tuple[NDArray[np.int64], Rows, Vectors]] = []

    def guess(self, scores: Vectors, bits: Bits) -> None:
        """A first threshold: the k-th best of the best ones of small groups is never too high."""
        import numpy as np

        if scores.shape[1] <= self._k:
            return
        size = max(1, scores.shape[1] // (_GROUPS * self._k))
        groups = scores.shape[1] // size
        # Few people at a time, so that what is made of their cosines stays in the cache.
        for at in range(0, self._people, _GUESSED_TOGETHER):
            some = slice(at, at + _GUESSED_TOGETHER)
            flags = np.unpackbits(bits[some], axis=1).view(np.bool_)
            masked = np.where(flags, scores[some], np.float32(-2.0))[:, : groups * size]
            # Neighbours would be reduced one by one; strided groups use wide registers.
            best = masked.reshape(len(masked), size, groups).max(axis=1)
            best.partition(groups - self._k, axis=1)
            # Strictly greater is asked: step below, or the k-th itself would be lost.
            self.least[some] = np.nextafter(best[:, groups - self._k], np.float32(-3.0))

    def take(self, scores: Vectors, bits: Bits, first: int) -> None:
        """Note the rows whose bits are set, a multiple of 64 per person."""
        import numpy as np

        # Few bits are set: machine words that have any are found first.
        words = bits.view(np.uint64).ravel()
        some = np.flatnonzero(words != 0)
        if len(some) == 0:
            return
        found = np.flatnonzero(np.unpackbits(words[some].view(np.uint8)).view(np.bool_))
        places = some[found >> 6] * 64 + (found & 63)
        people = places // scores.shape[1]
        columns = places - people * scores.shape[1]
        rows = (columns + first).astype(np.int32)
        self._is_cut = False
        self._parts.append((people, rows, scores[people, columns]))

    def cut(self) -> None:
        """Keep the best ``k`` of each person and raise the thresholds."""
        import numpy as np

        if self._is_cut:
            return
        self._is_cut = True
        people, rows, cosines = (
            np.concatenate([part[number] for part in self._parts]) for number in range(3)
        )
        # One key to sort by: person first, then the cosine, best first (it is within -1 and 1).
        order = np.argsort(people * 4.0 - cosines)
        people = people[order]
        counts = np.bincount(people, minlength=self._people)
        firsts = np.cumsum(counts) - counts
        place = np.arange(len(people)) - firsts[people]
        kept = order[place < self._k]
        people = people[place < self._k]
        self._parts = [(people, rows[kept], cosines[kept])]
        full = np.flatnonzero(counts >= self._k)
        self.least[full] = cosines[order[firsts[full] + self._k - 1]]

    def best(self) -> list[Near]:
        """Per person, nearest first."""
        import numpy as np

        self.cut()
        if not self._parts:
            return [nothing_near()] * self._people
        people, rows, cosines = self._parts[0]
        ends = np.cumsum(np.bincount(people, minlength=self._people)).tolist()
        starts = [0, *ends[:-1]]
        return [
            Near(rows[start:end], cosines[start:end])
            for start, end in zip(starts, ends, strict=True)
        ]
