"""Who is owed a digest, in SQL: one row per person and date, claimed for a while, finished once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Text, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.digest.model import DueDigest, FinishedDigest, Occasion
from domain.ids import UserId
from domain.learning.model import LearningStance
from domain.ports import Clock
from domain.posting import Stance
from domain.push_ports import DigestStore
from storage.database import Database
from storage.outbound import INSERT_OUTBOUND, push_row
from storage.presence import present
from storage.repeats import PUT_OFF, give_back_repeats
from storage.rhythm import next_free_occasion, owed_occasion, settings_of
from storage.schedules import OWE, find_moves, occasion_from, owed_row
from storage.times import from_us, to_us

_RETIRED_AT_ONCE = 1000  # rows per transaction: some milliseconds each


class SqlDigests(DigestStore):
    """Digests in the product's own database.

    Nobody waits for what this store writes, so all of it goes behind what somebody waits for.
    """

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def enqueue_due(self, *, now: datetime, limit: int = 1000) -> int:
        due = {"now_us": to_us(now), "limit": limit}
        async with self._database.read() as connection:
            if (await connection.execute(_IS_ANYBODY_DUE, due)).one_or_none() is None:
                return 0  # the usual tick: no transaction, no lock
        async with self._database.write(in_bulk=True) as connection:
            rows = (await connection.execute(self._skipping(_DUE), due)).all()
            owed: list[dict[str, object]] = []
            later: list[dict[str, object]] = []
            never: list[dict[str, object]] = []
            computed: dict[tuple[str, int, str], tuple[Occasion, Occasion | None]] = {}
            for row in sorted(rows, key=lambda row: row.user_id):
                key = (row.rhythm, row.next_due_at_us, row.local_date)
                if key not in computed:
                    computed[key] = _occasions(row.rhythm, stored=occasion_from(row), now=now)
                latest, coming = computed[key]
                owed.append(owed_row(row.user_id, latest))
                old = {"user": row.user_id, "old_us": row.next_due_at_us}
                if coming is None:
                    never.append(old)
                else:
                    later.append({**owed_row(row.user_id, coming), **old})
            for statement, parameters in ((OWE, owed), (_POSTPONE, later), (_END, never)):
                if parameters:
                    await connection.execute(statement, parameters)
        return len(rows)

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueDigest]:
        page = {"now_us": to_us(now), "limit": limit, "until_us": to_us(now + lease)}
        async with self._database.read() as connection:
            if (await connection.execute(_IS_ANY_OWED, page)).one_or_none() is None:
                return []
        async with self._database.write(in_bulk=True) as connection:
            rows = (await connection.execute(self._skipping(_OWED), page)).all()
            if rows:
                until = {"until_us": page["until_us"]}
                taken = [{"user": row.user_id, "day": row.local_date, **until} for row in rows]
                await connection.execute(_CLAIM, taken)
        return [
            DueDigest(
                user=UserId(row.user_id),
                local_date=date.fromisoformat(row.local_date),
                due_at=from_us(row.due_at_us),
                cursor=row.last_cursor,
                has_newer=bool(row.has_newer),
            )
            for row in rows
        ]

    def _skipping(self, statement: TextClause) -> TextClause:
        """Two PostgreSQL instances take different rows; SQLite lets in one writer anyway."""
        if self._database.is_sqlite:
            return statement
        return _SKIPPING[statement]

    async def put_off(self, digests: Sequence[DueDigest], *, until: datetime) -> None:
        if not digests:
            return
        rows = [{**_key(one), "until_us": to_us(until)} for one in digests]
        async with self._database.write(in_bulk=True) as connection:
            await connection.execute(PUT_OFF, rows)

    async def finish(self, results: Sequence[FinishedDigest]) -> Sequence[bool]:
        """In one commit; see :class:`DigestStore`.

        What was shown is only remembered of a digest that was sent.

        Raises:
            StorageBusy: nothing was stored.
        """
        if not results:
            return []
        now_us = to_us(self._clock.now())
        # Before the transaction: words take longer to encode than rows to write.
        messages = [
            [
                push_row(message, user=result.written.due.user, now_us=now_us)
                for message in result.outbound
            ]
            for result in results
        ]
        async with self._database.write(in_bulk=True) as connection:
            still = await self._still_owed(connection, results)
            still -= await give_back_repeats(connection, results, still=still, now_us=now_us)
            won: list[bool] = []
            for result in results:
                key = (result.written.due.user, result.written.due.local_date.isoformat())
                won.append(key in still)
                still.discard(key)
            winners = [result for result, mine in zip(results, won, strict=True) if mine]
            rows = _rows(winners, now_us=now_us)
            rows[INSERT_OUTBOUND] = [
                row for some, mine in zip(messages, won, strict=True) if mine for row in some
            ]
            for statement, parameters in rows.items():
                if parameters:
                    await connection.execute(statement, parameters)
        return won

    async def _still_owed(
        self, connection: AsyncConnection, results: Sequence[FinishedDigest]
    ) -> set[tuple[str, str]]:
        here = await present(
            connection,
            [result.written.due.user for result in results],
            is_sqlite=self._database.is_sqlite,
        )
        if not here:
            return set()
        statement = _OPEN if self._database.is_sqlite else _OPEN_LOCKED
        rows = await connection.execute(statement, {"users": sorted(here)})
        return {(row.user_id, row.local_date) for row in rows}

    async def release(self) -> int:
        async with self._database.write() as connection:
            return (await connection.execute(_RELEASE)).rowcount

    async def cursor(self, user: UserId) -> int | None:
        async with self._database.read() as connection:
            found = (await connection.execute(_CURSOR, {"user": user})).scalar_one()
        return None if found is None else int(found)

    async def next_due(self, user: UserId) -> Occasion | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_NEXT, {"user": user})).one_or_none()
        return None if row is None else occasion_from(row)

    async def scheduled(self, *, after: UserId | None, limit: int) -> Sequence[UserId]:
        page = {"after": after or "", "limit": limit}
        async with self._database.read() as connection:
            return [UserId(one) for one in (await connection.execute(_PAGE, page)).scalars()]

    async def reschedule(self, *, now: datetime, after: UserId | None, limit: int) -> UserId | None:
        """One page of all people; also gives those a row who wanted digests before there were any.

        So it has to run once after the migration that brings the tables of digests.
        """
        async with self._database.read() as connection:
            moves = await find_moves(connection, now=now, after=after, limit=limit)
        if moves.moved or moves.ended:
            async with self._database.write(in_bulk=True) as connection:
                await moves.write(connection)
        return moves.last

    async def counts(self) -> Mapping[str, int]:
        now_us = to_us(self._clock.now())
        async with self._database.read() as connection:
            row = (await connection.execute(_COUNTS, {"now_us": now_us})).one()
        oldest_us = row.oldest_us if row.oldest_us is not None else now_us
        return {
            "scheduled": int(row.scheduled),
            "owed": int(row.owed),
            "claimed": int(row.claimed),
            "oldest_owed_s": max(0, now_us - int(oldest_us)) // 1_000_000,
        }

    async def retire(self, *, older_than: timedelta) -> int:
        page = {
            "limit_us": to_us(self._clock.now() - older_than),
            "limit": _RETIRED_AT_ONCE,
        }
        dropped = 0
        while True:
            async with self._database.read() as connection:
                rows = (await connection.execute(_RETIRED, page)).all()
            if rows:
                keys = [{"user": row.user_id, "day": row.local_date} for row in rows]
                async with self._database.write(in_bulk=True) as connection:
                    await connection.execute(_DROP, keys)
                dropped += len(keys)
            if len(rows) < _RETIRED_AT_ONCE:
                return dropped


def _occasions(rhythm: str, *, stored: Occasion, now: datetime) -> tuple[Occasion, Occasion | None]:
    """What is owed now, and what comes next."""
    latest = owed_occasion(rhythm, stored=stored, now=now)
    return latest, next_free_occasion(settings_of(rhythm), after=now, held={latest.local_date})


def _key(due: DueDigest) -> dict[str, object]:
    return {"user": due.user, "day": due.local_date.isoformat()}


def _rows(
    winners: Sequence[FinishedDigest], *, now_us: int
) -> dict[TextClause, list[dict[str, object]]]:
    """What to execute with which rows, apart from the messages."""
    done: list[dict[str, object]] = []
    shown: list[dict[str, object]] = []
    resources: list[dict[str, object]] = []
    told: list[dict[str, object]] = []
    for result in winners:
        written = result.written
        looked = written.cursor if result.outcome in {"sent", "silent"} else None
        done.append(
            {**_key(written.due), "outcome": result.outcome, "cursor": looked, "now_us": now_us}
        )
        if result.outcome != "sent":
            continue
        mine: dict[str, object] = {"user": written.due.user, "now_us": now_us}
        shown += [
            {**mine, "posting": posting, "stance": Stance.SHOWN.value} for posting in written.shown
        ]
        resources += [
            {**mine, "resource": resource, "stance": LearningStance.SHOWN.value}
            for resource in written.resources
        ]
        told += [{**mine, "id": reminder} for reminder in written.reminders]
    return {_FINISH: done, NOTE_SHOWN: shown, NOTE_RESOURCE: resources, _TOLD: told}


# Ordered, so that PostgreSQL takes the index also where it knows nothing of the table yet.
_IS_ANYBODY_DUE = text(
    """
    SELECT 1 FROM digest_schedule WHERE next_due_at_us <= :now_us
    ORDER BY next_due_at_us LIMIT 1
    """
)

# Not ordered by person as well: thousands share an hour, and would be sorted for every page.
_DUE = text(
    """
    SELECT user_id, next_due_at_us, local_date, rhythm FROM digest_schedule
    WHERE next_due_at_us <= :now_us ORDER BY next_due_at_us LIMIT :limit
    """
)

_POSTPONE = text(
    """
    UPDATE digest_schedule SET next_due_at_us = :due_us, local_date = :day
    WHERE user_id = :user AND next_due_at_us = :old_us
    """
)

_END = text("DELETE FROM digest_schedule WHERE user_id = :user AND next_due_at_us = :old_us")

_IS_OWED = """
    d.finished_at_us IS NULL AND d.not_before_us <= :now_us
        AND (d.claimed_until_us IS NULL OR d.claimed_until_us <= :now_us)
    """

_IS_ANY_OWED = text(f"SELECT 1 FROM digests d WHERE {_IS_OWED} LIMIT 1")  # noqa: S608 - a constant

_OWED = text(
    f"""
    SELECT d.user_id, d.local_date, d.due_at_us,
        (SELECT max(c.cursor) FROM digests c WHERE c.user_id = d.user_id) AS last_cursor,
        EXISTS (SELECT 1 FROM digests n
            WHERE n.user_id = d.user_id AND n.local_date > d.local_date) AS has_newer
    FROM digests d WHERE {_IS_OWED} ORDER BY d.due_at_us, d.not_before_us LIMIT :limit
    """  # noqa: S608 - a constant
)

_SKIPPING = {
    _DUE: text(f"{_DUE.text} FOR UPDATE SKIP LOCKED"),
    _OWED: text(f"{_OWED.text} FOR UPDATE OF d SKIP LOCKED"),
}

_CLAIM = text(
    """
    UPDATE digests SET claimed_until_us = :until_us WHERE user_id = :user AND local_date = :day
    """
)

_OPEN = text(
    """
    SELECT user_id, local_date FROM digests WHERE user_id IN :users AND finished_at_us IS NULL
    ORDER BY user_id, local_date
    """
).bindparams(bindparam("users", type_=Text, expanding=True))

_OPEN_LOCKED = text(f"{_OPEN.text} FOR UPDATE").bindparams(
    bindparam("users", type_=Text, expanding=True)
)

_FINISH = text(
    """
    UPDATE digests SET outcome = :outcome, cursor = :cursor, finished_at_us = :now_us,
        claimed_until_us = NULL
    WHERE user_id = :user AND local_date = :day AND finished_at_us IS NULL
    """
)

NOTE_SHOWN = text(
    """
    INSERT INTO stances (user_id, posting_id, stance, at_us)
    VALUES (:user, :posting, :stance, :now_us) ON CONFLICT (user_id, posting_id, stance) DO NOTHING
    """
)

NOTE_RESOURCE = text(
    """
    INSERT INTO resource_stances (user_id, resource_id, stance, at_us)
    VALUES (:user, :resource, :stance, :now_us)
    ON CONFLICT (user_id, resource_id, stance) DO NOTHING
    """
)

# One that was moved to a later day meanwhile is not told yet.
_TOLD = text(
    """
    UPDATE reminders SET told_at_us = :now_us
    WHERE id = :id AND user_id = :user AND told_at_us IS NULL AND due_at_us <= :now_us
    """
)

_RELEASE = text(
    """
    UPDATE digests SET claimed_until_us = NULL
    WHERE finished_at_us IS NULL AND claimed_until_us IS NOT NULL
    """
)

_CURSOR = text("SELECT max(cursor) FROM digests WHERE user_id = :user")

_NEXT = text("SELECT next_due_at_us, local_date FROM digest_schedule WHERE user_id = :user")

_PAGE = text(
    "SELECT user_id FROM digest_schedule WHERE user_id > :after ORDER BY user_id LIMIT :limit"
)

_COUNTS = text(
    """
    SELECT (SELECT count(*) FROM digest_schedule) AS scheduled, count(*) AS owed,
        COALESCE(sum(CASE WHEN claimed_until_us > :now_us THEN 1 ELSE 0 END), 0) AS claimed,
        min(CASE WHEN not_before_us <= :now_us THEN due_at_us END) AS oldest_us
    FROM digests WHERE finished_at_us IS NULL
    """
)

# A later row takes the place of one when it knows at least as much about where to go on.
_RETIRED = text(
    """
    SELECT d.user_id, d.local_date FROM digests d
    WHERE d.finished_at_us < :limit_us AND EXISTS (SELECT 1 FROM digests n
        WHERE n.user_id = d.user_id AND n.local_date > d.local_date
            AND (d.cursor IS NULL OR n.cursor >= d.cursor))
    LIMIT :limit
    """
)

_DROP = text("DELETE FROM digests WHERE user_id = :user AND local_date = :day")
