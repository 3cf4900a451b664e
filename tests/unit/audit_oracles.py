"""Independent implementations that the audit's arithmetic is compared with, on the same pools.

Where they define something else than we do, it is said here and left out of the comparison:

- aedt-audit gives a ratio to unknown and excluded groups too; we give none. Its 2 % are, as ours,
  of everybody.
- glassbox-hiring counts the 2 % of the people whose group is known, chooses the exact test when a
  *counted* cell is under 5 (we: an *expected* one, which is the usual condition), and gives the
  reference no ratio (we: 1). Both tests are compared on their own.
- Neither computes intervals of ratios, Holm, power or the flip test. Intervals and power are
  compared with scipy, Holm with its definition.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import aedt_audit
import pandas as pd  # type: ignore[import-untyped]  # no stubs installed
from glassbox.audit.impact import (  # type: ignore[import-untyped]  # ships no types
    GroupOutcome,
    adverse_impact,
    impact_ratio_curve,
)
from glassbox.audit.stats import (  # type: ignore[import-untyped]  # ships no types
    fisher_exact_2x2,
    two_proportion_z,
    wilson_interval,
)
from scipy import stats  # type: ignore[import-untyped]  # no stubs installed

from domain.audit.pool import (
    Attribute,
    GroupCount,
    Pool,
    above,
    count_groups,
    selection,
)
from domain.audit.proportions import (
    compare,
    fisher_exact,
    pooled_z,
    ratio_interval,
    two_sided,
    wilson,
)
from domain.audit.sweep import sweep
from domain.audit.tables import GroupTable, group_table

UNKNOWN = aedt_audit.UNKNOWN


@dataclass(slots=True)
class Tally:
    """How many figures were compared and the largest difference."""

    compared: int = 0
    largest: float = 0.0
    worst: str = ""
    by_oracle: dict[str, int] = field(default_factory=dict)

    def add(self, oracle: str, what: str, ours: float, theirs: float) -> None:
        """Compare one figure."""
        self.compared += 1
        self.by_oracle[oracle] = self.by_oracle.get(oracle, 0) + 1
        difference = abs(ours - theirs)
        if math.isnan(difference):
            difference = 0.0 if math.isnan(ours) and math.isnan(theirs) else math.inf
        if difference > self.largest:
            self.largest, self.worst = difference, f"{oracle} {what}: {ours} / {theirs}"


def check_pool(pool: Pool, tally: Tally) -> None:
    """Compare everything that the oracles compute for one pool."""
    for attribute in pool.attributes:
        counts = count_groups(pool.people, attribute=attribute, outcome=selection)
        table = group_table(counts)
        _aedt(pool, attribute, table, tally, scoring=False)
        _glassbox(counts, table, tally)
        _pairs(table, tally)
        middle = pool.median_score()
        assert middle is not None
        scoring = count_groups(pool.people, attribute=attribute, outcome=above(middle))
        _aedt(pool, attribute, group_table(scoring), tally, scoring=True)
        _curve(pool, attribute, tally)


def _frame(pool: Pool) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sex": [one.sex for one in pool.people],
            "race_ethnicity": [one.race_ethnicity for one in pool.people],
            "selected": [bool(one.selected) for one in pool.people],
            "score": [one.score for one in pool.people],
        }
    )


def _columns(attribute: Attribute) -> list[str]:
    return ["sex", "race_ethnicity"] if attribute is Attribute.BOTH else [attribute.value]


def _aedt(
    pool: Pool, attribute: Attribute, table: GroupTable, tally: Tally, *, scoring: bool
) -> None:
    by = _columns(attribute)
    frame = _frame(pool)
    rates = (
        aedt_audit.scoring_rates(frame, by=by, score="score")
        if scoring
        else aedt_audit.selection_rates(frame, by=by, outcome="selected")
    )
    found = aedt_audit.significance(aedt_audit.four_fifths(rates, by=by), by=by)
    count_name = "above_median" if scoring else "selected"
    rows = {row.label: row for row in table.rows}
    unknown_n = 0
    for _, theirs in found.iterrows():
        labels = [str(theirs[name]) for name in by]
        if UNKNOWN in labels:
            unknown_n += int(theirs["n"])
            continue
        ours = rows[", ".join(labels)]
        assert ours.n is not None
        assert ours.selected is not None
        assert ours.rate is not None
        tally.add("aedt-audit", "n", ours.n, theirs["n"])
        tally.add("aedt-audit", "chosen", ours.selected, theirs[count_name])
        tally.add("aedt-audit", "rate", ours.rate, theirs["rate"])
        tally.add("aedt-audit", "share", ours.share or 0.0, theirs["share"])
        tally.add("aedt-audit", "excluded", ours.role == "excluded", bool(theirs["excluded"]))
        if ours.ratio is not None:
            tally.add("aedt-audit", "ratio", ours.ratio, theirs["impact_ratio"])
        if ours.role == "compared" and ours.z is not None and ours.ratio is not None:
            tally.add("aedt-audit", "z", ours.z, theirs["z_score"])
            tally.add("aedt-audit", "p", two_sided(ours.z), theirs["p_value"])
            tally.add(
                "aedt-audit",
                "to 0.80",
                ours.to_benchmark or 0,
                theirs["selections_to_four_fifths"],
            )
    tally.add("aedt-audit", "unknown", table.unknown, unknown_n)


def _glassbox(counts: tuple[GroupCount, ...], table: GroupTable, tally: Tally) -> None:
    kept = {row.label for row in table.rows if row.role in {"reference", "compared"}}
    outcomes = [
        GroupOutcome(one.label, one.selected, one.n)
        for one in counts
        if one.label is not None and one.label in kept
    ]
    if len(outcomes) < 2:
        return
    report = adverse_impact(outcomes)
    rows = {row.label: row for row in table.rows}
    for theirs in report.groups:
        ours = rows[theirs.name]
        assert ours.rate_low is not None
        assert ours.rate_high is not None
        tally.add("glassbox", "rate", ours.rate or 0.0, theirs.selection_rate)
        tally.add("glassbox", "Wilson low", ours.rate_low, theirs.rate_ci[0])
        tally.add("glassbox", "Wilson high", ours.rate_high, theirs.rate_ci[1])
        if theirs.impact_ratio is not None and ours.role == "compared":
            tally.add("glassbox", "ratio", ours.ratio or 0.0, theirs.impact_ratio)
            tally.add("glassbox", "below", bool(ours.is_below), theirs.flagged)
            tally.add("glassbox", "to 0.80", ours.to_benchmark or 0, theirs.shortfall)


def _pairs(table: GroupTable, tally: Tally) -> None:
    reference = next((row for row in table.rows if row.role == "reference"), None)
    if reference is None or reference.n is None or reference.selected is None:
        return
    for row in table.compared:
        if row.n is None or row.selected is None:
            continue
        check_pair(row.selected, row.n, reference.selected, reference.n, tally)


def check_pair(x: int, n: int, x_ref: int, n_ref: int, tally: Tally) -> None:
    """Compare the tests and intervals of two groups."""
    where = f"({x}, {n}, {x_ref}, {n_ref})"
    exact = fisher_exact(x, n, x_ref, n_ref)
    square = [[x, n - x], [x_ref, n_ref - x_ref]]
    tally.add("scipy", f"Fisher {where}", exact, float(stats.fisher_exact(square).pvalue))
    theirs = fisher_exact_2x2(x, n - x, x_ref, n_ref - x_ref)
    tally.add("glassbox", f"Fisher {where}", exact, theirs.p_value)
    z = pooled_z(x, n, x_ref, n_ref)
    assert z is not None
    normal = two_proportion_z(x, n, x_ref, n_ref)
    tally.add("glassbox", f"z {where}", z, normal.statistic or 0.0)
    tally.add("glassbox", f"z p {where}", two_sided(z), normal.p_value)
    if 0 < x + x_ref < n + n_ref:
        chi = stats.chi2_contingency(square, correction=False)
        tally.add("scipy", f"z squared {where}", z * z, float(chi.statistic))
        tally.add("scipy", f"z p {where}", two_sided(z), float(chi.pvalue))
        usual = stats.contingency.expected_freq(square).min() >= 5
        found = compare(x, n, x_ref, n_ref)
        assert found is not None
        tally.add("scipy", f"which test {where}", found.kind == "z", bool(usual))
    low, high = wilson(x, n)
    span = stats.binomtest(x, n).proportion_ci(method="wilson")
    tally.add("scipy", f"Wilson low {where}", low, float(span.low))
    tally.add("scipy", f"Wilson high {where}", high, float(span.high))
    tally.add("glassbox", f"Wilson {where}", low, wilson_interval(x, n)[0])
    ours = ratio_interval(x, n, x_ref, n_ref)
    if x > 0 and x_ref > 0 and ours is not None and (x < n or x_ref < n_ref):
        # scipy has its own quantile; 1.96 corresponds to this confidence level
        level = 1 - 2 * float(stats.norm.sf(1.96))
        katz = stats.contingency.relative_risk(x, n, x_ref, n_ref).confidence_interval(level)
        tally.add("scipy", f"ratio low {where}", ours[0], float(katz.low))
        tally.add("scipy", f"ratio high {where}", ours[1] / katz.high, 1.0)


def _curve(pool: Pool, attribute: Attribute, tally: Tally) -> None:
    """The sweep, on the people whose group is known: glassbox has no unknown group."""
    known = tuple(one for one in pool.people if one.group(attribute) is not None)
    scores: dict[str, list[float]] = {}
    for one in known:
        label = one.group(attribute)
        assert label is not None
        assert one.score is not None
        scores.setdefault(label, []).append(one.score)
    if len(scores) < 2:
        return
    ours = sweep(
        Pool(
            people=known,
            sha256="",
            columns=(),
            has_selected=True,
            has_score=True,
            attributes=(attribute,),
        ),
        attribute=attribute,
    )
    theirs = impact_ratio_curve(scores, min_share=0.02)
    by_percentile = {point.percentile: point for point in theirs}
    for cut in ours:
        point = by_percentile.get(cut.percentile)
        if point is None:
            continue
        tally.add("glassbox", "cut", cut.threshold, point.threshold)
        if cut.min_ratio is not None and point.min_impact_ratio is not None:
            tally.add("glassbox", "ratio at cut", cut.min_ratio, point.min_impact_ratio)
