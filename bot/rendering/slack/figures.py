"""Tables and charts: grids where Slack has them, else records; what is left out is counted."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from rich.cells import cell_len, set_cell_size

from bot.rendering.amounts import readable_amount
from bot.rendering.slack.spans import (
    NEWLINE,
    Span,
    Spans,
    elements,
    escaped,
    fallback,
    joined,
    line,
    nothing,
    paragraphs,
    rich,
    section,
    spans,
    text_of,
    words,
)
from bot.rendering.slack.wire import (
    TABLE_WEIGHT,
    Block,
    Piece,
    cells_weight,
    is_blank,
    units,
    weight,
)
from domain.reply import Chart, Table, Text, text

_ROWS = 100
_COLUMNS = 20
_FEW_ROWS = 10  # if not even these fit, records show more
_CELL_UNITS = 400  # a longer cell makes a tower of words on a phone
_ONE_LINE_UNITS = 90
_EMPTY = Span(text="–")
_NUMBER = re.compile(r"[-+−]?[\d.,\s]*\d\s?[%€$£]?|[€$£]\s?[\d.,]+|–")
_BAR_CELLS = 12
_LABEL_CELLS = 14
_BARS_PER_BLOCK = 40


def table_pieces(table: Table, *, as_grid: bool) -> list[Piece]:
    """A grid where Slack has one (messages do, modals and the Home tab do not), else records."""
    width = max([len(table.columns), *(len(row) for row in table.rows)])
    names = [line(name) for name in table.columns] + [""] * (width - len(table.columns))
    names = ["" if is_blank(name) else name for name in names]
    if not (any(names) or any(table.rows)):
        return []
    rows = [[_cell(row[at] if at < len(row) else ()) for at in range(width)] for row in table.rows]
    shown = rows[: _ROWS - 1]
    longest = max((units(text_of(cell)) for row in shown for cell in row), default=0)
    longest = max([longest, *(units(name) for name in names)])
    if as_grid and width <= _COLUMNS and longest <= _CELL_UNITS:
        grid = _grid(names, rows)
        if grid:
            return grid
    pieces = [piece for row in shown for piece in paragraphs(_record(names, row))]
    if not rows:
        pieces = paragraphs((Span(text=" · ".join(name for name in names if name), bold=True),))
    return pieces + _rest(len(rows) - len(shown))


def chart_pieces(chart: Chart) -> list[Piece]:
    """Bars of one width for every screen, and the sentence that says the same."""
    pairs = list(zip(chart.labels, chart.values, strict=False))
    largest = max((abs(value) for _, value in pairs if math.isfinite(value)), default=0.0)
    names = [line(name) for name, _ in pairs]
    amounts = [readable_amount(value, unit=line(chart.unit)) for _, value in pairs]
    name_cells = min(max((cell_len(name) for name in names), default=0), _LABEL_CELLS)
    bars: list[str] = []
    for name, amount, (_, value) in zip(names, amounts, pairs, strict=True):
        share = abs(value) / largest if largest and math.isfinite(value) else 0.0
        bar = "▇" * max(round(share * _BAR_CELLS), 1 if share else 0)
        if cell_len(name) > name_cells:  # a long name gets a line of its own
            bars.append(name)
            name = ""
        bars.append(f"{set_cell_size(name, name_cells)} {bar:<{_BAR_CELLS}} {amount}")
    pieces = paragraphs(spans(text(chart.title), bold=True))
    for start in range(0, len(bars), _BARS_PER_BLOCK):
        pieces += _preformatted(bars[start : start + _BARS_PER_BLOCK])
    said = words(chart.alternative)
    return pieces + paragraphs((Span(text=said, italic=True),) if said else ())


def _cell(cell: Text) -> Spans:
    drawn = spans(cell)
    return (_EMPTY,) if nothing(drawn) else drawn


def _grid(names: list[str], rows: list[list[Spans]]) -> list[Piece]:
    """As many rows as there is room for; nothing if that is only a few of them."""
    head = [_drawn((Span(text=name or "–", bold=True),)) for name in names]
    settings: list[Block] = []
    for at in range(len(names)):
        is_number = bool(rows) and all(_NUMBER.fullmatch(text_of(row[at])) for row in rows)
        settings.append({"align": "right"} if is_number else {"is_wrapped": True})
    drawn = [head]
    table: Block = {"type": "table", "column_settings": settings, "rows": drawn}
    lines = [" | ".join(escaped(name or "–") for name in names)]
    left = TABLE_WEIGHT - weight(table)
    for row in rows[: _ROWS - 1]:
        cells = [_drawn(cell) for cell in row]
        left -= cells_weight(cells)
        if left < 0:
            break
        drawn.append(cells)
        lines.append(" | ".join(fallback(cell) for cell in row))
    if len(drawn) - 1 < min(len(rows), _FEW_ROWS):
        return []
    return [Piece(block=table, text="\n".join(lines)), *_rest(len(rows) - len(drawn) + 1)]


def _drawn(cell: Spans) -> Block:
    only = cell[0]
    if len(cell) == 1 and not (only.bold or only.italic or only.code or only.url):
        return {"type": "raw_text", "text": only.text}
    return rich(section(cell))


def _rest(count: int) -> list[Piece]:
    if count <= 0:
        return []
    return paragraphs((Span(text=f"… and {count} more row{'s' * (count > 1)}", italic=True),))


def _record(names: list[str], row: list[Spans]) -> Spans:
    """The first cell as a title; short facts beside each other, long ones one per line."""
    first = tuple(replace(span, bold=True) for span in row[0])
    if names[0] and len(row) == 1:
        first = (Span(text=f"{names[0]}: "), *first)
    facts = [
        (Span(text=f"{name}: "), *cell) if name else cell
        for name, cell in zip(names[1:], row[1:], strict=True)
    ]
    if sum(units(text_of(fact)) for fact in facts) > _ONE_LINE_UNITS:
        return joined([first, *facts])
    beside = [span for fact in facts for span in (Span(text=" · "), *fact)][1:]
    return joined([first, tuple(beside)])


def _preformatted(lines: list[str]) -> list[Piece]:
    body = (Span(text="\n".join(lines)),)
    if units(body[0].text) > 3_000:  # names without end: as text, which can be cut
        return paragraphs(joined([(Span(text=bar), NEWLINE) for bar in lines]))
    block = rich({"type": "rich_text_preformatted", "elements": elements(body)})
    return [Piece(block=block, text=fallback(body))]
