"""The inbox: committed before it is acknowledged, worked off in order, whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.inbox import MOST_AT_ONCE, STALE_AFTER, EventInbox
from bot.metrics import Metrics
from domain.channel_ports import InboxStore, RawEvent, StoredEvent
from domain.errors import Defect, StorageBusy, TemporaryFailure
from domain.messages import ChannelName
from storage.database import open_database
from storage.inbox import SqlInbox
from tests.twins.stores import FrozenClock
from tests.twins.stores_channels import InMemoryInbox

CLOCK = FrozenClock()


@dataclass
class Watched(InboxStore):
    """Another store whose calls are counted, held back or refused."""

    inner: InboxStore
    puts: list[int] = field(default_factory=list)
    broken: Exception | None = None
    """What every call raises."""
    passing: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: ``put`` waits before it stores."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.passing.set()

    async def put(self, events: Sequence[RawEvent]) -> Sequence[StoredEvent | None]:
        self.puts.append(len(events))
        self.asked.set()
        await self.passing.wait()
        self._fail()
        return await self.inner.put(events)

    async def waiting(self) -> Sequence[StoredEvent]:
        self._fail()
        return await self.inner.waiting()

    async def done(self, numbers: Sequence[int]) -> None:
        self._fail()
        await self.inner.done(numbers)

    async def failed(self, number: int, *, park: bool) -> None:
        self._fail()
        await self.inner.failed(number, park=park)

    async def counts(self) -> Mapping[str, int]:
        return await self.inner.counts()

    async def retire(self, *, older_than: timedelta) -> int:
        return await self.inner.retire(older_than=older_than)

    def _fail(self) -> None:
        if self.broken is not None:
            raise self.broken


class Hearing:
    """A handler that remembers, and holds, stumbles or breaks as told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.bundles: list[tuple[str, ...]] = []
        self.tries: list[str] = []
        self.failures: list[int] = []
        self.errors: dict[str, list[Exception]] = {}
        self.held: dict[str, asyncio.Event] = {}
        self._changed = asyncio.Event()

    async def __call__(self, events: Sequence[StoredEvent], /) -> None:
        documents = tuple(event.event.document for event in events)
        self.tries.append(documents[0])
        self.failures.append(max(event.failures for event in events))
        self._changed.set()
        if documents[0] in self.held:
            await self.held[documents[0]].wait()
        if self.errors.get(documents[0]):
            raise self.errors[documents[0]].pop(0)
        self.heard += documents
        self.bundles.append(documents)
        self._changed.set()

    def fail(self, document: str, *errors: Exception) -> None:
        self.errors[document] = list(errors)

    def hold(self, document: str) -> asyncio.Event:
        self.held[document] = asyncio.Event()
        return self.held[document]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10.0):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def until_heard(self, count: int) -> list[str]:
        await self.until(lambda: len(self.heard) >= count)
        return self.heard


