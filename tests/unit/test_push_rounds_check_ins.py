"""Check-ins: once a week, in the person's hours, never twice, never when switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.ids import OutboundId
from domain.learning.plan import LearningPlan, PlanStep, StepState
from domain.profiles import User
from domain.pushes import PushEvent, PushKind
from domain.reply import plain_text
from domain.turns import Outbound
from graph.learning.check_ins import CheckInDesk
from graph.learning.library import Library
from graph.learning.plan_dates import next_check_in
from scheduler.check_ins import CheckInRounds
from tests.twins.stores_plans import InMemoryLearningPlans
from tests.unit.learning_samples import resource
from tests.unit.push_rounds_stage import Stage, wants

BERLIN = wants(digest_enabled=False, time_zone="Europe/Berlin")


class CheckingIn(Stage):
    """A stage with plans."""

    def __init__(self) -> None:
        super().__init__()
        self.plans = InMemoryLearningPlans(stores=self.stores)
        shelf = Library(bundled=[resource("sql")], stored=self.pushes.resources)
        self.desk = CheckInDesk(library=shelf)

    def check_ins(self) -> CheckInRounds:
        return CheckInRounds(
            plans=self.plans,
            users=self.stores.users,
            writer=self.desk,
            addresses=self.addresses(),
            pace=self.pace,
            sending=self.sending,
            clock=self.clock,
        )

    async def planned(self, user: User, **changes: object) -> LearningPlan:
        step = PlanStep(
            id="p1",
            skill="SQL",
            why="you asked for it",
            resource=resource("sql").id,
            hours=20,
            hours_stated=False,
            due_on=date(2026, 12, 6),
        )
        plan = LearningPlan(
            user=user.id,
            goal="data analyst",
            posting=None,
            hours_per_week=4,
            started_on=date(2026, 10, 26),
            steps=(step,),
            check_in_at=self.clock.now(),
        )
        return await self.plans.save(replace(plan, **changes))  # type: ignore[arg-type]  # fields

    def said(self) -> list[str]:
        return [plain_text(row.reply.blocks) for row in self.stores.outbound.rows.values()]


async def test_a_due_plan_is_asked_about_once_and_again_a_week_later() -> None:
    stage = CheckingIn()
    ana = await stage.person(BERLIN)
    await stage.planned(ana)
    rounds = stage.check_ins()
    for _ in range(3):
        await rounds.tick()
    (said,) = stage.said()
    assert said.startswith("How is SQL going? 0 of 1 step done, 20 h left for data analyst.")
    assert list(stage.stores.outbound.rows) == [f"ci:{ana.id}:2026-W45"]
    assert stage.counted(PushEvent.SENT, kind=PushKind.REMINDER) == 1
    stage.later(hours=24 * 6)
    await rounds.tick()
    assert len(stage.said()) == 1
    stage.later(hours=30)
    await rounds.tick()
    assert len(stage.said()) == 2


async def test_the_message_counts_as_a_reminder_that_can_be_switched_off() -> None:
    assert Outbound.kind_of(OutboundId("ci:u_1:2026-W45")) == "reminder"
    stage = CheckingIn()
    ana = await stage.person(wants(digest_enabled=False, reminders_enabled=False))
    plan = await stage.planned(ana)
    await stage.check_ins().tick()
    assert stage.said() == []
    moved = await stage.plans.get(ana.id)
    assert moved is not None
    assert moved.check_in_at is not None
    assert plan.check_in_at is not None
    assert moved.check_in_at - plan.check_in_at >= timedelta(days=6)


async def test_nobody_is_asked_in_quiet_hours_or_while_a_plan_is_paused() -> None:
    stage = CheckingIn()
    night = wants(digest_enabled=False, quiet_from=time(22), quiet_until=time(7))
    ana, ben = await stage.person(night), await stage.person(BERLIN)
    await stage.planned(ana)
    await stage.planned(ben, paused=True)
    rounds = stage.check_ins()
    await rounds.tick()
    assert stage.said() == []
    stage.later(hours=2)
    await rounds.tick()
    assert len(stage.said()) == 1


async def test_a_finished_plan_gets_one_closing_message() -> None:
    stage = CheckingIn()
    ana = await stage.person(BERLIN)
    plan = await stage.planned(ana)
    await stage.plans.save(replace(plan, steps=(replace(plan.steps[0], state=StepState.DONE),)))
    rounds = stage.check_ins()
    await rounds.tick()
    stage.later(hours=24 * 30)
    await rounds.tick()
    assert stage.said() == ["Your plan for data analyst is at its end: 1 of 1 step done."]


async def test_a_second_plan_in_the_same_week_is_not_asked_about() -> None:
    stage = CheckingIn()
    ana = await stage.person(BERLIN)
    await stage.planned(ana)
    rounds = stage.check_ins()
    await rounds.tick()
    await stage.plans.remove(ana.id)
    await stage.planned(ana)
    await rounds.tick()
    assert len(stage.said()) == 1
    assert await stage.plans.due(now=stage.clock.now(), limit=5) == []


def test_a_week_is_a_week_on_the_persons_clock_over_a_change_of_hours() -> None:
    asked = next_check_in(BERLIN, now=datetime(2026, 10, 20, 6, 0, tzinfo=UTC))
    assert asked == datetime(2026, 10, 27, 7, 0, tzinfo=UTC)
