"""Plans: order, prerequisites, hours, dates, progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import UserId
from domain.learning.model import SkillGap
from domain.learning.plan import LearningPlan, StepState
from domain.learning.planning import (
    MOST_STEPS,
    bounded_hours,
    dated,
    kept_steps,
    learning_hours,
    needed_skills,
    next_number,
    progress_of,
    redated,
    select,
    steps_for,
    with_step,
)
from domain.learning.prerequisites import needs_of, path_to, reviewed_skills, shown_by
from domain.skills import taxonomy
from tests.unit.learning_samples import resource

THURSDAY = date(2026, 11, 26)
NAMES = sorted(reviewed_skills() | {"SQL", "Python", "Nursing", "Welding"})


def gap(skill: str, unlocks: int = 0, asked: int = 0) -> SkillGap:
    return SkillGap(skill=skill, unlocks=unlocks, asked=asked, of=50)


def plan_of(*skills: str, hours: float = 4.0, known: frozenset[str] = frozenset()) -> LearningPlan:
    wanted = [gap(skill) for skill in skills]
    selection = select(wanted, known=known, hours={})
    steps = steps_for(selection, gaps={}, known=known, resources={})
    return LearningPlan(
        user=UserId("u_1"),
        goal="goal",
        posting=None,
        hours_per_week=hours,
        started_on=THURSDAY,
        steps=dated(steps, hours_per_week=hours, today=THURSDAY),
        check_in_at=None,
    )


def test_the_table_names_known_skills_only_and_has_at_least_120_lines() -> None:
    named = {name for skill in reviewed_skills() for part in needs_of(skill) for name in part}
    assert named | reviewed_skills() <= set(taxonomy())
    assert len(reviewed_skills()) >= 120


def test_no_skill_leads_back_to_itself() -> None:
    for skill in taxonomy():
        seen: set[str] = set()
        waiting = [name for part in needs_of(skill) for name in part]
        while waiting:
            name = waiting.pop()
            assert name != skill, f"{skill} needs itself"
            if name not in seen:
                seen.add(name)
                waiting.extend(other for part in needs_of(name) for other in part)


def test_what_opens_most_for_its_hours_comes_first_with_what_it_needs() -> None:
    wanted = [gap("Kubernetes", 3, 9), gap("Apache Airflow", 14, 20)]
    selection = select(wanted, known={"Python"}, hours={})
    assert selection.skills == ("SQL", "Apache Airflow", "Linux", "Docker", "Kubernetes")
    assert selection.wanted == {"Kubernetes", "Apache Airflow"}


def test_without_numbers_the_order_is_the_persons_own() -> None:
    wanted = [gap("Kubernetes"), gap("SQL"), gap("Docker")]
    assert select(wanted, known={"Linux"}, hours={}).skills == ("Docker", "Kubernetes", "SQL")


def test_what_the_profile_shows_or_implies_is_left_out() -> None:
    selection = select([gap("SQL"), gap("dbt")], known={"PostgreSQL", "GitHub"}, hours={})
    assert selection.skills == ("dbt",)
    assert selection.shown == ("SQL",)


def test_an_alternative_that_is_planned_anyway_is_preferred() -> None:
    assert "Azure" in path_to("Terraform", shown=set(), planned=["Azure", "Terraform"])
    assert "AWS" in path_to("Terraform", shown=set())


def test_steps_say_why_and_hours_are_stated_or_assumed() -> None:
    wanted = [gap("Apache Airflow", 14, 20)]
    selection = select(wanted, known={"Python"}, hours={})
    stated = resource("sql", hours=7.5)
    sql, airflow = steps_for(
        selection, gaps={one.skill: one for one in wanted}, known={"Python"},
        resources={"SQL": stated},
    )  # fmt: skip
    assert (sql.why, sql.hours, sql.hours_stated) == ("needed for Apache Airflow", 7.5, True)
    assert (airflow.why, airflow.resource) == ("opens 14 of 50 postings near you", None)
    assert airflow.needs == (sql.id,)
    assert airflow.is_milestone
    assert learning_hours(resource("x"), skill="SQL") == (20.0, False)


def test_dates_are_sundays_of_plan_weeks_from_the_next_monday_on() -> None:
    plan = plan_of("SQL", "Microsoft Excel", hours=8)
    assert [step.due_on for step in plan.steps] == [date(2026, 12, 20), date(2027, 1, 3)]
    assert all(step.due_on.weekday() == 6 for step in plan.steps)


def test_other_hours_move_the_dates_and_done_steps_stay() -> None:
    plan = plan_of("SQL", "Microsoft Excel", hours=8)
    at = datetime(2026, 12, 1, tzinfo=UTC)
    plan = with_step(plan, "p1", state=StepState.DONE, at=at)
    slower = redated(plan, today=date(2027, 2, 1), hours_per_week=2)
    assert slower.steps[0] == plan.steps[0]
    assert slower.steps[1].due_on == date(2027, 3, 28)
    progress = progress_of(slower, today=date(2027, 4, 1))
    assert (progress.done, progress.total, progress.weeks_left) == (1, 2, 8)
    assert [step.id for step in progress.behind] == ["p2"]
    assert kept_steps(slower) == slower.steps[:1]
    assert next_number(slower.steps) == 3


def test_a_step_needs_the_way_that_stands_before_it() -> None:
    plan = plan_of("JavaScript", "gRPC", "Computer vision")
    skills = {step.id: step.skill for step in plan.steps}
    needs = {step.skill: [skills[need] for need in step.needs] for step in plan.steps}
    assert needs["REST APIs"] == ["JavaScript"] or needs["REST APIs"] == ["Go"]


def test_being_behind_never_moves_a_date_earlier() -> None:
    plan = plan_of("SQL", "Kafka")
    ahead = with_step(
        plan, plan.steps[0].id, state=StepState.DONE, at=datetime(2026, 11, 27, tzinfo=UTC)
    )
    today = date(2026, 11, 28)
    sooner = redated(ahead, today=today)
    kept = redated(ahead, today=today, is_behind=True)
    ends = [progress_of(one, today=today).ends_on for one in (ahead, sooner, kept)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[1] < ends[0] == ends[2]
    late = redated(ahead, today=date(2027, 6, 1), is_behind=True)
    assert late.steps[-1].due_on > date(2027, 6, 1)


def test_hours_are_bounded() -> None:
    bounded = [bounded_hours(one) for one in (0, 3.3, 999, float("nan"))]
    assert bounded == [0.5, 3.5, 60.0, 4.0]


@settings(max_examples=60, deadline=None)
@given(
    wanted=st.lists(st.sampled_from(NAMES), max_size=15),
    known=st.sets(st.sampled_from(NAMES), max_size=6),
    unlocks=st.lists(st.integers(0, 30), min_size=15, max_size=15),
)
def test_every_plan_teaches_what_is_needed_before_it_is_needed(
    wanted: list[str], known: set[str], unlocks: list[int]
) -> None:
    gaps = [gap(skill, count) for skill, count in zip(wanted, unlocks, strict=False)]
    selection = select(gaps, known=known, hours={})
    assert len(selection.skills) == len(set(selection.skills)) <= MOST_STEPS
    assert set(selection.skills) <= set(needed_skills(gaps, known=known))
    shown = set(shown_by(known))
    for skill in selection.skills:
        assert skill not in shown
        for part in needs_of(skill):
            assert shown & set(part) or set(selection.skills) & set(part)
    steps = steps_for(selection, gaps={}, known=known, resources={})
    places = {step.id: place for place, step in enumerate(steps)}
    assert all(places[need] < places[step.id] for step in steps for need in step.needs)
    dates = [step.due_on for step in dated(steps, hours_per_week=4, today=THURSDAY)]
    assert dates == sorted(dates)


def test_a_step_that_does_not_exist_changes_nothing() -> None:
    plan = plan_of("SQL")
    assert with_step(plan, "p9", state=StepState.DONE, at=None) is plan
    assert replace(plan) == plan
