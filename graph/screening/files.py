"""Screening files on disk against one description: no store, no channel, no model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import UnreadableDocument
from domain.findings import Observation
from domain.ids import CandidateId, RoleId
from domain.job_wording.requirements import requirements_of
from domain.roles.model import Rubric
from domain.roles.proposing import Proposal, propose_rubric
from domain.screening.bands import ranked
from domain.screening.candidate import Step
from domain.screening.dossier import Dossier, Evaluation, Relevance, Sketch
from domain.screening.pseudonym import pseudonym
from domain.screening.stability import Stamp
from domain.uniqueness.comparing import compare
from domain.uniqueness.pairs import near_duplicates
from graph.screening.card import blind_quote
from graph.screening.evaluators import Evaluators, integrity_of, relevance_of
from graph.screening.reading import CandidateReading

_ROLE = RoleId("files")
"""Pseudonyms of a call without a store: the same files in the same order get the same names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file of the call."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedFile:
    """What was found in one file."""

    number: int
    """From 1, in the order given."""
    name: str
    dossier: Dossier
    relevance: Relevance
    evaluations: Mapping[Step, Evaluation]

    @property
    def id(self) -> CandidateId:
        """Within this call."""
        return CandidateId(f"c{self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedFiles:
    """The outcome of one call."""

    proposal: Proposal
    files: tuple[ScreenedFile, ...]
    unreadable: tuple[tuple[str, str], ...]
    """Name and sentence."""
    alike: tuple[tuple[CandidateId, CandidateId], ...]


async def screen_files(
    files: Sequence[GivenFile],
    *,
    description: str,
    reading: CandidateReading,
    evaluators: Evaluators,
    as_of: date,
    advance: Callable[[int], None],
) -> ScreenedFiles:
    """Read and evaluate every file; one that cannot be read does not stop the others.

    Args:
        files: resumes.
        description: the job description, from which the rubric is proposed.
        reading: files to dossiers.
        evaluators: the four.
        as_of: the day that current roles are counted to.
        advance: told how many are done.
    """
    proposal = propose_rubric(description, requirements_of(description))
    unreadable: list[tuple[str, str]] = []
    read: list[tuple[int, GivenFile, Dossier, Sketch]] = []
    for number, file in enumerate(files, start=1):
        try:
            one = await reading.read(
                file.content, name=file.name, as_of=as_of, description=description
            )
            read.append((number, file, one.dossier, one.sketch))
        except UnreadableDocument as fault:
            unreadable.append((file.name, str(fault)))
        advance(number)
    sketches = {CandidateId(f"c{number}"): sketch for number, _, _, sketch in read}

    def name_of(other: CandidateId) -> str:
        return pseudonym(_ROLE, int(other.removeprefix("c")))

    async def evaluated(number: int, file: GivenFile, dossier: Dossier) -> ScreenedFile:
        own = CandidateId(f"c{number}")
        others = {key: sketch for key, sketch in sketches.items() if key != own}
        return ScreenedFile(
            number=number,
            name=file.name,
            dossier=dossier,
            relevance=await asyncio.to_thread(relevance_of, dossier, proposal.rubric),
            evaluations={
                Step.INTEGRITY: await asyncio.to_thread(integrity_of, dossier),
                Step.CODE_QUALITY: await evaluators.code_quality(dossier),
                Step.UNIQUENESS: await asyncio.to_thread(
                    compare, sketches[own], others, name_of=name_of
                ),
            },
        )

    screened = [await evaluated(number, file, dossier) for number, file, dossier, _ in read]
    return ScreenedFiles(
        proposal=proposal,
        files=tuple(screened),
        unreadable=tuple(unreadable),
        alike=tuple(await asyncio.to_thread(near_duplicates, sketches)),
    )


def pseudonym_of(file: ScreenedFile) -> str:
    """How the file is called in the output."""
    return pseudonym(_ROLE, file.number)


# --- JSON ---------------------------------------------------------------------------------------


def screen_json(outcome: ScreenedFiles) -> dict[str, object]:
    """What ``careergini screen --json`` prints. Quotations are of the visible text, redacted."""
    rubric = outcome.proposal.rubric
    bands = ranked({file.id: file.relevance.score for file in outcome.files})
    names = {file.id: pseudonym_of(file) for file in outcome.files}
    return {
        "rubric": _rubric_json(rubric),
        "refused": [
            {"words": refusal.words, "why": refusal.why, "instead": refusal.instead}
            for refusal in outcome.proposal.refused
        ],
        "unassessed": [
            {"quote": each.quote, "start": each.start, "end": each.end}
            for each in outcome.proposal.unassessed
        ],
        "candidates": [_file_json(file, rubric) for file in outcome.files],
        "bands": [
            {"band": band.value, "candidates": [names[member] for member in members]}
            for band, members in bands
        ],
        "alike": [[names[one], names[two]] for one, two in outcome.alike],
        "unreadable": [{"file": name, "why": why} for name, why in outcome.unreadable],
        "model": None,
        "note": "Decision support. A person decides.",
    }


def _rubric_json(rubric: Rubric) -> dict[str, object]:
    return {
        "digest": rubric.digest,
        "gates": [
            {"id": gate.id, "label": gate.label, "source": gate.source and gate.source.quote}
            for gate in rubric.gates
        ],
        "criteria": [
            {
                "id": criterion.id,
                "label": criterion.label,
                "weight": criterion.weight,
                "source": criterion.source and criterion.source.quote,
            }
            for criterion in rubric.criteria
        ],
        "notes": [{"id": note.id, "text": note.text} for note in rubric.notes],
    }


def _file_json(file: ScreenedFile, rubric: Rubric) -> dict[str, object]:
    score = file.relevance.score
    labels = {each.id: each.label for each in rubric.gates}
    labels |= {each.id: each.label for each in rubric.criteria}

    def cited(quotes: Sequence[str]) -> list[dict[str, object]]:
        found = [file.relevance.quotes[quote] for quote in quotes if quote in file.relevance.quotes]
        return [{"quote": one.quote, "start": one.start, "end": one.end} for one in found]

    return {
        "file": file.name,
        "sha256": file.dossier.sha256,
        "pseudonym": pseudonym_of(file),
        "score": score.total,
        "shown": score.shown,
        "possible": score.possible,
        "coverage": score.coverage,
        "stability": _stamp_json(file.relevance.stamp),
        "band": score.band.value,
        "gates": [
            {
                "id": gate.gate,
                "label": labels.get(gate.gate, gate.gate),
                "state": gate.state.value,
                "evidence": cited(gate.quotes),
                "question": gate.question,
            }
            for gate in score.gates
        ],
        "criteria": [
            {
                "id": each.criterion,
                "label": labels.get(each.criterion, each.criterion),
                "state": each.state.value,
                "points": each.points,
                "weight": each.weight,
                "because": each.because,
                "evidence": cited(each.quotes),
                "question": each.question,
            }
            for each in score.criteria
        ],
        "evaluations": {
            step.value: {
                "summary": evaluation.summary,
                "observations": [
                    observation_json(each, file.dossier) for each in evaluation.observations
                ],
                "remarks": {remark.label: remark.value for remark in evaluation.remarks},
                "not_checked": list(evaluation.not_checked),
            }
            for step, evaluation in file.evaluations.items()
        },
        "hidden": [
            {
                "kind": each.kind.value,
                "nature": each.nature.value,
                "page": each.page,
                "characters": len(each.text),
            }
            for each in file.dossier.hidden
        ],
        "signals_removed": sum(1 for signal in file.dossier.signals if signal.removed),
        "questions": list(score.questions),
    }


def _stamp_json(stamp: Stamp | None) -> dict[str, object] | None:
    if stamp is None:
        return None
    return {
        "repeats": stamp.repeats,
        "repeat_span": stamp.repeat_span,
        "variant_spans": dict(stamp.variant_spans),
    }


def observation_json(observation: Observation, dossier: Dossier) -> dict[str, object]:
    """One observation; its quotations as far as they may be shown."""
    return {
        "rule_id": observation.rule,
        "level": observation.level.value,
        "title": observation.title,
        "quotes": [
            shown for each in observation.quotes if (shown := blind_quote(dossier.blind, each))
        ],
        "harmless_explanations": list(observation.benign),
        "question": observation.question,
    }
