"""The report on a job description as a paper."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from domain.job_wording.model import Need, WordingFinding, WordingReport
from domain.job_wording.rewriting import difference, rewrite
from domain.papers import Paper, Part
from domain.reply import Bullets, Heading, Notice, Paragraph, Table, bold, quoted, text
from graph.job_wording.telling import (
    EVIDENCE_NAMES,
    LEVEL_NAMES,
    applies_word,
    by_urgency,
    category_name,
    figures,
    quote_of,
    rewrite_of,
    verdict,
)
from graph.wording.counts import shortened

_LONG = 400
_LIMITS = (
    "Rules read words in their sentence; they do not know the work. A person decides what stays.",
    "English is covered best, then German exclusions. Other languages: pay, length and lists only.",
    "Pay rules are dated facts, not legal advice. Look at the law of the place before posting.",
    "Not checked: pictures, layout, links, and whether the requirements are true of the work.",
)


def report_id(source: str, *, day: date) -> str:
    """The same text on the same day has the same id.

    >>> report_id("Cook wanted.", day=date(2026, 11, 26))
    'JD-20261126-070e'
    """
    return f"JD-{day:%Y%m%d}-{hashlib.sha256(source.encode()).hexdigest()[:4]}"


def wording_paper(report: WordingReport, source: str, *, title: str, day: date) -> Paper:
    """Verdict, findings, figures, pay duties, requirements, a clean rewrite and the limits.

    Args:
        report: of exactly this text.
        source: the description that was checked.
        title: of the role or file; untrusted.
        day: of the check.
    """
    parts: list[Part] = [Paragraph(body=text(bold(verdict(report))))]
    if report.settled:
        parts.append(
            Notice(body=text(f"Left out because the team settled them: {report.settled}."))
        )
    parts += _findings(report.findings)
    parts.append(Heading(body=text("Figures (advice only)")))
    parts.append(
        Table(
            columns=("What", "Value"),
            rows=tuple((text(name), text(value)) for name, value in figures(report.metrics)),
        )
    )
    parts += _pay(report)
    parts += _requirements(report)
    parts += _clean(report, source)
    parts.append(Heading(body=text("Limits")))
    parts.append(Bullets(items=tuple(text(line) for line in _LIMITS)))
    return Paper(
        title="Job description: wording report",
        subtitle=shortened(title, limit=120),
        facts=(
            ("Report", report_id(source, day=day)),
            ("Date", day.isoformat()),
            ("Source SHA-256", hashlib.sha256(source.encode()).hexdigest()),
            ("Lexicon", report.lexicon_version),
            ("Model", "no model used"),
            ("Language", report.language or "not clear"),
        ),
        parts=tuple(parts),
        footer="Decision support. A person decides.",
    )


def _findings(findings: Sequence[WordingFinding]) -> list[Part]:
    heading = Heading(body=text("Findings"))
    if not findings:
        return [heading, Paragraph(body=text("No rule has anything to say about this text."))]
    rows = tuple(
        (
            text(one.id),
            text(f"{LEVEL_NAMES[one.level]} · {category_name(one.category)}"),
            text(quoted(quote_of(one, limit=_LONG))),
            text(f"{one.why} ({EVIDENCE_NAMES[one.evidence_strength]}; {one.rule_id})"),
            text(rewrite_of(one, limit=_LONG)),
        )
        for one in by_urgency(findings)
    )
    columns = ("Id", "Level", "Words", "Why", "Instead")
    return [heading, Table(columns=columns, rows=rows)]


def _pay(report: WordingReport) -> list[Part]:
    heading = Heading(body=text("Pay range by place"))
    if not report.pay:
        said = "No place with a rule that we know is named. Tell the place to check it."
        return [heading, Paragraph(body=text(said))]
    rows = tuple(
        (
            text(duty.place),
            text(applies_word(duty)),
            text(duty.needed),
            text("yes" if duty.is_present else "no"),
            text(duty.source),
            text(duty.as_of.isoformat()),
        )
        for duty in report.pay
    )
    columns = ("Place", "Applies", "Needed", "In the text", "Source", "As of")
    return [heading, Table(columns=columns, rows=rows)]


def _requirements(report: WordingReport) -> list[Part]:
    heading = Heading(body=text("Requirements and what looks at them"))
    if not report.requirements:
        return [heading, Paragraph(body=text("No requirement was found in the text."))]
    rows = tuple(
        (
            text("must" if line.requirement.need is Need.MUST else "nice to have"),
            text(quoted(shortened(line.requirement.quote, limit=_LONG))),
            text(line.assessed_by or "nothing yet: is it needed?"),
        )
        for line in report.requirements
    )
    return [heading, Table(columns=("Need", "As the text says", "Looked at by"), rows=rows)]


def _clean(report: WordingReport, source: str) -> list[Part]:
    heading = Heading(body=text("Proposed rewrite"))
    proposed = rewrite(source, report.findings)
    if proposed == source:
        return [heading, Paragraph(body=text("There is nothing to change by rule."))]
    note = "No number, place or requirement outside the quoted words is changed."
    return [heading, Paragraph(body=text(note)), difference(source, proposed)]
