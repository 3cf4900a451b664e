"""Gaps between roles, from dates that state a month; unsure years are left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.resume.model import PartialDate, Resume

NOTABLE_MONTHS = 4
"""Gaps up to three months are ordinary and not worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch without a role; both months are free of work."""

    first: PartialDate
    last: PartialDate
    months: int


def gaps_of(resume: Resume | None, *, today: date) -> tuple[Gap, ...]:
    """Notable gaps, oldest first; overlapping roles and education count as no gap.

    >>> gaps_of(None, today=date(2026, 1, 1))
    ()
    """
    if resume is None:
        return ()
    spans: list[tuple[int, int]] = []
    ranges = [role.dates for work in resume.work for role in work.roles]
    ranges += [item.dates for item in resume.education]
    for dates in ranges:
        if dates is None or dates.start is None:
            continue
        start = _month(dates.start, default=1)
        if dates.is_current:
            end = today.year * 12 + today.month - 1
        elif dates.end is not None:
            # A bare year may reach to its December: a gap is claimed only when it is certain.
            end = _month(dates.end, default=12)
        else:
            end = _month(dates.start, default=12)
        spans.append((start, end))
    spans.sort()
    gaps: list[Gap] = []
    reached: int | None = None
    for start, end in spans:
        if reached is not None and start - reached - 1 >= NOTABLE_MONTHS:
            gaps.append(
                Gap(first=_date(reached + 1), last=_date(start - 1), months=start - reached - 1)
            )
        reached = end if reached is None else max(reached, end)
    return tuple(gaps)


def _month(when: PartialDate, *, default: int) -> int:
    return when.year * 12 + (when.month or default) - 1


def _date(number: int) -> PartialDate:
    return PartialDate(year=number // 12, month=number % 12 + 1)
