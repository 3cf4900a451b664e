"""Whether a posting tells its pay, and which of its places ask for that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from domain.job_wording.model import PayDuty
from domain.job_wording.pay_table import PAY_RULES, TOWN_REGIONS, PayRule
from domain.places import Whereabouts, whereabouts
from domain.places_table import REGIONS, US_STATES

_SIGN = (
    r"(?:us\$|ca\$|c\$|[$€£]|\b(?:usd|eur|gbp|chf|cad|aud|sek|nok|dkk|pln)\b|\beuros?\b|"
    r"\bdollars?\b)"
)
# From the first digit only and of bounded length: a text of digits takes its length, not a square.
_NUMBER = r"(?<!\d)(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,4}|\d{1,12})(?:[.,]\d{1,2})?(?:\s?k\b)?"
_GAP = r"\s*(?:-|–|—|to|and|bis|und|up to)\s*"
_RANGE = re.compile(
    rf"(?:{_SIGN}\s?{_NUMBER}\s?{_SIGN}?{_GAP}{_SIGN}?\s?{_NUMBER}|"
    rf"{_NUMBER}{_GAP}{_NUMBER}\s?{_SIGN})"
    r"(?!\s?(?:m\b|mm\b|million|mn\b|bn\b|billion|b\b|in revenue|revenue|arr\b|budget|deals?|"
    r"accounts|"
    r"in (?:funding|assets|sales)))",
    re.IGNORECASE,
)
_FIXED = re.compile(
    rf"(?:{_SIGN}\s?{_NUMBER}|{_NUMBER}\s?{_SIGN})\s?(?:gross |brutto )?(?:(?:per|an|a|pro|/|"
    r"im)\s?"
    r"(?:hour|hr|h|year|yr|annum|month|week|day|stunde|std|jahr|monat|tag)\b|hourly|annually|"
    r"monthly|"
    r"p\.?\s?a\.?\b|brutto)",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(r"\b(?:up to|as much as|bis zu|from|ab|starting at)\s*$", re.IGNORECASE)
_NOT_PAY = re.compile(
    r"\b(?:revenue|turnover|funding|raised|budget|arr|gmv|assets under|portfolio|deal|quota|"
    r"series [a-f]|"
    r"stipend|allowance|learning|equipment|referral|sign[- ]?on|bonus of|reimburse|processes|"
    r"saves?d?|"
    r"umsatz)\b",
    re.IGNORECASE,
)
_PLACE_LINE = re.compile(
    r"^[ \t*#•-]{0,8}(?i:location|based in|office|place|where|work location|job location|"
    r"standort|arbeitsort|"
    r"ort)s?"
    r"\W+(?P<place>[^\n]{2,80})|\b(?:based|located|role|position|job|office|offices|on-?site|"
    r"hybrid|remote) "
    r"(?:is )?(?:in|from|within)(?: (?:our|the))? (?P<inline>[A-Z][\w.,' -]{2,50})",
    re.MULTILINE,
)
_REMOTE = re.compile(
    r"\b(?:fully remote|100 ?% remote|remote[- ]first|work from (?:home|anywhere)|"
    r"remote (?:within|in|"
    r"from|across|position|role|job|work|\(|,)|(?:this|the) (?:role|job|position) is remote|"
    r"location\s*:\s*remote|remote)\b",
    re.IGNORECASE,
)
_NOT_REMOTE = re.compile(
    r"\b(?:not remote|no remote|remote (?:is|work is) not|not (?:a )?remote|remote (?:hands|"
    r"teams?|sites?|"
    r"monitoring|control|sensing|support|access|desktop|servers?|patient))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySentence:
    """The words that state pay: ``text[start:end]``."""

    start: int
    end: int


def stated_pay(text: str) -> PaySentence | None:
    """Where a posting states a pay range or a fixed pay with its period; None when it does not.

    "Up to 90,000" and "competitive" state none: the lower end is missing.

    >>> text = "We pay $120,000 - $150,000 a year."
    >>> found = stated_pay(text)
    >>> text[found.start:found.end] if found else None
    '$120,000 - $150,000'
    >>> stated_pay("Up to $90,000 a year. Last year we raised $20 - 30 million.") is None
    True
    """
    for pattern in (_RANGE, _FIXED):
        for match in pattern.finditer(text):
            low = text.rfind("\n", 0, match.start()) + 1
            before = text[max(low, match.start() - 60) : match.start()]
            after = text[match.end() : match.end() + 25]
            if _NOT_PAY.search(before) or _NOT_PAY.search(after):
                continue
            if pattern is _FIXED and _OPEN_ENDED.search(before):
                continue
            return PaySentence(start=match.start(), end=match.end())
    return None


def pay_duties(
    text: str,
    *,
    places: Sequence[str],
    is_remote: bool | None,
    employees: int | None = None,
    today: date,
) -> tuple[PayDuty, ...]:
    """The rules on pay ranges that the posting's places have; those that surely apply first.

    Args:
        text: the posting.
        places: where the work is, as the team wrote it; places named in the text count when none
            is given.
        is_remote: whether it may be done from elsewhere; read from the text when None.
        employees: how many people the employer has, when known.
        today: rules that start later are told with their date and do not apply yet.

    >>> today = date(2026, 11, 26)
    >>> duties = pay_duties("Cook", places=["Denver, CO"], is_remote=False, today=today)
    >>> [(duty.place, duty.applies, duty.is_present) for duty in duties]
    [('Colorado', True, False)]
    """
    named = tuple(places) or places_in(text)
    remote = says_remote(text) if is_remote is None else is_remote
    has_pay = stated_pay(text) is not None
    here = [_Reading.of(place) for place in named if place.strip()]
    duties = []
    for rule in PAY_RULES:
        reach = _reach(rule, here, remote=remote)
        if reach is None:
            continue
        duties.append(_duty(rule, reach, has_pay=has_pay, employees=employees, today=today))
    return tuple(sorted(duties, key=lambda duty: {True: 0, None: 1, False: 2}[duty.applies]))


def places_in(text: str) -> tuple[str, ...]:
    r"""Places that a description names as its own, as written; at most four.

    >>> places_in("Location: Denver, CO\nWe cook.")
    ('Denver, CO',)
    """
    found: dict[str, None] = {}
    for match in _PLACE_LINE.finditer(text):
        words = (match["place"] or match["inline"] or "").strip(" .,-")
        reading = _Reading.of(words)
        if words and (reading.regions or reading.where.countries):
            found.setdefault(words)
    return tuple(found)[:4]


def says_remote(text: str) -> bool:
    """Whether a description says that the work may be done from elsewhere."""
    return any(
        not _NOT_REMOTE.search(text[max(0, match.start() - 15) : match.end() + 15])
        for match in _REMOTE.finditer(text)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A place read: its country, region codes and its words in lower case."""

    where: Whereabouts
    regions: frozenset[tuple[str, str]]
    words: str

    @staticmethod
    def of(place: str) -> _Reading:
        return _Reading(
            where=whereabouts(place), regions=frozenset(_regions(place)), words=place.lower()
        )


