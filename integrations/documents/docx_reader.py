"""DOCX to laid-out text: the whole text, with tables, text boxes, headers, footers and links.

A pass of our own over the XML, because readers that only walk paragraphs lose tables, boxes and
headers. Names are compared without namespace, so strict and transitional files read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, LinkTarget
from integrations.documents import faults
from integrations.documents.docx_archive import DocxArchive
from integrations.documents.docx_beside import (
    beside_document,
    has_fill,
    lines_over,
    page_colour,
    unseen_drawing,
    unused_parts,
)
from integrations.documents.docx_styles import (
    Look,
    Styles,
    child_of,
    fill_of,
    local,
    looks_alike,
    truthy,
    value_of,
)
from integrations.documents.hidden_text import hidden_text, smuggled
from integrations.documents.sniffing import Kind

_SKIPPED = {"Fallback", "instrText", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sectPr"}
_DELETED = {"del", "moveFrom"}
_BOXES = {"txbxContent"}
_MAX_DEPTH = 60
"""Of nested tables and boxes; deeper is an attack, not a layout."""
_WHITE = (255, 255, 255)
_SMALL_ROW_TWIPS = 60
"""Rows of exactly this height or less (3 points) show no text."""


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
        self.raw: list[str] = []
        """All texts as stored, for what undrawn characters spell."""
        self.page_colour = _WHITE
        self._grounds: list[tuple[int, int, int] | None] = []
        """Colours under the text, innermost last; None is one that is not known."""
        self._lines_on_shape = 0
        """Of the lines to come, how many may stand on a filled shape behind them."""
        self._around: list[HiddenKind] = []
        """What hides everything here: a deletion, a row without height, a box off the page."""

    def part(self, name: str, root: Element | None) -> list[_Row]:
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
                deleted = [HiddenKind.MARKED_HIDDEN] if name in _DELETED else []
                self._around += deleted
                rows += self._blocks(child, depth=depth + 1)
                del self._around[len(self._around) - len(deleted) :]
        return rows

    def _table(self, table: Element, *, depth: int) -> list[_Row]:
        rows: list[_Row] = []
        styled = self._styles.may_colour(table)
        for table_row in _children(table, "tr"):
            cells: list[list[_Row]] = []
            unseen = _unseen_row(table_row)
            self._around += unseen
            for cell in _children(table_row, "tc"):
                ground = fill_of(child_of(child_of(cell, "tcPr"), "shd"))
                known = ground is not None or not styled
                self._grounds += [ground] if ground else [] if known else [None]
                blocks = self._blocks(cell, depth=depth + 1)
                if ground or not known:
                    self._grounds.pop()
                cells.append([row for row in blocks if not row.line.empty])
            del self._around[len(self._around) - len(unseen) :]
            rows += _side_by_side([cell for cell in cells if cell])
        if rows:
            rows[0].gap = max(rows[0].gap, 0.5)
        return rows

    def _paragraph(self, paragraph: Element, *, depth: int) -> list[_Row]:
        look = self._styles.paragraph(paragraph)
        self._lines_on_shape = max(
            0, self._lines_on_shape - 1, *(lines_over(node) for node in _drawings(paragraph))
        )
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
                deleted = [HiddenKind.MARKED_HIDDEN] if name in _DELETED else []
                self._around += deleted
                self._runs(child, look, lines, boxes, depth=depth + 1)
                del self._around[len(self._around) - len(deleted) :]

    def _run(
        self, run: Element, look: Look, lines: list[_Line], boxes: list[_Row], *, depth: int
    ) -> None:
        for child in run:
            name = local(child)
            if name in {"t", "delText", "noBreakHyphen", "sym"}:
                text = {"noBreakHyphen": "-", "sym": ""}.get(name, child.text or "")
                self.raw.append(text)
                hidden = HiddenKind.MARKED_HIDDEN if name == "delText" else self._hiding(look)
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
                unseen = unseen_drawing(child)
                self._around += unseen
                ground: list[tuple[int, int, int] | None] = [None] if has_fill(child) else []
                self._grounds += ground
                for box in _boxes(child):
                    boxes += self._blocks(box, depth=depth + 1)
                del self._grounds[len(self._grounds) - len(ground) :]
                del self._around[len(self._around) - len(unseen) :]

    def _hiding(self, look: Look) -> HiddenKind | None:
        """What hides a run, if anything does."""
        if self._around:
            return self._around[-1]
        if look.marked is not None or look.colour is None:
            return look.marked
        ground = look.ground
        if ground is None and self._lines_on_shape and not self._grounds:
            return None
        if ground is None:
            ground = self._grounds[-1] if self._grounds else self.page_colour
        if ground is not None and looks_alike(look.colour, ground):
            return HiddenKind.SAME_COLOUR
        return None

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
    document = archive.xml("word/document.xml")
    if document is None:
        raise faults.damaged("Word file")
    reader = _Reader(archive, Styles(archive.xml("word/styles.xml")))
    reader.page_colour = page_colour(archive, document)
    numbered = sorted(archive.names)
    unused = unused_parts(archive, document)
    headers = [name for name in numbered if re.fullmatch(r"word/header\d*\.xml", name)]
    footers = [name for name in numbered if re.fullmatch(r"word/footer\d*\.xml", name)]
    notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in archive.names]
    text = PageText()
    said: set[str] = set()
    for number, name in enumerate([*headers, "word/document.xml", *footers, *notes]):
        # first-page and odd/even headers often repeat each other: once is enough
        if name in unused:
            continue
        is_body = name == "word/document.xml"
        rows = reader.part(name, document if is_body else archive.xml(name))
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
    hidden = [hidden_text(kind, " ".join(texts), page=1) for kind, texts in reader.hidden.items()]
    spelled = smuggled("".join(reader.raw))
    if spelled:
        hidden.append(hidden_text(HiddenKind.INVISIBLE, spelled, page=1))
    whole_text = text.finish(
        pages=1,
        media_type=Kind.DOCX.value,
        hidden=hidden,
        links=tuple(reader.found_links.values()),
    )
    beside = beside_document(archive, document, unused=unused, visible=whole_text.text)
    whole_text = replace(whole_text, hidden=(*whole_text.hidden, *beside))
    if not whole_text.text.strip():
        raise faults.no_words()
    return whole_text


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            yield from _children(child, name)


def _drawings(paragraph: Element) -> Iterator[Element]:
    for node in paragraph.iter():
        if local(node) in {"drawing", "pict"}:
            yield node


def _unseen_row(table_row: Element) -> list[HiddenKind]:
    """What hides a whole row: the mark, or a height in which no letter fits."""
    properties = child_of(table_row, "trPr")
    if truthy(child_of(properties, "hidden")):
        return [HiddenKind.MARKED_HIDDEN]
    height = child_of(properties, "trHeight")
    value = value_of(height) or ""
    exact = value_of(height, "hRule") == "exact"
    return (
        [HiddenKind.CLIPPED] if exact and value.isdigit() and int(value) <= _SMALL_ROW_TWIPS else []
    )


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
