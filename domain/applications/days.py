"""Days as people name them: "yesterday", "on Friday", "in two weeks", "12 March", "3.12."."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from domain.preferences.bounded import MAX_CHARACTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day, and the characters (``start`` to ``end``) that name it."""

    day: date
    start: int
    end: int


_RELATIVE = (
    (0, r"today|heute|aujourd['’]hui|hoy|hoje|aaj"),
    (-2, r"(?:the )?day before yesterday|vorgestern|avant[- ]hier|anteayer|antier|anteontem"),
    (-1, r"yesterday|gestern|hier|ayer|ontem"),
    (2, r"(?:the )?day after tomorrow|übermorgen|après[- ]demain|pasado mañana|depois de amanhã"),
    (1, r"tomorrow|demain|mañana|amanhã|(?<!guten )(?<!heute )(?<!jeden )morgen"),
)
_RELATIVE_PATTERNS = tuple(
    (days, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for days, words in _RELATIVE
)
_HINDI = re.compile(r"(?<!\w)(?:kal|parso(?:n)?)(?!\w)", re.IGNORECASE)
"""One word for both directions: yesterday or tomorrow; two days away in either."""

_WEEKDAYS = (
    r"mon(?:day)?|montags?|lundi|lunes|segunda(?:-feira)?|som(?:vaar|war)",
    r"tue(?:s(?:day)?)?|dienstags?|mardi|martes|terça(?:-feira)?|mangal(?:vaar|war)",
    r"wed(?:nesday)?|mittwochs?|mercredi|miércoles|miercoles|quarta(?:-feira)?|budh(?:vaar|war)",
    r"thu(?:rs?(?:day)?)?|donnerstags?|jeudi|jueves|quinta(?:-feira)?|guru(?:vaar|war)",
    r"fri(?:day)?|freitags?|vendredi|viernes|sexta(?:-feira)?|shukra?(?:vaar|war)",
    r"sat(?:urday)?|samstags?|sonnabends?|samedi|sábado|sabado|shani(?:vaar|war)",
    r"sun(?:day)?|sonntags?|dimanche|domingo|ravi(?:vaar|war)",
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?:on|am|le|el|na|no|this|diesen|ce|este|esta|kommenden)\s+)?"
    r"(?P<which>(?:last|next|letzten?|nächsten?|próxim[oa]|última|último)\s+)?(?:"
    + "|".join(f"(?P<d{number}>{words})" for number, words in enumerate(_WEEKDAYS))
    + r")(?P<after>\s+(?:dernier|prochain|pasado|passad[oa]|que vem|próximo|last week|next week))?"
    r"(?![\w])",
    re.IGNORECASE,
)
_UNITS = {
    "day": r"days?|tag(?:en)?|jours?|días?|dias?|din",
    "week": r"weeks?|wochen?|semaines?|semanas?|hafte?|hafton",
    "month": r"months?|monat(?:en)?|mois|mes(?:es)?|mês|mahine|mahina",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_NUMBERS = dict(
    enumerate(
        (
            r"a|an|one|einem|einer|eine|un|une|una|um|uma|ek",
            r"two|a couple of|zwei|deux|dos|dois|duas|do",
            r"three|a few|drei|trois|tres|três|teen|tin",
            r"four|vier|quatre|cuatro|quatro|chaar|char",
            r"five|fünf|cinq|cinco|paanch|panch",
            r"six|sechs|seis|chhe",
        ),
        start=1,
    )
)
_NUMBER = rf"(?P<digits>\d{{1,3}})|(?P<word>{'|'.join(_NUMBERS.values())})"
_AGO = re.compile(
    rf"(?<!\w)(?:(?:vor|il y a|hace|há|ha)\s+(?:{_NUMBER})\s+(?:{_UNIT})(?!\w)|"
    r"(?:(?P<digits2>\d{1,3})|(?P<word2>" + "|".join(_NUMBERS.values()) + r"))\s+"
    r"(?:(?P<day2>days?|dias?|din)|(?P<week2>weeks?|semanas?|hafte)|"
    r"(?P<month2>months?|meses|mahine))\s+(?:ago|atrás|pehle)(?!\w))",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"(?<!\w)(?:in|within|dans|en|dentro de|em|daqui a)\s+(?:{_NUMBER})\s+(?:{_UNIT})(?:'s time)?"
    r"(?!\w)",
    re.IGNORECASE,
)
_WEEK_AWAY = (
    (-7, r"last week|letzte woche|la semaine dernière|la semana pasada|(?:na )?semana passada"),
    (7, r"next week|nächste woche|la semaine prochaine|la próxima semana|(?:na )?semana que vem"),
)
_WEEK_PATTERNS = tuple(
    (days, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for days, words in _WEEK_AWAY
)
_MONTHS = (
    r"jan(?:uary|uar|vier)?|enero|janeiro",
    r"feb(?:ruary|ruar)?|février|fevrier|febrero|fevereiro",
    r"mar(?:ch)?|märz|mars|marzo|março",
    r"apr(?:il)?|avril|abril",
    r"may|mai|mayo|maio",
    r"june?|juni|juin|junio|junho",
    r"july?|juli|juillet|julio|julho",
    r"aug(?:ust)?|août|aout|agosto",
    r"sep(?:t(?:ember)?)?|septembre|septiembre|setembro",
    r"oct(?:ober)?|okt(?:ober)?|octobre|octubre|outubro",
    r"nov(?:ember)?|novembre|noviembre|novembro",
    r"dec(?:ember)?|dez(?:ember)?|décembre|decembre|diciembre|dezembro",
)
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(f"(?P<m{number}>{words})" for number, words in enumerate(_MONTHS, start=1))
_DAY_MONTH = re.compile(
    rf"(?<![\w.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:of\s+|de\s+)?(?:{_MONTH})\.?"
    r"(?:,?\s+(?:de\s+)?(?P<y>20\d\d))?(?!\w)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>20\d\d))?(?![\w:])",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(?P<y>20\d\d)-(?P<mo>\d{1,2})-(?P<d>\d{1,2})(?!\d)")
_DOTTED = re.compile(
    r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<mo>\d{1,2})\.(?:\s?(?P<y>20\d\d|\d\d))?(?![\d])"
)
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>20\d\d|\d\d))?(?![\d/])")


