"""Figures on a description: length, requirements, reading grade, voice, coded words. Advisory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import fsum

from domain.job_wording.coded import CodedWord, balance_of
from domain.job_wording.context import Context
from domain.job_wording.model import Need, Requirement, WordingMetrics

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyäöü]+")
_YOU = re.compile(
    r"\b(?:you|your|yours|you['’]\w+|du|dein\w*|dir|dich|sie|ihr\w*|ihnen)\b", re.IGNORECASE
)
_WE = re.compile(r"\b(?:we|our|ours|us|we['’]\w+|wir|unser\w*|uns)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|will be|wird|werden|wurde)\s+(?:\w+ly\s+)?(?:\w+ed|made|"
    r"done|"
    r"given|taken|held|kept|built|sent|paid|led|run|written|chosen|shown|found|known|seen|set)\b"
    r"(?!\s+(?:in|at|with)\s+(?:you|us))",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<![\d-])(?P<years>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|"
    r"ten)\s*\+?\s*(?:(?:-|–|to)"
    r"\s*\d{1,2}\s*\+?\s*)?(?:years?|yrs?|jahre?n?)\b(?!['’]? ?(?:old|of age|alt|ago))",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_FEWEST_FOR_GRADE = 30
_LONGEST_DEMAND = 25
MOST_MUSTS = 7
"""More required points than this lose people who would do the work well."""
READING_GOAL = 12.0
FEWEST_WORDS, MOST_WORDS = 300, 700


def measure(
    context: Context, *, requirements: Sequence[Requirement], coded: Sequence[CodedWord]
) -> WordingMetrics:
    """The figures of a description.

    Reading grade is Flesch-Kincaid (Kincaid et al. 1975): 0.39 words per sentence + 11.8 syllables
    per word - 15.59. Each line of a list counts as a sentence.
    """
    text = context.text
    words = _WORD.findall(text)
    lines = [text[low:high] for low, high in context.breaks]
    sentences = [line for line in lines if _WORD.search(line)]
    feminine = sum(one.is_feminine for one in coded)
    masculine = len(coded) - feminine
    balance = balance_of(feminine, masculine)
    you, we = len(_YOU.findall(text)), len(_WE.findall(text))
    return WordingMetrics(
        words=len(words),
        musts=sum(one.need is Need.MUST for one in requirements),
        nices=sum(one.need is Need.NICE for one in requirements),
        years_asked=years_asked(requirements),
        reading_grade=reading_grade(words, sentences=len(sentences)),
        you_we_ratio=round(you / we, 2) if we else None,
        passive_share=round(
            sum(bool(_PASSIVE.search(line)) for line in sentences) / len(sentences), 3
        )
        if sentences
        else None,
        coded_feminine=feminine,
        coded_masculine=masculine,
        balance=balance.value,
        balance_low=balance.low,
        balance_high=balance.high,
    )


def reading_grade(words: Sequence[str], *, sentences: int) -> float | None:
    """Flesch-Kincaid grade to one decimal; None under 30 words.

    >>> reading_grade(["cat"] * 40, sentences=4)
    0.1
    """
    if len(words) < _FEWEST_FOR_GRADE or sentences < 1:
        return None
    syllables = fsum(syllables_in(word) for word in words)
    return round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1)


def syllables_in(word: str) -> int:
    """Syllables by groups of vowels; a silent final e does not count. At least one.

    >>> [syllables_in(word) for word in ("make", "table", "experience")]
    [1, 2, 4]
    """
    lowered = word.lower()
    count = len(_VOWELS.findall(lowered))
    if lowered.endswith("e") and not lowered.endswith(("le", "ee", "ie")) and count > 1:
        count -= 1
    if lowered.endswith("ience"):
        count += 1
    return max(1, count)


def years_asked(requirements: Sequence[Requirement]) -> int | None:
    r"""The largest number of years that a required point asks for.

    >>> from domain.job_wording.requirements import requirements_of
    >>> years_asked(requirements_of("You need\n- 5+ years of Go\n- two years of SQL"))
    5
    """
    asked = [
        _NUMBER_WORDS.get(match["years"].lower()) or int(match["years"])
        for one in requirements
        if one.need is Need.MUST
        for match in _YEARS.finditer(one.quote)
    ]
    return max((years for years in asked if 0 < years <= _LONGEST_DEMAND), default=None)
