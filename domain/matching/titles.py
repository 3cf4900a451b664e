"""Job titles: which occupation they name, at what level, and how near two of them are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.matching.occupations import FAMILIES, NEAR
from domain.posting_identity import title_key

_PATTERNS = tuple((family, re.compile(text, re.IGNORECASE)) for family, text in FAMILIES)

_LEVELS = (
    (5, r"\b(?:director|vp|vice president|head of|chief|c[teofm]o)\b"),
    (
        4,
        r"\b(?:principal|staff (?=engineer|software|developer|scientist|designer|backend|data"
        r"|product)|lead|manager|supervisor|foreman|charge nurse|leiter\w*|leitung|architect)\b",
    ),
    (3, r"\b(?:senior|sr|experienced|expert)\b"),
    (
        0,
        r"\b(?:intern(?:ship)?|trainee|apprentice|praktik\w+|azubi|ausbildung"
        r"|working student|werkstudent\w*|stage)\b",
    ),
    (1, r"\b(?:junior|jr|entry[- ]level|graduate|assistant|associate|new grad)\b"),
)
_LEVEL_PATTERNS = tuple((level, re.compile(text, re.IGNORECASE)) for level, text in _LEVELS)
_YEARS_OF_LEVEL = {0: 0.0, 1: 0.0, 2: 2.0, 3: 5.0, 4: 6.0, 5: 9.0}
_ACCOUNT_MANAGERS = re.compile(
    r"(?:account|product|project|program|community|case|social media|office) manager", re.IGNORECASE
)
_FILLER_WORDS = (
    "senior junior lead principal staff the a an of and for in at to with i ii iii iv v level "
    "entry mid intern trainee m f d w x all genders full part time remote hybrid head"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_SAME_WORD = {
    "developer": "engineer",
    "programmer": "engineer",
    "entwickler": "engineer",
    "backend": "backend",
    "rn": "nurse",
    "registered": "nurse",
    "representative": "agent",
    "specialist": "agent",
    "swe": "engineer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleReading:
    """A title taken apart."""

    words: frozenset[str]
    """Without fillers; words for the same thing are one."""
    family: str | None
    level: int
    """0 intern, 1 junior, 2 not said, 3 senior, 4 lead or manager, 5 director and above."""

    @property
    def usual_years(self) -> float:
        """Years of experience that this level usually means."""
        return _YEARS_OF_LEVEL[self.level]


@lru_cache(maxsize=16384)
def read_title(title: str) -> TitleReading:
    """What a title says.

    >>> read_title("Senior Backend Developer (m/w/d)").family, read_title("Nurse Recruiter").family
    ('software', 'recruiting')
    """
    key = title_key(title)
    words = [word for word in key.split() if word not in _FILLER]
    return TitleReading(
        words=frozenset(_SAME_WORD.get(word, word) for word in words),
        family=next((family for family, pattern in _PATTERNS if pattern.search(key)), None),
        level=_level(key),
    )


def _level(key: str) -> int:
    for level, pattern in _LEVEL_PATTERNS:
        match = pattern.search(key)
        if match and not (match[0] == "manager" and _ACCOUNT_MANAGERS.search(key)):
            return level
    return 2


_GENERIC_WORDS = (
    "engineer manager agent assistant associate analyst consultant coordinator officer technician "
    "worker clerk supervisor operator executive director"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_GENERIC_WEIGHT = 0.35  # a shared "manager" says far less than a shared "warehouse"


def title_closeness(left: TitleReading, right: TitleReading) -> float:
    """0 (nothing in common) to 1 (the same job).

    >>> title_closeness(read_title("Software Engineer"), read_title("Software Developer"))
    1.0
    >>> title_closeness(read_title("Registered Nurse"), read_title("Truck Driver"))
    0.0
    """
    common = sum(map(_weight, left.words & right.words))
    total = sum(map(_weight, left.words)) + sum(map(_weight, right.words))
    words = 2 * common / total if total else 0.0
    family = family_closeness(left.family, right.family)
    if family is None:
        return words
    # Different occupations that share words ("sales engineer", "software engineer") stay apart.
    return family * (0.6 + 0.4 * words)


def family_closeness(left: str | None, right: str | None) -> float | None:
    """How near two occupations are; None when either is unknown."""
    if left is None or right is None:
        return None
    return 1.0 if left == right else NEAR.get(frozenset((left, right)), 0.0)


def _weight(word: str) -> float:
    return _GENERIC_WEIGHT if word in _GENERIC else 1.0
