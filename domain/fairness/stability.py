"""How far the score moves when only identity does: differences, flips, and one finding rule."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

from domain.encoding import to_json
from domain.fairness.variants import VariantKind
from domain.screening.evidence import EvidenceFact
from domain.screening.score import Score

LEAST_POINTS = 1.0
"""A difference of up to this many points is never a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One variant, scored."""

    kind: VariantKind
    label: str
    score: Score
    facts: str
    """Digest of what the scorer was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindStability:
    """The variants of one kind."""

    kind: VariantKind
    trials: int
    largest: float
    """Greatest absolute difference in points."""
    mean: float
    """Mean signed difference in points."""
    flips: int
    """Variants that end in another band."""
    other_facts: int
    """Variants whose facts differ from those of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityReport:
    """What the variants show. Differences are ``variant - document`` in points of 100."""

    base: float | None
    """Total of the document; None when the rubric has too little to go by."""
    repeats: int
    repeat_spread: float
    """Standard deviation over repeats of the same document, in points."""
    kinds: tuple[KindStability, ...]
    trials: int
    largest: float
    mean: float
    flip_rate: float
    """Share of variants in another band."""
    bound: float
    """A difference is a finding only above this: the larger of 1 point and two spreads."""
    is_finding: bool
    proof: str | None
    """Digest of the facts when every variant gave the scorer the same: D = 0 by design."""


def digest_of(facts: Sequence[EvidenceFact]) -> str:
    """SHA-256 of the scorer's input but for the numbers of the lines quoted, which no score reads.

    The order of facts does not matter.

    >>> digest_of([]) == digest_of(())
    True
    """
    lines = sorted(to_json(replace(fact, quotes=())) for fact in facts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stability(
    base: Score, trials: Sequence[Trial], *, facts: str, repeats: Sequence[Score] = ()
) -> StabilityReport:
    """Compare variants with the document they were made of.

    Per variant v: ``D_v = s_v - s_0``. Reported are max |D|, mean D and the flip rate, the share of
    variants in another band. A finding needs ``|D| > max(1 point, 2 sigma)`` with sigma the
    standard deviation of repeats of the unchanged document.

    Args:
        base: score of the document.
        trials: scores of its variants.
        facts: digest of what the scorer was given for the document.
        repeats: the document scored again, to tell noise from difference.
    """
    spread = pstdev([_points(base), *(_points(each) for each in repeats)])
    kinds = tuple(
        _of_kind(base, [each for each in trials if each.kind is kind], kind=kind, facts=facts)
        for kind in VariantKind
        if any(each.kind is kind for each in trials)
    )
    differences = [_difference(base, each.score) for each in trials]
    largest = max((abs(each) for each in differences), default=0.0)
    bound = max(LEAST_POINTS, 2 * spread)
    same = all(each.facts == facts for each in trials)
    return StabilityReport(
        base=base.total,
        repeats=len(repeats),
        repeat_spread=round(spread, 3),
        kinds=kinds,
        trials=len(trials),
        largest=round(largest, 3),
        mean=round(fmean(differences), 3) if differences else 0.0,
        flip_rate=round(fmean(each.score.band is not base.band for each in trials), 4)
        if trials
        else 0.0,
        bound=round(bound, 3),
        is_finding=largest > bound,
        proof=facts if same and trials else None,
    )


def _of_kind(
    base: Score, trials: Sequence[Trial], *, kind: VariantKind, facts: str
) -> KindStability:
    differences = [_difference(base, each.score) for each in trials]
    return KindStability(
        kind=kind,
        trials=len(trials),
        largest=round(max(abs(each) for each in differences), 3),
        mean=round(fmean(differences), 3),
        flips=sum(each.score.band is not base.band for each in trials),
        other_facts=sum(each.facts != facts for each in trials),
    )


def _points(score: Score) -> float:
    return score.shown if score.total is None else score.total


def _difference(base: Score, other: Score) -> float:
    """In points; by what is shown where one of the two has no total."""
    if base.total is None or other.total is None:
        return other.shown - base.shown
    return other.total - base.total


def words_of(report: StabilityReport) -> str:
    """One line for people.

    >>> words_of(StabilityReport(base=78.0, repeats=2, repeat_spread=0.0, kinds=(), trials=4,
    ...     largest=0.0, mean=0.0, flip_rate=0.0, bound=1.0, is_finding=False, proof="ab"))
    '78, no difference in 4 variants (the scorer was given the same facts each time)'
    """
    base = "no total" if report.base is None else f"{report.base:g}"
    if report.proof is not None and report.largest == 0:
        return (
            f"{base}, no difference in {report.trials} variants "
            "(the scorer was given the same facts each time)"
        )
    return (
        f"{base}, largest difference {report.largest:g} points in {report.trials} variants, "
        f"{report.flip_rate:.0%} in another band"
    )
