"""The key that resume files and tokens are encrypted with: made once, kept private."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from domain.errors import Misconfigured

KEY_BYTES = 32  # AES-256


def load_or_create_key(path: Path) -> bytes:
    """The key in ``path``; the first call makes it.

    Two processes that start at once end up with the same key: the file appears whole or not at
    all, and the second finds it there. Losing the file means losing every stored file.

    Args:
        path: one line of URL-safe base64, readable by its owner only (mode 0600).

    Raises:
        Misconfigured: the file exists and is not such a key, or cannot be read or written.
    """
    try:
        if not path.exists():
            _create(path)
        return decode_key(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"the key file {str(path)!r} cannot be used: {type(error).__name__}"
        ) from error


def decode_key(line: str) -> bytes:
    """The key written as URL-safe base64.

    >>> len(decode_key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))
    32

    Raises:
        Misconfigured: it is not 32 bytes in base64; the message never shows it.
    """
    try:
        key = base64.urlsafe_b64decode(line.strip().encode("ascii"))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Misconfigured("the encryption key is not base64") from error
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"the encryption key has {len(key)} bytes, it needs {KEY_BYTES}")
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    line = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
    try:
        write_private(draft, line)
        # A link, unlike a rename, fails when somebody else's key is already there.
        os.link(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, and wait until it is on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
