"""A clock that is moved on, and an engine that delivers at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.delivery import Outbox
from domain.errors import Defect
from domain.ids import ConversationId, OutboundId, TurnId
from domain.ports import Clock, DurableEngine


class MovedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class PromptEngine(DurableEngine):
    """Delivers within the call: with a clock that stands still nothing may be left for later."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def start(self) -> None:
        """Nothing to begin."""

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None:
        del conversation, again
        raise Defect(f"turns are answered elsewhere, and this is {turn!r}")

    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None:
        del partition
        await self._outbox.send(outbound, ambiguous=again)

    async def stats(self) -> Mapping[str, int]:
        return {"turns_waiting": 0, "outbox_waiting": 0}

    async def forget(self, prefix: str) -> int:
        del prefix
        return 0

    async def retire(self, *, older_than: timedelta) -> int:
        del older_than
        return 0
