"""Pay that stands only in a description, read sentence by sentence and refused when in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.pay import CURRENCIES, read_salary, stated_salary
from domain.posting import PayPeriod, Salary

_MAX_TEXT = 30_000  # characters of a description that are looked at
_MAX_RAW = 200  # characters of a sentence that is shown as it is written
_MAX_HEADING = 40  # characters of a line that may be a heading
_LAKH = 100_000

_CODES = "|".join(sorted(CURRENCIES))
_MONEY = re.compile(rf"[$€£₹₪₩₴₺₦¥]|zł|\b(?:{_CODES}|euros?|lpa|lakhs?)\b", re.IGNORECASE)
_ABOUT_PAY = re.compile(
    r"\b(?:salary|salaries|pay|pays|paying|compensation|remuneration|wages?|earn(?:ings)?|ctc|lpa"
    r"|\w*gehalt|\w*lohn|vergütung|verdienst|verdienen|brutto(?:lohn|gehalt)?|zahlen|bezahlung|entgelt|salaire"
    r"|rémunération|salario|sueldo|retribución|pagamos|salário|remuneração)\b",
    re.IGNORECASE,
)
# Money that a company has, gives for something or takes: no pay, whatever else is said with it.
_NOT_PAY = re.compile(
    r"\b(?:\w*budgets?|revenues?|turnover|umsatz\w*|funding|raised|million|billion|mio|mrd|bn|\dm"
    r"|assets|portfolio|referral|vouchers?|reimburse\w*|fees?|loans?|discounts?|relocation|401k?"
    r"|\w*zuschuss|contributions?|insurance|donat\w+|customers?|clients?|quota|orders|projects?"
    r"|learning|gift|pension|savings|stipends?|up front|payroll|payments?|transactions?)\b",
    re.IGNORECASE,
)
_BARE_WORDS = re.compile(
    rf"(?:[\d.,'’\s/()+~–—-]|[$€£₹₪₩₴₺₦¥]|zł|\b(?:{_CODES}|k|euros?|to|bis|and|und|up|zu|from|ab"
    r"|von|de|à|a|an|per|pro|par|por|je|hour|hr|h|stunde|heure|hora|day|tag|jour|día|dia|week"
    r"|woche|semaine|semana|month|monat|mois|mes|mês|year|yr|annum|jahr|año|ano|hourly|daily"
    r"|weekly|monthly|yearly|annual(?:ly)?|gross|brutto|brut|bruto|bruts|net|netto|p\.\s?a\."
    r"|pa|im|al|monatlich|jährlich|between|zwischen|entre|et|y|e|hasta|até|depending|on"
    r"|experience)\b)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[Rr]s\.)(?<!ca\.)\s+(?=[\"'(]?[A-ZÀ-Þ0-9₹€£$])")
_PARTS = re.compile(r"\s*[;|·•]\s*|,\s+|:\s+")
_LPA = re.compile(
    r"(?<![\d.,-])(?:(?:₹|inr|rs\.?)\s?)?(?P<low>\d{1,3}(?:\.\d{1,2})?)"
    r"(?:\s?(?:lpa|lakhs?)?\s?(?:-|–|to)\s?(?:(?:₹|inr|rs\.?)\s?)?(?P<high>\d{1,3}(?:\.\d{1,2})?))?"
    r"\s?(?:lpa\b|lakhs?\s(?:per|p\.?)\s?(?:annum|a\b|year))",
    re.IGNORECASE,
)
_UNCLEAR_LPA = re.compile(
    r"\b(?:ote|commissions?|equity|stock|bonus(?:es)?|incentives?|esops?|variable)\b|[$€£]",
    re.IGNORECASE,
)


def salary_in_words(text: str, *, country: str | None) -> Salary | None:
    """The pay that a description states; only its wording when the numbers leave a doubt.

    Args:
        text: the description.
        country: ISO alpha-2 of the job, which decides what ``$`` and ``kr`` mean.

    >>> pay = salary_in_words("We bake. Wir zahlen 19 bis 22 € pro Stunde.", country="DE")
    >>> pay.minimum, pay.maximum, pay.currency, pay.period.value
    (19.0, 22.0, 'EUR', 'HOUR')
    >>> salary_in_words("We raised 5,000,000 EUR this year.", country="DE") is None
    True
    """
    text = text[:_MAX_TEXT]
    if _MONEY.search(text) is None:
        return None
    stated: list[Salary] = []
    worded: list[Salary] = []
    for words, below_heading in _sentences(text):
        salary = _salary_of(words, country, about_pay=below_heading)
        if salary is not None:
            is_clear = salary.minimum is not None or salary.maximum is not None
            (stated if is_clear else worded).append(salary)
    ranges = {(pay.minimum, pay.maximum, pay.currency, pay.period) for pay in stated}
    if len(ranges) == 1:
        return stated[0]
    if stated:
        # Two ranges (two places, two levels) are nobody's pay for certain.
        both = "; ".join(dict.fromkeys(pay.raw for pay in stated))
        return Salary(raw=_shown(both))
    return Salary(raw=_shown(worded[0].raw)) if worded else None


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences that name money, and whether each is the first thing under a heading on pay."""
    heading = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        is_below = _ABOUT_PAY.search(heading) is not None
        if _MONEY.search(line):
            for words in _SENTENCE_END.split(line):
                if _MONEY.search(words):
                    yield words.strip(), is_below
        is_heading = len(line) <= _MAX_HEADING and not re.search(r"[.!?\d]", line)
        heading = line if is_heading else ""


def _salary_of(words: str, country: str | None, *, about_pay: bool) -> Salary | None:
    if _NOT_PAY.search(words):
        return None
    lakhs = _in_lakhs(words, country)
    if lakhs is not None:
        return lakhs
    if about_pay or _ABOUT_PAY.search(words):
        return read_salary(words, country=country)
    for part in _PARTS.split(words):
        # Without a word for pay, an amount counts only where nothing else is said with it.
        if _MONEY.search(part) and _BARE_WORDS.fullmatch(part.strip(" .!*-")):
            return read_salary(part, country=country)
    return None


def _in_lakhs(words: str, country: str | None) -> Salary | None:
    """Indian pay in lakhs (100,000 rupees) a year ("18-24 LPA")."""
    found = list(_LPA.finditer(words))
    if not found:
        return None
    raw = " ".join(words.split())
    if len(found) != 1 or country not in {None, "IN"} or _UNCLEAR_LPA.search(words):
        return Salary(raw=raw)
    low = float(found[0]["low"]) * _LAKH
    high = float(found[0]["high"]) * _LAKH if found[0]["high"] else low
    bound: float | None = low
    if not found[0]["high"] and re.search(r"\b(?:up\s?to|max(?:imum)?)\b", words, re.IGNORECASE):
        bound = None
    return stated_salary(raw, minimum=bound, maximum=high, currency="INR", period=PayPeriod.YEAR)


def _shown(raw: str) -> str:
    return raw if len(raw) <= _MAX_RAW else raw[: _MAX_RAW - 1].rstrip() + "…"
