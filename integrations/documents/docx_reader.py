"""DOCX to laid-out text: the whole text, with tables, text boxes, headers, footers and links.

A pass of our own over the XML, because readers that only walk paragraphs lose tables, boxes and
headers. Names are compared without namespace, so strict and transitional files read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, HiddenText, LinkTarget
from integrations.documents import faults
from integrations.documents.docx_archive import DocxArchive
from integrations.documents.docx_styles import Look, Styles, child_of, is_coloured, local, value_of
from integrations.documents.sniffing import Kind

_SKIPPED = {"Fallback", "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tcPr"}
_BOXES = {"txbxContent"}
_MAX_DEPTH = 60
"""Of nested tables and boxes; deeper is an attack, not a layout."""
_MAX_HIDDEN_CHARS = 4_000


@dataclass(slots=True)
class _Line:
    """Cells of one line, before they are added to the text."""

    cells: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])
    size: float = 0.0

    def write(self, text: str, *, bold: bool) -> None:
        self.cells[-1].append((text, bold))

    @property
    def empty(self) -> bool:
        return not any(text.strip() for cell in self.cells for text, _ in cell)

    def pieces(self) -> list[Piece]:
        return [
            Piece(
                text="".join(text for text, _ in cell),
                bold=all(bold for text, bold in cell if text.strip()),
            )
            for cell in self.cells
        ]


@dataclass(slots=True)
class _Row:
    """A finished line with its paragraph's properties."""

    line: _Line
    gap: float = 0.0
    bullet: bool = False
    level: int | None = None


class _Reader:
    def __init__(self, archive: DocxArchive, styles: Styles) -> None:
        self._archive = archive
        self._styles = styles
        self._links: dict[str, str] = {}
        self.found_links: dict[str, LinkTarget] = {}
        self.hidden: dict[HiddenKind, list[str]] = {}
        self._backdrops = 0
        """How many coloured things lie under the text: on those, white text can be read."""

    def part(self, name: str) -> list[_Row]:
        root = self._archive.xml(name)
        if root is None:
            return []
        self._links = self._targets(name)
        return self._blocks(root, depth=0)

    def _targets(self, name: str) -> dict[str, str]:
        folder, _, file = name.rpartition("/")
        rels = self._archive.xml(f"{folder}/_rels/{file}.rels")
        if rels is None:
            return {}
        return {
            rel.get("Id", ""): rel.get("Target", "")
            for rel in rels
            if rel.get("Type", "").endswith("/hyperlink")
        }

    def _blocks(self, parent: Element, *, depth: int) -> list[_Row]:
        if depth > _MAX_DEPTH:
            raise faults.expands_too_far()
        rows: list[_Row] = []
        for child in parent:
            name = local(child)
            if name in _SKIPPED:
                continue
            if name == "p":
                rows += self._paragraph(child, depth=depth)
            elif name == "tbl":
                rows += self._table(child, depth=depth)
            else:
                rows += self._blocks(child, depth=depth + 1)
        return rows

    def _table(self, table: Element, *, depth: int) -> list[_Row]:
        rows: list[_Row] = []
        styled = child_of(child_of(table, "tblPr"), "tblStyle") is not None
        for table_row in _children(table, "tr"):
            cells: list[list[_Row]] = []
            for cell in _children(table_row, "tc"):
                coloured = styled or is_coloured(child_of(child_of(cell, "tcPr"), "shd"))
                self._backdrops += coloured
                blocks = self._blocks(cell, depth=depth + 1)
                self._backdrops -= coloured
                cells.append([row for row in blocks if not row.line.empty])
            rows += _side_by_side([cell for cell in cells if cell])
        if rows:
            rows[0].gap = max(rows[0].gap, 0.5)
        return rows

    def _paragraph(self, paragraph: Element, *, depth: int) -> list[_Row]:
        look = self._styles.paragraph(paragraph)
        lines = [_Line()]
        boxes: list[_Row] = []
        self._runs(paragraph, look, lines, boxes, depth=depth)
        rows = [
            _Row(line, bullet=look.bullet and index == 0, level=look.level)
            for index, line in enumerate(lines)
        ]
        rows = [row for row in rows if not row.line.empty]
        if rows:
            rows[0].gap = look.space_before
        elif not boxes:
            return [_Row(_Line(), gap=1.0)]  # an empty paragraph is white space
        return rows + boxes

    def _runs(
        self, parent: Element, look: Look, lines: list[_Line], boxes: list[_Row], *, depth: int
    ) -> None:
        if depth > _MAX_DEPTH:
            raise faults.expands_too_far()
        for child in parent:
            name = local(child)
            if name in _SKIPPED:
                continue
            if name == "r":
                self._run(child, self._styles.run(child, look), lines, boxes, depth=depth)
            elif name in _BOXES:
                boxes += self._blocks(child, depth=depth + 1)
            else:
                if name == "hyperlink":
                    self._note_link(child)
                self._runs(child, look, lines, boxes, depth=depth + 1)

    def _run(
        self, run: Element, look: Look, lines: list[_Line], boxes: list[_Row], *, depth: int
    ) -> None:
        for child in run:
            name = local(child)
            if name in {"t", "noBreakHyphen", "sym"}:
                text = {"noBreakHyphen": "-", "sym": ""}.get(name, child.text or "")
                hidden = look.hidden
                if hidden is HiddenKind.SAME_COLOUR and self._backdrops:
                    hidden = None
                if hidden is not None:
                    if text.strip():
                        self.hidden.setdefault(hidden, []).append(text)
                    continue
                lines[-1].write(text, bold=look.bold)
                lines[-1].size = max(lines[-1].size, look.size)
            elif name in {"tab", "ptab"}:
                lines[-1].cells.append([])
            elif name in {"br", "cr"}:
                lines.append(_Line())
            elif name not in _SKIPPED:
                self._backdrops += 1
                for box in _boxes(child):
                    boxes += self._blocks(box, depth=depth + 1)
                self._backdrops -= 1

    def _note_link(self, link: Element) -> None:
        url = self._links.get(value_of(link, "id") or "", "")
        if re.match(r"(?:https?|mailto|tel):", url, re.IGNORECASE) and len(url) <= 2000:
            words = "".join(node.text or "" for node in link.iter() if local(node) == "t")
            self.found_links.setdefault(url, LinkTarget(url=url, anchor=words.strip()[:200]))


