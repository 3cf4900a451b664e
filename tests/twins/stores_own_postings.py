"""In-memory postings that people forwarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.errors import Defect
from domain.ids import PostingId, UserId
from domain.ports import UserStore
from domain.posting import Posting, PostingState, StoredPosting
from domain.posting_identity import cluster_key, content_hash
from domain.seeker_ports import PrivatePostingStore

MOST_POSTINGS = 200


class InMemoryPrivatePostings(PrivatePostingStore):
    """Forwarded postings in a dictionary.

    Args:
        users: who is there; None lets everybody keep postings.
    """

    def __init__(self, *, users: UserStore | None = None) -> None:
        self.users = users
        self.rows: dict[tuple[UserId, PostingId], StoredPosting] = {}

    async def put(self, user: UserId, posting: Posting, *, at: datetime) -> StoredPosting:
        if self.users is not None and await self.users.get(user) is None:
            raise Defect("a posting was forwarded by somebody who is not there")
        known = self.rows.get((user, posting.id))
        stored = StoredPosting(
            posting=posting,
            state=PostingState.OPEN,
            content_hash=content_hash(posting),
            cluster=cluster_key(posting),
            first_seen=known.first_seen if known else at,
            last_seen=at,
        )
        self.rows[user, posting.id] = stored
        for old in (await self.of(user))[MOST_POSTINGS:]:
            del self.rows[user, old.posting.id]
        return stored

    async def get(self, user: UserId, posting: PostingId) -> StoredPosting | None:
        return self.rows.get((user, posting))

    async def of(self, user: UserId) -> Sequence[StoredPosting]:
        own = [stored for (owner, _), stored in self.rows.items() if owner == user]
        own.sort(key=lambda stored: stored.posting.id)
        return sorted(own, key=lambda stored: stored.last_seen, reverse=True)

    async def remove(self, user: UserId, posting: PostingId) -> bool:
        return self.rows.pop((user, posting), None) is not None
