"""How fast Telegram lets a bot speak: per chat, per group and overall, in any window.

A call counts from its start until a window after its end. Whenever it arrived at the server, the
server then counts no more in any window than we do, whatever the network does to the times.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_REMEMBERED = 10_000
"""Chats kept before those that are free again are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Calls per window; windows in seconds. Telegram's own limits, some with a margin."""

    chat_gap_s: float = 1.0
    group_most: int = 20
    group_window_s: float = 60.0
    overall_most: int = 25
    overall_window_s: float = 1.0
    margin_s: float = 0.02
    """Added to every window: clocks do not run alike."""


class _Window:
    """At most ``most`` calls in any window of ``per_s`` seconds."""

    def __init__(self, *, most: int, per_s: float) -> None:
        self._most = most
        self._per_s = per_s
        self._running = 0
        self._ended: deque[float] = deque()

    def wait_s(self, now: float, *, spare: int = 0) -> float | None:
        """Seconds until a call may start; None: when a running one has ended, at the earliest."""
        while self._ended and self._ended[0] + self._per_s <= now:
            self._ended.popleft()
        excess = self._running + len(self._ended) - (self._most - spare)
        if excess < 0:
            return 0.0
        if excess >= len(self._ended):
            return None
        return max(self._ended[excess] + self._per_s - now, 0.001)

    def begin(self) -> None:
        self._running += 1

    def end(self, now: float) -> None:
        self._running -= 1
        self._ended.append(now)


@dataclass(slots=True, kw_only=True)
class _Lane:
    """One chat; its topics share it."""

    windows: tuple[_Window, ...]
    turnstile: asyncio.Lock = field(default_factory=asyncio.Lock)
    held_until: float = 0.0
    waiting: int = 0
    used_at: float = 0.0


class SpeedLimit:
    """Hands out the right to call; one per bot and process."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._overall = _Window(
            most=self._limits.overall_most,
            per_s=self._limits.overall_window_s + self._limits.margin_s,
        )
        self._gate = asyncio.Lock()
        self._ended = asyncio.Event()
        self._lanes: dict[int, _Lane] = {}

    @asynccontextmanager
    async def message(self, chat_id: int) -> AsyncIterator[None]:
        """The right to put one message into a chat, in order of asking; one at a time."""
        lane = self._lane(chat_id)
        lane.waiting += 1
        try:
            async with lane.turnstile:
                while True:
                    await self._until_free(lane)
                    async with self._gate:
                        await self._until(lambda: self._overall.wait_s(_now()))
                        # Progress may have used the chat while we waited for the others.
                        if self._wait_s(lane) == 0.0:
                            finish = self._begin(lane.windows)
                            break
                try:
                    yield
                finally:
                    finish()
                    lane.used_at = _now()
        finally:
            lane.waiting -= 1

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """The right to make a call that puts nothing into a chat, and that nobody waits for."""
        spare = self._limits.overall_most // 2
        while True:
            # Not at the gate: whoever has something to say goes first.
            await self._until(lambda: self._overall.wait_s(_now(), spare=spare))
            if not self._gate.locked():
                break
            async with self._gate:
                pass
        finish = self._begin(())
        try:
            yield
        finally:
            finish()

    def progress(self, chat_id: int, *, is_message: bool) -> Callable[[], None] | None:
        """The right to show progress, if nobody who has something to say needs it.

        Returns what has to be called at the end; None when there is no room now.
        """
        lane = self._lane(chat_id)
        now = _now()
        spare = self._limits.overall_most // 5
        if self._gate.locked() or self._overall.wait_s(now, spare=spare) != 0.0:
            return None
        if lane.held_until > now:
            return None
        if not is_message:
            return self._begin(())
        chat, *group = lane.windows
        spare = self._limits.group_most // 4
        if lane.waiting or chat.wait_s(now) != 0.0:
            return None
        if any(window.wait_s(now, spare=spare) != 0.0 for window in group):
            return None
        lane.used_at = now
        return self._begin(lane.windows)

    def hold(self, chat_id: int, *, for_s: float) -> None:
        """Put nothing into a chat for that many seconds: Telegram asked for it."""
        lane = self._lane(chat_id)
        lane.held_until = max(lane.held_until, _now() + for_s)

    def _begin(self, windows: tuple[_Window, ...]) -> Callable[[], None]:
        every = (*windows, self._overall)
        for window in every:
            window.begin()

        def finish() -> None:
            now = _now()
            for window in every:
                window.end(now)
            self._ended.set()

        return finish

    def _wait_s(self, lane: _Lane) -> float | None:
        now = _now()
        waits = [window.wait_s(now) for window in lane.windows]
        longest = lane.held_until - now
        for wait_s in waits:
            if wait_s is None:
                return None
            longest = max(longest, wait_s)
        return max(longest, 0.0)

    async def _until_free(self, lane: _Lane) -> None:
        await self._until(lambda: self._wait_s(lane))

    async def _until(self, wait_s: Callable[[], float | None]) -> None:
        while (left_s := wait_s()) != 0.0:
            if left_s is not None:
                await asyncio.sleep(left_s)
                continue
            self._ended.clear()
            await self._ended.wait()

    def _lane(self, chat_id: int) -> _Lane:
        lane = self._lanes.get(chat_id)
        if lane is not None:
            return lane
        if len(self._lanes) >= _REMEMBERED:
            self._drop_free()
        limits = self._limits
        windows = [_Window(most=1, per_s=limits.chat_gap_s + limits.margin_s)]
        if chat_id < 0:
            per_s = limits.group_window_s + limits.margin_s
            windows.append(_Window(most=limits.group_most, per_s=per_s))
        lane = self._lanes[chat_id] = _Lane(windows=tuple(windows))
        return lane

    def _drop_free(self) -> None:
        now = _now()
        free_since = now - self._limits.group_window_s - self._limits.chat_gap_s
        self._lanes = {
            chat_id: lane
            for chat_id, lane in self._lanes.items()
            if lane.waiting or lane.held_until > now or lane.used_at > free_since
        }


def _now() -> float:
    return asyncio.get_running_loop().time()
