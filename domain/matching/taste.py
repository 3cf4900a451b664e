"""What earlier feedback says: nearness to what was liked, distance from what was hidden.

The idea is Rocchio's (towards the liked, away from the disliked), bounded by the points of one
component and explained by the one posting that moves it most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.ids import PostingId
from domain.matching.reading import PostingFacts
from domain.matching.titles import title_closeness
from domain.posting import Stance

NEUTRAL = 0.5
"""Share without any feedback."""

LIKES = frozenset({Stance.SAVED, Stance.APPLIED, Stance.MORE_LIKE_THIS})
_STRENGTH = {Stance.MORE_LIKE_THIS: 1.0, Stance.APPLIED: 0.8, Stance.SAVED: 0.8}
_DISLIKE_STRENGTH = 0.8
_MAX_REMEMBERED = 60  # postings of either kind


@dataclass(frozen=True, slots=True)
class Remembered:
    """One posting with feedback."""

    title: str
    facts: PostingFacts
    strength: float
    """Positive for liked, negative for hidden."""


@dataclass(frozen=True, slots=True)
class TasteReading:
    """Share 0 to 1 (0.5 is neutral) and the posting that moved it most."""

    share: float
    because: Remembered | None


@dataclass(frozen=True, slots=True)
class Taste:
    """Everything remembered; empty for somebody new."""

    remembered: tuple[Remembered, ...] = ()

    def read(self, facts: PostingFacts) -> TasteReading:
        """How a posting stands to what was liked and hidden."""
        liked, disliked = 0.0, 0.0
        by_like = by_dislike = None
        for one in self.remembered:
            nearness = abs(one.strength) * _nearness(one.facts, facts)
            if one.strength > 0 and nearness > liked:
                liked, by_like = nearness, one
            elif one.strength < 0 and nearness > disliked:
                disliked, by_dislike = nearness, one
        share = min(1.0, max(0.0, NEUTRAL + NEUTRAL * (liked - disliked)))
        return TasteReading(share, by_like if liked >= disliked else by_dislike)


def _nearness(left: PostingFacts, right: PostingFacts) -> float:
    ours = {skill.name for skill in left.asked}
    theirs = {skill.name for skill in right.asked}
    overlap = len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0
    return 0.6 * title_closeness(left.title, right.title) + 0.4 * overlap


def taste_from(
    stances: Mapping[PostingId, frozenset[Stance]],
    read: Iterable[tuple[PostingId, str, PostingFacts]],
) -> Taste:
    """Taste from what a person did.

    Args:
        stances: posting id to what was done with it.
        read: (posting id, title, facts) of those postings.
    """
    remembered: list[Remembered] = []
    for posting, title, facts in sorted(read, key=lambda one: one[0]):
        done = stances.get(posting, frozenset())
        if Stance.HIDDEN in done:
            remembered.append(Remembered(title, facts, -_DISLIKE_STRENGTH))
        elif done & LIKES:
            strength = max(_STRENGTH[stance] for stance in done & LIKES)
            remembered.append(Remembered(title, facts, strength))
    return Taste(tuple(remembered[:_MAX_REMEMBERED]))
