"""Uploaded tables: tolerant of how they were saved, exact about what is wrong with them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.audit.pool import Attribute, Override, Pool
from domain.audit.reading import MAX_LABELS, MAX_ROWS, read_pool
from domain.errors import UserMistake


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read_however_a_spreadsheet_saved_it(
    delimiter: str, end: str, mark: str
) -> None:
    rows = (("Selected", "Score", "Sex"), ("YES", "72.5", " female "), ("no", "", "Male"))
    pool = read_pool(mark + end.join(delimiter.join(row) for row in rows) + end)
    first, second = pool.people
    assert (first.selected, first.score, first.sex) == (True, 72.5, "female")
    assert (second.selected, second.score, second.sex) == (False, None, "Male")
    assert pool.attributes == (Attribute.SEX,)


def test_decimal_commas_quotation_marks_and_line_breaks_in_cells_are_read() -> None:
    pool = read_pool('score;sex;remark\n"72,5";"Fem""ale";"two\nlines; here"\n60;Male;\n')
    assert [one.score for one in pool.people] == [72.5, 60.0]
    assert pool.people[0].sex == 'Fem"ale'


@pytest.mark.parametrize(
    "words", ["", "  ", "unknown", "N/A", "Prefer not to say", "-", "?", "Decline to self-identify"]
)
def test_unknown_is_unknown_in_every_column(words: str) -> None:
    pool = read_pool(
        "selected,score,sex,race,stage,date,gate_a,c_b,override\n" + ",".join([words] * 9) + ",\n"
        "yes,1,F,A,applied,2026-01-01,pass,1,up\n"
    )
    if not words.strip():
        assert len(pool.people) == 1  # an empty line is no person
        return
    one = pool.people[0]
    assert (one.selected, one.score, one.sex, one.race_ethnicity) == (None, None, None, None)
    assert (one.stage, one.day, one.gates, one.criteria) == (None, None, (None,), (None,))
    assert one.override is None


def test_labels_that_differ_in_case_only_are_one_group() -> None:
    pool = read_pool("selected,gender\nyes,Female\nno,female\nno,FEMALE  \n")
    assert {one.sex for one in pool.people} == {"Female"}


def test_both_attributes_give_a_third_table() -> None:
    pool = read_pool("selected,sex,ethnicity\nyes,F,A\nno,F,\n")
    assert pool.attributes == (Attribute.SEX, Attribute.RACE_ETHNICITY, Attribute.BOTH)
    assert [one.group(Attribute.BOTH) for one in pool.people] == ["F, A", None]


def test_gates_criteria_weights_and_overrides_are_read() -> None:
    pool = read_pool(
        "selected,sex,gate_work permission,c_years >= 8:3,C_python,suggested\n"
        "yes,F,pass,0.5,1,no\nno,M,fail,,0,yes\nno,M,,1,1,no\n"
    )
    assert pool.gates == ("work permission",)
    assert [(one.name, one.weight) for one in pool.criteria] == [
        ("years >= 8", 3.0),
        ("python", 1.0),
    ]
    assert [one.gates for one in pool.people] == [(True,), (False,), (None,)]
    assert [one.override for one in pool.people] == [Override.UP, Override.DOWN, Override.KEPT]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The table is empty"),
        ("\n\n", "The table is empty"),
        ("selected,sex\n", "no people"),
        ("name,sex\nA,F\n", "no column selected and no column score"),
        ("selected,name\nyes,A\n", "no column sex and no column race_ethnicity"),
        ("selected,sex\nyes,F\nperhaps,F\n", "Row 3, column selected: “perhaps” is not yes, no"),
        ("score,sex\n1e999,F\n", "Row 2, column score: “1e999” is not a number"),
        ("score,sex\nNaN5,F\n", "Row 2, column score: “NaN5”"),
        ("score;sex\n1,234.5;F\n", "Row 2, column score: “1,234.5”"),
        ("selected,sex,date\nyes,F,2026-13-01\n", "Row 2, column date: “2026-13-01”"),
        ("selected,sex,date\nyes,F,03/04/2026\n", "2026-03-04 or 2026-04-03"),
        ("selected,sex,override\nyes,F,maybe\n", "Row 2, column override: “maybe” is not up, down"),
        ("selected,sex,gender\nyes,F,F\n", "Columns sex and gender mean the same"),
        ("selected,sex\nyes,F,extra\n", "Row 2 has 3 cells and the header has 2"),
        (f"selected,sex\nyes,{'x' * 81}\n", "a label of up to 80 characters"),
    ],
)
def test_what_is_wrong_is_said_with_row_column_and_value(text: str, words: str) -> None:
    with pytest.raises(UserMistake) as caught:
        read_pool(text)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 900


def test_an_iso_month_a_dotted_and_an_unambiguous_date_are_read() -> None:
    pool = read_pool(
        "selected,sex,date\nyes,F,2026-04\nyes,F,3.4.2026\nyes,F,25/04/2026\nyes,F,04/25/2026\n"
        "yes,F,2026-04-03T10:00:00Z\n"
    )
    assert [str(one.day) for one in pool.people] == [
        "2026-04-01",
        "2026-04-03",
        "2026-04-25",
        "2026-04-25",
        "2026-04-03",
    ]


def test_a_column_of_names_is_refused_as_groups() -> None:
    rows = "".join(f"yes,Person {at}\n" for at in range(MAX_LABELS + 5))
    with pytest.raises(UserMistake, match="more than 40 different labels"):
        read_pool("selected,sex\n" + rows)


def test_too_many_rows_and_characters_are_refused_quickly() -> None:
    with pytest.raises(UserMistake, match="200,000 are read"):
        read_pool("selected,sex\n" + "yes,F\n" * (MAX_ROWS + 1))
    started = time.process_time()
    with pytest.raises(UserMistake, match="million characters"):
        read_pool("x" * 50_000_001)
    assert time.process_time() - started < 1


def test_a_quotation_mark_left_open_is_named() -> None:
    with pytest.raises(UserMistake):
        read_pool('selected,sex\nyes,"' + "x" * 200_000)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_pool_or_one_clear_sentence(text: str) -> None:
    for words in (text, "selected,sex\n" + text, "score;sex;c_a\n" + text):
        assert isinstance(_read_or_mistake(words), Pool | UserMistake)


def _read_or_mistake(words: str) -> Pool | UserMistake:
    """Any other error is a failure of the test."""
    try:
        return read_pool(words)
    except UserMistake as mistake:
        return mistake


def test_invisible_characters_of_labels_do_not_reach_a_report() -> None:
    pool = read_pool("selected,sex\nyes,Fe\x1b[31mmale\x07\n")
    assert pool.people[0].sex == "Fe [31mmale"
