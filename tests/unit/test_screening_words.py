"""Pseudonyms, forbidden words, quotations, the stability stamp, bands and what-if."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import CandidateId, RoleId
from domain.roles.model import Rubric
from domain.screening.bands import ranked
from domain.screening.evidence import EvidenceFact, FactKind
from domain.screening.facts import facts_of
from domain.screening.pseudonym import pseudonym
from domain.screening.quoting import check_quotes, is_quoted
from domain.screening.score import Band, Score
from domain.screening.scoring import MARK, score
from domain.screening.stability import span_of, stamp
from domain.screening.what_if import order_of, reweighed, sensitivity, what_if
from domain.screening.wording import FORBIDDEN, offending_words
from tests.unit.screening_samples import RESUME, RUBRIC, criterion, fact_lists, rubrics, skill

# --- pseudonyms ----------------------------------------------------------------------------------


def test_ten_thousand_candidates_have_names_of_their_own() -> None:
    names = {pseudonym(RoleId("r_1"), number) for number in range(1, 10_001)}
    assert len(names) == 10_000
    assert all(re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", name) for name in names)
    assert pseudonym(RoleId("r_1"), 10_001) == f"{pseudonym(RoleId('r_1'), 1)} 2"


def test_names_are_stable_and_differ_by_role() -> None:
    first = [pseudonym(RoleId("r_1"), number) for number in range(1, 200)]
    assert first == [pseudonym(RoleId("r_1"), number) for number in range(1, 200)]
    other = [pseudonym(RoleId("r_2"), number) for number in range(1, 200)]
    assert sum(one == two for one, two in zip(first, other, strict=True)) < 5


def test_pseudonyms_hold_no_name_of_a_person_and_no_judgement() -> None:
    words = {
        word.lower()
        for number in range(1, 10_001)
        for word in pseudonym(RoleId("r_1"), number).split()
    }
    names = "robin jay wren martin ruby jade hazel ash olive violet rose ginger raven phoenix drake"
    more = "amber rowan willow juniper linden heather clover reed fern basil sage ivy dale cliff"
    judging = "white black brown golden bright swift noble dull old young lame shark rat eagle"
    assert words.isdisjoint(f"{names} {more} {judging}".split())


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "This looks like fraud.",
        "LIKELY FRAUDULENT",
        "cheaters",
        "a liar",
        "on the blacklist",
        "AI-written text",
        "a suspicious person",
        "this is illegal",
        "automatically rejected",
        "a red flag",
    ],
)  # fmt: skip
def test_forbidden_words_are_found(words: str) -> None:
    assert offending_words(words)


def test_harmless_words_and_quotations_are_left_alone() -> None:
    assert offending_words("Nobody is rejected automatically. The order relies on evidence.") == ()
    assert offending_words("Seen: “fraud detection”.", quotes=["fraud detection"]) == ()
    assert offending_words("A credible client, believed; the AI team wrote it.") == ()
    assert {"fraud", "cheater", "liar", "blacklist", "AI-written", "suspicious", "illegal"} <= set(
        FORBIDDEN
    )


# --- quotations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "visible", "stands"),
    [
        ("Built the payments API", "built  the\npayments API in Python", True),
        ("[name] built the API for [employer] in 2021", "Ana built the API for Acme in 2021", True),
        ("for [employer] [name] built", "built the API for Acme", False),
        ("develop-\nment of APIs", "Development of APIs", True),
        ("„smart“ quotes’ dash–dash", "„smart“ quotes' dash-dash", True),
        ("ｆｕｌｌ width", "full width", True),
        ("[name] [employer]", "Ana Acme", False),
        ("", "anything", False),
        ("…", "… and more", False),
        ("Rust", "trust", True),
        ("Led 12 people", "Led 2 people", False),
    ],
)
def test_quotations_stand_in_the_text_or_do_not(quote: str, visible: str, stands: bool) -> None:
    assert is_quoted(quote, visible) is stands


def test_a_report_learns_which_quotations_do_not_stand() -> None:
    assert check_quotes(["a b", "c"], "A  B") == ("c",)


@given(st.text(min_size=1, max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_what_was_cut_out_of_a_text_stands_in_it(words: str, before: str, after: str) -> None:
    if any(character.isalnum() for character in words.replace("[", "")) and "[" not in words:
        shown = " ".join(words.split())
        if any(character.isalnum() for character in shown):
            assert is_quoted(shown, f"{before}\n{words}\n{after}")


# --- stability -----------------------------------------------------------------------------------


def test_the_stamp_of_a_real_score_is_still() -> None:
    facts = facts_of(RESUME, RUBRIC)
    same = score(RUBRIC, facts)
    made = stamp(lambda: score(RUBRIC, facts), repeats=100, variants={"name swap": [same, same]})
    assert made.words == f"{same.total:g}, repeat ±0, name swap ±0"
    assert (made.repeats, made.is_stable) == (100, True)


def test_a_moving_score_shows_in_the_stamp() -> None:
    facts = facts_of(RESUME, RUBRIC)
    runs = iter([score(RUBRIC, facts), score(RUBRIC, facts[:3])])
    made = stamp(lambda: next(runs), repeats=2)
    assert made.repeat_span > 0
    assert not made.is_stable
    assert span_of([78.0, None]) == 78.0


# --- bands and what-if ---------------------------------------------------------------------------

_PAIR = Rubric(criteria=(criterion(1, skill("Python")), criterion(2, skill("Java", months=100))))


def _shown(*skills: tuple[str, int | None]) -> Score:
    return score(
        _PAIR,
        [
            EvidenceFact(kind=FactKind.SKILL, name=name, months=months, quotes=("q1",))
            for name, months in skills
        ],
    )


SCORES = {
    CandidateId("a"): _shown(("Python", 1), ("Java", 10)),
    CandidateId("b"): _shown(("Python", 1), ("Java", 90)),
    CandidateId("c"): _shown(("Java", 100)),
    CandidateId("d"): _shown(("Python", 5), ("Java", 90)),
    CandidateId("e"): _shown(),
}


def test_nobody_is_ahead_inside_a_band() -> None:
    assert ranked(SCORES) == ((Band.STRONG, ("a", "b", "d")), (Band.OPEN, ("c", "e")))
    assert ranked({}) == ()


def test_ties_are_ties() -> None:
    assert order_of(SCORES) == (("b", "d"), ("a",), ("c",), ("e",))


def test_other_weights_give_another_order_and_zero_leaves_one_out() -> None:
    without_java = what_if(SCORES, {"c2": 0})
    assert without_java == (("a", "b", "d"), ("c", "e"))
    changed = reweighed(SCORES[CandidateId("a")], {"c1": 5, "c2": 1})
    assert changed.total is not None
    assert changed.total > (SCORES[CandidateId("a")].total or 0)
    assert SCORES[CandidateId("a")].criteria[0].weight == 3


def test_how_far_a_weight_may_move_is_said() -> None:
    found = sensitivity(SCORES, "c2")
    assert found is not None
    assert (found.low, found.high, found.weight) == (1, 4, 3)
    assert found.words == "the order of the first three holds for any weight from 1 to 4"
    assert sensitivity(SCORES, "c9") is None
    assert sensitivity({}, "c1") is None


@given(rubrics, fact_lists)
def test_the_same_weights_give_the_same_score(rubric: Rubric, facts: list[EvidenceFact]) -> None:
    first = score(rubric, facts)
    again = reweighed(first, {one.id: one.weight for one in rubric.criteria})
    assert replace(again, rubric_digest="") == replace(first, rubric_digest="")
    heavier = rubric.criteria[0]
    direct = score(
        replace(rubric, criteria=(replace(heavier, weight=5), *rubric.criteria[1:])), facts
    )
    other = reweighed(first, {heavier.id: 5})
    assert abs((other.total or 0) - (direct.total or 0)) <= 0.1
    near_the_mark = min(abs(other.shown - MARK), abs(other.possible - MARK)) < 0.2
    assert other.band is direct.band or near_the_mark
