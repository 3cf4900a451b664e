"""Where a line of the document stands: its section and the number of its entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from domain.resume.headings import Section, exact_section
from domain.resume.model import Resume
from domain.resume.spans import values_of

_OF_FIELD: Mapping[str, Section] = {
    "contact": Section.HEADER,
    "summary": Section.SUMMARY,
    "work": Section.WORK,
    "education": Section.EDUCATION,
    "skills": Section.SKILLS,
    "languages": Section.LANGUAGES,
    "projects": Section.PROJECTS,
    "certificates": Section.CERTIFICATES,
    "awards": Section.AWARDS,
    "volunteer": Section.VOLUNTEER,
    "publications": Section.PUBLICATIONS,
}
_NUMBERED = frozenset(
    {Section.WORK, Section.EDUCATION, Section.PROJECTS, Section.VOLUNTEER, Section.CERTIFICATES}
)
_WORDS = {Section.HEADER: "header", Section.CONTACT: "contact details", Section.OTHER: "other text"}
_LABEL = re.compile(r"\s*([^\W\d_][^:\n]{1,38}?)\s*[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One physical line of the visible text."""

    start: int
    end: int
    section: Section
    entry: int = 0
    """1-based number of the job, course of study, …; 0 outside of one."""
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """The visible text line by line."""

    text: str
    lines: tuple[PlacedLine, ...]
    starts: tuple[int, ...]
    """First characters of the lines."""

    def at(self, offset: int) -> PlacedLine:
        """The line that holds a character."""
        index = bisect_right(self.starts, offset) - 1
        return self.lines[max(0, index)]

    def where(self, offset: int) -> str:
        """For people: "work, 2nd entry"."""
        line = self.at(offset)
        words = _WORDS.get(line.section, line.section.value)
        if line.entry and line.section in _NUMBERED:
            return f"{words}, {_ordinal(line.entry)} entry"
        return words


def placed(resume: Resume) -> PlacedText:
    """Sections by extracted values, else by the heading above."""
    text = resume.source.text
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    owners: dict[int, tuple[Section, int]] = {}
    for path, value in values_of(resume):
        field, _, rest = path.partition(".")
        section = _OF_FIELD.get(field)
        if section is None:
            continue
        entry = int(rest.partition(".")[0]) + 1 if rest[:1].isdigit() else 0
        first = bisect_right(starts, value.span.start) - 1
        last = bisect_right(starts, max(value.span.start, value.span.end - 1)) - 1
        for number in range(max(0, first), last + 1):
            # a contact value inside a job's line does not make it a header line
            if number not in owners or section is not Section.HEADER:
                owners.setdefault(number, (section, entry))
    lines: list[PlacedLine] = []
    current: tuple[Section, int] = (Section.HEADER, 0)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        words = text[start:end]
        heading = exact_section(words) if len(words) <= 60 else None
        if number in owners:
            current = owners[number]
            heading = None if current[0] is not heading else heading
        elif heading is not None:
            current = (heading, 0)
        else:
            label = _LABEL.match(words)
            labelled = exact_section(label[1]) if label else None
            if labelled is not None and labelled is not Section.HEADER:
                current = (labelled, 0)
        lines.append(
            PlacedLine(
                start=start,
                end=end,
                section=current[0],
                entry=current[1],
                is_heading=heading is not None,
            )
        )
    return PlacedText(text=text, lines=tuple(lines), starts=tuple(starts))


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
