"""The page that may be published, and the text of the notice to candidates, both as drafts."""

from __future__ import annotations

from domain.audit.hiding import hide_small
from domain.audit.pool import ATTRIBUTE_NAMES
from domain.papers import Paper, Part
from domain.reply import Bullets, Chart, Heading, Notice, Paragraph, Table, Tone, text
from graph.audit.paper import ratio_chart
from graph.audit.report import AttributeResult, AuditReport
from graph.audit.words import count, percent, rate_words, ratio

NOTICE_DAYS = 10
"""Business days before the tool is used (6 RCNY 5-304)."""


def published_paper(report: AuditReport) -> Paper:
    """Part I: date, data, unknown counts, rates, ratios and the date of distribution.

    What the rules of New York City want published stands here; whether an audit counts as an
    independent one, its auditor says and not this page. Counts under 5 are hidden for everybody.
    """
    scope = report.scope
    parts: list[Part] = [
        Notice(
            body=text(
                report.statement + " A publication under the rule needs an independent auditor; "
                "this page has the form of one and is a draft for whoever decides."
            ),
            tone=Tone.WARNING,
        ),
        Heading(body=text("Data")),
        Bullets(
            items=(
                text(f"Source: {scope.data_source or 'to be filled in (historical or test data)'}"),
                text(f"People: {report.n:,}; counted as chosen: {rate_words(report)}."),
                *(
                    text(
                        f"Not stated, {ATTRIBUTE_NAMES[one.attribute].lower()}: "
                        f"{one.unknown:,} people, in no ratio."
                    )
                    for one in report.results
                ),
            )
        ),
    ]
    for result in report.results:
        parts.extend(_table(result))
    parts.extend(
        (
            Heading(body=text("Notice to candidates (draft)")),
            *(Paragraph(body=text(line)) for line in notice_text(report)),
        )
    )
    return Paper(
        title="Summary of results (internal monitoring)",
        subtitle=" · ".join(filter(None, (scope.role, report.statement))),
        facts=(
            ("Date of the audit", f"{scope.made_at:%Y-%m-%d}"),
            ("Tool", " ".join(filter(None, (scope.tool, scope.version)))),
            (
                "In use since",
                str(scope.distributed_on) if scope.distributed_on else "to be filled in",
            ),
            ("Threshold", rate_words(report)),
        ),
        parts=tuple(parts),
        footer=report.statement,
    )


def _table(result: AttributeResult) -> list[Part]:
    table = hide_small(result.table)  # a public page, whoever made it
    rows = tuple(
        (
            text(row.label),
            text(count(row.n)),
            text(count(row.selected)),
            text(percent(row.rate)),
            text(ratio(row.ratio)),
            text(row.note or ("highest rate" if row.role == "reference" else "")),
        )
        for row in table.rows
    )
    name = ATTRIBUTE_NAMES[result.attribute]
    if not rows:
        return []
    parts: list[Part] = [
        Heading(body=text(name)),
        Table(columns=("Group", "n", "Chosen", "Rate", "Impact ratio", "Note"), rows=rows),
    ]
    rates = [(row.label, row.rate) for row in table.rows if row.rate is not None]
    if rates:
        parts.append(
            Chart(
                title=f"{name}: rates",
                labels=tuple(label for label, _ in rates),
                values=tuple(round(100 * rate, 1) for _, rate in rates),
                unit="%",
                alternative="Rates: "
                + "; ".join(f"{label} {percent(rate)}" for label, rate in rates)
                + ".",
            )
        )
    if any(row.ratio is not None for row in table.compared):
        parts.append(ratio_chart(table, title=f"{name}: impact ratios, 95 % intervals"))
    return parts


def notice_text(report: AuditReport) -> tuple[str, ...]:
    """What candidates are told before the tool is used; blanks are marked with brackets."""
    role = report.scope.role or "[role]"
    tool = report.scope.tool
    return (
        f"We use an automated tool ({tool}) when we look at applications for {role}. It compares "
        "what a resume says with the requirements of the role. It does not decide: a person reads "
        "its report and decides.",
        "It looks at: [the gates and criteria of the role]. It does not use names, photos, dates "
        "of birth, addresses or other signs of identity for the score.",
        "You may ask us for another way to be assessed, or for an accommodation, and for what data "
        "the tool uses, where they come from and how long we keep them: [contact].",
        f"This notice is given at least {NOTICE_DAYS} business days before the tool is used. "
        "[Date]",
    )
