"""Settings of pushes in words: one line each, and when the next digest comes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

from domain.agents import Audience
from domain.digest.model import Occasion
from domain.digest.quiet import is_quiet_at
from domain.digest.schedule import zone_of
from domain.messages import ChannelName
from domain.profiles import UserSettings
from domain.pushes import PushTopic
from graph.wording.counts import joined

CHANNEL_NAMES = {
    ChannelName.CONSOLE: "the terminal",
    ChannelName.SLACK: "Slack",
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.EMAIL: "email",
}
TOPIC_NAMES = {
    PushTopic.JOBS: "jobs",
    PushTopic.LEARNING: "learning",
    PushTopic.APPLICATIONS: "applications",
    PushTopic.TEAM: "your team's roles",
}
TOPICS_OF = {
    Audience.SEEKER: (PushTopic.JOBS, PushTopic.LEARNING, PushTopic.APPLICATIONS),
    Audience.RECRUITER: (PushTopic.TEAM,),
}
"""What a digest can hold for whom."""

_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def digest_words(settings: UserSettings) -> str:
    """When the digest comes, in words."""
    if not settings.digest_enabled:
        return "off"
    days = days_words(settings.digest_days)
    return f"{settings.digest_at:%H:%M} {days} ({settings.time_zone})"


def days_words(days: Collection[int]) -> str:
    """Weekdays in short.

    >>> days_words((0, 1, 2, 3, 4)), days_words((0, 3))
    ('Mon to Fri', 'Mon, Thu')
    """
    if len(days) == 7:
        return "every day"
    if tuple(days) == (0, 1, 2, 3, 4):
        return "Mon to Fri"
    return ", ".join(_DAY_NAMES[day] for day in days)


def quiet_words(settings: UserSettings) -> str:
    """Quiet hours, or that there are none."""
    if settings.quiet_from is None or settings.quiet_until is None:
        return "none"
    return hours_words(settings.quiet_from, settings.quiet_until)


def hours_words(start: time, end: time) -> str:
    """A span of hours.

    >>> hours_words(time(22), time(7))
    '22:00–07:00'
    """
    return f"{start:%H:%M}\N{EN DASH}{end:%H:%M}"


def topics_words(settings: UserSettings, audience: Audience) -> str:
    """What a digest holds."""
    held = [t for t in TOPICS_OF[audience] if t in settings.digest_topics]
    return joined([TOPIC_NAMES[topic] for topic in held]) or "nothing"


def channels_words(channels: Collection[ChannelName]) -> str:
    """Where pushes go."""
    return joined([CHANNEL_NAMES[channel] for channel in channels]) or "where you wrote last"


def changes_words(before: UserSettings, after: UserSettings, *, audience: Audience) -> str:
    """What changed beside the digest's own time, as short sentences; empty when nothing did."""
    said: list[str] = []
    if before.digest_items != after.digest_items:
        said.append(f"At most {after.digest_items} jobs in a digest.")
    if before.digest_topics != after.digest_topics:
        said.append(f"Topics: {topics_words(after, audience)}.")
    if before.digest_channels != after.digest_channels:
        said.append(f"Sent to: {channels_words(after.digest_channels)}.")
    if before.digest_when_empty != after.digest_when_empty:
        said.append(
            "I say so when nothing is new."
            if after.digest_when_empty
            else "When nothing is new, I stay silent."
        )
    if (before.quiet_from, before.quiet_until) != (after.quiet_from, after.quiet_until):
        said.append(f"Quiet hours: {quiet_words(after)}.")
    if before.alerts_enabled != after.alerts_enabled:
        said.append(f"Alerts: {_on_off(is_on=after.alerts_enabled)}.")
    if before.reminders_enabled != after.reminders_enabled:
        said.append(f"Reminders: {_on_off(is_on=after.reminders_enabled)}.")
    return " ".join(said)


def as_before_words(settings: UserSettings, *, audience: Audience) -> str:
    """What stands beside the digest's time when a wish changed nothing."""
    said = f"Quiet hours: {quiet_words(settings)}."
    if audience is Audience.SEEKER:
        alerts, reminders = settings.alerts_enabled, settings.reminders_enabled
        said += f" Alerts: {_on_off(is_on=alerts)}. Reminders: {_on_off(is_on=reminders)}."
    return f"{said} It was so before."


def quiet_clash(settings: UserSettings) -> str:
    """That the digest's hour lies in the quiet hours, and when it comes instead; else empty."""
    end = settings.quiet_until
    if not settings.digest_enabled or end is None or not is_quiet_at(settings, settings.digest_at):
        return ""
    return (
        f"{settings.digest_at:%H:%M} is within your quiet hours ({quiet_words(settings)}), "
        f"so the digest comes at {end:%H:%M}."
    )


def still_comes(before: UserSettings, after: UserSettings, *, audience: Audience) -> str:
    """What still comes after something was turned off; empty when the rest was so before."""
    if audience is not Audience.SEEKER or after.digest_enabled:
        return ""
    kinds = (("alerts", after.alerts_enabled), ("reminders", after.reminders_enabled))
    left = [name for name, is_on in kinds if is_on]
    if left:
        said = f"Your {' and '.join(left)}, if you have any, still come."
        return said if before.digest_enabled else ""
    if before.digest_enabled or before.alerts_enabled or before.reminders_enabled:
        return "Nothing comes unasked now; what you write is still answered."
    return ""


def occasion_words(occasion: Occasion, *, now: datetime, time_zone: str) -> str:
    """When, on the person's own clock.

    >>> from datetime import UTC, date
    >>> morning = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    >>> occasion_words(
    ...     Occasion(local_date=date(2026, 11, 27), due_at=morning),
    ...     now=datetime(2026, 11, 26, 12, 0, tzinfo=UTC),
    ...     time_zone="Europe/Berlin",
    ... )
    'tomorrow, Friday 27 Nov, 08:00'
    """
    zone = zone_of(time_zone)
    due = occasion.due_at.astimezone(zone)
    away = (due.date() - now.astimezone(zone).date()).days
    near = {0: "today, ", 1: "tomorrow, "}.get(away, "")
    return f"{near}{due:%A} {due.day} {due:%b}, {due:%H:%M}"


def _on_off(*, is_on: bool) -> str:
    return "on" if is_on else "off"
