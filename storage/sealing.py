"""Values encrypted inside the database: a copy of the file shows nothing of them."""

from __future__ import annotations

import hashlib
import secrets
import zlib

from domain.errors import Defect

RECRUITING = b"recruiting"
"""The purpose of the key that dossiers, results, notes, reasons and drafts are sealed with."""

_NONCE_BYTES = 12


class Seal:
    """AES-256-GCM values bound to their name, so that two cannot be exchanged unnoticed.

    Args:
        key: the installation's key.
        purpose: what for; values of one purpose cannot be opened as those of another.
    """

    def __init__(self, *, key: bytes, purpose: bytes) -> None:
        self._key = hashlib.blake2b(purpose, key=key, digest_size=32).digest()

    def seal(self, content: bytes, *, name: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, content, name.encode())

    def open(self, sealed: bytes, *, name: str) -> bytes:
        """The content.

        Raises:
            Defect: it was damaged, exchanged or sealed with another key.
        """
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

    def seal_text(self, words: str, *, kind: str, of: str) -> bytes:
        """Seal words, packed: documents of a hundred kilobytes shrink to a tenth."""
        packed = zlib.compress(words.encode("utf-8", "replace"), 6)
        return self.seal(packed, name=f"{kind}\x1f{of}")

    def open_text(self, sealed: bytes, *, kind: str, of: str) -> str:
        """The words; raises as :meth:`open` does."""
        return zlib.decompress(self.open(bytes(sealed), name=f"{kind}\x1f{of}")).decode()
