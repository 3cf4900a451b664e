"""Files of people, encrypted one by one; the folder shows random names and sizes only."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import text

from domain.errors import Defect, Misconfigured
from domain.ids import BlobId, UserId
from domain.ports import BlobStore, Clock
from storage.database import Database
from storage.keys import KEY_BYTES, sync_folder, write_private
from storage.sealing import Seal
from storage.times import to_us

_FORMAT = b"CG1"  # in front of every file, so that another format can follow
_NONCE_BYTES = 12
_NAME_LENGTH_BYTES = 4
_BLOB_NAME = re.compile(r"[0-9a-f]{32}\Z")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file as its owner gave it; ``name`` is untrusted, never a path."""

    name: str
    content: bytes


class EncryptedBlobs(BlobStore):
    """AES-256-GCM files in a folder; owners are rows of the database.

    The original name is inside the encrypted part. A file is bound to its random name, so files
    cannot be exchanged for each other unnoticed. A candidate's file belongs to a role: it is no
    person's and is not swept.
    """

    def __init__(self, *, folder: Path, key: bytes, database: Database, clock: Clock) -> None:
        if len(key) != KEY_BYTES:
            raise Misconfigured(f"the encryption key has {len(key)} bytes, it needs {KEY_BYTES}")
        self._folder = folder
        self._key = key
        self._database = database
        self._clock = clock

    async def put(self, content: bytes, *, owner: UserId | None, name: str) -> BlobId:
        """Store a file; it is on the disk when this returns.

        Raises:
            StorageBusy: nothing was stored.
        """
        blob = BlobId(secrets.token_hex(16))
        await asyncio.to_thread(self._write, blob, content, name)
        row = {
            "id": blob,
            "owner": owner,
            "size": len(content),
            "now_us": to_us(self._clock.now()),
        }
        try:
            async with self._database.write() as connection:
                await connection.execute(_INSERT, row)
        except BaseException:
            await asyncio.to_thread(self._path(blob).unlink, missing_ok=True)
            raise
        return blob

    async def get(self, blob: BlobId) -> bytes | None:
        opened = await self.open(blob)
        return None if opened is None else opened.content

    async def open(self, blob: BlobId) -> OpenedFile | None:
        """The file with its original name; None when there is none.

        Raises:
            Defect: it was damaged, exchanged, or encrypted with another key.
        """
        if not _BLOB_NAME.match(blob):
            return None
        return await asyncio.to_thread(self._read, blob)

    async def adopt(self, blob: BlobId, *, owner: UserId) -> None:
        """Name the owner of a file that has none; somebody's file stays theirs."""
        async with self._database.write() as connection:
            await connection.execute(_ADOPT, {"id": blob, "owner": owner})

    async def release(self, blob: BlobId) -> None:
        """Nobody's from now on; a candidate's file stays the role's."""
        async with self._database.write() as connection:
            await connection.execute(_RELEASE, {"id": blob})

    async def delete(self, blob: BlobId) -> None:
        await self.delete_all([blob])

    async def delete_all(self, blobs: Sequence[BlobId]) -> None:
        """Delete files, then their rows: what a crash leaves in between can be found again."""
        ours = [blob for blob in blobs if _BLOB_NAME.match(blob)]
        if not ours:
            return
        await asyncio.to_thread(self._unlink, ours)
        async with self._database.write() as connection:
            await connection.execute(_DELETE, [{"id": blob} for blob in ours])

    async def owned_by(self, user: UserId) -> Sequence[BlobId]:
        """Names of a person's files, oldest first."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_OWNED, {"owner": user})).scalars().all()
        return [BlobId(row) for row in rows]

    def seal(self, *, purpose: bytes) -> Seal:
        """What opens values of that purpose in the database, under the same key."""
        return Seal(key=self._key, purpose=purpose)

    async def remaining(self, blobs: Sequence[BlobId]) -> int:
        """How many of these files are still in the folder."""
        paths = [self._path(blob) for blob in blobs if _BLOB_NAME.match(blob)]
        return await asyncio.to_thread(lambda: sum(path.exists() for path in paths))

    async def sweep(self, *, older_than: timedelta) -> int:
        limit = self._clock.now() - older_than
        async with self._database.read() as connection:
            unowned = await connection.execute(_UNOWNED, {"limit_us": to_us(limit)})
            abandoned = [BlobId(row) for row in unowned.scalars()]
            known = set((await connection.execute(_ALL)).scalars())
        await self.delete_all(abandoned)
        strays = await asyncio.to_thread(self._unlink_strays, known, limit)
        if abandoned or strays:
            _log.info("files_swept", unowned=len(abandoned), strays=strays)
        return len(abandoned) + strays

    def _path(self, blob: BlobId) -> Path:
        return self._folder / blob

    def _write(self, blob: BlobId, content: bytes, name: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        label = name.encode("utf-8", "replace")
        plain = len(label).to_bytes(_NAME_LENGTH_BYTES, "big") + label + content
        sealed = AESGCM(self._key).encrypt(nonce, plain, blob.encode())
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._folder / f".{blob}"
        try:
            write_private(draft, _FORMAT + nonce + sealed)
            draft.replace(self._path(blob))
            sync_folder(self._folder)
        finally:
            draft.unlink(missing_ok=True)

    def _read(self, blob: BlobId) -> OpenedFile | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            stored = self._path(blob).read_bytes()
        except FileNotFoundError:
            return None
        body = stored.removeprefix(_FORMAT)
        try:
            plain = AESGCM(self._key).decrypt(
                body[:_NONCE_BYTES], body[_NONCE_BYTES:], blob.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise Defect(f"file {blob} is damaged or was encrypted with another key") from error
        after_name = _NAME_LENGTH_BYTES + int.from_bytes(plain[:_NAME_LENGTH_BYTES], "big")
        return OpenedFile(
            name=plain[_NAME_LENGTH_BYTES:after_name].decode(), content=plain[after_name:]
        )

    def _unlink(self, blobs: Sequence[BlobId]) -> None:
        for blob in blobs:
            self._path(blob).unlink(missing_ok=True)

    def _unlink_strays(self, known: set[str], limit: datetime) -> int:
        if not self._folder.is_dir():
            return 0
        strays = [
            path
            for path in self._folder.iterdir()
            if path.name not in known
            and _BLOB_NAME.match(path.name.removeprefix("."))
            and datetime.fromtimestamp(path.stat().st_mtime, UTC) < limit
        ]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)


_INSERT = text(
    """
    INSERT INTO blobs (id, user_id, size_bytes, created_at_us)
    VALUES (:id, :owner, :size, :now_us)
    """
)
_ADOPT = text(
    """
    UPDATE blobs SET user_id = :owner WHERE id = :id AND user_id IS NULL AND role_id IS NULL
    """
)
_RELEASE = text("UPDATE blobs SET user_id = NULL WHERE id = :id AND role_id IS NULL")
_DELETE = text("DELETE FROM blobs WHERE id = :id")
_OWNED = text("SELECT id FROM blobs WHERE user_id = :owner ORDER BY created_at_us, id")
_UNOWNED = text(
    """
    SELECT id FROM blobs
    WHERE user_id IS NULL AND role_id IS NULL AND created_at_us < :limit_us
    """
)
_ALL = text("SELECT id FROM blobs")
