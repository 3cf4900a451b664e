"""Dates of resumes: months in six languages, "present" words, ranges as they are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.resume.headings import fold
from domain.resume.model import PartialDate

_MONTHS: tuple[str, ...] = (
    "january jan januar jänner jaenner janvier janv enero ene janeiro gennaio gen janvari",
    "february feb februar february febr février févr fev febrero fevereiro febbraio febb farvari",
    "march mar märz maerz mrz mars marzo março marco",
    "april apr avril avr abril abr aprile aprail",
    "may mai mayo maio maggio mag",
    "june jun juni juin junio junho giugno giu joon",
    "july jul juli juillet juil julio julho luglio lug julai",
    "august aug août aout agosto ago agst agast",
    "september sep sept septembre septiembre setiembre setembro set settembre sett sitambar",
    "october oct oktober okt octobre octubre outubro out ottobre ott aktubar",
    "november nov novembre noviembre novembro navambar",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre disambar",
)
_PRESENT = """
    present; current; currently; now; today; ongoing; to date; date; till date; till now;
    until now; this day; heute; jetzt; aktuell; laufend; gegenwart; dato; derzeit;
    aujourd'hui; aujourd’hui; présent; actuel; actuellement; ce jour; en cours; maintenant;
    actualidad; actual; actualmente; presente; hoy; la actualidad; la fecha; el presente;
    atual; atualmente; hoje; o momento; momento; o presente; data atual; em andamento;
    oggi; attuale; attualmente; in corso; ad oggi; ab tak; abhi tak; abhi; vartaman; aaj;
    aaj tak; ab
