"""A review in words: what to fix first, each with the line it is about."""

from __future__ import annotations

from collections.abc import Sequence

from domain.agents import AgentId
from domain.reply import (
    Block,
    Buttons,
    Card,
    Fact,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    bold,
    quoted,
    text,
)
from domain.resume_review.model import Finding, FindingLevel
from graph.agent import AgentReply
from graph.agents.resume_builder.requests import Topic, Verb, builder_button
from graph.wording.counts import counted, shortened

SHOWN = 5
_QUOTE = 180
_LEVELS = {FindingLevel.FIX: "Fix", FindingLevel.CONSIDER: "Consider", FindingLevel.GOOD: "Good"}


def reviewed(findings: Sequence[Finding], *, start: int = 0) -> AgentReply:
    """One page of findings, most important first; ``start`` is the first one shown."""
    worth = [one for one in findings if one.level is not FindingLevel.GOOD]
    good = [one for one in findings if one.level is FindingLevel.GOOD]
    fixes = sum(one.level is FindingLevel.FIX for one in worth)
    if not worth:
        blocks: list[Block] = [
            Paragraph(body=text(bold("I found nothing to fix."), _good_words(good)))
        ]
        return AgentReply(blocks=(*blocks, _buttons(None)), prompts=_PROMPTS)
    page = worth[start : start + SHOWN] or worth[:SHOWN]
    first = text(
        bold(f"{fixes} to fix, {len(worth) - fixes} to consider."),
        _good_words(good) if start == 0 else "",
    )
    blocks = [Paragraph(body=first)]
    blocks += [_card(one, number=start + place) for place, one in enumerate(page, start=1)]
    following = start + SHOWN if start + SHOWN < len(worth) else None
    return AgentReply(
        blocks=(*blocks, _buttons(following, rest=len(worth) - start - SHOWN)),
        prompts=_PROMPTS,
        pending=PendingQuestion(
            agent=AgentId.RESUME_BUILDER,
            topic=Topic.DRAFT.value,
            data={"review": str(following or 0)},
            is_memory=True,
        ),
    )


_PROMPTS = (SuggestedPrompt(label="Make a PDF of my resume"),)


def _good_words(good: Sequence[Finding]) -> str:
    if not good:
        return ""
    return " Good: " + "; ".join(shortened(one.why, limit=90).rstrip(".") for one in good[:3]) + "."


def _card(finding: Finding, *, number: int) -> Card:
    facts: list[Fact] = []
    if finding.quote:
        facts.append(Fact(label="Line", value=text(quoted(shortened(finding.quote, limit=_QUOTE)))))
    facts.append(Fact(label="Why", value=text(finding.why)))
    if finding.suggestion:
        facts.append(Fact(label="Do", value=text(finding.suggestion)))
    title = f"{number}. {_LEVELS[finding.level]}: {finding.rule.replace('_', ' ')}"
    return Card(title=text(bold(title)), facts=tuple(facts))


def _buttons(following: int | None, *, rest: int = 0) -> Buttons:
    buttons = []
    if following is not None:
        label = f"{counted(rest, 'more point')}"
        buttons.append(builder_button(label, Verb.REVIEW, start=str(following)))
    buttons.append(builder_button("Tailor it for a job", Verb.TAILOR))
    buttons.append(builder_button("Make PDF and Word", Verb.EXPORT))
    return Buttons(buttons=tuple(buttons))
