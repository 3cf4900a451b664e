"""Short replies that several parts of the agent give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.agents import AgentId
from domain.applications.model import Application
from domain.reply import (
    Block,
    Button,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from graph.agent import AgentReply
from graph.agents.applications.cards import PAGE, action, button, name_of
from graph.agents.applications.requests import Verb
from graph.posting_lookup import CURRENT, SHOWN, YES_OR_NO

LISTED = "applications"
"""Key of a pending question's data: applications on the screen, one id a line."""
MEMORY = "board"
"""Topic of what is only remembered."""

SHOW_BOARD = SuggestedPrompt(label="Show my applications", action=action(Verb.BOARD))


def done(
    words: str,
    *,
    buttons: Sequence[Button] = (),
    about: Application | None = None,
    after: Sequence[Block] = (),
) -> AgentReply:
    """It is done; ``about`` is what the conversation is about from now on."""
    blocks: list[Block] = [Notice(body=text(words), tone=Tone.DONE), *after]
    if buttons:
        blocks.append(Buttons(buttons=tuple(buttons)))
    return AgentReply(
        blocks=tuple(blocks),
        prompts=(SHOW_BOARD,),
        pending=memory([about]) if about is not None else None,
    )


def said(words: str, *, buttons: Sequence[Button] = ()) -> AgentReply:
    """One sentence, with what to do next."""
    blocks: tuple[Block, ...] = (Paragraph(body=text(words)),)
    if buttons:
        blocks = (*blocks, Buttons(buttons=tuple(buttons)))
    return AgentReply(blocks=blocks, prompts=(SHOW_BOARD,))


def gone() -> AgentReply:
    """A button of an application that is not there any more."""
    return said("That application is not on your board any more.")


def asking(
    words: str, topic: str, data: Mapping[str, str], *, buttons: Sequence[Button] = ()
) -> AgentReply:
    """A question whose answer the next text is."""
    blocks: tuple[Block, ...] = (Paragraph(body=text(words)),)
    if buttons:
        blocks = (*blocks, Buttons(buttons=tuple(buttons)))
    return AgentReply(
        blocks=blocks,
        pending=PendingQuestion(agent=AgentId.APPLICATIONS, topic=topic, data=data),
    )


def which(
    words: str, choices: Sequence[Application], verb: Verb, arguments: Mapping[str, str]
) -> AgentReply:
    """Several could be meant: one button each."""
    buttons = [
        button(name_of(one), verb, **{**arguments, "application": one.id}) for one in choices[:PAGE]
    ]
    blocks = (Paragraph(body=text(words)), Buttons(buttons=tuple(buttons)))
    return AgentReply(blocks=blocks, pending=memory(choices[:PAGE]))


def awaiting_yes(listed: Sequence[Application], arguments: Mapping[str, str]) -> PendingQuestion:
    """A memory whose question a bare yes or no answers; ``arguments`` are those of its button."""
    known = memory(listed)
    data = {**(known.data if known is not None else {}), **arguments, YES_OR_NO: "1"}
    return PendingQuestion(agent=AgentId.APPLICATIONS, topic=MEMORY, data=data, is_memory=True)


def memory(listed: Sequence[Application]) -> PendingQuestion | None:
    """What "the second one" and "this job" mean next."""
    if not listed:
        return None
    data = {
        LISTED: "\n".join(one.id for one in listed),
        SHOWN: "\n".join(one.posting for one in listed if one.posting is not None),
    }
    if len(listed) == 1 and listed[0].posting is not None:
        data[CURRENT] = listed[0].posting
    return PendingQuestion(agent=AgentId.APPLICATIONS, topic=MEMORY, data=data, is_memory=True)
