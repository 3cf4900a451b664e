"""What the smallest impact ratio would be at other thresholds."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from domain.audit.pool import Attribute, Pool
from domain.audit.tables import MIN_SHARE

PERCENTILES = (10, 20, 30, 40, 50, 60, 70, 80, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One threshold; whoever scores at least as much would be selected."""

    threshold: float
    percentile: int | None
    """None for the threshold in use."""
    share: float
    """Of everybody with a score, selected."""
    min_ratio: float | None
    lowest: str | None
    """The group with the smallest ratio."""


def sweep(pool: Pool, *, attribute: Attribute, used: float | None = None) -> tuple[Cut, ...]:
    """The deciles of all scores, and the threshold in use, lowest first.

    Deciles are nearest ranks: a score that somebody has, no interpolation. Empty when nobody has
    a score.

    >>> from domain.audit.reading import read_pool
    >>> rows = [f"{at},{'FM'[at % 2]}" for at in range(100)]
    >>> cuts = sweep(read_pool(chr(10).join(["score,sex", *rows])), attribute=Attribute.SEX)
    >>> (cuts[0].threshold, cuts[0].share)
    (9.0, 0.91)
    """
    by_group: dict[str | None, list[float]] = {}
    for one in pool.people:
        if one.score is not None:
            by_group.setdefault(one.group(attribute), []).append(one.score)
    everybody = sorted(score for scores in by_group.values() for score in scores)
    if not everybody:
        return ()
    total = len(everybody)
    known = {
        label: sorted(scores)
        for label, scores in by_group.items()
        if label is not None and len(scores) >= MIN_SHARE * total
    }
    cuts = [
        _cut(
            everybody[math.ceil(percentile * total / 100) - 1],
            percentile=percentile,
            everybody=everybody,
            known=known,
        )
        for percentile in PERCENTILES
    ]
    if used is not None:
        cuts.append(_cut(used, percentile=None, everybody=everybody, known=known))
    return tuple(sorted(cuts, key=lambda cut: (cut.threshold, cut.percentile or 0)))


def _cut(
    threshold: float,
    *,
    percentile: int | None,
    everybody: Sequence[float],
    known: dict[str, list[float]],
) -> Cut:
    rates = {
        label: (len(scores) - bisect_left(scores, threshold)) / len(scores)
        for label, scores in known.items()
    }
    highest = max(rates.values(), default=0.0)
    lowest = min(rates, key=lambda label: (rates[label], label), default=None)
    is_ratio = len(rates) > 1 and highest > 0 and lowest is not None
    return Cut(
        threshold=threshold,
        percentile=percentile,
        share=(len(everybody) - bisect_left(everybody, threshold)) / len(everybody),
        min_ratio=rates[lowest] / highest if is_ratio and lowest is not None else None,
        lowest=lowest if is_ratio else None,
    )
