"""The rule parser: laid-out text in, resume out. Pure, and it never invents.

Every value is cut out of the text; what no rule finds stays absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.resume.contact import read_contact
from domain.resume.education import read_education
from domain.resume.experience import paragraphs, read_work
from domain.resume.header_lines import dates_in, words_of
from domain.resume.headings import Section, fold
from domain.resume.language_guess import guess_language
from domain.resume.layout import LaidOutText, Line
from domain.resume.listings import read_item, read_list, read_projects, read_volunteering
from domain.resume.model import Extracted, Resume, ResumeText
from domain.resume.sections import Part, split_sections
from domain.resume.skill_lists import read_languages, read_skills
from domain.resume.vocabulary import degree_score, has_school, title_score
from domain.skills import canonical


def source_of(document: LaidOutText) -> ResumeText:
    """The text that all spans point into."""
    return ResumeText(
        text=document.text,
        pages=document.pages,
        media_type=document.media_type,
        language=guess_language(document.text),
    )


def read_resume(document: LaidOutText) -> Resume:
    """Apply all rules to a document.

    >>> from domain.resume.layout import PageText, Piece
    >>> page = PageText()
    >>> page.add([Piece(text="Jane Smith")])
    >>> page.add([Piece(text="jane.smith@example.com | Springfield, IL")])
    >>> read_resume(page.finish(pages=1, media_type="text/plain")).contact.name.text
    'Jane Smith'
    """
    text = document.text
    parts = _with_hidden_education(text, _with_hidden_work(text, split_sections(document)))
    body_size = _body_size(document.lines)
    skills, spoken, certified = read_skills(
        text, _lines(parts, Section.SKILLS), canonical=canonical
    )
    among_skills = [read_item(text, start, end)[0] for start, end in certified]
    spoken = [*read_languages(text, _lines(parts, Section.LANGUAGES)), *spoken]
    work = tuple(
        job
        for lines in _runs(parts, Section.WORK)
        for job in read_work(text, lines, body_size=body_size)
    )
    return Resume(
        source=source_of(document),
        contact=read_contact(text, parts, body_size=body_size),
        summary=_summary(text, parts),
        work=work,
        education=tuple(
            study
            for lines in _runs(parts, Section.EDUCATION)
            for study in read_education(text, lines, body_size=body_size)
        ),
        skills=tuple(skills),
        languages=tuple(spoken),
        projects=read_projects(text, _lines(parts, Section.PROJECTS), body_size=body_size),
        certificates=(
            *read_list(text, _lines(parts, Section.CERTIFICATES)),
            *(entry for entry in among_skills if entry is not None),
        ),
        awards=read_list(text, _lines(parts, Section.AWARDS)),
        volunteer=read_volunteering(text, _lines(parts, Section.VOLUNTEER), body_size=body_size),
        publications=read_list(text, _lines(parts, Section.PUBLICATIONS)),
        hidden=document.hidden,
        link_targets=document.links,
        warnings=document.warnings,
    )


def _lines(parts: Sequence[Part], section: Section) -> list[Line]:
    return [line for part in parts if part.section is section for line in part.lines]


def _runs(parts: Sequence[Part], section: Section) -> list[list[Line]]:
    """Lines per heading: a part without a heading continues the one before it."""
    runs: list[list[Line]] = []
    for part in parts:
        if part.section is not section:
            continue
        if part.heading or not runs:
            runs.append([])
        runs[-1] += part.lines
    return [run for run in runs if run]


def _body_size(lines: Sequence[Line]) -> float:
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += line.end - line.start
    return counts.most_common(1)[0][0] if counts else 0.0


def _summary(text: str, parts: Sequence[Part]) -> Extracted | None:
    for part in parts:
        if part.section is Section.SUMMARY and part.lines:
            values = paragraphs(text, part.lines)
            if values:
                first, last = values[0], values[-1]
                span = type(first.span)(start=first.span.start, end=last.span.end)
                quoted = " ".join(text[span.start : span.end].split())
                if len(values) == 1:
                    return first
                return Extracted(text=quoted, span=span)
    return None


def _has_jobs(text: str, part: Part) -> bool:
    dated = any(date.is_range for line in part.lines for date in dates_in(text, line))
    return dated and any(title_score(words_of(text, line)) >= 2.5 for line in part.lines)


def _head(text: str, line: Line) -> str:
    """What stands in front of a line's first date; the whole line when it has none."""
    dates = dates_in(text, line)
    value = words_of(text, line)
    return value[: dates[0].start] if dates and dates[0].start else value


def _is_banner(text: str, line: Line, below: Line) -> bool:
    """True for an employer on a line of its own above the first job."""
    words = words_of(text, line)
    return (
        line.cells[0].bold
        and not line.bullet
        and below.gap <= 0.3
        and len(words.split()) <= 8
        and "@" not in words
        and not words.rstrip().endswith((".", ":"))
    )


def _with_hidden_education(text: str, parts: list[Part]) -> list[Part]:
    """Degrees without a heading of their own: they follow the jobs, or fill another section."""
    if any(part.section is Section.EDUCATION for part in parts):
        return parts
    for position, part in enumerate(parts):
        if part.section not in {Section.WORK, Section.OTHER}:
            continue
        for index, line in enumerate(part.lines):
            if line.bullet or not _is_degree_line(text, part.lines, index):
                continue
            above = part.lines[index - 1] if index else None
            if above is not None and has_school(_head(text, above)) and not above.bullet:
                index -= 1  # the school stands above its degree
            if part.section is Section.WORK and index == 0:
                break
            rest = Part(section=Section.EDUCATION, heading="", lines=part.lines[index:])
            before = Part(section=part.section, heading=part.heading, lines=part.lines[:index])
            return [*parts[:position], before, rest, *parts[position + 1 :]]
    return parts


def _is_degree_line(text: str, lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    head = _head(text, line)
    around = lines[max(0, index - 1) : index + 2]
    above = lines[index - 1] if index else None
    return (
        degree_score(head) >= 3.5  # the degree leads the line: not "St Anne's High School"
        and (above is None or title_score(_head(text, above)) < 2.5 or line.gap > 0.1)
        and len(head.split()) <= 14
        and not head.rstrip().endswith(".")
        and (title_score(head) < 3.0 or has_school(head))
        and any(has_school(_head(text, near)) for near in around if not near.bullet)
    )


def _with_hidden_work(text: str, parts: list[Part]) -> list[Part]:
    """Jobs without a heading of their own: found where dated titles stand in another section."""
    for part in parts:
        if fold(part.heading) in {"research", "teaching"} and _has_jobs(text, part):
            part.section = Section.WORK
    if any(part.section is Section.WORK for part in parts):
        return parts
    for position, part in enumerate(parts):
        if part.section not in {Section.SUMMARY, Section.OTHER, Section.HEADER}:
            continue
        for index, line in enumerate(part.lines):
            dated = any(date.is_range for date in dates_in(text, line))
            if not dated or line.bullet:
                continue
            around = part.lines[max(0, index - 1) : index + 2]
            if any(title_score(_head(text, near)) >= 2.5 for near in around):
                first = index
                if title_score(_head(text, line)) < 2.5 and index:
                    first = index - 1
                above = part.lines[first - 1] if first else None
                if above is not None and _is_banner(text, above, part.lines[first]):
                    first -= 1
                rest = Part(section=Section.WORK, heading="", lines=part.lines[first:])
                before = Part(section=part.section, heading=part.heading, lines=part.lines[:first])
                return [*parts[:position], before, rest, *parts[position + 1 :]]
    return parts
