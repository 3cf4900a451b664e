"""What each step of screening does, and what is said about it. Everything can run twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from domain.encoding import from_json, to_json
from domain.errors import Defect, UnreadableDocument
from domain.ids import CandidateId, OutboundId
from domain.messages import ChannelName
from domain.ports import BlobStore, Clock, TurnStore
from domain.recruiting_ports import CandidateStore, RoleStore
from domain.reply import Block, Reply
from domain.resume.model import HiddenNature
from domain.roles.model import Role, RubricVersion
from domain.screening.candidate import (
    EVALUATORS,
    BatchProgress,
    Candidate,
    CandidateState,
    DueStep,
    Step,
    StepOutcome,
    StepState,
)
from domain.screening.dossier import Dossier, Evaluation, Relevance, Sketch
from domain.screening.pseudonym import pseudonym
from domain.screening.score import Score
from domain.turns import Outbound
from domain.uniqueness.pairs import near_duplicates
from graph.screening.card import Evaluated, headline, missing_of
from graph.screening.evaluators import Evaluators
from graph.screening.guarding import Guard
from graph.screening.places import FEW, MOST_CARDS, Manner, manner_of, report_messages
from graph.screening.reading import CandidateReading
from graph.screening.summary import SUMMARY_PROMPTS, Ended, through, under_way

_log = structlog.get_logger(__name__)

GONE = "The file is not stored here any more. Please send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWork:
    """What a step did: goes to the store in one commit."""

    outcome: StepOutcome
    dossier: Dossier | None = None
    sketch: Sketch | None = None
    problem: str = ""
    messages: tuple[Outbound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a REPORT step left: which messages show the candidate now."""

    run: int
    """From 1; grows with every new score."""
    headline: OutboundId | None
    details: OutboundId | None


