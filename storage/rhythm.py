"""What of a person's settings decides when their digests are due, as one short text.

People with the same text are due at the same instants: what is computed for one holds for all.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from domain.digest.model import Occasion
from domain.digest.schedule import last_occasion, next_occasion
from domain.errors import Defect
from domain.profiles import UserSettings

_INSTANT = timedelta(microseconds=1)


def rhythm_of(settings: UserSettings) -> str | None:
    """The text; None when no digest is ever due.

    >>> rhythm_of(UserSettings(digest_enabled=True, digest_days=(4, 0)))
    '["UTC","08:00:00",[0,4],null,null]'
    >>> rhythm_of(UserSettings()) is None
    True
    """
    if not settings.digest_enabled or not settings.digest_days:
        return None
    parts = (
        settings.time_zone,
        settings.digest_at.isoformat(),
        sorted(set(settings.digest_days)),
        None if settings.quiet_from is None else settings.quiet_from.isoformat(),
        None if settings.quiet_until is None else settings.quiet_until.isoformat(),
    )
    return json.dumps(parts, separators=(",", ":"))


def settings_of(rhythm: str) -> UserSettings:
    """Settings that are due as the text says.

    Raises:
        Defect: the text is damaged.
    """
    try:
        time_zone, at, days, quiet_from, quiet_until = json.loads(rhythm)
        return UserSettings(
            time_zone=time_zone,
            digest_enabled=True,
            digest_at=time.fromisoformat(at),
            digest_days=tuple(days),
            quiet_from=None if quiet_from is None else time.fromisoformat(quiet_from),
            quiet_until=None if quiet_until is None else time.fromisoformat(quiet_until),
        )
    except (TypeError, ValueError) as error:
        raise Defect("a stored schedule of digests is damaged") from error


def owed_occasion(rhythm: str, *, stored: Occasion, now: datetime) -> Occasion:
    """The one digest that is owed to somebody whose stored occasion has come.

    After downtime that is the latest missed one. Where the rules of a zone changed since it was
    stored, there may be none by the new rules: the stored one was promised.
    """
    since = stored.due_at - _INSTANT
    return last_occasion(settings_of(rhythm), until=now, since=since) or stored


def next_free_occasion(
    settings: UserSettings, *, after: datetime, held: Collection[date]
) -> Occasion | None:
    """The next occasion on a date that has no digest yet: a new hour is not a second digest."""
    occasion = next_occasion(settings, after=after)
    while occasion is not None and occasion.local_date in held:
        occasion = next_occasion(settings, after=occasion.due_at)
    return occasion
