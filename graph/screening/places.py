"""Where a report on a candidate goes, by the kind of conversation the files came through."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Address, ChannelName, InboundMessage
from domain.reply import Block, Buttons, Reply
from domain.screening.candidate import Batch
from domain.turns import Outbound, Turn
from graph.screening.actions import button
from graph.screening.card import Evaluated, details, headline

FEW = 2
"""So many candidates of a batch are shown whole where there are no threads; more as a card each."""

MOST_CARDS = 10
"""Candidates that are shown one by one where there are no threads; more get the summary only."""


class Manner(Enum):
    """How candidates of a batch are shown."""

    THREADS = auto()
    """A line in the channel, the rest in its thread."""
    CARDS = auto()
    """One message each."""
    SUMMARY_ONLY = auto()
    """The summary; single candidates on request."""


def place_of(message: InboundMessage) -> Address:
    """Where a batch is spoken about: in a channel the channel itself, not the upload's thread."""
    address = message.address
    if address.channel is ChannelName.SLACK and message.in_group:
        return replace(address, conversation=address.conversation.partition(":")[0])
    return address


def manner_of(batch: Batch, *, turn: Turn | None) -> Manner:
    """How the candidates of a batch are shown.

    Args:
        batch: its channel and size.
        turn: the turn that took it in; None when it is not kept any more, which counts as public.
    """
    channel = batch.address.channel
    if channel is ChannelName.EMAIL:
        return Manner.SUMMARY_ONLY
    if turn is None or turn.message.is_open_to_all:
        return Manner.SUMMARY_ONLY
    if channel is ChannelName.SLACK and turn.message.in_group:
        return Manner.THREADS
    return Manner.CARDS if batch.total <= MOST_CARDS else Manner.SUMMARY_ONLY


def report_messages(
    seen: Evaluated,
    *,
    place: Address,
    head: OutboundId,
    body: OutboundId | None,
    old_head: OutboundId | None,
    old_body: OutboundId | None,
    is_whole: bool,
) -> list[Outbound]:
    """The messages that show a candidate; a later run takes the place of the earlier one.

    Args:
        seen: what to show.
        place: the channel or chat.
        head: id of the first message.
        body: id of the one in its thread; None puts everything into the first.
        old_head: the message that ``head`` takes the place of.
        old_body: the same for ``body``.
        is_whole: whether the details follow at once where there is no thread.
    """
    first = headline(seen)
    if body is None:
        first = (*first, *(details(seen) if is_whole else (_more(seen),)))
    messages = [Outbound(id=head, address=place, reply=_shown(first), turn=None, replaces=old_head)]
    if body is not None:
        messages.append(
            Outbound(
                id=body,
                address=place,
                reply=_shown(details(seen)),
                turn=None,
                under=old_head or head,
                replaces=old_body,
            )
        )
    return messages


def _more(seen: Evaluated) -> Buttons:
    return Buttons(
        buttons=(button("Details", AgentId.SCREENING, "show", candidate=seen.candidate.id),)
    )


def _shown(blocks: tuple[Block, ...]) -> Reply:
    return Reply(blocks=blocks, agents=(), is_personal=False)
