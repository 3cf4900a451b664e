"""Candidates, their documents and the steps that are owed for them, in SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json
from domain.ids import BatchId, BlobId, CandidateId, RoleId, UserId
from domain.ports import Clock, ErasureReceipt
from domain.recruiting_ports import CandidateStore, Receipt
from domain.screening.candidate import (
    Batch,
    BatchProgress,
    Candidate,
    DueStep,
    ReceivedFile,
    Step,
    StepOutcome,
    StepState,
)
from domain.screening.dossier import Dossier, Sketch
from domain.turns import Outbound
from storage.blobs import EncryptedBlobs
from storage.candidate_erasing import CandidateErasure
from storage.candidate_rows import (
    CANDIDATE,
    DOSSIER,
    PROGRESS,
    SKETCH,
    candidate_from,
    outcome_from,
    progress_from,
)
from storage.candidate_steps import IS_ANY_DUE, StepLine
from storage.database import Database
from storage.outbound import INSERT_OUTBOUND, row_of
from storage.receiving import find_batch, receive_files
from storage.sealing import RECRUITING, Seal
from storage.times import to_us

_IDS_AT_ONCE = 500  # candidates per statement


class SqlCandidates(CandidateStore):
    """Candidates in the product's own database.

    Args:
        database: where.
        clock: when messages were stored and steps given up.
        key: the installation's key; dossiers, sketches, results and file names are sealed with it.
        blobs: the folder of files, from which those of erased candidates are deleted.
    """

    def __init__(
        self, *, database: Database, clock: Clock, key: bytes, blobs: EncryptedBlobs
    ) -> None:
        self._database = database
        self._clock = clock
        self._blobs = blobs
        self._seal = Seal(key=key, purpose=RECRUITING)
        self._line = StepLine(seal=self._seal, is_sqlite=database.is_sqlite)
        self._erasure = CandidateErasure(database=database, blobs=blobs, seal=self._seal)

    async def receive(
        self, batch: Batch, files: Sequence[ReceivedFile], *, rubric_version: int | None
    ) -> Receipt:
        """Store new candidates; see :class:`CandidateStore`.

        A file that the role had already is deleted: it is kept once, and goes with its candidate.

        Raises:
            UserMistake: the role is gone.
        """
        async with self._database.write() as connection:
            received = await receive_files(
                connection,
                batch,
                files,
                rubric_version=rubric_version,
                seal=self._seal,
                is_sqlite=self._database.is_sqlite,
            )
        await self._blobs.delete_all(received.superfluous)
        return received.receipt

    async def get(self, candidate: CandidateId) -> Candidate | None:
        """The candidate.

        Raises:
            Defect: the row is damaged or sealed with another key.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(CANDIDATE, {"candidate": candidate})).one_or_none()
        return None if row is None else candidate_from(row, seal=self._seal)

    async def of_role(self, role: RoleId) -> Sequence[Candidate]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF_ROLE, {"role": role})).all()
        return [candidate_from(row, seal=self._seal) for row in rows]

    async def counts(self, role: RoleId) -> Mapping[str, int]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_COUNTS, {"role": role})).all()
            stale = int((await connection.execute(_STALE, {"role": role})).scalar_one())
        counted = {str(row.state): int(row.number) for row in rows}
        return counted | ({"stale": stale} if stale else {})

    async def mark_same(self, candidate: CandidateId, *, as_of: CandidateId | None) -> None:
        row = {"candidate": candidate, "other": as_of, "now_us": to_us(self._clock.now())}
        async with self._database.write() as connection:
            await connection.execute(_MARK_SAME, row)

    # steps

    async def claim_steps(
        self, *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[DueStep]:
        async with self._database.read() as connection:
            due = (await connection.execute(IS_ANY_DUE, {"now_us": to_us(now)})).one_or_none()
        if due is None:
            return []  # the usual tick: no transaction, no lock
        async with self._database.write(in_bulk=True) as connection:
            return await self._line.claim(connection, now=now, lease=lease, limit=limit)

    async def finish_step(
        self,
        due: DueStep,
        outcome: StepOutcome,
        *,
        dossier: Dossier | None = None,
        sketch: Sketch | None = None,
        problem: str = "",
        messages: Sequence[Outbound] = (),
    ) -> bool:
        """Keep a result; see :class:`CandidateStore`.

        Raises:
            StorageBusy: nothing was stored.
            Defect: the outcome says that the step still waits.
        """
        # Before the transaction: words take longer to encode than rows to write.
        rows = [row_of(message, now_us=to_us(self._clock.now())) for message in messages]
        async with self._database.write(in_bulk=True) as connection:
            is_mine, useless = await self._line.end(
                connection, due, outcome, dossier=dossier, sketch=sketch, problem=problem
            )
            if is_mine and rows:
                await connection.execute(INSERT_OUTBOUND, rows)
        await self._delete_file(useless)
        return is_mine

    async def fail_step(self, due: DueStep, *, again_at: datetime | None) -> None:
        useless: BlobId | None = None
        async with self._database.write(in_bulk=True) as connection:
            if again_at is not None:
                await self._line.put_back(connection, due, again_at=again_at)
            else:
                outcome = StepOutcome(
                    step=due.step,
                    state=StepState.GIVEN_UP,
                    ended_at=self._clock.now(),
                    rubric_version=due.rubric_version,
                )
                _, useless = await self._line.end(connection, due, outcome)
        await self._delete_file(useless)

    async def _delete_file(self, blob: BlobId | None) -> None:
        if blob is not None:
            await self._blobs.delete(blob)

    async def owe(
        self,
        candidates: Sequence[CandidateId],
        steps: Collection[Step],
        *,
        rubric_version: int | None,
        now: datetime,
    ) -> int:
        """Owe steps again; returns how many. See :class:`CandidateStore`."""
        async with self._database.write() as connection:
            return await self._line.owe(
                connection, candidates, steps, rubric_version=rubric_version, now=now
            )

    async def outcomes(self, candidate: CandidateId) -> Mapping[Step, StepOutcome]:
        """What ended steps found.

        Raises:
            Defect: a row is damaged or sealed with another key.
        """
        async with self._database.read() as connection:
            rows = (await connection.execute(_OUTCOMES, {"candidate": candidate})).all()
        found = [outcome_from(row, seal=self._seal) for row in rows]
        return {outcome.step: outcome for outcome in found}

    async def outcomes_of(
        self, candidates: Sequence[CandidateId], *, step: Step
    ) -> Mapping[CandidateId, StepOutcome]:
        ids = sorted(set(candidates))
        found: dict[CandidateId, StepOutcome] = {}
        async with self._database.read() as connection:
            for start in range(0, len(ids), _IDS_AT_ONCE):
                some = {"ids": ids[start : start + _IDS_AT_ONCE], "step": step.value}
                for row in await connection.execute(_OUTCOMES_OF, some):
                    found[CandidateId(row.candidate_id)] = outcome_from(row, seal=self._seal)
        return found

    async def waiting_steps(self) -> int:
        async with self._database.read() as connection:
            return int((await connection.execute(_WAITING)).scalar_one())

    async def dossier(self, candidate: CandidateId) -> Dossier | None:
        """What reading kept.

        Raises:
            Defect: the row is damaged or sealed with another key.
        """
        async with self._database.read() as connection:
            sealed = (
                await connection.execute(_DOSSIER, {"candidate": candidate})
            ).scalar_one_or_none()
        if sealed is None:
            return None
        return from_json(Dossier, self._seal.open_text(sealed, kind=DOSSIER, of=candidate))

    async def sketches(self, role: RoleId) -> Mapping[CandidateId, Sketch]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_SKETCHES, {"role": role})).all()
        return await asyncio.to_thread(self._sketches_of, rows)  # thousands, for each candidate

    def _sketches_of(self, rows: Sequence[Row[Any]]) -> dict[CandidateId, Sketch]:
        return {
            CandidateId(row.candidate_id): from_json(
                Sketch, self._seal.open_text(row.sketch, kind=SKETCH, of=row.candidate_id)
            )
            for row in rows
        }

    # batches

    async def batch(self, batch: BatchId) -> Batch | None:
        async with self._database.read() as connection:
            return await find_batch(connection, batch)

    async def open_batches(self) -> Sequence[BatchProgress]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_OPEN_BATCHES)).all()
        return [progress_from(row) for row in rows]

    async def progress(self, batch: BatchId) -> BatchProgress | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_ONE_BATCH, {"id": batch})).one_or_none()
        return None if row is None else progress_from(row)

    async def announce(self, batch: BatchId, *, messages: Sequence[Outbound]) -> bool:
        now_us = to_us(self._clock.now())
        rows = [row_of(message, now_us=now_us) for message in messages]
        async with self._database.write() as connection:
            return await _announce(connection, batch, rows, now_us=now_us)

    # the end

    async def erase(
        self, candidate: CandidateId, *, by: UserId | None, at: datetime
    ) -> ErasureReceipt:
        return await self._erasure.erase([candidate], by=by, at=at)

    async def erase_role(self, role: RoleId, *, by: UserId | None, at: datetime) -> ErasureReceipt:
        return await self._erasure.erase_role(role, by=by, at=at)

    async def retire(self, *, now: datetime) -> int:
        """Erase whom nobody touched for the role's retention time, since it was closed or not."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_RETIRED, {"now_us": to_us(now)})).all()
        of_roles: dict[str, list[CandidateId]] = {}
        for row in rows:
            of_roles.setdefault(row.role_id, []).append(CandidateId(row.id))
        for candidates in of_roles.values():
            await self._erasure.erase(candidates, by=None, at=now, why="retention time passed")
        return len(rows)


async def _announce(
    connection: AsyncConnection,
    batch: BatchId,
    messages: Sequence[dict[str, object]],
    *,
    now_us: int,
) -> bool:
    where = {"id": batch, "now_us": now_us}
    if not (await connection.execute(_ANNOUNCE, where)).rowcount:
        return False
    if messages:
        await connection.execute(INSERT_OUTBOUND, messages)
    return True


_OF_ROLE = text(
    """
    SELECT * FROM candidates WHERE role_id = :role AND state <> 'withdrawn' ORDER BY number
    """
)

_COUNTS = text(
    "SELECT state, count(*) AS number FROM candidates WHERE role_id = :role GROUP BY state"
)

_STALE = text(
    """
    SELECT count(*) FROM candidates c JOIN roles r ON r.id = c.role_id
    WHERE c.role_id = :role AND c.rubric_version < r.rubric_number
    """
)

_MARK_SAME = text(
    """
    UPDATE candidates SET same_as = :other, changed_at_us = :now_us
    WHERE id = :candidate AND state <> 'withdrawn'
    """
)

_OUTCOMES = text("SELECT * FROM candidate_results WHERE candidate_id = :candidate")

_OUTCOMES_OF = text(
    "SELECT * FROM candidate_results WHERE candidate_id IN :ids AND step = :step"
).bindparams(bindparam("ids", type_=Text, expanding=True))

_WAITING = text("SELECT count(*) FROM candidate_steps")

_DOSSIER = text("SELECT dossier FROM candidate_dossiers WHERE candidate_id = :candidate")

_SKETCHES = text(
    """
    SELECT d.candidate_id, d.sketch
    FROM candidate_dossiers d JOIN candidates c ON c.id = d.candidate_id
    WHERE d.sketch IS NOT NULL AND (c.role_id = :role OR c.role_id IN (
        SELECT o.role_id FROM role_members m JOIN role_members o ON o.user_id = m.user_id
        WHERE m.role_id = :role))
    """
)

_OPEN_BATCHES = text(f"{PROGRESS} WHERE b.announced_at_us IS NULL ORDER BY b.received_at_us, b.id")

_ONE_BATCH = text(f"{PROGRESS} WHERE b.id = :id")

_ANNOUNCE = text(
    """
    UPDATE candidate_batches SET announced_at_us = :now_us
    WHERE id = :id AND announced_at_us IS NULL
    """
)

# The later of both counts: closing a role does not shorten the time since a last decision.
_RETIRED = text(
    """
    SELECT c.id, c.role_id FROM candidates c JOIN roles r ON r.id = c.role_id
    WHERE c.state <> 'withdrawn' AND c.changed_at_us <= :now_us
        AND c.changed_at_us + r.retention_days * 86400000000 <= :now_us
        AND (r.closed_at_us IS NULL
            OR r.closed_at_us + r.retention_days * 86400000000 <= :now_us)
    ORDER BY c.role_id, c.number
    """
)
