"""Rates, impact ratios, intervals, tests and readings of one attribute, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.audit.pool import GroupCount
from domain.audit.power import BENCHMARK, WANTED_POWER, detectable_ratio, power_at
from domain.audit.proportions import ALPHA, cohen_h, compare, holm, ratio_interval, wilson
from domain.audit.readings import SMALLEST_GROUP, Reading, read

MIN_SHARE = 0.02
"""Groups below this share of everybody may be left out of ratios (6 RCNY 5-301)."""

Role = Literal["reference", "compared", "excluded", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One group. Figures that cannot be computed, or that are hidden, are None."""

    label: str
    role: Role
    n: int | None
    selected: int | None
    share: float | None
    """Of everybody with an outcome, those with an unknown group included."""
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    """95 % Wilson interval."""
    ratio: float | None
    """Impact ratio: rate over the highest rate of a known group that is not excluded."""
    ratio_low: float | None
    ratio_high: float | None
    test: Literal["z", "fisher"] | None
    z: float | None
    p: float | None
    p_holm: float | None
    h: float | None
    shortfall: float | None
    """``n p_ref - x``: selections short of the reference's rate, negative when above."""
    to_benchmark: int | None
    """More selections that would bring the ratio to 0.80."""
    power: float | None
    """To see a ratio of 0.80 with these two groups."""
    detectable: float | None
    """The ratio nearest to 1 that is seen with a power of 0.8; None: none is, or one of the groups
    has fewer than 30 people and the approximation says nothing."""
    is_below: bool | None
    is_different: bool | None
    reading: Reading | None
    flips: bool | None
    """One person more or less selected in this group would change the reading."""
    note: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """All groups of one attribute."""

    rows: tuple[GroupRow, ...]
    reference: str | None
    """The compared group with the highest rate; ties: most people, then first in the alphabet."""
    n: int
    unknown: int
    selected: int
    has_hidden: bool = False

    @property
    def compared(self) -> tuple[GroupRow, ...]:
        """Those that have a ratio and are not the reference."""
        return tuple(row for row in self.rows if row.role == "compared")

    @property
    def min_ratio(self) -> float | None:
        """The smallest impact ratio; None with fewer than two groups or no selections."""
        return min((row.ratio for row in self.compared if row.ratio is not None), default=None)

    @property
    def lowest(self) -> GroupRow | None:
        """The group with the smallest ratio."""
        ratios = [row for row in self.compared if row.ratio is not None]
        return min(ratios, key=lambda row: (row.ratio or 0.0, row.label), default=None)

    @property
    def detectable(self) -> float | None:
        """What the best-filled comparison could see."""
        found = [row.detectable for row in self.compared if row.detectable is not None]
        return max(found, default=None)


