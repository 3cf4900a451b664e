"""Pay in words: "€60,000–75,000 a year", never a guess."""

from __future__ import annotations

from domain.posting import PayPeriod, Salary
from graph.wording.regions import reading_locale

NOT_STATED = "pay not stated"

_PER = {
    PayPeriod.HOUR: "an hour",
    PayPeriod.DAY: "a day",
    PayPeriod.WEEK: "a week",
    PayPeriod.MONTH: "a month",
    PayPeriod.YEAR: "a year",
}


def period_words(period: PayPeriod) -> str:
    """The period as it follows an amount.

    >>> period_words(PayPeriod.HOUR)
    'an hour'
    """
    return _PER[period]


def amount_words(amount: float, currency: str, *, locale: str | None = None) -> str:
    """One amount of money; decimals only when there are any.

    >>> amount_words(60000, "EUR"), amount_words(22.5, "USD")
    ('€60,000', '$22.50')
    >>> amount_words(800000, "INR")
    '₹8,00,000'
    """
    from babel.numbers import format_currency

    # Lakhs are grouped by two digits; rupees are read that way wherever the reader is.
    whole = "¤#,##,##0" if currency == "INR" else "¤#,##0"
    return format_currency(
        amount,
        currency,
        format=whole if amount == int(amount) else f"{whole}.00",
        locale=reading_locale(locale),
        currency_digits=False,
    )


def number_words(number: float, *, locale: str | None = None) -> str:
    """A number with the region's separators.

    >>> number_words(12000)
    '12,000'
    """
    from babel.numbers import format_decimal

    return format_decimal(number, locale=reading_locale(locale))


def pay_words(salary: Salary | None, *, locale: str | None = None) -> str:
    """Stated pay, or that none is stated.

    >>> pay_words(None)
    'pay not stated'
    >>> pay_words(Salary(raw="", minimum=60000, maximum=75000, currency="EUR",
    ...                  period=PayPeriod.YEAR))
    '€60,000–75,000 a year'
    """
    if salary is None:
        return NOT_STATED
    if salary.currency is None or (salary.minimum is None and salary.maximum is None):
        return " ".join(salary.raw.split())[:80] or NOT_STATED
    low, high = salary.minimum, salary.maximum
    if low is not None and high is not None and low != high:
        upper = amount_words(high, salary.currency, locale=locale).lstrip("₹")
        if salary.currency != "INR":
            upper = number_words(high, locale=locale)
        amount = f"{amount_words(low, salary.currency, locale=locale)}–{upper}"
    elif low is not None:
        amount = amount_words(low, salary.currency, locale=locale)
        if high is None:
            amount = f"from {amount}"
    else:
        amount = f"up to {amount_words(high or 0.0, salary.currency, locale=locale)}"
    return f"{amount} {_PER[salary.period]}" if salary.period else f"{amount}, period not stated"


def floor_words(floor: Salary, *, locale: str | None = None) -> str:
    """A pay floor.

    >>> floor_words(Salary(raw="", minimum=60000, currency="EUR", period=PayPeriod.YEAR))
    'at least €60,000 a year'
    """
    if floor.minimum is None or floor.currency is None or floor.period is None:
        return f"at least {floor.raw}"
    return (
        f"at least {amount_words(floor.minimum, floor.currency, locale=locale)} "
        f"{_PER[floor.period]}"
    )
