"""Messages owed, in SQL: one row per idempotency key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName
from domain.ports import Clock, OutboundStore
from domain.reply import Reply
from domain.turns import Outbound, OutboundState, SendPromise
from storage.database import Database
from storage.storable import storable
from storage.times import to_us


class SqlOutbound(OutboundStore):
    """The outbox in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, outbound: Outbound) -> bool:
        row = row_of(outbound, now_us=to_us(self._clock.now()))
        async with self._database.write() as connection:
            return bool((await connection.execute(INSERT_OUTBOUND, row)).rowcount)

    async def get(self, outbound: OutboundId) -> Outbound | None:
        """The message.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"id": outbound})).one_or_none()
        return None if row is None else outbound_from(row)

    async def settle(
        self, outbound: OutboundId, *, state: OutboundState, provider_ref: str | None
    ) -> None:
        """Close a waiting message; a settled one stays as it is."""
        fate = {
            "id": outbound,
            "state": state.value,
            "ref": provider_ref,
            "now_us": to_us(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(_SETTLE, fate)

    async def waiting(self) -> Sequence[OutboundId]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_WAITING)).scalars().all()
        return [OutboundId(row) for row in rows]

    async def still_waiting(self, some: Collection[OutboundId]) -> Collection[OutboundId]:
        """Those of them that are not settled yet."""
        if not some:
            return ()
        async with self._database.read() as connection:
            rows = await connection.execute(_STILL_WAITING, {"ids": sorted(some)})
            return [OutboundId(row) for row in rows.scalars()]

    async def beginning_with(
        self, prefix: str, *, conversation: str | None = None
    ) -> Sequence[Outbound]:
        """Kept messages whose id begins so, newest first; see :class:`OutboundStore`.

        Raises:
            Defect: a row is damaged.
        """
        where = {"prefix": prefix, "beyond": f"{prefix}\U0010ffff", "external": conversation}
        async with self._database.read() as connection:
            rows = (await connection.execute(_BEGINNING_WITH, where)).all()
        return [outbound_from(row) for row in rows]


def outbound_row(
    outbound: Outbound, *, document: str, now_us: int, named_user: str
) -> dict[str, object]:
    """Parameters of ``INSERT_OUTBOUND``; ``document`` is the reply as JSON."""
    return {
        "id": outbound.id,
        "turn": outbound.turn,
        "named_user": named_user,
        "channel": outbound.address.channel.value,
        "workspace": outbound.address.workspace,
        "external": outbound.address.conversation,
        "reply": document,
        "promise": outbound.promise.value,
        "state": outbound.state.value,
        "ref": outbound.provider_ref,
        "reply_to": outbound.reply_to,
        "recipient": outbound.recipient or None,
        "under": outbound.under,
        "replaces": outbound.replaces,
        "alone": int(outbound.stands_alone),
        "answers_to": outbound.answers_to or None,
        "now_us": now_us,
    }


def row_of(outbound: Outbound, *, now_us: int) -> dict[str, object]:
    """Parameters of ``INSERT_OUTBOUND`` for any message.

    Kinds without a turn carry their person in the id (dg:{user}:{date}), for erasure; a letter
    belongs to whoever gets its answers.
    """
    parts = outbound.id.split(":")
    return push_row(outbound, user=parts[1] if len(parts) > 1 else "", now_us=now_us)


def push_row(outbound: Outbound, *, user: str, now_us: int) -> dict[str, object]:
    """Parameters of ``INSERT_OUTBOUND`` for a message to ``user`` that answers no turn."""
    _, document = storable(outbound.reply)
    return outbound_row(outbound, document=document, now_us=now_us, named_user=user)


def outbound_from(row: Row[Any]) -> Outbound:
    """The message of a whole row of ``outbound``.

    Raises:
        Defect: the row is damaged.
    """
    try:
        channel = ChannelName(row.channel)
        promise, state = SendPromise(row.promise), OutboundState(row.state)
    except ValueError as error:
        raise Defect(f"stored outbound {row.id!r} is damaged") from error
    return Outbound(
        id=OutboundId(row.id),
        address=Address(channel=channel, workspace=row.workspace, conversation=row.external_id),
        reply=from_json(Reply, row.reply),
        turn=None if row.turn_id is None else TurnId(row.turn_id),
        promise=promise,
        state=state,
        provider_ref=row.provider_ref,
        reply_to=row.reply_to,
        recipient=row.recipient or "",
        under=None if row.under_id is None else OutboundId(row.under_id),
        replaces=None if row.replaces_id is None else OutboundId(row.replaces_id),
        stands_alone=bool(row.stands_alone),
        answers_to=row.answers_to or "",
    )


INSERT_OUTBOUND = text(
    """
    INSERT INTO outbound (id, turn_id, user_id, channel, workspace, external_id, reply, promise,
        state, provider_ref, created_at_us, reply_to, recipient,
        under_id, replaces_id, stands_alone, answers_to)
    VALUES (:id, :turn, COALESCE((SELECT t.user_id FROM turns t WHERE t.id = :turn),
            (SELECT u.id FROM users u WHERE u.id = :named_user),
            (SELECT i.user_id FROM identities i WHERE i.channel = 'email' AND i.workspace = ''
                AND i.sender = :answers_to)),
        :channel, :workspace, :external, :reply, :promise, :state, :ref, :now_us, :reply_to,
        :recipient, :under, :replaces, :alone, :answers_to)
    ON CONFLICT DO NOTHING
    """
)

_GET = text("SELECT * FROM outbound WHERE id = :id")

_SETTLE = text(
    """
    UPDATE outbound SET state = :state, provider_ref = :ref, settled_at_us = :now_us
    WHERE id = :id AND state = 'waiting'
    """
)

# Bounds instead of LIKE: the primary key answers them on both databases.
_BEGINNING_WITH = text(
    """
    SELECT * FROM outbound WHERE id >= :prefix AND id < :beyond
        AND (:external IS NULL OR external_id = :external)
    ORDER BY created_at_us DESC, id DESC LIMIT 1000
    """
).bindparams(bindparam("external", type_=Text))

_STILL_WAITING = text("SELECT id FROM outbound WHERE id IN :ids AND state = 'waiting'").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)

_WAITING = text("SELECT id FROM outbound WHERE state = 'waiting' ORDER BY created_at_us, id")
