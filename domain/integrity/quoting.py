"""Quotations for observations: cut out of the visible text, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable

from domain.findings import Passage
from domain.resume.model import Extracted, Resume, Span

_LONGEST = 160
"""Characters of one quotation: enough for a line, fit for a card."""


def passages(resume: Resume, *values: Extracted | None) -> tuple[Passage, ...]:
    """The given values as quotations, absent ones left out."""
    spans = (value.span for value in values if value is not None)
    return passages_at(resume, spans)


def passages_at(resume: Resume, spans: Iterable[Span]) -> tuple[Passage, ...]:
    """Quotations of characters of the visible text, cut at :data:`_LONGEST`."""
    text = resume.source.text
    found = []
    for span in spans:
        end = min(span.end, span.start + _LONGEST)
        found.append(Passage(quote=text[span.start : end], start=span.start, end=end))
    return tuple(found)


def months_in_words(months: int) -> str:
    """A length for a person.

    >>> months_in_words(1), months_in_words(7), months_in_words(27), months_in_words(24)
    ('1 month', '7 months', '2 years 3 months', '2 years')
    """
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(f"{years} year{'s' if years > 1 else ''}")
    if rest or not years:
        parts.append(f"{rest} month{'s' if rest != 1 else ''}")
    return " ".join(parts)
