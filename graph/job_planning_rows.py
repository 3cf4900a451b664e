"""The plan of many people over rows: what is new for each, and what is open and was never shown.

Every person's nearest rows are kept in memory, half as many again as a plan needs. As long as
enough of them are left, a plan looks only at the rows that came since: new rows are merged in, and
the outcome is that of a pass over everything. When too many of them were shown or have closed, or
when the person's wishes or words changed, that person is compared with everything again.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from domain.matching.model import Gate
from graph.job_catalogue import JobCatalogue
from graph.job_planning_batch import (
    GateCounts,
    RowAnswer,
    RowSearch,
    answer,
    clear_bits,
    counted,
    eligible_after,
    exclude,
    failing_of,
    only_failing,
    other_fields,
)
from graph.job_planning_masks import Facets, GateMasks
from graph.job_planning_memory import BoundedMemory
from graph.job_planning_threads import multiply_on_one_thread
from graph.job_planning_vectors import Near, RowVectors, nearest, nothing_near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Vectors = NDArray[np.float32]

CANDIDATES = 40
"""Nearest rows that a plan gives per person, new ones and open ones each."""
KEPT = 64
"""Nearest rows remembered per person: 24 may be shown or close before all is compared again."""
_NO_COUNTS = GateCounts(considered=0, eligible=0, excluded_by={}, opened_by={})
_COUNTED_TOGETHER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRows:
    """What a plan needs to know of one person."""

    key: Hashable
    """Whose nearest rows to remember; None remembers nothing."""
    signature: Hashable
    """Changes when the person's vector or facets do."""
    facets: Facets
    vector: Vectors | None
    hidden: Sequence[int]
    skip: Sequence[int]
    first_new: int
    only_new: bool = False
    families: frozenset[str] = frozenset()
    """Occupations; empty when not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRows:
    """One person's plan."""

    new: Near
    open: Near
    """Rows from before ``first_new``, without those to skip."""
    everything: GateCounts
    """Over all rows; nothing where it was not asked for."""
    new_counts: GateCounts
    new_skipped: int
    """Eligible new rows that were to be skipped."""


@dataclass(frozen=True, slots=True)
class _Kept:
    signature: Hashable
    end: int
    """Rows before this one were compared."""
    rows: bytes
    cosines: bytes
    is_all: bool
    """No further row was eligible."""


