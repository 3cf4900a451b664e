"""Candidates of a role as a table or as JSON: pseudonyms, evidence, decisions; no identity."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime

from domain.deciding.model import LogEntry
from domain.roles.model import Rubric
from domain.screening.candidate import Candidate
from domain.screening.pseudonym import pseudonym
from domain.screening.score import CriterionResult, CriterionState
from graph.deciding.pool import Pool
from graph.screening.card import BAND_WORDS

_STATE = {
    CriterionState.SHOWN: "shown",
    CriterionState.PARTLY: "partly",
    CriterionState.UNKNOWN: "unknown",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection).

    >>> cell("=HYPERLINK(1)"), cell(-3), cell("Python")
    ("'=HYPERLINK(1)", '-3', 'Python')
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    words = "".join(char for char in str(value) if char.isprintable() or char in "\t\r\n")
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words


def candidates_csv(pool: Pool) -> bytes:
    """One row per candidate; UTF-8 with a byte order mark, which spreadsheets need."""
    rubric = _rubric(pool)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    header = [
        "number",
        "pseudonym",
        "state",
        "rubric_version",
        "group",
        "total",
        "shown",
        "possible",
        "coverage",
        *(f"gate: {each.label}" for each in rubric.gates),
        *(
            name
            for each in rubric.criteria
            for name in (f"{each.label} (state)", f"{each.label} (points)")
        ),
        "decision",
        "decision_reason",
        "decided_at",
        "same_as",
    ]
    writer.writerow([cell(name) for name in header])
    for candidate in pool.candidates:
        writer.writerow([cell(value) for value in _row(pool, rubric, candidate)])
    return out.getvalue().encode("utf-8-sig")


def _row(pool: Pool, rubric: Rubric, candidate: Candidate) -> list[object]:
    score = pool.scores.get(candidate.id)
    decision = pool.decisions.get(candidate.id)
    gates = {each.gate: each.state.value for each in score.gates} if score else {}
    results = {each.criterion: each for each in score.criteria} if score else {}
    row: list[object] = [
        candidate.number,
        pseudonym(pool.role.id, candidate.number),
        candidate.state.value,
        candidate.rubric_version,
        BAND_WORDS[score.band] if score else None,
        score.total if score else None,
        score.shown if score else None,
        score.possible if score else None,
        score.coverage if score else None,
        *(gates.get(each.id, "unknown") for each in rubric.gates),
    ]
    for criterion in rubric.criteria:
        row += _points(results.get(criterion.id))
    repeated = pool.get(candidate.same_as) if candidate.same_as is not None else None
    return [
        *row,
        decision.outcome.value if decision is not None else "surfaced, not rejected",
        decision.reason if decision is not None else None,
        decision.at.isoformat() if decision is not None else None,
        repeated.number if repeated is not None else None,
    ]


def _points(result: CriterionResult | None) -> list[object]:
    if result is None:
        return ["unknown", None]
    return [_STATE[result.state], result.points]


def candidates_json(
    pool: Pool, *, log: Sequence[LogEntry], made_at: datetime, version: str
) -> bytes:
    """Everything of the table with questions, the rubric and the log; no names of people."""
    rubric = pool.role.rubric
    numbers = {each.id: each.number for each in pool.candidates}
    document = {
        "made_at": made_at.isoformat(),
        "tool": f"CareerGini {version}".strip(),
        "statement": "Decision support. A person decides. Unknown is not no.",
        "role": {"id": pool.role.id, "title": pool.role.title},
        "rubric": None
        if rubric is None
        else {
            "version": rubric.number,
            "digest": rubric.rubric.digest,
            "gates": [{"id": each.id, "label": each.label} for each in rubric.rubric.gates],
            "criteria": [
                {"id": each.id, "label": each.label, "weight": each.weight}
                for each in rubric.rubric.criteria
            ],
        },
        "candidates": [_candidate(pool, each) for each in pool.candidates],
        "log": [
            {
                "at": each.at.isoformat(),
                "kind": each.kind.value,
                "candidate": numbers.get(each.candidate) if each.candidate is not None else None,
                "detail": each.detail,
            }
            for each in log
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _candidate(pool: Pool, candidate: Candidate) -> dict[str, object]:
    score = pool.scores.get(candidate.id)
    decision = pool.decisions.get(candidate.id)
    return {
        "number": candidate.number,
        "pseudonym": pseudonym(pool.role.id, candidate.number),
        "state": candidate.state.value,
        "rubric_version": candidate.rubric_version,
        "score": None
        if score is None
        else {
            "rubric_digest": score.rubric_digest,
            "group": score.band.value,
            "total": score.total,
            "shown": score.shown,
            "possible": score.possible,
            "coverage": score.coverage,
            "gates": {each.gate: each.state.value for each in score.gates},
            "criteria": {
                each.criterion: {
                    "state": each.state.value,
                    "points": each.points,
                    "weight": each.weight,
                    "lines": list(each.quotes),
                }
                for each in score.criteria
            },
            "questions": list(score.questions),
        },
        "decision": None
        if decision is None
        else {
            "outcome": decision.outcome.value,
            "reason": decision.reason,
            "at": decision.at.isoformat(),
            "rubric_version": decision.rubric_version,
            "total_seen": decision.total,
        },
    }


def _rubric(pool: Pool) -> Rubric:
    return pool.role.rubric.rubric if pool.role.rubric is not None else Rubric()
