"""When a person's digest is due: one occasion per chosen local date, whatever clocks do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.digest.local_time import day_exists, due_instant, zone_of
from domain.digest.model import Occasion
from domain.digest.quiet import is_quiet_at, quiet_until
from domain.profiles import UserSettings

__all__ = ["due_instant", "last_occasion", "next_occasion", "zone_of"]

_FARTHEST_DAYS = 16
"""A chosen weekday comes within a week, or a week later when its date was left out of the zone."""


def next_occasion(settings: UserSettings, *, after: datetime) -> Occasion | None:
    """The first digest due strictly after an instant; None when digests are off or have no day.

    An hour within the person's quiet hours means the end of the quiet hours on the same date, so
    that a digest never comes on a date that was not chosen.

    >>> from datetime import UTC, time
    >>> daily = UserSettings(digest_enabled=True, time_zone="Asia/Tokyo", digest_at=time(8))
    >>> str(next_occasion(daily, after=datetime(2026, 11, 25, tzinfo=UTC)))
    'Occasion(local_date=datetime.date(2026, 11, 26), ...
    """
    zone = zone_of(settings.time_zone)
    today = after.astimezone(zone).date()
    # A gap over midnight moves the occasion of a date into the next one, hence yesterday.
    for occasion in _occasions(settings, today, range(-1, _FARTHEST_DAYS + 1), zone):
        if occasion.due_at > after:
            return occasion
    return None


def last_occasion(settings: UserSettings, *, until: datetime, since: datetime) -> Occasion | None:
    """The latest digest with ``since < due_at <= until``; None when there was none."""
    zone = zone_of(settings.time_zone)
    today = until.astimezone(zone).date()
    # A date that was shown twice may lie behind the one that is shown now, hence tomorrow.
    for occasion in _occasions(settings, today, range(1, -_FARTHEST_DAYS - 1, -1), zone):
        if occasion.due_at <= until:
            return occasion if occasion.due_at > since else None
    return None


def _occasions(
    settings: UserSettings, today: date, days: Iterable[int], zone: ZoneInfo
) -> Iterable[Occasion]:
    """The occasions on chosen dates that exist, in the order of ``days`` from today."""
    if not settings.digest_enabled or not settings.digest_days:
        return
    for distance in days:
        day = today + timedelta(days=distance)
        if day.weekday() in settings.digest_days and day_exists(day, zone):
            yield Occasion(local_date=day, due_at=_due_at(settings, day, zone))


def _due_at(settings: UserSettings, day: date, zone: ZoneInfo) -> datetime:
    at = settings.digest_at
    if settings.quiet_until is not None and is_quiet_at(settings, at):
        at = settings.quiet_until
    due = due_instant(day, at, zone)
    # A gap can move an hour from before the quiet hours into them.
    end = quiet_until(settings, due)
    return due if end is None or end.astimezone(zone).date() != day else end
