"""The last day to apply, where a text states it."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "jan|januar|january|janvier|enero|janeiro;feb|februar|february|février|febrero|fevereiro;"
    "mar|märz|march|mars|marzo|março;apr|april|avril|abril;may|mai|mayo|maio;jun|june|juni|juin|"
    "junio|junho;jul|july|juli|juillet|julio|julho;aug|august|août|agosto;sep|sept|september|"
    "septembre|septiembre|setembro;oct|okt|october|oktober|octobre|octubre|outubro;nov|november|"
    "novembre|noviembre|novembro;dec|dez|december|dezember|décembre|diciembre|dezembro"
)
_NUMBER_OF = {
    name: number
    for number, names in enumerate(_MONTHS.split(";"), start=1)
    for name in names.split("|")
}
_UNTIL = re.compile(
    r"(?:apply (?:by|before|until)|applications? (?:close[sd]?|due|deadline|until|by)|deadline"
    r"|closing"
    r" date|closes on|valid (?:through|until)|bewerbungs(?:frist|schluss)|bewirb dich bis|bis zum"
    r"|date limite|jusqu['’]au|fecha límite|hasta el|prazo|até)\b(?P<rest>[^\n]{0,60})",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(20\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de |of )?([^\W\d_]{3,10})\.?,?\s+(?:de )?(20\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b")


def last_day(text: str) -> date | None:
    """The day until which one can apply; a date with two readings (03/04/2026) is none.

    >>> last_day("Apply by 31 December 2026."), last_day("Deadline: 03/04/2026")
    (datetime.date(2026, 12, 31), None)
    """
    for hit in _UNTIL.finditer(text[:30_000]):
        found = _day(hit["rest"])
        if found is not None:
            return found
    return None


def _day(words: str) -> date | None:
    if match := _ISO.search(words):
        return _made(match[1], match[2], match[3])
    if match := _DOTTED.search(words):
        return _made(match[3], match[2], match[1])
    if (match := _DAY_FIRST.search(words)) and (month := _NUMBER_OF.get(match[2].casefold())):
        return _made(match[3], str(month), match[1])
    if (match := _MONTH_FIRST.search(words)) and (month := _NUMBER_OF.get(match[1].casefold())):
        return _made(match[3], str(month), match[2])
    return None


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
