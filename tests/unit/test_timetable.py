from __future__ import annotations

import asyncio
from datetime import timedelta

from scheduler.timetable import Regular, timetable


async def test_a_job_runs_at_the_start_and_a_failing_one_does_not_stop_the_others() -> None:
    ran = asyncio.Event()

    async def fails() -> None:
        raise RuntimeError("broken")

    async def works() -> None:
        ran.set()

    hour = timedelta(hours=1)
    async with timetable(
        (
            Regular(name="fails", every=hour, run=fails),
            Regular(name="works", every=hour, run=works),
        )
    ):
        await asyncio.wait_for(ran.wait(), 5)


async def test_a_job_in_progress_ends_with_the_timetable() -> None:
    started = asyncio.Event()
    ended = asyncio.Event()

    async def endless() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with timetable((Regular(name="endless", every=timedelta(hours=1), run=endless),)):
        await asyncio.wait_for(started.wait(), 5)
    await asyncio.wait_for(ended.wait(), 5)
