"""Which part of the page is about what: headings found by name, style and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.resume.dates import find_dates
from domain.resume.headings import Section, exact_section, qualified_section
from domain.resume.layout import LaidOutText, Line
from domain.resume.vocabulary import company_score, degree_score, title_score

_PAGE_NUMBER = re.compile(
    r"^(?:(?:page|seite|página|pagina|pág\.?)\s*)?\d{1,3}(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,3})?$"
    r"|^.{0,60}\b(?:page|seite|página)\s+\d{1,3}(?:\s*(?:/|of|von|de)\s*\d{1,3})?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[^\W\d][\w .()/-]{1,40},\s*(?:den|le|a|em|lì)?\s*\d{1,2}\.?\s\D{3,16}\d{4}$")
"""Place and date of signing at the end ("Leipzig, den 3. Mai 2024")."""
_LABELLED = {
    Section.SKILLS, Section.LANGUAGES, Section.INTERESTS, Section.SUMMARY, Section.CERTIFICATES,
    Section.AWARDS, Section.PUBLICATIONS,
}  # fmt: skip
_ANCHORS = {Section.WORK, Section.EDUCATION, Section.SKILLS, Section.PROJECTS}

_SAME_EDGE_PT = 24
"""A column goes on where its left edge is this near (points): list items may stand in."""

Style = tuple[float, bool, bool]
"""Size, bold, capitals."""


@dataclass(slots=True, kw_only=True)
class Part:
    """Lines of one section; ``heading`` is None where it continues on another page or column."""

    section: Section
    heading: str = ""
    lines: list[Line] = field(default_factory=list)


def split_sections(document: LaidOutText) -> list[Part]:
    """The document's lines by section, in reading order."""
    return _Splitter(document).split()


