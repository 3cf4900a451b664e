"""What a person reads when a turn did not go as planned, and the buttons that mend it."""

from __future__ import annotations

from domain.agents import AgentId
from domain.errors import UserMistake
from domain.ids import TurnId
from domain.messages import Action, InboundMessage
from domain.reply import Block, Button, Buttons, Notice, Paragraph, Reply, Tone, text
from domain.turns import Turn

_RESEND = "resend"
_STOP = "stop"


def is_stop(message: InboundMessage) -> bool:
    """Whether the person pressed or commanded "stop"."""
    if message.action is not None:
        return (message.action.agent, message.action.verb) == (AgentId.HELP, _STOP)
    return message.command == _STOP


def may_stop(message: InboundMessage) -> bool:
    """Whether it stops a running turn; the bare word means something else when none runs."""
    said = message.text.strip().rstrip(".!").casefold()
    return is_stop(message) or (
        said == _STOP and message.command is None and not message.attachments
    )


def resends(message: InboundMessage) -> TurnId | None:
    """The turn that a "Try again" button names; untrusted."""
    action = message.action
    if action is None or (action.agent, action.verb) != (AgentId.HELP, _RESEND):
        return None
    return TurnId(action.arguments.get("turn", ""))


def failed(turn: Turn, *, reference: str) -> Reply:
    """Something of ours broke."""
    return _kept(
        turn,
        f"Something went wrong on our side (reference {reference}). Your message is kept.",
    )


def too_slow(turn: Turn, *, reference: str) -> Reply:
    """The turn ran into its time limit."""
    return _kept(
        turn,
        f"This took too long, so I stopped (reference {reference}). Your message is kept.",
    )


def stopped(turn: Turn, *, partial: str) -> Reply:
    """The person stopped it: what there is so far, and what was kept."""
    words = "Stopped. Your message and everything saved so far are kept."
    so_far = (Paragraph(body=text(partial)),) if partial else ()
    return _kept(turn, words, before=so_far, tone=Tone.INFO)


def nothing_more() -> Reply:
    """The answer to a "stop" that did stop something: that turn's own reply has said so."""
    return Reply(blocks=(), agents=(AgentId.HELP,), is_personal=False)


def nothing_runs() -> Reply:
    """The answer to a "stop" that came too late."""
    return Reply(
        blocks=(Paragraph(body=text("Nothing is running now.")),),
        agents=(AgentId.HELP,),
        is_personal=False,
    )


def says_only_notes(message: InboundMessage) -> bool:
    """Whether nothing of the message made it in but the reasons why."""
    return bool(message.notes) and not (
        message.text.strip() or message.attachments or message.command or message.action
    )


def notes(message: InboundMessage) -> Reply:
    """What did not make it in, and why."""
    return Reply(
        blocks=tuple(Notice(body=text(note), tone=Tone.WARNING) for note in message.notes),
        agents=(AgentId.HELP,),
    )


def mistake(error: UserMistake) -> Reply:
    """The input cannot be used: the error's own sentence, which is written for people."""
    return Reply(blocks=(Notice(body=text(str(error)), tone=Tone.WARNING),), agents=(AgentId.HELP,))


def _kept(
    turn: Turn, words: str, *, before: tuple[Block, ...] = (), tone: Tone = Tone.WARNING
) -> Reply:
    # The turn that holds the words, also when this one was itself a second try.
    again = Action(
        agent=AgentId.HELP,
        verb=_RESEND,
        arguments={"turn": resends(turn.message) or turn.id},
    )
    buttons = Buttons(buttons=(Button(label="Try again", action=again, tone="primary"),))
    return Reply(
        blocks=(*before, Notice(body=text(words), tone=tone), buttons),
        agents=(AgentId.HELP,),
        is_personal=bool(before),
    )
