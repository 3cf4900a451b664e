"""Near-duplicates among many documents, without comparing every pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from domain.ids import CandidateId
from domain.screening.dossier import Sketch
from domain.uniqueness.comparing import NEAR_DUPLICATE, estimated_jaccard

_ROWS = 4
"""Minima per band: two documents of similarity 0.8 share one of the 32 bands of 128 minima with a
chance of 1 - (1 - 0.8^4)^32, over 0.9999999 (Leskovec, Rajaraman and Ullman, Mining of Massive
Datasets, section 3.4)."""

_MOST_TOGETHER = 200
"""Documents of one band that are compared with each other: more are one template, not copies."""


def near_duplicates(
    sketches: Mapping[CandidateId, Sketch],
) -> Sequence[tuple[CandidateId, CandidateId]]:
    """Pairs that are nearly the same document, most alike first.

    >>> one, other = Sketch(minhash=(1,) * 128), Sketch(minhash=(2,) * 128)
    >>> near_duplicates({"a": one, "b": one, "c": other})
    [('a', 'b')]
    """
    buckets: dict[tuple[int, tuple[int, ...]], list[CandidateId]] = {}
    for candidate, sketch in sketches.items():
        for band in range(0, len(sketch.minhash), _ROWS):
            key = (band, sketch.minhash[band : band + _ROWS])
            buckets.setdefault(key, []).append(candidate)
    looked_at: set[tuple[CandidateId, CandidateId]] = set()
    for members in buckets.values():
        looked_at.update(combinations(sorted(members)[:_MOST_TOGETHER], 2))
    found = [
        (estimated_jaccard(sketches[one].minhash, sketches[other].minhash), one, other)
        for one, other in looked_at
    ]
    near = sorted(
        (-likeness, one, other) for likeness, one, other in found if likeness >= NEAR_DUPLICATE
    )
    return [(one, other) for _, one, other in near]
