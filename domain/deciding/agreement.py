"""Do reviewers agree, does the order of reading matter, and where do they differ? Figures only."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.deciding.model import Scorecard
from domain.deciding.sift import order_for
from domain.ids import CandidateId, RoleId, UserId

FEWEST_PAIRED = 5
"""Candidates with two or more ratings from which agreement is worth a number."""
FEWEST_ORDERED = 8
"""Ratings from which an effect of the order is worth a number."""


def krippendorff_alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Krippendorff's alpha for ordinal ratings: 1 is full agreement, 0 is what chance gives.

    alpha = 1 - D_o / D_e, from the coincidence matrix o_ck (each pair of ratings of one unit counts
    1 / (m_u - 1), m_u ratings in the unit), with the ordinal distance
    d²_ck = (sum of n_g for g from c to k, minus (n_c + n_k) / 2)², n_g the ratings of value g in
    units with at least two; D_o = sum o_ck d²_ck / n and D_e = sum n_c n_k d²_ck / (n (n - 1)).
    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), and Content Analysis
    (2004), chapter 11. Missing ratings are simply absent; units with one rating say nothing.

    Args:
        units: the ratings of each unit, in any order.

    Returns:
        None when no unit has two ratings or every rating is the same value: then there is nothing
        to disagree about, and alpha is not defined.

    >>> krippendorff_alpha([[1, 1], [2, 2], [3, 3]])
    1.0
    >>> krippendorff_alpha([[3], [4]]) is None
    True
    """
    paired = [tuple(unit) for unit in units if len(unit) >= 2]
    counts = Counter(value for unit in paired for value in unit)
    if len(counts) < 2:
        return None
    values = sorted(counts)
    total = sum(counts.values())
    distance = {
        (low, high): (
            sum(counts[value] for value in values if low <= value <= high)
            - (counts[low] + counts[high]) / 2
        )
        ** 2
        for place, low in enumerate(values)
        for high in values[place:]
    }

    def apart(one: int, other: int) -> float:
        return distance[min(one, other), max(one, other)]

    observed = 0.0
    for unit in paired:
        here = Counter(unit)
        pairs = sum(
            here[one] * (here[other] - (one == other)) * apart(one, other)
            for one in here
            for other in here
        )
        observed += pairs / (len(unit) - 1)
    expected = sum(
        counts[one] * counts[other] * apart(one, other) for one in values for other in values
    ) / (total - 1)
    return 1.0 - observed / expected


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's rank correlation, ties at their mean rank; None when one side does not vary.

    The product-moment correlation of the ranks (Spearman 1904; with ties the form of Kendall and
    Gibbons, Rank Correlation Methods, chapter 3).

    >>> rank_correlation([(1, 10), (2, 20), (3, 30)])
    1.0
    >>> rank_correlation([(1, 5), (2, 5)]) is None
    True
    """
    if len(pairs) < 2:
        return None
    first = _ranks([one for one, _ in pairs])
    second = _ranks([other for _, other in pairs])
    middle = (len(pairs) + 1) / 2
    spread_1 = sum((rank - middle) ** 2 for rank in first)
    spread_2 = sum((rank - middle) ** 2 for rank in second)
    if not spread_1 or not spread_2:
        return None
    shared = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    return shared / math.sqrt(spread_1 * spread_2)


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), start=1):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAgreement:
    """How reviewers rated one criterion."""

    criterion: str
    ratings: int
    paired: int
    """Candidates that two or more reviewers rated."""
    alpha: float | None
    """None under :data:`FEWEST_PAIRED` paired candidates, or when all ratings are the same."""
    order_effect: float | None
    """Rank correlation of the place in the reading order with the rating, -1 to 1; None under
    :data:`FEWEST_ORDERED` ratings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far reviewers are apart on one candidate and criterion."""

    candidate: CandidateId
    criterion: str
    lowest: int
    highest: int
    ratings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Everything that submitted scorecards of a role say about reviewing itself."""

    reviewers: int
    cards: int
    criteria: tuple[CriterionAgreement, ...]
    apart: tuple[Spread, ...]
    """Two or more points apart, the widest first: worth a talk."""


def agreement(role: RoleId, cards: Sequence[Scorecard], *, criteria: Sequence[str]) -> Agreement:
    """Figures over submitted scorecards.

    Args:
        role: the role.
        cards: submitted ones.
        criteria: ids, in the order of the rubric.
    """
    rows = [_criterion(role, cards, criterion) for criterion in criteria]
    apart = [
        Spread(
            candidate=candidate,
            criterion=criterion,
            lowest=min(given),
            highest=max(given),
            ratings=len(given),
        )
        for criterion in criteria
        for candidate, given in _by_candidate(cards, criterion).items()
        if max(given) - min(given) >= 2
    ]
    return Agreement(
        reviewers=len({card.reviewer for card in cards}),
        cards=len(cards),
        criteria=tuple(rows),
        apart=tuple(sorted(apart, key=lambda one: one.lowest - one.highest)),
    )


def _criterion(role: RoleId, cards: Sequence[Scorecard], criterion: str) -> CriterionAgreement:
    units = _by_candidate(cards, criterion)
    paired = sum(len(given) >= 2 for given in units.values())
    placed = _placed(role, cards, criterion)
    return CriterionAgreement(
        criterion=criterion,
        ratings=sum(len(given) for given in units.values()),
        paired=paired,
        alpha=krippendorff_alpha(list(units.values())) if paired >= FEWEST_PAIRED else None,
        order_effect=rank_correlation(placed) if len(placed) >= FEWEST_ORDERED else None,
    )


def _by_candidate(cards: Sequence[Scorecard], criterion: str) -> Mapping[CandidateId, list[int]]:
    units: dict[CandidateId, list[int]] = {}
    for card in cards:
        if criterion in card.ratings:
            units.setdefault(card.candidate, []).append(card.ratings[criterion])
    return units


def _placed(role: RoleId, cards: Sequence[Scorecard], criterion: str) -> list[tuple[float, float]]:
    """Place, as a share of the reviewer's own row from 0 to 1, and rating."""
    rows: dict[UserId, dict[CandidateId, int]] = {}
    for card in cards:
        if criterion in card.ratings:
            rows.setdefault(card.reviewer, {})[card.candidate] = card.ratings[criterion]
    placed: list[tuple[float, float]] = []
    for reviewer, given in rows.items():
        order = order_for(role, reviewer, criterion, given)
        last = max(1, len(order) - 1)
        placed += [(place / last, given[candidate]) for place, candidate in enumerate(order)]
    return placed
