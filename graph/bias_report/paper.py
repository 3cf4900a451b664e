"""The report on paper, in the order of its sections."""

from __future__ import annotations

from domain.findings import Observation
from domain.papers import Paper, Part
from domain.reply import Bullets, Heading, Paragraph, bold, quoted, text
from graph.bias_report.report import OPENING, BiasReport
from graph.bias_report.sentences import (
    FOOTER,
    rereading_sentence,
    stability_sentence,
    summary_of,
)
from graph.bias_report.views import closing_parts, inventory_table, stability_table


def bias_paper(report: BiasReport, *, pseudonym: str, role: str = "") -> Paper:
    """The whole report as a document.

    Args:
        report: as made.
        pseudonym: how the candidate is called within the role; never a name.
        role: title of the role; empty without one.
    """
    return Paper(
        title=f"Bias report: {pseudonym}",
        subtitle=role,
        facts=(
            ("Report", report.id),
            ("Date", report.made_on.isoformat()),
            ("Source (SHA-256)", report.sha256),
            ("Tool", f"CareerGini {report.tool_version}"),
            ("Rubric", f"{report.rubric_name} ({report.rubric_digest[:12]})"),
            ("Model", report.model),
        ),
        parts=(
            Paragraph(body=text(OPENING)),
            Heading(body=text("1. Summary")),
            Bullets(items=tuple(text(line) for line in summary_of(report))),
            *_inventory(report),
            *_stability(report),
            *_hidden(report),
            *_wording(report),
            *_copy(report),
            *closing_parts(report),
        ),
        footer=FOOTER,
    )


def _inventory(report: BiasReport) -> tuple[Part, ...]:
    heading = Heading(body=text("2. Identity signals"))
    if not report.inventory:
        return heading, Paragraph(body=text("None was found."))
    note = text("Types and places only. No group, no likelihood and no guess is ever made of them.")
    return heading, Paragraph(body=note), inventory_table(report)


def _stability(report: BiasReport) -> tuple[Part, ...]:
    parts: list[Part] = [
        Heading(body=text("3. Stability when only identity changes")),
        Paragraph(body=text(f"Rubric: {report.rubric_name}. Model: {report.model}.")),
        Paragraph(body=text(stability_sentence(report))),
    ]
    if report.stability.kinds:
        parts.append(stability_table(report))
    parts.append(Paragraph(body=text(rereading_sentence(report))))
    if report.rereadings:
        parts.append(
            Bullets(
                items=tuple(
                    text(f"{each.kind.value}, {each.label}: {each.difference:+g} points")
                    for each in report.rereadings
                )
            )
        )
    return tuple(parts)


def _hidden(report: BiasReport) -> tuple[Part, ...]:
    parts: list[Part] = [Heading(body=text("4. Hidden or machine-only content"))]
    if not report.hidden:
        parts.append(Paragraph(body=text("None was found.")))
    for seen in report.hidden:
        parts += _observation(seen)
    parts += report.pictures
    return tuple(parts)


def _observation(seen: Observation) -> list[Part]:
    parts: list[Part] = [Paragraph(body=text(bold(seen.title), f" ({seen.level.value})"))]
    lines = [text(f"Harmless explanation: {why}") for why in seen.benign]
    lines += [text("It reads: ", quoted(passage.quote)) for passage in seen.quotes]
    lines.append(text("Effect on the score: 0 points."))
    if seen.question:
        lines.append(text(f"Question to ask: {seen.question}"))
    parts.append(Bullets(items=tuple(lines)))
    return parts


def _wording(report: BiasReport) -> tuple[Part, ...]:
    heading = Heading(body=text("5. Wording of our own texts"))
    if report.wording:
        return heading, Bullets(items=tuple(text(line) for line in report.wording))
    words = (
        f"{report.own_texts} looked at, nothing to change."
        if report.own_texts
        else "No summary or letter of ours exists yet."
    )
    return heading, Paragraph(body=text(words))


def _copy(report: BiasReport) -> tuple[Part, ...]:
    return (
        Heading(body=text("6. Redacted copy")),
        Paragraph(
            body=text(
                "Typeset anew from the redacted text; nothing of the file itself is in it, so "
                "there "
                f"is nothing under its marks. Leak test: {report.leak_count} found in "
                f"{len(report.blind.lines)} lines. Revealing the original needs a reason and is "
                f"logged."
            )
        ),
    )
