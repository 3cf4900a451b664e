"""The candidates of a role as the deciding agents need them, and who may do what with them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.agents import AgentId
from domain.deciding.model import Decision, LogEntry, LogKind
from domain.errors import UserMistake
from domain.ids import CandidateId, RoleId
from domain.messages import Action
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.reply import Block, Button, Buttons, Paragraph, SuggestedPrompt, text
from domain.roles.model import Role, Standing
from domain.screening.candidate import Candidate, CandidateState
from domain.screening.dossier import Dossier
from domain.screening.pseudonym import pseudonym
from domain.screening.score import Score
from graph.agent import AgentReply, AgentRequest
from graph.roles.here import Found, RolesHere
from graph.screening.card import Evaluated
from graph.screening.desk import ScreeningDesk
from graph.screening.guarding import Guard
from graph.screening.naming import meant

_ALONE = re.compile(r"\s*#?(\d{1,5})\s*\.?\s*")
_GONE_CANDIDATE = "That candidate is not here any more. “List the candidates” shows who is."
_GONE_ROLE = "That role is not here any more. “My roles” shows which are."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Candidates of a role and where they stand now."""

    role: Role
    candidates: tuple[Candidate, ...]
    scores: Mapping[CandidateId, Score]
    decisions: Mapping[CandidateId, Decision]
    _by_id: Mapping[CandidateId, Candidate] = field(init=False, repr=False, compare=False)
    """Lists name ten thousand candidates one by one."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {each.id: each for each in self.candidates})

    def name(self, candidate: CandidateId) -> str:
        """Pseudonym and number: "Amber Heron (3)"."""
        known = self._by_id.get(candidate)
        number = 0 if known is None else known.number
        return f"{pseudonym(self.role.id, number)} ({number})"

    def get(self, candidate: CandidateId) -> Candidate | None:
        """The candidate, when it is one of the role's."""
        return self._by_id.get(candidate)

    @property
    def evaluated(self) -> tuple[Candidate, ...]:
        """Those that are through; the same person sent twice counts once."""
        return tuple(
            each
            for each in self.candidates
            if each.state is CandidateState.DONE and each.same_as is None
        )

    @property
    def comparable(self) -> Mapping[CandidateId, Score]:
        """Scores of the evaluated, in order of arrival, that have any criterion."""
        return {
            each.id: self.scores[each.id]
            for each in self.evaluated
            if each.id in self.scores and self.scores[each.id].criteria
        }

    @property
    def stale(self) -> int:
        """How many of these scores are of an older rubric."""
        if self.role.rubric is None:
            return 0
        digest = self.role.rubric.rubric.digest
        return sum(score.rubric_digest != digest for score in self.comparable.values())


