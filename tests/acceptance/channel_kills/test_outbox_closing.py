"""What a graceful stop does to sends: those on their way arrive, no further one begins."""

from __future__ import annotations

import asyncio

from bot.delivery import Outbox
from bot.pacing import Pacer
from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.turns import Delivery, Outbound, OutboundState
from tests.twins.stores import InMemoryOutbound
from tests.unit.dispatcher_stage import ADDRESS, ScriptedChannel, reply


class HeldChannel(ScriptedChannel):
    """A send is on its way until ``release`` is set."""

    release: asyncio.Event

    async def deliver(self, outbound: Outbound) -> Delivery:
        result = await super().deliver(outbound)
        await self.release.wait()
        return result


async def _owe(outbound: InMemoryOutbound, *names: str) -> None:
    for name in names:
        await outbound.add(
            Outbound(id=OutboundId(name), address=ADDRESS, reply=reply(name), turn=None)
        )


def _outbox(outbound: InMemoryOutbound, channel: HeldChannel) -> Outbox:
    channel.release = asyncio.Event()
    return Outbox(outbound=outbound, channels={ChannelName.CONSOLE: channel}, pacer=Pacer(paces={}))


async def test_closing_waits_for_the_send_on_its_way_and_begins_none() -> None:
    outbound, channel = InMemoryOutbound(), HeldChannel()
    outbox = _outbox(outbound, channel)
    await _owe(outbound, "dg:one", "dg:two")
    first = asyncio.create_task(outbox.send(OutboundId("dg:one"), ambiguous=False))
    await channel.changed.wait()
    closing = asyncio.create_task(outbox.aclose(within_s=60.0))
    second = asyncio.create_task(outbox.send(OutboundId("dg:two"), ambiguous=False))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not closing.done()
    channel.release.set()
    await closing
    await first
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert channel.sent == ["dg:one"]
    states = {name: row.state for name, row in outbound.rows.items()}
    assert states == {"dg:one": OutboundState.SENT, "dg:two": OutboundState.WAITING}


async def test_closing_does_not_wait_for_ever() -> None:
    outbound, channel = InMemoryOutbound(), HeldChannel()
    outbox = _outbox(outbound, channel)
    await _owe(outbound, "dg:one")
    sending = asyncio.create_task(outbox.send(OutboundId("dg:one"), ambiguous=False))
    await channel.changed.wait()
    await outbox.aclose(within_s=0.01)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert outbound.rows[OutboundId("dg:one")].state is OutboundState.WAITING
