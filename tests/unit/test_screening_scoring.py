"""The score: one number for the same evidence, unknown is not no, identity cannot reach it."""

from __future__ import annotations

import dataclasses
import random
import typing
from dataclasses import replace
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.findings import Passage
from domain.matching.occupations import FAMILIES
from domain.roles.asking import CEFR
from domain.roles.model import DEGREE_LEVELS, Ask, Criterion, Gate, Rubric, Wanted
from domain.roles.studies import FIELDS
from domain.screening.answering import ALL_WORK, BEGUN
from domain.screening.evidence import BlindResume, BlindSkill, EvidenceFact, FactKind
from domain.screening.facts import facts_of
from domain.screening.phrases import names_phrase
from domain.screening.score import Band, CriterionState, GateState, Score
from domain.screening.scoring import LEAST_COVERAGE, MARK, score, why_no_total
from domain.screening.wording import offending_words
from domain.skills import taxonomy
from tests.unit.screening_samples import (
    RESUME,
    RUBRIC,
    SKILLS,
    TERMS,
    blind_resumes,
    criterion,
    fact_lists,
    line,
    rubrics,
    skill,
)


def sample() -> Score:
    return score(RUBRIC, facts_of(RESUME, RUBRIC))


# --- facts ---------------------------------------------------------------------------------------


def test_every_fact_cites_lines_that_are_there() -> None:
    facts = facts_of(RESUME, RUBRIC)
    known = {one.id for one in RESUME.lines}
    assert all(fact.quotes and set(fact.quotes) <= known for fact in facts)
    names = {(fact.kind.value, fact.name, fact.months) for fact in facts}
    assert names == {
        ("skill", "Python", 24),  # Django shows Python, too
        ("skill", "PostgreSQL", 24),
        ("degree", "bachelor", None),
        ("term", "code review", None),  # "never on call" is none
        ("experience", "software", 36),  # two roles that overlap by a year
        ("certificate", "AWS Solutions Architect", None),
        ("language", "de", None),
    }


def test_lines_of_work_are_cited_before_lists() -> None:
    python = next(fact for fact in facts_of(RESUME, RUBRIC) if fact.name == "Python")
    assert python.quotes == ("q2", "q6")


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("took part in on-call rotations", "on call", True),
        ("no on-call duty", "on call", False),
        ("ohne Bereitschaftsdienst", "Bereitschaftsdienst", False),
        ("calls on customers", "on call", False),
        ("Code Reviews, pairing", "code review", True),
        ("encode reviews", "code review", False),
        ("", "code review", False),
    ],
)
def test_phrases_are_whole_words_and_not_denied(text: str, phrase: str, found: bool) -> None:
    assert names_phrase(text, phrase) is found


def test_a_degree_in_progress_is_not_a_completed_one() -> None:
    begun = replace(RESUME, studies=(replace(RESUME.studies[0], is_completed=False),))
    result = score(RUBRIC, facts_of(begun, RUBRIC)).criteria[3]
    assert (result.state, result.points, result.known) == (CriterionState.PARTLY, 0.5, 0.5)
    assert result.question == "Which subject was your degree in, and is it completed?"


# --- the number ----------------------------------------------------------------------------------


def test_the_sum_is_as_documented() -> None:
    result = sample()
    points = {one.criterion: one.points for one in result.criteria}
    assert points == {
        "c1": 0.64, "c2": 1, "c3": None, "c4": 1, "c5": 1, "c6": 1, "c7": 1,
    }  # fmt: skip
    earned = 5 * 0.64 + 4 + 2 + 1 + 3 + 1
    assert result.shown == round(100 * earned / 18, 1)
    assert result.possible == round(100 * (earned + 2) / 18, 1)
    assert result.total == round(100 * earned / 16, 1)
    assert result.coverage == round(16 / 18, 4)
    assert result.band is Band.STRONG
    assert result.criteria[0].because == "2 years shown, 5 years wanted"
    assert result.criteria[2].question == "What have you done with Kubernetes, and for how long?"
    assert result.rubric_digest == RUBRIC.digest


def test_a_gate_fails_only_on_what_the_document_says() -> None:
    assert sample().gates[0].state is GateState.FAILED  # B2 is stated, C1 wanted
    unsaid = replace(RESUME, languages=(replace(RESUME.languages[0], level=None),))
    gate = score(RUBRIC, facts_of(unsaid, RUBRIC)).gates[0]
    assert gate.state is GateState.UNKNOWN
    assert gate.question == "At which level do you speak and write German (needed here: C1)?"
    silent = score(RUBRIC, facts_of(replace(RESUME, languages=()), RUBRIC)).gates[0]
    assert (silent.state, silent.quotes) == (GateState.UNKNOWN, ())
    skilled = Rubric(gates=(Gate(id="g1", label="", wanted=skill("Python", months=60)),))
    assert score(skilled, facts_of(RESUME, skilled)).gates[0].state is GateState.UNKNOWN


