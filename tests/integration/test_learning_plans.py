"""Plans in conversation: made, kept up to date, never changed twice by one turn."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.agents import AgentId, Audience
from domain.ids import ResourceId
from domain.learning.model import LearningStance
from domain.learning.plan import StepState
from domain.messages import Action
from domain.reply import Buttons, Chart
from domain.turns import Route
from graph.agent import AgentRequest
from graph.agents.learning.plan_requests import PlanVerb, hours_in, plan_request_of
from tests.twins.talk import posting
from tests.unit.learning_plan_stage import Planning
from tests.unit.learning_samples import gap, resource

SHELF = (
    resource("sql", hours=8),
    resource("airflow", skills=("Apache Airflow",), prerequisites=("SQL",)),
    resource("python", skills=("Python",)),
)


async def test_named_skills_become_a_plan_with_material_hours_dates_and_buttons() -> None:
    stage = Planning(*SHELF)
    said = await stage.talk.say("make me a plan to learn Airflow, 8 hours a week", times=2)
    assert said.startswith("Your plan for Apache Airflow: 3 steps, 48 h in all: 6 weeks at 8 h a")
    assert "needed for Apache Airflow" in said
    assert "my assumption" in said
    plan = await stage.plan()
    assert plan.version == 1
    assert [step.skill for step in plan.steps] == ["Python", "SQL", "Apache Airflow"]
    assert plan.steps[1].resource == ResourceId("bundled:sql")
    assert plan.check_in_at is not None
    labels = [button.label for button in stage.talk.buttons]
    assert labels == ["2 h a week", "4 h a week", "Check Python now"]


async def test_a_title_that_begins_with_the_skill_names_it_once() -> None:
    named = replace(SHELF[1], title="Apache Airflow: tutorials")
    stage = Planning(SHELF[0], named, SHELF[2])
    said = await stage.talk.say("make me a plan to learn Airflow, 8 hours a week")
    assert "\n- Apache Airflow: tutorials, about" in said
    assert "Apache Airflow: Apache Airflow" not in said


async def test_a_goal_asks_for_its_gaps_and_the_answer_orders_the_plan() -> None:
    stage = Planning(*SHELF, gaps=(gap("Apache Airflow", unlocks=14), gap("Terraform", unlocks=1)))
    await stage.send_resume()
    said = await stage.talk.say("plan for data engineer, 5 hours a week")
    assert stage.gaps.asked == [("data engineer", ())]
    assert said.startswith("Your plan for data engineer:")
    assert "no free resource known" in said
    plan = await stage.plan()
    assert plan.hours_per_week == 5.0
    assert plan.steps[0].skill == "Apache Airflow"


async def test_a_plan_for_this_posting_names_it() -> None:
    stage = Planning(*SHELF, gaps=(gap("Apache Airflow", asked=1),))
    one = posting(1, title="Data Engineer", company="Initech")
    await stage.stores.load(one)
    await stage.send_resume()
    action = Action(agent=AgentId.LEARNING, verb="plan", arguments={"posting": one.id})
    said = await stage.talk.say(action=action)
    assert said.startswith("Your plan for Data Engineer:")
    assert stage.gaps.asked == [("", (one.id,))]
    assert (await stage.plan()).posting == one.id
    assert (await stage.talk.say("make me a plan for this job")).startswith("Which posting?")


async def test_without_postings_a_goal_that_names_a_field_gets_the_usual_way() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("roadmap to become a data engineer")
    names = [step.skill for step in (await stage.plan()).steps]
    assert names == ["Python", "SQL", "Data engineering"]


async def test_done_skip_and_undo_move_one_step_even_when_the_turn_runs_twice() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("plan to learn Airflow")
    stage.stores.clock.advance(timedelta(minutes=1))
    said = await stage.talk.say("done with the plan's next step", times=2)
    assert said.startswith("Done: Python.")
    assert "1 of 3 steps done" in said
    stage.stores.clock.advance(timedelta(minutes=1))
    await stage.talk.say("skip", times=2)
    states = [step.state for step in (await stage.plan()).steps]
    assert states == [StepState.DONE, StepState.SKIPPED, StepState.TODO]
    stage.stores.clock.advance(timedelta(minutes=1))
    assert (await stage.talk.say("undo", times=2)).startswith("SQL is open again.")
    stances = await stage.stores.pushes.resources.stances(stage.user)
    assert stances == {ResourceId("bundled:python"): frozenset({LearningStance.DONE})}


async def test_a_step_is_named_by_number_by_skill_and_by_button() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("plan to learn Airflow")
    assert (await stage.talk.say("done with step 2", times=2)).startswith("Done: SQL.")
    assert (await stage.talk.say("I finished Python")).startswith("Done: Python.")
    end = await stage.talk.tap("Done: Apache Airflow", times=2)
    assert "Your plan for Apache Airflow is at its end." in end
    assert (await stage.plan()).check_in_at is None
    assert any(button.label == "Check Apache Airflow" for button in stage.talk.buttons)
    assert "at its end" in await stage.talk.say("pause my plan")
    assert not (await stage.plan()).paused


async def test_hours_and_being_behind_date_the_rest_anew() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("plan to learn Airflow, 8 hours a week")
    said = await stage.talk.say("I have only 4 hours now")
    assert said.startswith("4 h a week from now on. The end moves from ")
    stage.stores.clock.advance(timedelta(days=70))
    late = await stage.talk.say("show my plan")
    assert "past the date." in late
    assert (await stage.talk.say("I'm behind", times=2)).startswith("Counted anew from today")
    assert "past the date" not in stage.talk.text
    assert (await stage.plan()).steps[0].due_on > date(2027, 1, 11)


async def test_pause_resume_and_stop_with_a_question_before_deleting() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("plan to learn Airflow")
    await stage.talk.say("pause my plan")
    assert (await stage.plan()).paused
    await stage.talk.tap("Resume", times=2)
    assert not (await stage.plan()).paused
    assert (await stage.talk.say("stop the plan")).startswith("Delete the plan for")
    assert (await stage.plan()).steps
    await stage.talk.tap("Delete it", times=2)
    assert await stage.plans.get(stage.user) is None
    assert (await stage.talk.say("show my plan")).startswith("You have no learning plan.")


async def test_a_new_plan_keeps_what_was_done() -> None:
    stage = Planning(*SHELF)
    await stage.talk.say("plan to learn SQL")
    await stage.talk.say("done with step 1")
    said = await stage.talk.say("new plan to learn Airflow")
    assert "What you had done before stays done." in said
    plan = await stage.plan()
    assert [(step.id, step.skill) for step in plan.steps] == [
        ("p1", "SQL"),
        ("p2", "Python"),
        ("p3", "Apache Airflow"),
    ]
    shown = await stage.talk.say("show my plan")
    assert "1 of 3 steps done" in shown
    assert any(isinstance(block, Chart) for block in stage.talk.reply.blocks)


async def test_what_the_profile_shows_is_planned_only_when_asked_again() -> None:
    stage = Planning(*SHELF)
    await stage.send_resume()
    assert "shows Python already" in await stage.talk.say("plan to learn Python")
    said = await stage.talk.tap("Plan it anyway")
    assert said.startswith("Your plan for Python: 1 step")


async def test_a_shared_turn_gets_three_lines_and_one_button_and_stores_nothing() -> None:
    stage = Planning(*SHELF, gaps=(gap("Apache Airflow", unlocks=14),))
    await stage.send_resume()
    turn, user = stage.talk.last_turn, await stage.stores.users.get(stage.user)
    assert turn is not None
    assert user is not None

    async def hear(event: object) -> None:
        del event

    words = "I want to become a data engineer, make me a plan"
    turn = replace(turn, message=replace(turn.message, text=words, attachments=()))
    reply = await stage.agent.answer(
        AgentRequest(
            turn=turn,
            dialogue=await stage.stores.turns.dialogue(turn, last=1),
            user=user,
            route=Route(agents=(AgentId.SKILLS_GAP, AgentId.LEARNING), confidence=1.0, by="rule"),
            language="en",
            events=hear,
        )
    )
    assert len(reply.blocks) == 4
    assert await stage.plans.get(user.id) is None
    last = reply.blocks[-1]
    assert isinstance(last, Buttons)
    await stage.talk.say(action=last.buttons[0].action)
    assert [step.skill for step in (await stage.plan()).steps] == ["Apache Airflow"]
    assert (await stage.plan()).goal == "data engineer"


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("5 hours a week", 5.0), ("6 Stunden pro Woche", 6.0), ("3h/week", 3.0),
        ("1 h a day", 7.0), ("dos horas", None), ("two hours", 2.0), ("500 hours", None),
    ],
)  # fmt: skip
def test_hours_are_read(words: str, hours: float | None) -> None:
    assert hours_in(words) == hours


async def test_hostile_buttons_and_long_texts_do_no_harm() -> None:
    stage = Planning(*SHELF)
    for arguments in ({"skills": "x" * 5000}, {"step": "\x00"}, {"hours": "9e99"}, {"goal": "\n"}):
        for verb in PlanVerb:
            action = Action(agent=AgentId.LEARNING, verb=verb.value, arguments=arguments)
            assert await stage.talk.say(action=action)
    message = stage.talk.last_turn.message if stage.talk.last_turn else None
    assert message is not None
    began = time.process_time()
    for piece in ("plan for ", "show ", "5 hours a ", "done step ", "a" * 50 + " "):
        text = piece * (100_000 // len(piece))
        plan_request_of(replace(message, action=None, text=text), None)
    assert time.process_time() - began < 2.0
    assert message.audience is Audience.SEEKER
