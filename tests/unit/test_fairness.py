"""Variants in which only identity differs, and what is said of their scores."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fairness.name_lists import NAME_LISTS
from domain.fairness.rewriting import Edit, read_again, rewritten
from domain.fairness.stability import Trial, digest_of, stability
from domain.fairness.variants import VariantKind, variants_of
from domain.redaction.leaks import leaks
from domain.resume.model import Resume, ResumeText
from domain.resume.spans import unsupported_values
from domain.screening.evidence import EvidenceFact, FactKind
from domain.screening.score import Band, Score
from tests.unit.redaction_stage import engineer

_ENGINEER = engineer()


def _score(total: float | None, *, band: Band = Band.OPEN) -> Score:
    points = total or 0.0
    return Score(
        rubric_digest="r", total=total, shown=points, possible=100.0, coverage=1.0, band=band,
        gates=(), criteria=(),
    )  # fmt: skip


def _trial(total: float, *, kind: VariantKind = VariantKind.NAME, facts: str = "f") -> Trial:
    return Trial(kind=kind, label="name list 1, 1", score=_score(total), facts=facts)


def test_eight_lists_have_six_names_each_and_no_name_twice() -> None:
    names = [name for row in NAME_LISTS for name in row]

    assert [len(row) for row in NAME_LISTS] == [6] * 8
    assert len(set(names)) == 48


def test_every_kind_of_variant_is_made() -> None:
    counts = Counter(variant.kind for variant in variants_of(engineer(), per_list=2))

    assert counts == {
        VariantKind.NAME: 16,
        VariantKind.PRONOUN: 2,
        VariantKind.SCHOOL: 3,
        VariantKind.GAP: 1,
        VariantKind.ADDRESS: 3,
        VariantKind.REDACTED: 1,
    }


def test_variants_keep_every_value_a_span_of_their_text() -> None:
    for variant in variants_of(engineer(), per_list=1):
        assert unsupported_values(variant.resume) == [], variant.label


def test_a_name_variant_holds_the_new_name_in_every_form_and_the_old_one_nowhere() -> None:
    resume = engineer()
    variant = next(v for v in variants_of(resume) if v.label == "name list 8, 2")
    text = variant.resume.source.text

    assert text.startswith("KWAME ASANTE")
    assert "kwame.asante@example.org" in text
    assert "linkedin.com/in/kwame-asante" in text
    assert "Jane" not in text
    assert "Smith" not in text
    assert "Led the move to Kubernetes with Jenkins and Go" in text


def test_the_redacted_variant_gives_nobody_away() -> None:
    resume = engineer()
    variant = next(v for v in variants_of(resume) if v.kind is VariantKind.REDACTED)

    assert leaks(variant.resume.source.text, resume, file_name="cv.pdf") == ()
    assert "03/2019 - Present" in variant.resume.source.text


def test_a_document_without_a_name_gets_one() -> None:
    resume = Resume(
        source=ResumeText(text="Skills: triage, Python", pages=1, media_type="text/plain")
    )
    variant = variants_of(resume)[0]

    assert variant.resume.source.text.startswith("Emily Walsh\nSkills: triage")
    assert unsupported_values(variant.resume) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.text("abc X", max_size=9)),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None)
def test_rewriting_follows_any_edits(edits: list[tuple[int, int, str]]) -> None:
    resume = _ENGINEER
    length = len(resume.source.text)
    changed = rewritten(
        resume,
        [
            Edit(start=start, end=min(length, start + size), words=words)
            for start, size, words in edits
        ],
    )

    for value in (skill.name for skill in changed.skills):
        assert 0 <= value.span.start < value.span.end <= len(changed.source.text)


def test_no_edit_changes_nothing() -> None:
    assert rewritten(engineer(), []) == engineer()


def test_reading_again_finds_the_same_roles() -> None:
    again = read_again(engineer())

    assert [len(work.roles) for work in again.work] == [1, 1]


def test_equal_facts_are_proof_of_no_difference() -> None:
    report = stability(_score(78), [_trial(78), _trial(78)], facts="f", repeats=[_score(78)])

    assert (report.proof, report.largest, report.is_finding) == ("f", 0.0, False)


def test_a_difference_above_one_point_is_a_finding_and_one_point_is_not() -> None:
    within = stability(_score(78), [_trial(79, facts="g")], facts="f")
    above = stability(_score(78), [_trial(76.5, facts="g"), _trial(78)], facts="f")

    assert not within.is_finding
    assert (above.is_finding, above.largest, above.mean, above.proof) == (True, 1.5, -0.75, None)


def test_noise_of_repeats_widens_the_bound() -> None:
    noisy = [_score(74), _score(82)]
    report = stability(_score(78), [_trial(81, facts="g")], facts="f", repeats=noisy)

    assert report.bound == pytest.approx(2 * report.repeat_spread)
    assert not report.is_finding


def test_another_band_is_a_flip() -> None:
    flipped = Trial(
        kind=VariantKind.SCHOOL, label="school 1", facts="g", score=_score(78, band=Band.STRONG)
    )
    report = stability(_score(78), [flipped, _trial(78)], facts="f")

    assert report.flip_rate == 0.5
    assert [(each.kind, each.flips) for each in report.kinds] == [
        (VariantKind.NAME, 0),
        (VariantKind.SCHOOL, 1),
    ]


def test_without_a_total_what_is_shown_is_compared() -> None:
    report = stability(_score(None), [_trial(3, facts="g")], facts="f")

    assert (report.base, report.largest) == (None, 3.0)


def test_no_variants_are_no_proof() -> None:
    report = stability(_score(50), [], facts="f")

    assert (report.proof, report.trials, report.flip_rate) == (None, 0, 0.0)


def test_the_digest_ignores_order_and_line_numbers_only() -> None:
    one = EvidenceFact(kind=FactKind.SKILL, name="Go", months=12, quotes=("q1",))
    two = EvidenceFact(kind=FactKind.SKILL, name="R", quotes=("q2",))
    moved = EvidenceFact(kind=FactKind.SKILL, name="Go", months=12, quotes=("q7",))
    longer = EvidenceFact(kind=FactKind.SKILL, name="Go", months=13, quotes=("q1",))

    assert digest_of([one, two]) == digest_of([two, moved])
    assert digest_of([one]) != digest_of([longer])
