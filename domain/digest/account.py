"""What became of every posting that is new since the last time: the numbers of a first line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.matching.model import Gate

OPENABLE: Final = (
    Gate.WORK_PERMISSION,
    Gate.SALARY,
    Gate.LOCATION,
    Gate.LANGUAGE,
    Gate.EXCLUDED_WORDS,
)
"""Limits that a person can look behind with one tap; the others are facts, not wishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Counts that sum to ``considered``; each posting stands in exactly one of them."""

    considered: int
    shown: int
    """In this message."""
    left_out: Mapping[Gate, int] = field(default_factory=dict)
    other_field: int = 0
    rest: int = 0
    """They fit, but others fit better, or the person has seen them before."""

    @property
    def openable(self) -> tuple[tuple[Gate, int], ...]:
        """Limits to look behind, the one that keeps back most first."""
        counts = [(gate, self.left_out[gate]) for gate in OPENABLE if self.left_out.get(gate)]
        return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0].value)))


def account_of(
    *, considered: int, excluded_by: Mapping[Gate, int], other_field: int, shown: int
) -> Account:
    """The account of one message.

    Counts that cannot be (more parts than there are postings) are cut from the end, so that the
    sum still holds; a number that is too small is better than one that is not true.

    >>> one = account_of(considered=41, excluded_by={Gate.SALARY: 4}, other_field=22, shown=3)
    >>> one.rest
    12
    """
    left = max(0, considered)
    shown_now = min(max(0, shown), left)
    left -= shown_now
    parts: dict[Gate, int] = {}
    for gate, number in sorted(excluded_by.items(), key=lambda pair: (-pair[1], pair[0].value)):
        taken = min(max(0, number), left)
        if taken:
            parts[gate] = taken
            left -= taken
    other = min(max(0, other_field), left)
    return Account(
        considered=max(0, considered),
        shown=shown_now,
        left_out=parts,
        other_field=other,
        rest=left - other,
    )
