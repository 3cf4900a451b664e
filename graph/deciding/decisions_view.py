"""Decisions: asked for with a reason, kept with what was seen, listed. A person takes each one."""

from __future__ import annotations

from domain.agents import AgentId
from domain.deciding.model import Decision, Outcome
from domain.reply import (
    Block,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Table,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.lawful import Refusal
from domain.screening.candidate import Candidate
from graph.agent import AgentReply
from graph.deciding.pool import Pool
from graph.screening.actions import button
from graph.wording.counts import shortened

OUTCOME_WORDS = {
    Outcome.ADVANCE: "advance",
    Outcome.HOLD: "hold",
    Outcome.DECLINE: "decline",
}
SURFACED = "surfaced, not rejected"
"""What everybody is on whom nobody decided."""
_ROWS = 20


def ask_outcome(candidate: Candidate, name: str) -> AgentReply:
    """Where a channel has no dialog: which decision?"""
    buttons = tuple(
        button(
            words.capitalize(),
            AgentId.CANDIDATE_MATCHING,
            "decide",
            **{"candidate": candidate.id, "form.outcome": outcome.value},
        )
        for outcome, words in OUTCOME_WORDS.items()
    )
    return AgentReply(
        blocks=(
            Paragraph(body=text("What do you decide on ", bold(name), "? Nothing is sent.")),
            Buttons(buttons=buttons),
        ),
        pending=PendingQuestion(
            agent=AgentId.CANDIDATE_MATCHING, topic="outcome", data={"candidate": candidate.id}
        ),
    )


def ask_reason(candidate: Candidate, name: str, outcome: Outcome) -> AgentReply:
    """A decision needs a reason: which criterion, which evidence."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    f"Why {OUTCOME_WORDS[outcome]} ",
                    bold(name),
                    "? Name the criterion and the evidence; it is kept with your name.",
                )
            ),
        ),
        pending=PendingQuestion(
            agent=AgentId.CANDIDATE_MATCHING,
            topic="reason",
            data={"candidate": candidate.id, "outcome": outcome.value},
        ),
    )


def left_open(name: str) -> AgentReply:
    """The question was taken back."""
    return AgentReply(
        blocks=(Paragraph(body=text(f"Nothing is decided on {name}, and nothing was kept.")),),
        prompts=(SuggestedPrompt(label="Show the decisions"),),
        is_personal=False,
    )


def ask_again(candidate: Candidate, name: str, outcome: Outcome, refusal: Refusal) -> AgentReply:
    """The reason names a protected ground: nothing is decided; a question and other words."""
    facts = [
        Fact(label="In your reason", value=text(quoted(refusal.words))),
        Fact(label="Why it cannot stand", value=text(refusal.why)),
        Fact(label="Instead", value=text(refusal.instead)),
    ]
    if refusal.offers:
        facts.append(Fact(label="For example", value=text("; ".join(refusal.offers[:3]))))
    reply = ask_reason(candidate, name, outcome)
    question = Paragraph(
        body=text("Which criterion of the rubric, and which evidence, is it about?")
    )
    return AgentReply(
        blocks=(
            Card(title=text(f"Nothing is decided on {name} yet"), facts=tuple(facts)),
            question,
        ),
        pending=reply.pending,
    )


def decided(decision: Decision, name: str, *, candidate: Candidate) -> AgentReply:
    """What was kept."""
    seen = "no score was shown"
    if decision.total is not None:
        seen = f"score {decision.total:g} of 100"
    if decision.rubric_version is not None:
        seen += f", rubric v{decision.rubric_version}"
    buttons = []
    if decision.outcome is Outcome.ADVANCE:
        buttons = [
            button("Interview kit", AgentId.SCRIPTS, "kit", candidate=candidate.id),
            button("Write to them", AgentId.SCRIPTS, "outreach", candidate=candidate.id),
        ]
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    bold(f"{name}: {OUTCOME_WORDS[decision.outcome]}"),
                    f". Kept with your name, the reason and what you saw ({seen}). Nothing was "
                    "sent to anybody; a later decision replaces this one.",
                )
            ),
            *((Buttons(buttons=tuple(buttons)),) if buttons else ()),
        ),
        prompts=(SuggestedPrompt(label="Show the decisions"),),
        is_personal=False,
    )


def decision_list(pool: Pool, *, only_counts: bool) -> tuple[Block, ...]:
    """Decisions of a role, the latest per candidate; the rest is surfaced, not rejected."""
    held = {key: one for key, one in pool.decisions.items() if pool.get(key) is not None}
    counts = [
        f"{sum(one.outcome is outcome for one in held.values())} {words}"
        for outcome, words in OUTCOME_WORDS.items()
    ]
    rest = sum(each.id not in held for each in pool.evaluated)
    lead = Paragraph(body=text(bold(pool.role.title), f": {', '.join(counts)}, {rest} {SURFACED}."))
    if only_counts or not held:
        return (lead,)
    latest = sorted(held.values(), key=lambda one: one.at, reverse=True)
    rows = tuple(
        (
            text(pool.name(one.candidate)),
            text(OUTCOME_WORDS[one.outcome]),
            text(shortened(one.reason, limit=120) or "–"),
            text("–" if one.total is None else f"{one.total:g}"),
            text(f"{one.at:%Y-%m-%d}"),
        )
        for one in latest[:_ROWS]
    )
    table = Table(columns=("Candidate", "Decision", "Reason", "Score seen", "Day"), rows=rows)
    left = len(latest) - _ROWS
    if left > 0:
        return (lead, table, Paragraph(body=text(f"{left} more are in the export.")))
    return (lead, table)


def not_together() -> AgentReply:
    """Decisions are taken one by one."""
    return AgentReply(
        blocks=(
            Notice(
                body=text(
                    "Decisions are taken one by one, each with its reason; there is no decision on "
                    "many people at once. Name one candidate."
                ),
                tone=Tone.WARNING,
            ),
        ),
        is_personal=False,
    )
