"""Intervals and tests for two proportions, from counts. Standard library only.

Every formula has its source beside it; an independent implementation of each is compared in the
tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Z95 = NormalDist().inv_cdf(0.975)
"""1.959964: the quantile of a two-sided 95 % interval."""
Z_MARK = 1.96
"""Standard deviations from which a difference counts as larger than chance."""
ALPHA = math.erfc(Z_MARK / math.sqrt(2))
"""0.049996: the two-sided probability that belongs to ``Z_MARK``."""
SMALL_EXPECTED = 5
"""An expected count below this makes the normal approximation doubtful: the exact test is used."""
_EXACT_UP_TO = 3_000
"""People in both groups up to whom the exact test uses whole numbers only."""
_TIE = 1e-9
"""Relative difference under which two probabilities are the same, where they are not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A two-sided test of one group against the reference."""

    kind: Literal["z", "fisher"]
    z: float | None
    """Standard deviations, negative when the group's rate is lower; None where it is undefined."""
    p: float


def wilson(successes: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927); 0 to 1 when there is nobody.

    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if total == 0:
        return 0.0, 1.0
    rate, square = successes / total, Z95 * Z95
    middle = (rate + square / (2 * total)) / (1 + square / total)
    reach = (Z95 / (1 + square / total)) * math.sqrt(
        rate * (1 - rate) / total + square / (4 * total * total)
    )
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == total else min(1.0, middle + reach)
    return low, high


def ratio_interval(x: int, n: int, x_ref: int, n_ref: int) -> tuple[float, float] | None:
    """The 95 % interval of a ratio of two rates, on the logarithm (Katz and others 1978).

    ``exp(ln IR ± 1.96 sqrt((1 - p)/x + (1 - p_ref)/x_ref))``. Where a count is 0, or both rates
    are 1 and the formula has no width, half a person is added to each of the four counts.
    None when nobody was selected in either group or a group is empty.

    >>> [round(bound, 3) for bound in ratio_interval(24, 104, 30, 98)]
    [0.476, 1.195]
    """
    if n == 0 or n_ref == 0 or x + x_ref == 0:
        return None
    a, b, c, d = float(x), float(n), float(x_ref), float(n_ref)
    if x == 0 or x_ref == 0 or (x == n and x_ref == n_ref):
        a, b, c, d = a + 0.5, b + 1, c + 0.5, d + 1
    middle = math.log((a / b) / (c / d))
    reach = Z_MARK * math.sqrt((1 - a / b) / a + (1 - c / d) / c)
    return math.exp(middle - reach), math.exp(middle + reach)


def pooled_z(x: int, n: int, x_ref: int, n_ref: int) -> float | None:
    """``(p - p_ref) / sqrt(q (1 - q) (1/n + 1/n_ref))`` with the rate q of both together.

    The standard-deviation analysis of 29 CFR 1607.4(D) practice, without continuity correction.
    0 when nobody or everybody was selected; None when a group is empty.

    >>> round(pooled_z(24, 104, 30, 98), 4)
    -1.2094
    """
    if n == 0 or n_ref == 0:
        return None
    together = (x + x_ref) / (n + n_ref)
    variance = together * (1 - together) * (1 / n + 1 / n_ref)
    if variance <= 0:
        return 0.0
    return (x / n - x_ref / n_ref) / math.sqrt(variance)


def two_sided(z: float) -> float:
    """The probability of at least so many standard deviations either way.

    >>> round(two_sided(1.96), 4)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


def smallest_expected(x: int, n: int, x_ref: int, n_ref: int) -> float:
    """The smallest of the four counts that equal rates would give.

    >>> smallest_expected(1, 10, 9, 90)
    1.0
    """
    total = n + n_ref
    if total == 0:
        return 0.0
    chosen = x + x_ref
    return min(n, n_ref) * min(chosen, total - chosen) / total


def fisher_exact(x: int, n: int, x_ref: int, n_ref: int) -> float:
    """Fisher's exact test, two-sided: all tables that are no likelier than the one counted.

    Whole-number arithmetic up to 3,000 people, relative weights from the likeliest table beyond.

    >>> round(fisher_exact(1, 10, 9, 10), 6)
    0.001093
    """
    total, chosen = n + n_ref, x + x_ref
    low, high = max(0, chosen - n_ref), min(n, chosen)
    if low == high:
        return 1.0
    if total <= _EXACT_UP_TO:
        weights = _whole_weights(n, n_ref, chosen, low=low, high=high)
        counted = weights[x - low]
        return sum(weight for weight in weights if weight <= counted) / sum(weights)
    shares = _relative_weights(n, n_ref, chosen, low=low, high=high)
    limit = shares[x - low] * (1 + _TIE)
    return min(1.0, math.fsum(one for one in shares if one <= limit) / math.fsum(shares))


def _whole_weights(n: int, n_ref: int, chosen: int, *, low: int, high: int) -> list[int]:
    weight = math.comb(n, low) * math.comb(n_ref, chosen - low)
    weights = [weight]
    for k in range(low, high):
        weight = weight * (n - k) * (chosen - k) // ((k + 1) * (n_ref - chosen + k + 1))
        weights.append(weight)
    return weights


def _relative_weights(n: int, n_ref: int, chosen: int, *, low: int, high: int) -> list[float]:
    """Each table's probability divided by the likeliest one's; far tails become 0."""
    mode = min(high, max(low, ((n + 1) * (chosen + 1)) // (n + n_ref + 2)))
    weights = [0.0] * (high - low + 1)
    weights[mode - low] = value = 1.0
    for k in range(mode, high):
        value *= (n - k) * (chosen - k) / ((k + 1) * (n_ref - chosen + k + 1))
        if value == 0.0:
            break
        weights[k + 1 - low] = value
    value = 1.0
    for k in range(mode, low, -1):
        value *= k * (n_ref - chosen + k) / ((n - k + 1) * (chosen - k + 1))
        if value == 0.0:
            break
        weights[k - 1 - low] = value
    return weights


def compare(x: int, n: int, x_ref: int, n_ref: int) -> Comparison | None:
    """The z-test, or Fisher's exact test when an expected count is below 5; None if one is empty.

    >>> compare(1, 10, 9, 10).kind, compare(24, 104, 30, 98).kind
    ('z', 'z')
    >>> compare(0, 8, 5, 10).kind
    'fisher'
    """
    z = pooled_z(x, n, x_ref, n_ref)
    if z is None:
        return None
    if smallest_expected(x, n, x_ref, n_ref) < SMALL_EXPECTED:
        return Comparison(kind="fisher", z=z, p=fisher_exact(x, n, x_ref, n_ref))
    return Comparison(kind="z", z=z, p=two_sided(z))


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Probabilities adjusted for looking at several groups at once (Holm 1979), in their order.

    >>> holm((0.01, 0.04, 0.03))
    (0.03, 0.06, 0.06)
    """
    count = len(values)
    order = sorted(range(count), key=lambda at: values[at])
    adjusted = [0.0] * count
    highest = 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, (count - place) * values[at]))
        adjusted[at] = highest
    return tuple(adjusted)


def cohen_h(rate: float, reference: float) -> float:
    """The size of a difference of two rates: ``2 asin sqrt(p) - 2 asin sqrt(p_ref)`` (Cohen 1988).

    >>> round(cohen_h(0.25, 0.5), 4)
    -0.5236
    """
    return 2 * math.asin(math.sqrt(rate)) - 2 * math.asin(math.sqrt(reference))
