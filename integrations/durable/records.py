"""The engine's rows of work, through its public listing, with our errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import Defect, StorageBusy

if TYPE_CHECKING:
    from dbos._sys_db import WorkflowStatus

TURNS = "turns"
OUTBOX = "outbox"

CLOSED = ["SUCCESS", "ERROR", "CANCELLED"]
PARKED = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
WAITING = ["ENQUEUED", "DELAYED"]
RUNNING = "PENDING"
ACTIVE = [*WAITING, RUNNING]
BATCH_ROWS = 500
MOST_ROWS = 10_000
"""Counts stop here, so that a backlog cannot make the watch expensive."""


@contextmanager
def translated() -> Iterator[None]:
    """Our errors for those of the engine and its database."""
    from dbos import error as engine_errors
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise StorageBusy("the durable engine's database did not answer") from error
    except engine_errors.DBOSException as error:
        raise Defect(f"the durable engine refused: {type(error).__name__}") from error


async def find(**filters: Any) -> list[WorkflowStatus]:  # the engine's own keyword filters
    """Rows without their payload, by the engine's own filters."""
    from dbos import DBOS

    with translated():
        return await DBOS.list_workflows_async(load_input=False, load_output=False, **filters)


async def count_steps(workflow_id: str, *, named: str) -> int:
    """How many steps of that name the work has committed."""
    from dbos import DBOS

    with translated():
        steps = await DBOS.list_workflow_steps_async(workflow_id)
    return sum(step["function_name"] == named for step in steps)


async def delete(workflow_ids: list[str]) -> None:
    """Rows and everything that belongs to them."""
    from dbos import DBOS

    with translated():
        await DBOS.delete_workflows_async(workflow_ids)


async def delete_finished(*, prefix: str) -> int:
    """Delete what ended and whose id starts with ``prefix``; how many."""
    deleted = 0
    while rows := await find(workflow_id_prefix=prefix, status=[*CLOSED, PARKED], limit=BATCH_ROWS):
        # The engine matches with LIKE, where an underscore in an id is a wildcard.
        exact = [row.workflow_id for row in rows if row.workflow_id.startswith(prefix)]
        if not exact:
            break
        await delete(exact)
        deleted += len(exact)
    return deleted


async def delete_ended(*, before: datetime) -> int:
    """Delete what ended before then, in batches; how many."""
    deleted = 0
    while rows := await find(
        status=[*CLOSED, PARKED], completed_before=before.isoformat(), limit=BATCH_ROWS
    ):
        await delete([row.workflow_id for row in rows])
        deleted += len(rows)
    return deleted


def give_back(file: Path) -> None:
    """Return the pages of deleted rows to the disk."""
    with closing(sqlite3.connect(file, timeout=30.0)) as connection:  # seconds
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def age_s(epoch_ms: int | None) -> float:
    """Seconds since then, never negative; zero when unknown."""
    if epoch_ms is None:
        return 0.0
    return max(0.0, datetime.now(UTC).timestamp() - epoch_ms / 1000)


async def gauges(*, version: str, longest_turn_s: float) -> dict[str, int]:
    """Counts of :meth:`integrations.durable.engine.DbosEngine.stats`."""
    rows = await find(status=[*WAITING, RUNNING, PARKED, "ERROR"], limit=MOST_ROWS)
    waiting = [row for row in rows if row.status in WAITING]
    running = [row for row in rows if row.status == RUNNING]
    return {
        "turns_waiting": sum(row.queue_name == TURNS for row in waiting),
        "turns_running": sum(row.queue_name == TURNS for row in running),
        "outbox_waiting": sum(row.queue_name == OUTBOX for row in waiting),
        "outbox_running": sum(row.queue_name == OUTBOX for row in running),
        "oldest_waiting_s": int(max((age_s(row.created_at) for row in waiting), default=0)),
        "stranded": sum(row.app_version not in (None, version) for row in waiting + running),
        "stuck": sum(
            row.name == "turn" and age_s(row.dequeued_at) > longest_turn_s for row in running
        ),
        "parked": sum(row.status == PARKED for row in rows),
        "failed": sum(row.status == "ERROR" for row in rows),
    }
