"""Postings in SQL: what is on offer, since when, and what each person did with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import PostingId, UserId
from domain.ports import Clock, IngestReport, PostingChanges, PostingStore
from domain.posting import Posting, PostingState, Stance, StoredPosting
from storage.database import Database
from storage.ingestion import Ingestion, next_revisions, set_state
from storage.times import from_us, to_us

_PAGE = 500  # postings per round trip
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

    async def count_open(self) -> int:
        async with self._database.read() as connection:
            state = {"state": PostingState.OPEN.value}
            return int((await connection.execute(_COUNT, state)).scalar_one())

    async def expire(self, *, now: datetime) -> int:
        today = {"today": now.date().isoformat(), "state": PostingState.OPEN.value}
        async with self._database.write() as connection:
            await next_revisions(connection, count=0)  # waits for an ingest that is under way
            due = (await connection.execute(_DUE, today)).scalars().all()
            await set_state(connection, due, PostingState.EXPIRED)
        return len(due)

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


def _stored(row: Row[Any]) -> StoredPosting:
    return StoredPosting(
        posting=from_json(Posting, row.document),
        state=PostingState(row.state),
        content_hash=row.content_hash,
        cluster=row.cluster,
        first_seen=from_us(row.first_seen_us),
        last_seen=from_us(row.last_seen_us),
    )


_GET_MANY = text("SELECT * FROM postings WHERE id IN :ids").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_OPEN_PAGE = text(
    "SELECT * FROM postings WHERE state = :state AND id > :after ORDER BY id LIMIT :limit"
)

_CHANGES = text("SELECT * FROM postings WHERE revision > :revision ORDER BY revision LIMIT :limit")

_COUNT = text("SELECT count(*) FROM postings WHERE state = :state")

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
