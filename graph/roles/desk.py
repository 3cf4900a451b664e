"""Answers everything about roles: new ones, their rubric, team, place, retention and notice."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.agents import AgentId
from domain.deciding.model import LogEntry, LogKind
from domain.errors import StorageBusy, UserMistake
from domain.ids import RoleId
from domain.job_wording.requirements import requirements_of
from domain.ports import BlobStore, Clock, PostingSource, UserStore
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore, TextReader
from domain.reply import Block, Buttons, Paragraph, text
from domain.roles.editing import Edit, add, edit, with_weights
from domain.roles.lawful import Refusal
from domain.roles.model import Role, Rubric, Standing
from domain.roles.proposing import propose_rubric
from domain.screening.candidate import Step
from graph.agent import AgentReply, AgentRequest
from graph.roles import views
from graph.roles.drafting import FEWEST_CHARACTERS, Drafting, slug_of
from graph.roles.here import Found, RolesHere
from graph.roles.memory import DRAFT, answer_to, draft, draft_of
from graph.roles.opening_reply import ask_description
from graph.roles.requests import ABOUT_CANDIDATES, RoleRequest, Verb, form_value, request_of
from graph.roles.team import RoleTeam

_LOOKS_LIKE_ONE = 3
"""Requirements from which a long pasted text is taken for a description."""
_LONG = 240
"""Characters from which a pasted text may be one; short postings have about 300."""
_LONGEST_EDIT = 1_600
_KINDS = frozenset({"must", "nice", "gate", "note", "criterion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleStores:
    """The stores that the desk works with."""

    roles: RoleStore
    decisions: DecisionStore
    candidates: CandidateStore
    users: UserStore
    blobs: BlobStore


class RoleDesk:
    """One answer to one message about roles.

    Args:
        stores: roles, decisions (the log), candidates (counts of stale scores), users, files.
        here: which role is meant, and who may do what.
        reader: the text of files.
        mail_address: the mail address of a role; None when mail is not set up.
        clock: the time.
        source: opens links to postings; without it people are asked to paste the text.
        retention_days: of new roles; each can be set differently.
    """

    def __init__(
        self,
        *,
        stores: RoleStores,
        here: RolesHere,
        reader: TextReader,
        mail_address: Callable[[Role], str | None],
        clock: Clock,
        source: PostingSource | None = None,
        retention_days: int = 180,
    ) -> None:
        self._stores = stores
        self._roles = stores.roles
        self._here = here
        self._clock = clock
        self._retention_days = retention_days
        self._drafting = Drafting(blobs=stores.blobs, reader=reader, source=source)
        self._team = RoleTeam(
            roles=stores.roles,
            decisions=stores.decisions,
            users=stores.users,
            here=here,
            mail_address=mail_address,
            clock=clock,
        )

    async def handle(self, request: AgentRequest) -> AgentReply | None:
        """The answer; None when the message is not about roles.

        Raises:
            UserMistake: it cannot be done; one sentence says why and what to do.
        """
        message = request.turn.message
        wanted = request_of(message)
        if wanted is None and message.action is not None:
            return None
        pending = request.dialogue.pending
        if wanted is None and pending is not None and pending.agent is AgentId.SCREENING:
            wanted = answer_to(pending, message.text, has_file=bool(message.attachments))
        if wanted is None:
            return await self._changed_by_words(request) or await self._offered(request)
        if wanted.verb is Verb.NEW:
            return await self._new(request, wanted)
        if wanted.verb is Verb.LIST:
            return views.role_list(await self._roles.of_member(request.turn.user))
        found = await self._meant(request)
        if found.role is None:
            return views.which(found.choices)
        role = found.role
        match wanted.verb:
            case Verb.SHOW:
                return await self._show(request, role)
            case Verb.SAVE:
                return await self._save_draft(request, role)
            case Verb.EDIT | Verb.ADD:
                return await self._edit_by_button(request, wanted, role)
            case _:
                return await self._team.handle(request, wanted, role)

    async def _meant(self, request: AgentRequest) -> Found:
        """The role that is named, or whose rubric is being worked on, or that belongs here."""
        found = await self._here.find(request)
        pending = request.dialogue.pending
        if found.is_named or pending is None or pending.topic != DRAFT:
            return found
        drafted = await self._roles.get(RoleId(pending.data.get("role", "")))
        return found if drafted is None else Found(role=drafted)

    # --- new -----------------------------------------------------------------------------------

    async def _new(self, request: AgentRequest, wanted: RoleRequest) -> AgentReply:
        opening = await self._drafting.opening(request.turn.message, wanted)
        if len(opening.description) < FEWEST_CHARACTERS:
            return ask_description(opening)
        if not opening.title:
            opening = replace(opening, title="New role")
        key = secrets.token_hex(16)
        role = await self._roles.create(
            Role(
                id=RoleId(f"r_{key}"),
                title=opening.title,
                description=opening.description,
                created_by=request.turn.user,
                created_at=self._clock.now(),
                place=opening.place,
                remote=opening.is_remote,
                mail_tag=f"{slug_of(opening.title)}-{key[:6]}",
                retention_days=self._retention_days,
            ),
            turn=request.turn.id,
        )
        await self._log(request, role, LogKind.ROLE_CREATED, detail=role.title)
        return await self._propose(request, role, lead=f"{role.title}: I propose a rubric with")

    async def _propose(self, request: AgentRequest, role: Role, *, lead: str) -> AgentReply:
        proposal = propose_rubric(role.description, requirements_of(role.description))
        for one in proposal.refused:
            await self._log_refusal(request, role, one)
        reply = views.proposal_reply(role, proposal, lead=lead)
        return replace(reply, pending=draft(role, proposal.rubric))

    async def _offered(self, request: AgentRequest) -> AgentReply | None:
        """A long pasted text that asks for things: offer to make a role of it."""
        words = request.turn.message.text
        if len(words) < _LONG or len(requirements_of(words)) < _LOOKS_LIKE_ONE:
            return None
        blob = await self._stores.blobs.put(words.encode(), owner=None, name="description.txt")
        button = views.role_button("Make a role of it", Verb.NEW, blob=blob)
        return AgentReply(
            blocks=(
                Paragraph(body=text("This looks like a job description. Shall I make a role?")),
                Buttons(buttons=(button,)),
            ),
            is_personal=False,
        )

    # --- the rubric ----------------------------------------------------------------------------

    async def _show(self, request: AgentRequest, role: Role) -> AgentReply:
        standing = await self._here.require(request, role, Standing.REVIEWER)
        open_one = draft_of(request, role)
        if role.rubric is None or open_one is not None:
            if open_one is not None:
                return self._drafted(role, open_one, says="Not saved yet.")
            return await self._propose(request, role, lead=f"{role.title}: I propose a rubric with")
        return views.shown(role, may_edit=standing is not Standing.REVIEWER)

    async def _save_draft(self, request: AgentRequest, role: Role) -> AgentReply:
        await self._here.require(request, role, Standing.RECRUITER)
        open_one = draft_of(request, role)
        says = ""
        if open_one is None:
            if role.rubric is not None:
                number = role.rubric.number
                return views.said(f"Rubric v{number} of {role.title} is saved; nothing is open.")
            open_one = propose_rubric(role.description, requirements_of(role.description)).rubric
            says = "I saved the proposal from the description."
        if not open_one.criteria and not open_one.gates:
            raise UserMistake(
                "The rubric is empty, so there is nothing to save. Add a criterion first: “add "
                "must: 3 years of SQL”."
            )
        reply = await self._save(request, role, open_one, says=says)
        return replace(reply, blocks=(*reply.blocks, *await self._settled_here(request, role)))

    async def _settled_here(self, request: AgentRequest, role: Role) -> tuple[Block, ...]:
        """A group channel that belongs to no role becomes this one's; one that does is asked."""
        message = request.turn.message
        if not message.in_group:
            return ()
        bound = await self._roles.bound_to(message.address)
        if bound is None or bound.id == role.id:
            return (Paragraph(body=text(await self._team.bound(request, role))),)
        use = views.role_button(f"Use this channel for {role.title[:40]}", Verb.BIND, role=role.id)
        return (Buttons(buttons=(use,)),)

    async def _changed_by_words(self, request: AgentRequest) -> AgentReply | None:
        words = request.turn.message.text
        if len(words) > _LONGEST_EDIT or ABOUT_CANDIDATES.search(words):
            return None
        found = await self._meant(request)
        if found.role is None:
            return views.which(found.choices) if edit(Rubric(), words) is not None else None
        base = await self._base(request, found.role)
        done = edit(base, words)
        return None if done is None else await self._apply(request, found.role, done, base=base)

    async def _edit_by_button(
        self, request: AgentRequest, wanted: RoleRequest, role: Role
    ) -> AgentReply:
        await self._here.require(request, role, Standing.RECRUITER)
        base = await self._base(request, role)
        words = form_value(wanted.arguments, "words")
        if wanted.verb is Verb.ADD:
            kind = form_value(wanted.arguments, "kind")
            done = add(base, words, kind=kind if kind in _KINDS else "criterion")
        elif swap := wanted.arguments.get("swap"):
            kept = tuple(one for one in base.criteria if one.id != swap)
            done = add(replace(base, criteria=kept), words)
        elif words:
            done = edit(base, words) or Edit(rubric=None, says=f"I did not understand “{words}”.")
        else:
            weights = {
                name.removeprefix("form."): value
                for name, value in wanted.arguments.items()
                if name.startswith("form.")
            }
            if not weights:
                return views.how_to_edit(base)
            done = Edit(rubric=with_weights(base, weights), says="The weights are set.")
        return await self._apply(request, role, done, base=base)

    async def _apply(
        self, request: AgentRequest, role: Role, done: Edit, *, base: Rubric
    ) -> AgentReply:
        await self._here.require(request, role, Standing.RECRUITER)
        open_one = draft_of(request, role)
        if done.refusal is not None:
            await self._log_refusal(request, role, done.refusal)
        changed = done.rubric or base
        is_draft = open_one is not None or role.rubric is None
        if done.refusal is not None and changed == base:
            reply = AgentReply(
                blocks=tuple(views.refused_blocks(role, [done.refusal])), is_personal=False
            )
            return replace(reply, pending=draft(role, base)) if is_draft else reply
        if is_draft:
            return self._drafted(role, changed, says=done.says)
        if changed == base:
            return views.said(done.says)
        reply = await self._save(request, role, changed, says=done.says)
        if done.refusal is not None:
            more = views.refused_blocks(role, [done.refusal])
            return replace(reply, blocks=(*reply.blocks, *more))
        return reply

    def _drafted(self, role: Role, rubric: Rubric, *, says: str) -> AgentReply:
        lead = Paragraph(body=text(f"{says} {role.title}: {views.size_of(rubric)}."))
        buttons = Buttons(
            buttons=(views.save_button(role), *views.edit_buttons(role, rubric)),
        )
        blocks: tuple[Block, ...] = (lead, *views.rubric_blocks(rubric), buttons)
        return AgentReply(blocks=blocks, pending=draft(role, rubric), is_personal=False)

    async def _base(self, request: AgentRequest, role: Role) -> Rubric:
        """What a change is made to: the draft, or the version before this turn's own."""
        open_one = draft_of(request, role)
        if open_one is not None:
            return open_one
        if role.rubric is None:
            return propose_rubric(role.description, requirements_of(role.description)).rubric
        mine = await self._own_version(request, role)
        is_mine = mine == role.rubric.number and role.rubric.made_by == request.turn.user
        if mine is not None and is_mine and mine > 1:
            before = await self._roles.rubric(role.id, number=mine - 1)
            return before.rubric if before is not None else role.rubric.rubric
        return role.rubric.rubric

    async def _save(
        self, request: AgentRequest, role: Role, rubric: Rubric, *, says: str
    ) -> AgentReply:
        """Save the next version. The log names it first, so that a second run finds its own."""
        now = role.rubric
        mine = await self._own_version(request, role)
        number = mine or (now.number + 1 if now else 1)
        await self._log(
            request, role, LogKind.RUBRIC_SAVED, detail=f"v{number} · {_mark(request, role)}"
        )
        try:
            version = await self._roles.save_rubric(
                role.id,
                rubric,
                by=request.turn.user,
                after=now.number if now else None,
                at=self._clock.now(),
            )
        except StorageBusy as error:
            fresh = await self._roles.get(role.id)
            if fresh is None or fresh.rubric == now:
                raise
            raise UserMistake(
                f"Somebody saved another rubric of {role.title} at the same moment. Look at it, "
                "then make your change again."
            ) from error
        owed = await self._score_unscored(role, number=version.number)
        counts = await self._stores.candidates.counts(role.id)
        reply = views.saved(role, says=says, number=version.number, stale=counts.get("stale", 0))
        if not owed:
            return reply
        more = f"{views.counted(owed, 'candidate')} without a score: evaluated with it now."
        return replace(reply, blocks=(*reply.blocks, Paragraph(body=text(more))))

    async def _score_unscored(self, role: Role, *, number: int) -> int:
        """Nobody stays without a score for having come before the rubric; scores stay as made."""
        candidates = self._stores.candidates
        all_ = await candidates.of_role(role.id)
        bare = [one.id for one in all_ if one.rubric_version is None]
        now = self._clock.now()
        return await candidates.owe(bare, (Step.RELEVANCE,), rubric_version=number, now=now)

    async def _own_version(self, request: AgentRequest, role: Role) -> int | None:
        """The version that an earlier run of this turn saved or was about to save."""
        mark = _mark(request, role)
        for entry in await self._stores.decisions.entries(role.id):
            version, _, marked = entry.detail.partition(" · ")
            if entry.kind is LogKind.RUBRIC_SAVED and marked == mark and version[1:].isdigit():
                return int(version[1:])
        return None

    # --- the log -------------------------------------------------------------------------------

    async def _log_refusal(self, request: AgentRequest, role: Role, refusal: Refusal) -> None:
        await self._log(
            request,
            role,
            LogKind.CRITERION_REFUSED,
            detail=f"{refusal.ground.value}: {refusal.words[:100]}",
            more=refusal.words[:100],
        )

    async def _log(
        self, request: AgentRequest, role: Role, kind: LogKind, *, detail: str, more: str = ""
    ) -> None:
        await self._stores.decisions.log(
            LogEntry(
                role=role.id,
                kind=kind,
                by=request.turn.user,
                at=self._clock.now(),
                detail=detail,
                key=_log_key(request, role, kind) + more,
            )
        )


def _mark(request: AgentRequest, role: Role) -> str:
    """What tells this turn's change from others in the log; says nothing about anybody."""
    digest = hashlib.sha256(f"{role.id}\x1f{request.turn.id}".encode()).hexdigest()
    return f"change {digest[:12]}"


def _log_key(request: AgentRequest, role: Role, kind: LogKind) -> str:
    return f"{kind.value}:{role.id}:{request.turn.id}:"
