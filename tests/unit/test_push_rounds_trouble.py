"""Digests under trouble: failures of one, busy stores, stops, back-pressure, busy conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from domain.channel_ports import Account, AccountStore
from domain.digest.model import FinishedDigest
from domain.errors import Defect, StorageBusy
from domain.ids import ConversationId, OutboundId, TurnId, UserId
from domain.messages import ChannelName
from tests.twins.stores_channels import InMemoryAccounts
from tests.twins.stores_digests import InMemoryDigests
from tests.unit.push_rounds_stage import MONDAY, Stage, go, until, wants

EIGHT = MONDAY + timedelta(hours=2)


async def test_a_digest_that_cannot_be_written_is_put_off_and_blocks_nobody() -> None:
    stage = Stage()
    people = [await stage.person() for _ in range(5)]
    bad = people[2]
    stage.writer.fails[bad.id] = ValueError("words of a resume")
    stage.at(EIGHT)
    rounds = stage.rounds()
    assert await go(rounds) == 4
    assert stage.sent(bad.id) == []
    stage.later(minutes=9)
    del stage.writer.fails[bad.id]
    assert await go(rounds) == 0
    stage.later(minutes=1)
    assert await go(rounds) == 1
    assert stage.sent(bad.id) == ["dg:2026-11-02"]


class DamagedAccounts(InMemoryAccounts):
    """Accounts of which one person's cannot be read."""

    bad: UserId | None = None

    async def accounts(self, user: UserId) -> Sequence[Account]:
        if user == self.bad:
            raise Defect("a stored account is damaged")
        return await super().accounts(user)


async def test_damaged_accounts_of_one_person_block_nobody() -> None:
    stage = Stage()
    ana, ben = await stage.person(), await stage.person()
    damaged = DamagedAccounts(stage.stores)
    damaged.bad = ana.id
    accounts: AccountStore = damaged
    stage.at(EIGHT)
    assert await go(stage.rounds(accounts=accounts)) == 1
    assert stage.sent(ben.id) == ["dg:2026-11-02"]


class FailingDigests(InMemoryDigests):
    """Finishing fails as told."""

    bad: UserId | None = None
    error: Exception = Defect("not storable")

    async def finish(self, results: Sequence[FinishedDigest]) -> Sequence[bool]:
        if any(result.written.due.user == self.bad for result in results):
            raise self.error
        return await super().finish(results)


def failing(stage: Stage, *, error: Exception) -> FailingDigests:
    """In the place of the stage's own digests, before there are people."""
    stage.stores.users.on_settings.clear()
    digests = FailingDigests(
        stores=stage.stores, reminders=stage.pushes.reminders, resources=stage.pushes.resources
    )
    digests.error = error
    stage.pushes.digests = digests
    return digests


async def test_a_digest_that_cannot_be_stored_is_put_off_and_blocks_nobody() -> None:
    stage = Stage()
    digests = failing(stage, error=Defect("not storable"))
    ana, ben = await stage.person(), await stage.person()
    digests.bad = ana.id
    stage.at(EIGHT)
    rounds = stage.rounds()
    assert await go(rounds) == 1
    assert (stage.sent(ana.id), stage.sent(ben.id)) == ([], ["dg:2026-11-02"])
    digests.bad = None
    stage.later(minutes=10)
    assert await go(rounds) == 1


async def test_a_busy_store_ends_the_round_and_the_next_one_goes_on() -> None:
    stage = Stage()
    digests = failing(stage, error=StorageBusy("locked"))
    ana = await stage.person()
    digests.bad = ana.id
    stage.at(EIGHT)
    rounds = stage.rounds()
    assert await go(rounds) == 0
    digests.bad = None
    assert await go(rounds) == 1  # given back, so nothing waits for a lease
    assert stage.sent(ana.id) == ["dg:2026-11-02"]


async def test_cancelling_in_the_middle_of_a_batch_loses_nothing() -> None:
    stage = Stage()
    people = [await stage.person() for _ in range(3)]
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    working = asyncio.create_task(rounds.drain())

    def end() -> None:
        working.cancel()

    stage.writer.before = end
    with pytest.raises(asyncio.CancelledError):
        await working
    stage.writer.before = lambda: None
    assert await rounds.drain() == 0  # still leased
    stage.later(minutes=5)
    assert await rounds.drain() == 3
    assert [stage.sent(person.id) for person in people] == [["dg:2026-11-02"]] * 3


