"""Lines of dated entries: what heads an entry, what belongs to its body, and its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.resume.dates import FoundDates, find_dates, strip_durations
from domain.resume.layout import Line
from domain.resume.model import DateRange, Extracted, Span
from domain.resume.places import UNSURE_PLACE, is_city, is_country, place_score, place_tail
from domain.resume.spans import quote, take
from domain.resume.vocabulary import (
    company_score,
    degree_score,
    is_employment_type,
    school_score,
    starts_like_a_sentence,
    title_score,
)

_STRONG = re.compile(r"\t|\s*\|\s*|\s+[·•∙⋅‧●▪◦–—-]\s+|\s*[·•∙⋅‧]\s*|\s{3,}|\s+@\s+")
_DATE_WORD = re.compile(
    r"(?:expected(?:\s+graduation)?|anticipated|graduat(?:ed|ion|ing)|completed|class of|"
    r"voraussichtlich|abschluss|obtenu|diplômé|prévu|conclusão|previs\w+|issued|dates?)"
    r"\s*(?:date|in|en|:)?\s*:?\s*$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\b(?:inc|co|ltd|corp|llc|ltda|s\.a|s\.l|e\.v|a\.g|jr|sr|dept|univ|inst|\w\.\w)\.\s*$",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"^[A-ZÀ-Þ][\w &/'-]{2,32}:\s+\S")


@dataclass(slots=True, kw_only=True)
class Segment:
    """A piece of a header line between strong separators, without dates."""

    start: int
    end: int
    line: int
    """Index of the line within its header."""
    joint: str
    """The separator in front, stripped; empty at the start of a line."""
    bold: bool = False


@dataclass(slots=True, kw_only=True)
class Header:
    """The lines that head one entry, taken apart."""

    lines: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    dates: list[DateRange] = field(default_factory=list)
    locations: list[Extracted] = field(default_factory=list)
    prose: list[tuple[int, int]] = field(default_factory=list)
    """Sentences that stood in the header ("Leads the guild.")."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """Header and body of one entry, before its parts have names."""

    header: Header
    body: list[Line] = field(default_factory=list)


def words_of(text: str, line: Line) -> str:
    """The line's characters, without its list mark; a break inside counts as a space."""
    return text[line.start : line.end].replace("\n", " ")


def dates_in(text: str, line: Line) -> list[FoundDates]:
    """Dates of a line that head an entry, not those inside a sentence."""
    value = strip_durations(words_of(text, line))
    found: list[FoundDates] = []
    for date in find_dates(value):
        before, after = value[: date.start].rstrip(), value[date.end :].lstrip()
        alone = not before.strip("([ ") or not after.strip(")].,; ")
        cell = any(
            cell.start - line.start <= date.start
            and date.end <= cell.end - line.start
            and (date.end - date.start) >= 0.6 * (cell.end - cell.start)
            for cell in line.cells
        )
        fenced = bool(re.search(r"[(\[|·•–—\-,\t]$", before) or _DATE_WORD.search(before))
        if (date.is_range and (alone or cell or fenced or not starts_like_a_sentence(value))) or (
            not date.is_range and (alone or cell or fenced) and not _is_quantity(after)
        ):
            found.append(date)
    return found


def _is_quantity(after: str) -> bool:
    return bool(re.match(r"(?:[A-Za-z]+\s+){0,1}(?:users|customers|requests|hours)\b", after))


def is_date_line(text: str, line: Line) -> bool:
    """True when the line says nothing but when."""
    rest = words_of(text, line)
    found = dates_in(text, line)
    for date in reversed(found):
        rest = rest[: date.start] + rest[date.end :]
    return bool(found) and len(_DATE_WORD.sub("", rest).strip(" ()[]|,;·•–—-\t")) <= 2


