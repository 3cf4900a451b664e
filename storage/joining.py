"""Two people become one, and one becomes two: what moves with an account."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.channel_ports import Account
from domain.encoding import from_json, to_json
from domain.errors import UserMistake
from domain.ids import BlobId, UserId
from domain.profiles import Profile
from storage.joining_seekers import JOIN_SEEKERS, name_the_owner
from storage.leaving import JOIN_TEAMS
from storage.times import to_us


async def join_people(
    connection: AsyncConnection, *, stays: UserId, joins: UserId, profile_of: UserId
) -> None:
    """Move everything of ``joins`` to ``stays`` within the caller's transaction.

    Doing it again is harmless: there is nothing left to move.

    Raises:
        UserMistake: ``stays`` is gone (erased, or linked at the same moment), or they come from two
            different Slack workspaces, whose data must not meet.
    """
    if stays == joins:
        return
    both = {"stays": stays, "joins": joins}
    if (await connection.execute(_IS_HERE, both)).one_or_none() is None:
        raise UserMistake(
            "That account is not there any more, or was linked a moment ago. Look at your linked "
            "accounts."
        )
    workspaces = (await connection.execute(_SLACK_WORKSPACES, both)).scalars().all()
    if len(workspaces) > 1:
        raise UserMistake(
            "These accounts belong to two different Slack workspaces. What is known in one may not "
            "be seen in the other, so they stay apart."
        )
    spare = await _join_profiles(connection, stays=stays, joins=joins, profile_of=profile_of)
    for statement in (*JOIN_TEAMS, *JOIN_SEEKERS, *_JOIN):
        await connection.execute(statement, both)
    await name_the_owner(connection, stays=stays)
    for blob in spare:
        await connection.execute(_LET_GO, {"blob": blob})


async def _join_profiles(
    connection: AsyncConnection, *, stays: UserId, joins: UserId, profile_of: UserId
) -> tuple[BlobId, ...]:
    """One profile stays; files that only the other one was read from, for the sweep."""
    other = joins if profile_of == stays else stays
    documents: dict[UserId, str] = {}
    for user in (stays, joins):
        found = (await connection.execute(_PROFILE, {"user": user})).one_or_none()
        if found is not None:
            documents[user] = found.document
        await connection.execute(_DROP_PROFILE, {"user": user})
    kept = documents.get(profile_of) or documents.get(other)
    if kept is None:
        return ()
    profile = from_json(Profile, kept)
    both = [from_json(Profile, document) for document in documents.values()]
    # A version that neither had: a save that began before the join is refused and starts again.
    joined = replace(profile, user=stays, version=max(one.version for one in both) + 1)
    row = {"user": stays, "version": joined.version, "document": to_json(joined)}
    await connection.execute(_SAVE_PROFILE, row)
    read = {blob for one in both for blob in _files_of(one)}
    return tuple(sorted(read - _files_of(joined)))


def _files_of(profile: Profile) -> frozenset[BlobId]:
    named = (profile.resume_blob, *(source.blob for source in profile.sources))
    return frozenset(blob for blob in named if blob is not None)


async def detach_account(
    connection: AsyncConnection, user: UserId, account: Account, *, settings: str, now: datetime
) -> UserId | None:
    """Make a new person of this account and its conversations; profile and files stay.

    Returns None when the account is not one of the user's, and the user's own id when it is the
    only one: then there is nothing to separate.
    """
    where = {
        "user": user,
        "channel": account.channel.value,
        "workspace": account.workspace,
        "sender": account.sender,
    }
    found = (await connection.execute(_IDENTITY, where)).one_or_none()
    if found is None:
        return None
    if found.accounts == 1:
        return user
    fresh = UserId(f"u_{secrets.token_hex(16)}")
    last = {"last": found.last_conversation_id}
    # With two accounts in one workspace only the conversation last heard is surely this one's.
    own = _CONVERSATIONS if found.siblings == 1 else _CONVERSATION
    conversations = (await connection.execute(own, {**where, **last})).all()
    row = {**where, "fresh": fresh, "settings": settings, "now_us": to_us(now)}
    for statement in _SEPARATE:
        await connection.execute(statement, row)
    for conversation in conversations:
        moved = {**row, "conversation": conversation.id, "external": conversation.external_id}
        for statement in _MOVE:
            await connection.execute(statement, moved)
    return fresh


_IS_HERE = text("SELECT 1 FROM users WHERE id = :stays AND erased_at_us IS NULL")

_SLACK_WORKSPACES = text(
    """
    SELECT DISTINCT workspace FROM identities
    WHERE channel = 'slack' AND (user_id = :stays OR user_id = :joins)
    """
)

_PROFILE = text("SELECT document FROM profiles WHERE user_id = :user")
_DROP_PROFILE = text("DELETE FROM profiles WHERE user_id = :user")
_SAVE_PROFILE = text(
    "INSERT INTO profiles (user_id, version, document) VALUES (:user, :version, :document)"
)

_LET_GO = text("UPDATE blobs SET user_id = NULL WHERE id = :blob AND role_id IS NULL")

_JOIN = tuple(
    text(statement)
    for statement in (
        "UPDATE identities SET user_id = :stays WHERE user_id = :joins",
        "UPDATE turns SET user_id = :stays WHERE user_id = :joins",
        "UPDATE utterances SET user_id = :stays WHERE user_id = :joins",
        "UPDATE outbound SET user_id = :stays WHERE user_id = :joins",
        "UPDATE choices SET user_id = :stays WHERE user_id = :joins",
        "UPDATE blobs SET user_id = :stays WHERE user_id = :joins",
        """
        DELETE FROM pending_questions WHERE user_id = :joins AND conversation_id IN (
            SELECT q.conversation_id FROM pending_questions q WHERE q.user_id = :stays)
        """,
        "UPDATE pending_questions SET user_id = :stays WHERE user_id = :joins",
        """
        INSERT INTO consents (user_id, what, given_at_us)
        SELECT :stays, what, given_at_us FROM consents WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO asked_once (user_id, key, turn_id)
        SELECT :stays, key, turn_id FROM asked_once WHERE user_id = :joins ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO stances (user_id, posting_id, stance, at_us)
        SELECT :stays, posting_id, stance, at_us FROM stances WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO resource_stances (user_id, resource_id, stance, at_us)
        SELECT :stays, resource_id, stance, at_us FROM resource_stances WHERE user_id = :joins
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO saved_searches
            (user_id, id, label, text, preferences, created_at_us, cursor, told_at_us)
        SELECT :stays, id, label, text, preferences, created_at_us, cursor, told_at_us
        FROM saved_searches WHERE user_id = :joins ON CONFLICT DO NOTHING
        """,
        """
        UPDATE reminders SET user_id = :stays WHERE user_id = :joins AND posting_id NOT IN (
            SELECT r.posting_id FROM reminders r WHERE r.user_id = :stays)
        """,
        # A date on which either of them had a digest gets no other one.
        """
        DELETE FROM digests WHERE user_id = :stays AND finished_at_us IS NULL AND local_date IN (
            SELECT d.local_date FROM digests d
            WHERE d.user_id = :joins AND d.finished_at_us IS NOT NULL)
        """,
        # Where looking for news goes on is what it was for the one who stays, if they had any.
        """
        INSERT INTO digests (user_id, local_date, due_at_us, not_before_us, outcome, cursor,
            finished_at_us)
        SELECT :stays, d.local_date, d.due_at_us, d.not_before_us, d.outcome,
            CASE WHEN EXISTS (SELECT 1 FROM digests s WHERE s.user_id = :stays
                AND s.cursor IS NOT NULL) THEN NULL ELSE d.cursor END, d.finished_at_us
        FROM digests d WHERE d.user_id = :joins AND d.finished_at_us IS NOT NULL
        ON CONFLICT DO NOTHING
        """,
        "DELETE FROM digest_schedule WHERE user_id = :joins",
        "DELETE FROM digests WHERE user_id = :joins",
        "DELETE FROM saved_searches WHERE user_id = :joins",
        "DELETE FROM reminders WHERE user_id = :joins",
        "DELETE FROM resource_stances WHERE user_id = :joins",
        "DELETE FROM seeker_vectors WHERE user_id = :joins",
        "DELETE FROM consents WHERE user_id = :joins",
        "DELETE FROM asked_once WHERE user_id = :joins",
        "DELETE FROM stances WHERE user_id = :joins",
        "DELETE FROM one_time_codes WHERE user_id = :joins",
        "DELETE FROM users WHERE id = :joins",
    )
)

_IDENTITY = text(
    """
    SELECT i.last_conversation_id,
        (SELECT count(*) FROM identities a WHERE a.user_id = :user) AS accounts,
        (SELECT count(*) FROM identities s WHERE s.user_id = :user AND s.channel = :channel
            AND s.workspace = :workspace) AS siblings
    FROM identities i WHERE i.user_id = :user AND i.channel = :channel
        AND i.workspace = :workspace AND i.sender = :sender
    """
)

_CONVERSATIONS = text(
    "SELECT id, external_id FROM conversations WHERE channel = :channel AND workspace = :workspace"
)
_CONVERSATION = text("SELECT id, external_id FROM conversations WHERE id = :last")

_SEPARATE = tuple(
    text(statement)
    for statement in (
        """
        INSERT INTO users (id, display_name, search_name, settings, created_at_us)
        SELECT :fresh, display_name, search_name, :settings, :now_us FROM users WHERE id = :user
        """,
        """
        UPDATE identities SET user_id = :fresh WHERE user_id = :user AND channel = :channel
            AND workspace = :workspace AND sender = :sender
        """,
    )
)

_MOVE = tuple(
    text(statement)
    for statement in (
        """
        UPDATE utterances SET user_id = :fresh WHERE user_id = :user AND turn_id IN (
            SELECT t.id FROM turns t WHERE t.user_id = :user AND t.conversation_id = :conversation)
        """,
        """
        UPDATE turns SET user_id = :fresh WHERE user_id = :user AND conversation_id = :conversation
        """,
        """
        UPDATE pending_questions SET user_id = :fresh
        WHERE user_id = :user AND conversation_id = :conversation
        """,
        """
        UPDATE outbound SET user_id = :fresh WHERE user_id = :user AND channel = :channel
            AND workspace = :workspace AND external_id = :external
        """,
        """
        UPDATE choices SET user_id = :fresh WHERE user_id = :user AND channel = :channel
            AND workspace = :workspace AND external_id = :external
        """,
    )
)
