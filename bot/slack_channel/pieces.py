"""What a reply becomes in a place: messages for all, private details, files. Pure but for names.

In a direct conversation the person gets everything. Elsewhere a personal reply is a count with a
"Show me" button; its details go to the one who asked, and to nobody else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from bot.rendering.slack import SlackMessage, render_slack
from bot.slack_channel.dialogs import with_forms
from bot.slack_channel.hearing import Place
from bot.slack_channel.wire import Json, text_at
from domain.discretion import public_view
from domain.ids import OutboundId
from domain.reply import File, Reply
from domain.turns import Outbound

SHOW_ACTION = "show_details"
"""``action_id`` of the button under a count; its value is the id of the stored reply."""
EVENT_TYPE = "careergini_reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message that everybody there may read."""

    place: Place
    message: SlackMessage
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A message that only one person sees."""

    place: Place
    message: SlackMessage
    user: str
    kind: Literal["whisper"] = "whisper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file; without a place it goes to ``user`` directly."""

    place: Place | None
    file: File
    user: str
    kind: Literal["upload"] = "upload"


Piece = Words | Whisper | Upload


def pieces_of(outbound: Outbound, *, place: Place, name: str) -> tuple[Piece, ...]:
    """In the order in which they are sent; the same again for the same reply.

    Args:
        outbound: the reply, and whom it is for.
        place: where it goes.
        name: how others there know that person; untrusted.
    """
    reply, user = outbound.reply, outbound.recipient
    files = [block for block in reply.blocks if isinstance(block, File)]
    if place.is_private or not reply.is_personal:
        shown = render_slack(reply, feedback=_is_an_answer(outbound))
        shown = tuple(with_forms(message, outbound=outbound.id) for message in shown)
        uploads = [Upload(place=place, file=file, user=user) for file in files]
        return (*(Words(place=place, message=message) for message in shown), *uploads)
    public = render_slack(public_view(reply, name=name), feedback=False)
    if not user:
        return tuple(Words(place=place, message=message) for message in public)
    public = (*public[:-1], _with_button(public[-1], outbound=outbound.id))
    private = tuple(
        with_forms(message, outbound=outbound.id)
        for message in render_slack(without_files(reply), feedback=False)
    )
    return (
        *(Words(place=place, message=message) for message in public),
        *(Whisper(place=place, message=message, user=user) for message in private),
        *(Upload(place=None, file=file, user=user) for file in files),
    )


def without_files(reply: Reply) -> Reply:
    """The reply for where a file cannot be."""
    blocks = tuple(block for block in reply.blocks if not isinstance(block, File))
    return replace(reply, blocks=blocks)


def marker_of(outbound: OutboundId, *, part: int) -> str:
    """What a sent message is found again by; says nothing about the conversation."""
    return f"{hashlib.sha256(outbound.encode()).hexdigest()[:40]}#{part}"


def metadata_of(marker: str) -> Json:
    """The message metadata that holds the marker."""
    return {"event_type": EVENT_TYPE, "event_payload": {"id": marker}}


def marker_in(message: Json) -> str:
    """The marker of a message of ours; empty where there is none."""
    if text_at(message, "metadata", "event_type") != EVENT_TYPE:
        return ""
    return text_at(message, "metadata", "event_payload", "id")


def _with_button(message: SlackMessage, *, outbound: OutboundId) -> SlackMessage:
    button: Json = {
        "type": "button",
        "action_id": SHOW_ACTION,
        "text": {"type": "plain_text", "text": "Show me", "emoji": False},
        "value": outbound,
        "accessibility_label": "Show the private details to me only",
    }
    row: Json = {"type": "actions", "elements": [button]}
    return replace(message, blocks=(*message.blocks, row))


def _is_an_answer(outbound: Outbound) -> bool:
    """Whether it can be judged: an answer, not a question back."""
    pending = outbound.reply.pending
    return outbound.kind == "reply" and (pending is None or pending.is_memory)
