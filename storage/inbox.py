"""Raw events between their acknowledgement and their becoming turns, in SQL.

Events are written many at a time, in one commit: a busy channel costs a handful of statements per
batch, not per event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.channel_ports import InboxStore, RawEvent, StoredEvent
from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.messages import ChannelName
from domain.ports import Clock
from storage.database import Database
from storage.storable import storable
from storage.times import from_us, to_us

KEYS_KEPT = timedelta(days=30)
"""How long a redelivered event is recognised; as long as a redelivered message."""

_LOOKED_UP_AT_ONCE = 500  # keys; databases limit the parameters of a statement

_log = structlog.get_logger(__name__)


class SqlInbox(InboxStore):
    """The inbox in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(self, events: Sequence[RawEvent]) -> Sequence[StoredEvent | None]:
        """Store all in one commit; see :class:`InboxStore`.

        Raises:
            StorageBusy: nothing was stored.
            Defect: an event has no key.
        """
        if not events:
            return []
        if not all(event.keys for event in events):
            raise Defect("an event without keys cannot be stored")
        digests = [_digests(event) for event in events]
        async with self._database.write() as connection:
            # The counter first: its lock makes writers of several processes queue here, so that
            # none of them misses a key that another is about to store.
            last = (await connection.execute(_NUMBERS, {"count": len(events)})).scalar_one()
            known = await _known(connection, sorted({one for each in digests for one in each}))
            stored: list[StoredEvent | None] = []
            for place, (event, own) in enumerate(zip(events, digests, strict=True)):
                is_known = not known.isdisjoint(own)
                known.update(own)
                number = last - len(events) + 1 + place
                stored.append(None if is_known else StoredEvent(number=number, event=event))
            rows = [_row(each) for each in stored if each is not None]
            if rows:
                await connection.execute(_INSERT, rows)
            keys = [
                {"digest": digest, "received_us": to_us(event.received_at)}
                for event, own in zip(events, digests, strict=True)
                for digest in own
            ]
            await connection.execute(_INSERT_KEY, keys)
        return stored

    async def waiting(self) -> Sequence[StoredEvent]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_WAITING)).all()
        found: list[StoredEvent] = []
        for row in rows:
            try:
                found.append(_event_from(row))
            except Defect:
                # One damaged row must not keep everybody else's messages from being read.
                _log.error("event_unreadable", number=row.number)
        return found

    async def done(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        async with self._database.write() as connection:
            await connection.execute(_DONE, [{"number": number} for number in numbers])

    async def failed(self, number: int, *, park: bool) -> None:
        row = {"number": number, "now_us": to_us(self._clock.now()) if park else None}
        async with self._database.write() as connection:
            await connection.execute(_FAILED, row)

    async def counts(self) -> Mapping[str, int]:
        async with self._database.read() as connection:
            row = (await connection.execute(_COUNTS)).one()
        return {"waiting": row.waiting, "parked": row.parked}

    async def retire(self, *, older_than: timedelta) -> int:
        now = self._clock.now()
        limits = {"limit_us": to_us(now - older_than), "kept_us": to_us(now - KEYS_KEPT)}
        async with self._database.write() as connection:
            dropped = (await connection.execute(_DROP_PARKED, limits)).rowcount
            await connection.execute(_DROP_KEYS, limits)
        return dropped


def _digests(event: RawEvent) -> list[bytes]:
    scope = f"{event.channel}\x1f{event.workspace}\x1f"
    return sorted(
        hashlib.blake2b((scope + key).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for key in set(event.keys)
    )


async def _known(connection: AsyncConnection, digests: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for first in range(0, len(digests), _LOOKED_UP_AT_ONCE):
        some = digests[first : first + _LOOKED_UP_AT_ONCE]
        rows = await connection.execute(_KNOWN, {"digests": list(some)})
        found.update(bytes(digest) for digest in rows.scalars())
    return found


def _row(stored: StoredEvent) -> dict[str, object]:
    # The payload's own characters, without what a database cannot hold.
    event, _ = storable(replace(stored.event, keys=()))
    return {
        "number": stored.number,
        "channel": event.channel.value,
        "workspace": event.workspace,
        "lane": event.lane,
        "bundle": event.bundle,
        "keys": to_json(list(stored.event.keys)),
        "document": event.document,
        "received_us": to_us(event.received_at),
    }


def _event_from(row: Row[Any]) -> StoredEvent:
    return StoredEvent(
        number=row.number,
        failures=row.failures,
        event=RawEvent(
            channel=ChannelName(row.channel),
            workspace=row.workspace,
            keys=tuple(from_json(list[str], row.keys)),
            lane=row.lane,
            bundle=row.bundle,
            document=row.document,
            received_at=from_us(row.received_at_us),
        ),
    )


_NUMBERS = text(
    """
    INSERT INTO counters (name, value) VALUES ('inbox', :count)
    ON CONFLICT (name) DO UPDATE SET value = counters.value + :count RETURNING value
    """
)

_KNOWN = text("SELECT digest FROM inbox_keys WHERE digest IN :digests").bindparams(
    bindparam("digests", expanding=True)
)

_INSERT = text(
    """
    INSERT INTO inbox (number, channel, workspace, lane, bundle, keys, document, received_at_us,
        failures)
    VALUES (:number, :channel, :workspace, :lane, :bundle, :keys, :document, :received_us, 0)
    """
)

_INSERT_KEY = text(
    """
    INSERT INTO inbox_keys (digest, received_at_us) VALUES (:digest, :received_us)
    ON CONFLICT DO NOTHING
    """
)

_WAITING = text("SELECT * FROM inbox WHERE parked_at_us IS NULL ORDER BY number")

_DONE = text("DELETE FROM inbox WHERE number = :number")

_FAILED = text(
    """
    UPDATE inbox SET failures = failures + 1, parked_at_us = :now_us WHERE number = :number
    """
)

_COUNTS = text(
    """
    SELECT count(*) - count(parked_at_us) AS waiting, count(parked_at_us) AS parked FROM inbox
    """
)

_DROP_PARKED = text("DELETE FROM inbox WHERE parked_at_us < :limit_us")

_DROP_KEYS = text("DELETE FROM inbox_keys WHERE received_at_us < :kept_us")
