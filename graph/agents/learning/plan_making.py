"""Plans are made: missing skills found, resources chosen, dates set, the plan stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.digest.local_time import zone_of
from domain.errors import StorageBusy
from domain.goals import Goal
from domain.ids import PostingId
from domain.learning.model import LearningStance, Resource, SkillGap
from domain.learning.plan import LearningPlan
from domain.learning.planning import (
    DEFAULT_HOURS,
    Selection,
    dated,
    kept_steps,
    learning_hours,
    needed_skills,
    next_number,
    select,
    steps_for,
)
from domain.learning.prerequisites import needs_of
from domain.matching.seeker import read_seeker
from domain.ports import Clock
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.push_ports import LearningLibrary, ResourceStore
from domain.seeker_ports import LearningPlanStore
from domain.skills import find_skills
from graph.agent import AgentReply, AgentRequest
from graph.agents.learning import plan_replies as replies
from graph.agents.learning.plan_requests import PlanRequest, PlanVerb
from graph.learning.gaps import FindsGaps
from graph.learning.plan_dates import next_check_in
from graph.posting_lookup import PostingLookup
from graph.wording.counts import joined

_TRIES = 3
_REFUSED = frozenset({LearningStance.DONE, LearningStance.NOT_FOR_ME})


def today_of(request: AgentRequest, clock: Clock) -> date:
    """The person's date."""
    return clock.now().astimezone(zone_of(request.user.settings.time_zone)).date()


def locale_of(request: AgentRequest) -> str | None:
    """Whose order of day and month counts."""
    return request.turn.message.locale or request.user.settings.language


class PlanMaker:
    """Makes plans out of a goal, a posting or named skills.

    Args:
        plans: where they are kept.
        gaps: missing skills of a goal or a posting.
        own_gaps: missing skills for what the person looks for.
        lookup: which posting is meant.
        library: resources.
        resources: what the person did with resources.
        clock: what "now" is.
    """

    def __init__(
        self,
        *,
        plans: LearningPlanStore,
        gaps: FindsGaps,
        own_gaps: FindsGaps,
        lookup: PostingLookup,
        library: LearningLibrary,
        resources: ResourceStore,
        clock: Clock,
    ) -> None:
        self._plans = plans
        self._gaps = gaps
        self._own_gaps = own_gaps
        self._lookup = lookup
        self._library = library
        self._resources = resources
        self._clock = clock

    async def make(
        self, request: AgentRequest, wanted: PlanRequest, *, profile: Profile
    ) -> AgentReply:
        """The plan that is asked for, instead of the one there is; what was done stays."""
        older = await self._plans.get(request.turn.user)
        goal, posting, gaps = wanted.goal, None, tuple(_named(wanted.skills))
        if gaps and wanted.about_posting:  # an outline that was taken
            known_id = PostingId(wanted.arguments["posting"])
            stored = await self._lookup.get(request.turn.user, known_id)
            posting = stored.posting.id if stored else None
        if not gaps:
            if wanted.unknown:
                return replies.said(
                    f"I know no skill or job called “{wanted.unknown}”. Name one that postings "
                    "ask for, such as SQL or bookkeeping."
                )
            found = await self._asked_for(request, wanted, profile=profile)
            if isinstance(found, AgentReply):
                return found
            goal, posting, gaps = found
        known = await self._known(profile)
        if older is not None:
            known |= {step.skill for step in kept_steps(older)}
        if wanted.arguments.get("anyway") == "yes":
            known -= set(wanted.skills)
        chosen, selection = await self._chosen(request, gaps, known=known)
        if not selection.skills:
            return _nothing_to_learn(goal, selection)
        kept = kept_steps(older)
        steps = steps_for(
            selection,
            gaps={gap.skill: gap for gap in gaps},
            known=known,
            resources=chosen,
            first_number=next_number(older.steps if older else ()),
        )
        today = today_of(request, self._clock)
        hours = wanted.hours or (older.hours_per_week if older else DEFAULT_HOURS)
        plan = LearningPlan(
            user=request.turn.user,
            goal=goal or joined([gap.skill for gap in gaps[:3]]),
            posting=posting,
            hours_per_week=hours,
            started_on=today,
            steps=(*kept, *dated(steps, hours_per_week=hours, today=today)),
            check_in_at=next_check_in(request.user.settings, now=self._clock.now()),
        )
        shelf = {one.id: one for one in chosen.values()}
        if request.is_shared:  # an outline is an offer: nothing is stored before it is taken
            return replies.outline(plan, shelf, today=today, locale=locale_of(request), is_new=True)
        plan = await self._store(plan)
        return replies.made(
            plan,
            shelf,
            today=today,
            locale=locale_of(request),
            notes=_notes(selection),
            was_kept=bool(kept),
        )

    async def _asked_for(
        self, request: AgentRequest, wanted: PlanRequest, *, profile: Profile
    ) -> tuple[str, PostingId | None, tuple[SkillGap, ...]] | AgentReply:
        """The goal's words, its posting, and what is missing for it."""
        if wanted.about_posting:
            meant = await self._lookup.meant(request.turn, request.dialogue)
            if meant.choices:
                return _which_posting(
                    [(one.posting.id, one.posting.title) for one in meant.choices]
                )
            if meant.posting is None:
                return replies.said(
                    "Which posting? Open one, or forward it to me, and ask again.",
                )
            one = meant.posting.posting
            gaps = await self._gaps.gaps_for(profile, postings=[one])
            return one.title, one.id, tuple(gaps)
        if wanted.goal:
            gaps = await self._gaps.gaps_for(profile, goal=Goal(title=wanted.goal))
            return wanted.goal, None, tuple(gaps) or _usual(wanted.goal)
        if profile.resume is None and not profile.preferences.titles:
            return replies.said(
                "A plan for what? Name skills or a job, such as “a plan for data engineer, 4 hours "
                "a week”.",
                remembers=True,
            )
        return "the jobs you look for", None, tuple(await self._own_gaps.gaps_for(profile))

    async def _chosen(
        self, request: AgentRequest, gaps: Sequence[SkillGap], *, known: frozenset[str]
    ) -> tuple[dict[str, Resource], Selection]:
        """One resource per skill, each once, and the skills in their order."""
        stances = await self._resources.stances(request.turn.user)
        past = {key: held & _REFUSED for key, held in stances.items() if held & _REFUSED}
        chosen: dict[str, Resource] = {}
        needed = needed_skills(gaps, known=known)
        for skill in needed:
            before = {name for part in needs_of(skill) for name in part if name in needed}
            found = await self._library.suggest(
                [SkillGap(skill=skill, unlocks=0, asked=0, of=0)],
                known=known | before,
                language=request.language,
                past=past,
            )
            if found:
                chosen[skill] = found[0].resource
                past[found[0].resource.id] = frozenset({LearningStance.SHOWN})
        hours = {skill: learning_hours(chosen.get(skill), skill=skill)[0] for skill in needed}
        return chosen, select(gaps, known=known, hours=hours)

    async def _store(self, plan: LearningPlan) -> LearningPlan:
        """Instead of whatever plan there is; the same plan again changes nothing."""
        for attempt in range(1, _TRIES + 1):
            current = await self._plans.get(plan.user)
            version = current.version if current else 0
            if current is not None and _is_same(current, plan):
                return current
            try:
                return await self._plans.save(replace(plan, version=version))
            except StorageBusy:
                if attempt == _TRIES:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    async def _known(self, profile: Profile) -> frozenset[str]:
        profile = corrected(profile)
        if profile.resume is None and not profile.corrections:
            return frozenset()
        seeker = await asyncio.to_thread(
            read_seeker,
            profile.resume,
            preferences=profile.preferences,
            corrections=profile.corrections,
            today=self._clock.now().date(),
        )
        return frozenset(seeker.skills)


