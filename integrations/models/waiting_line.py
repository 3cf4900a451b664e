"""One question at a time to the model; the others wait here, where we can order and count them.

The server would queue as well, but first come first served, without telling how long, and two
computations at once make both slower on a CPU.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

from domain.ports import ModelWait


class Urgency(Enum):
    """Who waits: a person in a conversation, or work that nobody watches."""

    CONVERSATION = "conversation"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    weight: float
    bound_s: float
    """After this long the claim is overdue and goes before all that are less so."""


_CLAIMS = {
    Urgency.CONVERSATION: _Claim(weight=100.0, bound_s=15.0),
    Urgency.BACKGROUND: _Claim(weight=10.0, bound_s=600.0),
}


@dataclass(slots=True, kw_only=True, eq=False)
class _Place:
    claim: _Claim
    estimate_s: float
    since: float
    granted: asyncio.Future[None] = field(repr=False)

    def rank(self, now: float) -> tuple[float, float]:
        overdue = (now - self.since) / self.claim.bound_s
        return (overdue if overdue > 1.0 else 0.0, self.claim.weight * (1.0 + overdue))


class WaitingLine:
    """Lets one through at a time, the most urgent first, and nobody waits for ever."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: list[_Place] = []
        self._current: _Place | None = None

    @asynccontextmanager
    async def turn(
        self,
        *,
        urgency: Urgency = Urgency.CONVERSATION,
        estimate_s: float,
        longest_s: float,
    ) -> AsyncIterator[None]:
        """Wait for the turn, hold it while the block runs; cancelling leaves the line.

        Args:
            urgency: who waits.
            estimate_s: how long the block will probably take, for those behind.
            longest_s: after so long in this method and the block together the next one is let in,
                even if a forgotten generator still hangs in the block.
        """
        loop = asyncio.get_running_loop()
        place = _Place(
            claim=_CLAIMS[urgency],
            estimate_s=estimate_s,
            since=self._now(),
            granted=loop.create_future(),
        )
        self._waiting.append(place)
        self._grant_next()
        forgotten = loop.call_later(longest_s, self._release, place)
        try:
            await place.granted
            yield
        finally:
            forgotten.cancel()
            if place in self._waiting:  # cancelled before its turn
                self._waiting.remove(place)
            self._release(place)

    def waiting(self) -> ModelWait:
        """What somebody who joins now would wait for."""
        remaining_s = 0.0
        if self._current is not None:
            used_s = self._now() - self._current.since
            remaining_s = max(self._current.estimate_s - used_s, 0.0)
        return ModelWait(
            ahead=len(self._waiting) + (self._current is not None),
            estimate_s=remaining_s + sum(place.estimate_s for place in self._waiting),
        )

    def _release(self, place: _Place) -> None:
        if self._current is place:
            self._current = None
        self._grant_next()

    def _grant_next(self) -> None:
        if self._current is not None or not self._waiting:
            return
        now = self._now()
        # max keeps the first of equals: within one urgency the longest wait ranks highest anyway.
        chosen = max(self._waiting, key=lambda place: place.rank(now))
        self._waiting.remove(chosen)
        chosen.since = now
        self._current = chosen
        if not chosen.granted.done():  # done: cancelled in this very moment, it will step back
            chosen.granted.set_result(None)
