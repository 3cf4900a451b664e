"""What was not shown and why, and the one relaxation that helps most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from domain.matching.model import Gate, MatchReport, Verdict
from graph.wording.counts import counted, joined

_LEFT_OUT = {
    Gate.LOCATION: "not where you want to work",
    Gate.WORK_PERMISSION: "need a work permission you did not name",
    Gate.SALARY: "under your pay floor",
    Gate.LANGUAGE: "need a language you did not name",
    Gate.EXPIRED: "expired",
    Gate.HIDDEN: "hidden or excluded by you",
}
_RELAXABLE = (Gate.LOCATION, Gate.WORK_PERMISSION, Gate.SALARY, Gate.LANGUAGE)
"""Gates that come from a wish which can be dropped; expired stays expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LooserLimit:
    """Dropping this one limit brings ``count`` postings back."""

    gate: Gate
    count: int


def account_words(report: MatchReport, *, seen: int, shown: int) -> str:
    """Every open posting accounted for, as one or two sentences.

    Args:
        report: what the matcher returned.
        seen: postings left out because the person saw them before.
        shown: postings in this reply.
    """
    fit = report.considered - len(report.excluded)
    words = (
        f"{shown} shown of {counted(fit, 'open job')} within your limits"
        f" ({report.considered:,} looked at)."
    )
    if seen:
        words += f" {seen:,} you have seen."
    left_out = _by_first_gate(report)
    if left_out:
        parts = [f"{number:,} {_LEFT_OUT[gate]}" for gate, number in left_out.most_common()]
        words += f" Left out: {joined(parts)}."
    return words


def worst_limit_words(report: MatchReport) -> str:
    """Which limit removes most, as a sentence; empty when nothing was removed."""
    counts = _by_first_gate(report)
    if not counts:
        return ""
    parts = [f"{number:,} {_LEFT_OUT[gate]}" for gate, number in counts.most_common(3)]
    return f"Of {counted(report.considered, 'open job')}: {joined(parts)}."


def best_looser_limit(report: MatchReport) -> LooserLimit | None:
    """The one limit whose dropping brings most postings back, None when no single one helps."""
    alone: Counter[Gate] = Counter()
    for match in report.excluded:
        failed = {gate.gate for gate in match.gates if gate.verdict is Verdict.FAIL}
        if len(failed) == 1:
            alone.update(failed)
    helpful = [(alone[gate], -rank, gate) for rank, gate in enumerate(_RELAXABLE) if alone[gate]]
    if not helpful:
        return None
    count, _, gate = max(helpful)
    return LooserLimit(gate=gate, count=count)


def _by_first_gate(report: MatchReport) -> Counter[Gate]:
    counts: Counter[Gate] = Counter()
    for match in report.excluded:
        failed = next((gate.gate for gate in match.gates if gate.verdict is Verdict.FAIL), None)
        if failed is not None:
            counts[failed] += 1
    return counts