"""
_SINCE = r"since|seit|ab|depuis|desde|dal|da|from|von|vom|de|du|dall'|started|from:|het|vanaf"
_BETWEEN = (
    r"to|until|till|through|thru|bis|bis zum|à|a|au|aux|jusqu'à|jusqu'a|hasta|até|ate|al|fino a|"
    r"se|tak|e"
)
_SEASONS = (
    "spring|summer|fall|autumn|winter|frühling|sommer|herbst|printemps|été|automne|hiver|"
    "primavera|verano|otoño|invierno|verão|outono|inverno|estate|autunno"
)

_MONTH_NUMBER = {
    fold(word): number for number, names in enumerate(_MONTHS, start=1) for word in names.split()
}
_MONTH = (
    "(?:"
    + "|".join(sorted({w for n in _MONTHS for w in n.split()}, key=len, reverse=True))
    + r")\b\.?"
)
_PRESENT_WORDS = sorted(
    {word.strip() for word in _PRESENT.replace("\n", " ").split(";") if word.strip()},
    key=len,
    reverse=True,
)
_PRESENT_PATTERN = "(?:" + "|".join(re.escape(word) for word in _PRESENT_WORDS) + r")(?!\w)"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DASH = r"[-\u2010-\u2015\u2212~→]+"

# one point in time, most exact first; named groups are numbered per use
_POINT = rf"""(?:
      (?P<d{{n}}>\d{{{{1,2}}}})[./](?P<dm{{n}}>0?[1-9]|1[0-2])[./](?P<dy{{n}}>{_YEAR})
    | (?:\d{{{{1,2}}}}(?:st|nd|rd|th|\.|er|º|°)?[ ]+(?:de[ ]+)?)?(?P<m{{n}}>{_MONTH})
        (?:\s+\d{{{{1,2}}}}(?:st|nd|rd|th)?(?=,))?,?\s*(?:de\s+|of\s+|del\s+|[/-])?
        (?:(?P<y{{n}}>{_YEAR})(?!\d)|['’](?P<yy{{n}}>\d\d)(?!\d))
    | (?:{_SEASONS})\s+(?:of\s+|de\s+)?(?P<sy{{n}}>{_YEAR})(?!\d)
    | (?<![\d/.])(?P<nm{{n}}>0?[1-9]|1[0-2])\s?[./]\s?(?P<ny{{n}}>{_YEAR})(?!\d|[./]\d)
    | (?<![\d/.])(?P<nm2{{n}}>0[1-9]|1[0-2])-(?P<ny2{{n}}>{_YEAR})(?!\d)
    | (?P<iy{{n}}>{_YEAR})[-/.](?P<im{{n}}>0[1-9]|1[0-2])(?:-\d\d)?(?!\d)
    | (?<![\d/.,$€£])(?P<Y{{n}}>{_YEAR})(?![\d%]|,\d)
)"""


def _point(number: int) -> str:
    return _POINT.replace("{n}", str(number)).replace("{{", "{").replace("}}", "}")


_RANGE = re.compile(
    rf"""(?<!\w)(?:
      (?:(?P<since0>{_SINCE}|im|in)\s+)?
      {_point(1)}
      (?:\s*(?:{_DASH}|(?<=\s)(?:{_BETWEEN})(?=\s))\s*
         (?:(?:{_BETWEEN}|la|o|zum)\s+)?
         (?:{_point(2)} | (?P<now>{_PRESENT_PATTERN}) | (?P<short>\d\d)(?![\d/.:%\w]))
      )?
    | (?P<lone>{_MONTH})\s*(?:{_DASH}|(?<=\s)(?:{_BETWEEN})(?=\s))\s*{_point(3)}
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN = re.compile(rf"\s*{_DASH}\s*(?=$|[)\]\t|])")
_SINCE_WORD = re.compile(rf"^(?:{_SINCE})\s", re.IGNORECASE)
_SINCE_OPEN = re.compile(r"^(?:since|seit|ab|depuis|desde|dal)\s", re.IGNORECASE)
_AB_TAK = re.compile(r"\s+(?:se\s+)?(?:ab|abhi|aaj)\s+tak\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\(?\b\d+\s*(?:yrs?|years?|jahre?|ans?|años?|anos?|anni)\b\.?(?:[\s,]+\d+\s*"
    r"(?:mos?|months?|monate?|mois|meses|mesi)\b\.?)?\)?"
    r"|\(?\b\d+\s*(?:mos?|months?|monate?|mois|meses|mesi)\b\.?\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDates:
    """A range (or single date) at ``start`` to ``end`` of the searched text."""

    start: int
    end: int
    first: PartialDate | None
    last: PartialDate | None
    is_current: bool

    @property
    def is_range(self) -> bool:
        """False for a single point in time."""
        return self.is_current or (self.first is not None and self.last is not None)


def find_dates(text: str) -> Iterator[FoundDates]:
    """Every date or range in ``text``, left to right.

    >>> [(d.first.iso(), d.is_current) for d in find_dates("seit 03/2019 bei Acme")]
    [('2019-03', True)]
    """
    for match in _RANGE.finditer(text):
        found = _read(text, match)
        if found is not None:
            yield found


def strip_durations(text: str) -> str:
    """Blank out stated durations ("3 yrs 2 mos"), keeping every offset."""
    return _DURATION.sub(lambda m: " " * len(m.group()), text)


def _read(text: str, match: re.Match[str]) -> FoundDates | None:
    start, end = match.span()
    if match["lone"]:
        last = _date(match, 3)
        first = PartialDate(year=last.year, month=_MONTH_NUMBER[fold(match["lone"]).rstrip(".")])
        return FoundDates(start=start, end=end, first=first, last=last, is_current=False)
    first = _date(match, 1)
    current = match["now"] is not None
    second: PartialDate | None = None
    if match["short"]:
        century = first.year // 100 * 100 + int(match["short"])
        second = PartialDate(year=century)
        if century < first.year or century > first.year + 60:
            return None
    elif not current and any(
        match[f"{key}2"] for key in ("dy", "y", "yy", "sy", "ny", "ny2", "iy", "Y")
    ):
        second = _date(match, 2)
    prefix = match["since0"]
    if prefix and second is None and not current:
        if _SINCE_OPEN.match(match.group()):
            current = True
        else:
            start = match.start() + len(prefix)
            start += len(text[start:]) - len(text[start:].lstrip())
    if second is None and not current:
        tail = _OPEN.match(text, end)
        tak = _AB_TAK.match(text, end)
        if tak:
            end, current = tak.end(), True
        elif tail:
            end, current = tail.end() - (len(tail.group()) - len(tail.group().rstrip())), True
    if second is not None and (second.year, second.month or 12) < (first.year, first.month or 1):
        return None
    return FoundDates(start=start, end=end, first=first, last=second, is_current=current)


def _date(match: re.Match[str], n: int) -> PartialDate:
    if match[f"dy{n}"]:
        return PartialDate(year=int(match[f"dy{n}"]), month=int(match[f"dm{n}"]))
    if match[f"m{n}"]:
        month = _MONTH_NUMBER[fold(match[f"m{n}"]).rstrip(".")]
        short = match[f"yy{n}"]
        if short:
            return PartialDate(year=(1900 if int(short) > 60 else 2000) + int(short), month=month)
        return PartialDate(year=int(match[f"y{n}"]), month=month)
    for month_key, year_key in (("nm", "ny"), ("nm2", "ny2"), ("im", "iy")):
        if match[f"{year_key}{n}"]:
            return PartialDate(
                year=int(match[f"{year_key}{n}"]), month=int(match[f"{month_key}{n}"])
            )
    return PartialDate(year=int(match[f"sy{n}"] or match[f"Y{n}"]))
