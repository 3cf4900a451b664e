"""Digests that would repeat what their person saw since they were written."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.digest.model import FinishedDigest, WrittenDigest
from storage.presence import seen_before

_WRITTEN_ANEW_US = 60_000_000  # microseconds until such a digest is written again


async def give_back_repeats(
    connection: AsyncConnection,
    results: Sequence[FinishedDigest],
    *,
    still: Collection[tuple[str, str]],
    now_us: int,
) -> set[tuple[str, str]]:
    """Put off those of ``still`` (person and date) that show what an alert or an answer showed.

    Call it in the transaction that stores the others. Returns what was put off.
    """
    due: dict[tuple[str, str], WrittenDigest] = {
        (one.written.due.user, one.written.due.local_date.isoformat()): one.written
        for one in results
        if one.outcome == "sent" and one.written.shown
    }
    due = {key: written for key, written in due.items() if key in still}
    shows = {written.due.user: frozenset(written.shown) for written in due.values()}
    seen = await seen_before(connection, shows)
    given_back = {key for key, written in due.items() if written.due.user in seen}
    if given_back:
        until_us = now_us + _WRITTEN_ANEW_US
        rows = [
            {"user": user, "day": day, "until_us": until_us} for user, day in sorted(given_back)
        ]
        await connection.execute(PUT_OFF, rows)
    return given_back


PUT_OFF = text(
    """
    UPDATE digests SET not_before_us = :until_us, claimed_until_us = NULL
    WHERE user_id = :user AND local_date = :day AND finished_at_us IS NULL
    """
)
