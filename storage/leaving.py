"""What becomes of a team's work when one of them goes, or turns out to be two accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ids import UserId
from storage.possessions import ALONE
from storage.times import to_us
from storage.unnaming import blank_log

_RANK = "CASE {}.standing WHEN 'owner' THEN 3 WHEN 'recruiter' THEN 2 ELSE 1 END"


async def leave_teams(
    connection: AsyncConnection, user: UserId, *, words: Collection[str], now: datetime
) -> None:
    """Take a person out of all teams, before their turns go.

    Decisions, rubrics and log lines stay and lose the name; cards and drafts of theirs go. A role
    whose only owner they were gets the member of highest standing, among equals the first to join.
    ``words`` by which they are recognised go from the logs.
    """
    where = {"user": user, "now_us": to_us(now)}
    roles = (await connection.execute(_ROLES, where)).scalars().all()
    await blank_log(connection, words=words, roles=roles)
    for statement in _LEAVE:
        await connection.execute(statement, where)


_ROLES = text("SELECT role_id FROM role_members WHERE user_id = :user ORDER BY role_id")

ROLES_ALONE = text(f"{ALONE} ORDER BY a.role_id")

_PROMOTE = f"""
    UPDATE role_members SET standing = 'owner'
    WHERE role_id IN (SELECT m.role_id FROM role_members m WHERE m.user_id = :user)
        AND user_id <> :user
        AND NOT EXISTS (SELECT 1 FROM role_members w WHERE w.role_id = role_members.role_id
            AND w.user_id <> :user AND w.standing = 'owner')
        AND user_id = (SELECT f.user_id FROM role_members f
            WHERE f.role_id = role_members.role_id AND f.user_id <> :user
            ORDER BY {_RANK.format("f")} DESC, f.joined_at_us, f.user_id LIMIT 1)
    """  # noqa: S608 - of constants

_LEAVE = tuple(
    text(statement)
    for statement in (
        _PROMOTE,
        "DELETE FROM role_members WHERE user_id = :user",
        "DELETE FROM review_reminders WHERE user_id = :user",
        "DELETE FROM scorecards WHERE user_id = :user",
        "DELETE FROM outreach_drafts WHERE user_id = :user",
        "UPDATE outreach_drafts SET approved_by = NULL WHERE approved_by = :user",
        "UPDATE decisions SET by_user = NULL WHERE by_user = :user",
        "UPDATE role_log SET detail = '' WHERE by_user = :user AND kind = 'joined'",
        "UPDATE role_log SET by_user = NULL WHERE by_user = :user",
        "UPDATE role_rubrics SET made_by = NULL WHERE made_by = :user",
        "UPDATE roles SET created_by = NULL, made_by_turn = NULL WHERE created_by = :user",
        "UPDATE settled_findings SET by_user = NULL WHERE by_user = :user",
        """
        DELETE FROM role_places WHERE EXISTS (SELECT 1 FROM identities i WHERE i.user_id = :user
            AND i.channel = role_places.channel AND i.workspace = role_places.workspace
            AND i.sender = role_places.external_id)
        """,
        # Where only they read is nobody left to be told; a channel of the team is kept.
        """
        UPDATE candidate_batches SET external_id = '',
            announced_at_us = COALESCE(announced_at_us, :now_us)
        WHERE by_user = :user
            AND NOT EXISTS (SELECT 1 FROM role_places p WHERE p.channel = candidate_batches.channel
                AND p.workspace = candidate_batches.workspace
                AND p.external_id = candidate_batches.external_id)
            AND NOT EXISTS (SELECT 1 FROM conversations c JOIN turns t ON t.conversation_id = c.id
                WHERE c.channel = candidate_batches.channel
                    AND c.workspace = candidate_batches.workspace
                    AND c.external_id = candidate_batches.external_id AND t.user_id <> :user)
        """,
        "UPDATE candidate_batches SET by_user = '', turn_id = '' WHERE by_user = :user",
    )
)

JOIN_TEAMS = tuple(
    text(statement)
    for statement in (
        # The higher standing of both, and the earlier day.
        f"""
        UPDATE role_members SET standing = (SELECT b.standing FROM role_members b
                WHERE b.role_id = role_members.role_id AND b.user_id IN (:stays, :joins)
                ORDER BY {_RANK.format("b")} DESC LIMIT 1),
            joined_at_us = (SELECT min(b.joined_at_us) FROM role_members b
                WHERE b.role_id = role_members.role_id AND b.user_id IN (:stays, :joins))
        WHERE user_id = :stays
        """,  # noqa: S608 - of constants
        """
        INSERT INTO role_members (role_id, user_id, standing, joined_at_us)
        SELECT role_id, :stays, standing, joined_at_us FROM role_members WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        "DELETE FROM role_members WHERE user_id = :joins",
        # A submitted card is kept rather than one that was only begun.
        """
        DELETE FROM scorecards WHERE user_id = :stays AND submitted_at_us IS NULL
            AND candidate_id IN (SELECT j.candidate_id FROM scorecards j
                WHERE j.user_id = :joins AND j.submitted_at_us IS NOT NULL)
        """,
        """
        DELETE FROM scorecards WHERE user_id = :joins AND candidate_id IN (
            SELECT s.candidate_id FROM scorecards s WHERE s.user_id = :stays)
        """,
        "UPDATE scorecards SET user_id = :stays WHERE user_id = :joins",
        "UPDATE outreach_drafts SET user_id = :stays WHERE user_id = :joins",
        "UPDATE outreach_drafts SET approved_by = :stays WHERE approved_by = :joins",
        """
        DELETE FROM review_reminders WHERE user_id = :joins AND role_id IN (
            SELECT s.role_id FROM review_reminders s WHERE s.user_id = :stays)
        """,
        "UPDATE review_reminders SET user_id = :stays WHERE user_id = :joins",
        "UPDATE decisions SET by_user = :stays WHERE by_user = :joins",
        "UPDATE role_log SET by_user = :stays WHERE by_user = :joins",
        "UPDATE role_rubrics SET made_by = :stays WHERE made_by = :joins",
        "UPDATE roles SET created_by = :stays WHERE created_by = :joins",
        "UPDATE settled_findings SET by_user = :stays WHERE by_user = :joins",
        "UPDATE candidate_batches SET by_user = :stays WHERE by_user = :joins",
    )
)
