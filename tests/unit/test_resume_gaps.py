"""Doubts, line pointers and corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resume.corrections import apply_corrections, is_persons_word
from domain.resume.gaps import (
    LinePointer,
    PointerLabel,
    apply_pointers,
    numbered_lines,
    uncertain,
)
from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from domain.resume.tenure import years_of_experience
from integrations.documents.parsing import parse

TEXTS = Path(__file__).parent / "resume_texts"
BARE = b"""contact: x@example.com
Acme Rockets employed Ada Lovelace
as Rocket Tamer from Jan 2020 to Dec 2021
knows welding
"""


@pytest.fixture
def bare() -> Resume:
    return parse(BARE, suffix=".txt")


@pytest.fixture
def full() -> Resume:
    path = TEXTS / "two_roles.txt"
    return parse(path.read_bytes(), suffix=path.suffix)


def test_the_most_valuable_gaps_come_first(bare: Resume) -> None:
    paths = [doubt.path for doubt in uncertain(bare, limit=3)]
    assert paths == ["work", "skills", "contact.name"]


def test_a_sure_value_is_not_asked_about(full: Resume) -> None:
    assert "contact.email" not in {doubt.path for doubt in uncertain(full, limit=50)}


def test_doubts_name_fields_that_corrections_understand(full: Resume) -> None:
    for doubt in uncertain(full, limit=50):
        if doubt.path in {"work", "skills"}:
            continue
        corrected = apply_corrections(full, {doubt.path: "Mar 2020 - Present"})
        assert corrected != full, doubt.path


def test_lines_are_numbered_as_they_stand(bare: Resume) -> None:
    lines = numbered_lines(bare)
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[3].text == "knows welding"


def test_pointers_fill_gaps_with_words_of_the_source(bare: Resume) -> None:
    filled = apply_pointers(
        bare,
        [
            LinePointer(line=2, label=PointerLabel.NAME, part="Ada Lovelace"),
            LinePointer(line=2, label=PointerLabel.EMPLOYER, part="Acme Rockets"),
            LinePointer(line=3, label=PointerLabel.JOB_TITLE, part="Rocket Tamer"),
            LinePointer(line=3, label=PointerLabel.JOB_DATES),
            LinePointer(line=4, label=PointerLabel.SKILL, part="welding"),
        ],
    )
    assert unsupported_values(filled) == []
    assert filled.contact.name is not None
    assert filled.contact.name.text == "Ada Lovelace"
    (work,) = filled.work
    assert work.employer is not None
    assert (work.employer.text, len(work.roles)) == ("Acme Rockets", 1)
    dates = work.roles[0].dates
    assert dates is not None
    assert dates.start is not None
    assert dates.start.iso() == "2020-01"
    assert [skill.name.text for skill in filled.skills] == ["welding"]


@pytest.mark.parametrize(
    "pointer",
    [
        LinePointer(line=99, label=PointerLabel.NAME),
        LinePointer(line=0, label=PointerLabel.NAME),
        LinePointer(line=2, label=PointerLabel.NAME, part="John Doe"),
        LinePointer(line=2, label=PointerLabel.NAME, part=" "),
        LinePointer(line=4, label=PointerLabel.STUDY_DATES),
        LinePointer(line=4, label=PointerLabel.LANGUAGE),
        LinePointer(line=4, label=PointerLabel.JOB_TITLE, entry=7),
        LinePointer(line=4, label=PointerLabel.DEGREE, entry=-1),
    ],
)
def test_a_pointer_to_what_is_not_there_changes_nothing(bare: Resume, pointer: LinePointer) -> None:
    assert apply_pointers(bare, [pointer]) == bare


def test_a_pointer_never_overrides_what_rules_found(full: Resume) -> None:
    pointer = LinePointer(line=3, label=PointerLabel.NAME)
    assert apply_pointers(full, [pointer]).contact == full.contact


@given(
    st.lists(
        st.builds(
            LinePointer,
            line=st.integers(-2, 8),
            label=st.sampled_from(PointerLabel),
            entry=st.integers(-1, 3),
            part=st.none() | st.sampled_from(["Ada", "welding", "Rocket", "Jan 2020", "zzz"]),
        ),
        max_size=6,
    )
)
def test_no_pointers_can_invent(pointers: list[LinePointer]) -> None:
    assert unsupported_values(apply_pointers(parse(BARE, suffix=".txt"), pointers)) == []


def test_corrections_beat_the_file_and_are_marked(full: Resume) -> None:
    corrected = apply_corrections(
        full,
        {
            "contact.phone": "+1 555 0000",
            "work.0.roles.1.title": "Lead Product Manager",
            "work.0.roles.0.end": "06/2024",
            "skills.add": "Figma, SQL",
            "skills.remove": "Jira",
            "work.9.employer": "Nowhere",
            "contact.shoe_size": "44",
        },
    )
    assert corrected.contact.phone is not None
    assert is_persons_word(corrected.contact.phone)
    role = corrected.work[0].roles[1]
    assert role.title is not None
    assert role.title.text == "Lead Product Manager"
    dates = corrected.work[0].roles[0].dates
    assert dates is not None
    assert dates.end is not None
    assert (dates.end.iso(), dates.is_current) == ("2024-06", False)
    names = [skill.name.text for skill in corrected.skills]
    assert "Figma" in names
    assert "Jira" not in names
    assert names.count("SQL") == 1
    assert len(corrected.work) == len(full.work)


def test_the_word_present_reopens_a_role_and_empty_words_remove(full: Resume) -> None:
    corrected = apply_corrections(full, {"work.1.roles.0.end": "heute", "contact.phone": ""})
    dates = corrected.work[1].roles[0].dates
    assert dates is not None
    assert dates.is_current
    assert corrected.contact.phone is None


def test_a_date_that_is_none_changes_nothing(full: Resume) -> None:
    assert apply_corrections(full, {"work.0.roles.0.end": "soon"}) == full


def test_years_of_experience_follow_corrections(full: Resume) -> None:
    today = date(2026, 11, 21)
    before = years_of_experience(full, today=today)
    after = years_of_experience(
        apply_corrections(full, {"work.0.roles.0.end": "12/2020"}), today=today
    )
    assert before == 14.9
    assert after == 9.0
