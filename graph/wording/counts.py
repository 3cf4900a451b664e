"""Counts and lists in English sentences."""

from __future__ import annotations

from collections.abc import Sequence

_IRREGULAR = {"company": "companies", "person": "people", "country": "countries", "this": "these"}


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "role"), counted(4, "role"), counted(2, "company")
    ('1 role', '4 roles', '2 companies')
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {_IRREGULAR.get(noun, noun + 's')}"


def joined(words: Sequence[str], *, last: str = "and") -> str:
    """Words as a list.

    >>> joined(["a", "b", "c"]), joined(["a", "b"], last="or")
    ('a, b and c', 'a or b')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def shortened(words: str, *, limit: int) -> str:
    """At most ``limit`` characters, cut at a word.

    >>> shortened("Senior Backend Engineer", limit=16)
    'Senior Backend…'
    """
    words = " ".join(words.split())
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > limit // 2 else cut).rstrip(' ,;:-–')}…"
