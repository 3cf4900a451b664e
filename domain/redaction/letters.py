"""Words of any script with their places, folded for comparing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SPELLED = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ħ": "h", "ŋ": "n",
}  # fmt: skip
_CASED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
_STEMMED = ("CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters, marks and digits in a row: ``text[start:end]``; ``key`` is it, folded."""

    start: int
    end: int
    key: str


def folded(word: str) -> str:
    """Lower case without accents, in any script; ``ß`` is ss, ``ø`` is o.

    >>> folded("Łukasz"), folded("ÇELİK"), folded("Ёлкин")
    ('lukasz', 'celik', 'елкин')
    """
    bare = unicodedata.normalize("NFKD", word.lower())
    kept = "".join(_SPELLED.get(char, char) for char in bare if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)  # syllables of Hangul whole again


def is_word_char(char: str) -> bool:
    """True for letters, digits and the marks that belong to letters (vowel signs)."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=64)
def words_in(text: str) -> tuple[Word, ...]:
    """All words of ``text``, in order. Hyphens and apostrophes part words.

    >>> [word.key for word in words_in("Jean-Luc O’Brien, अनिल")]
    ['jean', 'luc', 'o', 'brien', 'अनिल']
    """
    found: list[Word] = []
    start = -1
    for index, char in enumerate(text):
        if is_word_char(char):
            if start < 0:
                start = index
        elif start >= 0:
            found.append(Word(start, index, folded(text[start:index])))
            start = -1
    if start >= 0:
        found.append(Word(start, len(text), folded(text[start:])))
    return tuple(found)


def _script(word: str) -> str:
    letter = next((char for char in word if char.isalpha()), "")
    return unicodedata.name(letter, "") if letter else ""


def is_cased(word: str) -> bool:
    """True when the script of ``word`` knows capitals."""
    return _script(word).startswith(_CASED)


def is_unspaced(word: str) -> bool:
    """True for scripts that write words without spaces, or hang particles on them."""
    return _script(word).startswith(_UNSPACED)


def is_inflected(word: str) -> bool:
    """True for scripts of languages whose names take endings or prefixed particles."""
    return _script(word).startswith(_STEMMED)


def is_latin(word: str) -> bool:
    """True when the first letter of ``word`` is Latin."""
    return _script(word).startswith("LATIN")