class _Splitter:
    def __init__(self, document: LaidOutText) -> None:
        self._text = document.text
        self._lines = _without_furniture(document)
        self._styled = any(line.size for line in self._lines) or any(
            line.bold for line in self._lines
        )
        self._body = self._body_style()
        self._anchor_styles, self._levels = self._heading_styles()

    def split(self) -> list[Part]:
        parts: list[Part] = [Part(section=Section.HEADER)]
        edges: list[tuple[int, float, Part]] = []
        skip = 0
        for index, line in enumerate(self._lines):
            if skip:
                skip -= 1
                continue
            previous = self._lines[index - 1] if index else None
            moved = previous is not None and (line.page, line.column) != (
                previous.page,
                previous.column,
            )
            if moved and previous is not None:
                edges.append((previous.page, self._edge(previous), parts[-1]))
            if line.aside:
                if parts[-1].section is not Section.OTHER:
                    parts.append(Part(section=Section.OTHER))
                parts[-1].lines.append(line)
                continue
            rail = self._rail_heading(index, parts[-1].section)
            if rail is not None:
                section, words, rest = rail
                parts.append(Part(section=section, heading=words, lines=[*rest]))
                skip = len(rest) - 1
                continue
            section_found = self._heading(index, parts[-1].section)
            if section_found is not None:
                parts.append(Part(section=section_found, heading=self._of(line).strip()))
                continue
            labelled = self._labelled(index, parts[-1].section)
            if labelled is not None:
                parts.append(Part(section=labelled[0], heading=labelled[1], lines=[labelled[2]]))
                continue
            if moved:
                parts.append(Part(section=self._continued(line, edges, parts[-1].section)))
            parts[-1].lines.append(line)
        return [part for part in parts if part.lines or part.heading]

    def _of(self, line: Line) -> str:
        return self._text[line.start : line.end]

    def _style(self, line: Line) -> Style:
        words = self._of(line)
        letters = [ch for ch in words if ch.isalpha()]
        caps = len(letters) > 2 and all(not ch.islower() for ch in letters)
        # half points tell a heading from a job title; smaller differences are drawing noise
        return (round(line.size * 2) / 2, line.cells[0].bold, caps)

    def _body_style(self) -> Style:
        counts: Counter[Style] = Counter()
        for line in self._lines:
            size, bold, _ = self._style(line)
            counts[size, bold, False] += line.end - line.start
        return counts.most_common(1)[0][0] if counts else (0.0, False, False)

    def _heading_styles(self) -> tuple[set[Style], set[int]]:
        styles: Counter[Style] = Counter()
        levels: Counter[int] = Counter()
        for line in self._lines:
            if len(line.cells) != 1 or exact_section(self._of(line)) not in _ANCHORS:
                continue
            styles[self._style(line)] += 1
            if line.level is not None:
                levels[line.level] += 1
        chosen = {style for style, _ in styles.most_common() if self._stands_out(style)}
        top = {levels.most_common(1)[0][0]} if levels else set()
        return chosen, top

    def _stands_out(self, style: Style) -> bool:
        size, bold, caps = style
        return size > self._body[0] or (bold and not self._body[1]) or caps

    def _heading(self, index: int, current: Section) -> Section | None:
        line = self._lines[index]
        words = self._of(line)
        if len(line.cells) != 1 or len(words) > 60 or "@" in words:
            return None
        style = self._style(line)
        known = style in self._anchor_styles or (
            line.level is not None and line.level in self._levels
        )
        exact = exact_section(words)
        if line.bullet and not (exact and known):
            return None
        if exact is not None:
            return exact if self._accepts_exact(index, exact, current, known=known) else None
        if words.rstrip().endswith((".", ",")) or any(True for _ in find_dates(words)):
            return None
        if known:
            qualified = qualified_section(words)
            if qualified is not None and (style[0] > self._body[0] or style[2] or line.level):
                return qualified
            if qualified in {Section.WORK, Section.PROJECTS, Section.VOLUNTEER} and line.gap > 0:
                return qualified
            if current is not Section.HEADER and self._is_unmistakable(line, style):
                return None if self._heads_an_entry(index, current) else Section.OTHER
        return None

    def _accepts_exact(self, index: int, exact: Section, current: Section, *, known: bool) -> bool:
        line = self._lines[index]
        if known or line.level is not None:
            return True
        style = self._style(line)
        words = self._of(line).strip()
        if self._styled and self._anchor_styles:
            # other headings stand out and this line does not: it is a word of the text
            return self._stands_out(style) and (
                line.gap > 0.1 or style[2] or style[0] > self._body[0]
            )
        if self._styled and self._stands_out(style):
            return True
        first = index == 0
        spaced = line.gap >= 0.9
        if current is Section.SKILLS and exact is Section.LANGUAGES and not spaced:
            return False
        return first or spaced or style[2] or words.endswith(":")

    def _heads_an_entry(self, index: int, current: Section) -> bool:
        """True for a job's title or a degree drawn as large as a heading, above its dates."""
        words = self._of(self._lines[index])
        signs = {Section.WORK: title_score, Section.EDUCATION: degree_score}.get(current)
        below = self._lines[index + 1 : index + 3]
        return (
            signs is not None
            and max(signs(words), company_score(words)) >= 2.0
            and any(date.is_range for line in below for date in find_dates(self._of(line)))
        )

    def _is_unmistakable(self, line: Line, style: Style) -> bool:
        words = self._of(line).split()
        if line.level is not None and line.level in self._levels:
            return True
        larger = style[0] > self._body[0]
        caps_style = style[2] and all(anchor[2] for anchor in self._anchor_styles)
        return (
            (larger or (caps_style and line.cells[0].bold and line.gap > 0.1))
            and len(words) <= 5
            and not re.search(r"\d", self._of(line))
        )

    def _rail_heading(self, index: int, current: Section) -> tuple[Section, str, list[Line]] | None:
        """A heading in the first cell of its first line ("Experience | Engineer | 2020")."""
        line = self._lines[index]
        if len(line.cells) < 2 or line.bullet:
            return None
        label = self._text[line.cells[0].start : line.cells[0].end]
        rest = _after_first_cell(line)
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        section = exact_section(label)
        if following is not None and len(following.cells) >= 2:
            second = self._text[following.cells[0].start : following.cells[0].end]
            joined = exact_section(f"{label} {second}")
            if joined is not None and abs(following.x0 - line.x0) < 2 and section is not joined:
                return joined, f"{label} {second}", [rest, _after_first_cell(following)]
        if section is None or not label.strip():
            return None
        in_list = current in {Section.SKILLS, Section.LANGUAGES, Section.CONTACT}
        if in_list and section in {Section.LANGUAGES, Section.SKILLS, Section.CONTACT}:
            return None
        bold = line.cells[0].bold and not rest.bold
        style = self._style(_head_only(line))
        bold = bold or (style[2] and style in self._anchor_styles and not self._style(rest)[2])
        if section in _ANCHORS | _LABELLED and (bold or line.gap > 0.1 or index == 0):
            return section, label, [rest]
        return None

    def _labelled(self, index: int, current: Section) -> tuple[Section, str, Line] | None:
        """A heading and its content in one line ("Languages: English, German")."""
        line = self._lines[index]
        words = self._of(line)
        colon = words.find(":")
        if not 2 < colon < 40 or not words[colon + 1 :].strip():
            return None
        section = exact_section(words[:colon])
        if section is Section.OTHER and current in {Section.CERTIFICATES, Section.AWARDS}:
            return section, words[:colon], _cut(line, line.start + colon + 1)
        if section not in _LABELLED or section is current or line.bullet:
            return None
        inside = current in {Section.SKILLS, Section.WORK, Section.EDUCATION}
        if inside and (line.gap < 0.9 or self._anchor_styles):
            return None  # a label of that section, unless white space sets it apart
        start = line.start + colon + 1
        while start < line.end and self._text[start].isspace():
            start += 1
        return section, words[:colon], _cut(line, start)

    def _edge(self, line: Line) -> float:
        same = [
            other.x0
            for other in self._lines
            if (other.page, other.column) == (line.page, line.column)
        ]
        return min(same, default=0.0)

    def _continued(
        self, line: Line, edges: Sequence[tuple[int, float, Part]], current: Section
    ) -> Section:
        """Section of text without a heading at the top of a new column or page."""
        if line.page == 0 and line.size >= 1.3 * max(self._body[0], 1.0):
            return Section.HEADER  # a name at the top of the second column
        edge = self._edge(line)
        for page, known, part in reversed(edges):
            if page < line.page and abs(known - edge) <= _SAME_EDGE_PT:
                return part.section
        if edges and edges[-1][0] == line.page and abs(edges[-1][1] - edge) > _SAME_EDGE_PT:
            # below two columns: the left one goes on where the right one has ended
            for page, known, part in reversed(edges[:-1]):
                if page == line.page and abs(known - edge) <= 3:
                    return part.section
        return current


