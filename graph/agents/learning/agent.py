"""Courses for a skill that is named or would open most, learning plans, and self-checks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.agents import AgentId
from domain.ids import ResourceId
from domain.learning.model import LearningStance, Resource, SkillGap, Suggestion
from domain.learning.ranking import Wanted
from domain.matching.seeker import read_seeker
from domain.ports import Clock, PostingStore, ProfileStore, UserStore
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.push_ports import PushCountStore, ResourceStore
from domain.reply import PendingQuestion
from domain.seeker_ports import LearningPlanStore
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.learning import replies
from graph.agents.learning.check_desk import CheckDesk
from graph.agents.learning.plan_desk import PlanDesk
from graph.agents.learning.plan_making import PlanMaker
from graph.agents.learning.plan_requests import PlanRequest, PlanVerb, plan_request_of
from graph.agents.learning.replies import Found
from graph.agents.learning.requests import (
    MARKS,
    MOST_SKILLS,
    LearningRequest,
    Verb,
    request_of,
    shown_in,
    skill_in,
    with_time_limit,
)
from graph.learning.gaps import FindsGaps, SearchedGaps
from graph.learning.library import Library
from graph.planning_reply import plan_goal
from graph.posting_lookup import PostingLookup
from graph.push_counting import PushCounter
from graph.push_search import PushSearch, SearchesForMany

SHOWN = 3
"""Resources in one reply."""

_REFUSED = frozenset({LearningStance.DONE, LearningStance.NOT_FOR_ME})
_CHECKS = frozenset(
    {PlanVerb.CHECK, PlanVerb.ANSWER, PlanVerb.RATE, PlanVerb.FORGET, PlanVerb.END_CHECK}
)
_STANCE_OF = {
    Verb.DONE: (LearningStance.DONE, True),
    Verb.NOT_DONE: (LearningStance.DONE, False),
    Verb.NOT_FOR_ME: (LearningStance.NOT_FOR_ME, True),
    Verb.FOR_ME_AGAIN: (LearningStance.NOT_FOR_ME, False),
}
_OPPOSITE = {
    Verb.DONE: Verb.NOT_DONE,
    Verb.NOT_DONE: Verb.DONE,
    Verb.NOT_FOR_ME: Verb.FOR_ME_AGAIN,
    Verb.FOR_ME_AGAIN: Verb.NOT_FOR_ME,
}


class LearningAgent(Agent):
    """Finds learning resources; every step works without a model.

    A turn may run twice. What it chooses therefore never depends on what it notes: a named skill
    leaves out only what was done or turned down; "another" leaves out what was shown before, and
    what it shows itself counts as shown from the next turn on.
    """

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        postings: PostingStore,
        search: SearchesForMany,
        library: Library,
        resources: ResourceStore,
        users: UserStore,
        counts: PushCountStore,
        clock: Clock,
        plans: LearningPlanStore,
        lookup: PostingLookup,
        gaps: FindsGaps | None = None,
    ) -> None:
        """Take what the agent works with.

        Args:
            profiles: what people show, and where results of self-checks go.
            postings: whether there are any to compare with.
            search: counts the gaps of everybody alike.
            library: learning resources.
            resources: what people did with resources.
            users: for counting buttons once.
            counts: the operator's statistics.
            clock: what "now" is.
            plans: learning plans.
            lookup: which posting a plan is for.
            gaps: missing skills for a goal or a posting; None: ``search`` counts them.
        """
        self._profiles = profiles
        self._postings = postings
        self._search = search
        self._library = library
        self._resources = resources
        self._clock = clock
        self._counter = PushCounter(counts=counts, users=users, clock=clock)
        self._checks = CheckDesk(profiles=profiles)
        own_gaps = SearchedGaps(search=search, clock=clock)
        maker = PlanMaker(
            plans=plans,
            gaps=gaps or own_gaps,
            own_gaps=own_gaps,
            lookup=lookup,
            library=library,
            resources=resources,
            clock=clock,
        )
        self._plans = PlanDesk(
            plans=plans, maker=maker, library=library, resources=resources, clock=clock
        )

    @property
    def id(self) -> AgentId:
        return AgentId.LEARNING

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        open_question = request.dialogue.pending
        is_own = open_question is not None and open_question.agent is AgentId.LEARNING
        pending = open_question if is_own else None
        goal = plan_goal(request.turn.message.text, request.route.agents)
        if goal is not None:
            # Several agents answer together: the first steps, and nothing kept before a yes.
            outline = PlanRequest(verb=PlanVerb.PLAN, goal=goal.title)
            return replace(await self._planned(request, outline), pending=None)
        about_plan = plan_request_of(request.turn.message, pending)
        if about_plan is not None:
            return await self._planned(request, about_plan)
        wanted = request_of(request.turn.message, pending)
        await self._counter.pressed(request.turn, wanted.arguments)
        if wanted.verb is Verb.UNDO:
            last_step = replies.undone(pending)
            if last_step is None:
                return replies.nothing_to_undo()
            wanted = last_step
        if wanted.verb in MARKS:
            return await self._marked(request, wanted, pending)
        match wanted.verb:
            case Verb.WHICH:
                return await self._which(wanted, pending)
            case Verb.ANOTHER:
                return await self._another(request, wanted, pending)
            case Verb.FIND:
                return await self._found(request, wanted, pending)
            case _:
                return await self._for_gaps(request)

    async def _planned(self, request: AgentRequest, wanted: PlanRequest) -> AgentReply:
        await self._counter.pressed(request.turn, wanted.arguments)
        if wanted.verb in _CHECKS:
            return await self._checks.answer(request, wanted)
        return await self._plans.answer(request, wanted, profile=await self._profile(request))

    # --- finding -------------------------------------------------------------------------------

    async def _found(
        self, request: AgentRequest, wanted: LearningRequest, pending: PendingQuestion | None
    ) -> AgentReply:
        if not wanted.skills:
            return replies.unknown_subject(wanted.unknown)
        if wanted.shorter:
            wanted = with_time_limit(wanted, hours=await self._shortest_shown(pending))
        known = await self._known(await self._profile(request))
        past = await self._past(request, leave_out=_REFUSED)
        each = [
            await self._library.about(
                skill,
                known=known,
                language=request.language,
                past=past,
                limit=SHOWN,
                wanted=wanted.wanted,
            )
            for skill in wanted.skills
        ]
        suggestions = _in_turn(each, limit=SHOWN)
        covered = {one.skill for one in suggestions}
        missing = [skill for skill in wanted.skills if skill not in covered]
        if not suggestions:
            return await self._nothing(wanted, known=known, language=request.language)
        await self._note_shown(request, [one.resource.id for one in suggestions])
        return replies.found(
            Found(suggestions=suggestions, known=known, missing=tuple(missing)),
            now=self._clock.now(),
        )

    async def _nothing(
        self, wanted: LearningRequest, *, known: frozenset[str], language: str
    ) -> AgentReply:
        """Why there is nothing: the wish is too narrow, everything is settled, or no coverage."""
        skill = wanted.skills[0]
        every = await self._library.about(
            skill, known=known, language=language, past={}, limit=SHOWN
        )
        if every and wanted.wanted != Wanted():
            return replies.nothing_like_that(wanted)
        if every:
            return replies.everything_settled(skill)
        near = await self._library.nearest_covered(skill)
        return replies.not_covered(skill, near=near)

    async def _another(
        self, request: AgentRequest, wanted: LearningRequest, pending: PendingQuestion | None
    ) -> AgentReply:
        on_screen = list(shown_in(pending))
        if wanted.resource is not None and wanted.resource not in on_screen:
            on_screen.append(wanted.resource)
        skills = wanted.skills or await self._skills_of(wanted.resource)
        if not skills:
            return await self._for_gaps(request)
        # What was on the screen is left out below, whether or not this was noted by an earlier run.
        await self._note_shown(request, on_screen)
        past = dict(await self._past(request, leave_out=frozenset(LearningStance)))
        past.update((one, frozenset({LearningStance.SHOWN})) for one in on_screen)
        known = await self._known(await self._profile(request))
        each = [
            await self._library.about(
                skill, known=known, language=request.language, past=past, limit=1
            )
            for skill in skills
        ]
        suggestions = _in_turn(each, limit=1)
        if not suggestions:
            return replies.no_other(skills[0], shown=tuple(on_screen))
        return replies.found(
            Found(suggestions=suggestions, known=known, is_another=True), now=self._clock.now()
        )

    async def _for_gaps(self, request: AgentRequest) -> AgentReply:
        profile = corrected(await self._profile(request))
        if profile.resume is None and not profile.preferences.titles:
            return replies.which_skill()
        if await self._postings.count_open() == 0:
            return replies.no_postings()
        gaps = await self._gaps(profile)
        if not gaps:
            return replies.no_gaps()
        known = await self._known(profile)
        suggestions = await self._library.suggest(
            gaps,
            known=known,
            language=request.language,
            past=await self._past(request, leave_out=_REFUSED),
            limit=SHOWN,
        )
        if not suggestions:
            return replies.gaps_without_resources(gaps[:MOST_SKILLS])
        await self._note_shown(request, [one.resource.id for one in suggestions])
        shown = {one.skill for one in suggestions}
        return replies.found(
            Found(
                suggestions=tuple(suggestions),
                known=known,
                gaps=tuple(gap for gap in gaps if gap.skill in shown),
            ),
            now=self._clock.now(),
        )

    async def _gaps(self, profile: Profile) -> tuple[SkillGap, ...]:
        search = PushSearch(profile=profile, since=None, skip=frozenset(), limit=1)
        findings = await self._search.find_many([search])
        return findings[0].gaps if findings else ()

    # --- marks ---------------------------------------------------------------------------------

    async def _marked(
        self, request: AgentRequest, wanted: LearningRequest, pending: PendingQuestion | None
    ) -> AgentReply:
        resource = await self._resource(wanted.resource)
        if resource is None:
            return replies.gone()
        stance, on = _STANCE_OF[wanted.verb]
        await self._resources.note(request.turn.user, resource.id, stance, on=on)
        skill = (wanted.skills or skill_in(pending) or resource.skills)[0]
        if skill not in resource.skills:
            skill = resource.skills[0]
        known = await self._known(await self._profile(request))
        return replies.marked(
            wanted.verb,
            resource,
            skill=skill,
            opposite=_OPPOSITE[wanted.verb],
            is_shown=skill in known,
            listed=shown_in(pending),
            via=wanted.arguments.get("via", "chat"),
        )

    async def _which(self, wanted: LearningRequest, pending: PendingQuestion | None) -> AgentReply:
        resources = [await self._library.find(one) for one in shown_in(pending)]
        listed = [one for one in resources if one is not None]
        return replies.which_one(Verb(wanted.arguments["mark"]), listed, pending)

    # --- small things --------------------------------------------------------------------------

    async def _resource(self, resource: ResourceId | None) -> Resource | None:
        return None if resource is None else await self._library.find(resource)

    async def _skills_of(self, resource: ResourceId | None) -> tuple[str, ...]:
        found = await self._resource(resource)
        return () if found is None else found.skills[:1]

    async def _shortest_shown(self, pending: PendingQuestion | None) -> float | None:
        found = [await self._library.find(one) for one in shown_in(pending)]
        return min((one.hours for one in found if one and one.hours is not None), default=None)

    async def _note_shown(self, request: AgentRequest, resources: Sequence[ResourceId]) -> None:
        for resource in resources:
            if await self._library.find(resource) is not None:  # not what a forged button names
                await self._resources.note(
                    request.turn.user, resource, LearningStance.SHOWN, on=True
                )

    async def _past(
        self, request: AgentRequest, *, leave_out: frozenset[LearningStance]
    ) -> Mapping[ResourceId, frozenset[LearningStance]]:
        stances = await self._resources.stances(request.turn.user)
        return {key: held & leave_out for key, held in stances.items() if held & leave_out}

    async def _profile(self, request: AgentRequest) -> Profile:
        return await self._profiles.get(request.turn.user)

    async def _known(self, profile: Profile) -> frozenset[str]:
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


def _in_turn(each: Sequence[Sequence[Suggestion]], *, limit: int) -> tuple[Suggestion, ...]:
    """The best of each skill first, then the second of each; a resource once."""
    chosen: dict[ResourceId, Suggestion] = {}
    for rank in range(max((len(one) for one in each), default=0)):
        for suggestions in each:
            if rank < len(suggestions) and len(chosen) < limit:
                chosen.setdefault(suggestions[rank].resource.id, suggestions[rank])
    return tuple(chosen.values())
