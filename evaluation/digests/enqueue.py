"""100,000 people whose digest is due in the same second, and a tick with nobody due.

Goals: all of them owed within 60 s on SQLite; a tick that finds nobody at most 5 ms.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from domain.messages import ChannelName
from domain.push_ports import DigestStore
from evaluation.channels.figures import Figure, percentiles_ms
from evaluation.channels.service import database_of_our_own
from evaluation.digests.people import Resident, every_day, plan, settle
from storage.database import open_database
from storage.digests import SqlDigests
from tests.twins.stores import FrozenClock

PEOPLE = 100_000
_PAGE = 1_000
_IDLE_TICKS = 300
_LEASE = timedelta(minutes=5)
_HOUR = datetime(2026, 11, 2, 8, tzinfo=UTC)


async def measure(postgres: str | None, *, people: int = PEOPLE) -> list[Figure]:
    """On SQLite, and on PostgreSQL where there is one."""
    figures: list[Figure] = []
    for kind, server in (("SQLite", None), ("PostgreSQL", postgres)):
        if kind == "PostgreSQL" and server is None:
            print("PostgreSQL is left out: no --postgres URL")
            continue
        with tempfile.TemporaryDirectory() as folder, database_of_our_own(server) as url:
            figures += await _measure(
                kind, url or f"sqlite:///{Path(folder) / 'careergini.db'}", people=people
            )
    return figures


async def _measure(kind: str, url: str, *, people: int) -> list[Figure]:
    clock = FrozenClock(_HOUR - timedelta(minutes=1))
    async with open_database(url=url) as database:
        digests = SqlDigests(database=database, clock=clock)
        await settle(database, _residents(people), now=clock.now())
        began_s = time.perf_counter()
        await plan(digests, now=clock.now())
        planned_s = time.perf_counter() - began_s
        before_mb = _memory_mb()
        idle_before = await _idle_ms(digests, now=_HOUR - timedelta(seconds=1))
        began_s, cpu_s = time.perf_counter(), time.process_time()
        owed = await _enqueue_all(digests, now=_HOUR)
        took_s, cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
        grown_mb = _memory_mb() - before_mb
        counts = await digests.counts()
        idle_after = await _idle_ms(digests, now=_HOUR + timedelta(minutes=1))
        claim_ms = await _claims_ms(digests, now=_HOUR)
    figures = [
        Figure(name=f"{kind}: people due at once", value=people),
        Figure(name=f"{kind}: owed afterwards", value=counts["owed"], at_least=people),
        Figure(name=f"{kind}: counted while enqueueing", value=owed, at_least=people),
        Figure(
            name=f"{kind}: enqueueing them",
            value=took_s,
            unit="s",
            at_most=60.0 if kind == "SQLite" else None,
        ),
        Figure(name=f"{kind}: CPU of this process meanwhile", value=cpu_s, unit="s"),
        Figure(name=f"{kind}: memory it took", value=grown_mb, unit="MB"),
        Figure(name=f"{kind}: working out all hours anew", value=planned_s, unit="s"),
    ]
    for name, times in (("nobody due", idle_before), ("all of them owed", idle_after)):
        p50, p95, _ = percentiles_ms(times)
        figures += [
            Figure(name=f"{kind}: tick, {name}, p50", value=p50, unit="ms"),
            Figure(name=f"{kind}: tick, {name}, p95", value=p95, unit="ms", at_most=5.0),
        ]
    p50, p95, _ = percentiles_ms(claim_ms)
    figures.append(Figure(name=f"{kind}: claiming 64 of them, p95", value=p95, unit="ms"))
    return figures


def _residents(people: int) -> list[Resident]:
    settings = every_day(hour(8), zone="UTC")
    return [
        Resident(
            number=number,
            channel=ChannelName.TELEGRAM,
            workspace="bench",
            sender=str(number),
            conversation=str(number),
            settings=settings,
        )
        for number in range(people)
    ]


async def _enqueue_all(digests: DigestStore, *, now: datetime) -> int:
    owed = 0
    while True:
        found = await digests.enqueue_due(now=now, limit=_PAGE)
        owed += found
        if found < _PAGE:
            return owed


async def _idle_ms(digests: DigestStore, *, now: datetime) -> list[float]:
    times: list[float] = []
    for _ in range(_IDLE_TICKS):
        began_s = time.perf_counter()
        await digests.enqueue_due(now=now, limit=_PAGE)
        times.append((time.perf_counter() - began_s) * 1000)
    return times


async def _claims_ms(digests: DigestStore, *, now: datetime) -> list[float]:
    times: list[float] = []
    for _ in range(50):
        began_s = time.perf_counter()
        await digests.claim(now=now, lease=_LEASE, limit=64)
        times.append((time.perf_counter() - began_s) * 1000)
    return times


def _memory_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
