"""A plan out of missing skills: what first, with what, in how many hours, until when. Pure.

Order: the skill that opens most postings for its hours (those of what it needs first included)
comes first, its prerequisites right before it. Without numbers the order is the person's own.

Dates: a plan week begins on a Monday, the first one on or after the start. A step is due on the
Sunday of the week in which its last hour falls, at the chosen hours a week.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.ids import ResourceId
from domain.learning.model import Format, Level, Resource, SkillGap
from domain.learning.plan import LearningPlan, PlanStep, StepState
from domain.learning.prerequisites import chosen_needs, path_to, shown_by
from domain.skills import taxonomy

MOST_STEPS = 12
"""Open steps of a plan; a longer one is a wish."""
FEWEST_HOURS, MOST_HOURS = 0.5, 60.0
"""A week, as a person may choose them."""
DEFAULT_HOURS = 4.0
"""A week, until the person says otherwise."""

_ASSUMED_HOURS: Mapping[Format, tuple[float, float, float]] = {
    Format.COURSE: (20, 25, 30),
    Format.TUTORIAL: (6, 8, 10),
    Format.BOOK: (25, 30, 40),
    Format.DOCUMENTATION: (8, 10, 12),
    Format.VIDEO: (4, 6, 8),
    Format.EXERCISES: (10, 12, 15),
    Format.PROJECT: (15, 20, 25),
}
"""Ours, by level (beginner, intermediate, advanced): rounded from what providers of such things
state where they state it. Always shown as an assumption."""
_LEAST_HOURS = {
    "Programming languages": 20.0,
    "Machine learning": 20.0,
    "Web and mobile frameworks": 12.0,
    "Databases": 10.0,
    "Data engineering and analytics": 10.0,
    "Cloud and operations": 10.0,
}
"""By subject, where no time is stated: one tutorial is not the time a language takes. Ours."""
_LEVELS = (Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED)
_WITHOUT_RESOURCE_H = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which skills a plan teaches."""

    skills: tuple[str, ...]
    """In the order of learning."""
    wanted: frozenset[str]
    """Those that were asked for; the others are needed for them."""
    shown: tuple[str, ...]
    """Asked for, and the profile shows them already."""
    left_out: tuple[str, ...]
    """Asked for, and the plan would be too long with them."""


def learning_hours(resource: Resource | None, *, skill: str) -> tuple[float, bool]:
    """Hours that a step takes, and whether the provider states them.

    >>> learning_hours(None, skill="SQL")
    (20.0, False)
    """
    entry = taxonomy().get(skill)
    least = _LEAST_HOURS.get(entry.group, 0.0) if entry else 0.0
    if resource is None:
        return max(least, _WITHOUT_RESOURCE_H), False
    if resource.hours is not None:
        return max(0.25, resource.hours), True
    level = _LEVELS.index(resource.level) if resource.level else 0
    return max(least, _ASSUMED_HOURS[resource.format][level]), False


def needed_skills(wanted: Sequence[SkillGap], *, known: Collection[str]) -> tuple[str, ...]:
    """Every skill that a plan may have to teach: ask the library about these."""
    shown = shown_by(known)
    names = _names(wanted)
    every = [one for skill in names if skill not in shown for one in _path(skill, shown, names)]
    return tuple(dict.fromkeys(every))


def select(
    wanted: Sequence[SkillGap], *, known: Collection[str], hours: Mapping[str, float]
) -> Selection:
    """The skills of a plan in order, at most :data:`MOST_STEPS`.

    Args:
        wanted: missing skills, the person's order.
        known: canonical skills that the profile shows.
        hours: of each of :func:`needed_skills`; without one, as for a skill without a resource.
    """
    shown = shown_by(known)
    names = _names(wanted)
    gaps = {gap.skill: gap for gap in reversed(wanted)}
    order: list[str] = []
    waiting = [name for name in names if name not in shown]
    left_out: list[str] = []

    def rank(name: str) -> tuple[float, float, int]:
        path = [one for one in _path(name, shown, names) if one not in order]
        time = sum(hours.get(one, _WITHOUT_RESOURCE_H) for one in path) or 1.0
        gap = gaps[name]
        return (-gap.unlocks / time, -gap.asked / time, names.index(name))

    while waiting:
        best = min(waiting, key=rank)
        waiting.remove(best)
        path = [one for one in _path(best, shown, names) if one not in order]
        if len(order) + len(path) > MOST_STEPS:
            left_out.append(best)
            continue
        order.extend(path)
    return Selection(
        skills=tuple(order),
        wanted=frozenset(names) & frozenset(order),
        shown=tuple(name for name in names if name in shown),
        left_out=tuple(name for name in names if name in left_out and name not in order),
    )


def _names(wanted: Sequence[SkillGap]) -> list[str]:
    return list(dict.fromkeys(gap.skill for gap in wanted))[: MOST_STEPS * 2]


def _path(skill: str, shown: Collection[str], planned: Collection[str]) -> list[str]:
    return path_to(skill, shown=shown, planned=planned)


