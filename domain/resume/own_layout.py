"""Resumes that our own press drew: type size alone says what a line is, so nothing is guessed.

The general rules weigh words, which cannot tell an employer from a title in every language. A
document whose every line keeps to the type sizes of one theme, under headings that we write, is
read by its sizes instead (:mod:`domain.career_documents.type_sizes`). Any line that does not fit
makes the whole document an ordinary one. Values are spans here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.career_documents.headings import section_named
from domain.career_documents.model import DocumentSection
from domain.career_documents.type_sizes import SIZES, TypeSizes
from domain.resume.dates import find_dates
from domain.resume.language_guess import guess_language
from domain.resume.layout import LaidOutText, Line
from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Entry,
    Extracted,
    Resume,
    ResumeText,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)
from domain.resume.spans import quote
from domain.skills import canonical

MADE_BY = "careergini"
_SAME_POINTS = 0.06
"""Readers round sizes to a tenth of a point."""
_WRAPPED_EM = 1.4
"""Baselines of a wrapped line are nearer than this, those of the next paragraph are farther.

The template sets 1.24 to 1.34 em for the one and at least 1.46 em for the other."""
_PART = re.compile(r"\s\|\s")
_YEAR = re.compile(r"(?<!\d)(?:19|20|21|13|14|25)\d\d(?!\d)")
"""Also of the Persian and Thai calendars; the digits may be of any script."""
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")

Bounds = tuple[int, int]


@dataclass(slots=True)
class _Line:
    """A logical line: what was wrapped is joined."""

    start: int
    end: int
    kind: str
    bullet: bool = False


@dataclass(slots=True)
class _Group:
    """An entry line and what stands below it."""

    head: _Line | None
    below: list[_Line] = field(default_factory=list)


def read_own_layout(document: LaidOutText) -> Resume | None:
    """The resume when the document keeps to one of our ladders of sizes, else None."""
    lines = [line for line in document.lines if line.end > line.start]
    if len(lines) < 2:
        return None
    for sizes in SIZES.values():
        kinds = [_kind(line, sizes) for line in lines]
        if kinds[0] == "name" and all(kinds) and "heading" in kinds:
            return _Reader(document, _joined(document, lines, kinds)).read()
    return None


def _kind(line: Line, sizes: TypeSizes) -> str:
    for name in TypeSizes.__slots__:
        if abs(getattr(sizes, name) - line.size) <= _SAME_POINTS:
            return str(name)
    return ""


def _joined(document: LaidOutText, lines: Sequence[Line], kinds: Sequence[str]) -> list[_Line]:
    """Wrapped lines as one. List items run on until the next mark or another size."""
    found: list[_Line] = []
    previous: Line | None = None
    flows = False
    for line, kind in zip(lines, kinds, strict=True):
        last = found[-1] if found else None
        # word processors' files have no wrapped lines and no places on a page
        near = (
            previous is not None
            and previous.page == line.page
            and 0 < line.y - previous.y < _WRAPPED_EM * line.size
        )
        runs_on = last is not None and not line.bullet and last.kind == kind
        if last is not None and runs_on and (near or (last.bullet and kind == "body") or flows):
            last.end = line.end
        else:
            found.append(_Line(line.start, line.end, kind, bullet=line.bullet))
        if kind == "heading":
            words = document.text[line.start : line.end]
            flows = section_named(words) is DocumentSection.SUMMARY
        previous = line
    return found


def _is_phone(words: str) -> bool:
    """Mostly digits, beginning like a number ("020 7946 0018 ext. 4")."""
    digits = sum(map(str.isdecimal, words))
    begins = words[:1].isdecimal() or words[:1] in {"+", "("}
    return begins and digits >= 6 and digits > sum(map(str.isalpha, words))


class _Reader:
    def __init__(self, document: LaidOutText, lines: Sequence[_Line]) -> None:
        self._document = document
        self._text = document.text
        self._lines = lines

    def read(self) -> Resume | None:
        """None when a heading is not one of ours."""
        sections: dict[DocumentSection, list[_Line]] = {}
        head: list[_Line] = []
        current = head
        for line in self._lines:
            if line.kind == "heading":
                named = section_named(self._words(line))
                if named is None or named in sections:
                    return None
                current = sections.setdefault(named, [])
            else:
                current.append(line)
        skills = sections.get(DocumentSection.SKILLS, [])
        entries = {
            section: self._entries(sections.get(section, []))
            for section in (
                DocumentSection.PROJECTS,
                DocumentSection.CERTIFICATES,
                DocumentSection.AWARDS,
                DocumentSection.PUBLICATIONS,
                DocumentSection.VOLUNTEER,
            )
        }
        return Resume(
            source=ResumeText(
                text=self._text,
                pages=self._document.pages,
                media_type=self._document.media_type,
                language=guess_language(self._text),
            ),
            contact=self._contact(head),
            summary=self._whole(sections.get(DocumentSection.SUMMARY, [])),
            work=self._work(sections.get(DocumentSection.WORK, [])),
            education=self._education(sections.get(DocumentSection.EDUCATION, [])),
            skills=tuple(skill for line in skills for skill in self._skills(line)),
            languages=self._languages(sections.get(DocumentSection.LANGUAGES, [])),
            projects=entries[DocumentSection.PROJECTS],
            certificates=entries[DocumentSection.CERTIFICATES],
            awards=entries[DocumentSection.AWARDS],
            publications=entries[DocumentSection.PUBLICATIONS],
            volunteer=entries[DocumentSection.VOLUNTEER],
            hidden=self._document.hidden,
            link_targets=self._document.links,
            warnings=self._document.warnings,
            made_by=MADE_BY,
        )

    def _words(self, line: _Line) -> str:
        return self._text[line.start : line.end]

    def _value(self, bounds: Bounds) -> Extracted:
        start, end = bounds
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        words = quote(self._text[start:end])
        return Extracted(text=words, span=Span(start=start, end=end))

    def _line_value(self, line: _Line) -> Extracted:
        return self._value((line.start, line.end))

    def _parts(self, line: _Line, cut: re.Pattern[str] = _PART) -> list[Bounds]:
        """Pieces between separators."""
        parts: list[Bounds] = []
        position = line.start
        for mark in cut.finditer(self._text, line.start, line.end):
            parts.append((position, mark.start()))
            position = mark.end()
        parts.append((position, line.end))
        return [part for part in parts if self._text[slice(*part)].strip()]

    def _contact(self, lines: Sequence[_Line]) -> Contact:
        contact = Contact()
        links: list[Extracted] = []
        for line in lines:
            if line.kind == "name":
                contact = replace(contact, name=self._line_value(line))
                continue
            if line.kind == "label":
                contact = replace(contact, label=self._line_value(line))
                continue
            for part in self._parts(line):
                value = self._value(part)
                words = value.text
                if "@" in words and " " not in words and contact.email is None:
                    contact = replace(contact, email=value)
                elif contact.phone is None and _is_phone(words):
                    contact = replace(contact, phone=value)
                elif _LINK.fullmatch("".join(words.split())):
                    links.append(value)
                elif contact.location is None:
                    contact = replace(contact, location=value)
        return replace(contact, links=tuple(links))

    def _whole(self, lines: Sequence[_Line]) -> Extracted | None:
        return self._value((lines[0].start, lines[-1].end)) if lines else None

    def _is_when(self, part: Bounds) -> bool:
        words = self._text[slice(*part)]
        plain = "".join(str(int(one)) if one.isdecimal() else one for one in words)
        return bool(_YEAR.search(plain)) and len(words.split()) <= 9

    def _dates(self, part: Bounds) -> DateRange:
        raw = self._value(part)
        found = next(find_dates(raw.text), None)
        if found is None:
            return DateRange(raw=raw, start=None, end=None)
        return DateRange(raw=raw, start=found.first, end=found.last, is_current=found.is_current)

    def _headed(self, line: _Line) -> tuple[Extracted | None, DateRange | None, Extracted | None]:
        """Name, time and the other part (place, issuer) of an entry or role."""
        parts = self._parts(line)
        if parts and self._is_when(parts[0]) and len(parts) == 1 and self._is_time(parts[0]):
            return None, self._dates(parts[0]), None
        dates: DateRange | None = None
        other: Extracted | None = None
        times = [place for place in range(1, len(parts)) if self._is_when(parts[place])]
        # of a position, everything in front of its dates is its title, bars and all
        named = times[0] if times and line.kind == "role" else min(1, len(parts))
        name = self._value((parts[0][0], parts[named - 1][1])) if named else None
        for part in parts[named:]:
            if dates is None and self._is_when(part):
                dates = self._dates(part)
            elif other is None:
                other = self._value(part)
        return name, dates, other

    def _is_time(self, part: Bounds) -> bool:
        """Whether a part says nothing but when."""
        words = quote(self._text[slice(*part)])
        found = next(find_dates(words), None)
        return found is not None and found.end - found.start >= len(words.strip()) - 1

    def _groups(self, lines: Sequence[_Line]) -> list[_Group]:
        groups: list[_Group] = []
        for line in lines:
            if line.kind == "entry":
                groups.append(_Group(line))
            elif groups:
                groups[-1].below.append(line)
            else:
                groups.append(_Group(None, [line]))
        return groups

    def _work(self, lines: Sequence[_Line]) -> tuple[Work, ...]:
        found: list[Work] = []
        for group in self._groups(lines):
            employer, _, place = self._headed(group.head) if group.head else (None, None, None)
            roles: list[Role] = []
            for line in group.below:
                if line.kind == "role":
                    title, dates, where = self._headed(line)
                    roles.append(Role(title=title, dates=dates, location=where))
                    continue
                last = roles.pop() if roles else Role(title=None)
                said = (*last.highlights, self._line_value(line))
                roles.append(replace(last, highlights=said))
            found.append(Work(employer=employer, location=place, roles=tuple(roles)))
        return tuple(found)

    def _education(self, lines: Sequence[_Line]) -> tuple[Education, ...]:
        found: list[Education] = []
        for group in self._groups(lines):
            school, _, place = self._headed(group.head) if group.head else (None, None, None)
            study = Education(institution=school, location=place)
            for line in group.below:
                if line.kind == "role":
                    if study.degree or study.dates or study.grade:
                        found.append(study)  # a degree without a school of its own
                        study = Education(institution=None)
                    degree, dates, _ = self._headed(line)
                    study = replace(study, degree=degree, dates=dates)
                else:
                    study = replace(study, grade=self._line_value(line))
            found.append(study)
        return tuple(found)

    def _entries(self, lines: Sequence[_Line]) -> tuple[Entry, ...]:
        found: list[Entry] = []
        for group in self._groups(lines):
            if group.head is None:
                continue
            name, dates, issuer = self._headed(group.head)
            if name is not None:
                detail = tuple(self._line_value(line) for line in group.below)
                found.append(Entry(name=name, detail=detail, dates=dates, issuer=issuer))
        return tuple(found)

    def _skills(self, line: _Line) -> list[Skill]:
        start, label = line.start, None
        words = self._words(line)
        colon = re.match(r"[^,|:]{1,60}:\s", words)
        if colon:
            start, label = line.start + colon.end(), quote(words[: colon.end()].strip()[:-1])
        rest = _Line(start, line.end, line.kind)
        many = _PART.search(self._text, start, line.end)
        parts = self._parts(rest, _PART if many else re.compile(r",\s"))
        values = [self._value(part) for part in parts]
        return [Skill(name=value, canonical=canonical(value.text), group=label) for value in values]

    def _languages(self, lines: Sequence[_Line]) -> tuple[SpokenLanguage, ...]:
        found: list[SpokenLanguage] = []
        for line in lines:
            for start, end in self._parts(line):
                colon = self._text.find(": ", start, end)
                if colon < 0:
                    found.append(SpokenLanguage(language=self._value((start, end))))
                else:
                    found.append(
                        SpokenLanguage(
                            language=self._value((start, colon)),
                            fluency=self._value((colon + 1, end)),
                        )
                    )
        return tuple(found)
