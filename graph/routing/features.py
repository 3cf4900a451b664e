"""Texts as sparse features: words, neighbouring words, and letter groups that survive typos."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

from graph.routing.concepts import lexicon

DIMENSION = 1 << 15
"""Hash buckets; at twice the size accuracy stays the same."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_WORDS_WEIGHT, _PAIRS_WEIGHT, _LETTERS_WEIGHT = 1.0, 0.7, 1.0
_CONCEPTS_WEIGHT, _CONCEPT_PAIRS_WEIGHT = 1.0, 1.0
_LETTER_GROUPS = (3, 4, 5)
MAX_CHARACTERS = 1200
"""Longer texts are read at their beginning and end; requests stand there."""


def plain(text: str) -> str:
    """Lower case without accents, one space between words.

    >>> plain("  Añade  MÜNCHEN ")
    'anade munchen'
    """
    if len(text) > MAX_CHARACTERS:
        text = f"{text[: MAX_CHARACTERS // 2]} {text[-MAX_CHARACTERS // 2 :]}"
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    kept = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(kept.replace("ß", "ss").split())


def words_of(text: str) -> list[str]:
    """The words of a plain text; every number is ``0``."""
    return ["0" if word.isdigit() else word for word in _WORD.findall(text)]


def words_set(words: str) -> frozenset[str]:
    """A set written as one line of words."""
    return frozenset(words.split())


def features(text: str) -> Mapping[int, float]:
    """Bucket to weight, of unit length; empty when the text has no word.

    Args:
        text: as written by the person.
    """
    words = words_of(plain(text))
    if not words:
        return {}
    concepts = sorted(set(lexicon().concepts_of(words)))
    groups = (
        (_WORDS_WEIGHT, (f"w {word}" for word in words)),
        (_PAIRS_WEIGHT, (f"p {one} {two}" for one, two in pairwise(["^", *words, "$"]))),
        (_LETTERS_WEIGHT, _letter_groups(words)),
        (_CONCEPTS_WEIGHT, (f"c {concept}" for concept in concepts)),
        (_CONCEPT_PAIRS_WEIGHT, (f"d {one} {two}" for one, two in combinations(concepts, 2))),
    )
    weights: dict[int, float] = {}
    for weight, names in groups:
        buckets: set[int] = {zlib.crc32(name.encode()) % DIMENSION for name in names}
        if buckets:
            share = weight / math.sqrt(len(buckets))
            for bucket in buckets:
                weights[bucket] = weights.get(bucket, 0.0) + share
    length = math.sqrt(sum(value * value for value in weights.values()))
    return {bucket: value / length for bucket, value in weights.items()}


def _letter_groups(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        bounded = f" {word} "
        for size in _LETTER_GROUPS:
            for start in range(len(bounded) - size + 1):
                yield f"l {bounded[start : start + size]}"
