"""The date of a letter in words."""

from __future__ import annotations

from datetime import date

_MONTHS: dict[str, str] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_ORDER = {
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
    "pt": "{day} de {month} de {year}",
    "ja": "{year}年{number}月{day}日",
    "zh": "{year}年{number}月{day}日",
    "ko": "{year}년 {number}월 {day}일",
}
_NUMERIC = {"ja", "zh", "ko"}


def written_date(on: date, language: str) -> str:
    """A date as letters state it; ISO 8601 in languages whose months are not in the table.

    >>> written_date(date(2026, 3, 1), "de"), written_date(date(2026, 3, 1), "ar")
    ('1. März 2026', '2026-03-01')
    """
    if language not in _MONTHS and language not in _NUMERIC:
        return on.isoformat()
    months = _MONTHS.get(language, _MONTHS["en"]).split()
    order = _ORDER.get(language, "{day} {month} {year}")
    return order.format(day=on.day, month=months[on.month - 1], number=on.month, year=on.year)
