"""Settings of pushes as plain strings: what a form sends, and what an Undo button keeps."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import time

from domain.messages import ChannelName
from domain.profiles import UserSettings
from domain.pushes import PushTopic
from graph.agents.settings.push_wishes import MOST_ITEMS

WHERE_LAST = "last"
"""Instead of channels: the account that was heard last."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SWITCH: Mapping[str, bool] = {"on": True, "off": False}


def fields_of(settings: UserSettings) -> dict[str, str]:
    """Every setting of pushes.

    >>> fields_of(UserSettings())["days"]
    '01234'
    """
    quiet = "off"
    if settings.quiet_from is not None and settings.quiet_until is not None:
        quiet = f"{settings.quiet_from:%H:%M}-{settings.quiet_until:%H:%M}"
    return {
        "digest": _switch(settings.digest_enabled),
        "at": f"{settings.digest_at:%H:%M}",
        "days": "".join(str(day) for day in settings.digest_days),
        "items": str(settings.digest_items),
        "topics": ",".join(settings.digest_topics),
        "channels": ",".join(settings.digest_channels) or WHERE_LAST,
        "empty": _switch(settings.digest_when_empty),
        "quiet": quiet,
        "alerts": _switch(settings.alerts_enabled),
        "reminders": _switch(settings.reminders_enabled),
    }


def undo_fields(before: UserSettings, after: UserSettings) -> dict[str, str]:
    """What brings the settings of pushes back; empty when none changed."""
    now = fields_of(after)
    return {name: value for name, value in fields_of(before).items() if now[name] != value}


def with_fields(
    before: UserSettings, chosen: Mapping[str, str], *, linked: Collection[ChannelName]
) -> UserSettings:
    """The settings with what was chosen; a value that is not valid leaves that one as it is.

    Args:
        before: as they are.
        chosen: untrusted; names as in :func:`fields_of`.
        linked: channels of the person; others are left out.

    >>> with_fields(UserSettings(), {"items": "3", "at": "25:00"}, linked=()).digest_items
    3
    """
    items = chosen.get("items", "")
    quiet_from, quiet_until = _quiet(chosen.get("quiet", ""), before)
    return replace(
        before,
        digest_enabled=_SWITCH.get(chosen.get("digest", ""), before.digest_enabled),
        digest_at=clock_time(chosen.get("at", "")) or before.digest_at,
        digest_days=days_of(chosen.get("days", "")) or before.digest_days,
        digest_items=int(items)
        if re.fullmatch(r"\d{1,2}", items) and 1 <= int(items) <= MOST_ITEMS
        else before.digest_items,
        digest_topics=_topics(chosen.get("topics", "")) or before.digest_topics,
        digest_channels=_channels(chosen.get("channels", ""), before, linked=linked),
        digest_when_empty=_SWITCH.get(chosen.get("empty", ""), before.digest_when_empty),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        alerts_enabled=_SWITCH.get(chosen.get("alerts", ""), before.alerts_enabled),
        reminders_enabled=_SWITCH.get(chosen.get("reminders", ""), before.reminders_enabled),
    )


def clock_time(word: str) -> time | None:
    """``08:30``; None for anything else."""
    found = _CLOCK.fullmatch(word)
    return time(int(found[1]), int(found[2])) if found else None


def days_of(digits: str) -> tuple[int, ...]:
    """Weekdays out of digits, Monday is 0; characters that are none do not count."""
    return tuple(sorted({int(day) for day in digits if day in "0123456"}))


def _switch(on: bool) -> str:
    return "on" if on else "off"


def _quiet(word: str, before: UserSettings) -> tuple[time | None, time | None]:
    if word == "off":
        return None, None
    start, _, end = word.partition("-")
    starts, ends = clock_time(start), clock_time(end)
    if starts is None or ends is None or starts == ends:
        return before.quiet_from, before.quiet_until
    return starts, ends


def _topics(words: str) -> tuple[PushTopic, ...]:
    named = words.split(",")
    return tuple(topic for topic in PushTopic if topic in named)


def _channels(
    words: str, before: UserSettings, *, linked: Collection[ChannelName]
) -> tuple[ChannelName, ...]:
    if words == WHERE_LAST:
        return ()
    named = words.split(",")
    return (
        tuple(channel for channel in ChannelName if channel in named and channel in linked)
        or before.digest_channels
    )
