"""A daily budget that outlives a restart."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.ports import Clock
from domain.push_ports import CachedResponse, ResponseCache


class DailyUnits:
    """Units spent on the provider's day, kept beside the cached answers.

    Two processes that spend at the same moment may overlook each other's last spending; one
    timetable asks the sources, and the provider counts for itself.
    """

    def __init__(
        self, *, cache: ResponseCache, name: str, limit: int, zone: str, clock: Clock
    ) -> None:
        """Nothing is read yet.

        Args:
            cache: where the count is kept.
            name: whose budget, an address.
            limit: units a day.
            zone: IANA name of the zone whose midnight starts a new day.
            clock: the time.
        """
        self._cache = cache
        self._name = name
        self._limit = limit
        self._zone = ZoneInfo(zone)
        self._clock = clock

    async def spend(self, units: int) -> bool:
        """Take units off today's budget; False, and nothing taken, when they are not there."""
        now = self._clock.now()
        key = self._key(now)
        kept = await self._cache.get(key)
        spent = int(kept.body) if kept is not None and kept.body.isdigit() else 0
        if spent + units > self._limit:
            return False
        await self._put(key, spent + units, now=now)
        return True

    async def spend_all(self) -> None:
        """The provider says that nothing is left today."""
        now = self._clock.now()
        await self._put(self._key(now), self._limit, now=now)

    def seconds_to_next_day(self) -> float:
        """Until the budget is whole again."""
        now = self._clock.now()
        tomorrow = now.astimezone(self._zone).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(), tzinfo=self._zone)
        return (midnight.astimezone(UTC) - now).total_seconds()

    def _key(self, now: datetime) -> str:
        return f"{self._name}#units-{now.astimezone(self._zone).date().isoformat()}"

    async def _put(self, key: str, spent: int, *, now: datetime) -> None:
        await self._cache.put(CachedResponse(url=key, fetched_at=now, body=str(spent).encode()))