def steps_for(
    selection: Selection,
    *,
    gaps: Mapping[str, SkillGap],
    known: Collection[str],
    resources: Mapping[str, Resource],
    first_number: int = 1,
) -> tuple[PlanStep, ...]:
    """The steps of a selection, not dated yet (see :func:`dated`).

    Args:
        selection: from :func:`select`.
        gaps: numbers of the wanted skills, for the reason.
        known: canonical skills that the profile shows.
        resources: the chosen one per skill; a skill without one gets a step without one.
        first_number: of the ids, so that a plan never uses one twice.
    """
    shown = shown_by(known)
    ids = {skill: f"p{first_number + place}" for place, skill in enumerate(selection.skills)}
    needs = {
        # Of several ways, the one that stands before it: what comes later is for another skill.
        skill: chosen_needs(skill, shown=shown, planned=selection.skills[:place])
        for place, skill in enumerate(selection.skills)
    }
    ends = _ends_of_groups(selection.skills)
    steps = []
    for skill in selection.skills:
        resource = resources.get(skill)
        hours, stated = learning_hours(resource, skill=skill)
        later = [other for other in selection.skills if skill in needs[other]]
        steps.append(
            PlanStep(
                id=ids[skill],
                skill=skill,
                why=_why(gaps.get(skill), is_wanted=skill in selection.wanted, later=later),
                resource=None if resource is None else resource.id,
                hours=hours,
                hours_stated=stated,
                due_on=date.min,
                is_milestone=skill in ends,
                needs=tuple(ids[one] for one in needs[skill] if one in ids),
            )
        )
    return tuple(steps)


def _why(gap: SkillGap | None, *, is_wanted: bool, later: Sequence[str]) -> str:
    if gap is not None and gap.unlocks:
        return f"opens {gap.unlocks:,} of {gap.of:,} postings near you"
    if gap is not None and gap.asked:
        return f"asked by {gap.asked:,} of {gap.of:,} postings near you"
    if later:
        return f"needed for {' and '.join(later[:2])}"
    return "you asked for it" if is_wanted else "needed for your goal"


def _ends_of_groups(skills: Sequence[str]) -> frozenset[str]:
    """The last skill of each run of one subject: there is something to show then."""
    entries = taxonomy()
    groups = [entries[skill].group if skill in entries else "" for skill in skills]
    last = len(skills) - 1
    return frozenset(
        skill
        for place, skill in enumerate(skills)
        if place == last or groups[place] != groups[place + 1]
    )


# --- dates and progress -----------------------------------------------------------------------


def bounded_hours(hours: float) -> float:
    """Hours a week within what makes a plan."""
    if not math.isfinite(hours):
        return DEFAULT_HOURS
    return min(MOST_HOURS, max(FEWEST_HOURS, round(hours * 2) / 2))


def dated(steps: Sequence[PlanStep], *, hours_per_week: float, today: date) -> tuple[PlanStep, ...]:
    """The same steps; those that are open get due dates from today on."""
    monday = today + timedelta(days=-today.weekday() % 7)
    spent = 0.0
    result = []
    for step in steps:
        if step.state is not StepState.TODO:
            result.append(step)
            continue
        spent += step.hours
        weeks = max(1, math.ceil(spent / hours_per_week - 1e-9))
        result.append(replace(step, due_on=monday + timedelta(days=7 * weeks - 1)))
    return tuple(result)


def redated(
    plan: LearningPlan,
    *,
    today: date,
    hours_per_week: float | None = None,
    is_behind: bool = False,
) -> LearningPlan:
    """The plan from today on, with other hours a week if given; what is done stays done.

    Args:
        plan: as it is.
        today: the person's date.
        hours_per_week: from now on; as before when None.
        is_behind: more time is wanted, so that no date moves earlier.
    """
    hours = plan.hours_per_week if hours_per_week is None else bounded_hours(hours_per_week)
    steps = dated(plan.steps, hours_per_week=hours, today=today)
    if is_behind:
        steps = tuple(
            replace(new, due_on=max(new.due_on, old.due_on))
            for new, old in zip(steps, plan.steps, strict=True)
        )
    return replace(plan, hours_per_week=hours, steps=steps)


def kept_steps(plan: LearningPlan | None) -> tuple[PlanStep, ...]:
    """What a new plan keeps of an older one: the latest steps that were done."""
    done = [step for step in plan.steps if step.state is StepState.DONE] if plan else []
    return tuple(done[-MOST_STEPS:])


def next_number(steps: Sequence[PlanStep]) -> int:
    """The first number that no step of a plan has.

    >>> next_number(())
    1
    """
    used = [int(step.id[1:]) for step in steps if step.id[1:].isdecimal()]
    return max(used, default=0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a plan is."""

    done: int
    skipped: int
    total: int
    hours_done: float
    hours_left: float
    weeks_left: int
    behind: tuple[PlanStep, ...]
    """Open steps whose date has passed."""
    current: PlanStep | None
    """The first open step; None at the end."""
    ends_on: date | None
    """When the last open step is due."""


def progress_of(plan: LearningPlan, *, today: date) -> Progress:
    """How far a plan is today."""
    todo = [step for step in plan.steps if step.state is StepState.TODO]
    done = [step for step in plan.steps if step.state is StepState.DONE]
    left = sum(step.hours for step in todo)
    return Progress(
        done=len(done),
        skipped=len(plan.steps) - len(todo) - len(done),
        total=len(plan.steps),
        hours_done=sum(step.hours for step in done),
        hours_left=left,
        weeks_left=math.ceil(left / plan.hours_per_week - 1e-9),
        behind=tuple(step for step in todo if step.due_on < today),
        current=todo[0] if todo else None,
        ends_on=todo[-1].due_on if todo else None,
    )


def with_step(
    plan: LearningPlan, step: str, *, state: StepState, at: datetime | None
) -> LearningPlan:
    """The plan with one step in another state; unchanged when it has no such step.

    Args:
        plan: the plan.
        step: id.
        state: the new state.
        at: when; None for a step that is open again.
    """
    if all(one.id != step or one.state is state for one in plan.steps):
        return plan
    return replace(
        plan,
        steps=tuple(
            replace(one, state=state, done_at=at) if one.id == step else one for one in plan.steps
        ),
    )


def resources_of(plan: LearningPlan) -> frozenset[ResourceId]:
    """Every resource that a plan uses."""
    return frozenset(step.resource for step in plan.steps if step.resource is not None)
