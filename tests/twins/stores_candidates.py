"""In-memory candidates and the steps that are owed for them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.deciding.model import LogEntry, LogKind
from domain.errors import Defect
from domain.ids import CandidateId, RoleId, UserId
from domain.ports import ErasureReceipt
from domain.recruiting_ports import CandidateStore
from domain.screening.candidate import (
    EVALUATORS,
    Candidate,
    CandidateState,
    DueStep,
    Step,
    StepOutcome,
    StepState,
)
from domain.screening.dossier import Dossier, Sketch
from domain.turns import Outbound
from tests.twins.candidate_rows import GONE, KeptCandidate, OwedStep, wanted
from tests.twins.stores_batches import InMemoryBatches

UNREADABLE = "This file could not be read after several tries. Please send it again."


class InMemoryCandidates(InMemoryBatches, CandidateStore):
    """Candidates in dictionaries; files stay in the twin of blobs, entrusted to nobody."""

    async def get(self, candidate: CandidateId) -> Candidate | None:
        row = self.rows.get(candidate)
        return None if row is None else row.candidate

    def _of_role(self, role: RoleId) -> list[KeptCandidate]:
        rows = [row for row in self.rows.values() if row.candidate.role == role]
        return sorted(rows, key=lambda row: row.candidate.number)

    async def of_role(self, role: RoleId) -> Sequence[Candidate]:
        all_of_it = [row.candidate for row in self._of_role(role)]
        return [one for one in all_of_it if one.state is not CandidateState.WITHDRAWN]

    async def counts(self, role: RoleId) -> Mapping[str, int]:
        current = self.roles.roles[role].rubric if role in self.roles.roles else None
        counted: dict[str, int] = {}
        for row in self._of_role(role):
            candidate = row.candidate
            counted[candidate.state.value] = counted.get(candidate.state.value, 0) + 1
            version = candidate.rubric_version
            if current and version is not None and version < current.number:
                counted["stale"] = counted.get("stale", 0) + 1
        return counted

    async def mark_same(self, candidate: CandidateId, *, as_of: CandidateId | None) -> None:
        row = self.rows.get(candidate)
        if row is not None and row.candidate.state is not CandidateState.WITHDRAWN:
            row.change(same_as=as_of)

    async def claim_steps(
        self, *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[DueStep]:
        free = sorted(
            (owed.place, owed.owed_at, key, step.value)
            for key, row in self.rows.items()
            for step, owed in row.owed.items()
            if owed.again_at <= now and (owed.until is None or owed.until <= now)
        )[:limit]
        return [self._claim(key, Step(step), until=now + lease) for _, _, key, step in free]

    def _claim(self, key: CandidateId, step: Step, *, until: datetime) -> DueStep:
        row = self.rows[key]
        owed = row.owed[step]
        owed.failures += owed.until is not None
        owed.until, owed.claim = until, secrets.token_hex(8)
        return DueStep(
            candidate=row.candidate,
            step=step,
            failures=owed.failures,
            rubric_version=row.asked,
            claim=owed.claim,
        )

    def _held(self, due: DueStep) -> OwedStep | None:
        row = self.rows.get(due.candidate.id)
        owed = None if row is None else row.owed.get(due.step)
        return owed if owed is not None and owed.claim and owed.claim == due.claim else None

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
        if outcome.state is StepState.WAITING:
            raise Defect("a step cannot end waiting")
        owed = self._held(due)
        if owed is None:
            return False
        row = self.rows[due.candidate.id]
        row.dossier = dossier or row.dossier
        row.sketch = sketch or row.sketch
        self._end(row, owed, outcome, problem=problem)
        for message in messages:
            await self.stores.outbound.add(message)
        return True

    def _end(
        self, row: KeptCandidate, owed: OwedStep, outcome: StepOutcome, *, problem: str
    ) -> None:
        del row.owed[outcome.step]
        before = row.outcomes.get(Step.REPORT)
        if outcome.step is Step.REPORT and outcome.state is StepState.GIVEN_UP and before:
            outcome = replace(outcome, result=before.result)
        row.outcomes[outcome.step] = outcome
        row.changed_at = outcome.ended_at
        if outcome.step is Step.READ and (problem or outcome.state is StepState.GIVEN_UP):
            if row.candidate.file is not None:
                self.stores.blobs.files.pop(row.candidate.file.blob, None)
            row.dossier = row.sketch = None
            row.outcomes = {Step.READ: replace(outcome, result="")}
            row.change(state=CandidateState.UNREADABLE, problem=problem or UNREADABLE, file=None)
        elif outcome.step is Step.READ:
            row.change(state=CandidateState.EVALUATING)
            for step in EVALUATORS:
                self._owe(row, step, place=owed.place, owed_at=owed.owed_at)
        elif outcome.step is Step.REPORT:
            row.change(state=CandidateState.DONE)
        else:
            if outcome.step is Step.RELEVANCE:
                done = outcome.state is StepState.DONE
                row.change(rubric_version=outcome.rubric_version if done else None)
            if not row.owed:
                self._owe(row, Step.REPORT, place=owed.place, owed_at=owed.owed_at)

    def _owe(self, row: KeptCandidate, step: Step, *, place: int, owed_at: datetime) -> None:
        row.owed[step] = OwedStep(place=place, owed_at=owed_at)

    async def fail_step(self, due: DueStep, *, again_at: datetime | None) -> None:
        owed = self._held(due)
        if owed is None:
            return
        if again_at is not None:
            owed.failures += 1
            owed.again_at, owed.claim, owed.until = again_at, "", None
            return
        outcome = StepOutcome(
            step=due.step,
            state=StepState.GIVEN_UP,
            ended_at=self.stores.clock.now(),
            rubric_version=due.rubric_version,
        )
        self._end(self.rows[due.candidate.id], owed, outcome, problem="")

    async def owe(
        self,
        candidates: Sequence[CandidateId],
        steps: Collection[Step],
        *,
        rubric_version: int | None,
        now: datetime,
    ) -> int:
        base = min(
            (step.place for row in self.rows.values() for step in row.owed.values()), default=0
        )
        count = 0
        for number, key in enumerate(sorted(set(candidates))):
            row = self.rows.get(key)
            if row is None or row.candidate.state in GONE:
                continue
            row.asked = row.asked if rubric_version is None else rubric_version
            row.changed_at = now
            if row.candidate.state is CandidateState.WAITING:
                continue
            owing = wanted(row.owed, steps)
            for step in owing:
                self._owe(row, step, place=base + number, owed_at=now)
            if owing:
                is_read = owing == [Step.READ]
                row.owed = {
                    step: owed
                    for step, owed in row.owed.items()
                    if (step is Step.READ if is_read else step is not Step.REPORT or step in owing)
                }
                state = CandidateState.WAITING if is_read else CandidateState.EVALUATING
                row.change(state=state)
            count += len(owing)
        return count

    async def outcomes(self, candidate: CandidateId) -> Mapping[Step, StepOutcome]:
        row = self.rows.get(candidate)
        return {} if row is None else dict(row.outcomes)

    async def outcomes_of(
        self, candidates: Sequence[CandidateId], *, step: Step
    ) -> Mapping[CandidateId, StepOutcome]:
        found = {key: self.rows[key].outcomes.get(step) for key in candidates if key in self.rows}
        return {key: outcome for key, outcome in found.items() if outcome is not None}

    async def waiting_steps(self) -> int:
        return sum(len(row.owed) for row in self.rows.values())

    async def dossier(self, candidate: CandidateId) -> Dossier | None:
        row = self.rows.get(candidate)
        return None if row is None else row.dossier

    async def sketches(self, role: RoleId) -> Mapping[CandidateId, Sketch]:
        return {
            key: row.sketch
            for key, row in self.rows.items()
            if row.sketch is not None
            and (row.candidate.role == role or self.roles.share_a_member(role, row.candidate.role))
        }

    async def erase(
        self, candidate: CandidateId, *, by: UserId | None, at: datetime
    ) -> ErasureReceipt:
        row = self.rows.get(candidate)
        if row is None or row.candidate.state is CandidateState.WITHDRAWN:
            return ErasureReceipt(deleted={}, found_afterwards={})
        deleted = self._empty(row)
        row.change(
            state=CandidateState.WITHDRAWN, file=None, problem="", rubric_version=None, same_as=None
        )
        row.sha256 = ""
        role = row.candidate.role
        await self.deciding.log(
            LogEntry(role=role, kind=LogKind.ERASED, by=by, at=at, candidate=candidate)
        )
        return ErasureReceipt(deleted=deleted, found_afterwards={})

    def _empty(self, row: KeptCandidate) -> dict[str, int]:
        candidate = row.candidate
        mine = [
            draft for draft, one in self.deciding.written.items() if one.candidate == candidate.id
        ]
        messages = self._drop_messages([candidate.id, *mine])
        deleted = {
            "waiting steps": len(row.owed),
            "files": int(candidate.file is not None),
            "dossiers": int(row.dossier is not None or row.sketch is not None),
            "results": len(row.outcomes),
            **self.deciding.erase_candidate(candidate.id),
            "messages": messages,
        }
        if candidate.file is not None:
            self.stores.blobs.files.pop(candidate.file.blob, None)
        row.dossier = row.sketch = None
        row.outcomes, row.owed = {}, {}
        return {kind: count for kind, count in deleted.items() if count}

    def _drop_messages(self, about: Iterable[str]) -> int:
        rows = self.stores.outbound.rows
        named = [f":{one}" for one in about]
        gone = [key for key in rows if any(name in key for name in named)]
        for key in gone:
            del rows[key]
        return len(gone)

    async def erase_role(self, role: RoleId, *, by: UserId | None, at: datetime) -> ErasureReceipt:
        if role not in self.roles.roles:
            return ErasureReceipt(deleted={}, found_afterwards={})
        deleted = self.drop_role(role)
        await self.deciding.log(LogEntry(role=role, kind=LogKind.ERASED, by=by, at=at))
        return ErasureReceipt(deleted=deleted, found_afterwards={})

    def drop_role(self, role: RoleId) -> dict[str, int]:
        """The role with everything but its log."""
        deleted: dict[str, int] = {"roles": 1}
        rows = self._of_role(role)
        alive = [row for row in rows if row.candidate.state is not CandidateState.WITHDRAWN]
        if alive:
            deleted["candidates"] = len(alive)
        for row in rows:
            for kind, count in self._empty(row).items():
                deleted[kind] = deleted.get(kind, 0) + count
            del self.rows[row.candidate.id]
        self._drop_messages(key for key, one in self.batches.items() if one.batch.role == role)
        self.batches = {key: one for key, one in self.batches.items() if one.batch.role != role}
        self.deciding.erase_role(role)
        self.roles.drop(role)
        return deleted

    async def retire(self, *, now: datetime) -> int:
        due = []
        for row in self.rows.values():
            role = self.roles.roles[row.candidate.role]
            since = max(row.changed_at, self.roles.closed_at.get(role.id, row.changed_at))
            if (
                row.candidate.state is not CandidateState.WITHDRAWN
                and since + timedelta(days=role.retention_days) <= now
            ):
                due.append(row.candidate.id)
        for candidate in due:
            await self.erase(candidate, by=None, at=now)
        return len(due)
