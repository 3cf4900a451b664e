"""The whole evaluation of one candidate on paper: evidence, unknowns, observations, limits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from domain.findings import Observation
from domain.job_wording.checking import LEXICON_VERSION
from domain.papers import Paper, Part
from domain.reply import (
    Bullets,
    Card,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Table,
    Text,
    bold,
    quoted,
    text,
)
from domain.screening.candidate import EVALUATORS, Step
from domain.screening.dossier import Dossier, Evaluation
from domain.screening.quoting import check_quotes
from domain.screening.score import CriterionState
from graph.bias_report.report import BiasReport
from graph.bias_report.sentences import LIMITS, stability_sentence
from graph.deciding.compare_view import GATE_WORDS
from graph.deciding.kit_view import FOOTER
from graph.deciding.quotes import quote_of
from graph.screening.card import (
    BAND_WORDS,
    STEP_WORDS,
    Evaluated,
    blind_quote,
    gate_words,
    score_words,
)

_QUOTES = 3
_QUOTE_CHARS = 220
_HIDDEN = "hidden."
"""Rules about hidden and machine-only content begin so."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateReport:
    """What the paper is made of."""

    seen: Evaluated
    dossier: Dossier
    bias: BiasReport
    """For the stability line; made of the same document and rubric."""
    disputes: tuple[str, ...]
    made_on: date
    version: str
    model: str = ""
    """Name of a model that took part; empty for none."""


def candidate_paper(report: CandidateReport) -> Paper:
    """The evaluation as a document; every quotation stands in the visible text."""
    seen = report.seen
    rubric = seen.rubric
    digest = rubric.rubric.digest[:12] if rubric is not None else ""
    source = f"{report.dossier.sha256}{digest}{report.made_on}"
    shows = _Quotes(seen, report.dossier)
    parts: list[Part] = [
        *_summary(report),
        *_gates(seen, shows),
        *_criteria(seen, shows),
        *_evaluators(seen, shows),
        *_hidden(seen, shows),
        *_questions(seen),
        Heading(body=text("Stability")),
        Paragraph(body=text(stability_sentence(report.bias))),
        *_disputes(report.disputes),
        *_limits(seen),
    ]
    if shows.refused:
        _log.warning("quotes_left_out", quotes=shows.refused)
        parts.append(
            Notice(
                body=text(
                    f"{shows.refused} quotation{'s' if shows.refused > 1 else ''} did not stand in "
                    "the visible text and was left out."
                )
            )
        )
    return Paper(
        title=f"Evaluation: {seen.name}",
        subtitle=f"{seen.role.title} · candidate {seen.candidate.number}",
        facts=(
            ("Report", hashlib.sha256(source.encode()).hexdigest()[:12]),
            ("Date", report.made_on.isoformat()),
            ("Source (SHA-256)", report.dossier.sha256),
            ("Tool", f"CareerGini {report.version}, reader {report.dossier.parser_version}"),
            ("Rubric", f"v{rubric.number} ({digest})" if rubric is not None else "none"),
            ("Lexicon", LEXICON_VERSION),
            ("Model", report.model or "no model used"),
        ),
        parts=tuple(parts),
        footer=FOOTER,
    )


