"""The numbers of a week: on which day the jobs that a person was shown came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

LEAST_DAYS = 3
"""Days with numbers from which a picture says more than a sentence."""


def is_last_of_week(day: date, *, digest_days: Sequence[int]) -> bool:
    """Whether no later digest comes in the same week (Monday to Sunday).

    >>> is_last_of_week(date(2026, 11, 27), digest_days=(0, 2, 4))
    True
    """
    return not any(other > day.weekday() for other in digest_days)


def days_since_last(day: date, *, digest_days: Sequence[int]) -> int:
    """How many days ago the digest before this one was due, 1 to 7.

    >>> days_since_last(date(2026, 11, 23), digest_days=(0, 1, 2, 3, 4))
    3
    """
    return next((ago for ago in range(1, 8) if (day.weekday() - ago) % 7 in digest_days), 7)


def new_per_day(
    arrived: Iterable[datetime], *, today: date, zone: tzinfo
) -> tuple[tuple[date, int], ...]:
    """Counts per day from Monday to ``today``; empty when too few days have any.

    Args:
        arrived: when each posting was first seen (UTC).
        today: the person's date.
        zone: the person's time zone.
    """
    monday = today - timedelta(days=today.weekday())
    counts = {monday + timedelta(days=ahead): 0 for ahead in range(today.weekday() + 1)}
    for instant in arrived:
        day = instant.astimezone(zone).date()
        if day in counts:
            counts[day] += 1
    if sum(count > 0 for count in counts.values()) < LEAST_DAYS:
        return ()
    return tuple(counts.items())
