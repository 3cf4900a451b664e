"""When two sources mean the same employer, role, school, person or place."""

from __future__ import annotations

import re
from enum import IntEnum

from domain.eligibility.qualifications import DEGREES
from domain.matching.titles import read_title, title_closeness
from domain.places import whereabouts
from domain.posting_identity import company_key, normalise, title_key
from domain.resume.model import DateRange, Extracted, PartialDate

_COMPARED = 200  # characters of a value that are looked at; longer ones are no names
_SLACK_MONTHS = 1
"""Dates this near are one date: people round, and LinkedIn counts the month begun."""
_TELLING_CHARACTERS = 4
"""A first word this long may stand for a longer name ("Globex" for "Globex International")."""
_PHONE_DIGITS = 7
"""Digits at the end that make two spellings of a number one (country codes come and go)."""

_SCHOOL_FILLERS = "the of and at de der die das für la le du des do da di zu"
_SCHOOL_STOP = frozenset(_SCHOOL_FILLERS.split())
_SCHOOL_WORDS = {
    **dict.fromkeys(
        ("universität", "universitaet", "universidad", "universidade", "université", "uni",
         "università", "univ", "universiteit"),
        "university",
    ),
    "tech": "technology",
    "technische": "technical",
    "inst": "institute",
}  # fmt: skip
_DEGREE_WORDS = (
    "of in the and degree science sciences arts bachelor bachelors master masters b m s sc a bsc "
    "msc ba ma bs ms beng meng eng engineering phd ph d hons honours with honors"
)
_DEGREE_STOP = frozenset(_DEGREE_WORDS.split())


class Nearness(IntEnum):
    """How much two ranges or names have in common; higher is nearer."""

    APART = 0
    UNKNOWN = 1
    NEAR = 2
    SAME = 3


def words_of(value: Extracted | None) -> str:
    """The value on one line, cut where no name is that long."""
    return " ".join(value.text[:_COMPARED].split()) if value else ""


def employers(left: Extracted | None, right: Extracted | None) -> Nearness:
    """Whether two names mean one employer; NEAR for a short form and for initials."""
    a, b = company_key(words_of(left)).split(), company_key(words_of(right)).split()
    if not a or not b:
        return Nearness.UNKNOWN
    if a == b:
        return Nearness.SAME
    short, long = sorted((a, b), key=len)
    begins = long[: len(short)] == short and len(short[0]) >= _TELLING_CHARACTERS
    initials = len(short) == 1 and len(long) > 1 and short[0] == "".join(w[0] for w in long)
    return Nearness.NEAR if begins or initials else Nearness.APART


def titles_agree(left: Extracted, right: Extracted) -> bool:
    """One title, perhaps with fewer words; another seniority is another title."""
    a, b = words_of(left), words_of(right)
    key_a, key_b = title_key(a), title_key(b)
    if key_a == key_b:
        return True
    fewer, more = sorted((set(key_a.split()), set(key_b.split())), key=len)
    return fewer <= more and read_title(a).level == read_title(b).level


def closeness(left: Extracted | None, right: Extracted | None) -> float | None:
    """How near two titles are, 0 to 1; None when one is missing."""
    if left is None or right is None:
        return None
    if title_key(words_of(left)) == title_key(words_of(right)):
        return 1.0
    return title_closeness(read_title(words_of(left)), read_title(words_of(right)))


# --- dates ------------------------------------------------------------------------------------


def dates_agree(left: DateRange, right: DateRange) -> bool:
    """Nothing in one contradicts the other by more than a month; what is missing agrees."""
    return _point_agrees(left.start, right.start) and _ends_agree(left, right)


def dates_nearness(left: DateRange | None, right: DateRange | None) -> Nearness:
    """SAME when both are stated and agree, NEAR when half of the shorter one overlaps."""
    if left is None or right is None or left.start is None or right.start is None:
        return Nearness.UNKNOWN
    if dates_agree(left, right) and _has_end(left) and _has_end(right):
        return Nearness.SAME
    a, b = _interval(left, beside=right), _interval(right, beside=left)
    common = min(a[1], b[1]) - max(a[0], b[0])
    shorter = max(1, min(a[1] - a[0], b[1] - b[0]))
    return Nearness.NEAR if 2 * common >= shorter else Nearness.APART


def overlap(left: DateRange | None, right: DateRange | None) -> float:
    """Months in both as a share of the months in either, 0 to 1; 0 when unknown."""
    if left is None or right is None or left.start is None or right.start is None:
        return 0.0
    a, b = _interval(left, beside=right), _interval(right, beside=left)
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, common / max(1, max(a[1], b[1]) - min(a[0], b[0])))


def exactness(dates: DateRange) -> int:
    """How much a range states: each date, and each month in it."""
    known = [point for point in (dates.start, dates.end) if point is not None]
    months = sum(point.month is not None for point in known)
    return len(known) + months + 2 * dates.is_current


