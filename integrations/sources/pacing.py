"""Between two questions to the same host there is a pause."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from domain.ports import Clock


class HostPacing:
    """Lets questions to a host through one after the other, with a least gap between them."""

    def __init__(
        self,
        *,
        clock: Clock,
        gap_s: float = 1.0,
        gaps_s: Mapping[str, float] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Nothing was asked yet.

        Args:
            clock: the time.
            gap_s: least seconds between two questions to one host.
            gaps_s: other gaps, by host.
            pause: waits; tests replace it.
        """
        self._clock = clock
        self._gap_s = gap_s
        self._gaps_s = dict(gaps_s or {})
        self._pause = pause
        self._asked: dict[str, datetime] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def turn(self, host: str) -> None:
        """Return when ``host`` may be asked."""
        async with self._turns.setdefault(host, asyncio.Lock()):
            before = self._asked.get(host)
            if before is not None:
                gap_s = self._gaps_s.get(host, self._gap_s)
                passed_s = (self._clock.now() - before).total_seconds()
                # A clock that was set back must not make anybody wait for hours.
                wait_s = min(gap_s, gap_s - passed_s)
                if wait_s > 0:
                    await self._pause(wait_s)
            self._asked[host] = self._clock.now()
