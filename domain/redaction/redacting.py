"""Taking identity out of words: marks in its place, offsets kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from domain.findings import Passage
from domain.redaction.explanations import mark_of
from domain.redaction.model import IdentitySignal, RedactedText, SignalKind


def redact(
    text: str, signals: Iterable[IdentitySignal], *, kept: Collection[SignalKind] = ()
) -> RedactedText:
    """The text with marks like "[name]".

    Args:
        text: the visible text that the signals' passages point into.
        signals: those of :func:`domain.redaction.signals.signals_of`; ones without a passage, and
            of the kinds in ``kept``, change nothing.
        kept: kinds to leave as they are.

    >>> signal = IdentitySignal(kind=SignalKind.NAME, passage=Passage(quote="Jo", start=3, end=5),
    ...                         where="header", removed=True, why="")
    >>> redacted = redact("CV Jo, nurse", [signal])
    >>> redacted.text, redacted.offsets[10], redacted.marks
    ('CV [name], nurse', 6, 1)
    """
    parts: list[str] = []
    offsets: list[int] = []
    position, marks = 0, 0
    for signal, passage in _in_order(signals, kept=kept):
        if passage.start < position:
            continue  # a second signal on characters that are gone already
        parts.append(text[position : passage.start])
        offsets.extend(range(position, passage.start))
        mark = mark_of(signal)
        parts.append(mark)
        offsets.extend([passage.start] * len(mark))
        position, marks = passage.end, marks + 1
    parts.append(text[position:])
    offsets.extend(range(position, len(text)))
    return RedactedText(text="".join(parts), offsets=tuple(offsets), marks=marks)


def redacted_part(text: str, signals: Sequence[IdentitySignal], *, start: int, end: int) -> str:
    """Characters ``start`` to ``end`` of the text, redacted; a signal on the edge goes whole."""
    inside = [
        _shifted(signal, passage, start=start, end=end)
        for signal, passage in _in_order(signals, kept=())
        if passage.start < end and passage.end > start
    ]
    return redact(text[start:end], inside).text


def _in_order(
    signals: Iterable[IdentitySignal], *, kept: Collection[SignalKind]
) -> list[tuple[IdentitySignal, Passage]]:
    placed = [
        (signal, signal.passage)
        for signal in signals
        if signal.passage is not None and signal.kind not in kept
    ]
    return sorted(placed, key=lambda pair: (pair[1].start, -pair[1].end))


def _shifted(signal: IdentitySignal, passage: Passage, *, start: int, end: int) -> IdentitySignal:
    moved = Passage(
        quote=passage.quote,
        start=max(passage.start, start) - start,
        end=min(passage.end, end) - start,
    )
    return replace(signal, passage=moved)
