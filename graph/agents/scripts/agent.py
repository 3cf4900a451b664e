"""Interview kits and messages, by buttons and in plain words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from domain.agents import AgentId
from domain.errors import UserMistake
from domain.ids import OutboundId, RoleId
from domain.messages import Action
from domain.outreach.kit import Kit, interview_kit
from domain.outreach.prohibited import prohibited
from domain.ports import Clock
from domain.recruiting_ports import DecisionStore
from domain.reply import Block, Bullets, Buttons, Paragraph, PendingQuestion, bold, quoted, text
from domain.roles.model import Role, Rubric, Standing
from domain.screening.candidate import EVALUATORS, Candidate
from domain.screening.pseudonym import pseudonym
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.scripts.outreach import OutreachDesk
from graph.agents.scripts.ways import MailWays
from graph.deciding.handing import FileHanding, Subject
from graph.deciding.kit_view import kit_blocks, kit_paper
from graph.deciding.pool import CandidatePool, said, which_role
from graph.deciding.rewording import LetterWording
from graph.deciding.taking_back import is_taken_back
from graph.screening.actions import button
from graph.screening.card import Evaluated

_OUTREACH = re.compile(
    r"\bwrite to\b|\bmessage\b|\bmail\b|\be-?mail\b|\boutreach\b|\binvite\b|\breach out\b"
    r"|\bcontact\b|\bschreib\w*|\bnachricht\w*|\banschreiben\b|\beinlad\w+|\bletter\b",
    re.IGNORECASE,
)
_DRAFTS = re.compile(r"\bdrafts\b|\bmessages\b|\bentwürfe\b|\bnachrichten\b", re.IGNORECASE)
_MAY_ASK = re.compile(
    r"\b(?:may|can|should|could) (?:i|we) ask\b|\bcheck (?:this|these|my|the) questions?\b"
    r"|\bdarf (?:ich|man)\b.*\bfragen\b|\bdürfen wir\b.*\bfragen\b",
    re.IGNORECASE,
)
_DRAFT_VERBS = frozenset(
    {"draft", "reword", "rephrase", "approve", "discard", "send", "sent_by_hand"}
)


class ScriptsAgent(Agent):
    """Makes kits and messages; sends only what a person approved.

    Args:
        pool: roles and candidates within what people may.
        decisions: drafts.
        handing: papers as files.
        ways: whether and how messages go by mail; otherwise approved words are given to copy.
        post: hands a stored message over for delivery.
        clock: the time.
        version: of this product, for papers.
        wording: says a message in other words; None without a model.
    """

    def __init__(
        self,
        *,
        pool: CandidatePool,
        decisions: DecisionStore,
        handing: FileHanding,
        ways: MailWays,
        post: Callable[[OutboundId], Awaitable[None]],
        clock: Clock,
        version: str = "",
        wording: LetterWording | None = None,
    ) -> None:
        self._pool = pool
        self._handing = handing
        self._clock = clock
        self._version = version
        self._outreach = OutreachDesk(
            pool=pool,
            decisions=decisions,
            ways=ways,
            post=post,
            clock=clock,
            wording=wording,
        )

    @property
    def id(self) -> AgentId:
        """``scripts``."""
        return AgentId.SCRIPTS

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn.

        Raises:
            UserMistake: it cannot be done; says why and what to do.
        """
        action = request.turn.message.action
        if action is not None and action.agent is self.id:
            return await self._pressed(request, action)
        pending = request.dialogue.pending
        if pending is not None and pending.agent is self.id:
            reply = await self._answered(request, pending)
            if reply is not None:
                return reply
        return await self._said(request)

    async def _pressed(self, request: AgentRequest, action: Action) -> AgentReply:
        given = action.arguments
        if action.verb in _DRAFT_VERBS:
            return await self._outreach.about(request, action.verb, given)
        if action.verb == "drafts":
            role = await self._pool.role(request, Standing.RECRUITER)
            if role is not None:
                return await self._outreach.listed(role)
        if action.verb in {"kit", "outreach"} and given.get("candidate"):
            return await self._about(request, action.verb, given["candidate"], given)
        return which_role(await self._pool.find(request), agent=self.id, verb="drafts")

    async def _about(
        self, request: AgentRequest, verb: str, candidate: str, given: Mapping[str, str]
    ) -> AgentReply:
        needed = Standing.REVIEWER if verb == "kit" else Standing.RECRUITER
        role, known = await self._pool.candidate(request, candidate, needed)
        if verb == "kit":
            return await self._kit(request, role, known, as_pdf=bool(given.get("pdf")))
        return await self._outreach.write(request, role, known, language=given.get("language", ""))

    async def _answered(self, request: AgentRequest, pending: PendingQuestion) -> AgentReply | None:
        words, data = request.turn.message.text, pending.data
        if pending.topic == "reword":
            if is_taken_back(words):  # no words for a letter; an approval stays too
                return await self._outreach.about(request, "draft", data)
            return await self._outreach.reworded(request, data, words)
        if pending.topic == "who":
            role = await self._pool.role_of(
                request, RoleId(data.get("role", "")), Standing.REVIEWER
            )
            named = await self._pool.named(request, role, bare_numbers=True)
            if len(named) == 1:
                return await self._about(request, data.get("verb", "kit"), named[0].id, data)
        return None

    async def _said(self, request: AgentRequest) -> AgentReply:
        words = request.turn.message.text
        if _MAY_ASK.search(words):
            return _may_ask(words)
        role = await self._pool.role(request, Standing.REVIEWER)
        if role is None:
            return which_role(await self._pool.find(request), agent=self.id, verb="drafts")
        named = await self._pool.named(request, role)
        if not named and _DRAFTS.search(words):
            await self._pool.role_of(request, role.id, Standing.RECRUITER)
            return await self._outreach.listed(role)
        verb = "outreach" if _OUTREACH.search(words) else "kit"
        german = re.search(r"\b(?:in german|auf deutsch|deutsch\w*)\b", words, re.IGNORECASE)
        given = {"language": "de"} if german else {}
        if len(named) == 1:
            return await self._about(request, verb, named[0].id, given)
        return await self._who(role, verb, several=len(named) > 1)

    async def _who(self, role: Role, verb: str, *, several: bool) -> AgentReply:
        pool = await self._pool.pool(role)
        some = pool.evaluated[:4]
        if not some:
            return said(f"{role.title} has no evaluated candidate yet.")
        buttons = tuple(
            button(pool.name(each.id), AgentId.SCRIPTS, verb, candidate=each.id) for each in some
        )
        what = "an interview kit" if verb == "kit" else "a message"
        lead = "One at a time, please: for" if several else "For"
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"{lead} whom do you want {what}? Name the number or the pseudonym, "
                        "“candidate 3”."
                    )
                ),
                Buttons(buttons=buttons),
            ),
            pending=PendingQuestion(
                agent=AgentId.SCRIPTS, topic="who", data={"verb": verb, "role": role.id}
            ),
            is_personal=False,
        )

    # --- kits -----------------------------------------------------------------------------------

    async def _kit(
        self, request: AgentRequest, role: Role, candidate: Candidate, *, as_pdf: bool
    ) -> AgentReply:
        seen = await self._pool.evaluated(candidate)
        kit = kit_of(seen)
        is_open = request.turn.message.is_open_to_all
        if not as_pdf:
            blocks = await self._pool.guarded(kit_blocks(seen, kit), [candidate])
            return AgentReply(blocks=blocks, is_personal=is_open)
        if not kit.questions:
            raise UserMistake(f"{role.title} has no rubric to ask by yet. Save one first.")
        name = pseudonym(role.id, candidate.number)
        dossier = await self._pool.dossier(candidate)
        file = await self._handing.paper(
            kit_paper(seen, kit, made_on=self._clock.now().date(), version=self._version),
            name=f"interview-kit-{name}",
            owner=request.turn.user,
            caption=f"Interview kit for {name}",
            about=(Subject(candidate=candidate, dossier=dossier),),
        )
        return AgentReply(blocks=(file,), is_personal=is_open)


def kit_of(seen: Evaluated) -> Kit:
    """The kit for everything that is known of a candidate."""
    version = seen.rubric or seen.role.rubric
    observations = [
        each
        for step in EVALUATORS
        if step in seen.evaluations
        for each in seen.evaluations[step].observations
    ]
    return interview_kit(
        version.rubric if version is not None else Rubric(),
        seen.relevance.score if seen.relevance is not None else None,
        blind=seen.blind,
        observations=observations,
    )


def _may_ask(words: str) -> AgentReply:
    found = prohibited(words)
    if not found:
        lead = (
            "My rules find nothing in it that must not be asked. They cover age, family, sex, "
            "origin, religion, health, politics, looks, money, records and residence, in English "
            "and German; they are no legal advice."
        )
        return said(lead)
    items = tuple(text(quoted(one.words), f": {one.topic.value}. {one.instead}") for one in found)
    blocks: tuple[Block, ...] = (
        Paragraph(body=text(bold("Please do not ask that."), " It has no bearing on the work:")),
        Bullets(items=items),
    )
    return AgentReply(blocks=blocks, is_personal=False)
