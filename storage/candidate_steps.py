"""Steps that are owed for candidates: taken for a while, ended once, and what follows from them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import to_json
from domain.errors import Defect
from domain.ids import BlobId, CandidateId
from domain.screening.candidate import (
    EVALUATORS,
    CandidateState,
    DueStep,
    Step,
    StepOutcome,
    StepState,
)
from domain.screening.dossier import Dossier, Sketch
from storage.candidate_rows import (
    CANDIDATES,
    DOSSIER,
    LET_GO_OF_FILE,
    OWE_STEP,
    RESULT,
    SKETCH,
    Place,
    candidate_from,
    front_of_line,
    lock_candidate,
)
from storage.sealing import Seal
from storage.storable import storable
from storage.times import to_us

UNREADABLE = "This file could not be read after several tries. Please send it again."
_IDS_AT_ONCE = 500  # candidates per statement
_EVALUATORS = frozenset(EVALUATORS)


class StepLine:
    """The line of owed steps, within transactions of the caller."""

    def __init__(self, *, seal: Seal, is_sqlite: bool) -> None:
        self._seal = seal
        self._is_sqlite = is_sqlite

    async def claim(
        self, connection: AsyncConnection, *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[DueStep]:
        """Take due steps; a claim that ran out counts as a failure: its process may have died."""
        page = {"now_us": to_us(now), "limit": limit}
        # Two PostgreSQL processes take different rows; SQLite lets in one writer anyway.
        statement = _DUE if self._is_sqlite else _DUE_SKIPPING
        rows = (await connection.execute(statement, page)).all()
        if not rows:
            return []
        claim = secrets.token_hex(8)
        taken = [
            {
                "candidate": row.candidate_id,
                "step": row.step,
                "failures": row.failures,
                "claim": claim,
                "until_us": to_us(now + lease),
            }
            for row in rows
        ]
        await connection.execute(_CLAIM, taken)
        found: dict[str, Row[Any]] = {}
        ids = sorted({row.candidate_id for row in rows})
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = {"ids": ids[start : start + _IDS_AT_ONCE]}
            found.update({each.id: each for each in await connection.execute(CANDIDATES, some)})
        candidates = {key: candidate_from(row, seal=self._seal) for key, row in found.items()}
        return [
            DueStep(
                candidate=candidates[row.candidate_id],
                step=Step(row.step),
                failures=row.failures,
                rubric_version=found[row.candidate_id].asked_version,
                claim=claim,
            )
            for row in rows
        ]

    async def end(
        self,
        connection: AsyncConnection,
        due: DueStep,
        outcome: StepOutcome,
        *,
        dossier: Dossier | None = None,
        sketch: Sketch | None = None,
        problem: str = "",
    ) -> tuple[bool, BlobId | None]:
        """Keep what became of a claimed step, and owe what follows.

        Returns whether the claim still held, and a file that nobody needs any more.

        Raises:
            Defect: the outcome says that the step still waits.
        """
        if outcome.state is StepState.WAITING:
            raise Defect("a step cannot end waiting")
        key = due.candidate.id
        row = await lock_candidate(connection, key, is_sqlite=self._is_sqlite)
        where = {"candidate": key, "step": due.step.value, "claim": due.claim}
        step = (await connection.execute(_END, where)).one_or_none()
        if row is None or step is None:
            return False, None
        await self._keep_dossier(connection, key, dossier=dossier, sketch=sketch)
        await connection.execute(_KEEP, self._result_row(key, outcome))
        at_us = to_us(outcome.ended_at)
        changed: dict[str, object] = {
            "candidate": key,
            "state": row.state,
            "problem": row.problem,
            "version": row.rubric_version,
            "at_us": at_us,
        }
        useless: BlobId | None = None
        follows: Collection[Step] = ()
        if due.step is Step.READ and (problem or outcome.state is StepState.GIVEN_UP):
            changed["state"] = CandidateState.UNREADABLE.value
            changed["problem"] = storable(problem)[0] or UNREADABLE
            useless = await self._drop_document(connection, row)
        elif due.step is Step.READ:
            changed["state"] = CandidateState.EVALUATING.value
            follows = EVALUATORS
        elif due.step is Step.REPORT:
            changed["state"] = CandidateState.DONE.value
        else:
            if due.step is Step.RELEVANCE:
                is_done = outcome.state is StepState.DONE
                changed["version"] = outcome.rubric_version if is_done else None
            if not (await connection.execute(_IS_BUSY, where)).scalar_one():
                follows = (Step.REPORT,)
        await connection.execute(_CHANGE, changed)
        if follows:
            place = {"place": step.place, "owed_us": step.owed_at_us}
            await connection.execute(OWE_STEP, _owed_rows(key, follows, place))
        return True, useless

    async def _keep_dossier(
        self,
        connection: AsyncConnection,
        candidate: CandidateId,
        *,
        dossier: Dossier | None,
        sketch: Sketch | None,
    ) -> None:
        if dossier is None and sketch is None:
            return
        row: dict[str, object] = {"candidate": candidate, "dossier": None, "sketch": None}
        if dossier is not None:
            words = storable(dossier)[1]
            row["dossier"] = self._seal.seal_text(words, kind=DOSSIER, of=candidate)
        if sketch is not None:
            words = to_json(sketch)
            row["sketch"] = self._seal.seal_text(words, kind=SKETCH, of=candidate)
        await connection.execute(_KEEP_DOSSIER, row)

    def _result_row(self, candidate: CandidateId, outcome: StepOutcome) -> dict[str, object]:
        name = f"{candidate}\x1f{outcome.step.value}"
        return {
            "candidate": candidate,
            "step": outcome.step.value,
            "state": outcome.state.value,
            "result": self._seal.seal_text(outcome.result, kind=RESULT, of=name),
            "at_us": to_us(outcome.ended_at),
            "version": outcome.rubric_version,
        }

    async def _drop_document(self, connection: AsyncConnection, row: Row[Any]) -> BlobId | None:
        """Nothing of an unreadable file is kept but its hash."""
        name = f"{row.id}\x1f{Step.READ.value}"
        where = {
            "candidate": row.id,
            "blob": row.blob_id,
            "empty": self._seal.seal_text("", kind=RESULT, of=name),
        }
        for statement in _DROP_DOCUMENT:
            await connection.execute(statement, where)
        if row.blob_id is None:
            return None
        await connection.execute(LET_GO_OF_FILE, where)
        return BlobId(row.blob_id)

    async def put_back(
        self, connection: AsyncConnection, due: DueStep, *, again_at: datetime
    ) -> None:
        """Count a failure; the step is due again at that time."""
        await connection.execute(
            _PUT_BACK,
            {
                "candidate": due.candidate.id,
                "step": due.step.value,
                "claim": due.claim,
                "again_us": to_us(again_at),
            },
        )

    async def owe(
        self,
        connection: AsyncConnection,
        candidates: Sequence[CandidateId],
        steps: Collection[Step],
        *,
        rubric_version: int | None,
        now: datetime,
    ) -> int:
        """Owe steps again; returns how many."""
        front = await front_of_line(connection)
        statement = CANDIDATES if self._is_sqlite else _CANDIDATES_LOCKED
        ids = sorted(set(candidates))
        count = 0
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = {"ids": ids[start : start + _IDS_AT_ONCE]}
            rows = (await connection.execute(statement, some)).all()
            busy = set((await connection.execute(_BUSY, some)).scalars())
            for number, row in enumerate(rows, start=start):
                wanted = _wanted(row, steps, is_busy=row.id in busy)
                changed = {
                    "candidate": row.id,
                    "asked": rubric_version,
                    "state": row.state,
                    "at_us": to_us(now),
                }
                if wanted:
                    is_read = wanted == (Step.READ,)
                    await connection.execute(_DROP_ALL if is_read else _DROP_REPORT, changed)
                    state = CandidateState.WAITING if is_read else CandidateState.EVALUATING
                    changed["state"] = state.value
                    place = {"place": Place(front + number), "owed_us": to_us(now)}
                    key = CandidateId(row.id)
                    await connection.execute(OWE_STEP, _owed_rows(key, wanted, place))
                if row.state not in {"unreadable", "withdrawn"}:
                    await connection.execute(_ASK, changed)
                count += len(wanted)
        return count


def _owed_rows(
    candidate: CandidateId, steps: Collection[Step], place: Mapping[str, object]
) -> list[dict[str, object]]:
    return [{"candidate": candidate, "step": step.value, **place} for step in steps]


def _wanted(row: Row[Any], steps: Collection[Step], *, is_busy: bool) -> tuple[Step, ...]:
    """What of ``steps`` is owed: READ brings all after it, REPORT follows evaluators by itself."""
    if row.state not in {CandidateState.EVALUATING, CandidateState.DONE}:
        return ()  # what was not read yet is evaluated with what is asked for now
    if Step.READ in steps:
        return (Step.READ,)
    evaluators = tuple(step for step in EVALUATORS if step in steps)
    if evaluators or Step.REPORT not in steps or is_busy:
        return evaluators
    return (Step.REPORT,)


_IS_DUE = """
    s.again_at_us <= :now_us AND (s.claimed_until_us IS NULL OR s.claimed_until_us <= :now_us)
    """

IS_ANY_DUE = text(f"SELECT 1 FROM candidate_steps s WHERE {_IS_DUE} LIMIT 1")  # noqa: S608 - a constant

_DUE = text(
    f"""
    SELECT s.candidate_id, s.step,
        s.failures + CASE WHEN s.claimed_until_us IS NULL THEN 0 ELSE 1 END AS failures
    FROM candidate_steps s WHERE {_IS_DUE}
    ORDER BY s.place, s.owed_at_us, s.candidate_id, s.step LIMIT :limit
    """  # noqa: S608 - a constant
)

_DUE_SKIPPING = text(f"{_DUE.text} FOR UPDATE OF s SKIP LOCKED")

_CLAIM = text(
    """
    UPDATE candidate_steps SET claim = :claim, claimed_until_us = :until_us, failures = :failures
    WHERE candidate_id = :candidate AND step = :step
    """
)

_END = text(
    """
    DELETE FROM candidate_steps
    WHERE candidate_id = :candidate AND step = :step AND claim = :claim
    RETURNING place, owed_at_us
    """
)

_IS_BUSY = text(
    "SELECT EXISTS (SELECT 1 FROM candidate_steps WHERE candidate_id = :candidate) AS busy"
)

_BUSY = text(
    """
    SELECT DISTINCT candidate_id FROM candidate_steps
    WHERE candidate_id IN :ids AND step <> 'report'
    """
).bindparams(bindparam("ids", type_=Text, expanding=True))

_CANDIDATES_LOCKED = text(f"{CANDIDATES.text} FOR UPDATE").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

# What was posted stays known when a later report is given up: the one after that changes it.
_KEEP = text(
    """
    INSERT INTO candidate_results
        (candidate_id, step, state, result, ended_at_us, rubric_version)
    VALUES (:candidate, :step, :state, :result, :at_us, :version)
    ON CONFLICT (candidate_id, step) DO UPDATE SET state = excluded.state,
        result = CASE WHEN excluded.step = 'report' AND excluded.state = 'given_up'
            THEN candidate_results.result ELSE excluded.result END,
        ended_at_us = excluded.ended_at_us,
        rubric_version = excluded.rubric_version
    """
)

_KEEP_DOSSIER = text(
    """
    INSERT INTO candidate_dossiers (candidate_id, dossier, sketch)
    VALUES (:candidate, :dossier, :sketch)
    ON CONFLICT (candidate_id) DO UPDATE SET
        dossier = COALESCE(excluded.dossier, candidate_dossiers.dossier),
        sketch = COALESCE(excluded.sketch, candidate_dossiers.sketch)
    """
)

_CHANGE = text(
    """
    UPDATE candidates SET state = :state, problem = :problem, rubric_version = :version,
        changed_at_us = :at_us
    WHERE id = :candidate
    """
)

_DROP_DOCUMENT = tuple(
    text(statement)
    for statement in (
        "DELETE FROM candidate_steps WHERE candidate_id = :candidate",
        "DELETE FROM candidate_dossiers WHERE candidate_id = :candidate",
        "DELETE FROM candidate_results WHERE candidate_id = :candidate AND step <> 'read'",
        """
        UPDATE candidate_results SET result = :empty
        WHERE candidate_id = :candidate AND step = 'read'
        """,
        "UPDATE candidates SET blob_id = NULL, file_name = NULL WHERE id = :candidate",
    )
)

_PUT_BACK = text(
    """
    UPDATE candidate_steps SET failures = failures + 1, again_at_us = :again_us, claim = NULL,
        claimed_until_us = NULL
    WHERE candidate_id = :candidate AND step = :step AND claim = :claim
    """
)

_DROP_ALL = text("DELETE FROM candidate_steps WHERE candidate_id = :candidate")

_DROP_REPORT = text(
    "DELETE FROM candidate_steps WHERE candidate_id = :candidate AND step = 'report'"
)

_ASK = text(
    """
    UPDATE candidates SET asked_version = COALESCE(:asked, asked_version), state = :state,
        changed_at_us = :at_us
    WHERE id = :candidate
    """
)
