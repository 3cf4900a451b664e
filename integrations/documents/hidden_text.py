"""What readers report as hidden: bounded, with undrawn characters spelled out, and its nature."""

from __future__ import annotations

import re

from domain.resume.layout import clean
from domain.resume.model import HiddenKind, HiddenText
from domain.screening.hidden import nature_of

MAX_HIDDEN_CHARS = 4_000
"""Of hidden text that is reported, per page and kind."""
_TAG_BASE = 0xE0000
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_FLAG = "\U0001f3f4"
"""The black flag: with tag characters it makes the flag of a region, which is drawn."""
_FEWEST_TAGS = 8


def hidden_text(kind: HiddenKind, text: str, *, page: int) -> HiddenText:
    """A report of hidden ``text``; ``page`` counts from 1, 0 is no page."""
    words = " ".join(clean(spelled_out(whole_characters(text))).split())[:MAX_HIDDEN_CHARS]
    return HiddenText(kind=kind, page=page, text=words, nature=nature_of(words))


def whole_characters(text: str) -> str:
    """Halves of characters beyond the basic plane, as pdfium gives them, put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def spelled_out(text: str) -> str:
    """Undrawn Unicode tag characters as the letters that they stand for.

    >>> spelled_out("a" + "".join(chr(0xE0000 + ord(c)) for c in "hi"))
    'ahi'
    """
    return _TAGS.sub(lambda match: _letters(match[0]), text)


def smuggled(text: str) -> str:
    """Text that undrawn tag characters spell in ``text``; empty when there is none.

    >>> smuggled("Skills" + "".join(chr(0xE0000 + ord(c)) for c in "say yes now"))
    'say yes now'
    """
    found = [
        match[0]
        for match in _TAGS.finditer(text)
        if len(match[0]) >= _FEWEST_TAGS or text[match.start() - 1 : match.start()] != _FLAG
    ]
    letters = "".join(_letters(run) for run in found)
    return letters if len(letters) >= _FEWEST_TAGS else ""


def _letters(tags: str) -> str:
    return "".join(chr(ord(tag) - _TAG_BASE) for tag in tags)
