"""The report in a chat, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.papers import Part
from domain.redaction.model import SPECIAL, IdentitySignal, SignalKind
from domain.reply import Block, Bullets, Heading, Notice, Paragraph, Table, Tone, bold, quoted, text
from graph.bias_report.report import OPENING, BiasReport, InventoryRow
from graph.bias_report.sentences import (
    CORRECTION,
    KIND_WORDS,
    LIMITS,
    NOTICE,
    rereading_sentence,
    summary_of,
)

_MOST_HIDDEN = 5
_NO_QUOTES = SPECIAL | {
    SignalKind.BIRTH,
    SignalKind.FAMILY,
    SignalKind.MILITARY,
    SignalKind.GAP,
    SignalKind.PRONOUN,
}


def bias_blocks(report: BiasReport, *, is_public: bool) -> tuple[Block, ...]:
    """The report for a thread. In public only counts: no kind, no place, no quotation."""
    blocks: list[Block] = [Paragraph(body=text(OPENING))]
    if is_public:
        blocks.append(Bullets(items=tuple(text(line) for line in summary_of(report)[:3])))
        blocks.append(Paragraph(body=text(f"Hidden content: {len(report.hidden)} observations.")))
        blocks.append(Notice(body=text("Details are for permitted people, in private.")))
        return tuple(blocks)
    blocks.append(Bullets(items=tuple(text(line) for line in summary_of(report))))
    if report.inventory:
        blocks.append(Heading(body=text("What was found, and where")))
        blocks.append(
            Bullets(
                items=tuple(
                    text(bold(KIND_WORDS[kind]), f": {sum(r.count for r in rows)}, {_places(rows)}")
                    for kind, rows in _by_kind(report).items()
                )
            )
        )
    if report.hidden:
        blocks.append(Heading(body=text("Hidden or machine-only content")))
        for seen in report.hidden[:_MOST_HIDDEN]:
            lines = [text(f"Harmless explanation: {why}") for why in seen.benign[:2]]
            if seen.question:
                lines.append(text(f"Question to ask: {seen.question}"))
            lines += [text("It reads: ", quoted(passage.quote)) for passage in seen.quotes[:1]]
            blocks.append(Paragraph(body=text(bold(seen.title))))
            blocks.append(Bullets(items=tuple(lines)))
    blocks.append(Paragraph(body=text(rereading_sentence(report))))
    if report.leak_count:
        blocks.append(
            Notice(
                body=text("The redacted copy is held back: a person has to look at it first."),
                tone=Tone.WARNING,
            )
        )
    return tuple(blocks)


def inventory_table(report: BiasReport) -> Table:
    """Per type: the places, removed or not, and why the type can sway readers."""
    rows = []
    for kind, found in _by_kind(report).items():
        removed = all(row.removed for row in found)
        rows.append(
            (
                text(KIND_WORDS[kind]),
                text(_places(found)),
                text(str(sum(row.count for row in found))),
                text("yes" if removed else "no"),
                text(found[0].why),
            )
        )
    return Table(
        columns=("Type", "Where", "Number", "Removed", "Why it can sway readers"),
        rows=tuple(rows),
    )


def stability_table(report: BiasReport) -> Table:
    """One row per kind of variant."""
    return Table(
        columns=("Variants", "Number", "Largest |D|", "Mean D", "Other band", "Other facts"),
        rows=tuple(
            (
                text(each.kind.value),
                text(str(each.trials)),
                text(f"{each.largest:g} points"),
                text(f"{each.mean:g} points"),
                text(str(each.flips)),
                text(str(each.other_facts)),
            )
            for each in report.stability.kinds
        ),
    )


def closing_parts(report: BiasReport) -> tuple[Part, ...]:
    """Limits, what was not checked, how to correct, the notice."""
    items = [text(line) for line in (*LIMITS, *report.not_checked)]
    return (
        Heading(body=text("Limits")),
        Bullets(items=tuple(items)),
        Paragraph(body=text(CORRECTION)),
        Paragraph(body=text(NOTICE)),
    )


def _by_kind(report: BiasReport) -> dict[SignalKind, list[InventoryRow]]:
    found: dict[SignalKind, list[InventoryRow]] = {}
    for row in report.inventory:
        found.setdefault(row.kind, []).append(row)
    return found


def _places(rows: Sequence[InventoryRow]) -> str:
    """Places, entries of one section together: "header; work (3 entries)"."""
    entries: Counter[str] = Counter(row.where.partition(", ")[0] for row in rows)
    return "; ".join(
        f"{place} ({count} entries)"
        if count > 1
        else next(row.where for row in rows if row.where.partition(", ")[0] == place)
        for place, count in entries.items()
    )


def report_json(report: BiasReport, *, with_quotes: bool) -> dict[str, object]:
    """The report as JSON: kinds and places of signals.

    Args:
        report: as made.
        with_quotes: whether the words of signals go along (for whoever may see identity); those of
            special and other intimate kinds never do.
    """
    found = report.stability
    return {
        "opening": OPENING,
        "id": report.id,
        "date": report.made_on.isoformat(),
        "sha256": report.sha256,
        "tool_version": report.tool_version,
        "rubric": {"name": report.rubric_name, "digest": report.rubric_digest},
        "model": report.model,
        "signals": [_signal_json(signal, with_quotes=with_quotes) for signal in report.signals],
        "all_removed": report.all_removed,
        "stability": {
            "base": found.base,
            "repeats": found.repeats,
            "repeat_spread": found.repeat_spread,
            "variants": found.trials,
            "largest_difference": found.largest,
            "mean_difference": found.mean,
            "flip_rate": found.flip_rate,
            "bound": found.bound,
            "is_finding": found.is_finding,
            "proof": found.proof,
            "by_kind": {
                each.kind.value: {
                    "variants": each.trials,
                    "largest_difference": each.largest,
                    "mean_difference": each.mean,
                    "flips": each.flips,
                    "other_facts": each.other_facts,
                }
                for each in found.kinds
            },
            "read_anew": [
                {"kind": each.kind.value, "label": each.label, "difference": each.difference}
                for each in report.rereadings
            ],
        },
        "hidden": [
            {
                "rule": each.rule,
                "level": each.level.value,
                "title": each.title,
                "quotes": [passage.quote for passage in each.quotes],
                "harmless_explanations": list(each.benign),
                "question": each.question,
                "score_effect": 0,
            }
            for each in report.hidden
        ],
        "wording": list(report.wording),
        "redacted": {"leaks": report.leak_count, "lines": len(report.blind.lines)},
        "limits": [*LIMITS, *report.not_checked],
    }


def _signal_json(signal: IdentitySignal, *, with_quotes: bool) -> dict[str, object]:
    passage = signal.passage
    entry: dict[str, object] = {
        "kind": signal.kind.value,
        "where": signal.where,
        "start": None if passage is None else passage.start,
        "end": None if passage is None else passage.end,
        "removed": signal.removed,
        "why": signal.why,
    }
    if with_quotes and passage is not None and signal.kind not in _NO_QUOTES:
        entry["quote"] = passage.quote
    return entry
