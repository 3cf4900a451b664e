"""The card of everything that is sent unasked, and the questions behind its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from domain.agents import AgentId, Audience
from domain.messages import Action, ChannelName
from domain.profiles import UserSettings
from domain.pushes import PushTopic
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    bold,
    text,
)
from graph.agent import AgentReply
from graph.agents.settings.fields import WHERE_LAST
from graph.agents.settings.forms import SHOW
from graph.agents.settings.push_wishes import MOST_ITEMS, NIGHT, PushWish
from graph.agents.settings.push_words import (
    CHANNEL_NAMES,
    TOPIC_NAMES,
    TOPICS_OF,
    channels_words,
    days_words,
    digest_words,
    hours_words,
    quiet_words,
    topics_words,
)

_HOURS = (time(7), time(8), time(12), time(18))
_DAYS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (0,), (4,))
_DAY_LABELS = ("Mon to Fri", "Every day", "Mondays", "Fridays")
_AMOUNTS = (3, 5, 10)

CHANGED = "changed"
"""Topic of the memory after a change: what "undo" and "at 9 instead" mean."""


def push_action(verb: str, **arguments: str) -> Action:
    """What a button of the settings means."""
    return Action(agent=AgentId.SETTINGS, verb=verb, arguments=arguments)


def push_button(label: str, verb: str, **arguments: str) -> Button:
    """A button of the settings."""
    return Button(label=label, action=push_action(verb, **arguments))


PREVIEW = SuggestedPrompt(label="Show the next digest", action=push_action("digest_preview"))
DIGEST_SETTINGS = SuggestedPrompt(label="Digest settings", action=push_action("digest_settings"))


def digest_prompt(*, on: bool) -> SuggestedPrompt:
    """Turn the digest on or off."""
    return SuggestedPrompt(
        label="Turn the digest on" if on else "Turn the digest off",
        action=push_action("digest_on" if on else "digest_off"),
    )


def push_card(settings: UserSettings, *, audience: Audience, next_one: str) -> Card:
    """Everything that is sent unasked, each with the button that changes it.

    Args:
        settings: as they are.
        audience: which topics there are.
        next_one: when the next digest comes, in words; empty when none does.
    """
    on = settings.digest_enabled
    facts = [Fact(label="Digest", value=text(digest_words(settings)))]
    if on and next_one:
        facts.append(Fact(label="Next one", value=text(next_one)))
    facts.append(Fact(label="Quiet hours", value=text(quiet_words(settings))))
    if audience is Audience.SEEKER:
        facts += [
            Fact(label="Topics", value=text(topics_words(settings, audience))),
            Fact(label="Jobs", value=text(f"at most {settings.digest_items}")),
        ]
    facts += [
        Fact(label="Sent to", value=text(channels_words(settings.digest_channels))),
        Fact(
            label="Nothing new",
            value=text("I say so" if settings.digest_when_empty else "I stay silent"),
        ),
    ]
    if audience is Audience.SEEKER:
        facts += [
            Fact(label="Alerts", value=text("on" if settings.alerts_enabled else "off")),
            Fact(label="Reminders", value=text("on" if settings.reminders_enabled else "off")),
        ]
    topics = (push_button("Topics", "ask_topics"),) if audience is Audience.SEEKER else ()
    return Card(
        title=text("What I send you unasked"),
        facts=tuple(facts),
        buttons=(
            push_button("Digest off" if on else "Digest on", "digest_off" if on else "digest_on"),
            push_button("Hour", "ask_hour"),
            push_button("Days", "ask_days"),
            push_button("Quiet hours", "ask_quiet"),
            *topics,
            push_button("Where", "ask_channels"),
            push_button("Show the next digest", "digest_preview"),
        ),
    )


def ask_hour(settings: UserSettings) -> AgentReply:
    """When the digest should come."""
    buttons = [push_button(f"At {at:%H:%M}", "digest_at", at=f"{at:%H:%M}") for at in _HOURS]
    if settings.digest_enabled:
        buttons.append(push_button("Off", "digest_off"))
    words = text("Digest: ", bold(digest_words(settings)), ". When should it come?")
    return _asking(Paragraph(body=words), buttons, topic="digest_time")


def ask_days(settings: UserSettings) -> AgentReply:
    """On which days."""
    buttons = [
        push_button(label, "digest_days", days="".join(map(str, days)))
        for label, days in zip(_DAY_LABELS, _DAYS, strict=True)
    ]
    words = text(
        "Days: ", bold(days_words(settings.digest_days)), ". On which should the digest come?"
    )
    return _asking(Paragraph(body=words), buttons, topic="digest_days")


def what_cannot_be(settings: UserSettings, wish: PushWish) -> AgentReply | None:
    """What to say when a wish has no meaning, with what can be chosen; None when all of it has."""
    digest = wish.digest
    if wish.items is not None and not 1 <= wish.items <= MOST_ITEMS:
        words = (
            f"A digest holds 1 to {MOST_ITEMS} jobs, not {wish.items}. Which number? Tap, or write "
            "“4 jobs”."
        )
        buttons = [push_button(f"{n} jobs", "save_settings", items=str(n)) for n in _AMOUNTS]
        return _asking(Paragraph(body=text(words)), buttons, topic="items")
    if digest.not_a_time:
        words = f"“{digest.not_a_time}” is no time of day, so nothing was changed."
        return _after(words, ask_hour(settings))
    if digest.no_rhythm:
        words = (
            "A digest comes once on each day you choose: at most daily, at least weekly. For new "
            "jobs within minutes, save a search: “alert me about …”."
        )
        return _after(words, ask_days(settings))
    return None


def _after(words: str, question: AgentReply) -> AgentReply:
    return replace(question, blocks=(Paragraph(body=text(words)), *question.blocks))


def ask_quiet(settings: UserSettings) -> AgentReply:
    """When nothing should be sent."""
    spans = (NIGHT, (time(20), time(8)), (time(18), time(9)))
    buttons = [
        push_button(hours_words(*span), "save_settings", quiet=f"{span[0]:%H:%M}-{span[1]:%H:%M}")
        for span in spans
    ]
    if settings.quiet_from is not None:
        buttons.append(push_button("No quiet hours", "save_settings", quiet="off"))
    words = text(
        "Quiet hours: ",
        bold(quiet_words(settings)),
        ". Between which hours should nothing be sent unasked? Tap, or write “22 to 7”.",
    )
    return _asking(Paragraph(body=words), buttons, topic="quiet")


def ask_topics(settings: UserSettings, audience: Audience) -> AgentReply:
    """What the digest holds, and how much of it."""
    buttons = [
        push_button(
            f"{'No' if topic in settings.digest_topics else 'With'} {TOPIC_NAMES[topic]}",
            "topic_off" if topic in settings.digest_topics else "topic_on",
            topic=topic,
        )
        for topic in TOPICS_OF[audience]
    ]
    buttons += [
        push_button(f"{amount} jobs", "save_settings", items=str(amount))
        for amount in _AMOUNTS
        if amount != settings.digest_items and PushTopic.JOBS in TOPICS_OF[audience]
    ]
    buttons.append(
        push_button("Silent when nothing is new", "save_settings", empty="off")
        if settings.digest_when_empty
        else push_button("Say when nothing is new", "save_settings", empty="on")
    )
    words = text(
        "The digest holds ",
        bold(topics_words(settings, audience)),
        f", at most {settings.digest_items} jobs.",
    )
    return _asking(Paragraph(body=words), buttons, topic="topics")


def ask_channels(settings: UserSettings, *, linked: Sequence[ChannelName]) -> AgentReply:
    """Where pushes go; only what is linked can be chosen."""
    buttons = [
        push_button(_capital(CHANNEL_NAMES[channel]), "channels", channels=channel)
        for channel in linked
    ]
    if len(linked) > 1:
        buttons.append(push_button("All of them", "channels", channels=",".join(linked)))
        buttons.append(push_button("Where I wrote last", "channels", channels=WHERE_LAST))
    buttons.append(push_button("Link another", "link_code"))
    words = text(
        "Sent to: ", bold(channels_words(settings.digest_channels)), ". Where should it go?"
    )
    return _asking(Paragraph(body=words), buttons, topic="channels")


def _asking(words: Block, buttons: Sequence[Button], *, topic: str) -> AgentReply:
    return AgentReply(
        blocks=(words, Buttons(buttons=tuple(buttons))),
        prompts=(DIGEST_SETTINGS, SHOW),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic=topic),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
