"""From a resume to what may be scored: facts and redacted lines, no person.

Lengths replace dates, canonical names replace words. Employers and schools are no protected class,
but their renown sways readers, so they stay out of the facts and read "[employer]" and "[school]".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.eligibility.languages import language_code
from domain.findings import Passage
from domain.redaction.explanations import MARK
from domain.redaction.model import IdentitySignal
from domain.redaction.placing import PlacedText, placed
from domain.redaction.redacting import redacted_part
from domain.redaction.studying import cefr_of, degree_level, is_completed
from domain.resume.headings import Section
from domain.resume.model import DateRange, Extracted, Resume, Role
from domain.resume.spans import values_of
from domain.resume.tenure import interval_of, months_in_union
from domain.roles.studies import field_of
from domain.screening.evidence import (
    BlindLanguage,
    BlindLine,
    BlindPeriod,
    BlindResume,
    BlindSkill,
    BlindStudy,
)
from domain.skills import find_skills

_SECTIONS: Mapping[Section, str] = {
    Section.WORK: "work",
    Section.EDUCATION: "education",
    Section.COURSEWORK: "education",
    Section.SKILLS: "skills",
    Section.LANGUAGES: "languages",
    Section.CERTIFICATES: "certificates",
    Section.PROJECTS: "projects",
    Section.SUMMARY: "summary",
}
_LONGEST = 700
"""Characters of one line; a longer value stays in its physical lines."""
_LABEL = re.compile(
    r"(?:^|(?<=[\s|•·,;(]))(?:e-?mail|mail|tel(?:efon|ephone)?|phone|mobile?|mobil|cell|fax|"
    r"address|adresse|anschrift|linkedin|github|web(?:site)?|url|portfolio|location|wohnort|name|"
    r"contact|kontakt)\b\s*[:.]?",
    re.IGNORECASE,
)


_BETWEEN = " \t\n,;|/·•–-"
"""What may stand between two languages."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What becomes one blind line: a physical line, or a value that runs over several."""

    start: int
    end: int
    section: Section


def blind(
    resume: Resume,
    *,
    signals: Sequence[IdentitySignal],
    as_of: date,
    excluded: Sequence[Passage] = (),
) -> BlindResume:
    """What may be looked at when this resume is scored or reviewed.

    Args:
        resume: the document as read.
        signals: its identity signals, all of which are taken out.
        as_of: the day of arrival; current roles are counted to it.
        excluded: passages of the visible text that are no evidence (sentences addressed to a
            machine); they reach no line.

    The same arguments give the same result; ids count the lines of the document from q1.
    """
    document = placed(resume)
    lines = _lines(resume, document=document, signals=signals, excluded=excluded)
    finder = _Finder(lines)
    periods, in_roles = _periods(resume, finder=finder, signals=signals, as_of=as_of)
    ranges = [role.dates for work in resume.work for role in work.roles]
    dated = [each for each in ranges if each and interval_of(each, today=as_of)]
    return BlindResume(
        lines=lines,
        periods=periods,
        studies=_studies(resume, finder=finder, as_of=as_of),
        skills=_skills(resume, lines=lines, finder=finder, in_roles=in_roles, as_of=as_of),
        languages=_languages(resume, finder=finder),
        certificates=tuple(
            dict.fromkeys(
                line
                for entry in resume.certificates
                for line in finder.over(entry.name.span.start, entry.name.span.end)[:1]
            )
        ),
        work_months=months_in_union(dated, today=as_of) if dated else None,
    )


