"""Tokens and cursors of channels, encrypted at rest, in SQL."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from sqlalchemy import text

from domain.channel_ports import SecretStore
from domain.errors import Defect
from domain.ports import Clock
from storage.database import Database
from storage.times import to_us

_NONCE_BYTES = 12


class SqlSecrets(SecretStore):
    """AES-256-GCM values bound to their name, so that two cannot be exchanged unnoticed."""

    def __init__(self, *, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._key = hashlib.blake2b(b"sealed", key=key, digest_size=32).digest()

    async def put(self, kind: str, key: str, content: bytes) -> None:
        row = {
            "kind": kind,
            "key": key,
            "content": self._seal(content, name=f"{kind}\x1f{key}"),
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
        return None if row is None else self._open(bytes(row[0]), name=f"{kind}\x1f{key}")

    async def delete(self, kind: str, key: str) -> bytes | None:
        async with self._database.write() as connection:
            row = (await connection.execute(_DELETE, {"kind": kind, "key": key})).one_or_none()
        return None if row is None else self._open(bytes(row[0]), name=f"{kind}\x1f{key}")

    async def keys(self, kind: str) -> Sequence[str]:
        async with self._database.read() as connection:
            return (await connection.execute(_KEYS, {"kind": kind})).scalars().all()

    def _seal(self, content: bytes, *, name: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, content, name.encode())

    def _open(self, sealed: bytes, *, name: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self._key).decrypt(nonce, body, name.encode())
        except InvalidTag as error:
            kind = name.split("\x1f", 1)[0]
            raise Defect(
                f"a sealed value of kind {kind!r} cannot be opened with our key"
            ) from error


_PUT = text(
    """
    INSERT INTO sealed (kind, key, content, updated_at_us) VALUES (:kind, :key, :content, :now_us)
    ON CONFLICT (kind, key) DO UPDATE SET content = excluded.content, updated_at_us = :now_us
    """
)

_GET = text("SELECT content FROM sealed WHERE kind = :kind AND key = :key")

_DELETE = text("DELETE FROM sealed WHERE kind = :kind AND key = :key RETURNING content")

_KEYS = text("SELECT key FROM sealed WHERE kind = :kind ORDER BY key")
