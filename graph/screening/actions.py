"""Buttons of a report on a candidate; who presses one is checked by the agent that answers."""

from __future__ import annotations

from domain.agents import AgentId
from domain.messages import Action
from domain.reply import Button, Form, FormField
from domain.screening.candidate import Candidate


def button(label: str, agent: AgentId, verb: str, /, **arguments: str) -> Button:
    """A button of a report."""
    return Button(label=label, action=Action(agent=agent, verb=verb, arguments=arguments))


def decide_button(candidate: Candidate) -> Button:
    """The way to a decision: a person's, with a reason."""
    return Button(
        label="Decide",
        action=Action(
            agent=AgentId.CANDIDATE_MATCHING,
            verb="decide",
            arguments={"candidate": candidate.id},
        ),
        form=Form(
            title="Decide",
            intro="Your decision and its reason are logged. Nothing is sent to anybody.",
            submit="Decide",
            fields=(
                FormField(
                    id="outcome",
                    label="Decision",
                    kind="choice",
                    options=(("advance", "Advance"), ("hold", "Hold"), ("decline", "Decline")),
                ),
                FormField(
                    id="reason",
                    label="Reason",
                    kind="long_text",
                    hint="Which criterion, which evidence",
                ),
            ),
        ),
    )


def reveal_button(candidate: Candidate) -> Button:
    """The way to the name: for permitted people, with a reason, logged."""
    return Button(
        label="Reveal identity",
        action=Action(
            agent=AgentId.SCREENING, verb="reveal", arguments={"candidate": candidate.id}
        ),
        form=Form(
            title="Reveal identity",
            intro="Only you will see it. Who revealed, when and why is logged.",
            submit="Reveal",
            fields=(FormField(id="reason", label="Why do you need it now?", kind="text"),),
        ),
    )


def dispute_button(candidate: Candidate) -> Button:
    """The way to say that the report is wrong."""
    return Button(
        label="Dispute a finding",
        action=Action(
            agent=AgentId.SCREENING, verb="dispute", arguments={"candidate": candidate.id}
        ),
        form=Form(
            title="Dispute a finding",
            intro="It is logged and shown with the report. The score does not change by it.",
            submit="Send",
            fields=(FormField(id="words", label="What is wrong?", kind="long_text"),),
        ),
    )
