"""Roles, uploaded resumes and what became of them. The work itself is done in the background."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.agents import AgentId
from domain.encoding import from_json
from domain.errors import UserMistake
from domain.ids import BatchId, CandidateId, RoleId
from domain.messages import Action, Attachment
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore, RoleStore
from domain.reply import (
    Block,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from domain.roles.model import Role, Standing
from domain.screening.candidate import Candidate, CandidateState
from domain.screening.pseudonym import pseudonym
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.screening import lists
from graph.agents.screening.identity import IdentityDesk, not_here
from graph.agents.screening.intake import Intake
from graph.agents.screening.upkeep import Upkeep
from graph.agents.screening.words import (
    ABOUT_ONE,
    LIST,
    LONGEST_CHOICE,
    NO,
    PROGRESS,
    RESCORE,
    YES,
    are_resumes,
    keeping_files,
    own,
    which_role,
)
from graph.roles.desk import RoleDesk
from graph.roles.here import RolesHere
from graph.roles.requests import is_role_matter
from graph.screening.actions import button
from graph.screening.card import details, headline
from graph.screening.desk import ScreeningDesk
from graph.screening.guarding import Guard
from graph.screening.naming import meant
from graph.screening.summary import taken_in

_ABOUT_ONE = frozenset(
    {"show", "reveal", "pictures", "redacted", "dispute", "retry", "erase", "erase_yes"}
)
"""Verbs of buttons that are about one candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningParts:
    """What the agent works with."""

    roles: RoleStore
    candidates: CandidateStore
    here: RolesHere
    role_desk: RoleDesk
    intake: Intake
    identity: IdentityDesk
    desk: ScreeningDesk
    wake: Callable[[], None]
    clock: Clock