def read_docx(content: bytes) -> LaidOutText:
    """The visible text of a Word file, in document order.

    Raises:
        UnreadableDocument: damaged, encrypted, expands too far, without text.
    """
    archive = DocxArchive(content)
    if "word/document.xml" not in archive.names:
        raise faults.damaged("Word file")
    reader = _Reader(archive, Styles(archive.xml("word/styles.xml")))
    numbered = sorted(archive.names)
    headers = [name for name in numbered if re.fullmatch(r"word/header\d*\.xml", name)]
    footers = [name for name in numbered if re.fullmatch(r"word/footer\d*\.xml", name)]
    notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in archive.names]
    text = PageText()
    said: set[str] = set()
    for number, name in enumerate([*headers, "word/document.xml", *footers, *notes]):
        # first-page and odd/even headers often repeat each other: once is enough
        rows = reader.part(name)
        whole = " ".join(piece.text for row in rows for piece in row.line.pieces())
        if name != "word/document.xml":
            if whole in said:
                continue
            said.add(whole)
        gap = 2.0
        for row in rows:
            gap = max(gap, row.gap)
            if row.line.empty:
                continue
            text.add(
                row.line.pieces(),
                column=number,
                size=row.line.size,
                gap=gap,
                bullet=row.bullet,
                level=row.level,
                aside=name in footers or name in notes,
            )
            gap = 0.0
    hidden = [
        HiddenText(kind=kind, page=1, text=" ".join(texts)[:_MAX_HIDDEN_CHARS])
        for kind, texts in reader.hidden.items()
    ]
    whole_text = text.finish(
        pages=1,
        media_type=Kind.DOCX.value,
        hidden=hidden,
        links=tuple(reader.found_links.values()),
    )
    if not whole_text.text.strip():
        raise faults.no_words()
    return whole_text


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            yield from _children(child, name)


def _boxes(parent: Element) -> Iterator[Element]:
    """Text boxes anywhere below a drawing, without the copies for old programs."""
    if local(parent) == "Fallback":
        return
    if local(parent) in _BOXES:
        yield parent
        return
    for child in parent:
        yield from _boxes(child)


def _side_by_side(cells: list[list[_Row]]) -> list[_Row]:
    """A table row: one line where every cell is one line, else cell after cell.

    A one-line cell before a longer one labels it ("2019-2021"), so it joins its first line.
    """
    if len(cells) <= 1:
        return cells[0] if cells else []
    rows: list[_Row] = []
    pending: list[_Row] = []
    for cell in cells:
        if len(cell) == 1 and not cell[0].bullet:
            pending += cell
            continue
        if pending and not cell[0].bullet:
            first = _joined([*pending, cell[0]])
            rows += [first, *cell[1:]]
        else:
            rows += [_joined(pending)] if pending else []
            rows += cell
        pending = []
    return rows + ([_joined(pending)] if pending else [])


def _joined(rows: list[_Row]) -> _Row:
    line = _Line(cells=[cell for row in rows for cell in row.line.cells])
    line.size = max(row.line.size for row in rows)
    return _Row(line, gap=max(row.gap for row in rows), level=rows[0].level)
