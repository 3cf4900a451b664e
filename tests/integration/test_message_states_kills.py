"""Killed in the middle of edits, again and again: the newest state stays, nothing comes twice."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.reply import Paragraph, Reply, text
from domain.turns import Outbound, OutboundState
from storage.database import Database, open_database
from storage.outbound import SqlOutbound
from tests.servers.slack import FakeSlack, Rule
from tests.twins.stores import FrozenClock

STATES, CARDS, KILLS = 40, 12, 6
FIRST = OutboundId("sp:b1:first")


async def _owe(database: Database, fake: FakeSlack) -> SqlOutbound:
    outbound = SqlOutbound(database=database, clock=FrozenClock())

    async def add(
        name: str,
        *,
        replaces: OutboundId | None = None,
        under: OutboundId | None = None,
        stands_alone: bool = True,
    ) -> None:
        await outbound.add(
            Outbound(
                id=OutboundId(name),
                address=Address(
                    channel=ChannelName.SLACK,
                    workspace=fake.team_id,
                    conversation=fake.channel.id,
                ),
                reply=Reply(blocks=(Paragraph(body=text(name)),), agents=(), is_personal=False),
                turn=None,
                replaces=replaces,
                under=under,
                stands_alone=stands_alone,
            )
        )

    await add(FIRST)
    for number in range(STATES):
        await add(f"sp:b1:{number}", replaces=FIRST, stands_alone=False)
    await add("sb:b1", replaces=FIRST)
    for number in range(CARDS):
        await add(f"sc:{number}", under=FIRST)
    return outbound


@pytest.mark.long
async def test_kills_leave_the_newest_state_and_every_message_once(tmp_path: Path) -> None:
    chance = random.Random(11)
    file = tmp_path / "kills.db"
    async with FakeSlack() as fake, open_database(url=f"sqlite:///{file}") as database:
        outbound = await _owe(database, fake)
        fake.trouble.always(Rule(prefix="chat.", share=0.1, seed=3))
        for kill in range(KILLS + 1):
            before = len(fake.ledger.of("chat."))
            worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.integration.message_states_worker",
                str(file),
                fake.base_url,
                fake.team_id,
                fake.bot_token,
                fake.bot_user_id,
                cwd=Path(__file__).parents[2],
                stdout=asyncio.subprocess.DEVNULL,
            )
            if kill < KILLS:
                some = before + chance.randrange(1, 6)
                await asyncio.wait(
                    {
                        asyncio.create_task(worker.wait()),
                        asyncio.create_task(
                            fake.until(
                                lambda some=some: len(fake.ledger.of("chat.")) >= some,  # type: ignore[misc]  # a bound default
                                timeout_s=60.0,
                            )
                        ),
                    },
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if worker.returncode is None:
                    worker.kill()
                await worker.wait()
            else:
                async with asyncio.timeout(120.0):
                    assert await worker.wait() == 0
        assert not await outbound.waiting()
        messages = fake.messages(fake.channel.id, by_app=True)
        roots = [one for one in messages if not one.get("thread_ts")]
        assert [one["text"] for one in roots] == ["sb:b1"]
        below = [one for one in messages if one.get("thread_ts")]
        assert {one["thread_ts"] for one in below} == {roots[0]["ts"]}
        assert Counter(one["text"] for one in below) == {f"sc:{n}": 1 for n in range(CARDS)}
        for number in range(STATES):
            row = await outbound.get(OutboundId(f"sp:b1:{number}"))
            assert row is not None
            assert row.state is OutboundState.SENT
