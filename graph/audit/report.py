"""The audit of one role, computed once; paper, published page, pack and JSON all read it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from domain.audit.decomposition import Decomposition, decompose
from domain.audit.drift import Month, Overrides, StageStep, funnel, months, overrides, stage_order
from domain.audit.hiding import SMALLEST_SHOWN, hide_small
from domain.audit.pool import (
    Attribute,
    Outcome,
    Pool,
    above,
    at_or_above,
    count_groups,
    selection,
)
from domain.audit.sweep import Cut, sweep
from domain.audit.tables import GroupTable, group_table
from domain.encoding import to_json
from domain.errors import UserMistake

STATEMENT = "Internal monitoring, not an independent audit under 6 RCNY 5-300."
BENCHMARK_AS_OF = "2026-11"
"""When the status of the four-fifths rule of thumb was last looked up."""

Rate = Literal["selection", "threshold", "median"]
"""How somebody counts as chosen: the outcome column, a threshold, or above the median score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the figures are about; what is not known stays empty and is said so."""

    made_at: datetime
    role: str = ""
    tool: str = "CareerGini"
    version: str = ""
    stage: str = ""
    """Which decision the outcome column is about ("invited to interview")."""
    data_source: str = ""
    """Where the rows come from, and whether they are historical or test data."""
    made_by: str = ""
    rubric_digest: str = ""
    distributed_on: date | None = None
    """When the tool was first used for this role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityLine:
    """Pooled changes of the score for one kind of variant (name, school, gap)."""

    kind: str
    variants: int
    mean_change: float
    largest_change: float
    """Points, without sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledStability:
    """What changed when only identity signals were changed: another property than ratios."""

    candidates: int
    flip_rate: float
    """Share of variants that changed the band, 0 to 1."""
    lines: tuple[StabilityLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeResult:
    """Everything about one attribute."""

    attribute: Attribute
    table: GroupTable
    scoring: GroupTable | None
    """Scoring rates (above the median) beside a table of selections."""
    unknown: int
    detectable: float | None
    """The ratio nearest to 1 that the best-filled comparison could see."""
    cuts: tuple[Cut, ...] = ()
    steps: tuple[StageStep, ...] = ()
    months: tuple[Month, ...] = ()
    parts: Decomposition | None = None
    overrides: tuple[Overrides, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """The whole audit."""

    scope: Scope
    statement: str
    n: int
    """People with an outcome."""
    left_out: int
    """Rows without an outcome; they are in no figure."""
    rate: Rate
    threshold: float | None
    median: float | None
    first_day: date | None
    last_day: date | None
    sha256: str
    columns: tuple[str, ...]
    results: tuple[AttributeResult, ...]
    stability: PooledStability | None
    shows_small_cells: bool
    stages_unknown: bool = False
    """There is a stage column, and the order of its labels is not known."""
    notes: tuple[str, ...] = field(default=())

    @property
    def detectable(self) -> float | None:
        """Of the two attributes on their own, the better-filled comparison."""
        found = [
            one.detectable
            for one in self.results
            if one.detectable is not None and one.attribute is not Attribute.BOTH
        ]
        return max(found, default=None)

    @property
    def headline(self) -> str:
        """Power comes first: what this many people can show at all."""
        people = f"n = {self.n:,}."
        if self.detectable is None:
            return f"{people} Too few people to detect any ratio with this n."
        return f"{people} Smallest ratio we could detect with this n: {self.detectable:.2f}."


def build_report(
    pool: Pool,
    *,
    scope: Scope,
    threshold: float | None = None,
    stages: Sequence[str] = (),
    stability: PooledStability | None = None,
    audit_role: bool = False,
) -> AuditReport:
    """Compute everything the table allows.

    Args:
        pool: The people.
        scope: What the figures are about.
        threshold: The score from which somebody is selected. With an outcome column it is only
            marked in the sweep; without one it decides, and without both the scoring rate (above
            the median of everybody) is used.
        stages: The stages in their order; needed when their labels are not usual ones.
        stability: The pooled result of counterfactual tests, if there is one.
        audit_role: Show counts under 5 too.

    Raises:
        UserMistake: the threshold is not a finite number.
    """
    if threshold is not None and not math.isfinite(threshold):
        raise UserMistake(f"The threshold {threshold} is not a number such as 72.5.")
    rate, outcome = _outcome(pool, threshold=threshold)
    counted = [one for one in pool.people if outcome(one) is not None]
    chosen = sum(outcome(one) is True for one in counted)
    share = chosen / len(counted) if counted else 0.0
    order = stage_order(pool, given=stages) if pool.has_stage else ()
    results = tuple(
        _result(
            pool,
            attribute=attribute,
            outcome=outcome,
            with_scoring=rate != "median" and pool.has_score,
            share=share,
            threshold=threshold,
            order=order,
            audit_role=audit_role,
        )
        for attribute in pool.attributes
    )
    days = [one.day for one in pool.people if one.day is not None]
    return AuditReport(
        scope=scope,
        statement=STATEMENT,
        n=len(counted),
        left_out=len(pool.people) - len(counted),
        rate=rate,
        threshold=threshold,
        median=pool.median_score(),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        sha256=pool.sha256,
        columns=pool.columns,
        results=results,
        stability=stability,
        shows_small_cells=audit_role,
        stages_unknown=pool.has_stage and not order,
    )


def _outcome(pool: Pool, *, threshold: float | None) -> tuple[Rate, Outcome]:
    if pool.has_selected:
        return "selection", selection
    if threshold is not None:
        return "threshold", at_or_above(threshold)
    middle = pool.median_score()
    return "median", above(middle if middle is not None else 0.0)


def _result(
    pool: Pool,
    *,
    attribute: Attribute,
    outcome: Outcome,
    with_scoring: bool,
    share: float,
    threshold: float | None,
    order: Sequence[str],
    audit_role: bool,
) -> AttributeResult:
    full = group_table(count_groups(pool.people, attribute=attribute, outcome=outcome))
    scoring = None
    middle = pool.median_score()
    if with_scoring and middle is not None:
        scoring = group_table(count_groups(pool.people, attribute=attribute, outcome=above(middle)))
    result = AttributeResult(
        attribute=attribute,
        table=full if audit_role else hide_small(full),
        scoring=scoring if scoring is None or audit_role else hide_small(scoring),
        unknown=full.unknown,
        detectable=full.detectable,
    )
    if attribute is Attribute.BOTH:
        # Too few people per cell for stages and months; the tables themselves are what is asked.
        return result
    changed = overrides(pool, attribute=attribute)
    return replace(
        result,
        cuts=sweep(pool, attribute=attribute, used=threshold),
        steps=funnel(pool, attribute=attribute, order=order),
        months=months(pool, attribute=attribute, outcome=outcome) if pool.has_day else (),
        parts=decompose(pool, attribute=attribute, share=share),
        overrides=changed if audit_role else tuple(one for one in changed if _may_show(one)),
    )


def _may_show(one: Overrides) -> bool:
    return all(not 0 < count < SMALLEST_SHOWN for count in (one.n, one.up, one.down))


def report_json(report: AuditReport) -> dict[str, object]:
    """The report as JSON values, every figure with all its digits."""
    document: dict[str, object] = json.loads(to_json(report))
    return {
        "headline": report.headline,
        "detectable": report.detectable,
        "benchmark": {"value": 0.8, "name": "screening benchmark", "as_of": BENCHMARK_AS_OF},
        **document,
    }
