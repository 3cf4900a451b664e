"""One batch of people against all postings: which pass, why the others do not, the nearest.

Only arithmetic over packed bits and vectors, to be run in a worker thread: most of the time goes
to operations that let other threads run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from domain.matching.model import Gate
from domain.matching.ranking import GATE_ORDER
from graph.job_planning_masks import FACET_GATES, WORD, Facets, GateMasks
from graph.job_planning_vectors import Near, RowVectors, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Vectors = NDArray[np.float32]

_TOGETHER = 256  # people multiplied at once
_COUNTED_BYTES = 96 * 1024  # of one gate's masks, so that all of them stay in the cache


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSearch:
    """One person's question to the rows from ``first`` on."""

    facets: Facets
    hidden: Sequence[int]
    """Rows the person hid."""
    skip: Sequence[int]
    """Rows that may not be found, without counting as excluded."""
    vector: Vectors | None
    """Of unit length; None finds nothing near."""
    first: int = 0
    families: frozenset[str] = frozenset()
    """Occupations of the person; empty when they are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCounts:
    """What the gates did to some rows."""

    considered: int
    eligible: int
    excluded_by: Mapping[Gate, int]
    """By the first gate that fails."""
    opened_by: Mapping[Gate, int]
    """By the only gate that fails."""
    other_field: int = 0
    """Eligible rows of an occupation that has nothing in common with the person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """What the rows gave."""

    counts: GateCounts
    near: Near
    skipped: int
    """Eligible rows that were to be skipped."""


def answer(
    searches: Sequence[RowSearch],
    *,
    masks: GateMasks,
    vectors: RowVectors,
    today: date,
    k: int,
) -> list[RowAnswer]:
    """Every search's counts and ``k`` nearest, in the order asked.

    Searches that begin at about the same row share a multiplication from the first of them on.
    """
    order = sorted(range(len(searches)), key=lambda number: searches[number].first)
    found: dict[int, RowAnswer] = {}
    for at in range(0, len(order), _TOGETHER):
        numbers = order[at : at + _TOGETHER]
        batch = [searches[number] for number in numbers]
        answers = _answer_batch(batch, masks=masks, vectors=vectors, today=today, k=k)
        found.update(zip(numbers, answers, strict=True))
    return [found[number] for number in range(len(searches))]


