"""What a job seeker keeps, when two accounts turn out to be one person."""

from __future__ import annotations

import json

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId
from storage.tables_seekers import (
    answers,
    applications,
    career_documents,
    learning_plans,
    tailoring_drafts,
)

JOIN_SEEKERS = tuple(
    text(statement)
    for statement in (
        # Numbers go on where those of the one who stays end. In two steps, by way of negative
        # numbers, because each row has to be unique at every moment.
        """
        UPDATE career_documents SET number = -(number + COALESCE((
            SELECT MAX(d.number) FROM career_documents d
            WHERE d.user_id = :stays AND d.kind = career_documents.kind), 0))
        WHERE user_id = :joins
        """,
        """
        UPDATE career_documents SET user_id = :stays, number = -number WHERE user_id = :joins
        """,
        """
        UPDATE tailoring_drafts SET user_id = :stays WHERE user_id = :joins AND id NOT IN (
            SELECT t.id FROM tailoring_drafts t WHERE t.user_id = :stays)
        """,
        # The same job twice is one application: the one that was changed last, with its events.
        """
        DELETE FROM application_events WHERE user_id = :stays AND application_id IN (
            SELECT a.id FROM applications a JOIN applications b ON b.posting_id = a.posting_id
            WHERE a.user_id = :stays AND b.user_id = :joins AND b.changed_at_us > a.changed_at_us)
        """,
        """
        DELETE FROM applications WHERE user_id = :stays AND id IN (
            SELECT a.id FROM applications a JOIN applications b ON b.posting_id = a.posting_id
            WHERE a.user_id = :stays AND b.user_id = :joins AND b.changed_at_us > a.changed_at_us)
        """,
        """
        UPDATE applications SET user_id = :stays WHERE user_id = :joins AND (
            posting_id IS NULL OR posting_id NOT IN (
                SELECT a.posting_id FROM applications a
                WHERE a.user_id = :stays AND a.posting_id IS NOT NULL))
        """,
        """
        UPDATE application_events SET user_id = :stays WHERE user_id = :joins
            AND application_id IN (SELECT a.id FROM applications a WHERE a.user_id = :stays)
        """,
        """
        INSERT INTO answers (user_id, key, kind, document)
        SELECT :stays, key, kind, document FROM answers WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO private_postings (user_id, posting_id, at_us, document)
        SELECT :stays, posting_id, at_us, document FROM private_postings WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO learning_plans (user_id, check_in_at_us, paused, version, document)
        SELECT :stays, check_in_at_us, paused, version, document FROM learning_plans
        WHERE user_id = :joins ON CONFLICT DO NOTHING
        """,
        "DELETE FROM application_events WHERE user_id = :joins",
        "DELETE FROM applications WHERE user_id = :joins",
        "DELETE FROM tailoring_drafts WHERE user_id = :joins",
        "DELETE FROM answers WHERE user_id = :joins",
        "DELETE FROM private_postings WHERE user_id = :joins",
        "DELETE FROM learning_plans WHERE user_id = :joins",
    )
)
"""In the transaction of :func:`storage.joining.join_people`."""


async def name_the_owner(connection: AsyncConnection, *, stays: UserId) -> None:
    """Put the one who stays into what moved: stores take the owner out of the document."""
    for table, key in _WITH_OWNER:
        column = table.c[key]
        theirs = table.c.user_id == stays
        rows = (await connection.execute(select(column, table.c.document).where(theirs))).all()
        for name, words in rows:
            document = json.loads(words)
            if document["user"] != stays:
                moved = json.dumps({**document, "user": stays}, ensure_ascii=False)
                change = update(table).where(theirs, column == name).values(document=moved)
                await connection.execute(change)


_WITH_OWNER = (
    (career_documents, "id"),
    (tailoring_drafts, "id"),
    (applications, "id"),
    (answers, "key"),
    (learning_plans, "user_id"),
)
"""Tables whose documents name their owner, and what tells rows of one person apart."""
