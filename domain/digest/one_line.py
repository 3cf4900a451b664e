"""A model's one sentence held against the facts it was given; what is not sure is not said."""

from __future__ import annotations

import re
from typing import Final

MAX_CHARS: Final = 200

_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_LINK: Final = re.compile(r"://|www\.|@|\w\.\w|[<>\[\]{}|`*_#]")
_PLAIN: Final = re.compile(r"[\w\s.,;:!?'’\"“”()%…–—-]+")
_END: Final = re.compile(r"[.!?…]+(?=\s|$)")
# Words that say nothing by themselves, and none that turns a fact round ("not", "without").
# Everything else has to stand in the facts. So a sentence can put facts in an order and stress one,
# and cannot add a claim about the person or a job.
_SMALL_WORDS: Final = """
    a about again all also an and another as at be before begin both but by can come comes day each
    easy either even every few first fit fits for from give gives glance go good here if in into is
    it its just last later look looks make makes more morning most much new next now of on once one
    only open opens or other others out over quick quickly read see so some soon start still take
    takes than that the their them then there these they thing things this those through time to
    today too under until up week well what when where which while with you your
"""
_NEUTRAL: Final = frozenset(_SMALL_WORDS.split())
_COUNT_WORDS: Final = "zero one two three four five six seven eight nine ten eleven twelve"
_COUNTS: Final = {word: str(number) for number, word in enumerate(_COUNT_WORDS.split())}


def checked_sentence(speech: str, *, facts: str) -> str | None:
    """The sentence when it may be shown, else None.

    It is one sentence of at most 200 characters, without links or markup, and every number, name
    and word of weight in it stands in ``facts``.

    >>> checked_sentence("Start with the two new jobs.", facts="2 new jobs")
    'Start with the two new jobs.'
    >>> checked_sentence("You earned 90,000 at Acme.", facts="2 new jobs") is None
    True
    """
    said = " ".join(speech.split()).strip("\"“”'‘’ ")
    if not said or len(said) > MAX_CHARS or _PLAIN.fullmatch(said) is None:
        return None
    if _LINK.search(said) or len(_END.findall(said)) != 1 or not _END.search(said[-1]):
        return None
    known = _stems(facts)
    numbers = set(re.findall(r"\d+", facts))
    for word in _WORD.findall(said):
        lower = word.casefold().replace("’", "'")
        if any(character.isdigit() for character in word):
            if word not in numbers:
                return None
        elif lower in _COUNTS:
            if _COUNTS[lower] not in numbers and lower not in _NEUTRAL:
                return None
        elif lower not in _NEUTRAL and _stem(lower) not in known:
            return None
    return said


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(word.casefold().replace("’", "'")) for word in _WORD.findall(words))


def _stem(word: str) -> str:
    """Without the ending of a plural or a third person, so that "asks" stands for "ask"."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
