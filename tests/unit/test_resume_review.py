"""The review quotes the line, asks instead of inventing, and leaves good lines alone."""

from __future__ import annotations

from dataclasses import replace

from domain.profiles import Profile
from domain.resume.model import HiddenKind, HiddenNature, HiddenText
from domain.resume_review import FindingLevel, review
from tests.unit.career_people import TODAY, person

GOOD = (
    "Built REST APIs in Python for 40 shops",
    "Cut load time of the shop from 8 s to 2 s with Postgres indexes",
    "Replaced 12 Excel sheets by one report",
)


def rules(profile: Profile) -> dict[str, str]:
    """The first quote of each rule."""
    return {one.rule: one.quote for one in reversed(review(profile, today=TODAY))}


def test_a_good_resume_is_told_so() -> None:
    found = review(person(*GOOD, older=("Tested the web shop on 14 devices",)), today=TODAY)
    assert {one.rule for one in found if one.level is FindingLevel.FIX} == set()
    assert {"good_figures", "good_dates", "good_contact"} <= {one.rule for one in found}


def test_weak_lines_are_quoted() -> None:
    found = rules(
        person(
            "Responsible for the weekly report",
            "I wrote the monthly report",
            "Hard-working team player in the office",
            " ".join(["Wrote a very long line about everything"] * 8),
            older=("Manage the shop", "Tested the web shop again", "Tested the web shop again"),
        )
    )
    assert found["weak_start"] == "Responsible for the weekly report"
    assert found["first_person"] == "I wrote the monthly report"
    assert found["filler"].startswith("Hard-working")
    assert found["tense"] == "Manage the shop"
    assert found["repeated_line"] == "Tested the web shop again"
    assert found["no_result"] == "Responsible for the weekly report"
    assert "long_line" in found


def test_missing_contact_roles_without_lines_and_skills_without_evidence() -> None:
    found = rules(person(basics={"email": "", "phone": ""}))
    assert {"no_email", "no_phone", "role_without_lines", "skills_without_evidence"} <= set(found)
    assert found["role_without_lines"] == "Backend Engineer"


def test_dates_are_looked_at() -> None:
    profile = person(*GOOD)
    dated = replace(
        profile,
        corrections={
            "work.0.roles.0.dates": "March 2031 - present",
            "work.1.roles.0.dates": "2001 - 2004",
        },
    )
    assert rules(dated)["future_date"] == "March 2031 - present"
    gap = replace(profile, corrections={"work.1.roles.0.dates": "May 2016 - June 2018"})
    assert rules(gap)["gap"] == "2020-03"


def test_years_of_study_are_no_gap() -> None:
    profile = person(*GOOD)
    studied = replace(
        profile,
        corrections={
            "work.1.roles.0.dates": "May 2016 - June 2018",
            "education.0.dates": "October 2018 - January 2020",
        },
    )
    assert "gap" not in rules(studied)


def test_hidden_text_and_personal_data_are_mentioned() -> None:
    profile = person(*GOOD)
    assert profile.resume is not None
    resume = replace(
        profile.resume,
        hidden=(
            HiddenText(
                kind=HiddenKind.TINY, page=1, text="kubernetes aws", nature=HiddenNature.DATA
            ),
            HiddenText(kind=HiddenKind.METADATA, page=0, text="Word", nature=HiddenNature.ARTEFACT),
        ),
        source=replace(
            profile.resume.source,
            text=f"Date of birth: 1 May 1990\nExperiance\n{profile.resume.source.text}",
        ),
    )
    found = rules(replace(profile, resume=resume))
    assert found["hidden_text"] == "kubernetes aws"
    assert found["personal_data"] == "Date of birth: 1 May 1990"
    assert found["heading_typo"] == "Experiance"


def test_ordinary_words_raise_nothing() -> None:
    found = rules(
        person(
            "Wrote I/O drivers for 3 devices",
            "Led ageing research with 12 people",
            "Handled 30 requests a day for responsible investment",
            older=("Supported my.cnf tuning of 4 servers",),
        )
    )
    assert not {"first_person", "personal_data", "weak_start", "heading_typo"} & set(found)


def test_no_resume_no_findings() -> None:
    assert review(replace(person(*GOOD), resume=None), today=TODAY) == ()
