"""Plans: shown and kept up to date. Every change may run twice and ends the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.digest.local_time import zone_of
from domain.errors import StorageBusy
from domain.ids import ResourceId
from domain.learning.model import LearningStance, Resource
from domain.learning.plan import LearningPlan, PlanStep, StepState
from domain.learning.planning import progress_of, redated, resources_of, with_step
from domain.ports import Clock
from domain.profiles import Profile
from domain.push_ports import LearningLibrary, ResourceStore
from domain.seeker_ports import LearningPlanStore
from graph.agent import AgentReply, AgentRequest
from graph.agents.learning import plan_replies as replies
from graph.agents.learning.plan_making import PlanMaker, locale_of, today_of
from graph.agents.learning.plan_requests import PlanRequest, PlanVerb
from graph.learning.plan_dates import next_check_in
from graph.wording.dates import day_words

_TRIES = 3
"""A chat and a check-in of one person rarely write at once; three times in a row is a fault."""


_NEEDS_OPEN_STEPS = frozenset(
    {PlanVerb.HOURS, PlanVerb.BEHIND, PlanVerb.PAUSE, PlanVerb.RESUME, PlanVerb.LATER}
)


class PlanDesk:
    """Answers everything about a person's one plan."""

    def __init__(
        self,
        *,
        plans: LearningPlanStore,
        maker: PlanMaker,
        library: LearningLibrary,
        resources: ResourceStore,
        clock: Clock,
    ) -> None:
        self._plans = plans
        self._maker = maker
        self._library = library
        self._resources = resources
        self._clock = clock

    async def answer(
        self, request: AgentRequest, wanted: PlanRequest, *, profile: Profile
    ) -> AgentReply:
        """One reply to one request about the plan."""
        if wanted.verb is PlanVerb.PLAN:
            return await self._maker.make(request, wanted, profile=profile)
        plan = await self._plans.get(request.turn.user)
        if plan is None:
            return replies.no_plan()
        if wanted.verb in _NEEDS_OPEN_STEPS and not any(
            step.state is StepState.TODO for step in plan.steps
        ):
            return replies.finished(plan)
        match wanted.verb:
            case PlanVerb.DONE | PlanVerb.SKIP | PlanVerb.REOPEN:
                return await self._mark(request, wanted, plan)
            case PlanVerb.HOURS if wanted.hours is None:
                return replies.ask_hours(plan)
            case PlanVerb.HOURS | PlanVerb.BEHIND:
                return await self._redate(request, wanted, plan)
            case PlanVerb.PAUSE | PlanVerb.RESUME:
                return await self._pause(request, plan, paused=wanted.verb is PlanVerb.PAUSE)
            case PlanVerb.STOP if wanted.arguments.get("sure") != "yes":
                return replies.confirm_stop(plan)
            case PlanVerb.STOP:
                await self._plans.remove(request.turn.user)
                return replies.said("The plan is deleted. What you learned stays yours.")
            case PlanVerb.LATER:
                return replies.said("All right. " + self._asked_again(request, plan))
            case _:
                shelf, today = await self._shelf(plan), today_of(request, self._clock)
                return replies.shown(plan, shelf, today=today, locale=locale_of(request))

    # --- keeping up -----------------------------------------------------------------------------

    async def _mark(
        self, request: AgentRequest, wanted: PlanRequest, plan: LearningPlan
    ) -> AgentReply:
        step = self._step(request, wanted, plan)
        if step is None:
            return replies.said(
                "That step is not in your plan.",
                replies.plan_button("Show my plan", PlanVerb.SHOW),
                remembers=True,
            )
        at = request.turn.message.received_at
        state = {PlanVerb.DONE: StepState.DONE, PlanVerb.SKIP: StepState.SKIPPED}.get(
            wanted.verb, StepState.TODO
        )
        is_open = state is StepState.TODO

        def change(current: LearningPlan) -> LearningPlan:
            marked = with_step(current, step.id, state=state, at=None if is_open else at)
            if marked == current:
                return current
            nothing_left = all(one.state is not StepState.TODO for one in marked.steps)
            if nothing_left:
                return replace(marked, check_in_at=None)
            if marked.check_in_at is None:
                due = next_check_in(request.user.settings, now=at)
                return replace(marked, check_in_at=due)
            return marked

        plan = await self._change(plan, change)
        if step.resource is not None and wanted.verb is not PlanVerb.SKIP:
            await self._resources.note(
                request.turn.user, step.resource, LearningStance.DONE, on=not is_open
            )
        now = next((one for one in plan.steps if one.id == step.id), step)
        words = {
            StepState.DONE: f"Done: {step.skill}.",
            StepState.SKIPPED: f"Skipped: {step.skill}.",
            StepState.TODO: f"{step.skill} is open again.",
        }[state]
        undo = None if is_open else replies.plan_button("Undo", PlanVerb.REOPEN, step=step.id)
        return replies.changed(
            words,
            plan,
            await self._shelf(plan),
            today=today_of(request, self._clock),
            locale=locale_of(request),
            undo=undo,
            step=now,
        )

    def _step(
        self, request: AgentRequest, wanted: PlanRequest, plan: LearningPlan
    ) -> PlanStep | None:
        """The step that is meant: of the button, the skill, the number on the list, or the next.

        The number counts the open steps, as they are listed. In a second run of a turn its own step
        counts as open still.
        """
        if wanted.step:
            return next((one for one in plan.steps if one.id == wanted.step), None)
        if wanted.skills and any(one.skill == wanted.skills[0] for one in plan.steps):
            return next(one for one in plan.steps if one.skill == wanted.skills[0])
        at = request.turn.message.received_at
        listed = [one for one in plan.steps if one.state is StepState.TODO or one.done_at == at]
        place = wanted.position or 0
        return listed[place] if place < len(listed) else None

    async def _redate(
        self, request: AgentRequest, wanted: PlanRequest, plan: LearningPlan
    ) -> AgentReply:
        today = today_of(request, self._clock)
        before = progress_of(plan, today=today)
        is_behind = wanted.verb is PlanVerb.BEHIND
        plan = await self._change(
            plan,
            lambda current: redated(
                current, today=today, hours_per_week=wanted.hours, is_behind=is_behind
            ),
        )
        after = progress_of(plan, today=today)
        words = f"{plan.hours_per_week:g} h a week from now on."
        if is_behind:
            words = "Counted anew from today: nothing is lost, and no date moves earlier."
        if before.ends_on and after.ends_on and before.ends_on != after.ends_on:
            was, now = (
                day_words(day, locale=locale_of(request)) for day in (before.ends_on, after.ends_on)
            )
            words += f" The end moves from {was} to {now}."
        return replies.changed(
            words, plan, await self._shelf(plan), today=today, locale=locale_of(request)
        )

    async def _pause(
        self, request: AgentRequest, plan: LearningPlan, *, paused: bool
    ) -> AgentReply:
        today = today_of(request, self._clock)

        def change(current: LearningPlan) -> LearningPlan:
            if current.paused is paused:
                return current
            if paused:
                return replace(current, paused=True)
            due = next_check_in(request.user.settings, now=self._clock.now())
            return replace(redated(current, today=today), paused=False, check_in_at=due)

        plan = await self._change(plan, change)
        words = "Paused. I will not ask until you resume." if paused else "Resumed, with new dates."
        return replies.changed(
            words, plan, await self._shelf(plan), today=today, locale=locale_of(request)
        )

    async def _change(
        self, plan: LearningPlan, change: Callable[[LearningPlan], LearningPlan]
    ) -> LearningPlan:
        for attempt in range(1, _TRIES + 1):
            changed = change(plan)
            if changed == plan:
                return plan
            try:
                return await self._plans.save(changed)
            except StorageBusy:
                current = await self._plans.get(plan.user)
                if attempt == _TRIES or current is None:
                    raise
                plan = current
        raise AssertionError("unreachable: the last try returns or raises")

    # --- small things ---------------------------------------------------------------------------

    def _asked_again(self, request: AgentRequest, plan: LearningPlan) -> str:
        if plan.check_in_at is None or plan.paused:
            return "Say “show my plan” when you go on."
        zone = zone_of(request.user.settings.time_zone)
        day = plan.check_in_at.astimezone(zone).date()
        return f"I will ask again on {day_words(day, locale=locale_of(request))}."

    async def _shelf(self, plan: LearningPlan) -> dict[ResourceId, Resource]:
        found = [await self._library.find(one) for one in sorted(resources_of(plan))]
        return {one.id: one for one in found if one is not None}
