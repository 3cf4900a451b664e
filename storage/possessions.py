"""What a person has here, counted in words they understand."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId


async def count_possessions(connection: AsyncConnection, user: UserId) -> dict[str, int]:
    """Kinds of things with their number; kinds of which there are none are left out."""
    row = (await connection.execute(_COUNT, {"user": user})).one()
    counted = {
        "messages": row.messages,
        "answers": row.answers,
        "files": row.files,
        "profiles": row.profiles,
        "marked postings": row.marked,
        "consents": row.consents,
        "linked accounts": row.accounts,
        "digests": row.digests,
        "saved searches": row.searches,
        "follow-ups": row.reminders,
        "marked resources": row.resources,
    }
    return {kind: number for kind, number in counted.items() if number}


_COUNT = text(
    """
    SELECT
        (SELECT count(*) FROM utterances WHERE user_id = :user AND seat = 0) AS messages,
        (SELECT count(*) FROM utterances WHERE user_id = :user AND seat = 1) AS answers,
        (SELECT count(*) FROM blobs WHERE user_id = :user) AS files,
        (SELECT count(*) FROM profiles WHERE user_id = :user) AS profiles,
        (SELECT count(DISTINCT posting_id) FROM stances WHERE user_id = :user) AS marked,
        (SELECT count(*) FROM consents WHERE user_id = :user) AS consents,
        (SELECT count(*) FROM identities WHERE user_id = :user) AS accounts,
        (SELECT count(*) FROM digests WHERE user_id = :user) AS digests,
        (SELECT count(*) FROM saved_searches WHERE user_id = :user) AS searches,
        (SELECT count(*) FROM reminders WHERE user_id = :user) AS reminders,
        (SELECT count(DISTINCT resource_id) FROM resource_stances WHERE user_id = :user)
            AS resources
    """
)
