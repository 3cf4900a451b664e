"""Embedded: claim queued work with two plain statements.

Why: the engine's own dequeue is built for many processes on PostgreSQL and composes its statement
anew each time, 5 ms of CPU per turn, more than everything else together. In a file that one
process holds alone the same claim is these statements; what happens with claimed work stays the
engine's (attempt counts, parking, outcome). Names of its tables and two private functions are used:
the version is pinned and tests/integration compares this claim with the engine's.
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from integrations.durable.loops import Doorbell

if TYPE_CHECKING:
    from dbos import DBOS

log = structlog.get_logger(__name__)

_BUSY_TIMEOUT_S = 30.0
_NO_LIMIT = 1_000

# The head of every partition that has waiting work and none running: the engine's order (priority,
# time, id), found by one index seek per partition however long the backlog is. The literal status
# list is what lets SQLite use the engine's partial index.
_HEADS = """
WITH RECURSIVE partitions(key) AS (
  SELECT min(queue_partition_key) FROM workflow_status
  WHERE queue_name = :queue AND status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING')
    AND queue_partition_key IS NOT NULL
  UNION ALL
  SELECT (SELECT min(queue_partition_key) FROM workflow_status
          WHERE queue_name = :queue AND status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING')
            AND queue_partition_key IS NOT NULL AND queue_partition_key > partitions.key)
  FROM partitions WHERE partitions.key IS NOT NULL
)
SELECT (SELECT workflow_uuid FROM workflow_status
        WHERE queue_name = :queue AND status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING')
          AND queue_partition_key IS NOT NULL AND queue_partition_key = partitions.key
          AND application_version = :version
        ORDER BY priority, created_at, workflow_uuid LIMIT 1) AS head
FROM partitions
WHERE head IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM workflow_status
  WHERE queue_name = :queue AND status = 'PENDING' AND status IN ('ENQUEUED', 'PENDING')
    AND queue_partition_key IS NOT NULL AND queue_partition_key = partitions.key
)
ORDER BY random() LIMIT :limit
"""

_CLAIM = """
UPDATE workflow_status
SET status = 'PENDING', owner_xid = :owner, executor_id = :executor,
    application_version = :version, application_name = :application, rate_limited = 0,
    started_at_epoch_ms = strftime('%s', 'now') * 1000, updated_at = strftime('%s', 'now') * 1000,
    recovery_attempts = recovery_attempts + 1
WHERE workflow_uuid = :head AND status = 'ENQUEUED' AND queue_name = :queue
"""


class FileTaker:
    """Takes work of one queue from the engine's file."""

    def __init__(
        self,
        *,
        engine: DBOS,
        file: Path,
        queue: str,
        at_once: int | None,
        version: str,
        executor_id: str,
        application: str,
        poll_interval_s: float,
    ) -> None:
        self._engine = engine
        self._file = file
        self._at_once = at_once
        self._poll_interval_s = poll_interval_s
        self._constants = {
            "queue": queue,
            "version": version,
            "executor": executor_id,
            "application": application,
        }
        self._held: set[str] = set()

    def run(self, bell: Doorbell) -> None:
        """Claim and start until stopped."""
        with closing(
            sqlite3.connect(self._file, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        ) as connection:
            while not bell.wait(self._poll_interval_s):
                try:
                    owner = secrets.token_hex(16)
                    self._start(self._claim(connection, owner=owner), owner=owner)
                except sqlite3.OperationalError as error:
                    log.warning("durable_claim_failed", error=type(error).__name__)

    def ended(self, workflow_id: str) -> None:
        """Its place is free again."""
        self._held.discard(workflow_id)

    def _claim(self, connection: sqlite3.Connection, *, owner: str) -> list[str]:
        limit = _NO_LIMIT if self._at_once is None else self._at_once - len(self._held)
        if limit <= 0:
            return []
        heads = connection.execute(_HEADS, self._constants | {"limit": limit}).fetchall()
        if not heads:
            return []
        claimed: list[str] = []
        connection.execute("BEGIN IMMEDIATE")
        try:
            for (head,) in heads:
                values = self._constants | {"owner": owner, "head": head}
                if connection.execute(_CLAIM, values).rowcount:
                    claimed.append(head)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return claimed

    def _start(self, claimed: list[str], *, owner: str) -> None:
        if not claimed:
            return
        from dbos import error as engine_errors
        from dbos._core import execute_dequeued_workflow

        self._held.update(claimed)
        for status in self._engine._sys_db.get_workflow_statuses(claimed):
            workflow_id = status["workflow_uuid"]
            try:
                execute_dequeued_workflow(self._engine, status, owner)
            except engine_errors.DBOSException as error:
                # Parked: it took the process down too often.
                self.ended(workflow_id)
                log.error(  # noqa: TRY400 - the engine's message is all there is
                    "durable_work_refused", work=workflow_id, error=type(error).__name__
                )
