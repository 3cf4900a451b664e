"""The durable engine without durability: notes what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from domain.ids import ConversationId, OutboundId, TurnId
from domain.ports import DurableEngine


class NotingEngine(DurableEngine):
    """Keeps every request in order; runs nothing."""

    def __init__(self) -> None:
        self.turns: list[tuple[TurnId, ConversationId, bool]] = []
        self.outbound: list[tuple[OutboundId, str, bool]] = []
        self.forgotten: list[str] = []
        self.started = False

    async def start(self) -> None:
        self.started = True

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None:
        self.turns.append((turn, conversation, again))

    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None:
        self.outbound.append((outbound, partition, again))

    async def stats(self) -> Mapping[str, int]:
        return {"turns_waiting": len(self.turns), "outbox_waiting": len(self.outbound)}

    async def forget(self, prefix: str) -> int:
        self.forgotten.append(prefix)
        return 0

    async def retire(self, *, older_than: timedelta) -> int:
        return 0