async def test_there_are_never_more_on_their_way_than_allowed() -> None:
    stage = Stage(at_once=10)
    people = [await stage.person() for _ in range(35)]
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    working = asyncio.create_task(rounds.drain())
    most = 0
    while not working.done():
        await asyncio.sleep(0)
        most = max(most, len(stage.waiting()))
        if len(stage.waiting()) == 10:
            await stage.deliver()
    assert (await working, most) == (35, 10)
    assert [len(stage.sent(person.id)) for person in people] == [1] * 35


async def test_two_messages_of_one_digest_go_together_within_the_limit() -> None:
    stage = Stage(at_once=3)
    both = wants(digest_channels=(ChannelName.EMAIL, ChannelName.TELEGRAM))
    for _ in range(4):
        ana = await stage.person(both)
        await stage.account(ana.id, channel=ChannelName.EMAIL)
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    working = asyncio.create_task(rounds.drain())
    while not working.done():
        await asyncio.sleep(0)
        assert len(stage.waiting()) <= 3
        if len(stage.waiting()) >= 2:
            await stage.deliver()
    assert await working == 4


async def test_a_digest_with_more_messages_than_may_go_at_once_still_goes() -> None:
    stage = Stage(at_once=1)
    both = wants(digest_channels=(ChannelName.EMAIL, ChannelName.TELEGRAM))
    ana = await stage.person(both)
    await stage.account(ana.id, channel=ChannelName.EMAIL)
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    working = asyncio.create_task(rounds.drain())
    await until(lambda: len(stage.engine.outbound) == 2)
    assert len(stage.sent(ana.id)) == 2
    await stage.deliver()
    assert await working == 1


async def test_conversations_go_first_but_digests_go_on() -> None:
    stage = Stage()
    await stage.person()
    stage.at(EIGHT)
    stage.busy = True
    rounds = stage.rounds()
    await rounds.tick()
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await rounds.drain() == 1
    took = loop.time() - began
    assert took >= 0.5  # gave way before it claimed, before it wrote, and after it sent
    stage.busy = False


class BusyEngine:
    """Turns away the first message it is given."""

    def __init__(self, stage: Stage) -> None:
        self._kept = stage.engine
        self._failures = 1

    async def start(self) -> None:
        await self._kept.start()

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None:
        await self._kept.enqueue_turn(turn, conversation=conversation, again=again)

    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None:
        if self._failures:
            self._failures -= 1
            raise StorageBusy("locked")
        await self._kept.enqueue_outbound(outbound, partition=partition, again=again)

    async def stats(self) -> Mapping[str, int]:
        return await self._kept.stats()

    async def forget(self, prefix: str) -> int:
        return await self._kept.forget(prefix)

    async def retire(self, *, older_than: timedelta) -> int:
        return await self._kept.retire(older_than=older_than)


async def test_a_stored_message_that_the_engine_did_not_take_is_handed_over_later() -> None:
    from scheduler.sending import PushSending

    stage = Stage()
    ana = await stage.person()
    stage.sending = PushSending(
        engine=BusyEngine(stage), counts=stage.pushes.counts, clock=stage.clock
    )
    stage.at(EIGHT)
    rounds = stage.rounds()
    await go(rounds)
    assert (stage.sent(ana.id), stage.engine.outbound) == (["dg:2026-11-02"], [])
    await go(rounds)
    assert [key for key, _, _ in stage.engine.outbound] == [f"dg:{ana.id}:2026-11-02"]


async def test_the_loop_drains_after_every_tick_until_it_is_cancelled() -> None:
    stage = Stage()
    ana = await stage.person()
    rounds = stage.rounds()
    running = asyncio.create_task(rounds.run())
    stage.at(EIGHT)
    await rounds.tick()
    await until(lambda: len(stage.engine.outbound) == 1)
    stage.at(EIGHT + timedelta(days=1))
    await rounds.tick()
    await until(lambda: len(stage.engine.outbound) == 2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert stage.sent(ana.id) == ["dg:2026-11-02", "dg:2026-11-03"]
