"""The part of a person's export about what is sent to them unasked."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId
from storage.times import from_us

PUSH_MEMBERS = {
    "digests.json": "the days you were owed a digest, and what became of each",
    "saved-searches.json": "searches whose new jobs you are told about",
    "follow-ups.json": "applications you are reminded of",
    "learning.json": "learning resources you were shown, did or turned down",
}
"""Files with what they hold; each is left out when there is nothing of its kind."""


async def push_documents(
    connection: AsyncConnection, user: UserId
) -> dict[str, list[dict[str, object]]]:
    """Members by name, with their rows."""
    where = {"user": user}
    schedule = (await connection.execute(_SCHEDULE, where)).one_or_none()
    digests = [
        {"date": row.local_date, "due": _said(row.due_at_us), "outcome": row.outcome or "owed"}
        for row in await connection.execute(_DIGESTS, where)
    ]
    if schedule is not None:
        coming = {"date": schedule.local_date, "due": _said(schedule.next_due_at_us)}
        digests.append({**coming, "outcome": "planned"})
    searches: list[dict[str, object]] = [
        {
            "name": row.label,
            "search": row.text,
            "looking for": json.loads(row.preferences),
            "since": _said(row.created_at_us),
            "last told": _said(row.told_at_us),
        }
        for row in await connection.execute(_SEARCHES, where)
    ]
    reminders: list[dict[str, object]] = [
        {
            "posting": row.posting_id,
            "title": json.loads(row.document)["title"] if row.document else None,
            "due": _said(row.due_at_us),
            "told": _said(row.told_at_us),
        }
        for row in await connection.execute(_REMINDERS, where)
    ]
    learning: list[dict[str, object]] = [
        {"resource": row.resource_id, "you": row.stance, "on": _said(row.at_us)}
        for row in await connection.execute(_LEARNING, where)
    ]
    members = dict(zip(PUSH_MEMBERS, (digests, searches, reminders, learning), strict=True))
    return {name: rows for name, rows in members.items() if rows}


def _said(stored_us: int | None) -> str | None:
    return None if stored_us is None else f"{from_us(stored_us):%Y-%m-%d %H:%M} UTC"


_SCHEDULE = text("SELECT local_date, next_due_at_us FROM digest_schedule WHERE user_id = :user")
_DIGESTS = text(
    """
    SELECT local_date, due_at_us, outcome FROM digests WHERE user_id = :user ORDER BY local_date
    """
)
_SEARCHES = text("SELECT * FROM saved_searches WHERE user_id = :user ORDER BY created_at_us, id")
_REMINDERS = text(
    """
    SELECT r.posting_id, r.due_at_us, r.told_at_us, p.document
    FROM reminders r LEFT JOIN postings p ON p.id = r.posting_id
    WHERE r.user_id = :user ORDER BY r.due_at_us, r.posting_id
    """
)
_LEARNING = text(
    """
    SELECT resource_id, stance, at_us FROM resource_stances WHERE user_id = :user
    ORDER BY at_us, resource_id, stance
    """
)
