"""Saved searches in SQL: how far each was looked at, and what was told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, text

from domain.digest.model import SavedSearch
from domain.encoding import from_json
from domain.errors import Defect, UserMistake
from domain.ids import PostingId, UserId
from domain.ports import Clock
from domain.posting import Stance
from domain.profiles import SearchPreferences
from domain.push_ports import SavedSearchStore
from domain.turns import Outbound
from storage.database import Database
from storage.digests import NOTE_SHOWN
from storage.outbound import INSERT_OUTBOUND, push_row
from storage.presence import present, seen_before
from storage.storable import storable
from storage.times import from_us, to_us

MOST_SEARCHES = 20  # per person

_log = structlog.get_logger(__name__)


class SqlSavedSearches(SavedSearchStore):
    """Saved searches in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, search: SavedSearch) -> bool:
        """Keep it; see :class:`SavedSearchStore`.

        Raises:
            UserMistake: the person keeps as many as one may.
            Defect: there is no such user.
        """
        search, _ = storable(search)
        _, preferences = storable(search.preferences)
        row = {
            "user": search.user,
            "id": search.id,
            "label": search.label,
            "text": search.text,
            "preferences": preferences,
            "created_us": to_us(search.created_at),
            "cursor": search.cursor,
            "told_us": None if search.told_at is None else to_us(search.told_at),
        }
        async with self._database.write() as connection:
            found = (await connection.execute(_KNOWN, row)).one()
            if found.is_known:
                return False
            if found.kept >= MOST_SEARCHES:
                raise UserMistake(
                    f"You have {MOST_SEARCHES} saved searches, which is the most one can have. "
                    "Remove one of them first."
                )
            return bool((await connection.execute(_SAVE, row)).rowcount)

    async def of(self, user: UserId) -> Sequence[SavedSearch]:
        """Oldest first.

        Raises:
            Defect: a row is damaged.
        """
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF, {"user": user})).all()
        return [_search_from(row) for row in rows]

    async def remove(self, user: UserId, search: str) -> bool:
        where = {"user": user, "id": search.replace("\x00", "")}  # ids come back from buttons
        async with self._database.write() as connection:
            return bool((await connection.execute(_REMOVE, where)).rowcount)

    async def behind(
        self, *, revision: int, after: UserId | None, limit: int
    ) -> Sequence[SavedSearch]:
        """Searches of the next people; see :class:`SavedSearchStore`.

        A damaged row is passed over with a line in the log: it must not keep everybody else from
        their alerts.
        """
        while True:
            page = {"revision": revision, "after": after or "", "limit": limit}
            async with self._database.read() as connection:
                rows = (await connection.execute(_BEHIND, page)).all()
            found: list[SavedSearch] = []
            for row in rows:
                try:
                    found.append(_search_from(row))
                except Defect:
                    _log.error("saved_search_unreadable", user=row.user_id, search=row.id)
            if found or not rows:
                return found
            after = UserId(rows[-1].user_id)  # a page of nothing else does not end the round

    async def looked(
        self,
        user: UserId,
        *,
        searches: Collection[str],
        revision: int,
        outbound: Sequence[Outbound] = (),
        shown: Sequence[PostingId] = (),
        now: datetime,
    ) -> bool:
        now_us = to_us(now)
        messages = [push_row(message, user=user, now_us=now_us) for message in outbound]
        cursors = [{"user": user, "id": one, "revision": revision} for one in sorted(searches)]
        marks = [
            {"user": user, "posting": posting, "stance": Stance.SHOWN.value, "now_us": now_us}
            for posting in shown
        ]
        async with self._database.write(in_bulk=True) as connection:
            if not await present(connection, [user], is_sqlite=self._database.is_sqlite):
                return False
            if messages and await seen_before(connection, {user: frozenset(shown)}):
                return False
            if messages:
                first = await connection.execute(INSERT_OUTBOUND, messages[0])
                if not first.rowcount:
                    return False
                if messages[1:]:
                    await connection.execute(INSERT_OUTBOUND, messages[1:])
                await connection.execute(_TOLD, {"user": user, "now_us": now_us})
                if marks:
                    await connection.execute(NOTE_SHOWN, marks)
            if cursors:
                await connection.execute(_LOOKED, cursors)
        return True


def _search_from(row: Row[Any]) -> SavedSearch:
    return SavedSearch(
        id=row.id,
        user=UserId(row.user_id),
        label=row.label,
        text=row.text,
        preferences=from_json(SearchPreferences, row.preferences),
        created_at=from_us(row.created_at_us),
        cursor=row.cursor,
        told_at=None if row.told_at_us is None else from_us(row.told_at_us),
    )


_KNOWN = text(
    """
    SELECT count(*) AS kept, COALESCE(sum(CASE WHEN id = :id THEN 1 ELSE 0 END), 0) AS is_known
    FROM saved_searches WHERE user_id = :user
    """
)

# A new search does not start anew how long ago the person was told about their searches.
_SAVE = text(
    """
    INSERT INTO saved_searches
        (user_id, id, label, text, preferences, created_at_us, cursor, told_at_us)
    VALUES (:user, :id, :label, :text, :preferences, :created_us, :cursor, COALESCE(
        (SELECT max(s.told_at_us) FROM saved_searches s WHERE s.user_id = :user), :told_us))
    ON CONFLICT (user_id, id) DO NOTHING
    """
)

_OF = text("SELECT * FROM saved_searches WHERE user_id = :user ORDER BY created_at_us, id")

_REMOVE = text("DELETE FROM saved_searches WHERE user_id = :user AND id = :id")

_BEHIND = text(
    """
    SELECT * FROM saved_searches WHERE cursor < :revision AND user_id IN (
        SELECT DISTINCT user_id FROM saved_searches
        WHERE cursor < :revision AND user_id > :after ORDER BY user_id LIMIT :limit)
    ORDER BY user_id, created_at_us, id
    """
)

_TOLD = text("UPDATE saved_searches SET told_at_us = :now_us WHERE user_id = :user")

_LOOKED = text(
    """
    UPDATE saved_searches SET cursor = :revision
    WHERE user_id = :user AND id = :id AND cursor < :revision
    """
)
