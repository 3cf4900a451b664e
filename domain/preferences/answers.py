"""Short answers in six languages: yes, no, skip, stop, undo, and "the second one"."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.preferences.bounded import bounded

_FILLER = (
    r"(?:please|pls|bitte|s'il (?:te|vous) plaît|por favor|thanks|thank you|danke|merci|gracias|"
    r"obrigad[oa])"
)


class ShortAnswer(StrEnum):
    """What a short text can mean beside its words."""

    YES = "yes"
    NO = "no"
    SKIP = "skip"
    STOP = "stop"
    UNDO = "undo"
    MORE = "more"


_WORDS = {
    ShortAnswer.YES: r"y|yes|yep|yeah|yup|sure|correct|right|that'?s right|ok(?:ay)?|true|exactly|"
    r"ja|"
    r"jawohl|stimmt|genau|richtig|oui|ouais|exact|c'est (?:ça|exact|correct)|s[ií]|claro|correcto|"
    r"exacto|sim|certo|"
    r"isso|haan?|han ji|haan ji|ji|bilkul|sahi(?: hai)?|theek(?: hai)?|👍",
    ShortAnswer.NO: r"n|no|nope|nah|wrong|not (?:right|correct|true)|incorrect|nein|nee|falsch|"
    r"stimmt "
    r"nicht|non|faux|pas du tout|incorrecto|não|nao|errado|nahi(?:n)?|nahi ji|galat|👎",
    ShortAnswer.SKIP: r"skip(?: it| this| that)?|next|later|not now|pass|don'?t know|no idea|i "
    r"don'?t know|prefer not "
    r"to say|rather not say|überspringen|weiter|später|weiß nicht|keine ahnung|passer|suivant|"
    r"plus tard|je ne sais pas|saltar|omitir|siguiente|después|no sé|pular|próxima|depois|não sei|"
    r"baad me(?:in)?|pata nahi(?:n)?|chhodo",
    ShortAnswer.STOP: r"stop(?: it| now)?|quit|exit|end|enough|cancel|i'?m done|done|that'?s all|"
    r"stopp|aufhören|"
    r"abbrechen|ende|genug|arrête|arrêter|annuler|fin|assez|parar?|terminar|basta|cancelar|chega|"
    r"bas|band karo|ruko|khatam",
    ShortAnswer.UNDO: r"undo(?: that| it| this)?|revert(?: that| it)?|take (?:that|it) back|"
    r"rückgängig(?: machen)?|"
    r"zurück|annule(?:r)?(?: ça)?|deshacer|deshaz(?: eso)?|desfazer|wapas(?: karo)?",
    ShortAnswer.MORE: r"more|more jobs|show (?:me )?more(?: jobs)?|next (?:five|5|page|ones)|"
    r"(?:any )?others?|others\?|mehr|"
    r"mehr (?:jobs|stellen)|weitere|plus|encore|d'autres|más|mas|otros|otras|mais|outras|outros|"
    r"aur|"
    r"aur dikhao|aur (?:jobs|naukri)(?: dikhao)?",
}
_PATTERNS = {
    answer: re.compile(rf"(?:{words})(?:[\s,.!]+{_FILLER})?[\s.!]*", re.IGNORECASE)
    for answer, words in _WORDS.items()
}
_LEADING = {
    ShortAnswer.YES: re.compile(r"(?:yes|yep|yeah|ja|oui|s[ií]|sim|haan?)[\s,.!]+", re.IGNORECASE),
    ShortAnswer.NO: re.compile(r"(?:no|nope|nein|non|não|nao|nahi(?:n)?)[\s,.!]+", re.IGNORECASE),
}
_ORDINALS = (
    (1, r"first|1st|ersten?|erste[rns]?|premi(?:er|ère)|primer[oa]?|primeir[oa]|pehl[aei]"),
    (2, r"second|2nd|zweiten?|zweite[rns]?|deuxième|seconde?|segund[oa]|dusr[aei]|doosr[aei]"),
    (3, r"third|3rd|dritten?|dritte[rns]?|troisième|tercer[oa]?|terceir[oa]|tees?r[aei]"),
    (4, r"fourth|4th|vierten?|vierte[rns]?|quatrième|cuart[oa]|quart[oa]|chauth[aei]"),
    (5, r"fifth|5th|fünften?|fünfte[rns]?|cinquième|quint[oa]|paanchv?[aei]n?"),
)
_ORDINAL_PATTERNS = tuple(
    (number, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for number, words in _ORDINALS
)
_DIGIT = re.compile(
    r"(?:#|(?<!\w)(?:number|no\.?|nr\.?|job|n°)?\s*)(?<![\w.,])([1-9]|1\d|20)(?![\w%€$.,]*\d|"
    r"[k%€])(?!\w)"
)
_LAST = re.compile(
    r"(?<!\w)(?:last|letzten?|letzte[rs]?|derni(?:er|ère)|últim[oa]|ultim[oa]|aakhri)(?!\w)",
    re.IGNORECASE,
)


def read_short_answer(text: str) -> ShortAnswer | None:
    """What a whole short message means, None when it is more than that.

    >>> read_short_answer("Ja, bitte!").value
    'yes'
    >>> read_short_answer("no more fintech") is None
    True
    """
    text = bounded(text)
    trimmed = text.strip().strip("\"'“”").strip()
    for answer, pattern in _PATTERNS.items():
        if pattern.fullmatch(trimmed):
            return answer
    return None


def without_leading_answer(text: str) -> tuple[ShortAnswer | None, str]:
    """A leading yes or no, and what follows it ("No, until March 2024").

    >>> without_leading_answer("No, until March 2024")
    (<ShortAnswer.NO: 'no'>, 'until March 2024')
    """
    stripped = text.strip()
    for answer, pattern in _LEADING.items():
        found = pattern.match(stripped)
        if found and found.end() < len(stripped):
            return answer, stripped[found.end() :].strip()
    return None, stripped


def read_position(text: str, *, count: int) -> int | None:
    """Which item of a list of ``count`` is meant, zero-based, None when none is named.

    >>> read_position("why the second one?", count=5)
    1
    >>> read_position("hide 3", count=5)
    2
    """
    text = bounded(text)
    if count and _LAST.search(text):
        return count - 1
    for number, pattern in _ORDINAL_PATTERNS:
        if pattern.search(text):
            return number - 1 if number <= count else None
    found = _DIGIT.search(text)
    if found is not None and int(found.group(1)) <= count:
        return int(found.group(1)) - 1
    return None
