"""Files from a conversation onto the person's disk, under a name that cannot do harm."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from bot.rendering.untrusted import clean_line
from domain.errors import UserMistake

_UNUSUAL = re.compile(r"[^\w .()+-]")
_LONGEST_STEM = 100  # characters


def save_file(content: bytes, *, name: str, folder: Path) -> Path:
    """Write a new file into ``folder``; an existing one is never touched.

    Raises:
        UserMistake: the folder cannot be written to.
    """
    safe = Path(safe_name(name))
    try:
        folder = folder.expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for attempt in count(1):
            suffix = "" if attempt == 1 else f" ({attempt})"
            path = folder / f"{safe.stem}{suffix}{safe.suffix}"
            try:
                with path.open("xb") as file:
                    file.write(content)
            except FileExistsError:
                continue
            return path
    except (OSError, RuntimeError, ValueError) as error:  # also: no such home, a null byte
        raise UserMistake(f"Cannot write into {str(folder)!r}. Name another folder.") from error
    raise AssertionError("count() does not end")


def safe_name(name: str) -> str:
    """A file name without folders, control characters or a leading dot.

    >>> safe_name("../../.bashrc")
    'bashrc'
    """
    last = clean_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = _UNUSUAL.sub("_", last).strip(" .-")
    path = Path(plain or "file")
    return f"{path.stem[:_LONGEST_STEM]}{path.suffix[:10]}"
