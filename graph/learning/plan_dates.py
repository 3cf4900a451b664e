"""When a plan's next check-in is due: a week later, at an hour that suits the person."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.digest.local_time import due_instant, zone_of
from domain.digest.quiet import quiet_until
from domain.profiles import UserSettings

_EVERY = timedelta(days=7)


def next_check_in(settings: UserSettings, *, now: datetime) -> datetime:
    """A week after today on the person's calendar, at the hour of their digest, never at night.

    >>> from datetime import UTC
    >>> asked = next_check_in(UserSettings(time_zone="Asia/Tokyo"),
    ...                       now=datetime(2026, 11, 26, 20, tzinfo=UTC))
    >>> asked.isoformat()
    '2026-12-03T23:00:00+00:00'
    """
    zone = zone_of(settings.time_zone)
    day = (now.astimezone(zone) + _EVERY).date()
    due = due_instant(day, settings.digest_at, zone)
    return quiet_until(settings, due) or due
