"""Criteria that must not be asked for are refused; the work's own words are not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.roles.asking import asked_in
from domain.roles.lawful import Ground, check_lawful, milder
from domain.roles.lawful_contexts import without_harmless
from domain.roles.lawful_rules import ALTERNATIVES
from domain.screening.wording import offending_words
from tests.unit.roles_lawful_phrases import HARMLESS, HARMLESS_LATER, REFUSED, REFUSED_LATER


def test_nothing_explicit_is_missed() -> None:
    everything = [phrase for _, phrase in REFUSED] + list(REFUSED_LATER)
    assert len(everything) >= 300
    assert [phrase for phrase in everything if check_lawful(phrase) is None] == []


def test_the_ground_is_the_right_one() -> None:
    wrong = [
        (ground, phrase, found.ground)
        for ground, phrase in REFUSED
        if (found := check_lawful(phrase)) and found.ground.value != ground
    ]
    assert wrong == []


def test_the_words_of_the_work_are_not_refused() -> None:
    harmless = (*HARMLESS, *HARMLESS_LATER)
    assert len(harmless) >= 250
    refused = [(phrase, found.words) for phrase in harmless if (found := check_lawful(phrase))]
    assert refused == []


@pytest.mark.parametrize("phrase", [phrase for _, phrase in REFUSED][::12])
def test_a_refusal_hides_in_no_longer_sentence(phrase: str) -> None:
    assert check_lawful(f"We look for Python and SQL; {phrase}; and Kubernetes.") is not None
    assert check_lawful(phrase.upper()) is not None


@pytest.mark.parametrize(
    "words",
    [
        "hoechstens 35",
        "maennlich",
        "keine Auslaender",
        "un\u200bder 35",
        "ｕｎｄｅｒ 35",
        "Harvard",
        "MIT",
    ],
)
def test_other_spellings_change_nothing(words: str) -> None:
    assert check_lawful(words) is not None


def test_every_ground_has_a_reason_and_lawful_offers() -> None:
    assert set(ALTERNATIVES) == {ground.value for ground in Ground}
    for why, instead, offers in ALTERNATIVES.values():
        assert why.endswith(".")
        assert instead.endswith(".")
        assert not offending_words(f"{why} {instead} {' '.join(offers)}")
        assert all(check_lawful(offer) is None for offer in offers)


def test_a_first_language_becomes_a_level_and_a_top_school_a_degree() -> None:
    native = check_lawful("must be a native French speaker")
    school = check_lawful("Degree from a top school")
    assert native is not None
    assert native.offers == ("French at C1",)
    assert asked_in(native.offers[0])[0].wanted.any_of == ("fr",)
    assert school is not None
    assert asked_in(school.offers[0])[0].wanted.level == "bachelor"


def test_a_long_minimum_is_taken_with_a_milder_one_beside_it() -> None:
    assert check_lawful("10 years of Java") is None
    assert milder("Java", months=120) == "has led work in Java"
    assert milder("Java", months=60) is None
    assert check_lawful("10 years of experience") is not None


@given(st.text(max_size=400))
def test_any_text_is_judged_and_keeps_its_places(words: str) -> None:
    check_lawful(words)
    assert len(without_harmless(words)) == len(words)


def test_hostile_lengths_cost_little() -> None:
    began = time.process_time()
    for words in ("no " * 5000, "work with " * 2000, "native " * 3000, "9" * 20_000, "a-" * 9000):
        check_lawful(words)
    assert time.process_time() - began < 3
