"""Years, degrees, languages and permits over the postings of a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.gaps.demanding import (
    Judged,
    degree_standing,
    demands_of,
    standing_of,
    years_standing,
)
from domain.gaps.model import DemandKind, DemandLine, Standing
from domain.ids import PostingId
from domain.matching.reading import PostingFacts
from domain.matching.seeker import Seeker
from domain.posting import Posting
from graph.gaps.columns import AskedRow
from graph.job_columns import LanguageFact, PermissionFact, judge_language, judge_permission

_WORST_FIRST = (Standing.MISSING, Standing.UNKNOWN, Standing.HAVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCount:
    """One kind of demand over several postings."""

    kind: DemandKind
    asked_by: int
    met_by: int
    worst: Standing
    example: PostingId
    """A posting of the worst standing."""


def count_demands(seeker: Seeker, rows: Iterable[AskedRow]) -> tuple[DemandCount, ...]:
    """How many postings make each kind of demand, and of how many it is met."""
    languages: dict[LanguageFact, Standing] = {}
    permits: dict[PermissionFact, Standing] = {}
    by_kind: dict[DemandKind, Counter[Standing]] = {kind: Counter() for kind in DemandKind}
    examples: dict[tuple[DemandKind, Standing], PostingId] = {}

    def note(kind: DemandKind, standing: Standing, row: AskedRow) -> None:
        by_kind[kind][standing] += 1
        examples.setdefault((kind, standing), row.posting)

    for row in rows:
        if row.years:
            note(DemandKind.YEARS, years_standing(seeker, row.years), row)
        if row.degree:
            note(DemandKind.DEGREE, degree_standing(seeker, row.degree), row)
        if row.languages[0]:
            standing = languages.get(row.languages)
            if standing is None:
                standing = languages[row.languages] = standing_of(
                    judge_language(seeker, row.languages)
                )
            note(DemandKind.LANGUAGE, standing, row)
        if row.permission[1]:
            standing = permits.get(row.permission)
            if standing is None:
                standing = permits[row.permission] = standing_of(
                    judge_permission(seeker, row.permission)
                )
            note(DemandKind.PERMISSION, standing, row)
    found = []
    for kind, standings in by_kind.items():
        if standings:
            worst = next(one for one in _WORST_FIRST if standings[one])
            found.append(
                DemandCount(
                    kind=kind,
                    asked_by=standings.total(),
                    met_by=standings[Standing.HAVE],
                    worst=worst,
                    example=examples[kind, worst],
                )
            )
    return tuple(found)


def demand_lines(
    seeker: Seeker,
    counts: Sequence[DemandCount],
    read: Mapping[PostingId, tuple[Posting, PostingFacts]],
    *,
    of: int,
) -> tuple[DemandLine, ...]:
    """The counts with the words of their examples.

    Args:
        seeker: the person.
        counts: of :func:`count_demands`.
        read: the examples; a count whose example is gone is left out.
        of: postings of the target.
    """
    lines: list[DemandLine] = []
    for count in counts:
        if count.example not in read:
            continue
        posting, facts = read[count.example]
        judged = next(
            (one for one in demands_of(seeker, posting, facts) if one.kind is count.kind), None
        )
        if judged is not None:
            lines.append(_line(count, judged, of=of))
    return tuple(lines)


def _line(count: DemandCount, judged: Judged, *, of: int) -> DemandLine:
    return DemandLine(
        kind=count.kind,
        standing=count.worst,
        reason=judged.reason,
        asked_by=count.asked_by,
        met_by=count.met_by,
        of=of,
        quote=judged.quote,
        line=judged.line,
        posting=count.example or None,
    )
