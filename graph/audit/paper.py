"""The audit on paper: power first, then tables with their intervals, then where a gap arises."""

from __future__ import annotations

from domain.audit.pool import ATTRIBUTE_NAMES
from domain.audit.readings import SENTENCES, SHORT, Reading
from domain.audit.tables import GroupRow, GroupTable
from domain.papers import Interval, Intervals, Paper, Part
from domain.reply import Bullets, Heading, Notice, Paragraph, Table, Text, Tone, bold, text
from graph.audit.origins import origin_parts
from graph.audit.report import AttributeResult, AuditReport, PooledStability
from graph.audit.words import (
    FOOTER,
    LIMITS,
    count,
    percent,
    probability,
    rate_words,
    ratio,
    signed,
    summary_lines,
)

MARK_LABEL = "0.80 screening benchmark"


def audit_paper(report: AuditReport) -> Paper:
    """The whole report for the team and the audit role."""
    parts: list[Part] = [
        Notice(body=text(bold(report.headline))),
        Heading(body=text("What the figures say")),
        Bullets(items=tuple(text(line) for line in summary_lines(report))),
        *_scope(report),
    ]
    for result in report.results:
        parts.extend(_attribute(result))
    for result in report.results:
        parts.extend(origin_parts(result))
    if report.stages_unknown:
        parts.append(
            Notice(
                body=text("The order of the stages is not known, so there is no funnel."),
                tone=Tone.INFO,
            )
        )
    if report.stability is not None:
        parts.extend(_stability(report.stability))
    parts.extend(
        (
            Heading(body=text("What the readings mean")),
            Bullets(items=tuple(text(bold(SHORT[one]), f": {SENTENCES[one]}") for one in Reading)),
            Heading(body=text("Limits")),
            Bullets(items=tuple(text(one) for one in (*LIMITS, *report.notes))),
        )
    )
    return Paper(
        title="Role audit (internal monitoring)",
        subtitle=" · ".join(filter(None, (report.scope.role, report.statement))),
        facts=header(report),
        parts=tuple(parts),
        footer=FOOTER,
    )


def header(report: AuditReport) -> tuple[tuple[str, str], ...]:
    """The facts that every page about this audit begins with."""
    scope = report.scope
    return (
        ("Date", f"{scope.made_at:%Y-%m-%d}"),
        ("Tool", " ".join(filter(None, (scope.tool, scope.version)))),
        ("Role", scope.role or "not stated"),
        ("Rubric", scope.rubric_digest[:12] or "not stated"),
        ("People", f"{report.n:,} with an outcome"),
        ("Source", f"sha256 {report.sha256[:16]}"),
        ("Counted as chosen", rate_words(report)),
        ("Model", "no model used"),
    )


def _scope(report: AuditReport) -> list[Part]:
    scope = report.scope
    days = (
        f"{report.first_day} to {report.last_day}" if report.first_day is not None else "not stated"
    )
    rows = [
        ("Decision", scope.stage or "not stated"),
        ("Data", scope.data_source or "not stated: historical or test data"),
        ("Dates in the data", days),
        ("Rows without an outcome", f"{report.left_out:,} (in no figure)"),
        *(
            (f"Not stated: {ATTRIBUTE_NAMES[one.attribute].lower()}", f"{one.unknown:,} people")
            for one in report.results
        ),
        ("Made by", scope.made_by or "not stated"),
    ]
    return [
        Heading(body=text("Scope")),
        Table(
            columns=("What", "In this report"),
            rows=tuple((text(label), text(value)) for label, value in rows),
        ),
    ]


def _attribute(result: AttributeResult) -> list[Part]:
    name = ATTRIBUTE_NAMES[result.attribute]
    parts: list[Part] = [Heading(body=text(name)), *rates_table(result.table)]
    if len(result.table.compared) > 0 and result.table.reference is not None:
        parts.append(_distances(result.table))
        parts.append(ratio_chart(result.table, title=f"{name}: impact ratios, 95 % intervals"))
    flips = [row.label for row in result.table.rows if row.flips]
    if flips:
        parts.append(
            Paragraph(
                body=text(
                    "One person more or less selected would change the reading of: "
                    + ", ".join(flips)
                    + "."
                )
            )
        )
    if result.scoring is not None:
        parts.append(Paragraph(body=text(bold(f"{name}: scores above the median of everybody"))))
        parts.extend(rates_table(result.scoring))
    return parts


