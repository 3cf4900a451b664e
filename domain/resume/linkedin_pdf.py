"""LinkedIn's "Save to PDF" as a resume.

Its main column is drawn by one rule: the company in the largest type, then (with several roles) the
total time there, then per role the title, the dates with their length in brackets, the place, and
what the person wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.resume.dates import FoundDates, find_dates
from domain.resume.education import read_education
from domain.resume.experience import paragraphs
from domain.resume.header_lines import date_range, words_of
from domain.resume.headings import Section
from domain.resume.language_guess import guess_language
from domain.resume.layout import LaidOutText, Line, breaks_early
from domain.resume.linkedin_pages import (
    body_size,
    is_duration,
    is_linkedin_pdf,
    pages_of,
    section_of,
)
from domain.resume.linkedin_rail import read_rail
from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Extracted,
    Resume,
    ResumeText,
    Role,
    Work,
)
from domain.resume.places import is_country, place_score
from domain.resume.spans import take

__all__ = ["MADE_BY", "is_linkedin_pdf", "read_linkedin_pdf"]

MADE_BY = "linkedin_pdf"
_LARGER_PT = 0.3
"""Sizes of a company, a title and the text below differ by at least half a point."""
_REGION = re.compile(
    r"\b(?:area|region|greater|metropolitan|metroplex|remote|großraum|metropolregion|umgebung"
    r"|périphérie|région|alrededores|área|e região|região|home ?office)\b",
    re.IGNORECASE,
)
_LONGEST_PLACE = 70


def read_linkedin_pdf(document: LaidOutText) -> Resume:
    """Apply LinkedIn's own rules; values are spans of the text with the rail put first."""
    pages = pages_of(document)
    text = pages.document.text
    rail = read_rail(text, pages.rail)
    head, sections = _sections(text, pages.main)
    name, label, place = _head(text, head)
    work: list[Work] = []
    education: list[Education] = []
    summary: Extracted | None = None
    for section, lines in sections:
        if not lines:
            continue
        if section is Section.WORK:
            work += _work(text, lines)
        elif section is Section.EDUCATION:
            education += _education(text, lines)
        elif section is Section.SUMMARY and summary is None:
            summary = take(text, lines[0].start, lines[-1].end)
    return Resume(
        source=ResumeText(
            text=text,
            pages=document.pages,
            media_type=document.media_type,
            language=guess_language(text),
        ),
        contact=Contact(
            name=name,
            label=label,
            email=rail.email,
            phone=rail.phone,
            location=place,
            links=rail.links,
        ),
        summary=summary,
        work=tuple(work),
        education=tuple(education),
        skills=rail.skills,
        languages=rail.languages,
        certificates=rail.certificates,
        awards=rail.awards,
        publications=rail.publications,
        hidden=document.hidden,
        link_targets=document.links,
        made_by=MADE_BY,
        warnings=document.warnings,
    )


def _sections(
    text: str, lines: Sequence[Line]
) -> tuple[list[Line], list[tuple[Section, list[Line]]]]:
    """What stands above the first heading, and the sections below."""
    sizes = [line.size for line in lines if section_of(words_of(text, line)) is not None]
    size = max(sizes, default=0.0)
    head: list[Line] = []
    found: list[tuple[Section, list[Line]]] = []
    for line in lines:
        section = section_of(words_of(text, line)) if line.size >= size - _LARGER_PT else None
        if section is not None:
            found.append((section, []))
        elif found:
            found[-1][1].append(line)
        else:
            head.append(line)
    return head, found


def _head(
    text: str, lines: Sequence[Line]
) -> tuple[Extracted | None, Extracted | None, Extracted | None]:
    """Name, headline and place."""
    if not lines:
        return None, None, None
    largest = max(line.size for line in lines)
    named = 0
    while named < len(lines) and lines[named].size >= largest - _LARGER_PT and named < 3:
        named += 1
    if named == len(lines) and named > 1:
        named = 1  # all of one size: the name alone is the first line
    name = _whole(text, lines[:named])
    rest = list(lines[named:])
    place = None
    if rest:
        last = rest[-1]
        apart = len(rest) > 1 and (last.gap > 0 or breaks_early(rest[-2], last, text))
        if _is_place(text, last, is_apart=apart):
            place = take(text, last.start, last.end)
            rest.pop()
    return name, _whole(text, rest), place


@dataclass(slots=True)
class _Draft:
    title: list[Line]
    dates: DateRange
    body: list[Line] = field(default_factory=list)
    company: list[Line] | None = None
    """None: at the same company as the role above."""


def _work(text: str, lines: Sequence[Line]) -> Iterator[Work]:
    employer: Extracted | None = None
    roles: list[Role] = []
    for draft in _drafts(text, lines):
        if draft.company is not None:
            if roles:
                yield Work(employer=employer, roles=tuple(roles))
            employer, roles = _whole(text, draft.company), []
        roles.append(_role(text, draft))
    if roles:
        yield Work(employer=employer, roles=tuple(roles))


