"""The sentences of an audit, fixed; only figures and labels change."""

from __future__ import annotations

from domain.audit.pool import ATTRIBUTE_NAMES
from domain.audit.readings import Reading, sentence
from domain.audit.tables import GroupRow
from graph.audit.report import AttributeResult, AuditReport

LIMITS = (
    "Groups are what people said about themselves. Nothing was guessed from names or texts.",
    "0.80 is a screening benchmark (29 CFR 1607.4(D), status looked up 2026-11), and the ratio "
    "depends on the threshold. A ratio at or above it does not show that a step is job-related.",
    "A reading needs at least 30 people in both groups and a power of 80 % to see a ratio of 0.80.",
    "People who did not state a group count in totals and shares and in no ratio.",
    "Counts under 5 are hidden outside the audit role. Comparing several tables of the same people "
    "may still show them: pass this on with care.",
)

FOOTER = "Internal monitoring. Decision support: a person decides."


def percent(value: float | None) -> str:
    """A share with one decimal.

    >>> percent(0.2308), percent(None)
    ('23.1 %', '–')
    """
    return "–" if value is None else f"{100 * value:.1f} %"


def ratio(value: float | None) -> str:
    """A ratio with two decimals, cut and not rounded where rounding would reach the benchmark.

    >>> ratio(0.7979), ratio(0.754), ratio(None)
    ('0.79', '0.75', '–')
    """
    if value is None:
        return "–"
    if value < 0.8 and f"{value:.2f}" == "0.80":
        return "0.79"
    return f"{value:.2f}"


def count(value: int | None) -> str:
    """A whole number, or a dash when it is hidden.

    >>> count(1200)
    '1,200'
    """
    return "–" if value is None else f"{value:,}"


def signed(value: float, *, digits: int = 2) -> str:
    """A number with its sign, a real minus.

    >>> signed(-0.3)
    '−0.30'
    """
    return f"{value:+.{digits}f}".replace("-", "−")


def probability(value: float | None) -> str:
    """A probability with three decimals.

    >>> probability(0.00001), probability(0.0421)
    ('< 0.001', '0.042')
    """
    if value is None:
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def rate_words(report: AuditReport) -> str:
    """How somebody counts as chosen."""
    if report.rate == "selection":
        return "selected, by the outcome column"
    if report.rate == "threshold":
        return f"score of {report.threshold:g} or more"
    if report.median is None:
        return "score above the median of everybody; nobody has a score"
    return f"score above the median of everybody ({report.median:g})"


def summary_lines(report: AuditReport) -> tuple[str, ...]:
    """One line per attribute: the lowest group and its reading; for a chat or a terminal."""
    return tuple(_summary(result) for result in report.results)


def _summary(result: AttributeResult) -> str:
    name, table = ATTRIBUTE_NAMES[result.attribute], result.table
    lowest = table.lowest
    if lowest is None:
        if table.has_hidden:
            return f"{name}: all figures rest on a count under 5; the audit role sees them."
        return f"{name}: {_why_no_ratio(result)}"
    against = f" against {table.reference}" if table.reference is not None else ""
    return (
        f"{name}: lowest ratio {ratio(lowest.ratio)} ({lowest.label}{against}). "
        f"{reading_words(lowest)}"
    )


def _why_no_ratio(result: AttributeResult) -> str:
    table = result.table
    if table.n == 0:
        return "nobody has an outcome."
    if table.unknown == table.n:
        return "nobody stated a group."
    if table.selected == 0:
        return "nobody was selected, so there is no ratio."
    return "fewer than two groups to compare."


def reading_words(row: GroupRow) -> str:
    """The fixed sentence of a row."""
    reading = row.reading if row.reading is not None else Reading.TOO_FEW
    return sentence(reading, is_different=bool(row.is_different))
