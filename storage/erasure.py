"""Find everything that belongs to a person, and delete the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.ids import BlobId, ConversationId, RoleId, TurnId, UserId
from domain.messages import InboundMessage
from domain.profiles import Profile
from storage.candidate_erasing import blobs_of_roles, drop_logs, drop_roles
from storage.forgetting import drop_empty_conversations
from storage.leaving import ROLES_ALONE, leave_teams
from storage.tables_seekers import ERASED_WITH_SEEKER
from storage.times import to_us
from storage.unnaming import searchable

_WORD_LENGTH = 200  # characters; SQLite refuses to search for very long patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """What has to go, and the words by which a search would recognise the person."""

    user: UserId
    keep_turn: TurnId | None
    """The turn that stays until its answer is delivered; None when nothing stays."""
    turns: tuple[TurnId, ...]
    """Without ``keep_turn``."""
    conversations: tuple[ConversationId, ...]
    blobs: tuple[BlobId, ...]
    """Also those of the candidates of ``roles``."""
    roles: tuple[RoleId, ...]
    """Those that nobody else is a member of."""
    words: frozenset[str]
    """Names, accounts, addresses and numbers of the person."""


async def find_belongings(
    connection: AsyncConnection, user: UserId, *, keep_turn: TurnId | None
) -> Belongings:
    """Look up what belongs to ``user``; nothing is found of somebody who is gone."""
    where = {"user": user}
    turns = {TurnId(row) for row in (await connection.execute(_TURNS, where)).scalars()}
    accounts = (await connection.execute(_ACCOUNTS, where)).all()
    names = (await connection.execute(_NAMES, where)).scalars().all()
    conversations = {turn.split(":", 1)[0] for turn in turns}
    conversations.update(account.last_conversation_id for account in accounts)
    conversations.update((await connection.execute(_UNUSED, where)).scalars())
    words = {*names, *(account.sender for account in accounts)}
    document = (await connection.execute(_PROFILE, where)).scalar_one_or_none()
    if document is not None:
        words.update(_words_of(document))
    roles = tuple(RoleId(row) for row in (await connection.execute(ROLES_ALONE, where)).scalars())
    own = [BlobId(row) for row in (await connection.execute(_BLOBS, where)).scalars()]
    return Belongings(
        user=user,
        keep_turn=keep_turn if keep_turn in turns else None,
        turns=tuple(sorted(turns - {keep_turn})),
        conversations=tuple(ConversationId(one) for one in sorted(conversations)),
        blobs=(*own, *await blobs_of_roles(connection, roles)),
        roles=roles,
        words=frozenset(word.strip()[:_WORD_LENGTH] for word in words if word.strip()),
    )


def _words_of(document: str) -> Iterable[str]:
    """Name, e-mail and phone of the resume and as corrected; nothing of a damaged profile."""
    try:
        profile = from_json(Profile, document)
    except Defect:
        return
    if profile.resume is not None:
        contact = profile.resume.contact
        for value in (contact.name, contact.email, contact.phone):
            if value is not None:
                yield value.text
    for path, words in profile.corrections.items():
        if path in {"contact.name", "contact.email", "contact.phone"}:
            yield words


async def remove_rows(
    connection: AsyncConnection, belongings: Belongings, *, now: datetime
) -> None:
    """Delete the person's rows; of ``keep_turn`` only what delivering its answer needs stays."""
    user = {"user": belongings.user, "keep": belongings.keep_turn or ""}
    # First: who stores something for a person that nobody asked for looks at this mark.
    await connection.execute(_MARK, {**user, "now_us": to_us(now)})
    # Somebody may have joined a role since it was looked up.
    alone = set((await connection.execute(ROLES_ALONE, user)).scalars())
    roles = [role for role in belongings.roles if role in alone]
    await drop_roles(connection, roles)
    await drop_logs(connection, roles)
    words = searchable(belongings.words)
    await leave_teams(connection, belongings.user, words=words, now=now)
    for statement in _REMOVALS:
        await connection.execute(statement, user)
    if belongings.turns:
        await connection.execute(_DROP_KEYS, [{"turn": turn} for turn in belongings.turns])
    if belongings.keep_turn is None:
        await connection.execute(_DROP_USER, user)
    else:
        await _scrub(connection, belongings, now=now)
    for conversation in belongings.conversations:
        of_conversation = {"conversation": conversation, **user}
        for statement in (_DROP_PARTS_ADDRESSED, _DROP_ADDRESSED, _DROP_WAITING):
            await connection.execute(statement, of_conversation)
    await drop_empty_conversations(connection, belongings.conversations)


async def _scrub(connection: AsyncConnection, belongings: Belongings, *, now: datetime) -> None:
    """Leave an anonymous person and a wordless message, enough to deliver the last answer."""
    where = {"user": belongings.user, "turn": belongings.keep_turn, "now_us": to_us(now)}
    await connection.execute(_SCRUB_USER, where)
    document = (await connection.execute(_MESSAGE, where)).scalar_one_or_none()
    if document is None:
        return
    message = replace(
        from_json(InboundMessage, document),
        text="",
        sender="",
        sender_name="",
        attachments=(),
        locale=None,
        notes=(),
    )
    await connection.execute(_SCRUB_TURN, {**where, "message": to_json(message)})


