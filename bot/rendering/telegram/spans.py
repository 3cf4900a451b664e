"""Text with styles on its way to entities: pieces that can be joined and cut anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bot.rendering.telegram.messages import Entity, EntityType, utf16_units

Quote = Literal["", "blockquote", "expandable_blockquote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters of one look. Code and pre stand alone: Telegram nests them in a quote only."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: Literal["", "code", "pre"] = ""
    url: str | None = None
    quote: Quote = ""

    @property
    def most_entities(self) -> int:
        """How many entities it can need at most."""
        return sum(map(bool, (self.bold, self.italic, self.mono, self.url, self.quote)))


Line = tuple[Span, ...]
"""Spans drawn one after another with nothing in between."""


def words_of(line: Line) -> str:
    """The characters alone."""
    return "".join(span.text for span in line)


def cut(line: Line, start: int, end: int) -> Line:
    """The characters from ``start`` to ``end`` (code points), with their styles.

    >>> words_of(cut((Span(text="ab", bold=True), Span(text="cd")), 1, 3))
    'bc'
    """
    parts: list[Span] = []
    at = 0
    for span in line:
        first, last = max(start - at, 0), min(end - at, len(span.text))
        if first < last:
            parts.append(replace(span, text=span.text[first:last]))
        at += len(span.text)
    return tuple(parts)


def trimmed(line: Line) -> Line:
    """The line without white space at its ends; Telegram would take it away too."""
    words = words_of(line)
    start = len(words) - len(words.lstrip())
    return cut(line, start, max(start, len(words.rstrip())))


def joined(lines: Iterable[Line], *, by: str) -> Line:
    """The lines that have words, with ``by`` in between."""
    parts: list[Span] = []
    for line in lines:
        if not words_of(line):
            continue
        if parts:
            parts.append(Span(text=by))
        parts.extend(line)
    return tuple(parts)


def entities_of(line: Line) -> tuple[Entity, ...]:
    """The styles as ranges that are nested or apart, never crossing.

    A style is interrupted where a stronger one begins or ends (quote, link, code, bold, italic), so
    of two ranges with common characters one always holds the other.
    """
    found: list[Entity] = []
    for depth in range(1, 6):
        at = 0
        # Neighbours that differ in weaker styles only belong to one range.
        for looks, group in groupby(line, key=lambda span: _looks(span)[:depth]):
            words = "".join(span.text for span in group)
            length = utf16_units(words)
            kind, url = looks[-1]
            if kind and words.strip():
                found.append(Entity(type=kind, offset=at, length=length, url=url))
            at += length
    return tuple(sorted(found, key=lambda entity: (entity.offset, -entity.length)))


def _looks(span: Span) -> tuple[tuple[EntityType | None, str | None], ...]:
    """The styles of a span, the strongest first."""
    return (
        (span.quote or None, None),
        ("text_link" if span.url else None, span.url),
        (span.mono or None, None),
        ("bold" if span.bold else None, None),
        ("italic" if span.italic else None, None),
    )


def entity_budget(line: Sequence[Span]) -> int:
    """The most entities the line can become."""
    return sum(span.most_entities for span in line)
