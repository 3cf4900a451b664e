"""The plain-text part: as good as the HTML, for people and programs that read only text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len

from bot.rendering.amounts import readable_amount, readable_size
from bot.rendering.mail.frame import MailFrame
from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.choices import Choice, Numbered
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

_WIDTH: Final = 72  # columns: also once quoted it is not wrapped again
_BAR_CELLS: Final = 24
_MARKS: Final = {"for": "+ ", "against": "- ", "unknown": "? "}


def plain_part(reply: Reply, numbers: Numbered, *, frame: MailFrame) -> str:
    """The whole reply in lines of at most 72 columns (a longer word has a line of its own)."""
    parts = [_title(frame)]
    for block, choices in zip(reply.blocks, numbers.by_block, strict=True):
        parts.append(_block(block, choices, frame=frame))
    parts.append(_choices(numbers.prompts, frame=frame))
    parts.append(hint(numbers, frame=frame))
    body = "\n\n".join(part for part in parts if part.strip())
    footer = [*(wrapped(clean_line(line)) for line in frame.footer)]
    for link in frame.footer_links:
        url = safe_url(link.url)
        if url is not None:
            footer.append(f"{wrapped(clean_line(link.label))}:\n{url}")
    lines = "\n".join(line for line in footer if line)
    return f"{body}\n\n-- \n{lines}\n" if lines else f"{body}\n"


def hint(numbers: Numbered, *, frame: MailFrame) -> str:
    """How to choose by writing; empty when there is nothing to choose or nobody reads it."""
    every = [choice for choices in numbers.by_block for choice in choices] + [*numbers.prompts]
    if not every or not frame.takes_numbers:
        return ""
    return wrapped(frame.words.reply_with_number.format(number=every[0].number))


def _title(frame: MailFrame) -> str:
    title = clean_line(frame.title)
    return f"{wrapped(title)}\n{'=' * min(_WIDTH, max(3, cell_len(title)))}" if title else ""


def _block(block: Block, choices: tuple[Choice, ...], *, frame: MailFrame) -> str:
    match block:
        case Paragraph():
            return wrapped(_words(block.body))
        case Heading():
            words = clean_line(_words(block.body))
            return f"{wrapped(words)}\n{'-' * min(_WIDTH, max(3, cell_len(words)))}"
        case Notice():
            return wrapped(f"{_lead(block.tone, frame=frame)}: {_words(block.body)}")
        case Bullets():
            marks = [f"{n}. " if block.ordered else "* " for n in range(1, len(block.items) + 1)]
            return "\n".join(
                wrapped(_words(item), first=mark, rest=" " * len(mark))
                for mark, item in zip(marks, block.items, strict=True)
            )
        case Card():
            return _card(block, choices, frame=frame)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case File():
            return _file(block, frame=frame)
        case Buttons():
            return _choices(choices, frame=frame)


def _words(body: Text) -> str:
    words: list[str] = []
    for run in body:
        said = clean(run.text)
        if run.style == "quote" and said:
            said = f"“{said}”"
        url = safe_url(run.url)
        if url is not None and url not in said:
            said = f"{said} <{url.removeprefix('mailto:')}>"
        words.append(said)
    return "".join(words)


def _lead(tone: Tone, *, frame: MailFrame) -> str:
    if tone is Tone.INFO:
        return frame.words.tone_info
    return frame.words.tone_done if tone is Tone.DONE else frame.words.tone_warning


def _card(card: Card, choices: tuple[Choice, ...], *, frame: MailFrame) -> str:
    lines = [wrapped(_words(card.title), first="# ", rest="  ")]
    if card.subtitle:
        lines.append(wrapped(_words(card.subtitle), first="  ", rest="  "))
    lines += [_fact(fact, frame=frame) for fact in card.facts]
    lines.append(_choices(choices, frame=frame, indent="  "))
    return "\n".join(line for line in lines if line)


def _fact(fact: Fact, *, frame: MailFrame) -> str:
    said, value = clean_line(fact.label), _words(fact.value)
    word = {
        "for": frame.words.mark_for,
        "against": frame.words.mark_against,
        "unknown": frame.words.mark_unknown,
    }.get(fact.mark, "")
    lead = f"{said or word}: " if said or word else ""
    mark = _MARKS.get(fact.mark, "")
    return wrapped(f"{lead}{value}", first=f"  {mark}", rest="    ")


def _table(table: Table) -> str:
    if not table.columns:
        return ""
    columns = [clean_line(column) for column in table.columns]
    rows = [[clean_line(_words(cell)) for cell in row[: len(columns)]] for row in table.rows]
    rows = [row + [""] * (len(columns) - len(row)) for row in rows]
    widths = [max(cell_len(row[n]) for row in [columns, *rows]) for n in range(len(columns))]
    if sum(widths) + 2 * (len(widths) - 1) > _WIDTH:
        return _records(columns, rows)
    rule = ["-" * width for width in widths]
    return "\n".join(_aligned(row, widths) for row in [columns, rule, *rows])


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        f"{cell}{' ' * (width - cell_len(cell))}" for cell, width in zip(row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()


def _records(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table too wide for the line: every row as lines of "column: value"."""
    return "\n\n".join(
        "\n".join(
            wrapped(f"{column}: {cell}" if column else cell, rest="  ")
            for column, cell in zip(columns, row, strict=True)
            if cell
        )
        for row in [*rows] or [[""] * len(columns)]
    ) or ", ".join(columns)


