"""The words of a structured header: quoted strings, comments and folding, in linear time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_SPACE = " \t\r\n"
_ATOM_ENDS = _SPACE + '()"<>[],;:='
_MAX_CHARS = 64_000
"""Longer header values are cut: nobody addresses a thousand people through a bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a quoted string (without its quotes) or one special character."""

    kind: Literal["word", "quoted", "special"]
    text: str
    spaced: bool
    """White space or a comment stood before it."""


def tokens(value: str, *, specials: str = "<>[],;:=") -> Iterator[Token]:
    r"""The tokens of a header value; comments are dropped, damaged quoting ends with the value.

    Args:
        value: untrusted, folded or not; at most 64,000 characters are looked at.
        specials: characters that stand for themselves; others of the kind belong to words.

    >>> [token.text for token in tokens('a (b (c)) "d \\" e"; f=g')]
    ['a', 'd " e', ';', 'f', '=', 'g']
    """
    value = value[:_MAX_CHARS]
    at, end = 0, len(value)
    spaced = False
    while at < end:
        character = value[at]
        if character in _SPACE:
            spaced = True
            at += 1
        elif character == "(":
            at = _after_comment(value, at)
            spaced = True
        elif character == '"':
            text, at = _quoted(value, at + 1)
            yield Token(kind="quoted", text=text, spaced=spaced)
            spaced = False
        elif character in specials or character == ")":
            yield Token(kind="special", text=character, spaced=spaced)
            spaced = False
            at += 1
        else:
            start = at
            while at < end and (value[at] not in _ATOM_ENDS or _is_plain(value[at], specials)):
                at += 1
            yield Token(kind="word", text=value[start:at], spaced=spaced)
            spaced = False


def _is_plain(character: str, specials: str) -> bool:
    return character not in specials and character not in _SPACE + '()"'


def _after_comment(value: str, at: int) -> int:
    depth = 0
    while at < len(value):
        character = value[at]
        at += 1
        if character == "\\":
            at += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                break
    return at


def _quoted(value: str, at: int) -> tuple[str, int]:
    kept: list[str] = []
    while at < len(value):
        character = value[at]
        at += 1
        if character == '"':
            break
        if character == "\\" and at < len(value):
            character = value[at]
            at += 1
        if character not in "\r\n":
            kept.append(character)
    return "".join(kept), at
