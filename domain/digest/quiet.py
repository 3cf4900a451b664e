"""Quiet hours: local times between which nothing is sent unasked. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from domain.digest.local_time import due_instant, zone_of
from domain.profiles import UserSettings


def is_quiet_at(settings: UserSettings, at: time) -> bool:
    """Whether a local time lies in the quiet hours; their end does not belong to them.

    >>> night = UserSettings(quiet_from=time(22), quiet_until=time(7))
    >>> [is_quiet_at(night, time(hour)) for hour in (21, 22, 3, 7)]
    [False, True, True, False]
    """
    start, end = settings.quiet_from, settings.quiet_until
    if start is None or end is None or start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end


def quiet_until(settings: UserSettings, now: datetime) -> datetime | None:
    """When (UTC) the quiet hours that are on ``now`` end; None when it is not quiet.

    What counts is what the person's clock shows: an hour that is shown twice is quiet twice, and
    an end that is skipped is the first instant after the gap.

    >>> night = UserSettings(
    ...     time_zone="Europe/Berlin", quiet_from=time(22), quiet_until=time(7)
    ... )
    >>> str(quiet_until(night, datetime(2026, 11, 25, 21, 30, tzinfo=UTC)))
    '2026-11-26 06:00:00+00:00'
    """
    zone = zone_of(settings.time_zone)
    local = now.astimezone(zone)
    if settings.quiet_until is None or not is_quiet_at(settings, local.time()):
        return None
    end = settings.quiet_until
    today = local.date()
    # The day before counts when the clocks were set back over midnight; the fourth day is for
    # a date that was left out.
    for day in (today + timedelta(days=days) for days in range(-1, 5)):
        first = due_instant(day, end, zone)
        again = datetime.combine(day, end, tzinfo=zone).replace(fold=1).astimezone(UTC)
        for instant in (first, again):
            if instant > now and not is_quiet_at(settings, instant.astimezone(zone).time()):
                return instant
    return now + timedelta(days=1)  # no zone is like that; a day later it is asked again
