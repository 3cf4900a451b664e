"""In-memory learning plans, over the other store twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import Defect, StorageBusy
from domain.ids import UserId
from domain.learning.plan import LearningPlan
from domain.seeker_ports import LearningPlanStore
from domain.turns import Outbound
from tests.twins.stores_files import InMemoryStores


class InMemoryLearningPlans(LearningPlanStore):
    """Plans in a dictionary."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[UserId, LearningPlan] = {}
        stores.personal_data.shelves.append(self)

    async def get(self, user: UserId) -> LearningPlan | None:
        return self.rows.get(user)

    async def save(self, plan: LearningPlan) -> LearningPlan:
        kept = self.rows.get(plan.user)
        if (kept.version if kept else 0) != plan.version:
            raise StorageBusy(f"plan version {plan.version} is not current", retry_after_s=0)
        if plan.user not in self.stores.users.people:
            raise Defect(f"no user {plan.user!r} to save a plan of")
        saved = replace(plan, version=plan.version + 1)
        self.rows[plan.user] = saved
        return saved

    async def remove(self, user: UserId) -> bool:
        return self.rows.pop(user, None) is not None

    async def due(self, *, now: datetime, limit: int) -> Sequence[LearningPlan]:
        due = [
            (plan.check_in_at, plan.user, plan)
            for plan in self.rows.values()
            if not plan.paused and plan.check_in_at is not None and plan.check_in_at <= now
        ]
        return [plan for *_, plan in sorted(due, key=lambda one: one[:2])][:limit]

    async def checked_in(
        self, plan: LearningPlan, *, next_at: datetime | None, outbound: Sequence[Outbound]
    ) -> bool:
        kept = self.rows.get(plan.user)
        if kept is None or kept.version != plan.version:
            return False
        if plan.user not in await self.stores.users.get_many([plan.user]):
            return False
        if outbound and not await self.stores.outbound.add(outbound[0]):
            return False
        for message in outbound[1:]:
            await self.stores.outbound.add(message)
        self.rows[plan.user] = replace(plan, check_in_at=next_at, version=plan.version + 1)
        return True

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"learning plans": int(user in self.rows)}

    def forget(self, user: UserId) -> None:
        self.rows.pop(user, None)

    def move(self, joins: UserId, stays: UserId) -> None:
        plan = self.rows.pop(joins, None)
        if plan is not None:
            self.rows.setdefault(stays, replace(plan, user=stays))
