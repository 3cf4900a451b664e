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

import structlog

_GRACE_S = 3600
"""Seconds that a job may come late and still run; the library's own limit of one drops it."""

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
    from apscheduler.triggers.interval import IntervalTrigger

    # Our jobs report themselves; the library would call those that a stop cancels errors.
    logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": _GRACE_S, "coalesce": True}
    )
    for job in jobs:
        scheduler.add_job(
            _guarded(job),
            IntervalTrigger(seconds=int(job.every.total_seconds())),
            id=job.name,
            max_instances=1,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _guarded(job: Regular) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job.run()
        except Exception:  # the job boundary: one bad run must not end the timetable
            _log.exception("job_failed", job=job.name)

    return run
