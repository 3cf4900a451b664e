"""The local adversary finds every form, and nothing in a proper copy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.findings import Level, Observation, Passage
from domain.redaction.leaks import leaks, without_leaks
from domain.redaction.quotes import redacted_observations
from domain.redaction.redacting import redact
from domain.redaction.signals import signals_of
from tests.unit.redaction_stage import engineer

FILE = "Jane_Smith_CV.pdf"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Candidate: Smith, Jane", "full name"),
        ("written by jsmith42", "joined name"),
        ("see SMITH for details", "part of the name"),
        ("call 312 555 0123", "telephone digits"),
        ("call 3125550123 now", "telephone digits"),
        ("mail somebody@example.net", "e-mail address"),
        ("profile: jane-smith", "contact detail"),
        ("https://linkedin.com/in/jane-smith", "contact detail"),
        ("lives near Springfield", "place of residence"),
        ("graduate of Springfield State University", "school"),
        ("She is strong", "gendered word"),
        ("thanks to Alan Turner", "name of somebody else"),
    ],
)
def test_each_form_is_found(text: str, form: str) -> None:
    assert form in {leak.form for leak in leaks(text, engineer(), file_name=FILE)}


def test_a_leak_never_holds_the_words_themselves() -> None:
    found = leaks("Jane Smith, 312 555 0123", engineer(), file_name=FILE)

    assert found
    assert all("Jane" not in leak.form and "312" not in leak.form for leak in found)


def test_the_redacted_text_has_none() -> None:
    resume = engineer()
    text = redact(resume.source.text, signals_of(resume, file_name=FILE)).text

    assert leaks(text, resume, file_name=FILE) == ()


def test_a_name_in_brackets_of_its_own_is_no_mark() -> None:
    assert leaks("by [Jane Smith]", engineer(), file_name=FILE)


@given(st.sampled_from(["Jane Smith", "jsmith", "SMITH", "jane.smith@example.com", "312-555-0123"]))
@settings(max_examples=25, deadline=None)
def test_masking_foreign_text_leaves_nothing_to_find(secret: str) -> None:
    resume = engineer()
    masked = without_leaks(f"Author {secret}, made with a program", resume, file_name=FILE)

    assert leaks(masked, resume, file_name=FILE) == ()
    assert "made with a program" in masked


def test_observations_are_redacted_in_visible_and_hidden_quotations() -> None:
    resume = engineer()
    text = resume.source.text
    start = text.index("Ms Smith also writes R.")
    seen = Observation(
        rule="timeline.x",
        level=Level.INFO,
        title="One passage",
        quotes=(
            Passage(quote="Ms Smith also writes R.", start=start, end=start + 23),
            Passage(quote="Author: Jane Smith", start=0, end=0),
        ),
        benign=("It is a habit.",),
    )
    (shown,) = redacted_observations(
        [seen], resume=resume, signals=signals_of(resume, file_name=FILE), file_name=FILE
    )

    assert [passage.quote for passage in shown.quotes] == [
        "[name] also writes R.",
        "Author: [name]",
    ]
    assert shown.quotes[0].start == start


def test_addresses_of_ours_are_no_leak() -> None:
    text = "Write to jobs+backend@firm.example."

    assert leaks(text, engineer(), file_name=FILE, allowed=["jobs+backend@firm.example"]) == ()
    assert leaks(text, engineer(), file_name=FILE)


def test_a_long_row_of_initials_is_bounded_work() -> None:
    text = "J S " * 1500

    assert all(leak.kind.value == "name" for leak in leaks(text, engineer(), file_name=FILE))
