"""A message to a candidate on its way: drafted, changed, approved, sent once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Literal

from domain.agents import AgentId
from domain.deciding.model import LogKind, OutreachDraft, OutreachState
from domain.errors import UserMistake
from domain.ids import OutboundId
from domain.job_text import language_of
from domain.job_wording.pay_duties import stated_pay
from domain.outreach.drafting import BODY_CHARS, SUBJECT_CHARS, OutreachFacts, draft_letter, opt_out
from domain.outreach.linting import LetterFinding, lint_letter
from domain.outreach.prohibited import prohibited
from domain.ports import Clock
from domain.recruiting_ports import DecisionStore
from domain.reply import Notice, Paragraph, PendingQuestion, Tone, text
from domain.roles.model import Ask, Role, Standing
from domain.screening.candidate import Candidate
from domain.screening.pseudonym import pseudonym
from domain.screening.score import CriterionState
from graph.agent import AgentReply, AgentRequest
from graph.agents.scripts.ways import MailWay, MailWays
from graph.deciding.outreach_view import (
    copy_blocks,
    draft_blocks,
    draft_list,
    finding_blocks,
    letter_of,
)
from graph.deciding.pool import CandidatePool, said
from graph.deciding.rewording import LetterWording
from graph.screening.actions import reveal_button
from graph.screening.card import Evaluated

_SUBJECT = re.compile(r"^\s*(?:subject|betreff)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_GONE = "That message is not here any more. “Show the messages” lists those that are."


class OutreachDesk:
    """Everything about messages to candidates. All of it goes to the asking person alone.

    Args:
        pool: roles and candidates within what people may.
        decisions: drafts.
        ways: whether and how messages go by mail.
        post: hands a stored message over for delivery.
        clock: the time.
        wording: says a message in other words; None without a model.
    """

    def __init__(
        self,
        *,
        pool: CandidatePool,
        decisions: DecisionStore,
        ways: MailWays,
        post: Callable[[OutboundId], Awaitable[None]],
        clock: Clock,
        wording: LetterWording | None,
    ) -> None:
        self._wording = wording
        self._pool = pool
        self._decisions = decisions
        self._ways = ways
        self._post = post
        self._clock = clock

    async def write(
        self, request: AgentRequest, role: Role, candidate: Candidate, *, language: str
    ) -> AgentReply:
        """A new draft from the role and the evidence; the same turn writes the same one."""
        seen = await self._pool.evaluated(candidate)
        spoken = language or language_of(role.description) or "en"
        chosen: Literal["en", "de"] = "de" if spoken == "de" else "en"
        facts = facts_of(role, seen, writer=request.user.display_name or "The hiring team")
        letter = draft_letter(facts, language=chosen)
        key = hashlib.sha256(request.turn.id.encode()).hexdigest()[:12]
        draft_id = f"{candidate.id}.{key}"
        draft = await self._decisions.get_draft(draft_id) or await self._decisions.draft(
            OutreachDraft(
                id=draft_id,
                role=role.id,
                candidate=candidate.id,
                author=request.turn.user,
                subject=letter.subject[:SUBJECT_CHARS],
                body=letter.body[:BODY_CHARS],
                changed_at=self._clock.now(),
            )
        )
        return await self._shown(request, role, candidate, draft)

    async def about(self, request: AgentRequest, verb: str, given: Mapping[str, str]) -> AgentReply:
        """A button of a draft.

        Raises:
            UserMistake: it is gone, or its state does not allow this.
        """
        draft = await self._decisions.get_draft(given.get("draft", ""))
        if draft is None:
            raise UserMistake(_GONE)
        role, candidate = await self._pool.candidate(request, draft.candidate, Standing.RECRUITER)
        match verb:
            case "reword":
                return await self._reword(request, role, candidate, draft, given)
            case "rephrase":
                return await self._rephrase(request, role, candidate, draft)
            case "approve":
                return await self._approve(request, role, candidate, draft, given)
            case "discard":
                return await self._discard(request, role, candidate, draft)
            case "send" | "sent_by_hand":
                by_hand = verb == "sent_by_hand"
                is_same = given.get("words", digest_of(draft)) == digest_of(draft)
                if draft.state is OutreachState.APPROVED and not is_same:
                    return await self._shown(request, role, candidate, draft)
                return await self._send(request, role, candidate, draft, by_hand=by_hand)
            case _:
                return await self._shown(request, role, candidate, draft)

    async def listed(self, role: Role) -> AgentReply:
        """The messages of a role."""
        pool = await self._pool.pool(role)
        drafts = await self._decisions.drafts(role.id)
        named = [(draft, pool.name(draft.candidate)) for draft in drafts]
        return AgentReply(blocks=draft_list(named))

    # --- words ----------------------------------------------------------------------------------

    async def _reword(
        self,
        request: AgentRequest,
        role: Role,
        candidate: Candidate,
        draft: OutreachDraft,
        given: Mapping[str, str],
    ) -> AgentReply:
        subject, body = given.get("form.subject", "").strip(), given.get("form.body", "").strip()
        if not subject and not body:
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text(
                            "Send me the whole message as it should be. A first line “Subject: …” "
                            "changes the subject. Any change takes an approval back."
                        )
                    ),
                ),
                pending=PendingQuestion(
                    agent=AgentId.SCRIPTS, topic="reword", data={"draft": draft.id}
                ),
            )
        changed = await self._decisions.draft(
            OutreachDraft(
                id=draft.id,
                role=draft.role,
                candidate=draft.candidate,
                author=draft.author,
                subject=" ".join((subject or draft.subject).split())[:SUBJECT_CHARS],
                body=(body or draft.body)[:BODY_CHARS],
                changed_at=self._clock.now(),
            )
        )
        return await self._shown(request, role, candidate, changed)

    async def reworded(
        self, request: AgentRequest, data: Mapping[str, str], words: str
    ) -> AgentReply:
        """The answer to the question for new words."""
        subject = _SUBJECT.match(words)
        given = {
            "draft": data.get("draft", ""),
            "form.subject": subject[1] if subject is not None else "",
            "form.body": words[subject.end() :] if subject is not None else words,
        }
        return await self.about(request, "reword", given)

    async def _rephrase(
        self, request: AgentRequest, role: Role, candidate: Candidate, draft: OutreachDraft
    ) -> AgentReply:
        language = language_of(draft.body) or "en"
        seen = await self._pool.evaluated(candidate)
        facts = facts_of(role, seen, writer=request.user.display_name)
        keep = (
            facts.role,
            facts.writer,
            facts.place,
            facts.pay,
            opt_out(language),
            *facts.questions[:2],
        )
        body = None
        if self._wording is not None:
            body = await self._wording.reworded(
                draft.body,
                keep=[each for each in (*keep, *facts.skills) if each in draft.body],
                language=language,
                today=self._clock.now().date(),
            )
        if body is None:
            lead = Notice(
                body=text(
                    "There are no other words: no model answered, or it would have changed a fact. "
                    "The message stays as it is."
                )
            )
            shown = await self._shown(request, role, candidate, draft)
            return replace(shown, blocks=(lead, *shown.blocks), wanted_model=True)
        return await self._reword(request, role, candidate, draft, {"form.body": body})

    async def _shown(
        self, request: AgentRequest, role: Role, candidate: Candidate, draft: OutreachDraft
    ) -> AgentReply:
        name = pseudonym(role.id, candidate.number)
        return AgentReply(
            blocks=draft_blocks(
                draft,
                name,
                self._findings(draft),
                digest=digest_of(draft),
                goes_by_mail=not (await self._way(request, candidate, draft)).why_not,
                can_rephrase=self._wording is not None,
                fate=await self._ways.fate(draft),
            )
        )

    def _findings(self, draft: OutreachDraft) -> tuple[LetterFinding, ...]:
        return lint_letter(draft.subject, draft.body, today=self._clock.now().date())

    # --- states ---------------------------------------------------------------------------------

    async def _approve(
        self,
        request: AgentRequest,
        role: Role,
        candidate: Candidate,
        draft: OutreachDraft,
        given: Mapping[str, str],
    ) -> AgentReply:
        if given.get("words", digest_of(draft)) != digest_of(draft):
            # Somebody changed it after it was shown: these words were not approved by anybody.
            return await self._shown(request, role, candidate, draft)
        findings = self._findings(draft)
        if any(one.stops for one in findings):
            lead = Paragraph(body=text("Not approved: please change this first."))
            return AgentReply(blocks=(lead, *finding_blocks(findings)))
        if draft.state is OutreachState.DRAFT:
            await self._decisions.move_draft(
                draft.id,
                from_state=OutreachState.DRAFT,
                to=OutreachState.APPROVED,
                by=request.turn.user,
                at=self._clock.now(),
                seen=draft.changed_at,
            )
        now = await self._again(draft)
        if now.state is OutreachState.APPROVED:
            await self._pool.log(
                request,
                role,
                LogKind.OUTREACH_APPROVED,
                candidate=candidate.id,
                detail=f"words {digest_of(now)}",
            )
        return await self._shown(request, role, candidate, now)

    async def _discard(
        self, request: AgentRequest, role: Role, candidate: Candidate, draft: OutreachDraft
    ) -> AgentReply:
        await self._decisions.move_draft(
            draft.id,
            from_state=draft.state,
            to=OutreachState.DISCARDED if draft.state is not OutreachState.SENT else draft.state,
            by=request.turn.user,
            at=self._clock.now(),
        )
        now = await self._again(draft)
        if now.state is OutreachState.SENT:
            raise UserMistake("It was sent already, so it cannot be discarded any more.")
        return said(f"The message to {pseudonym(role.id, candidate.number)} is discarded.")

    async def _send(
        self,
        request: AgentRequest,
        role: Role,
        candidate: Candidate,
        draft: OutreachDraft,
        *,
        by_hand: bool,
    ) -> AgentReply:
        name = pseudonym(role.id, candidate.number)
        way = await self._way(request, candidate, draft)
        goes_by_mail = not way.why_not and not by_hand
        if draft.state is OutreachState.DRAFT:
            lead = Notice(
                body=text("Nobody approved these words yet, so nothing was sent."),
                tone=Tone.WARNING,
            )
            shown = await self._shown(request, role, candidate, draft)
            return AgentReply(blocks=(lead, *shown.blocks))
        if draft.state is OutreachState.DISCARDED:
            raise UserMistake(
                "This message was discarded. Write a new one: “write to candidate …”."
            )
        if draft.state is OutreachState.APPROVED and not goes_by_mail and not by_hand:
            reveal = reveal_button(candidate)
            return AgentReply(blocks=copy_blocks(draft, name=name, why=way.why_not, reveal=reveal))
        messages = []
        if goes_by_mail:
            language = language_of(draft.body) or "en"
            messages.append(
                letter_of(draft, mail=way.mail, language=language, answers_to=way.answers_to)
            )
        moved = await self._decisions.move_draft(
            draft.id,
            from_state=OutreachState.APPROVED,
            to=OutreachState.SENT,
            by=request.turn.user,
            at=self._clock.now(),
            messages=messages,
            seen=draft.changed_at,
        )
        now = await self._again(draft)
        if now.state is not OutreachState.SENT:
            return await self._shown(request, role, candidate, now)
        await self._pool.log(
            request,
            role,
            LogKind.OUTREACH_SENT,
            candidate=candidate.id,
            detail="marked as sent by hand" if by_hand else "by mail",
            key=f"sent:{draft.id}",
        )
        if not moved:
            return said(f"The message to {name} was sent already; it is sent once.")
        for message in messages:
            await self._post(
                message.id
            )  # a crash before this: what waits is sent at the next start
        if by_hand:
            return said(f"Kept: the message to {name} was sent by hand.")
        return said(f"The message to {name} is on its way by mail. It is sent once.")

    async def _again(self, draft: OutreachDraft) -> OutreachDraft:
        now = await self._decisions.get_draft(draft.id)
        if now is None:
            raise UserMistake(_GONE)
        return now

    async def _way(
        self, request: AgentRequest, candidate: Candidate, draft: OutreachDraft
    ) -> MailWay:
        dossier = await self._pool.dossier(candidate)
        return await self._ways.way(draft, dossier=dossier, asking=request.turn.user)


def digest_of(draft: OutreachDraft) -> str:
    """Short hash of the words: what was approved is what is sent."""
    return hashlib.sha256(f"{draft.subject}\0{draft.body}".encode()).hexdigest()[:16]


def facts_of(role: Role, seen: Evaluated, *, writer: str) -> OutreachFacts:
    """What a message may be made of: the role's words, and skills that evidence shows."""
    version = seen.rubric or role.rubric
    results = (
        {one.criterion: one for one in seen.relevance.score.criteria} if seen.relevance else {}
    )
    listed = {skill.name for skill in seen.blind.skills}
    skills: list[str] = []
    for criterion in sorted(
        version.rubric.criteria if version is not None else (), key=lambda one: -one.weight
    ):
        result = results.get(criterion.id)
        if result is None or result.state is CriterionState.UNKNOWN:
            continue
        if criterion.wanted.ask is Ask.SKILL:
            skills += [name for name in criterion.wanted.any_of if name in listed]
    pay = stated_pay(role.description)
    asked = seen.relevance.score.questions if seen.relevance is not None else ()
    return OutreachFacts(
        role=role.title,
        writer=writer,
        skills=tuple(dict.fromkeys(skills)),
        place=role.place,
        is_remote=role.remote,
        pay=role.description[pay.start : pay.end] if pay is not None else "",
        questions=tuple(question for question in asked if not prohibited(question)),
    )
