"""What other weights would change: the order of candidates, and how far a weight may move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.ids import CandidateId
from domain.screening.bands import ORDER
from domain.screening.score import Score
from domain.screening.scoring import summed

WEIGHTS = range(6)
"""A weight is 1 to 5; 0 leaves the criterion out."""

Order = tuple[tuple[CandidateId, ...], ...]
"""Best first; those in one group are level."""


def reweighed(score: Score, weights: Mapping[str, int]) -> Score:
    """The score with other weights by criterion id; 0 leaves one out. Evidence stays as it is.

    >>> from domain.screening.scoring import score as score_of
    >>> from domain.roles.model import Rubric
    >>> reweighed(score_of(Rubric(), []), {"c1": 3}).total is None
    True
    """
    changed = [
        replace(one, weight=min(5, max(0, weights.get(one.criterion, one.weight))))
        for one in score.criteria
    ]
    return summed(changed, gates=score.gates, rubric_digest=score.rubric_digest)


def order_of(scores: Mapping[CandidateId, Score]) -> Order:
    """Groups of level candidates: by band, then by total to one decimal; without a total last.

    >>> order_of({})
    ()
    """
    groups: dict[tuple[int, float], list[CandidateId]] = {}
    for candidate, score in scores.items():
        total = score.total if score.total is not None else -1.0
        groups.setdefault((ORDER.index(score.band), -total), []).append(candidate)
    return tuple(tuple(groups[key]) for key in sorted(groups))


def what_if(scores: Mapping[CandidateId, Score], weights: Mapping[str, int]) -> Order:
    """The order with other weights."""
    return order_of({one: reweighed(score, weights) for one, score in scores.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How far the weight of one criterion may move while the first places stay."""

    criterion: str
    weight: int
    low: int
    high: int
    """The order of the first places is the same for every weight from ``low`` to ``high``."""
    places: int

    @property
    def words(self) -> str:
        """One sentence, to be completed with the criterion's label.

        >>> Sensitivity(criterion="c1", weight=3, low=2, high=5, places=3).words
        'the order of the first three holds for any weight from 2 to 5'
        """
        first = {1: "the first place", 2: "the order of the first two"}.get(
            self.places, f"the order of the first {_NUMBERS.get(self.places, self.places)}"
        )
        if (self.low, self.high) == (WEIGHTS[0], WEIGHTS[-1]):
            return f"{first} holds for any weight, also without it"
        if self.low == self.high:
            return f"{first} holds for weight {self.low} only"
        return f"{first} holds for any weight from {self.low} to {self.high}"


_NUMBERS = {3: "three", 4: "four", 5: "five"}


def sensitivity(
    scores: Mapping[CandidateId, Score], criterion: str, *, places: int = 3
) -> Sensitivity | None:
    """The range of a criterion's weight around the present one that keeps the first places.

    None when no score has the criterion or nobody is there to be ordered.
    """
    now = next(
        (
            one.weight
            for score in scores.values()
            for one in score.criteria
            if one.criterion == criterion
        ),
        None,
    )
    if now is None:
        return None
    first = _first(order_of(scores), places)
    same = {
        weight
        for weight in WEIGHTS
        if _first(what_if(scores, {criterion: weight}), places) == first
    }
    low = high = now
    while low - 1 in same:
        low -= 1
    while high + 1 in same:
        high += 1
    return Sensitivity(
        criterion=criterion, weight=now, low=low, high=high, places=min(places, len(scores))
    )


def _first(order: Order, places: int) -> tuple[frozenset[CandidateId], ...]:
    """The groups that the first places fall into."""
    taken, seen = list[frozenset[CandidateId]](), 0
    for group in order:
        if seen >= places:
            break
        taken.append(frozenset(group))
        seen += len(group)
    return tuple(taken)
