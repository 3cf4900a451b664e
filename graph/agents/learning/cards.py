"""A resource as a card: title, provider, why, licence, state of its link, three buttons."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from domain.agents import AgentId
from domain.learning.model import Cost, LinkState, Resource, SkillGap, Suggestion
from domain.messages import Action
from domain.reply import Button, Card, Fact, Text, bold, link, text
from graph.agents.learning.requests import Verb
from graph.wording.counts import counted, shortened

_Mark = Literal["none", "for", "against", "unknown"]
_MAX_TITLE, _MAX_PROVIDER, _MAX_LICENCE = 110, 60, 40  # characters


def resource_card(suggestion: Suggestion, *, number: int, now: datetime, via: str = "chat") -> Card:
    """One numbered suggestion.

    Args:
        suggestion: what and why.
        number: place in the list, from 1.
        now: for "checked today".
        via: where its buttons are shown, for counting.
    """
    resource = suggestion.resource
    facts = [
        Fact(label="Why", value=text(suggestion.why), mark=_mark_of(resource.cost)),
    ]
    if resource.licence:
        facts.append(
            Fact(label="Licence", value=text(shown_words(resource.licence, limit=_MAX_LICENCE)))
        )
    facts.append(_link_fact(resource, now=now))
    return Card(
        title=(*text(f"{number}. "), *title_line(resource)),
        subtitle=text(shown_words(resource.provider, limit=_MAX_PROVIDER)),
        facts=tuple(facts),
        buttons=tuple(
            learning_button(label, verb, suggestion=suggestion, via=via)
            for label, verb in (
                ("Done", Verb.DONE),
                ("Not for me", Verb.NOT_FOR_ME),
                ("Another", Verb.ANOTHER),
            )
        ),
    )


def title_line(resource: Resource) -> Text:
    """The title, as a link where its address is one of the web."""
    title = shown_words(resource.title, limit=_MAX_TITLE) or "Untitled"
    if resource.url.startswith(("https://", "http://")):
        return (link(title, url=resource.url),)
    return text(bold(title))


def shown_words(words: str, *, limit: int) -> str:
    """Words of a source on one line: no control characters, none that turn the direction.

    >>> shown_words("Learn" + chr(10) + chr(0x202E) + "SQL", limit=20)
    'Learn SQL'
    """
    kept = "".join(
        " " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one
        for one in words
        if unicodedata.category(one) not in {"Cf", "Co", "Cs", "Cn"}
    )
    return shortened(kept, limit=limit)


def learning_button(label: str, verb: Verb, *, suggestion: Suggestion, via: str) -> Button:
    """A button that does something with a suggestion."""
    return Button(
        label=label,
        action=learning_action(
            verb, resource=suggestion.resource.id, skill=suggestion.skill, via=via
        ),
    )


def learning_action(verb: Verb, **arguments: str) -> Action:
    """An action of this agent; empty arguments are left out."""
    named = {name: value for name, value in arguments.items() if value}
    return Action(agent=AgentId.LEARNING, verb=verb.value, arguments=named)


def gaps_sentence(gaps: Sequence[SkillGap]) -> str:
    """What the gaps would open, each with its number."""
    looked_at = max((gap.of for gap in gaps), default=0)
    named = [
        f"{gap.skill} would open {gap.unlocks:,} more"
        if gap.unlocks
        else f"{gap.skill} is asked by {gap.asked:,}"
        for gap in gaps
    ]
    of = counted(looked_at, "open posting")
    return f"Of the {of} nearest to you: {'; '.join(named)}."


def _mark_of(cost: Cost) -> _Mark:
    match cost:
        case Cost.PAID:
            return "against"
        case Cost.UNKNOWN:
            return "unknown"
        case _:
            return "for"


def _link_fact(resource: Resource, *, now: datetime) -> Fact:
    match resource.link:
        case LinkState.ALIVE if resource.checked_at is not None:
            days = (now.date() - resource.checked_at.date()).days
            when = "today" if days <= 0 else f"{counted(days, 'day')} ago"
            return Fact(label="Link", value=text(f"answered {when}"))
        case LinkState.DOUBTFUL:
            words = "did not answer when it was last checked"
            return Fact(label="Link", value=text(words), mark="unknown")
        case LinkState.DEAD:
            return Fact(label="Link", value=text("gone"), mark="against")
        case _:
            return Fact(label="Link", value=text("not checked yet"), mark="unknown")
