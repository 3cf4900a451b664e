"""The main language of a text, by its small words."""

from __future__ import annotations

import re

_WORDS = {
    "en": "the and of to in for with on by from at as an is was that using across team",
    "de": "und der die das mit für von im bei zur zum den des eine einer auf als sowie ist wurde",
    "fr": "et de la le les des du en pour avec dans une un au aux sur par chez est à",
    "es": "y de la el los las en para con del una un por como al que sobre se años",
    "pt": "e de da do das dos em para com uma um por ao na no que como às anos até",
    "it": "e di il la le dei del della per con una un in nel alla che da gli anni presso",
    "hi": "ka ki ke mein aur se hai tha ko par liye kiya kaam ek main hain tak ne raha",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_MIN_WORDS = 12


def guess_language(text: str) -> str | None:
    """ISO 639-1 code, None when the text is too short or undecided.

    >>> guess_language("Leitung der Entwicklung und Einführung von Werkzeugen für die Teams bei "
    ... "der Bank sowie Betreuung des Betriebs")
    'de'
    """
    words = re.findall(r"[^\W\d_]+", text.lower()[:20_000])
    if len(words) < _MIN_WORDS:
        return None
    counts = {code: sum(1 for word in words if word in known) for code, known in _SETS.items()}
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    (best, hits), (_, second) = ranked[0], ranked[1]
    if hits < 3 or hits - second < max(1, hits // 10):
        return None
    return best
