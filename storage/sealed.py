"""Tokens and cursors of channels, encrypted at rest, in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from domain.channel_ports import SecretStore
from domain.ports import Clock
from storage.database import Database
from storage.sealing import Seal
from storage.times import to_us


class SqlSecrets(SecretStore):
    """AES-256-GCM values bound to their name, so that two cannot be exchanged unnoticed."""

    def __init__(self, *, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._sealing = Seal(key=key, purpose=b"sealed")

    async def put(self, kind: str, key: str, content: bytes) -> None:
        row = {
            "kind": kind,
            "key": key,
            "content": self._sealing.seal(content, name=f"{kind}\x1f{key}"),
            "now_us": to_us(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(_PUT, row)

    async def get(self, kind: str, key: str) -> bytes | None:
        """The content.

        Raises:
            Defect: it was damaged or sealed with another key.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"kind": kind, "key": key})).one_or_none()
        return None if row is None else self._sealing.open(bytes(row[0]), name=f"{kind}\x1f{key}")

    async def delete(self, kind: str, key: str) -> bytes | None:
        async with self._database.write() as connection:
            row = (await connection.execute(_DELETE, {"kind": kind, "key": key})).one_or_none()
        return None if row is None else self._sealing.open(bytes(row[0]), name=f"{kind}\x1f{key}")

    async def keys(self, kind: str) -> Sequence[str]:
        async with self._database.read() as connection:
            return (await connection.execute(_KEYS, {"kind": kind})).scalars().all()


_PUT = text(
    """
    INSERT INTO sealed (kind, key, content, updated_at_us) VALUES (:kind, :key, :content, :now_us)
    ON CONFLICT (kind, key) DO UPDATE SET content = excluded.content, updated_at_us = :now_us
    """
)

_GET = text("SELECT content FROM sealed WHERE kind = :kind AND key = :key")

_DELETE = text("DELETE FROM sealed WHERE kind = :kind AND key = :key RETURNING content")

_KEYS = text("SELECT key FROM sealed WHERE kind = :kind ORDER BY key")
