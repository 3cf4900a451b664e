"""Whether pay is stated, and which places ask for it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.job_wording.checking import check_description
from domain.job_wording.pay_duties import pay_duties, places_in, says_remote, stated_pay
from graph.job_wording.telling import verdict

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "text",
    [
        "We pay 85,000 to 100,000 EUR a year.",
        "Salary: $120k - $150k plus bonus",
        "Pay range: $32.50–$41.00 per hour",
        "€60.000 bis €75.000 brutto",
        "25 EUR per hour",
    ],
)
def test_a_range_or_a_fixed_pay_is_found(text: str) -> None:
    assert stated_pay(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Competitive salary.",
        "Up to $90,000 a year.",
        "We raised $20 - $30 million.",
        "Revenue of $5,000 to $9,000 per customer",
        "Learning budget: 1,000 to 2,000 EUR",
        "3 to 5 years of experience",
        "38 to 40 hours",
    ],
)
def test_other_amounts_are_no_pay(text: str) -> None:
    assert stated_pay(text) is None


def _rules(place: str, *, remote: bool = False, employees: int | None = None) -> dict[str, object]:
    duties = pay_duties("Cook", places=[place], is_remote=remote, employees=employees, today=TODAY)
    return {duty.place: duty.applies for duty in duties}


def test_a_place_has_its_rules_and_no_others() -> None:
    assert _rules("Denver, CO") == {"Colorado": True}
    assert _rules("Austin, TX") == {}
    assert _rules("Vienna, Austria") == {"Austria": True}


def test_the_size_of_the_employer_decides_when_known() -> None:
    assert _rules("New York, NY") == {"New York": None, "New York City": None}
    assert _rules("New York, NY", employees=3) == {"New York": False, "New York City": False}
    assert _rules("Seattle, WA", employees=20) == {"Washington": True}


def test_washington_is_a_state_and_a_district() -> None:
    assert set(_rules("Washington, D.C.")) == {"District of Columbia"}
    assert set(_rules("Spokane, Washington")) == {"Washington"}


def test_remote_work_reaches_other_states() -> None:
    rules = _rules("United States", remote=True)
    assert {"Colorado", "California", "Illinois"} <= set(rules)
    assert set(rules.values()) == {None}
    assert "Minnesota" not in rules


def test_the_directive_is_dated_and_never_sure() -> None:
    assert _rules("Berlin, Germany") == {"European Union": None}
    early = pay_duties("Cook", places=["Berlin"], is_remote=False, today=date(2026, 1, 1))
    assert [duty.applies for duty in early] == [False]
    assert "2026-06-07" in early[0].needed


def test_places_and_remote_are_read_from_the_text() -> None:
    assert places_in("Location: Boston, MA\nWe cook.") == ("Boston, MA",)
    assert says_remote("This role is remote within the US.")
    assert not says_remote("You monitor remote sites. The job is not remote.")


def test_the_verdict_says_what_is_missing_and_where() -> None:
    text = "We want a salesman."
    report = check_description(text, places=["New York, NY"], today=TODAY)
    assert verdict(report) == (
        "1 to fix. Pay range missing (required in NY and NYC from 4 employees)."
    )
    paid = check_description("$50,000 - $60,000", places=["New York, NY"], today=TODAY)
    assert verdict(paid) == "Nothing to fix or to consider. Pay range present."
