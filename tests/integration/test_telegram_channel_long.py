"""Hundreds of messages through a server that fails a tenth of the calls in every way it knows."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from bot.delivery import Outbox
from bot.pacing import Pacer
from bot.telegram_channel.opening import Tempo
from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.reply import plain_text
from domain.turns import Outbound, OutboundState, SendPromise
from tests.integration.telegram_channel_stage import TEAM, owed, said, stage
from tests.servers.telegram import SENDS, FakeTelegram, FloodLimits, Kind, Person, Trouble

PEOPLE = [Person(id=1_000 + n, first_name=f"P{n}") for n in range(55)]
EACH = 5
IN_GROUP = 25
TAKEN_UNKNOWN = {Kind.TAKE_THEN_DROP, Kind.TAKE_THEN_BAD_GATEWAY, Kind.HALF_BODY}


def everything(promise: SendPromise) -> list[list[Outbound]]:
    """300 messages, a lane per chat."""
    lanes = [
        [
            owed(f"message {who.id}-{n}", to=who.id, name=f"{who.id}:{n}", promise=promise)
            for n in range(EACH)
        ]
        for who in PEOPLE
    ]
    group = [
        owed(
            said(f"message team-{n}", is_personal=False),
            to=TEAM.id,
            name=f"g:{n}",
            promise=promise,
        )
        for n in range(IN_GROUP)
    ]
    return [*lanes, group]


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("promise", list(SendPromise))
async def test_nothing_is_lost_and_only_what_is_in_doubt_is_repeated(
    promise: SendPromise, record_property: Callable[[str, object], None]
) -> None:
    async with FakeTelegram() as telegram, stage(telegram, tempo=Tempo()) as on:
        for who in PEOPLE:
            telegram.world.meet(who)
        telegram.world.meet(TEAM)
        # A second that the server counts is never shorter than ours, so 25 is its limit too.
        telegram.set_flood_limits(FloodLimits(overall=25))
        telegram.set_trouble(Trouble(share=0.1, seed=11, methods=SENDS))
        lanes = everything(promise)
        began = asyncio.get_running_loop().time()
        async with on.opened(runs=False) as opened:
            outbox = Outbox(
                outbound=on.stores.outbound,
                channels={ChannelName.TELEGRAM: opened.channel},
                pacer=Pacer(paces={}),
                first_backoff_s=0.05,
            )

            async def send(lane: list[Outbound]) -> None:
                for outbound in lane:
                    await on.stores.outbound.add(outbound)
                    await outbox.send(outbound.id, ambiguous=False)

            await asyncio.gather(*(send(lane) for lane in lanes))
        elapsed_s = asyncio.get_running_loop().time() - began

    calls = telegram.ledger.of(*SENDS)
    taken = Counter(str(call.params["text"]) for call in calls if call.taken)
    doubtful = Counter(
        str(call.params["text"]) for call in calls if call.taken and call.trouble in TAKEN_UNKNOWN
    )
    states = Counter(row.state for row in on.stores.outbound.rows.values())
    rows = {row.id: row.state for row in on.stores.outbound.rows.values()}
    lost = repeated = 0
    for outbound in (one for lane in lanes for one in lane):
        words = plain_text(outbound.reply.blocks)
        if promise is SendPromise.AT_MOST_ONCE:
            assert taken[words] <= 1
            assert taken[words] == 1 or rows[OutboundId(outbound.id)] is OutboundState.UNKNOWN
        else:
            # Sent again exactly where the answer that it had arrived was lost on the way.
            assert taken[words] in {doubtful[words], doubtful[words] + 1}
            assert rows[OutboundId(outbound.id)] is OutboundState.SENT
        lost += taken[words] == 0
        repeated += max(taken[words] - 1, 0)
    assert telegram.flood is not None
    measured = (
        f"{promise}: {len(rows)} messages, {len(calls)} calls, {telegram.troubles.drawn} in "
        f"trouble, {lost} not there, {repeated} repeated, {dict(states)}; fastest per chat "
        f"{max(telegram.fastest(who.id) for who in PEOPLE)}/s, per group "
        f"{telegram.ledger.fastest(TEAM.id, window_s=60.0, attempts=True)}/min, overall "
        f"{telegram.ledger.fastest(attempts=True)}/s; {telegram.flood.refused} over the limit; "
        f"{elapsed_s:.1f} s"
    )
    record_property("measured", measured)
    sys.stdout.write(f"\n{measured}\n")
    assert promise is SendPromise.AT_MOST_ONCE or lost == 0
    assert telegram.flood.refused == 0
    assert telegram.ledger.fastest(attempts=True) <= 25
    assert telegram.ledger.fastest(TEAM.id, window_s=60.0, attempts=True) <= 20
    for chat_id in (*(who.id for who in PEOPLE), TEAM.id):
        assert telegram.ledger.fastest(chat_id, attempts=True) <= 1
