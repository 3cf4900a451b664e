"""An engine around callbacks that a test writes: what the guard tests share."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from domain.ids import ConversationId, OutboundId, TurnId
from domain.turns import Owed
from integrations.durable.engine import DbosEngine, Work
from integrations.durable.opening import open_engine

PATIENCE_S = 20.0
"""How long a test waits for what has to happen."""


@dataclass
class Callbacks:
    """Counts and notes; a test replaces what it is about."""

    ran: list[TurnId] = field(default_factory=list)
    delivered: list[tuple[OutboundId, bool]] = field(default_factory=list)
    given_up: list[TurnId] = field(default_factory=list)
    resumed: int = 0
    on_turn: Callable[[TurnId], Awaitable[Owed | None]] | None = None
    on_delivery: Callable[[OutboundId], Awaitable[None]] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run_turn(self, turn: TurnId, /, *, deliver_now: bool) -> Owed | None:
        self.ran.append(turn)
        try:
            return await self.on_turn(turn) if self.on_turn is not None else None
        finally:
            self.changed.set()

    async def deliver(self, outbound: OutboundId, /, *, ambiguous: bool) -> None:
        if self.on_delivery is not None:
            await self.on_delivery(outbound)
        self.delivered.append((outbound, ambiguous))
        self.changed.set()

    async def give_up(self, turn: TurnId) -> Owed | None:
        self.given_up.append(turn)
        self.changed.set()
        return None

    async def resume(self) -> int:
        self.resumed += 1
        self.changed.set()
        return 0

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until callbacks made the condition true."""
        async with asyncio.timeout(PATIENCE_S):
            while not done():
                self.changed.clear()
                await self.changed.wait()

    @property
    def work(self) -> Work:
        return Work(
            run_turn=self.run_turn, deliver=self.deliver, give_up=self.give_up, resume=self.resume
        )


@asynccontextmanager
async def engine_in(
    folder: Path,
    callbacks: Callbacks,
    *,
    url: str | None = None,
    executor_id: str = "main",
    start: bool = True,
    longest_turn_s: float = 900.0,
    parked_rest_s: float = 600.0,
    watch_interval_s: float = 3600.0,
) -> AsyncIterator[DbosEngine]:
    """The engine in a file of ``folder``, or on the server at ``url``."""
    async with open_engine(
        url=url or f"sqlite:///{folder / 'engine.db'}",
        data_folder=folder,
        executor_id=executor_id,
        work=callbacks.work,
        longest_turn_s=longest_turn_s,
        parked_rest_s=parked_rest_s,
        watch_interval_s=watch_interval_s,
    ) as engine:
        if start:
            await engine.start()
        yield engine


def turn_id(conversation: str, number: int) -> TurnId:
    return TurnId(f"{conversation}:{number:04d}")


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the engine's tables, as an operator would."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            return connection.execute(statement).fetchall()
    with psycopg.connect(url, autocommit=True, options="-c search_path=dbos") as server:
        cursor = server.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


async def enqueue(engine: DbosEngine, turn: TurnId, *, again: bool = False) -> None:
    conversation = ConversationId(turn.rpartition(":")[0])
    await engine.enqueue_turn(turn, conversation=conversation, again=again)
