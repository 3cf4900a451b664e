"""A sentence as tokens whose every character is accounted for: words, numbers, separators, rest.

Two words are the same only when their letters are, up to case and English inflection. Letters of
another script that look alike, digits of other scripts and invisible characters are therefore
never "the same", without any table of look-alikes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.claims.vocabulary import (
    APPROXIMATELY,
    CONNECTING,
    DIRECTIONS,
    IRREGULAR,
    NUMBER_WORDS,
    PERCENT_WORDS,
    RATE_UNITS,
    UNSTEMMED,
)

MOST_CHARACTERS = 1_200
"""A sentence that claims something is not longer; the rest of a longer line supports nothing."""

_INSIDE = frozenset(".,'’+#&@_")
"""Part of a word or number between two letters or digits: ``node.js``, ``1,200``, ``R&D``."""
_TRAILING = frozenset("+#")
_BREAKS = frozenset(',;:.!?()[]{}"„“”«»‹›—–|•·…')
_SILENT = frozenset("-‐‑/'’‘`*_")
_CURRENCY = frozenset("$€£¥₹")
_VOWELS = frozenset("aeiouy")
_TENS = frozenset(str(value) for value in range(20, 100, 10))
_ONES = frozenset(str(value) for value in range(1, 10))
_EACH = frozenset({"a", "an", "each", "every"})
_RATE_REACH = 5
"""Words from a number to the "a" of its rate: "£20k of paid search ads a month"."""
_NO_COUNTED = CONNECTING | DIRECTIONS
"""In front of "a day" they make a date of it, or a time span: "in a day"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, break or other character of a text."""

    text: str
    key: str
    """What equality means; empty for a break."""
    start: int
    end: int
    is_number: bool = False
    is_break: bool = False

    @property
    def is_symbol(self) -> bool:
        """Neither word, number nor break: it must stand in the lines as it is."""
        return not self.is_break and not any(one.isalnum() for one in self.text)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of ``text`` in order; white space and silent marks are none.

    >>> [t.key for t in tokens_of("Cut costs by 20 %, built CI/CD")]
    ['cut', 'cost', 'by', '20%', '', 'build', 'ci', 'cd']
    """
    line = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    found: list[Token] = []
    at = 0
    while at < len(line):
        start, at = at, at + 1
        one = line[start]
        if one.isspace():
            continue
        if _is_wordish(one):
            at = _word_end(line, start)
            found.append(_word(line[start:at], start, at))
        elif one == "." and at < len(line) and line[at].isalpha() and _opens_word(line, start):
            at = _word_end(line, at)  # .NET
            found.append(_word(line[start:at], start, at))
        elif one == "&":
            found.append(Token(one, "and", start, at))
        elif one in _BREAKS:
            found.append(Token(one, "", start, at, is_break=True))
        elif one not in _SILENT:
            found.append(Token(one, one, start, at))
    return tuple(_with_rates(_with_units(found)))


def strange_characters(text: str) -> tuple[str, ...]:
    """Invisible, unassigned and private characters: nothing that we write holds any."""
    return tuple(
        f"U+{ord(one):04X}"
        for one in text[:MOST_CHARACTERS]
        if unicodedata.category(one) in {"Cf", "Cc", "Co", "Cn", "Cs"} and one not in "\n\t"
    )


def _is_wordish(one: str) -> bool:
    return bool(one) and unicodedata.category(one)[0] in "LNM"


def _opens_word(line: str, at: int) -> bool:
    return at == 0 or line[at - 1].isspace() or line[at - 1] in "(/,"


def _word_end(line: str, start: int) -> int:
    at = start
    while at < len(line):
        if _is_wordish(line[at]) or (
            line[at] in _INSIDE and at + 1 < len(line) and _is_wordish(line[at + 1]) and at > start
        ):
            at += 1
        else:
            break
    while at < len(line) and line[at] in _TRAILING:
        at += 1
    return at