def test_dated_work_under_the_minimum_speaks_against_an_experience_gate() -> None:
    for months, state in ((24, GateState.PASSED), (60, GateState.FAILED)):
        wanted = Wanted(ask=Ask.EXPERIENCE, months=months)
        rubric = Rubric(gates=(Gate(id="g1", label="", wanted=wanted),))
        assert score(rubric, facts_of(RESUME, rubric)).gates[0].state is state
    undated = replace(RESUME, work_months=None, periods=())
    assert score(rubric, facts_of(undated, rubric)).gates[0].state is GateState.UNKNOWN


def test_nothing_to_score_is_said_and_not_guessed() -> None:
    empty = score(Rubric(), facts_of(RESUME, Rubric()))
    assert (empty.total, empty.band) == (None, Band.OPEN)
    assert "no criterion" in why_no_total(Rubric(), empty)
    silent = score(RUBRIC, [])
    assert (silent.total, silent.shown, silent.possible, silent.coverage) == (None, 0, 100, 0)
    assert silent.band is Band.OPEN
    assert f"under {LEAST_COVERAGE:.0%}".replace("%", " %") in why_no_total(RUBRIC, silent)
    assert why_no_total(RUBRIC, sample()) == ""


def test_bands_follow_the_interval() -> None:
    one = Rubric(criteria=(criterion(1, skill("Python")), criterion(2, skill("Java"))))
    python = EvidenceFact(kind=FactKind.SKILL, name="Python", quotes=("q1",))
    assert MARK == 60
    assert score(one, [python]).band is Band.OPEN  # 50 shown, 100 possible
    weak = Rubric(criteria=(criterion(1, skill("Python", months=100)),))
    assert score(weak, [replace(python, months=10)]).band is Band.PARTIAL
    assert score(weak, [replace(python, months=100)]).band is Band.STRONG


def test_one_hundred_repeats_span_nothing() -> None:
    totals = {sample().total for _ in range(100)}
    assert len(totals) == 1


@given(rubrics, fact_lists, st.randoms(use_true_random=False))
def test_no_order_changes_anything(
    rubric: Rubric, facts: list[EvidenceFact], chance: random.Random
) -> None:
    first = score(rubric, facts)
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert score(rubric, shuffled) == first
    criteria = list(rubric.criteria)
    chance.shuffle(criteria)
    moved = score(replace(rubric, criteria=tuple(criteria)), facts)
    assert (moved.total, moved.shown, moved.possible, moved.coverage, moved.band) == (
        first.total, first.shown, first.possible, first.coverage, first.band,
    )  # fmt: skip
    assert {one.criterion: one for one in moved.criteria} == {
        one.criterion: one for one in first.criteria
    }


@given(rubrics, fact_lists)
def test_figures_stay_in_their_ranges_and_unknown_is_neither(
    rubric: Rubric, facts: list[EvidenceFact]
) -> None:
    result = score(rubric, facts)
    assert 0 <= result.shown <= result.possible <= 100
    assert 0 <= result.coverage <= 1
    if result.total is not None:
        # what is unknown lowers nothing: the total is at least what is shown of everything
        assert result.shown - 0.1 <= result.total <= 100
    for one in result.criteria:
        assert (one.points is None) == (one.state is CriterionState.UNKNOWN) == (one.known == 0)
        assert one.points is None or 0 <= one.points <= one.known <= 1
        assert one.quotes or one.state is CriterionState.UNKNOWN
        assert bool(one.question) == (one.known < 1)
    for gate in result.gates:
        assert bool(gate.question) == (gate.state is GateState.UNKNOWN)


@given(rubrics, fact_lists, st.integers(0, 5))
def test_evidence_for_one_criterion_moves_no_other_one(
    rubric: Rubric, facts: list[EvidenceFact], place: int
) -> None:
    before = score(rubric, facts)
    target = rubric.criteria[place % len(rubric.criteria)]
    if target.wanted.ask is not Ask.SKILL:
        return
    name = target.wanted.any_of[0]
    more = [*facts, EvidenceFact(kind=FactKind.SKILL, name=name, months=300, quotes=("q1",))]
    after = score(rubric, more)
    for old, new, one in zip(before.criteria, after.criteria, rubric.criteria, strict=True):
        if one.wanted.ask is not Ask.SKILL or name not in one.wanted.any_of:
            assert (old.points, old.known, old.state) == (new.points, new.known, new.state)
    assert after.shown >= before.shown