_TURNS = text(
    """
    SELECT id FROM turns WHERE user_id = :user
    UNION SELECT turn_id FROM utterances WHERE user_id = :user
    """
)
_ACCOUNTS = text("SELECT sender, last_conversation_id FROM identities WHERE user_id = :user")
_UNUSED = text(
    """
    SELECT c.id FROM conversations c JOIN identities i
        ON i.channel = c.channel AND i.workspace = c.workspace AND i.sender = c.external_id
    WHERE i.user_id = :user
    """
)
"""Where an account was attached before anything was said there, such as a proven mail address."""
_NAMES = text("SELECT display_name FROM users WHERE id = :user")
_PROFILE = text("SELECT document FROM profiles WHERE user_id = :user")
_BLOBS = text("SELECT id FROM blobs WHERE user_id = :user ORDER BY created_at_us, id")

_REMOVALS = tuple(
    text(statement)
    for statement in (
        # Commands and dialogs stand in the lane of the person: they have no conversation yet.
        """
        DELETE FROM inbox WHERE EXISTS (SELECT 1 FROM identities i WHERE i.user_id = :user
            AND i.channel = inbox.channel AND i.workspace = inbox.workspace
            AND i.sender = inbox.lane)
        """,
        "DELETE FROM identities WHERE user_id = :user",
        "DELETE FROM utterances WHERE user_id = :user",
        "DELETE FROM pending_questions WHERE user_id = :user",
        """
        DELETE FROM outbound_parts WHERE outbound_id <> 'out:' || :keep AND (
            outbound_id IN (SELECT o.id FROM outbound o WHERE o.user_id = :user)
            OR outbound_id IN (SELECT 'out:' || t.id FROM turns t WHERE t.user_id = :user))
        """,
        *(
            # Pushes name their person in their id; the account they went to may be another's now.
            f"DELETE FROM {table} WHERE {column} >= '{kind}:' || :user || ':' "  # noqa: S608 - of constants
            f"AND {column} < '{kind}:' || :user || ';'"
            for kind in ("dg", "al", "rm", "ci")
            for table, column in (
                ("outbound_parts", "outbound_id"),
                ("choices", "outbound_id"),
                ("outbound", "id"),
            )
        ),
        "DELETE FROM choices WHERE user_id = :user",
        "DELETE FROM one_time_codes WHERE user_id = :user",
        "DELETE FROM outbound WHERE user_id = :user AND id <> 'out:' || :keep",
        "DELETE FROM turns WHERE user_id = :user AND id <> :keep",
        "DELETE FROM profiles WHERE user_id = :user",
        "DELETE FROM consents WHERE user_id = :user",
        "DELETE FROM asked_once WHERE user_id = :user",
        "DELETE FROM stances WHERE user_id = :user",
        "DELETE FROM digest_schedule WHERE user_id = :user",
        "DELETE FROM digests WHERE user_id = :user",
        "DELETE FROM saved_searches WHERE user_id = :user",
        "DELETE FROM reminders WHERE user_id = :user",
        "DELETE FROM resource_stances WHERE user_id = :user",
        "DELETE FROM seeker_vectors WHERE user_id = :user",
        *(f"DELETE FROM {table.name} WHERE user_id = :user" for table in ERASED_WITH_SEEKER),  # noqa: S608 - of constants
        "DELETE FROM blobs WHERE user_id = :user",
    )
)
_MARK = text("UPDATE users SET erased_at_us = COALESCE(erased_at_us, :now_us) WHERE id = :user")
_DROP_USER = text("DELETE FROM users WHERE id = :user")
_DROP_KEYS = text("DELETE FROM dedupe_keys WHERE turn_id = :turn")

_ADDRESSED = """
    FROM outbound WHERE user_id IS NULL AND id <> 'out:' || :keep
        AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = :conversation
            AND c.channel = outbound.channel AND c.workspace = outbound.workspace
            AND c.external_id = outbound.external_id
            AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = c.id
                AND t.user_id <> :user))
    """
_DROP_PARTS_ADDRESSED = text(
    f"DELETE FROM outbound_parts WHERE outbound_id IN (SELECT id {_ADDRESSED})"  # noqa: S608 - of constants
)
_DROP_ADDRESSED = text(f"DELETE {_ADDRESSED}")

_DROP_WAITING = text(
    """
    DELETE FROM inbox WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.id = :conversation
        AND c.channel = inbox.channel AND c.workspace = inbox.workspace
        AND c.external_id = inbox.lane
        AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = c.id
            AND t.user_id <> :user))
    """
)
"""Events of the person that were not worked off yet; nothing else of theirs is in the inbox."""

_SCRUB_USER = text(
    """
    UPDATE users SET display_name = '', search_name = '', settings = '{}',
        erased_at_us = COALESCE(erased_at_us, :now_us)
    WHERE id = :user
    """
)
_MESSAGE = text("SELECT message FROM turns WHERE id = :turn")
_SCRUB_TURN = text("UPDATE turns SET message = :message WHERE id = :turn")
