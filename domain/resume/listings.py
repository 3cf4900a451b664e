"""Projects, certificates, awards, volunteering, publications: named entries with details."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.resume.dates import find_dates
from domain.resume.entries import split_entries
from domain.resume.experience import paragraphs, read_work
from domain.resume.header_lines import date_range
from domain.resume.layout import Line
from domain.resume.model import DateRange, Entry, Extracted
from domain.resume.spans import take
from domain.resume.vocabulary import company_score

_PREFIX = re.compile(
    r"^(?:certifications?|certificates|awards?|honors?|patents?|publications?):\s*", re.IGNORECASE
)
_ISSUER = re.compile(
    r"\s+[–—-]\s+|\s*\|\s*|\t|\s+[·•]\s+|,\s+(?=[A-ZÀ-Þ])|\s+(?:by|from|von|par|por)\s+(?=[A-ZÀ-Þ])"
)


def read_projects(text: str, lines: Sequence[Line], *, body_size: float) -> tuple[Entry, ...]:
    """Projects: a heading line, what it is, and what was done."""
    found: list[Entry] = []
    for entry in split_entries(text, lines, body_size=body_size):
        header = entry.header
        details = [take(text, s.start, s.end) for s in header.segments[1:]]
        details += [take(text, start, end) for start, end in header.prose]
        body = paragraphs(text, entry.body)
        first = header.segments[0] if header.segments else None
        name = take(text, first.start, first.end, confidence=0.8) if first else None
        if name is None and body:
            name, body = body[0], body[1:]
        if name is None:
            continue
        found.append(
            Entry(
                name=name,
                detail=tuple([d for d in details if d is not None] + body),
                dates=header.dates[0] if header.dates else None,
            )
        )
    return tuple(found)


def read_list(text: str, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Certificates, awards, publications: one per item, with date and issuer where stated."""
    found: list[Entry] = []
    for value in paragraphs(text, lines):
        entry, dates = read_item(text, value.span.start, value.span.end)
        if entry is not None:
            found.append(entry)
        elif found and dates is not None and found[-1].dates is None:
            last = found[-1]  # the date stood on a line of its own
            found[-1] = Entry(name=last.name, detail=last.detail, dates=dates, issuer=last.issuer)
    return tuple(found)


def read_item(text: str, start: int, end: int) -> tuple[Entry | None, DateRange | None]:
    """One certificate, award or publication; only its date when it says nothing else."""
    prefix = _PREFIX.match(text[start:end])
    if prefix:
        start += prefix.end()
    dates, start, end = _dated(text, start, end)
    name_end, issuer = _issuer(text, start, end)
    name = take(text, start, name_end, confidence=0.8)
    return (Entry(name=name, dates=dates, issuer=issuer) if name else None), dates


def read_volunteering(text: str, lines: Sequence[Line], *, body_size: float) -> tuple[Entry, ...]:
    """Volunteering is drawn like work: role is the name, organisation the issuer."""
    found: list[Entry] = []
    for work in read_work(text, lines, body_size=body_size):
        for role in work.roles:
            name = role.title or work.employer
            if name is not None:
                found.append(
                    Entry(
                        name=name,
                        detail=role.highlights,
                        dates=role.dates,
                        issuer=work.employer if role.title is not None else None,
                    )
                )
    return tuple(found)


def _dated(text: str, start: int, end: int) -> tuple[DateRange | None, int, int]:
    """A date at either end of the item, taken off."""
    value = text[start:end]
    for found in find_dates(value):
        line = Line(
            start=start, end=end, page=0, column=0, x0=0, x1=0, y=0, size=0, bold=False, gap=0,
            bullet=False, level=None, cells=(),
        )  # fmt: skip
        dates = date_range(text, line, found)
        before, after = (
            value[: found.start].strip(" ,([|–—-\t"),
            value[found.end :].strip(" .)],|\t"),
        )
        if not after:
            return dates, start, start + found.start
        if not before:
            return dates, start + found.end, end
        return dates, start, start + found.start if len(before) >= 4 else end
    return None, start, end


def _issuer(text: str, start: int, end: int) -> tuple[int, Extracted | None]:
    for match in _ISSUER.finditer(text, start, end):
        rest = text[match.end() : end]
        if company_score(rest) >= 2.0 and len(rest.split()) <= 6:
            return match.start(), take(text, match.end(), end, confidence=0.6)
    return end, None
