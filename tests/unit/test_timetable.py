from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scheduler.timetable import Regular, _trigger, timetable


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


async def test_a_run_that_takes_longer_than_its_interval_does_not_pile_up() -> None:
    release, again = asyncio.Event(), asyncio.Event()
    quick = asyncio.Event()
    running: list[int] = [0, 0, 0]  # now, most at once, begun

    async def slow() -> None:
        running[0] += 1
        running[1] = max(running[:2])
        running[2] += 1
        if running[2] > 1:
            again.set()
        await release.wait()
        running[0] -= 1

    async def counts() -> None:
        ticks.append(0)
        if len(ticks) == 10:
            quick.set()

    ticks: list[int] = []
    short = timedelta(milliseconds=10)
    async with timetable(
        (
            Regular(name="slow", every=short, run=slow),
            Regular(name="quick", every=short, run=counts),
        )
    ):
        await asyncio.wait_for(quick.wait(), 5)  # nine intervals of the slow one have passed
        assert running == [1, 1, 1]
        release.set()
        await asyncio.wait_for(again.wait(), 5)
    assert running[1] == 1


def test_instances_that_start_together_tick_at_different_times() -> None:
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    job = Regular(name="tick", every=timedelta(seconds=15), run=nothing)
    times = [_trigger(job).get_next_fire_time(now, now) for _ in range(20)]
    assert len(set(times)) == 20
    rests = [(at - now).total_seconds() for at in times]
    assert min(rests) >= 15
    assert max(rests) <= 16.5


async def nothing() -> None:
    return
