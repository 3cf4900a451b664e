"""Follow-ups on applications in SQL: one open per person and posting."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.digest.model import Reminder
from domain.ids import PostingId, UserId
from domain.ports import Clock
from domain.push_ports import ReminderStore
from domain.turns import Outbound
from storage.database import Database
from storage.outbound import INSERT_OUTBOUND, push_row
from storage.presence import present
from storage.times import from_us, to_us


class SqlReminders(ReminderStore):
    """Open follow-ups in the product's own database; one that is closed is gone."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def set(self, user: UserId, posting: PostingId, *, due_at: datetime) -> Reminder:
        """Open one, or move the one that is open.

        Raises:
            Defect: there is no such user.
        """
        row = {
            "user": user,
            "posting": _storable(posting),
            "id": f"r_{secrets.token_hex(12)}",
            "due_us": to_us(due_at),
        }
        async with self._database.write() as connection:
            return _reminder_from((await connection.execute(_SET, row)).one())

    async def close(self, user: UserId, posting: PostingId) -> bool:
        where = {"user": user, "posting": _storable(posting)}
        async with self._database.write() as connection:
            return bool((await connection.execute(_CLOSE, where)).rowcount)

    async def due(self, user: UserId, *, now: datetime) -> Sequence[Reminder]:
        async with self._database.read() as connection:
            rows = await connection.execute(_DUE, {"user": user, "now_us": to_us(now)})
            return [_reminder_from(row) for row in rows]

    async def untold(self, *, now: datetime, limit: int) -> Sequence[Reminder]:
        async with self._database.read() as connection:
            rows = await connection.execute(_UNTOLD, {"now_us": to_us(now), "limit": limit})
            return [_reminder_from(row) for row in rows]

    async def told(
        self, reminders: Sequence[Reminder], *, outbound: Sequence[Outbound], now: datetime
    ) -> bool:
        """In one commit; False when the first message exists already.

        Also False when the people are gone, or none of the follow-ups is open as it was read: then
        there is nothing left to say.
        """
        if not reminders:
            return False
        now_us = to_us(now)
        owner = reminders[0].user
        messages = [push_row(message, user=owner, now_us=now_us) for message in outbound]
        users = {reminder.user for reminder in reminders}
        asked = {reminder.id: to_us(reminder.due_at) for reminder in reminders}
        async with self._database.write(in_bulk=True) as connection:
            here = await present(connection, users, is_sqlite=self._database.is_sqlite)
            if here != users:
                return False
            statement = _STILL if self._database.is_sqlite else _STILL_LOCKED
            ids = {"ids": sorted(asked)}
            still = [
                row.id
                for row in await connection.execute(statement, ids)
                if row.due_at_us == asked[row.id]
            ]
            if not still:
                return False
            if messages:
                if not (await connection.execute(INSERT_OUTBOUND, messages[0])).rowcount:
                    return False
                if messages[1:]:
                    await connection.execute(INSERT_OUTBOUND, messages[1:])
            await connection.execute(_TOLD, [{"id": one, "now_us": now_us} for one in still])
        return True


def _storable(posting: PostingId) -> str:
    """Ids come back from buttons: PostgreSQL would refuse a NUL in one."""
    return posting.replace("\x00", "\ufffd")


def _reminder_from(row: Row[Any]) -> Reminder:
    return Reminder(
        id=row.id,
        user=UserId(row.user_id),
        posting=PostingId(row.posting_id),
        due_at=from_us(row.due_at_us),
        told_at=None if row.told_at_us is None else from_us(row.told_at_us),
    )


_SET = text(
    """
    INSERT INTO reminders (user_id, posting_id, id, due_at_us)
    VALUES (:user, :posting, :id, :due_us)
    ON CONFLICT (user_id, posting_id) DO UPDATE SET due_at_us = excluded.due_at_us,
        told_at_us = NULL
    RETURNING *
    """
)

_CLOSE = text("DELETE FROM reminders WHERE user_id = :user AND posting_id = :posting")

_DUE = text(
    """
    SELECT * FROM reminders WHERE user_id = :user AND told_at_us IS NULL AND due_at_us <= :now_us
    ORDER BY due_at_us, posting_id
    """
)

_UNTOLD = text(
    """
    SELECT * FROM reminders WHERE told_at_us IS NULL AND due_at_us <= :now_us
    ORDER BY due_at_us, id LIMIT :limit
    """
)

_STILL = text(
    "SELECT id, due_at_us FROM reminders WHERE id IN :ids AND told_at_us IS NULL ORDER BY id"
).bindparams(bindparam("ids", type_=Text, expanding=True))

_STILL_LOCKED = text(f"{_STILL.text} FOR UPDATE").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_TOLD = text("UPDATE reminders SET told_at_us = :now_us WHERE id = :id")
