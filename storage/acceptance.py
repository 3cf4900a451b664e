"""Storing one new message: its conversation, its person, its turn and its dedupe keys."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json, to_json
from domain.ids import ConversationId, TurnId, UserId
from domain.messages import InboundMessage
from domain.profiles import UserSettings
from domain.turns import Turn
from storage.times import to_us


class RaceLost(Exception):
    """Another process stored the same person, conversation or message first: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a new turn belongs."""

    conversation: ConversationId
    user: UserId


async def store_turn(
    connection: AsyncConnection,
    message: InboundMessage,
    *,
    document: str,
    digests: list[bytes],
    now: datetime,
) -> Turn:
    """Write the new turn within the caller's transaction.

    Raises:
        RaceLost: another process stored the same first; roll back and look again.
    """
    now_us = to_us(now)
    place = await _find_place(connection, message, now_us=now_us)
    turn_id = first_choice = f"{place.conversation}:{message.order_key}"
    row = {
        "conversation": place.conversation,
        "user": place.user,
        "message": document,
        "now_us": now_us,
    }
    tries = 0
    while not (await connection.execute(_INSERT_TURN, {**row, "turn": turn_id})).rowcount:
        # Another message with the same order key: both are kept, in order of arrival.
        tries += 1
        turn_id = f"{first_choice}~{tries}"
    for digest in digests:
        key = {"digest": digest, "turn": turn_id, "now_us": now_us}
        if not (await connection.execute(_INSERT_KEY, key)).rowcount:
            raise RaceLost
    if message.attachments:
        names = [attachment.blob for attachment in message.attachments]
        await connection.execute(_ADOPT, {"user": place.user, "blobs": names})
    return Turn(
        id=TurnId(turn_id), conversation=place.conversation, user=place.user, message=message
    )


def digests_of(message: InboundMessage) -> list[bytes]:
    """One digest per dedupe key, scoped by channel and workspace: nobody's ids are kept twice.

    Sorted, because two processes that store the same keys in one order cannot block each other.
    """
    scope = f"{message.address.channel}\x1f{message.address.workspace}\x1f"
    return sorted(
        hashlib.blake2b((scope + key).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for key in set(message.dedupe_keys)
    )


async def known_turn(
    connection: AsyncConnection, message: InboundMessage, *, digests: list[bytes]
) -> Turn | None:
    """The turn that was accepted with any of these keys, if any."""
    row = (await connection.execute(_KNOWN, {"digests": digests})).first()
    if row is None:
        return None
    for digest in digests:
        # The keys this delivery adds name the same message from now on.
        key = {"digest": digest, "turn": row.id, "now_us": row.accepted_at_us}
        await connection.execute(_INSERT_KEY, key)
    if row.message is not None:
        return turn_from(row)
    return Turn(
        id=TurnId(row.id),
        conversation=ConversationId(row.conversation_id),
        user=UserId(row.user_id),
        message=message,
    )


async def _find_place(
    connection: AsyncConnection, message: InboundMessage, *, now_us: int
) -> _Place:
    """The conversation and the person, created when they are new."""
    address = message.address
    where = {
        "channel": address.channel.value,
        "workspace": address.workspace,
        "external": address.conversation,
        "sender": message.sender,
        "now_us": now_us,
    }
    known = (await connection.execute(_PLACE, where)).one()
    conversation, user = known.conversation_id, known.user_id
    if conversation is None:
        conversation = f"c_{secrets.token_hex(16)}"
        made = await connection.execute(_INSERT_CONVERSATION, {**where, "id": conversation})
        if not made.rowcount:
            raise RaceLost
    if user is None:
        user = f"u_{secrets.token_hex(16)}"
        person = {
            "id": user,
            "name": message.sender_name,
            "search": message.sender_name.casefold(),
            "settings": to_json(UserSettings(time_zone=message.time_zone or "UTC")),
            "now_us": now_us,
        }
        await connection.execute(_INSERT_USER, person)
        account = {**where, "user": user, "conversation": conversation}
        if not (await connection.execute(_INSERT_IDENTITY, account)).rowcount:
            raise RaceLost
    elif known.last_conversation_id != conversation:
        await connection.execute(_MOVE_IDENTITY, {**where, "conversation": conversation})
    return _Place(conversation=ConversationId(conversation), user=UserId(user))


def turn_from(row: Row[Any]) -> Turn:
    """The turn of a row with its message.

    Raises:
        Defect: the row is damaged.
    """
    return Turn(
        id=TurnId(row.id),
        conversation=ConversationId(row.conversation_id),
        user=UserId(row.user_id),
        message=from_json(InboundMessage, row.message),
    )


_KNOWN = text(
    """
    SELECT t.id, t.conversation_id, t.user_id, t.message, t.accepted_at_us
    FROM dedupe_keys k JOIN turns t ON t.id = k.turn_id
    WHERE k.digest IN :digests ORDER BY k.accepted_at_us, t.id LIMIT 1
    """
).bindparams(bindparam("digests", expanding=True))

_PLACE = text(
    """
    SELECT c.id AS conversation_id, i.user_id, i.last_conversation_id
    FROM (SELECT 1 AS one) AS always
    LEFT JOIN conversations c ON c.channel = :channel AND c.workspace = :workspace
        AND c.external_id = :external
    LEFT JOIN identities i ON i.channel = :channel AND i.workspace = :workspace
        AND i.sender = :sender
    """
)

_INSERT_CONVERSATION = text(
    """
    INSERT INTO conversations (id, channel, workspace, external_id, created_at_us)
    VALUES (:id, :channel, :workspace, :external, :now_us) ON CONFLICT DO NOTHING
    """
)

_INSERT_USER = text(
    """
    INSERT INTO users (id, display_name, search_name, settings, created_at_us)
    VALUES (:id, :name, :search, :settings, :now_us)
    """
)

_INSERT_IDENTITY = text(
    """
    INSERT INTO identities
        (channel, workspace, sender, user_id, last_conversation_id, created_at_us)
    VALUES (:channel, :workspace, :sender, :user, :conversation, :now_us) ON CONFLICT DO NOTHING
    """
)

_MOVE_IDENTITY = text(
    """
    UPDATE identities SET last_conversation_id = :conversation
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_INSERT_TURN = text(
    """
    INSERT INTO turns (id, conversation_id, user_id, message, accepted_at_us)
    VALUES (:turn, :conversation, :user, :message, :now_us) ON CONFLICT DO NOTHING
    """
)

_INSERT_KEY = text(
    """
    INSERT INTO dedupe_keys (digest, turn_id, accepted_at_us) VALUES (:digest, :turn, :now_us)
    ON CONFLICT DO NOTHING
    """
)

_ADOPT = text(
    """
    UPDATE blobs SET user_id = :user WHERE id IN :blobs AND user_id IS NULL AND role_id IS NULL
    """
).bindparams(bindparam("blobs", type_=Text, expanding=True))
