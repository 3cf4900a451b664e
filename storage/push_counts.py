"""Counts of pushes in SQL, per day and kind; nothing about any person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text

from domain.errors import Defect
from domain.ports import Clock
from domain.push_ports import PushCountStore
from domain.pushes import PushCount, PushEvent, PushKind
from storage.database import Database


class SqlPushCounts(PushCountStore):
    """Counts in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def count(self, kind: PushKind, event: PushEvent, *, on: date, times: int = 1) -> None:
        row = {
            "day": on.isoformat(),
            "kind": kind.value,
            "event": event.value,
            "times": times,
        }
        async with self._database.write(in_bulk=True) as connection:
            await connection.execute(_COUNT, row)

    async def since(self, day: date) -> Sequence[PushCount]:
        """From that day on, by day, kind and event.

        Raises:
            Defect: a row is damaged.
        """
        async with self._database.read() as connection:
            rows = (await connection.execute(_SINCE, {"day": day.isoformat()})).all()
        try:
            found = [
                PushCount(
                    day=date.fromisoformat(row.day),
                    kind=PushKind(row.kind),
                    event=PushEvent(row.event),
                    times=row.times,
                )
                for row in rows
            ]
        except ValueError as error:
            raise Defect("a stored count of pushes is damaged") from error
        return sorted(found, key=lambda count: (count.day, count.kind, count.event))


_COUNT = text(
    """
    INSERT INTO push_counts (day, kind, event, times) VALUES (:day, :kind, :event, :times)
    ON CONFLICT (day, kind, event) DO UPDATE SET times = push_counts.times + excluded.times
    """
)

_SINCE = text("SELECT day, kind, event, times FROM push_counts WHERE day >= :day")
