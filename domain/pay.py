"""Pay: reading what is stated, refusing what is not beyond doubt, comparing with a floor.

Numbers are taken only from one range in one currency for one known period, without commission,
equity or bonus mixed in. Everything else keeps its wording (``raw``) and stays unknown.
Periods are compared over a full-time year: 40 hours in 5 days a week, 52 weeks, 12 months.
Currencies are never converted: another currency than the floor's is unknown, not more or less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.posting import PayPeriod, Salary

PER_YEAR = {
    PayPeriod.HOUR: 2080.0,
    PayPeriod.DAY: 260.0,
    PayPeriod.WEEK: 52.0,
    PayPeriod.MONTH: 12.0,
    PayPeriod.YEAR: 1.0,
}
"""How many of a period make a full-time year."""

_PLAUSIBLE = {
    PayPeriod.HOUR: (1.0, 100_000.0),
    PayPeriod.DAY: (5.0, 500_000.0),
    PayPeriod.WEEK: (20.0, 2_000_000.0),
    PayPeriod.MONTH: (80.0, 20_000_000.0),
    PayPeriod.YEAR: (1_000.0, 500_000_000.0),
}
"""Smallest and largest amount believed, whatever the currency (yen and rupiah have many zeros)."""

_MAJOR = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD"})
_MAJOR_PLAUSIBLE_YEAR = (3_000.0, 5_000_000.0)
"""Full-time year in a major currency: 45 "per year" is an hourly rate with the wrong label."""

_CODES_TEXT = (
    "USD EUR GBP CHF CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY UAH RUB ILS AED SAR QAR "
    "KWD EGP MAD ZAR NGN KES GHS INR PKR BDT LKR SGD MYR IDR PHP THB VND CNY HKD TWD JPY KRW MXN "
    "BRL ARS CLP COP PEN UYU"
)
CURRENCIES = frozenset(_CODES_TEXT.split())
"""ISO 4217 codes that are understood."""

_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₪": "ILS",
    "₩": "KRW",
    "₴": "UAH",
    "₺": "TRY",
    "₦": "NGN",
    "zł": "PLN",
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "r$": "BRL",
    "euro": "EUR",
    "euros": "EUR",
    "sfr": "CHF",
    "fr.": "CHF",
}
_DOLLARS = {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}
_CROWNS = {"SE": "SEK", "NO": "NOK", "DK": "DKK"}

_MONEY_SIGN = (
    r"(?:us\$|ca\$|c\$|au\$|a\$|nz\$|hk\$|s\$|r\$|[$€£₹₪₩₴₺₦¥]|zł|kr\.?(?![a-z])|sfr\.?|fr\."
    r"|euros?\b"
    r"|\b(?:" + _CODES_TEXT.lower().replace(" ", "|") + r")\b)"
)
_NUMBER = r"\d{1,3}(?:[.,'’\s\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?P<before>{_MONEY_SIGN})?\s?(?P<number>{_NUMBER})\s?(?P<thousand>k\b)?"
    rf"\s?(?P<after>{_MONEY_SIGN})?",
    re.IGNORECASE,
)
_RANGE_GAP = re.compile(r"\s*(?:-|–|—|to|bis|until|and|und|à|a|hasta|até)\s*", re.IGNORECASE)
_PERIODS = (
    (
        PayPeriod.HOUR,
        r"(?:\b(?:per|an|a|pro|par|por|je)|/)\s?-?(?:hour|hr|h|stunde|std|heure|hora)\b"
        r"|\bhourly\b|\bstundenlohn\b",
    ),
    (
        PayPeriod.DAY,
        r"(?:\b(?:per|a|pro|par|por)|/)\s?(?:day|tag|jour|día|dia)\b|\bdaily rate\b"
        r"|\bday rate\b",
    ),
    (PayPeriod.WEEK, r"(?:\b(?:per|a|pro|par|por)|/)\s?(?:week|woche|semaine|semana)\b|\bweekly\b"),
    (
        PayPeriod.MONTH,
        r"(?:\b(?:per|a|pro|par|por|im|al)|/)\s?(?:month|mo|monat|mois|mes|mês)\b"
        r"|\bmonthly\b"
        r"|\bmonatlich\b|\bmensuel(?:le)?s?\b|\bmensual(?:es)?\b",
    ),
    (
        PayPeriod.YEAR,
        r"(?:\b(?:per|a|pro|par|por|im|al)|/)\s?(?:year|yr|annum|jahr|an|año|ano)\b"
        r"|\bannual(?:ly)?\b"
        r"|\byearly\b|\bp\.\s?a\.|\bpa\b|\bjährlich\b|\bjahresgehalt\b|\bannuels?\b|\banual(?:es)?\b",
    ),
)
_PERIOD_PATTERNS = tuple((period, re.compile(text, re.IGNORECASE)) for period, text in _PERIODS)
_MIXED = re.compile(
    r"\b(?:ote|on[- ]target|commissions?|provision|equity|stock|rsus?|bonus(?:es)?|tips|uncapped"
    r"|sign[- ]?on|allowance)\b",
    re.IGNORECASE,
)


def stated_salary(
    raw: str,
    *,
    minimum: float | None,
    maximum: float | None,
    currency: str | None,
    period: PayPeriod | None,
) -> Salary:
    """A salary from structured fields; only ``raw`` when they do not hold together.

    >>> stated_salary("45 USD a year", minimum=45, maximum=45, currency="USD",
    ...               period=PayPeriod.YEAR).minimum is None
    True
    """
    amounts = [amount for amount in (minimum, maximum) if amount is not None]
    code = (currency or "").strip().upper()
    if not amounts or code not in CURRENCIES or period is None:
        return Salary(raw=raw)
    if minimum is not None and maximum is not None and minimum > maximum:
        return Salary(raw=raw)
    if any(not _is_plausible(amount, code, period) for amount in amounts):
        return Salary(raw=raw)
    return Salary(raw=raw, minimum=minimum, maximum=maximum, currency=code, period=period)


def _is_plausible(amount: float, currency: str, period: PayPeriod) -> bool:
    low, high = _PLAUSIBLE[period]
    if not low <= amount <= high:  # also refuses NaN
        return False
    if currency not in _MAJOR:
        return True
    low, high = _MAJOR_PLAUSIBLE_YEAR
    return low <= amount * PER_YEAR[period] <= high


def read_salary(text: str, *, country: str | None = None) -> Salary | None:
    """Pay stated in words; None when no amount of money is named at all.

    Args:
        text: a line or sentence about pay.
        country: ISO alpha-2 of the job, which decides what ``$`` and ``kr`` mean; unknown without.

    >>> s = read_salary("€60.000 - 75.000 per year")
    >>> s.minimum, s.maximum, s.currency, s.period.value
    (60000.0, 75000.0, 'EUR', 'YEAR')
    >>> read_salary("$140k - $170k OTE per year", country="US").minimum is None
    True
    """
    found = [match for match in _AMOUNT.finditer(text) if _is_money(match)]
    signed = [match for match in found if match["before"] or match["after"]]
    if not signed:
        return None
    raw = " ".join(text.split())
    span = _one_range(text, found, signed)
    periods = {period for period, pattern in _PERIOD_PATTERNS if pattern.search(text)}
    currencies = {_currency(match["before"] or match["after"], country) for match in signed}
    if span is None or len(periods) != 1 or len(currencies) != 1 or _MIXED.search(text):
        return Salary(raw=raw)
    low, high = span
    has_thousand = bool(high["thousand"])
    minimum, maximum = _value(low, thousand=has_thousand), _value(high, thousand=has_thousand)
    if low is high:
        if re.search(r"\b(?:up to|bis zu|max(?:imum)?|jusqu|hasta)\b", text, re.IGNORECASE):
            return _stated(raw, None, maximum, currencies, periods)
        if re.search(
            r"\b(?:from|starting|at least|min(?:imum)?|ab|desde|dès)\b|\d\s?\+", text, re.IGNORECASE
        ):
            return _stated(raw, minimum, None, currencies, periods)
    return _stated(raw, minimum, maximum, currencies, periods)


def _stated(
    raw: str,
    minimum: float | None,
    maximum: float | None,
    currencies: set[str | None],
    periods: set[PayPeriod],
) -> Salary:
    return stated_salary(
        raw,
        minimum=minimum,
        maximum=maximum,
        currency=next(iter(currencies)),
        period=next(iter(periods)),
    )


def _is_money(match: re.Match[str]) -> bool:
    return bool(match["before"] or match["after"] or match["thousand"] or len(match["number"]) > 1)


def _one_range(
    text: str, found: list[re.Match[str]], signed: list[re.Match[str]]
) -> tuple[re.Match[str], re.Match[str]] | None:
    """The two ends of the only range (twice the same for a single amount), else None."""
    first, last = signed[0], signed[-1]
    if len(signed) > 2:
        return None
    if len(signed) == 2:
        joined = _RANGE_GAP.fullmatch(text, first.end(), last.start())
        return (first, last) if joined else None
    place = found.index(first)
    if place + 1 < len(found) and _RANGE_GAP.fullmatch(text, first.end(), found[place + 1].start()):
        return first, found[place + 1]
    if place > 0 and _RANGE_GAP.fullmatch(text, found[place - 1].end(), first.start()):
        return found[place - 1], first
    return first, first


def _value(match: re.Match[str], *, thousand: bool) -> float:
    number = re.sub(r"[\s\u00a0\u202f'’]", "", match["number"])
    decimals = re.search(r"[.,](\d{1,2})$", number)
    whole = number[: decimals.start()] if decimals else number
    value = float(re.sub(r"[.,]", "", whole) + "." + (decimals[1] if decimals else "0"))
    return value * 1000 if thousand and value < 1000 else value


def _currency(sign: str, country: str | None) -> str | None:
    key = sign.lower().strip()
    if key == "$":
        return _DOLLARS.get(country or "")
    if key.rstrip(".") == "kr":
        return _CROWNS.get(country or "")
    if key == "¥":
        return {"JP": "JPY", "CN": "CNY"}.get(country or "")
    return (
        _SYMBOLS.get(key)
        or _SYMBOLS.get(key.rstrip("."))
        or (key.upper() if key.upper() in CURRENCIES else None)
    )


class PayVerdict(StrEnum):
    """How stated pay stands to a floor."""

    MEETS = "meets"
    REACHES = "reaches"
    """Only the upper end of the range is at or above the floor."""
    BELOW = "below"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayComparison:
    """A verdict and one sentence that says why."""

    verdict: PayVerdict
    reason: str


def compare_pay(salary: Salary | None, floor: Salary) -> PayComparison:
    """Stated pay against the least somebody accepts.

    >>> floor = Salary(raw="50k", minimum=50_000, currency="EUR", period=PayPeriod.YEAR)
    >>> compare_pay(None, floor).verdict.value
    'unknown'
    >>> hourly = Salary(raw="20/h", minimum=20, maximum=20, currency="EUR", period=PayPeriod.HOUR)
    >>> compare_pay(hourly, floor).verdict.value
    'below'
    """
    wanted = _yearly(floor.minimum, floor.period)
    if wanted is None or floor.currency is None:
        return PayComparison(
            verdict=PayVerdict.UNKNOWN, reason="your pay floor names no amount, currency or period"
        )
    if salary is None or (salary.minimum is None and salary.maximum is None):
        stated = "pay is not stated" if salary is None else "pay is stated without clear numbers"
        return PayComparison(verdict=PayVerdict.UNKNOWN, reason=stated)
    if salary.currency != floor.currency:
        return PayComparison(
            verdict=PayVerdict.UNKNOWN,
            reason=f"pay is in {salary.currency or 'an unknown currency'}, "
            f"your floor in {floor.currency}",
        )
    low, high = _yearly(salary.minimum, salary.period), _yearly(salary.maximum, salary.period)
    if low is None and high is None:
        return PayComparison(
            verdict=PayVerdict.UNKNOWN, reason="pay is stated without saying per what period"
        )
    said = f"{_money(low, high, floor.currency)} for a full-time year"
    least = f"your floor is {wanted:,.0f} {floor.currency}"
    if low is not None and low >= wanted:
        return PayComparison(verdict=PayVerdict.MEETS, reason=f"{said}; {least}")
    if high is not None and high >= wanted:
        return PayComparison(
            verdict=PayVerdict.REACHES, reason=f"only the upper end reaches it: {said}; {least}"
        )
    if high is not None:
        return PayComparison(verdict=PayVerdict.BELOW, reason=f"{said}; {least}")
    return PayComparison(
        verdict=PayVerdict.UNKNOWN, reason=f"only a lower end is stated: {said}; {least}"
    )


def _yearly(amount: float | None, period: PayPeriod | None) -> float | None:
    return None if amount is None or period is None else amount * PER_YEAR[period]


def _money(low: float | None, high: float | None, currency: str) -> str:
    if low is not None and high is not None and low != high:
        return f"{low:,.0f} to {high:,.0f} {currency}"
    if low is None:
        return f"up to {high:,.0f} {currency}"
    return f"{low:,.0f} {currency}" if high is not None else f"from {low:,.0f} {currency}"
