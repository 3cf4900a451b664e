"""Blocks as styled lines, without their buttons."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.rendering.amounts import readable_size
from bot.rendering.telegram.linkless import linkless_words
from bot.rendering.telegram.messages import MAX_CAPTION_UNITS, utf16_units
from bot.rendering.telegram.monospace import cell_words, chart_lines, narrow_table
from bot.rendering.telegram.spans import Line, Quote, Span, joined, words_of
from bot.rendering.untrusted import clean, clean_line, safe_url
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
    Run,
    Table,
    Text,
    Tone,
)

_MARKS = {"for": "✓ ", "against": "✗ ", "unknown": "? ", "none": ""}
_TONES = {Tone.INFO: "", Tone.DONE: "✓ ", Tone.WARNING: "⚠ "}
_INLINE_QUOTE = 160
"""Characters of a quotation up to which it stays in its sentence; a longer one stands apart."""
_FOLDED_QUOTE = 400
"""Characters from which a quotation is folded, opened by a tap."""
_RING = "\u030a"


def draw(block: Block, *, lead: str = "") -> Line:
    """The words of a block.

    Args:
        block: what to draw.
        lead: stands before a card's title ("1. ").
    """
    match block:
        case Paragraph():
            return line_of(block.body)
        case Heading():
            return line_of(block.body, bold=True)
        case Notice():
            return _notice(block)
        case Bullets():
            return _bullets(block)
        case Card():
            return _card(block, lead=lead)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case File():
            return _file(block)
        case Buttons():
            return ()


def line_of(body: Text, *, bold: bool = False, italic: bool = False) -> Line:
    """Runs as spans; ``bold`` and ``italic`` hold for all but code."""
    parts: list[Span] = []
    for place, run in enumerate(body):
        words = kept(run.text)
        if not words:
            continue
        if run.style == "quote" and _stands_apart(words):
            is_last = not any(kept(later.text).strip() for later in body[place + 1 :])
            parts += _apart(words, follows=bool(parts), is_last=is_last)
            continue
        parts += _span(run, words, bold=bold, italic=italic)
    return tuple(parts)


def kept(words: str) -> str:
    """Cleaned words, composed where Telegram would take a ring from its letter."""
    words = clean(words)
    return unicodedata.normalize("NFC", words) if _RING in words else words


def _span(run: Run, words: str, *, bold: bool, italic: bool) -> tuple[Span, ...]:
    url = safe_url(run.url)
    address = ""
    if url is not None and url.lower().startswith("mailto:"):
        # No Telegram link can lead to a mailbox; the address itself is there to be copied.
        address, url = url[len("mailto:") :].partition("?")[0], None
    if run.style == "code" and url is None:
        return (Span(text=words, mono="code"),)
    shown = f"“{words}”" if run.style == "quote" else words
    span = Span(
        text=shown,
        bold=bold or run.style == "bold",
        italic=italic or run.style in {"italic", "quote"},
        url=url if words.strip() else None,
    )
    if address and address not in words:
        return (span, Span(text=" ("), Span(text=address, mono="code"), Span(text=")"))
    return (span,)


def _stands_apart(words: str) -> bool:
    return len(words) > _INLINE_QUOTE or "\n" in words.strip()


def _apart(words: str, *, follows: bool, is_last: bool) -> list[Span]:
    kind: Quote = "expandable_blockquote" if len(words) > _FOLDED_QUOTE else "blockquote"
    parts = [Span(text="\n")] if follows else []
    parts.append(Span(text=words.strip("\n"), quote=kind))
    return parts if is_last else [*parts, Span(text="\n")]


def _notice(block: Notice) -> Line:
    line = line_of(block.body, italic=block.tone is Tone.INFO)
    mark = _TONES[block.tone]
    return (Span(text=mark), *line) if mark and words_of(line) else line


def _bullets(block: Bullets) -> Line:
    marks = [f"{n}. " if block.ordered else "• " for n in range(1, len(block.items) + 1)]
    return joined(
        [(Span(text=mark), *line_of(item)) for mark, item in zip(marks, block.items, strict=True)],
        by="\n",
    )


def _card(block: Card, *, lead: str) -> Line:
    title = line_of(block.title, bold=True)
    if lead:
        title = (Span(text=lead, bold=True), *title)
    return joined(
        [title, line_of(block.subtitle), *(fact_line(fact) for fact in block.facts)], by="\n"
    )


def fact_line(fact: Fact) -> Line:
    """The mark, the label and the value: "✓ For: Python, asked for"."""
    label = kept(clean_line(fact.label))
    lead = _MARKS[fact.mark] + (f"{label}: " if label else "")
    value = line_of(fact.value)
    return (Span(text=lead), *value) if lead else value


def _table(block: Table) -> Line:
    lines = narrow_table(block)
    if lines is not None:
        return (Span(text="\n".join(lines), mono="pre"),)
    return joined(table_records(block), by="\n\n")


def table_records(block: Table) -> list[Line]:
    """A table too wide for a phone: one paragraph for each row, named by its first cell."""
    columns = [clean_line(column) for column in block.columns]
    if not block.rows:
        return [(Span(text=" · ".join(columns)),)]
    return [_record(columns, row) for row in block.rows]


def _record(columns: Sequence[str], row: Sequence[Text]) -> Line:
    values: list[Line] = []
    for place, (column, cell) in enumerate(zip(columns, row, strict=False)):
        value = line_of(cell, bold=place == 0) if cell_words(cell) else ()
        values.append((Span(text=f"{column}: "), *value) if column else value)
    return joined([*values[:1], joined(values[1:], by=" · ")], by="\n")


def _chart(block: Chart) -> Line:
    title, unit = kept(clean_line(block.title)), kept(clean_line(block.unit))
    named = unit and unit not in title
    head: Line = (Span(text=f"{title} ({unit})" if named else title, bold=True),)
    bars: Line = (Span(text="\n".join(chart_lines(block)), mono="pre"),)
    return joined([head, bars, (Span(text=kept(block.alternative), italic=True),)], by="\n")


def _file(block: File) -> Line:
    """Only says that the file comes; its caption goes with it, unless it is too long for that."""
    line: Line = (
        Span(text="▤ "),
        Span(text=file_name(block), bold=True),
        Span(text=f" · {readable_size(block.size_bytes)}"),
    )
    if caption_of(block):
        return line
    return joined([line, (Span(text=kept(block.caption)),)], by="\n")


def caption_of(block: File) -> str:
    """What goes with the document; empty when it is too long and stands in the text instead."""
    caption = linkless_words(kept(block.caption).strip())
    return caption if utf16_units(caption) <= MAX_CAPTION_UNITS else ""


def file_name(block: File) -> str:
    """The name as shown and sent: one line, never a path.

    >>> from domain.ids import BlobId
    >>> file_name(File(blob=BlobId("b"), name="a/../b.pdf", media_type="x", size_bytes=1))
    'a_.._b.pdf'
    """
    name = kept(clean_line(block.name)).replace("/", "_").replace("\\", "_")
    return name or "file"
