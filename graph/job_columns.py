"""Facts of postings in columns, each distinct fact kept once, and the gates on each fact.

A gate is judged once per distinct fact, by the same functions as the exact match.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.eligibility.gates import (
    expiry_gate,
    language_gate,
    location_gate,
    permission_gate,
    salary_gate,
)
from domain.eligibility.languages import LanguageDemand
from domain.eligibility.permission import PermissionKind, PermissionStatement
from domain.matching.model import GateResult, Verdict
from domain.matching.seeker import Seeker
from domain.posting import PayPeriod, Place, PostingState, RemoteMode, Salary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

LocationFact = tuple[tuple[Place, ...], RemoteMode, tuple[str, ...]]
PermissionFact = tuple[frozenset[str], tuple[tuple[PermissionKind, frozenset[str]], ...]]
LanguageFact = tuple[tuple[frozenset[str], ...], str | None]
ExpiryFact = tuple[date | None, PostingState]
PayFact = tuple[float | None, float | None, str | None, str | None]

Fact = TypeVar("Fact", bound=Hashable)


@dataclass(slots=True)
class Column(Generic[Fact]):
    """One fact per row, each distinct fact kept once; rows and facts are only ever added."""

    facts: list[Fact] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("i"))
    numbers: dict[Fact, int] = field(default_factory=dict)

    def append(self, fact: Fact) -> None:
        """The fact of the next row."""
        number = self.numbers.get(fact)
        if number is None:
            number = self.numbers[fact] = len(self.facts)
            self.facts.append(fact)
        self.rows.append(number)

    def rows_between(self, first: int, last: int) -> NDArray[np.int32]:
        """Numbers of the facts of rows; a copy, so that rows can be added meanwhile."""
        import numpy as np

        return np.array(self.rows[first:last], dtype=np.int32)

    def failing(self, judge: Callable[[Fact], GateResult]) -> Mask:
        """Which rows fail: each distinct fact is judged once."""
        return self.failing_of(lambda fact: judge(fact).verdict is Verdict.FAIL)

    def failing_of(self, is_so: Callable[[Fact], bool]) -> Mask:
        """Which rows have a fact of which ``is_so``."""
        import numpy as np

        verdicts = np.fromiter(
            (is_so(fact) for fact in self.facts),
            dtype=np.bool_,
            count=len(self.facts),
        )
        failing: Mask = verdicts[self.rows_between(0, len(self.rows))]
        return failing


def judge_location(seeker: Seeker, fact: LocationFact) -> GateResult:
    """The location gate on a fact."""
    return location_gate(seeker, places=fact[0], remote=fact[1], applicant_countries=fact[2])


def judge_permission(seeker: Seeker, fact: PermissionFact) -> GateResult:
    """The permission gate on a fact, without its quotes."""
    return permission_gate(
        seeker,
        countries=fact[0],
        statements=[PermissionStatement(kind, countries, 0, 0) for kind, countries in fact[1]],
        text="",
    )


def judge_language(seeker: Seeker, fact: LanguageFact) -> GateResult:
    """The language gate on a fact, without its quotes."""
    return language_gate(
        seeker,
        demands=[LanguageDemand(any_of, 0, 0) for any_of in fact[0]],
        written_in=fact[1],
        text="",
    )


def judge_pay(seeker: Seeker, fact: PayFact) -> GateResult:
    """The salary gate on a fact."""
    return salary_gate(seeker, salary=_salary(fact))


def judge_expiry(fact: ExpiryFact, *, today: date) -> GateResult:
    """The expiry gate on a fact."""
    return expiry_gate(valid_through=fact[0], state=fact[1], today=today)


def _salary(fact: PayFact) -> Salary | None:
    minimum, maximum, currency, period = fact
    if minimum is None and maximum is None:
        return None
    return Salary(
        raw="",
        minimum=minimum,
        maximum=maximum,
        currency=currency,
        period=PayPeriod(period) if period else None,
    )
