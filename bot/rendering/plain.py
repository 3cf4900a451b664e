"""Replies as plain text: for pipes, logs of a test, and screens without colours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.rendering.amounts import readable_amount, readable_size
from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.choices import Choice, files, numbered
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Card,
    Chart,
    File,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Table,
    Text,
    Tone,
)

_MARKS = {"for": "+ ", "against": "- ", "unknown": "? ", "none": "  "}
_TONES = {Tone.INFO: "(i)", Tone.DONE: "(ok)", Tone.WARNING: "(!)"}
_BAR_CELLS = 20


def render_plain(reply: Reply) -> str:
    """The reply as lines without styles or wrapping; choices are numbered as on a terminal."""
    numbers = numbered(reply)
    every_file = files(reply)
    parts: list[str] = []
    for block, choices in zip(reply.blocks, numbers.by_block, strict=True):
        number = next((n for n, file in enumerate(every_file, start=1) if file is block), 0)
        parts.append(_block(block, choices, file_number=number))
    parts.append("\n".join(_choice(choice) for choice in numbers.prompts))
    return "\n\n".join(part for part in parts if part)


def _block(block: Block, choices: tuple[Choice, ...], *, file_number: int) -> str:
    match block:
        case Paragraph() | Heading():
            return _words(block.body)
        case Notice():
            return f"{_TONES[block.tone]} {_words(block.body)}"
        case Bullets():
            marks = [f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1)]
            return "\n".join(
                f"{mark} {_words(item)}" for mark, item in zip(marks, block.items, strict=True)
            )
        case Card():
            return _card(block, choices)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case File():
            size = readable_size(block.size_bytes)
            line = f"[file] {clean_line(block.name)} ({size}) /save {file_number}"
            return f"{line}\n{clean(block.caption)}" if block.caption else line
        case Buttons():
            return "\n".join(_choice(choice) for choice in choices)


def _words(body: Text) -> str:
    words: list[str] = []
    for run in body:
        said = clean(run.text)
        if run.style == "quote" and said:
            said = f'"{said}"'
        url = safe_url(run.url)
        if url is not None and url not in said:
            said = f"{said} ({url.removeprefix('mailto:')})"
        words.append(said)
    return "".join(words)


def _choice(choice: Choice) -> str:
    return f"[{choice.number}] {clean_line(choice.label)}"


def _card(block: Card, choices: tuple[Choice, ...]) -> str:
    lines = [f"== {_words(block.title)}"]
    if block.subtitle:
        lines.append(f"   {_words(block.subtitle)}")
    for fact in block.facts:
        label = clean_line(fact.label)
        lead = f"{label}: " if label else ""
        lines.append(f" {_MARKS[fact.mark]}{lead}{_words(fact.value)}")
    if choices:
        lines.append("   " + "  ".join(_choice(choice) for choice in choices))
    return "\n".join(lines)


def _table(block: Table) -> str:
    rows: list[Sequence[str]] = [[clean_line(column) for column in block.columns]]
    rows += [[clean_line(_words(cell)) for cell in row] for row in block.rows]
    return "\n".join(" | ".join(row) for row in rows if row)


def _chart(block: Chart) -> str:
    pairs = list(zip(block.labels, block.values, strict=False))
    largest = max((abs(v) for _, v in pairs if math.isfinite(v)), default=0.0)
    lines = [clean_line(block.title)]
    for label, value in pairs:
        share = abs(value) / largest if largest and math.isfinite(value) else 0.0
        bar = "#" * round(share * _BAR_CELLS)
        amount = readable_amount(value, unit=clean_line(block.unit))
        lines.append(f"{clean_line(label)}: {bar} {amount}")
    return "\n".join([*lines, clean(block.alternative)]).strip()
