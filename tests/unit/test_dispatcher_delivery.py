"""What is owed at a start, and how an owed message reaches its channel."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.errors import StorageBusy
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.ports import EventSink
from domain.reply import Reply
from domain.turns import (
    Ambiguous,
    Delivery,
    Gone,
    Outbound,
    OutboundState,
    Retry,
    SendPromise,
    Turn,
)
from tests.twins.stores import InMemoryOutbound
from tests.unit.dispatcher_stage import (
    ADDRESS,
    ScriptedChannel,
    ScriptedSupervisor,
    Stage,
    reply,
)

# --- start-up -------------------------------------------------------------------------------------


async def test_a_start_enqueues_what_is_unfinished_and_what_is_owed_and_only_then_works() -> None:
    stage = Stage()
    owed = await stage.accepted("owed")
    await stage.dispatcher.run_turn(owed.id, deliver_now=False)
    unfinished = await stage.accepted("unfinished")
    stage.engine.turns.clear()
    assert await stage.dispatcher.resume_unfinished() == 2
    assert stage.engine.turns == [(unfinished.id, unfinished.conversation, True)]
    assert stage.engine.outbound == [(f"out:{owed.id}", owed.conversation, True)]
    assert stage.engine.started


async def test_a_message_for_a_channel_of_another_process_is_left_to_it() -> None:
    stage = Stage()
    telegram = Address(channel=ChannelName.TELEGRAM, workspace="", conversation="9")
    await stage.outbound.add(
        Outbound(id=OutboundId("dg:u:1"), address=telegram, reply=reply("x"), turn=None)
    )
    assert await stage.dispatcher.resume_unfinished() == 0
    await stage.dispatcher.deliver(OutboundId("dg:u:1"), ambiguous=False)
    assert stage.outbound.rows[OutboundId("dg:u:1")].state is OutboundState.WAITING


async def test_what_must_not_be_sent_twice_is_not_run_again_at_a_start() -> None:
    stage = Stage()
    digest = Outbound(
        id=OutboundId("dg:u:1"),
        address=ADDRESS,
        reply=reply("x"),
        turn=None,
        promise=SendPromise.AT_MOST_ONCE,
    )
    await stage.outbound.add(digest)
    await stage.dispatcher.resume_unfinished()
    assert stage.engine.outbound == [("dg:u:1", "dg:u:1", False)]


# --- deliver --------------------------------------------------------------------------------------


class ErasingChannel(ScriptedChannel):
    """The person erases themselves while their message cannot be sent."""

    outbound: InMemoryOutbound

    async def deliver(self, outbound: Outbound) -> Delivery:
        self.outbound.rows.pop(outbound.id, None)
        return await super().deliver(outbound)


async def owed_by(stage: Stage) -> Turn:
    turn = await stage.accepted()
    await stage.dispatcher.run_turn(turn.id, deliver_now=False)
    return turn


async def test_a_doubtful_delivery_is_looked_up_and_not_repeated() -> None:
    stage = Stage(channel=ScriptedChannel(found=["p7"]))
    turn = await owed_by(stage)
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=True)
    assert (stage.channel.sent, stage.stored(turn).provider_ref) == ([], "p7")


async def test_a_delivery_that_breaks_off_is_looked_up_before_the_next_try() -> None:
    stage = Stage(channel=ScriptedChannel(results=[Ambiguous(reason="reset")], found=["p7"]))
    turn = await owed_by(stage)
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert (len(stage.channel.sent), stage.channel.looked_up) == (1, 1)
    assert stage.stored(turn).state is OutboundState.SENT


async def test_a_look_up_that_fails_is_repeated_and_nothing_is_sent_meanwhile() -> None:
    found: list[str | Exception | None] = [StorageBusy("away", retry_after_s=0.001), "p7"]
    stage = Stage(channel=ScriptedChannel(found=found))
    turn = await owed_by(stage)
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=True)
    assert (stage.channel.sent, stage.channel.looked_up) == ([], 2)


async def test_a_channel_that_asks_for_patience_gets_it() -> None:
    stage = Stage(channel=ScriptedChannel(results=[Retry(after_s=0.05)]))
    turn = await owed_by(stage)
    began_s = asyncio.get_running_loop().time()
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert asyncio.get_running_loop().time() - began_s >= 0.05
    assert stage.channel.looked_up == 0
    assert stage.stored(turn).state is OutboundState.SENT


@pytest.mark.parametrize("result", [Retry(after_s=0.001), Ambiguous(reason="reset")])
async def test_what_is_erased_while_it_waits_is_not_sent_any_more(
    result: Retry | Ambiguous,
) -> None:
    stage = Stage(channel=ErasingChannel(results=[result]))
    turn = await owed_by(stage)
    assert isinstance(stage.channel, ErasingChannel)
    stage.channel.outbound = stage.outbound
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert len(stage.channel.sent) == 1


async def test_a_sent_message_is_not_repeated_when_that_could_not_be_noted() -> None:
    stage = Stage(channel=ScriptedChannel(found=["p1"]))
    turn = await owed_by(stage)
    outbound = OutboundId(f"out:{turn.id}")
    settle = stage.outbound.settle

    async def busy(outbound: OutboundId, **fate: object) -> None:
        stage.outbound.settle = settle  # type: ignore[method-assign]  # the first time only
        raise StorageBusy("not now")

    stage.outbound.settle = busy  # type: ignore[method-assign]  # see above
    with pytest.raises(StorageBusy):
        await stage.dispatcher.deliver(outbound, ambiguous=False)
    await stage.dispatcher.deliver(outbound, ambiguous=False)  # as the engine does
    assert (len(stage.channel.sent), stage.stored(turn).state) == (1, OutboundState.SENT)


async def test_a_message_that_waits_goes_to_where_its_conversation_moved() -> None:
    stage = Stage(channel=ScriptedChannel(results=[Retry(after_s=0.001)]))
    turn = await owed_by(stage)
    moved = Address(channel=ChannelName.CONSOLE, workspace="", conversation="2")
    addresses: list[Address] = []
    deliver = stage.channel.deliver

    async def moving(outbound: Outbound) -> Delivery:
        addresses.append(outbound.address)
        stage.outbound.rows[outbound.id] = replace(outbound, address=moved)
        return await deliver(outbound)

    stage.channel.deliver = moving  # type: ignore[method-assign]  # the second try is what counts
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert addresses == [ADDRESS, moved]


async def test_a_recipient_who_is_gone_ends_the_delivery() -> None:
    stage = Stage(channel=ScriptedChannel(results=[Gone(reason="blocked")]))
    turn = await owed_by(stage)
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert stage.stored(turn).state is OutboundState.GONE


@pytest.mark.parametrize(
    ("promise", "sent", "state"),
    [
        (SendPromise.AT_LEAST_ONCE, 1, OutboundState.SENT),
        (SendPromise.AT_MOST_ONCE, 0, OutboundState.UNKNOWN),
    ],
)
async def test_without_a_look_up_the_promise_decides_what_doubt_means(
    promise: SendPromise, sent: int, state: OutboundState
) -> None:
    stage = Stage(channel=ScriptedChannel(lookup=False))
    owed = Outbound(
        id=OutboundId("dg:u:1"), address=ADDRESS, reply=reply("x"), turn=None, promise=promise
    )
    await stage.outbound.add(owed)
    await stage.dispatcher.deliver(owed.id, ambiguous=True)
    assert (len(stage.channel.sent), stage.outbound.rows[owed.id].state) == (sent, state)


async def test_a_settled_message_is_never_sent_again() -> None:
    stage = Stage()
    turn = await stage.accepted()
    await stage.dispatcher.run_turn(turn.id, deliver_now=True)
    await stage.dispatcher.deliver(OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert len(stage.channel.sent) == 1


@pytest.mark.parametrize("at_once", [True, False])
async def test_after_the_farewell_nothing_of_an_erased_user_stays(at_once: bool) -> None:
    async def farewell(turn: Turn, events: EventSink) -> Reply:
        stage.turns.users.erased.add(turn.user)
        return reply("Everything is deleted.", erased_user=True)

    stage = Stage(supervisor=ScriptedSupervisor(script=farewell))
    turn = await stage.accepted("delete everything")
    owed = await stage.dispatcher.run_turn(turn.id, deliver_now=at_once)
    if owed is not None:
        await stage.dispatcher.deliver(owed.outbound, ambiguous=owed.ambiguous)
    assert len(stage.channel.sent) == 1
    assert stage.engine.forgotten == [turn.id, f"out:{turn.id}"]
    assert await stage.turns.turn(turn.id) is None
