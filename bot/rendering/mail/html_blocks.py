"""Blocks of a reply as HTML with class names; `bot.rendering.mail.page` inlines the styles.

Layout by tables, because Outlook knows nothing else; they are marked as such for screen readers.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.rendering.amounts import readable_amount, readable_size
from bot.rendering.mail.frame import MailFrame
from bot.rendering.mail.html_words import escaped, label, line, unlinked
from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.choices import Choice
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
    Table,
    Text,
    Tone,
)

LAYOUT: Final = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
_WHOLE_CELL_CHARS: Final = 12  # a date is not broken at its hyphen
_SIGNS: Final = {"for": ("✓", "mf"), "against": ("✗", "ma"), "unknown": ("?", "mu")}
_NOTICES: Final = {Tone.INFO: "ni", Tone.DONE: "ni nd", Tone.WARNING: "ni nw"}
_BUTTONS: Final = {"normal": ("bt", "l"), "primary": ("bp", "l lp"), "danger": ("bd", "l ld")}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDrawer:
    """Draws one block at a time for one frame."""

    frame: MailFrame

    def block(self, block: Block, choices: tuple[Choice, ...], *, is_title: bool = False) -> str:
        """The block as one or more complete elements.

        Args:
            block: what to draw.
            choices: its numbered buttons.
            is_title: a heading that is the title of the whole mail.
        """
        match block:
            case Paragraph():
                return _paragraph(block)
            case Heading() if is_title:
                return f'<h1 class="title" dir="auto">{line(block.body)}</h1>'
            case Heading():
                return f'<h2 class="h" dir="auto">{line(block.body)}</h2>'
            case Notice():
                return self._notice(block)
            case Bullets():
                return _bullets(block)
            case Card():
                return self._card(block, choices)
            case Table():
                return _table(block)
            case Chart():
                return _chart(block)
            case File():
                return self._file(block)
            case Buttons():
                return self.buttons(choices, wide=True)

    def buttons(self, choices: Sequence[Choice], *, wide: bool) -> str:
        """Buttons beside each other; ``wide`` ones fill the line each on a phone."""
        if not choices:
            return ""
        last = len(choices) - 1
        drawn = "".join(
            # On a phone two stand in a row; one that is left over takes the whole row.
            self._button(choice, is_alone=place == last and place % 2 == 0)
            for place, choice in enumerate(choices)
        )
        return f'<div class="bs {"wide" if wide else "sm"}">{drawn}</div>'

    def _button(self, choice: Choice, *, is_alone: bool) -> str:
        cell, inner = _BUTTONS[choice.tone]
        number = f'<span class="n">{choice.number}&nbsp;</span>'
        words = f"{number if self.frame.takes_numbers else ''}{label(choice.label)}"
        href = safe_url(self.frame.href_of(choice))
        drawn = (
            f'<span class="{inner}">{words}</span>'
            if href is None
            else f'<a class="{inner}" href="{html.escape(href)}">{words}</a>'
        )
        return (
            f'<table {LAYOUT} class="b{" bo" if is_alone else ""}">'
            f'<tr><td class="{cell}" dir="auto">{drawn}</td>'
            '<td class="gap">&nbsp;</td></tr></table>'
        )

    def _card(self, card: Card, choices: tuple[Choice, ...]) -> str:
        parts = [f'<h3 class="t" dir="auto">{line(card.title)}</h3>']
        if card.subtitle:
            parts.append(f'<p class="s" dir="auto">{line(card.subtitle)}</p>')
        if card.facts:
            rows = "".join(self._fact(fact) for fact in card.facts)
            parts.append(
                f'<table cellpadding="0" cellspacing="0" border="0" class="fs">{rows}</table>'
            )
        parts.append(self.buttons(choices, wide=False))
        return _boxed("card", "cin", "".join(parts), is_text=False)

    def _fact(self, fact: Fact) -> str:
        """A row: the mark in words (or the label) and what is said; colour only repeats it."""
        said = clean_line(fact.label)
        value = line(fact.value)
        if fact.mark == "none":
            return _row(unlinked(said), value)
        word = self._mark(fact.mark)
        sign, look = _SIGNS[fact.mark]
        if said and said.casefold() != word.casefold():
            value = f"{unlinked(said)}: {value}"
        return _row(f'<span class="{look}">{sign}&nbsp;{escaped(word)}</span>', value)

    def _mark(self, mark: Literal["for", "against", "unknown"]) -> str:
        words = self.frame.words
        if mark == "for":
            return words.mark_for
        return words.mark_against if mark == "against" else words.mark_unknown

    def _notice(self, notice: Notice) -> str:
        words = self.frame.words
        lead = {
            Tone.INFO: words.tone_info,
            Tone.DONE: words.tone_done,
            Tone.WARNING: words.tone_warning,
        }[notice.tone]
        said = f"<strong>{escaped(lead)}:</strong> {line(notice.body)}"
        return _boxed("note", _NOTICES[notice.tone], said)

    def _file(self, file: File) -> str:
        words = self.frame.words
        lead = words.not_attached if file.blob in self.frame.not_attached else words.attached
        said = (
            f"<strong>{escaped(lead)}:</strong> {unlinked(clean_line(file.name))} "
            f"({readable_size(file.size_bytes)})"
        )
        caption = clean(file.caption)
        return _boxed("note", "ni", said + (f"<br>{unlinked(caption)}" if caption else ""))


def remark(words: str) -> str:
    """A line of our own in the look of a notice."""
    return _boxed("note", "ni nw", escaped(words))


def _boxed(outer: str, inner: str, content: str, *, is_text: bool = True) -> str:
    direction = ' dir="auto"' if is_text else ""
    cell = f'<tr><td class="{inner}"{direction}>{content}</td></tr>'
    return f'<table {LAYOUT} class="{outer}" width="100%">{cell}</table>'


def _row(head: str, value: str) -> str:
    return f'<tr><th scope="row" class="k">{head}</th><td class="v" dir="auto">{value}</td></tr>'


def _paragraph(block: Paragraph) -> str:
    if len(block.body) == 1 and block.body[0].style == "code":
        # A paragraph that is nothing but code is something to type: a code of verification.
        return _boxed("big", "bigc", unlinked(clean(block.body[0].text)))
    return f'<p class="p" dir="auto">{line(block.body)}</p>'


def _bullets(block: Bullets) -> str:
    # A list of its own would be right, but Outlook sets its marks anywhere.
    rows = "".join(
        f'<tr><td class="dot">{f"{number}." if block.ordered else "•"}</td>'
        f'<td class="li" dir="auto">{line(item)}</td></tr>'
        for number, item in enumerate(block.items, start=1)
    )
    return f'<table {LAYOUT} class="ul" width="100%">{rows}</table>' if rows else ""


def _table(block: Table) -> str:
    if not block.columns:
        return ""
    heads = "".join(
        f'<th scope="col" class="th" dir="auto">{unlinked(clean_line(column))}</th>'
        for column in block.columns
    )
    rows: list[str] = []
    for row in block.rows:
        cells = [_cell(cell) for cell in row[: len(block.columns)]]
        cells += [_cell(())] * (len(block.columns) - len(cells))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<div class="tw"><table cellpadding="0" cellspacing="0" border="0" class="tb" width="100%">'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(body: Text) -> str:
    whole = " nb" if sum(len(run.text) for run in body) <= _WHOLE_CELL_CHARS else ""
    return f'<td class="td{whole}" dir="auto">{line(body)}</td>'


def _chart(block: Chart) -> str:
    pairs = list(zip(block.labels, block.values, strict=False))
    largest = max((abs(v) for _, v in pairs if math.isfinite(v)), default=0.0)
    unit = clean_line(block.unit)
    rows = [_bar_row(name, value, largest=largest, unit=unit) for name, value in pairs]
    table = '<table cellpadding="0" cellspacing="0" border="0" class="ch" width="100%">'
    return (
        f'<p class="ct" dir="auto">{unlinked(clean_line(block.title))}</p>'
        f"{table}{''.join(rows)}</table>"
        f'<p class="alt" dir="auto">{unlinked(clean(block.alternative))}</p>'
    )


def _bar_row(name: str, value: float, *, largest: float, unit: str) -> str:
    share = abs(value) / largest if largest and math.isfinite(value) else 0.0
    percent = max(1, round(100 * min(share, 1.0)))
    bar = (
        "&nbsp;"
        if value == 0
        else (
            f'<table {LAYOUT} class="bar" width="{percent}%"><tr>'
            f'<td class="br{" bn" if value < 0 else ""}" height="12">&nbsp;</td></tr></table>'
        )
    )
    amount = readable_amount(value, unit=unit)
    whole = " nb" if len(amount) <= 2 * _WHOLE_CELL_CHARS else ""
    return (
        f'<tr><th scope="row" class="cl" dir="auto">{unlinked(clean_line(name))}</th>'
        f'<td class="cb">{bar}</td>'
        f'<td class="cv{whole}">{unlinked(amount)}</td></tr>'
    )
