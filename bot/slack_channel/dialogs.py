"""Dialogs that buttons of replies open: what is asked comes from the stored reply alone.

A press and a submission only name the reply and the button; both are looked up, and whether this
person may use them is asked each time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.lineage import GetOutbound
from bot.rendering.slack import CHOICE_PREFIX, FORM_SUFFIX, Block, SlackMessage
from bot.rendering.slack.button_forms import form_modal, read_form
from bot.rendering.slack.inputs import StateValues
from bot.rendering.slack.views import DETAILS_VIEW
from bot.slack_channel.hearing import Place
from bot.slack_channel.wire import Json, object_at, text_at
from domain.choices import Choice, numbered
from domain.ids import OutboundId
from domain.messages import Action, ChannelName
from domain.reply import Form
from domain.turns import Outbound

_ACTION_ID_CHARS = 255
_PRESSED = re.compile(
    rf"{re.escape(CHOICE_PREFIX)}(\d{{1,4}}){re.escape(FORM_SUFFIX)}:(.{{1,230}})", re.DOTALL
)
_CONVERSATION = re.compile(r"[A-Z0-9]+(?::[0-9]+\.[0-9]+)?")
_TS = re.compile(r"[0-9]+\.[0-9]+")


class WhoMay(Protocol):
    """Says whether somebody may use what a reply offers in a place."""

    def __call__(self, outbound: Outbound, *, workspace: str, place: Place, user: str) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReference:
    """Which button was pressed, and where; what Slack gives back says no more."""

    outbound: OutboundId
    number: int
    place: Place
    message_ts: str = ""

    def to_note(self) -> str:
        """As ``private_metadata`` of the dialog."""
        return json.dumps([self.outbound, self.number, self.place.conversation, self.message_ts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What sending a dialog off asks for."""

    label: str
    action: Action


def with_forms(message: SlackMessage, *, outbound: OutboundId) -> SlackMessage:
    """The message with the reply's id in the buttons that open a dialog."""
    return replace(
        message, blocks=tuple(named_forms(block, outbound=outbound) for block in message.blocks)
    )


def named_forms(block: Block, *, outbound: OutboundId) -> Block:
    """The same for one block; a button whose name would be too long acts without its dialog."""
    elements = block.get("elements")
    if block.get("type") != "actions" or not isinstance(elements, list):
        return block
    return {**block, "elements": [_named(element, outbound=outbound) for element in elements]}


def _named(element: Block, *, outbound: OutboundId) -> Block:
    name = element.get("action_id")
    if not isinstance(name, str) or not name.endswith(FORM_SUFFIX):
        return element
    whole = f"{name}:{outbound}"
    if len(whole) > _ACTION_ID_CHARS or _PRESSED.fullmatch(whole) is None:
        whole = name.removesuffix(FORM_SUFFIX)
    return {**element, "action_id": whole}


def pressed_form(
    action_id: str, *, place: Place | None, message_ts: str, view: Json
) -> FormReference | None:
    """The button with a dialog that was pressed in a message or in the details of one."""
    found = _PRESSED.fullmatch(action_id)
    place = place or details_place(view)
    if found is None or place is None:
        return None
    return FormReference(
        outbound=OutboundId(found[2]), number=int(found[1]), place=place, message_ts=message_ts
    )


def sent_form(view: Json) -> FormReference | None:
    """The button whose dialog was sent off; None when its note is not one of ours."""
    try:
        found = json.loads(text_at(view, "private_metadata"))
        outbound, number, conversation, message_ts = found
    except (ValueError, TypeError):
        return None
    if not (
        isinstance(outbound, str)
        and isinstance(number, int)
        and isinstance(conversation, str)
        and _CONVERSATION.fullmatch(conversation)
        and isinstance(message_ts, str)
        and (not message_ts or _TS.fullmatch(message_ts))
    ):
        return None
    return FormReference(
        outbound=OutboundId(outbound),
        number=number,
        place=Place.of(conversation),
        message_ts=message_ts,
    )


def details_place(view: Json) -> Place | None:
    """Where the details in a dialog came from: its own note, which only we write."""
    context = text_at(view, "private_metadata")
    if text_at(view, "callback_id") != DETAILS_VIEW or not _CONVERSATION.fullmatch(context):
        return None
    return Place.of(context)


class Dialogs:
    """Makes dialogs out of stored replies, and actions out of what was filled in.

    Args:
        outbound: a stored reply by its id.
        may: who may use a button.
    """

    def __init__(self, *, outbound: GetOutbound, may: WhoMay) -> None:
        self._outbound = outbound
        self._may = may

    async def view(self, wanted: FormReference, *, workspace: str, user: str) -> Block | None:
        """The dialog; None when the button is not there any more, or not for this person."""
        offered = await self._offered(wanted, workspace=workspace, user=user)
        return None if offered is None else form_modal(offered[1], context=wanted.to_note())

    async def filled(
        self, wanted: FormReference, values: StateValues, *, workspace: str, user: str
    ) -> Filled | None:
        """What was asked for; None when the button is gone, or the answers do not fit it."""
        offered = await self._offered(wanted, workspace=workspace, user=user)
        if offered is None:
            return None
        choice, form, action = offered
        entered: Mapping[str, str] | None = read_form(form, values)
        if entered is None:
            return None
        arguments = {**action.arguments, **entered}
        return Filled(label=choice.label, action=replace(action, arguments=arguments))

    async def _offered(
        self, wanted: FormReference, *, workspace: str, user: str
    ) -> tuple[Choice, Form, Action] | None:
        outbound = await self._outbound(wanted.outbound)
        if outbound is None or not self._may(
            outbound, workspace=workspace, place=wanted.place, user=user
        ):
            return None
        choice = numbered(outbound.reply).find(wanted.number)
        if choice is None or choice.form is None or choice.action is None:
            return None
        return choice, choice.form, choice.action


def may_use(outbound: Outbound, *, workspace: str, place: Place, user: str) -> bool:
    """Whether this person may use the buttons of that reply in this place.

    In the conversation of the reply everybody who sees it; what is personal is its person's alone.
    A push stands in the direct conversation of its person, wherever it was addressed to.
    """
    address = outbound.address
    if (address.channel, address.workspace) != (ChannelName.SLACK, workspace):
        return False
    is_theirs = bool(outbound.recipient) and outbound.recipient == user
    if place.is_private:
        return is_theirs or Place.of(address.conversation).channel == place.channel
    if Place.of(address.conversation).channel != place.channel:
        return False
    return is_theirs or not outbound.reply.is_personal


def values_of(view: Json) -> StateValues:
    """What was entered in a dialog."""
    return object_at(view, "state", "values")
