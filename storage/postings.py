"""Postings in SQL: what is on offer, since when, and what each person did with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import PostingId, UserId
from domain.ports import Clock, PostingStore
from domain.posting import (
    IngestReport,
    Posting,
    PostingChanges,
    PostingEvent,
    PostingEventKind,
    PostingState,
    Stance,
    StoredPosting,
)
from storage.database import Database
from storage.ingestion import Ingestion, next_revisions, set_state
from storage.times import from_us, to_us

_PAGE = 500  # postings per round trip
EVENTS_KEPT = timedelta(days=90)  # history of postings
_PEOPLE_AT_ONCE = 4  # whose stances are read in one go: more would hold up the event loop
_IDS_AT_ONCE = 500  # SQLite's limit of parameters is 32,766; this keeps statements readable


class SqlPostings(PostingStore):
    """Postings in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ingest(
        self,
        source: str,
        postings: Sequence[Posting],
        *,
        complete: bool,
        refused: Sequence[str] = (),
    ) -> IngestReport:
        """Take in a listing; see :class:`PostingStore`.

        Raises:
            StorageBusy: part of the listing may be stored; ingest it again.
            Defect: a posting names another source.
        """
        if any(posting.source != source for posting in postings):
            raise Defect(f"a listing of {source!r} holds postings of another source")
        ingestion = Ingestion(database=self._database, source=source, now=self._clock.now())
        return await ingestion.run(postings, complete=complete, refused=tuple(refused))

    async def get(self, posting: PostingId) -> StoredPosting | None:
        found = await self.get_many([posting])
        return found[0] if found else None

    async def get_many(self, postings: Sequence[PostingId]) -> Sequence[StoredPosting]:
        """Those that exist, in the order asked for.

        Raises:
            Defect: a row is damaged.
        """
        found: dict[str, StoredPosting] = {}
        async with self._database.read() as connection:
            for start in range(0, len(postings), _IDS_AT_ONCE):
                # Ids come back from buttons: PostgreSQL would refuse a NUL in one.
                asked = postings[start : start + _IDS_AT_ONCE]
                some = {"ids": [posting for posting in asked if "\x00" not in posting]}
                for row in await connection.execute(_GET_MANY, some):
                    found[row.id] = _stored(row)
        return [found[posting] for posting in postings if posting in found]

    async def clusters(self, postings: Sequence[PostingId]) -> Mapping[PostingId, str]:
        """The cluster of each that exists, open or not."""
        found: dict[PostingId, str] = {}
        async with self._database.read() as connection:
            for start in range(0, len(postings), _IDS_AT_ONCE):
                asked = postings[start : start + _IDS_AT_ONCE]
                some = {"ids": [posting for posting in asked if "\x00" not in posting]}
                for row in await connection.execute(_CLUSTERS, some):
                    found[PostingId(row.id)] = row.cluster
        return found

    async def open_postings(self) -> AsyncIterator[StoredPosting]:
        """Open postings by id, a page at a time; no connection is held between pages.

        Raises:
            Defect: a row is damaged.
        """
        after = ""
        while True:
            page = {"state": PostingState.OPEN.value, "after": after, "limit": _PAGE}
            async with self._database.read() as connection:
                rows = (await connection.execute(_OPEN_PAGE, page)).all()
            for row in rows:
                yield _stored(row)
            if len(rows) < _PAGE:
                return
            after = rows[-1].id

    async def changes_since(self, revision: int, *, limit: int = 1000) -> PostingChanges:
        async with self._database.read() as connection:
            page = {"revision": revision, "limit": limit}
            rows = (await connection.execute(_CHANGES, page)).all()
        is_open = PostingState.OPEN.value
        return PostingChanges(
            changed=tuple(_stored(row) for row in rows if row.state == is_open),
            left=tuple(PostingId(row.id) for row in rows if row.state != is_open),
            revision=rows[-1].revision if rows else revision,
        )

    async def revision(self) -> int:
        async with self._database.read() as connection:
            return int((await connection.execute(_REVISION)).scalar_one_or_none() or 0)

    async def events(self, *, after: int, of: Collection[PostingId]) -> Sequence[PostingEvent]:
        """What happened to these postings after a revision, in order.

        Raises:
            Defect: a row is damaged.
        """
        asked = await asyncio.to_thread(_askable, of)
        found: list[PostingEvent] = []
        async with self._database.read() as connection:
            for start in range(0, len(asked), _IDS_AT_ONCE):
                some = {"ids": asked[start : start + _IDS_AT_ONCE], "after": after}
                found.extend(_event(row) for row in await connection.execute(_EVENTS, some))
        return await asyncio.to_thread(sorted, found, key=lambda event: event.revision)

    async def arrivals(self, *, since: datetime) -> Mapping[PostingId, datetime]:
        wanted = {"since_us": to_us(since), "kind": PostingEventKind.NEW.value}
        async with self._database.read() as connection:
            rows = (await connection.execute(_ARRIVALS, wanted)).all()
        return {PostingId(row.posting_id): from_us(row.at_us) for row in rows}

    async def count_open(self) -> int:
        async with self._database.read() as connection:
            state = {"state": PostingState.OPEN.value}
            return int((await connection.execute(_COUNT, state)).scalar_one())

    async def expire(self, *, now: datetime) -> int:
        today = {"today": now.date().isoformat(), "state": PostingState.OPEN.value}
        async with self._database.write() as connection:
            await next_revisions(connection, count=0)  # waits for an ingest that is under way
            due = (await connection.execute(_DUE, today)).scalars().all()
            await set_state(connection, due, PostingState.EXPIRED, now=now)
            await connection.execute(_FORGET_EVENTS, {"limit_us": to_us(now - EVENTS_KEPT)})
        return len(due)

    async def close(self, posting: PostingId) -> bool:
        if "\x00" in posting:
            return False
        one = {"id": posting, "state": PostingState.OPEN.value}
        async with self._database.write() as connection:
            await next_revisions(connection, count=0)  # waits for an ingest that is under way
            closing = (await connection.execute(_OPEN_ONE, one)).scalars().all()
            await set_state(connection, closing, PostingState.CLOSED, now=self._clock.now())
        return bool(closing)

    async def note(self, user: UserId, posting: PostingId, stance: Stance, *, on: bool) -> None:
        """Remember or forget what a person did.

        Raises:
            Defect: there is no such user.
        """
        row = {
            "user": user,
            "posting": posting,
            "stance": stance.value,
            "now_us": to_us(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(_NOTE if on else _UNNOTE, row)

    async def stances(self, user: UserId) -> Mapping[PostingId, frozenset[Stance]]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_STANCES, {"user": user})).all()
        marks: dict[PostingId, frozenset[Stance]] = {}
        for row in rows:
            posting = PostingId(row.posting_id)
            marks[posting] = marks.get(posting, frozenset()) | {Stance(row.stance)}
        return marks

    async def stances_of(
        self, users: Sequence[UserId]
    ) -> Mapping[UserId, Mapping[PostingId, frozenset[Stance]]]:
        marks: dict[UserId, dict[PostingId, frozenset[Stance]]] = {user: {} for user in users}
        single = {stance.value: frozenset({stance}) for stance in Stance}
        async with self._database.read() as connection:
            for start in range(0, len(users), _PEOPLE_AT_ONCE):
                some = {"users": users[start : start + _PEOPLE_AT_ONCE]}
                for user, posting, stance in await connection.execute(_STANCES_OF, some):
                    mine = marks[user]
                    known = mine.get(posting)
                    mine[posting] = single[stance] if known is None else known | single[stance]
                await asyncio.sleep(0)  # a year of digests is thousands of rows a person
        return marks


