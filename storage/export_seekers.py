"""The part of a person's export about documents, applications, answers, plans and own postings."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId
from storage.times import from_us

SEEKER_MEMBERS = {
    "documents.json": "resumes and letters that were written for you",
    "tailoring.json": "changes to a resume that you have not decided on",
    "applications.json": "your applications and what happened to each",
    "answers.json": "answers for forms and stories for interviews that you told",
    "learning-plan.json": "your learning plan and how far it is",
    "own-postings.json": "postings that you forwarded",
}
"""Files with what they hold; each is left out when there is nothing of its kind."""


async def seeker_documents(
    connection: AsyncConnection, user: UserId
) -> dict[str, list[dict[str, object]]]:
    """Members by name, with their rows."""
    where = {"user": user}
    events: dict[str, list[dict[str, str]]] = {}
    for row in await connection.execute(_EVENTS, where):
        happened = {"on": _said(row.at_us), "what": row.kind, "detail": row.detail}
        events.setdefault(row.application_id, []).append(happened)
    applications: list[dict[str, object]] = [
        {**json.loads(row.document), "happened": events.get(row.id, [])}
        for row in await connection.execute(_APPLICATIONS, where)
    ]
    members: dict[str, list[dict[str, object]]] = {"applications.json": applications}
    for name, statement in _DOCUMENTS.items():
        rows = await connection.execute(statement, where)
        members[name] = [json.loads(row.document) for row in rows]
    return {name: members[name] for name in SEEKER_MEMBERS if members[name]}


def _said(stored_us: int) -> str:
    return f"{from_us(stored_us):%Y-%m-%d %H:%M} UTC"


_EVENTS = text("SELECT * FROM application_events WHERE user_id = :user ORDER BY at_us, id")
_APPLICATIONS = text("SELECT * FROM applications WHERE user_id = :user ORDER BY changed_at_us, id")
_DOCUMENTS = {
    "documents.json": text(
        "SELECT document FROM career_documents WHERE user_id = :user ORDER BY kind, number"
    ),
    "tailoring.json": text(
        "SELECT document FROM tailoring_drafts WHERE user_id = :user ORDER BY made_at_us, id"
    ),
    "answers.json": text("SELECT document FROM answers WHERE user_id = :user ORDER BY key"),
    "learning-plan.json": text("SELECT document FROM learning_plans WHERE user_id = :user"),
    "own-postings.json": text(
        "SELECT document FROM private_postings WHERE user_id = :user ORDER BY at_us, posting_id"
    ),
}
