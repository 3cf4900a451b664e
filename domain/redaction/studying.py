"""Levels: of degrees, of languages, and whether a course of study was finished."""

from __future__ import annotations

import re
from datetime import date

from domain.resume.model import DateRange
from domain.roles.studies import level_of

_SHORT = (
    ("doctorate", r"Ph\.?\s?D|D\.?Phil|Dr\.(?:-Ing\.?)?|Doctor(?:at)?|Docteur|Doctorado"),
    (
        "master",
        r"M\.?S\.?c?\.?|M\.?A\.?|M\.?Tech\.?|M\.?E\.?|M\.?Eng\.?|MCA|M\.?Com\.?|MPH|LL\.?M\.?|MFA|"
        r"Mast[eè]re?|Máster|Diplom|Magister|Mastère",
    ),
    (
        "bachelor",
        r"B\.?S\.?c?\.?|B\.?A\.?|B\.?Tech\.?|B\.?E\.?|B\.?Eng\.?|BCA|B\.?Com\.?|BBA|BFA|LL\.?B\.?|"
        r"Licence|Licenciatura|Grado|Bakkalaureus|Laurea",
    ),
    ("associate", r"A\.?A\.?S?\.?|A\.?S\.?|Associate|BTS|DUT"),
    (
        "vocational",
        r"Ausbildung|Apprenticeship|Lehre|Geselle|Meister|CAP|BEP|FP|Formación Profesional|"
        r"Staatlich geprüfter?|Fachwirt|NVQ|BTEC",
    ),
    (
        "secondary",
        r"Abitur|Matura|Baccalauréat|Bachillerato|High School|GCSEs?|A[ -]Levels?|GED|"
        r"Fachabitur|Realschulabschluss|Mittlere Reife",
    ),
)
_LEVELS = tuple((level, re.compile(rf"(?<![\w.])(?:{words})(?!\w)")) for level, words in _SHORT)
_OPEN = re.compile(
    r"expected|anticipated|in progress|ongoing|candidate\b|current(?:ly)?|pursuing|voraussichtlich|"
    r"laufend|abgebrochen|ohne abschluss|discontinued|incomplete|not completed|dropped|"
    r"coursework only|en cours|interrompu|en curso|incomplet[oa]|sin terminar",
    re.IGNORECASE,
)
_CEFR = re.compile(r"(?<!\w)([ABC][12])(?!\w)")
_WORDS = (
    (
        "C2",
        r"native|mother tongue|first language|bilingual|mutterspr\w*|langues? maternelles?|"
        r"bilingue|"
        r"lengua materna|nativ[oa]|materna|proficient user|near-native|madrelingua|родной",
    ),
    (
        "C1",
        r"fluen\w+|full professional|advanced|business[- ]fluent|negotiation|excellent|"
        r"verhandlungssicher\w*|fließend\w*|sehr gut\w*|courant\w*|couramment|avancé|maîtrise|"
        r"fluid[oa]|avanzad[oa]|fluente|avançado",
    ),
    (
        "B2",
        r"professional working|professional|working proficiency|business|very good|upper[- ]"
        r"intermediate|good|gut\w*|bon(?:ne)?s?|professionnel\w*|profesional|buen\w*|solid|strong",
    ),
    (
        "B1",
        r"intermediate|conversational|limited working|working knowledge|mittel\w*|"
        r"intermédiaire|intermedio|moderate|fair|konversation\w*",
    ),
    (
        "A2",
        r"basic|elementary|grundkenntnisse|grundlagen|notions?|scolaire|básic[oa]|elemental|"
        r"schulkenntnisse|some",
    ),
    ("A1", r"beginner|anfänger\w*|débutant|principiante|learning"),
)
_FLUENCY = tuple(
    (level, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for level, words in _WORDS
)


def degree_level(words: str) -> str | None:
    """The level of a degree as written; None when it names none.

    >>> degree_level("B.S. Computer Science"), degree_level("M.Tech in VLSI"), degree_level("Yoga")
    ('bachelor', 'master', None)
    """
    named = level_of(words, lowest=False)
    if named is not None:
        return named
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


def is_completed(words: str, dates: DateRange | None, *, as_of: date) -> bool:
    """False while a course of study goes on, is expected to end later, or was left.

    Undated studies without such words count as completed: unknown never lowers anything.

    >>> is_completed("B.Sc. Physics (expected 2030)", None, as_of=date(2026, 1, 1))
    False
    """
    if _OPEN.search(words):
        return False
    if dates is None:
        return True
    if dates.is_current or _OPEN.search(dates.raw.text):
        return False
    end = dates.end or dates.start
    if end is None:
        return True
    return (end.year, end.month or 1) <= (as_of.year, as_of.month)


def cefr_of(words: str) -> str | None:
    """The CEFR level that is stated, or that the words stand for; None when neither.

    >>> cefr_of("German (B2)"), cefr_of("fluent"), cefr_of("Muttersprache"), cefr_of("yes")
    ('B2', 'C1', 'C2', None)
    """
    stated = _CEFR.search(words)
    if stated:
        return stated[1]
    return next((level for level, pattern in _FLUENCY if pattern.search(words)), None)
