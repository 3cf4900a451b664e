"""Which provider messages an outbound message has become, in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from domain.channel_ports import PartStore
from domain.ids import OutboundId
from domain.ports import Clock
from domain.turns import PartState, SentPart
from storage.database import Database
from storage.times import to_us


class SqlParts(PartStore):
    """Parts of outbound messages in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def parts(self, outbound: OutboundId) -> Sequence[SentPart]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_PARTS, {"outbound": outbound})).all()
        return [
            SentPart(part=row.part, state=PartState(row.state), provider_ref=row.provider_ref)
            for row in rows
        ]

    async def note_part(
        self, outbound: OutboundId, *, part: int, state: PartState, provider_ref: str
    ) -> None:
        row = {
            "outbound": outbound,
            "part": part,
            "state": state.value,
            "ref": provider_ref,
            "now_us": to_us(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(_NOTE, row)

    async def drop_part(self, outbound: OutboundId, *, part: int) -> None:
        async with self._database.write() as connection:
            await connection.execute(_DROP, {"outbound": outbound, "part": part})


_PARTS = text(
    """
    SELECT part, state, provider_ref FROM outbound_parts WHERE outbound_id = :outbound ORDER BY part
    """
)

_NOTE = text(
    """
    INSERT INTO outbound_parts (outbound_id, part, state, provider_ref, at_us)
    VALUES (:outbound, :part, :state, :ref, :now_us)
    ON CONFLICT (outbound_id, part)
    DO UPDATE SET state = excluded.state, provider_ref = excluded.provider_ref, at_us = :now_us
    """
)

_DROP = text("DELETE FROM outbound_parts WHERE outbound_id = :outbound AND part = :part")
