"""A rewrite changes what was accepted and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Defect
from domain.job_wording.checking import check_description
from domain.job_wording.requirements import requirements_of
from domain.job_wording.rewriting import changes_number, difference, rewrite
from evaluation.job_wording.__main__ import read_sentences

TODAY = date(2026, 11, 26)
_SENTENCES = [one.text for one in read_sentences()]
_FACTS = (
    "You work in Denver, CO.",
    "5+ years of Python.",
    "We pay 60,000 to 70,000 EUR a year.",
    "Our office is in Köln.",
    "- SQL and 2 years of Go",
    "Start: 2027-01-15.",
)
_WORDS = re.compile(r"\w+")


def _same(word: str) -> str:
    return "a" if word.lower() == "an" else word.lower()


def test_accepted_words_are_replaced_and_others_stay() -> None:
    text = "We want a salesman. We need a rockstar."
    findings = check_description(text, today=TODAY).findings
    ids = {one.quote: one.id for one in findings}
    assert rewrite(text, findings, accepted={ids["salesman"]}) == (
        "We want a salesperson. We need a rockstar."
    )
    assert rewrite(text, findings, accepted=()) == text


def test_a_number_is_left_out_only_by_name() -> None:
    text = "Candidates must be under 35. You know SQL."
    findings = check_description(text, today=TODAY).findings
    assert changes_number(findings[0])
    assert rewrite(text, findings) == text
    assert "35" not in rewrite(text, findings, accepted={findings[0].id})


def test_left_out_words_leave_no_holes() -> None:
    text = "You join a young, dynamic team.\n- Women need not apply.\n- SQL"
    findings = check_description(text, today=TODAY).findings
    assert rewrite(text, findings) == "You join a dynamic team.\n- SQL"


def test_what_is_left_is_still_a_sentence() -> None:
    text = (
        "We want a young engineer. The applicant must be unmarried. "
        "You must be unmarried, calm, quick and kind."
    )
    findings = check_description(text, today=TODAY).findings
    assert rewrite(text, findings) == (
        "We want an engineer. You must be unmarried, calm, quick and kind."
    )


def test_findings_of_another_text_are_refused() -> None:
    findings = check_description("We want a salesman.", today=TODAY).findings
    with pytest.raises(Defect):
        rewrite("Something else entirely.", findings)


def test_the_difference_pairs_lines() -> None:
    changed = difference("a\nb\nc", "a\nB\nc\nd")
    assert changed.before == ("b", "")
    assert changed.after == ("B", "d")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(_SENTENCES) | st.sampled_from(_FACTS), min_size=1, max_size=8),
    st.data(),
)
def test_no_number_place_or_requirement_changes_unless_accepted(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    findings = check_description(text, today=TODAY).findings
    accepted = frozenset(
        one.id for one in findings if one.rewrite is not None and data.draw(st.booleans())
    )
    for chosen in (None, accepted):
        result = rewrite(text, findings, accepted=chosen)
        touched = [
            (one.start, one.end)
            for one in findings
            if one.rewrite is not None and (chosen is None or one.id in chosen)
        ]
        outside = Counter(
            _same(match[0])
            for match in _WORDS.finditer(text)
            if not any(low < match.end() and match.start() < high for low, high in touched)
        )
        kept = Counter(_same(word) for word in _WORDS.findall(result))
        assert not outside - kept
        if chosen is None:
            numbers = re.compile(r"\d+")
            assert Counter(numbers.findall(text)) == Counter(numbers.findall(result))
        for one in requirements_of(text):
            if not any(low < one.end and one.start < high for low, high in touched):
                assert one.quote in result
