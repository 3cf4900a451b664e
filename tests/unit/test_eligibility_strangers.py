"""The eligibility rules on the words of employers that their author had not in mind."""

from __future__ import annotations

import pytest

from domain.eligibility.permission import PermissionKind, permission_statements
from domain.eligibility.qualifications import DEGREES
from domain.job_text import sentences
from domain.matching.reading import read_posting
from domain.posting import Posting
from domain.posting_identity import posting_id
from evaluation.eligibility.__main__ import (
    LEAST_PRECISION,
    LEAST_RECALL,
    STRANGERS,
    read_sentences,
    said,
)


def test_the_words_of_strangers_reach_the_goals() -> None:
    hits = missed = false = 0
    for sentence in read_sentences(STRANGERS):
        read = said(sentence.text)
        hits += len(read & sentence.labels)
        missed += len(sentence.labels - read)
        false += len(read - sentence.labels)
    assert hits / (hits + false) >= LEAST_PRECISION
    assert hits / (hits + missed) >= LEAST_RECALL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BPSS and SC vetting will be carried out.", PermissionKind.CLEARANCE),
        ("Gültige Arbeitsbewilligung für die Schweiz.", PermissionKind.MUST_BE_ALLOWED),
        ("You need full working rights in Australia.", PermissionKind.MUST_BE_ALLOWED),
    ],
)
def test_matching_reads_permits_that_the_card_reads(text: str, kind: PermissionKind) -> None:
    assert [one.kind for one in permission_statements(text, sentences(text))] == [kind]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("At least 12 months' experience in a call centre.", 1),
        ("At least 18 months of relevant work experience.", 1),
        ("Mindestens 3-jährige Berufserfahrung in der Lohnbuchhaltung", 3),
        ("Eine dreijährige Berufsausbildung zum Koch", None),
        ("At least 6 months' experience.", None),
    ],
)
def test_years_are_read_from_months_and_german_adjectives(text: str, years: int | None) -> None:
    posting = Posting(
        id=posting_id("t", "1"), source="t", source_id="1", title="Cook", company="Acme",
        description=text,
    )  # fmt: skip
    asked = read_posting(posting).years
    assert (asked.value if asked else None) == years


def test_an_indian_bachelor_of_technology_is_a_bachelor() -> None:
    def level(words: str) -> int:
        return next((level for level, pattern in DEGREES if pattern.search(words)), 0)

    named = ["B.Tech", "BTech in CSE", "B.Com", "B.E.", "M.Tech", "MCA", "BTEC Level 3"]
    assert [level(one) for one in named] == [2, 2, 2, 2, 3, 3, 1]
