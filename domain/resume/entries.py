"""Cutting a section into entries: header lines, then body lines, then the next header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.resume.header_lines import (
    Entry,
    Header,
    body_score,
    dates_in,
    header_of,
    is_date_line,
    words_of,
)
from domain.resume.layout import Line, breaks_early
from domain.resume.places import place_score
from domain.resume.vocabulary import company_score, degree_score, school_score, title_score

_MAX_HEADER_LINES = 5


def split_entries(text: str, lines: Sequence[Line], *, body_size: float) -> list[Entry]:
    """Entries of a section in document order."""
    groups = _groups(text, _with_wrapped_dates(text, lines), body_size=body_size)
    entries: list[Entry] = []
    for header_lines, body in groups:
        if not header_lines:
            if entries:
                entries[-1].body += body
            continue
        parts = _split_by_dates(text, _unwrapped(text, header_lines))
        entries.extend(Entry(header=header_of(text, part)) for part in parts)
        entries[-1].body += body
    return _without_false_starts(text, entries)


def _joined(one: Line, other: Line) -> Line:
    """Two drawn lines as one; its text has a line break inside."""
    last = one.cells[-1]
    first = other.cells[0]
    middle = replace(last, end=first.end, x1=max(last.x1, first.x1))
    return replace(
        one,
        end=other.end,
        x1=other.x1,
        cells=(*one.cells[:-1], middle, *other.cells[1:]),
    )


def _with_wrapped_dates(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join "Engineer | Acme | 01/2021 -" and "Present": a separator never ends a line."""
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if (
            last is not None
            and not line.bullet
            and not last.bullet
            and line.gap <= 0.3
            and (last.page, last.column) == (line.page, line.column)
            and abs(last.x0 - line.x0) <= 3
            and re.search(r"[|•·–—-]$", words_of(text, last).rstrip())
            and not breaks_early(last, line, text)
        ):
            result[-1] = _joined(last, line)
            continue
        result.append(line)
    return result


_CONNECTOR = re.compile(
    r"(?:\b(?:in|of|and|und|et|y|e|de|the|for|at|für|&)|[,&/(|–—-])$", re.IGNORECASE
)


def _unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    """Header lines that were wrapped in a narrow column, joined again."""
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if last is not None and _is_wrapped(text, last, line):
            result[-1] = _joined(last, line)
        else:
            result.append(line)
    return result


def _is_wrapped(text: str, last: Line, line: Line) -> bool:
    same = (
        (last.page, last.column) == (line.page, line.column)
        and abs(last.size - line.size) < 0.3
        and abs(last.x0 - line.x0) <= 2
        and len(last.cells) == len(line.cells) == 1
        and line.right > 0
        and line.gap <= 0.12
        and last.level is None
    )
    if same and not last.bullet and words_of(text, line)[:1].islower():
        return _ends_header(text, last, line)
    if not same or line.bullet or dates_in(text, last) or is_date_line(text, line):
        return False
    before, value = words_of(text, last).rstrip(), words_of(text, line)
    if _CONNECTOR.search(before):
        return True
    if last.cells[0].bold != line.cells[0].bold:
        return False
    if "," in before and place_score(f"{before.rpartition(',')[2].strip()} {value}") >= 2.5:
        return True  # "Texas State University, San" and "Marcos, TX"
    if breaks_early(last, line, text) or place_score(value) >= 2.5:
        return False
    kinds = [
        (title_score, company_score),
        (degree_score, school_score),
        (company_score, title_score),
        (school_score, degree_score),
    ]
    return not any(above(before) >= 2.0 and below(value) >= 2.0 for above, below in kinds)


def is_header_flags(text: str, lines: Sequence[Line], *, body_size: float) -> list[bool]:
    """For each line, whether it heads an entry."""
    left = _left_edge(lines)
    scores = [body_score(text, line, body_size=body_size, left=left) for line in lines]
    flags: list[bool] = []
    for index, line in enumerate(lines):
        previous = lines[index - 1] if index else None
        header = scores[index] < 0
        if previous is not None and not flags[index - 1] and _continues(text, previous, line):
            header = False
        if line.bullet and _is_bulleted_header(text, lines, index, flags):
            header = True
        if scores[index] == 0 and previous is not None:
            header = flags[index - 1] and line.gap == 0
        if previous is not None and not header and flags[-1]:
            header = _ends_header(text, previous, line)
        flags.append(header)
    if flags and not any(flags):
        flags[0] = not lines[0].bullet
    return flags


def _groups(
    text: str, lines: Sequence[Line], *, body_size: float
) -> list[tuple[list[Line], list[Line]]]:
    flags = is_header_flags(text, lines, body_size=body_size)
    groups: list[tuple[list[Line], list[Line]]] = []
    for line, header in zip(lines, flags, strict=True):
        if header:
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(line)
        else:
            if not groups:
                groups.append(([], []))
            groups[-1][1].append(line)
    _return_stray_lines(text, groups)
    return groups


def _return_stray_lines(text: str, groups: list[tuple[list[Line], list[Line]]]) -> None:
    """Give short body lines back that stand right above an entry which begins with its dates."""
    if not groups or not groups[0][0] or not dates_in(text, groups[0][0][0]):
        return
    for (_, body), (header, _) in pairwise(groups):
        if not any(dates_in(text, line) for line in header):
            continue
        while header[0].gap == 0 and not header[0].bold and not dates_in(text, header[0]):
            body.append(header.pop(0))


def _left_edge(lines: Sequence[Line]) -> float:
    return min((line.x0 for line in lines), default=0.0)


