"""How long someone worked: months in the union of role intervals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.resume.model import DateRange, Resume


def years_of_experience(resume: Resume, *, today: date) -> float:
    """Years worked, to one decimal; overlaps count once, gaps do not count.

    Roles without a start, or with a start and no end, add nothing: their length is not stated.
    """
    roles = (role for work in resume.work for role in work.roles)
    return round(months_in_union((r.dates for r in roles), today=today) / 12, 1)


def months_in_union(ranges: Iterable[DateRange | None], *, today: date) -> int:
    """Whole months covered by at least one of ``ranges``; nothing after ``today`` counts."""
    intervals = sorted(
        interval for dates in ranges if dates and (interval := interval_of(dates, today=today))
    )
    total, reach = 0, 0
    for start, end in intervals:
        begin = max(start, reach)
        if end > begin:
            total += end - begin
            reach = end
    return total


def interval_of(dates: DateRange, *, today: date) -> tuple[int, int] | None:
    """First month and the month after the last, counted from year 0; None when not stated.

    A range of bare years runs from January to January, because "2019 - 2021" is about two years.
    """
    if dates.start is None:
        return None
    now = today.year * 12 + today.month
    start = dates.start.year * 12 + (dates.start.month or 1) - 1
    if dates.is_current:
        end = now
    elif dates.end is None:
        return None
    elif dates.end.month is not None:
        end = dates.end.year * 12 + dates.end.month
    else:
        same_year = dates.end.year == dates.start.year
        end = dates.end.year * 12 + (12 if same_year else 0)
    end = min(end, now)
    return (start, end) if end > start else None
