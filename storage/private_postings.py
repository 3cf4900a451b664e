"""Postings that people forwarded, in SQL: each person sees their own and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import text

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import PostingId, UserId
from domain.posting import Posting, PostingState, StoredPosting
from domain.posting_identity import cluster_key, content_hash
from domain.seeker_ports import PrivatePostingStore
from storage.database import Database
from storage.presence import present
from storage.storable import storable
from storage.times import to_us

MOST_POSTINGS = 200  # per person

_log = structlog.get_logger(__name__)


class SqlPrivatePostings(PrivatePostingStore):
    """Forwarded postings in the product's own database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def put(self, user: UserId, posting: Posting, *, at: datetime) -> StoredPosting:
        """Keep it; see :class:`PrivatePostingStore`.

        Raises:
            Defect: there is no such user (any more).
        """
        posting, _ = storable(posting)
        which = {"user": user, "posting": posting.id}
        async with self._database.write() as connection:
            if not await present(connection, [user], is_sqlite=self._database.is_sqlite):
                raise Defect("a posting was forwarded by somebody who is not there")
            known = (await connection.execute(_GET, which)).scalar_one_or_none()
            first_seen = from_json(StoredPosting, known).first_seen if known else at
            stored = StoredPosting(
                posting=posting,
                state=PostingState.OPEN,
                content_hash=content_hash(posting),
                cluster=cluster_key(posting),
                first_seen=first_seen,
                last_seen=at,
            )
            _, document = storable(stored)
            await connection.execute(_PUT, {**which, "at_us": to_us(at), "document": document})
            await connection.execute(_TRIM, {"user": user, "most": MOST_POSTINGS})
        return stored

    async def get(self, user: UserId, posting: PostingId) -> StoredPosting | None:
        """One posting of this person.

        Raises:
            Defect: the row is damaged.
        """
        which = {"user": user, "posting": posting.replace("\x00", "")}  # ids come from buttons
        async with self._database.read() as connection:
            document = (await connection.execute(_GET, which)).scalar_one_or_none()
        return None if document is None else from_json(StoredPosting, document)

    async def of(self, user: UserId) -> Sequence[StoredPosting]:
        """Newest first; a damaged row is passed over with a line in the log."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF, {"user": user})).all()
        found: list[StoredPosting] = []
        for row in rows:
            try:
                found.append(from_json(StoredPosting, row.document))
            except Defect:
                _log.error("private_posting_unreadable", posting=row.posting_id)
        return found

    async def remove(self, user: UserId, posting: PostingId) -> bool:
        which = {"user": user, "posting": posting.replace("\x00", "")}
        async with self._database.write() as connection:
            return bool((await connection.execute(_REMOVE, which)).rowcount)


_GET = text("SELECT document FROM private_postings WHERE user_id = :user AND posting_id = :posting")

_PUT = text(
    """
    INSERT INTO private_postings (user_id, posting_id, at_us, document)
    VALUES (:user, :posting, :at_us, :document)
    ON CONFLICT (user_id, posting_id)
    DO UPDATE SET at_us = excluded.at_us, document = excluded.document
    """
)

_TRIM = text(
    """
    DELETE FROM private_postings WHERE user_id = :user AND posting_id NOT IN (
        SELECT posting_id FROM private_postings WHERE user_id = :user
        ORDER BY at_us DESC, posting_id LIMIT :most)
    """
)

_OF = text(
    """
    SELECT posting_id, document FROM private_postings WHERE user_id = :user
    ORDER BY at_us DESC, posting_id
    """
)

_REMOVE = text("DELETE FROM private_postings WHERE user_id = :user AND posting_id = :posting")
