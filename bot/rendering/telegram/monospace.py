"""Tables and charts in fixed-width characters, narrow enough for a phone held upright."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from bot.rendering.amounts import readable_amount
from bot.rendering.untrusted import clean_line
from domain.reply import Chart, Table, Text

PHONE_COLUMNS = 34
"""Characters of fixed width that a small phone shows in one line."""

_BAR_CELLS = 12
_LABEL_CELLS = 13
_GAP = "  "


def cells(words: str) -> int:
    """Columns that the words take in a fixed-width font.

    >>> cells("数据"), cells("e\u0301")
    (4, 1)
    """
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in words)
    nothing = sum(unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in words)
    return max(0, len(words) + wide - nothing)


def padded(words: str, *, width: int) -> str:
    """The words with spaces up to ``width`` columns."""
    return words + " " * (width - cells(words))


def narrow_table(block: Table) -> tuple[str, ...] | None:
    """The table's lines; None when it is too wide, has links, or is written right to left.

    Links would be lost in fixed-width text, and columns of right-to-left words do not line up.
    """
    columns = [clean_line(column) for column in block.columns]
    rows = [[cell_words(cell) for cell in row[: len(columns)]] for row in block.rows]
    grid = [columns, *rows]
    if len(columns) < 2 or not rows or _has_links(block):
        return None
    if any(_is_right_to_left(word) for row in grid for word in row):
        return None
    widths = [
        max(cells(row[place]) if place < len(row) else 0 for row in grid)
        for place in range(len(columns))
    ]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > PHONE_COLUMNS:
        return None
    numeric = [_is_numeric(rows, place) for place in range(len(columns))]
    return tuple(_row(row, widths, numeric) for row in grid)


def cell_words(cell: Text) -> str:
    """A cell on one line."""
    return clean_line("".join(run.text for run in cell))


def bar_shares(block: Chart) -> tuple[tuple[str, float, str], ...]:
    """Label, value and bar of each value, the longest bar for the largest."""
    pairs = list(zip(block.labels, block.values, strict=False))
    largest = max((abs(v) for _, v in pairs if math.isfinite(v)), default=0.0)
    return tuple(
        (clean_line(label), value, bar(abs(value) / largest))
        if largest and math.isfinite(value)
        else (clean_line(label), value, "")
        for label, value in pairs
    )


def chart_lines(block: Chart) -> tuple[str, ...]:
    """Label, bar and amount in one line each; a long label stands above its bar."""
    bars = bar_shares(block)
    unit = clean_line(block.unit)
    shown_unit = unit if cells(unit) <= 2 else ""  # "%" or "€" beside the number, words above it
    width = max((cells(label) for label, _, _ in bars if cells(label) <= _LABEL_CELLS), default=0)
    lines: list[str] = []
    for label, value, drawn in bars:
        amount = readable_amount(value, unit=shown_unit)
        if cells(label) > width:
            lines.append(label)
        lead = padded(label if cells(label) <= width else "", width=width) + " " if width else ""
        lines.append(f"{lead}{drawn} {amount}".rstrip())
    return tuple(lines)


def bar(share: float) -> str:
    """A bar of ``share`` (0 to 1), to half a cell; what is not nothing shows at least that.

    >>> bar(0.5)
    '██████'
    """
    halves = round(min(max(share, 0.0), 1.0) * _BAR_CELLS * 2)
    halves = max(halves, 1 if share > 0 else 0)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _row(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    shown: list[str] = []
    for place, width in enumerate(widths):
        word = row[place] if place < len(row) else ""
        space = " " * (width - cells(word))
        shown.append(space + word if numeric[place] else word + space)
    return _GAP.join(shown).rstrip()


def _is_numeric(rows: Sequence[Sequence[str]], place: int) -> bool:
    words = [row[place] for row in rows if place < len(row)]
    return bool(words) and all(word[:1].isdecimal() and word[-1:].isdecimal() for word in words)


def _has_links(block: Table) -> bool:
    return any(run.url for row in block.rows for cell in row for run in cell)


def _is_right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in words)
