"""Stored pushes on to the outbox, and counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from domain.ids import OutboundId
from domain.ports import Clock
from domain.push_ports import PushCountStore
from domain.pushes import PushEvent, PushKind
from domain.turns import Outbound


class PushCarrier(Protocol):
    """Takes stored messages to their channel: the durable engine, or what counts for it."""

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None: ...


class PushSending:
    """Hands stored messages to the engine; what it did not take is handed over again later.

    A crash between storing and handing over is harmless: what waits is enqueued at the next start.

    Args:
        engine: sends.
        counts: the operator's statistics.
        clock: which day it is.
    """

    def __init__(self, *, engine: PushCarrier, counts: PushCountStore, clock: Clock) -> None:
        self._engine = engine
        self._counts = counts
        self._clock = clock
        self._kept: deque[OutboundId] = deque()

    async def send(self, messages: Sequence[Outbound]) -> None:
        """Enqueue each under its own id.

        Raises:
            TemporaryFailure: the engine did not take them; :meth:`send_kept` goes on.
        """
        self.keep(messages)
        await self.send_kept()

    def keep(self, messages: Sequence[Outbound]) -> None:
        """Note what is stored and still has to be handed over."""
        self._kept.extend(message.id for message in messages)

    async def send_kept(self, *, at_most: int | None = None) -> None:
        """Enqueue what is left from before, or the first ``at_most`` of it; see :meth:`send`."""
        left = len(self._kept) if at_most is None else min(at_most, len(self._kept))
        for _ in range(left):
            if not self._kept:
                return  # somebody who sends at the same time took the rest
            message = self._kept.popleft()
            try:
                await self._engine.enqueue_outbound(message, partition=message)
            except BaseException:
                self._kept.appendleft(message)
                raise

    async def count(self, kind: PushKind, event: PushEvent, *, times: int = 1) -> None:
        """Count under today's date (UTC)."""
        if times:
            await self._counts.count(kind, event, on=self._clock.now().date(), times=times)
