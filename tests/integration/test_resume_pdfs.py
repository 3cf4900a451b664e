"""PDF layouts end to end through the readers and rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from evaluation.resumes.columns import made_pages, order_errors
from evaluation.resumes.page_order import column_jumps
from evaluation.resumes.scoring import Scores, truth_pairs
from integrations.documents.parsing import parse, text_of
from tests.integration.resume_pdfs import (
    classic,
    date_rail,
    drawn,
    hiding,
    sidebar,
    tracked,
)


def jobs(resume: Resume) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (
            work.employer.text if work.employer else None,
            role.title.text if role.title else None,
            role.dates.raw.text if role.dates else None,
        )
        for work in resume.work
        for role in work.roles
    ]


def test_flush_right_places_and_dates_stay_with_their_job() -> None:
    resume = parse(drawn(classic), suffix=".pdf")
    assert unsupported_values(resume) == []
    assert jobs(resume) == [
        ("Example Robotics", "Controls Engineer", "June 2020 – Present"),
        ("Sample Foods Inc.", "Line Technician", "Sep. 2017 – May 2020"),
    ]
    assert [work.location.text for work in resume.work if work.location] == [
        "Dallas, TX",
        "Waco, TX",
    ]
    (study,) = resume.education
    assert study.institution is not None
    assert study.degree is not None
    assert (study.institution.text, study.degree.text) == (
        "Southwestern University",
        "Bachelor of Science in Mechanical Engineering",
    )
    assert [(s.name.text, s.group) for s in resume.skills] == [
        ("Python", "Languages"),
        ("C/C++", "Languages"),
        ("SQL (Postgres)", "Languages"),
    ]


def test_a_sidebar_with_white_text_is_read_column_by_column() -> None:
    resume = parse(drawn(sidebar), suffix=".pdf")
    assert resume.hidden == ()
    assert resume.contact.name is not None
    assert resume.contact.name.text == "Noor Haddad"
    assert resume.contact.location is not None
    assert jobs(resume) == [
        ("Evergreen Health Partners", "Senior UX Designer", "Apr 2019 – Present"),
        ("Rainier Bank", "UX Designer", "Jul 2016 – Mar 2019"),
    ]
    assert [skill.name.text for skill in resume.skills] == ["Figma", "Sketch", "User Research"]
    assert [spoken.language.text for spoken in resume.languages] == ["Arabic", "English"]
    assert len(resume.education) == 1


def test_a_rail_of_dates_labels_its_rows() -> None:
    resume = parse(drawn(date_rail), suffix=".pdf")
    assert jobs(resume) == [
        ("Beispielwerke AG", "Projektleiter", "01/2018–heute"),
        ("Muster Beratung GmbH", "Consultant", "2014–2017"),
        ("Autohaus Modell KG", "Trainee", "2012–2014"),
    ]
    assert [skill.name.text for skill in resume.skills] == [
        "Excel", "PowerPoint", "Visio", "SAP MM", "SAP SD",
    ]  # fmt: skip
    assert [
        (spoken.language.text, spoken.fluency.text if spoken.fluency else None)
        for spoken in resume.languages
    ] == [("Deutsch", "Muttersprache"), ("Englisch", "verhandlungssicher")]


def test_tracked_out_letters_and_two_pages_are_read() -> None:
    resume = parse(drawn(tracked), suffix=".pdf")
    assert resume.contact.name is not None
    assert resume.contact.name.text == "MARIA SANTOS"
    assert resume.contact.location is not None
    assert resume.contact.location.text == "Tampa, FL"
    assert jobs(resume) == [
        (
            "Bayfront General Hospital",
            "Charge Nurse, Intensive Care Unit",
            "January 2019 to Present",
        ),
        ("Sunrise Medical Center", "Staff Nurse", "March 2015 to December 2018"),
    ]
    assert [skill.name.text for skill in resume.skills] == [
        "Patient assessment", "IV therapy", "Epic", "Wound care",
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["same_colour", "invisible", "tiny", "off_page", "transparent"])
def test_hidden_text_is_kept_out_and_reported(how: str) -> None:
    resume = parse(drawn(hiding(how)), suffix=".pdf")
    assert "secret" not in resume.source.text
    assert "Visible words" in resume.source.text
    ((kind, text),) = [(item.kind.value, item.text) for item in resume.hidden]
    assert text == "secret words"
    if how != "transparent":  # a picture of the page cannot tell transparent from white
        assert kind == how


def test_two_column_pages_are_read_in_order_however_they_are_drawn() -> None:
    errors = {
        page.name: wrong
        for page in made_pages(18)
        if (
            wrong := order_errors(
                text_of(page.content, suffix=".pdf").text.split("\n"), page.columns
            )
        )
    }
    assert errors == {}


def test_the_shared_resumes_reach_the_goals(shared: Path) -> None:
    folder = shared / "data" / "resumes"
    scores = Scores()
    for path, truth in truth_pairs(folder / "with_truth"):
        resume = parse(path.read_bytes(), suffix=".pdf")
        scores.add(path.stem, resume, truth)
    assert scores.accuracy >= 0.95, scores.misses


@pytest.mark.long
def test_no_shared_resume_yields_an_invented_value_or_a_wrong_order(shared: Path) -> None:
    for path in sorted((shared / "data" / "resumes").rglob("*.pdf")):
        content = path.read_bytes()
        resume = parse(content, suffix=".pdf")
        assert unsupported_values(resume) == [], path.stem
        assert column_jumps(content, resume.source.text) == 0, path.stem
