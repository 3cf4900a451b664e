"""The settings dialog: filled in from what is stored, and as what the settings agent takes."""

from __future__ import annotations

from bot.rendering.slack.views import SettingsForm
from bot.slack_channel.shortcuts import WEEK
from domain.agents import AgentId
from domain.messages import Action
from domain.profiles import UserSettings
from domain.pushes import PushTopic


def form_of(settings: UserSettings) -> SettingsForm:
    """The dialog as it opens."""
    quiet = None
    if settings.quiet_from is not None and settings.quiet_until is not None:
        quiet = (settings.quiet_from, settings.quiet_until)
    return SettingsForm(
        language=settings.language or "en",
        time_zone=settings.time_zone,
        digest_enabled=settings.digest_enabled,
        digest_at=settings.digest_at,
        digest_days=tuple(WEEK[day] for day in settings.digest_days),
        digest_items=settings.digest_items,
        digest_topics=tuple(topic.value for topic in settings.digest_topics),
        digest_when_empty=settings.digest_when_empty,
        quiet=quiet,
        alerts_enabled=settings.alerts_enabled,
        reminders_enabled=settings.reminders_enabled,
    )


def saving(form: SettingsForm) -> Action:
    """What sending the dialog off asks for."""
    quiet = "off" if form.quiet is None else f"{form.quiet[0]:%H:%M}-{form.quiet[1]:%H:%M}"
    switches = {
        "digest": form.digest_enabled,
        "empty": form.digest_when_empty,
        "alerts": form.alerts_enabled,
        "reminders": form.reminders_enabled,
    }
    # What the dialog did not ask about stays on.
    topics = (*form.digest_topics, PushTopic.TEAM) if form.digest_topics else ()
    return Action(
        agent=AgentId.SETTINGS,
        verb="save_settings",
        arguments={
            "language": form.language,
            "time_zone": form.time_zone,
            "at": f"{form.digest_at:%H:%M}",
            "days": "".join(str(WEEK.index(day)) for day in form.digest_days),
            "items": str(form.digest_items),
            "topics": ",".join(topics),
            "quiet": quiet,
            **{name: "on" if is_on else "off" for name, is_on in switches.items()},
        },
    )
