"""Dates that do not fit together: roles that overlap, ranges that run backwards or ahead.

A gap between roles is never an observation, and how long somebody worked or studied is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

from domain.findings import Level, Observation
from domain.integrity.quoting import months_in_words, passages, passages_at
from domain.resume.dates import find_dates
from domain.resume.gaps import SURE
from domain.resume.model import DateRange, Extracted, PartialDate, Resume, Role, Span, Work

TOLERATED_MONTHS = 3
"""Months that two full-time roles may share without a word: notice periods and handovers."""
_MOST_OVERLAPS = 3
_MOST_REVERSED = 3
_JOINT = re.compile(
    r"[ \t]*[–—-][ \t]*|[ \t]+(?:to|until|till|bis|à|al|a|até)[ \t]+", re.IGNORECASE
)
_DATE_CHARS = 20
_HEAD_CHARS = 400
_MOST_ROLES = 60
_MOST_JOINTS = 2_000
"""Both far above what a person writes: they bound the time for hostile documents."""

_BESIDE = re.compile(
    # What people do beside a job, in the languages that the reader knows.
    r"\b(?:part[- ]?time|freelanc|self[- ]employed|(?:co)?founder|founding|co-?own|owner"
    r"|proprietor|board\b|advis[oe]r|advisory|trustee|volunt|intern(?:s|ship)?\b|trainee"
    r"|apprentic|student|fellow\b|teaching|teacher|tutor|lectur|instructor|professor|educator"
    r"|(?<!agile )coach|mentor|adjunct|(?:research|graduate|lab\w*) assistant|resident\b"
    r"|contract(?:or|ing)?\b|independent|temporary|seasonal|casual|weekend|evening|on[- ]call"
    r"|per diem|locum|hours? (?:per|a) week|h/week|member\b(?! of (?:the )?tech)|ambassador"
    r"|organi[sz]er|(?<!vice )(?<!vice-)president|chair|treasurer|club\b|society|maintainer"
    r"|open source|author\b|speaker|creator|composer|artist|musician|vocalist|singer|actor\b"
    r"|photograph|sabbatical|leave\b|secondment|reserve\b|national guard|side project|partner\b"
    r"|investor|angel\b)"
    r"|teilzeit|werkstudent|freiberuf|selbst(?:st)?ändig|minijob|praktik|beirat|nebenberuf"
    r"|nebentätig|ehrenamt|gründer|inhaber|vorstand|aushilfe|dozent|hiwi|hilfskraft"
    r"|temps partiel|indépendant|bénévol|stage\b|stagiaire|alternan|fondat|gérant|vacataire"
    r"|medio tiempo|media jornada|tiempo parcial|autónom|becari|práctic|pasant|voluntari|fundador"
    r"|meio período|tempo parcial|autônom|estági|estagiári|freela|sócio|bolsista",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A dated role; ``first`` and ``end`` (excluded) are months from year 0 that are certain."""

    employer: int
    title: Extracted | None
    dates: DateRange
    first: int
    end: int


def overlaps(resume: Resume, *, as_of: date) -> Iterator[Observation]:
    """Two roles at different employers with more than :data:`TOLERATED_MONTHS` shared months.

    Only months that are certain count: a bare year begins in its December and ends in its January.
    Roles that people hold beside another (part-time, freelance, founding, boards, teaching,
    studies) do not count at all. Source of the threshold: our own rule
    ("more than three shared full-time months").
    """
    held = list(islice(_full_time(resume, as_of=as_of), _MOST_ROLES))
    shared: list[tuple[int, _Held, _Held]] = []
    for one, other in combinations(held, 2):
        months = min(one.end, other.end) - max(one.first, other.first)
        if one.employer != other.employer and months > TOLERATED_MONTHS:
            shared.append((months, one, other))
    shared.sort(key=lambda found: -found[0])
    for months, one, other in shared[:_MOST_OVERLAPS]:
        yield Observation(
            rule="timeline.overlap",
            level=Level.CONSIDER,
            title=f"Two roles share {months_in_words(months)}; neither is marked as part-time.",
            quotes=passages(resume, one.title, one.dates.raw, other.title, other.dates.raw),
            benign=(
                "One of them was part-time, a contract or a side activity, and the page does not "
                "say so.",
                "The same job went on under a new employer: a merger, a transfer or an agency.",
                "A date has a typing slip.",
            ),
            question="How did these two roles go together, and how many hours did each take?",
        )


def impossible_ranges(resume: Resume) -> Iterator[Observation]:
    """Ranges that end before they start, wherever they stand on the page; at most three.

    Looked for in the text: the reader takes no such range for a date.
    """
    for span in list(_reversed_ranges(resume.source.text))[:_MOST_REVERSED]:
        yield Observation(
            rule="timeline.reversed",
            level=Level.INFO,
            title="A range of dates ends before it starts.",
            quotes=passages_at(resume, (span,)),
            benign=(
                "Start and end were written in the other order.",
                "A year has a typing slip, or the two numbers are no range at all.",
            ),
            question="From when to when was this?",
        )