@given(rubrics, fact_lists)
def test_an_unknown_criterion_more_moves_the_total_of_nobody(
    rubric: Rubric, facts: list[EvidenceFact]
) -> None:
    before = score(rubric, facts)
    longer = replace(rubric, criteria=(*rubric.criteria, criterion(99, skill("COBOL"), weight=5)))
    after = score(longer, facts)
    if before.total is not None and after.total is not None:
        assert before.total == after.total


# --- identity ------------------------------------------------------------------------------------


def _reachable(kind: object, seen: set[type]) -> set[type]:
    """Every class in the fields of a dataclass, their fields', and so on."""
    for part in (*typing.get_args(kind), kind):
        if isinstance(part, type) and part not in seen:
            seen.add(part)
            if dataclasses.is_dataclass(part):
                for hint in typing.get_type_hints(part).values():
                    _reachable(hint, seen)
        elif part is not kind:
            _reachable(part, seen)
    return seen


def test_no_type_that_the_scorer_sees_can_hold_the_candidates_words() -> None:
    hints = typing.get_type_hints(score)
    assert set(hints) == {"rubric", "facts", "return"}
    seen = _reachable(hints["rubric"], set()) | _reachable(hints["facts"], set())
    classes = {one for one in seen if dataclasses.is_dataclass(one)}
    assert {one.__name__ for one in classes} == {
        "Rubric", "Gate", "Criterion", "Note", "Wanted", "Passage", "EvidenceFact",
    }  # fmt: skip
    assert {one for one in seen if issubclass(one, StrEnum)} == {Ask, FactKind}
    assert {field.name for field in dataclasses.fields(EvidenceFact)} == {
        "kind", "name", "months", "level", "field", "quotes",
    }  # fmt: skip
    assert Passage in classes  # of the description: the role's words, not the candidate's


_VOCABULARY = {
    FactKind.SKILL: frozenset(taxonomy()),
    FactKind.EXPERIENCE: frozenset({ALL_WORK, *(name for name, _ in FAMILIES)}),
    FactKind.DEGREE: frozenset({*DEGREE_LEVELS, *(f"{one}{BEGUN}" for one in DEGREE_LEVELS)}),
    FactKind.LANGUAGE: frozenset({"de", "en", "fr"}),
    FactKind.TERM: frozenset(TERMS),
}


@given(rubrics, blind_resumes())
def test_facts_hold_words_of_closed_vocabularies_only(rubric: Rubric, blind: BlindResume) -> None:
    for fact in facts_of(blind, rubric):
        assert fact.name in _VOCABULARY[fact.kind]
        assert fact.level in {None, *CEFR, *DEGREE_LEVELS}
        assert fact.field in {None, *FIELDS}
        assert all(quote[0] == "q" and quote[1:].isdigit() for quote in fact.quotes)


_NAMES = st.sampled_from(
    [
        "Aisha Okafor",
        "Jürgen Müller",
        "李小龙",
        "Mrs. O'Neill, 62",
        "born 1961 in Ankara",
        "she/her",
    ]
)


@given(blind_resumes(_NAMES), blind_resumes(_NAMES), rubrics)
def test_planted_names_move_nothing(one: BlindResume, other: BlindResume, rubric: Rubric) -> None:
    """The same structure with other words in every line gives the same facts and score."""
    swapped = replace(
        one,
        lines=tuple(
            replace(mine, text=yours.text)
            for mine, yours in zip(one.lines, other.lines, strict=True)
        ),
    )
    assert facts_of(swapped, rubric) == facts_of(one, rubric)
    assert score(rubric, facts_of(swapped, rubric)) == score(rubric, facts_of(one, rubric))


def test_related_skills_shape_the_clause_and_not_the_points() -> None:
    near = BlindResume(
        lines=(line(1, "MySQL"),), skills=(BlindSkill(name="MySQL", months=48, lines=("q1",)),)
    )
    rubric = Rubric(criteria=(Criterion(id="c1", label="PostgreSQL", wanted=skill("PostgreSQL")),))
    (result,) = score(rubric, facts_of(near, rubric)).criteria
    assert result.points is None
    assert result.because == "not stated; MySQL is near it"
    assert "MySQL" in SKILLS


@given(rubrics, fact_lists)
def test_nothing_that_a_score_says_judges_anybody(
    rubric: Rubric, facts: list[EvidenceFact]
) -> None:
    result = score(rubric, facts)
    said = [*result.questions, *(one.because for one in result.criteria)]
    assert offending_words(" ".join([*said, why_no_total(rubric, result)])) == ()
    assert all(one.endswith("?") for one in result.questions)
