"""The interview kit in a chat and on paper."""

from __future__ import annotations

from datetime import date

from domain.agents import AgentId
from domain.outreach.kit import Kit, KitQuestion, Reason
from domain.papers import Paper, Part
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Card,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Table,
    bold,
    quoted,
    text,
)
from graph.deciding.quotes import quote_of
from graph.screening.actions import button
from graph.screening.card import Evaluated

FOOTER = "Decision support. A person decides."
WHY: dict[Reason, str] = {
    Reason.GATE: "the resume does not say whether this gate is met",
    Reason.UNKNOWN: "the resume does not say",
    Reason.CLAIM: "the resume says so; nobody has looked at it yet",
    Reason.OBSERVATION: "an observation in the document",
}
_SHOWN = 5
_QUOTE_CHARS = 160
RULES = (
    "Ask everybody the same questions in the same words where the gap is the same.",
    "Write down what was said before you rate it. Each interviewer rates alone first.",
    "Leave out age, family, origin, religion, health, politics and looks, also in small talk.",
)


def kit_blocks(seen: Evaluated, kit: Kit) -> tuple[Block, ...]:
    """The first questions as cards; the paper has all of them."""
    count = len(kit.questions)
    if not count:
        return (
            Paragraph(
                body=text(
                    "There is no rubric to ask by yet. Save one, then I make a kit: “Show the "
                    "rubric”."
                )
            ),
        )
    lead = Paragraph(
        body=text(
            bold(f"Interview kit for {seen.name}"),
            f": {count} question{'s' if count != 1 else ''}, each tied to the rubric, with anchors "
            "for 1, 3 and 5 points.",
        )
    )
    blocks: list[Block] = [lead, *(_card(each) for each in kit.questions[:_SHOWN])]
    if count > _SHOWN:
        blocks.append(Paragraph(body=text(f"{count - _SHOWN} more are in the PDF.")))
    blocks += _refused(kit)
    blocks.append(
        Buttons(
            buttons=(
                button("Kit as PDF", AgentId.SCRIPTS, "kit", candidate=seen.candidate.id, pdf="1"),
                button("Write to them", AgentId.SCRIPTS, "outreach", candidate=seen.candidate.id),
            )
        )
    )
    return tuple(blocks)


def _card(question: KitQuestion) -> Card:
    facts = [Fact(label="About", value=text(f"{question.about}: {WHY[question.reason]}"))]
    if question.quote:
        quote = quote_of(question.quote, _QUOTE_CHARS)
        facts.append(Fact(label="In the resume", value=text(quoted(quote))))
    if question.benign:
        facts.append(
            Fact(label="Harmless explanations", value=text("; ".join(question.benign[:3])))
        )
    facts += [
        Fact(label=f"{points} points" if points != "1" else "1 point", value=text(anchor))
        for points, anchor in zip(("1", "3", "5"), question.anchors, strict=True)
    ]
    return Card(title=text(question.question), facts=tuple(facts))


def _refused(kit: Kit) -> list[Notice]:
    notices: list[Notice] = []
    if kit.refused:
        labels = ", ".join(kit.refused[:3])
        words = f"No question is made for: {labels}. It touches what must not be asked."
        notices.append(Notice(body=text(words)))
    if kit.left_out:
        words = f"{kit.left_out} question{'s' if kit.left_out > 1 else ''} of less weight left out."
        notices.append(Notice(body=text(words)))
    return notices


def kit_paper(seen: Evaluated, kit: Kit, *, made_on: date, version: str) -> Paper:
    """All questions with anchors and room for what was said."""
    parts: list[Part] = [
        Heading(body=text("How to use it")),
        Bullets(items=tuple(text(rule) for rule in RULES)),
    ]
    for number, each in enumerate(kit.questions, start=1):
        parts.append(Heading(body=text(f"{number}. {each.question}")))
        parts.append(Paragraph(body=text(f"About: {each.about} ({WHY[each.reason]}).")))
        if each.quote:
            parts.append(Paragraph(body=text("In the resume: ", quoted(quote_of(each.quote, 400)))))
        if each.benign:
            parts.append(
                Paragraph(body=text(f"Harmless explanations: {'; '.join(each.benign[:3])}."))
            )
        parts.append(
            Table(
                columns=("1", "3", "5"),
                rows=(tuple(text(anchor) for anchor in each.anchors),),
            )
        )
        parts.append(Paragraph(body=text("Rating (1 to 5): ____   What was said: ____")))
    parts += _refused(kit)
    rubric = seen.rubric
    return Paper(
        title=f"Interview kit: {seen.name}",
        subtitle=seen.role.title,
        facts=(
            ("Date", made_on.isoformat()),
            ("Tool", f"CareerGini {version}"),
            ("Rubric", f"v{rubric.number} ({rubric.rubric.digest[:12]})" if rubric else "none"),
            ("Model", "no model used"),
        ),
        parts=tuple(parts),
        footer=FOOTER,
    )