def _answer_batch(
    batch: Sequence[RowSearch],
    *,
    masks: GateMasks,
    vectors: RowVectors,
    today: date,
    k: int,
) -> list[RowAnswer]:
    import numpy as np

    start = batch[0].first // WORD * WORD
    width = len(masks.alive) - start // 8
    eligible = np.zeros((len(batch), max(width, 0)), dtype=np.uint8)
    counts: list[GateCounts] = []
    step = max(4, _COUNTED_BYTES // max(width, 1))
    for at in range(0, len(batch), step):
        part = batch[at : at + step]
        looked_at = eligible_after(part, masks, start)
        failing = failing_of(part, masks=masks, today=today, start=start)
        numbers = counted(looked_at, failing)
        counts += with_other_fields(numbers, part, looked_at, masks=masks, start=start)
        # What is left of the rows looked at after every gate took its own.
        eligible[at : at + step] = looked_at
    skipped = [
        clear_bits(eligible[number], search.skip, start) for number, search in enumerate(batch)
    ]
    eligible &= vectors.known(start=start, stop=start + max(width, 0) * 8)
    with_vector = [number for number, search in enumerate(batch) if search.vector is not None]
    nothing = Near(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
    near = [nothing] * len(batch)
    if with_vector and vectors.dimension and width > 0:
        queries = np.stack([v for s in batch if (v := s.vector) is not None])
        allowed = eligible if len(with_vector) == len(batch) else eligible[with_vector]
        found = nearest(queries, vectors, allowed, start=start, k=k)
        for number, one in zip(with_vector, found, strict=True):
            near[number] = one
    return [
        RowAnswer(counts=c, near=n, skipped=s)
        for c, n, s in zip(counts, near, skipped, strict=True)
    ]


def eligible_after(batch: Sequence[RowSearch], masks: GateMasks, start: int) -> Bits:
    """Per person the rows to look at: open, and from the person's first row on."""
    import numpy as np

    alive = masks.alive[start // 8 :]
    looked_at = np.tile(alive, (len(batch), 1))
    for number, search in enumerate(batch):
        bytes_before, bits_before = divmod(search.first - start, 8)
        looked_at[number, :bytes_before] = 0
        if bits_before and bytes_before < looked_at.shape[1]:
            looked_at[number, bytes_before] &= 0xFF >> bits_before
    return looked_at


def failing_of(
    batch: Sequence[RowSearch], *, masks: GateMasks, today: date, start: int
) -> dict[Gate, Bits]:
    """Per gate and person the rows that fail it."""
    import numpy as np

    width = len(masks.alive) - start // 8
    facets = [search.facets for search in batch]
    failing: dict[Gate, Bits] = {}
    for gate in GATE_ORDER:
        if gate is Gate.EXPIRED:
            failing[gate] = masks.expired(today, start=start)[None, :]
        elif gate in FACET_GATES:
            failing[gate] = masks.failing_each(gate, facets, start=start)
    hidden = np.zeros((len(batch), width), dtype=np.uint8)
    for number, search in enumerate(batch):
        set_bits(hidden[number], search.hidden, start)
    failing[Gate.HIDDEN] = hidden
    return failing


def counted(
    looked_at: Bits, failing: Mapping[Gate, Bits], *, is_counted: bool = True
) -> list[GateCounts]:
    """What each gate takes of the rows looked at; afterwards ``looked_at`` holds the eligible.

    The first failing gate counts, as in :meth:`graph.job_catalogue.JobCatalogue.admit`.
    """
    import numpy as np

    people = len(looked_at)
    left = looked_at.view(np.uint64)
    words = {gate: failing[gate].view(np.uint64) for gate in GATE_ORDER}
    if not is_counted:
        for gate in GATE_ORDER:
            left &= ~words[gate]
        return [
            GateCounts(considered=0, eligible=int(number), excluded_by={}, opened_by={})
            for number in _ones(left)
        ]
    considered = _ones(left)
    everything = left.copy()
    once = np.zeros_like(left)
    twice = np.zeros_like(left)
    first: dict[Gate, Sequence[int]] = {}
    for gate in GATE_ORDER:
        faults = words[gate] & everything
        first[gate] = _ones(faults & left)
        twice |= once & faults
        once |= faults
        left &= ~faults
    eligible = _ones(left)
    # Rows that fail twice are set for every gate that takes them: less those, one gate is left.
    only = once & ~twice
    opened = {gate: _ones(words[gate] & only) for gate in GATE_ORDER}
    return [
        GateCounts(
            considered=int(considered[number]),
            eligible=int(eligible[number]),
            excluded_by={g: n for g in GATE_ORDER if (n := int(first[g][number]))},
            opened_by={g: n for g in GATE_ORDER if (n := int(opened[g][number]))},
        )
        for number in range(people)
    ]


def with_other_fields(
    counts: Sequence[GateCounts],
    batch: Sequence[RowSearch],
    eligible: Bits,
    *,
    masks: GateMasks,
    start: int,
) -> list[GateCounts]:
    """The counts with the number of eligible rows that are another occupation."""
    import numpy as np

    if len(batch) == 0:
        return []
    lines = {f: masks.other_field(f)[start // 8 :] for f in {one.families for one in batch}}
    others = np.array([lines[one.families] for one in batch])
    numbers = _ones((others & eligible).view(np.uint64))
    return [
        GateCounts(
            considered=one.considered,
            eligible=one.eligible,
            excluded_by=one.excluded_by,
            opened_by=one.opened_by,
            other_field=number,
        )
        for one, number in zip(counts, numbers, strict=True)
    ]


def only_failing(failing: Mapping[Gate, Bits], gate: Gate, looked_at: Bits) -> Bits:
    """Of the rows looked at, those that fail this gate and no other."""
    only = looked_at & failing[gate]
    for other in GATE_ORDER:
        if other is not gate:
            only &= ~failing[other]
    return only


def set_bits(bits: Bits, rows: Sequence[int], start: int) -> None:
    """Set the bits of rows; those before ``start`` are left out."""
    for row in rows:
        if row >= start:
            bits[(row - start) >> 3] |= 0x80 >> ((row - start) & 7)


def clear_bits(bits: Bits, rows: Sequence[int], start: int) -> int:
    """Clear the bits of rows, leaving out those before ``start``; returns how many were set."""
    cleared = 0
    for row in rows:
        if row >= start:
            at, bit = (row - start) >> 3, 0x80 >> ((row - start) & 7)
            if bits[at] & bit:
                cleared += 1
                bits[at] &= 0xFF ^ bit
    return cleared


def _ones(bits: NDArray[np.uint64]) -> Sequence[int]:
    import numpy as np

    numbers: list[int] = np.bitwise_count(bits).sum(axis=1, dtype=np.int64).tolist()
    return numbers
