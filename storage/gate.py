"""One at a time, in order; what is urgent goes first, and what can wait goes last."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.errors import StorageBusy


class Gate:
    """Lets one in at a time.

    A connection pool is a queue too, but one without priorities: an event whose sender waits for
    its acknowledgement would stand behind everything that turns have to write, and an answer
    behind the digests of thousands.
    """

    def __init__(self, *, longest_wait_s: float) -> None:
        self._longest_wait_s = longest_wait_s
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._last: deque[asyncio.Future[None]] = deque()
        self._is_taken = False

    @asynccontextmanager
    async def passing(self, *, urgent: bool, last: bool = False) -> AsyncIterator[None]:
        """Inside is nobody else.

        Args:
            urgent: before all others that wait.
            last: after all others that wait.

        Raises:
            StorageBusy: that took too long.
        """
        await self._enter(urgent=urgent, last=last)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, *, urgent: bool, last: bool) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        turn = asyncio.get_running_loop().create_future()
        queue = self._urgent if urgent else self._last if last else self._others
        queue.append(turn)
        try:
            async with asyncio.timeout(self._longest_wait_s):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave()  # it was ours already, and we are gone
            if isinstance(error, TimeoutError):
                raise StorageBusy("waited too long to write", retry_after_s=1.0) from error
            raise

    def _leave(self) -> None:
        for waiting in (self._urgent, self._others, self._last):
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._is_taken = False
