"""Pay as people type it ("60k€", "₹12 LPA", "$45/h") to a floor with currency and period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.posting import PayPeriod, Salary
from domain.preferences.bounded import MAX_CHARACTERS

_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "r$": "BRL", "us$": "USD", "zł": "PLN"}
_DOLLARS = {
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "SG": "SGD",
    "HK": "HKD",
    "MX": "MXN",
    "AR": "ARS",
    "CL": "CLP",
    "CO": "COP",
}
"""Countries where a bare "$" is not the United States dollar."""

_WORDS = {
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "dólares": "USD",
    "dolares": "USD",
    "gbp": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "inr": "INR",
    "rs": "INR",
    "rs.": "INR",
    "rupees": "INR",
    "rupaye": "INR",
    "rupay": "INR",
    "brl": "BRL",
    "reais": "BRL",
    "chf": "CHF",
    "franken": "CHF",
    "cad": "CAD",
    "aud": "AUD",
    "sgd": "SGD",
    "nzd": "NZD",
    "pln": "PLN",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "aed": "AED",
    "mxn": "MXN",
    "jpy": "JPY",
    "zar": "ZAR",
}

_SCALES = {
    "k": 1e3,
    "mil": 1e3,
    "thousand": 1e3,
    "tausend": 1e3,
    "tsd": 1e3,
    "hazar": 1e3,
    "hazaar": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "lpa": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "cr": 1e7,
}
_INDIAN_SCALES = frozenset({"lakh", "lakhs", "lac", "lacs", "lpa", "crore", "crores", "cr"})

_PERIODS = (
    (
        PayPeriod.HOUR,
        r"(?:/|\bper |\ban |\bpro |\bdie |\bpar |\bpor |\bde l'|\bla )\s*(?:h|hr|hour|stunde|std|"
        r"heure|hora|ghanta)\b|\bhourly\b|\bstündlich\b|\bghante\b",
    ),
    (
        PayPeriod.DAY,
        r"(?:/|\bper |\ba |\bpro |\bam |\bpar |\bpor |\bal )\s*(?:day|tag|jour|día|dia|din)\b|"
        r"\bdaily\b",
    ),
    (
        PayPeriod.WEEK,
        r"(?:/|\bper |\ba |\bpro |\bpar |\bpor |\ba la )\s*(?:week|wk|woche|semaine|semana|"
        r"hafta)\b|\bweekly\b",
    ),
    (
        PayPeriod.MONTH,
        r"(?:/|\bper |\ba |\bpro |\bim |\bpar |\bpor |\bal |\bao )\s*(?:month|mo|monat|mois|mes|"
        r"mês|"
        r"mahina|mahine)\b|\bmonthly\b|\bmonatlich\b|\bmensuel\w*|\bmensua\w+|\bmensa\w+|"
        r"\bmahine\b",
    ),
    (
        PayPeriod.YEAR,
        r"(?:/|\bper |\ba |\bpro |\bim |\bpar |\bpor |\bal |\bao )\s*(?:year|yr|y|jahr|an|année|"
        r"año|"
        r"ano|saal|annum)\b|\bp\.?\s?a\b|\byearly\b|\bannual(?:ly)?\b|\bjährlich\b|\banual\w*|"
        r"\bannuel\w*|\blpa\b",
    ),
)
_PERIOD_PATTERNS = tuple((period, re.compile(words, re.IGNORECASE)) for period, words in _PERIODS)

_CURRENCY = "|".join(
    [
        r"us\$",
        r"r\$",
        r"[€£₹$]",
        r"zł",
        *(rf"{re.escape(word)}\b" for word in sorted(_WORDS, key=len, reverse=True)),
    ]
)
_AMOUNT = re.compile(
    rf"(?P<before>(?<![a-z])(?:{_CURRENCY}))?\s*"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)|\d[\d.,]*)"
    r"(?:\s*(?P<scale>(?:k|mil|thousand|tausend|tsd|hazaa?r|lpa|lakhs?|lacs?|crores?|"
    r"cr)(?![a-z])))?"
    rf"\.?\s*(?P<after>(?:{_CURRENCY}))?",
    re.IGNORECASE,
)
_PAY_WORDS = re.compile(
    r"\b(?:salary|pay|paid|paying|earn|wage|compensation|ctc|floor|minimum of|at least|gehalt|"
    r"verdien\w*|lohn|mindestens|salaire|gagner|rémunération|sueldo|salario|ganar|salário|ganhar|"
    r"remuneração|tankhwah|tankha|kam se kam)\b",
    re.IGNORECASE,
)
_NO_FLOOR = re.compile(
    r"\b(?:no (?:minimum|floor|pay floor|limit|minimum pay)|any (?:pay|salary)|pay does(?:n't| "
    r"not) "
    r"matter|(?:kein|ohne) (?:minimum|mindestgehalt)|gehalt (?:ist )?egal|pas de minimum|"
    r"salaire peu importe|sin m[ií]nimo|sem m[ií]nimo|koi minimum nahi)\b",
    re.IGNORECASE,
)
# Above these a bare amount is a year's pay beyond doubt, below the others an hour's.
_SURELY_YEARLY = {
    "EUR": 15_000,
    "USD": 15_000,
    "GBP": 15_000,
    "CHF": 25_000,
    "CAD": 20_000,
    "AUD": 20_000,
    "NZD": 20_000,
    "SGD": 30_000,
    "INR": 300_000,
    "BRL": 60_000,
    "PLN": 60_000,
}
_SURELY_HOURLY = {"EUR": 200, "USD": 250, "GBP": 200, "CHF": 250, "CAD": 250, "AUD": 250}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayWish:
    """An amount somebody named; currency and period only when said or beyond doubt."""

    amount: float
    currency: str | None
    period: PayPeriod | None
    start: int
    end: int
    raw: str

    @property
    def is_complete(self) -> bool:
        """True when it can serve as a floor."""
        return self.currency is not None and self.period is not None

    def salary(self) -> Salary:
        """The floor as a salary."""
        return Salary(raw=self.raw, minimum=self.amount, currency=self.currency, period=self.period)


def read_pay(text: str, *, country: str | None = None, bare: bool = False) -> PayWish | None:
    """The first amount of money in ``text``, None when there is none.

    Args:
        text: what the person typed.
        country: ISO code that decides what a bare "$" means.
        bare: True when the text answers "how much": a plain number counts.

    >>> wish = read_pay("mindestens 60k€")
    >>> (wish.amount, wish.currency, wish.period.value)
    (60000.0, 'EUR', 'YEAR')
    """
    text = text[:MAX_CHARACTERS]
    talks_of_pay = bare or _PAY_WORDS.search(text) is not None
    for found in _AMOUNT.finditer(text):
        scale = (found["scale"] or "").lower()
        sign = (found["before"] or found["after"] or "").lower()
        if not (sign or scale or talks_of_pay):
            continue
        amount = _number(found["number"], scaled=bool(scale))
        if amount is None:
            continue
        amount *= _SCALES.get(scale, 1.0)
        if not sign and not scale and not bare and amount < 1000:
            continue  # "at least 5 years" is no pay
        currency = _currency(sign, scale=scale, country=country)
        period, end = _period(text, found.end(), scale=scale)
        if period is None:
            period = period_by_size(amount, currency)
        start = found.start() + (len(found.group()) - len(found.group().lstrip()))
        return PayWish(
            amount=amount,
            currency=currency,
            period=period,
            start=start,
            end=end,
            raw=text[start:end].strip(),
        )
    return None


def refuses_floor(text: str) -> bool:
    """True for "no minimum" and its kin.

    >>> refuses_floor("no minimum please")
    True
    """
    text = text[:MAX_CHARACTERS]
    return _NO_FLOOR.search(text) is not None


def read_period(text: str) -> PayPeriod | None:
    """The period named in an answer such as "a month" or "monthly".

    >>> read_period("im Monat").value
    'MONTH'
    """
    text = text[:MAX_CHARACTERS]
    padded = f" {text.strip()} "
    for period, pattern in _PERIOD_PATTERNS:
        if pattern.search(padded):
            return period
    bare = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}
    named = bare.get(text.strip().lower())
    return PayPeriod(named) if named else None


def read_currency(text: str, *, country: str | None = None) -> str | None:
    """The currency named in an answer such as "euros" or "$".

    >>> read_currency("in euros")
    'EUR'
    """
    text = text[:MAX_CHARACTERS]
    found = re.search(rf"(?<![a-z])(?:{_CURRENCY})", text, re.IGNORECASE)
    return _currency(found.group().lower(), scale="", country=country) if found else None


def _number(digits: str, *, scaled: bool) -> float | None:
    digits = re.sub(r"[ \u00a0\u202f'’]", "", digits).rstrip(".,")
    marks = [mark for mark in digits if mark in ".,"]
    if len(set(marks)) == 2:
        decimal = "." if digits.rfind(".") > digits.rfind(",") else ","
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif marks:
        tail = digits.rpartition(marks[0])[2]
        if len(marks) > 1 or (len(tail) == 3 and not scaled):
            digits = digits.replace(marks[0], "")
        elif len(tail) <= 2 or scaled:
            digits = digits.replace(marks[0], ".")
        else:
            digits = digits.replace(marks[0], "")
    try:
        return float(digits)
    except ValueError:
        return None


def _currency(sign: str, *, scale: str, country: str | None) -> str | None:
    if sign == "$":
        return _DOLLARS.get(country or "", "USD")
    if sign:
        return _SYMBOLS.get(sign) or _WORDS.get(sign)
    return "INR" if scale in _INDIAN_SCALES else None


def _period(text: str, end: int, *, scale: str) -> tuple[PayPeriod | None, int]:
    if scale == "lpa":
        return PayPeriod.YEAR, end
    tail = text[end : end + 24]
    best: tuple[int, PayPeriod, int] | None = None
    for period, pattern in _PERIOD_PATTERNS:
        found = pattern.search(tail)
        if found and (best is None or found.start() < best[0]):
            best = (found.start(), period, end + found.end())
    if best is not None:
        return best[1], best[2]
    return None, end


def period_by_size(amount: float, currency: str | None) -> PayPeriod | None:
    """The period that an amount of this size can only mean, None when it could be another.

    >>> period_by_size(60_000, "EUR").value
    'YEAR'
    """
    if currency is None:
        return None
    if amount >= _SURELY_YEARLY.get(currency, float("inf")):
        return PayPeriod.YEAR
    if amount < _SURELY_HOURLY.get(currency, 0):
        return PayPeriod.HOUR
    return None
