"""The settings agent's questions and buttons."""

from __future__ import annotations

from domain.agents import AgentId
from domain.messages import Action
from domain.reply import Button, Buttons, Paragraph, PendingQuestion, SuggestedPrompt, text
from graph.agent import AgentReply
from graph.agents.settings.wishes import LANGUAGES

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


def zone_button(zone: str) -> Button:
    """A time zone by its city."""
    return Button(
        label=zone.rpartition("/")[2].replace("_", " "),
        action=Action(agent=AgentId.SETTINGS, verb="set_zone", arguments={"zone": zone}),
    )