def _without_furniture(document: LaidOutText) -> list[Line]:
    """Lines without page numbers and without headers that repeat on every page."""
    kept: list[Line] = []
    seen: dict[str, Line] = {}
    for line in document.lines:
        words = document.text[line.start : line.end]
        numbered = _PAGE_NUMBER.match(words.strip())
        if numbered and (document.pages > 1 or re.search(r"[^\W\d]", words)):
            continue
        if _SIGNED.match(words.strip()) and line is document.lines[-1]:
            continue
        key = re.sub(r"\d+", "#", words)
        before = seen.get(key)
        if before is not None and before.page != line.page and abs(before.y - line.y) < 3:
            continue
        seen.setdefault(key, line)
        kept.append(line)
    return kept


def _head_only(line: Line) -> Line:
    """The line cut to its first cell."""
    return replace(line, end=line.cells[0].end, cells=line.cells[:1])


def _after_first_cell(line: Line) -> Line:
    return _cut(line, line.cells[1].start)


def _cut(line: Line, start: int) -> Line:
    """The same line from character ``start`` on."""
    cells = [cell for cell in line.cells if cell.end > start]
    first = cells[0]
    if first.start < start:
        cells[0] = replace(first, start=start)
    return replace(
        line,
        start=start,
        x0=cells[0].x0,
        bold=all(cell.bold for cell in cells),
        bullet=False,
        level=None,
        cells=tuple(cells),
    )
