"""The stability stamp: how much a score moved when nothing that matters did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.screening.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A score with its spans, in points of 100."""

    total: float | None
    repeats: int
    """How often it was computed."""
    repeat_span: float
    """Greatest minus smallest total over the repeats."""
    variant_spans: Mapping[str, float] = field(default_factory=dict)
    """Per kind of variant ("name swap") the greatest distance from the score; empty when none was
    tried."""

    @property
    def is_stable(self) -> bool:
        """Whether nothing moved at all."""
        return not self.repeat_span and not any(self.variant_spans.values())

    @property
    def words(self) -> str:
        """The stamp as it is printed.

        >>> Stamp(total=78.0, repeats=100, repeat_span=0, variant_spans={"name swap": 0}).words
        '78, repeat ±0, name swap ±0'
        """
        total = "no total" if self.total is None else f"{self.total:g}"
        spans = [f"{name} ±{abs(span):g}" for name, span in self.variant_spans.items()]
        return ", ".join([total, f"repeat ±{self.repeat_span:g}", *spans])


def span_of(totals: Sequence[float | None]) -> float:
    """Greatest minus smallest, in points; no total counts as 0, so losing one shows.

    >>> span_of([78.0, 78.0]), span_of([])
    (0.0, 0.0)
    """
    known = [total or 0.0 for total in totals]
    return round(max(known) - min(known), 1) if known else 0.0


def stamp(
    score: Callable[[], Score],
    *,
    repeats: int = 3,
    variants: Mapping[str, Sequence[Score]] | None = None,
) -> Stamp:
    """Compute a score several times, and compare it with those of variants.

    Args:
        score: computes it anew.
        repeats: how often, at least 1.
        variants: per kind of change the scores of the changed documents.
    """
    totals = [score().total for _ in range(max(1, repeats))]
    spans = {
        name: max((span_of([totals[0], one.total]) for one in scores), default=0.0)
        for name, scores in (variants or {}).items()
    }
    return Stamp(
        total=totals[0], repeats=len(totals), repeat_span=span_of(totals), variant_spans=spans
    )
