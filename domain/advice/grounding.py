"""A model's words held against the facts it was given: numbers that nobody stated are dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?=\d)[^.!?\n]*)*(?:[.!?]+[\"'”’)]*|\n+|$)\s*")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d+)*")
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
_UNIT = re.compile(
    r"\s*(?:%|percent|prozent|k\b|€|\$|£|₹|usd|eur|gbp|inr|year|jahr|an\b|ans\b|año|ano|month|"
    r"monat|mois|mes|"
    r"lakh|lpa|million|thousand|tausend|mil\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[€$£₹]\s*$")
SMALL = 10
"""Counts up to this ("three steps", "2 examples") need no source unless a unit follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """What may be shown, and how many sentences were dropped."""

    text: str
    dropped: int


def grounded(speech: str, *, facts: str, finished: bool) -> Grounded:
    """The sentences of ``speech`` whose numbers all stand in ``facts``.

    Args:
        speech: what the model said so far.
        facts: everything it was given, the person's question included.
        finished: False while it is still speaking; the last, open sentence is held back.

    >>> grounded("Ask for 90,000 €. Prepare 3 examples.", facts="", finished=True).text
    'Prepare 3 examples.'
    """
    known = {_plain(number) for number in _NUMBER.findall(facts)}
    kept: list[str] = []
    dropped = 0
    pieces = [piece.group() for piece in _SENTENCE.finditer(speech) if piece.group()]
    if not finished and pieces and not re.search(r"[.!?\n][\"'”’)]*\s*$", pieces[-1]):
        pieces.pop()
    # "1." at the start of a list line is not a sentence of its own.
    merged: list[str] = []
    for piece in pieces:
        if merged and re.fullmatch(r"\s*(?:\d{1,2}[.)]|[-*•])\s*", merged[-1]):
            merged[-1] += piece
        else:
            merged.append(piece)
    for sentence in merged:
        if all(_is_fine(sentence, number, known) for number in _numbers(sentence)):
            kept.append(sentence)
        else:
            dropped += 1
    return Grounded(text="".join(kept).strip(), dropped=dropped)


def _numbers(sentence: str) -> list[re.Match[str]]:
    mark = _LIST_MARK.match(sentence)
    return list(_NUMBER.finditer(sentence, mark.end() if mark else 0))


def _is_fine(sentence: str, number: re.Match[str], known: set[str]) -> bool:
    plain = _plain(number.group())
    if plain in known:
        return True
    has_unit = (
        _UNIT.match(sentence, number.end()) is not None
        or _MONEY_BEFORE.search(sentence[: number.start()]) is not None
    )
    return plain.isdigit() and int(plain) <= SMALL and not has_unit


def _plain(number: str) -> str:
    return re.sub(r"[.,\u00a0 ]", "", number)
