"""20,000 owed digests drain into Slack while somebody talks to the same process in a terminal.

The service, the messengers and the person are three processes. First the person talks alone, then
the digests become due and they go on talking. Goal: a turn starts within 1 s of being accepted
(p95), as the service's own log says.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

from bot.console_history import ConsoleHistory
from bot.console_link import ConsoleLink
from bot.console_protocol import EventLine, Hello, ReplyLine
from bot.wiring.places import SystemClock
from domain.agents import Audience
from domain.digest.model import FinishedDigest
from domain.errors import CareerGiniError
from domain.messages import Address, ChannelName
from domain.turns import Outbound
from evaluation.channels.figures import Figure, percentiles_ms
from evaluation.digests.market import BOARDS, Churn, Market
from evaluation.digests.month_stage import MonthStage, open_stage
from evaluation.digests.people import every_day, plan, settle
from evaluation.digests.town import townspeople
from evaluation.digests.watch import Rules
from tests.acceptance.channel_kills.product import until
from tests.acceptance.push_kills.fanout import read_books
from tests.acceptance.push_kills.stage import Stage, on_stage
from tests.twins.models import HashingEmbedder

DIGESTS = 20_000
_ALONE = 100
"""Exchanges before the digests become due."""
_GAP_S = 0.35
_DUE_IN = timedelta(seconds=90)
"""Starting and talking alone have to fit into it."""
_LONGEST_S = 240.0
"""Of the part with digests; the rest of them is estimated from it."""
_DAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_BATCH = 64
_BATCHES = 8
_POSTINGS = 400
_WORDS = ("hello", "what can you do?", "show my settings", "thanks", "what is my time zone?")


async def measure(
    postgres: str | None, *, digests: int = DIGESTS, longest_s: float = _LONGEST_S
) -> list[Figure]:
    """On SQLite: there everything shares one writer, so it is the harder case."""
    del postgres
    parts = await _write_and_finish()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with on_stage(
            folder,
            messenger="slack",
            people=digests,
            due_in=_DUE_IN,
            more={"CONSOLE__ENABLED": "true", "LOG__FORMAT": "json"},
        ) as stage:
            figures = await _measure(stage, folder, digests=digests, longest_s=longest_s)
    return [*figures, *parts]


async def _write_and_finish() -> list[Figure]:
    """Processor time of the first two steps of a digest, in batches as the service makes them."""
    market = Market(seed=3, first_day=_DAY.date(), churn=Churn(at_first=_POSTINGS))
    rules = Rules(tick=_MINUTE, alert_gap=_MINUTE, outage=(_DAY, _DAY))
    with tempfile.TemporaryDirectory() as name:
        async with open_stage(
            Path(name), begins=_DAY, market=market, rules=rules, embedder=HashingEmbedder()
        ) as stage:
            stores = stage.stores
            market.next_day(_DAY.date())
            for board in BOARDS:
                await stores.postings.ingest(board, market.listing(board), complete=True)
            await stage.catch_up()
            residents = [
                replace(one.resident, settings=every_day(_DAY.time(), zone="UTC"))
                for one in townspeople(_BATCH * (_BATCHES + 1), seed=3, days=30)
            ]
            await settle(stores.database, residents, now=_DAY - _MINUTE)
            await plan(stores.digests, now=_DAY - _MINUTE)
            await stores.digests.enqueue_due(now=_DAY, limit=len(residents))
            spent = [await _one_batch(stage) for _ in range(_BATCHES + 1)][1:]
    return [
        Figure(
            name=f"CPU of {name} one of {_BATCH} together, {_POSTINGS} postings",
            value=mean(times) / _BATCH * 1000,
            unit="ms",
        )
        for name, times in zip(("writing", "storing"), zip(*spent, strict=True), strict=True)
    ]


async def _one_batch(stage: MonthStage) -> tuple[float, float]:
    digests = stage.stores.digests
    due = await digests.claim(now=_DAY, lease=timedelta(minutes=5), limit=_BATCH)
    began_s = time.process_time()
    written = await stage.desk.write(due, now=_DAY)
    written_s = time.process_time()
    results = [
        FinishedDigest(
            written=one,
            outcome="sent",
            outbound=(
                Outbound(
                    id=one.due.id,
                    address=Address(
                        channel=ChannelName.TELEGRAM, workspace="town", conversation=one.due.user
                    ),
                    reply=one.reply,
                    turn=None,
                ),
            ),
        )
        for one in written
        if one is not None and one.reply is not None
    ]
    stored = await digests.finish(results)
    assert all(stored)
    return written_s - began_s, time.process_time() - written_s


async def _measure(stage: Stage, folder: Path, *, digests: int, longest_s: float) -> list[Figure]:
    product = stage.products[0]
    await product.start()
    data = folder / "data0"
    talk = _Talk(data, folder / "terminal")
    async with talk:
        await talk.exchange(len(_WORDS))
        alone_cpu_s = product_cpu_s(product.pid)
        alone = await talk.exchange(_ALONE)
        alone_cpu_s = product_cpu_s(product.pid) - alone_cpu_s
        await until(
            lambda: bool(read_books(stage.database_url).states),
            what="first digest",
            product=product,
            within_s=180.0,
            every_s=0.5,
        )
        began_s, cpu_s = time.perf_counter(), product_cpu_s(product.pid)
        before = await stage.peers.count("slack")
        beside: list[float] = []
        while time.perf_counter() - began_s < longest_s:
            beside += await talk.exchange(20)
            if await stage.peers.count("slack") >= digests:
                break
        took_s = time.perf_counter() - began_s
        cpu_s = product_cpu_s(product.pid) - cpu_s
        sent = await stage.peers.count("slack") - before
        memory_mb = _memory_mb(product.pid)
    assert await product.terminate(within_s=60.0) == 0, product.said()[-3000:]
    starts = _starts_ms(product.log_file, turns=talk.turns)[len(_WORDS) :]
    starts_alone, starts_beside = starts[: len(alone)], starts[-len(beside) :]
    talking_cpu_s = alone_cpu_s / len(alone) * len(beside)
    return [
        Figure(name="digests owed", value=digests),
        Figure(name="digests that arrived meanwhile", value=sent),
        Figure(name="digests per second", value=sent / took_s, unit="/s"),
        Figure(
            name="CPU of the service per digest",
            value=(cpu_s - talking_cpu_s) / max(sent, 1) * 1000,
            unit="ms",
        ),
        Figure(name="CPU of the service meanwhile", value=cpu_s / took_s, unit="cores"),
        Figure(name="memory of the service at the end", value=memory_mb, unit="MB"),
        *_said("alone", alone, starts_alone, goal=None),
        *_said("beside digests", beside, starts_beside, goal=1000.0),
    ]


def _said(
    when: str, replies_ms: list[float], starts_ms: list[float], *, goal: float | None
) -> list[Figure]:
    reply = percentiles_ms(replies_ms)
    start = percentiles_ms(starts_ms)
    return [
        Figure(name=f"exchanges {when}", value=len(replies_ms)),
        Figure(name=f"{when}: accepted to started, p50", value=start[0], unit="ms"),
        Figure(name=f"{when}: accepted to started, p95", value=start[1], unit="ms", at_most=goal),
        Figure(name=f"{when}: said to answered, p50", value=reply[0], unit="ms"),
        Figure(name=f"{when}: said to answered, p95", value=reply[1], unit="ms"),
    ]


class _Talk:
    """Somebody at a terminal."""

    def __init__(self, data: Path, own: Path) -> None:
        self._arrived: asyncio.Queue[float] = asyncio.Queue()
        self._history = ConsoleHistory(folder=own, conversation="main")
        self._link = ConsoleLink(
            socket_path=data / "chat.sock",
            history=self._history,
            hello=Hello(
                conversation="main",
                sender="measure",
                sender_name="Measure",
                audience=Audience.SEEKER,
                locale="en",
            ),
            clock=SystemClock(),
            listener=self._hear,
        )
        self._connected = self._link.connected()
        self.turns = 0

    async def __aenter__(self) -> None:
        self._history.__enter__()
        await self._connected.__aenter__()

    async def __aexit__(self, *why: object) -> None:
        await self._connected.__aexit__(None, None, None)
        self._history.__exit__(None, None, None)

    async def _hear(self, line: EventLine | ReplyLine | CareerGiniError) -> None:
        if isinstance(line, ReplyLine):
            await self._arrived.put(time.perf_counter())

    async def exchange(self, count: int) -> list[float]:
        """Say so many things, each a moment after the last one was; milliseconds to each answer."""
        times: list[float] = []
        for _ in range(count):
            words = _WORDS[self.turns % len(_WORDS)]
            self.turns += 1
            said = self._history.say(at=SystemClock().now(), shown_as=words, text=words)
            began_s = time.perf_counter()
            await self._link.send(said)
            times.append((await self._arrived.get() - began_s) * 1000)
            await asyncio.sleep(max(0.0, _GAP_S - times[-1] / 1000))
        return times


def _starts_ms(log: Path, *, turns: int) -> list[float]:
    """From a turn's acceptance until it knows who answers: a little more than until its start."""
    accepted: dict[str, datetime] = {}
    starts: list[float] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if not line.startswith("{"):
            continue
        said = json.loads(line)
        at = datetime.fromisoformat(said["timestamp"])
        if said["event"] == "message_accepted":
            accepted[said["turn"]] = at
        elif said["event"] == "turn_routed" and said["turn_id"] in accepted:
            starts.append((at - accepted[said["turn_id"]]).total_seconds() * 1000)
    assert len(starts) == turns, f"{len(starts)} of {turns} turns have a start"
    return starts


def product_cpu_s(pid: int) -> float:
    """Processor seconds that a process used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
