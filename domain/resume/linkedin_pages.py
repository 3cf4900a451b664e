"""The pages of LinkedIn's "Save to PDF", told apart: a rail of short lists and a main column.

The rail runs down the left side of one or more pages beside the main column, so a page-by-page text
would tear jobs apart. Here the rail of all pages comes first, then the main column of all pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from domain.resume.headings import Section, exact_section, fold
from domain.resume.layout import LaidOutText, Line, PageText, Piece

_FOOTER = re.compile(
    r"(?:Page|Seite|Página|Pagina|Pág\.)\s+\d{1,3}\s+(?:of|von|sur|de|di)\s+\d{1,3}", re.IGNORECASE
)
_OWN_LINK = re.compile(r"linkedin\.com/(?:in|pub)/[^()]{1,200}\(LinkedIn\)", re.IGNORECASE)
_TITLES: dict[str, Section] = {
    "contactar": Section.CONTACT,
    "top-kenntnisse": Section.SKILLS,
    "top kenntnisse": Section.SKILLS,
    "principales competences": Section.SKILLS,
    "aptitudes principales": Section.SKILLS,
    "principais competencias": Section.SKILLS,
    "honors-awards": Section.AWARDS,
    "auszeichnungen": Section.AWARDS,
    "prix": Section.AWARDS,
    "extracto": Section.SUMMARY,
    "formacao academica": Section.EDUCATION,
}
"""Headings of LinkedIn's that no other resume has; folded."""
_MAIN = {Section.SUMMARY, Section.WORK, Section.EDUCATION}
_RAIL = {Section.CONTACT, Section.SKILLS}
_DURATION_UNIT = (
    r"(?:years?|yrs?|months?|mos?|jahre?n?|monate?n?|ans?|mois|años?|anos?|m[eê]s(?:es)?)\.?"
)
_DURATION = re.compile(
    rf"\(?\s*\d{{1,2}}\s+{_DURATION_UNIT}(?:\s+\d{{1,2}}\s+{_DURATION_UNIT})?\s*\)?"
    r"|\(?(?:less than a year|weniger als ein jahr|moins d['’]un an|menos de un año"
    r"|menos de um ano)\)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[^\n()\d]{0,24}\d{4} [-–] [^\n()]{4,30}\((?:\d{1,2} "
    + _DURATION_UNIT
    + r"(?: \d{1,2} "
    + _DURATION_UNIT
    + r")?|less than a year|weniger als ein jahr|moins d['’]un an|menos de u[nm] a[ñn]o)\)",
    re.IGNORECASE,
)
"""A line of dates and their length."""
_RAIL_GAP_PT = 30.0
"""White space between the longest line of the rail and the main column, in points."""
_NEAR_PT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInPages:
    """The document in its own order, and which lines belong where."""

    document: LaidOutText
    rail: tuple[Line, ...]
    main: tuple[Line, ...]


def section_of(words: str) -> Section | None:
    """The section that a heading names, in the languages of the site."""
    key = fold(words).strip(" :")
    return _TITLES.get(key) or exact_section(words)


def is_duration(words: str) -> bool:
    """True for a stated length of time and nothing else.

    >>> is_duration("6 years 3 months"), is_duration("(2 Jahre)"), is_duration("3 releases")
    (True, True, False)
    """
    return len(words) <= 60 and _DURATION.fullmatch(" ".join(words.split())) is not None


def is_linkedin_pdf(document: LaidOutText) -> bool:
    """Whether LinkedIn wrote this PDF, by signs that only come together there.

    The signs: its own link with ``(LinkedIn)`` behind it, a numbered footer on every page, lines
    of dates with their length in brackets, and the headings of its two columns.
    """
    text = document.text
    cells = [
        text[cell.start : cell.end].strip()
        for line in document.lines[:2000]
        for cell in line.cells[:4]
        if cell.end - cell.start <= 90
    ]
    dated = sum(_DATED.fullmatch(one) is not None for one in cells)
    headings = {section_of(one) for one in cells if len(one) <= 40}
    if not headings & _MAIN:
        return False
    has_footers = sum(_FOOTER.fullmatch(one) is not None for one in cells) >= document.pages
    has_link = _OWN_LINK.search("".join(text[:8000].split())) is not None
    if has_link:
        return has_footers or dated > 0 or bool(headings & _RAIL)
    return has_footers and dated >= (1 if headings & _RAIL else 2)


