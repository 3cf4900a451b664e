"""Words of six languages as concepts, so that one example teaches all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from domain.errors import Defect

_SHORTEST_WITH_TYPO = 5
"""Letters; a shorter word with a typo is too often another word."""
_SHORTEST_WITH_SWAP = 4
"""Letters; swapped letters are told apart in shorter words than missing ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Concepts by word, by stem and by phrase."""

    words: Mapping[str, frozenset[str]]
    stems: Mapping[str, frozenset[str]]
    phrases: Mapping[tuple[str, ...], frozenset[str]]
    by_deletion: Mapping[str, frozenset[str]]
    """A listed word with one letter left out, to the concepts of that word: finds typos."""
    by_letters: Mapping[str, frozenset[str]]
    """First letter and sorted others of a word, to its concepts: finds "shwo" and "jbos"."""
    longest_phrase: int

    def concepts_of(self, words: list[str]) -> list[str]:
        """The concepts of a text in the order of its words, each as often as it occurs.

        Args:
            words: plain words, see :func:`graph.routing.features.words_of`.
        """
        found: list[str] = []
        for start, word in enumerate(words):
            for length in range(2, self.longest_phrase + 1):
                phrase = tuple(words[start : start + length])
                if len(phrase) == length and phrase in self.phrases:
                    found.extend(sorted(self.phrases[phrase]))
            found.extend(sorted(self._concepts_of_word(word)))
        return found

    def _concepts_of_word(self, word: str) -> frozenset[str]:
        exact = self.words.get(word, frozenset())
        stemmed: frozenset[str] = frozenset()
        for end in range(len(word), 2, -1):
            if word[:end] in self.stems:
                stemmed = self.stems[word[:end]]
                break
        if exact or stemmed or len(word) < _SHORTEST_WITH_SWAP:
            return exact | stemmed
        if swapped := self.by_letters.get(_letters(word)):
            return swapped
        if len(word) < _SHORTEST_WITH_TYPO:
            return frozenset()
        for variant in (word, *_deletions(word)):
            # A typo in the first letter is rare; "references" is not "preferences".
            if variant in self.by_deletion and variant[0] == word[0]:
                return self.by_deletion[variant]
        return frozenset()


def parse_lexicon(document: str) -> Lexicon:
    """Read ``concept: word, stem*, two words`` lines.

    Raises:
        Defect: a line has no concept or no words.

    >>> parse_lexicon("job: job, work*").concepts_of(["working", "jib"])
    ['job']
    """
    words: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    deletions: dict[str, set[str]] = {}
    letters: dict[str, set[str]] = {}
    for line in document.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        concept, colon, listed = line.partition(":")
        entries = [entry.strip() for entry in listed.split(",") if entry.strip()]
        if not colon or not entries:
            raise Defect(f"lexicon: {line!r} is not 'concept: words'")
        for entry in entries:
            parts = tuple(entry.replace("'", " ").split())
            if len(parts) > 1:
                phrases.setdefault(tuple(part.rstrip("*") for part in parts), set()).add(concept)
                continue
            word = entry.rstrip("*")
            (stems if entry.endswith("*") else words).setdefault(word, set()).add(concept)
            if len(word) >= _SHORTEST_WITH_SWAP:
                letters.setdefault(_letters(word), set()).add(concept)
            if len(word) >= _SHORTEST_WITH_TYPO:
                for variant in (word, *_deletions(word)):
                    if variant[0] != word[0]:
                        continue
                    deletions.setdefault(variant, set()).add(concept)
    return Lexicon(
        words=_frozen(words),
        stems=_frozen(stems),
        phrases={key: frozenset(value) for key, value in phrases.items()},
        by_deletion=_frozen(deletions),
        by_letters=_frozen(letters),
        longest_phrase=max((len(phrase) for phrase in phrases), default=1),
    )


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon, read once."""
    document = (files("graph.routing") / "lexicon.txt").read_text(encoding="utf-8")
    return parse_lexicon(document)


def _letters(word: str) -> str:
    return word[0] + "".join(sorted(word[1:]))


def _deletions(word: str) -> list[str]:
    return [word[:spot] + word[spot + 1 :] for spot in range(len(word))]


def _frozen(table: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in table.items()}
