"""Taking in one listing of postings: what is new, changed, back, or gone.

A listing is written in steps, each a short transaction: an ingest of a hundred thousand postings
never keeps a person's message waiting. A crash between steps loses nothing, because the next
ingest of the source finds the rest new or changed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.posting import IngestReport, Posting, PostingEventKind, PostingState
from domain.posting_identity import cluster_key, content_hash
from storage.database import Database
from storage.storable import storable
from storage.times import to_us

Item = TypeVar("Item")

ABSENCES_THAT_CLOSE = 2  # complete listings in a row: one can be a hiccup of the board
_STEP = 250  # postings per transaction: some milliseconds each


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A posting of the listing, ready to be compared and written."""

    posting: Posting
    document: str
    content_hash: str
    cluster: str
    state: PostingState


@dataclass(slots=True, kw_only=True)
class Ingestion:
    """One listing on its way into the database."""

    database: Database
    source: str
    now: datetime
    _counts: Counter[str] = field(default_factory=Counter)

    async def run(
        self, postings: Sequence[Posting], *, complete: bool, refused: tuple[str, ...]
    ) -> IngestReport:
        """Store the listing and say what changed."""
        listed = {posting.source_id: posting for posting in postings}
        self._counts["duplicates"] += len(postings) - len(listed)
        source_ids: set[str] = set()
        for some in _steps(list(listed.values())):
            prepared = await asyncio.to_thread(self._prepare, some)
            source_ids.update(one.posting.source_id for one in prepared)
            async with self.database.write() as connection:
                await self._take(connection, prepared)
        if complete:
            await self._close_absent(source_ids)
        counts = self._counts
        return IngestReport(
            new=counts["new"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            reopened=counts["reopened"],
            closed=counts["closed"],
            duplicates=counts["duplicates"],
            refused=refused,
        )

    def _prepare(self, postings: Sequence[Posting]) -> list[_Listed]:
        prepared: list[_Listed] = []
        for given in postings:
            posting, document = storable(given)
            prepared.append(
                _Listed(
                    posting=posting,
                    document=document,
                    content_hash=content_hash(posting),
                    cluster=cluster_key(posting),
                    state=self._state(posting),
                )
            )
        return prepared

    def _state(self, posting: Posting) -> PostingState:
        """A posting can be applied for until the end of its last day (UTC)."""
        last_day = posting.valid_through
        is_over = last_day is not None and last_day < self.now.date()
        return PostingState.EXPIRED if is_over else PostingState.OPEN

    async def _take(self, connection: AsyncConnection, listed: list[_Listed]) -> None:
        # Also a lock: revisions become visible in the order they were given out.
        await next_revisions(connection, count=0)
        where = {"source": self.source, "ids": [one.posting.source_id for one in listed]}
        known = {row.source_id: row for row in await connection.execute(_KNOWN, where)}
        changes: list[_Listed] = []
        kinds: list[PostingEventKind] = []
        seen: list[str] = []
        for one in listed:
            outcome = _outcome(one, known.get(one.posting.source_id))
            self._counts[outcome] += 1
            if outcome == "unchanged":
                seen.append(known[one.posting.source_id].id)
            else:
                changes.append(one)
                kinds.append(_kind(one, known.get(one.posting.source_id)))
        new = [one for one in changes if one.posting.source_id not in known]
        await self._count_known_elsewhere(connection, new)
        await self._write(connection, changes, kinds)
        if seen:
            await connection.execute(_SEEN, {"ids": seen, "now_us": to_us(self.now)})

    async def _count_known_elsewhere(self, connection: AsyncConnection, new: list[_Listed]) -> None:
        where = {"clusters": [one.cluster for one in new], "state": PostingState.OPEN.value}
        clusters = set((await connection.execute(_CLUSTERS, where)).scalars())
        for one in new:
            self._counts["duplicates"] += one.cluster in clusters
            if one.state is PostingState.OPEN:
                clusters.add(one.cluster)

    async def _write(
        self,
        connection: AsyncConnection,
        changes: list[_Listed],
        kinds: list[PostingEventKind],
    ) -> None:
        if not changes:
            return
        first = await next_revisions(connection, count=len(changes))
        rows = [
            {**self._row(one), "revision": first + number} for number, one in enumerate(changes)
        ]
        await connection.execute(_UPSERT, rows)
        await connection.execute(
            _NOTE_EVENT,
            [
                {
                    "revision": row["revision"],
                    # A posting that is known keeps the id it was first stored with.
                    "source": self.source,
                    "source_id": row["source_id"],
                    "kind": kind.value,
                    "now_us": row["now_us"],
                }
                for row, kind in zip(rows, kinds, strict=True)
            ],
        )

    def _row(self, one: _Listed) -> dict[str, Any]:
        last_day = one.posting.valid_through
        return {
            "id": one.posting.id,
            "source": self.source,
            "source_id": one.posting.source_id,
            "state": one.state.value,
            "content_hash": one.content_hash,
            "cluster": one.cluster,
            "document": one.document,
            "valid_through": None if last_day is None else last_day.isoformat(),
            "now_us": to_us(self.now),
        }

    async def _close_absent(self, listed: set[str]) -> None:
        async with self.database.read() as connection:
            rows = (await connection.execute(_OF_SOURCE, {"source": self.source})).all()
        for some in _steps([row.id for row in rows if row.source_id not in listed]):
            async with self.database.write() as connection:
                await next_revisions(connection, count=0)
                await connection.execute(_MISSED, {"ids": some})
                over = {"ids": some, "absences": ABSENCES_THAT_CLOSE}
                closing = (await connection.execute(_CLOSING, over)).scalars().all()
                await set_state(connection, closing, PostingState.CLOSED, now=self.now)
                self._counts["closed"] += len(closing)


def _outcome(one: _Listed, before: Row[Any] | None) -> str:
    if before is None:
        return "new"
    if one.state is PostingState.OPEN and before.state != one.state:
        return "reopened"
    is_same = before.content_hash == one.content_hash and before.state == one.state
    return "unchanged" if is_same else "changed"


def _kind(one: _Listed, before: Row[Any] | None) -> PostingEventKind:
    """What the change is for a reader: one that is over by its own date has expired."""
    expired = PostingState.EXPIRED
    if one.state is expired and (before is None or before.state != expired.value):
        return PostingEventKind.EXPIRED
    return PostingEventKind(_outcome(one, before))


async def set_state(
    connection: AsyncConnection, postings: Sequence[str], state: PostingState, *, now: datetime
) -> None:
    """Give postings another state, each with its own revision and line of history."""
    if not postings:
        return
    first = await next_revisions(connection, count=len(postings))
    rows = [
        {"id": posting, "state": state.value, "revision": first + number, "now_us": to_us(now)}
        for number, posting in enumerate(postings)
    ]
    await connection.execute(_SET_STATE, rows)
    await connection.execute(_NOTE_STATE, rows)


async def next_revisions(connection: AsyncConnection, *, count: int) -> int:
    """Reserve ``count`` revisions and return the first; others wait until the caller commits."""
    last = (await connection.execute(_COUNT_UP, {"count": count})).scalar_one()
    return int(last) - count + 1


def _steps(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _STEP):
        yield items[start : start + _STEP]


_COUNT_UP = text(
    """
    INSERT INTO counters (name, value) VALUES ('postings', :count)
    ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value
    """
)

_KNOWN = text(
    """
    SELECT id, source_id, state, content_hash FROM postings
    WHERE source = :source AND source_id IN :ids
    """
).bindparams(bindparam("ids", type_=Text, expanding=True))

_OF_SOURCE = text("SELECT id, source_id FROM postings WHERE source = :source ORDER BY id")

_CLUSTERS = text(
    "SELECT DISTINCT cluster FROM postings WHERE cluster IN :clusters AND state = :state"
).bindparams(bindparam("clusters", type_=Text, expanding=True))

_UPSERT = text(
    """
    INSERT INTO postings (id, source, source_id, state, content_hash, cluster, document,
        valid_through, first_seen_us, last_seen_us, absences, revision)
    VALUES (:id, :source, :source_id, :state, :content_hash, :cluster, :document,
        :valid_through, :now_us, :now_us, 0, :revision)
    ON CONFLICT (source, source_id) DO UPDATE SET state = excluded.state,
        content_hash = excluded.content_hash, cluster = excluded.cluster,
        document = excluded.document, valid_through = excluded.valid_through,
        last_seen_us = excluded.last_seen_us, absences = 0, revision = excluded.revision
    """
)

_SEEN = text(
    "UPDATE postings SET last_seen_us = :now_us, absences = 0 WHERE id IN :ids"
).bindparams(bindparam("ids", type_=Text, expanding=True))

_MISSED = text("UPDATE postings SET absences = absences + 1 WHERE id IN :ids").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_CLOSING = text(
    """
    SELECT id FROM postings WHERE id IN :ids AND state = 'open' AND absences >= :absences
    ORDER BY id
    """
).bindparams(bindparam("ids", type_=Text, expanding=True))

_NOTE_EVENT = text(
    """
    INSERT INTO posting_events (revision, posting_id, kind, at_us)
    SELECT :revision, id, :kind, :now_us FROM postings
    WHERE source = :source AND source_id = :source_id
    """
)

# States that end a posting are called as the event is.
_NOTE_STATE = text(
    """
    INSERT INTO posting_events (revision, posting_id, kind, at_us)
    VALUES (:revision, :id, :state, :now_us)
    """
)

_SET_STATE = text("UPDATE postings SET state = :state, revision = :revision WHERE id = :id")
