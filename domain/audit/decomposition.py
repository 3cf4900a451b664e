"""Which gate or criterion makes the difference: each one alone, and all without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from domain.audit.alternatives import alternative_to
from domain.audit.pool import Attribute, GroupCount, Individual, Pool, count_groups
from domain.audit.power import BENCHMARK
from domain.audit.tables import smallest_ratio

_NOTEWORTHY = 0.02
"""Change of the smallest ratio from which another way to ask is suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One gate or criterion, and what the smallest ratio is with it alone and without it."""

    name: str
    kind: Literal["gate", "criterion"]
    n: int
    """People with an answer."""
    unknown: int
    """Without an answer: a gate does not stop them, a criterion leaves them out of this part."""
    alone: float | None
    alone_lowest: str | None
    without: float | None
    without_lowest: str | None
    change: float | None
    """``without`` minus the smallest ratio of all parts together: above 0, it widens the gap."""
    alternative: str
    """A less exclusive way to ask, in words; only where it widens the gap or is below 0.80."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """All parts of one attribute, the one whose absence helps most first."""

    together: float | None
    """The smallest ratio when all gates and criteria decide as they do now."""
    lowest: str | None
    share: float
    """Selected, of everybody; without a criterion as many are selected again."""
    parts: tuple[Part, ...]


def decompose(pool: Pool, *, attribute: Attribute, share: float) -> Decomposition | None:
    """Each gate and criterion alone and left out; None when the table has neither.

    The rule that is taken apart: nobody who failed a gate, and of the others the best ``share`` of
    everybody by the weighted mean of the criteria that are known (equal points are in together).
    Alone, a gate selects whoever did not fail it; a criterion whoever has more than its median.
    Ratios are of groups with at least 30 people.

    Args:
        pool: The people.
        attribute: Which groups.
        share: Of everybody to be selected, above 0 to 1.
    """
    if not pool.gates and not pool.criteria:
        return None
    gates, criteria = range(len(pool.gates)), range(len(pool.criteria))
    together = _decided(pool, attribute=attribute, share=share, gates=gates, criteria=criteria)
    parts = []
    for at, name in enumerate(pool.gates):
        others = [one for one in gates if one != at]
        parts.append(
            _part(
                name,
                kind="gate",
                answers=[one.gates[at] for one in pool.people],
                alone=_counts(pool, attribute, [one.gates[at] is not False for one in pool.people]),
                without=_decided(
                    pool, attribute=attribute, share=share, gates=others, criteria=criteria
                ),
                together=together,
            )
        )
    for at, column in enumerate(pool.criteria):
        others = [one for one in criteria if one != at]
        points = [one.criteria[at] for one in pool.people]
        parts.append(
            _part(
                column.name,
                kind="criterion",
                answers=points,
                alone=_counts(pool, attribute, _above_middle(points)),
                without=_decided(
                    pool, attribute=attribute, share=share, gates=gates, criteria=others
                ),
                together=together,
            )
        )
    found = smallest_ratio(together)
    n = sum(one.n for one in together)
    return Decomposition(
        together=found[0] if found is not None else None,
        lowest=found[1] if found is not None else None,
        share=sum(one.selected for one in together) / n if n else 0.0,
        parts=tuple(sorted(parts, key=lambda part: (-(part.change or 0.0), part.name))),
    )


def _part(
    name: str,
    *,
    kind: Literal["gate", "criterion"],
    answers: Sequence[object],
    alone: tuple[GroupCount, ...],
    without: tuple[GroupCount, ...],
    together: tuple[GroupCount, ...],
) -> Part:
    own, before, after = smallest_ratio(alone), smallest_ratio(together), smallest_ratio(without)
    change = after[0] - before[0] if before is not None and after is not None else None
    widens = (change is not None and change >= _NOTEWORTHY) or (
        own is not None and own[0] < BENCHMARK
    )
    unknown = sum(answer is None for answer in answers)
    return Part(
        name=name,
        kind=kind,
        n=len(answers) - unknown,
        unknown=unknown,
        alone=own[0] if own is not None else None,
        alone_lowest=own[1] if own is not None else None,
        without=after[0] if after is not None else None,
        without_lowest=after[1] if after is not None else None,
        change=change,
        alternative=alternative_to(name) if widens else "",
    )


def _decided(
    pool: Pool,
    *,
    attribute: Attribute,
    share: float,
    gates: Sequence[int],
    criteria: Sequence[int],
) -> tuple[GroupCount, ...]:
    eligible = [not any(one.gates[at] is False for at in gates) for one in pool.people]
    if not criteria:
        return _counts(pool, attribute, eligible)
    scores = [
        _mean(one, pool, criteria) if may else None
        for one, may in zip(pool.people, eligible, strict=True)
    ]
    ranked = sorted((score for score in scores if score is not None), reverse=True)
    wanted = min(len(ranked), max(1, round(share * len(pool.people))))
    cut = ranked[wanted - 1] if ranked else 0.0
    return _counts(pool, attribute, [score is not None and score >= cut for score in scores])


def _above_middle(points: Sequence[float | None]) -> list[bool | None]:
    """Above the median; where nobody is (most have full points), at the median."""
    known = [one for one in points if one is not None]
    middle = median(known) if known else 0.0
    if not any(one > middle for one in known):
        return [None if one is None else one >= middle for one in points]
    return [None if one is None else one > middle for one in points]


def _mean(one: Individual, pool: Pool, criteria: Sequence[int]) -> float | None:
    points = weights = 0.0
    for at in criteria:
        value, weight = one.criteria[at], pool.criteria[at].weight
        if value is not None:
            points, weights = points + weight * value, weights + weight
    return points / weights if weights else None


def _counts(
    pool: Pool, attribute: Attribute, chosen: Sequence[bool | None]
) -> tuple[GroupCount, ...]:
    answers = iter(chosen)
    return count_groups(pool.people, attribute=attribute, outcome=lambda _one: next(answers))