@pytest.fixture(params=["twin", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Watched]:
    if request.param == "twin":
        yield Watched(InMemoryInbox(clock=CLOCK))
        return
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:
        yield Watched(SqlInbox(database=database, clock=CLOCK))


def inbox_of(
    store: InboxStore,
    hearing: Hearing | None,
    *,
    metrics: Metrics | None = None,
    handlers_at_once: int = 16,
    bundle_quiet_s: float = 0.02,
    patient_tries: int = 12,
) -> EventInbox:
    inbox = EventInbox(
        store=store,
        clock=CLOCK,
        metrics=metrics,
        handlers_at_once=handlers_at_once,
        bundle_quiet_s=bundle_quiet_s,
        first_pause_s=0.0,
        patient_tries=patient_tries,
    )
    if hearing is not None:
        inbox.register(ChannelName.TELEGRAM, hearing)
    return inbox


def event(
    document: str,
    *,
    lane: str = "1",
    bundle: str | None = None,
    keys: tuple[str, ...] = (),
    channel: ChannelName = ChannelName.TELEGRAM,
) -> RawEvent:
    return RawEvent(
        channel=channel,
        workspace="bot",
        keys=keys or (document,),
        lane=lane,
        document=document,
        received_at=CLOCK.now(),
        bundle=bundle,
    )


async def emptied(store: InboxStore) -> None:
    """Until nothing waits any more: what is worked off is forgotten a little later."""
    async with asyncio.timeout(10.0):
        while (await store.counts())["waiting"]:  # noqa: ASYNC110 - a store tells nobody
            await asyncio.sleep(0)


def busy() -> StorageBusy:
    return StorageBusy("locked", retry_after_s=0.001)


# --- in ---------------------------------------------------------------------------------------


async def test_an_event_is_acknowledged_only_after_its_commit(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        store.passing.clear()
        taking = asyncio.create_task(inbox.take_in(event("a")))
        await store.asked.wait()
        await asyncio.sleep(0)
        assert not taking.done()
        assert hearing.tries == []
        store.passing.set()
        assert await taking
        assert await hearing.until_heard(1) == ["a"]
        await emptied(store)


async def test_events_that_come_together_share_commits(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        events = [event(f"e{n}", lane=f"{n % 50}") for n in range(300)]
        assert all(await asyncio.gather(*map(inbox.take_in, events)))
        await hearing.until_heard(300)
        await emptied(store)
    assert len(store.puts) <= 4
    assert max(store.puts) <= MOST_AT_ONCE


async def test_a_redelivered_event_is_known_and_not_handled_again(store: Watched) -> None:
    hearing, metrics = Hearing(), Metrics()
    inbox = inbox_of(store, hearing, metrics=metrics)
    async with inbox.running():
        together = [event("a", keys=("e1", "m1")), event("a again", keys=("e2", "m1"))]
        assert sorted(await asyncio.gather(*map(inbox.take_in, together))) == [False, True]
        assert not await inbox.take_in(event("late", keys=("e2",)))
        await hearing.until_heard(1)
        assert await inbox.take_in(event("b"))
        assert await hearing.until_heard(2) == ["a", "b"]
    shown = metrics.exposition().decode()
    assert 'careergini_events_total{channel="telegram",result="known"} 2.0' in shown
    assert 'careergini_events_total{channel="telegram",result="new"} 2.0' in shown


@pytest.mark.parametrize("error", [busy(), Defect("refused"), RuntimeError("what?")])
async def test_a_failing_store_refuses_and_loses_nothing(store: Watched, error: Exception) -> None:
    hearing, metrics = Hearing(), Metrics()
    inbox = inbox_of(store, hearing, metrics=metrics)
    async with inbox.running():
        store.broken = error
        for _ in range(2):  # the writer goes on
            with pytest.raises(TemporaryFailure):
                await inbox.take_in(event("a"))
        store.broken = None
        assert await inbox.take_in(event("a"))
        assert await hearing.until_heard(1) == ["a"]
    assert 'result="refused"} 2.0' in metrics.exposition().decode()


async def test_a_closed_inbox_refuses(store: Watched) -> None:
    inbox = inbox_of(store, Hearing())
    with pytest.raises(TemporaryFailure):
        await inbox.take_in(event("early"))
    async with inbox.running():
        pass
    with pytest.raises(TemporaryFailure):
        await inbox.take_in(event("late"))
    assert await store.counts() == {"waiting": 0, "parked": 0}


async def test_who_waits_when_the_inbox_closes_is_refused_and_not_forgotten(
    store: Watched,
) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        store.passing.clear()
        taking = [asyncio.create_task(inbox.take_in(event("a")))]
        await store.asked.wait()
        taking.append(asyncio.create_task(inbox.take_in(event("b"))))
        await asyncio.sleep(0)
    results = await asyncio.gather(*taking, return_exceptions=True)
    assert all(isinstance(result, TemporaryFailure) for result in results)
    store.passing.set()
    async with inbox.running():  # the provider sends both again
        assert await inbox.take_in(event("b"))
        await inbox.take_in(event("a"))
        assert sorted(await hearing.until_heard(2)) == ["a", "b"]
    assert hearing.tries == hearing.heard


async def test_a_provider_that_hangs_up_does_not_stop_the_writer(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        store.passing.clear()
        taking = asyncio.create_task(inbox.take_in(event("a")))
        await store.asked.wait()
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)
        store.passing.set()
        assert await inbox.take_in(event("b", lane="2"))
        assert sorted(await hearing.until_heard(2)) == ["a", "b"]


async def test_characters_that_no_database_holds_do_not_cost_an_event(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    strange = event('{"text":"\x00\ud800"}', keys=("mail:\ud800\x00",), lane="\udfff")
    async with inbox.running():
        taken = await asyncio.gather(*map(inbox.take_in, [strange, event("plain")]))
        assert taken == [True, True]
        assert not await inbox.take_in(strange)
        await hearing.until_heard(2)
        await emptied(store)


# --- work -------------------------------------------------------------------------------------


async def test_a_lane_is_worked_off_in_order_and_lanes_beside_each_other(store: Watched) -> None:
    hearing = Hearing()
    gate = hearing.hold("1:0")
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        for number in range(5):
            await inbox.take_in(event(f"1:{number}", lane="1"))
            await inbox.take_in(event(f"2:{number}", lane="2"))
        assert await hearing.until_heard(5) == [f"2:{number}" for number in range(5)]
        gate.set()
        heard = await hearing.until_heard(10)
    assert heard[5:] == [f"1:{number}" for number in range(5)]


async def test_no_more_handlers_at_once_than_allowed(store: Watched) -> None:
    hearing = Hearing()
    gates = [hearing.hold(f"{n}") for n in range(3)]
    inbox = inbox_of(store, hearing, handlers_at_once=2)
    async with inbox.running():
        await asyncio.gather(*(inbox.take_in(event(f"{n}", lane=f"{n}")) for n in range(3)))
        await hearing.until(lambda: len(hearing.tries) == 2)
        gates[0].set()
        await hearing.until(lambda: len(hearing.tries) == 3)
        assert hearing.heard == ["0"]
        for gate in gates:
            gate.set()
        await hearing.until_heard(3)


async def test_one_that_waits_for_its_next_try_keeps_no_other_lane_out(store: Watched) -> None:
    hearing = Hearing()
    hearing.fail("away", TemporaryFailure("away", retry_after_s=60.0))
    inbox = inbox_of(store, hearing, handlers_at_once=1)
    async with inbox.running():
        await inbox.take_in(event("away", lane="1"))
        await hearing.until(lambda: hearing.tries == ["away"])
        await inbox.take_in(event("b", lane="2"))
        assert await hearing.until_heard(1) == ["b"]


async def test_a_bundle_is_handed_over_whole_and_keeps_its_place(store: Watched) -> None:
    hearing = Hearing()
    gate = hearing.hold("first")
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        await inbox.take_in(event("first"))
        await inbox.take_in(event("p1", bundle="album"))
        await inbox.take_in(event("after"))
        await inbox.take_in(event("p2", bundle="album"))
        gate.set()
        await hearing.until_heard(4)
        await emptied(store)
    assert hearing.bundles == [("first",), ("p1", "p2"), ("after",)]


async def test_a_bundle_waits_for_its_own_parts_and_for_nothing_else(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing, bundle_quiet_s=0.2)
    loop = asyncio.get_running_loop()
    async with inbox.running():
        await inbox.take_in(event("p1", bundle="album"))
        began = loop.time()
        chatter = 0
        while not hearing.heard:
            # Somebody who keeps typing does not hold the album back.
            await inbox.take_in(event(f"c{chatter}"))
            await asyncio.sleep(0)
            chatter += 1
        assert 0.15 <= loop.time() - began < 2.0
    assert hearing.bundles[0] == ("p1",)


async def test_a_temporary_failure_is_tried_again_and_the_lane_waits(store: Watched) -> None:
    hearing = Hearing()
    hearing.fail("a", *[busy() for _ in range(5)])
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        await inbox.take_in(event("a"))
        await inbox.take_in(event("b"))
        assert await hearing.until_heard(2) == ["a", "b"]
        await emptied(store)
    assert hearing.tries == [*["a"] * 6, "b"]
    assert hearing.failures == [0, 1, 2, 3, 4, 5, 0]
    assert (await store.counts())["parked"] == 0


async def test_one_that_stays_temporary_is_parked_after_patient_tries(store: Watched) -> None:
    hearing = Hearing()
    hearing.fail("a", *[busy() for _ in range(9)])
    inbox = inbox_of(store, hearing, patient_tries=4)
    async with inbox.running():
        await inbox.take_in(event("a"))
        await inbox.take_in(event("b"))
        assert await hearing.until_heard(1) == ["b"]
        await emptied(store)
    assert hearing.tries == ["a"] * 4 + ["b"]
    assert await store.counts() == {"waiting": 0, "parked": 1}


async def test_a_defect_is_parked_after_its_tries_and_the_lane_goes_on(store: Watched) -> None:
    hearing = Hearing()
    hearing.fail("a", *[ValueError("strange") for _ in range(9)])
    inbox = inbox_of(store, hearing)
    async with inbox.running():
        await inbox.take_in(event("a"))
        await inbox.take_in(event("b"))
        assert await hearing.until_heard(1) == ["b"]
        await emptied(store)
    assert hearing.tries == ["a", "a", "a", "b"]
    assert await store.counts() == {"waiting": 0, "parked": 1}


async def test_a_store_that_forgets_nothing_now_does_so_later(store: Watched) -> None:
    hearing = Hearing()
    inbox = inbox_of(store, hearing)
    gate = hearing.hold("a")
    async with inbox.running():
        await inbox.take_in(event("a"))
        await hearing.until(lambda: hearing.tries == ["a"])
        store.broken = Defect("refused")
        gate.set()
        await hearing.until_heard(1)
        for _ in range(5):  # the cleaner tries in vain
            await asyncio.sleep(0)
        store.broken = None
        await emptied(store)
        await inbox.take_in(event("b"))
        assert await hearing.until_heard(2) == ["a", "b"]


# --- stop, start, sweep -----------------------------------------------------------------------


async def test_what_is_left_at_a_stop_is_handed_over_at_the_next_start(store: Watched) -> None:
    first = Hearing()
    first.hold("a")
    async with (inbox := inbox_of(store, first)).running():
        for name in "abc":
            await inbox.take_in(event(name))
        await first.until(lambda: first.tries == ["a"])
    assert first.heard == []
    second = Hearing()
    gate = second.hold("a")
    async with (inbox := inbox_of(store, second)).running():
        await inbox.take_in(event("d"))
        gate.set()
        assert await second.until_heard(4) == ["a", "b", "c", "d"]
        await emptied(store)


async def test_what_was_worked_off_before_a_stop_does_not_come_again(store: Watched) -> None:
    hearing = Hearing()
    async with (inbox := inbox_of(store, hearing)).running():
        await asyncio.gather(*(inbox.take_in(event(f"{n}", lane=f"{n}")) for n in range(40)))
        await hearing.until_heard(40)
    assert (await store.counts())["waiting"] == 0
    async with inbox.running():
        pass
    assert len(hearing.tries) == 40


async def test_a_sweep_takes_over_what_is_stale_and_nothing_else(store: Watched) -> None:
    hearing = Hearing()
    gate = hearing.hold("own")
    async with (inbox := inbox_of(store, hearing)).running():
        await inbox.take_in(event("own"))
        await store.inner.put([event("of a dead process", lane="2")])
        assert await inbox.sweep() == 0  # it may be in the hands of one that lives
        CLOCK.advance(STALE_AFTER + timedelta(seconds=1))
        await store.inner.put([event("of a live process", lane="3")])
        assert await inbox.sweep() == 1
        assert await inbox.sweep() == 0
        assert await hearing.until_heard(1) == ["of a dead process"]
        gate.set()
        await hearing.until_heard(2)
    assert hearing.tries == ["own", "of a dead process"]


async def test_a_parked_event_that_an_operator_frees_is_found_by_the_sweep() -> None:
    store, hearing = InMemoryInbox(clock=CLOCK), Hearing()
    hearing.fail("a", *[ValueError("strange") for _ in range(3)])
    async with (inbox := inbox_of(store, hearing)).running():
        await inbox.take_in(event("a"))
        await hearing.until(lambda: len(hearing.tries) == 3)
        await emptied(store)
        store.parked.clear()
        CLOCK.advance(STALE_AFTER + timedelta(seconds=1))
        assert await inbox.sweep() == 1
        assert await hearing.until_heard(1) == ["a"]


async def test_events_of_a_channel_that_is_off_wait_for_the_start_that_has_it(
    store: Watched,
) -> None:
    async with (inbox := inbox_of(store, None)).running():
        assert await inbox.take_in(event("a"))
        CLOCK.advance(STALE_AFTER + timedelta(seconds=1))
        assert await inbox.sweep() == 0
    assert await inbox.counts() == {"waiting": 1, "parked": 0}
    hearing = Hearing()
    async with inbox_of(store, hearing).running():
        assert await hearing.until_heard(1) == ["a"]