class _Quotes:
    """Quotations of blind lines that pass the check; counts those that do not."""

    def __init__(self, seen: Evaluated, dossier: Dossier) -> None:
        self._seen = seen
        self._visible = dossier.resume.source.text
        self.refused = 0

    def of(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The words of lines by id, at most three."""
        words = [self._seen.blind.quoted(each) for each in lines]
        return tuple(quote_of(each, _QUOTE_CHARS) for each in self._checked(words))[:_QUOTES]

    def about(self, observation: Observation) -> tuple[str, ...]:
        """What may be shown of an observation's passages."""
        whole = [
            line.text
            for passage in observation.quotes
            for line in self._seen.blind.lines
            if line.text and line.start < passage.end and passage.start < line.end
        ]
        if len(self._checked(whole)) < len(whole):
            return ()
        shown = (blind_quote(self._seen.blind, passage) for passage in observation.quotes)
        return tuple(quote_of(each, _QUOTE_CHARS) for each in shown if each)[:_QUOTES]

    def _checked(self, words: Sequence[str]) -> list[str]:
        given = [each for each in words if each]
        wrong = set(check_quotes(given, self._visible))
        self.refused += len(wrong)
        return [each for each in given if each not in wrong]


def _summary(report: CandidateReport) -> list[Part]:
    seen = report.seen
    if seen.relevance is None:
        words = "no score: this role has no rubric yet"
        return [Heading(body=text("Summary")), Paragraph(body=text(words))]
    score = seen.relevance.score
    facts = [
        Fact(label="Group", value=text(BAND_WORDS[score.band])),
        Fact(label="Score", value=text(score_words(score))),
        Fact(
            label="Range",
            value=text(f"{score.shown:g} shown, up to {score.possible:g} with good answers"),
        ),
    ]
    if score.gates:
        facts.append(Fact(label="Gates", value=text(gate_words(score))))
    return [
        Heading(body=text("Summary")),
        Card(title=text(bold(seen.name)), facts=tuple(facts)),
        Paragraph(
            body=text(
                "Unknown is not no: what the resume does not say lowers nothing and stands under "
                "“Questions to ask”. Nobody is turned away by code."
            )
        ),
    ]


def _gates(seen: Evaluated, shows: _Quotes) -> list[Part]:
    if seen.relevance is None or seen.rubric is None or not seen.rubric.rubric.gates:
        return []
    labels = {each.id: each.label for each in seen.rubric.rubric.gates}
    items = tuple(
        text(
            bold(labels.get(each.gate, each.gate)),
            f": {'not known' if GATE_WORDS[each.state] == '?' else GATE_WORDS[each.state]}",
        )
        + _cited(shows.of(each.quotes))
        for each in seen.relevance.score.gates
    )
    return [Heading(body=text("Gates")), Bullets(items=items)]


def _criteria(seen: Evaluated, shows: _Quotes) -> list[Part]:
    if seen.relevance is None or seen.rubric is None:
        return []
    labels = {each.id: each.label for each in seen.rubric.rubric.criteria}
    words = {
        CriterionState.SHOWN: "shown",
        CriterionState.PARTLY: "partly",
        CriterionState.UNKNOWN: "not known",
    }
    rows: list[tuple[Text, ...]] = []
    for each in seen.relevance.score.criteria:
        points = "–" if each.points is None else f"{round(each.points * 100)} %"
        lines = shows.of(each.quotes)
        cited: Text = text(" / ".join(lines)) if lines else text("–")
        rows.append(
            (
                text(labels.get(each.criterion, each.criterion)),
                text(str(each.weight)),
                text(words[each.state]),
                text(points + (f" ({each.because})" if each.because else "")),
                cited,
            )
        )
    return [
        Heading(body=text("Criteria with their evidence")),
        Table(
            columns=("Criterion", "Weight", "State", "Points", "In the resume"), rows=tuple(rows)
        ),
    ]


def _cited(quotes: Sequence[str]) -> Text:
    return tuple(run for each in quotes for run in text(" · ", quoted(each)))


def _evaluators(seen: Evaluated, shows: _Quotes) -> list[Part]:
    parts: list[Part] = []
    for step in EVALUATORS:
        evaluation = seen.evaluations.get(step)
        if step is Step.RELEVANCE:
            continue
        parts.append(Heading(body=text(STEP_WORDS[step])))
        if evaluation is None:
            parts.append(
                Paragraph(
                    body=text("Not in this report: it did not get through. That is our side.")
                )
            )
            continue
        parts += _evaluation(evaluation, shows)
    return parts


def _evaluation(evaluation: Evaluation, shows: _Quotes) -> list[Part]:
    parts: list[Part] = [Paragraph(body=text(evaluation.summary))]
    parts += [
        _observed(each, shows)
        for each in evaluation.observations
        if not each.rule.startswith(_HIDDEN)
    ]
    remarks = tuple(text(f"{each.label}: {each.value}") for each in evaluation.remarks)
    if remarks:
        parts.append(Bullets(items=remarks))
    return parts


def _observed(observation: Observation, shows: _Quotes) -> Card:
    facts = [Fact(label="Seen", value=text(quoted(each))) for each in shows.about(observation)]
    if observation.benign:
        facts.append(Fact(label="Harmless explanations", value=text("; ".join(observation.benign))))
    if observation.question:
        facts.append(Fact(label="Question to ask", value=text(observation.question)))
    return Card(title=text(f"{observation.title} ({observation.level.value})"), facts=tuple(facts))


def _hidden(seen: Evaluated, shows: _Quotes) -> list[Part]:
    found = [
        each
        for evaluation in seen.evaluations.values()
        for each in evaluation.observations
        if each.rule.startswith(_HIDDEN)
    ]
    parts: list[Part] = [Heading(body=text("Hidden and machine-only content"))]
    if not found:
        return [*parts, Paragraph(body=text("None was found."))]
    lead = Paragraph(body=text("Effect on the score: 0 points. Nothing of it was read for it."))
    return [*parts, lead, *(_observed(each, shows) for each in found)]


def _questions(seen: Evaluated) -> list[Part]:
    asked = list(seen.relevance.score.questions) if seen.relevance is not None else []
    for evaluation in seen.evaluations.values():
        asked += [each.question for each in evaluation.observations if each.question]
    unique = tuple(text(each) for each in dict.fromkeys(asked))
    if not unique:
        return []
    return [Heading(body=text("Questions to ask")), Bullets(items=unique, ordered=True)]


def _disputes(disputes: Sequence[str]) -> list[Part]:
    if not disputes:
        return []
    items = tuple(text(quoted(each)) for each in disputes)
    return [Heading(body=text("Disputed by people")), Bullets(items=items)]


def _limits(seen: Evaluated) -> list[Part]:
    unchecked = [sentence for each in seen.evaluations.values() for sentence in each.not_checked]
    items = tuple(text(each) for each in (*unchecked, *LIMITS))
    return [Heading(body=text("Not checked, and limits")), Bullets(items=items)]
