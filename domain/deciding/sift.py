"""The blind sift: one criterion at a time, every reviewer in an order of their own.

Why by criterion: reading one thing of everybody keeps the impression of the whole person out of
it. Why in random orders: whoever is read first or last is rated differently; with another order
for each reviewer and criterion that evens out, and it can be measured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.deciding.model import Scorecard
from domain.ids import CandidateId, RoleId, UserId
from domain.roles.model import Ask, Criterion

RATINGS = (1, 2, 3, 4, 5)
"""Weak to strong evidence."""

ANCHORS: Mapping[int, str] = {
    1: "nothing that speaks to it",
    2: "named, without an example",
    3: "one example that fits",
    4: "several examples that fit",
    5: "several, with own part and results",
}
"""What a rating means; the same for everybody and every criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a reviewer looks at next."""

    criterion: str
    candidate: CandidateId
    position: int
    """From 1: the place in the reviewer's order for this criterion."""
    label: str
    """What the candidate is called here: no number, no pseudonym."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a reviewer is with one criterion."""

    criterion: str
    rated: int
    total: int


def order_for(
    role: RoleId, reviewer: UserId, criterion: str, candidates: Collection[CandidateId]
) -> tuple[CandidateId, ...]:
    """The reviewer's own order for a criterion: random, and the same whenever it is asked for.

    A candidate who arrives later takes a place in it and moves nobody past another.

    >>> some = [CandidateId("k1"), CandidateId("k2"), CandidateId("k3")]
    >>> first = order_for(RoleId("r"), UserId("u"), "c1", some)
    >>> first == order_for(RoleId("r"), UserId("u"), "c1", reversed(some))
    True
    """

    def key(candidate: CandidateId) -> bytes:
        return hashlib.sha256("\0".join((role, reviewer, criterion, candidate)).encode()).digest()

    return tuple(sorted(set(candidates), key=key))


def letters(position: int) -> str:
    """A label for a place from 1: A to Z, then AA, AB and so on.

    >>> letters(1), letters(26), letters(27)
    ('A', 'Z', 'AA')
    """
    label = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        label = chr(ord("A") + rest) + label
    return label


def waiting(
    role: RoleId,
    reviewer: UserId,
    criterion: str,
    candidates: Collection[CandidateId],
    cards: Mapping[CandidateId, Scorecard],
) -> tuple[Place, ...]:
    """Candidates that the reviewer has not rated on a criterion, in their own order.

    Args:
        role: the role.
        reviewer: whose order and whose cards.
        criterion: id of the criterion.
        candidates: those that can be rated.
        cards: the reviewer's own; a submitted one is not rated any more.
    """
    order = order_for(role, reviewer, criterion, candidates)
    return tuple(
        Place(criterion=criterion, candidate=candidate, position=position, label=letters(position))
        for position, candidate in enumerate(order, start=1)
        if not is_rated(cards.get(candidate), criterion)
    )


def is_rated(card: Scorecard | None, criterion: str) -> bool:
    """Whether nothing is left to rate: rated, or the card was submitted without it."""
    return card is not None and (card.submitted_at is not None or criterion in card.ratings)


def progress(
    criteria: Sequence[Criterion],
    candidates: Collection[CandidateId],
    cards: Mapping[CandidateId, Scorecard],
) -> tuple[Progress, ...]:
    """How far a reviewer is, criterion by criterion."""
    return tuple(
        Progress(
            criterion=criterion.id,
            rated=sum(is_rated(cards.get(candidate), criterion.id) for candidate in candidates),
            total=len(candidates),
        )
        for criterion in criteria
    )


def looking_for(criterion: Criterion) -> str:
    """One line on what counts as evidence for a criterion.

    >>> from domain.roles.model import Wanted
    >>> looking_for(Criterion(id="c1", label="Python", wanted=Wanted(ask=Ask.SKILL)))
    'work in which it was used, for how long, and what came of it'
    """
    return {
        Ask.SKILL: "work in which it was used, for how long, and what came of it",
        Ask.EXPERIENCE: "work of this kind, its length, and the own part in it",
        Ask.DEGREE: "the degree or the experience that stands for it",
        Ask.LANGUAGE: "the level, and where the language was used",
        Ask.CERTIFICATE: "the certificate, or work that asks for the same",
        Ask.TERM: "work in which this was done",
    }[criterion.wanted.ask]
