"""The proof of an erasure: a search through every text column of every table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Table, Text, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.erasure import Belongings
from storage.tables import (
    PUBLIC_PUSH_TABLES,
    TEAM_TEXT_TABLES,
    conversations,
    metadata,
    outbound,
    postings,
    turns,
    users,
)

_NOT_OURS = frozenset({postings, *PUBLIC_PUSH_TABLES, *TEAM_TEXT_TABLES})
_SHORTEST_SUBSTRING = 6  # characters; shorter words would be found inside unrelated ones


async def find_leftovers(connection: AsyncConnection, belongings: Belongings) -> dict[str, int]:
    """Rows per table that still name the person; each is a defect.

    Our own id of the person is looked for everywhere. Their words (name, accounts, e-mail, phone)
    are looked for in every row that does not belong to somebody else: two people can share a name.
    Postings and learning resources are public and name nobody here, and what a description of a
    team says is the team's. The kept turn is what the caller asked to keep.
    """
    shared = set((await connection.execute(_shared_conversations(belongings))).scalars())
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        named = or_(_holds(table, belongings.user), _holds_words(table, belongings, shared=shared))
        count = select(func.count()).select_from(table)
        found[table.name] = (
            await connection.execute(count.where(named, _not_kept(table, belongings)))
        ).scalar_one()
    return found


def _holds(table: Table, word: str) -> ColumnElement[bool]:
    """True for rows with the word in any text column: inside, or as the whole when it is short."""
    found: list[ColumnElement[bool]] = []
    for column in table.columns:
        if isinstance(column.type, Text):
            if len(word) < _SHORTEST_SUBSTRING:
                found.append(column == word)
            else:
                # SQLite lowers ASCII only, so the word as written is looked for as well.
                found.append(column.contains(word, autoescape=True))
                found.append(func.lower(column).contains(word.lower(), autoescape=True))
    return or_(false(), *found)


def _holds_words(table: Table, belongings: Belongings, *, shared: set[str]) -> ColumnElement[bool]:
    if table in _NOT_OURS:
        return false()
    named = or_(false(), *(_holds(table, word) for word in sorted(belongings.words)))
    if table is users:
        return and_(named, users.c.id == belongings.user)
    if table is conversations:
        return and_(named, conversations.c.id.not_in(shared))
    if "user_id" in table.columns:
        owner = table.columns["user_id"]
        return and_(named, or_(owner.is_(None), owner == belongings.user))
    return named


def _not_kept(table: Table, belongings: Belongings) -> ColumnElement[bool]:
    turn = belongings.keep_turn
    if turn is None:
        return ~false()
    kept = {
        users: users.c.id != belongings.user,
        turns: turns.c.id != turn,
        outbound: outbound.c.id != f"out:{turn}",
        conversations: conversations.c.id != turn.split(":", 1)[0],
    }
    return kept.get(table, ~false())


def _shared_conversations(belongings: Belongings) -> Select[str]:
    return (
        select(turns.c.conversation_id)
        .where(
            turns.c.conversation_id.in_(belongings.conversations),
            turns.c.user_id != belongings.user,
        )
        .distinct()
    )
