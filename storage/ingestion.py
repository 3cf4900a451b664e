"""Taking in one listing of postings: what is new, changed, back, or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ports import IngestReport
from domain.posting import Posting, PostingState
from domain.posting_identity import cluster_key, content_hash
from storage.storable import storable
from storage.times import to_us

ABSENCES_THAT_CLOSE = 2  # complete listings in a row: one can be a hiccup of the board
_IDS_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class Ingestion:
    """One listing on its way into the database."""

    source: str
    now: datetime
    _counts: Counter[str] = field(default_factory=Counter)

    async def run(
        self,
        connection: AsyncConnection,
        postings: Sequence[Posting],
        *,
        complete: bool,
        refused: tuple[str, ...],
    ) -> IngestReport:
        """Store the listing within the caller's transaction and say what changed."""
        # One ingest at a time: revisions become visible in the order they were given out.
        await next_revisions(connection, count=0)
        written = (storable(posting) for posting in postings)
        listed = {posting.source_id: (posting, document) for posting, document in written}
        self._counts["duplicates"] += len(postings) - len(listed)
        rows = await connection.execute(_OF_SOURCE, {"source": self.source})
        known = {row.source_id: row for row in rows}
        changes, seen = self._sort_out(listed.values(), known)
        await self._count_known_elsewhere(connection, changes)
        await self._write(connection, changes)
        await self._touch(connection, seen)
        if complete:
            gone = [row for source_id, row in known.items() if source_id not in listed]
            await self._miss(connection, gone)
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

    def _sort_out(
        self, listed: Iterable[tuple[Posting, str]], known: dict[str, Row[Any]]
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """Rows to write, and ids of those that only have been seen again."""
        changes: list[dict[str, Any]] = []
        seen: list[str] = []
        for posting, document in listed:
            digest, state = content_hash(posting), self._state(posting)
            before = known.get(posting.source_id)
            if before is not None and before.content_hash == digest and before.state == state:
                self._counts["unchanged"] += 1
                seen.append(before.id)
                continue
            if before is None:
                outcome = "new"
            elif state is PostingState.OPEN and before.state != state:
                outcome = "reopened"
            else:
                outcome = "changed" if before.content_hash != digest else "unchanged"
            self._counts[outcome] += 1
            row = self._row(posting, before, digest=digest, state=state)
            changes.append({**row, "document": document})
        return changes, seen

    def _row(
        self, posting: Posting, before: Row[Any] | None, *, digest: str, state: PostingState
    ) -> dict[str, Any]:
        last_day = posting.valid_through
        return {
            "id": posting.id if before is None else before.id,
            "source": self.source,
            "source_id": posting.source_id,
            "state": state.value,
            "content_hash": digest,
            "cluster": cluster_key(posting),
            "valid_through": None if last_day is None else last_day.isoformat(),
            "now_us": to_us(self.now),
            "is_new": before is None,
        }

    def _state(self, posting: Posting) -> PostingState:
        """A posting can be applied for until the end of its last day (UTC)."""
        last_day = posting.valid_through
        is_over = last_day is not None and last_day < self.now.date()
        return PostingState.EXPIRED if is_over else PostingState.OPEN

    async def _count_known_elsewhere(
        self, connection: AsyncConnection, changes: list[dict[str, Any]]
    ) -> None:
        new = [row for row in changes if row["is_new"]]
        clusters: set[str] = set()
        for some in _slices([row["cluster"] for row in new]):
            where = {"clusters": some, "state": PostingState.OPEN.value}
            clusters.update((await connection.execute(_CLUSTERS, where)).scalars())
        for row in new:
            self._counts["duplicates"] += row["cluster"] in clusters
            if row["state"] == PostingState.OPEN:
                clusters.add(row["cluster"])

    async def _write(self, connection: AsyncConnection, changes: list[dict[str, Any]]) -> None:
        if not changes:
            return
        first = await next_revisions(connection, count=len(changes))
        rows = [{**row, "revision": first + number} for number, row in enumerate(changes)]
        await connection.execute(_UPSERT, rows)

    async def _touch(self, connection: AsyncConnection, seen: list[str]) -> None:
        for some in _slices(seen):
            await connection.execute(_SEEN, {"ids": some, "now_us": to_us(self.now)})

    async def _miss(self, connection: AsyncConnection, gone: list[Row[Any]]) -> None:
        for some in _slices([row.id for row in gone]):
            await connection.execute(_MISSED, {"ids": some})
        closing = [
            row.id
            for row in gone
            if row.state == PostingState.OPEN and row.absences + 1 >= ABSENCES_THAT_CLOSE
        ]
        self._counts["closed"] += len(closing)
        if closing:
            first = await next_revisions(connection, count=len(closing))
            await connection.execute(
                SET_STATE,
                [
                    {"id": posting, "state": PostingState.CLOSED.value, "revision": first + number}
                    for number, posting in enumerate(closing)
                ],
            )


async def next_revisions(connection: AsyncConnection, *, count: int) -> int:
    """Reserve ``count`` revisions and return the first; others wait until the caller commits."""
    last = (await connection.execute(_COUNT_UP, {"count": count})).scalar_one()
    return int(last) - count + 1


def _slices(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _IDS_AT_ONCE):
        yield ids[start : start + _IDS_AT_ONCE]


_COUNT_UP = text(
    """
    INSERT INTO counters (name, value) VALUES ('postings', :count)
    ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value
    """
)

_OF_SOURCE = text(
    "SELECT id, source_id, state, content_hash, absences FROM postings WHERE source = :source"
)

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

SET_STATE = text("UPDATE postings SET state = :state, revision = :revision WHERE id = :id")
