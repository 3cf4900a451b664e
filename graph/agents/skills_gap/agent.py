"""The skills gap agent: what is missing, proven on both sides, and what a skill would open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.agents import AgentId
from domain.goals import Goal
from domain.ids import PostingId
from domain.matching.titles import read_title
from domain.ports import BlobStore, ProfileStore
from domain.posting import Posting
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.bounded import bounded
from domain.preferences.guesses import guessed_titles
from domain.profile_sources import with_statement, without_statement
from domain.profile_sources.telling import is_denial, tells_of_use
from domain.profiles import Profile, Statement, StatementKind
from domain.reply import Block, PendingQuestion
from domain.seeker_ports import PicturePress
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.skills_gap import replies
from graph.agents.skills_gap.coverage import CoveragePictures, coverage_chart
from graph.agents.skills_gap.replies import MEMORY, WHERE_USED, Answered
from graph.agents.skills_gap.requests import (
    LONGEST_PASTED,
    GapRequest,
    TargetWish,
    Verb,
    as_title,
    asks_why,
    goal_in,
    is_pasted,
    names_any,
    of_action,
    says_used,
    skill_named,
    target_of,
    wants_set,
)
from graph.gaps.finding import MOST_IN_SET, GapFinder
from graph.posting_lookup import CURRENT, SHOWN, PostingLookup
from graph.profile_updates import update_profile

_LONGEST_ANSWER = 400  # characters of "where did you use it" that are kept
_MOST_NAME_WORDS = 4


class SkillsGapAgent(Agent):
    """Compares a person with a role, a posting, several postings or a goal; needs no model."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        lookup: PostingLookup,
        gaps: GapFinder,
        blobs: BlobStore,
        pictures: PicturePress | None,
    ) -> None:
        """Reads nothing yet.

        Args:
            profiles: read, and written when somebody says where they used a skill.
            lookup: which posting is meant.
            gaps: the computation, shared with whoever plans from it.
            blobs: where a picture waits for its delivery.
            pictures: draws the coverage; None leaves a chart of characters.
        """
        self._profiles = profiles
        self._lookup = lookup
        self._gaps = gaps
        self._pictures = CoveragePictures(blobs=blobs, press=pictures)

    @property
    def id(self) -> AgentId:
        return AgentId.SKILLS_GAP

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        action = request.turn.message.action
        pending = request.dialogue.pending
        own = pending if pending is not None and pending.agent is AgentId.SKILLS_GAP else None
        if action is not None:
            return await self._do(request, of_action(action), own)
        words = request.turn.message.text
        if own is not None and own.topic == WHERE_USED and not words.rstrip().endswith("?"):
            return await self._told(request, words, own)
        if own is not None and own.topic == MEMORY and not is_pasted(words):
            skill = skill_named(words)
            verb = Verb.WHY if asks_why(words) else Verb.USED if says_used(words) else None
            if verb is not None and (skill or verb is Verb.WHY):
                wanted = GapRequest(verb=verb, target=target_of(own.data), skill=skill)
                return await self._do(request, wanted, own)
        return await self._gap_of_words(request)

    async def _do(
        self, request: AgentRequest, wanted: GapRequest, own: PendingQuestion | None
    ) -> AgentReply:
        target = wanted.target
        if target.is_empty and own is not None:
            target = target_of(own.data)  # a button about pasted text carries no text
        match wanted.verb:
            case Verb.USED if wanted.skill:
                return replies.ask_where_used(wanted.skill, target)
            case Verb.FORGET:
                await update_profile(
                    self._profiles,
                    request.turn.user,
                    lambda profile: without_statement(profile, wanted.statement),
                )
                return await self._gap(request, target)
            case Verb.WHY:
                return await self._why(request, target, skill=wanted.skill)
            case _:
                return await self._gap(request, target)

    # --- what is meant -------------------------------------------------------------------------

    async def _gap_of_words(self, request: AgentRequest) -> AgentReply:
        words = request.turn.message.text
        if is_pasted(words):
            return await self._gap(request, TargetWish(pasted=words[:LONGEST_PASTED]))
        pending = request.dialogue.pending
        shown = _listed(pending, SHOWN)
        if wants_set(words) and shown:
            return await self._gap(request, TargetWish(postings=shown[:MOST_IN_SET]))
        goal = goal_in(words)
        if goal is not None and names_any(words):
            return await self._gap(request, TargetWish(goal=goal))
        meant = await self._lookup.meant(request.turn, request.dialogue)
        if meant.posting is not None:
            return await self._gap(request, TargetWish(posting=meant.posting.posting.id))
        if meant.choices and goal is None:
            return replies.ask_which(meant.choices)
        if goal is None and pending is not None and pending.topic == "target":
            goal = as_title(words)
        if goal is not None:
            return await self._gap(request, TargetWish(goal=goal))
        if current := _listed(pending, CURRENT):
            return await self._gap(request, TargetWish(posting=current[0]))
        profile = await self._profiles.get(request.turn.user)
        if profile.preferences.titles:
            wished = TargetWish(goal=Goal(title=profile.preferences.titles[0]))
            return await self._gap(request, wished)
        return _ask_target(profile)

    async def _gap(
        self,
        request: AgentRequest,
        target: TargetWish,
        *,
        before: Sequence[Block] = (),
        undo: Statement | None = None,
    ) -> AgentReply:
        answered = await self._answered(request, target)
        if isinstance(answered, AgentReply):
            return answered
        if request.is_shared:
            return replies.shared_reply(answered)
        chart = coverage_chart(answered.report)
        picture = None if chart is None else await self._pictures.block(chart, turn=request.turn.id)
        return replies.gap_reply(answered, picture=picture, before=before, undo=undo)

    async def _answered(self, request: AgentRequest, target: TargetWish) -> Answered | AgentReply:
        """The report of a target; a reply where there is nothing to report on."""
        profile = await self._profiles.get(request.turn.user)
        locale = request.turn.message.locale
        if target.goal is not None:
            report = await self._gaps.for_goal(profile, target.goal)
            if report.of == 0:
                return replies.unknown_role(target.goal.title, corpus=report.corpus)
            return Answered(report=report, target=target, locale=locale)
        if target.pasted:
            report = await self._gaps.for_postings(profile, [_pasted(target.pasted)])
            return Answered(report=report, target=target, locale=locale)
        ids = (target.posting,) if target.posting else target.postings
        postings = await self._lookup.get_many(request.turn.user, list(ids))
        if not ids:
            return _ask_target(profile)
        if not postings:
            return replies.said(
                "I do not have that posting any more. Send its text and I compare it."
            )
        report = await self._gaps.for_postings(profile, [one.posting for one in postings])
        return Answered(report=report, target=target, locale=locale, postings=tuple(postings))

    async def _why(self, request: AgentRequest, target: TargetWish, *, skill: str) -> AgentReply:
        answered = await self._answered(request, target)
        if isinstance(answered, AgentReply):
            return answered
        named = [line.posting for line in answered.report.skills if line.posting]
        postings = await self._lookup.get_many(request.turn.user, list(dict.fromkeys(named)))
        titles = {one.posting.id: _name_of(one.posting) for one in postings}
        return replies.why_reply(answered, skill=skill, titles=titles)

    # --- what was used -------------------------------------------------------------------------

    async def _told(
        self, request: AgentRequest, words: str, question: PendingQuestion
    ) -> AgentReply:
        """An answer to "where did you use it"; the same turn again notes it once."""
        skill = question.data.get("skill", "")
        short = read_short_answer(words)
        told = bounded(words, limit=_LONGEST_ANSWER)
        says_nothing = short in {
            ShortAnswer.NO, ShortAnswer.SKIP, ShortAnswer.STOP, ShortAnswer.UNDO,
        }  # fmt: skip
        if not skill or says_nothing or is_denial(told):
            return replies.nothing_noted(skill)
        if short is not None or not tells_of_use(told):
            return replies.ask_where_used(skill, target_of(question.data))

        def change(profile: Profile) -> Profile:
            return with_statement(
                profile,
                StatementKind.EXPERIENCE,
                skill,
                told,
                request.turn.message.received_at,
                _role_named(profile, told),
            )

        profile = await update_profile(self._profiles, request.turn.user, change)
        kept = next(
            (
                one
                for one in reversed(profile.statements)
                if one.skill == skill and one.kind is StatementKind.EXPERIENCE
            ),
            None,
        )
        before = () if kept is None else (replies.noted(kept),)
        return await self._gap(request, target_of(question.data), before=before, undo=kept)


