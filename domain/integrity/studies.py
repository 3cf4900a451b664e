"""Dates of degrees: their order and lengths that are too short to be the whole course."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from domain.findings import Level, Observation
from domain.integrity.quoting import months_in_words, passages
from domain.resume.gaps import SURE
from domain.resume.model import Education, PartialDate, Resume

_LEVELS = (
    (
        3,
        re.compile(
            r"\b(?:ph\.?\s?d|d\.?phil|doctor(?:ate|al)?|doktor|doctorat|doutorado)\b", re.IGNORECASE
        ),
    ),
    (
        2,
        re.compile(
            r"\b(?:m\.?\s?sc?\.?|m\.?a\.?|m\.?eng|m\.?tech|mba|m\.?ed|mphil|master(?:['’]?s)?"
            r"|máster|maestría|mestrado|magister)(?![\w+#])",
            re.IGNORECASE,
        ),
    ),
    (
        1,
        re.compile(
            r"\b(?:b\.?\s?sc?\.?|b\.?a\.?|b\.?e(?:ng)?\.?|b\.?tech|bba|bfa|b\.?com|bachelor(?:['’]?s)?"
            r"|licence|grado|bacharelado|licenciatura)(?![\w+#])",
            re.IGNORECASE,
        ),
    ),
)
_NAMES = {1: "bachelor's degree", 2: "master's degree", 3: "doctorate"}
_SHORTEST_MONTHS = {1: 12, 3: 12}
"""A whole first degree or doctorate takes at least about a year anywhere; our own lower bound."""
_CLEAR_MONTHS = 12
_MOST_STUDIES = 20


def degree_order(resume: Resume) -> Iterator[Observation]:
    """A higher degree that ends a year or more before a lower one, at most one observation."""
    dated = [
        (level, end, study)
        for study in resume.education[:_MOST_STUDIES]
        if (level := _level(study)) is not None
        and (end := _end(study)) is not None
        and not re.search(
            r"minor|certificat|exchange|second|dual|double", _words(study), re.IGNORECASE
        )
    ]
    for (level, end, study), (other_level, other_end, other) in combinations(dated, 2):
        low, high = sorted(
            ((level, end, study), (other_level, other_end, other)), key=lambda one: one[0]
        )
        if low[0] == high[0] or sum(one[0] == low[0] for one in dated) > 1:
            continue
        if _first(low[1]) - _last(high[1]) >= _CLEAR_MONTHS:
            yield Observation(
                rule="studies.order",
                level=Level.INFO,
                title=f"A {_NAMES[high[0]]} is dated before a {_NAMES[low[0]]}.",
                quotes=passages(
                    resume,
                    high[2].degree,
                    high[2].dates.raw if high[2].dates else None,
                    low[2].degree,
                    low[2].dates.raw if low[2].dates else None,
                ),
                benign=(
                    "A second degree in another subject came later.",
                    "A date has a typing slip, or our reader paired the wrong dates.",
                ),
                question="In which order were these two degrees taken?",
            )
            return


def study_lengths(resume: Resume) -> Iterator[Observation]:
    """First degrees and doctorates whose stated months are fewer than a year.

    Only ranges with months on both sides count. Long studies are ordinary and never mentioned.
    """
    for study in resume.education:
        level, dates = _level(study), study.dates
        if level not in _SHORTEST_MONTHS or dates is None or dates.raw.confidence < SURE:
            continue
        if dates.start is None or dates.end is None or dates.is_current:
            continue
        if dates.start.month is None or dates.end.month is None:
            continue
        months = _first(dates.end) - _first(dates.start) + 1
        if 0 < months < _SHORTEST_MONTHS[level]:
            yield Observation(
                rule="studies.length",
                level=Level.INFO,
                title=f"The dates of a {_NAMES[level]} span {months_in_words(months)}.",
                quotes=passages(resume, study.degree, dates.raw),
                benign=(
                    "Earlier study was credited, or only the last part of the course is dated.",
                    "A date has a typing slip.",
                ),
                question="Which part of the course do these dates stand for?",
            )


def _words(study: Education) -> str:
    return study.degree.text if study.degree else ""


def _level(study: Education) -> int | None:
    found = [level for level, pattern in _LEVELS if pattern.search(_words(study))]
    return found[0] if len(found) == 1 else None  # "B.S./M.S." is one course of both


def _end(study: Education) -> PartialDate | None:
    dates = study.dates
    if dates is None or dates.is_current or dates.raw.confidence < SURE:
        return None
    return dates.end or dates.start


def _first(when: PartialDate) -> int:
    return when.year * 12 + (when.month or 1) - 1


def _last(when: PartialDate) -> int:
    return when.year * 12 + (when.month or 12) - 1
