"""Courses of study: degree and institution by scoring, whichever stands first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from domain.resume.entries import split_entries
from domain.resume.header_lines import Entry, Header, words_of
from domain.resume.layout import Line
from domain.resume.model import Education, Extracted
from domain.resume.spans import take
from domain.resume.vocabulary import degree_score, has_school, school_score

_GRADE = re.compile(
    r"\b\d\.\d{1,2}[ ]+c?gpa\b|"
    r"\(?(?:(?:overall|cumulative|major|final)\s+)?(?:gpa|cgpa|grade|grades|note|abschlussnote|"
    r"gesamtnote|durchschnitt|mention|moyenne|promedio|nota(?:\s+media)?|média|percentage|score|"
    r"voto|cra)\b[ ]*[:=]?[ ]*(?:[^|·•,;()\t]|(?<=\d),(?=\d)){1,24}(?:\([^)]*\))?\)?",
    re.IGNORECASE,
)
_STATED = re.compile(r"\d|summa|magna|cum|bien|honou?rs|gut|distinction", re.IGNORECASE)
_NOTE = re.compile(
    r"^(?:relevant\s+|selected\s+|incoming\s+|key\s+)?(?:coursework|courses|honou?rs|activities|thesis|"
    r"awards|focus|schwerpunkte?|abschlussarbeit|thema|minor|dean['’]?s list|societies|subjects|"
    r"specialization|dissertation|mémoire|projet|scholarship)\b.{0,20}(?::|\s)",
    re.IGNORECASE,
)
_COMMA = re.compile(
    r"[,;]\s+|\s+(?:at|from|an der|am|bei|à|en|na|no|presso)\s+(?=[A-ZÀ-Þ])|\s+[–—-]\s+"
)
_MAX_SEGMENTS = 8
_MAX_SPLITS = 8
"""Bounds the number of readings of one entry."""


@dataclass(slots=True)
class _Names:
    degree: tuple[int, int] | None
    school: tuple[int, int] | None
    margin: float


def read_education(text: str, lines: Sequence[Line], *, body_size: float) -> tuple[Education, ...]:
    """The entries of an education section."""
    wanted = [line for line in lines if not _is_note(text, line)]
    grades = _grades(text, lines)
    entries = _merged(text, split_entries(text, wanted, body_size=body_size))
    result: list[Education] = []
    for position, entry in enumerate(entries):
        header = entry.header
        limit = entries[position + 1].header.lines[0].start if position + 1 < len(entries) else None
        names = _names(text, _without_grades(text, header, grades))
        if names.degree is None and names.school is None:
            continue
        confidence = 0.5 + max(0.0, min(names.margin, 4.0)) / 8
        result.append(
            Education(
                institution=_value(text, names.school, confidence),
                degree=_value(text, names.degree, confidence),
                dates=header.dates[0] if header.dates else None,
                location=header.locations[0] if header.locations else None,
                grade=_grade_of(text, grades, header.lines[0].start, limit),
            )
        )
    return tuple(result)


def _is_note(text: str, line: Line) -> bool:
    value = words_of(text, line)
    if _GRADE.match(value.lstrip("( ")):
        return degree_score(value) < 3 and not has_school(value)
    return bool(_NOTE.match(value)) and degree_score(value) < 3


def _grades(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for line in lines:
        found += [
            match.span()
            for match in _GRADE.finditer(text, line.start, line.end)
            if _STATED.search(match.group())
        ]
    return found


def _grade_of(
    text: str, grades: Sequence[tuple[int, int]], start: int, limit: int | None
) -> Extracted | None:
    for begin, end in grades:
        if start <= begin and (limit is None or begin < limit):
            return take(text, begin, end)
    return None


def _without_grades(
    text: str, header: Header, grades: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Segments as (start, end, line) with stated grades cut off."""
    spans: list[tuple[int, int, int]] = []
    for segment in header.segments:
        start, end = segment.start, segment.end
        for begin, stop in grades:
            if start <= begin < end:
                end = begin if text[start:begin].strip(" ,;(") else start
            elif begin <= start < stop:
                start = min(stop, end)
        if text[start:end].strip(" ,;()|"):
            spans.append((start, end, segment.line))
    return spans


def _merged(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """A degree and a school that were cut apart belong together when each lacks the other."""
    result: list[Entry] = []
    for entry in entries:
        last = result[-1] if result else None
        if last is not None and not last.body:
            before, after = _kinds(text, last.header), _kinds(text, entry.header)
            both_dated = bool(last.header.dates) and bool(entry.header.dates)
            if not both_dated and {before, after} == {"degree", "school"}:
                last.header.lines += entry.header.lines
                offset = max((s.line for s in last.header.segments), default=0) + 1
                for segment in entry.header.segments:
                    segment.line += offset
                last.header.segments += entry.header.segments
                last.header.dates += entry.header.dates
                last.header.locations += entry.header.locations
                last.body += entry.body
                continue
        result.append(entry)
    return result


def _kinds(text: str, header: Header) -> str:
    values = [text[s.start : s.end] for s in header.segments]
    degree = any(degree_score(v) >= 2.5 for v in values)
    school = any(has_school(v) for v in values)
    if degree and not school and len({s.line for s in header.segments}) == 1:
        return "degree"
    if school and not degree:
        return "school"
    return "both" if degree or school else "none"


def _names(text: str, segments: Sequence[tuple[int, int, int]]) -> _Names:
    """The best assignment of degree and school over whole segments and comma splits."""
    readings: list[tuple[float, tuple[int, int] | None, tuple[int, int] | None]] = []
    segments = segments[:_MAX_SEGMENTS]
    for i, (a, b, _) in enumerate(segments):
        for j, (c, d, _) in enumerate(segments):
            if i != j:
                score = _lean(text, a, b) - _lean(text, c, d) - 0.3 * (i + j - 1)
                readings.append((score, (a, b), (c, d)))
        lean = _lean(text, a, b)
        readings.append((lean - 1.8 - 0.3 * i, (a, b), None))
        readings.append((-lean - 1.8 - 0.3 * i, None, (a, b)))
        for number, match in enumerate(islice(_COMMA.finditer(text, a, b), _MAX_SPLITS)):
            left, right = (a, match.start()), (match.end(), b)
            lean = _lean(text, *left) - _lean(text, *right)
            # a split inside a part has to be earned by two clear halves
            clear = min(
                max(degree_score(text[slice(*left)]), school_score(text[slice(*left)])),
                max(degree_score(text[slice(*right)]), school_score(text[slice(*right)])),
            )
            bonus = 0.4 if clear >= 2.5 else (0.0 if len(segments) == 1 else -2.0)
            # a list of subjects belongs to the degree, so the school is the shorter half
            readings.append((lean + bonus + 0.02 * number, left, right))
            readings.append((-lean + bonus - 0.1 - 0.02 * number, right, left))
    if not readings:
        return _Names(None, None, 0.0)
    readings.sort(key=lambda reading: -reading[0])
    best = readings[0]
    margin = best[0] - readings[1][0] if len(readings) > 1 else 3.0
    return _Names(best[1], best[2], margin)


def _lean(text: str, start: int, end: int) -> float:
    """Positive for degrees, negative for schools."""
    value = text[start:end]
    return degree_score(value) - school_score(value)


def _value(text: str, span: tuple[int, int] | None, confidence: float) -> Extracted | None:
    return None if span is None else take(text, span[0], span[1], confidence=confidence)