def _ask_target(profile: Profile) -> AgentReply:
    knows = profile.resume is not None or bool(profile.corrections or profile.statements)
    return replies.ask_target(guessed_titles(profile.resume), knows_person=knows)


def _listed(pending: PendingQuestion | None, key: str) -> tuple[PostingId, ...]:
    listed = pending.data.get(key, "") if pending is not None else ""
    return tuple(PostingId(line) for line in listed.split("\n") if line)


def _pasted(words: str) -> Posting:
    """Pasted text as a posting that is kept nowhere; the first short line is its title."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    first = lines[0].lstrip("#* ") if lines else ""
    has_title = 3 <= len(first) <= 90 and read_title(first).family is not None
    return Posting(
        id=PostingId(""),
        source="pasted",
        source_id="",
        title=first if has_title else "",
        company="",
        description=words,
    )


def _name_of(posting: Posting) -> str:
    return f"{posting.title}, {posting.company}".strip(", ")[:120]


def _role_named(profile: Profile, words: str) -> str:
    """Path of the role whose employer the words name; empty when none or several are."""
    said = f" {words.casefold()} "
    found: list[str] = []
    for i, work in enumerate(profile.resume.work if profile.resume else ()):
        name = " ".join((work.employer.text if work.employer else "").casefold().split())
        core = " ".join(name.split()[:_MOST_NAME_WORDS])
        if len(core) >= 3 and re.search(rf"(?<!\w){re.escape(core)}(?!\w)", said):
            found.append(f"work.{i}.roles.0" if len(work.roles) == 1 else "")
    return found[0] if len(found) == 1 else ""
