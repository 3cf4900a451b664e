"""Which resource comes first, and what can never come at all."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import ResourceId
from domain.learning.model import (
    Cost,
    Format,
    LearningStance,
    Level,
    LinkState,
    Resource,
    Suggestion,
)
from domain.learning.ranking import Wanted, best_for, fitting_level, points
from domain.learning.reasons import hours_words
from tests.unit.learning_samples import SKILLS, resource, resources, shelves, stances

known_skills = st.frozensets(st.sampled_from(SKILLS))
languages = st.sampled_from(["en", "de", "fr"])
pasts = st.dictionaries(
    st.integers(min_value=0, max_value=7).map(lambda one: ResourceId(f"bundled:{one}")), stances
)


def _first(*candidates: Resource, skill: str = "SQL", known: tuple[str, ...] = ()) -> Resource:
    return best_for(candidates, skill=skill, known=known, language="en", past={})[0].resource


# --- properties -----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(shelf=shelves(), known=known_skills, language=languages, past=pasts)
def test_dead_links_other_languages_and_what_is_past_never_come(
    shelf: list[Resource],
    known: frozenset[str],
    language: str,
    past: dict[ResourceId, frozenset[LearningStance]],
) -> None:
    found = best_for(shelf, skill="SQL", known=known, language=language, past=past, limit=9)
    for one in found:
        assert one.resource.link is not LinkState.DEAD
        assert one.resource.id not in past
        assert one.resource.language in {language, "en"}
        assert "SQL" in one.resource.skills
    assert len({one.resource.id for one in found}) == len(found)


@settings(max_examples=40)
@given(shelf=shelves(), known=known_skills, language=languages)
def test_what_costs_comes_only_where_nothing_free_is_left_and_then_it_is_said(
    shelf: list[Resource], known: frozenset[str], language: str
) -> None:
    found = best_for(shelf, skill="SQL", known=known, language=language, past={}, limit=9)
    costs = {one.resource.cost for one in found}
    assert not (costs & {Cost.FREE, Cost.FREE_TO_READ} and costs & {Cost.PAID, Cost.UNKNOWN})
    for one in found:
        if one.resource.cost is Cost.PAID:
            assert one.why.startswith("paid ")
        if one.resource.cost is Cost.UNKNOWN:
            assert "cost not stated" in one.why


@settings(max_examples=40)
@given(one=resources(number=1), known=known_skills)
def test_a_free_one_beats_the_same_one_paid(one: Resource, known: frozenset[str]) -> None:
    free = replace(one, id=ResourceId("z"), cost=Cost.FREE, link=LinkState.ALIVE)
    paid = replace(free, id=ResourceId("a"), cost=Cost.PAID)
    skill = one.skills[0]
    found = best_for(
        [paid, free], skill=skill, known=known, language=one.language, past={}, limit=2
    )
    assert [suggestion.resource for suggestion in found] == [free]


@settings(max_examples=40)
@given(shelf=shelves(), known=known_skills, language=languages, seed=st.integers())
def test_the_order_of_the_shelf_changes_nothing(
    shelf: list[Resource], known: frozenset[str], language: str, seed: int
) -> None:
    mixed = list(shelf)
    random.Random(seed).shuffle(mixed)

    def ranked(candidates: list[Resource]) -> tuple[Suggestion, ...]:
        return best_for(candidates, skill="SQL", known=known, language=language, past={}, limit=5)

    assert ranked(shelf) == ranked(mixed)


@settings(max_examples=40)
@given(one=resources(number=1), known=known_skills, language=languages)
def test_points_lie_between_zero_and_a_hundred(
    one: Resource, known: frozenset[str], language: str
) -> None:
    for level in Level:
        got = points(
            one, skill="SQL", known=known, language=language, level=level, newest=date(2026, 1, 1)
        )
        assert 0 <= got <= 100


# --- the parts of the sum -------------------------------------------------------------------------


def test_what_is_about_the_skill_comes_before_what_touches_it() -> None:
    touching = resource("a", skills=("Python", "SQL"), hours=2)
    about = resource("b")
    assert _first(touching, about) == about


def test_a_beginner_gets_the_beginners_one_and_who_shows_it_goes_on() -> None:
    easy, deep = resource("a"), resource("b", level=Level.INTERMEDIATE)
    assert _first(easy, deep) == easy
    assert _first(easy, deep, known=("SQL",)) == deep
    assert _first(easy, deep, known=("PostgreSQL",)) == deep


@pytest.mark.parametrize(
    ("skill", "known", "level"),
    [
        ("React", (), Level.BEGINNER),
        ("React", ("Nursing",), Level.BEGINNER),
        ("React", ("Angular",), Level.INTERMEDIATE),
        ("React", ("Next.js",), Level.INTERMEDIATE),
    ],
)
def test_near_skills_and_what_builds_on_it_make_no_beginner(
    skill: str, known: tuple[str, ...], level: Level
) -> None:
    assert fitting_level(skill, known) is level


def test_prerequisites_that_are_met_come_first_and_unmet_ones_are_named() -> None:
    needing = resource("a", skills=("Kubernetes",), prerequisites=("Docker",), hours=2)
    open_to_all = resource("b", skills=("Kubernetes",))
    assert _first(needing, open_to_all, skill="Kubernetes") == open_to_all
    assert _first(needing, open_to_all, skill="Kubernetes", known=("Docker",)) == needing
    alone = best_for([needing], skill="Kubernetes", known=(), language="en", past={})
    assert alone[0].why.endswith("needs Docker first, which your profile does not show")


def test_a_skill_that_implies_the_prerequisite_meets_it() -> None:
    needing = resource("a", skills=("pandas",), prerequisites=("Python",))
    met = best_for([needing], skill="pandas", known=("Django",), language="en", past={})
    assert met[0].why.endswith("prerequisite Python which you show")


def test_the_persons_language_comes_first_and_english_second() -> None:
    english, german = resource("a"), resource("b", language="de")
    found = best_for([english, german], skill="SQL", known=(), language="de", past={}, limit=2)
    assert [one.resource for one in found] == [german, english]
    assert [one.why.split(", ")[2] for one in found] == ["German", "English"]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (resource("a", hours=90), resource("b", hours=6)),
        (resource("a"), resource("b", hours=6)),
        (resource("a"), resource("b", link=LinkState.ALIVE)),
        (resource("a", link=LinkState.DOUBTFUL), resource("b")),
        (
            resource("a", published_on=date(2012, 1, 1)),
            resource("b", published_on=date(2026, 1, 1)),
        ),
        (resource("a", cost=Cost.FREE_TO_READ), resource("b")),
    ],
)
def test_time_link_age_and_cost_decide_between_equals(worse: Resource, better: Resource) -> None:
    assert _first(worse, better) == better


def test_between_equals_what_leads_comes_before_what_is_looked_up() -> None:
    pages = resource("a", kind=Format.DOCUMENTATION)
    course = resource("b")
    assert _first(pages, course) == course


# --- wishes ---------------------------------------------------------------------------------------


def test_a_shorter_one_states_its_time_and_the_shortest_comes_first() -> None:
    shelf = [resource("a"), resource("b", hours=30), resource("c", hours=3), resource("d", hours=5)]
    found = best_for(
        shelf,
        skill="SQL",
        known=(),
        language="en",
        past={},
        limit=5,
        wanted=Wanted(under_hours=30, shortest_first=True),
    )
    assert [one.resource.hours for one in found] == [3, 5]


def test_wishes_for_kind_level_and_language_are_kept() -> None:
    shelf = [
        resource("a"),
        resource("b", kind=Format.BOOK),
        resource("c", kind=Format.BOOK, level=Level.ADVANCED),
        resource("d", kind=Format.BOOK, language="hi"),
    ]

    def wished(wanted: Wanted) -> list[str]:
        found = best_for(
            shelf, skill="SQL", known=(), language="en", past={}, limit=5, wanted=wanted
        )
        return [one.resource.id.removeprefix("bundled:") for one in found]

    assert wished(Wanted(formats=frozenset({Format.BOOK}))) == ["b", "c"]
    assert wished(Wanted(level=Level.ADVANCED)) == ["c"]
    assert wished(Wanted(language="hi")) == ["d"]


# --- words ----------------------------------------------------------------------------------------


def test_the_reason_says_what_it_costs_takes_and_needs() -> None:
    one = resource("a", skills=("pandas",), hours=6, prerequisites=("SQL",), needs_account=True)
    why = best_for([one], skill="pandas", known=("SQL",), language="en", past={})[0].why
    assert why == (
        "free course, 6 h, for beginners, English, needs an account there, "
        "prerequisite SQL which you show"
    )
    bare = resource("b", level=None)
    why = best_for([bare], skill="SQL", known=(), language="en", past={})[0].why
    assert why == "free course, English, no prerequisites stated"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.5, "30 min"), (1.5, "1.5 h"), (6.0, "6 h"), (12.4, "12 h"), (300, "300 h")],
)
def test_times_are_rounded_as_people_say_them(hours: float, words: str) -> None:
    assert hours_words(hours) == words