def _reversed_ranges(text: str) -> Iterator[Span]:
    for joint in islice(_JOINT.finditer(text), _MOST_JOINTS):
        begin = max(0, joint.start() - _DATE_CHARS)
        begin = max(begin, text.rfind("\n", begin, joint.start()) + 1)
        left = [
            found
            for found in find_dates(text[begin : joint.start()])
            if begin + found.end == joint.start()
        ]
        if not left or left[-1].is_range or left[-1].first is None:
            continue
        right = next(find_dates(text[joint.end() : joint.end() + _DATE_CHARS]), None)
        if right is None or right.start or right.is_range or right.first is None:
            continue
        if _last_month(right.first) < _first_month(left[-1].first):
            yield Span(start=begin + left[-1].start, end=joint.end() + right.end)


def future_dates(resume: Resume, *, as_of: date) -> Iterator[Observation]:
    """Roles that start after the day of arrival, or whose stated end lies after it.

    Studies are left out: an expected graduation is the ordinary case.
    """
    this_month = as_of.year * 12 + as_of.month - 1
    for work in resume.work:
        for role in work.roles:
            dates = role.dates
            if dates is None or dates.raw.confidence < SURE or dates.start is None:
                continue
            if _first_month(dates.start) > this_month:
                yield Observation(
                    rule="timeline.future_start",
                    level=Level.INFO,
                    title="A role starts after the day on which the resume arrived.",
                    quotes=passages(resume, role.title, dates.raw),
                    benign=(
                        "An accepted job that has not begun yet.",
                        "A year has a typing slip.",
                    ),
                    question="Has this role begun, and if not, when does it?",
                )
            elif (
                dates.end is not None
                and not dates.is_current
                and _first_month(dates.end) > this_month
            ):
                yield Observation(
                    rule="timeline.future_end",
                    level=Level.INFO,
                    title="A role has an end date that is still to come.",
                    quotes=passages(resume, role.title, dates.raw),
                    benign=(
                        "A fixed-term contract with a known last day.",
                        "Notice was given and the last day is known.",
                    ),
                    question="Is this role still held, and until when?",
                )


def dated_roles(resume: Resume) -> tuple[int, int]:
    """How many roles have a start date, and how many there are."""
    roles = [role for work in resume.work for role in work.roles]
    return sum(role.dates is not None and role.dates.start is not None for role in roles), len(
        roles
    )


def _full_time(resume: Resume, *, as_of: date) -> Iterator[_Held]:
    now = as_of.year * 12 + as_of.month
    for number, work in enumerate(resume.work):
        for role in work.roles:
            dates = role.dates
            if dates is None or dates.start is None or dates.raw.confidence < SURE:
                continue
            if dates.end is None and not dates.is_current:
                continue
            if work.employer is None or _is_beside(resume, work, role):
                continue
            first = dates.start.year * 12 + (dates.start.month or 12) - 1
            end = now if dates.end is None else dates.end.year * 12 + (dates.end.month or 1)
            yield _Held(
                employer=_same_as(resume.work, number),
                title=role.title,
                dates=dates,
                first=first,
                end=min(end, now),
            )


def _same_as(works: Sequence[Work], number: int) -> int:
    """The first entry of the same employer: one that is listed twice is one employer."""
    name = _name(works[number])
    return next(i for i, work in enumerate(works) if i == number or (name and _name(work) == name))


def _name(work: Work) -> str:
    words = re.findall(r"\w+", work.employer.text.casefold()) if work.employer else []
    return " ".join(words[:2])


def _is_beside(resume: Resume, work: Work, role: Role) -> bool:
    """Whether the title, the employer or the words between them and the lines say "beside"."""
    values = (role.title, work.employer, role.dates.raw if role.dates else None)
    spans = [value.span for value in values if value is not None]
    start = min(span.start for span in spans)
    end = max(span.end for span in spans)
    if end - start > _HEAD_CHARS:
        head = " ".join(resume.source.text[span.start : span.end] for span in spans)
    else:
        stop = resume.source.text.find("\n", end, end + _HEAD_CHARS)
        head = resume.source.text[start : stop if stop >= 0 else end]
    first_lines = " ".join(line.text for line in role.highlights[:1])[:200]
    return bool(_BESIDE.search(head) or _BESIDE_IN_LINES.search(first_lines))


_BESIDE_IN_LINES = re.compile(
    r"part[- ]?time|freelanc|hours? (?:per|a) week|alongside|in parallel|beside|on the side"
    r"|teilzeit|nebenberuf|parallel|temps partiel|tiempo parcial|meio período|contract\b",
    re.IGNORECASE,
)
"""What the first line under a role may say of it; titles of others ("students") are no sign."""


def _first_month(when: PartialDate) -> int:
    return when.year * 12 + (when.month or 1) - 1


def _last_month(when: PartialDate) -> int:
    return when.year * 12 + (when.month or 12) - 1
