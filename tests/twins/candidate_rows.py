"""Rows of the twin of candidates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.ids import CandidateId
from domain.screening.candidate import (
    EVALUATORS,
    Batch,
    Candidate,
    CandidateState,
    Step,
    StepOutcome,
)
from domain.screening.dossier import Dossier, Sketch

AT_ONCE = datetime.min.replace(tzinfo=UTC)
GONE = frozenset({CandidateState.UNREADABLE, CandidateState.WITHDRAWN})


@dataclass(kw_only=True)
class OwedStep:
    """A step in the line."""

    place: int
    owed_at: datetime
    again_at: datetime = AT_ONCE
    failures: int = 0
    claim: str = ""
    until: datetime | None = None


@dataclass(kw_only=True)
class KeptBatch:
    """A batch with what its receipt said."""

    batch: Batch
    known: tuple[CandidateId, ...]
    new: tuple[CandidateId, ...]
    elsewhere: Mapping[CandidateId, int]
    announced: bool = False


@dataclass(kw_only=True)
class KeptCandidate:
    """A candidate with everything that is kept of it."""

    candidate: Candidate
    sha256: str
    asked: int | None
    changed_at: datetime
    dossier: Dossier | None = None
    sketch: Sketch | None = None
    outcomes: dict[Step, StepOutcome] = field(default_factory=dict)
    owed: dict[Step, OwedStep] = field(default_factory=dict)

    def change(self, **changes: object) -> None:
        """Replace fields of the candidate."""
        self.candidate = replace(self.candidate, **changes)  # type: ignore[arg-type] # a twin


def wanted(owed: Mapping[Step, OwedStep], steps: Collection[Step]) -> list[Step]:
    """READ brings everything after it; REPORT follows evaluators by itself."""
    if Step.READ in steps:
        return [Step.READ]
    evaluators = [step for step in EVALUATORS if step in steps]
    if evaluators:
        return evaluators
    is_busy = any(step in EVALUATORS for step in owed)
    return [Step.REPORT] if Step.REPORT in steps and not is_busy else []
