"""Dates and durations in words."""

from __future__ import annotations

from datetime import date

from domain.resume.model import DateRange, PartialDate
from graph.wording.regions import reading_locale


def partial_date_words(when: PartialDate) -> str:
    """A date as exact as it is known.

    >>> partial_date_words(PartialDate(year=2024, month=3))
    'March 2024'
    """
    if when.month is None:
        return str(when.year)
    from babel.dates import format_date

    return format_date(date(when.year, when.month, 1), "MMMM yyyy", locale="en")


def range_words(dates: DateRange | None) -> str:
    """When something was; what the source drew where it could not be read as dates.

    >>> range_words(None)
    'dates not stated'
    """
    if dates is None:
        return "dates not stated"
    if dates.start is None and dates.end is None:
        return dates.raw.text
    start = partial_date_words(dates.start) if dates.start else "start not stated"
    if dates.is_current:
        return f"{start} – now"
    if dates.end is None:
        return start
    return f"{start} – {partial_date_words(dates.end)}"


def day_words(day: date, *, locale: str | None = None) -> str:
    """A calendar day in the region's order.

    >>> day_words(date(2026, 11, 2))
    'Nov 2, 2026'
    """
    from babel.dates import format_date

    return format_date(day, "medium", locale=reading_locale(locale))


def seconds_words(elapsed_s: float) -> str:
    """A short duration.

    >>> seconds_words(0.62), seconds_words(12.4), seconds_words(0.01)
    ('0.6 s', '12 s', 'under 0.1 s')
    """
    if elapsed_s < 0.1:
        return "under 0.1 s"
    return f"{elapsed_s:.1f} s" if elapsed_s < 10 else f"{elapsed_s:.0f} s"
