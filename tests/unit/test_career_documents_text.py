"""Resumes and letters as text: dates in words, escaped marks, nothing that is not supported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.career_documents.composing import resume_document
from domain.career_documents.letter import letter
from domain.career_documents.model import Line
from domain.career_documents.writing import letter_markdown, resume_json, resume_markdown
from domain.claims import unsupported_in
from domain.resume.json_resume import from_json_resume
from tests.unit.career_people import TODAY, person, posting

PERSON = person("Built REST APIs in Python for 40 shops", older=("Wrote *Excel* <macros>",))
POSTING = posting("Requirements:\n- Python\n- Excel\n- Kubernetes", title="Python Engineer")


def test_a_document_holds_every_line_with_its_support_and_dates_in_words() -> None:
    made = resume_document(PERSON, today=TODAY)
    assert made.work[0].roles[0].dates == "March 2020 – present"
    assert made.work[1].roles[0].highlights == (
        Line(text="Wrote *Excel* <macros>", support=("work.1.roles.0.highlights.0",)),
    )
    german = resume_document(PERSON, today=TODAY, language="de")
    assert german.work[1].roles[0].dates == "Mai 2016 – Februar 2020"
    for document in (made, german):
        assert unsupported_in(document, PERSON, today=TODAY) == ()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_dates_in_every_language_are_read_back_as_the_same_dates(language: str) -> None:
    assert (
        unsupported_in(resume_document(PERSON, today=TODAY, language=language), PERSON, today=TODAY)
        == ()
    )


def test_corrections_count_whether_they_are_applied_before_or_not() -> None:
    corrected = replace(PERSON, corrections={"work.0.roles.0.title": "Platform Engineer"})
    made = resume_document(corrected, today=TODAY)
    assert made.work[0].roles[0].title == "Platform Engineer"
    assert unsupported_in(made, corrected, today=TODAY) == ()
    assert unsupported_in(resume_document(PERSON, today=TODAY), corrected, today=TODAY) != ()


def test_marks_in_words_are_no_markup() -> None:
    assert r"Wrote \*Excel\* \<macros\>" in resume_markdown(resume_document(PERSON, today=TODAY))


def test_json_resume_comes_back_as_the_same_resume() -> None:
    made = resume_document(PERSON, today=TODAY)
    again = from_json_resume(resume_json(made))
    assert PERSON.resume is not None
    for before, after in zip(PERSON.resume.work, again.work, strict=True):
        assert after.employer is not None
        assert before.employer is not None
        assert after.employer.text == before.employer.text
        assert after.roles[0].dates is not None
        assert before.roles[0].dates is not None
        assert after.roles[0].dates.start == before.roles[0].dates.start
    assert [skill.name.text for skill in again.skills] == ["Python", "Postgres", "Excel"]


def test_a_profile_without_a_resume_makes_an_empty_document() -> None:
    empty = replace(PERSON, resume=None)
    assert resume_document(empty, today=TODAY).work == ()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "xx"])
def test_a_letter_quotes_lines_and_passes_the_gate(language: str) -> None:
    made = letter(PERSON, POSTING, today=TODAY, language=language, why="I know your shop well.")
    words = letter_markdown(made)
    assert "Built REST APIs in Python for 40 shops" in words
    assert "Kubernetes" not in words
    assert "I know your shop well." in words
    assert (
        unsupported_in(made, PERSON, today=TODAY, posting=POSTING, why="I know your shop well.")
        == ()
    )


def test_a_forged_letter_is_refused() -> None:
    made = letter(PERSON, POSTING, today=TODAY)
    first = made.paragraphs[0]
    forged = [
        replace(made, company="Google"),
        replace(made, salutation="Dear Mr Smith,"),
        replace(made, paragraphs=(*made.paragraphs, Line(text="I am an expert in Kubernetes."))),
        replace(made, paragraphs=(Line(text=first.text.replace("Python", "Head")),)),
        replace(
            made,
            paragraphs=tuple(
                replace(line, text=line.text.replace("40 shops", "400 shops"))
                for line in made.paragraphs
            ),
        ),
        replace(
            made,
            paragraphs=tuple(
                replace(line, text=line.text.replace("Windrose", "Kornblume"))
                for line in made.paragraphs
            ),
        ),
    ]
    for one in forged:
        assert unsupported_in(one, PERSON, today=TODAY, posting=POSTING), one
    assert unsupported_in(made, PERSON, today=TODAY, posting=POSTING) == ()
    assert unsupported_in(made, PERSON, today=TODAY) != ()


def test_a_letter_takes_title_and_name_of_a_hostile_posting_and_no_more() -> None:
    hostile = posting("Python", title="Engineer. You led 40 people", company="Acme " * 90)
    made = letter(PERSON, hostile, today=TODAY)
    assert made.company == ""
    assert "40 people" not in letter_markdown(made)
    assert unsupported_in(made, PERSON, today=TODAY, posting=hostile) == ()
