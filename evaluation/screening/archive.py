"""Five hundred resumes in one zip: what the team sees of the work, and what it takes."""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
import time
import zipfile
from pathlib import Path

from evaluation.channels.figures import Figure
from evaluation.screening.drawing import resume_file
from evaluation.screening.room import Room, team_room

FILES = 500
_LONGEST_S = 2400.0
_LEFT = re.compile(r"about (\d+) (s|min) left")
_SANE = 2.0
"""An estimate may be off by this factor at the middle of the work."""


async def measure() -> list[Figure]:
    """One file in one message."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(FILES):
            name, content = resume_file(number)
            archive.writestr(zipfile.ZipInfo(f"applications/{name}"), content)
    with tempfile.TemporaryDirectory() as folder:
        async with team_room(Path(folder)) as room:
            before = room.service.memory_mb(peak=False)
            return await _measure(room, packed.getvalue(), before)


async def _measure(room: Room, packed: bytes, before: float) -> list[Figure]:
    began = time.monotonic()
    clock = room.stage.slack.clock
    began_at = clock.monotonic()
    await room.drop([("applications.zip", packed)])
    taken_s = judged_s = done_s = 0.0
    while time.monotonic() - began < _LONGEST_S:
        await asyncio.sleep(1.0)
        now = time.monotonic() - began
        if not taken_s and room.taken_in():
            taken_s = now
        if not judged_s and room.judged() == FILES:
            judged_s = now
        if judged_s and not room.owed():
            done_s = now
            break
    edits = [
        call
        for call in room.stage.slack.ledger.calls
        if call.taken
        and call.method == "chat.update"
        and call.channel == room.channel.id
        and "done" in str(call.args)
    ]
    estimates = [
        (call.at_s - began_at, _seconds(match))
        for call in edits
        if (match := _LEFT.search(str(call.args)))
    ]
    off = [
        said / max(1.0, judged_s - at_s)
        for at_s, said in estimates
        if 0.25 * judged_s < at_s < 0.75 * judged_s
    ]
    middle = sorted(off)[len(off) // 2] if off else 0.0
    return [
        Figure(name="resumes in one zip", value=FILES),
        Figure(name="zip to candidates", value=taken_s, unit="s"),
        Figure(name="reports made", value=judged_s, unit="s"),
        Figure(name="all messages in Slack", value=done_s, unit="s"),
        Figure(name="messages in the channel and its threads", value=len(room.messages())),
        Figure(name="edits of the line that says how far it is", value=len(edits), at_least=5),
        Figure(name="of them with an estimate", value=len(estimates), at_least=5),
        Figure(
            name="estimate / truth at the middle of the work, median",
            value=middle,
            at_least=1 / _SANE,
        ),
        Figure(name="the same, at most", value=middle, at_most=_SANE),
        Figure(name="memory of the service before", value=before, unit="MB"),
        Figure(name="peak memory", value=room.service.memory_mb(peak=True), unit="MB"),
    ]


def _seconds(match: re.Match[str]) -> float:
    return float(match.group(1)) * (60 if match.group(2) == "min" else 1)
