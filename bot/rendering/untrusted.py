"""Words from outside, made harmless for a screen: they may say anything and control nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1: terminal commands begin here
    "\u061c\u202a-\u202e\u2066-\u2069"  # text that reorders its neighbours
    "\ufff9-\ufffb\U000e0000-\U000e007f]"  # annotations and invisible tags
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_STACKED = re.compile(r"(\w?[\u0300-\u036f]{4})[\u0300-\u036f]+")
_SCHEMES = frozenset({"http", "https", "mailto"})
_MAX_URL_CHARS = 2_000


def clean(words: str) -> str:
    r"""The words without anything that a terminal or a neighbouring word would obey.

    Line ends become ``\n``, tabs become spaces, lone surrogates become U+FFFD; accents stacked more
    than four high are cut, because they would cover the lines above.

    >>> clean("\x1b[31mred\x07\tend")
    '[31mred end'
    """
    words = _LINE_ENDS.sub("\n", words).replace("\t", " ")
    words = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", words))
    return _MAX_STACKED.sub(r"\1", words)


def clean_line(words: str) -> str:
    r"""The same on one line.

    >>> clean_line("one\n two")
    'one two'
    """
    return " ".join(clean(words).split())


def safe_url(url: str | None) -> str | None:
    """The address, if a screen may make it a link; None otherwise.

    >>> safe_url("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if url is None or len(url) > _MAX_URL_CHARS or not url.isascii() or not url.isprintable():
        return None
    if any(mark in url for mark in ' "<>\\`'):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() != "mailto" and not parts.hostname:
        return None
    return url
