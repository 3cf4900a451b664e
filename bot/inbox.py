"""From a raw event to its handler: committed before it is acknowledged, then one lane at a time.

Arrivals that come close together share one commit (group commit): a single event waits for nobody,
a thousand cost a few dozen transactions.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, Literal

import structlog

from bot.metrics import Metrics
from domain.channel_ports import EventHandler, Inbox, InboxStore, RawEvent, StoredEvent
from domain.errors import CareerGiniError, TemporaryFailure
from domain.messages import ChannelName
from domain.ports import Clock

log = structlog.get_logger(__name__)

_Lane = tuple[ChannelName, str, str]

MOST_AT_ONCE = 128  # events per commit
_LONGEST_PAUSE_S = 60.0
_LONGEST_POLITENESS_S = 0.25
_LONGEST_BUNDLE = 10  # quiet periods: nobody's album may grow forever
STALE_AFTER = timedelta(minutes=2)
"""An event this old that nobody here holds was left by a process that died."""


class EventInbox(Inbox):
    """Takes events in and hands them to their channel's handler, each lane in order.

    Use within :meth:`running`. Handlers run again after a crash or a failure, so what they do has
    to be idempotent; ``Intake.accept`` is.
    """

    def __init__(
        self,
        *,
        store: InboxStore,
        clock: Clock,
        metrics: Metrics | None = None,
        handlers_at_once: int = 16,
        bundle_quiet_s: float = 1.0,
        tries: int = 3,
        patient_tries: int = 12,
        first_pause_s: float = 1.0,
    ) -> None:
        """See the class.

        Args:
            store: where events wait.
            clock: the time.
            metrics: counts events.
            handlers_at_once: lanes worked on at the same time.
            bundle_quiet_s: how long a bundle has to be quiet, seconds, before it counts as whole.
            tries: how often a handler may fail with a defect before its event is parked.
            patient_tries: how often it may fail temporarily.
            first_pause_s: seconds before the second try; doubles with each further one.
        """
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._handlers: MutableMapping[ChannelName, EventHandler] = {}
        self._free = asyncio.Semaphore(handlers_at_once)
        self._bundle_quiet_s = bundle_quiet_s
        self._tries = tries
        self._patient_tries = patient_tries
        self._first_pause_s = first_pause_s
        self._arrivals: asyncio.Queue[_Arrival] = asyncio.Queue()
        self._all_stored = asyncio.Event()
        self._all_stored.set()
        self._lanes: dict[_Lane, _Backlog] = {}
        self._held: set[int] = set()
        self._finished: list[int] = []
        self._some_finished = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    def register(self, channel: ChannelName, handler: EventHandler) -> None:
        """Name who works off the events of a channel."""
        self._handlers[channel] = handler

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take events in and work them off until the block ends.

        What is not worked off by then waits for the next start.
        """
        writer = asyncio.create_task(self._write(), name="inbox writer")
        cleaner = asyncio.create_task(self._clean(), name="inbox cleaner")
        try:
            # First: what already waits comes before what comes in now.
            await self.sweep(older_than=timedelta(0))
            self._open = True
            yield
        finally:
            self._open = False
            # The writer first: what it still takes in would begin new lanes.
            await _end(writer)
            await _end(*self._tasks, cleaner)
            while not self._arrivals.empty():
                self._arrivals.get_nowait().refuse()
            await self._flush()
            self._held.clear()

    # --- in -----------------------------------------------------------------------------------

    async def take_in(self, event: RawEvent) -> bool:
        """Return when it cannot be lost any more; False when it was known already.

        Raises:
            TemporaryFailure: it was not stored; the provider has to send it again.
        """
        if not self._open:
            raise TemporaryFailure("the inbox is closed", retry_after_s=5.0)
        arrival = _Arrival(event=event)
        began = asyncio.get_running_loop().time()
        self._all_stored.clear()
        self._arrivals.put_nowait(arrival)
        try:
            is_new = await arrival.stored
        except TemporaryFailure:
            self._count(event, "refused", began=began)
            raise
        self._count(event, "new" if is_new else "known", began=began)
        return is_new

    def _count(
        self, event: RawEvent, result: Literal["new", "known", "refused"], *, began: float
    ) -> None:
        if self._metrics is not None:
            elapsed_s = asyncio.get_running_loop().time() - began
            self._metrics.event_taken(event.channel, result, elapsed_s=elapsed_s)

    async def _write(self) -> None:
        while True:
            if self._arrivals.empty():
                self._all_stored.set()
            batch = [await self._arrivals.get()]
            while len(batch) < MOST_AT_ONCE and not self._arrivals.empty():
                batch.append(self._arrivals.get_nowait())
            try:
                stored = await self._store.put([arrival.event for arrival in batch])
            except asyncio.CancelledError:
                for arrival in batch:
                    arrival.refuse()
                raise
            except Exception as error:
                # Whatever it was, nothing was committed: the provider keeps it and sends it again.
                # No traceback: what a database says of a failed statement quotes its values.
                log.error(  # noqa: TRY400
                    "events_refused", count=len(batch), error=type(error).__name__
                )
                for arrival in batch:
                    arrival.refuse()
                continue
            for arrival, event in zip(batch, stored, strict=True):
                arrival.settle(is_new=event is not None)
                if event is not None:
                    self._line_up(event)

    async def _clean(self) -> None:
        """Forget what is worked off, together: no lane waits for that, so it needs no hurry."""
        while True:
            await self._some_finished.wait()
            self._some_finished.clear()
            if not await self._flush():
                await asyncio.sleep(self._first_pause_s)
                self._some_finished.set()

    async def _flush(self) -> bool:
        """Forget what is worked off; after a failure it is only worked off once more."""
        finished, self._finished = self._finished, []
        if not finished:
            return True
        is_done = False
        try:
            await self._store.done(finished)
            is_done = True
        except CareerGiniError as error:
            log.warning("events_not_forgotten", count=len(finished), error=type(error).__name__)
        finally:
            if is_done:
                self._held.difference_update(finished)
            else:  # also when we are told to stop in the middle of it
                self._finished += finished
        return is_done

    # --- work ---------------------------------------------------------------------------------

    async def sweep(self, *, older_than: timedelta = STALE_AFTER) -> int:
        """Take over what a process that died left behind; returns how many events."""
        limit = self._clock.now() - older_than
        # What ends while we read is in the answer and held no more, yet must not run again.
        held = set(self._held)
        found = 0
        for event in await self._store.waiting():
            fresh = event.event.received_at > limit and older_than > timedelta(0)
            if event.event.channel in self._handlers and event.number not in held and not fresh:
                self._line_up(event)
                found += 1
        if found:
            log.info("events_found_waiting", count=found)
        return found

    async def counts(self) -> Mapping[str, int]:
        """Gauges for an operator."""
        return await self._store.counts()

    def _line_up(self, event: StoredEvent) -> None:
        if event.number in self._held:
            return
        if event.event.channel not in self._handlers:
            return  # of a channel that is off now; it waits for the start that has it
        self._held.add(event.number)
        lane = (event.event.channel, event.event.workspace, event.event.lane)
        backlog = self._lanes.get(lane)
        if backlog is None:
            backlog = self._lanes[lane] = _Backlog()
            task = asyncio.create_task(self._work(lane, backlog), name="inbox lane")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        backlog.add(event)

    async def _work(self, lane: _Lane, backlog: _Backlog) -> None:
        try:
            while backlog.events:
                await self._handle(lane[0], await self._next(backlog))
        finally:
            del self._lanes[lane]

    async def _next(self, backlog: _Backlog) -> tuple[StoredEvent, ...]:
        first = backlog.events[0]
        bundle = first.event.bundle
        if bundle is None:
            return (backlog.events.popleft(),)
        loop = asyncio.get_running_loop()
        last_at = loop.time() + _LONGEST_BUNDLE * self._bundle_quiet_s
        # Only its own parts keep a bundle open, not whatever else is said in the lane.
        while (whole_at := backlog.heard_at[bundle] + self._bundle_quiet_s) > loop.time():
            if loop.time() >= last_at:
                break
            await asyncio.sleep(min(whole_at, last_at) - loop.time())
        whole = tuple(event for event in backlog.events if event.event.bundle == bundle)
        backlog.events = deque(e for e in backlog.events if e.event.bundle != bundle)
        del backlog.heard_at[bundle]
        return whole

    async def _handle(self, channel: ChannelName, events: tuple[StoredEvent, ...]) -> None:
        failures = max(event.failures for event in events)
        handler: Final = self._handlers[channel]
        while True:
            try:
                # Only while it works: one that waits for a better time must not keep others out.
                async with self._free:
                    await self.let_arrivals_pass()
                    await handler(tuple(replace(event, failures=failures) for event in events))
            except TemporaryFailure as error:
                failures += 1
                pause_s = error.retry_after_s or self._first_pause_s * 2 ** min(failures - 1, 6)
                park = failures >= self._patient_tries
                kind = type(error).__name__
            except Exception as error:
                # The boundary of a channel's decoding: one strange event must not stop its lane.
                failures += 1
                pause_s = self._first_pause_s
                park = failures >= self._tries
                kind = type(error).__name__
                log.error(  # noqa: TRY400 - a foreign message may quote what a person wrote
                    "event_failed", channel=channel, error=kind, where=_where(error)
                )
            else:
                self._finished += [event.number for event in events]
                self._some_finished.set()
                return
            await self._note_failure(events, park=park)
            if park:
                log.error("event_parked", channel=channel, error=kind, failures=failures)
                # If that could not be noted, the next sweep finds it.
                self._held.difference_update(event.number for event in events)
                return
            await asyncio.sleep(min(pause_s, _LONGEST_PAUSE_S))

    async def let_arrivals_pass(self) -> None:
        """Return when nothing waits to be stored, or after a moment.

        A provider waits for what is not stored yet; everything else can wait a little.
        """
        try:
            async with asyncio.timeout(_LONGEST_POLITENESS_S):
                await self._all_stored.wait()
        except TimeoutError:
            return  # it never ends: then a little of both

    async def _note_failure(self, events: tuple[StoredEvent, ...], *, park: bool) -> None:
        try:
            for event in events:
                await self._store.failed(event.number, park=park)
        except CareerGiniError as error:
            log.warning("event_failure_not_noted", error=type(error).__name__)


@dataclass(slots=True, eq=False)
class _Arrival:
    """An event on its way into the database."""

    event: RawEvent
    stored: asyncio.Future[bool] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def settle(self, *, is_new: bool) -> None:
        if not self.stored.done():  # the provider may have hung up meanwhile
            self.stored.set_result(is_new)

    def refuse(self) -> None:
        if not self.stored.done():
            self.stored.set_exception(
                TemporaryFailure("the event could not be stored", retry_after_s=1.0)
            )


class _Backlog:
    """What waits in one lane."""

    def __init__(self) -> None:
        self.events: deque[StoredEvent] = deque()
        self.heard_at: dict[str, float] = {}
        """When the newest part of a bundle came, in seconds of the loop's clock."""

    def add(self, event: StoredEvent) -> None:
        self.events.append(event)
        if event.event.bundle is not None:
            self.heard_at[event.event.bundle] = asyncio.get_running_loop().time()


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _where(error: BaseException) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return "unknown" if frame is None else f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}"
