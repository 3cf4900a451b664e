"""Candidates by band. Inside a band nobody is ahead: the document leaves that open."""

from __future__ import annotations

from collections.abc import Mapping

from domain.ids import CandidateId
from domain.screening.score import Band, Score

ORDER = (Band.STRONG, Band.OPEN, Band.PARTIAL)
"""As they are shown."""


def ranked(
    scores: Mapping[CandidateId, Score],
) -> tuple[tuple[Band, tuple[CandidateId, ...]], ...]:
    """The bands that somebody is in, each with its candidates in the order they were given.

    >>> ranked({})
    ()
    """
    bands = tuple(
        (band, tuple(one for one, score in scores.items() if score.band is band)) for band in ORDER
    )
    return tuple((band, members) for band, members in bands if members)
