"""Questions of self-checks: complete, distinct, and not to be guessed by their looks."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.learning.self_checks import (
    ASKED,
    LETTERS,
    asked,
    bank_of,
    next_set,
    question_set,
    skills_with_questions,
)
from domain.learning.self_checks.model import parse_bank
from domain.skills import taxonomy

EVERY = [(skill, one) for skill in sorted(skills_with_questions()) for one in bank_of(skill)]


def test_at_least_thirty_known_skills_have_eight_questions() -> None:
    assert len(skills_with_questions()) >= 30
    assert skills_with_questions() <= set(taxonomy())
    assert {len(bank_of(skill)) for skill in skills_with_questions()} == {8}


def test_every_question_has_four_distinct_options_of_its_own() -> None:
    for skill, one in EVERY:
        words = {option.lower() for option in one.options}
        assert len(words) == len(LETTERS), (skill, one.words)
        assert not any("of the above" in option or "of these" in option for option in words)
        assert one.words.endswith("?") or ". " in one.words, one.words
        assert one.why
        assert 1 <= max(len(option) for option in one.options) <= 75, one.words
        assert len(one.words) <= 120, one.words
    assert len({one.words for _, one in EVERY}) == len(EVERY)


def test_the_right_option_cannot_be_told_by_length_or_place() -> None:
    longest = sum(len(one.options[0]) > max(map(len, one.options[1:])) for _, one in EVERY)
    assert longest / len(EVERY) < 0.45
    places = Counter(asked(one, run=run).right for _, one in EVERY for run in "abcd")
    assert all(0.2 < places[letter] / places.total() < 0.3 for letter in LETTERS)


def test_a_run_asks_in_the_same_order_again_and_the_next_set_asks_others() -> None:
    bank = bank_of("SQL")
    assert asked(bank[0], run="r1") == asked(bank[0], run="r1")
    for number in range(1, 9):
        first, second = question_set(bank, number), question_set(bank, number + 1)
        assert len(set(first)) == ASKED
        assert len(set(first) & set(second)) == 2
    assert next_set("own estimate") == 1


@pytest.mark.parametrize("table", ["? lonely\n+ a", "# SQL\n? q\n+ a\n- b\n- c\n! why", "words"])
def test_a_damaged_bank_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match="not a question"):
        parse_bank(table)