class CandidatePool:
    """Finds roles and candidates that a message means, within what its sender may.

    Args:
        roles: the roles.
        candidates: their candidates.
        decisions: decisions and the log.
        here: which role is meant, and who may do what.
        desk: evaluations and scores.
        clock: for the log.
    """

    def __init__(
        self,
        *,
        roles: RoleStore,
        candidates: CandidateStore,
        decisions: DecisionStore,
        here: RolesHere,
        desk: ScreeningDesk,
        clock: Clock,
    ) -> None:
        self._roles = roles
        self._candidates = candidates
        self._decisions = decisions
        self._here = here
        self._desk = desk
        self._clock = clock

    async def find(self, request: AgentRequest) -> Found:
        """The role that is meant, or those that it could be."""
        return await self._here.find(request)

    async def role(self, request: AgentRequest, needed: Standing) -> Role | None:
        """The meant role, once the sender may; None when nobody can tell which is meant.

        Raises:
            UserMistake: they may not.
        """
        found = await self._here.find(request)
        if found.role is None:
            return None
        await self._here.require(request, found.role, needed)
        return found.role

    async def role_of(self, request: AgentRequest, role: RoleId, needed: Standing) -> Role:
        """A role by its id.

        Raises:
            UserMistake: it is gone, or they may not.
        """
        known = await self._roles.get(role)
        if known is None:
            raise UserMistake(_GONE_ROLE)
        await self._here.require(request, known, needed)
        return known

    async def standing(self, request: AgentRequest, role: Role) -> Standing | None:
        """What the sender may do in a role."""
        return await self._here.standing(role, request.turn.user)

    async def pool(self, role: Role) -> Pool:
        """Everybody of a role."""
        candidates = tuple(await self._candidates.of_role(role.id))
        return Pool(
            role=role,
            candidates=candidates,
            scores=await self._desk.scores([each.id for each in candidates]),
            decisions=await self._decisions.decisions(role.id),
        )

    async def candidate(
        self, request: AgentRequest, candidate: str, needed: Standing
    ) -> tuple[Role, Candidate]:
        """A candidate by id, with the role.

        Raises:
            UserMistake: gone, or the sender may not.
        """
        known = await self._candidates.get(CandidateId(candidate))
        if known is None or known.state is CandidateState.WITHDRAWN:
            raise UserMistake(_GONE_CANDIDATE)
        return await self.role_of(request, known.role, needed), known

    async def named(
        self,
        request: AgentRequest,
        role: Role,
        *,
        words: str | None = None,
        bare_numbers: bool = False,
    ) -> tuple[Candidate, ...]:
        """Candidates whom the words of a message name by number or pseudonym.

        Args:
            request: the turn.
            role: whose candidates.
            words: a part of the message; None takes all of it.
            bare_numbers: we asked for whom, so a number alone is a candidate's.
        """
        candidates = await self._candidates.of_role(role.id)
        alone = _ALONE.fullmatch(request.turn.message.text)
        if bare_numbers and alone is not None:
            return tuple(each for each in candidates if each.number == int(alone[1]))
        spoken = request.turn.message.text if words is None else words
        return await asyncio.to_thread(meant, spoken, candidates, role=role)

    async def evaluated(self, candidate: Candidate) -> Evaluated:
        """Everything known about a candidate.

        Raises:
            UserMistake: there is nothing yet, or not any more.
        """
        seen = await self._desk.evaluated(candidate)
        if seen is not None:
            return seen
        name = pseudonym(candidate.role, candidate.number)
        if candidate.state is CandidateState.UNREADABLE:
            raise UserMistake(
                f"File {candidate.number} could not be read: {candidate.problem} Send it again."
            )
        if candidate.state in {CandidateState.WAITING, CandidateState.EVALUATING}:
            raise UserMistake(f"{name} is still being evaluated. Ask again in a minute.")
        raise UserMistake(f"The document of {name} is not stored here any more.")

    async def dossier(self, candidate: Candidate) -> Dossier:
        """What was read of a candidate's document; holds identity.

        Raises:
            UserMistake: it was not read or is gone.
        """
        dossier = await self._candidates.dossier(candidate.id)
        if dossier is None:
            name = pseudonym(candidate.role, candidate.number)
            raise UserMistake(f"The document of {name} is not stored here any more.")
        return dossier

    async def guard(self, candidate: Candidate) -> Guard | None:
        """The last look over words about a candidate; None when nothing is known of them."""
        dossier = await self._candidates.dossier(candidate.id)
        return None if dossier is None else Guard(dossier, file=candidate.file)

    async def guarded(
        self, blocks: tuple[Block, ...], candidates: Sequence[Candidate]
    ) -> tuple[Block, ...]:
        """Blocks about several candidates, looked through for each of them."""
        for candidate in candidates:
            guard = await self.guard(candidate)
            if guard is not None:
                # Some milliseconds for a long resume, which others would wait for.
                blocks = await asyncio.to_thread(guard.blocks, blocks)
        return blocks

    async def guarded_line(self, words: str, candidate: Candidate) -> str:
        """One line about a candidate, with marks in place of what names the person."""
        guard = await self.guard(candidate)
        # Some milliseconds for a long resume, which others would wait for.
        return words if guard is None else await asyncio.to_thread(guard.line, words)

    async def log(
        self,
        request: AgentRequest,
        role: Role,
        kind: LogKind,
        *,
        candidate: CandidateId | None = None,
        detail: str = "",
        key: str = "",
    ) -> None:
        """One line of the role's log; the same turn writes it once, and so does the same key."""
        await self._decisions.log(
            LogEntry(
                role=role.id,
                kind=kind,
                by=request.turn.user,
                at=self._clock.now(),
                candidate=candidate,
                detail=detail,
                key=key or ":".join(filter(None, (kind.value, request.turn.id, candidate))),
            )
        )


def which_role(found: Found, *, agent: AgentId, verb: str) -> AgentReply:
    """Ask which role is meant."""
    if not found.choices:
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        "You are on the team of no role yet. Paste a job description to make one, "
                        "or write once in the channel of a role."
                    )
                ),
            ),
            prompts=(SuggestedPrompt(label="Create a role"), SuggestedPrompt(label="Help")),
            is_personal=False,
        )
    buttons = tuple(
        Button(
            label=role.title[:40],
            action=Action(agent=agent, verb=verb, arguments={"role": role.id}),
        )
        for role in found.choices[:4]
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which role do you mean?")), Buttons(buttons=buttons)),
        is_personal=False,
    )


def said(words: str, *more: Block, prompts: Sequence[str] = ()) -> AgentReply:
    """One sentence, with what follows it."""
    return AgentReply(
        blocks=(Paragraph(body=text(words)), *more),
        prompts=tuple(SuggestedPrompt(label=label) for label in prompts),
        is_personal=False,
    )


def values_of(arguments: Mapping[str, str], *, accept: Callable[[str], bool]) -> dict[str, str]:
    """Filled values of a dialog by field, where ``accept`` knows the field."""
    return {
        key.removeprefix("form."): value.strip()
        for key, value in arguments.items()
        if key.startswith("form.") and value.strip() and accept(key.removeprefix("form."))
    }
