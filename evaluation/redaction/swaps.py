"""Does the score move when only the name does? Made resumes, all names of the eight lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.fairness.rewriting import read_again
from domain.fairness.stability import digest_of
from domain.fairness.variants import VariantKind, variants_of
from domain.redaction.blinding import blind
from domain.redaction.signals import signals_of
from domain.resume.model import Resume
from domain.roles.model import Rubric
from domain.screening.evidence import BlindResume
from domain.screening.facts import facts_of
from domain.screening.scoring import score
from evaluation.redaction.marking import TrueResume
from graph.bias_report.report import neutral_rubric

_AS_OF = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swaps:
    """What swapping identity did."""

    resumes: int
    names: int
    """Name swaps."""
    others: int
    """Pronouns, schools, gaps, addresses, redaction."""
    moved: int
    """Of all of these, how many moved the score."""
    largest: float
    """Greatest difference in points."""
    read_anew_moved: int
    """How many moved it when the changed text was read anew."""
    read_anew_largest: float


def swapped(resumes: Sequence[TrueResume]) -> Swaps:
    """Score every variant of every resume, as it is and read anew."""
    names = others = moved = anew = 0
    largest = anew_largest = 0.0
    for each in resumes:
        rubric = neutral_rubric(_blind(each.resume))
        base = _points(each.resume, rubric)
        again = _points(read_again(each.resume), rubric)
        for variant in variants_of(each.resume, file_name=each.file_name, per_list=6):
            names += variant.kind is VariantKind.NAME
            others += variant.kind is not VariantKind.NAME
            one = _points(variant.resume, rubric)
            moved += one != base
            largest = max(largest, abs(one[0] - base[0]))
            two = _points(read_again(variant.resume), rubric)
            anew += two[0] != again[0]
            anew_largest = max(anew_largest, abs(two[0] - again[0]))
    return Swaps(
        resumes=len(resumes),
        names=names,
        others=others,
        moved=moved,
        largest=largest,
        read_anew_moved=anew,
        read_anew_largest=anew_largest,
    )


def _blind(resume: Resume) -> BlindResume:
    return blind(resume, signals=signals_of(resume, file_name="cv.pdf"), as_of=_AS_OF)


def _points(resume: Resume, rubric: Rubric) -> tuple[float, str]:
    facts = facts_of(_blind(resume), rubric)
    result = score(rubric, facts)
    return (result.shown if result.total is None else result.total), digest_of(facts)
