"""What proof of a skill would open: counted over every eligible posting, never estimated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from domain.gaps.model import Outlook, Unlock
from domain.skills import implied_by

Must = frozenset[str]
"""A skill that a posting requires, with those of which one is enough instead."""

MOST_UNLOCKS = 12
_MOST_PAIRS = 3
_PAIRS_TRIED = 40  # candidate pairs that are counted exactly, the most frequent first
_WIDEST_FOR_PAIRS = 4  # missing musts; two skills rarely cover more


@dataclass(frozen=True, slots=True)
class Asking:
    """The musts of one eligible posting."""

    musts: tuple[Must, ...]
    is_new: bool
    """First seen within the last seven days."""


def outlook_of(eligible: Iterable[Asking], shown: Collection[str]) -> Outlook:
    """How many eligible postings are met now, and which skills would open more of them.

    Proof of a skill proves what it implies as well (Django shows Python).

    Args:
        eligible: each job once.
        shown: canonical skills that the person shows, implied ones included.

    >>> asking = [Asking((frozenset({"SQL"}),), False),
    ...           Asking((frozenset({"SQL"}), frozenset({"Python"})), True)]
    >>> found = outlook_of(asking, {"Python"})
    >>> found.met, [(one.skills, one.opens, one.opens_new) for one in found.unlocks]
    (0, [(('SQL',), 2, 1)])
    """
    have = frozenset(shown)
    is_met: dict[Must, bool] = {}
    missing: Counter[frozenset[Must]] = Counter()
    missing_new: Counter[frozenset[Must]] = Counter()
    total = new = met = unstated = 0
    for posting in eligible:
        total += 1
        new += posting.is_new
        if not posting.musts:
            unstated += 1
            continue
        lacking = []
        for must in posting.musts:
            known = is_met.get(must)
            if known is None:
                known = is_met[must] = not have.isdisjoint(must)
            if not known:
                lacking.append(must)
        if not lacking:
            met += 1
            continue
        together = frozenset(lacking)
        missing[together] += 1
        missing_new[together] += posting.is_new
    singles = _singles(missing, missing_new)
    pairs = () if singles else _pairs(missing, missing_new)
    return Outlook(
        eligible=total,
        eligible_new=new,
        met=met,
        unstated=unstated,
        unlocks=(*singles[:MOST_UNLOCKS], *pairs),
        lacking=_lacking(missing),
    )


def _lacking(missing: Mapping[frozenset[Must], int]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for musts, count in missing.items():
        for skill in {skill for must in musts for skill in must}:
            counts[skill] += count
    return counts


def _singles(
    missing: Mapping[frozenset[Must], int], missing_new: Mapping[frozenset[Must], int]
) -> tuple[Unlock, ...]:
    candidates = frozenset(skill for musts in missing for must in musts for skill in must)
    provers: dict[Must, frozenset[str]] = {}
    opens: Counter[str] = Counter()
    opens_new: Counter[str] = Counter()
    for musts, count in missing.items():
        enough = candidates
        for must in musts:
            proving = provers.get(must)
            if proving is None:
                proving = provers[must] = frozenset(
                    skill for skill in candidates if not implied_by(skill).isdisjoint(must)
                )
            enough &= proving
            if not enough:
                break
        for skill in enough:
            opens[skill] += count
            opens_new[skill] += missing_new[musts]
    best = sorted(opens, key=lambda skill: (-opens[skill], skill))
    return tuple(
        Unlock(skills=(skill,), opens=opens[skill], opens_new=opens_new[skill]) for skill in best
    )


def _pairs(
    missing: Mapping[frozenset[Must], int], missing_new: Mapping[frozenset[Must], int]
) -> tuple[Unlock, ...]:
    seen: Counter[tuple[str, str]] = Counter()
    for musts, count in missing.items():
        if len(musts) <= _WIDEST_FOR_PAIRS:
            skills = sorted({skill for must in musts for skill in must})
            for left, right in combinations(skills[: 2 * _WIDEST_FOR_PAIRS], 2):
                seen[left, right] += count
    tried = sorted(seen, key=lambda pair: (-seen[pair], pair))[:_PAIRS_TRIED]
    found = []
    for pair in tried:
        proven = implied_by(pair[0]) | implied_by(pair[1])
        opened = [musts for musts in missing if not any(proven.isdisjoint(one) for one in musts)]
        if opened:
            found.append(
                Unlock(
                    skills=pair,
                    opens=sum(missing[musts] for musts in opened),
                    opens_new=sum(missing_new[musts] for musts in opened),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.opens, one.skills))[:_MOST_PAIRS])
