"""Raw events between their acknowledgement and their becoming turns, in SQL.

Events are written many at a time, in one commit and one trip to the database, because a provider's
acknowledgement waits for it. The keys decide which events are new: who inserts a key was first.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from storage.sqlite_driver import OneTripConnection
from storage.storable import storable
from storage.times import from_us, to_us

KEYS_KEPT = timedelta(days=30)
"""How long a redelivered event is recognised; as long as a redelivered message."""

_AT_ONCE = 500  # numbers; databases limit the parameters of a statement

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
        batch = [_Event(event=event, digests=_digests(event)) for event in events]
        async with self._database.write(urgent=True) as connection:
            put = _put_sqlite if self._database.is_sqlite else _put_postgres
            numbers = await put(connection, batch)
        return [
            StoredEvent(number=numbers[place], event=event) if place in numbers else None
            for place, event in enumerate(events)
        ]

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
            for first in range(0, len(numbers), _AT_ONCE):
                some = list(numbers[first : first + _AT_ONCE])
                await connection.execute(_DONE, {"numbers": some})

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """An event on its way in, with what tells whether it is new."""

    event: RawEvent
    digests: list[bytes]

    def row(self) -> tuple[str | int | None, ...]:
        """Its columns as both statements take them, without the number."""
        event = _without_strange_characters(self.event)
        return (
            event.channel.value,
            event.workspace,
            event.lane,
            event.bundle,
            to_json(list(event.keys)),
            event.document,
            to_us(event.received_at),
        )


async def _put_sqlite(connection: AsyncConnection, batch: Sequence[_Event]) -> dict[int, int]:
    """Store a batch; the numbers of the new ones by their places in it."""
    rows = [each.row() for each in batch]

    def put(raw: sqlite3.Connection) -> dict[int, int]:
        cursor = raw.cursor()
        try:
            ((last,),) = cursor.execute(_NUMBERS, {"count": len(batch)}).fetchall()
            numbers: dict[int, int] = {}
            for place, each in enumerate(batch):
                at_us = rows[place][-1]
                firsts = [cursor.execute(_KEY, (key, at_us)).rowcount == 1 for key in each.digests]
                if all(firsts):
                    numbers[place] = last - len(batch) + 1 + place
            cursor.executemany(_EVENT, [(number, *rows[n]) for n, number in numbers.items()])
            return numbers
        finally:
            cursor.close()

    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, OneTripConnection):
        raise Defect("the SQLite connection is not one of ours")
    numbers: dict[int, int] = await driver.run(put)
    return numbers


async def _put_postgres(connection: AsyncConnection, batch: Sequence[_Event]) -> dict[int, int]:
    """Store a batch; the numbers of the new ones by their places in it."""
    received: dict[bytes, int] = {}
    fresh: list[int] = []
    for place, each in enumerate(batch):
        if received.keys().isdisjoint(each.digests):  # else it is an earlier one of this batch
            fresh.append(place)
        at_us = to_us(each.event.received_at)
        received.update({digest: at_us for digest in each.digests if digest not in received})
    columns = [list(column) for column in zip(*(batch[n].row() for n in fresh), strict=True)]
    names = ("channels", "workspaces", "lanes", "bundles", "keys", "documents", "received")
    own = [(place, digest) for place in fresh for digest in batch[place].digests]
    found = await connection.execute(
        _PUT_POSTGRES,
        {
            "count": len(batch),
            "digests": list(received),
            "digests_received": list(received.values()),
            "places": fresh,
            "own_places": [place for place, _ in own],
            "own_digests": [digest for _, digest in own],
            **dict(zip(names, columns, strict=True)),
        },
    )
    return {row.place: row.number for row in found}


def _without_strange_characters(event: RawEvent) -> RawEvent:
    texts = (event.document, event.lane, event.workspace, event.bundle or "", *event.keys)
    if all(one.isascii() and "\0" not in one for one in texts):
        return event  # nearly always, and cheaper to see than to clean
    cleaned, _ = storable(event)
    return cleaned


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


_NUMBERS = """
    INSERT INTO counters (name, value) VALUES ('inbox', :count)
    ON CONFLICT (name) DO UPDATE SET value = counters.value + :count RETURNING value
    """

_KEY = "INSERT INTO inbox_keys (digest, received_at_us) VALUES (?, ?) ON CONFLICT DO NOTHING"

_EVENT = """
    INSERT INTO inbox (number, channel, workspace, lane, bundle, keys, document, received_at_us,
        failures)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
    """

# The counter first, which is why the keys are joined to it: its lock makes writers of several
# processes queue here, so that numbers grow in the order of commits and keys cannot deadlock.
_PUT_POSTGRES = text(
    f"""
    WITH last AS ({_NUMBERS}),
    first_seen AS (
        INSERT INTO inbox_keys (digest, received_at_us)
        SELECT key.digest, key.received_us FROM last, unnest(
            CAST(:digests AS bytea[]), CAST(:digests_received AS bigint[])
        ) AS key (digest, received_us)
        ON CONFLICT DO NOTHING RETURNING digest
    ),
    known AS (
        SELECT own.place FROM unnest(
            CAST(:own_places AS integer[]), CAST(:own_digests AS bytea[])
        ) AS own (place, digest)
        WHERE own.digest NOT IN (SELECT digest FROM first_seen)
    ),
    fresh AS (
        SELECT last.value - :count + 1 + each.place AS number, each.*
        FROM last, unnest(
            CAST(:places AS integer[]), CAST(:channels AS text[]), CAST(:workspaces AS text[]),
            CAST(:lanes AS text[]), CAST(:bundles AS text[]), CAST(:keys AS text[]),
            CAST(:documents AS text[]), CAST(:received AS bigint[])
        ) AS each (place, channel, workspace, lane, bundle, keys, document, received_at_us)
        WHERE each.place NOT IN (SELECT place FROM known)
    ),
    stored AS (
        INSERT INTO inbox (number, channel, workspace, lane, bundle, keys, document,
            received_at_us, failures)
        SELECT number, channel, workspace, lane, bundle, keys, document, received_at_us, 0
        FROM fresh
    )
    SELECT place, number FROM fresh
    """  # noqa: S608 - of constants
)

_WAITING = text("SELECT * FROM inbox WHERE parked_at_us IS NULL ORDER BY number")

_DONE = text("DELETE FROM inbox WHERE number IN :numbers").bindparams(
    bindparam("numbers", expanding=True)
)

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