def _continues(text: str, previous: Line, line: Line) -> bool:
    """True when ``line`` is the wrapped rest of a body line."""
    if line.bullet or line.gap > 0.3 or line.level is not None or line.cells[0].bold:
        return False
    if dates_in(text, line) and (line.x0 < previous.x0 - 2 or len(line.cells) > 1):
        return False
    if line.page != previous.page or line.column != previous.column:
        return words_of(text, line)[:1].islower()
    if line.x0 < previous.x0 - 2:
        return False
    before = words_of(text, previous).rstrip()
    if before.endswith((".", "!", ":")) and line.x0 <= previous.x0 + 2:
        return False
    if breaks_early(previous, line, text):
        return False
    if previous.bullet and line.x0 > previous.x0 + 2:
        return True
    if abs(line.x0 - previous.x0) <= 2 and line.x1 > 0 and not previous.bullet:
        # a full line runs on into the next one
        return words_of(text, line)[:1].islower() or line.right > 0
    return False


def _ends_header(text: str, previous: Line, line: Line) -> bool:
    """True for the last words of a wrapped header ("..., IUT" and "de Nantes")."""
    value = words_of(text, line)
    return (
        value[:1].islower()
        and len(value.split()) <= 5
        and not value.rstrip().endswith(".")
        and abs(previous.x0 - line.x0) <= 2
        and line.gap <= 0.12
        and not line.bullet
        and previous.right > 0
        and not breaks_early(previous, line, text)
    )


def _is_bulleted_header(
    text: str, lines: Sequence[Line], index: int, flags: Sequence[bool]
) -> bool:
    """A list item that is a header: below a line of dates, or with its own dates."""
    line = lines[index]
    value = words_of(text, line)
    signs = max(title_score(value), company_score(value), degree_score(value), school_score(value))
    if len(value.split()) > 14 or value.rstrip().endswith("."):
        return False
    marked_only = not any(flag and not lines[i].bullet for i, flag in enumerate(flags))
    if marked_only and any(date.is_range for date in dates_in(text, line)) and signs >= 1.0:
        return True
    above = lines[index - 1] if index else None
    return (
        above is not None
        and bool(flags[index - 1])
        and is_date_line(text, above)
        and not above.bullet
        and signs >= 2.0
        and (index < 2 or not flags[index - 2])
        and len(value.split()) <= 10
    )


def _split_by_dates(text: str, lines: list[Line]) -> list[list[Line]]:
    """Header lines of several entries without bodies between them, one list per entry."""
    dated = [index for index, line in enumerate(lines) if dates_in(text, line)]
    spaced = [
        index
        for index, line in enumerate(lines)
        if index and line.gap > 0.12 and index not in _tied(text, lines)
    ]
    if len(dated) < 2 and (len(lines) <= _MAX_HEADER_LINES or not spaced):
        return _split_undated(lines, spaced) if not dated else [lines]
    starts = [0]
    for before, after in pairwise(dated):
        between = [index for index in spaced if before < index <= after]
        if between:
            starts.append(max(between, key=lambda index: lines[index].gap))
            continue
        styled = [
            index
            for index in range(before + 1, after + 1)
            if _same_look(lines[index], lines[starts[-1]])
            and not _same_look(lines[index], lines[index - 1])
        ]
        if styled:
            starts.append(styled[0])
        else:
            starts.append(min(after, before + 1 + _trailing(before, after, dated[0])))
    starts = sorted(set(starts))
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _trailing(before: int, after: int, offset: int) -> int:
    """How many lines behind a dated line still belong to it."""
    room = after - before - 1
    # as many lines stand in front of the first date as in front of every other
    return max(0, room - offset)


def _tied(text: str, lines: Sequence[Line]) -> set[int]:
    """Lines that cannot begin an entry: places and dates alone."""
    return {
        index
        for index, line in enumerate(lines)
        if is_date_line(text, line) or place_score(words_of(text, line)) >= 2.5
    }


def _split_undated(lines: list[Line], spaced: Sequence[int]) -> list[list[Line]]:
    """Header lines without any date: new entries where white space or the look says so."""
    starts = [0, *spaced]
    for index in range(1, len(lines)):
        if (
            index not in starts
            and _same_look(lines[index], lines[0])
            and not _same_look(lines[index], lines[index - 1])
        ):
            starts.append(index)
    starts.sort()
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _same_look(one: Line, other: Line) -> bool:
    return (
        one.cells[0].bold == other.cells[0].bold
        and abs(one.size - other.size) < 0.3
        and one.level == other.level
        and abs(one.x0 - other.x0) < 3
    )


def _without_false_starts(text: str, entries: list[Entry]) -> list[Entry]:
    """Undated "headers" among dated ones are sub-headings or body lines of the entry above."""
    dated = sum(1 for entry in entries if entry.header.dates)
    if not dated:
        return entries
    kept: list[Entry] = []
    for position, entry in enumerate(entries):
        following = entries[position + 1] if position + 1 < len(entries) else None
        if entry.header.dates or not kept:
            kept.append(entry)
            continue
        banner = following is not None and not entry.body and bool(following.header.dates)
        strength = max(
            (_signs(text, entry.header)),
            default=0.0,
        )
        looks = _same_look(entry.header.lines[0], kept[0].header.lines[0])
        if banner or (strength >= 2.5 and (looks or entry.header.lines[0].gap > 0.12)):
            kept.append(entry)
        else:
            kept[-1].body += [*entry.header.lines, *entry.body]
    return kept


def _signs(text: str, header: Header) -> list[float]:
    values = [text[segment.start : segment.end] for segment in header.segments]
    return [
        max(title_score(v), company_score(v), degree_score(v), school_score(v))
        for v in values
        if not re.match(r"[A-Z][\w &/-]{2,30}:\s", v)
    ]
