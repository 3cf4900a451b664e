"""What every LearningPlanStore promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import Defect, StorageBusy
from domain.ids import OutboundId, PostingId, ResourceId, UserId
from domain.learning.plan import LearningPlan, PlanStep, StepState
from domain.messages import Address, ChannelName
from domain.seeker_ports import LearningPlanStore
from domain.turns import Outbound
from storage.learning_plans import SqlLearningPlans
from tests.contract.conftest import Stores, fresh_url, open_sql_stores
from tests.contract.examples import message, reply
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_plans import InMemoryLearningPlans

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ADDRESS = Address(channel=ChannelName.EMAIL, workspace="", conversation="ana@mail.example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One kind of plan store, with the stores that it needs."""

    plans: LearningPlanStore
    stores: Stores | InMemoryStores

    async def someone(self, number: int = 1) -> UserId:
        sender = f"4711{number:03}"
        accepted = await self.stores.turns.accept(
            message(number, sender=sender, conversation=sender)
        )
        return accepted.turn.user


@pytest.fixture(params=["twin", "sqlite", "postgres"])
async def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shelf]:
    if request.param == "twin":
        twins = InMemoryStores()
        yield Shelf(plans=InMemoryLearningPlans(stores=twins), stores=twins)
        return
    url = fresh_url(request.param, request, tmp_path)
    async with open_sql_stores(url, folder=tmp_path) as opened:
        plans = SqlLearningPlans(database=opened.database, clock=opened.clock)
        yield Shelf(plans=plans, stores=opened)


def plan_of(user: UserId, **changes: object) -> LearningPlan:
    plan = LearningPlan(
        user=user,
        goal="data engineer",
        posting=PostingId("board:1"),
        hours_per_week=4.0,
        started_on=date(2026, 11, 26),
        steps=(
            PlanStep(
                id="p1",
                skill="SQL",
                why="opens 14 of 50 postings near you",
                resource=ResourceId("bundled:sql"),
                hours=20.0,
                hours_stated=False,
                due_on=date(2027, 1, 3),
                state=StepState.DONE,
                done_at=NOW,
            ),
            PlanStep(
                id="p2",
                skill="Apache Airflow",
                why="you asked for it",
                resource=None,
                hours=15.0,
                hours_stated=False,
                due_on=date(2027, 1, 31),
                is_milestone=True,
                needs=("p1",),
            ),
        ),
        check_in_at=NOW + timedelta(days=7),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]  # fields of a plan


def owed(key: str) -> Outbound:
    return Outbound(id=OutboundId(key), address=ADDRESS, reply=reply(), turn=None)


async def test_a_plan_is_kept_as_it_is_with_the_next_version(shelf: Shelf) -> None:
    user = await shelf.someone()
    assert await shelf.plans.get(user) is None
    saved = await shelf.plans.save(plan_of(user))
    assert saved == plan_of(user, version=1)
    assert await shelf.plans.get(user) == saved


async def test_only_the_current_version_can_be_saved_over(shelf: Shelf) -> None:
    user = await shelf.someone()
    first = await shelf.plans.save(plan_of(user))
    second = await shelf.plans.save(replace(first, hours_per_week=8.0))
    assert second.version == 2
    for stale in (first, plan_of(user)):
        with pytest.raises(StorageBusy):
            await shelf.plans.save(stale)
    assert await shelf.plans.get(user) == second


async def test_a_plan_of_nobody_is_a_defect(shelf: Shelf) -> None:
    with pytest.raises(Defect):
        await shelf.plans.save(plan_of(UserId("u_nobody")))


async def test_a_removed_plan_is_gone_and_a_new_one_begins_anew(shelf: Shelf) -> None:
    user = await shelf.someone()
    await shelf.plans.save(plan_of(user))
    assert await shelf.plans.remove(user)
    assert not await shelf.plans.remove(user)
    assert await shelf.plans.get(user) is None
    assert (await shelf.plans.save(plan_of(user))).version == 1


async def test_words_with_nul_and_half_characters_are_kept_harmlessly(shelf: Shelf) -> None:
    user = await shelf.someone()
    await shelf.plans.save(plan_of(user, goal="data\x00 engineer"))
    kept = await shelf.plans.get(user)
    assert kept is not None
    assert kept.goal.startswith("data")


async def test_due_plans_come_longest_due_first_without_paused_and_silent_ones(
    shelf: Shelf,
) -> None:
    early, late, paused, silent, later = [await shelf.someone(number) for number in range(1, 6)]
    await shelf.plans.save(plan_of(late, check_in_at=NOW))
    await shelf.plans.save(plan_of(early, check_in_at=NOW - timedelta(days=1)))
    await shelf.plans.save(plan_of(paused, check_in_at=NOW, paused=True))
    await shelf.plans.save(plan_of(silent, check_in_at=None))
    await shelf.plans.save(plan_of(later, check_in_at=NOW + timedelta(seconds=1)))
    due = await shelf.plans.due(now=NOW, limit=10)
    assert [plan.user for plan in due] == [early, late]
    assert [plan.user for plan in await shelf.plans.due(now=NOW, limit=1)] == [early]


async def test_a_check_in_and_its_message_are_stored_together_once(shelf: Shelf) -> None:
    user = await shelf.someone()
    plan = await shelf.plans.save(plan_of(user, check_in_at=NOW))
    messages = [owed(f"ci:{user}:2026-11-26"), owed(f"ci:{user}:2026-11-26:2")]
    following = NOW + timedelta(days=7)
    assert await shelf.plans.checked_in(plan, next_at=following, outbound=messages)
    assert not await shelf.plans.checked_in(plan, next_at=following, outbound=messages)
    assert await shelf.plans.due(now=NOW, limit=10) == []
    kept = await shelf.plans.get(user)
    assert kept == replace(plan, check_in_at=following, version=2)
    assert len(await shelf.stores.outbound.waiting()) == 2


async def test_nothing_is_told_of_a_plan_that_was_changed_or_removed_meanwhile(
    shelf: Shelf,
) -> None:
    user = await shelf.someone()
    read = await shelf.plans.save(plan_of(user, check_in_at=NOW))
    await shelf.plans.save(replace(read, hours_per_week=2.0))
    assert not await shelf.plans.checked_in(read, next_at=None, outbound=[owed(f"ci:{user}:a")])
    await shelf.plans.remove(user)
    assert not await shelf.plans.checked_in(read, next_at=None, outbound=[owed(f"ci:{user}:a")])
    assert list(await shelf.stores.outbound.waiting()) == []


async def test_a_message_that_exists_already_changes_nothing(shelf: Shelf) -> None:
    user = await shelf.someone()
    plan = await shelf.plans.save(plan_of(user, check_in_at=NOW))
    await shelf.stores.outbound.add(owed(f"ci:{user}:a"))
    told = await shelf.plans.checked_in(plan, next_at=None, outbound=[owed(f"ci:{user}:a")])
    assert not told
    assert await shelf.plans.get(user) == plan


async def test_a_last_check_in_ends_them(shelf: Shelf) -> None:
    user = await shelf.someone()
    plan = await shelf.plans.save(plan_of(user, check_in_at=NOW))
    assert await shelf.plans.checked_in(plan, next_at=None, outbound=[owed(f"ci:{user}:a")])
    assert await shelf.plans.due(now=NOW + timedelta(days=999), limit=10) == []
