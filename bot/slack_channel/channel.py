"""The outbound half: replies and progress into Slack."""

from __future__ import annotations

import structlog

from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.hearing import Place
from bot.slack_channel.live import LiveAnswers
from bot.slack_channel.people import People
from bot.slack_channel.pieces import pieces_of
from bot.slack_channel.rooms import Rooms
from bot.slack_channel.sending import Letter, Sending
from bot.slack_channel.web_api import (
    MENDABLE,
    OPERATOR_S,
    SlackBusy,
    SlackRefused,
    SlackUnclear,
    SlackUnreachable,
)
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, TurnId
from domain.messages import Address
from domain.ports import Channel
from domain.pushes import PushKind
from domain.turns import Ambiguous, Delivery, Gone, Outbound, Retry, Sent, TurnEvent

log = structlog.get_logger(__name__)

_UNREACHABLE_S = 5.0
_PUSHED = frozenset(kind.value for kind in PushKind)


class SlackChannel(Channel):
    """Sends each reply once: it carries a mark by which it is found again."""

    def __init__(
        self,
        *,
        sending: Sending,
        live: LiveAnswers,
        people: People,
        rooms: Rooms,
        courtesies: Courtesies,
    ) -> None:
        self._sending = sending
        self._rooms = rooms
        self._live = live
        self._people = people
        self._courtesies = courtesies

    @property
    def can_find_sent(self) -> bool:
        return True

    @property
    def progress_gap_s(self) -> float:
        return 0.2  # what is shown is thinned where Slack's own limit is known

    async def deliver(self, outbound: Outbound) -> Delivery:
        open_stream = await self._live.end(outbound.id)
        address = outbound.address
        try:
            letter = await self._letter(outbound)
            ref = await self._sending.send(letter, open_stream=open_stream)
        except SlackBusy as busy:
            return Retry(after_s=busy.retry_after_s or 1.0)
        except SlackUnreachable:
            return Retry(after_s=_UNREACHABLE_S)
        except SlackUnclear as error:
            return Ambiguous(reason=str(error))
        except SlackRefused as refusal:
            if refusal.code in MENDABLE:
                log.error("slack_needs_the_operator", code=refusal.code)  # noqa: TRY400 - said all
                return Retry(after_s=OPERATOR_S)
            log.warning("slack_reply_refused", outbound=outbound.id, code=refusal.code)
            return Gone(reason=refusal.code)
        if outbound.kind == "reply":
            place = Place.of(address.conversation)
            self._courtesies.session(place, workspace=address.workspace, status="active")
        return Sent(provider_ref=ref)

    async def find_sent(self, outbound: Outbound) -> str | None:
        """What arrived is noted, so that only what is missing is sent.

        Raises:
            TemporaryFailure: Slack could not be asked.
        """
        try:
            return await self._sending.find(await self._letter(outbound))
        except SlackRefused as refusal:
            if refusal.code in MENDABLE:
                log.error("slack_needs_the_operator", code=refusal.code)  # noqa: TRY400 - said all
                raise TemporaryFailure(refusal.code, retry_after_s=OPERATOR_S) from refusal
            return None  # the conversation is gone; sending will find that out too

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        place = Place.of(address.conversation)
        outbound = OutboundId(f"out:{turn}")
        if self._live.put(outbound, workspace=address.workspace, place=place, event=event):
            self._courtesies.session(place, workspace=address.workspace, status="processing")

    async def _letter(self, outbound: Outbound) -> Letter:
        workspace = outbound.address.workspace
        place = Place.of(outbound.address.conversation)
        name = ""
        if outbound.kind in _PUSHED:
            # Not into the thread where the person happened to write last, nor into a channel.
            place = Place(channel=place.channel)
            if outbound.recipient and not place.is_private:
                place = await self._rooms.direct(workspace, outbound.recipient)
        if outbound.reply.is_personal and outbound.recipient and not place.is_private:
            name = (await self._people.describe(workspace, outbound.recipient)).name
        after = outbound.reply_to or ""
        return Letter(
            outbound=outbound.id,
            workspace=workspace,
            pieces=pieces_of(outbound, place=place, name=name),
            after_ts=after if after.replace(".", "", 1).isdecimal() else "",
        )