def _drafts(text: str, lines: Sequence[Line]) -> list[_Draft]:
    dated = [_dates(text, line) for line in lines]
    is_sized = any(
        found is not None and lines[index - 1].size > lines[index].size + _LARGER_PT
        for index, found in enumerate(dated)
        if index
    )
    drafts: list[_Draft] = []
    begins: list[tuple[int, int]] = []
    """First line of the header and first line of the body."""
    floor = 0
    for index, found in enumerate(dated):
        if found is None or index == floor:
            continue  # no title above: a date inside of a description
        if is_sized and lines[index - 1].size <= lines[index].size + _LARGER_PT:
            continue
        first, company, title = _above(text, lines, index, floor=floor, is_first=not drafts)
        dates = date_range(text, lines[index], found)
        drafts.append(_Draft(title=title, dates=dates, company=company))
        begins.append((first, index + 1))
        floor = index + 1
    ends = [first for first, _ in begins[1:]] + [len(lines)]
    for draft, (_, begin), end in zip(drafts, begins, ends, strict=False):
        draft.body = list(lines[begin:end])
    return drafts


def _above(
    text: str, lines: Sequence[Line], index: int, *, floor: int, is_first: bool
) -> tuple[int, list[Line] | None, list[Line]]:
    """The first header line of the role dated at ``index``, its company and its title."""
    size = lines[index - 1].size
    first = index - 1
    larger = size > lines[index].size + _LARGER_PT
    while larger and first > floor and abs(lines[first - 1].size - size) < _LARGER_PT:
        first -= 1  # a long title is wrapped
    title = list(lines[first:index])
    above = first - 1
    if above >= floor and is_duration(words_of(text, lines[above])):
        above -= 1
    has_total = above < first - 1
    end = above
    while above >= floor and lines[above].size > size + _LARGER_PT:
        above -= 1
    if end > above:
        return above + 1, list(lines[above + 1 : end + 1]), title
    # sizes tell nothing: white space above, or the total time below, gives the company away
    if end >= floor and (is_first or has_total or (not larger and lines[end].gap > 0.3)):
        return end, [lines[end]], title
    return first, None, title


def _dates(text: str, line: Line) -> FoundDates | None:
    """The range of a line that says when and how long, and nothing else."""
    words = words_of(text, line)
    if len(words) > 90 or line.bullet:
        return None
    found = next(iter(find_dates(words)), None)
    if found is None or words[: found.start].strip():
        return None
    rest = words[found.end :].strip(" .·")
    if rest:
        return found if is_duration(rest) else None
    return found if found.is_range else None


def _role(text: str, draft: _Draft) -> Role:
    body = draft.body
    place = None
    if body and not body[0].bullet and _is_place(text, body[0]):
        place = take(text, body[0].start, body[0].end)
        body = body[1:]
    return Role(
        title=_whole(text, draft.title),
        dates=draft.dates,
        location=place,
        highlights=tuple(paragraphs(text, body)),
    )


def _is_place(text: str, line: Line, *, is_apart: bool = False) -> bool:
    """True for a line that only says where."""
    words = words_of(text, line).strip()
    if not words or len(words) > _LONGEST_PLACE or words.endswith((".", ":", "!")):
        return False
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 4 or any(len(part.split()) > 5 for part in parts) or "|" in words:
        return False
    if not words[:1].isupper():
        return False
    return (
        place_score(words) >= (1.0 if is_apart else 2.0)
        or is_country(parts[-1])
        or (_REGION.search(words) is not None and len(words.split()) <= 6)
        or (len(parts) > 1 and place_score(", ".join(parts[-2:])) >= 2.0)
    )


def _education(text: str, lines: Sequence[Line]) -> Iterator[Education]:
    size = body_size(lines)
    largest = max(line.size for line in lines)
    if largest <= min(line.size for line in lines) + _LARGER_PT:
        yield from read_education(text, lines, body_size=size)
        return
    school: list[Line] = []
    below: list[Line] = []
    for line in lines:
        if line.size >= largest - _LARGER_PT:
            if below:
                yield _study(text, school, below)
                school, below = [], []
            elif school and line.gap > 0.3:
                yield _study(text, school, below)
                school = []
            school.append(line)
        else:
            below.append(line)
    if school or below:
        yield _study(text, school, below)


def _study(text: str, school: Sequence[Line], below: Sequence[Line]) -> Education:
    degree = dates = None
    if below:
        start, end = below[0].start, below[-1].end
        words = text[start:end].replace("\n", " ")
        found = [date for date in find_dates(words) if _is_set_apart(words, date)]
        if found:
            date = found[0]
            raw = take(text, start + date.start, start + date.end)
            if raw is not None:
                dates = DateRange(
                    raw=raw,
                    start=date.first if date.is_range else None,
                    end=date.last if date.is_range else date.first,
                    is_current=date.is_current,
                )
            end = start + date.start
        degree = take(text, start, end)
    return Education(institution=_whole(text, school), degree=degree, dates=dates)


def _is_set_apart(words: str, date: FoundDates) -> bool:
    """Dates stand at the end, in brackets or behind a dot."""
    before = words[: date.start].rstrip()
    return not before or before.endswith(("(", "·", "-", "–"))


def _whole(text: str, lines: Sequence[Line]) -> Extracted | None:
    """Lines that follow each other as one value."""
    return take(text, lines[0].start, lines[-1].end) if lines else None
