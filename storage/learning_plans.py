"""Learning plans in SQL: one document a person, saved only on top of the version that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text

from domain.encoding import from_json
from domain.errors import StorageBusy
from domain.ids import UserId
from domain.learning.plan import LearningPlan
from domain.ports import Clock
from domain.seeker_ports import LearningPlanStore
from domain.turns import Outbound
from storage.database import Database
from storage.outbound import INSERT_OUTBOUND, push_row
from storage.presence import present
from storage.storable import storable
from storage.times import to_us


class SqlLearningPlans(LearningPlanStore):
    """Plans in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, user: UserId) -> LearningPlan | None:
        """The plan.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            document = (await connection.execute(_GET, {"user": user})).scalar_one_or_none()
        return None if document is None else from_json(LearningPlan, document)

    async def save(self, plan: LearningPlan) -> LearningPlan:
        """Store the plan with the next version.

        Raises:
            StorageBusy: somebody saved since ``plan`` was read; read again and redo.
            Defect: there is no such user (any more).
        """
        saved, row = _row_of(plan)
        async with self._database.write() as connection:
            statement = _INSERT if plan.version == 0 else _UPDATE
            if not (await connection.execute(statement, row)).rowcount:
                raise StorageBusy(f"plan version {plan.version} is not current", retry_after_s=0)
        return saved

    async def remove(self, user: UserId) -> bool:
        async with self._database.write() as connection:
            return bool((await connection.execute(_REMOVE, {"user": user})).rowcount)

    async def due(self, *, now: datetime, limit: int) -> Sequence[LearningPlan]:
        """Not paused, with a check-in due, longest due first.

        Raises:
            Defect: a row is damaged.
        """
        async with self._database.read() as connection:
            rows = await connection.execute(_DUE, {"now_us": to_us(now), "limit": limit})
            return [from_json(LearningPlan, row.document) for row in rows]

    async def checked_in(
        self, plan: LearningPlan, *, next_at: datetime | None, outbound: Sequence[Outbound]
    ) -> bool:
        """In one commit: the next check-in and the messages.

        False (and nothing stored) when the plan was saved since it was read, the first message
        exists already, or the person is gone.
        """
        _, row = _row_of(replace(plan, check_in_at=next_at))
        now_us = to_us(self._clock.now())
        messages = [push_row(message, user=plan.user, now_us=now_us) for message in outbound]
        current = _CURRENT if self._database.is_sqlite else _CURRENT_LOCKED
        async with self._database.write(in_bulk=True) as connection:
            if not await present(connection, {plan.user}, is_sqlite=self._database.is_sqlite):
                return False
            version = (await connection.execute(current, {"user": plan.user})).scalar_one_or_none()
            if version != plan.version:
                return False
            if messages:
                if not (await connection.execute(INSERT_OUTBOUND, messages[0])).rowcount:
                    return False
                if messages[1:]:
                    await connection.execute(INSERT_OUTBOUND, messages[1:])
            await connection.execute(_UPDATE, row)
        return True


def _row_of(plan: LearningPlan) -> tuple[LearningPlan, dict[str, object]]:
    """The plan with its next version, and the parameters that store it."""
    saved, document = storable(replace(plan, version=plan.version + 1))
    is_asked = saved.check_in_at is not None and not saved.paused
    return saved, {
        "user": plan.user,
        "current": plan.version,
        "version": saved.version,
        "paused": int(saved.paused),
        "check_in_us": to_us(saved.check_in_at) if is_asked and saved.check_in_at else None,
        "document": document,
    }


_GET = text("SELECT document FROM learning_plans WHERE user_id = :user")

_INSERT = text(
    """
    INSERT INTO learning_plans (user_id, check_in_at_us, paused, version, document)
    VALUES (:user, :check_in_us, :paused, :version, :document)
    ON CONFLICT (user_id) DO NOTHING
    """
)

_UPDATE = text(
    """
    UPDATE learning_plans SET check_in_at_us = :check_in_us, paused = :paused,
        version = :version, document = :document
    WHERE user_id = :user AND version = :current
    """
)

_REMOVE = text("DELETE FROM learning_plans WHERE user_id = :user")

_DUE = text(
    """
    SELECT document FROM learning_plans WHERE check_in_at_us <= :now_us AND paused = 0
    ORDER BY check_in_at_us, user_id LIMIT :limit
    """
)

_CURRENT = text("SELECT version FROM learning_plans WHERE user_id = :user")

_CURRENT_LOCKED = text(f"{_CURRENT.text} FOR UPDATE")
