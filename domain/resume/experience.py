"""Employers and roles: both readings of every header are scored, the better one wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from domain.resume.entries import split_entries
from domain.resume.header_lines import Entry, Header, Segment
from domain.resume.layout import Line, breaks_early
from domain.resume.model import DateRange, Extracted, Role, Work
from domain.resume.places import is_place_like
from domain.resume.spans import take
from domain.resume.vocabulary import (
    company_score,
    is_employment_type,
    is_team_name,
    school_score,
    starts_like_a_sentence,
    title_score,
)

_SPLIT = re.compile(
    r",\s+|\s+(?:at|bei|chez|en|em|na|presso|@|für|for|with)\s+(?=[A-ZÀ-Þ0-9])|\s+[–—-]\s+|\s+/\s+|\.\s+(?=[A-ZÀ-Þ])"
)
_LEGAL_TAIL = re.compile(
    r"^(?:inc|llc|ltd|corp|co|gmbh|ag|s\.?a|plc|llp|l\.?p|s\.?l)\b\.?", re.IGNORECASE
)
_LABELLED = re.compile(r"[A-ZÀ-Þ][\w &/'-]{2,32}:\s+\S")
_MAX_SEGMENTS = 8
_MAX_SPLITS = 6
"""A header with more parts than this is not one: bounds the number of readings."""
_DASHES = {"–", "—", "-"}


@dataclass(slots=True)
class _Reading:
    """One way to name the parts of a header."""

    title: tuple[int, int] | None
    company: tuple[int, int] | None
    score: float
    order: str
    """How title and company stand to each other: the key of the document's habit."""


@dataclass(slots=True)
class _Draft:
    entry: Entry
    readings: list[_Reading]
    best: _Reading | None = None
    margin: float = 0.0
    banner: bool = False
    """An employer alone; the roles held there follow as drafts of their own."""


def read_work(text: str, lines: Sequence[Line], *, body_size: float) -> tuple[Work, ...]:
    """The jobs in a section, several roles at one employer together."""
    entries = split_entries(text, lines, body_size=body_size)
    _take_places(text, [entry.header for entry in entries])
    drafts = [_Draft(entry, _readings(text, entry.header)) for entry in entries]
    drafts = [draft for draft in drafts if draft.entry.header.segments or draft.entry.header.dates]
    _mark_banners(text, drafts)
    _choose(text, drafts)
    return _assemble(text, drafts)


def _take_places(text: str, headers: Sequence[Header]) -> None:
    """Where most jobs name their place, an unknown name at the end of a header is one too."""
    placed = sum(1 for header in headers if header.locations)
    if not placed or 2 * placed < len(headers):
        return
    for header in headers:
        if header.locations or not header.segments:
            continue
        last = header.segments[-1]
        start, end = last.start, last.end
        comma = text.rfind(",", start, end)
        whole = comma < 0 and len(header.segments) >= 3 and last.joint not in {"", "\t"}
        tail = text[comma + 1 if comma > 0 else start : end].strip()
        if not (comma > 0 or whole) or not is_place_like(tail) or is_team_name(tail):
            continue
        place = take(text, comma + 1 if comma > 0 else start, end, confidence=0.6)
        if place is None or len(tail.split()) > 2:
            continue
        header.locations.append(place)
        if whole:
            header.segments.pop()
        else:
            header.segments[-1] = replace(last, end=comma)


def _readings(text: str, header: Header) -> list[_Reading]:
    segments = _joined_companies(text, header.segments)[:_MAX_SEGMENTS]
    readings: list[_Reading] = []
    if len(segments) >= 2:
        for i, one in enumerate(segments):
            for j, other in enumerate(segments):
                if i != j:
                    readings.append(_pair(text, one, other, i, j))
    for index, segment in enumerate(segments):
        readings += _within(text, segment, alone=len(segments) == 1, index=index)
    return readings


