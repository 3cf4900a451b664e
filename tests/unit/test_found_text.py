"""What counts as the same words: exact characters, white space within strict limits."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.career_documents.certifying import look_for
from integrations.career_documents.expected import Field
from integrations.career_documents.found_text import Words, same_words
from integrations.career_documents.layout import Kind, Piece, Row, item, plain

WORDS = st.lists(st.text("abcéßñ東京กÀ+#.", min_size=1, max_size=9), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.sampled_from([" ", "\n", "  \r\n", "\t"]))
def test_lines_may_break_where_spaces_were_written(words: list[str], joint: str) -> None:
    assert Words.of(joint.join(words)).find(Words.of(" ".join(words))) == 0


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_a_lost_space_is_not_forgiven(words: list[str]) -> None:
    if len(words) > 1:
        assert Words.of("".join(words)).find(Words.of(" ".join(words))) == -1


@pytest.mark.parametrize(
    ("read", "written"),
    [("C ++", "C++"), ("Resume", "Résumé"), ("office", "offi\u00adce"), ("ab\ncd", "abcd"),
     ("work", "Work"), ("1 234", "1234"), ("\ufb01n", "fin")],
)  # fmt: skip
def test_nothing_else_is_forgiven(read: str, written: str) -> None:
    assert not same_words(written, read)


@pytest.mark.parametrize(
    ("read", "written"),
    [("self-\nhosted", "self-hosted"), ("東京\n大学", "東京大学"), ("e\u0301t\u00e9", "été"),
     ("https://example.org/ab\n/c", "https://example.org/ab/c"), ("a\u200bb", "ab")],
)  # fmt: skip
def test_breaks_that_a_page_makes_are_forgiven(read: str, written: str) -> None:
    assert same_words(written, read)


def test_values_out_of_order_are_found_and_told() -> None:
    rows = [Row(kind=Kind.TEXT, pieces=(Piece(text=one),)) for one in ("alpha", "beta")]
    fields = [Field(path=one, text=one) for one in ("alpha", "beta")]
    assert look_for("• alpha\nbeta", rows=rows, fields=fields).is_in_order
    swapped = look_for("beta\nalpha", rows=rows, fields=fields)
    assert (swapped.is_in_order, swapped.missing) == (False, set())
    assert look_for("alpha beta", rows=rows[:1], fields=fields[:1]).has_more
    assert look_for("alpha", rows=rows, fields=fields).missing == {"beta"}


def test_long_texts_take_no_time() -> None:
    for text in ("a" * 100_000, "a " * 50_000, "ab\n" * 33_000, "- " * 50_000, "a." * 50_000):
        began = time.process_time()
        plain(text)
        item(text)
        Words.of(text).find(Words.of(text + "x"))
        Words.of(text).find(Words.of("ab" * 400))
        assert time.process_time() - began < 1.5
