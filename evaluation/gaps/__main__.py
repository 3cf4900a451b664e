"""A gap to a role over 10,000 postings in SQLite: first and warm time, and memory."""

from __future__ import annotations

import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from domain.gaps.model import GapReport
from domain.goals import Goal
from domain.ids import UserId
from domain.ports import Clock
from domain.profiles import Profile
from evaluation.matching.generated import SOURCE, postings, resume_of
from graph.gaps.finding import GapFinder
from graph.job_finder import JobFinder
from storage.database import open_database
from storage.postings import SqlPostings
from tests.twins.hashed_index import HashedIndex

_COUNT = 10_000
_RUNS = 20
_TITLES = ("data engineer", "software engineer", "security engineer")
_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class _StillClock(Clock):
    def now(self) -> datetime:
        return _NOW


async def _measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'db.sqlite'}"
        async with open_database(url=address) as database:
            store = SqlPostings(database=database, clock=_StillClock())
            made = list(postings(_COUNT, seed=7, today=_NOW.date()))
            for start in range(0, _COUNT, 5000):
                await store.ingest(SOURCE, made[start : start + 5000], complete=False)
            finder = JobFinder(postings=store, index=HashedIndex(), clock=_StillClock())
            await finder.refresh()
            gaps = GapFinder(jobs=finder, postings=store, clock=_StillClock())
            before = _peak_mb()
            started = time.perf_counter()
            read = await gaps.warm()
            print(
                f"{read:,} postings taken in in {time.perf_counter() - started:.2f} s, "
                f"{_peak_mb() - before:.1f} MB more"
            )
            for number, title in enumerate(_TITLES):
                profile = Profile(user=UserId(f"u{number}"), resume=resume_of(number))
                await _timed(title, partial(gaps.for_goal, profile, Goal(title=title)))
            profile = Profile(user=UserId("u"), resume=resume_of(1))
            await _timed("one posting", lambda: gaps.for_postings(profile, made[:1]))
            peak = _peak_mb()
            for _ in range(100):
                await gaps.for_goal(profile, Goal(title="software engineer"))
            print(f"peak memory {peak:.0f} MB, after 100 more reports {_peak_mb():.0f} MB")


async def _timed(what: str, ask: Callable[[], Awaitable[GapReport]]) -> None:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        report = await ask()
        times.append(1000 * (time.perf_counter() - started))
    print(
        f"{what}: {report.of:,} postings, {report.outlook.eligible:,} eligible, first "
        f"{times[0]:.0f} ms, median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms"
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(_measure())