def _joined_companies(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """Join "Org — Team" on a line of its own when the title is on another line."""
    by_line: dict[int, list[Segment]] = {}
    for segment in segments:
        by_line.setdefault(segment.line, []).append(segment)
    if len(by_line) < 2:
        return list(segments)
    result: list[Segment] = []
    for group in by_line.values():
        others = [s for s in segments if s.line != group[0].line]
        titled = any(title_score(text[s.start : s.end]) >= 2.5 for s in others)
        own = max(title_score(text[s.start : s.end]) for s in group)
        merged = [group[0]]
        for segment in group[1:]:
            if segment.joint in _DASHES and titled and own < 2.5:
                merged[-1] = replace(merged[-1], end=segment.end)
            else:
                merged.append(segment)
        result += merged
    return result


def _pair(text: str, title: Segment, company: Segment, i: int, j: int) -> _Reading:
    score = _lean(text, title.start, title.end) - _lean(text, company.start, company.end)
    score -= 0.35 * (max(i, j) - 1 + min(i, j))
    if title.line == company.line:
        order = "title first" if i < j else "company first"
    else:
        order = "title above" if title.line < company.line else "company above"
    return _Reading((title.start, title.end), (company.start, company.end), score, order)


def _within(text: str, segment: Segment, *, alone: bool, index: int) -> list[_Reading]:
    """Title and company inside one segment ("Engineer, Acme"), or one of them alone."""
    start, end = segment.start, segment.end
    readings: list[_Reading] = []
    comma_at = text.find(",", start, end)
    whole = _lean(text, start, comma_at if comma_at > 0 else end)
    # a header that names only half of a job is a weak reading unless nothing else is there
    readings.append(_Reading((start, end), None, whole - 1.6 - 0.4 * index, "title alone"))
    readings.append(_Reading(None, (start, end), -whole - 1.6 - 0.4 * index, "company alone"))
    for match in islice(_SPLIT.finditer(text, start, end), _MAX_SPLITS):
        if _LEGAL_TAIL.match(text[match.end() : end]):
            continue
        comma = match.group().strip() == ","
        left, right = (start, match.start()), (match.end(), end)
        strength = 0.0 if alone else -2.0
        if is_team_name(text[slice(*right)]):
            strength -= 3.0  # "Engineer, Platform" names a team, not an employer
        elif comma and is_team_name(re.split(r",| at ", text[slice(*right)])[0]):
            strength -= 2.5  # "President, Supply Chain, Acme": the field is part of the title
        score = _lean(text, *left) - _lean(text, *right)
        bonus = 0.0 if comma else 0.6 if match.group().strip() in {"at", "@"} else 0.3
        kind = "comma"
        readings.append(_Reading(left, right, score + strength + bonus, f"title {kind}"))
        if match.group().strip().lower() in {",", "–", "—", "-", "/"}:
            readings.append(
                _Reading(right, left, -score + strength + bonus - 0.2, f"company {kind}")
            )
    return readings


def _lean(text: str, start: int, end: int) -> float:
    """Positive for titles, negative for employers."""
    value = text[start:end]
    lean = title_score(value) - max(company_score(value), school_score(value) - 0.4)
    if starts_like_a_sentence(value) and len(value.split()) > 6:
        lean *= 0.3
    if value.rstrip().endswith(".") and len(value.split()) >= 3 and abs(lean) < 2.0:
        lean *= 0.3  # a sentence, whatever its words
    return max(-3.5, min(3.5, lean))


def _mark_banners(text: str, drafts: Sequence[_Draft]) -> None:
    """Find employers that stand alone above several roles."""
    for draft, following in pairwise(drafts):
        values = [text[s.start : s.end] for s in draft.entry.header.segments]
        titled = any(title_score(value) >= 1.2 for value in values)
        roles = following.entry.header.segments
        draft.banner = (
            0 < len(values) <= 2
            and not titled
            and not draft.entry.body
            and bool(roles)
            and title_score(text[roles[0].start : roles[0].end]) >= 1.2
            and len({segment.line for segment in roles}) == 1
        )


def _dated(header: Header, line: int) -> bool:
    first = header.lines[line]
    return any(first.start <= d.raw.span.start < first.end for d in header.dates)


def _choose(text: str, drafts: Sequence[_Draft]) -> None:
    """Best reading of each header; unclear ones follow the habit of the clear ones."""
    habit: dict[str, float] = {}
    for draft in drafts:
        ranked = sorted(draft.readings, key=lambda r: -r.score)
        if len(ranked) > 1:
            margin = ranked[0].score - ranked[1].score
            if margin > 1.5:
                habit[ranked[0].order] = habit.get(ranked[0].order, 0.0) + 1.0
    total = sum(habit.values())
    for draft, below in zip(drafts, _below_an_employer(drafts), strict=True):
        for reading in draft.readings:
            if total:
                reading.score += 1.2 * habit.get(reading.order, 0.0) / total
        if below:
            for reading in draft.readings:
                if reading.order == "title alone":
                    reading.score += 2.4
                elif "comma" in reading.order and reading.company is not None:
                    # the employer is known: only a legal form makes this another one
                    strong = company_score(text[slice(*reading.company)]) >= 3.0
                    reading.score -= 0.0 if strong else 4.0
        ranked = sorted(draft.readings, key=lambda r: -r.score)
        draft.best = ranked[0] if ranked else None
        rival = next((r.score for r in ranked[1:] if not _same_values(r, ranked[0])), None)
        draft.margin = 3.0 if rival is None or not ranked else ranked[0].score - rival


def _same_values(one: _Reading, other: _Reading) -> bool:
    return one.title == other.title and one.company == other.company


def _below_an_employer(drafts: Sequence[_Draft]) -> list[bool]:
    """For each draft, whether an employer named further up still holds for it."""
    flags: list[bool] = []
    open_employer = False
    for draft in drafts:
        segments = draft.entry.header.segments
        lines = {segment.line for segment in segments}
        single = len(segments) == 1
        flags.append(open_employer and single and not draft.banner)
        if draft.banner:
            open_employer = True
        elif len(lines) == 2:
            # the employer's line without dates, the role's line with them
            open_employer = not _dated(draft.entry.header, segments[0].line)
        elif not single:
            open_employer = False
    return flags


def _assemble(text: str, drafts: Sequence[_Draft]) -> tuple[Work, ...]:
    works: list[Work] = []
    open_banner = False
    for draft in drafts:
        header, best = draft.entry.header, draft.best
        place = header.locations[0] if header.locations else None
        if draft.banner:
            segment = header.segments[0]
            employer = take(text, segment.start, segment.end, confidence=0.8)
            works.append(Work(employer=employer, location=place))
            open_banner = True
            continue
        confidence = 0.5 + max(0.0, min(draft.margin, 4.0)) / 8
        title = _value(text, best.title if best else None, confidence)
        employer = _value(text, best.company if best else None, confidence)
        roles = _roles(text, draft, title, place)
        last = works[-1] if works else None
        employed = last is not None and (open_banner or last.employer is not None)
        if employer is None and employed and last and (title is not None or not header.segments):
            works[-1] = replace(last, roles=last.roles + roles)
            continue
        same = (
            last is not None
            and employer is not None
            and last.employer is not None
            and last.employer.text.casefold() == employer.text.casefold()
        )
        if last is not None and same:
            works[-1] = replace(last, roles=last.roles + roles)
        else:
            works.append(Work(employer=employer, location=place, roles=roles))
        open_banner = False
    return tuple(work for work in works if work.roles or work.employer)


def _roles(
    text: str, draft: _Draft, title: Extracted | None, place: Extracted | None
) -> tuple[Role, ...]:
    header, best = draft.entry.header, draft.best
    used = [span for span in (best.title, best.company) if span] if best else []
    highlights: list[Extracted] = []
    last_used = max(
        (s.line for s in header.segments for a, b in used if a <= s.start < b), default=0
    )
    for segment in header.segments:
        inside = any(s <= segment.start and segment.end <= e for s, e in used) or any(
            segment.start <= s and e <= segment.end for s, e in used
        )
        value = text[segment.start : segment.end]
        below = segment.line > last_used
        said = below or len(value.split()) >= 4 or value.rstrip().endswith(".")
        if not inside and said and not is_employment_type(value):
            extra = take(text, segment.start, segment.end)
            highlights += [extra] if extra else []
    for start, end in header.prose:
        sentence = take(text, start, end)
        highlights += [sentence] if sentence else []
    highlights += paragraphs(text, draft.entry.body)
    dates = _own_dates(header)
    return (Role(title=title, dates=dates, location=place, highlights=tuple(highlights)),)


def _own_dates(header: Header) -> DateRange | None:
    """The role's dates: ranges before single dates, the last where a whole time stands above."""
    ranges = [d for d in header.dates if d.is_current or (d.start and d.end)]
    if len(ranges) > 1 and len(header.lines) > 1:
        return ranges[-1]
    return ranges[0] if ranges else (header.dates[0] if header.dates else None)


def _value(text: str, span: tuple[int, int] | None, confidence: float) -> Extracted | None:
    return None if span is None else take(text, span[0], span[1], confidence=confidence)


def _starts_anew(text: str, previous: Line, line: Line) -> bool:
    """True for the next unmarked list item: a verb again, and the line before was complete."""
    value, before = text[line.start : line.end], text[previous.start : previous.end].rstrip()
    return (
        value[:1].isupper()
        and starts_like_a_sentence(value)
        and not re.search(r"(?:,|\b(?:and|or|the|a|an|to|of|for|in|with|by|on|from))$", before)
    )


def paragraphs(text: str, lines: Sequence[Line]) -> list[Extracted]:
    """Body lines joined to list items and paragraphs."""
    found: list[tuple[int, int]] = []
    previous: Line | None = None
    for line in lines:
        fresh = (
            previous is None
            or line.bullet
            or line.gap > 0.3
            or (line.page, line.column) != (previous.page, previous.column)
            or line.x0 < previous.x0 - 2
            or (
                not (previous.bullet and line.x0 > previous.x0 + 2)
                and text[previous.start : previous.end].rstrip().endswith((".", "!", ":", ";"))
                and not text[line.start : line.start + 1].islower()
            )
            or (
                breaks_early(previous, line, text)
                and not text[line.start : line.start + 1].islower()
            )
            or line.right == 0
            or _starts_anew(text, previous, line)
            or _LABELLED.match(text, line.start, line.end) is not None
        )
        if fresh:
            found.append((line.start, line.end))
        else:
            found[-1] = (found[-1][0], line.end)
        previous = line
    values: list[Extracted] = []
    for start, end in found:
        value = take(text, start, end)
        if value is not None:
            values.append(value)
    return values
