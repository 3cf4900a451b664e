"""Asking again with conditions: only what changed is sent."""

from __future__ import annotations

from collections.abc import Mapping

from domain.ports import Clock
from domain.push_ports import CachedResponse, ResponseCache
from integrations.sources.web import Page

_MAX_KEPT_BYTES = 8_000_000
"""Boards with larger answers are sent whole each time: they would fill the database."""


def conditions(known: CachedResponse | None) -> Mapping[str, str]:
    """Headers that ask for an answer only when it changed since the known one."""
    if known is None:
        return {}
    asked: dict[str, str] = {}
    if known.etag:
        asked["if-none-match"] = known.etag
    if known.last_modified:
        asked["if-modified-since"] = known.last_modified
    return asked


class KeptBoards:
    """Answers of whole boards. Pages that people paste are not kept: they say who looked."""

    def __init__(self, cache: ResponseCache, *, clock: Clock) -> None:
        """``cache`` holds them, ``clock`` says when they came."""
        self._cache = cache
        self._clock = clock

    async def get(self, address: str) -> CachedResponse | None:
        """The last answer that can be asked for with a condition."""
        known = await self._cache.get(address)
        return known if conditions(known) else None

    async def put(self, address: str, page: Page, *, before: CachedResponse | None) -> None:
        """Keep an answer; one that confirmed ``before`` may lack the validators."""
        etag = page.headers.get("etag") or (before.etag if before else None)
        modified = page.headers.get("last-modified") or (before.last_modified if before else None)
        if (etag or modified) and len(page.body) <= _MAX_KEPT_BYTES:
            await self._cache.put(
                CachedResponse(
                    url=address,
                    fetched_at=self._clock.now(),
                    body=page.body,
                    etag=etag,
                    last_modified=modified,
                )
            )