def _is_same(kept: LearningPlan, made: LearningPlan) -> bool:
    """Whether a plan was stored by an earlier run of this turn: only the ids of steps differ."""

    def content(plan: LearningPlan) -> tuple[object, ...]:
        steps = [
            (one.skill, one.why, one.resource, one.hours, one.due_on, one.state)
            for one in plan.steps
        ]
        return (plan.goal, plan.posting, plan.hours_per_week, plan.started_on, plan.paused, steps)

    return content(kept) == content(made)


def _named(skills: Sequence[str]) -> list[SkillGap]:
    return [SkillGap(skill=skill, unlocks=0, asked=0, of=0) for skill in skills]


def _usual(goal: str) -> tuple[SkillGap, ...]:
    """Without postings to count: what the title itself names, with all that comes before it."""
    return tuple(_named([one.canonical for one in find_skills(goal, is_title=True)]))


def _notes(selection: Selection) -> list[str]:
    notes = []
    if selection.shown:
        notes.append(f"Left out, since your profile or plan shows it: {joined(selection.shown)}.")
    if selection.left_out:
        notes.append(f"For a later plan: {joined(selection.left_out)}.")
    return notes


def _nothing_to_learn(goal: str, selection: Selection) -> AgentReply:
    if selection.shown:
        again = replies.plan_button(
            "Plan it anyway", PlanVerb.PLAN, skills=",".join(selection.shown), anyway="yes"
        )
        names = joined(selection.shown)
        return replies.said(f"Your profile shows {names} already, so nothing is missing.", again)
    about = f" for {goal}" if goal else ""
    return replies.said(
        f"I found no missing skill{about} in the open postings. Name skills, and I plan those."
    )


def _which_posting(choices: Sequence[tuple[PostingId, str]]) -> AgentReply:
    buttons = [
        replies.plan_button(title[:40], PlanVerb.PLAN, posting=posting)
        for posting, title in choices[:4]
    ]
    return replies.said("A plan for which posting?", *buttons)
