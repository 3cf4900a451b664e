"""What scoring says: a number that code computed, what it rests on, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GateState(StrEnum):
    """Whether a gate is passed. Unknown is not no: it becomes a question."""

    PASSED = "pass"
    UNKNOWN = "unknown"
    FAILED = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One gate; FAILED only on evidence against it, never on silence."""

    gate: str
    state: GateState
    quotes: tuple[str, ...] = ()
    """Ids of blind lines."""
    question: str = ""
    """What to ask when it is unknown."""


class CriterionState(StrEnum):
    """How much of a criterion the evidence shows."""

    SHOWN = "shown"
    PARTLY = "partly"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """One criterion; ``points`` is 0 to 1, None when the document says nothing about it."""

    criterion: str
    state: CriterionState
    points: float | None
    weight: int
    known: float = 1.0
    """0 to 1: how much of the criterion the document speaks to, at least ``points``; 0 when
    unknown. A skill that is named without its length is known in part."""
    quotes: tuple[str, ...] = ()
    """Ids of blind lines, best first; at least one unless unknown."""
    because: str = ""
    """One clause: "31 months shown, 5 years wanted"."""
    question: str = ""


class Band(StrEnum):
    """Where a candidate stands when unknown is taken as neither yes nor no.

    By the interval from what is shown to what is still possible; inside a band nobody is ahead.
    """

    STRONG = "strong"
    """What is shown alone reaches the mark."""
    OPEN = "open"
    """It depends on answers that the document does not give."""
    PARTIAL = "partial"
    """Even good answers to all questions would stay under the mark, on the evidence shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result of one rubric on one set of facts: same input, same number, always."""

    rubric_digest: str
    total: float | None
    """0 to 100, one decimal: over the criteria the document speaks to. None when too little."""
    shown: float
    """0 to 100: points that evidence supports, of all points."""
    possible: float
    """0 to 100: points if every unknown were answered well."""
    coverage: float
    """0 to 1: share of the weight that the document speaks to."""
    band: Band
    gates: tuple[GateResult, ...]
    criteria: tuple[CriterionResult, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What is unknown, as questions: gates first, then criteria by weight."""
        asked = [gate.question for gate in self.gates if gate.question]
        by_weight = sorted(self.criteria, key=lambda each: -each.weight)
        return (*asked, *(each.question for each in by_weight if each.question))
