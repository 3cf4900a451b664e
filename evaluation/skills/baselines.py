"""What skill finding is compared with: exact strings, and nearest label by letters (TF-IDF)."""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np

from domain.skills import taxonomy

_WORD = re.compile(r"[^\s,;()|:]+")
_LONGEST_NAME = 4  # words


class ExactStrings:
    """Every spelling of the taxonomy as a whole word in any case, the longest first."""

    def __init__(self) -> None:
        self._names = {
            spelling.casefold(): entry.name
            for entry in taxonomy().values()
            for spelling in (*entry.aliases, entry.name)
        }
        ordered = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile(
            r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w+#])"
        )

    def found(self, text: str) -> frozenset[str]:
        """Skills named in ``text``."""
        return frozenset(self._names[m[0]] for m in self._pattern.finditer(text.casefold()))

    def linked(self, name: str) -> str | None:
        """The skill that ``name`` is."""
        return self._names.get(name.casefold().strip())


class NearestLabel:
    """Cosine of character 2- to 4-grams, weighed by how rare they are among all spellings."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[str, float]] = {}
        spellings = {
            spelling.casefold(): entry.name
            for entry in taxonomy().values()
            for spelling in (*entry.aliases, entry.name)
        }
        self._names = list(spellings.values())
        grams = [_grams(spelling) for spelling in spellings]
        documents = Counter(gram for counted in grams for gram in counted)
        self._place = {gram: index for index, gram in enumerate(documents)}
        count = len(grams)
        self._rarity = np.array(
            [math.log((1 + count) / (1 + n)) + 1 for n in documents.values()], dtype=np.float32
        )
        self._rows = np.zeros((count, len(documents)), dtype=np.float32)
        for row, counted in enumerate(grams):
            self._rows[row] = self._vector(counted)

    def linked(self, name: str, *, at_least: float) -> str | None:
        """The skill whose spelling is nearest, if its cosine is at least that."""
        found, score = self._nearest([name])[0]
        return found if score >= at_least else None

    def found(self, text: str, *, at_least: float) -> frozenset[str]:
        """Skills whose spelling is near one to four words of ``text``; the nearest go first."""
        words = list(_WORD.finditer(text))
        pieces = [
            (words[i].start(), words[j].end())
            for i in range(len(words))
            for j in range(i, min(i + _LONGEST_NAME, len(words)))
        ]
        if not pieces:
            return frozenset()
        nearest = self._nearest([text[start:end].strip(".!'\"") for start, end in pieces])
        ranked = sorted(zip(nearest, pieces, strict=True), key=lambda pair: -pair[0][1])
        taken: list[tuple[int, int]] = []
        skills: set[str] = set()
        for (name, score), (start, end) in ranked:
            if score < at_least:
                break
            if all(end <= begun or start >= ended for begun, ended in taken):
                taken.append((start, end))
                skills.add(name)
        return frozenset(skills)

    def _nearest(self, texts: list[str]) -> list[tuple[str, float]]:
        """Nearest skill and cosine of each; remembered, since several thresholds are tried."""
        new = list(dict.fromkeys(text for text in texts if text not in self._asked))
        if new:
            asked = np.stack([self._vector(_grams(text.casefold())) for text in new])
            scores = asked @ self._rows.T
            for row, column in enumerate(scores.argmax(axis=1)):
                self._asked[new[row]] = self._names[int(column)], float(scores[row, column])
        return [self._asked[text] for text in texts]

    def _vector(self, counted: Counter[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        vector = np.zeros(len(self._place), dtype=np.float32)
        for gram, number in counted.items():
            place = self._place.get(gram)
            if place is not None:
                vector[place] = number * self._rarity[place]
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector


def _grams(text: str) -> Counter[str]:
    padded = f" {text[:80]} "
    return Counter(
        padded[i : i + size] for size in (2, 3, 4) for i in range(len(padded) - size + 1)
    )