def _askable(postings: Collection[PostingId]) -> list[PostingId]:
    """Each once, in order; in a thread, since there may be tens of thousands."""
    return sorted({posting for posting in postings if "\x00" not in posting})


def _stored(row: Row[Any]) -> StoredPosting:
    return StoredPosting(
        posting=from_json(Posting, row.document),
        state=PostingState(row.state),
        content_hash=row.content_hash,
        cluster=row.cluster,
        first_seen=from_us(row.first_seen_us),
        last_seen=from_us(row.last_seen_us),
        revision=row.revision,
    )


def _event(row: Row[Any]) -> PostingEvent:
    try:
        kind = PostingEventKind(row.kind)
    except ValueError as error:
        raise Defect("a stored event of a posting is damaged") from error
    return PostingEvent(
        posting=PostingId(row.posting_id), kind=kind, revision=row.revision, at=from_us(row.at_us)
    )


_GET_MANY = text("SELECT * FROM postings WHERE id IN :ids").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_ARRIVALS = text(
    "SELECT posting_id, at_us FROM posting_events WHERE at_us >= :since_us AND kind = :kind"
)

_CLUSTERS = text("SELECT id, cluster FROM postings WHERE id IN :ids").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_OPEN_PAGE = text(
    "SELECT * FROM postings WHERE state = :state AND id > :after ORDER BY id LIMIT :limit"
)

_CHANGES = text("SELECT * FROM postings WHERE revision > :revision ORDER BY revision LIMIT :limit")

_REVISION = text("SELECT value FROM counters WHERE name = 'postings'")

_EVENTS = text(
    """
    SELECT revision, posting_id, kind, at_us FROM posting_events
    WHERE posting_id IN :ids AND revision > :after
    """
).bindparams(bindparam("ids", type_=Text, expanding=True))

_FORGET_EVENTS = text("DELETE FROM posting_events WHERE at_us < :limit_us")

_COUNT = text("SELECT count(*) FROM postings WHERE state = :state")

_OPEN_ONE = text("SELECT id FROM postings WHERE id = :id AND state = :state")

_DUE = text("SELECT id FROM postings WHERE state = :state AND valid_through < :today ORDER BY id")

_NOTE = text(
    """
    INSERT INTO stances (user_id, posting_id, stance, at_us)
    VALUES (:user, :posting, :stance, :now_us) ON CONFLICT (user_id, posting_id, stance) DO NOTHING
    """
)

_UNNOTE = text(
    "DELETE FROM stances WHERE user_id = :user AND posting_id = :posting AND stance = :stance"
)

_STANCES = text(
    "SELECT posting_id, stance FROM stances WHERE user_id = :user ORDER BY posting_id, stance"
)

_STANCES_OF = text(
    "SELECT user_id, posting_id, stance FROM stances WHERE user_id IN :users"
).bindparams(bindparam("users", type_=Text, expanding=True))
