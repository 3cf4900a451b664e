"""Who is still here: asked before something is stored for a person whom nobody asks."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId


async def present(
    connection: AsyncConnection, users: Collection[UserId], *, is_sqlite: bool
) -> set[UserId]:
    """Those of them who exist and did not erase themselves.

    On PostgreSQL an erasure of one of them waits until the caller's transaction ends, and finds
    what it stored; SQLite has one writer.
    """
    if not users:
        return set()
    statement = _PRESENT if is_sqlite else _PRESENT_LOCKED
    rows = await connection.execute(statement, {"users": sorted(set(users))})
    return {UserId(row.id) for row in rows}


_PRESENT = text(
    "SELECT id FROM users WHERE id IN :users AND erased_at_us IS NULL ORDER BY id"
).bindparams(bindparam("users", type_=Text, expanding=True))

_PRESENT_LOCKED = text(f"{_PRESENT.text} FOR SHARE").bindparams(
    bindparam("users", type_=Text, expanding=True)
)
