"""A posting's demands on cards and under "Why?": both sides quoted, and never "you qualify"."""

from __future__ import annotations

from collections.abc import Sequence

from domain.eligibility.findings import EligibilityFinding, Standing
from domain.eligibility.statements import StatementKind
from domain.reply import Block, Bullets, Fact, Heading, Paragraph, Run, Text, quoted, text
from graph.wording.counts import shortened

_LABELS = {
    StatementKind.SPONSORSHIP: "Visa",
    StatementKind.WORK_PERMISSION: "Work permission",
    StatementKind.CITIZENSHIP: "Citizenship",
    StatementKind.CLEARANCE: "Clearance",
    StatementKind.DEGREE: "Degree",
    StatementKind.YEARS: "Years",
    StatementKind.LANGUAGE: "Language",
    StatementKind.PRESENCE: "Where and when",
    StatementKind.LICENCE: "Licence",
    StatementKind.DRIVING: "Driving licence",
    StatementKind.AGE: "Age",
}
_STANDINGS = {
    Standing.MEETS: "no flag",
    Standing.UNKNOWN: "unknown",
    Standing.FAILS: "does not fit",
}
_QUOTE_LIMIT = 200
_LABEL_ASKS = frozenset(
    {
        StatementKind.WORK_PERMISSION,
        StatementKind.CITIZENSHIP,
        StatementKind.CLEARANCE,
        StatementKind.DRIVING,
    }
)
"""Their label names what is asked for; the reason need not say it again."""


def flagged(findings: Sequence[EligibilityFinding]) -> list[Fact]:
    """Facts of a card for what fails or is unknown, the worst first."""
    return [
        Fact(
            label=_LABELS[one.kind],
            value=text(
                f"{_reason(one)} · they write: ",
                quoted(shortened(one.quote, limit=110)),
            ),
            mark="against" if one.standing is Standing.FAILS else "unknown",
        )
        for one in findings
        if one.standing is not Standing.MEETS
    ]


def finding_facts(findings: Sequence[EligibilityFinding]) -> tuple[Block, ...]:
    """Every demand with its sentence and the person's line."""
    heading = Heading(body=text("What they demand of applicants"))
    if not findings:
        return (heading, Paragraph(body=text("No flags found: I see no hard demand in the text.")))
    return (heading, Bullets(items=tuple(_line(one) for one in findings)))


def _line(one: EligibilityFinding) -> Text:
    reason = _reason(one)
    # "Unknown – whether you have one is not known" would say it twice.
    stands = "" if reason.endswith("not known") else f"{_STANDINGS[one.standing]} – "
    runs: list[str | Run] = [
        f"{_LABELS[one.kind]}: {stands}{reason}",
        " · they write: ",
        quoted(shortened(one.quote, limit=_QUOTE_LIMIT)),
    ]
    if one.resume_line:
        runs += [" · you: ", quoted(shortened(one.resume_line, limit=_QUOTE_LIMIT))]
    return text(*runs)


def _reason(one: EligibilityFinding) -> str:
    """The reason without what its label says already."""
    reason = one.reason.rstrip(".")
    asked, _, rest = reason.partition("; ")
    if one.kind in _LABEL_ASKS and rest and asked.startswith("Asks for "):
        rest = rest.replace("have one", "have it")
        return rest[:1].upper() + rest[1:]
    return reason
