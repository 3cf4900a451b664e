"""Values as spans: taking them from the text, and checking that they still hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from domain.resume.model import Extracted, Resume, Span

_TRIM_LEFT = " \t\n,;:|·•–—-~/\u2022"
_TRIM_RIGHT = " \t\n,;:|·•–—-~/("
_LINE_HYPHEN = re.compile(r"(?<=\w)-\n(?=\w)")


def take(text: str, start: int, end: int, *, confidence: float = 1.0) -> Extracted | None:
    """The value between two offsets without the separators around it; None when nothing is left.

    >>> take("Acme  GmbH, ", 0, 12)
    Extracted(text='Acme GmbH', span=Span(start=0, end=10), confidence=1.0)
    """
    while start < end and text[start] in _TRIM_LEFT:
        start += 1
    while end > start and text[end - 1] in _TRIM_RIGHT:
        end -= 1
    start, end = _without_stray_brackets(text, start, end)
    if start >= end:
        return None
    return Extracted(
        text=quote(text[start:end]),
        span=Span(start=start, end=end),
        confidence=round(max(0.0, min(1.0, confidence)), 2),
    )


def quote(raw: str) -> str:
    r"""Source characters as one line: a word broken over two lines keeps its hyphen.

    >>> quote("event-\ndriven  systems")
    'event-driven systems'
    """
    return " ".join(_LINE_HYPHEN.sub("-", raw).split())


def holds(text: str, value: Extracted) -> bool:
    """True when ``value`` is what ``text`` says at its span."""
    span = value.span
    if not 0 <= span.start < span.end <= len(text):
        return False
    return _letters(text[span.start : span.end]) == _letters(value.text)


def unsupported_values(resume: Resume) -> list[tuple[str, Extracted]]:
    """Field path and value of everything that is not a span of the source; empty is right."""
    text = resume.source.text
    return [(path, value) for path, value in values_of(resume) if not holds(text, value)]


def values_of(resume: Resume) -> Iterator[tuple[str, Extracted]]:
    """Every extracted value with its field path (``work.0.roles.1.title``), in document order."""
    for field in fields(resume):
        if field.name not in {"source", "hidden", "link_targets", "warnings"}:
            yield from _walk(field.name, getattr(resume, field.name))


def _walk(path: str, value: object) -> Iterator[tuple[str, Extracted]]:
    if isinstance(value, Extracted):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(f"{path}.{index}", item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _walk(f"{path}.{field.name}", getattr(value, field.name))


def _letters(text: str) -> str:
    return re.sub(r"[\s\-]+", "", text)


def _without_stray_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    changed = True
    while changed and start < end:
        changed = False
        value = text[start:end]
        for opening, closing in (("(", ")"), ("[", "]")):
            if value.count(opening) == value.count(closing):
                if value[0] == opening and value[-1] == closing and value.count(opening) == 1:
                    start, end, changed = start + 1, end - 1, True
                continue
            if value[0] in opening + closing and value.count(opening) != value.count(closing):
                start, changed = start + 1, True
            elif value[-1] in opening + closing:
                end, changed = end - 1, True
            if changed:
                break
        while start < end and text[start] in _TRIM_LEFT:
            start += 1
        while end > start and text[end - 1] in _TRIM_RIGHT:
            end -= 1
    return start, end