def body_score(text: str, line: Line, *, body_size: float, left: float) -> float:
    """Positive for lines of the body (list items, sentences), negative for header lines."""
    value = words_of(text, line)
    dates = dates_in(text, line)
    if dates and any(date.is_range for date in dates) and not line.bullet:
        # what stands behind "(2019 - 2021)" may be a sentence: the front decides
        value = value[: dates[0].start].strip() or value
    pieces = [piece for piece in _STRONG.split(value) if piece.strip()] or [value]
    words = max((re.findall(r"[^\W_][^\s]*", piece) for piece in pieces), key=len)
    dated = bool(dates)
    score = 0.0
    if line.bullet:
        score += 4.0
    if len(words) >= 10:
        score += 2.0
    if value.rstrip().endswith((".", "!")) and len(words) >= 5 and not _ABBREVIATED.search(value):
        score += 2.0
    if value.rstrip().endswith(".") and 3 <= len(words) < 5 and not _ABBREVIATED.search(value):
        score += 3.0 if starts_like_a_sentence(value) else 1.5
    if starts_like_a_sentence(value) and len(words) >= 4 and title_score(value) < 3:
        score += 2.0
    elif starts_like_a_sentence(value) and len(words) >= 6:
        score += 1.0
    if value[:1].islower():
        score += 1.5
    if _LABEL_LINE.match(value) and not dated:
        score += 2.5
    if line.x0 > left + 5 and line.size:
        score += 1.0
    if line.cells[0].bold and not _LABEL_LINE.match(value):
        score -= 3.0
    if dated and not line.bullet:
        score -= 4.0 if any(date.is_range for date in dates) else 2.0
    if line.level is not None:
        score -= 4.0
    if line.size > body_size + 0.3:
        score -= 1.0
    if len(words) <= 6 and not value.rstrip().endswith("."):
        score -= 1.5
    signs = max(
        max(title_score(p), company_score(p), degree_score(p), school_score(p)) for p in pieces
    )
    if signs >= 2.0 and len(words) <= 9:
        score -= 1.5
    if place_score(value) >= 2.5:
        score -= 2.0
    return score


def header_of(text: str, lines: Sequence[Line]) -> Header:
    """Take header lines apart: dates, places, prose, and what remains in segments."""
    header = Header(lines=list(lines))
    for number, line in enumerate(lines):
        spans = _outside_dates(text, line, header)
        for begin, end in spans:
            _segments(text, begin, end, number, line, header)
    return header


def date_range(text: str, line: Line, date: FoundDates) -> DateRange:
    """The found date as a span of the document."""
    start, end = line.start + date.start, line.start + date.end
    raw = Extracted(text=quote(text[start:end]), span=Span(start=start, end=end))
    return DateRange(raw=raw, start=date.first, end=date.last, is_current=date.is_current)


def _outside_dates(text: str, line: Line, header: Header) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = line.start
    for date in dates_in(text, line):
        header.dates.append(date_range(text, line, date))
        spans.append((position, line.start + date.start))
        position = line.start + date.end
    spans.append((position, line.end))
    return [(begin, end) for begin, end in spans if text[begin:end].strip(" ()[]|,;·•–—-\t")]


def _segments(text: str, begin: int, end: int, number: int, line: Line, header: Header) -> None:
    value = strip_durations(text[begin:end].replace("\n", " "))
    word = _DATE_WORD.search(value)
    if word:
        end = begin + word.start()
        value = value[: word.start()]
    position, joint = 0, ""
    pieces: list[tuple[int, int, str]] = []
    for match in _STRONG.finditer(value):
        if value[position : match.start()].strip(" (),;"):
            pieces.append((position, match.start(), joint))
        position, joint = match.end(), match.group().strip() or "\t"
    if value[position:].strip(" (),;"):
        pieces.append((position, len(value), joint))
    for first, last, glue in pieces:
        _sort_piece(text, begin + first, begin + last, number, glue, line, header)


def _sort_piece(
    text: str, start: int, end: int, number: int, joint: str, line: Line, header: Header
) -> None:
    value = text[start:end].replace("\n", " ").strip(" ,;()")
    if not value or is_employment_type(value):
        return
    if _is_place(value, joint):
        place = take(text, start, end, confidence=0.9)
        if place is not None:
            header.locations.append(place)
        return
    words = value.split()
    if len(words) >= 5 and value.endswith(".") and header.segments:
        header.prose.append((start, end))
        return
    tail = None if is_city(value.split(",")[0]) else place_tail(text[start:end])
    if tail is not None and not (degree_score(value) >= 2.5 and school_score(value) < 3):
        place = take(text, start + tail, end, confidence=0.8)
        if place is not None:
            header.locations.append(place)
        end = start + tail
        while end > start and text[end - 1] in " ,.":
            end -= 1
        if text[end : end + 1] == "." and re.search(
            r"\b(?:inc|co|ltd|corp)$", text[start:end], re.IGNORECASE
        ):
            end += 1
    bold = any(cell.bold for cell in line.cells if cell.start <= start < cell.end)
    header.segments.append(Segment(start=start, end=end, line=number, joint=joint, bold=bold))


def _is_place(value: str, joint: str) -> bool:
    """True for a place; "Acme, India" behind a dash is an employer with its country."""
    score = place_score(value)
    front = value.split(",")[0]
    named_like_a_school = school_score(value) >= 3 and not (is_city(front) and "," in value)
    if score < 2.5 or named_like_a_school:
        return False
    if score == UNSURE_PLACE:
        return company_score(front) < 2.0 and not (
            joint in {"–", "—"} and is_country(value.split(",")[-1])
        )
    return True
