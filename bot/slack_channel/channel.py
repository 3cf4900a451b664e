"""The outbound half: replies and progress into Slack."""

from __future__ import annotations

import structlog

from bot.lineage import LEFT_OUT, Editions, GetOutbound, lineage
from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.hearing import Place
from bot.slack_channel.live import LiveAnswers
from bot.slack_channel.people import People
from bot.slack_channel.pieces import pieces_of
from bot.slack_channel.revising import Revising
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
from domain.turns import Ambiguous, Delivery, Gone, Outbound, OutboundState, Retry, Sent, TurnEvent

log = structlog.get_logger(__name__)

_UNREACHABLE_S = 5.0
_PUSHED = frozenset(kind.value for kind in PushKind)
_NO_THREAD = frozenset({"thread_not_found", "invalid_thread_ts"})
_DEEPEST = 20


class SlackChannel(Channel):
    """Sends each reply once: it carries a mark by which it is found again."""

    def __init__(
        self,
        *,
        sending: Sending,
        revising: Revising,
        editions: Editions,
        outbound: GetOutbound,
        live: LiveAnswers,
        people: People,
        rooms: Rooms,
        courtesies: Courtesies,
    ) -> None:
        self._sending = sending
        self._revising = revising
        self._editions = editions
        self._outbound = outbound
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
            ref = await self._put(outbound, open_stream=open_stream)
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
        if ref is None:
            return Gone(reason=LEFT_OUT)
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
            if await self._home(outbound) is not None:
                return None  # an edit is only repeated
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

    # --- where it goes ------------------------------------------------------------------------

    async def _put(self, outbound: Outbound, *, open_stream: str | None) -> str | None:
        """Send or edit; its reference, None when it was left out."""
        home = await self._home(outbound)
        if home is not None:
            return await self._revise(outbound, home=home)
        if outbound.replaces is not None and not outbound.stands_alone:
            return None
        letter = await self._letter(outbound)
        try:
            return await self._sending.send(letter, open_stream=open_stream)
        except SlackRefused as refusal:
            if outbound.under is None or refusal.code not in _NO_THREAD:
                raise
            log.info("slack_thread_gone", outbound=outbound.id)
            letter = await self._letter(outbound, place=await self._place(outbound, alone=True))
            return await self._sending.send(letter, open_stream=open_stream)

    async def _revise(self, outbound: Outbound, *, home: Outbound) -> str | None:
        place = await self._place(home)
        refs: list[str] = []

        async def edit(state: Outbound) -> None:
            letter = await self._letter(state, place=place)
            refs.append(await self._revising.revise(letter, home=home, may_post=state.stands_alone))

        if not await self._editions.show(outbound, home=home, edit=edit):
            return await self._revising.reference(home)
        return refs[-1] or None

    async def _home(self, outbound: Outbound) -> Outbound | None:
        """The message that it is a state of; None when it is a message of its own."""
        if outbound.replaces is None:
            return None
        home = (await lineage(outbound, get=self._outbound))[-1]
        if home.id == outbound.id or home.address.workspace != outbound.address.workspace:
            return None
        # Nothing moves to where it was not addressed to.
        here, there = await self._place(outbound, alone=True), await self._place(home, alone=True)
        return home if here.channel == there.channel else None

    async def _place(self, outbound: Outbound, *, alone: bool = False, depth: int = 0) -> Place:
        """Where it goes; ``alone``: without the thread of another message."""
        place = Place.of(outbound.address.conversation)
        if outbound.kind in _PUSHED:
            # Not into the thread where the person happened to write last, nor into a channel.
            place = Place(channel=place.channel)
            if outbound.recipient and not place.is_private:
                place = await self._rooms.direct(outbound.address.workspace, outbound.recipient)
        if alone or outbound.under is None or depth >= _DEEPEST:
            return place
        root = await self._outbound(outbound.under)
        if root is None or root.state is not OutboundState.SENT:
            return place
        home = await self._home(root) or root
        there = await self._place(home, depth=depth + 1)
        ref = await self._revising.reference(home)
        if not ref or (home.address.workspace, there.channel) != (
            outbound.address.workspace,
            place.channel,
        ):
            return place
        return Place(channel=place.channel, thread=there.thread or ref)

    async def _letter(self, outbound: Outbound, *, place: Place | None = None) -> Letter:
        workspace = outbound.address.workspace
        place = place or await self._place(outbound)
        name = ""
        if outbound.reply.is_personal and outbound.recipient and not place.is_private:
            name = (await self._people.describe(workspace, outbound.recipient)).name
        after = outbound.reply_to or ""
        return Letter(
            outbound=outbound.id,
            workspace=workspace,
            pieces=pieces_of(outbound, place=place, name=name),
            after_ts=after if after.replace(".", "", 1).isdecimal() else "",
        )