def _word(text: str, start: int, end: int) -> Token:
    folded = text.casefold().replace("’", "'")
    folded = folded.removesuffix("'s")
    if any(one.isdigit() or one.isnumeric() for one in folded):
        return Token(text, _number(folded), start, end, is_number=True)
    if folded in NUMBER_WORDS:
        return Token(text, NUMBER_WORDS[folded], start, end, is_number=True)
    return Token(text, stem(folded), start, end)


def _number(folded: str) -> str:
    """Thousands separators go when they can be nothing else: ``1,200`` is ``1200``."""
    head, *rest = folded.split(",")
    parts = [head, *rest]
    plain = all(part.isascii() and part.isdigit() for part in parts)
    if rest and plain and len(head) <= 3 and all(len(part) == 3 for part in rest):
        return "".join(parts)
    return folded


def _with_units(tokens: list[Token]) -> list[Token]:
    """Percent and currency belong to their number: ``$2M`` and ``20 percent`` are one token."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last is not None and _is_rest_of_number(last, token):
            key = str(int(last.key) + int(token.key))
            text = f"{last.text}-{token.text}"
            found[-1] = Token(text, key, last.start, token.end, is_number=True)
        elif last is not None and last.is_number and _is_percent(token) and "%" not in last.key:
            key = f"{last.key}%"
            found[-1] = Token(f"{last.text}%", key, last.start, token.end, is_number=True)
        elif last is not None and token.is_number and last.text in _CURRENCY:
            key = last.text + token.key
            found[-1] = Token(last.text + token.text, key, last.start, token.end, is_number=True)
        elif last is not None and last.is_number and token.text in _CURRENCY:
            key = token.text + last.key
            found[-1] = Token(last.text + token.text, key, last.start, token.end, is_number=True)
        else:
            found.append(token)
    return found


def _with_rates(tokens: list[Token]) -> list[Token]:
    """One spelling of rates and of approximations: "per day" for "a day", "about 40" for "~40".

    Why "a" becomes "per" and not the reverse: "40 bugs in a day" happened once and is no rate.
    """
    found = list(tokens)
    number = -1
    for i, token in enumerate(tokens):
        if token.is_break:
            number = -1
        elif token.is_number:
            number = i
            if i and tokens[i - 1].key in APPROXIMATELY:
                found[i - 1] = replace(tokens[i - 1], key="about")
        elif (
            token.key in _EACH
            and 0 <= number < i - 1
            and i - number <= _RATE_REACH
            and tokens[i - 1].key not in _NO_COUNTED
            and i + 1 < len(tokens)
            and tokens[i + 1].text.casefold() in RATE_UNITS
        ):
            found[i] = replace(token, key="per")
    return found


def _is_rest_of_number(tens: Token, ones: Token) -> bool:
    """One number is "forty-five", neither forty nor five."""
    return (
        tens.is_number
        and ones.is_number
        and ones.start == tens.end + 1
        and tens.text.isalpha()
        and ones.text.isalpha()
        and tens.key in _TENS
        and ones.key in _ONES
    )


def _is_percent(token: Token) -> bool:
    return token.text == "%" or token.text.casefold() in PERCENT_WORDS


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """An English word without its inflection; agent nouns and other languages stay as they are.

    >>> [stem(w) for w in ("developed", "manages", "managing", "manager", "engineering", "led")]
    ['develop', 'manag', 'manag', 'manager', 'engineering', 'led']
    """
    if word in IRREGULAR:
        word = IRREGULAR[word]
    if word in UNSTEMMED or not (word.isascii() and word.isalpha()) or len(word) < 4:
        return word
    if word.endswith("ies") or word.endswith("ied"):
        word = word[:-3] + "y" if len(word) > 4 else word
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    elif word.endswith("ed") and _has_vowel(word[:-2]):
        word = _undoubled(word[:-2])
    elif word.endswith("ing") and len(word) > 5 and _has_vowel(word[:-3]):
        word = _undoubled(word[:-3])
    if word in UNSTEMMED:
        return word
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _has_vowel(word: str) -> bool:
    return len(word) >= 2 and any(one in _VOWELS for one in word)


def _undoubled(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return word
