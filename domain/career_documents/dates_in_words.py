"""Dates of a document as people write them: "March 2021 – present"."""

from __future__ import annotations

from domain.resume.model import DateRange, PartialDate

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
}
_PRESENT = {"en": "present", "de": "heute", "fr": "aujourd'hui", "es": "actualidad", "pt": "atual"}


def dates_in_words(dates: DateRange | None, *, language: str = "en") -> str:
    """A range in words; as drawn where its parts are not known, empty where there is none.

    Args:
        dates: as read.
        language: ISO 639-1; English where the months of a language are not in the table.

    >>> from domain.resume.model import Extracted, Span
    >>> raw = Extracted(text="03/21 - now", span=Span(start=0, end=11))
    >>> since = DateRange(raw=raw, start=PartialDate(year=2021, month=3), end=None, is_current=True)
    >>> dates_in_words(since), dates_in_words(since, language="de")
    ('March 2021 – present', 'März 2021 – heute')
    """
    if dates is None:
        return ""
    spoken = language if language in _MONTHS else "en"
    if dates.start is None:
        return _point(dates.end, spoken) if dates.end else " ".join(dates.raw.text.split())
    begin = _point(dates.start, spoken)
    if dates.is_current:
        return f"{begin} – {_PRESENT[spoken]}"
    if dates.end is None or dates.end == dates.start:
        return begin
    return f"{begin} – {_point(dates.end, spoken)}"


def _point(date: PartialDate, language: str) -> str:
    if date.month is None or not 1 <= date.month <= 12:
        return str(date.year)
    return f"{_MONTHS[language].split()[date.month - 1]} {date.year}"