class RowPlanner:
    """Plans over one catalogue, as far as its masks have followed and its vectors are known.

    One call at a time, in a worker thread; the owner sees to that.
    """

    def __init__(self, catalogue: JobCatalogue, *, remembered_people: int = 120_000) -> None:
        """Args: remembered_people: whose nearest rows are kept, about 700 bytes each."""
        multiply_on_one_thread()
        self.masks = GateMasks(catalogue)
        self.vectors = RowVectors()
        self._kept: BoundedMemory[_Kept] = BoundedMemory(max_bytes=remembered_people * 1000)

    def plan(
        self, people: Sequence[PersonRows], *, today: date, count_everything: bool
    ) -> list[PlannedRows]:
        """Everybody's plan, in the order given.

        Args:
            people: may have different cursors; those with similar ones share the work best.
            today: the day on which postings are judged.
            count_everything: also count what the gates exclude among all rows, for people who
                are compared with new rows only.
        """
        size = self.masks.size
        kept = [None if one.only_new else self._kept_of(one) for one in people]
        starts: dict[tuple[int, int], None] = {}
        for number, (one, known) in enumerate(zip(people, kept, strict=True)):
            if known is not None:
                starts[number, known.end] = None
            elif not one.only_new:
                starts[number, 0] = None
            starts[number, one.first_new] = None
        answers = self._answers(people, [pair for pair in starts if pair[1] < size], today)
        closest: dict[int, Near] = {}
        again: list[tuple[int, int]] = []
        merged: dict[int, _Kept] = {}
        for number, known in enumerate(kept):
            if known is not None:
                later = answers.get((number, known.end))
                merged[number] = self._merged(known, later.near if later else None)
        good = self._still_good(merged, people, today)
        for (number, known), near in zip(merged.items(), good, strict=True):
            if len(near) < CANDIDATES and not known.is_all:
                again.append((number, 0))
            else:
                closest[number] = near
                self._keep(people[number], known)
        answers.update(self._answers(people, again, today))
        planned: list[PlannedRows] = []
        for number, one in enumerate(people):
            full = answers.get((number, 0))
            if full is not None and not one.only_new:
                closest[number] = full.near
                is_all = len(full.near) < KEPT
                near = full.near
                self._keep(
                    one,
                    _Kept(one.signature, size, near.rows.tobytes(), near.cosines.tobytes(), is_all),
                )
            new = answers.get((number, one.first_new))
            everything = full.counts if full is not None else _NO_COUNTS
            planned.append(_planned(one, new, closest.get(number), everything))
        if count_everything:
            self._count_everything(people, planned, today)
        return planned

    def eligible_unplaced(self, person: PersonRows, *, today: date) -> Flags:
        """Eligible rows that no comparison reaches: without a vector, or for want of the person's.

        Rows to skip, and before ``first_new`` when only new ones are wanted, are left out.
        """
        import numpy as np

        first = person.first_new if person.only_new else 0
        search = _search(person, 0)
        left = eligible_after([search], self.masks, 0)
        exclude(left, failing_of([search], masks=self.masks, today=today, start=0))
        if person.vector is not None:
            left &= ~self.vectors.known(start=0, stop=left.shape[1] * 8)
        clear_bits(left[0], person.skip, 0)
        flags = np.unpackbits(left[0], count=self.masks.size).view(np.bool_)
        flags[:first] = False
        return flags

    def kept_back(
        self, person: PersonRows, gate: Gate, *, today: date, limit: int
    ) -> tuple[Near, int]:
        """Rows from ``first_new`` on that only ``gate`` excludes: the nearest, and how many."""
        import numpy as np

        search = _search(person, 0)
        looked_at = eligible_after([_search(person, person.first_new)], self.masks, 0)
        failing = failing_of([search], masks=self.masks, today=today, start=0)
        only = only_failing(failing, gate, looked_at)
        rows = np.flatnonzero(np.unpackbits(only[0], count=self.masks.size))
        if person.vector is None or not self.vectors.dimension:
            near = Near(rows[-limit:][::-1].astype(np.int32), np.zeros(0, dtype=np.float32))
        else:
            placed = only & self.vectors.known(start=0, stop=only.shape[1] * 8)
            near = nearest(person.vector[None, :], self.vectors, placed, start=0, k=limit)[0]
            missing = [row for row in rows[::-1][: limit * 2] if row not in near.rows]
            fill = np.array(missing[: limit - len(near)], dtype=np.int32)
            near = Near(np.concatenate([near.rows, fill]), near.cosines)
        return near, len(rows)

    def is_compared_with_new_only(self, person: PersonRows) -> bool:
        """Whether the next plan needs no pass over everything for this person, as far as known."""
        return person.only_new or self._kept_of(person) is not None

    def _answers(
        self, people: Sequence[PersonRows], wanted: Sequence[tuple[int, int]], today: date
    ) -> dict[tuple[int, int], RowAnswer]:
        # A pass over everything and one over new rows must not share a multiplication.
        size = self.masks.size
        found: dict[tuple[int, int], RowAnswer] = {}
        for is_near_the_end in (False, True):
            some = [pair for pair in wanted if (2 * pair[1] > size) is is_near_the_end]
            searches = [_search(people[number], first) for number, first in some]
            k = CANDIDATES if all(people[number].only_new for number, _ in some) else KEPT
            answers = answer(searches, masks=self.masks, vectors=self.vectors, today=today, k=k)
            found.update(zip(some, answers, strict=True))
        return found

    def _kept_of(self, person: PersonRows) -> _Kept | None:
        known = self._kept.get(person.key) if person.key is not None else None
        return known if known is not None and known.signature == person.signature else None

    def _keep(self, person: PersonRows, kept: _Kept) -> None:
        if person.key is not None:
            self._kept.keep(person.key, kept, size=8 * KEPT)

    def _merged(self, kept: _Kept, later: Near | None) -> _Kept:
        """The nearest of both; exact, as either has the nearest of its rows."""
        import numpy as np

        end = self.masks.size
        if later is None or len(later) == 0:
            return _Kept(kept.signature, end, kept.rows, kept.cosines, kept.is_all)
        cosines = np.frombuffer(kept.cosines, dtype=np.float32)
        if len(cosines) == KEPT and later.cosines[0] <= cosines[-1]:
            return _Kept(kept.signature, end, kept.rows, kept.cosines, is_all=False)
        together = np.concatenate([cosines, later.cosines])
        best = (-together).argsort(kind="stable")[:KEPT]
        rows = np.concatenate([np.frombuffer(kept.rows, dtype=np.int32), later.rows])[best]
        is_all = kept.is_all and len(together) <= KEPT and len(later) < KEPT
        return _Kept(kept.signature, end, rows.tobytes(), together[best].tobytes(), is_all)

    def _still_good(
        self, kept: Mapping[int, _Kept], people: Sequence[PersonRows], today: date
    ) -> list[Near]:
        """Of the rows kept of each person, those still open and not shown meanwhile."""
        import numpy as np

        if not kept:
            return []
        rows = np.frombuffer(b"".join(one.rows for one in kept.values()), dtype=np.int32)
        cosines = np.frombuffer(b"".join(one.cosines for one in kept.values()), dtype=np.float32)
        places = np.repeat(np.arange(len(kept)), [len(one.rows) // 4 for one in kept.values()])
        good = (self.masks.alive & ~self.masks.expired(today))[rows >> 3]
        flags = (good >> (7 - (rows & 7)).astype(np.uint8) & 1).astype(np.bool_)
        size = self.masks.size
        gone = [
            place * size + row
            for place, number in enumerate(kept)
            for part in (people[number].skip, people[number].hidden)
            for row in part
        ]
        if gone:
            flags &= ~np.isin(places * size + rows, np.array(gone, dtype=np.int64))
        ends = np.cumsum(np.bincount(places[flags], minlength=len(kept))).tolist()
        rows, cosines = rows[flags], cosines[flags]
        return [
            Near(rows[start:end], cosines[start:end])
            for start, end in zip([0, *ends[:-1]], ends, strict=True)
        ]

    def _count_everything(
        self, people: Sequence[PersonRows], planned: list[PlannedRows], today: date
    ) -> None:
        uncounted = [n for n, one in enumerate(planned) if one.everything is _NO_COUNTS]
        for at in range(0, len(uncounted), _COUNTED_TOGETHER):
            some = uncounted[at : at + _COUNTED_TOGETHER]
            searches = [_search(people[number], 0) for number in some]
            looked_at = eligible_after(searches, self.masks, 0)
            failing = failing_of(searches, masks=self.masks, today=today, start=0)
            others = other_fields(searches, self.masks, 0)
            for number, counts in zip(some, counted(looked_at, failing, other=others), strict=True):
                planned[number] = replace(planned[number], everything=counts)


def _search(person: PersonRows, first: int) -> RowSearch:
    return RowSearch(
        person.facets, person.hidden, person.skip, person.vector, first, person.families
    )


def _planned(
    person: PersonRows, new: RowAnswer | None, near: Near | None, everything: GateCounts
) -> PlannedRows:
    opened = nothing_near()
    if near is not None and person.first_new > 0:
        older = near.rows < person.first_new
        opened = Near(near.rows[older][:CANDIDATES], near.cosines[older][:CANDIDATES])
    return PlannedRows(
        new=nothing_near() if new is None else new.near.first(CANDIDATES),
        open=opened,
        everything=everything,
        new_counts=_NO_COUNTS if new is None else new.counts,
        new_skipped=0 if new is None else new.skipped,
    )