class _Finder:
    """Which blind lines stand on which characters."""

    def __init__(self, lines: Sequence[BlindLine]) -> None:
        self._lines = lines

    def over(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(line.id for line in self._lines if line.start < end and start < line.end)

    def of(self, *values: Extracted | None) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in values:
            if value is not None:
                found.update(dict.fromkeys(self.over(value.span.start, value.span.end)))
        return tuple(found)


def _lines(
    resume: Resume,
    *,
    document: PlacedText,
    signals: Sequence[IdentitySignal],
    excluded: Sequence[Passage],
) -> tuple[BlindLine, ...]:
    lines: list[BlindLine] = []
    for unit in _units(resume, document):
        words = _words(document.text, unit, signals=signals, excluded=excluded)
        if not _says_something(words, unit.section):
            continue
        lines.append(
            BlindLine(
                id=f"q{len(lines) + 1}",
                text=words,
                section=_SECTIONS.get(unit.section, "other"),
                start=unit.start,
                end=unit.end,
            )
        )
    return tuple(lines)


def _units(resume: Resume, document: PlacedText) -> list[_Unit]:
    """Physical lines, joined where one value of the resume runs over them."""
    joined: dict[int, int] = {}
    for _, value in values_of(resume):
        first = document.at(value.span.start)
        last = document.at(value.span.end - 1)
        if first.start < last.start and last.end - first.start <= _LONGEST:
            for start in document.starts:
                if first.start < start <= last.start:
                    joined[start] = first.start
    units: list[_Unit] = []
    for line in document.lines:
        if line.is_heading or line.section is Section.REFERENCES:
            continue  # references are about other people
        if line.start in joined and units and units[-1].end + 1 == line.start:
            last_unit = units[-1]
            units[-1] = _Unit(last_unit.start, line.end, last_unit.section)
        else:
            units.append(_Unit(line.start, line.end, line.section))
    return [part for unit in units for part in _by_language(resume, unit)]


def _by_language(resume: Resume, unit: _Unit) -> list[_Unit]:
    """A line per spoken language: the proof of one must not show the others, which tell origin."""
    starts = sorted(
        spoken.language.span.start
        for spoken in resume.languages
        if unit.start <= spoken.language.span.start < unit.end
    )
    if len(starts) < 2:
        return [unit]
    edges = [unit.start, *starts[1:], unit.end]
    parts: list[_Unit] = []
    for start, end in pairwise(edges):
        words = resume.source.text[start:end].rstrip(_BETWEEN)
        parts.append(_Unit(start, start + len(words), unit.section))
    return parts


def _words(
    text: str,
    unit: _Unit,
    *,
    signals: Sequence[IdentitySignal],
    excluded: Sequence[Passage],
) -> str:
    parts: list[str] = []
    position = unit.start
    for passage in sorted(excluded, key=lambda each: each.start):
        if passage.start >= unit.end or passage.end <= position:
            continue
        start = max(position, passage.start)
        parts.append(redacted_part(text, signals, start=position, end=start))
        parts.append(" ")
        position = min(passage.end, unit.end)
    parts.append(redacted_part(text, signals, start=position, end=unit.end))
    return " ".join("".join(parts).split())


def _says_something(words: str, section: Section) -> bool:
    """False for what holds nothing but marks, labels of contact data and separators."""
    rest = MARK.sub(" ", words)
    if section in {Section.HEADER, Section.CONTACT}:
        rest = _LABEL.sub(" ", rest)
    return sum(char.isalpha() for char in rest) >= 2 or (
        section is Section.SKILLS and any(char.isalpha() for char in rest)
    )


def _periods(
    resume: Resume, *, finder: _Finder, signals: Sequence[IdentitySignal], as_of: date
) -> tuple[tuple[BlindPeriod, ...], Mapping[str, list[DateRange]]]:
    """Roles, and for each line the dates of the roles that it belongs to."""
    now = as_of.year * 12 + as_of.month
    periods: list[BlindPeriod] = []
    in_roles: dict[str, list[DateRange]] = defaultdict(list)
    for work in resume.work:
        for role in work.roles:
            lines = _role_lines(role, finder)
            interval = interval_of(role.dates, today=as_of) if role.dates else None
            title = role.title
            periods.append(
                BlindPeriod(
                    title=""
                    if title is None
                    else " ".join(
                        redacted_part(
                            resume.source.text,
                            signals,
                            start=title.span.start,
                            end=title.span.end,
                        ).split()
                    ),
                    months=None if interval is None else interval[1] - interval[0],
                    ended_months_ago=None if interval is None else max(0, now - interval[1]),
                    lines=lines,
                )
            )
            if role.dates is not None and interval is not None:
                for line in lines:
                    in_roles[line].append(role.dates)
    return tuple(periods), in_roles


def _role_lines(role: Role, finder: _Finder) -> tuple[str, ...]:
    head = finder.of(role.title) or finder.of(role.dates.raw if role.dates else None)
    return tuple(dict.fromkeys((*head, *finder.of(*role.highlights))))


def _studies(resume: Resume, *, finder: _Finder, as_of: date) -> tuple[BlindStudy, ...]:
    found: list[BlindStudy] = []
    for study in resume.education:
        lines = finder.of(study.degree, study.institution, study.dates.raw if study.dates else None)
        words = study.degree.text if study.degree else ""
        if not lines:
            continue
        found.append(
            BlindStudy(
                level=degree_level(words),
                field=field_of(words),
                is_completed=is_completed(words, study.dates, as_of=as_of),
                line=lines[0],
            )
        )
    return tuple(found)


def _skills(
    resume: Resume,
    *,
    lines: Sequence[BlindLine],
    finder: _Finder,
    in_roles: Mapping[str, list[DateRange]],
    as_of: date,
) -> tuple[BlindSkill, ...]:
    """Canonical skills in order of first mention; lines of roles that name them come first."""
    where: dict[str, dict[str, None]] = {}
    for line in lines:
        title = line.section == "work" and len(line.text) < 120
        for mention in find_skills(line.text, is_title=title):
            where.setdefault(mention.canonical, {})[line.id] = None
    for skill in resume.skills:
        if skill.canonical is not None:
            for line_id in finder.of(skill.name):
                where.setdefault(skill.canonical, {})[line_id] = None
    found: list[BlindSkill] = []
    for name, ids in where.items():
        ranges = [dates for line_id in ids for dates in in_roles.get(line_id, [])]
        in_order = sorted(ids, key=lambda each: (each not in in_roles, int(each[1:])))
        found.append(
            BlindSkill(
                name=name,
                months=months_in_union(ranges, today=as_of) if ranges else None,
                lines=tuple(in_order),
            )
        )
    return tuple(found)


def _languages(resume: Resume, *, finder: _Finder) -> tuple[BlindLanguage, ...]:
    found: dict[str, BlindLanguage] = {}
    for spoken in resume.languages:
        code = language_code(spoken.language.text)
        lines = finder.of(spoken.language)
        if code is None or not lines or code in found:
            continue
        level = cefr_of(spoken.fluency.text) if spoken.fluency else None
        found[code] = BlindLanguage(code=code, level=level, line=lines[0])
    return tuple(found.values())