def dates_words(dates: DateRange) -> str:
    """A range in ISO 8601 months.

    >>> from domain.resume.model import Span
    >>> raw = Extracted(text="since 3/2021", span=Span(start=0, end=12))
    >>> since = PartialDate(year=2021, month=3)
    >>> dates_words(DateRange(raw=raw, start=since, end=None, is_current=True))
    '2021-03 – present'
    """
    start = dates.start.iso() if dates.start else ""
    end = "present" if dates.is_current else dates.end.iso() if dates.end else ""
    return f"{start} – {end}" if start and end else start or end or words_of(dates.raw)


def start_month(dates: DateRange | None) -> int | None:
    """First month counted from year 0; None when not stated."""
    return _month(dates.start, last=False) if dates and dates.start else None


def _has_end(dates: DateRange) -> bool:
    return dates.is_current or dates.end is not None


def _ends_agree(left: DateRange, right: DateRange) -> bool:
    if left.is_current or right.is_current:
        # An open end ("March 2021 -" unread) says nothing; a date says it is over.
        return left.is_current == right.is_current or (left.end is None and right.end is None)
    return _point_agrees(left.end, right.end)


def _point_agrees(left: PartialDate | None, right: PartialDate | None) -> bool:
    if left is None or right is None:
        return True
    if left.month is None or right.month is None:
        return left.year == right.year
    return abs(_month(left, last=False) - _month(right, last=False)) <= _SLACK_MONTHS


def _month(point: PartialDate, *, last: bool) -> int:
    return point.year * 12 + (point.month or (12 if last else 1)) - 1


def _interval(dates: DateRange, *, beside: DateRange) -> tuple[int, int]:
    """First month and the month after the last; an open end reaches past what is beside it."""
    start = _month(dates.start, last=False) if dates.start else 0
    if dates.end is not None and not dates.is_current:
        return start, max(start, _month(dates.end, last=True)) + 1
    others = [point for point in (beside.start, beside.end) if point is not None]
    reach = max([start, *(_month(point, last=True) for point in others)])
    return start, reach + 12


# --- people, places, schools ------------------------------------------------------------------


def names_agree(left: Extracted, right: Extracted) -> bool:
    """One person's name, in any order, perhaps without the middle one."""
    a, b = set(normalise(words_of(left)).split()), set(normalise(words_of(right)).split())
    fewer, more = sorted((a, b), key=len)
    return len(fewer) > 0 and (a == b or (len(fewer) >= 2 and fewer <= more))


def emails_agree(left: Extracted, right: Extracted) -> bool:
    """The same mailbox."""
    return words_of(left).casefold() == words_of(right).casefold()


def phones_agree(left: Extracted, right: Extracted) -> bool:
    """The same number with or without its country code."""
    a, b = (re.sub(r"\D+", "", words_of(value)).lstrip("0") for value in (left, right))
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) >= _PHONE_DIGITS and longer.endswith(shorter))


def places_agree(left: Extracted, right: Extracted) -> bool:
    """The same town in any language, or a town and the country it is in."""
    a, b = words_of(left), words_of(right)
    one, other = whereabouts(a), whereabouts(b)
    if one.towns and other.towns:
        return bool(one.towns & other.towns)
    if one.countries and other.countries and (not one.towns or not other.towns):
        return bool(one.countries & other.countries)
    fewer, more = sorted((set(normalise(a).split()), set(normalise(b).split())), key=len)
    return fewer <= more


def school_key(value: Extracted | None) -> frozenset[str]:
    """The telling words of a school's name, one language for "university"."""
    words = (_SCHOOL_WORDS.get(word, word) for word in normalise(words_of(value)).split())
    return frozenset(word for word in words if word not in _SCHOOL_STOP)


def schools(left: Extracted | None, right: Extracted | None) -> Nearness:
    """Whether two names mean one school."""
    a, b = school_key(left), school_key(right)
    if not a or not b:
        return Nearness.UNKNOWN
    if a == b:
        return Nearness.SAME
    fewer, more = sorted((a, b), key=len)
    return Nearness.NEAR if len(fewer) >= 2 and fewer <= more else Nearness.APART


def degree_level(value: Extracted | None) -> int:
    """1 vocational to 4 doctorate, 0 when the words do not say."""
    words = words_of(value)
    return next((level for level, pattern in DEGREES if pattern.search(words)), 0)


def degrees_agree(left: Extracted, right: Extracted) -> bool:
    """One degree, spelled out or short: the same level, and no other subject."""
    one, other = degree_level(left), degree_level(right)
    if one and other and one != other:
        return False
    a, b = _subject(left), _subject(right)
    return not a or not b or a <= b or b <= a


def _subject(value: Extracted) -> set[str]:
    return set(normalise(words_of(value)).split()) - _DEGREE_STOP


def same_line(left: Extracted, right: Extracted) -> bool:
    """Two lines that tell the same: most words of the shorter stand in the longer."""
    a, b = (set(normalise(value.text[:1000]).split()) for value in (left, right))
    if not a or not b:
        return a == b
    return len(a & b) >= 0.8 * min(len(a), len(b)) and min(len(a), len(b)) >= min(
        3, max(len(a), len(b))
    )
