"""What a posting demands of applicants, and how that stands to a person."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.eligibility.findings import Standing, eligibility_findings
from domain.eligibility.permission import PermissionKind, permission_statements
from domain.eligibility.statements import StatementKind, eligibility_statements
from domain.job_text import sentences
from domain.matching.seeker import read_seeker
from domain.posting import Posting
from domain.posting_identity import posting_id
from domain.profiles import SearchPreferences
from evaluation.eligibility.__main__ import LEAST_PRECISION, LEAST_RECALL, read_sentences, said
from integrations.documents.parsing import parse
from tests.twins.talk import RESUME

TODAY = date(2026, 11, 26)


def wanted(description: str) -> Posting:
    return Posting(
        id=posting_id("t", "1"), source="t", source_id="1", title="Engineer", company="Acme",
        description=description,
    )  # fmt: skip


def test_the_labelled_sentences_reach_their_goals() -> None:
    hits = missed = false = 0
    for sentence in read_sentences():
        read = said(sentence.text)
        hits += len(read & sentence.labels)
        missed += len(sentence.labels - read)
        false += len(read - sentence.labels)
    assert hits / (hits + false) >= LEAST_PRECISION
    assert hits / (hits + missed) >= LEAST_RECALL


@pytest.mark.parametrize(
    "text",
    [
        "Able to work independently and under pressure.",
        "You obtain customs clearance for our shipments.",
        "You will secure executive sponsorship for the programme.",
        "We will sponsor your certification exams.",
    ],
)
def test_everyday_words_close_no_gate(text: str) -> None:
    assert permission_statements(text, sentences(text)) == ()


def test_a_clearance_that_is_only_a_plus_closes_no_gate() -> None:
    text = "An active Secret clearance is a plus."
    assert permission_statements(text, sentences(text)) == ()
    text = "An active Secret clearance is required."
    assert [one.kind for one in permission_statements(text, sentences(text))] == [
        PermissionKind.CLEARANCE
    ]


def test_findings_quote_both_sides_and_put_what_fails_first() -> None:
    seeker = read_seeker(
        parse(RESUME.encode(), suffix="txt"), preferences=SearchPreferences(), today=TODAY
    )
    found = eligibility_findings(
        wanted(
            "Fluent French is required. At least 3 years of experience with Python. "
            "A Bachelor's degree in computer science. A valid driver's license is a must. "
            "A PhD would be a plus."
        ),
        seeker,
    )
    by_kind = {one.kind: one for one in found}
    assert found[0].standing is Standing.FAILS
    assert by_kind[StatementKind.LANGUAGE].standing is Standing.FAILS
    assert by_kind[StatementKind.YEARS].standing is Standing.MEETS
    assert by_kind[StatementKind.DEGREE].resume_line == "B.Sc. Computer Science"
    assert by_kind[StatementKind.DRIVING].standing is Standing.UNKNOWN
    assert by_kind[StatementKind.YEARS].quote == "At least 3 years of experience with Python."
    assert all(one.standing is not Standing.MEETS or one.resume_line for one in found)


def test_nothing_known_of_a_person_fails_nothing() -> None:
    nobody = read_seeker(None, preferences=SearchPreferences(), today=TODAY)
    found = eligibility_findings(
        wanted("US citizens only. A Master's degree. 8 years of experience. Fluent German."), nobody
    )
    assert {one.standing for one in found} == {Standing.UNKNOWN}


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_every_statement_lies_in_its_text(text: str) -> None:
    for one in eligibility_statements(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("piece", ["must be based ", "5 years ", "no ", "work permit or ", "a"])
def test_hostile_texts_cost_linear_time(piece: str) -> None:
    begun = time.process_time()
    eligibility_statements(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 3
