"""What is missing or uncertain, and filling it: by one tap, or by a model that only points.

A model never writes a value. It names a line and a label; the value is that line or a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.resume.dates import find_dates
from domain.resume.model import (
    DateRange,
    Education,
    Extracted,
    Resume,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)
from domain.resume.spans import take, values_of
from domain.resume.vocabulary import is_language
from domain.skills import canonical

SURE = 0.75
"""Values at least this sure are not asked about."""
POINTED = 0.6
"""Confidence of a value that a model pointed at: a claim about meaning, not about words."""
_MAX_POINTER_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A field worth asking about. ``value`` is our reading, None when the field is missing."""

    path: str
    value: str | None
    confidence: float
    worth: float
    """How much the answer helps, 0 to 1: what the order is made of."""


_WORTH = {
    "name": 0.9,
    "email": 0.8,
    "title": 1.0,
    "employer": 0.9,
    "dates": 0.85,
    "degree": 0.6,
    "institution": 0.55,
    "location": 0.5,
    "phone": 0.4,
}


def uncertain(resume: Resume, *, limit: int = 5) -> tuple[Doubt, ...]:
    """Fields to confirm or ask for, most valuable first.

    Recent roles matter more than old ones; a missing value matters more than a doubtful one.
    """
    doubts = [*_missing(resume), *_doubtful(resume)]
    doubts.sort(key=lambda doubt: (-doubt.worth, doubt.path))
    return tuple(doubts[:limit])


def _missing(resume: Resume) -> Iterable[Doubt]:
    contact = resume.contact
    for key, value in (
        ("name", contact.name),
        ("email", contact.email),
        ("location", contact.location),
        ("phone", contact.phone),
    ):
        if value is None:
            yield _doubt(f"contact.{key}", None, 0.0, age=0)
    if not resume.work:
        yield Doubt(path="work", value=None, confidence=0.0, worth=1.0)
    if not resume.skills:
        yield Doubt(path="skills", value=None, confidence=0.0, worth=0.95)
    age = 0
    for i, work in enumerate(resume.work):
        if work.employer is None:
            yield _doubt(f"work.{i}.employer", None, 0.0, age=age)
        for j, role in enumerate(work.roles):
            if role.title is None:
                yield _doubt(f"work.{i}.roles.{j}.title", None, 0.0, age=age)
            if role.dates is None:
                yield _doubt(f"work.{i}.roles.{j}.dates", None, 0.0, age=age)
            age += 1
    for i, study in enumerate(resume.education):
        if study.degree is None:
            yield _doubt(f"education.{i}.degree", None, 0.0, age=i)
        if study.institution is None:
            yield _doubt(f"education.{i}.institution", None, 0.0, age=i)


def _doubtful(resume: Resume) -> Iterable[Doubt]:
    for path, value in values_of(resume):
        key = path.rsplit(".", 1)[-1]
        if value.confidence >= SURE or key not in _WORTH:
            continue
        numbers = [int(part) for part in path.split(".") if part.isdigit()]
        yield _doubt(path, value.text, value.confidence, age=sum(numbers[:2]))


def _doubt(path: str, value: str | None, confidence: float, *, age: int) -> Doubt:
    worth = _WORTH[path.rsplit(".", 1)[-1]] * (1 - confidence) * 0.85**age
    return Doubt(path=path, value=value, confidence=confidence, worth=round(worth, 3))


# --- pointing ---------------------------------------------------------------------------------


class PointerLabel(StrEnum):
    """What a line can be said to be. ``entry`` of the pointer tells which job or study."""

    NAME = "name"
    HEADLINE = "headline"
    PLACE = "place"
    SUMMARY = "summary"
    JOB_TITLE = "job_title"
    EMPLOYER = "employer"
    JOB_DATES = "job_dates"
    DEGREE = "degree"
    SCHOOL = "school"
    STUDY_DATES = "study_dates"
    SKILL = "skill"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePointer:
    """One answer of a model: line ``line`` (1-based) is ``label`` of entry ``entry`` (0-based).

    ``part`` narrows the line to words in it, verbatim; words that are not in the line void it.
    """

    line: int
    label: PointerLabel
    entry: int = 0
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """A line of the source, as a model is shown it."""

    number: int
    start: int
    end: int
    text: str


def numbered_lines(resume: Resume) -> tuple[NumberedLine, ...]:
    """The source's lines, numbered from 1; blank ones are left out but counted."""
    lines: list[NumberedLine] = []
    start = 0
    for number, raw in enumerate(resume.source.text.split("\n"), start=1):
        if raw.strip():
            lines.append(NumberedLine(number=number, start=start, end=start + len(raw), text=raw))
        start += len(raw) + 1
    return tuple(lines)


