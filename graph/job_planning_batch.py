"""One batch of people against all postings: which pass, why the others do not, the nearest.

Only arithmetic over packed bits and vectors, to be run in a worker thread: most of the time goes
to operations that let other threads run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.matching.model import Gate
from domain.matching.ranking import GATE_ORDER
from graph.job_planning_masks import FACET_GATES, WORD, Facets, GateMasks
from graph.job_planning_vectors import Near, RowVectors, nearest, nothing_near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Vectors = NDArray[np.float32]

TOGETHER = 512
"""People multiplied at once; with half as many a product costs a tenth more per person."""
_COUNTED_BYTES = 96 * 1024  # of one gate's masks, so that all of them stay in the cache


class RowSearch(NamedTuple):
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


class RowAnswer(NamedTuple):
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
    for at in range(0, len(order), TOGETHER):
        numbers = order[at : at + TOGETHER]
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
    counts: dict[int, GateCounts] = {}
    step = max(4, _COUNTED_BYTES // max(width, 1))
    # People who wish nothing of a gate stand together: where nobody does, it is left out.
    order = sorted(range(len(batch)), key=lambda number: _is_wishing(batch[number].facets))
    for at in range(0, len(batch), step):
        some = order[at : at + step]
        part = [batch[number] for number in some]
        looked_at = eligible_after(part, masks, start)
        failing = failing_of(part, masks=masks, today=today, start=start)
        numbers = counted(looked_at, failing, other=other_fields(part, masks, start))
        counts.update(zip(some, numbers, strict=True))
        # What is left of the rows looked at after every gate took its own.
        eligible[some] = looked_at
    skipped = [
        clear_bits(eligible[number], search.skip, start) for number, search in enumerate(batch)
    ]
    eligible &= vectors.known(start=start, stop=start + max(width, 0) * 8)
    with_vector = [number for number, search in enumerate(batch) if search.vector is not None]
    near = [nothing_near()] * len(batch)
    if with_vector and vectors.dimension and width > 0:
        queries = np.stack([v for s in batch if (v := s.vector) is not None])
        allowed = eligible if len(with_vector) == len(batch) else eligible[with_vector]
        found = nearest(queries, vectors, allowed, start=start, k=k)
        for number, one in zip(with_vector, found, strict=True):
            near[number] = one
    return [
        RowAnswer(counts[number], one, cleared)
        for number, (one, cleared) in enumerate(zip(near, skipped, strict=True))
    ]


def eligible_after(batch: Sequence[RowSearch], masks: GateMasks, start: int) -> Bits:
    """Per person the rows to look at: open, and from the person's first row on."""
    import numpy as np

    alive = masks.alive[start // 8 :]
    looked_at = np.tile(alive, (len(batch), 1))
    for number, search in enumerate(batch):
        if search.first == start:
            continue
        bytes_before, bits_before = divmod(search.first - start, 8)
        looked_at[number, :bytes_before] = 0
        if bits_before and bytes_before < looked_at.shape[1]:
            looked_at[number, bytes_before] &= 0xFF >> bits_before
    return looked_at


def failing_of(
    batch: Sequence[RowSearch], *, masks: GateMasks, today: date, start: int
) -> dict[Gate, Bits]:
    """Per gate and person the rows that fail it, without gates that fail nothing for anybody."""
    import numpy as np

    width = len(masks.alive) - start // 8
    facets = [search.facets for search in batch]
    failing: dict[Gate, Bits] = {}
    for gate in GATE_ORDER:
        if gate is Gate.EXPIRED:
            expired = masks.expired(today, start=start)
            if expired.any():
                failing[gate] = np.broadcast_to(expired, (len(batch), width))
        elif gate in FACET_GATES:
            each = masks.failing_each(gate, facets, start=start)
            if each is not None:
                failing[gate] = each
    if any(search.hidden for search in batch):
        hidden = np.zeros((len(batch), width), dtype=np.uint8)
        for number, search in enumerate(batch):
            set_bits(hidden[number], search.hidden, start)
        failing[Gate.HIDDEN] = hidden
    return failing


def exclude(looked_at: Bits, failing: Mapping[Gate, Bits]) -> None:
    """Leave of the rows looked at those that no gate excludes."""
    for bits in failing.values():
        looked_at &= ~bits


def counted(
    looked_at: Bits, failing: Mapping[Gate, Bits], *, other: Bits | None
) -> list[GateCounts]:
    """What each gate takes of the rows looked at; afterwards ``looked_at`` holds the eligible.

    The first failing gate counts, as in :meth:`graph.job_catalogue.JobCatalogue.admit`.

    Args:
        looked_at: per person.
        failing: per gate and person.
        other: per person the rows of another field; None when nobody's field is known.
    """
    import numpy as np

    left = looked_at.view(np.uint64)
    gates = [gate for gate in GATE_ORDER if gate in failing]
    words = [failing[gate].view(np.uint64) for gate in gates]
    once, twice, room = np.zeros_like(left), np.zeros_like(left), np.empty_like(left)
    considered = _ones(left)
    taken = [np.zeros_like(considered)]
    for bits in words:
        np.bitwise_and(once, bits, out=room)
        twice |= room
        once |= bits
        np.bitwise_and(once, left, out=room)
        taken.append(_ones(room))
    # Rows looked at that exactly one gate takes: it would open them.
    twice ^= once
    twice &= left
    opened = [_ones(np.bitwise_and(bits, twice, out=room)) for bits in words]
    left &= ~once
    others = taken[0] if other is None else _ones(other.view(np.uint64) & left)
    firsts = np.diff(np.array(taken), axis=0).T.tolist()
    opens = np.array(opened).T.tolist() if opened else firsts
    return [
        GateCounts(
            considered=all_of_them,
            eligible=all_of_them - excluded,
            excluded_by={gate: n for gate, n in zip(gates, first, strict=True) if n},
            opened_by={gate: n for gate, n in zip(gates, only, strict=True) if n},
            other_field=another,
        )
        for all_of_them, excluded, first, only, another in zip(
            considered.tolist(), taken[-1].tolist(), firsts, opens, others.tolist(), strict=True
        )
    ]


def other_fields(batch: Sequence[RowSearch], masks: GateMasks, start: int) -> Bits | None:
    """Per person the rows of an occupation that has nothing in common with the person's."""
    return masks.other_field_each([search.families for search in batch], start=start)


def only_failing(failing: Mapping[Gate, Bits], gate: Gate, looked_at: Bits) -> Bits:
    """Of the rows looked at, those that fail this gate and no other."""
    if gate not in failing:
        return looked_at ^ looked_at
    only = looked_at & failing[gate]
    exclude(only, {other: bits for other, bits in failing.items() if other is not gate})
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


def _is_wishing(facets: Facets) -> tuple[bool, bool]:
    exclude, _, _, _, floor = facets
    return bool(exclude), floor is not None


def _ones(bits: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Set bits per line."""
    import numpy as np

    # Adding up in 32 bits takes half as long as in 64.
    numbers: NDArray[np.int64] = np.bitwise_count(bits).sum(axis=1, dtype=np.uint32).astype("i8")
    return numbers
