"""Lines in reading order with their geometry: what every reader hands to the rules.

A reader (PDF, DOCX, HTML, ...) feeds rows to a :class:`PageText`; the result is one text in which
every line and cell knows its characters, so that every value found later is a span of that text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.resume.model import HiddenText, LinkTarget

BULLETS = "•◦▪▫●○■□‣⁃∙➢➤►▶▸✓✔❖⬥◆◇♦➔→⇒»›‣⮞"
"""Marks that always start a list item when they lead a line."""

_DASH_BULLETS = "-–—*·+o"
"""Marks that start a list item only when white space follows."""

_BULLET = re.compile(
    rf"\s*(?:[{BULLETS}\ue000-\uf8ff]\s*|[{re.escape(_DASH_BULLETS)}]\s+)(?=\S)", re.UNICODE
)
_LIGATURES = {ord(ch): unicodedata.normalize("NFKC", ch) for ch in "ﬀﬁﬂﬃﬄﬅﬆ"}
_INVISIBLE = {ord(ch): None for ch in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"}
_INVISIBLE |= dict.fromkeys(range(0xE0000, 0xE0080))
"""Tag characters are drawn nowhere and spell ASCII; readers report what they spell."""
_SPACES = {
    ord(ch): " " for ch in "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u3000"
}
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of a line, set apart from the next by a wide gap, a tab or a table border."""

    start: int
    end: int
    x0: float
    x1: float
    """Left and right edge, in points (characters for text files)."""
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text. ``start`` is behind the bullet mark, if there is one."""

    start: int
    end: int
    page: int
    column: int
    """0-based number of the column on its page, in reading order."""
    x0: float
    x1: float
    y: float
    """Distance of the baseline from the top of the page, in points."""
    size: float
    """Font size in points; 0 when the format has none."""
    bold: bool
    gap: float
    """White space above, in line heights; 0 for the next line of a paragraph."""
    bullet: bool
    level: int | None
    """Heading level (1 is the highest) where the format marks headings."""
    cells: tuple[Cell, ...]
    aside: bool = False
    """In a footer or footnote: visible text, but part of no section."""
    right: float = 0.0
    """Right edge of the column (page) that the line stands in; 0 when lines are not wrapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutText:
    """The visible text of a document in reading order, and what was kept from the eye."""

    text: str
    lines: tuple[Line, ...]
    pages: int
    media_type: str
    hidden: tuple[HiddenText, ...] = ()
    links: tuple[LinkTarget, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of one cell, before it has a place in the whole text."""

    text: str
    x0: float = 0.0
    x1: float = 0.0
    bold: bool = False


def clean(text: str) -> str:
    r"""Typographic ligatures spelled out, exotic spaces plain, invisible characters gone.

    >>> clean("e\ufb03cient\u00a0work")
    'efficient work'
    >>> clean("\ud83d\ude80 \x00 \ud83d") == "\U0001f680   \ufffd"
    True
    """
    if _SURROGATES.search(text):
        # pdfium gives characters beyond the basic plane as two halves; a lone half is damage
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.translate(_LIGATURES).translate(_INVISIBLE).translate(_SPACES)
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text))


@dataclass(slots=True, kw_only=True)
class PageText:
    """Collects rows in reading order and gives each its characters in one text."""

    _parts: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _length: int = 0

    def add(
        self,
        pieces: Sequence[Piece],
        *,
        page: int = 0,
        column: int = 0,
        y: float = 0.0,
        size: float = 0.0,
        gap: float = 0.0,
        bullet: bool = False,
        level: int | None = None,
        aside: bool = False,
    ) -> None:
        """Append one row; empty pieces are left out, an empty row adds nothing."""
        kept = [(re.sub(r"[ \t\n]+", " ", clean(p.text)).strip(), p) for p in pieces]
        kept = [(text, piece) for text, piece in kept if text]
        if not kept:
            return
        cells: list[Cell] = []
        row = ""
        for text, piece in kept:
            if row:
                # a lone list mark belongs to the words behind it, not to a cell of its own
                row += " " if len(cells) == 1 and _is_mark(row) else "\t"
                if row.endswith(" "):
                    cells.clear()
            offset = self._length + len(row)
            row += text
            x0 = piece.x0
            cells.append(
                Cell(start=offset, end=offset + len(text), x0=x0, x1=piece.x1, bold=piece.bold)
            )
        mark = _BULLET.match(row)
        if mark and not _is_signed(row):
            bullet = True
            first = cells[0]
            start = self._length + mark.end()
            cells[0] = Cell(
                start=start, end=max(start, first.end), x0=first.x0, x1=first.x1, bold=first.bold
            )
        self._lines.append(
            Line(
                start=cells[0].start,
                end=self._length + len(row),
                page=page,
                column=column,
                x0=kept[0][1].x0,
                x1=kept[-1][1].x1,
                y=y,
                size=size,
                bold=all(cell.bold for cell in cells),
                gap=gap if self._lines else 0.0,
                bullet=bullet,
                level=level,
                aside=aside,
                cells=tuple(cells),
            )
        )
        self._parts.append(row)
        self._length += len(row) + 1

    def finish(
        self,
        *,
        pages: int,
        media_type: str,
        hidden: Sequence[HiddenText] = (),
        links: Sequence[LinkTarget] = (),
        warnings: Sequence[str] = (),
    ) -> LaidOutText:
        """The whole document."""
        edges: dict[tuple[int, int], float] = {}
        lone: dict[tuple[int, int], float] = {}
        for line, row in zip(self._lines, self._parts, strict=True):
            key = (line.page, line.column)
            # a single long word (a web address) may run over the edge that other lines keep
            kept = edges if " " in row else lone
            kept[key] = max(kept.get(key, 0.0), line.x1)
        edges = lone | edges
        return LaidOutText(
            text="\n".join(self._parts),
            lines=tuple(replace(line, right=edges[line.page, line.column]) for line in self._lines),
            pages=pages,
            media_type=media_type,
            hidden=tuple(replace(item, text=clean(item.text)) for item in hidden),
            links=tuple(LinkTarget(url=clean(k.url), anchor=clean(k.anchor)) for k in links),
            warnings=tuple(warnings),
        )


def breaks_early(line: Line, following: Line, text: str) -> bool:
    """True when the next line's first word would still have fitted: the break was meant.

    Always False for formats whose lines are not wrapped (``right`` is 0).
    """
    if line.right <= 0 or line.end <= line.start:
        return False
    word = text[following.start : following.end].split(" ", 1)[0]
    width = (line.x1 - line.x0) / (line.end - line.start)
    return line.x1 + (len(word) + 1) * width < line.right - width


def _is_mark(row: str) -> bool:
    return len(row) == 1 and (row in BULLETS + _DASH_BULLETS or "\ue000" <= row <= "\uf8ff")


def _is_signed(row: str) -> bool:
    """True for a range without a start ("- 2019"): a dash there is not a list mark."""
    return bool(re.match(r"\s*[-–—]\s*(?:\d{4}|\d{1,2}[./]\d{4})\s*$", row))
