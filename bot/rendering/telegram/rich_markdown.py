"""Blocks as rich-message markdown (Bot API 10.1): real headings, lists and tables.

The dialect is GitHub's with HTML tags. Two things keep foreign words from being markup:

- Every ASCII punctuation mark that could mean something is written as a numeric character
  reference. GitHub's rules forbid those to open or close anything, and they are read as the
  character within tags and table cells too, where a backslash is not safe everywhere.
- Styles are tags (``<b>``, ``<i>``, ``<code>``, ``<a>``) around such words: unlike ``**`` and
  backticks they do not depend on what stands beside or within them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.rendering.amounts import readable_amount
from bot.rendering.telegram.drawing import draw, fact_line, kept, line_of, table_records
from bot.rendering.telegram.linkless import linkless
from bot.rendering.telegram.messages import MAX_RICH_CHARS
from bot.rendering.telegram.monospace import bar_shares
from bot.rendering.telegram.spans import Line, Span, words_of
from bot.rendering.untrusted import clean_line
from domain.reply import Block, Bullets, Card, Chart, Heading, Table

_MAX_BLOCKS = 450
"""Of Telegram's 500, list items and table rows counted."""
_MAX_COLUMNS = 20
_MARKUP = re.compile(r"[!#$&()*+\-./:<=>@\[\\\]^_`{|}~]")
_BREAKS = re.compile(r"\n+")


def gains_from_rich(blocks: Iterable[Block]) -> bool:
    """True for replies with a table or a heading: the rest looks the same either way."""
    return any(isinstance(block, Heading) or _is_table(block) for block in blocks)


def rich_markdown(blocks: Sequence[tuple[Block, str]], *, last: Line = ()) -> str | None:
    """The blocks (each with what stands before a card's title); None when it is too much.

    Args:
        blocks: in reading order.
        last: a line below them.
    """
    drawn = [_block(block, lead=lead) for block, lead in blocks]
    parts = [part for block in drawn for part in block if part]
    if words_of(last):
        parts.append(inline(last))
    written = "\n\n".join(parts)
    count = sum(part.count("\n") + 1 for part in parts)
    return written if len(written) <= MAX_RICH_CHARS and 0 < count <= _MAX_BLOCKS else None


def _block(block: Block, *, lead: str) -> list[str]:
    match block:
        case Heading():
            return [_titled(line_of(block.body), level=2)]
        case Bullets():
            marks = [f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1)]
            items = [inline(line_of(item)) for item in block.items]
            return ["\n".join(f"{m} {i}" for m, i in zip(marks, items, strict=True) if i)]
        case Card():
            title = _titled((Span(text=lead), *line_of(block.title)), level=3)
            facts = [inline(fact_line(fact)) for fact in block.facts]
            return [title, inline(line_of(block.subtitle)), "\n".join(f"- {f}" for f in facts if f)]
        case Table() if _is_table(block):
            return [_table(block)]
        case Table():
            return [inline(record) for record in table_records(block)]
        case Chart() if block.labels and block.values:
            return _chart(block)
        case _:
            return _paragraphs(draw(block))


def inline(line: Line) -> str:
    """Spans as one line of markdown, whatever their words are.

    >>> inline((Span(text="*a*", bold=True), Span(text=" b")))
    '<b>&#42;a&#42;</b> b'
    """
    return "".join(_span(span) for span in linkless(line)).strip()


def _span(span: Span) -> str:
    words = _BREAKS.sub("<br>", _escaped(span.text))
    if not span.text.strip():
        return words
    if span.mono:
        return f"<code>{words}</code>"
    if span.url:
        words = f'<a href="{html.escape(span.url)}">{words}</a>'
    if span.bold:
        words = f"<b>{words}</b>"
    return f"<i>{words}</i>" if span.italic else words


def _escaped(words: str) -> str:
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", words)


def _paragraphs(line: Line) -> list[str]:
    """Paragraphs, with the quotations that stand apart as block quotations."""
    parts: list[str] = []
    for is_quote, group in groupby(line, key=lambda span: bool(span.quote)):
        said = inline(tuple(group)).removeprefix("<br>").removesuffix("<br>")
        parts.append(f">{said}" if is_quote and said else said)
    return parts


def _titled(line: Line, *, level: int) -> str:
    said = inline(line).replace("<br>", " ")
    return f"{'#' * level} {said}" if said else ""


def _is_table(block: Block) -> bool:
    return isinstance(block, Table) and bool(block.rows) and 2 <= len(block.columns) <= _MAX_COLUMNS


def _table(block: Table) -> str:
    columns = [inline((Span(text=kept(clean_line(column))),)) for column in block.columns]
    rows = [[inline(line_of(cell)) for cell in row[: len(columns)]] for row in block.rows]
    padded = [row + [""] * (len(columns) - len(row)) for row in rows]
    return "\n".join(_row(row) for row in [columns, ["---"] * len(columns), *padded])


def _row(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"


def _chart(block: Chart) -> list[str]:
    unit = kept(clean_line(block.unit))
    rows = [
        _row([_words(label), bar, _words(readable_amount(value, unit=unit))])
        for label, value, bar in bar_shares(block)
    ]
    head = _words(block.title)
    grid = "\n".join([_row([head or " ", " ", " "]), _row(["---"] * 3), *rows])
    return [grid, inline((Span(text=kept(block.alternative), italic=True),))]


def _words(words: str) -> str:
    return inline((Span(text=kept(clean_line(words))),))
