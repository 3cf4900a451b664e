"""Who is still here, and what they saw: asked before something is stored for them unasked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import PostingId, UserId


async def present(
    connection: AsyncConnection, users: Collection[UserId], *, is_sqlite: bool
) -> set[UserId]:
    """Those of them who exist and did not erase themselves.

    On PostgreSQL an erasure of one of them waits until the caller's transaction ends, and finds
    what it stored, and so does another push to them; SQLite has one writer.
    """
    if not users:
        return set()
    statement = _PRESENT if is_sqlite else _PRESENT_LOCKED
    rows = await connection.execute(statement, {"users": sorted(set(users))})
    return {UserId(row.id) for row in rows}


async def seen_before(
    connection: AsyncConnection, shows: Mapping[UserId, Collection[PostingId]]
) -> set[UserId]:
    """Those of them who have seen a posting, or done something with it, that a push would show.

    Ask after :func:`present` in the same transaction: an alert and a digest that were written at
    the same time have not heard of each other.
    """
    postings = sorted({posting for some in shows.values() for posting in some})
    if not postings:
        return set()
    asked = {"users": sorted(shows), "postings": postings}
    rows = await connection.execute(_SEEN, asked)
    return {UserId(row.user_id) for row in rows if row.posting_id in shows[UserId(row.user_id)]}


_SEEN = text(
    """
    SELECT DISTINCT user_id, posting_id FROM stances
    WHERE user_id IN :users AND posting_id IN :postings
    """
).bindparams(
    bindparam("users", type_=Text, expanding=True),
    bindparam("postings", type_=Text, expanding=True),
)

_PRESENT = text(
    "SELECT id FROM users WHERE id IN :users AND erased_at_us IS NULL ORDER BY id"
).bindparams(bindparam("users", type_=Text, expanding=True))

_PRESENT_LOCKED = text(f"{_PRESENT.text} FOR NO KEY UPDATE").bindparams(
    bindparam("users", type_=Text, expanding=True)
)
