"""A text of nothing but spaces or digits takes its length, not the square of it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from domain.job_wording.checking import check_description
from domain.job_wording.pay_duties import stated_pay

_LIMIT_S = 8.0
"""CPU seconds; the square of such a length takes minutes."""


@pytest.mark.parametrize("piece", [" ", "7", " 7", "7–", ", ", "1,111"])
def test_a_long_run_of_one_thing_is_checked_in_its_length(piece: str) -> None:
    words = "Backend Engineer\n\nx" + piece * (20_000 // len(piece)) + "y"
    began = time.process_time()
    check_description(words, places=(), today=date(2026, 11, 26))
    assert time.process_time() - began < _LIMIT_S


def test_pay_is_found_as_before() -> None:
    for words in ("We pay $120,000 - $150,000.", "55.000 – 70.000 €", "EUR 1 234 567 to 2 000 000"):
        assert stated_pay(words) is not None, words
    assert stated_pay("12345678901234567890 - 12345678901234567891 €") is None
