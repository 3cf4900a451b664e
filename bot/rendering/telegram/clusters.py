"""Where a text may be cut without breaking what a reader sees as one character.

The rules of Unicode's extended grapheme clusters (UAX 29) as far as the standard library's data
reaches: marks, joiners, emoji with skin tones, flags, Korean syllables, Indic conjuncts.
"""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\u200c\u200d\u2060")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_VIRAMA_CLASS = 9
_LEAD, _VOWEL, _TRAIL = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)


def may_cut(words: str, index: int) -> bool:
    r"""True when nothing that belongs together stands around ``index`` (code points).

    >>> may_cut("ab", 1), may_cut("e\u0301", 1), may_cut("👩\u200d🔬", 2)
    (True, False, False)
    """
    if index <= 0 or index >= len(words):
        return True
    before, after = words[index - 1], words[index]
    if "\n" in (before, after):
        return True
    if after in _JOINERS or before in _JOINERS or ord(after) in _SKIN_TONES:
        return False
    if unicodedata.category(after).startswith("M"):
        return False
    if ord(after) in _FLAG_LETTERS and ord(before) in _FLAG_LETTERS:
        return _flag_letters_before(words, index) % 2 == 0
    if unicodedata.combining(before) == _VIRAMA_CLASS and after.isalpha():
        return False
    return not _is_one_syllable(ord(before), ord(after))


def _flag_letters_before(words: str, index: int) -> int:
    count = 0
    while count < index and ord(words[index - 1 - count]) in _FLAG_LETTERS:
        count += 1
    return count


def _is_one_syllable(before: int, after: int) -> bool:
    if before in _LEAD:
        return after in _LEAD or after in _VOWEL or after in _SYLLABLES
    if before in _VOWEL or (before in _SYLLABLES and (before - 0xAC00) % 28 == 0):
        return after in _VOWEL or after in _TRAIL
    return (before in _TRAIL or before in _SYLLABLES) and after in _TRAIL
