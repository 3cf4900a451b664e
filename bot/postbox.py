"""Messages that answer no turn: stored, then sent in the background, once per id."""

from __future__ import annotations

from domain.channel_ports import Postbox
from domain.errors import Defect
from domain.ids import OutboundId
from domain.ports import DurableEngine, OutboundStore
from domain.turns import Outbound


class DurablePostbox(Postbox):
    """Posts through the outbox; call :meth:`use` with the engine before anything is posted."""

    def __init__(self, *, outbound: OutboundStore) -> None:
        self._outbound = outbound
        self._engine: DurableEngine | None = None

    def use(self, engine: DurableEngine) -> None:
        """Name the engine that sends."""
        self._engine = engine

    async def hand_over(self, outbound: OutboundId) -> None:
        """Send a message that is stored already."""
        if self._engine is None:
            raise Defect("the postbox was used before it was given its engine")
        await self._engine.enqueue_outbound(outbound, partition=outbound)

    async def post(self, outbound: Outbound) -> bool:
        """Store and send in the background; False when its id was posted before.

        A crash between the two is harmless: what waits in the outbox is enqueued at the next start.
        """
        if self._engine is None:
            raise Defect("the postbox was used before it was given its engine")
        if not await self._outbound.add(outbound):
            return False
        await self._engine.enqueue_outbound(outbound.id, partition=outbound.id)
        return True
