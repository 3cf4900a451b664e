"""The interview kit: each question is tied to the rubric and to something the resume leaves open.

The same questions in the same words would be asked of everybody with the same gap. None leads to an
answer, none is about a person's life, and every one has anchors for 1, 3 and 5 points (structured
interviews with anchored ratings: Levashina et al., Personnel Psychology 67, 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.findings import Level, Observation
from domain.outreach.prohibited import prohibited
from domain.roles.lawful import check_lawful
from domain.roles.model import Ask, Criterion, Gate, Rubric
from domain.screening.evidence import BlindResume
from domain.screening.questions import gate_question
from domain.screening.score import CriterionResult, CriterionState, GateState, Score

MOST_QUESTIONS = 10
"""What fits an hour with time for the candidate's own questions."""
_MOST_INTEGRITY = 3


class Reason(StrEnum):
    """Why a question is in the kit."""

    GATE = "gate"
    """Nobody can tell whether a gate is passed."""
    UNKNOWN = "unknown"
    """The resume does not say."""
    CLAIM = "claim"
    """The resume says so, and nobody has looked at it yet."""
    OBSERVATION = "observation"
    """Something in the document to talk about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitQuestion:
    """One question with its anchors."""

    reason: Reason
    about: str
    """Label of the gate or criterion, or title of the observation."""
    question: str
    anchors: tuple[str, str, str]
    """What 1, 3 and 5 points look like."""
    quote: str = ""
    """A blind line of the resume that it is about."""
    criterion: str = ""
    """Id of the gate or criterion; empty for observations."""
    weight: int = 0
    benign: tuple[str, ...] = ()
    """Harmless explanations, for the interviewer to keep in mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All questions for one candidate, and what was left out."""

    questions: tuple[KitQuestion, ...]
    left_out: int = 0
    """Questions over :data:`MOST_QUESTIONS`."""
    refused: tuple[str, ...] = ()
    """Labels of the rubric that no lawful question can be made of."""


_DEPTH = {
    Ask.SKILL: "Please tell us about one piece of work with {name}: what was the task, what did "
    "you "
    "do yourself, and how did it turn out?",
    Ask.EXPERIENCE: "Please describe one assignment in which you did this work ({name}): what was "
    "yours to decide, and what came of it?",
    Ask.DEGREE: "Which part of your training or practice do you use most in work like this, and "
    "for "
    "what?",
    Ask.LANGUAGE: "In which situations at work have you used {name}, speaking and writing?",
    Ask.CERTIFICATE: "Where have you used what {name} covers, and what did you do there?",
    Ask.TERM: "Please describe a situation in which you did this: {name}. What did you do, and "
    "what "
    "happened then?",
}
_ANCHORS = {
    Ask.SKILL: (
        "Names it; no example of own work",
        "One example; says what was done and what was their part",
        "Several examples; explains choices, alternatives and measured results",
    ),
    Ask.EXPERIENCE: (
        "General statements; own part stays open",
        "One assignment with own tasks and their outcome",
        "Several assignments; own decisions, their reasons and what they learned",
    ),
    Ask.DEGREE: (
        "No link to the work of this role",
        "Names topics that are used, with one example",
        "Applies them to a task of this role and says where they end",
    ),
    Ask.LANGUAGE: (
        "Not used at work so far",
        "Used in some situations at work; gives one example",
        "Used daily; gives examples of speaking and writing at the level needed",
    ),
    Ask.CERTIFICATE: (
        "Does not hold it and has no matching work",
        "Holds it, or has done the work it is about",
        "Holds it or the same knowledge, with examples of use",
    ),
    Ask.TERM: (
        "Knows what is meant; no example",
        "One situation with own actions",
        "Several situations; own actions, results and what they would do differently",
    ),
}
_GATE_ANCHORS = (
    "Not met, and no way to meet it before the start",
    "Not met yet; a concrete way and time to meet it",
    "Met, and can be shown",
)
_OBSERVATION_ANCHORS = (
    "The point stays open after the answer",
    "The answer explains it in part",
    "The answer explains it and names something that shows it",
)


def interview_kit(
    rubric: Rubric,
    score: Score | None,
    *,
    blind: BlindResume,
    observations: Sequence[Observation] = (),
) -> Kit:
    """Questions for one candidate: open gates, then unknown and claimed criteria by weight.

    Args:
        rubric: what the score is of.
        score: None before there is one; then everything is open.
        blind: lines for quotations.
        observations: of the evaluators; those of level INFO have no question of their own here.

    >>> interview_kit(Rubric(), None, blind=BlindResume(lines=())).questions
    ()
    """
    gates = {one.gate: one for one in score.gates} if score is not None else {}
    results = {one.criterion: one for one in score.criteria} if score is not None else {}
    wanted: list[KitQuestion] = []
    refused: list[str] = []
    for gate in rubric.gates:
        known = gates.get(gate.id)
        if known is None or known.state is GateState.UNKNOWN:
            wanted.append(_of_gate(gate, asked=known.question if known is not None else ""))
    by_weight = sorted(rubric.criteria, key=lambda one: -one.weight)
    wanted += [_of_criterion(one, results.get(one.id), blind=blind) for one in by_weight]
    seen = [
        _of_observation(one, blind=blind)
        for one in observations
        if one.question and one.level is not Level.INFO
    ][:_MOST_INTEGRITY]
    fine: list[KitQuestion] = []
    for one in (*wanted, *seen):
        if is_fair(one):
            fine.append(one)
        else:
            refused.append(one.about)
    own = [one for one in fine if one.reason is not Reason.OBSERVATION]
    rest = [one for one in fine if one.reason is Reason.OBSERVATION]
    room = MOST_QUESTIONS - len(rest)
    return Kit(
        questions=(*own[:room], *rest),
        left_out=max(0, len(own) - room),
        refused=tuple(dict.fromkeys(refused)),
    )


def is_fair(question: KitQuestion) -> bool:
    """Whether neither the question nor its label touches what must not be asked."""
    return not prohibited(question.question) and (
        question.reason is Reason.OBSERVATION or check_lawful(question.about) is None
    )


def _of_gate(gate: Gate, *, asked: str) -> KitQuestion:
    return KitQuestion(
        reason=Reason.GATE,
        about=gate.label,
        question=asked or gate_question(gate.wanted),
        anchors=_GATE_ANCHORS,
        criterion=gate.id,
    )


def _of_criterion(
    criterion: Criterion, result: CriterionResult | None, *, blind: BlindResume
) -> KitQuestion:
    ask = criterion.wanted.ask
    name = criterion.label.partition(",")[0]
    is_open = result is None or result.state is CriterionState.UNKNOWN
    question = _DEPTH[ask].format(name=name)
    if result is not None and result.question and is_open:
        question = result.question
    quotes = result.quotes if result is not None else ()
    return KitQuestion(
        reason=Reason.UNKNOWN if is_open else Reason.CLAIM,
        about=criterion.label,
        question=question,
        anchors=_ANCHORS[ask],
        quote=next((words for each in quotes if (words := blind.quoted(each))), ""),
        criterion=criterion.id,
        weight=criterion.weight,
    )


def _of_observation(observation: Observation, *, blind: BlindResume) -> KitQuestion:
    lines = (
        line.text
        for passage in observation.quotes
        for line in blind.lines
        if line.text and line.start < passage.end and passage.start < line.end
    )
    return KitQuestion(
        reason=Reason.OBSERVATION,
        about=observation.title,
        question=observation.question,
        anchors=_OBSERVATION_ANCHORS,
        quote=next(lines, ""),
        benign=observation.benign,
    )
