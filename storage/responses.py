"""Answers of sources in SQL, to be asked for again with conditions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from domain.ports import Clock
from domain.push_ports import CachedResponse, ResponseCache
from storage.database import Database
from storage.times import from_us, to_us


class SqlResponseCache(ResponseCache):
    """Answers in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, url: str) -> CachedResponse | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"url": url})).one_or_none()
        if row is None:
            return None
        return CachedResponse(
            url=url,
            fetched_at=from_us(row.fetched_at_us),
            body=bytes(row.body),
            etag=row.etag,
            last_modified=row.last_modified,
        )

    async def put(self, response: CachedResponse) -> None:
        row = {
            "url": response.url,
            "at_us": to_us(response.fetched_at),
            "body": response.body,
            "etag": response.etag,
            "last_modified": response.last_modified,
        }
        async with self._database.write(in_bulk=True) as connection:
            await connection.execute(_PUT, row)

    async def retire(self, *, older_than: timedelta) -> int:
        limit = {"limit_us": to_us(self._clock.now() - older_than)}
        async with self._database.write(in_bulk=True) as connection:
            return (await connection.execute(_RETIRE, limit)).rowcount


_GET = text("SELECT fetched_at_us, body, etag, last_modified FROM responses WHERE url = :url")

_PUT = text(
    """
    INSERT INTO responses (url, fetched_at_us, body, etag, last_modified)
    VALUES (:url, :at_us, :body, :etag, :last_modified)
    ON CONFLICT (url) DO UPDATE SET fetched_at_us = excluded.fetched_at_us, body = excluded.body,
        etag = excluded.etag, last_modified = excluded.last_modified
    """
)

_RETIRE = text("DELETE FROM responses WHERE fetched_at_us < :limit_us")
