"""The number: rubric and facts in, score out. No clock, no model, no chance, no identity.

Per criterion ``points`` (0 to 1) and ``known`` (0 to 1, how much of it the document speaks to):

* A skill or kind of work that is named earns :data:`NAMED`; the rest by its length over the length
  wanted. Without dates that rest is unknown, not zero. When no length is wanted, named is all.
* A degree at the level in the field earns 1; the level without a known field half, the other half
  being unknown; in another field, or a lower level, half; a begun course half, the rest unknown.
* A language at the level earns 1; below it the ratio of the levels; without a stated level
  :data:`NAMED`, the rest unknown.
* A certificate or term that is there earns 1.

``shown = sum(w * points) / sum(w)``, ``possible = sum(w * (points + 1 - known)) / sum(w)``,
``coverage = sum(w * known) / sum(w)`` and ``total = sum(w * points) / sum(w * known)``, the first,
second and last times 100. Sums are exact (``math.fsum``), so no order changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from domain.roles.model import Rubric
from domain.screening.answering import Answer, answer_of, gate_of
from domain.screening.evidence import EvidenceFact
from domain.screening.questions import gate_question, question
from domain.screening.score import (
    Band,
    CriterionResult,
    CriterionState,
    GateResult,
    GateState,
    Score,
)

MARK = 60.0
"""Points of 100 from which what is shown is called strong. A convention, the same for every role;
people may look at it as they like, nothing happens by it."""

LEAST_COVERAGE = 0.2
"""Share of the weight that the document has to speak to before a total is given."""


def score(rubric: Rubric, facts: Sequence[EvidenceFact]) -> Score:
    """The score of one candidate: the same facts give the same number, in any order.

    >>> from domain.roles.model import Ask, Criterion, Wanted
    >>> from domain.screening.evidence import FactKind
    >>> python = Criterion(id="c1", label="Python, 5 years",
    ...                    wanted=Wanted(ask=Ask.SKILL, any_of=("Python",), months=60))
    >>> fact = EvidenceFact(kind=FactKind.SKILL, name="Python", months=30, quotes=("q4",))
    >>> result = score(Rubric(criteria=(python,)), [fact])
    >>> result.total, result.criteria[0].because
    (70.0, '2 years 6 months shown, 5 years wanted')
    >>> score(Rubric(), []).total is None
    True
    """
    criteria = tuple(
        _result(
            criterion=one.id,
            weight=one.weight,
            answer=(answer := answer_of(one.wanted, facts)),
            ask="" if answer.known >= 1 else question(one.wanted, answer),
        )
        for one in rubric.criteria
    )
    gates = []
    for gate in rubric.gates:
        state, quotes = gate_of(gate.wanted, facts)
        gates.append(
            GateResult(
                gate=gate.id,
                state=state,
                quotes=quotes,
                question=gate_question(gate.wanted) if state is GateState.UNKNOWN else "",
            )
        )
    return summed(criteria, gates=tuple(gates), rubric_digest=rubric.digest)


def summed(
    criteria: Sequence[CriterionResult], *, gates: Sequence[GateResult], rubric_digest: str
) -> Score:
    """The score of criteria that were looked at; weights of 0 take no part."""
    taken = [one for one in criteria if one.weight > 0]
    whole = sum(one.weight for one in taken)
    points = fsum(one.weight * (one.points or 0.0) for one in taken)
    known = fsum(one.weight * one.known for one in taken)
    shown = 100 * points / whole if whole else 0.0
    unknown = fsum(one.weight * (1 - one.known) for one in taken)
    possible = 100 * (points + unknown) / whole if whole else 0.0
    coverage = known / whole if whole else 0.0
    has_total = whole > 0 and known > 0 and coverage >= LEAST_COVERAGE - 1e-9
    return Score(
        rubric_digest=rubric_digest,
        total=round(100 * points / known, 1) if has_total else None,
        shown=round(shown, 1),
        possible=round(possible, 1),
        coverage=round(coverage, 4),
        band=_band(shown, possible, is_empty=not whole),
        gates=tuple(gates),
        criteria=tuple(criteria),
    )


def _band(shown: float, possible: float, *, is_empty: bool) -> Band:
    if is_empty:
        return Band.OPEN
    if round(shown, 1) >= MARK:
        return Band.STRONG
    return Band.OPEN if round(possible, 1) >= MARK else Band.PARTIAL


def why_no_total(rubric: Rubric, result: Score) -> str:
    """One sentence when there is no total; empty when there is one.

    >>> why_no_total(Rubric(), score(Rubric(), []))
    'The rubric has no criterion, so there is nothing to score. Add one first.'
    """
    if result.total is not None:
        return ""
    if not rubric.criteria:
        return "The rubric has no criterion, so there is nothing to score. Add one first."
    share = round(100 * result.coverage)
    return (
        f"The document speaks to {share} % of what the rubric weighs; under "
        f"{round(100 * LEAST_COVERAGE)} % there is no total, only questions."
    )


def _result(*, criterion: str, weight: int, answer: Answer, ask: str) -> CriterionResult:
    state = CriterionState.UNKNOWN
    if answer.known > 0:
        state = CriterionState.SHOWN if answer.points >= 1 else CriterionState.PARTLY
    return CriterionResult(
        criterion=criterion,
        state=state,
        points=round(answer.points, 4) if answer.known > 0 else None,
        known=round(answer.known, 4),
        weight=weight,
        quotes=answer.quotes,
        because=answer.because,
        question=ask,
    )
