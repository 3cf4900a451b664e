"""How fast pushes go out: never many at a time, and conversations first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 2.0
"""Between two looks at how many are on their way; each is a query."""

_YIELD_S = 0.25
"""Longest that one push gives way: at four a second they still go on beside a busy chat."""
_YIELD_STEP_S = 0.025


class PushPace:
    """Holds pushes back; one object is shared by everything that sends unasked.

    Args:
        on_the_way: how many push messages are stored and not settled yet.
        at_once: most of those at any time; at least 1.
        is_busy: whether turns of people are running or waiting now.
    """

    def __init__(
        self,
        *,
        on_the_way: Callable[[], Awaitable[int]],
        at_once: int,
        is_busy: Callable[[], bool],
    ) -> None:
        self._on_the_way = on_the_way
        self._at_once = at_once
        self._is_busy = is_busy
        self._settled = asyncio.Event()

    def note_settled(self) -> None:
        """A push message left or was given up: whoever waits for room looks again at once."""
        self._settled.set()

    async def room(self) -> int:
        """How many more messages may go now; 0 when none."""
        return max(0, self._at_once - await self._on_the_way())

    async def wait_for_room(self, *, needed: int = 1, within_s: float | None = None) -> int:
        """Wait until ``needed`` more messages may go; how many may, 0 when there was no room.

        More than may ever be on their way at once go alone.

        Args:
            needed: messages that have to go together.
            within_s: longest wait in seconds; None waits as long as it takes.
        """
        needed = min(needed, self._at_once)
        pause_s, waited_s = _FIRST_PAUSE_S, 0.0
        while True:
            self._settled.clear()
            room = await self.room()
            if room >= needed:
                return room
            if within_s is not None and waited_s >= within_s:
                return 0
            await self._until_settled(pause_s)
            waited_s += pause_s
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _until_settled(self, longest_s: float) -> None:
        try:
            async with asyncio.timeout(longest_s):
                await self._settled.wait()
        except TimeoutError:
            return

    async def give_way(self) -> None:
        """Let running turns have the processor, for a moment that ends even if they do not."""
        await gives_way(self._is_busy)


async def gives_way(is_busy: Callable[[], bool], *, longest_s: float = _YIELD_S) -> None:
    """Wait while turns of people run, at most ``longest_s`` seconds."""
    waited_s = 0.0
    while is_busy() and waited_s < longest_s:
        await asyncio.sleep(_YIELD_STEP_S)
        waited_s += _YIELD_STEP_S
