"""The evidence behind one match: both sides quoted, components that sum to the score."""

from __future__ import annotations

from domain.matching.model import Component, Evidence, Gate, GateResult, Match, Verdict
from domain.posting import Posting
from domain.reply import Block, Bullets, Heading, Paragraph, Run, Table, Text, bold, quoted, text
from graph.agents.job_search.cards import clean_quote, is_own_word, title_of, where_words
from graph.wording.counts import shortened

COMPONENT_LABELS = {
    Component.SKILLS: "Skills",
    Component.EXPERIENCE: "Experience",
    Component.TITLE: "Job title",
    Component.MEANING: "Overall likeness",
    Component.PREFERENCES: "Your wishes",
    Component.FRESHNESS: "Freshness",
    Component.FEEDBACK: "Your saves and hides",
}
GATE_LABELS = {
    Gate.LOCATION: "Place",
    Gate.WORK_PERMISSION: "Work permission",
    Gate.SALARY: "Pay",
    Gate.LANGUAGE: "Language",
    Gate.EXPIRED: "Still open",
    Gate.HIDDEN: "Hidden by you",
    Gate.EXCLUDED_WORDS: "Words you left out",
    Gate.DUPLICATE: "Listed twice",
}
_VERDICTS = {Verdict.PASS: "no flags", Verdict.UNKNOWN: "unknown", Verdict.FAIL: "does not fit"}
_MAX_LINES = 8
"""Evidence lines shown per side; the rest is counted."""

_QUOTE_LIMIT = 240


def why_blocks(match: Match, posting: Posting) -> tuple[Block, ...]:
    """The whole account of one match."""
    blocks: list[Block] = [
        Paragraph(
            body=text(
                *title_of(posting),
                f" · {where_words(posting)}: ",
                bold(f"{match.score:.2f} of 100"),
                ".",
            )
        ),
        Table(
            columns=("Part", "Points"),
            rows=(
                *(
                    (text(COMPONENT_LABELS[part]), text(f"{points:.2f}"))
                    for part, points in match.components.items()
                ),
                (text(bold("Sum")), text(bold(f"{match.score:.2f}"))),
            ),
        ),
    ]
    if match.evidence:
        blocks += [Heading(body=text("What speaks for it")), _lines(match.evidence)]
    else:
        blocks.append(
            Paragraph(body=text("I found no line in your profile that speaks for this posting."))
        )
    if match.against:
        blocks += [Heading(body=text("What it asks for and I do not see")), _lines(match.against)]
    flagged = tuple(gate for gate in match.gates if gate.verdict is not Verdict.PASS)
    if flagged:
        blocks += [
            Heading(body=text("Limits")),
            Bullets(items=tuple(_gate_line(gate) for gate in flagged)),
        ]
    elif not match.against:
        blocks.append(Paragraph(body=text("No flags found.")))
    return tuple(blocks)


def _lines(evidence: tuple[Evidence, ...]) -> Bullets:
    items = [_evidence_line(item) for item in evidence[:_MAX_LINES]]
    if len(evidence) > _MAX_LINES:
        items.append(text(f"and {len(evidence) - _MAX_LINES} more"))
    return Bullets(items=tuple(items))


def _evidence_line(item: Evidence) -> Text:
    runs: list[str | Run] = [f"{COMPONENT_LABELS[item.component]}: {item.claim.rstrip('.')}"]
    if item.resume_quote:
        quote = shortened(clean_quote(item.resume_quote), limit=_QUOTE_LIMIT)
        runs += [f" · {_source(item)}: ", quoted(quote)]
    if item.posting_quote:
        quote = shortened(clean_quote(item.posting_quote), limit=_QUOTE_LIMIT)
        runs += [" · The posting: ", quoted(quote)]
    return text(*runs)


def _gate_line(gate: GateResult) -> Text:
    runs: list[str | Run] = [f"{GATE_LABELS[gate.gate]}: {_VERDICTS[gate.verdict]}"]
    if gate.reason:
        runs.append(f" – {gate.reason.rstrip('.')}")
    if gate.quote:
        runs += [" · The posting: ", quoted(shortened(gate.quote, limit=_QUOTE_LIMIT))]
    return text(*runs)


def _source(item: Evidence) -> str:
    """Whose words the person's side of an evidence is."""
    own = is_own_word(item.resume_quote)
    return "You" if own or item.component is Component.PREFERENCES else "Your resume"
