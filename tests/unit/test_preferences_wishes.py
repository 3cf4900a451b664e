"""Search wishes in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.posting import RemoteMode
from domain.preferences.answers import (
    ShortAnswer,
    read_position,
    read_short_answer,
    without_leading_answer,
)
from domain.preferences.changes import PreferenceField, apply_wishes, without
from domain.preferences.places import read_places
from domain.preferences.wishes import Wishes, read_wishes
from domain.profiles import SearchPreferences

REMOTE, HYBRID, ON_SITE = RemoteMode.REMOTE, RemoteMode.HYBRID, RemoteMode.ON_SITE


@pytest.mark.parametrize(
    ("words", "title", "place"),
    [
        ("looking for a senior data engineer role", "senior data engineer", None),
        ("nurse jobs in berlin", "nurse", "Berlin"),
        ("Ich suche eine Stelle als Krankenpfleger in München", "Krankenpfleger", "München"),
        ("je cherche un poste de développeur à Lyon", "développeur", "Lyon"),
        ("busco trabajo de enfermera en Madrid", "enfermera", "Madrid"),
        ("procuro vaga de desenvolvedor em São Paulo", "desenvolvedor", "São Paulo"),
        (
            "mujhe python developer ki naukri chahiye bangalore mein",
            "python developer",
            "Bangalore",
        ),
    ],
)
def test_a_title_and_a_place_are_found_in_six_languages(
    words: str, title: str, place: str | None
) -> None:
    wishes = read_wishes(words)
    assert wishes.titles == (title,)
    assert wishes.places == ((place,) if place else ())


@pytest.mark.parametrize(
    ("words", "excluded"),
    [
        ("no more fintech", ("fintech",)),
        ("keine Zeitarbeit mehr", ("Zeitarbeit",)),
        ("pas de banque", ("banque",)),
        ("sin ventas", ("ventas",)),
        ("crypto nahi chahiye", ("crypto",)),
        ("no crypto or gambling", ("crypto", "gambling")),
        ("not for Amazon", ("Amazon",)),
    ],
)
def test_what_is_to_be_left_out_is_found(words: str, excluded: tuple[str, ...]) -> None:
    assert read_wishes(words) == Wishes(exclude=excluded)


@pytest.mark.parametrize(
    "words", ["no thanks", "no minimum", "find me jobs", "jobs for me", "no idea", "Suche Job"]
)
def test_polite_or_empty_words_wish_for_nothing_to_be_left_out(words: str) -> None:
    wishes = read_wishes(words)
    assert (wishes.exclude, wishes.titles) == ((), ())


@pytest.mark.parametrize(
    ("words", "remote", "not_remote"),
    [
        ("remote", (REMOTE,), ()),
        ("home office", (REMOTE,), ()),
        ("pas de télétravail", (), (REMOTE,)),
        ("hybrid is fine, no remote", (HYBRID,), (REMOTE,)),
        ("ghar se kaam", (REMOTE,), ()),
        ("presencial", (ON_SITE,), ()),
    ],
)
def test_remote_words_are_read_with_their_negation(
    words: str, remote: tuple[RemoteMode, ...], not_remote: tuple[RemoteMode, ...]
) -> None:
    wishes = read_wishes(words)
    assert (wishes.remote, wishes.not_remote) == (remote, not_remote)


def test_work_permission_is_not_read_as_a_place_wished_for() -> None:
    wishes = read_wishes("I have a work permit for Germany and Austria")
    assert (wishes.work_countries, wishes.places) == (("DE", "AT"), ())


def test_everything_in_one_sentence_is_understood() -> None:
    wishes = read_wishes("remote backend engineer jobs in Berlin, at least 60k€, no fintech")
    assert wishes.titles == ("backend engineer",)
    assert wishes.places == ("Berlin",)
    assert wishes.remote == (REMOTE,)
    assert wishes.exclude == ("fintech",)
    assert wishes.pay is not None
    assert wishes.pay.amount == 60_000


def test_a_wish_replaces_and_also_adds() -> None:
    berlin = SearchPreferences(places=("Berlin",))
    assert apply_wishes(berlin, read_wishes("in Lisbon")).preferences.places == ("Lisbon",)
    added = apply_wishes(berlin, read_wishes("also Lisbon"))
    assert added.preferences.places == ("Berlin", "Lisbon")
    assert added.changed == (PreferenceField.PLACES,)


def test_applying_the_same_wish_twice_changes_nothing_more() -> None:
    wishes = read_wishes("also Lisbon, no more fintech, remote")
    once = apply_wishes(SearchPreferences(), wishes).preferences
    assert apply_wishes(once, wishes).preferences == once


def test_an_exclusion_can_be_taken_back() -> None:
    before = SearchPreferences(exclude=("fintech", "sales"))
    after = apply_wishes(before, read_wishes("fintech is fine again")).preferences
    assert after == replace(before, exclude=("sales",))


def test_words_after_in_that_are_no_place_stay_unread() -> None:
    assert read_places("backend in Data and in Marketing") == ()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Ja, bitte!", ShortAnswer.YES),
        ("oui", ShortAnswer.YES),
        ("haan", ShortAnswer.YES),
        ("nope", ShortAnswer.NO),
        ("pata nahi", ShortAnswer.SKIP),
        ("arrête", ShortAnswer.STOP),
        ("Rückgängig", ShortAnswer.UNDO),
        ("aur dikhao", ShortAnswer.MORE),
        ("yesterday I applied", None),
    ],
)
def test_short_answers_are_understood_as_a_whole(words: str, answer: ShortAnswer | None) -> None:
    assert read_short_answer(words) is answer


def test_a_leading_no_is_parted_from_what_follows() -> None:
    assert without_leading_answer("Nein, bis März 2024") == (ShortAnswer.NO, "bis März 2024")


@pytest.mark.parametrize(
    ("words", "position"),
    [("why the second one?", 1), ("hide 3", 2), ("the last", 4), ("dusra", 1), ("60k", None)],
)
def test_an_item_of_a_list_is_found_by_number_or_word(words: str, position: int | None) -> None:
    assert read_position(words, count=5) == position


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(words: str) -> None:
    wishes = read_wishes(words)
    assert apply_wishes(SearchPreferences(), wishes).preferences is not None


@pytest.mark.parametrize(
    ("words", "needed", "sponsored_in", "may_work_in"),
    [
        ("I need visa sponsorship", True, (), ()),
        ("I need visa sponsorship for Germany", True, ("DE",), ()),
        ("I will need H1B sponsorship", True, ("US",), ()),
        ("Ich brauche ein Visum", True, (), ()),
        ("necesito visado", True, (), ()),
        ("I have a work permit for Germany", None, (), ("DE",)),
        ("no sponsorship needed", False, (), ()),
        ("I don't need sponsorship in the US", False, (), ("US",)),
        ("ich brauche kein Visum", False, (), ()),
        ("do I need visa sponsorship?", None, (), ()),
        ("which jobs need a visa?", None, (), ()),
    ],
)
def test_needing_a_sponsor_is_read_from_plain_words(
    words: str, needed: bool | None, sponsored_in: tuple[str, ...], may_work_in: tuple[str, ...]
) -> None:
    wishes = read_wishes(words)
    assert wishes.needs_sponsorship is needed
    assert wishes.sponsored_in == sponsored_in
    assert wishes.work_countries == may_work_in
    assert (wishes.places, wishes.titles, wishes.exclude) == ((), (), ())


def test_a_wish_for_jobs_with_sponsorship_keeps_title_and_place() -> None:
    wishes = read_wishes("nurse jobs in Berlin with visa sponsorship")
    assert (wishes.titles, wishes.places, wishes.needs_sponsorship) == (
        ("nurse",),
        ("Berlin",),
        True,
    )


def test_needing_a_sponsor_in_a_country_takes_back_the_permit_said_for_it() -> None:
    before = SearchPreferences(work_countries=("DE", "US"))
    after = apply_wishes(before, read_wishes("I need visa sponsorship for the US")).preferences
    assert (after.needs_sponsorship, after.work_countries) == (True, ("DE",))
    undone = without(after, (PreferenceField.NEEDS_SPONSORSHIP,))
    assert undone.needs_sponsorship is None
