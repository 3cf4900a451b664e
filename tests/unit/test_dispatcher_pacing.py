"""How fast sends may follow each other: guard 8's in-process half."""

from __future__ import annotations

import asyncio
import itertools

from bot.delivery import Outbox
from bot.pacing import Pace, Pacer, ProgressFeed
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName
from domain.reply import Paragraph, Reply, text
from domain.turns import Delivery, Outbound, Owed, Sent, StatusChanged
from tests.twins.stores import InMemoryOutbound
from tests.unit.dispatcher_stage import ScriptedChannel

SLACK_S = 0.002
"""Timers may fire this much early, in seconds."""


def chat(number: int, *, channel: ChannelName = ChannelName.TELEGRAM) -> Address:
    return Address(channel=channel, workspace="", conversation=str(number))


async def times_of(pacer: Pacer, addresses: list[Address]) -> list[float]:
    """When each of these simultaneous sends was let through, in order."""
    let_through: list[float] = []

    async def send(address: Address) -> None:
        await pacer.acquire(address)
        let_through.append(asyncio.get_running_loop().time())

    async with asyncio.TaskGroup() as sends:
        for address in addresses:
            sends.create_task(send(address))
    return let_through


async def test_one_chat_keeps_its_gap() -> None:
    pacer = Pacer(paces={ChannelName.TELEGRAM: Pace(per_address_s=0.05)})
    times = await times_of(pacer, [chat(1)] * 5)
    assert all(later - sooner >= 0.05 - SLACK_S for sooner, later in itertools.pairwise(times))


async def test_a_channel_keeps_its_limit_in_every_window() -> None:
    pacer = Pacer(paces={ChannelName.TELEGRAM: Pace(overall_s=0.02)})
    times = await times_of(pacer, [chat(number) for number in range(20)])
    window_s = 0.1
    busiest = max(
        sum(start <= other < start + window_s - SLACK_S for other in times) for start in times
    )
    assert busiest <= 5


async def test_chats_do_not_wait_for_each_other() -> None:
    pacer = Pacer(paces={ChannelName.TELEGRAM: Pace(per_address_s=3600.0)})
    async with asyncio.timeout(1):
        await times_of(pacer, [chat(number) for number in range(50)])


async def test_a_channel_without_a_pace_is_not_held_up() -> None:
    async with asyncio.timeout(1):
        await times_of(Pacer(paces={}), [chat(1, channel=ChannelName.CONSOLE)] * 100)


async def test_an_address_that_asked_for_patience_is_held_for_that_long() -> None:
    pacer = Pacer(paces={})
    began_s = asyncio.get_running_loop().time()
    pacer.hold(chat(1), for_s=0.05)
    [other] = await times_of(pacer, [chat(2)])
    [held] = await times_of(pacer, [chat(1)])
    assert other - began_s < 0.05 <= held - began_s + SLACK_S


async def test_the_memory_of_past_sends_does_not_grow_without_end() -> None:
    pacer = Pacer(paces={})
    for number in range(10_050):
        await pacer.acquire(chat(number))
    assert len(pacer._free_at) < 10_001


# --- progress -------------------------------------------------------------------------------------


async def test_a_silent_turn_is_said_to_be_worked_on() -> None:
    channel = ScriptedChannel()
    feed = ProgressFeed(
        channel=channel, address=chat(1), turn=TurnId("c:1"), gap_s=0.0, sign_after_s=0.001
    )
    async with asyncio.timeout(1):
        await channel.changed.wait()
    await feed.aclose()
    assert channel.shown == [StatusChanged(text="Working on it")]


async def test_a_turn_that_says_what_it_does_is_not_signed_for() -> None:
    channel = ScriptedChannel()
    feed = ProgressFeed(
        channel=channel, address=chat(1), turn=TurnId("c:1"), gap_s=0.0, sign_after_s=0.02
    )
    await feed(StatusChanged(text="Reading"))
    later = asyncio.Event()
    asyncio.get_running_loop().call_later(0.04, later.set)
    await later.wait()
    await feed.aclose()
    assert channel.shown == [StatusChanged(text="Reading")]


# --- a slow channel holds up nobody else --------------------------------------------------------


class Slow(ScriptedChannel):
    """A channel that lets one message through when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()

    async def deliver(self, outbound: Outbound) -> Delivery:
        await super().deliver(outbound)
        await self.open.wait()
        return Sent(provider_ref="p1")


async def test_a_reply_into_a_channel_that_is_being_sent_to_goes_to_the_outbox() -> None:
    channel, kept = Slow(), InMemoryOutbound()
    outbox = Outbox(outbound=kept, channels={ChannelName.SLACK: channel}, pacer=Pacer(paces={}))
    first, same_channel, elsewhere = (
        Outbound(
            id=OutboundId(f"out:{name}"),
            address=Address(channel=ChannelName.SLACK, workspace="T1", conversation=name),
            reply=Reply(blocks=(Paragraph(body=text("hello")),), agents=()),
            turn=None,
        )
        for name in ("C1:1.0", "C1:2.0", "C2:1.0")
    )
    for each in (first, same_channel, elsewhere):
        await kept.add(each)
    async with asyncio.TaskGroup() as sends:
        waiting = sends.create_task(outbox.send_once(first))
        await channel.changed.wait()
        owed = await outbox.send_once(same_channel)
        assert owed == Owed(outbound=same_channel.id, ambiguous=False)
        assert channel.sent == [first.id]
        other = sends.create_task(outbox.send_once(elsewhere))
        channel.open.set()
    assert waiting.result() is None
    assert other.result() is None
    assert await outbox.send_once(same_channel) is None
