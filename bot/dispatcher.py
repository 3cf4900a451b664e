"""From an accepted message to its delivered reply: the only place that knows the whole journey."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot import apologies
from bot.delivery import Outbox
from bot.metrics import Metrics
from bot.pacing import ProgressFeed
from domain.errors import CareerGiniError, Defect, TemporaryFailure, UserMistake
from domain.ids import ConversationId, OutboundId, TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Channel, DurableEngine, Intake, OutboundStore, Supervisor, TurnStore
from domain.reply import Reply
from domain.turns import (
    Accepted,
    Dialogue,
    Outbound,
    OutboundState,
    Owed,
    PartialText,
    SendPromise,
    Turn,
    TurnEvent,
)

log = structlog.get_logger(__name__)

HISTORY_LINES = 12
"""Lines of the conversation that a supervisor gets: a turn costs the same at any length."""

ACCEPTED_AT_ONCE = 2
"""Messages being accepted at the same time: it is work for the processor and the database, so more
of it side by side is not quicker, but makes whoever waits for an acknowledgement wait longer."""


class Dispatcher(Intake):
    """Accepts messages, runs their turns one at a time per conversation, and delivers replies.

    Everything here may run again after a crash: the stores and the engine know their ids.
    """

    def __init__(
        self,
        *,
        turns: TurnStore,
        outbound: OutboundStore,
        supervisor: Supervisor,
        channels: Mapping[ChannelName, Channel],
        outbox: Outbox,
        turn_timeout_s: float = 600.0,
        retry_pause_s: float = 1.0,
        metrics: Metrics | None = None,
        let_arrivals_pass: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """See the class; call :meth:`use` with the engine before anything else.

        Args:
            turns: accepted messages and their history.
            outbound: messages owed.
            supervisor: the one door to the agents.
            channels: those of this process, for progress.
            outbox: sends what is owed.
            turn_timeout_s: a turn that takes longer, in seconds, ends with an apology.
            retry_pause_s: seconds before the one retry of a turn that failed temporarily.
            metrics: counts turns.
            let_arrivals_pass: waited for before a turn begins, so that acknowledgements come first.
        """
        self._turns = turns
        self._outbound = outbound
        self._supervisor = supervisor
        self._channels = channels
        self._outbox = outbox
        self._turn_timeout_s = turn_timeout_s
        self._retry_pause_s = retry_pause_s
        self._metrics = metrics
        self._let_arrivals_pass = let_arrivals_pass
        self._engine: DurableEngine | None = None
        self._answering: dict[ConversationId, _Answering] = {}
        self._stops: set[TurnId] = set()
        self._arrivals: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._accepting = asyncio.Semaphore(ACCEPTED_AT_ONCE)

    def use(self, engine: DurableEngine) -> None:
        """Name the engine, which in turn calls ``run_turn`` and ``deliver`` of this object."""
        self._engine = engine

    @property
    def is_answering(self) -> bool:
        """Whether a turn is being answered now."""
        return bool(self._answering)

    # --- accept -------------------------------------------------------------------------------

    async def accept(self, message: InboundMessage) -> Accepted:
        """Store and enqueue; after that the channel may acknowledge.

        A "stop" also ends the conversation's running turn at once.
        """
        engine = self._required_engine()
        # One arrival at a time per conversation: a later message must not be queued first.
        arrival = self._arrivals.setdefault(message.address, asyncio.Lock())
        async with arrival, self._accepting:
            accepted = await self._turns.accept(message)
            turn = accepted.turn
            await engine.enqueue_turn(turn.id, conversation=turn.conversation)
        log.info("message_accepted", turn=turn.id, is_new=accepted.is_new)
        if accepted.is_new and apologies.may_stop(message) and self._is_at_work_for(turn):
            self.cancel(turn.conversation)
            self._stops.add(turn.id)
        return accepted

    def _is_at_work_for(self, turn: Turn) -> bool:
        """Whether the conversation's running turn is of the same person: groups share one."""
        answering = self._answering.get(turn.conversation)
        # Not the user id: the running turn may be the one that makes two accounts one.
        return answering is not None and answering.turn.message.sender == turn.message.sender

    async def resume_unfinished(self) -> int:
        """Enqueue what was accepted or owed when the last process ended, then start the engine.

        Call it when the channels can deliver and before any of them accepts, so that nothing
        overtakes what is already owed. Returns how many were enqueued.
        """
        engine = self._required_engine()
        resumed = 0
        for turn in await self._turns.unfinished():
            await engine.enqueue_turn(turn.id, conversation=turn.conversation, again=True)
            resumed += 1
        for outbound_id in await self._outbound.waiting():
            outbound = await self._outbound.get(outbound_id)
            if outbound is None or outbound.address.channel not in self._channels:
                continue  # owed in a channel of another process or of a later start
            await engine.enqueue_outbound(
                outbound_id,
                partition=await self._partition(outbound),
                # One that must not be sent twice runs only if the engine never had it.
                again=outbound.promise is SendPromise.AT_LEAST_ONCE,
            )
            resumed += 1
        if resumed:
            log.info("unfinished_work_resumed", count=resumed)
        await engine.start()
        return resumed

    async def _partition(self, outbound: Outbound) -> str:
        turn = await self._turns.turn(outbound.turn) if outbound.turn is not None else None
        return turn.conversation if turn is not None else outbound.id

    # --- run ----------------------------------------------------------------------------------

    async def run_turn(self, turn_id: TurnId, *, deliver_now: bool) -> Owed | None:
        """Answer a turn, store the reply and send it if nothing older waits; what is still owed.

        Why here and not always through the outbox: the engine's queues cost more than everything
        else in a turn, and a reply that is sent at once needs none. The stored reply is the
        intent: a second run that finds it knows that a send may have left the machine.

        Raises:
            TemporaryFailure: the stores did not answer; the engine tries again.
        """
        stored = await self._outbound.get(OutboundId(f"out:{turn_id}"))
        if stored is not None:
            if stored.state is OutboundState.WAITING:
                return Owed(outbound=stored.id, ambiguous=True)
            await self._forget_erased(stored)
            return None
        turn = await self._turns.turn(turn_id)
        if turn is None:
            return None
        if self._let_arrivals_pass is not None:
            await self._let_arrivals_pass()
        began = asyncio.get_running_loop().time()
        dialogue = await self._turns.dialogue(turn, last=HISTORY_LINES)
        outbound = await self._turns.finish(turn, await self._reply(turn, dialogue))
        if self._metrics is not None:
            elapsed_s = asyncio.get_running_loop().time() - began
            self._metrics.turn_answered(turn.message.address.channel, elapsed_s=elapsed_s)
        if outbound.state is not OutboundState.WAITING:
            # Erased while it was answered, or answered by another run: nobody is owed this.
            await self._forget_erased(outbound)
            return None
        if not deliver_now:
            return Owed(outbound=outbound.id, ambiguous=False)
        owed = await self._outbox.send_once(outbound)
        if owed is None:
            await self._forget_erased(outbound)
        return owed

    async def give_up(self, turn_id: TurnId) -> Owed | None:
        """Store an apology for a turn that took the process down; None when it has its reply."""
        if await self._outbound.get(OutboundId(f"out:{turn_id}")) is not None:
            return None
        turn = await self._turns.turn(turn_id)
        if turn is None:
            return None
        reference = _reference()
        log.error("turn_given_up", turn=turn_id, reference=reference)
        outbound = await self._turns.finish(turn, apologies.failed(turn, reference=reference))
        await self._supervisor.forget(turn_id)
        return Owed(outbound=outbound.id, ambiguous=False)

    def cancel(self, conversation: ConversationId) -> bool:
        """Stop the running turn; its reply says what was kept. False when nothing runs here."""
        answering = self._answering.get(conversation)
        if answering is None:
            return False
        answering.stop()
        log.info("turn_stopped", turn=answering.turn.id)
        return True

    async def _reply(self, turn: Turn, dialogue: Dialogue) -> Reply:
        if turn.id in self._stops:
            self._stops.discard(turn.id)
            return apologies.nothing_more()
        if apologies.is_stop(turn.message):
            return apologies.nothing_runs()
        if apologies.says_only_notes(turn.message):
            return apologies.notes(turn.message)
        try:
            asked = await self._asked(turn)
        except UserMistake as mistake:
            return apologies.mistake(mistake)
        async with self._progress(turn) as events:
            answering = _Answering(turn=turn, events=events)
            self._answering[turn.conversation] = answering
            try:
                return await self._answer(asked, dialogue, answering)
            finally:
                self._answering.pop(turn.conversation, None)

    async def _answer(self, asked: Turn, dialogue: Dialogue, answering: _Answering) -> Reply:
        try:
            async with asyncio.timeout(self._turn_timeout_s):
                try:
                    return await answering.run(self._supervisor, asked, dialogue)
                except TemporaryFailure as error:
                    log.warning("turn_retried", turn=asked.id, error=type(error).__name__)
                    await asyncio.sleep(error.retry_after_s or self._retry_pause_s)
                    return await answering.run(self._supervisor, asked, dialogue)
        except _Stopped:
            return apologies.stopped(answering.turn, partial=answering.partial)
        except UserMistake as mistake:
            return apologies.mistake(mistake)
        except TimeoutError:
            reference = _reference()
            log.warning("turn_timed_out", turn=asked.id, reference=reference)
            return apologies.too_slow(answering.turn, reference=reference)
        except Exception as error:
            # The one broad boundary: whatever broke, the person gets an answer.
            reference = _reference()
            # No traceback and no foreign message: they may quote a resume.
            log.error(  # noqa: TRY400
                "turn_failed",
                turn=asked.id,
                reference=reference,
                error=type(error).__name__,
                where=_where(error),
                reason=str(error) if isinstance(error, Defect) else None,
            )
            return apologies.failed(answering.turn, reference=reference)

    async def _asked(self, turn: Turn) -> Turn:
        """The turn with the words it is about: those of an earlier one for "Try again"."""
        earlier_id = apologies.resends(turn.message)
        if earlier_id is None:
            return turn
        earlier = await self._turns.turn(earlier_id)
        # The id comes from a button's payload, which a person can forge.
        if earlier is None or (earlier.conversation, earlier.user) != (
            turn.conversation,
            turn.user,
        ):
            raise UserMistake("That message is not here any more. Please send it again.")
        return replace(turn, message=replace(earlier.message, address=turn.message.address))

    @asynccontextmanager
    async def _progress(self, turn: Turn) -> AsyncIterator[ProgressFeed | None]:
        channel = self._channels.get(turn.message.address.channel)
        if channel is None:
            yield None
            return
        feed = ProgressFeed(
            channel=channel,
            address=turn.message.address,
            turn=turn.id,
            gap_s=channel.progress_gap_s,
        )
        try:
            yield feed
        finally:
            await feed.aclose()

    # --- deliver ------------------------------------------------------------------------------

    async def deliver(self, outbound_id: OutboundId, *, ambiguous: bool) -> None:
        """Send one owed message from the outbox, however long it takes."""
        outbound = await self._outbox.send(outbound_id, ambiguous=ambiguous)
        if outbound is not None:
            await self._forget_erased(outbound)

    async def _forget_erased(self, outbound: Outbound) -> None:
        """After its last reply nothing stays of a turn that erased its own user."""
        if not outbound.reply.erased_user or outbound.turn is None:
            return
        engine = self._required_engine()
        await self._supervisor.forget(outbound.turn)
        await self._turns.forget_turn(outbound.turn)
        await engine.forget(outbound.turn)
        await engine.forget(outbound.id)

    def _required_engine(self) -> DurableEngine:
        if self._engine is None:
            raise Defect("the dispatcher was used before it was given its engine")
        return self._engine


