"""One conversation of many turns, one after another, as a person would hold it."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from evaluation.turns.rig import Rig, message, open_rig

_WARM_UP_TURNS = 30
"""Turns that fill statement caches and thread pools before anything is counted."""
_PAIRS = 60
"""Turns of each kind that the flatness compares."""
_IDLE_S = 4.0
_CLOCK_TICK_S = 1.1
"""The engine's clock on SQLite counts whole seconds: what ended just now is not "before now"."""

Figures = dict[str, float | int]


async def measure(
    *,
    turns: int,
    folder: Path,
    database_url: str | None = None,
    with_graph: bool = True,
) -> Figures:
    """CPU and latency from accept to delivered, flatness, idle cost, bytes kept per turn.

    CPU is the process's, all threads: the engine's queue loops and writes are in it.
    """
    async with open_rig(folder=folder, database_url=database_url, with_graph=with_graph) as rig:
        for number in range(_WARM_UP_TURNS):
            await _turn(rig, number)
        figures = await _idle()
        before_bytes = await _kept_bytes(rig)
        cpu_ms: list[float] = []
        latency_ms: list[float] = []
        for number in range(_WARM_UP_TURNS, _WARM_UP_TURNS + turns):
            cpu, latency = await _turn(rig, number)
            cpu_ms.append(cpu)
            latency_ms.append(latency)
        kept = await _kept_bytes(rig) - before_bytes
        cuts = statistics.quantiles(latency_ms, n=20)
        # On a server the bytes are not in files of ours.
        on_disk = {"kept_bytes_per_turn_beyond_text": round(kept / turns)}
        return (
            figures
            | ({} if database_url else on_disk)
            | {
                "turns": turns,
                "cpu_ms_per_turn_mean": round(statistics.fmean(cpu_ms), 2),
                "cpu_ms_per_turn_median": round(statistics.median(cpu_ms), 2),
                "latency_ms_p50": round(cuts[9], 1),
                "latency_ms_p95": round(cuts[18], 1),
                "cpu_long_over_new_conversation": await _flatness(
                    rig, already=_WARM_UP_TURNS + turns
                ),
            }
        )


async def _flatness(rig: Rig, *, already: int) -> float:
    """CPU of a turn in the long conversation over one in a new conversation.

    Taken turn by turn in alternation, so that the machine's moods meet both alike.
    """
    long_ms: list[float] = []
    new_ms: list[float] = []
    for number in range(_PAIRS):
        long_ms.append((await _turn(rig, already + number))[0])
        new_ms.append((await _turn(rig, number, conversation="another"))[0])
    return round(statistics.median(long_ms) / statistics.median(new_ms), 3)


async def _turn(rig: Rig, number: int, *, conversation: str = "one") -> tuple[float, float]:
    """CPU and latency of one turn, in milliseconds."""
    rig.channel.arrived.clear()
    cpu_s = time.process_time()
    began_s = time.perf_counter()
    accepted = await rig.dispatcher.accept(message(number, conversation=conversation))
    await rig.channel.arrived.wait()
    latency_s = rig.channel.delivered_at_s[accepted.turn.id] - began_s
    # What is left after the delivery (settling, the engine's outcome) belongs to the turn too.
    await rig.engine.quiet()
    return (time.process_time() - cpu_s) * 1000, latency_s * 1000


async def _idle() -> Figures:
    cpu_s = time.process_time()
    await asyncio.sleep(_IDLE_S)
    percent = (time.process_time() - cpu_s) / _IDLE_S * 100
    return {"idle_cpu_percent_of_a_core": round(percent, 2)}


async def _kept_bytes(rig: Rig) -> int:
    """Bytes in use beyond what was said, after retention of engine and turns.

    Pages that are free again do not count: the next turns use them.
    """
    await asyncio.sleep(_CLOCK_TICK_S)
    await rig.engine.retire(older_than=timedelta(0))
    await rig.turns.retire(older_than=timedelta(0))
    await rig.database.leave_no_traces()
    files = [rig.folder / "careergini.db", rig.folder / "engine.db"]
    return await asyncio.to_thread(_used, [file for file in files if file.exists()])


def _used(files: list[Path]) -> int:
    used = 0
    for file in files:
        with closing(sqlite3.connect(file)) as connection:
            pages, free, size = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            used += (pages - free) * size
            if file.name == "careergini.db":
                said = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM utterances")
                used -= said.fetchone()[0] or 0
    return used
