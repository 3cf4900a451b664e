"""A resume with some characters of its text replaced: every span follows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.resume.layout import PageText, Piece
from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Entry,
    Extracted,
    Resume,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)
from domain.resume.reading import read_resume
from domain.resume.spans import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Characters ``start`` to ``end`` become ``words``; equal offsets insert."""

    start: int
    end: int
    words: str


def rewritten(resume: Resume, edits: Iterable[Edit]) -> Resume:
    """The same resume over the changed text. Edits that overlap an earlier one are left out.

    >>> from domain.resume.model import ResumeText
    >>> resume = Resume(source=ResumeText(text="Jo Doe, nurse", pages=1, media_type="text/plain"))
    >>> rewritten(resume, [Edit(start=0, end=6, words="Kim Lee")]).source.text
    'Kim Lee, nurse'
    """
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, -each.end)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    moved = _Moved(resume.source.text, chosen)
    return replace(
        resume,
        source=replace(resume.source, text=moved.text),
        contact=Contact(
            name=moved.value(resume.contact.name),
            label=moved.value(resume.contact.label),
            email=moved.value(resume.contact.email),
            phone=moved.value(resume.contact.phone),
            location=moved.value(resume.contact.location),
            links=moved.values(resume.contact.links),
        ),
        summary=moved.value(resume.summary),
        work=tuple(moved.work(each) for each in resume.work),
        education=tuple(moved.study(each) for each in resume.education),
        skills=tuple(moved.skill(each) for each in resume.skills),
        languages=tuple(moved.language(each) for each in resume.languages),
        projects=moved.entries(resume.projects),
        certificates=moved.entries(resume.certificates),
        awards=moved.entries(resume.awards),
        volunteer=moved.entries(resume.volunteer),
        publications=moved.entries(resume.publications),
    )


def read_again(resume: Resume) -> Resume:
    """Read the visible text anew, line by line, without the layout of the file.

    Less exact than the file's own reading, so compare it with another reading of this kind only.
    """
    page = PageText()
    gap = 0.0
    for line in resume.source.text.split("\n"):
        if not line.strip():
            gap = 1.0
            continue
        page.add([Piece(text=cell) for cell in line.split("\t")], gap=gap)
        gap = 0.0
    return read_resume(page.finish(pages=1, media_type="text/plain"))


class _Moved:
    """Old offsets to new ones."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._edits = edits
        self._shifts: list[int] = []
        position, shift = 0, 0
        for edit in edits:
            parts += [text[position : edit.start], edit.words]
            position = edit.end
            self._starts.append(edit.start)
            self._shifts.append(shift)
            shift += len(edit.words) - (edit.end - edit.start)
        parts.append(text[position:])
        self._last = shift
        self.text = "".join(parts)

    def offset(self, old: int, *, is_end: bool) -> int:
        index = bisect_right(self._starts, old) - 1
        if index < 0:
            return old
        edit, before = self._edits[index], self._shifts[index]
        after = before + len(edit.words) - (edit.end - edit.start)
        if edit.start == edit.end:  # an insertion belongs to what stands behind it
            return old + (before if is_end and old == edit.start else after)
        if old >= edit.end:
            return old + after
        if old == edit.start:
            return old + before
        # inside of what was replaced: to its edge
        return edit.start + before + (len(edit.words) if is_end else 0)

    def value(self, value: Extracted | None) -> Extracted | None:
        return None if value is None else self.sure(value)

    def sure(self, value: Extracted) -> Extracted:
        start = self.offset(value.span.start, is_end=False)
        end = max(start, self.offset(value.span.end, is_end=True))
        if end == start and end < len(self.text):
            end = start + 1
        return replace(value, text=quote(self.text[start:end]), span=Span(start=start, end=end))

    def values(self, values: Iterable[Extracted]) -> tuple[Extracted, ...]:
        return tuple(self.sure(each) for each in values)

    def dates(self, dates: DateRange | None) -> DateRange | None:
        return None if dates is None else replace(dates, raw=self.sure(dates.raw))

    def work(self, work: Work) -> Work:
        return replace(
            work,
            employer=self.value(work.employer),
            location=self.value(work.location),
            roles=tuple(self.role(each) for each in work.roles),
        )

    def role(self, role: Role) -> Role:
        return replace(
            role,
            title=self.value(role.title),
            dates=self.dates(role.dates),
            location=self.value(role.location),
            highlights=self.values(role.highlights),
        )

    def study(self, study: Education) -> Education:
        return replace(
            study,
            institution=self.value(study.institution),
            degree=self.value(study.degree),
            dates=self.dates(study.dates),
            location=self.value(study.location),
            grade=self.value(study.grade),
        )

    def skill(self, skill: Skill) -> Skill:
        return replace(skill, name=self.sure(skill.name))

    def language(self, spoken: SpokenLanguage) -> SpokenLanguage:
        return replace(
            spoken, language=self.sure(spoken.language), fluency=self.value(spoken.fluency)
        )

    def entries(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(
            replace(
                each,
                name=self.sure(each.name),
                detail=self.values(each.detail),
                dates=self.dates(each.dates),
                issuer=self.value(each.issuer),
            )
            for each in entries
        )
