"""How sources of postings and learning resources did last time, in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text

from domain.ports import Clock
from domain.push_ports import SourceArea, SourceHealth, SourceHealthStore
from storage.database import Database
from storage.times import from_us, to_us


class SqlSourceHealth(SourceHealthStore):
    """Health of sources in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(
        self, name: str, area: SourceArea, *, at: datetime, found: int | None, problem: str = ""
    ) -> None:
        row = {"name": name, "area": area, "at_us": to_us(at), "found": found, "problem": problem}
        async with self._database.write(in_bulk=True) as connection:
            await connection.execute(_FAILED if found is None else _ANSWERED, row)

    async def all(self, area: SourceArea) -> Sequence[SourceHealth]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_ALL, {"area": area})).all()
        known = [
            SourceHealth(
                name=row.name,
                area=area,
                tried_at=from_us(row.tried_at_us),
                ok_at=None if row.ok_at_us is None else from_us(row.ok_at_us),
                failures=row.failures,
                found=row.found,
                problem=row.problem,
            )
            for row in rows
        ]
        return sorted(known, key=lambda health: health.name)

    async def forget_others(self, area: SourceArea, *, keep: Collection[str]) -> int:
        gone = [health.name for health in await self.all(area) if health.name not in keep]
        if not gone:
            return 0
        async with self._database.write(in_bulk=True) as connection:
            await connection.execute(_FORGET, [{"area": area, "name": name} for name in gone])
        return len(gone)


_ANSWERED = text(
    """
    INSERT INTO source_health (area, name, tried_at_us, ok_at_us, failures, found, problem)
    VALUES (:area, :name, :at_us, :at_us, 0, :found, '')
    ON CONFLICT (area, name) DO UPDATE SET tried_at_us = excluded.tried_at_us,
        ok_at_us = excluded.ok_at_us, failures = 0, found = excluded.found, problem = ''
    """
)

_FAILED = text(
    """
    INSERT INTO source_health (area, name, tried_at_us, failures, found, problem)
    VALUES (:area, :name, :at_us, 1, 0, :problem)
    ON CONFLICT (area, name) DO UPDATE SET tried_at_us = excluded.tried_at_us,
        failures = source_health.failures + 1, problem = excluded.problem
    """
)

_ALL = text(
    """
    SELECT name, tried_at_us, ok_at_us, failures, found, problem FROM source_health
    WHERE area = :area
    """
)

_FORGET = text("DELETE FROM source_health WHERE area = :area AND name = :name")
