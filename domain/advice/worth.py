"""Whether a model's words are worth a person's time: their language, substance, no echo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.job_text import content_words, language_of

MIN_WORDS = 15
"""Shorter than this, the points that stand beside it say more."""

_TOLD_LANGUAGES = frozenset({"en", "de", "fr", "es", "pt", "it", "nl"})
"""Languages that can be told apart; an answer for anybody else may be English."""
_ECHO = 0.6
"""Share of a sentence's words that stand in the question, from which it only repeats it."""
_PART_WORDS = 3
_RECITAL = 0.5
"""Share of a sentence's runs of three words that were told, from which it only recites them."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?]*[\"'”’)]*\s*|\n+")
_ENDED = re.compile(r"[.!?…][\"'”’)]*\s*$")
_ABOUT_ITSELF = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant)|als (?:ki|sprachmodell)"
    r"|i(?:'|’)m (?:just )?an? ai|en tant qu(?:'|’)ia|como (?:una )?ia)\b",
    re.IGNORECASE,
)
_AS_THE_PERSON = re.compile(
    r"\W*(?:i|ich|je|yo|eu|my|mein\w*|mon|ma|mi|meu|minha)(?=[\s'’])", re.IGNORECASE
)
"""A small model often answers as if it were the person: "I am thinking about quitting"."""
_MARKUP = re.compile(r"\*\*|__|^#{1,6}\s+|`", re.MULTILINE)


def worth_saying(
    speech: str,
    *,
    question: str,
    language: str,
    beside: Sequence[str] = (),
    given: Sequence[str] = (),
) -> str:
    """``speech`` without echoes and repetitions; empty when what is left is not worth showing.

    Args:
        speech: what a model said, whole sentences.
        question: what the person asked.
        language: ISO 639-1 of the person's language.
        beside: points that stand in the same reply anyway.
        given: what the model was told (facts, earlier lines); reciting it is no advice.

    >>> worth_saying("You want to quit. You ask how to quit.", question="How do I quit?",
    ...              language="en")
    ''
    """
    known = [set(content_words(words)) for words in (question, *beside)]
    told = {part for words in given for part in _parts(content_words(words))}
    kept: list[str] = []
    said: set[tuple[str, ...]] = set()
    for sentence in _SENTENCE.findall(_MARKUP.sub("", speech)):
        words = tuple(content_words(sentence))
        if words in said and words:
            continue
        said.add(words)
        if _ABOUT_ITSELF.search(sentence) or _AS_THE_PERSON.match(sentence):
            continue
        if words and any(_repeats(words, one) for one in known):
            continue
        if _recites(words, told):
            continue
        kept.append(sentence)
    while kept and not _ENDED.search(kept[-1]):
        kept.pop()  # the token limit cut it off
    text = "".join(kept).strip()
    if len(text.split()) < MIN_WORDS:
        return ""
    return text if _is_in(language, text) else ""


def _repeats(words: tuple[str, ...], asked: set[str]) -> bool:
    return sum(word in asked for word in words) >= _ECHO * len(words)


def _parts(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _PART_WORDS]) for at in range(len(words) - _PART_WORDS + 1)]


def _recites(words: Sequence[str], told: set[tuple[str, ...]]) -> bool:
    parts = _parts(words)
    return bool(parts) and sum(part in told for part in parts) >= _RECITAL * len(parts)


def _is_in(language: str, text: str) -> bool:
    found = language_of(text)
    wanted = language if language in _TOLD_LANGUAGES else "en"
    return found is None or found == wanted
