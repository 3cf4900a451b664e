"""Durable accepted events per second, and how long an acknowledgement takes under load."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.wiring.application import build_application
from domain.channel_ports import RawEvent
from domain.messages import ChannelName
from evaluation.channels.figures import Figure, percentiles_ms
from evaluation.channels.processes import Peers, peers_running, post
from evaluation.channels.service import database_of_our_own, door, settings_for

EVENTS = 4_000
CHATS = 500
_WARM_UP = 200
_AT_ONCE = 64
_STEADY_PER_S = 100.0
_STEADY_EVENTS = 1_500
_LOADING_EVENTS = 30
_SETTLING_S = 3.0
GOALS = {"SQLite": 200.0, "PostgreSQL": 800.0}


async def measure(postgres: str | None) -> list[Figure]:
    """All of it, over SQLite and, where there is one, PostgreSQL."""
    figures: list[Figure] = []
    for kind, server in (("SQLite", None), ("PostgreSQL", postgres)):
        if kind == "PostgreSQL" and server is None:
            print("PostgreSQL is left out: no --postgres URL")
            continue
        async with peers_running() as peers:
            await peers.ask("meet", chats=CHATS)
            with tempfile.TemporaryDirectory() as folder, database_of_our_own(server) as url:
                figures += await _rates(kind, Path(folder), peers, database=url)
            with tempfile.TemporaryDirectory() as folder, database_of_our_own(server) as url:
                figures += await _acknowledgements(kind, Path(folder), peers, database=url)
    return figures


async def _rates(kind: str, folder: Path, peers: Peers, *, database: str | None) -> list[Figure]:
    figures: list[Figure] = []
    async with door(settings_for(folder, peers, database=database)) as opened:

        async def all_of(numbers: range) -> float:
            waiting = iter(numbers)

            async def one_after_another() -> None:
                for number in waiting:
                    await opened.inbox.take_in(_event(number))

            began_s = time.perf_counter()
            await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))
            return len(numbers) / (time.perf_counter() - began_s)

        await all_of(range(_WARM_UP))
        rate = await all_of(range(_WARM_UP, _WARM_UP + EVENTS))
        figures.append(
            Figure(
                name=f"{kind}: into the inbox, {_AT_ONCE} at a time",
                value=rate,
                unit="/s",
                at_least=GOALS[kind],
            )
        )
        for channel in ("telegram", "slack"):
            file = folder / f"{channel}.events"
            for count in (_WARM_UP, EVENTS):
                await peers.ask(
                    "events",
                    file=str(file),
                    counts={channel: count},
                    chats=CHATS,
                    words="what can you do?",
                    copies=1,
                    seed=1,
                )
                cpu_s = time.process_time()
                posted = await post(file, web=opened.web, peers=peers, connections=_AT_ONCE)
                cpu_s = time.process_time() - cpu_s
            name = f"{kind}: {channel} over HTTP, {_AT_ONCE} connections"
            figures += [
                Figure(
                    name=name,
                    value=posted.accepted / posted.elapsed_s,
                    unit="/s",
                    at_least=GOALS[kind],
                ),
                Figure(name=f"{name}: not acknowledged", value=posted.refused, at_most=0),
                Figure(name=f"{name}: CPU", value=cpu_s / EVENTS * 1000, unit="ms/event"),
            ]
    return figures


def _event(number: int) -> RawEvent:
    return RawEvent(
        channel=ChannelName.TELEGRAM,
        workspace="evaluation",
        keys=(f"update:{number}", f"message:{number}"),
        lane=str(number % CHATS),
        document='{"update_id":1,"message":{"text":"what can you do?"}}' + " " * 500,
        received_at=datetime.now(UTC),
    )


async def _acknowledgements(
    kind: str, folder: Path, peers: Peers, *, database: str | None
) -> list[Figure]:
    """At a steady rate, while the whole service works the turns off and a model speaks."""
    settings = settings_for(folder, peers, database=database, with_model=True)
    async with build_application(settings) as application:
        assert application.web is not None
        await peers.ask("model", pieces=2_000, gap_s=0.05)
        talk, steady = folder / "talk.events", folder / "steady.events"
        await peers.ask(
            "events",
            file=str(talk),
            counts={"telegram": 1},
            chats=1,
            words="How do I ask for a higher salary in an interview?",
            copies=1,
            seed=1,
        )
        await post(talk, web=application.web, peers=peers, connections=1)
        await _until_model_speaks(peers)
        # The first turns load what the later ones use: a service that runs has done that.
        for count, per_s in ((_LOADING_EVENTS, 10.0), (_STEADY_EVENTS, None)):
            await peers.ask(
                "events",
                file=str(steady),
                counts={"telegram": count // 2, "slack": count // 2},
                chats=CHATS,
                words="what can you do?",
                copies=1,
                seed=1,
            )
            if per_s:
                await post(steady, web=application.web, peers=peers, per_s=per_s)
                await asyncio.sleep(_SETTLING_S)
        before = await _told(peers)
        cpu_s = time.process_time()
        posted = await post(steady, web=application.web, peers=peers, per_s=_STEADY_PER_S)
        busy = (time.process_time() - cpu_s) / posted.elapsed_s
        answered = await _told(peers) - before
    figures: list[Figure] = []
    for channel, times_ms in posted.latencies_ms.items():
        p50, p95, p99 = percentiles_ms(times_ms)
        name = f"{kind}: acknowledgement at {_STEADY_PER_S:.0f}/s, {channel}"
        figures += [
            Figure(name=f"{name}, p50", value=p50, unit="ms"),
            Figure(name=f"{name}, p95", value=p95, unit="ms", at_most=50.0),
            Figure(name=f"{name}, p99", value=p99, unit="ms"),
        ]
    return [
        *figures,
        Figure(name=f"{kind}: not acknowledged at that rate", value=posted.refused, at_most=0),
        Figure(name=f"{kind}: replies within the same time", value=answered),
        Figure(name=f"{kind}: CPU of the service meanwhile", value=busy, unit="cores"),
    ]


async def _told(peers: Peers) -> int:
    return sum(sum(each.values()) for each in (await peers.ask("replies")).values())


async def _until_model_speaks(peers: Peers) -> None:
    async with asyncio.timeout(60.0):
        while not (await peers.ask("words"))["model"]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
