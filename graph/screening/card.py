"""One candidate's evaluation as blocks: a line for the channel, the rest for its thread.

Everything here is made of blind lines and fixed words. Quotations of other texts go through
:func:`blind_quote` first, so a report in a channel cannot name anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.agents import AgentId
from domain.findings import Level, Observation, Passage
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Card,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Text,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.model import Role, RubricVersion
from domain.screening.candidate import EVALUATORS, Candidate, Step, StepState
from domain.screening.dossier import Evaluation, Relevance
from domain.screening.evidence import BlindResume
from domain.screening.pseudonym import pseudonym
from domain.screening.score import Band, CriterionState, GateState, Score
from graph.screening.actions import button, decide_button, dispute_button, reveal_button
from graph.wording.counts import shortened

_QUOTE_CHARS = 160
_OBSERVATIONS = 4
"""Of one evaluator in a thread; the rest is in the PDF."""

BAND_WORDS: Mapping[Band, str] = {
    Band.STRONG: "strong evidence",
    Band.OPEN: "open questions",
    Band.PARTIAL: "partial evidence",
}
STEP_WORDS: Mapping[Step, str] = {
    Step.INTEGRITY: "Time line and document",
    Step.CODE_QUALITY: "Public code",
    Step.UNIQUENESS: "Similar documents",
    Step.RELEVANCE: "Rubric",
}
GATE_WORDS: Mapping[GateState, str] = {
    GateState.PASSED: "passed",
    GateState.UNKNOWN: "not known",
    GateState.FAILED: "not met by what the resume says",
}
_SAID_BY_STATE = frozenset({"", "shown", "not stated"})
"""Reasons that say no more than the state before them."""
_MARKS: Mapping[CriterionState, str] = {
    CriterionState.SHOWN: "shown",
    CriterionState.PARTLY: "partly",
    CriterionState.UNKNOWN: "not known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """Everything a report on one candidate is made of."""

    role: Role
    rubric: RubricVersion | None
    """The version that was scored."""
    candidate: Candidate
    blind: BlindResume
    relevance: Relevance | None
    evaluations: Mapping[Step, Evaluation]
    missing: tuple[Step, ...]
    """Evaluators that failed too often."""
    has_hidden_text: bool = False
    """On a page, so that a picture can show the place."""

    @property
    def name(self) -> str:
        """The pseudonym: the same for everybody on the team."""
        return pseudonym(self.role.id, self.candidate.number)


def blind_quote(resume: BlindResume, passage: Passage) -> str:
    """What may be shown of a passage: the blind lines it lies in, shortened.

    Args:
        resume: the lines without identity.
        passage: characters of the visible text.
    """
    lines = [
        line.text
        for line in resume.lines
        if line.start < passage.end and passage.start < line.end and line.text
    ]
    return shortened(" … ".join(lines), limit=_QUOTE_CHARS)


def unmarked(line: str) -> str:
    """A line of a document without the sign that a list puts before it.

    >>> unmarked("- Wrote the ledger")
    'Wrote the ledger'
    """
    return line.lstrip("-*•·▪◦‣–— \t")


def score_words(score: Score) -> str:
    """The number with what it rests on.

    Why so many words: the total alone would make a document that says little look good or bad.
    """
    if not score.criteria:
        return "no score: the rubric has no scored criterion"
    if score.total is None:
        return "no score: the resume says too little about this rubric"
    share = round(score.coverage * 100)
    if share >= 100:
        return f"{score.total:g} of 100, over the whole rubric"
    return f"{score.total:g} of 100, over {share} % of the rubric; the resume is silent on the rest"


def headline(seen: Evaluated) -> tuple[Block, ...]:
    """What the channel sees of a candidate: one card, its thread holds the rest."""
    facts: list[Fact] = []
    relevance = seen.relevance
    if relevance is not None:
        score = relevance.score
        facts.append(Fact(label="Score", value=text(score_words(score))))
        if score.possible > score.shown:
            facts.append(
                Fact(
                    label="Range",
                    value=text(
                        f"{score.shown:g} shown, up to {score.possible:g} if open questions are "
                        "answered well"
                    ),
                )
            )
        if relevance.stamp is not None:
            facts.append(Fact(label="Stability", value=text(relevance.stamp.words)))
        if score.gates:
            facts.append(Fact(label="Gates", value=text(gate_words(score))))
    if asked := _questions(seen):
        facts.append(
            Fact(
                label="Unknown",
                value=text(f"{len(asked)} question{'s' if len(asked) != 1 else ''} to ask"),
                mark="unknown",
            )
        )
    looks = sum(
        1
        for evaluation in seen.evaluations.values()
        for each in evaluation.observations
        if each.level is not Level.INFO
    )
    if looks:
        facts.append(
            Fact(label="To look at", value=text(f"{looks} observation{'s' if looks > 1 else ''}"))
        )
    band = BAND_WORDS[relevance.score.band] if relevance and relevance.score.criteria else ""
    number = f"candidate {seen.candidate.number}"
    title = text(bold(seen.name), f" · {number}", f" · {band}" if band else "")
    return (
        Card(
            title=title,
            subtitle=text(f"{seen.role.title}{_version(seen)}"),
            facts=tuple(facts),
            buttons=(
                button("Interview kit", AgentId.SCRIPTS, "kit", candidate=seen.candidate.id),
                button("Bias report", AgentId.REPORTS, "bias", candidate=seen.candidate.id),
                decide_button(seen.candidate),
            ),
        ),
    )


def details(seen: Evaluated) -> tuple[Block, ...]:
    """What the thread of a candidate holds."""
    blocks: list[Block] = []
    if seen.relevance is not None and seen.rubric is not None:
        blocks += _rubric(seen.relevance, seen.rubric)
    for step in EVALUATORS:
        evaluation = seen.evaluations.get(step)
        if evaluation is not None:
            blocks += _evaluation(seen, step, evaluation)
    blocks += missing_notices(seen)
    if asked := _questions(seen):
        blocks.append(Heading(body=text("Questions to ask")))
        blocks.append(Bullets(items=tuple(text(question) for question in asked[:8])))
    blocks.append(
        Paragraph(
            body=text("Decision support from evidence in one document. A person decides."),
        )
    )
    blocks.append(
        Buttons(
            buttons=(
                reveal_button(seen.candidate),
                button("Redacted copy", AgentId.SCREENING, "redacted", candidate=seen.candidate.id),
                *(
                    [
                        button(
                            "Show hidden text",
                            AgentId.SCREENING,
                            "pictures",
                            candidate=seen.candidate.id,
                        )
                    ]
                    if seen.has_hidden_text
                    else []
                ),
                dispute_button(seen.candidate),
                button("Report as PDF", AgentId.REPORTS, "report", candidate=seen.candidate.id),
            )
        )
    )
    return tuple(blocks)


def gate_words(score: Score) -> str:
    """How the gates stand ("2 passed, 1 not known"); never hides a failed one."""
    states = [gate.state for gate in score.gates]
    said = [
        f"{states.count(state)} {words}"
        for state, words in GATE_WORDS.items()
        if states.count(state)
    ]
    return ", ".join(said)


def missing_notices(seen: Evaluated) -> list[Block]:
    """Which evaluators did not get through: said, with the way to try again."""
    if not seen.missing:
        return []
    names = ", ".join(STEP_WORDS[step].lower() for step in seen.missing)
    return [
        Notice(
            body=text(
                f"Not in this report: {names}. It was tried several times without success; that is "
                "our side and says nothing about the candidate."
            ),
            tone=Tone.WARNING,
        ),
        Buttons(
            buttons=(button("Try again", AgentId.SCREENING, "retry", candidate=seen.candidate.id),)
        ),
    ]


def missing_of(states: Mapping[Step, StepState]) -> tuple[Step, ...]:
    """The evaluators that were given up."""
    return tuple(step for step in EVALUATORS if states.get(step) is StepState.GIVEN_UP)


def _version(seen: Evaluated) -> str:
    return f" · rubric v{seen.rubric.number}" if seen.rubric is not None else " · no rubric yet"


def _questions(seen: Evaluated) -> tuple[str, ...]:
    asked: list[str] = []
    if seen.relevance is not None:
        asked += seen.relevance.score.questions
    for evaluation in seen.evaluations.values():
        asked += [each.question for each in evaluation.observations if each.question]
    return tuple(dict.fromkeys(asked))


def _rubric(relevance: Relevance, version: RubricVersion) -> list[Block]:
    labels = {each.id: each.label for each in version.rubric.criteria}
    labels |= {each.id: each.label for each in version.rubric.gates}
    items: list[Text] = []
    for gate in relevance.score.gates:
        words = GATE_WORDS[gate.state]
        items.append(
            text(bold(labels.get(gate.gate, gate.gate)), f" (gate): {words}")
            + _cited(relevance, gate.quotes)
        )
    for result in relevance.score.criteria:
        points = "" if result.points is None else f" · {round(result.points * 100)} %"
        because = f" · {result.because}" if result.because not in _SAID_BY_STATE else ""
        items.append(
            text(
                bold(labels.get(result.criterion, result.criterion)),
                f": {_MARKS[result.state]}{points} · weight {result.weight}{because}",
            )
            + _cited(relevance, result.quotes)
        )
    if not items:
        return []
    return [Heading(body=text(f"Rubric v{version.number}")), Bullets(items=tuple(items))]


def _cited(relevance: Relevance, quotes: tuple[str, ...]) -> Text:
    for each in quotes:
        passage = relevance.quotes.get(each)
        if passage is not None and passage.quote:
            return text(" · ", quoted(shortened(unmarked(passage.quote), limit=_QUOTE_CHARS)))
    return ()


def _evaluation(seen: Evaluated, step: Step, evaluation: Evaluation) -> list[Block]:
    blocks: list[Block] = [
        Heading(body=text(STEP_WORDS[step])),
        Paragraph(body=text(evaluation.summary)),
    ]
    blocks += [
        observation_card(seen.blind, each) for each in evaluation.observations[:_OBSERVATIONS]
    ]
    left = len(evaluation.observations) - _OBSERVATIONS
    if left > 0:
        blocks.append(Paragraph(body=text(f"{left} more in the PDF report.")))
    if evaluation.remarks:
        blocks.append(
            Bullets(
                items=tuple(
                    text(f"{remark.label}: {remark.value}") for remark in evaluation.remarks[:6]
                )
            )
        )
    blocks += [Paragraph(body=text(sentence)) for sentence in evaluation.not_checked[:2]]
    return blocks


def observation_card(resume: BlindResume, observation: Observation) -> Card:
    """An observation: what was seen, harmless explanations first, then the question."""
    facts = [
        Fact(label="Seen", value=text(quoted(shown)))
        for passage in observation.quotes[:2]
        if (shown := blind_quote(resume, passage))
    ]
    if observation.benign:
        facts.append(
            Fact(label="Harmless explanations", value=text(" ".join(observation.benign[:3])))
        )
    if observation.question:
        facts.append(Fact(label="Question to ask", value=text(observation.question)))
    return Card(title=text(observation.title), facts=tuple(facts))