def _chart(chart: Chart) -> str:
    pairs = [(clean_line(n), v) for n, v in zip(chart.labels, chart.values, strict=False)]
    largest = max((abs(v) for _, v in pairs if math.isfinite(v)), default=0.0)
    width = min(24, max((cell_len(name) for name, _ in pairs), default=0))
    lines = [wrapped(clean_line(chart.title))]
    for name, value in pairs:
        share = abs(value) / largest if largest and math.isfinite(value) else 0.0
        bar = "#" * round(share * _BAR_CELLS)
        amount = readable_amount(value, unit=clean_line(chart.unit))
        lines.append(f"{name}{' ' * (width - cell_len(name))}  {bar} {amount}")
    return "\n".join([*lines, wrapped(clean(chart.alternative))]).strip("\n")


def _file(file: File, *, frame: MailFrame) -> str:
    words = frame.words
    lead = words.not_attached if file.blob in frame.not_attached else words.attached
    said = f"[{lead}] {clean_line(file.name)} ({readable_size(file.size_bytes)})"
    return "\n".join(wrapped(part) for part in (said, clean(file.caption)) if part)


def _choices(choices: Sequence[Choice], *, frame: MailFrame, indent: str = "") -> str:
    """Numbered labels beside each other; a web address, unlike a mail address, is shown."""
    lines: list[str] = []
    current = ""
    for choice in choices:
        number = f"[{choice.number}] " if frame.takes_numbers else ""
        label = f"{number}{clean_line(choice.label)}"
        url = safe_url(frame.href_of(choice))
        if url is not None and not url.lower().startswith("mailto:"):
            lines += [current, wrapped(f"{label}:", first=indent, rest=indent), f"{indent}{url}"]
            current = ""
        elif current and cell_len(f"{current}   {label}") <= _WIDTH:
            current = f"{current}   {label}"
        else:
            lines.append(current)
            current = wrapped(label, first=indent, rest=indent)
    return "\n".join(line for line in [*lines, current] if line)


def wrapped(words: str, *, first: str = "", rest: str = "") -> str:
    """Lines of at most 72 columns, ``first`` before the first and ``rest`` before the others.

    ``words`` are cleaned already. They stay whole, so that addresses can be copied; only scripts
    without spaces are cut.

    >>> wrapped("one two", first="* ")
    '* one two'
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        current = rest if lines else first
        is_empty = True
        for word in paragraph.split():
            for piece in _pieces(word, width=max(8, _WIDTH - cell_len(rest))):
                if not is_empty and cell_len(current) + 1 + cell_len(piece) > _WIDTH:
                    lines.append(current)
                    current, is_empty = rest, True
                current += piece if is_empty else f" {piece}"
                is_empty = False
        lines.append(current.rstrip())
    return "\n".join(lines).rstrip("\n")


def _pieces(word: str, *, width: int) -> list[str]:
    if len(word) <= width // 2 or cell_len(word) <= width or cell_len(word) == len(word):
        return [word]
    pieces: list[str] = []
    current, used = "", 0
    for character in word:
        cells = cell_len(character)
        if used + cells > width:
            pieces.append(current)
            current, used = "", 0
        current += character
        used += cells
    return [*pieces, current]
