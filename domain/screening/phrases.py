"""Finding phrases in lines: whole words, plural or not, hyphen or space, and not where denied."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.skills.taxonomy import TOKEN, fold

_DENIED = re.compile(
    r"\b(?:no|not|never|without|lacks?|lacking|kein\w*|nicht|ohne)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_MOST_BETWEEN = 2  # words that may stand inside a certificate's name: "AWS Certified … Architect"


@lru_cache(maxsize=4096)
def _key(phrase: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in TOKEN.findall(phrase))


def names_phrase(line: str, phrase: str, *, may_skip: bool = False) -> bool:
    """Whether a line holds a phrase as whole words and does not deny it.

    Args:
        line: one line of a document.
        phrase: the words looked for.
        may_skip: up to two other words may stand between its words (names of certificates).

    >>> names_phrase("Took part in on-call rotations", "on call")
    True
    >>> names_phrase("I was never on call", "on call"), names_phrase("a caller", "call")
    (False, False)
    >>> names_phrase("AWS Certified Solutions Architect", "AWS Solutions Architect", may_skip=True)
    True
    """
    wanted = _key(phrase)
    if not wanted:
        return False
    tokens = list(TOKEN.finditer(line))
    folded = [fold(token[0]) for token in tokens]
    for first, word in enumerate(folded):
        before = line[max(0, tokens[first].start() - 60) : tokens[first].start()]
        if (
            word == wanted[0]
            and _follows(folded, first, wanted, may_skip=may_skip)
            and not _DENIED.search(before)
        ):
            return True
    return False


def _follows(folded: list[str], first: int, wanted: tuple[str, ...], *, may_skip: bool) -> bool:
    place = first
    for word in wanted[1:]:
        reach = _MOST_BETWEEN + 1 if may_skip else 1
        following = folded[place + 1 : place + 1 + reach]
        if word not in following:
            return False
        place += 1 + following.index(word)
    return True