class ScreeningDesk:
    """Runs steps of screening and words what people see of them.

    Args:
        roles: rubrics.
        candidates: dossiers and results.
        blobs: the files.
        turns: whether a batch came through a public channel.
        reading: files to dossiers.
        evaluators: the four.
        clock: when something ended.
    """

    def __init__(
        self,
        *,
        roles: RoleStore,
        candidates: CandidateStore,
        blobs: BlobStore,
        turns: TurnStore,
        reading: CandidateReading,
        evaluators: Evaluators,
        clock: Clock,
    ) -> None:
        self._roles = roles
        self._candidates = candidates
        self._blobs = blobs
        self._turns = turns
        self._reading = reading
        self._evaluators = evaluators
        self._clock = clock

    async def run(self, due: DueStep) -> StepWork:
        """Do one step.

        Raises:
            TemporaryFailure: a store or a code host did not answer.
        """
        match due.step:
            case Step.READ:
                return await self._read(due)
            case Step.REPORT:
                return await self._report(due)
            case _:
                result = await self._evaluate(due)
                return StepWork(outcome=self._done(due, result))

    # --- steps --------------------------------------------------------------------------------

    async def _read(self, due: DueStep) -> StepWork:
        candidate = due.candidate
        role = await self._role(candidate)
        file = candidate.file
        content = await self._blobs.get(file.blob) if file is not None else None
        if file is None or content is None:
            return StepWork(outcome=self._done(due, ""), problem=GONE)
        try:
            read = await self._reading.read(
                content,
                name=file.name,
                as_of=candidate.received_at.date(),
                description=role.description,
            )
        except UnreadableDocument as fault:
            return StepWork(outcome=self._done(due, ""), problem=str(fault))
        return StepWork(outcome=self._done(due, ""), dossier=read.dossier, sketch=read.sketch)

    async def _evaluate(self, due: DueStep) -> str:
        candidate = due.candidate
        dossier = await self._dossier(candidate)
        match due.step:
            case Step.INTEGRITY:
                return to_json(await self._evaluators.integrity(dossier))
            case Step.CODE_QUALITY:
                return to_json(await self._evaluators.code_quality(dossier))
            case Step.UNIQUENESS:
                return to_json(await self._uniqueness(candidate))
            case Step.RELEVANCE:
                version = await self._version(due)
                if version is None:
                    return ""
                return to_json(await self._evaluators.relevance(dossier, version.rubric))
            case _:
                raise Defect(f"{due.step!r} is no evaluator")

    async def _uniqueness(self, candidate: Candidate) -> Evaluation:
        role = await self._role(candidate)
        sketches = await self._candidates.sketches(candidate.role)
        numbers = {each.id: each.number for each in await self._candidates.of_role(candidate.role)}

        def name_of(other: CandidateId) -> str:
            # A candidate of another role: its pseudonym there would mean nothing here.
            number = numbers.get(other)
            return "a candidate of another role" if number is None else pseudonym(role.id, number)

        mine = sketches.get(candidate.id, Sketch(minhash=()))
        others = {key: value for key, value in sketches.items() if key != candidate.id}
        return await self._evaluators.uniqueness(mine, others, name_of=name_of)

    async def _report(self, due: DueStep) -> StepWork:
        candidate = due.candidate
        seen = await self.evaluated(candidate)
        outcomes = await self._candidates.outcomes(candidate.id)
        before = _reported(outcomes.get(Step.REPORT))
        batch = await self._candidates.batch(candidate.batch)
        if seen is None or batch is None:
            raise Defect(f"{candidate.id} has no dossier or batch to report on")
        manner = manner_of(batch, turn=await self._turns.turn(batch.turn))
        run = before.run + 1 if before else 1
        messages: list[Outbound] = []
        shown = Reported(run=run, headline=None, details=None)
        if manner is not Manner.SUMMARY_ONLY:
            shown = Reported(
                run=run,
                headline=(head := OutboundId(f"sc:{candidate.id}:h{run}")),
                details=(
                    OutboundId(f"sc:{candidate.id}:d{run}") if manner is Manner.THREADS else None
                ),
            )
            messages = await asyncio.to_thread(
                _guarded,
                report_messages(
                    seen,
                    place=batch.address,
                    head=head,
                    body=shown.details,
                    old_head=before.headline if before else None,
                    old_body=before.details if before else None,
                    is_whole=batch.total <= FEW,
                ),
                Guard(await self._dossier(candidate), file=candidate.file),
            )
        return StepWork(outcome=self._done(due, to_json(shown)), messages=tuple(messages))

    # --- what people see ----------------------------------------------------------------------

    async def evaluated(self, candidate: Candidate) -> Evaluated | None:
        """Everything known about a candidate; None when it was not read or is erased."""
        dossier = await self._candidates.dossier(candidate.id)
        role = await self._roles.get(candidate.role)
        if dossier is None or role is None:
            return None
        outcomes = await self._candidates.outcomes(candidate.id)
        scored = outcomes.get(Step.RELEVANCE)
        relevance = relevance_in(scored)
        version = None
        if scored is not None and scored.rubric_version is not None:
            version = await self._roles.rubric(role.id, number=scored.rubric_version)
        return Evaluated(
            role=role,
            rubric=version,
            candidate=candidate,
            blind=dossier.blind,
            relevance=relevance,
            evaluations={
                step: from_json(Evaluation, outcome.result)
                for step, outcome in outcomes.items()
                if step in EVALUATORS and step is not Step.RELEVANCE and outcome.result
            },
            missing=missing_of({step: outcome.state for step, outcome in outcomes.items()}),
            has_hidden_text=any(
                each.page and each.nature is not HiddenNature.ARTEFACT for each in dossier.hidden
            ),
        )

    async def progress(self, progress: BatchProgress, *, eta_s: float | None) -> Outbound | None:
        """The newer state of the message that took a batch in."""
        batch = progress.batch
        role = await self._roles.get(batch.role)
        if role is None or not batch.turn:  # who brought it is erased, and the line with them
            return None
        ended = progress.done + progress.unreadable
        return Outbound(
            id=OutboundId(f"sp:{batch.id}:{ended}"),
            address=batch.address,
            reply=_reply(under_way(role, progress, eta_s=eta_s)),
            turn=None,
            replaces=OutboundId(f"out:{batch.turn}"),
            stands_alone=False,
        )

    async def summary(self, progress: BatchProgress) -> tuple[Outbound, ...]:
        """What is said when everything of a batch has ended, after the last state of its line."""
        batch = progress.batch
        role = await self._roles.get(batch.role)
        if role is None or not progress.done + progress.unreadable:
            return ()  # every file was known before, which was said, or is erased by now
        turn = await self._turns.turn(batch.turn)
        # What is not known any more counts as public, as it does for the reports.
        is_public = turn is None or turn.message.is_open_to_all
        ended = await self._ended(role, progress)
        last = await self.progress(progress, eta_s=None)
        cards = await self._cards(ended) if batch.address.channel is ChannelName.EMAIL else ()
        said = Outbound(
            id=OutboundId(f"sb:{batch.id}"),
            address=batch.address,
            reply=Reply(
                blocks=(*through(ended, is_public=is_public), *cards),
                agents=(),
                prompts=SUMMARY_PROMPTS,
                is_personal=False,
            ),
            turn=None,
        )
        return (said,) if last is None else (last, said)

    async def _ended(self, role: Role, progress: BatchProgress) -> Ended:
        mine = [
            each
            for each in await self._candidates.of_role(role.id)
            if each.batch == progress.batch.id
        ]
        read = [each.id for each in mine if each.state is not CandidateState.UNREADABLE]
        scores = await self.scores(read)
        sketches = await self._candidates.sketches(role.id)
        within = {key: sketches[key] for key in read if key in sketches}
        states = [await self._candidates.outcomes(each) for each in read]
        missing = sum(
            1
            for outcomes in states
            if missing_of({step: outcome.state for step, outcome in outcomes.items()})
        )
        return Ended(
            role=role,
            progress=progress,
            candidates=mine,
            scores=scores,
            alike=await asyncio.to_thread(near_duplicates, within),
            missing=missing,
        )

    async def _cards(self, ended: Ended) -> tuple[Block, ...]:
        """Each candidate's card, for a mail that is the only one about its batch."""
        if len(ended.scores) > MOST_CARDS:
            return ()
        blocks: list[Block] = []
        for candidate in ended.candidates:
            seen = await self.evaluated(candidate)
            if seen is not None:
                guard = Guard(await self._dossier(candidate), file=candidate.file)
                blocks += await asyncio.to_thread(guard.blocks, headline(seen))
        return tuple(blocks)

    async def scores(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, Score]:
        """The current scores of those that have one."""
        outcomes = await self._candidates.outcomes_of(candidates, step=Step.RELEVANCE)
        return await asyncio.to_thread(_scores_in, outcomes)  # ten thousand take seconds

    # --- small things -------------------------------------------------------------------------

    def _done(self, due: DueStep, result: str) -> StepOutcome:
        return StepOutcome(
            step=due.step,
            state=StepState.DONE,
            result=result,
            ended_at=self._clock.now(),
            rubric_version=due.rubric_version,
        )

    async def _role(self, candidate: Candidate) -> Role:
        role = await self._roles.get(candidate.role)
        if role is None:
            raise Defect(f"{candidate.id} belongs to no role")
        return role

    async def _dossier(self, candidate: Candidate) -> Dossier:
        dossier = await self._candidates.dossier(candidate.id)
        if dossier is None:
            raise Defect(f"{candidate.id} was not read")
        return dossier

    async def _version(self, due: DueStep) -> RubricVersion | None:
        if due.rubric_version is None:
            return None
        return await self._roles.rubric(due.candidate.role, number=due.rubric_version)


def relevance_in(outcome: StepOutcome | None) -> Relevance | None:
    """The relevance evaluator's result; None without a rubric or when it did not get through."""
    if outcome is None or not outcome.result:
        return None
    return from_json(Relevance, outcome.result)


def _scores_in(outcomes: Mapping[CandidateId, StepOutcome]) -> dict[CandidateId, Score]:
    found = {key: relevance_in(outcome) for key, outcome in outcomes.items()}
    return {key: each.score for key, each in found.items() if each is not None}


def _guarded(messages: Sequence[Outbound], guard: Guard) -> list[Outbound]:
    return [replace(each, reply=guard.reply(each.reply)) for each in messages]


def _reported(outcome: StepOutcome | None) -> Reported | None:
    return from_json(Reported, outcome.result) if outcome is not None and outcome.result else None


def _reply(blocks: tuple[Block, ...]) -> Reply:
    return Reply(blocks=blocks, agents=(), is_personal=False)
