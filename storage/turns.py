"""Accepted messages, conversations and history in SQL: the hot path of every message.

Statements are plain SQL that both databases understand, prepared once: no object mapping, few
round trips, and the cost does not grow with the length of a conversation.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json, to_json
from domain.errors import Defect, StorageBusy
from domain.ids import ConversationId, OutboundId, TurnId, UserId
from domain.messages import InboundMessage
from domain.ports import Clock, TurnStore
from domain.profiles import UserSettings
from domain.reply import PendingQuestion, Reply, plain_text
from domain.turns import Accepted, Dialogue, Outbound, OutboundState, Speaker, Turn, Utterance
from storage.database import Database
from storage.forgetting import forget_turns
from storage.outbound import INSERT_OUTBOUND, outbound_from, outbound_row
from storage.times import from_us, to_us

DEDUPE_KEPT = timedelta(days=30)
_RACES = 5  # lost in a row before we say that the database is busy
_SPEAKERS = (Speaker.PERSON, Speaker.ASSISTANT)

_log = structlog.get_logger(__name__)


class _RaceLost(Exception):
    """Another process stored the same person, conversation or message first: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a new turn belongs."""

    conversation: ConversationId
    user: UserId


class SqlTurns(TurnStore):
    """Turns in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def accept(self, message: InboundMessage) -> Accepted:
        """Store the message in one commit; see :class:`TurnStore`.

        Raises:
            StorageBusy: nothing was stored; the channel may redeliver.
        """
        if not message.dedupe_keys:
            raise Defect("a message without dedupe keys cannot be accepted")
        digests = _digests(message)
        document = to_json(message)
        for _ in range(_RACES):
            try:
                async with self._database.write() as connection:
                    known = await _known_turn(connection, message, digests=digests)
                    if known is not None:
                        return Accepted(turn=known, is_new=False)
                    turn = await self._store(
                        connection, message, document=document, digests=digests
                    )
                return Accepted(turn=turn, is_new=True)
            except _RaceLost:
                continue
        raise StorageBusy("the message is being stored by somebody else", retry_after_s=1.0)

    async def _store(
        self,
        connection: AsyncConnection,
        message: InboundMessage,
        *,
        document: str,
        digests: list[bytes],
    ) -> Turn:
        now_us = to_us(self._clock.now())
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
                raise _RaceLost
        if message.attachments:
            names = [attachment.blob for attachment in message.attachments]
            await connection.execute(_ADOPT, {"user": place.user, "blobs": names})
        return Turn(
            id=TurnId(turn_id), conversation=place.conversation, user=place.user, message=message
        )

    async def turn(self, turn: TurnId) -> Turn | None:
        """The turn, or None when it is unknown, erased or retired.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_TURN, {"turn": turn})).one_or_none()
        return None if row is None or row.message is None else _turn_from(row)

    async def dialogue(self, turn: Turn, *, last: int) -> Dialogue:
        where = {
            "first": f"{turn.conversation}:",
            "turn": turn.id,
            "last": max(last, 0),
            "conversation": turn.conversation,
            "user": turn.user,
        }
        async with self._database.read() as connection:
            lines = (await connection.execute(_HISTORY, where)).all()
            asked = (await connection.execute(_PENDING, where)).scalar_one_or_none()
        return Dialogue(
            history=tuple(
                Utterance(
                    turn=TurnId(line.turn_id),
                    speaker=_SPEAKERS[line.seat],
                    text=line.text,
                    at=from_us(line.at_us),
                )
                for line in reversed(lines)
            ),
            pending=None if asked is None else from_json(PendingQuestion, asked),
        )

    async def finish(self, turn: Turn, reply: Reply) -> Outbound:
        outbound = Outbound(
            id=OutboundId(f"out:{turn.id}"),
            address=turn.message.address,
            reply=reply,
            turn=turn.id,
        )
        now_us = to_us(self._clock.now())
        async with self._database.write() as connection:
            done = {"turn": turn.id, "now_us": now_us}
            closed = (await connection.execute(_FINISH, done)).one_or_none()
            if closed is None:
                return await _finished_before(connection, outbound)
            row = outbound_row(outbound, now_us=now_us, named_user=closed.user_id)
            await connection.execute(INSERT_OUTBOUND, row)
            if not reply.erased_user and closed.erased_at_us is None:
                await _remember(connection, turn, reply, now_us=now_us)
        return outbound

    async def unfinished(self) -> Sequence[Turn]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_UNFINISHED)).all()
        found: list[Turn] = []
        for row in rows:
            try:
                found.append(_turn_from(row))
            except Defect:
                # One damaged row must not keep everybody else's turns from being answered.
                _log.error("turn_unreadable", turn=row.id)
        return found

    async def forget_turn(self, turn: TurnId) -> None:
        async with self._database.write() as connection:
            await forget_turns(connection, [turn])
        await self._database.leave_no_traces()

    async def retire(self, *, older_than: timedelta) -> int:
        now = self._clock.now()
        limits = {"limit_us": to_us(now - older_than), "kept_us": to_us(now - DEDUPE_KEPT)}
        async with self._database.write() as connection:
            # A farewell whose delivery never came to an end must not keep the person here.
            stranded = (await connection.execute(_STRANDED, limits)).scalars().all()
            await forget_turns(connection, [TurnId(turn) for turn in stranded])
            await connection.execute(_RETIRE_OUTBOUND, limits)
            thinned = (await connection.execute(_RETIRE_TURNS, limits)).rowcount
            await connection.execute(_DROP_KEYS, limits)
            await connection.execute(_DROP_TURNS, limits)
            await connection.execute(_DROP_UNASKED, limits)
        return thinned


def _digests(message: InboundMessage) -> list[bytes]:
    """One digest per dedupe key, scoped by channel and workspace: nobody's ids are kept twice.

    Sorted, because two processes that store the same keys in one order cannot block each other.
    """
    scope = f"{message.address.channel}\x1f{message.address.workspace}\x1f"
    return sorted(
        hashlib.blake2b((scope + key).encode(), digest_size=16).digest()
        for key in set(message.dedupe_keys)
    )


async def _known_turn(
    connection: AsyncConnection, message: InboundMessage, *, digests: list[bytes]
) -> Turn | None:
    row = (await connection.execute(_KNOWN, {"digests": digests})).first()
    if row is None:
        return None
    for digest in digests:
        # The keys this delivery adds name the same message from now on.
        key = {"digest": digest, "turn": row.id, "now_us": row.accepted_at_us}
        await connection.execute(_INSERT_KEY, key)
    if row.message is not None:
        return _turn_from(row)
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
            raise _RaceLost
    if user is None:
        user = f"u_{secrets.token_hex(16)}"
        person = {
            "id": user,
            "name": message.sender_name,
            "search": message.sender_name.casefold(),
            "settings": to_json(UserSettings()),
            "now_us": now_us,
        }
        await connection.execute(_INSERT_USER, person)
        account = {**where, "user": user, "conversation": conversation}
        if not (await connection.execute(_INSERT_IDENTITY, account)).rowcount:
            raise _RaceLost
    elif known.last_conversation_id != conversation:
        await connection.execute(_MOVE_IDENTITY, {**where, "conversation": conversation})
    return _Place(conversation=ConversationId(conversation), user=UserId(user))


async def _finished_before(connection: AsyncConnection, outbound: Outbound) -> Outbound:
    row = (await connection.execute(_OUTBOUND, {"id": outbound.id})).one_or_none()
    return replace(outbound, state=OutboundState.GONE) if row is None else outbound_from(row)


async def _remember(connection: AsyncConnection, turn: Turn, reply: Reply, *, now_us: int) -> None:
    spoken = {
        "turn": turn.id,
        "user": turn.user,
        "said": turn.message.text,
        "said_us": to_us(turn.message.received_at),
        "answered": plain_text(reply.blocks),
        "answered_us": now_us,
    }
    await connection.execute(_INSERT_HISTORY, spoken)
    asked = {"conversation": turn.conversation, "user": turn.user, "turn": turn.id}
    if reply.pending is None:
        await connection.execute(_DELETE_PENDING, asked)
    else:
        await connection.execute(_ASK, {**asked, "question": to_json(reply.pending)})


def _turn_from(row: Row[Any]) -> Turn:
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

_ADOPT = text("UPDATE blobs SET user_id = :user WHERE id IN :blobs AND user_id IS NULL").bindparams(
    bindparam("blobs", expanding=True)
)

_TURN = text("SELECT id, conversation_id, user_id, message FROM turns WHERE id = :turn")

_UNFINISHED = text(
    """
    SELECT id, conversation_id, user_id, message FROM turns WHERE finished_at_us IS NULL
    ORDER BY accepted_at_us, id
    """
)

_HISTORY = text(
    """
    SELECT turn_id, seat, text, at_us FROM utterances WHERE turn_id >= :first AND turn_id < :turn
    ORDER BY turn_id DESC, seat DESC LIMIT :last
    """
)

_PENDING = text(
    """
    SELECT question FROM pending_questions
    WHERE conversation_id = :conversation AND user_id = :user AND turn_id < :turn
    """
)

_FINISH = text(
    """
    UPDATE turns SET finished_at_us = :now_us WHERE id = :turn AND finished_at_us IS NULL
    RETURNING user_id, (SELECT u.erased_at_us FROM users u WHERE u.id = user_id) AS erased_at_us
    """
)

_OUTBOUND = text("SELECT * FROM outbound WHERE id = :id")

_INSERT_HISTORY = text(
    """
    INSERT INTO utterances (turn_id, seat, user_id, text, at_us)
    VALUES (:turn, 0, :user, :said, :said_us), (:turn, 1, :user, :answered, :answered_us)
    ON CONFLICT DO NOTHING
    """
)

_ASK = text(
    """
    INSERT INTO pending_questions (conversation_id, user_id, turn_id, question)
    VALUES (:conversation, :user, :turn, :question)
    ON CONFLICT (conversation_id, user_id)
    DO UPDATE SET turn_id = excluded.turn_id, question = excluded.question
    """
)

_DELETE_PENDING = text(
    "DELETE FROM pending_questions WHERE conversation_id = :conversation AND user_id = :user"
)

_STRANDED = text(
    """
    SELECT t.id FROM turns t JOIN users u ON u.id = t.user_id WHERE u.erased_at_us < :limit_us
    """
)

_RETIRE_OUTBOUND = text(
    """
    DELETE FROM outbound WHERE state <> 'waiting' AND turn_id IN (
        SELECT id FROM turns WHERE message IS NOT NULL AND finished_at_us < :limit_us)
    """
)

_RETIRE_TURNS = text(
    """
    UPDATE turns SET message = NULL
    WHERE message IS NOT NULL AND finished_at_us < :limit_us
        AND NOT EXISTS (SELECT 1 FROM outbound o WHERE o.id = 'out:' || turns.id)
    """
)

_DROP_KEYS = text("DELETE FROM dedupe_keys WHERE accepted_at_us < :kept_us")

_DROP_TURNS = text("DELETE FROM turns WHERE message IS NULL AND accepted_at_us < :kept_us")

_DROP_UNASKED = text(
    "DELETE FROM outbound WHERE turn_id IS NULL AND state <> 'waiting' AND settled_at_us < :kept_us"
)
