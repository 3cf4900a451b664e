"""A service behind the terminal channel: accepts durably (in memory), answers what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.console_channel import ConsoleChannel
from domain.errors import CareerGiniError
from domain.messages import InboundMessage
from domain.ports import EventSink, Intake
from domain.reply import Reply
from domain.turns import Accepted, Outbound, OutboundState, Sent, Turn, TurnEvent
from tests.twins.stores import InMemoryTurns
from tests.twins.stores_files import InMemoryBlobs

Answering = Callable[[Turn, EventSink], Awaitable[Reply]]


class ConsoleService(Intake):
    """Intake, agents and outbox in one; ``turns`` and ``blobs`` outlive it, as a database would.

    ``failures`` are raised by the next accepts, one each. ``deliveries`` counts tries by id.
    """

    def __init__(
        self,
        *,
        socket_path: Path,
        answer: Answering,
        turns: InMemoryTurns | None = None,
        blobs: InMemoryBlobs | None = None,
        max_file_bytes: int = 1_000_000,
    ) -> None:
        self.blobs = blobs or InMemoryBlobs()
        self.turns = turns or InMemoryTurns(blobs=self.blobs)
        self.failures: list[CareerGiniError] = []
        self.fail_after_commit = False
        self.accepts: list[Accepted] = []
        self.deliveries: dict[str, int] = {}
        self.delivered = asyncio.Event()
        self._answer = answer
        self._tasks: set[asyncio.Task[None]] = set()
        self.channel = ConsoleChannel(
            socket_path=socket_path,
            intake=self,
            blobs=self.blobs,
            clock=self.turns.clock,
            max_file_bytes=max_file_bytes,
        )

    async def __aenter__(self) -> Self:
        await self.channel.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.channel.__aexit__(kind, error, trace)

    async def accept(self, message: InboundMessage) -> Accepted:
        if self.failures and not self.fail_after_commit:
            raise self.failures.pop(0)
        accepted = await self.turns.accept(message)
        if self.failures:
            raise self.failures.pop(0)
        self.accepts.append(accepted)
        if accepted.is_new:
            self.begin(accepted.turn)
        return accepted

    def begin(self, turn: Turn) -> None:
        """Work a turn off beside the connection, as the durable engine does."""
        task = asyncio.create_task(self._work(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, turn: Turn) -> None:
        async def show(event: TurnEvent) -> None:
            await self.channel.show(turn.message.address, turn.id, event)

        reply = await self._answer(turn, show)
        await self.deliver(await self.turns.finish(turn, reply))

    async def deliver(self, outbound: Outbound) -> bool:
        """One try; a reply that is not delivered stays waiting."""
        self.deliveries[outbound.id] = self.deliveries.get(outbound.id, 0) + 1
        result = await self.channel.deliver(outbound)
        if isinstance(result, Sent):
            await self.turns.outbound.settle(
                outbound.id, state=OutboundState.SENT, provider_ref=result.provider_ref
            )
        self.delivered.set()
        return isinstance(result, Sent)

    async def deliver_waiting(self) -> list[bool]:
        """Try everything that waits once more, as the outbox does."""
        rows = [await self.turns.outbound.get(key) for key in await self.turns.outbound.waiting()]
        return [await self.deliver(row) for row in rows if row is not None]
