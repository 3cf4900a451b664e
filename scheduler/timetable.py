"""When jobs run. The only module that knows the scheduling library.

Jobs live in memory in every instance: what they do is idempotent, so nothing is stored twice and
nothing has to be shared (a shared job store fires one job several times).
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from apscheduler.triggers.interval import IntervalTrigger

_GRACE_S = None
"""No job is too late to run. The library drops silently what begins more than a second late, which
any busy moment or sleeping laptop causes. Jobs here ask the stores what is due now, so a late run
is worth as much as a punctual one, and ``coalesce`` makes one of all that were missed."""

_JITTER = 0.1
"""Part of the interval by which runs are delayed at most, at random, so that instances that were
started together do not all ask the database in the same millisecond."""

_MOST_JITTER_S = 60.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """A job that runs at the start and then every so often, one run at a time."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


@asynccontextmanager
async def timetable(jobs: tuple[Regular, ...]) -> AsyncIterator[None]:
    """Run ``jobs`` at their times until the block ends; a failing job is logged and runs again."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    # Our jobs report themselves; the library would call those that a stop cancels errors.
    logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)
    # A run that takes longer than its interval makes the next ones wait: that is meant.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": _GRACE_S, "coalesce": True}
    )
    for job in jobs:
        scheduler.add_job(
            _guarded(job),
            _trigger(job),
            id=job.name,
            # Never two runs of a job side by side: a slow one skips its next times.
            max_instances=1,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _trigger(job: Regular) -> IntervalTrigger:
    from apscheduler.triggers.interval import IntervalTrigger

    every_s = job.every.total_seconds()
    jitter_s = min(every_s * _JITTER, _MOST_JITTER_S)
    return IntervalTrigger(seconds=every_s, jitter=jitter_s, timezone="UTC")


def _guarded(job: Regular) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job.run()
        except Exception:  # the job boundary: one bad run must not end the timetable
            _log.exception("job_failed", job=job.name)

    return run
