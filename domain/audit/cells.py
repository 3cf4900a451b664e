"""One cell of an uploaded table: what it may say, and one clear sentence when it says else."""

from __future__ import annotations

import math
import re
from datetime import date

from domain.audit.pool import Override
from domain.errors import UserMistake

LONGEST_LABEL = 80
"""Characters of a group or stage."""

_UNKNOWN = frozenset(
    {
        "",
        "-",
        "–",
        "?",
        ".",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "unknown",
        "not known",
        "not stated",
        "not disclosed",
        "undisclosed",
        "unspecified",
        "declined",
        "declined to state",
        "decline to self-identify",
        "i do not wish to answer",
        "prefer not to say",
        "keine angabe",
    }
)
_YES = frozenset({"yes", "y", "true", "t", "1", "1.0", "selected", "ja", "pass", "passed"})
_NO = frozenset({"no", "n", "false", "f", "0", "0.0", "not selected", "nein", "fail", "failed"})
_UP = frozenset({"up", "raised", "added", "+"})
_DOWN = frozenset({"down", "lowered", "removed"})
_KEPT = frozenset({"kept", "no", "0", "same", "false", "n"})
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?\s*%?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SHOWN = 40


def complaint(value: str, *, row: int, column: str, wanted: str) -> UserMistake:
    """The one sentence about a cell: which row, which column, what it says, what to write."""
    shown = tidy(value[:_SHOWN]) + ("…" if len(value) > _SHOWN else "")
    return UserMistake(f"Row {row}, column {column}: “{shown}” is not {wanted}.")


def tidy(words: str) -> str:
    """Words in one line, without characters that cannot be seen.

    >>> tidy("  a" + chr(27) + "  b ")
    'a b'
    """
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


def is_unknown(value: str) -> bool:
    """Whether a cell says that it is not known.

    >>> is_unknown(" Prefer not to say "), is_unknown("Female")
    (True, False)
    """
    return tidy(value).casefold() in _UNKNOWN


def yes_or_no(value: str, *, row: int, column: str) -> bool | None:
    """Yes, no or unknown.

    Raises:
        UserMistake: something else.
    """
    word = value.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if is_unknown(word):
        return None
    raise complaint(value, row=row, column=column, wanted="yes, no or empty")


def number(value: str, *, row: int, column: str) -> float | None:
    """A number with a decimal point or comma, or unknown; a per cent sign is left out.

    Raises:
        UserMistake: not a finite number, or one with separators of thousands.
    """
    word = value.strip()
    if is_unknown(word):
        return None
    if _NUMBER.fullmatch(word):
        found = float(word.rstrip("% \t").replace(",", "."))
        if math.isfinite(found):
            return found
    raise complaint(value, row=row, column=column, wanted="a number such as 72.5")


def label(value: str, *, row: int, column: str) -> str | None:
    """A group or stage as people wrote it, spaces tidied.

    Raises:
        UserMistake: longer than 80 characters.
    """
    if is_unknown(value):
        return None
    words = tidy(value)
    if len(words) > LONGEST_LABEL:
        raise complaint(value, row=row, column=column, wanted="a label of up to 80 characters")
    return words


def day(value: str, *, row: int, column: str) -> date | None:
    """A date: 2026-04-03, 2026-04 (its first day), 3.4.2026; 13/04/2026 only when one reading fits.

    Raises:
        UserMistake: not a date, or two dates are possible.
    """
    word = value.strip()
    if is_unknown(word):
        return None
    try:
        if found := _ISO.fullmatch(word):
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
        if found := _DOTTED.fullmatch(word):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _SLASHED.fullmatch(word):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            if first > 12 >= second or first == second:
                return date(year, second, first)
            if second > 12 >= first:
                return date(year, first, second)
            wanted = f"one date but two; write {year}-{first:02}-{second:02}"
            raise complaint(
                value, row=row, column=column, wanted=f"{wanted} or {year}-{second:02}-{first:02}"
            )
    except ValueError as error:
        raise complaint(
            value, row=row, column=column, wanted="a date such as 2026-04-03"
        ) from error
    raise complaint(value, row=row, column=column, wanted="a date such as 2026-04-03")


def override(value: str, *, row: int, column: str) -> Override | None:
    """What a person did: up, down, kept or unknown.

    Raises:
        UserMistake: something else.
    """
    word = value.strip().casefold()
    for words, meant in ((_UP, Override.UP), (_DOWN, Override.DOWN), (_KEPT, Override.KEPT)):
        if word in words:
            return meant
    if is_unknown(word):
        return None
    raise complaint(value, row=row, column=column, wanted="up, down, kept or empty")