def apply_pointers(resume: Resume, pointers: Iterable[LinePointer]) -> Resume:
    """Fill gaps with the lines pointed at; what rules or people already filled stays.

    Pointers to lines that do not exist, to words that are not there, to dates that are none, or to
    fields that have a value are ignored.
    """
    lines = {line.number: line for line in numbered_lines(resume)}
    for pointer in pointers:
        line = lines.get(pointer.line)
        value = _pointed(resume.source.text, line, pointer.part) if line else None
        if value is not None and pointer.entry >= 0:
            resume = _fill(resume, pointer, value)
    return resume


def _pointed(text: str, line: NumberedLine, part: str | None) -> Extracted | None:
    if part is None:
        value = take(text, line.start, line.end, confidence=POINTED)
    else:
        offset = text.find(part, line.start, line.end) if part.strip() else -1
        if offset < 0:
            return None
        value = take(text, offset, offset + len(part), confidence=POINTED)
    return value if value is not None and len(value.text) <= _MAX_POINTER_CHARS else None


def _fill(resume: Resume, pointer: LinePointer, value: Extracted) -> Resume:
    contact = resume.contact
    match pointer.label:
        case PointerLabel.NAME if contact.name is None:
            return replace(resume, contact=replace(contact, name=value))
        case PointerLabel.HEADLINE if contact.label is None:
            return replace(resume, contact=replace(contact, label=value))
        case PointerLabel.PLACE if contact.location is None:
            return replace(resume, contact=replace(contact, location=value))
        case PointerLabel.SUMMARY if resume.summary is None:
            return replace(resume, summary=value)
        case PointerLabel.JOB_TITLE | PointerLabel.EMPLOYER | PointerLabel.JOB_DATES:
            return replace(resume, work=_fill_work(resume, pointer, value))
        case PointerLabel.DEGREE | PointerLabel.SCHOOL | PointerLabel.STUDY_DATES:
            return replace(resume, education=_fill_study(resume, pointer, value))
        case PointerLabel.SKILL:
            known = {skill.name.text.casefold() for skill in resume.skills}
            if value.text.casefold() not in known:
                skill = Skill(name=value, canonical=canonical(value.text))
                return replace(resume, skills=(*resume.skills, skill))
        case PointerLabel.LANGUAGE:
            known = {spoken.language.text.casefold() for spoken in resume.languages}
            if is_language(value.text) and value.text.casefold() not in known:
                spoken = SpokenLanguage(language=value)
                return replace(resume, languages=(*resume.languages, spoken))
    return resume


def _fill_work(resume: Resume, pointer: LinePointer, value: Extracted) -> tuple[Work, ...]:
    """Jobs are numbered per role, in document order; the next number begins a new job."""
    places = [(i, j) for i, work in enumerate(resume.work) for j, _ in enumerate(work.roles)]
    works = list(resume.work)
    if pointer.entry == len(places):
        works.append(Work(employer=None, roles=(Role(title=None),)))
        places.append((len(works) - 1, 0))
    if pointer.entry >= len(places):
        return resume.work
    i, j = places[pointer.entry]
    work, role = works[i], works[i].roles[j]
    if pointer.label is PointerLabel.EMPLOYER:
        if work.employer is not None:
            return resume.work
        works[i] = replace(work, employer=value)
        return tuple(works)
    if pointer.label is PointerLabel.JOB_TITLE and role.title is None:
        role = replace(role, title=value)
    elif pointer.label is PointerLabel.JOB_DATES and role.dates is None:
        dates = _date_range(resume.source.text, value)
        if dates is None:
            return resume.work
        role = replace(role, dates=dates)
    else:
        return resume.work
    works[i] = replace(work, roles=(*work.roles[:j], role, *work.roles[j + 1 :]))
    return tuple(works)


def _fill_study(resume: Resume, pointer: LinePointer, value: Extracted) -> tuple[Education, ...]:
    studies = list(resume.education)
    if pointer.entry == len(studies):
        studies.append(Education(institution=None))
    if pointer.entry >= len(studies):
        return resume.education
    study = studies[pointer.entry]
    if pointer.label is PointerLabel.DEGREE and study.degree is None:
        study = replace(study, degree=value)
    elif pointer.label is PointerLabel.SCHOOL and study.institution is None:
        study = replace(study, institution=value)
    elif pointer.label is PointerLabel.STUDY_DATES and study.dates is None:
        dates = _date_range(resume.source.text, value)
        if dates is None:
            return resume.education
        study = replace(study, dates=dates)
    else:
        return resume.education
    studies[pointer.entry] = study
    return tuple(studies)


def _date_range(text: str, value: Extracted) -> DateRange | None:
    start = value.span.start
    found = next(iter(find_dates(text[start : value.span.end])), None)
    if found is None:
        return None
    span = Span(start=start + found.start, end=start + found.end)
    raw = Extracted(text=text[span.start : span.end], span=span, confidence=POINTED)
    return DateRange(raw=raw, start=found.first, end=found.last, is_current=found.is_current)
