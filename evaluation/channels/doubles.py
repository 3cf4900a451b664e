"""Every event twice and in any order: nothing handled twice, nothing lost.

Accounted for twice: in the service's database, and by what the people saw.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from bot.wiring.application import Application, build_application
from evaluation.channels.figures import Figure
from evaluation.channels.processes import Peers, peers_running, post
from evaluation.channels.service import database_of_our_own, settings_for

EVENTS = 10_000
CHATS = 1_000  # of each channel: no chat's own pace holds anything up
_LONGEST_S = 210.0


async def measure(postgres: str | None) -> list[Figure]:
    """Half of them from Telegram, half from Slack."""
    with tempfile.TemporaryDirectory() as folder, database_of_our_own(postgres) as url:
        async with peers_running() as peers:
            await peers.ask("meet", chats=CHATS)
            async with build_application(
                settings_for(Path(folder), peers, database=url)
            ) as application:
                return await _measure(application, peers, Path(folder))


async def _measure(application: Application, peers: Peers, folder: Path) -> list[Figure]:
    assert application.web is not None
    file = folder / "twice.events"
    halves = {"telegram": EVENTS // 2, "slack": EVENTS // 2}
    given = await peers.ask(
        "events",
        file=str(file),
        counts=halves,
        chats=CHATS,
        words="what can you do?",
        copies=2,
        seed=7,
    )
    began_s = time.perf_counter()
    posted = await post(file, web=application.web, peers=peers)
    while time.perf_counter() - began_s < _LONGEST_S:
        if (await _told(peers)) >= EVENTS and (await _counts(application))["waiting"] == 0:
            break
        await asyncio.sleep(1.0)
    waited_s = time.perf_counter() - began_s
    counts = await _counts(application)
    replies = await peers.ask("replies")
    kept = counts["turns"] + counts["waiting"] + counts["parked"]
    per_chat = EVENTS // 2 // CHATS
    twice = sum(max(0, n - per_chat) for n in replies["telegram"].values())
    twice += sum(max(0, n - 1) for n in replies["slack"].values())
    answered = sum(sum(each.values()) for each in replies.values())
    return [
        Figure(name="deliveries of events, each twice, shuffled", value=given),
        Figure(name="not acknowledged", value=posted.refused, at_most=0),
        Figure(name="deliveries taken in", value=given / posted.elapsed_s, unit="/s"),
        Figure(name="events lost", value=max(0, EVENTS - kept), at_most=0),
        Figure(name="events handled twice", value=counts["again"], at_most=0),
        Figure(name="replies too many in any chat or thread", value=twice, at_most=0),
        Figure(name="turns accepted in the time", value=counts["turns"]),
        Figure(name="replies that arrived in the time", value=answered),
        Figure(name="time waited for replies", value=waited_s, unit="s"),
        Figure(
            name="of the events whose reply was waited for, without one",
            value=counts["turns"] - answered if waited_s < _LONGEST_S else 0,
            at_most=0,
        ),
    ]


async def _told(peers: Peers) -> int:
    return sum(sum(each.values()) for each in (await peers.ask("replies")).values())


async def _counts(application: Application) -> dict[str, int]:
    async with application.stores.database.read() as connection:
        turns = (await connection.execute(text("SELECT count(*) FROM turns"))).scalar_one()
        # A second turn of one message would get its id with a mark at the end.
        again = (await connection.execute(_AGAIN)).scalar_one()
    # Waiting events may have their turn already: they are forgotten a moment later.
    return {"turns": turns, "again": again, **await application.stores.inbox.counts()}


_AGAIN = text("SELECT count(*) FROM turns WHERE id LIKE '%~%'")
