"""Retention: old turns keep their words and lose their documents."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import TurnId
from storage.forgetting import forget_turns
from storage.times import to_us

DEDUPE_KEPT = timedelta(days=30)  # how long a redelivered message is recognised


async def retire_turns(connection: AsyncConnection, *, now: datetime, older_than: timedelta) -> int:
    """Thin out settled turns finished before that; returns how many."""
    limits = {"limit_us": to_us(now - older_than), "kept_us": to_us(now - DEDUPE_KEPT)}
    # A farewell whose delivery never came to an end must not keep the person here.
    stranded = (await connection.execute(_STRANDED, limits)).scalars().all()
    await forget_turns(connection, [TurnId(turn) for turn in stranded])
    await connection.execute(_RETIRE_OUTBOUND, limits)
    thinned = (await connection.execute(_RETIRE_TURNS, limits)).rowcount
    await connection.execute(_DROP_KEYS, limits)
    await connection.execute(_DROP_TURNS, limits)
    await connection.execute(_DROP_UNASKED, limits)
    await connection.execute(_DROP_PARTS, limits)
    await connection.execute(_DROP_CODES, limits)
    return thinned


_STRANDED = text(
    """
    SELECT t.id FROM turns t JOIN users u ON u.id = t.user_id WHERE u.erased_at_us < :limit_us
    """
)

_RETIRE_OUTBOUND = text(
    """
    DELETE FROM outbound WHERE state <> 'waiting' AND turn_id IN (
        SELECT id FROM turns WHERE message IS NOT NULL AND finished_at_us < :limit_us)
    """
)

_RETIRE_TURNS = text(
    """
    UPDATE turns SET message = NULL
    WHERE message IS NOT NULL AND finished_at_us < :limit_us
        AND NOT EXISTS (SELECT 1 FROM outbound o WHERE o.id = 'out:' || turns.id)
    """
)

_DROP_KEYS = text("DELETE FROM dedupe_keys WHERE accepted_at_us < :kept_us")

_DROP_TURNS = text("DELETE FROM turns WHERE message IS NULL AND accepted_at_us < :kept_us")

_DROP_UNASKED = text(
    "DELETE FROM outbound WHERE turn_id IS NULL AND state <> 'waiting' AND settled_at_us < :kept_us"
)

_DROP_PARTS = text("DELETE FROM outbound_parts WHERE at_us < :kept_us")

_DROP_CODES = text("DELETE FROM one_time_codes WHERE expires_at_us < :limit_us")
