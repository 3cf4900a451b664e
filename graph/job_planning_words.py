"""Rows that name a word that somebody excluded, found once per word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.eligibility.gates import exclusion_pattern
from domain.job_text import content_words
from graph.job_catalogue import JobCatalogue
from graph.job_planning_memory import BoundedMemory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The names of some rows in one text, so that a word is found by one search over all."""

    end: int
    """The row after the last."""
    text: str
    """In lower case, one name per line; only names in plain ASCII."""
    starts: list[int]
    rows: list[int]
    others: list[int]
    """Rows whose names need the pattern itself: beyond ASCII, case is not one to one."""


class ExcludedWords:
    """The same rows as the catalogue finds for excluded words, phrase by phrase."""

    def __init__(self, catalogue: JobCatalogue, *, max_bytes: int) -> None:
        self._catalogue = catalogue
        self._parts: list[_Names] = []
        self._found: BoundedMemory[tuple[int, Rows]] = BoundedMemory(max_bytes=max_bytes)

    @property
    def _end(self) -> int:
        return self._parts[-1].end if self._parts else 0

    def follow(self, size: int) -> None:
        """Take over the names of new rows, up to ``size``."""
        first = self._end
        names = self._catalogue.names[first:size]
        plain = [number for number, name in enumerate(names) if name.isascii()]
        starts: list[int] = []
        at = 0
        for number in plain:
            starts.append(at)
            at += len(names[number]) + 1
        others = set(range(len(names))).difference(plain)
        self._parts.append(
            _Names(
                end=first + len(names),
                text="\n".join(names[number] for number in plain).lower(),
                starts=starts,
                rows=[first + number for number in plain],
                others=sorted(first + number for number in others),
            )
        )

    def failing(self, words: tuple[str, ...], *, start: int, size: int) -> NDArray[np.bool_]:
        """Flags of the rows from ``start`` to ``size`` that name one of the words."""
        import numpy as np

        flags = np.zeros(size - start, dtype=np.bool_)
        for phrase in words:
            if phrase.strip():
                rows = self._rows_naming(phrase)
                flags[rows[rows >= start] - start] = True
        return flags

    def _rows_naming(self, phrase: str) -> Rows:
        import numpy as np

        end = self._end
        seen, known = self._found.get(phrase) or (0, np.zeros(0, dtype=np.int32))
        if seen == end:
            return known
        pattern = exclusion_pattern((phrase,))
        fresh = set() if pattern is None else set(self._search(pattern, phrase, since=seen))
        word = phrase.strip().lower()
        if content_words(phrase) == [word]:
            # The catalogue may have grown since these rows were followed.
            fresh.update(row for row in self._catalogue.rows_saying(word, start=seen) if row < end)
        known = np.concatenate([known, np.array(sorted(fresh), dtype=np.int32)])
        self._found.keep(phrase, (end, known), size=known.nbytes)
        return known

    def _search(self, pattern: re.Pattern[str], phrase: str, *, since: int) -> Iterator[int]:
        names = self._catalogue.names
        longest = max(phrase.split(), key=len).lower()
        for part in self._parts:
            if part.end <= since:
                continue
            candidates = set(part.others)
            if phrase.isascii() and "|" not in phrase:
                candidates.update(_lines_with(part, longest))
            else:
                candidates.update(part.rows)
            yield from (row for row in candidates if pattern.search(names[row]))


def _lines_with(part: _Names, word: str) -> Iterator[int]:
    at = part.text.find(word)
    while at >= 0:
        line = bisect_right(part.starts, at) - 1
        yield part.rows[line]
        following = line + 1
        at = part.text.find(word, part.starts[following]) if following < len(part.starts) else -1
