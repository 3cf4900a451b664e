"""Accepted messages, conversations and history in SQL: the hot path of every message.

Statements are plain SQL that both databases understand, prepared once: no object mapping, few
round trips, and the cost does not grow with the length of a conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json, to_json
from domain.errors import Defect, StorageBusy
from domain.ids import OutboundId, TurnId, UserId
from domain.messages import InboundMessage
from domain.ports import Clock, TurnStore
from domain.reply import PendingQuestion, Reply, plain_text
from domain.turns import Accepted, Dialogue, Outbound, OutboundState, Speaker, Turn, Utterance
from storage.acceptance import RaceLost, digests_of, known_turn, store_turn, turn_from
from storage.database import Database
from storage.forgetting import forget_turns
from storage.outbound import INSERT_OUTBOUND, outbound_from, outbound_row
from storage.retention import retire_turns
from storage.storable import storable
from storage.times import from_us, to_us

_RACES = 5  # lost in a row before we say that the database is busy
_SPEAKERS = (Speaker.PERSON, Speaker.ASSISTANT)

_log = structlog.get_logger(__name__)


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
        digests = digests_of(message)
        message, document = storable(message)
        for _ in range(_RACES):
            try:
                async with self._database.write() as connection:
                    known = await known_turn(connection, message, digests=digests)
                    if known is not None:
                        return Accepted(turn=known, is_new=False)
                    turn = await store_turn(
                        connection,
                        message,
                        document=document,
                        digests=digests,
                        now=self._clock.now(),
                    )
                return Accepted(turn=turn, is_new=True)
            except RaceLost:
                continue
        raise StorageBusy("the message is being stored by somebody else", retry_after_s=1.0)

    async def turn(self, turn: TurnId) -> Turn | None:
        """The turn, or None when it is unknown, erased or retired.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_TURN, {"turn": turn})).one_or_none()
        return None if row is None or row.message is None else turn_from(row)

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
        reply, document = storable(reply)
        outbound = Outbound(
            id=OutboundId(f"out:{turn.id}"),
            address=turn.message.address,
            reply=reply,
            turn=turn.id,
            reply_to=turn.message.provider_ref,
            recipient=turn.message.sender,
        )
        now_us = to_us(self._clock.now())
        async with self._database.write() as connection:
            done = {"turn": turn.id, "now_us": now_us}
            closed = (await connection.execute(_FINISH, done)).one_or_none()
            if closed is None:
                return await _finished_before(connection, outbound)
            row = outbound_row(
                outbound, document=document, now_us=now_us, named_user=closed.user_id
            )
            await connection.execute(INSERT_OUTBOUND, row)
            if not reply.erased_user and closed.erased_at_us is None:
                await _remember(connection, turn, reply, user=UserId(closed.user_id), now_us=now_us)
        return outbound

    async def unfinished(self) -> Sequence[Turn]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_UNFINISHED)).all()
        found: list[Turn] = []
        for row in rows:
            try:
                found.append(turn_from(row))
            except Defect:
                # One damaged row must not keep everybody else's turns from being answered.
                _log.error("turn_unreadable", turn=row.id)
        return found

    async def forget_turn(self, turn: TurnId) -> None:
        async with self._database.write() as connection:
            await forget_turns(connection, [turn])
        await self._database.leave_no_traces()

    async def retire(self, *, older_than: timedelta) -> int:
        async with self._database.write() as connection:
            return await retire_turns(connection, now=self._clock.now(), older_than=older_than)


async def _finished_before(connection: AsyncConnection, outbound: Outbound) -> Outbound:
    row = (await connection.execute(_OUTBOUND, {"id": outbound.id})).one_or_none()
    return replace(outbound, state=OutboundState.GONE) if row is None else outbound_from(row)


async def _remember(
    connection: AsyncConnection, turn: Turn, reply: Reply, *, user: UserId, now_us: int
) -> None:
    # The row's user: linking accounts may have made the person somebody else meanwhile.
    spoken = {
        "turn": turn.id,
        "user": user,
        "said": turn.message.text,
        "said_us": to_us(turn.message.received_at),
        "answered": plain_text(reply.blocks),
        "answered_us": now_us,
    }
    await connection.execute(_INSERT_HISTORY, spoken)
    asked = {"conversation": turn.conversation, "user": user, "turn": turn.id}
    if reply.pending is None:
        await connection.execute(_DELETE_PENDING, asked)
    else:
        await connection.execute(_ASK, {**asked, "question": to_json(reply.pending)})


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
