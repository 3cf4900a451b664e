"""The words of advice: points from code, what is this person's own, and the way on."""

from __future__ import annotations

from domain.advice.content import ADVICE
from domain.advice.topics import Topic
from domain.advice.unknowable import Unknowable
from domain.agents import AgentId
from domain.messages import Action
from domain.reply import Block, Bullets, Button, Buttons, Paragraph, SuggestedPrompt, bold, text
from graph.agent import AgentReply
from graph.agents.career_advice.facts import PersonFacts, gap_words
from graph.agents.career_advice.practice import Round
from graph.wording.counts import joined, shortened

_PAY_ASK = "Has a number been named yet, and by whom?"
"""Asked where the role is known already."""
_STEPS_BESIDE_SPEECH = 3
"""Steps shown where a model has spoken first."""


def composed(
    topic: Topic,
    person: PersonFacts,
    *,
    pay: str,
    asked: str,
    spoken: str,
    language: str,
    wanted_model: bool,
) -> AgentReply:
    """The points from code, always; a model's words only in front of them."""
    advice = ADVICE[topic]
    blocks: list[Block] = [
        Paragraph(body=text(line.strip())) for line in spoken.split("\n") if line.strip()
    ]
    blocks += [Paragraph(body=text(line)) for line in (pay, asked) if line]
    blocks.append(Paragraph(body=text(bold(advice.first))))
    about = _about(topic, person)
    if about:
        blocks.append(Paragraph(body=text(about)))
    steps = advice.steps[:_STEPS_BESIDE_SPEECH] if spoken else advice.steps
    blocks.append(Bullets(items=tuple(text(step) for step in steps), ordered=True))
    if not spoken.endswith("?"):
        blocks.append(Paragraph(body=text(_PAY_ASK if pay else advice.ask)))
    if topic is Topic.INTERVIEW:
        start = Action(
            agent=AgentId.CAREER_ADVICE,
            verb="start",
            arguments=Round(number=0, role=role_of(person)).data(),
        )
        blocks.append(Buttons(buttons=(Button(label="Start practice", action=start),)))
    return AgentReply(
        blocks=tuple(blocks),
        prompts=_prompts_after(topic),
        wanted_model=wanted_model,
        language=language,
    )


def cannot_know(beyond: Unknowable) -> AgentReply:
    """What is not known here, and who can tell."""
    return AgentReply(
        blocks=(Paragraph(body=text(bold(beyond.why))), Paragraph(body=text(beyond.instead))),
        prompts=(
            SuggestedPrompt(label="What am I missing for a role?"),
            SuggestedPrompt(label="Practice an interview with me"),
        ),
        is_personal=False,
    )


def _about(topic: Topic, person: PersonFacts) -> str:
    """The part of the answer that is only this person's."""
    match topic:
        case Topic.CV_GAPS if person.gaps:
            gaps = joined([gap_words(gap) for gap in person.gaps[-3:]])
            return f"By the dates of your resume no role covers {gaps}."
        case Topic.CV_GAPS if person.roles:
            return "By the dates of your resume I see no gap of four months or more."
        case Topic.SALARY | Topic.OFFERS if not person.titles:
            return "With your resume or a job title I could look what open postings state."
        case Topic.DIRECTION | Topic.CHANGE | Topic.PROMOTION if person.roles:
            shown = joined([shortened(role, limit=70) for role in person.roles[:3]])
            return f"Your last steps: {shown}."
        case Topic.INTERVIEW if person.skills:
            proof = joined([shortened(skill, limit=40) for skill in person.skills[:3]])
            return f"From your profile, have a story ready for {proof}."
        case _:
            return ""


def _prompts_after(topic: Topic) -> tuple[SuggestedPrompt, ...]:
    match topic:
        case Topic.SALARY | Topic.OFFERS:
            labels = ("Practice an interview with me", "Find jobs for me")
        case Topic.INTERVIEW:
            labels = ("Practice an interview with me", "How do I negotiate pay?")
        case Topic.LAYOFF | Topic.MOTIVATION | Topic.RESIGNING:
            labels = ("Find jobs for me", "How do I explain a gap in my CV?")
        case _:
            labels = ("Find jobs for me", "Practice an interview with me")
    return tuple(SuggestedPrompt(label=label) for label in labels)


def role_of(person: PersonFacts) -> str:
    """The title that the person looks for or has."""
    return shortened(person.titles[0], limit=60) if person.titles else ""
