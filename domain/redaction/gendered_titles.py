"""Job titles that exist in a form for women and one for men: both become one neutral form.

Marking only one form would tell which it was, so the differing ending is replaced in both:
"Entwicklerin" and "Entwickler" both read "Entwickl[er]". Own lists; English, German, French,
Spanish. German, French and Spanish titles count only in documents of that language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDINGS: dict[str, str] = {
    "er": "er", "erin": "er", "r": "r/in", "rin": "r/in", "t": "t/in", "tin": "t/in", "mann":
    "person", "frau": "person", "eur": "eur", "euse": "eur", "teur": "teur", "trice": "teur",
    "ier": "ier", "ière": "ier", "ien": "ien", "ienne": "ien", "o": "o/a", "a": "o/a", "or":
    "or", "ora": "or", "man": "person", "woman": "person", "men": "people", "women": "people",
    "ess": "er", "ress": "er", "leute": "people",
}  # fmt: skip
NEUTRAL_ENDINGS = frozenset(_ENDINGS.values())
"""What is written in place of gendered endings."""

_GERMAN_ER = (
    "entwickl|program+ier|berat|leit|manag|verkäuf|lehr|forsch|inform+atik|technik|mechanik|"
    "elektronik|elektrik|mechatronik|design|train|buchhalt|bearbeit|mitarbeit|führ|"
    "wissenschaftl|betreu|pfleg|physik|chemik|mathematik|biolog|vertret|plan|prüf|einkäuf|"
    "bäck|schrein|schloss|tischl|gestalt|schneid|fahr|arbeit|verwalt|übersetz|redn|erzieh"
)
_GERMAN_R = (
    "ingenieu|redakteu|administrato|moderato|koordinato|kontrolleu|monteu|friseu|"
    "programmdirekto|direkto"
)
_GERMAN_T = (
    "architek|assisten|analys|spezialis|studen|praktikan|konsulan|consultan|referen|dozen|"
    "journalis|polizis|juris|volontä?|therapeu|logis|absolven|agen"
)
_GERMAN = re.compile(
    rf"\b(?!halbleit)(?=(?-i:[A-ZÄÖÜ]))\w*?(?:(?:{_GERMAN_ER})(?P<er>er(?:in)?)|"
    rf"(?:{_GERMAN_R})(?P<r>r(?:in)?)"
    rf"|(?:{_GERMAN_T})(?P<t>t(?:in)?)|(?:kauf|fach|ob|vertrau|ansprech)(?P<m>mann|frau|leute))\b",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\b(?:(?:dévelop+|programm|vend|serv|chercheu?|entraîn|négociat|employ|coiff|livr)"
    r"(?P<eur>eur|euse)"
    r"|(?:direc|administra|coordina|forma|rédac|anima|opéra|concep|éduca|traduc|acheteu?)"
    r"(?P<teur>teur|trice)"
    r"|(?:infirm|conseill|caiss|cuisin|ouvr|hôtel|financ)(?P<ier>ier|ière)"
    r"|(?:technic|informatic|électric|mécanic|pharmac|mathématic|musi?c)(?P<ien>ien|ienne))\b",
    re.IGNORECASE,
)
_SPANISH = re.compile(
    r"\b(?:(?:ingenier|técnic|enfermer|maestr|abogad|médic|camarer|cociner|emplead|secretari|"
    r"bibliotecari|arquitect|psicólog|químic|biólog|mecánic|administrativ|licenciad|graduad)"
    r"(?P<o>o|a)|(?:desarrollad|programad|direct|profes|coordinad|administrad|vended|diseñad|"
    r"investigad|gest|consult|contad|trabajad|supervis|redact)(?P<or>or|ora))\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:(?:chair|sales|business|police|fire|spokes|crafts|handy|council|congress|camera|"
    r"door|fore|grounds|repair|service|trades|watch|work|ombuds|drafts|delivery\s)"
    r"(?P<man>man|woman|men|women)|wait(?P<er>er|ress)|steward(?P<ess>ess))\b(?!ship)",
    re.IGNORECASE,
)
_BY_LANGUAGE = {"de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}


def neutral_ending(quote: str) -> str | None:
    """What is written for a gendered ending; None for any other word.

    >>> neutral_ending("erin"), neutral_ending("er"), neutral_ending("she")
    ('er', 'er', None)
    """
    return _ENDINGS.get(quote.lower())


def gendered_endings(text: str, *, language: str | None) -> Iterator[tuple[int, int]]:
    """Places of endings that differ between the forms of a job title.

    Args:
        text: the visible text.
        language: ISO 639-1 code of the document; English titles are always looked for.

    >>> t = "Softwareentwicklerin"
    >>> [t[a:b] for a, b in gendered_endings(t, language="de")]
    ['erin']
    """
    patterns = [_ENGLISH]
    if language in _BY_LANGUAGE:
        patterns.append(_BY_LANGUAGE[language])
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = match.lastgroup
            if name is not None:
                yield match.span(name)
