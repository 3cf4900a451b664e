"""Whether a quotation really stands in the visible text. Asked before any report goes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MARK = re.compile(r"\[[a-z][a-z /-]{1,30}\]")
"""What stands in place of identity: "[name]"."""
_HYPHEN = re.compile(r"\s*-+\s*")
"""Left out on both sides: who quotes over a line break may keep or drop it."""
_NOT_SEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-",
                       "‑": "-", "−": "-", "•": " ", "·": " "})  # fmt: skip


def is_quoted(quote: str, visible: str) -> bool:
    r"""Whether the words of a quotation stand in the text, in order where marks cut it apart.

    Compared without regard to case, white space, hyphens, dashes and kinds of quotation mark. A
    quotation of marks alone is none.

    >>> is_quoted("[name] built the payments API", "Ana built the\n payments API in Python")
    True
    >>> is_quoted("led the payments team", "built the payments API")
    False
    """
    return _stands(_parts(quote), _normal(visible))


def check_quotes(quotes: Iterable[str], visible: str) -> tuple[str, ...]:
    """Those quotations that do not stand in the visible text; a report needs this to be empty.

    >>> check_quotes(["Python", "Rust"], "I write Python.")
    ('Rust',)
    """
    whole = _normal(visible)
    return tuple(quote for quote in quotes if not _stands(_parts(quote), whole))


def _parts(quote: str) -> list[str]:
    return [part for piece in _MARK.split(quote) if (part := _normal(piece)) and _has_word(part)]


def _has_word(part: str) -> bool:
    return any(character.isalnum() for character in part)


def _stands(parts: list[str], visible: str) -> bool:
    if not parts:
        return False
    at = 0
    for part in parts:
        found = visible.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _normal(text: str) -> str:
    text = _NOT_SEEN.sub("", unicodedata.normalize("NFKC", text).translate(_SAME))
    return _SPACE.sub(" ", _HYPHEN.sub("", text)).strip().casefold()
