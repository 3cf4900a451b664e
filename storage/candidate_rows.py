"""Rows of candidates and their batches, and what in them is sealed."""

from __future__ import annotations

import json
from typing import Any, NewType

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Defect
from domain.ids import BatchId, BlobId, CandidateId, RoleId, TurnId, UserId
from domain.screening.candidate import (
    Batch,
    BatchProgress,
    Candidate,
    CandidateState,
    ReceivedFile,
    Step,
    StepOutcome,
    StepState,
)
from storage.role_rows import address_from
from storage.sealing import Seal
from storage.times import from_us

FILE_NAME, DOSSIER, SKETCH, RESULT = "file_name", "dossier", "sketch", "result"
"""Kinds of sealed values."""

Place = NewType("Place", int)
"""Where in the line of owed steps; smaller is sooner."""


def candidate_from(row: Row[Any], *, seal: Seal) -> Candidate:
    """The candidate of a whole row.

    Raises:
        Defect: the row is damaged or sealed with another key.
    """
    try:
        state = CandidateState(row.state)
    except ValueError as error:
        raise Defect(f"stored candidate {row.id!r} is damaged") from error
    file = None
    if row.blob_id is not None and row.file_name is not None:
        file = ReceivedFile(
            blob=BlobId(row.blob_id),
            name=seal.open_text(row.file_name, kind=FILE_NAME, of=row.id),
            media_type=row.media_type,
            size_bytes=row.size_bytes,
            sha256=row.sha256,
        )
    return Candidate(
        id=CandidateId(row.id),
        role=RoleId(row.role_id),
        number=row.number,
        batch=BatchId(row.batch_id),
        file=file,
        state=state,
        received_at=from_us(row.received_at_us),
        problem=row.problem,
        rubric_version=row.rubric_version,
        same_as=None if row.same_as is None else CandidateId(row.same_as),
    )


def batch_from(row: Row[Any]) -> Batch:
    """The batch of a whole row.

    Raises:
        Defect: the row is damaged.
    """
    return Batch(
        id=BatchId(row.id),
        role=RoleId(row.role_id),
        address=address_from(row),
        turn=TurnId(row.turn_id),
        by=UserId(row.by_user),
        total=row.total,
        received_at=from_us(row.received_at_us),
    )


def progress_from(row: Row[Any]) -> BatchProgress:
    """How far the batch of a row of :data:`PROGRESS` is.

    Raises:
        Defect: the row is damaged.
    """
    return BatchProgress(
        batch=batch_from(row),
        done=int(row.done),
        unreadable=int(row.unreadable),
        waiting=int(row.waiting),
        repeated=len(json.loads(row.known)),
        announced=row.announced_at_us is not None,
    )


def outcome_from(row: Row[Any], *, seal: Seal) -> StepOutcome:
    """The outcome of a whole row of ``candidate_results``.

    Raises:
        Defect: the row is damaged or sealed with another key.
    """
    try:
        step, state = Step(row.step), StepState(row.state)
    except ValueError as error:
        raise Defect(f"a stored result of candidate {row.candidate_id!r} is damaged") from error
    return StepOutcome(
        step=step,
        state=state,
        result=seal.open_text(row.result, kind=RESULT, of=f"{row.candidate_id}\x1f{row.step}"),
        ended_at=from_us(row.ended_at_us),
        rubric_version=row.rubric_version,
    )


async def lock_candidate(
    connection: AsyncConnection, candidate: CandidateId, *, is_sqlite: bool
) -> Row[Any] | None:
    """The row, which nobody else changes until the transaction ends; None when it is gone.

    On PostgreSQL two processes that end two steps of one candidate would else not see each other.
    """
    statement = CANDIDATE if is_sqlite else _CANDIDATE_LOCKED
    return (await connection.execute(statement, {"candidate": candidate})).one_or_none()


async def front_of_line(connection: AsyncConnection) -> Place:
    """The place of the first owed step: who comes now takes turns with it."""
    return Place(int((await connection.execute(_FRONT)).scalar_one()))


CANDIDATE = text("SELECT * FROM candidates WHERE id = :candidate")
_CANDIDATE_LOCKED = text(f"{CANDIDATE.text} FOR UPDATE")

CANDIDATES = text("SELECT * FROM candidates WHERE id IN :ids ORDER BY id").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

PROGRESS = """
    SELECT b.*,
        (SELECT count(*) FROM candidates c WHERE c.batch_id = b.id AND c.state = 'done') AS done,
        (SELECT count(*) FROM candidates c
            WHERE c.batch_id = b.id AND c.state = 'unreadable') AS unreadable,
        (SELECT count(*) FROM candidates c
            WHERE c.batch_id = b.id AND c.state IN ('waiting', 'evaluating')) AS waiting
    FROM candidate_batches b
    """

_FRONT = text("SELECT COALESCE((SELECT min(s.place) FROM candidate_steps s), 0)")

OWE_STEP = text(
    """
    INSERT INTO candidate_steps
        (candidate_id, step, place, owed_at_us, again_at_us, failures)
    VALUES (:candidate, :step, :place, :owed_us, 0, 0)
    ON CONFLICT (candidate_id, step) DO UPDATE SET again_at_us = 0, failures = 0, claim = NULL,
        claimed_until_us = NULL
    """
)

# Whose file it is decides who may delete it: nobody's files are swept.
LET_GO_OF_FILE = text("UPDATE blobs SET user_id = NULL, role_id = NULL WHERE id = :blob")
