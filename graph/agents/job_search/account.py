"""What was not shown and why: every open posting is accounted for."""

from __future__ import annotations

from domain.matching.model import Gate, MatchReport
from graph.wording.counts import counted, joined

LEFT_OUT = {
    Gate.LOCATION: "not where you want to work",
    Gate.WORK_PERMISSION: "need a work permission you did not name",
    Gate.SALARY: "under your pay floor",
    Gate.LANGUAGE: "need a language you did not name",
    Gate.EXPIRED: "expired",
    Gate.HIDDEN: "hidden by you",
    Gate.EXCLUDED_WORDS: "with words you left out",
    Gate.DUPLICATE: "the same job on another board",
}

OTHER_FIELD = "not your field"


def within_limits(report: MatchReport) -> int:
    """Open postings that pass every limit, of whatever occupation."""
    return report.considered - sum(report.excluded_by.values())


def fitting(report: MatchReport) -> int:
    """Open postings that pass every limit and are of the person's field."""
    return max(0, within_limits(report) - report.other_field)


def account_words(report: MatchReport, *, seen: int, shown: int) -> str:
    """Every open posting accounted for, as one or two sentences.

    Args:
        report: what the matcher returned.
        seen: postings left out because the person saw them before.
        shown: postings in this reply.
    """
    fit = fitting(report)
    words = f"{shown} of {counted(fit, 'open job')} in your field and within your limits"
    words += f"; {report.considered:,} looked at." if report.considered != fit else "."
    if seen:
        words += f" {seen:,} you have seen."
    left_out = left_out_words(report)
    return f"{words} Left out: {left_out}." if left_out else words


def left_out_words(report: MatchReport, *, most: int | None = None) -> str:
    """How many postings each limit removes, most first; empty when none does."""
    numbers = {LEFT_OUT[gate]: number for gate, number in report.excluded_by.items()}
    numbers[OTHER_FIELD] = report.other_field
    counts = sorted(
        ((number, words) for words, number in numbers.items() if number),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return joined([f"{number:,} {words}" for number, words in counts[:most]])