def group_table(counts: Sequence[GroupCount]) -> GroupTable:
    """The whole table of one attribute.

    A ratio of exactly 0.80 is not below 0.80: it is compared in whole numbers.

    >>> table = group_table((
    ...     GroupCount(label="Female", n=104, selected=24),
    ...     GroupCount(label="Male", n=98, selected=30),
    ... ))
    >>> table.reference, round(table.rows[0].ratio, 3)
    ('Male', 0.754)
    """
    table = _table(counts)
    rows = [
        replace(row, flips=_flips(counts, row)) if row.reading is not None else row
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def smallest_ratio(counts: Sequence[GroupCount]) -> tuple[float, str] | None:
    """The smallest ratio and its group, of known groups with at least 30 people; None under two.

    For slices of a pool (a stage, a month, one criterion), where small groups would be noise.

    >>> smallest_ratio((
    ...     GroupCount(label="a", n=40, selected=10),
    ...     GroupCount(label="b", n=40, selected=20),
    ...     GroupCount(label="c", n=4, selected=0),
    ... ))
    (0.5, 'a')
    """
    rates = {
        one.label: one.selected / one.n
        for one in counts
        if one.label is not None and one.n >= SMALLEST_GROUP
    }
    highest = max(rates.values(), default=0.0)
    if len(rates) < 2 or highest == 0:
        return None
    lowest = min(rates, key=lambda label: (rates[label], label))
    return rates[lowest] / highest, lowest


def _flips(counts: Sequence[GroupCount], row: GroupRow) -> bool:
    """The one-person flip test."""
    for step in (1, -1):
        changed = [
            replace(one, selected=one.selected + step) if one.label == row.label else one
            for one in counts
        ]
        if any(not 0 <= one.selected <= one.n for one in changed):
            continue
        again = next(one for one in _table(changed).rows if one.label == row.label)
        if _stands(again) != _stands(row):
            return True
    return False


def _stands(row: GroupRow) -> Reading | None:
    """The reading; a group that became the reference is at the benchmark by definition."""
    return Reading.ABOVE if row.role == "reference" else row.reading


def _table(counts: Sequence[GroupCount]) -> GroupTable:
    present = [one for one in counts if one.n > 0]
    n = sum(one.n for one in present)
    known = [one for one in present if one.label is not None and one.n >= MIN_SHARE * n]
    reference = min(
        known, key=lambda one: (-one.selected / one.n, -one.n, one.label or ""), default=None
    )
    if len(known) < 2:
        reference = None
    rows = [_row(one, n=n, reference=reference, is_known=one in known) for one in present]
    return GroupTable(
        rows=tuple(_adjusted(rows)),
        reference=reference.label if reference is not None else None,
        n=n,
        unknown=sum(one.n for one in present if one.label is None),
        selected=sum(one.selected for one in present),
    )


def _row(one: GroupCount, *, n: int, reference: GroupCount | None, is_known: bool) -> GroupRow:
    low, high = wilson(one.selected, one.n)
    plain = GroupRow(
        label=one.label if one.label is not None else "Not stated",
        role="unknown" if one.label is None else "compared" if is_known else "excluded",
        n=one.n,
        selected=one.selected,
        share=one.n / n,
        rate=one.selected / one.n,
        rate_low=low,
        rate_high=high,
        ratio=None,
        ratio_low=None,
        ratio_high=None,
        test=None,
        z=None,
        p=None,
        p_holm=None,
        h=None,
        shortfall=None,
        to_benchmark=None,
        power=None,
        detectable=None,
        is_below=None,
        is_different=None,
        reading=None,
        flips=None,
    )
    if one.label is None:
        return replace(plain, note="no ratio: the group is not known")
    if not is_known:
        return replace(plain, note=f"no ratio: under {MIN_SHARE:.0%} of everybody")
    if reference is None:
        return replace(plain, note="no ratio: only one group to compare")
    if reference.selected == 0:
        return replace(plain, note="no ratio: nobody was selected in any group")
    if one is reference:
        return replace(plain, role="reference", ratio=1.0, is_below=False)
    return _compared(plain, one, reference=reference)


def _compared(plain: GroupRow, one: GroupCount, *, reference: GroupCount) -> GroupRow:
    pair = (one.selected, one.n, reference.selected, reference.n)
    span, tested = ratio_interval(*pair), compare(*pair)
    rate, rate_ref = one.selected / one.n, reference.selected / reference.n
    # 4 x_ref n / (5 n_ref), rounded up: exact, where 0.8 as a float is not
    wanted = -(-4 * reference.selected * one.n // (5 * reference.n))
    return replace(
        plain,
        ratio=rate / rate_ref,
        ratio_low=span[0] if span is not None else None,
        ratio_high=span[1] if span is not None else None,
        test=tested.kind if tested is not None else None,
        z=tested.z if tested is not None else None,
        p=tested.p if tested is not None else None,
        h=cohen_h(rate, rate_ref),
        shortfall=one.n * rate_ref - one.selected,
        to_benchmark=max(0, wanted - one.selected),
        power=power_at(BENCHMARK, n=one.n, n_ref=reference.n, rate_ref=rate_ref),
        detectable=detectable_ratio(n=one.n, n_ref=reference.n, rate_ref=rate_ref)
        if min(one.n, reference.n) >= SMALLEST_GROUP
        else None,
        is_below=5 * one.selected * reference.n < 4 * reference.selected * one.n,
    )


def _adjusted(rows: Sequence[GroupRow]) -> list[GroupRow]:
    """The test adjusted for the number of groups, and the reading that follows."""
    tested = [row for row in rows if row.p is not None]
    adjusted = holm([row.p for row in tested if row.p is not None])
    by_label = dict(zip((row.label for row in tested), adjusted, strict=True))
    smallest = next((row.n for row in rows if row.role == "reference"), None)
    done = []
    for row in rows:
        p = by_label.get(row.label) if row.p is not None else None
        if p is None:
            done.append(row)
            continue
        is_different = p <= ALPHA
        is_enough = (
            min(row.n or 0, smallest or 0) >= SMALLEST_GROUP and (row.power or 0) >= WANTED_POWER
        )
        reading = read(is_below=bool(row.is_below), is_different=is_different, is_enough=is_enough)
        done.append(replace(row, p_holm=p, is_different=is_different, reading=reading))
    return done
