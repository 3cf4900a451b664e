"""The settings agent's questions and buttons."""

from __future__ import annotations

from datetime import time

from domain.agents import AgentId
from domain.messages import Action
from domain.profiles import UserSettings
from domain.reply import Button, Buttons, Paragraph, PendingQuestion, SuggestedPrompt, bold, text
from graph.agent import AgentReply
from graph.agents.settings.wishes import LANGUAGES

_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ASK_LANGUAGE = Action(agent=AgentId.SETTINGS, verb="language")
ASK_ZONE = Action(agent=AgentId.SETTINGS, verb="time_zone")
SHOW = SuggestedPrompt(label="Show my settings", action=Action(agent=AgentId.SETTINGS, verb="show"))
SET_TIME_ZONE = SuggestedPrompt(label="Set my time zone", action=ASK_ZONE)


def ask_language() -> AgentReply:
    """Which language to answer in."""
    buttons = tuple(
        Button(
            label=LANGUAGES[code],
            action=Action(agent=AgentId.SETTINGS, verb="set_language", arguments={"code": code}),
        )
        for code in ("en", "de", "fr", "es", "pt", "hi")
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which language?")), Buttons(buttons=buttons)),
        prompts=(SHOW,),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic="language"),
    )


def ask_digest(settings: UserSettings) -> AgentReply:
    """When the digest should come."""
    buttons = [
        Button(
            label=f"At {at:%H:%M}",
            action=Action(
                agent=AgentId.SETTINGS, verb="digest_at", arguments={"at": f"{at:%H:%M}"}
            ),
        )
        for at in (time(7), time(8), time(18))
    ]
    if settings.digest_enabled:
        buttons.append(
            Button(label="Off", action=Action(agent=AgentId.SETTINGS, verb="digest_off"))
        )
    return AgentReply(
        blocks=(
            Paragraph(
                body=text("Digest: ", bold(digest_words(settings)), ". When should it come?")
            ),
            Buttons(buttons=tuple(buttons)),
        ),
        prompts=(SHOW,),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic="digest_time"),
    )


def digest_prompt(*, on: bool) -> SuggestedPrompt:
    """Turn the digest on or off."""
    return SuggestedPrompt(
        label="Turn the digest on" if on else "Turn the digest off",
        action=Action(agent=AgentId.SETTINGS, verb="digest_on" if on else "digest_off"),
    )


def digest_words(settings: UserSettings) -> str:
    """When the digest comes, in words."""
    if not settings.digest_enabled:
        return "off"
    return f"{settings.digest_at:%H:%M} {_days(settings.digest_days)} ({settings.time_zone})"


def _days(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "every day"
    if days == (0, 1, 2, 3, 4):
        return "Mon to Fri"
    return ", ".join(_DAY_NAMES[day] for day in days)


def zone_button(zone: str) -> Button:
    """A time zone by its city."""
    return Button(
        label=zone.rpartition("/")[2].replace("_", " "),
        action=Action(agent=AgentId.SETTINGS, verb="set_zone", arguments={"zone": zone}),
    )
