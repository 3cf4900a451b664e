"""Pay is read when it is beyond doubt, and never passes a floor when it is not."""

from __future__ import annotations

import pytest

from domain.pay import PayVerdict, compare_pay, read_salary, stated_salary
from domain.posting import PayPeriod, Salary

FLOOR = Salary(raw="50k", minimum=50_000, currency="EUR", period=PayPeriod.YEAR)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("$185,000 - $225,000 per year", "US", (185_000, 225_000, "USD", PayPeriod.YEAR)),
        ("€50k–60k p.a.", None, (50_000, 60_000, "EUR", PayPeriod.YEAR)),
        ("70.000 - 85.000 € brutto pro Jahr", "DE", (70_000, 85_000, "EUR", PayPeriod.YEAR)),
        ("25 €/h", None, (25, 25, "EUR", PayPeriod.HOUR)),
        ("CHF 8'000 pro Monat", None, (8_000, 8_000, "CHF", PayPeriod.MONTH)),
        ("from 3.500 EUR monthly", None, (3_500, None, "EUR", PayPeriod.MONTH)),
        ("up to 90000 EUR per year", None, (None, 90_000, "EUR", PayPeriod.YEAR)),
    ],
)
def test_one_clear_range_is_read(
    text: str, country: str | None, expected: tuple[object, ...]
) -> None:
    salary = read_salary(text, country=country)
    assert salary is not None
    assert (salary.minimum, salary.maximum, salary.currency, salary.period) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$185,000 - $225,000 per year",  # whose dollars?
        "45 - 55 kr per hour",  # whose crowns?
        "€60,000 - €70,000",  # per what?
        "€140k - €170k OTE per year",
        "€60,000 per year plus equity",
        "€20 - €25 per hour or €40,000 per year",
        "€50,000 - 60,000 in Berlin, €55,000 - 65,000 in Munich per year",
        "45 EUR per year",
    ],
)
def test_doubtful_pay_keeps_only_its_words(text: str) -> None:
    salary = read_salary(text)
    assert salary is not None
    assert (salary.minimum, salary.maximum) == (None, None)
    assert salary.raw == text


def test_a_text_without_money_is_no_pay() -> None:
    assert read_salary("30 days of holiday and 2 offices") is None


def test_structured_pay_that_contradicts_itself_is_refused() -> None:
    wrong = stated_salary(
        "x", minimum=90_000, maximum=50_000, currency="EUR", period=PayPeriod.YEAR
    )
    assert wrong == Salary(raw="x")
    nan = stated_salary(
        "x", minimum=float("nan"), maximum=None, currency="EUR", period=PayPeriod.YEAR
    )
    assert nan == Salary(raw="x")


def pay(low: float | None, high: float | None, currency: str, period: PayPeriod) -> Salary:
    return Salary(raw="", minimum=low, maximum=high, currency=currency, period=period)


@pytest.mark.parametrize(
    ("salary", "verdict"),
    [
        (None, PayVerdict.UNKNOWN),
        (Salary(raw="competitive"), PayVerdict.UNKNOWN),
        (pay(60_000, 70_000, "EUR", PayPeriod.YEAR), PayVerdict.MEETS),
        (pay(40_000, 55_000, "EUR", PayPeriod.YEAR), PayVerdict.REACHES),
        (pay(30_000, 40_000, "EUR", PayPeriod.YEAR), PayVerdict.BELOW),
        (pay(90_000, 99_000, "USD", PayPeriod.YEAR), PayVerdict.UNKNOWN),
        (pay(20, 20, "EUR", PayPeriod.HOUR), PayVerdict.BELOW),
        (pay(30, 30, "EUR", PayPeriod.HOUR), PayVerdict.MEETS),
        (pay(5_000, None, "EUR", PayPeriod.MONTH), PayVerdict.MEETS),
        (pay(2_000, None, "EUR", PayPeriod.MONTH), PayVerdict.UNKNOWN),
        (Salary(raw="80-90 EUR", minimum=80, maximum=90, currency="EUR"), PayVerdict.UNKNOWN),
    ],
)
def test_pay_is_compared_over_a_year_and_never_across_currencies(
    salary: Salary | None, verdict: PayVerdict
) -> None:
    assert compare_pay(salary, FLOOR).verdict is verdict