def _regions(place: str) -> list[tuple[str, str]]:
    lowered = place.lower()
    found = [
        pair
        for town, pair in _town_regions().items()
        if re.search(rf"\b{re.escape(town)}", lowered)
    ]
    for name, code in _states().items():
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lowered) and not (
            name == "washington" and ("DC" in place or "d.c" in lowered)
        ):
            found.append(("US", code))
        if re.search(rf"(?:,|\(|/|^|-)\s*{code}\b(?!\s*,\s*\w)", place):
            found.append(("US", code))
    if ("US", "DC") in found:
        found = [pair for pair in found if pair != ("US", "WA")]
    return found


@cache
def _states() -> dict[str, str]:
    pairs = (entry.strip().split(" ", 1) for entry in US_STATES.split(";"))
    return {name.lower(): code for code, name in pairs}


@cache
def _town_regions() -> dict[str, tuple[str, str]]:
    return {
        entry.rpartition(" ")[0].strip(): (country, entry.rpartition(" ")[2])
        for country, listed in TOWN_REGIONS.items()
        for entry in listed.split(";")
    }


def _reach(
    rule: PayRule, here: Sequence[_Reading], *, remote: bool
) -> Literal["place", "remote"] | None:
    eu = frozenset(REGIONS["eu"].split())
    for one in here:
        if rule.country == "EU":
            if one.where.countries & eu and "AT" not in one.where.countries:
                return "place"
        elif not rule.region:
            if rule.country in one.where.countries:
                return "place"
        elif (rule.country, rule.region) in one.regions and (
            not rule.towns or any(town in one.words for town in rule.towns)
        ):
            return "place"
    if remote and rule.reaches_remote and not rule.towns and rule.country in {"US", "CA"}:
        countries = frozenset[str]().union(*(one.where.countries for one in here))
        # Remote from one office: whoever could be hired in the country's other parts is meant too.
        if rule.country in countries:
            return "remote"
    return None


def _duty(
    rule: PayRule,
    reach: Literal["place", "remote"],
    *,
    has_pay: bool,
    employees: int | None,
    today: date,
) -> PayDuty:
    what = "pay range" + (" and benefits" if rule.needs_benefits else "")
    applies: bool | None = True
    needed = f"{what} in the posting"
    if rule.smallest_employer > 1:
        needed += f", from {rule.smallest_employer} employees"
        applies = None if employees is None else employees >= rule.smallest_employer
    if not rule.in_posting:
        needed, applies = f"{what} later on (offer, interview or on request)", False
    if rule.since is not None and today < rule.since:
        needed, applies = f"{needed}, from {rule.since.isoformat()}", False
    elif rule.unsettled:
        needed, applies = f"{needed}; {rule.unsettled}", None
    if reach == "remote" and applies:
        needed, applies = f"{needed}, when somebody there may be hired", None
    elif reach == "remote" and applies is None:
        needed += ", when somebody there may be hired"
    return PayDuty(
        place=rule.place,
        applies=applies,
        needed=needed,
        is_present=has_pay,
        source=rule.source,
        as_of=rule.as_of,
    )
