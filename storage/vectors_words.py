"""BM25 vectors of our own: explicit stop words, explicit lengths, stable word numbers."""

from __future__ import annotations

import zlib
from collections import Counter

from domain.job_text import content_words
from domain.posting import Posting

_K1 = 1.2
_B = 0.75
_MEAN_WORDS = 140.0  # words of a posting without stop words, over the evaluation's postings


def _number(word: str) -> int:
    """A stable 32-bit number of a word; two words that share one are rare and harmless."""
    return zlib.crc32(word.encode())


def sparse_document(posting: Posting) -> tuple[list[int], list[float]]:
    """Term weights of a posting; the inverse document frequency is added by the index."""
    words = content_words(
        f"{posting.title} {posting.title} {posting.company} {posting.description}"
    )
    length = _K1 * (1 - _B + _B * len(words) / _MEAN_WORDS)
    weights: dict[int, float] = {}
    for word, count in Counter(words).items():
        number = _number(word)
        weights[number] = max(weights.get(number, 0.0), count * (_K1 + 1) / (count + length))
    return list(weights), list(weights.values())


def sparse_query(text: str) -> tuple[list[int], list[float]]:
    """Every distinct word of a query once."""
    numbers = sorted({_number(word) for word in content_words(text)})
    return numbers, [1.0] * len(numbers)
