"""Finding words in what a reader gave: exact characters, white space within strict limits.

Texts are compared in Unicode's composed form (NFC). A space that was written has to be there as
some white space; white space that was not written may stand only where a line may be broken, and
only as a line break. Nothing else is forgiven: no accent, no letter, no order.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NOTHING = dict.fromkeys((0x200B, 0xFEFF, 0x200E, 0x200F))
"""Zero width: a place to break a line, a byte order mark, directions. Drawn nowhere."""
_SPACES = re.compile(r"\s+")
_LONG_WORD = 24
"""Characters without white space after which a word may be broken anywhere."""
_MOST_TRIES = 64
"""Places of one value that are looked at."""


@dataclass(frozen=True, slots=True)
class Words:
    """Characters without white space, and what stood in front of each: "", a space or a break."""

    letters: str
    before: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        r"""Take a text apart.

        >>> Words.of("a b\nc").before
        ('', ' ', '\n')
        """
        plain = unicodedata.normalize("NFC", text).translate(_NOTHING)
        letters: list[str] = []
        before: list[str] = []
        position = 0
        space = ""
        for mark in _SPACES.finditer(plain):
            _append(plain[position : mark.start()], space, letters, before)
            space = "\n" if re.search(r"[\n\r\x0b\x0c\x85\u2028\u2029]", mark.group()) else " "
            position = mark.end()
        _append(plain[position:], space, letters, before)
        return cls("".join(letters), tuple(before))

    def find(self, wanted: Words, start: int = 0) -> int:
        r"""Where ``wanted`` stands at or after ``start``; -1 when it does not.

        >>> Words.of("C++,\nGo").find(Words.of("C++, Go")), Words.of("C ++").find(Words.of("C++"))
        (0, -1)
        """
        if not wanted.letters:
            return start
        at = start - 1
        for _ in range(_MOST_TRIES):
            at = self.letters.find(wanted.letters, at + 1)
            if at < 0:
                return -1
            if self._fits(wanted, at):
                return at
        return -1

    def _fits(self, wanted: Words, at: int) -> bool:
        since = 0
        for index in range(1, len(wanted.letters)):
            here, asked = self.before[at + index], wanted.before[index]
            if asked:
                since = index
                if not here:
                    return False
            elif here and not (here == "\n" and self._may_break(wanted, index, since)):
                return False
        return True

    @staticmethod
    def _may_break(wanted: Words, index: int, since: int) -> bool:
        """Whether a line may end in front of this character although no space stands there."""
        last, first = wanted.letters[index - 1], wanted.letters[index]
        if not last.isalnum() or is_unspaced(last) or is_unspaced(first):
            return True
        end = index
        while end < len(wanted.letters) and not wanted.before[end] and end - since < _LONG_WORD:
            end += 1
        return end - since >= _LONG_WORD


def is_unspaced(character: str) -> bool:
    """Whether a script writes its words without spaces: Chinese, Japanese, Korean, Thai, Lao.

    >>> is_unspaced("東"), is_unspaced("é")
    (True, False)
    """
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1100 <= code <= 0x11FF
        or 0x1780 <= code <= 0x17FF
        or 0x20000 <= code <= 0x3FFFF
    )


def _append(run: str, space: str, letters: list[str], before: list[str]) -> None:
    if run:
        letters.append(run)
        before.append(space)
        before.extend("" for _ in run[1:])


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same up to where their lines break."""
    first, second = Words.of(one), Words.of(other)
    return len(first.letters) == len(second.letters) and second.find(first) == 0
