"""Two hundred resumes dropped into a channel, while somebody else goes on chatting."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from evaluation.channels.figures import Figure, percentiles_ms
from evaluation.screening.drawing import resume_file
from evaluation.screening.room import Room, team_room

FILES = 200
_WARM, _IDLE = 6, 60
_GOAL_S = 600.0
_LONGEST_S = 1500.0


async def measure() -> list[Figure]:
    """Idle answers first, then answers during the work, both of the same process."""
    files = [resume_file(number) for number in range(FILES)]
    with tempfile.TemporaryDirectory() as folder:
        async with team_room(Path(folder)) as room:
            await room.asks(times=_WARM)
            idle = await room.asks(times=_IDLE)
            return await _measure(room, files, idle)


async def _measure(room: Room, files: list[tuple[str, bytes]], idle: list[float]) -> list[Figure]:
    began = time.monotonic()
    first = len(room.asked)
    dropping = asyncio.create_task(room.drop(files))
    judged_s = done_s = 0.0
    while time.monotonic() - began < _LONGEST_S:
        await room.ask()
        await asyncio.sleep(1.0)
        if not judged_s and room.judged() == len(files):
            judged_s = time.monotonic() - began
            last = len(room.asked)
        if judged_s and not room.owed():
            done_s = time.monotonic() - began
            break
    await dropping
    during = await room.answers(since=first)
    busy = during[: last - first] if judged_s else during
    sending = during[last - first :] if judged_s else []
    _, idle95, _ = percentiles_ms(idle)
    busy50, busy95, _ = percentiles_ms(busy)
    said = room.messages()
    heads = sum("candidate" in str(one.get("text", "")) and "thread_ts" not in one for one in said)
    return [
        Figure(name="resumes in messages of ten", value=len(files)),
        Figure(name="reports made", value=judged_s, unit="s", at_most=_GOAL_S),
        Figure(
            name="reports, threads and summaries all in Slack",
            value=done_s,
            unit="s",
            at_most=_GOAL_S,
        ),
        Figure(name="messages in the channel and its threads", value=len(said)),
        Figure(name="of them candidates' lines", value=heads, at_least=len(files), at_most=None),
        Figure(name="idle answer, p50", value=percentiles_ms(idle)[0] * 1000, unit="ms"),
        Figure(name="idle answer, p95", value=idle95 * 1000, unit="ms"),
        Figure(name="questions while reports were made", value=len(busy)),
        Figure(name="answer meanwhile, p50", value=busy50 * 1000, unit="ms"),
        Figure(name="answer meanwhile, p95", value=busy95 * 1000, unit="ms"),
        Figure(name="p95 meanwhile / p95 idle", value=busy95 / idle95, at_most=2),
        Figure(
            name="answer while only messages are left to send, p95",
            value=percentiles_ms(sending)[1] * 1000 if sending else 0.0,
            unit="ms",
        ),
        Figure(
            name="peak memory of the service", value=room.service.memory_mb(peak=True), unit="MB"
        ),
    ]
