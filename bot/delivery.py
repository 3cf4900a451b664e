"""One outbound message to its channel: looked up when in doubt, paced, settled."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Literal, Protocol

import structlog

from bot.lineage import LEFT_OUT, awaited
from bot.metrics import Metrics
from bot.pacing import Pacer
from domain.errors import TemporaryFailure
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.ports import Channel, OutboundStore
from domain.turns import (
    Ambiguous,
    Delivery,
    Gone,
    Outbound,
    OutboundState,
    Owed,
    Retry,
    SendPromise,
    Sent,
)

log = structlog.get_logger(__name__)

_LONGEST_LOOK_AWAY_S = 600.0
"""A message that has to wait is looked at again after so long: people change their wishes."""


class Permission(Protocol):
    """Says whether a message may leave now."""

    async def wait_s(self, outbound: OutboundId) -> float | None:
        """Seconds until it may leave, 0 when now; None: it is not wanted any more."""


class Outbox:
    """Sends what is owed, once per idempotency key wherever the channel can be asked.

    Where a channel cannot be asked whether a message arrived, ``AT_LEAST_ONCE`` sends again after
    a crash in the middle of a send, and ``AT_MOST_ONCE`` does not.
    """

    def __init__(
        self,
        *,
        outbound: OutboundStore,
        channels: Mapping[ChannelName, Channel],
        pacer: Pacer,
        doubt_s: float = 2.0,
        first_backoff_s: float = 1.0,
        longest_backoff_s: float = 300.0,
        metrics: Metrics | None = None,
        on_end: Callable[[OutboundId], None] | None = None,
        permission: Permission | None = None,
        patience_s: float = 600.0,
        unknown_patience_s: float = 60.0,
        look_again_s: float = 1.0,
    ) -> None:
        """See the class.

        Args:
            outbound: the messages owed.
            channels: those of this process.
            pacer: holds sends back.
            doubt_s: seconds before a look-up, so that a request that a dead process left on the
                wire has arrived by then.
            first_backoff_s: seconds before the second try; doubles with each further one.
            longest_backoff_s: the longest pause between tries, in seconds.
            metrics: counts deliveries.
            on_end: told about each message that :meth:`send` is done with, settled or not.
            permission: asked before every try; without it everything may leave at any time.
            patience_s: longest wait for the message that another one belongs to, seconds; then it
                is sent without it.
            unknown_patience_s: the same for the reply of a turn that has not ended yet.
            look_again_s: seconds between the first looks at that message.
        """
        self._patience_s = patience_s
        self._unknown_patience_s = unknown_patience_s
        self._look_again_s = look_again_s
        self._on_end = on_end
        self._permission = permission
        self._outbound = outbound
        self._channels = channels
        self._pacer = pacer
        self._doubt_s = doubt_s
        self._first_backoff_s = first_backoff_s
        self._longest_backoff_s = longest_backoff_s
        self._metrics = metrics
        self._in_doubt: set[OutboundId] = set()
        """Tried by this process without a clear "no", and not settled yet."""
        self._on_the_way: Counter[tuple[ChannelName, str, str]] = Counter()
        """Sends that are under way, by channel or chat."""
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    async def aclose(self, *, within_s: float = 4.0) -> None:
        """Let sends that are on their way arrive, and begin no further ones.

        A send that is cut off is in doubt, and where a channel cannot be asked it is repeated. What
        wants to be sent from now on waits to be cancelled, and is owed at the next start.

        Args:
            within_s: longest wait, seconds.
        """
        self._closed = True
        try:
            async with asyncio.timeout(within_s):
                await self._idle.wait()
        except TimeoutError:
            log.warning("sends_cut_off", count=self._calls)

    @asynccontextmanager
    async def _calling(self) -> AsyncIterator[None]:
        """Around every call of a channel, which must not be closed meanwhile."""
        if self._closed:
            await asyncio.get_running_loop().create_future()
        self._calls += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._calls -= 1
            if not self._calls:
                self._idle.set()

    async def send(self, outbound_id: OutboundId, *, ambiguous: bool) -> Outbound | None:
        """Send until it is settled; the row as it was, None when there is nothing to send (to).

        A message to a channel that this process does not have stays waiting.
        """
        try:
            return await self._send(outbound_id, ambiguous=ambiguous)
        finally:
            if self._on_end is not None:
                self._on_end(outbound_id)

    async def _send(self, outbound_id: OutboundId, *, ambiguous: bool) -> Outbound | None:
        outbound = await self._outbound.get(outbound_id)
        if outbound is None or outbound.state is not OutboundState.WAITING:
            self._in_doubt.discard(outbound_id)
            return outbound
        channel = self._channels.get(outbound.address.channel)
        if channel is None:
            log.warning(
                "delivery_left_waiting", outbound=outbound_id, channel=outbound.address.channel
            )
            return None
        if _is_silent(outbound, channel):
            await self._settle(outbound, OutboundState.SENT, None)
            return outbound
        # Our caller may be here again because the store failed after the message had left.
        ambiguous = ambiguous or outbound_id in self._in_doubt
        settled = await self._until_settled(outbound, channel, ambiguous=ambiguous)
        if settled is None:
            log.info("delivery_not_owed_any_more", outbound=outbound_id)
            self._in_doubt.discard(outbound_id)
            return None
        await self._settle(outbound, *settled)
        return outbound

    async def send_once(self, outbound: Outbound) -> Owed | None:
        """Try a message that was never tried; None when that settled it."""
        channel = self._channels.get(outbound.address.channel)
        if channel is None:
            return Owed(outbound=outbound.id, ambiguous=False)
        if _is_silent(outbound, channel):
            await self._settle(outbound, OutboundState.SENT, None)
            return None
        if await awaited(outbound, get=self._outbound.get) is not None:
            return Owed(outbound=outbound.id, ambiguous=False)
        if self._on_the_way[_room(outbound.address)]:
            # A channel takes about a message a second: whoever waits for it here holds one of the
            # few places where turns are answered, and other people's turns behind it.
            return Owed(outbound=outbound.id, ambiguous=False)
        await self._pacer.acquire(outbound.address)
        match await self._try(outbound, channel):
            case Sent(provider_ref=reference):
                await self._settle(outbound, OutboundState.SENT, reference)
            case Gone():
                await self._settle(outbound, OutboundState.GONE, None)
            case Retry(after_s=after_s):
                self._pacer.hold(outbound.address, for_s=after_s)
                return Owed(outbound=outbound.id, ambiguous=False)
            case Ambiguous():
                return Owed(outbound=outbound.id, ambiguous=True)
        return None

    async def _settle(
        self, outbound: Outbound, state: OutboundState, reference: str | None
    ) -> None:
        await self._outbound.settle(outbound.id, state=state, provider_ref=reference)
        self._in_doubt.discard(outbound.id)
        log.info("reply_settled", outbound=outbound.id, state=state)
        if self._metrics is not None:
            self._metrics.delivery_settled(outbound.address.channel, state)

    async def _until_settled(
        self, outbound: Outbound, channel: Channel, *, ambiguous: bool
    ) -> tuple[OutboundState, str | None] | None:
        """What became of it; None when it is not owed any more."""
        failures = 0
        await self._until_earlier_is_sent(outbound)
        while True:
            if ambiguous:
                known = await self._settle_doubt(outbound, channel)
                if known is not None:
                    return known
            await self._pacer.acquire(outbound.address)
            # That may have taken hours, in which the person may have erased themselves, or the
            # conversation may have got another id.
            current = await self._outbound.get(outbound.id)
            if current is None or current.state is not OutboundState.WAITING:
                return None
            outbound = current
            wait_s = 0.0
            if self._permission is not None:
                allowed = await self._permission.wait_s(outbound.id)
                if allowed is None:
                    return OutboundState.GONE, None
                wait_s = allowed
            if wait_s > 0:
                ambiguous = False  # what became of an earlier try was found out above
                await asyncio.sleep(min(wait_s, _LONGEST_LOOK_AWAY_S))
                continue
            match await self._try(outbound, channel):
                case Sent(provider_ref=reference):
                    return OutboundState.SENT, reference
                case Gone():
                    return OutboundState.GONE, None
                case Retry(after_s=after_s):
                    ambiguous = False
                    self._pacer.hold(outbound.address, for_s=after_s)
                case Ambiguous():
                    ambiguous = True
                    await asyncio.sleep(self._backoff_s(failures))
            failures += 1

    async def _until_earlier_is_sent(self, outbound: Outbound) -> None:
        """Wait for the message that it replaces or stands under, but not for ever.

        The address is not held meanwhile: what is waited for may go to the same one.
        """
        if outbound.under is None and outbound.replaces is None:
            return
        now = asyncio.get_running_loop().time
        began = now()
        while (earlier := await awaited(outbound, get=self._outbound.get)) is not None:
            waits_for, state = earlier
            most_s = self._patience_s if state == "waiting" else self._unknown_patience_s
            waited_s = now() - began
            if waited_s >= most_s:
                log.warning("delivery_without_earlier", outbound=outbound.id, earlier=waits_for)
                return
            # Every second at first; many messages may wait for one whose person is away.
            slower = 1.0 + min(waited_s / 10.0, 9.0)
            await asyncio.sleep(self._look_again_s * slower)

    async def _try(self, outbound: Outbound, channel: Channel) -> Delivery:
        room = _room(outbound.address)
        self._on_the_way[room] += 1
        try:
            async with self._calling():
                self._in_doubt.add(outbound.id)
                result = await channel.deliver(outbound)
        except TemporaryFailure as error:
            # The channel does not say whether the request had left: assume that it had.
            result = Ambiguous(reason=type(error).__name__)
        finally:
            self._on_the_way[room] -= 1
            if not self._on_the_way[room]:
                del self._on_the_way[room]
        if isinstance(result, Retry | Gone):
            self._in_doubt.discard(outbound.id)
        if isinstance(result, Gone) and result.reason == LEFT_OUT:
            log.info("progress_left_out", outbound=outbound.id)
        elif not isinstance(result, Sent):
            log.warning("delivery_not_confirmed", outbound=outbound.id, result=result)
            if self._metrics is not None and not isinstance(result, Gone):
                why: Literal["retry", "doubt"] = "retry" if isinstance(result, Retry) else "doubt"
                self._metrics.delivery_postponed(outbound.address.channel, why)
        return result

    async def _settle_doubt(
        self, outbound: Outbound, channel: Channel
    ) -> tuple[OutboundState, str | None] | None:
        """What became of an earlier send; None when it has to be sent (again)."""
        if not channel.can_find_sent:
            if outbound.promise is SendPromise.AT_MOST_ONCE:
                if not await channel.may_have_left(outbound):
                    return None  # it was only waiting for its turn
                log.warning("delivery_unknown", outbound=outbound.id)
                return OutboundState.UNKNOWN, None
            log.warning("delivery_repeated_in_doubt", outbound=outbound.id)
            return None
        await asyncio.sleep(self._doubt_s)
        failures = 0
        while True:
            try:
                async with self._calling():
                    reference = await channel.find_sent(outbound)
            except TemporaryFailure as error:
                pause_s = error.retry_after_s or self._backoff_s(failures)
                failures += 1
                await asyncio.sleep(pause_s)
                continue
            return None if reference is None else (OutboundState.SENT, reference)

    def _backoff_s(self, failures: int) -> float:
        # Capped before the power, which would overflow after a thousand failures.
        return float(min(self._first_backoff_s * 2 ** min(failures, 16), self._longest_backoff_s))


def _is_silent(outbound: Outbound, channel: Channel) -> bool:
    """Whether there is nothing to say: another reply has said it already."""
    return not outbound.reply.blocks and not channel.wants_every_reply


def _room(address: Address) -> tuple[ChannelName, str, str]:
    """What is paced together: a channel or chat with all its threads."""
    return (address.channel, address.workspace, address.conversation.partition(":")[0])
