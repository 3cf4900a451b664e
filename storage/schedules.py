"""The hour of each person's next digest: one row per person, in step with their settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.digest.model import Occasion
from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import UserId
from domain.profiles import UserSettings
from storage.rhythm import next_free_occasion, owed_occasion, rhythm_of
from storage.times import from_us, to_us

_log = structlog.get_logger(__name__)


async def follow_settings(
    connection: AsyncConnection, user: UserId, settings: UserSettings, *, now: datetime
) -> None:
    """Set the person's next hour by these settings, in the caller's transaction.

    Settings that say nothing new about the hour leave it alone. A digest whose hour had come stays
    owed, and its date gets no second one. Without digests nothing is owed any more.
    """
    where = {"user": user}
    rhythm = rhythm_of(settings)
    if rhythm is None:
        await connection.execute(_UNSCHEDULE, where)
        await connection.execute(_FORGET_OWED, where)
        return
    row = (await connection.execute(_SCHEDULED, where)).one_or_none()
    if row is not None and row.rhythm == rhythm:
        return
    held = {_day(day) for day in (await connection.execute(_HELD, where)).scalars()}
    if row is not None and row.next_due_at_us <= to_us(now):
        owed = owed_occasion(row.rhythm, stored=occasion_from(row), now=now)
        await connection.execute(OWE, owed_row(user, owed))
        held.add(owed.local_date)
    coming = next_free_occasion(settings, after=now, held=held)
    if coming is None:
        await connection.execute(_UNSCHEDULE, where)
    else:
        await connection.execute(_SCHEDULE, _scheduled_row(user, rhythm, coming))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What one page of people needs; to be written apart from being found."""

    moved: Sequence[Mapping[str, object]]
    ended: Sequence[Mapping[str, object]]
    last: UserId | None
    """The last person of a full page; None at the end."""

    async def write(self, connection: AsyncConnection) -> None:
        """Whoever changed their settings or was owed a digest since is left alone."""
        if self.ended:
            await connection.execute(_END, self.ended)
        if self.moved:
            await connection.execute(_MOVE, self.moved)


async def find_moves(
    connection: AsyncConnection, *, now: datetime, after: UserId | None, limit: int
) -> Moves:
    """Compare one page of people with their settings and today's rules of time zones."""
    page = {"after": after or "", "limit": limit}
    people = (await connection.execute(_PEOPLE, page)).all()
    wanted: dict[str, UserSettings] = {}
    for row in people:
        try:
            wanted[row.id] = from_json(UserSettings, row.settings)
        except Defect:
            # One damaged row must not keep everybody else from getting their digests.
            _log.error("settings_unreadable", user=row.id)
    rhythms = {user: rhythm_of(settings) for user, settings in wanted.items()}
    held = await _held_by_many(connection, [user for user, rhythm in rhythms.items() if rhythm])
    moved: list[Mapping[str, object]] = []
    ended: list[Mapping[str, object]] = []
    for row in people:
        if row.id not in wanted:
            continue
        rhythm = rhythms[row.id]
        as_read = {"user": row.id, "settings": row.settings, "old_us": row.next_due_at_us}
        if rhythm is None:
            if row.rhythm is not None:
                ended.append(as_read)
            continue
        if row.rhythm is not None and row.next_due_at_us <= to_us(now):
            continue  # owed: whoever owes it sets the next hour too
        occasion = next_free_occasion(wanted[row.id], after=now, held=held[row.id])
        if row.rhythm == rhythm and not _is_moved(occasion_from(row), occasion):
            continue
        if occasion is None:
            ended.append(as_read)
        else:
            moved.append({**as_read, **_scheduled_row(row.id, rhythm, occasion)})
    last = UserId(people[-1].id) if len(people) == limit else None
    return Moves(moved=moved, ended=ended, last=last)


def _is_moved(stored: Occasion, computed: Occasion | None) -> bool:
    # A later date means that by the new rules the hour of this one has passed: it stays promised.
    return computed is None or (computed != stored and computed.local_date <= stored.local_date)


async def _held_by_many(
    connection: AsyncConnection, users: list[str]
) -> defaultdict[str, set[date]]:
    held: defaultdict[str, set[date]] = defaultdict(set)
    if users:
        for row in await connection.execute(_HELD_BY_MANY, {"users": users}):
            held[row.user_id].add(_day(row.local_date))
    return held


def _scheduled_row(user: str, rhythm: str, occasion: Occasion) -> dict[str, object]:
    return {**owed_row(user, occasion), "rhythm": rhythm}


def occasion_from(row: Row[Any]) -> Occasion:
    """The occasion of a row of ``digest_schedule``.

    Raises:
        Defect: the row is damaged.
    """
    return Occasion(local_date=_day(row.local_date), due_at=from_us(row.next_due_at_us))


def owed_row(user: str, occasion: Occasion) -> dict[str, object]:
    """Parameters of ``OWE``."""
    return {
        "user": user,
        "day": occasion.local_date.isoformat(),
        "due_us": to_us(occasion.due_at),
    }


def _day(stored: str) -> date:
    try:
        return date.fromisoformat(stored)
    except ValueError as error:
        raise Defect("a stored date of a digest is damaged") from error


OWE = text(
    """
    INSERT INTO digests (user_id, local_date, due_at_us, not_before_us)
    VALUES (:user, :day, :due_us, :due_us) ON CONFLICT (user_id, local_date) DO NOTHING
    """
)

_SCHEDULED = text(
    "SELECT next_due_at_us, local_date, rhythm FROM digest_schedule WHERE user_id = :user"
)

_UNSCHEDULE = text("DELETE FROM digest_schedule WHERE user_id = :user")

_FORGET_OWED = text("DELETE FROM digests WHERE user_id = :user AND finished_at_us IS NULL")

_HELD = text("SELECT local_date FROM digests WHERE user_id = :user")

_HELD_BY_MANY = text("SELECT user_id, local_date FROM digests WHERE user_id IN :users").bindparams(
    bindparam("users", type_=Text, expanding=True)
)

_SCHEDULE = text(
    """
    INSERT INTO digest_schedule (user_id, next_due_at_us, local_date, rhythm)
    SELECT id, :due_us, :day, :rhythm FROM users WHERE id = :user AND erased_at_us IS NULL
    ON CONFLICT (user_id) DO UPDATE SET next_due_at_us = excluded.next_due_at_us,
        local_date = excluded.local_date, rhythm = excluded.rhythm
    """
)

_END = text(
    """
    DELETE FROM digest_schedule WHERE user_id = :user AND next_due_at_us = :old_us
        AND EXISTS (SELECT 1 FROM users u WHERE u.id = :user AND u.settings = :settings)
    """
)

_MOVE = text(
    """
    INSERT INTO digest_schedule (user_id, next_due_at_us, local_date, rhythm)
    SELECT id, :due_us, :day, :rhythm FROM users
    WHERE id = :user AND erased_at_us IS NULL AND settings = :settings
    ON CONFLICT (user_id) DO UPDATE SET next_due_at_us = excluded.next_due_at_us,
        local_date = excluded.local_date, rhythm = excluded.rhythm
    WHERE digest_schedule.next_due_at_us = :old_us
    """
)

_PEOPLE = text(
    """
    SELECT u.id, u.settings, s.rhythm, s.next_due_at_us, s.local_date
    FROM users u LEFT JOIN digest_schedule s ON s.user_id = u.id
    WHERE u.erased_at_us IS NULL AND u.id > :after ORDER BY u.id LIMIT :limit
    """
)