class _Stopped(CareerGiniError):
    """The person said stop."""


class _Answering:
    """The supervisor at work on one turn, so that it can be stopped from outside."""

    def __init__(self, *, turn: Turn, events: ProgressFeed | None) -> None:
        self.turn = turn
        self.partial = ""
        self._events = events
        self._task: asyncio.Task[Reply] | None = None
        self._stopped = False

    async def run(self, supervisor: Supervisor, asked: Turn, dialogue: Dialogue) -> Reply:
        """The supervisor's reply. Raises _Stopped."""
        if self._stopped:
            raise _Stopped
        work = asyncio.ensure_future(supervisor.answer(asked, dialogue, events=self._note))
        self._task = work
        try:
            return await work
        except asyncio.CancelledError:
            current = asyncio.current_task()
            # Cancelled from within by stop(), or from above by the timeout or a shutdown.
            if self._stopped and not (current and current.cancelling()):
                raise _Stopped from None
            raise
        finally:
            work.cancel()

    def stop(self) -> None:
        """Cancel the work."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()

    async def _note(self, event: TurnEvent) -> None:
        if isinstance(event, PartialText):
            self.partial = event.text
        if self._events is not None:
            await self._events(event)


def _reference() -> str:
    return secrets.token_hex(3).upper()


def _where(error: BaseException) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return "unknown"
    return f"{frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}"
