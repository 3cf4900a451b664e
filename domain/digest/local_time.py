"""Local times as instants: what a person's clock says, in UTC. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The time zone with an IANA name; UTC when there is none.

    >>> zone_of("Mars/Olympus").key
    'UTC'
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name; the name of a folder
        return ZoneInfo("UTC")


def due_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the clocks of a zone show this time of that date, or later.

    So a time that is skipped when clocks go forward means the first instant after the gap, and one
    that is shown twice means the first.

    >>> due_instant(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> due_instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    wall = datetime.combine(day, at, tzinfo=zone)
    instant = wall.astimezone(UTC)
    other = wall.replace(fold=1).astimezone(UTC)
    if other >= instant:  # the same, or shown twice
        return instant
    return _end_of_gap(other, instant, zone)


def day_exists(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone had this date at all: who moved over the date line left one out.

    >>> day_exists(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    False
    """
    return due_instant(day, time(), zone).astimezone(zone).date() == day


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two from which on the zone has another offset than ``before``."""
    # Clocks are changed on whole seconds.
    before = before.replace(microsecond=0)
    after = after.replace(microsecond=0)
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = (before + (after - before) // 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
