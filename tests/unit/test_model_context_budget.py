"""What fits into the window: instructions whole, foreign text without its middle, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserMistake
from domain.ports import Prompt
from integrations.models.context_budget import TokenEstimate, fit

WINDOW = 2048


def prompt(user: str, *, system: str = "Be brief.") -> Prompt:
    return Prompt(name="test", system=system, user=user, max_output_tokens=200)


def test_a_prompt_that_fits_is_left_alone() -> None:
    short = prompt("<note>\nhello\n</note>\nWhat?")
    assert fit(short, num_ctx=WINDOW, estimate=TokenEstimate()).prompt == short


def test_the_longest_text_of_others_is_cut_first_and_the_rest_stays() -> None:
    user = f"Rules first.\n<a>\n{'a' * 2000}\n</a>\n<b>\n{'b' * 9000}\n</b>\nLast words."
    fitted = fit(prompt(user), num_ctx=WINDOW, estimate=TokenEstimate())
    assert fitted.prompt.user.startswith(f"Rules first.\n<a>\n{'a' * 2000}\n</a>\n<b>\nbbb")
    assert fitted.prompt.user.endswith("bbb\n</b>\nLast words.")
    assert fitted.prompt.user.count("b") + fitted.left_out >= 9000


def test_when_one_text_is_not_enough_the_next_one_is_cut_too() -> None:
    user = f"<a>\n{'a' * 6000}\n</a>\n<b>\n{'b' * 9000}\n</b>"
    fitted = fit(prompt(user), num_ctx=WINDOW, estimate=TokenEstimate())
    assert fitted.prompt.user.count("characters left out") == 2
    kept = fitted.prompt.user.count("a" * 100) and fitted.prompt.user.count("b" * 100)
    assert kept


def test_a_second_cut_states_the_sum() -> None:
    estimate = TokenEstimate()
    once = fit(prompt("x" * 20_000), num_ctx=WINDOW, estimate=estimate)
    estimate.tighten()
    twice = fit(once.prompt, num_ctx=WINDOW, estimate=estimate)
    assert twice.prompt.user.count("left out") == 1
    assert twice.left_out + twice.prompt.user.count("x") == 20_000


def test_scripts_with_more_tokens_per_character_are_cut_shorter() -> None:
    english = fit(prompt("word " * 9000), num_ctx=WINDOW, estimate=TokenEstimate())
    chinese = fit(prompt("求职简历" * 9000), num_ctx=WINDOW, estimate=TokenEstimate())
    assert len(chinese.prompt.user) < len(english.prompt.user) / 2.5


def test_instructions_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UserMistake, match="too long for the language model"):
        fit(prompt("hello", system="rule " * 3000), num_ctx=WINDOW, estimate=TokenEstimate())


@given(
    before=st.text(max_size=300),
    text=st.text(alphabet=st.characters(exclude_characters="<"), max_size=400),
    repeat=st.integers(min_value=1, max_value=60),
    ratio=st.floats(min_value=0.8, max_value=6.0),
)
def test_what_is_sent_always_fits_and_keeps_its_ends(
    before: str, text: str, repeat: int, ratio: float
) -> None:
    estimate = TokenEstimate()
    estimate.ratio = ratio
    user = f"{before}\n<text>\n{text * repeat}\n</text>\nThe question?"
    try:
        fitted = fit(prompt(user), num_ctx=WINDOW, estimate=estimate)
    except UserMistake:
        assert estimate.tokens(user) > 0.7 * (WINDOW - 200)
        return
    assert fitted.estimated_tokens <= 0.9 * (WINDOW - 200)
    assert fitted.prompt.user.startswith(before)
    assert fitted.prompt.user.endswith("</text>\nThe question?")
    assert (fitted.prompt.user == user) or fitted.left_out > 0


def test_the_estimate_learns_from_the_servers_count_and_stays_in_range() -> None:
    estimate = TokenEstimate()
    for _ in range(50):
        estimate.learn(prompt("x" * 4000), tokens=1000)
    assert estimate.ratio == pytest.approx(4.1, abs=0.1)
    estimate.learn(prompt("hi"), tokens=12)
    assert estimate.ratio == pytest.approx(4.1, abs=0.1)
    for _ in range(50):
        estimate.learn(prompt("x" * 100_000), tokens=60)
    assert estimate.ratio <= 6.0
