"""Sources that publish everything at once: read, kept for hours, and searched here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.learning.model import Resource
from domain.ports import Clock
from domain.push_ports import LearningAnswer
from integrations.learning.entries import about_first

_KEPT = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that a source has in one language."""

    resources: tuple[Resource, ...]
    refused: int = 0


class Catalogue:
    """What a source published, by language, read again when it is six hours old."""

    def __init__(self, *, read: Callable[[str], Awaitable[Contents]], clock: Clock) -> None:
        """``read`` gets everything in a language; it may raise SourceUnavailable."""
        self._read = read
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Contents]] = {}
        self._reading = asyncio.Lock()

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Resources that teach the skill, first those that are about it."""
        contents = await self._contents(language)
        found: Sequence[Resource] = about_first(contents.resources, skill)[:limit]
        return LearningAnswer(resources=tuple(found), refused=contents.refused)

    async def _contents(self, language: str) -> Contents:
        async with self._reading:
            now = self._clock.now()
            at, contents = self._kept.get(language, (None, None))
            if at is None or contents is None or now - at >= _KEPT:
                contents = await self._read(language)
                self._kept[language] = (now, contents)
            return contents
