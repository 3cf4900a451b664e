"""In-memory postings with the same life cycle as the SQL store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from domain.posting_identity import cluster_key, content_hash
from tests.twins.stores import FrozenClock

ABSENCES_THAT_CLOSE = 2


@dataclass(slots=True, kw_only=True)
class Kept:
    """One posting's row."""

    posting: Posting
    state: PostingState
    content_hash: str
    cluster: str
    first_seen: datetime
    last_seen: datetime
    revision: int
    absences: int = 0

    def stored(self) -> StoredPosting:
        return StoredPosting(
            posting=self.posting,
            state=self.state,
            content_hash=self.content_hash,
            cluster=self.cluster,
            first_seen=self.first_seen,
            last_seen=self.last_seen,
            revision=self.revision,
        )


class InMemoryPostings(PostingStore):
    """Postings and marks in dictionaries."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.rows: dict[PostingId, Kept] = {}
        self.marks: dict[tuple[UserId, PostingId], frozenset[Stance]] = {}
        self.history: list[PostingEvent] = []
        self._revision = 0

    def _next(self, posting: PostingId, kind: PostingEventKind) -> int:
        self._revision += 1
        event = PostingEvent(
            posting=posting, kind=kind, revision=self._revision, at=self.clock.now()
        )
        self.history.append(event)
        return self._revision

    async def ingest(
        self,
        source: str,
        postings: Sequence[Posting],
        *,
        complete: bool,
        refused: Sequence[str] = (),
    ) -> IngestReport:
        tally = {"new": 0, "changed": 0, "unchanged": 0, "reopened": 0, "closed": 0}
        listed = {posting.source_id: posting for posting in postings}
        duplicates = len(postings) - len(listed)
        for posting in listed.values():
            outcome, is_duplicate = self._take(source, posting)
            tally[outcome] += 1
            duplicates += is_duplicate
        if complete:
            for row in self.rows.values():
                if row.posting.source == source and row.posting.source_id not in listed:
                    tally["closed"] += self._absent(row)
        return IngestReport(
            new=tally["new"],
            changed=tally["changed"],
            unchanged=tally["unchanged"],
            reopened=tally["reopened"],
            closed=tally["closed"],
            duplicates=duplicates,
            refused=tuple(refused),
        )

    def _take(self, source: str, posting: Posting) -> tuple[str, bool]:
        now = self.clock.now()
        digest, cluster = content_hash(posting), cluster_key(posting)
        row = next(
            (
                row
                for row in self.rows.values()
                if row.posting.source == source and row.posting.source_id == posting.source_id
            ),
            None,
        )
        if row is None:
            known = any(
                other.cluster == cluster and other.state is PostingState.OPEN
                for other in self.rows.values()
            )
            state = _state(posting, now)
            is_over = state is PostingState.EXPIRED
            kind = PostingEventKind.EXPIRED if is_over else PostingEventKind.NEW
            self.rows[posting.id] = Kept(
                posting=posting,
                state=state,
                content_hash=digest,
                cluster=cluster,
                first_seen=now,
                last_seen=now,
                revision=self._next(posting.id, kind),
            )
            return "new", known
        state = _state(posting, now)
        reopened = state is PostingState.OPEN and row.state is not PostingState.OPEN
        changed = row.content_hash != digest or state is not row.state
        if changed:
            expires = state is PostingState.EXPIRED and row.state is not state
            kind = PostingEventKind.REOPENED if reopened else PostingEventKind.CHANGED
            row.revision = self._next(row.posting.id, PostingEventKind.EXPIRED if expires else kind)
            row.posting, row.state = posting, state
            row.content_hash, row.cluster = digest, cluster
        row.last_seen, row.absences = now, 0
        return ("reopened" if reopened else "changed" if changed else "unchanged"), False

    def _absent(self, row: Kept) -> bool:
        row.absences += 1
        closes = row.absences >= ABSENCES_THAT_CLOSE and row.state is PostingState.OPEN
        if closes:
            row.state = PostingState.CLOSED
            row.revision = self._next(row.posting.id, PostingEventKind.CLOSED)
        return closes

    async def get(self, posting: PostingId) -> StoredPosting | None:
        row = self.rows.get(posting)
        return None if row is None else row.stored()

    async def get_many(self, postings: Sequence[PostingId]) -> Sequence[StoredPosting]:
        return [self.rows[key].stored() for key in postings if key in self.rows]

    async def clusters(self, postings: Sequence[PostingId]) -> Mapping[PostingId, str]:
        return {key: self.rows[key].stored().cluster for key in postings if key in self.rows}

    async def open_postings(self) -> AsyncIterator[StoredPosting]:
        for row in sorted(self.rows.values(), key=lambda row: row.posting.id):
            if row.state is PostingState.OPEN:
                yield row.stored()

    async def changes_since(self, revision: int, *, limit: int = 1000) -> PostingChanges:
        later = sorted(
            (row for row in self.rows.values() if row.revision > revision),
            key=lambda row: row.revision,
        )[:limit]
        return PostingChanges(
            changed=tuple(row.stored() for row in later if row.state is PostingState.OPEN),
            left=tuple(row.posting.id for row in later if row.state is not PostingState.OPEN),
            revision=later[-1].revision if later else revision,
        )

    async def revision(self) -> int:
        return self._revision

    async def events(self, *, after: int, of: Collection[PostingId]) -> Sequence[PostingEvent]:
        return [one for one in self.history if one.revision > after and one.posting in of]

    async def arrivals(self, *, since: datetime) -> Mapping[PostingId, datetime]:
        return {
            one.posting: one.at
            for one in self.history
            if one.kind is PostingEventKind.NEW and one.at >= since
        }

    async def count_open(self) -> int:
        return sum(row.state is PostingState.OPEN for row in self.rows.values())

    async def expire(self, *, now: datetime) -> int:
        due = [
            row
            for row in self.rows.values()
            if row.state is PostingState.OPEN and _state(row.posting, now) is PostingState.EXPIRED
        ]
        for row in due:
            row.state = PostingState.EXPIRED
            row.revision = self._next(row.posting.id, PostingEventKind.EXPIRED)
        return len(due)

    async def close(self, posting: PostingId) -> bool:
        row = self.rows.get(posting)
        if row is None or row.state is not PostingState.OPEN:
            return False
        row.state = PostingState.CLOSED
        row.revision = self._next(posting, PostingEventKind.CLOSED)
        return True

    async def note(self, user: UserId, posting: PostingId, stance: Stance, *, on: bool) -> None:
        marks = self.marks.pop((user, posting), frozenset())
        marks = marks | {stance} if on else marks - {stance}
        if marks:
            self.marks[user, posting] = marks

    async def stances(self, user: UserId) -> Mapping[PostingId, frozenset[Stance]]:
        return {posting: marks for (owner, posting), marks in self.marks.items() if owner == user}

    async def stances_of(
        self, users: Sequence[UserId]
    ) -> Mapping[UserId, Mapping[PostingId, frozenset[Stance]]]:
        return {user: await self.stances(user) for user in users}


def _state(posting: Posting, now: datetime) -> PostingState:
    """A posting may be applied for until the end of its last day, in UTC."""
    last_day = posting.valid_through
    is_over = last_day is not None and last_day < now.date()
    return PostingState.EXPIRED if is_over else PostingState.OPEN
