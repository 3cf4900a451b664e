"""Which of several states of a message is shown, and what waits for what."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import Outbox
from bot.lineage import EDITION_PART, Editions, awaited, is_newer, lineage
from bot.pacing import Pacer
from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.turns import Gone, Outbound, OutboundState, Owed, PartState
from tests.twins.stores import InMemoryOutbound
from tests.twins.stores_channels import InMemoryParts
from tests.unit.dispatcher_stage import ADDRESS, ScriptedChannel, reply


def state(
    name: str,
    *,
    of: str | None = None,
    under: str | None = None,
    alone: bool = True,
    now: OutboundState = OutboundState.WAITING,
) -> Outbound:
    return Outbound(
        id=OutboundId(name),
        address=ADDRESS,
        reply=reply(name),
        turn=None,
        state=now,
        replaces=None if of is None else OutboundId(of),
        under=None if under is None else OutboundId(under),
        stands_alone=alone,
    )


async def store(*messages: Outbound) -> InMemoryOutbound:
    kept = InMemoryOutbound()
    for message in messages:
        await kept.add(message)
    return kept


# --- which is newer -------------------------------------------------------------------------------


async def test_a_line_ends_where_nothing_is_kept_and_never_runs_in_circles() -> None:
    kept = await store(state("a"), state("b", of="a"), state("c", of="b"), state("e", of="lost"))
    line = await lineage(kept.rows[OutboundId("c")], get=kept.get)
    assert [one.id for one in line] == ["c", "b", "a"]
    assert len(await lineage(kept.rows[OutboundId("e")], get=kept.get)) == 1
    round_about = await store(state("x", of="y"), state("y", of="x"))
    line = await lineage(round_about.rows[OutboundId("x")], get=round_about.get)
    assert [one.id for one in line] == ["x", "y"]
    long = await store(state("n:0"), *(state(f"n:{n}", of=f"n:{n - 1}") for n in range(1, 400)))
    assert len(await lineage(long.rows[OutboundId("n:399")], get=long.get)) == 200


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (state("z"), state("b", of="z")),
        (state("z:1", of="a"), state("b", of="z:1")),
        (state("p:9", of="a", alone=False), state("p:10", of="a", alone=False)),
        (state("p:10", of="a", alone=False), state("done", of="a")),
        (state("done:1", of="a"), state("done:2", of="a")),
    ],
)
async def test_what_comes_later_is_newer(older: Outbound, newer: Outbound) -> None:
    kept = await store(state("a"), older, newer)
    assert await is_newer(newer, older, get=kept.get)
    assert not await is_newer(older, newer, get=kept.get)
    assert not await is_newer(newer, newer, get=kept.get)


@settings(max_examples=150, deadline=None)
@given(
    count=st.integers(2, 8),
    seed=st.integers(0, 2**16),
    processes=st.integers(1, 3),
)
def test_the_newest_state_stays_whatever_the_order(count: int, seed: int, processes: int) -> None:
    """Delivered in any order, by several processes; some tries break off before or after."""
    chance = random.Random(seed)

    async def run() -> str:
        home = state("first", now=OutboundState.SENT)
        states = [
            state(f"p:{n}", of=chance.choice(["first", f"p:{n - 1}"]) if n > 8 else "first")
            for n in range(8, 8 + count)
        ]
        kept = await store(home, *states)
        parts = InMemoryParts()
        shown = ["first"]
        makers = [Editions(parts=parts, get=kept.get) for _ in range(processes)]

        async def deliver(one: Outbound) -> None:
            async def edit(now: Outbound) -> None:
                for _ in range(chance.randrange(3)):
                    await asyncio.sleep(0)
                if chance.random() < 0.2:
                    raise TimeoutError
                shown.append(now.id)

            while True:
                try:
                    await chance.choice(makers).show(one, home=home, edit=edit)
                except TimeoutError:
                    await asyncio.sleep(0)
                    continue
                return

        chance.shuffle(states)
        await asyncio.gather(*(deliver(one) for one in states))
        return shown[-1]

    assert asyncio.run(run()) == f"p:{7 + count}"


async def test_what_is_shown_is_noted_before_it_is_edited() -> None:
    kept = await store(state("a", now=OutboundState.SENT), state("b", of="a"))
    parts = InMemoryParts()
    home, newer = (kept.rows[OutboundId(name)] for name in "ab")

    async def edit(now: Outbound) -> None:
        (noted,) = await parts.parts(home.id)
        assert (noted.state, noted.provider_ref) == (PartState.LIVE, now.id)
        assert noted.part >= EDITION_PART

    assert await Editions(parts=parts, get=kept.get).show(newer, home=home, edit=edit)
    (noted,) = await parts.parts(home.id)
    assert noted.state is PartState.SENT


# --- what waits -----------------------------------------------------------------------------------


def outbox(kept: InMemoryOutbound, channel: ScriptedChannel, *, patience_s: float = 5.0) -> Outbox:
    return Outbox(
        outbound=kept,
        channels={ChannelName.CONSOLE: channel},
        pacer=Pacer(paces={}),
        doubt_s=0.0,
        first_backoff_s=0.0,
        patience_s=patience_s,
        unknown_patience_s=patience_s,
        look_again_s=0.001,
    )


async def test_it_is_known_what_a_message_waits_for() -> None:
    sent = OutboundState.SENT
    kept = await store(
        state("a"),
        state("s", now=sent),
        state("under", under="a"),
        state("ready", under="s"),
        state("below nothing", under="lost"),
        state("below a turn", under="out:c_1:5"),
        state("newer", of="a"),
        state("newest", of="newer"),
        state("of sent", of="s"),
        state("of a turn", of="out:c_1:5"),
        state("itself", under="itself"),
    )
    waits = {name: await awaited(row, get=kept.get) for name, row in kept.rows.items()}
    assert {name: found for name, found in waits.items() if found is not None} == {
        "under": ("a", "waiting"),
        "below a turn": ("out:c_1:5", "unknown"),
        "newer": ("a", "waiting"),
        "newest": ("a", "waiting"),
        "of a turn": ("out:c_1:5", "unknown"),
    }


async def test_the_first_message_is_sent_first() -> None:
    kept = await store(state("a"), state("b", under="a"), state("c", of="b"))
    channel = ScriptedChannel()
    sender = outbox(kept, channel)
    names = [OutboundId(name) for name in "cba"]
    await asyncio.gather(*(sender.send(name, ambiguous=False) for name in names))
    assert channel.sent == ["a", "b", "c"]


async def test_nothing_waits_for_ever() -> None:
    kept = await store(state("a"), state("b", under="a"), state("c", of="out:c_1:5"))
    channel = ScriptedChannel()
    sender = outbox(kept, channel, patience_s=0.01)
    await asyncio.gather(*(sender.send(OutboundId(name), ambiguous=False) for name in ("b", "c")))
    assert set(channel.sent) == {"b", "c"}
    assert kept.rows[OutboundId("b")].state is OutboundState.SENT


async def test_a_first_try_does_not_wait() -> None:
    kept = await store(state("a"), state("b", under="a"))
    channel = ScriptedChannel()
    owed = await outbox(kept, channel).send_once(kept.rows[OutboundId("b")])
    assert owed == Owed(outbound=OutboundId("b"), ambiguous=False)
    assert not channel.sent


async def test_what_is_left_out_is_settled() -> None:
    kept = await store(state("a"), state("p:1", of="a", alone=False))
    channel = ScriptedChannel(results=[Gone(reason="progress without its message")])
    row = kept.rows[OutboundId("a")]
    kept.rows[row.id] = replace(row, state=OutboundState.SENT)
    await outbox(kept, channel).send(OutboundId("p:1"), ambiguous=False)
    assert kept.rows[OutboundId("p:1")].state is OutboundState.GONE
