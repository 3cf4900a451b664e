"""Years of a skill: the union of the roles that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.ids import UserId
from domain.profile_sources import with_statement
from domain.profiles import Profile, SourceKind, StatementKind
from domain.resume.model import PartialDate
from domain.skills.tenure import skill_tenures, tenure_of
from tests.unit.profile_sources_stage import AT, added

TODAY = date(2026, 11, 26)
TEXT = """Bo Sample
Engineer

Experience
Data Engineer, Acme, Berlin
January 2022 - December 2023
- Moved reports to Django and PostgreSQL

Consultant, Side Job, Berlin
July 2023 - June 2024
- Python scripts for a museum

Java Developer, Globex, Hamburg
January 2018 - December 2019
- Kept the billing running

Programmer, Old Firm, Bonn
- Some Java as well

Skills
Python, Java, Rust
"""


def profile_of(words: str = TEXT) -> Profile:
    return added(Profile(user=UserId("bo")), words, SourceKind.RESUME).profile


def test_overlaps_count_once_and_gaps_do_not_count() -> None:
    python = tenure_of(profile_of(), "python", today=TODAY)
    assert python is not None
    # Django implies Python: January 2022 to June 2024.
    assert python.months == 30
    assert python.last_used == PartialDate(year=2024, month=6)
    assert not python.is_current
    assert [(use.employer, use.by) for use in python.uses] == [
        ("Side Job", "Python"),
        ("Acme", "Django"),
    ]


def test_a_title_shows_a_skill_and_an_undated_role_adds_nothing() -> None:
    java = tenure_of(profile_of(), "Java", today=TODAY)
    assert java is not None
    assert java.months == 24
    assert [use.employer for use in java.undated] == ["Old Firm"]
    assert java.years == 2.0


def test_a_list_of_skills_has_no_years() -> None:
    assert tenure_of(profile_of(), "Rust", today=TODAY) is None


def test_roles_without_dates_are_not_dated() -> None:
    words = TEXT.replace("January 2018 - December 2019\n", "")
    java = tenure_of(profile_of(words), "Java", today=TODAY)
    assert java is not None
    assert java.months is None
    assert java.years is None


def test_the_persons_word_counts_for_the_role_it_names_and_a_self_check_does_not() -> None:
    profile = with_statement(
        profile_of(), StatementKind.EXPERIENCE, "Rust", "I wrote Rust there", AT, "work.2.roles.0"
    )
    profile = with_statement(profile, StatementKind.SELF_CHECK, "Go", "5 of 5", AT, share=1.0)
    tenures = skill_tenures(profile, today=TODAY)
    assert tenures["Rust"].months == 24
    assert tenures["Rust"].uses[0].statement == profile.statements[0].id
    assert "Go" not in tenures


def test_corrections_move_the_end_and_a_removed_skill_has_no_tenure() -> None:
    profile = replace(
        profile_of(), corrections={"work.1.roles.0.end": "present", "skills.remove": "Java"}
    )
    tenures = skill_tenures(profile, today=TODAY)
    assert tenures["Python"].is_current
    assert tenures["Python"].last_used is None
    assert "Java" not in tenures


def test_nothing_after_today_counts() -> None:
    python = tenure_of(profile_of(), "Python", today=date(2022, 6, 15))
    assert python is not None
    assert python.months == 6


def test_an_employers_name_is_no_skill() -> None:
    words = TEXT.replace(
        "Consultant, Side Job, Berlin", "Consultant, Oracle Works, Berlin"
    ).replace("- Python scripts for a museum", "- Oracle Works sent me to a museum")
    assert tenure_of(profile_of(words), "Oracle Database", today=TODAY) is None
