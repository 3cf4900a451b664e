"""In-memory batches: files come in, and how far they are."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from domain.errors import UserMistake
from domain.ids import BatchId, CandidateId, RoleId
from domain.recruiting_ports import Receipt
from domain.screening.candidate import (
    Batch,
    BatchProgress,
    Candidate,
    CandidateState,
    ReceivedFile,
    Step,
)
from domain.turns import Outbound
from tests.twins.candidate_rows import GONE, KeptBatch, KeptCandidate, OwedStep
from tests.twins.stores_decisions import InMemoryDecisions
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_roles import InMemoryRoles


class InMemoryBatches:
    """The part of the twin of candidates that takes files in."""

    def __init__(
        self, *, stores: InMemoryStores, roles: InMemoryRoles, decisions: InMemoryDecisions
    ) -> None:
        self.stores = stores
        self.roles = roles
        self.deciding = decisions
        self.rows: dict[CandidateId, KeptCandidate] = {}
        self.batches: dict[BatchId, KeptBatch] = {}
        self.numbers: dict[RoleId, int] = {}
        decisions.touch = self._touch

    def _touch(self, candidate: CandidateId) -> bool:
        """Keep it for another retention time, if it is here."""
        row = self.rows.get(candidate)
        if row is None or row.candidate.state is CandidateState.WITHDRAWN:
            return False
        row.changed_at = self.stores.clock.now()
        return True

    async def receive(
        self, batch: Batch, files: Sequence[ReceivedFile], *, rubric_version: int | None
    ) -> Receipt:
        if batch.role not in self.roles.roles:
            raise UserMistake("That role is not there any more. Look at your roles.")
        if batch.id not in self.batches:
            self._store(batch, files, asked=rubric_version)
        kept = self.batches[batch.id]
        return Receipt(
            batch=kept.batch,
            new=tuple(self.rows[one].candidate for one in kept.new),
            known=tuple(self.rows[one].candidate for one in kept.known),
            elsewhere=kept.elsewhere,
        )

    def _store(self, batch: Batch, files: Sequence[ReceivedFile], *, asked: int | None) -> None:
        live = {
            row.sha256: key
            for key, row in self.rows.items()
            if row.candidate.role == batch.role and row.candidate.state not in GONE
        }
        base = min(
            (step.place for row in self.rows.values() for step in row.owed.values()), default=0
        )
        new: list[CandidateId] = []
        known: list[CandidateId] = []
        for file in files:
            if file.sha256 in live:
                known.append(live[file.sha256])
                own = self.rows[live[file.sha256]].candidate.file
                if own is None or own.blob != file.blob:
                    self.stores.blobs.files.pop(file.blob, None)
                continue
            key = live[file.sha256] = CandidateId(f"k_{secrets.token_hex(16)}")
            self.numbers[batch.role] = self.numbers.get(batch.role, 0) + 1
            candidate = Candidate(
                id=key,
                role=batch.role,
                number=self.numbers[batch.role],
                batch=batch.id,
                file=file,
                state=CandidateState.WAITING,
                received_at=batch.received_at,
            )
            step = OwedStep(place=base + len(new), owed_at=batch.received_at)
            self.rows[key] = KeptCandidate(
                candidate=candidate,
                sha256=file.sha256,
                asked=asked,
                changed_at=batch.received_at,
                owed={Step.READ: step},
            )
            self.stores.blobs.entrust(file.blob)
            new.append(key)
        elsewhere = {key: self._elsewhere(key) for key in new}
        self.batches[batch.id] = KeptBatch(
            batch=batch,
            known=tuple(known),
            new=tuple(new),
            elsewhere={key: count for key, count in elsewhere.items() if count},
        )

    def _elsewhere(self, key: CandidateId) -> int:
        mine = self.rows[key]
        others = {
            row.candidate.role
            for row in self.rows.values()
            if row.sha256 == mine.sha256
            and row.candidate.role != mine.candidate.role
            and row.candidate.state not in GONE
        }
        return sum(self.roles.share_a_member(mine.candidate.role, other) for other in others)

    async def batch(self, batch: BatchId) -> Batch | None:
        kept = self.batches.get(batch)
        return None if kept is None else kept.batch

    async def open_batches(self) -> Sequence[BatchProgress]:
        rows = [kept for kept in self.batches.values() if not kept.announced]
        rows.sort(key=lambda kept: (kept.batch.received_at, kept.batch.id))
        return [self._progress(kept) for kept in rows]

    async def progress(self, batch: BatchId) -> BatchProgress | None:
        kept = self.batches.get(batch)
        return None if kept is None else self._progress(kept)

    def _progress(self, kept: KeptBatch) -> BatchProgress:
        states = [
            row.candidate.state
            for row in self.rows.values()
            if row.candidate.batch == kept.batch.id
        ]
        done = states.count(CandidateState.DONE)
        unreadable = states.count(CandidateState.UNREADABLE)
        gone = states.count(CandidateState.WITHDRAWN)
        return BatchProgress(
            batch=kept.batch,
            done=done,
            unreadable=unreadable,
            waiting=len(states) - done - unreadable - gone,
            repeated=len(kept.known),
            announced=kept.announced,
        )

    async def announce(self, batch: BatchId, *, messages: Sequence[Outbound]) -> bool:
        kept = self.batches.get(batch)
        if kept is None or kept.announced:
            return False
        kept.announced = True
        for message in messages:
            await self.stores.outbound.add(message)
        return True