def read_day(
    text: str, *, today: date, is_future: bool, month_first: bool = False
) -> NamedDay | None:
    """The first kind of day that ``text`` names; None when it names none.

    Args:
        text: what the person typed; the first 400 characters are read.
        today: the person's own date.
        is_future: which Friday "Friday" is, and which year "12 March": the next or the last.
        month_first: ``3/4`` means 4 March, as in the United States.

    >>> today = date(2026, 11, 26)  # a Thursday
    >>> read_day("I applied on Monday", today=today, is_future=False).day.isoformat()
    '2026-11-23'
    >>> read_day("interview am 3.12.", today=today, is_future=True).day.isoformat()
    '2026-12-03'
    """
    text = text[:MAX_CHARACTERS]
    return (
        _on_calendar(text, today=today, is_future=is_future, month_first=month_first)
        or _counted(text, today=today)
        or _relative(text, today=today, is_future=is_future)
        or _weekday(text, today=today, is_future=is_future)
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_later(date(2026, 11, 30), 3).isoformat()
    '2027-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_in_full(day: date) -> str:
    """A day that nobody misreads.

    >>> day_in_full(date(2026, 11, 26))
    '26 November 2026'
    """
    return f"{day.day} {_FULL_MONTHS[day.month - 1]} {day.year}"


def _on_calendar(text: str, *, today: date, is_future: bool, month_first: bool) -> NamedDay | None:
    for pattern in (_ISO, _DOTTED, _SLASHED, _DAY_MONTH, _MONTH_DAY):
        for hit in pattern.finditer(text):
            groups = hit.groupdict()
            if pattern is _SLASHED:
                first, second = int(hit["a"]), int(hit["b"])
                if first > 12 or (second <= 12 and not month_first):
                    day, month = first, second
                else:
                    month, day = first, second
            else:
                day = int(hit["d"])
                month = int(groups.get("mo") or 0) or next(
                    number for number in range(1, 13) if groups[f"m{number}"]
                )
            year = int(groups["y"]) if groups["y"] else 0
            found = _dated(
                day, month, year + 2000 if 0 < year < 100 else year, today, is_future=is_future
            )
            if found is not None:
                return NamedDay(day=found, start=hit.start(), end=hit.end())
    return None


def _dated(day: int, month: int, year: int, today: date, *, is_future: bool) -> date | None:
    try:
        if year:
            return date(year, month, day)
        found = date(today.year, month, day)
        if is_future and found < today:
            return date(today.year + 1, month, day)
        if not is_future and found > today:
            return date(today.year - 1, month, day)
    except ValueError:  # 31 February, or month 14
        return None
    return found


def _counted(text: str, *, today: date) -> NamedDay | None:
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        hit = pattern.search(text)
        if hit is None:
            continue
        groups = {key.removesuffix("2"): value for key, value in hit.groupdict().items() if value}
        number = int(groups["digits"]) if "digits" in groups else _number_of(groups["word"])
        if "month" in groups:
            day = months_later(today, sign * number)
        else:
            day = today + timedelta(days=sign * number * (7 if "week" in groups else 1))
        return NamedDay(day=day, start=hit.start(), end=hit.end())
    return None


def _number_of(word: str) -> int:
    return next(
        number
        for number, words in _NUMBERS.items()
        if re.fullmatch(words, word, flags=re.IGNORECASE)
    )


def _relative(text: str, *, today: date, is_future: bool) -> NamedDay | None:
    for days, pattern in _RELATIVE_PATTERNS:
        hit = pattern.search(text)
        if hit is not None:
            return NamedDay(day=today + timedelta(days=days), start=hit.start(), end=hit.end())
    hit = _HINDI.search(text)
    if hit is not None:
        away = 1 if hit.group().lower() == "kal" else 2
        day = today + timedelta(days=away if is_future else -away)
        return NamedDay(day=day, start=hit.start(), end=hit.end())
    return None


def _weekday(text: str, *, today: date, is_future: bool) -> NamedDay | None:
    for hit in _WEEKDAY.finditer(text):
        # Three letters and Portuguese ordinals are words too: only with something before them.
        bare = hit.group().strip().lower()
        if len(bare) <= 4 or bare in {"segunda", "terça", "quarta", "quinta", "sexta", "mars"}:
            continue
        number = next(number for number in range(7) if hit[f"d{number}"])
        if is_future:
            ahead = (number - today.weekday()) % 7 or 7
            day = today + timedelta(days=ahead)
        else:
            behind = (today.weekday() - number) % 7 or 7
            day = today - timedelta(days=behind)
        return NamedDay(day=day, start=hit.start(), end=hit.end())
    for days, pattern in _WEEK_PATTERNS:
        week = pattern.search(text)
        if week is not None:
            return NamedDay(day=today + timedelta(days=days), start=week.start(), end=week.end())
    return None
