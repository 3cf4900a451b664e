"""What a pool of this size can show at all: said before anything else."""

from __future__ import annotations

import math
from statistics import NormalDist

from domain.audit.proportions import Z_MARK

WANTED_POWER = 0.8
"""The usual convention: a difference of the size asked about is seen in four of five pools."""
BENCHMARK = 0.8
"""The four-fifths screening benchmark (29 CFR 1607.4(D)); a benchmark and nothing more."""
_NORMAL = NormalDist()
_STEPS = 60
"""Halvings: exact far beyond the digits shown."""


def power_at(ratio: float, *, n: int, n_ref: int, rate_ref: float) -> float:
    """How often the z-test sees a group's rate that is ``ratio`` times the reference's, 0 to 1.

    Normal approximation for two proportions, two-sided, pooled under equality (Fleiss, Levin and
    Paik 2003, chapter 4, without continuity correction).

    >>> round(power_at(0.8, n=400, n_ref=400, rate_ref=0.5), 3)
    0.813
    """
    rate = ratio * rate_ref
    if n == 0 or n_ref == 0 or not 0 < rate_ref <= 1 or rate > 1:
        return 0.0
    together = (n * rate + n_ref * rate_ref) / (n + n_ref)
    chance = math.sqrt(together * (1 - together) * (1 / n + 1 / n_ref))
    actual = math.sqrt(rate * (1 - rate) / n + rate_ref * (1 - rate_ref) / n_ref)
    distance = rate_ref - rate
    if actual == 0:
        return 1.0 if distance > Z_MARK * chance else 0.0
    below = _NORMAL.cdf((distance - Z_MARK * chance) / actual)
    above = _NORMAL.cdf((-distance - Z_MARK * chance) / actual)
    return below + above


def detectable_ratio(*, n: int, n_ref: int, rate_ref: float) -> float | None:
    """The ratio nearest to 1 that is seen with a power of 0.8; None when not even 0 would be.

    Everything closer to 1 is missed more than one time in five, so no reading is given for it.

    >>> round(detectable_ratio(n=400, n_ref=400, rate_ref=0.5), 3)
    0.803
    >>> detectable_ratio(n=4, n_ref=4, rate_ref=0.2) is None
    True
    """

    def is_seen(ratio: float) -> bool:
        return power_at(ratio, n=n, n_ref=n_ref, rate_ref=rate_ref) >= WANTED_POWER

    if not is_seen(0.0):
        return None
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_seen(middle) else (low, middle)
    return low
