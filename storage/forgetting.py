"""Delete the last rows of people who erased themselves, once their farewell is delivered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import ConversationId, TurnId


async def forget_turns(connection: AsyncConnection, turns: Sequence[TurnId]) -> None:
    """Remove these turns, and with the last of them the person; others' turns are left alone."""
    for turn in turns:
        row = (await connection.execute(_ERASED, {"turn": turn})).one_or_none()
        if row is None:
            continue
        where = {"turn": turn, "user": row.user_id}
        for statement in (_DROP_KEYS, _DROP_PARTS, _DROP_OUTBOUND, _DROP_TURN, _DROP_USER):
            await connection.execute(statement, where)
        await drop_empty_conversations(connection, [ConversationId(row.conversation_id)])


async def drop_empty_conversations(
    connection: AsyncConnection, conversations: Sequence[ConversationId]
) -> None:
    """Forget the addresses of conversations in which nothing is left."""
    for conversation in conversations:
        # ";" is the character after ":", so this is every turn id of the conversation.
        where = {"id": conversation, "first": f"{conversation}:", "end": f"{conversation};"}
        await connection.execute(_DROP_CONVERSATION, where)


_ERASED = text(
    """
    SELECT t.user_id, t.conversation_id FROM turns t JOIN users u ON u.id = t.user_id
    WHERE t.id = :turn AND u.erased_at_us IS NOT NULL
    """
)

_DROP_KEYS = text("DELETE FROM dedupe_keys WHERE turn_id = :turn")

_DROP_PARTS = text("DELETE FROM outbound_parts WHERE outbound_id = 'out:' || :turn")

_DROP_OUTBOUND = text("DELETE FROM outbound WHERE id = 'out:' || :turn")

_DROP_TURN = text("DELETE FROM turns WHERE id = :turn")

_DROP_USER = text(
    """
    DELETE FROM users WHERE id = :user AND erased_at_us IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.user_id = :user)
    """
)

_DROP_CONVERSATION = text(
    """
    DELETE FROM conversations WHERE id = :id
        AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id >= :first AND t.id < :end)
        AND NOT EXISTS (SELECT 1 FROM utterances s WHERE s.turn_id >= :first AND s.turn_id < :end)
    """
)