def rates_table(table: GroupTable) -> list[Part]:
    """Counts, rates and ratios; the reading in words under it."""
    rows = tuple(
        (
            text(row.label),
            text(count(row.n)),
            text(count(row.selected)),
            text(percent(row.share)),
            text(percent(row.rate)),
            text(_span(row.rate_low, row.rate_high, scale=100)),
            text(ratio(row.ratio)),
            text(_span(row.ratio_low, row.ratio_high)),
            _reading_cell(row),
        )
        for row in table.rows
    )
    columns = (
        "Group",
        "n",
        "Chosen",
        "Share",
        "Rate",
        "Rate 95 %",
        "Ratio",
        "Ratio 95 %",
        "Reading",
    )
    if not rows:
        return [Paragraph(body=text("Nobody has an outcome."))]
    return [Table(columns=columns, rows=rows)]


def _reading_cell(row: GroupRow) -> Text:
    if row.role == "reference" and not row.is_hidden:
        return text("reference: the highest rate")
    if row.note:
        return text(row.note)
    if row.reading is not None:
        return text(SHORT[row.reading])
    return text("–")


def _distances(table: GroupTable) -> Part:
    rows = tuple(
        (
            text(row.label),
            text(_test_words(row)),
            text(probability(row.p_holm)),
            text("–" if row.h is None else signed(row.h)),
            text("–" if row.shortfall is None else f"{max(0.0, row.shortfall):.1f}"),
            text(count(row.to_benchmark)),
            text(percent(row.power)),
            text(ratio(row.detectable)),
        )
        for row in table.compared
        if not row.is_hidden
    )
    columns = (
        "Group",
        "Test",
        "p, for all groups",
        "Size (h)",
        "Short of the reference",
        "Short of 0.80",
        "Power",
        "Detectable",
    )
    if not rows:
        return Paragraph(body=text("All comparisons rest on a count under 5 and are hidden."))
    return Table(columns=columns, rows=rows)


def _test_words(row: GroupRow) -> str:
    if row.test == "fisher":
        return f"exact, p {probability(row.p)}"
    return f"z = {signed(row.z)}" if row.z is not None else "–"


def ratio_chart(table: GroupTable, *, title: str) -> Part:
    """Ratios of the compared groups with their intervals beside the benchmark."""
    shown = [row for row in table.rows if row.ratio is not None and not row.is_hidden]
    return Intervals(
        title=title,
        rows=tuple(
            Interval(label=row.label, value=row.ratio, low=row.ratio_low, high=row.ratio_high)
            for row in shown
        ),
        mark=0.8,
        mark_label=MARK_LABEL,
        alternative="Impact ratios: "
        + "; ".join(f"{row.label} {ratio(row.ratio)}" for row in shown)
        + f". The mark is the {MARK_LABEL}.",
    )


def _stability(found: PooledStability) -> list[Part]:
    return [
        Heading(body=text("Stability under changed identity signals")),
        Paragraph(
            body=text(
                "Another property than the ratios above: a tool can be stable here and still have "
                f"ratios under 0.80. {found.candidates:,} candidates; "
                f"{percent(found.flip_rate)} of the variants changed the band."
            )
        ),
        Table(
            columns=("Changed", "Variants", "Mean change, points", "Largest change, points"),
            rows=tuple(
                (
                    text(line.kind),
                    text(count(line.variants)),
                    text(signed(line.mean_change)),
                    text(f"{line.largest_change:.2f}"),
                )
                for line in found.lines
            ),
        ),
    ]


def _span(low: float | None, high: float | None, *, scale: float = 1.0) -> str:
    if low is None or high is None:
        return "–"
    if scale == 1.0:
        return f"{low:.2f} to {high:.2f}"
    return f"{scale * low:.0f} to {scale * high:.0f} %"
