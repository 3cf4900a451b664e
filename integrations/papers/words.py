"""Untrusted words made fit for paper: what no page can show is left out, nothing is interpreted."""

from __future__ import annotations

import re
import unicodedata
from typing import TypedDict

from domain.findings import LEVELS
from domain.reply import Text

LONGEST_UNBROKEN = 24
"""Characters without a place to break; longer words get invisible places to break."""
LONGEST_ADDRESS = 2_000
"""Characters of a link; a longer one is printed as words only."""

_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))
_LINKABLE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_UNBROKEN = re.compile(rf"[^\s\u200b\-]{{{LONGEST_UNBROKEN},}}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LEVEL_WORDS = {level.value for level in LEVELS}


class DrawnRun(TypedDict):
    """A run as the template takes it."""

    text: str
    style: str
    url: str
    tone: str


def printable(words: str, *, breaks: bool = True) -> str:
    """Words without control and direction-changing characters; lone surrogates become U+FFFD.

    Direction overrides are left out because they let a text look like another one.

    >>> printable("a" + chr(0) + "b" + chr(0x202E) + "c" + chr(10) + "d")
    'abc d'
    """
    shown = []
    for character in words.translate(_BIDI):
        kind = unicodedata.category(character)
        if character in "\t\n\r\x0b\x0c\x85\u2028\u2029":
            shown.append(" ")
        elif kind == "Cs":
            shown.append("\ufffd")
        elif kind != "Cc":
            shown.append(character)
    plain = "".join(shown)
    return _UNBROKEN.sub(_with_breaks, plain) if breaks else plain


def _with_breaks(found: re.Match[str]) -> str:
    word = found.group()
    pieces = (word[at : at + 12] for at in range(0, len(word), 12))
    return "\u200b".join(pieces)


def drawn(line: Text) -> list[DrawnRun]:
    """The runs of a line; a bold run that is nothing but a level's name is drawn as its mark."""
    found: list[DrawnRun] = []
    for run in line:
        words = printable(run.text)
        if not words:
            continue
        style, tone, url = str(run.style), "", ""
        if style == "bold" and words.strip().lower() in _LEVEL_WORDS:
            style, tone = "level", words.strip().lower()
        if run.url is not None and may_link(run.url):
            style, url = "link", run.url
        found.append({"text": words, "style": style, "url": url, "tone": tone})
    return found


def may_link(url: str) -> bool:
    """Whether an address may be a link on paper: http, https or mailto, and of sane length.

    >>> may_link("javascript:alert(1)"), may_link("https://example.org/a")
    (False, True)
    """
    return len(url) <= LONGEST_ADDRESS and _LINKABLE.fullmatch(url) is not None


def language_code(language: str) -> str:
    """The language for hyphenation and metadata; English when the code makes no sense.

    >>> language_code("de-AT"), language_code("../x")
    ('de', 'en')
    """
    first = language.lower().replace("_", "-").split("-")[0]
    return first if _LANGUAGE.fullmatch(first) else "en"
