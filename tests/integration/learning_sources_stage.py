"""Learning sources over a local server, with twins behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from domain.push_ports import LearningAnswer, LearningSource
from integrations.learning.opening import OpenLearningSources, open_learning_sources
from tests.servers.learning_sources import LearningSourceServer, serve_learning_sources
from tests.twins.stores import FrozenClock
from tests.twins.stores_alerts import InMemoryResponseCache

KEY, TOKEN = "AIza-invented-key", "ghp_invented_token"
NAMES = ("youtube", "github", "coursera", "freecodecamp", "free_programming_books")


@dataclass
class Waits:
    """Keeps how long somebody wanted to wait, without waiting."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@dataclass
class Stage:
    """What a test needs at hand."""

    server: LearningSourceServer
    opened: OpenLearningSources
    cache: InMemoryResponseCache
    clock: FrozenClock
    waits: Waits

    def source(self, name: str) -> LearningSource:
        return next(one for one in self.opened.sources if one.name == name)

    async def search(
        self, name: str, skill: str = "SQL", *, language: str = "en", limit: int = 20
    ) -> LearningAnswer:
        return await self.source(name).search(skill, language=language, limit=limit)

    def queries(self) -> list[str]:
        return [path for path, _ in self.server.requests]


@asynccontextmanager
async def learning_stage(
    *,
    token: str | None = TOKEN,
    daily_units: int = 9000,
    cache_s: float = 300.0,
    timeout_s: float = 10.0,
) -> AsyncIterator[Stage]:
    """All five sources, opened from plain values as the wiring does."""
    clock, waits = FrozenClock(), Waits()
    cache = InMemoryResponseCache(clock=clock)
    async with serve_learning_sources() as server:
        opened = open_learning_sources(
            names=NAMES,
            youtube_url=f"{server.url}/youtube/v3",
            youtube_api_key=KEY,
            youtube_daily_units=daily_units,
            github_url=server.url,
            github_token=token,
            coursera_url=server.url,
            freecodecamp_url=server.url,
            free_programming_books_url=server.url,
            timeout_s=timeout_s,
            cache_s=cache_s,
            cache=cache,
            clock=clock,
            pause=waits,
        )
        try:
            yield Stage(server=server, opened=opened, cache=cache, clock=clock, waits=waits)
        finally:
            await opened.close()
