"""Pushes between the database and their channel: how many are on their way."""

from __future__ import annotations

import time
from collections.abc import Callable

from domain.errors import Defect
from domain.ids import OutboundId
from domain.ports import DurableEngine

_COUNTED_S = 60.0
"""A push that takes longer waits for a channel that does not answer. It stops counting, so that the
other channels go on; one more lot joins it a minute."""


class PushTraffic:
    """Hands pushes to the durable engine and counts them until they are settled.

    Call :meth:`use` with the engine before anything is sent.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._engine: DurableEngine | None = None
        self._began: dict[OutboundId, float] = {}
        self._on_settled: Callable[[], None] | None = None

    def use(self, engine: DurableEngine) -> None:
        """Name the engine that sends."""
        self._engine = engine

    def notify(self, on_settled: Callable[[], None]) -> None:
        """Call this whenever there may be room again."""
        self._on_settled = on_settled

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        """Hand one over; it counts as on its way from now on."""
        if self._engine is None:
            raise Defect("a push was sent before the engine was named")
        self._began[outbound] = self._monotonic()
        try:
            await self._engine.enqueue_outbound(outbound, partition=partition)
        except BaseException:
            self._began.pop(outbound, None)
            raise

    def ended(self, outbound: OutboundId) -> None:
        """A message came to an end, whichever; replies are not ours and change nothing."""
        if self._began.pop(outbound, None) is not None and self._on_settled is not None:
            self._on_settled()

    async def on_the_way(self) -> int:
        """How many are on their way and moving."""
        limit = self._monotonic() - _COUNTED_S
        return sum(began > limit for began in self._began.values())
