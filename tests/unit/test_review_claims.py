"""Found by attacking the checker: what a sentence loses may change what it claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.career_documents.composing import resume_document
from domain.career_documents.letter import letter
from domain.claims import check, ledger_of, unsupported_in
from domain.preferences.effective import corrected
from domain.resume_review.reviewing import review
from domain.tailoring.asking import ask
from tests.unit.career_people import BULLET, TODAY, experience, person, posting

ATTACKS = [
    ("Attended a workshop on Kubernetes", "Used Kubernetes"),
    ("Attended a workshop on Kubernetes", "Kubernetes"),
    ("Stopped using Java", "Used Java"),
    ("Stopped using Java", "Using Java"),
    ("Avoided Java, used Kotlin", "Used Java"),
    ("Rejected Java and used Kotlin", "Used Java and Kotlin"),
    ("Replaced Java with Go", "Java"),
    ("Sold Oracle licences", "Oracle"),
    ("Cleaned the offices of Goldman Sachs", "Goldman Sachs"),
    ("Served 3-5 clients daily", "Served 5 clients daily"),
    ("Delivered 2 of 5 milestones", "Delivered 5 milestones"),
    ("Ranked 2nd of 300", "Ranked 300"),
    ("Led 3 people of a team of 40", "Led a team of 40"),
    ("Led 3 people in a 40-person team", "Led a 40-person team"),
    ("Managed calendars of 5 directors", "Managed 5 directors"),
    ("Managed servers with 40 engineers", "Managed 40 engineers"),
    ("Built API in Java with the Python team", "Built API in Python"),
    ("Built API in Java instead of Python", "Built API in Python"),
    ("Designed logo of Kubernetes user group", "Designed Kubernetes"),
    ("Used React Native", "Used React"),
    ("Pseudo-random tests", "Random tests"),
    ("Anti-fraud software sales", "Fraud software sales"),
    ("Built an app", "Built apps"),
    ("Hired one nurse", "Hired nurses"),
    ("Little Java, much Python", "Java"),
    ("Limited Java and Python", "Java and Python"),
    ("Kaum Java benutzt", "Java benutzt"),
    ("Moins de 20 clients", "20 clients"),
    ("Menos de 20 clientes", "20 clientes"),
    ("Growth of \u22125%", "Growth of 5%"),
    ("Der Leiter der Abteilung half mir", "Leiter der Abteilung"),
]
HONEST = [
    ("Built services in Python, Go and Rust", "Built services in Go and Rust"),
    ("Built services in Python, Go and Rust", "Developed Rust services"),
    ("Using Python, built services for 12 hospitals", "Built services for 12 hospitals"),
    ("Led migration of the billing platform to AWS", "Led migration of the billing platform"),
    ("Reduced costs by 20% in 2 years", "Reduced costs by 20%"),
    ("Wrote 12 SQL queries for the CEO", "Wrote SQL queries for the CEO"),
    ("Responsible for managing 12 engineers", "Managed 12 engineers"),
]


@pytest.mark.parametrize(("line", "said"), ATTACKS)
def test_words_left_out_do_not_make_a_claim_larger(line: str, said: str) -> None:
    assert check(said, ledger_of(person(line), today=TODAY), lines=(BULLET,)) != ()


@pytest.mark.parametrize(("line", "said"), HONEST)
def test_less_is_still_supported(line: str, said: str) -> None:
    assert check(said, ledger_of(person(line), today=TODAY), lines=(BULLET,)) == ()


def test_a_listed_phrase_names_the_skills_in_it() -> None:
    wanted = posting("Requirements:\n- Python, pandas, Docker and Linux are required.")
    listed = ["Python (pandas, NumPy)", "Docker container workflows", "Linux basics"]
    asked = ask(wanted, ledger_of(person("Did things", skills=listed), today=TODAY))
    assert [one.skill for one in asked.unsaid] == []
    named = {one.skill.canonical for one in asked.answered}
    assert named == {"Python", "pandas", "Docker"}, "basics are known and never claimed"


def test_a_phrase_that_is_used_counts_once_as_evidence() -> None:
    listed = ["Python (pandas)", "Docker container workflows", "Go services", "Rust"]
    profile = person("Built Python, Docker, pandas, Go and Rust services", skills=listed)
    rules = {one.rule for one in review(profile, today=TODAY)}
    assert "skills_without_evidence" not in rules


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_a_posting_without_a_title_gets_a_letter(language: str) -> None:
    profile = person("Built services in Python")
    wanted = posting("Python is required.", title="  ")
    written = letter(profile, wanted, today=TODAY, language=language)
    assert written.subject == ""
    assert unsupported_in(written, profile, today=TODAY, posting=wanted) == ()


def test_a_skill_that_was_taken_back_is_in_no_document() -> None:
    said = experience("At Windrose I ran Kafka clusters for billing", skill="Kafka")
    profile = person("Built services in Python", statements=[said])
    assert "Kafka" in str(resume_document(profile, today=TODAY))
    taken_back = replace(profile, corrections={"skills.remove": "Kafka"})
    for one in (taken_back, corrected(taken_back)):
        assert "Kafka" not in str(resume_document(one, today=TODAY))
        assert ledger_of(one, today=TODAY).skill("Kafka") is None
    assert taken_back.statements == (said,), "the person's words are still listed"
