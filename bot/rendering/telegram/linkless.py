"""Words that Telegram would turn into links, mentions or commands, made to stay words.

Giving entities does not switch detection off: the Bot API server (TDLib, ``MessageEntity.cpp``)
looks for @mentions, #hashtags, $CASHTAGS, /commands, addresses, e-mail addresses, phone and bank
card numbers in whatever no entity of ours covers. A mention in the words of a posting would ping
somebody, a command would be sent by a tap. Two means against it:

- ``code``: what is found inside or across ``code`` and ``pre`` is thrown away again. An address, an
  e-mail address or a phone number becomes ``code``, a few per block: nothing foreign gets into the
  characters, and a tap copies them.
- U+2060 WORD JOINER for the rest. It is invisible, forbids a line break and is no part of anything
  that is detected: not a letter or digit, and outside the ranges that addresses may hold. A zero
  width non-joiner or joiner would do harm: both may stand in an address, the former in a hashtag.
  U+200B would allow a line break, and is white space to some clients.

It stands behind ``@``, ``#`` and ``$`` (and before ``$``: a pattern of the Android client takes any
one character after it), behind a ``/`` that no letter precedes, between ``:`` and ``//``, behind
the dots of what has the shape of a host name, and within long numbers. "CI/CD", "C#", "Node.js",
"resume.pdf", "3.5" and "e.g." stay as they are: none of them is ever a link. The rules take a
little more than Telegram's own, since clients differ. Not reached: the Android client looks for
phone numbers on its own and may offer to dial one that stands in ``code``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.rendering.telegram.spans import Line, Span, words_of

WORD_JOINER = "\u2060"
_MOST_COPYABLE = 8
"""Pieces of one block that become ``code``; a wall of them is not a profile card."""

# What may stand in a host name for Telegram: beyond ASCII nearly everything but white space.
_HOST = r"(?:[\w\-~\u200c\u200d\u2010-\u2015]|[^\x00-\xbf\s\u2000-\u206f])"
_DOT = re.compile(rf"(?<=[^\s.])\.({_HOST}+)(\.{_HOST})?")
_DOTTED_NUMBER = re.compile(r"\d+(?:\.\d+){3,}")
# File endings and script names that are no top-level domain.
_NEVER_A_HOST = frozenset(
    {"csv", "doc", "docx", "gif", "html", "jpeg", "jpg", "js", "json", "jsx", "odt", "pdf", "png"}
    | {"ppt", "pptx", "rtf", "ts", "tsx", "txt", "xls", "xlsx", "xml"}
)
_SIGILS = re.compile(
    r"(?<=@)(?=[\w.])"
    r"|(?<=#)(?=[\w@.\u00b7\u200c\u0d80-\u0dff])"
    r"|(?<=\$)(?=[^\W\d]|1INCH)"
    r"|(?=\$(?:[^\W\d]|1INCH|[^0-9][A-Za-z0-9_@.]))"
    r"|(?<![\w/]/)(?<=/)(?=[A-Za-z0-9_@])"
    r"|(?<=:)(?=//)"
)
_LONG_NUMBER = re.compile(r"\+?\d(?:[ \u00a0\u2009\u202f().\-/\u2010-\u2013]{0,16}\d){6,}")
_HARMLESS_DIGITS = 9
_COPYABLE = re.compile(
    r"(?:https?|ftp)://[^\s<>\"«»]*[^\s<>\"«».,;:!?'’”)\]}]"
    r"|(?<![\w.+\-])[A-Za-z0-9_.+\-]+@[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)+"
    r"|(?<![\w+])\+\d(?:[ \u00a0()./\-]{0,2}\d){6,13}(?!\w)"
    r"|(?<![\w+])0\d(?:[ \u00a0()/\-]{0,2}\d){7,12}(?!\w)",
    re.IGNORECASE,
)


def linkless(line: Line) -> Line:
    """The same words, none of which becomes a link that the line does not have.

    >>> words_of(linkless((Span(text="@ana"),))) == "@" + WORD_JOINER + "ana"
    True
    >>> [span.mono for span in linkless((Span(text="write to ana@example.org"),))]
    ['', 'code']
    """
    line = _copyable(line)
    words = words_of(line)
    breaks = sorted(set(_breaks(words)))
    parts: list[Span] = []
    at = 0
    for following, span in enumerate(line, start=1):
        end = at + len(span.text)
        # At the edge of code the joiner belongs to the plain side; within code there is none.
        meets_code = following < len(line) and line[following].mono
        last = end if meets_code else end - 1
        inside = [] if span.mono else [place - at for place in breaks if at <= place <= last]
        parts.append(replace(span, text=_with_joiners(span.text, inside)))
        at = end
    return tuple(parts)


def linkless_words(words: str) -> str:
    """The same for text that carries no entities (captions, the plain fallback)."""
    return _with_joiners(words, sorted(set(_breaks(words))))


def _with_joiners(words: str, places: list[int]) -> str:
    if not places:
        return words
    ends = [*places[1:], len(words)]
    pieces = [words[start:end] for start, end in zip(places, ends, strict=True)]
    return WORD_JOINER.join([words[: places[0]], *pieces])


def _breaks(words: str) -> Iterator[int]:
    """Where a joiner has to stand: before these characters."""
    for match in _SIGILS.finditer(words):
        yield match.start()
    yield from _host_breaks(words)
    yield from _number_breaks(words)


def _host_breaks(words: str) -> Iterator[int]:
    quads = [match.span() for match in _DOTTED_NUMBER.finditer(words)]
    place = 0
    while match := _DOT.search(words, place):
        dot, label = match.start(), match[1]
        place = match.end(1)
        if label.isdecimal():
            harmless = not any(start <= dot < end for start, end in quads)
        else:
            is_last = match[2] is None
            harmless = is_last and (len(label) == 1 or label.casefold() in _NEVER_A_HOST)
        if not harmless:
            yield dot + 1


def _number_breaks(words: str) -> Iterator[int]:
    for match in _LONG_NUMBER.finditer(words):
        digits = [place for place in range(*match.span()) if words[place].isdecimal()]
        is_phone = words[match.start()] == "+"
        if is_phone or len(digits) > _HARMLESS_DIGITS:
            yield from digits[0 if is_phone else 4 :: 4]


def _copyable(line: Line) -> Line:
    """E-mail addresses, phone numbers and addresses in plain words as ``code``."""
    words = words_of(line)
    found = [match.span() for match in _COPYABLE.finditer(words)]
    if not found:
        return line
    taken: list[tuple[int, int]] = []
    at = 0
    for span in line:
        end = at + len(span.text)
        if not span.mono and not span.url:
            taken += [(a, b) for a, b in found if at <= a and b <= end]
        at = end
    parts: list[Span] = []
    at = 0
    for span in line:
        end = at + len(span.text)
        place = at
        for a, b in taken[:_MOST_COPYABLE]:
            if not (at <= a and b <= end):
                continue
            parts.append(replace(span, text=words[place:a]))
            parts.append(Span(text=words[a:b], mono="code", quote=span.quote))
            place = b
        parts.append(replace(span, text=words[place:end]))
        at = end
    return tuple(part for part in parts if part.text)
