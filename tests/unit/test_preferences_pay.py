"""Pay as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.posting import PayPeriod
from domain.preferences.changes import settle_pay
from domain.preferences.pay import read_currency, read_pay, read_period, refuses_floor

CASES = [
    ("60k€", 60_000, "EUR", "YEAR"),
    ("₹12 LPA", 1_200_000, "INR", "YEAR"),
    ("12 lakh", 1_200_000, "INR", "YEAR"),
    ("I want 1.2 crore", 12_000_000, "INR", "YEAR"),
    ("$45/h", 45, "USD", "HOUR"),
    ("45 USD per hour", 45, "USD", "HOUR"),
    ("3500 € brutto im Monat", 3_500, "EUR", "MONTH"),
    ("R$ 8.000 por mês", 8_000, "BRL", "MONTH"),
    ("2.800 €/mes", 2_800, "EUR", "MONTH"),
    ("mindestens 60.000 Euro", 60_000, "EUR", "YEAR"),
    ("60 000 € par an", 60_000, "EUR", "YEAR"),
    ("£55,000.50 a year", 55_000.5, "GBP", "YEAR"),
    ("kam se kam 50 hazar rupaye mahine", 50_000, "INR", "MONTH"),
    ("at least 60000", 60_000, None, None),
    ("3000 € ", 3_000, "EUR", None),
]


@pytest.mark.parametrize(("words", "amount", "currency", "period"), CASES)
def test_an_amount_is_read_with_the_currency_and_period_that_were_said(
    words: str, amount: float, currency: str | None, period: str | None
) -> None:
    wish = read_pay(words)
    assert wish is not None
    assert (wish.amount, wish.currency, wish.period) == (
        amount,
        currency,
        PayPeriod(period) if period else None,
    )


@pytest.mark.parametrize(
    "words", ["5 years of experience", "at least 5 years", "Python 3 and 4 days a week", "hello"]
)
def test_numbers_that_are_no_pay_are_left_alone(words: str) -> None:
    assert read_pay(words) is None


def test_a_bare_dollar_follows_the_country() -> None:
    american, canadian = read_pay("$90k"), read_pay("$90k", country="CA")
    assert american is not None
    assert canadian is not None
    assert (american.currency, canadian.currency) == ("USD", "CAD")


def test_a_missing_currency_is_taken_from_the_places_wished_for_and_else_left_open() -> None:
    wish = read_pay("55k")
    assert wish is not None
    settled = settle_pay(wish, places=("Berlin",))
    assert settled is not None
    assert (settled.currency, settled.period) == ("EUR", PayPeriod.YEAR)
    assert settle_pay(wish) is None
    assert settle_pay(wish, places=("Berlin", "London")) is None


def test_refusing_a_floor_is_understood_in_several_languages() -> None:
    assert all(
        map(refuses_floor, ["no minimum", "kein Minimum", "sin mínimo", "salaire peu importe"])
    )
    assert not refuses_floor("60k minimum")


def test_answers_about_currency_and_period_are_read() -> None:
    assert read_currency("in euros please") == "EUR"
    assert [read_period(words) for words in ("a month", "pro Stunde", "year", "blue")] == [
        PayPeriod.MONTH,
        PayPeriod.HOUR,
        PayPeriod.YEAR,
        None,
    ]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(words: str) -> None:
    wish = read_pay(words, bare=True)
    assert wish is None or words[wish.start : wish.end].strip() == wish.raw
