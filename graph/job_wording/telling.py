"""The report in words: the line that answers first, findings, pay duties, figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.findings import LEVELS, EvidenceStrength, Level
from domain.job_wording.model import (
    Category,
    Need,
    PayDuty,
    WordingFinding,
    WordingMetrics,
    WordingReport,
)
from domain.job_wording.pay_table import PAY_RULES
from graph.wording.counts import counted, joined, shortened

LONGEST_QUOTE = 140
_LEVEL_WORDS = {
    Level.BLOCK: "to take out before it goes out",
    Level.FIX: "to fix",
    Level.CONSIDER: "to consider",
    Level.INFO: "for information",
}
LEVEL_NAMES = {
    Level.BLOCK: "Take out first",
    Level.FIX: "Fix",
    Level.CONSIDER: "Consider",
    Level.INFO: "For information",
}
EVIDENCE_NAMES = {
    EvidenceStrength.LAW: "law",
    EvidenceStrength.STRONG: "strong evidence",
    EvidenceStrength.MIXED: "mixed evidence",
    EvidenceStrength.STYLE: "style",
}
_CATEGORY_NAMES = {
    Category.GENDER_CODED: "gender-coded",
    Category.SOCIAL: "socio-economic",
}
_NAMED_PLACES = 3
_SIZE = re.compile(r"[^,;]*, (from \d+ employees)")
_SHORT_NAMES = {rule.place: rule.short for rule in PAY_RULES}


def verdict(report: WordingReport) -> str:
    """Counts per level and what is missing on pay, in one line.

    >>> from datetime import date
    >>> from domain.job_wording.checking import check_description
    >>> text = "We want a salesman in Denver, CO."
    >>> verdict(check_description(text, places=["Denver, CO"], today=date(2026, 11, 26)))
    '1 to fix. Pay range missing (required in CO).'
    """
    counts = [
        f"{report.counts[level]} {_LEVEL_WORDS[level]}"
        for level in LEVELS
        if report.counts.get(level)
    ]
    first = f"{', '.join(counts)}." if counts else "Nothing to fix or to consider."
    pay = pay_line(report.pay)
    return f"{first} {pay}" if pay else first


def pay_line(duties: Sequence[PayDuty]) -> str:
    """What to say on pay; empty when no place of the posting asks for it."""
    owed = [duty for duty in duties if duty.applies is not False]
    if not owed:
        return ""
    if owed[0].is_present:
        return "Pay range present."
    sure = [duty for duty in owed if duty.applies or _hangs_on_size(duty)]
    depends = [duty for duty in owed if duty not in sure]
    said = []
    if sure:
        said.append(f"required in {_places(sure)}")
    if depends:
        said.append(f"{'also ' if sure else ''}may be required in {_places(depends)}")
    return f"Pay range missing ({'; '.join(said)})."


def _hangs_on_size(duty: PayDuty) -> bool:
    """Only the number of employees is not known; the line says from which on it applies."""
    return duty.applies is None and _SIZE.fullmatch(duty.needed) is not None


def _places(duties: Sequence[PayDuty]) -> str:
    names = [_SHORT_NAMES.get(duty.place, duty.place) for duty in duties]
    sizes = {match[1] if (match := _SIZE.fullmatch(duty.needed)) else "" for duty in duties}
    size = f" {sizes.pop()}" if len(sizes) == 1 and sizes != {""} else ""
    if len(names) > _NAMED_PLACES + 1:
        rest = len(names) - _NAMED_PLACES
        return f"{', '.join(names[:_NAMED_PLACES])} and {rest} more places{size}"
    return f"{joined(names)}{size}"


def category_name(category: Category) -> str:
    """A category for people."""
    return _CATEGORY_NAMES.get(category, category.value.replace("_", " "))


def quote_of(finding: WordingFinding, *, limit: int = LONGEST_QUOTE) -> str:
    """The words that a finding is about; says so when it is about what is missing."""
    words = finding.quote.strip(" ,")
    return shortened(words, limit=limit) if words else "(the text as a whole)"


def rewrite_of(finding: WordingFinding, *, limit: int = LONGEST_QUOTE) -> str:
    """What to write instead, as an order to oneself."""
    if finding.rewrite is None:
        return "A person has to decide."
    if not finding.rewrite.strip():
        return "Leave it out."
    start = "Add" if not finding.quote else "Write"
    return f"{start}: {shortened(finding.rewrite, limit=limit)}"


def by_urgency(findings: Sequence[WordingFinding]) -> tuple[WordingFinding, ...]:
    """Most urgent first, else in order of the text."""
    order = {level: number for number, level in enumerate(LEVELS)}
    return tuple(sorted(findings, key=lambda one: (order[one.level], one.start)))


def figures(metrics: WordingMetrics) -> tuple[tuple[str, str], ...]:
    """The figures of a description as label and value; all advisory."""
    rows = [
        ("Length", f"{metrics.words} words (300 to 700 are read to the end more often)"),
        ("Required points", f"{metrics.musts} (more than 7 lose people)"),
        ("Nice to have", str(metrics.nices)),
    ]
    if metrics.years_asked is not None:
        rows.append(("Most years asked for", counted(metrics.years_asked, "year")))
    if metrics.reading_grade is not None:
        rows.append(("Reading grade", f"{metrics.reading_grade:.1f} (Flesch-Kincaid; up to 12)"))
    if metrics.you_we_ratio is not None:
        rows.append(("“You” per “we”", f"{metrics.you_we_ratio:.2f}"))
    if metrics.passive_share is not None:
        rows.append(("Passive sentences", f"{metrics.passive_share:.0%}"))
    rows.append(("Gender-coded words", _coded(metrics)))
    return tuple(rows)


def _coded(metrics: WordingMetrics) -> str:
    words = f"{metrics.coded_feminine} coded feminine, {metrics.coded_masculine} coded masculine"
    if metrics.balance is None or metrics.balance_low is None or metrics.balance_high is None:
        return f"{words}; too few to compare"
    return (
        f"{words}; balance {metrics.balance:+.2f}, feminine share 95 % interval "
        f"{metrics.balance_low:.0%} to {metrics.balance_high:.0%}. Advice only: research "
        f"disagrees."
    )


def unassessed(report: WordingReport) -> tuple[str, ...]:
    """Required points that nothing of the role's rubric looks at."""
    return tuple(
        line.requirement.quote
        for line in report.requirements
        if line.assessed_by is None and line.requirement.need is Need.MUST
    )


def applies_word(duty: PayDuty) -> str:
    """Whether a pay rule applies, for a table."""
    return {True: "yes", False: "not now", None: "depends"}[duty.applies]
