"""The evidence behind one match: both sides quoted, components that sum to the score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from domain.matching.model import Component, Evidence, Gate, GateResult, Match, Verdict
from domain.matching.scoring import MAXIMUM
from domain.posting import Posting
from domain.reply import Block, Bullets, Heading, Paragraph, Run, Table, Text, bold, quoted, text
from graph.agents.job_search.cards import (
    clean_quote,
    proof_words,
    reasons_for,
    title_of,
    where_words,
)
from graph.wording.counts import joined, shortened

COMPONENT_LABELS = {
    Component.SKILLS: "Skills",
    Component.EXPERIENCE: "Experience",
    Component.TITLE: "Job title",
    Component.MEANING: "Kind of work",
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
_BOTH_SIDES = frozenset(
    {Component.TITLE, Component.MEANING, Component.EXPERIENCE, Component.PREFERENCES}
)
"""Parts where the posting's own words are worth reading beside the person's."""


def why_blocks(match: Match, posting: Posting) -> tuple[Block, ...]:
    """The whole account of one match."""
    blocks: list[Block] = [
        Paragraph(
            body=text(
                *title_of(posting),
                f" · {where_words(posting)}: ",
                bold(f"{match.score:.0f} of 100"),
                ".",
            )
        ),
        Table(
            columns=("Part", "Points", "of"),
            rows=(
                *(
                    (text(COMPONENT_LABELS[part]), text(f"{points}"), text(f"{MAXIMUM[part]:.0f}"))
                    for part, points in whole_points(match).items()
                ),
                (text(bold("Sum")), text(bold(f"{match.score:.0f}")), text("100")),
            ),
        ),
    ]
    speaking = reasons_for(match)
    if speaking:
        blocks.append(Heading(body=text("What speaks for it")))
        blocks += _asked_and_shown([item for item in speaking if item.about])
        rest = [item for item in speaking if not item.about]
        if rest:
            blocks.append(Bullets(items=tuple(_evidence_line(item) for item in rest)))
    else:
        blocks.append(
            Paragraph(body=text("I found no line in your profile that speaks for this posting."))
        )
    if match.against:
        blocks += [Heading(body=text("What speaks against it")), _against(match.against)]
    flagged = tuple(gate for gate in match.gates if gate.verdict is not Verdict.PASS)
    if flagged:
        blocks += [
            Heading(body=text("Limits")),
            Bullets(items=tuple(_gate_line(gate) for gate in flagged)),
        ]
    elif not match.against:
        blocks.append(Paragraph(body=text("No flags found.")))
    return tuple(blocks)


def whole_points(match: Match) -> dict[Component, int]:
    """The components in whole points that add up to the whole score (largest remainders).

    Why: a person adds up what they see, and rounding each part alone may miss the sum by two.
    """
    whole = {part: math.floor(points) for part, points in match.components.items()}
    missing = int(f"{match.score:.0f}") - sum(whole.values())
    by_remainder = sorted(match.components, key=lambda part: whole[part] - match.components[part])
    for part in by_remainder[: max(0, missing)]:
        whole[part] += 1
    return whole


def _asked_and_shown(skills: Sequence[Evidence]) -> list[Block]:
    """Each sentence of the posting once, and under it the lines that answer it."""
    by_sentence: dict[str, dict[str, list[Evidence]]] = {}
    for item in skills:
        lines = by_sentence.setdefault(item.posting_quote, {})
        lines.setdefault(item.resume_quote, []).append(item)
    blocks: list[Block] = []
    for sentence, lines in by_sentence.items():
        if sentence:
            asked = shortened(clean_quote(sentence), limit=_QUOTE_LIMIT)
            blocks.append(Paragraph(body=text("They ask: ", quoted(asked))))
        blocks.append(
            Bullets(
                items=tuple(
                    proof_words(
                        replace(items[0], claim=joined([item.about for item in items])),
                        limit=_QUOTE_LIMIT,
                    )
                    for items in lines.values()
                )
            )
        )
    return blocks


def _against(evidence: Sequence[Evidence]) -> Bullets:
    items: list[Text] = []
    for item in evidence[:_MAX_LINES]:
        runs: list[str | Run] = [item.claim.rstrip(".")]
        quote = clean_quote(item.posting_quote)
        if quote and quote.rstrip(".").casefold() != item.about.casefold():
            runs += [" · they write: ", quoted(shortened(quote, limit=_QUOTE_LIMIT))]
        items.append(text(*runs))
    if len(evidence) > _MAX_LINES:
        items.append(text(f"and {len(evidence) - _MAX_LINES} more"))
    return Bullets(items=tuple(items))


def _evidence_line(item: Evidence) -> Text:
    runs: list[str | Run] = [f"{COMPONENT_LABELS[item.component]}: "]
    runs += proof_words(item, limit=_QUOTE_LIMIT)
    if item.posting_quote and item.component in _BOTH_SIDES:
        quote = shortened(clean_quote(item.posting_quote), limit=_QUOTE_LIMIT)
        runs += [" · they write: ", quoted(quote)]
    return text(*runs)


def _gate_line(gate: GateResult) -> Text:
    runs: list[str | Run] = [f"{GATE_LABELS[gate.gate]}: {_VERDICTS[gate.verdict]}"]
    if gate.reason:
        runs.append(f" – {gate.reason.rstrip('.')}")
    if gate.quote:
        runs += [" · they write: ", quoted(shortened(gate.quote, limit=_QUOTE_LIMIT))]
    return text(*runs)
