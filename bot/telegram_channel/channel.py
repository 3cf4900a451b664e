"""The outbound half: an outbound message becomes Telegram messages, each of them once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.lineage import LEFT_OUT, Editions, GetOutbound, lineage
from bot.rendering.telegram import TelegramMessage
from bot.telegram_channel.asked import Askers
from bot.telegram_channel.identity import Identity
from bot.telegram_channel.places import Place, place_of
from bot.telegram_channel.plan import (
    Part,
    Planner,
    asking_to_begin,
    is_picture,
    missing,
    typed_numbers,
    unsendable,
)
from bot.telegram_channel.progress import Progress
from bot.telegram_channel.revising import Revising, message_in, reference_of
from bot.telegram_channel.sending import MovedTo, NotThere, Outcome, Posted, Sender, is_blocked
from domain.channel_ports import Account, AccountStore, PartStore
from domain.errors import CareerGiniError
from domain.ids import TurnId
from domain.messages import Address, ChannelName
from domain.ports import BlobStore, Channel
from domain.pushes import PushKind
from domain.turns import (
    Ambiguous,
    Delivery,
    Gone,
    Outbound,
    OutboundState,
    PartState,
    Retry,
    SendPromise,
    Sent,
    SentPart,
    TurnEvent,
)

_log = structlog.get_logger(__name__)

_REMEMBERED = 5_000
_PUSHED = frozenset(kind.value for kind in PushKind)
_DRAFT_ENDS_S = 2.0
"""How long an answer waits for a draft that is on its way."""
_MOVES = 2
"""How often a chat may say within one delivery that it has another id."""


class _NotShown(CareerGiniError):
    """A state could not be shown; why is an outcome."""

    def __init__(self, outcome: Outcome | Sent) -> None:
        super().__init__("a state was not shown")
        self.outcome = outcome


class TelegramChannel(Channel):
    """Sends replies part by part and remembers which parts are there.

    Telegram cannot be asked whether a message arrived. So after a crash or a broken connection in
    the middle of a send, ``AT_LEAST_ONCE`` repeats that one part and no other; ``AT_MOST_ONCE``
    leaves it and what follows it unsent.

    Args:
        identity: the bot.
        sender: puts messages into chats, paced.
        planner: what a message becomes.
        progress: what is shown meanwhile; it stops before the reply.
        parts: what was sent already.
        blobs: files to send.
        accounts: who can be written to, and where groups moved to.
        askers: whom a turn answers.
        outbound: a stored message by its id.
        timeout_s: longest wait for a call that shows progress, seconds.
    """

    def __init__(
        self,
        *,
        identity: Identity,
        sender: Sender,
        planner: Planner,
        progress: Progress,
        parts: PartStore,
        blobs: BlobStore,
        accounts: AccountStore,
        askers: Askers,
        outbound: GetOutbound,
        timeout_s: float,
    ) -> None:
        self._outbound = outbound
        self._editions = Editions(parts=parts, get=outbound)
        self._revising = Revising(sender=sender, parts=parts)
        self._identity = identity
        self._sender = sender
        self._planner = planner
        self._progress = progress
        self._parts = parts
        self._blobs = blobs
        self._accounts = accounts
        self._askers = askers
        self._timeout_s = timeout_s
        self._moved: dict[int, int] = {}
        self._typed: OrderedDict[str, frozenset[int]] = OrderedDict()

    @property
    def can_find_sent(self) -> bool:
        return False

    @property
    def progress_gap_s(self) -> float:
        """Short: how often something is shown is decided in ``progress``, per kind of chat."""
        return 0.1

    async def find_sent(self, outbound: Outbound) -> str | None:
        """Telegram has no way to look a message up."""
        del outbound
        return None

    async def may_have_left(self, outbound: Outbound) -> bool:
        """Whether a call that may have put it there was begun; waiting for its turn is none."""
        parts = await self._parts.parts(outbound.id)
        return any(part.state is PartState.TRYING for part in parts)

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        place = self._place(address.conversation)
        if place is not None:
            self._progress.note(place, turn, event)

    def is_typed(self, conversation: str, number: int) -> bool:
        """Whether the last reply asked to type this number, for want of room for a button."""
        return number in self._typed.get(conversation, frozenset())

    def now_at(self, chat_id: int) -> int:
        """The id that a chat has now, as far as this process was told."""
        return self._moved.get(chat_id, chat_id)

    async def deliver(self, outbound: Outbound) -> Delivery:
        """Send what is not there yet."""
        outbound = _alone_with(outbound)
        place = self._place(outbound.address.conversation)
        if place is None:
            return Gone(reason="not a chat of Telegram")
        if outbound.turn is not None:
            # A status in a group has to be known before it can become the answer; a late draft in
            # a private chat only fades away.
            within_s = self._timeout_s if place.is_group else min(self._timeout_s, _DRAFT_ENDS_S)
            await self._progress.finish(outbound.turn, within_s=within_s)
        outcome: Outcome | Sent = MovedTo(chat_id=place.chat_id)
        for _ in range(_MOVES + 1):
            outcome = await self._deliver_to(place, outbound)
            if not isinstance(outcome, MovedTo):
                break
            place = await self.move(place, Place(chat_id=outcome.chat_id))
        match outcome:
            case Sent() | Retry() | Ambiguous():
                return outcome
            case Gone(reason=reason):
                await self._note_gone(place, reason)
                return outcome
            case _:
                return Retry(after_s=60.0)

    async def move(self, old: Place, new: Place) -> Place:
        """A group has another id from now on: the place to write to."""
        self._moved[old.chat_id] = new.chat_id
        await self._accounts.move_conversation(
            channel=ChannelName.TELEGRAM,
            workspace=self._identity.workspace,
            old=Place(chat_id=old.chat_id).conversation,
            new=Place(chat_id=new.chat_id).conversation,
        )
        _log.info("chat_moved")
        return new

    async def _deliver_to(self, place: Place, outbound: Outbound) -> Outcome | Sent:
        home = await self._home(outbound, place)
        if home is not None:
            return await self._revise(outbound, place, home=home)
        if outbound.replaces is not None and not outbound.stands_alone:
            return Gone(reason=LEFT_OUT)
        return await self._send(outbound, await self._plan(outbound, place))

    async def _plan(self, outbound: Outbound, place: Place) -> Sequence[Part]:
        asker = self._askers.of(outbound.turn)
        return await self._planner.plan(
            outbound,
            place,
            name=asker.name if asker is not None else "",
            username=self._identity.username,
            under=await self._root(outbound, place),
        )

    async def _home(self, outbound: Outbound, place: Place) -> Outbound | None:
        """The message that it is a state of; None when it is a message of its own."""
        if outbound.replaces is None:
            return None
        home = (await lineage(outbound, get=self._outbound))[-1]
        # Nothing moves to where it was not addressed to.
        is_here = home.id != outbound.id and self._chat_of(home) == place.chat_id
        return home if is_here else None

    async def _root(self, outbound: Outbound, place: Place) -> int | None:
        """The message of this chat that it belongs under."""
        if outbound.under is None:
            return None
        root = await self._outbound(outbound.under)
        if root is None or root.state is not OutboundState.SENT:
            return None
        home = await self._home(root, place) or root
        if self._chat_of(home) != place.chat_id:
            return None
        return await self._revising.reference(home, place)

    def _chat_of(self, outbound: Outbound) -> int | None:
        if outbound.address.workspace != self._identity.workspace:
            return None
        place = self._place(_alone_with(outbound).address.conversation)
        return None if place is None else place.chat_id

    async def _revise(self, outbound: Outbound, place: Place, *, home: Outbound) -> Outcome | Sent:
        """Show it in place of what is there, unless a newer state is."""
        references: list[str] = []

        async def edit(state: Outbound) -> None:
            parts = await self._plan(state, place)
            words = [part for part in parts if isinstance(part.content, TelegramMessage)]
            public = [part for part in words if not part.is_private_copy]
            outcome = await self._revising.revise(
                public, home=home, place=place, may_post=state.stands_alone
            )
            if not isinstance(outcome, Posted):
                raise _NotShown(outcome)
            self._note_typed(public)
            if rest := [part for part in parts if part not in public]:
                sent = await self._send(state, rest)
                if not isinstance(sent, Sent):
                    raise _NotShown(sent)
            references.append(str(outcome.message_id))

        try:
            if await self._editions.show(outbound, home=home, edit=edit):
                return Sent(provider_ref=references[-1])
        except _NotShown as refused:
            is_gone = isinstance(refused.outcome, NotThere)
            return Gone(reason=LEFT_OUT) if is_gone else refused.outcome
        reference = await self._revising.reference(home, place)
        return Sent(provider_ref=str(reference or ""))

    async def _send(self, outbound: Outbound, parts: Sequence[Part]) -> Outcome | Sent:
        done = {
            part.part: part
            for part in await self._parts.parts(outbound.id)
            if part.state is not PartState.TRYING
        }
        self._note_typed(parts)
        references: dict[int, str] = {}
        private_works = True
        for part in parts:
            known = done.get(part.number)
            if known is not None and known.state is PartState.SENT:
                references[part.number] = known.provider_ref
            elif part.is_private_copy and not private_works:
                continue
            else:
                if not private_works:
                    part = asking_to_begin(part)
                outcome = await self._put(part, known, outbound)
                if not isinstance(outcome, Posted | Ambiguous) and _is_once(outbound):
                    await self._parts.drop_part(outbound.id, part=part.number)
                if isinstance(outcome, Gone) and part.is_private_copy:
                    # They never opened a chat with the bot, or blocked it: the button remains.
                    private_works = False
                    await self._note_gone(part.place, outcome.reason)
                    continue
                if not isinstance(outcome, Posted):
                    return outcome
                reference = reference_of(part, outcome)
                await self._parts.note_part(
                    outbound.id, part=part.number, state=PartState.SENT, provider_ref=reference
                )
                references[part.number] = reference
        # The first in the conversation itself; its private copies were sent before it.
        # With nothing but private copies that nobody can be sent, there is none.
        first = references[min(references)] if references else ""
        return Sent(provider_ref=first.rpartition("/")[2])

    async def _put(self, part: Part, known: SentPart | None, outbound: Outbound) -> Outcome:
        content = part.content
        live = message_in(known, part.place) if known is not None else None
        if live is not None:
            if isinstance(content, TelegramMessage):
                outcome = await self._sender.edit(part.place, live, content, link=part.link)
                if not isinstance(outcome, NotThere):
                    return outcome
            else:
                await self._sender.delete(part.place, live)
            await self._parts.drop_part(outbound.id, part=part.number)

        async def note_try() -> None:
            await self._parts.note_part(
                outbound.id, part=part.number, state=PartState.TRYING, provider_ref=""
            )

        before = note_try if _is_once(outbound) else None
        if isinstance(content, TelegramMessage):
            return await self._sender.send(
                part.place, content, reply_to=part.reply_to, link=part.link, before=before
            )
        stored = await self._blobs.get(content.blob)
        if stored is None:
            return await self._sender.send(
                part.place, missing(content), reply_to=part.reply_to, before=before
            )
        outcome = await self._sender.send_file(
            part.place,
            stored,
            name=content.name,
            caption=content.caption,
            is_picture=is_picture(content),
            reply_to=part.reply_to,
            before=before,
        )
        if isinstance(outcome, NotThere):
            return await self._sender.send(
                part.place, unsendable(content), reply_to=part.reply_to, before=before
            )
        return outcome

    def _place(self, conversation: str) -> Place | None:
        place = place_of(conversation)
        if place is None:
            return None
        moved = self._moved.get(place.chat_id)
        return place if moved is None else Place(chat_id=moved)

    def _note_typed(self, parts: Sequence[Part]) -> None:
        for conversation in {part.place.conversation for part in parts}:
            here = [part for part in parts if part.place.conversation == conversation]
            self._typed[conversation] = typed_numbers(here)
            self._typed.move_to_end(conversation)
        while len(self._typed) > _REMEMBERED:
            self._typed.popitem(last=False)

    async def _note_gone(self, place: Place, reason: str) -> None:
        _log.info("chat_unreachable", reason=reason)
        if not place.is_group and is_blocked(reason):
            account = Account(
                channel=ChannelName.TELEGRAM,
                workspace=self._identity.workspace,
                sender=str(place.chat_id),
            )
            await self._accounts.note_reachable(account, reachable=False)


def _alone_with(outbound: Outbound) -> Outbound:
    """A push goes into the private chat, not into the group where the person wrote last."""
    if outbound.kind not in _PUSHED:
        return outbound
    place = place_of(outbound.address.conversation)
    private = place_of(outbound.recipient) if outbound.recipient else None
    if place is None or private is None or private.is_group:
        return outbound  # a private chat has the id of the person already
    chat_id = private.chat_id if place.is_group else place.chat_id
    conversation = Place(chat_id=chat_id).conversation
    return replace(outbound, address=replace(outbound.address, conversation=conversation))


def _is_once(outbound: Outbound) -> bool:
    """Whether it must not be sent again while nobody knows; only then a try costs a note."""
    return outbound.promise is SendPromise.AT_MOST_ONCE