class ScreeningAgent(Agent):
    """Takes files in, answers about candidates, and hands role matters to the role desk."""

    def __init__(self, parts: ScreeningParts) -> None:
        self._p = parts
        self._upkeep = Upkeep(candidates=parts.candidates, wake=parts.wake, clock=parts.clock)

    @property
    def id(self) -> AgentId:
        return AgentId.SCREENING

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        message = request.turn.message
        action = message.action
        pending = own(request.dialogue.pending)
        if action is not None and (reply := await self._pressed(request, action)):
            return reply
        if (
            action is None
            and pending is not None
            and (reply := await self._answered(request, pending))
        ):
            return reply
        if are_resumes(message.attachments, message.text) and action is None:
            return await self._take_in(request, message.attachments)
        about_role = await self._p.role_desk.handle(request)
        if about_role is not None:
            return keeping_files(about_role, pending)
        return await self._said(request)

    # --- files --------------------------------------------------------------------------------

    async def _take_in(
        self, request: AgentRequest, attachments: Sequence[Attachment]
    ) -> AgentReply:
        found = await self._p.here.find(request)
        if found.role is None:
            return which_role(found.choices, attachments)
        return await self._into(request, found.role, attachments)

    async def _into(
        self, request: AgentRequest, role: Role, attachments: Sequence[Attachment]
    ) -> AgentReply:
        # Whoever may write in a role's channel may bring resumes there.
        message = request.turn.message
        bound = await self._p.roles.bound_to(message.address) if message.in_group else None
        is_here = bound is not None and bound.id == role.id
        if not (is_here and message.is_open_to_all):
            await self._require(request, role, Standing.REVIEWER if is_here else Standing.RECRUITER)
        if not role.is_open:
            raise UserMistake(
                f"{role.title} is closed, so I took nothing in. Reopen it first, or name another "
                "role."
            )
        taken = await self._p.intake.take(request.turn, role, attachments)
        blocks: list[Block] = []
        if taken.receipt is not None:
            receipt = taken.receipt
            blocks.append(
                Paragraph(
                    body=taken_in(
                        role,
                        new=len(receipt.new),
                        known=len(receipt.known),
                        elsewhere=sum(1 for count in receipt.elsewhere.values() if count),
                        waiting=taken.waiting,
                    )
                )
            )
        blocks += [Notice(body=text(note), tone=Tone.WARNING) for note in taken.notes[:5]]
        if len(taken.notes) > 5:
            blocks.append(Notice(body=text(f"{len(taken.notes) - 5} more files were left out.")))
        if request.turn.message.is_open_to_all and taken.receipt is not None:
            blocks.append(
                Notice(
                    body=text(
                        "Everybody in the organisation can read this channel, so it gets counts "
                        "only. For reports in threads make it private, or ask me here: the answer "
                        "comes to you alone."
                    )
                )
            )
        if not blocks:
            blocks.append(Paragraph(body=text("There was no file in it that I could take in.")))
        if role.rubric is None:
            blocks.append(
                Notice(
                    body=text(
                        "This role has no rubric yet: I read and check the files, and score them "
                        "when you save one."
                    )
                )
            )
            blocks.append(
                Buttons(buttons=(button("Rubric", AgentId.SCREENING, "show_rubric", role=role.id),))
            )
        return AgentReply(
            blocks=tuple(blocks),
            prompts=(
                SuggestedPrompt(label="How far are you?"),
                SuggestedPrompt(label="Show the rubric"),
            ),
            is_personal=False,
        )

    # --- buttons ------------------------------------------------------------------------------

    async def _pressed(self, request: AgentRequest, action: Action) -> AgentReply | None:
        arguments = action.arguments
        match action.verb:
            case "take_in":
                return await self._take_waiting(request, arguments)
            case verb if verb in _ABOUT_ONE:
                return await self._about(request, verb, arguments)
            case "rescore":
                return await self._rescore(request, await self._role(arguments.get("role", "")))
            case "list":
                return await self._list(request, await self._role(arguments.get("role", "")))
            case "unreadable":
                return await self._unreadable(request, BatchId(arguments.get("batch", "")))
            case "same":
                return await self._same(request, arguments)
            case _:
                return None

    async def _take_waiting(
        self, request: AgentRequest, arguments: Mapping[str, str]
    ) -> AgentReply:
        pending = own(request.dialogue.pending)
        files = pending.data.get("files", "") if pending is not None else ""
        if not files:
            raise UserMistake("Those files are not waiting any more. Please send them again.")
        attachments = tuple(from_json(Attachment, each) for each in json.loads(files))
        if wanted := arguments.get("role"):
            return await self._into(request, await self._role(wanted), attachments)
        return await self._take_in(request, attachments)

    async def _about(
        self, request: AgentRequest, verb: str, arguments: Mapping[str, str]
    ) -> AgentReply:
        candidate = await self._p.candidates.get(CandidateId(arguments.get("candidate", "")))
        if candidate is None or candidate.state is CandidateState.WITHDRAWN:
            raise UserMistake("That candidate is not here any more.")
        role = await self._role(candidate.role)
        match verb:
            case "reveal":
                await self._require(request, role, Standing.RECRUITER)
                return await self._p.identity.reveal(
                    request.turn, role, candidate, reason=arguments.get("form.reason", "")
                )
            case "pictures":
                await self._require(request, role, Standing.RECRUITER)
                return await self._p.identity.pictures(request.turn, role, candidate)
            case "redacted":
                await self._require(request, role, Standing.REVIEWER)
                copy = await self._p.identity.redacted(role, candidate)
                return replace(copy, is_personal=request.turn.message.is_open_to_all)
            case "dispute":
                await self._require(request, role, Standing.REVIEWER)
                return await self._p.identity.dispute(
                    request.turn, role, candidate, words=arguments.get("form.words", "")
                )
            case "retry":
                await self._require(request, role, Standing.RECRUITER)
                return await self._upkeep.retry(role, candidate)
            case "erase":
                await self._require(request, role, Standing.OWNER)
                return lists.ask_to_erase(role, candidate)
            case "erase_yes":
                await self._require(request, role, Standing.OWNER)
                receipt = await self._p.candidates.erase(
                    candidate.id, by=request.turn.user, at=self._p.clock.now()
                )
                return lists.erased(role, candidate, receipt)
            case _:
                await self._require(request, role, Standing.REVIEWER)
                return await self._show(
                    role, candidate, is_open=request.turn.message.is_open_to_all
                )

    async def _answered(self, request: AgentRequest, pending: PendingQuestion) -> AgentReply | None:
        words = request.turn.message.text
        match pending.topic:
            case "reveal" | "dispute" | "erase" if NO.fullmatch(words):
                return lists.nothing_done()
            case "reveal" | "dispute":
                key = "form.reason" if pending.topic == "reveal" else "form.words"
                return await self._about(request, pending.topic, {**pending.data, key: words})
            case "erase" if YES.fullmatch(words):
                return await self._about(request, "erase_yes", pending.data)
            case "role" | "files" if pending.data.get("files"):
                # A long text that names a role in passing is no choice of it: the files of one
                # team must not end with another.
                if len(words) > LONGEST_CHOICE or is_role_matter(words):
                    return None
                found = await self._p.here.find(request)
                if found.role is not None and found.is_named:
                    return await self._take_waiting(request, {"role": found.role.id})
                return None
            case _:
                return None

    # --- words --------------------------------------------------------------------------------

    async def _said(self, request: AgentRequest) -> AgentReply:
        words = request.turn.message.text
        found = await self._p.here.find(request)
        if found.role is None:
            return lists.no_role(found.choices)
        role = found.role
        await self._require(request, role, Standing.REVIEWER)
        candidates = await self._p.candidates.of_role(role.id)
        named = meant(words, candidates, role=role)
        if named:
            for pattern, verb in ABOUT_ONE:
                if pattern.search(words):
                    return await self._about(request, verb, {"candidate": named[0].id})
            return await self._show(role, named[0], is_open=request.turn.message.is_open_to_all)
        if RESCORE.search(words):
            return await self._rescore(request, role)
        if LIST.search(words) or not PROGRESS.search(words):
            return await self._list(request, role)
        return lists.progress(role, await self._p.candidates.counts(role.id))

    async def _show(self, role: Role, candidate: Candidate, *, is_open: bool) -> AgentReply:
        name = pseudonym(role.id, candidate.number)
        if candidate.state is CandidateState.UNREADABLE:
            return AgentReply(
                blocks=(Paragraph(body=text(f"File {candidate.number}: {candidate.problem}")),),
                is_personal=False,
            )
        seen = await self._p.desk.evaluated(candidate)
        dossier = await self._p.candidates.dossier(candidate.id)
        if seen is None or dossier is None:
            if candidate.state is CandidateState.WAITING:
                return AgentReply(
                    blocks=(Paragraph(body=text(f"{name} waits to be read.")),), is_personal=False
                )
            return not_here(name)
        guard = Guard(dossier, file=candidate.file)
        return AgentReply(
            blocks=await asyncio.to_thread(guard.blocks, (*headline(seen), *details(seen))),
            prompts=(
                SuggestedPrompt(label=f"Interview kit for {name}"),
                SuggestedPrompt(label="Rank the candidates"),
            ),
            # In a public channel details go to the asking person alone.
            is_personal=is_open,
        )

    async def _list(self, request: AgentRequest, role: Role) -> AgentReply:
        await self._require(request, role, Standing.REVIEWER)
        candidates = await self._p.candidates.of_role(role.id)
        scores = await self._p.desk.scores([each.id for each in candidates])
        return lists.listed(role, candidates, scores, is_open=request.turn.message.is_open_to_all)

    async def _rescore(self, request: AgentRequest, role: Role) -> AgentReply:
        await self._require(request, role, Standing.RECRUITER)
        return await self._upkeep.rescore(role)

    async def _unreadable(self, request: AgentRequest, batch: BatchId) -> AgentReply:
        known = await self._p.candidates.batch(batch)
        if known is None:
            raise UserMistake("Those files are not here any more.")
        role = await self._role(known.role)
        await self._require(request, role, Standing.RECRUITER)
        of_role = await self._p.candidates.of_role(role.id)
        return lists.unreadable([each for each in of_role if each.batch == batch])

    async def _same(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        candidate = await self._p.candidates.get(CandidateId(arguments.get("candidate", "")))
        other = await self._p.candidates.get(CandidateId(arguments.get("as", "")))
        is_apart = not arguments.get("as")
        if candidate is None or (
            not is_apart and (other is None or other.role != candidate.role or other == candidate)
        ):
            raise UserMistake("Those candidates are not here any more.")
        role = await self._role(candidate.role)
        await self._require(request, role, Standing.RECRUITER)
        await self._p.candidates.mark_same(candidate.id, as_of=None if other is None else other.id)
        return lists.counted_as(role, candidate, other)

    # --- who may ------------------------------------------------------------------------------

    async def _role(self, role: str) -> Role:
        found = await self._p.roles.get(RoleId(role))
        if found is None:
            raise UserMistake("That role is not here any more.")
        return found

    async def _require(self, request: AgentRequest, role: Role, needed: Standing) -> None:
        await self._p.here.require(request, role, needed)
