"""Tables, readings, hiding and the sections that say where a difference arises."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.audit.alternatives import alternative_to
from domain.audit.decomposition import decompose
from domain.audit.drift import funnel, months, overrides, stage_order
from domain.audit.hiding import hide_small
from domain.audit.pool import (
    Attribute,
    CriterionColumn,
    GroupCount,
    Individual,
    Override,
    Pool,
    selection,
)
from domain.audit.proportions import ALPHA
from domain.audit.readings import SENTENCES, Reading, read, sentence
from domain.audit.sweep import sweep
from domain.audit.tables import GroupRow, GroupTable, group_table


def table(*groups: tuple[str | None, int, int]) -> GroupTable:
    """A table of (label, selected, n)."""
    return group_table([GroupCount(label=name, n=n, selected=x) for name, x, n in groups])


def row(of: GroupTable, label: str) -> GroupRow:
    return next(one for one in of.rows if one.label == label)


def known(value: float | None) -> float:
    """The figure, which has to be there."""
    assert value is not None
    return value


def test_the_four_sentences_and_not_enough_data_are_chosen_by_the_three_conditions() -> None:
    assert row(table(("a", 480, 1000), ("b", 500, 1000)), "a").reading is Reading.ABOVE
    assert row(table(("a", 430, 1000), ("b", 500, 1000)), "a").reading is Reading.ABOVE_DIFFERENT
    assert row(table(("a", 300, 1000), ("b", 500, 1000)), "a").reading is Reading.BELOW_DIFFERENT
    assert row(table(("a", 3, 10), ("b", 5, 10)), "a").reading is Reading.TOO_FEW
    assert read(is_below=True, is_different=False, is_enough=True) is Reading.BELOW
    assert len(set(SENTENCES.values())) == 5


def test_fewer_than_30_people_are_not_enough_whatever_the_difference() -> None:
    found = row(table(("a", 0, 29), ("b", 500, 500)), "a")
    assert found.is_different
    assert found.reading is Reading.TOO_FEW
    assert "beyond" not in sentence(found.reading, is_different=True)
    assert "more than chance usually gives" in sentence(found.reading, is_different=True)


def test_low_power_is_not_enough_data_even_with_many_people() -> None:
    found = row(table(("a", 2, 200), ("b", 4, 200)), "a")
    assert found.power is not None
    assert found.power < 0.8
    assert found.reading is Reading.TOO_FEW


def test_exactly_80_percent_is_not_below() -> None:
    found = row(table(("a", 64, 100), ("b", 80, 100)), "a")
    assert found.is_below is False
    assert found.to_benchmark == 0
    assert row(table(("a", 63, 100), ("b", 80, 100)), "a").is_below is True


def test_the_one_person_flip_is_what_counting_one_more_gives() -> None:
    near = table(("a", 319, 500), ("b", 400, 500))
    assert row(near, "a").flips
    assert row(near, "a").to_benchmark == 1
    far = table(("a", 250, 500), ("b", 400, 500))
    assert not row(far, "a").flips


def test_groups_under_2_percent_and_unknown_ones_keep_their_rates_and_have_no_ratio() -> None:
    found = table(("a", 40, 500), ("b", 50, 490), ("c", 5, 10), (None, 20, 100))
    tiny, unknown = row(found, "c"), row(found, "Not stated")
    assert (tiny.role, tiny.rate, tiny.ratio) == ("excluded", 0.5, None)
    assert (unknown.role, unknown.rate, unknown.ratio) == ("unknown", 0.2, None)
    assert found.reference == "b"
    assert found.unknown == 100


@pytest.mark.parametrize(
    "groups",
    [
        (),
        ((None, 3, 10),),
        (("a", 3, 10),),
        (("a", 3, 10), (None, 3, 10)),
        (("a", 0, 50), ("b", 0, 50)),
        (("a", 0, 0), ("b", 3, 10)),
    ],
    ids=["nobody", "unknown only", "one group", "one and unknown", "rate 0", "an empty group"],
)
def test_where_nothing_can_be_compared_there_is_no_ratio_and_no_reading(
    groups: tuple[tuple[str | None, int, int], ...],
) -> None:
    found = table(*groups)
    assert found.min_ratio is None
    assert all(one.ratio is None and one.reading is None for one in found.rows)


def test_a_rate_of_0_or_1_has_an_interval() -> None:
    none = row(table(("a", 0, 100), ("b", 50, 100)), "a")
    assert none.ratio == 0.0
    assert 0 < known(none.ratio_low) < known(none.ratio_high) < 0.3
    everybody = row(table(("a", 90, 90), ("b", 100, 100)), "a")
    assert everybody.ratio == 1.0
    assert known(everybody.ratio_low) < 1 < known(everybody.ratio_high)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda two: (min(two), max(two))),
        min_size=1,
        max_size=6,
    )
)
def test_figures_of_any_table_are_within_their_bounds(pairs: list[tuple[int, int]]) -> None:
    found = table(*((chr(97 + at), x, n) for at, (x, n) in enumerate(pairs)))
    for one in found.rows:
        assert known(one.rate_low) <= known(one.rate) <= known(one.rate_high)
        if one.role == "compared" and one.ratio is not None:
            assert 0 <= one.ratio <= 1
            if one.selected:
                assert known(one.ratio_low) <= one.ratio <= known(one.ratio_high)
            assert 0 <= known(one.p) <= known(one.p_holm) <= 1
            assert one.is_different == (known(one.p_holm) <= ALPHA)
            assert one.is_below == (known(one.to_benchmark) > 0)
            assert known(one.shortfall) >= -1e-9
            assert 0 <= known(one.power) <= 1
    assert sum(one.role == "reference" for one in found.rows) <= 1


def test_small_counts_are_hidden_and_cannot_be_subtracted_from_the_total() -> None:
    full = table(("a", 50, 100), ("b", 40, 90), ("c", 2, 12), (None, 30, 60))
    shown = hide_small(full)
    hidden = [one for one in shown.rows if one.is_hidden]
    assert {one.label for one in hidden} == {"b", "c"}
    for one in hidden:
        assert (one.n, one.selected, one.rate, one.ratio, one.share) == (None,) * 5
    known_n = sum(one.n or 0 for one in shown.rows)
    assert shown.n - known_n == 102
    assert row(shown, "Not stated").n == 60
    unchanged = table(("a", 50, 100), ("b", 40, 90))
    assert hide_small(unchanged) == unchanged


def people(
    *rows: Individual,
    gates: tuple[str, ...] = (),
    criteria: tuple[CriterionColumn, ...] = (),
) -> Pool:
    return Pool(
        people=rows,
        sha256="",
        columns=(),
        has_selected=True,
        has_score=True,
        attributes=(Attribute.SEX,),
        gates=gates,
        criteria=criteria,
    )


def test_the_sweep_has_every_decile_and_the_threshold_in_use() -> None:
    pool = people(
        *(Individual(sex="F", score=float(at)) for at in range(100)),
        *(Individual(sex="M", score=float(at + 20)) for at in range(100)),
    )
    cuts = sweep(pool, attribute=Attribute.SEX, used=55.0)
    assert len(cuts) == 10
    assert [cut.threshold for cut in cuts] == sorted(cut.threshold for cut in cuts)
    used = next(cut for cut in cuts if cut.percentile is None)
    assert used.min_ratio == pytest.approx(45 / 65)
    assert (used.lowest, used.share) == ("F", 0.55)
    assert sweep(people(Individual(sex="F")), attribute=Attribute.SEX) == ()


def test_the_criterion_that_makes_the_gap_is_found() -> None:
    draw = random.Random(1)
    rows = []
    for at in range(600):
        sex = "F" if at % 2 else "M"
        years = draw.random() * (0.6 if sex == "F" else 1.0)
        rows.append(
            Individual(sex=sex, criteria=(years, draw.random()), gates=(draw.random() > 0.1,))
        )
    pool = people(
        *rows,
        gates=("permission",),
        criteria=(CriterionColumn(name="years >= 8", weight=3), CriterionColumn(name="python")),
    )
    found = decompose(pool, attribute=Attribute.SEX, share=0.3)
    assert found is not None
    assert found.share == pytest.approx(0.3)
    first = found.parts[0]
    assert (first.name, first.kind, first.alone_lowest) == ("years >= 8", "criterion", "F")
    assert first.change is not None
    assert first.change > 0.3
    assert "has led X" in first.alternative
    by_name = {part.name: part for part in found.parts}
    assert by_name["permission"].alone == pytest.approx(1.0, abs=0.1)
    assert not by_name["permission"].alternative


def test_an_unknown_gate_stops_nobody_and_an_unknown_point_lowers_nobody() -> None:
    rows = [
        Individual(sex=sex, gates=(gate,), criteria=(points,))
        for sex, gate, points in (("F", None, 1.0), ("M", True, 1.0))
        for _ in range(40)
    ]
    found = decompose(
        people(*rows, gates=("g",), criteria=(CriterionColumn(name="c"),)),
        attribute=Attribute.SEX,
        share=0.5,
    )
    assert found is not None
    assert found.together == 1.0
    assert {part.name: part.unknown for part in found.parts} == {"g": 40, "c": 0}


def test_there_is_no_decomposition_without_parts() -> None:
    assert decompose(people(Individual(sex="F")), attribute=Attribute.SEX, share=0.5) is None


def test_stages_are_ordered_when_they_are_usual_or_named_and_not_guessed() -> None:
    usual = people(Individual(stage="Offer"), Individual(stage="applied"))
    assert stage_order(usual) == ("applied", "Offer")
    odd = people(Individual(stage="Offer"), Individual(stage="Ring 2"))
    assert stage_order(odd) == ()
    assert stage_order(odd, given=("ring 2", " offer ")) == ("Ring 2", "Offer")
    assert stage_order(odd, given=("ring 2",)) == ()


def test_the_funnel_counts_who_reached_each_stage() -> None:
    rows = [Individual(sex="F", stage="applied") for _ in range(30)]
    rows += [Individual(sex="F", stage="interview") for _ in range(30)]
    rows += [Individual(sex="M", stage="interview") for _ in range(30)]
    rows += [Individual(sex="M", stage="offer") for _ in range(30)]
    pool = people(*rows)
    first, second = funnel(pool, attribute=Attribute.SEX, order=stage_order(pool))
    assert (first.n, first.passed, first.min_ratio, first.lowest) == (120, 90, 0.5, "F")
    assert (second.n, second.passed, second.min_ratio, second.lowest) == (90, 30, 0.0, "F")


def test_months_with_few_people_have_no_ratio() -> None:
    rows = [
        Individual(sex=sex, selected=selected, day=date(2026, month, 3))
        for month, size in ((4, 40), (5, 10))
        for sex, selected in (("F", False), ("F", True), ("M", True))
        for _ in range(size)
    ]
    april, may = months(people(*rows), attribute=Attribute.SEX, outcome=selection)
    assert (april.month, april.n, april.min_ratio) == ("2026-04", 120, 0.5)
    assert (may.month, may.n, may.min_ratio) == ("2026-05", 30, None)


def test_overrides_are_counted_by_direction() -> None:
    rows = [
        Individual(sex="F", override=Override.UP),
        Individual(sex="F", override=Override.KEPT),
        Individual(sex=None, override=Override.DOWN),
        Individual(sex="M"),
    ]
    female, unknown = overrides(people(*rows), attribute=Attribute.SEX)
    assert (female.label, female.n, female.up, female.down, female.net) == ("F", 2, 1, 0, 0.5)
    assert (unknown.label, unknown.down) == ("not stated", 1)


def test_alternatives_are_words_for_every_name() -> None:
    assert "or equivalent" in alternative_to("Master degree")
    assert alternative_to("zzz") == alternative_to("")