def pages_of(document: LaidOutText) -> LinkedInPages:
    """Rail first, then the main column, footers last; every line keeps its size and place."""
    edge = _main_edge(document)
    rows: dict[int, list[tuple[Line, list[Piece]]]] = {0: [], 1: [], 2: []}
    for line in document.lines:
        for column, pieces in _sides(document.text, line, edge):
            rows[column].append((line, pieces))
    text = PageText()
    kept: list[int] = []
    for column, listed in rows.items():
        leading = _leading([line for line, _ in listed], is_rail=column == 0)
        previous: Line | None = None
        # rows of the rail and the main column may have been drawn in any order
        for line, pieces in sorted(listed, key=lambda row: (row[0].page, row[0].y)):
            text.add(
                pieces,
                column=column,
                y=line.y,
                size=line.size,
                gap=_gap(previous, line, leading),
                bullet=line.bullet,
                aside=column == 2,
            )
            kept.append(column)
            previous = line
    again = text.finish(
        pages=document.pages,
        media_type=document.media_type,
        hidden=document.hidden,
        links=document.links,
        warnings=document.warnings,
    )
    # texts are wrapped at the rail's own edge, however short the longest line of this one is
    lines = tuple(
        replace(line, right=max(line.right, edge - _RAIL_GAP_PT)) if line.column == 0 else line
        for line in again.lines
    )
    return LinkedInPages(
        document=again,
        rail=tuple(line for line in lines if line.column == 0),
        main=tuple(line for line in lines if line.column == 1),
    )


def body_size(lines: Sequence[Line]) -> float:
    """The size that most characters have, in points."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += line.end - line.start
    return counts.most_common(1)[0][0] if counts else 0.0


def _main_edge(document: LaidOutText) -> float:
    """Left edge of the main column, in points."""
    found: list[tuple[float, float]] = []
    for line in document.lines:
        for cell in line.cells:
            words = document.text[cell.start : cell.end]
            if len(words) <= 40 and section_of(words) in _MAIN:
                found.append((line.size, cell.x0))
    if found:
        largest = max(size for size, _ in found)
        return min(x0 for size, x0 in found if size >= largest - 0.5)
    return min((line.x0 for line in document.lines), default=0.0)


def _sides(text: str, line: Line, edge: float) -> Iterator[tuple[int, list[Piece]]]:
    """The line's parts by column: 0 rail, 1 main, 2 footers."""
    row = text[text.rfind("\n", 0, line.start) + 1 : line.end]
    if _FOOTER.fullmatch(row.strip()):
        yield 2, [Piece(text=row, x0=line.x0, x1=line.x1)]
        return
    sides: dict[int, list[Piece]] = {}
    for index, cell in enumerate(line.cells):
        words = text[cell.start : cell.end]
        if index == 0:  # with its list mark
            words = row[: cell.end - line.end] if cell.end < line.end else row
        piece = Piece(text=words, x0=cell.x0, x1=cell.x1, bold=cell.bold)
        sides.setdefault(0 if cell.x0 < edge - _NEAR_PT else 1, []).append(piece)
    yield from sides.items()


def _leading(lines: Sequence[Line], *, is_rail: bool) -> float:
    """Distance of lines in a paragraph; in the rail most lines are paragraphs of their own."""
    steps = [
        after.y - before.y
        for before, after in pairwise(lines)
        if after.page == before.page and 0 < after.y - before.y < 2.5 * after.size
    ]
    if not steps:
        return 12.0
    return min(steps) if is_rail else median(steps)


def _gap(previous: Line | None, line: Line, leading: float) -> float:
    """White space above, in line heights; none where a page ends, since the text may go on."""
    if previous is None or previous.page != line.page:
        return 0.0
    extra = (line.y - previous.y) / max(leading, 1.2 * line.size, 1.0) - 1.0
    return round(extra, 2) if extra > 0.12 else 0.0
