"""Pay stated in open postings for a title: counted and quartered, or "too few to tell"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles

from domain.posting import PayPeriod, Posting

ENOUGH = 8
"""Postings with stated pay under which a range would be noise."""

_SENIORITY = frozenset(
    [
        "senior",
        "junior",
        "sr",
        "jr",
        "lead",
        "principal",
        "staff",
        "head",
        "chief",
        "i",
        "ii",
        "iii",
        "iv",
        "m",
        "w",
        "d",
        "f",
        "h",
        "x",
        "all",
        "genders",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFacts:
    """What the postings state; the range only when there are enough."""

    similar: int
    """Open postings with a similar title."""
    stated: int
    """Of those, postings that state pay in ``currency`` per ``period``."""
    currency: str | None = None
    period: PayPeriod | None = None
    low: float | None = None
    """First quartile of the middles of the stated ranges."""
    middle: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = ()
    """Where the postings that state pay come from, by name."""

    @property
    def is_enough(self) -> bool:
        """True when the range may be said."""
        return self.middle is not None


def pay_facts(postings: Iterable[Posting], *, titles: Iterable[str]) -> PayFacts:
    """Count and quarter stated pay of postings whose title is similar to one of ``titles``.

    Different currencies and periods are never mixed: the most frequent pair counts.

    >>> pay_facts([], titles=["nurse"]).stated
    0
    """
    wanted = [words for title in titles if (words := _words(title))]
    groups: dict[tuple[str, PayPeriod], list[float]] = defaultdict(list)
    sources: dict[tuple[str, PayPeriod], set[str]] = defaultdict(set)
    similar = 0
    for posting in postings:
        words = _words(posting.title)
        if not any(title <= words or words <= title for title in wanted if words):
            continue
        similar += 1
        salary = posting.salary
        if salary is None or salary.currency is None or salary.period is None:
            continue
        ends = [end for end in (salary.minimum, salary.maximum) if end]
        if ends:
            groups[salary.currency, salary.period].append(sum(ends) / len(ends))
            sources[salary.currency, salary.period].add(posting.source.partition(":")[0])
    if not groups:
        return PayFacts(similar=similar, stated=0)
    (currency, period), values = max(
        groups.items(), key=lambda item: (len(item[1]), item[0][0], item[0][1])
    )
    if len(values) < ENOUGH:
        return PayFacts(similar=similar, stated=len(values), currency=currency, period=period)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return PayFacts(
        similar=similar,
        stated=len(values),
        currency=currency,
        period=period,
        low=low,
        middle=median(values),
        high=high,
        sources=tuple(sorted(sources[currency, period])),
    )


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+[+#]*", title.casefold())) - _SENIORITY
