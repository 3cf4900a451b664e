"""Replies for a terminal, as rich renderables. Words go in as text, never as markup."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text as Line

from bot.rendering.amounts import readable_amount, readable_size
from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.choices import Choice, numbered
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Table,
    Text,
    Tone,
)

NARROWEST = 20  # columns; a narrower screen gets lines of this width and wraps them itself
_STYLES = {"plain": "", "bold": "bold", "italic": "italic", "code": "cyan", "quote": "italic green"}
_MARKS = {"for": ("✓ ", "green"), "against": ("✗ ", "red"), "unknown": ("? ", "yellow")}
_TONES = {
    Tone.INFO: ("i ", "dim"),
    Tone.DONE: ("✓ ", "green"),
    Tone.WARNING: ("! ", "yellow"),
}
_BUTTON_STYLES = {"normal": "bold cyan", "primary": "bold green", "danger": "bold red"}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_READING_WIDTH = 88  # columns; longer lines are hard to read


def render_terminal(reply: Reply, *, width: int) -> RenderableType:
    """The reply drawn for ``width`` columns: no line is longer (from ``NARROWEST`` on)."""
    width = max(width, NARROWEST)
    text_width = min(width, _READING_WIDTH)
    numbers = numbered(reply)
    parts: list[RenderableType] = []
    file_number = 0
    for block, choices in zip(reply.blocks, numbers.by_block, strict=True):
        if isinstance(block, File):
            file_number += 1
            drawn: RenderableType | None = _file(block, number=file_number)
        else:
            drawn = _block(block, choices, width=width, text_width=text_width)
        if drawn is not None:
            parts += [drawn, Line("")]
    if numbers.prompts:
        parts.append(_choices(numbers.prompts, width=text_width, style="cyan"))
    elif parts:
        parts.pop()
    return Group(*parts)


def _block(
    block: Block, choices: tuple[Choice, ...], *, width: int, text_width: int
) -> RenderableType | None:
    match block:
        case Paragraph():
            return _narrow(_line(block.body), text_width)
        case Heading():
            line = _line(block.body)
            line.stylize("bold")
            return _narrow(line, text_width)
        case Notice():
            return _notice(block, text_width=text_width)
        case Bullets():
            return _bullets(block, text_width=text_width)
        case Card():
            return _card(block, choices, width=text_width)
        case Table():
            return _table(block, width=width)
        case Chart():
            return _chart(block, width=text_width)
        case Buttons():
            return _choices(choices, width=text_width, style=None) if choices else None
        case File():
            return None


# --- lines ------------------------------------------------------------------------------------


def _line(body: Text) -> Line:
    line = Line(overflow="fold")
    for run in body:
        words = clean(run.text)
        if not words:
            continue
        if run.style == "quote":
            words = f"“{words}”"
        style = _STYLES[run.style]
        url = safe_url(run.url)
        if url is None:
            line.append(words, style=style)
            continue
        line.append(words, style=f"{style} underline link {url}".strip())
        if url.removeprefix("mailto:") not in words:
            line.append(f" ({_where(url)})", style="dim")
    return line


def _where(url: str) -> str:
    """Where a link leads, so that its words cannot pretend another place."""
    rest = url.split(":", 1)[1].lstrip("/")
    return rest.split("/", 1)[0] if "//" in url else rest


def _narrow(content: RenderableType, text_width: int) -> RenderableType:
    grid = Grid.grid(padding=0)
    grid.add_column(width=text_width, overflow="fold")
    grid.add_row(content)
    return grid


def _hanging(mark: Line, content: RenderableType, *, width: int) -> RenderableType:
    """Content beside its mark; further lines begin under the content, not under the mark."""
    grid = Grid.grid(padding=0)
    mark_width = min(cell_len(mark.plain), width // 2)
    grid.add_column(width=mark_width, overflow="fold")
    grid.add_column(width=width - mark_width, overflow="fold")
    grid.add_row(mark, content)
    return grid


def _notice(block: Notice, *, text_width: int) -> RenderableType:
    mark, style = _TONES[block.tone]
    line = _line(block.body)
    line.stylize(style)
    return _hanging(Line(mark, style=style), line, width=text_width)


def _bullets(block: Bullets, *, text_width: int) -> RenderableType:
    digits = len(str(len(block.items)))
    rows: list[RenderableType] = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number:>{digits}}. " if block.ordered else "• "
        rows.append(_hanging(Line(mark, style="dim"), _line(item), width=text_width))
    return Group(*rows)


# --- blocks -----------------------------------------------------------------------------------


def _card(block: Card, choices: tuple[Choice, ...], *, width: int) -> RenderableType:
    inner = width - 4
    title = _line(block.title)
    title.stylize("bold")
    rows: list[RenderableType] = [title]
    if block.subtitle:
        subtitle = _line(block.subtitle)
        subtitle.stylize("dim")
        rows.append(subtitle)
    marked = any(fact.mark != "none" for fact in block.facts)
    rows += [_fact(fact, width=inner, marked=marked) for fact in block.facts]
    if choices:
        rows += [Line(""), _choices(choices, width=inner, style=None)]
    return Panel(Group(*rows), box=box.ROUNDED, border_style="dim", width=width, padding=(0, 1))


def _fact(fact: Fact, *, width: int, marked: bool) -> RenderableType:
    """``marked``: some fact of the card has a mark, so all of them stand beside that column."""
    mark, style = _MARKS.get(fact.mark, ("  ", ""))
    line = Line(overflow="fold")
    label = clean_line(fact.label)
    if label:
        line.append(f"{label}: ", style="dim")
    line.append_text(_line(fact.value))
    if not marked:
        return line
    return _hanging(Line(mark, style=style), line, width=width)


def _table(block: Table, *, width: int) -> RenderableType:
    columns = [clean_line(column) for column in block.columns]
    rows = [[_line(cell) for cell in row[: len(columns)]] for row in block.rows]
    if not columns:
        return Line("")
    if _needed_width(columns, rows) > width:
        return _records(columns, rows, width=width)
    grid = Grid(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for column in columns:
        grid.add_column(Line(column, overflow="fold"), overflow="fold")
    for row in rows:
        grid.add_row(*row, *([Line("")] * (len(columns) - len(row))))
    return grid


def _needed_width(columns: Sequence[str], rows: Sequence[Sequence[Line]]) -> int:
    """Columns of screen at which no word of the table is broken."""
    widths = [_longest_word(column) for column in columns]
    for row in rows:
        for place, cell in enumerate(row):
            # A cell of many words may wrap, but not into a tower of single words.
            enough = min(cell_len(cell.plain), 16)
            widths[place] = max(widths[place], _longest_word(cell.plain), enough)
    return sum(widths) + 3 * (len(columns) - 1) + 2


def _longest_word(words: str) -> int:
    return max((cell_len(word) for word in words.split()), default=1)


def _records(
    columns: Sequence[str], rows: Sequence[Sequence[Line]], *, width: int
) -> RenderableType:
    """A table that does not fit: each row as lines of "column: value"."""
    parts: list[RenderableType] = []
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            line = Line(overflow="fold")
            line.append(f"{column}: ", style="dim")
            line.append_text(cell)
            parts.append(_narrow(line, width))
        parts.append(Line("─" * min(width, 12), style="dim"))
    return Group(*parts[:-1])


def _chart(block: Chart, *, width: int) -> RenderableType:
    pairs = list(zip(block.labels, block.values, strict=False))
    finite = [abs(value) for _, value in pairs if math.isfinite(value)]
    largest = max(finite, default=0.0)
    labels = [clean_line(label) for label, _ in pairs]
    unit = clean_line(block.unit)
    amounts = [readable_amount(value, unit=unit) for _, value in pairs]
    label_width = min(max((cell_len(label) for label in labels), default=1), width // 3)
    amount_width = min(max((cell_len(amount) for amount in amounts), default=1), width // 3)
    bar_width = max(1, width - label_width - amount_width - 2)
    grid = Grid.grid(padding=0)
    for column_width in (label_width, 1, bar_width, 1, amount_width):
        grid.add_column(width=column_width, overflow="fold")
    for label, (_, value), amount in zip(labels, pairs, amounts, strict=True):
        share = abs(value) / largest if largest and math.isfinite(value) else 0.0
        bar = Line(_bar(share, width=bar_width), style="red" if value < 0 else "cyan")
        grid.add_row(Line(label), Line(" "), bar, Line(" "), Line(amount, style="dim"))
    title = Line(clean_line(block.title), style="bold", overflow="fold")
    said = Line(clean(block.alternative), style="dim", overflow="fold")
    return Group(_narrow(title, width), grid, _narrow(said, width))


def _bar(share: float, *, width: int) -> str:
    """A bar of ``share`` (0 to 1) of ``width`` cells, drawn to an eighth of a cell.

    >>> _bar(0.5, width=4)
    '██'
    """
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def _file(block: File, *, number: int) -> RenderableType:
    line = Line(overflow="fold")
    line.append("▤ ", style="cyan")
    line.append(clean_line(block.name), style="bold")
    line.append(f" · {readable_size(block.size_bytes)} · ", style="dim")
    line.append(f"/save {number}", style="bold cyan")
    if block.caption:
        line.append("\n" + clean(block.caption))
    return line


def _choices(choices: Sequence[Choice], *, width: int, style: str | None) -> RenderableType:
    """Numbered labels beside each other, a label never broken unless it is wider than the line."""
    lines: list[Line] = []
    current = Line(overflow="fold")
    for choice in choices:
        label = Line(f"[{choice.number}] ", style=style or _BUTTON_STYLES[choice.tone])
        label.append(clean_line(choice.label), style="" if style is None else style)
        if current and cell_len(current.plain) + 3 + cell_len(label.plain) > width:
            lines.append(current)
            current = Line(overflow="fold")
        if current:
            current.append("   ")
        current.append_text(label)
    lines.append(current)
    return _narrow(Group(*lines), width)
