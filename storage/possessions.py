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
        "written documents": row.documents,
        "unfinished tailorings": row.tailorings,
        "applications": row.applications,
        "answers for forms and stories": row.told,
        "learning plans": row.plans,
        "forwarded postings": row.own_postings,
        "role memberships": row.memberships,
        "roles of yours alone": row.alone,
        "candidates of those roles": row.candidates,
        "scorecards": row.cards,
        "decisions with your name": row.decisions,
        "message drafts": row.drafts,
    }
    return {kind: number for kind, number in counted.items() if number}


ALONE = """
    SELECT a.role_id FROM role_members a WHERE a.user_id = :user AND NOT EXISTS (
        SELECT 1 FROM role_members o WHERE o.role_id = a.role_id AND o.user_id <> :user)
    """
"""Roles that nobody else is a member of: they go with their only member."""

_COUNT = text(
    f"""
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
            AS resources,
        (SELECT count(*) FROM career_documents WHERE user_id = :user) AS documents,
        (SELECT count(*) FROM tailoring_drafts WHERE user_id = :user) AS tailorings,
        (SELECT count(*) FROM applications WHERE user_id = :user) AS applications,
        (SELECT count(*) FROM answers WHERE user_id = :user) AS told,
        (SELECT count(*) FROM learning_plans WHERE user_id = :user) AS plans,
        (SELECT count(*) FROM private_postings WHERE user_id = :user) AS own_postings,
        (SELECT count(*) FROM role_members WHERE user_id = :user) AS memberships,
        (SELECT count(*) FROM ({ALONE}) r) AS alone,
        (SELECT count(*) FROM candidates WHERE role_id IN ({ALONE})) AS candidates,
        (SELECT count(*) FROM scorecards WHERE user_id = :user) AS cards,
        (SELECT count(*) FROM decisions WHERE by_user = :user) AS decisions,
        (SELECT count(*) FROM outreach_drafts WHERE user_id = :user) AS drafts
    """  # noqa: S608 - a constant
)
