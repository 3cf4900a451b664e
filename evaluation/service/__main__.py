"""``python -m evaluation.service``: cost of the command line and of the idle service; real latency.

Goals: ``careergini --help`` at most 0.3 s CPU; idle service with one channel at most 200 MB before
embeddings load; a reply without a model p50 at most 200 ms and p95 at most 400 ms, from the
client's send through durable accept, turn, outbox and the client's acknowledgement.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.console_history import ConsoleHistory
from bot.console_link import ConsoleLink
from bot.console_protocol import EventLine, Hello, ReplyLine
from bot.wiring.places import SystemClock
from domain.agents import Audience
from domain.errors import CareerGiniError

IDLE_S = 10.0
EXCHANGES = 100
WORDS = ("hello", "what can you do?", "show my settings", "set my time zone to Berlin", "thanks")


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    help_s = _help_cpu_s()
    print(f"careergini --help            {help_s:.2f} s CPU (goal 0.30)")
    with tempfile.TemporaryDirectory() as folder:
        missed = asyncio.run(_service(Path(folder)))
    return 1 if missed or help_s > 0.3 else 0


def _help_cpu_s() -> float:
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "bot", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent)


async def _service(data: Path) -> bool:
    environment = {**os.environ, "CAREERGINI_MODEL__ENABLED": "false"}
    with (data / "log").open("wb") as log:
        service = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--data", str(data), "run", stderr=log, env=environment
        )
    try:
        while not (data / "chat.sock").exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.05)
        await asyncio.sleep(2.0)
        start_cpu = _cpu_s(service.pid)
        await asyncio.sleep(IDLE_S)
        idle_mb = _rss_mb(service.pid)
        idle_share = (_cpu_s(service.pid) - start_cpu) / IDLE_S
        print(f"start to idle                {start_cpu:.2f} s CPU")
        print(f"idle memory, one channel     {idle_mb:.0f} MB (goal 200)")
        print(f"idle CPU                     {idle_share:.1%} of one core")
        times = await _exchanges(data)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"reply without a model        p50 {p50:.0f} ms, p95 {p95:.0f} ms (goals 200, 400)")
        print(f"memory with embeddings       {_rss_mb(service.pid):.0f} MB")
    finally:
        service.terminate()
        await service.wait()
    return idle_mb > 200 or p50 > 200 or p95 > 400


async def _exchanges(data: Path) -> list[float]:
    """Milliseconds per exchange, the first ones (loading) left out."""
    arrived: asyncio.Queue[float] = asyncio.Queue()

    async def hear(line: EventLine | ReplyLine | CareerGiniError) -> None:
        if isinstance(line, ReplyLine):
            await arrived.put(time.perf_counter())

    hello = Hello(
        conversation="main",
        sender="measure",
        sender_name="Measure",
        audience=Audience.SEEKER,
        locale="en",
    )
    times = []
    with ConsoleHistory(folder=data / "client", conversation="main") as history:
        async with ConsoleLink(
            socket_path=data / "chat.sock",
            history=history,
            hello=hello,
            clock=SystemClock(),
            listener=hear,
        ).connected() as link:
            for number in range(EXCHANGES + len(WORDS)):
                words = WORDS[number % len(WORDS)]
                said = history.say(at=SystemClock().now(), shown_as=words, text=words)
                began = time.perf_counter()
                await link.send(said)
                times.append((await arrived.get() - began) * 1000)
    return times[len(WORDS) :]


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the service is gone")


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    raise SystemExit(main())
