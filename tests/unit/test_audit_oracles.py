"""1,000 random pools: our arithmetic equals independent implementations to 1e-9."""

from __future__ import annotations

import itertools
import random

import pytest
from scipy import stats  # type: ignore[import-untyped]  # no stubs installed

from domain.audit.power import detectable_ratio, power_at
from domain.audit.proportions import ALPHA, fisher_exact, holm
from tests.unit.audit_oracles import Tally, check_pair, check_pool
from tests.unit.audit_pools import random_pool

CLOSE = 1e-9


def test_figures_of_random_pools_equal_those_of_independent_implementations() -> None:
    tally = Tally()
    for seed in range(20):
        check_pool(random_pool(seed), tally)
    assert tally.largest < CLOSE, tally.worst
    assert tally.compared > 5_000
    assert set(tally.by_oracle) == {"aedt-audit", "glassbox", "scipy"}


@pytest.mark.long
def test_figures_of_1000_random_pools_equal_those_of_independent_implementations() -> None:
    tally = Tally()
    for seed in range(1_000):
        check_pool(random_pool(seed), tally)
    assert tally.largest < CLOSE, tally.worst


def test_every_small_two_by_two_table_has_the_same_tests() -> None:
    tally = Tally()
    for n, n_ref in itertools.product(range(1, 8), repeat=2):
        for x, x_ref in itertools.product(range(n + 1), range(n_ref + 1)):
            check_pair(x, n, x_ref, n_ref, tally)
    assert tally.largest < CLOSE, tally.worst


def test_large_tables_have_the_same_exact_test() -> None:
    draw = random.Random(7)
    for _ in range(60):
        n, n_ref = draw.randint(1, 40_000), draw.randint(2_000, 40_000)
        x, x_ref = draw.randint(0, min(n, 60)), draw.randint(0, 60)
        ours = fisher_exact(x, n, x_ref, n_ref)
        theirs = stats.fisher_exact([[x, n - x], [x_ref, n_ref - x_ref]]).pvalue
        assert ours == pytest.approx(theirs, abs=CLOSE)


def test_holm_is_its_definition() -> None:
    draw = random.Random(3)
    for _ in range(200):
        values = [draw.random() ** 3 for _ in range(draw.randint(0, 9))]
        adjusted = holm(values)
        assert len(adjusted) == len(values)
        # step-down: rejected at level a exactly when it and all smaller ones pass a / (m - i)
        for level in (0.001, ALPHA, 0.2, 0.7):
            rejected = set()
            for place, at in enumerate(sorted(range(len(values)), key=lambda one: values[one])):
                if values[at] * (len(values) - place) > level:
                    break
                rejected.add(at)
            assert {at for at, value in enumerate(adjusted) if value <= level} == rejected


def test_power_is_what_a_count_over_all_outcomes_gives() -> None:
    """Exact power by enumeration; the formula is a normal approximation."""
    for n, n_ref, rate, ratio in ((120, 150, 0.5, 0.6), (300, 200, 0.4, 0.8), (80, 90, 0.3, 0.4)):
        chosen = stats.binom.pmf(range(n + 1), n, ratio * rate)
        chosen_ref = stats.binom.pmf(range(n_ref + 1), n_ref, rate)
        seen = 0.0
        for x, x_ref in itertools.product(range(n + 1), range(n_ref + 1)):
            together = (x + x_ref) / (n + n_ref)
            spread = (together * (1 - together) * (1 / n + 1 / n_ref)) ** 0.5
            if spread and abs(x / n - x_ref / n_ref) >= 1.96 * spread:
                seen += chosen[x] * chosen_ref[x_ref]
        assert power_at(ratio, n=n, n_ref=n_ref, rate_ref=rate) == pytest.approx(seen, abs=0.02)


def test_the_detectable_ratio_has_a_power_of_80_percent_and_grows_with_people() -> None:
    before = 0.0
    for n in (30, 60, 120, 500, 5_000):
        found = detectable_ratio(n=n, n_ref=n, rate_ref=0.4)
        assert found is not None
        assert power_at(found, n=n, n_ref=n, rate_ref=0.4) == pytest.approx(0.8, abs=1e-6)
        assert found > before
        before = found
