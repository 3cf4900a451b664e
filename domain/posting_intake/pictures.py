"""Lines that were read off a picture, mended where a misreading is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEVEL = re.compile(r"(?<![A-Za-z0-9])([ABC])[lI](?![A-Za-z0-9])")
_ZERO = re.compile(r"(?<=\d)([,.]?)[oO]{1,3}(?=[\doO,.\s–-]|$)|(?<=\d[,.])[oO]{2,3}\b")
_STATUS_BAR = re.compile(r"^\W*\d{1,2}:\d\d\b.{0,24}$|^\W*(?:LTE|5G|4G)\W*\d{0,3}\W*%?\W*$")


def text_of_pictures(pictures: Sequence[Sequence[str]]) -> str:
    r"""The lines of several screenshots of one page, the overlap of two of them said once.

    >>> text_of_pictures([["9:41", "Nurse", "German (Cl)"], ["German (Cl)", "Pay 50,ooo"]])
    'Nurse\nGerman (C1)\nPay 50,000'
    """
    joined: list[str] = []
    for lines in pictures:
        mended = [_mended(line) for line in lines if not _STATUS_BAR.match(line)]
        joined += mended[_overlap(joined, mended) :]
    return "\n".join(joined)


def _mended(line: str) -> str:
    line = _LEVEL.sub(r"\g<1>1", line)
    return _ZERO.sub(lambda hit: re.sub("[oO]", "0", hit[0]), line)


def _overlap(before: list[str], after: list[str]) -> int:
    for length in range(min(len(before), len(after), 60), 0, -1):
        if before[-length:] == after[:length]:
            return length
    return 0
