"""The part of a person's export about roles that they hire for.

Candidates' documents are not the person's own data and are not in it.
"""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId
from storage.deciding_rows import card_from, decision_from, draft_from
from storage.sealing import Seal
from storage.times import from_us

TEAM_MEMBERS = {
    "roles.json": "roles you hire for, with what candidates are looked at for",
    "scorecards.json": "how you rated candidates",
    "decisions.json": "what you decided about candidates, and why",
    "message-drafts.json": "messages to candidates that you wrote",
}
"""Files with what they hold; each is left out when there is nothing of its kind."""


async def team_documents(
    connection: AsyncConnection, user: UserId, *, seal: Seal
) -> dict[str, list[dict[str, object]]]:
    """Members by name, with their rows; candidates are named by their numbers."""
    where = {"user": user}
    roles: list[dict[str, object]] = [
        {
            "role": row.title,
            "place": row.place,
            "your standing": row.standing,
            "since": _said(row.joined_at_us),
            "open": row.closed_at_us is None,
            "description": row.description,
            "looked at for": json.loads(row.document) if row.document else None,
        }
        for row in await connection.execute(_ROLES, where)
    ]
    cards: list[dict[str, object]] = []
    for row in await connection.execute(_CARDS, where):
        card = card_from(row, seal=seal)
        cards.append(
            {
                **_about(row.title, row.candidate_number),
                "ratings": dict(card.ratings),
                "note": card.note,
                "submitted": _said(row.submitted_at_us),
            }
        )
    decisions: list[dict[str, object]] = []
    for row in await connection.execute(_DECISIONS, where):
        decision = decision_from(row, seal=seal)
        decisions.append(
            {
                **_about(row.title, row.candidate_number),
                "decision": decision.outcome.value,
                "reason": decision.reason,
                "on": _said(row.at_us),
            }
        )
    drafts: list[dict[str, object]] = []
    for row in await connection.execute(_DRAFTS, where):
        draft = draft_from(row, seal=seal)
        drafts.append(
            {
                **_about(row.title, row.candidate_number),
                "subject": draft.subject,
                "text": draft.body,
                "state": draft.state.value,
                "changed": _said(row.changed_at_us),
            }
        )
    members = dict(zip(TEAM_MEMBERS, (roles, cards, decisions, drafts), strict=True))
    return {name: rows for name, rows in members.items() if rows}


def _about(title: str, number: int) -> dict[str, object]:
    return {"role": title, "candidate": number}


def _said(stored_us: int | None) -> str | None:
    return None if stored_us is None else f"{from_us(stored_us):%Y-%m-%d %H:%M} UTC"


_ROLES = text(
    """
    SELECT r.title, r.place, r.description, r.closed_at_us, m.standing, m.joined_at_us, v.document
    FROM role_members m JOIN roles r ON r.id = m.role_id
        LEFT JOIN role_rubrics v ON v.role_id = r.id AND v.number = r.rubric_number
    WHERE m.user_id = :user ORDER BY m.joined_at_us, r.id
    """
)

_CARDS = text(
    """
    SELECT s.*, r.title, c.number AS candidate_number
    FROM scorecards s JOIN roles r ON r.id = s.role_id JOIN candidates c ON c.id = s.candidate_id
    WHERE s.user_id = :user ORDER BY s.role_id, c.number
    """
)

_DECISIONS = text(
    """
    SELECT d.*, r.title, c.number AS candidate_number
    FROM decisions d JOIN roles r ON r.id = d.role_id JOIN candidates c ON c.id = d.candidate_id
    WHERE d.by_user = :user ORDER BY d.at_us, d.candidate_id
    """
)

_DRAFTS = text(
    """
    SELECT o.*, r.title, c.number AS candidate_number
    FROM outreach_drafts o JOIN roles r ON r.id = o.role_id
        JOIN candidates c ON c.id = o.candidate_id
    WHERE o.user_id = :user ORDER BY o.changed_at_us, o.id
    """
)
