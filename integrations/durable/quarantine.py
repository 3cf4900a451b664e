"""One suspect at a time, the least suspected first: a crash then tells something about it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_GATHERING_S = 0.1
"""Seconds in which all that a start hands out arrive, before the first of them is let in."""


class Quarantine:
    """A lock that goes to whoever was in it at the fewest crashes.

    Why: handed out in any fixed order it would put the same innocent turn in the way of every
    crash; this way each takes its turn, and only a guilty one collects crashes.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._taken = False

    @asynccontextmanager
    async def alone(self, *, crashes: int) -> AsyncIterator[None]:
        """Hold it; ``crashes`` is how many times this one was holding it when the process died."""
        admitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (crashes, next(self._order), admitted))
        if not self._taken:
            self._taken = True
            asyncio.get_running_loop().call_later(_GATHERING_S, self._admit)
        try:
            await admitted
        except asyncio.CancelledError:
            if not admitted.cancelled():  # let in and cancelled in the same moment
                self._admit()
            raise
        try:
            yield
        finally:
            self._admit()

    def _admit(self) -> None:
        while self._waiting:
            _, _, admitted = heapq.heappop(self._waiting)
            if not admitted.done():  # cancelled while it waited
                admitted.set_result(None)
                return
        self._taken = False
