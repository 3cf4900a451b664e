"""Pay that is written only in the description of a posting."""

from __future__ import annotations

import json

import pytest

from domain.posting import PayPeriod
from domain.posting_intake.pay_words import salary_in_words
from integrations.sources.json_ld import read_page
from integrations.sources.json_lines import read_json_lines


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("19 bis 22 € pro Stunde", "DE", (19, 22, "EUR", PayPeriod.HOUR)),
        ("Wir zahlen 19 bis 22 € pro Stunde.", "DE", (19, 22, "EUR", PayPeriod.HOUR)),
        ("Vollzeit, 19 bis 22 € pro Stunde", "DE", (19, 22, "EUR", PayPeriod.HOUR)),
        ("CTC: 18-24 LPA", "IN", (1_800_000, 2_400_000, "INR", PayPeriod.YEAR)),
        ("We code. 18-24 LPA. Join us.", None, (1_800_000, 2_400_000, "INR", PayPeriod.YEAR)),
        ("Up to 12 LPA", "IN", (None, 1_200_000, "INR", PayPeriod.YEAR)),
        ("EUR 70,000 gross per year", "NL", (70_000, 70_000, "EUR", PayPeriod.YEAR)),
        ("Gehalt: 3.200 € brutto im Monat", "DE", (3_200, 3_200, "EUR", PayPeriod.MONTH)),
        ("Salary:\n40.000 - 44.000 EUR per year", "DE", (4e4, 4.4e4, "EUR", PayPeriod.YEAR)),
        ("Salary: $100,000 - $120,000 per year", "US", (1e5, 1.2e5, "USD", PayPeriod.YEAR)),
    ],
)
def test_one_range_in_one_currency_for_a_known_period_is_read(
    text: str, country: str | None, expected: tuple[float | None, float, str, PayPeriod]
) -> None:
    salary = salary_in_words(f"We look for a colleague.\n{text}\nCome by.", country=country)
    assert salary is not None
    assert (salary.minimum, salary.maximum, salary.currency, salary.period) == expected
    assert salary.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "38,000 to 44,000 EUR.",
        "Salary: 60,000 EUR per year plus bonus.",
        "Salary: $100,000 per year.",
        "18-24 LPA plus ESOPs",
        "Salary in Berlin: 60,000 EUR per year.\nSalary in Porto: 40,000 EUR per year.",
    ],
)
def test_pay_that_leaves_a_doubt_keeps_its_wording_alone(text: str) -> None:
    salary = salary_in_words(text, country=None)
    assert salary is not None
    assert (salary.minimum, salary.maximum, salary.currency, salary.period) == (None,) * 4
    assert salary.raw.split(";")[0].split("\n")[0] in text


@pytest.mark.parametrize(
    "text",
    [
        "We raised 5,000,000 EUR this year.",
        "A learning budget of 3,000 EUR per year on top of your salary.",
        "You handle 10,000 to 20,000 EUR per day.",
        "Our turnover is 20,000 EUR per day.",
        "30 days of holiday, 2 offices, no salary games.",
        "",
    ],
)
def test_other_money_is_no_pay(text: str) -> None:
    assert salary_in_words(text, country="DE") is None


def test_a_line_without_a_pay_field_has_the_pay_of_its_description() -> None:
    line = {
        "title": "Baker",
        "location": "Köln, Germany",
        "description": "Brot backen.\n\nWir zahlen 19 bis 22 € pro Stunde.",
    }
    (posting,), refused = read_json_lines(json.dumps(line).encode(), source="mine")
    assert refused == ()
    assert posting.salary is not None
    assert (posting.salary.minimum, posting.salary.maximum) == (19, 22)


def test_a_pay_field_beats_the_description() -> None:
    line = {"title": "Baker", "salary": "EUR 30,000 per year", "description": "40,000 EUR per year"}
    (posting,), _ = read_json_lines(json.dumps(line).encode(), source="mine")
    assert posting.salary is not None
    assert posting.salary.minimum == 30_000


def test_a_page_without_a_base_salary_has_the_pay_of_its_description() -> None:
    node = {
        "@type": "JobPosting",
        "title": "Analyst",
        "jobLocation": {"address": {"addressLocality": "Pune", "addressCountry": "IN"}},
        "description": "<p>Reports.</p><ul><li>18-24 LPA</li></ul>",
    }
    page = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    (posting,), refused = read_page(page.encode(), source="mine", url=None)
    assert refused == ()
    assert posting.salary is not None
    assert (posting.salary.minimum, posting.salary.currency) == (1_800_000, "INR")
