"""What the check of a job description flags, and what it must leave alone."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.findings import Level
from domain.job_wording.checking import check_description, is_explicit
from domain.job_wording.model import Category, WordingFinding, WordingReport
from evaluation.job_wording.__main__ import GOAL, measure, read_sentences

TODAY = date(2026, 11, 26)
BANNED = re.compile(
    r"\b(?:fraud\w*|cheat\w*|liar|blacklist\w*|ai-written|suspicious|illegal)\b", re.IGNORECASE
)


def check(text: str) -> WordingReport:
    return check_description(text, today=TODAY)


def explicit(text: str) -> list[WordingFinding]:
    return [one for one in check(text).findings if is_explicit(one)]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("We want a salesman.", Category.SEX),
        ("He will be young.", Category.AGE),
        ("Applicants must be under 35.", Category.AGE),
        ("- Under 35 preferred", Category.AGE),
        ("Recent graduates only.", Category.AGE),
        ("Native English speaker.", Category.LANGUAGE),
        ("You must be unmarried.", Category.FAMILY),
        ("No pregnant women.", Category.FAMILY),
        ("Clean-shaven appearance.", Category.RELIGION),
        ("Able-bodied people wanted.", Category.ABILITY),
        ("Christian values required.", Category.RELIGION),
        ("Deutsch als Muttersprache.", Category.LANGUAGE),
        ("Only German nationals.", Category.ORIGIN),
    ],
)
def test_an_explicit_exclusion_is_never_missed(text: str, category: Category) -> None:
    assert category in {one.category for one in explicit(text)}


@pytest.mark.parametrize("text", ["Women need not apply.", "Whites only.", "No Muslims."])
def test_what_must_not_go_out_is_blocked(text: str) -> None:
    assert [one.level for one in check(text).findings] == [Level.BLOCK]


@pytest.mark.parametrize(
    "text",
    [
        "Competitive salary.",
        "You administer Active Directory for 400 people.",
        "We encourage women to apply.",
        "You need not be aggressive.",
        "We are an equal opportunity employer and do not discriminate by age, sex or religion.",
        'Our policy says: "Never write that only young men may apply."',
        "Our data analyst leads two projects.",
    ],
)
def test_harmless_words_are_left_alone(text: str) -> None:
    assert check(text).findings == ()


def test_no_statement_of_equal_opportunity_is_flagged() -> None:
    statements = [one.text for one in read_sentences() if one.label == "statement"]
    assert len(statements) >= 30
    assert {text: check(text).findings for text in statements if check(text).findings} == {}


def test_the_sentence_set_is_large_and_meets_its_goals() -> None:
    sentences = read_sentences()
    assert len(sentences) >= 300
    assert sum(one.label in {"none", "statement"} for one in sentences) >= 120
    explicit_score, overall, _ = measure(sentences)
    assert min(explicit_score.precision, explicit_score.recall) >= GOAL
    assert min(overall.precision, overall.recall) >= GOAL


def test_every_quotation_stands_where_it_says() -> None:
    text = "\n".join(one.text for one in read_sentences())
    findings = check(text).findings
    assert len(findings) > 150
    assert all(text[one.start : one.end] == one.quote for one in findings)
    assert [one.id for one in findings] == [f"f{n}" for n in range(1, len(findings) + 1)]
    assert all(one.why and not BANNED.search(f"{one.why} {one.rewrite}") for one in findings)


def test_a_block_is_found_inside_a_statement_too() -> None:
    text = "We are an equal opportunity employer, but women need not apply."
    assert [one.level for one in check(text).findings] == [Level.BLOCK]


def test_a_settled_finding_is_counted_and_not_shown() -> None:
    text = "We need a rockstar. We want a salesman."
    settled = {("culture.hero", "rockstar")}
    report = check_description(text, settled=settled, today=TODAY)
    assert [one.quote for one in report.findings] == ["salesman"]
    assert report.settled == 1


def test_coded_words_are_advice_with_both_sides_of_the_evidence() -> None:
    text = "You are ambitious, assertive, fearless and dominate. A determined, outspoken fighter."
    report = check(text)
    coded = [one for one in report.findings if one.category is Category.GENDER_CODED]
    assert coded
    assert {one.level for one in coded} == {Level.INFO}
    assert all("300,000" in one.why and "37,920" in one.why for one in coded)
    assert report.metrics.balance == -1.0
    assert report.metrics.balance_low == pytest.approx(0)


def test_few_coded_words_have_no_balance() -> None:
    metrics = check("You are ambitious and kind.").metrics
    assert (metrics.coded_feminine, metrics.coded_masculine) == (1, 1)
    assert metrics.balance is None


def test_more_than_seven_musts_are_worth_a_thought() -> None:
    bullets = "\n".join(f"- Skill number {n}" for n in "abcdefghi")
    report = check(f"Requirements:\n{bullets}")
    assert report.metrics.musts == 9
    assert "requirement.many" in {one.rule_id for one in report.findings}


def test_the_same_text_gives_the_same_report() -> None:
    text = " ".join(one.text for one in read_sentences()[:80])
    assert check(text) == check(text)


@pytest.mark.parametrize(
    "text",
    [
        "no " * 9000,
        "women and " * 4000,
        "we want young, dynamic, " * 2000,
        "a" * 30_000,
        "must be " * 4000,
        "not " * 8000 + "pregnant",
        "- " * 15_000,
        "\n" * 20_000,
        "people with a history of " * 1500,
        "1,000 - " * 4000,
    ],
)
def test_hostile_repetition_does_not_take_long(text: str) -> None:
    started = time.process_time()
    check(text)
    assert time.process_time() - started < 8


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_checked(text: str) -> None:
    report = check(text)
    assert all(text[one.start : one.end] == one.quote for one in report.findings)
    assert sum(report.counts.values()) == len(report.findings)
