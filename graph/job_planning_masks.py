"""Which postings fail which gate, as packed bits, once for all people who wish the same.

A gate looks at few facts of a person: where they want to work, what permit and which languages
they have, their pay floor, their excluded words. Each such facet is judged once over the distinct
facts of the postings, and its verdicts are spread over the rows. Rows are only ever added, so a
verdict stays true until the catalogue is built anew.

Bits are in the order of ``numpy.packbits``: row 0 is the highest bit of byte 0. Masks start at a
row that is a multiple of 64 and end at a multiple of 64; bits after the last row are 0.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from domain.eligibility.gates import wanted_modes
from domain.eligibility.permission import OwnPermission
from domain.matching.model import Gate, GateResult, Verdict
from domain.matching.seeker import Seeker, read_seeker
from domain.matching.titles import family_closeness
from domain.places import Whereabouts
from domain.posting import RemoteMode, Salary
from domain.profiles import SearchPreferences
from graph.job_catalogue import JobCatalogue
from graph.job_columns import (
    Column,
    PayFact,
    judge_expiry,
    judge_language,
    judge_pay,
    judge_permission,
)
from graph.job_planning_memory import BoundedMemory, GrowingRows
from graph.job_planning_places import Fact, PlaceFacts
from graph.job_planning_words import ExcludedWords

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Flags = NDArray[np.bool_]

WORD = 64
"""Rows per machine word: where masks start and end."""

FACET_GATES = (
    Gate.EXCLUDED_WORDS,
    Gate.WORK_PERMISSION,
    Gate.LOCATION,
    Gate.LANGUAGE,
    Gate.SALARY,
)
"""Gates that depend on wishes, in the order of :data:`Facets`."""

Facets = tuple[
    tuple[str, ...],
    tuple[tuple[str, ...], bool | None, frozenset[str] | None, bool],
    tuple[frozenset[Whereabouts], tuple[RemoteMode, ...], tuple[str, ...]],
    tuple[frozenset[str], bool],
    Salary | None,
]
"""All that the gates look at, one entry per gate of :data:`FACET_GATES`."""


_ASKING_NOTHING: Facets = (
    (),
    ((), None, None, False),
    (frozenset(), (), ()),
    (frozenset(), False),
    None,
)


def facets_of(seeker: Seeker) -> Facets:
    """What decides a person's gates; equal facets have equal verdicts on every posting."""
    wishes, own = seeker.wishes, seeker.permission
    return (
        wishes.exclude,
        (
            wishes.work_countries,
            wishes.needs_sponsorship,
            None if own is None else own.countries,
            own is not None and own.needs_sponsorship,
        ),
        (frozenset(seeker.wanted_places), wanted_modes(seeker), wishes.work_countries),
        (frozenset(seeker.languages), bool(wishes.languages)),
        wishes.pay_floor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment of a catalogue."""

    size: int
    """Rows."""
    alive: bytes
    """By row, 1 where the row's posting is open and unchanged."""


class GateMasks:
    """Packed verdicts over the rows of one catalogue.

    :meth:`mark` is for the event loop that owns the catalogue; everything else may run in one
    worker thread at a time while the catalogue grows.
    """

    def __init__(self, catalogue: JobCatalogue, *, max_bytes: int = 96 * 1024 * 1024) -> None:
        """Empty until :meth:`follow`.

        Args:
            catalogue: its rows give the bits their places.
            max_bytes: memory for verdicts and masks kept; what is dropped is computed again.
        """
        import numpy as np

        self.catalogue = catalogue
        self.size = 0
        """Rows followed so far."""
        self.alive: Bits = np.zeros(0, dtype=np.uint8)
        self._numbers = {gate: GrowingRows() for gate in (*FACET_GATES[1:], Gate.EXPIRED)}
        self._families = GrowingRows()
        self._places = PlaceFacts()
        self._pay: Column[PayFact] = Column()
        self._pay_of_fact = GrowingRows()
        self._words = ExcludedWords(catalogue, max_bytes=max_bytes // 6)
        self._verdicts: BoundedMemory[Bits] = BoundedMemory(max_bytes=max_bytes // 3)
        self._masks: BoundedMemory[Bits] = BoundedMemory(max_bytes=max_bytes // 2)

    def mark(self) -> Mark:
        """How far the catalogue is now; only in the event loop that owns it."""
        return Mark(size=len(self.catalogue.ids), alive=self.catalogue.alive)

    def follow(self, mark: Mark | None = None) -> None:
        """Take over what came and left until ``mark`` (in the event loop: until now).

        With a mark it may run in the worker thread: the first time it takes a moment.
        """
        import numpy as np

        mark = mark or self.mark()
        catalogue, first = self.catalogue, self.size
        self.size = mark.size
        self.alive = packed(np.frombuffer(mark.alive, dtype=np.bool_))
        if self.size == first:
            return
        for gate, column in (
            (Gate.WORK_PERMISSION, catalogue.permission),
            (Gate.LOCATION, catalogue.location),
            (Gate.LANGUAGE, catalogue.language),
            (Gate.EXPIRED, catalogue.expiry),
        ):
            self._numbers[gate].extend(column.rows_between(first, self.size))
        self._families.extend(catalogue.family.rows_between(first, self.size))
        self._places.follow(catalogue.location.facts)
        self._follow_pay(first)
        self._words.follow(self.size)
        self._masks.clear()

    def _follow_pay(self, first: int) -> None:
        """Facts with the same upper end get the same number: no floor tells them apart."""
        import numpy as np

        column, numbers = self.catalogue.pay, list[int]()
        for fact in column.facts[len(self._pay_of_fact.rows) :]:
            self._pay.append(_most_paid(fact))
            numbers.append(self._pay.rows.pop())
        self._pay_of_fact.extend(np.array(numbers, dtype=np.intp))
        fresh = column.rows_between(first, self.size)
        self._numbers[Gate.SALARY].extend(self._pay_of_fact.rows[fresh])

    def failing(self, gate: Gate, facets: Facets, *, start: int = 0) -> Bits:
        """Rows from ``start`` on that fail one of :data:`FACET_GATES` (alive or not)."""
        facet = facets[FACET_GATES.index(gate)]
        key = (gate.value, facet, start)
        known = self._masks.get(key)
        if known is not None:
            return known
        if gate is Gate.EXCLUDED_WORDS:
            mask = packed(self._words.failing(facets[0], start=start, size=self.size))
        else:
            verdicts = self._verdicts_on(gate, facets)
            mask = packed(verdicts[self._numbers[gate].rows[start : self.size]])
        self._masks.keep(key, mask, size=mask.nbytes)
        return mask

    def failing_each(self, gate: Gate, people: Sequence[Facets], *, start: int) -> Bits | None:
        """The same for many: one line of bits per person; None when nobody asks for anything."""
        place = FACET_GATES.index(gate)
        return _lines_of(
            [facets[place] for facets in people],
            lambda number: self.failing(gate, people[number], start=start),
            nothing=_ASKING_NOTHING[place],
        )

    def expired(self, today: date, *, start: int = 0) -> Bits:
        """Rows from ``start`` on that cannot be applied for any more."""
        key = (Gate.EXPIRED.value, today, start)
        known = self._masks.get(key)
        if known is None:
            facts = self.catalogue.expiry.facts
            verdicts = _flags(
                [judge_expiry(fact, today=today).verdict is Verdict.FAIL for fact in facts]
            )
            known = packed(verdicts[self._numbers[Gate.EXPIRED].rows[start : self.size]])
            self._masks.keep(key, known, size=known.nbytes)
        return known

    def other_field(self, families: frozenset[str]) -> Bits:
        """Rows of an occupation that has nothing in common with any of these."""
        key = ("family", families, 0)
        known = self._masks.get(key)
        if known is None:
            verdicts = _flags([is_other_field(f, families) for f in self.catalogue.family.facts])
            known = packed(verdicts[self._families.rows[: self.size]])
            self._masks.keep(key, known, size=known.nbytes)
        return known

    def other_field_each(self, people: Sequence[frozenset[str]], *, start: int) -> Bits | None:
        """The same for many from row ``start`` on; None when nobody's occupation is known."""
        return _lines_of(
            people,
            lambda number: self.other_field(people[number])[start // 8 :],
            nothing=frozenset(),
        )

    def _verdicts_on(self, gate: Gate, facets: Facets) -> Flags:
        """Which distinct facts fail."""
        import numpy as np

        if gate is Gate.LOCATION:
            return self._places.failing(*facets[2], judged=self._judged)
        key = (gate.value, facets[FACET_GATES.index(gate)])
        catalogue = self.catalogue
        if gate is Gate.WORK_PERMISSION:
            facts = catalogue.permission.facts
            return self._judged(key, facts, lambda: seeker_with(facets), judge_permission)
        if gate is Gate.LANGUAGE:
            spoken = catalogue.language.facts
            return self._judged(key, spoken, lambda: seeker_with(facets), judge_language)
        pay = self._pay.facts
        if facets[4] is None:
            return np.zeros(len(pay), dtype=np.bool_)
        return self._judged(key, pay, lambda: seeker_with(facets), judge_pay)

    def _judged(
        self,
        key: Hashable,
        facts: Sequence[Fact],
        seeker: Callable[[], Seeker],
        judge: Callable[[Seeker, Fact], GateResult],
    ) -> Flags:
        """Which facts fail; only those that came since the last time are judged."""
        import numpy as np

        count = len(facts)
        known = self._verdicts.get(key)
        # The first four bytes say how many facts are judged.
        judged = int.from_bytes(known[:4].tobytes(), "little") if known is not None else 0
        old = np.unpackbits(known[4:], count=judged) if known is not None else None
        if old is not None and judged == count:
            return old.view(np.bool_)
        person = seeker()
        fresh = _flags([judge(person, fact).verdict is Verdict.FAIL for fact in facts[judged:]])
        verdicts = fresh if old is None else np.concatenate([old.view(np.bool_), fresh])
        head = np.frombuffer(count.to_bytes(4, "little"), dtype=np.uint8)
        kept = np.concatenate([head, np.packbits(verdicts)])
        self._verdicts.keep(key, kept, size=kept.nbytes)
        return verdicts


def _most_paid(fact: PayFact) -> PayFact:
    """What a floor is compared with in the end; pay without an upper end is under no floor."""
    minimum, maximum, currency, period = fact
    if maximum is None:
        return (None, None, None, None)
    return (None, maximum if minimum is None else max(minimum, maximum), currency, period)


def seeker_with(facets: Facets) -> Seeker:
    """A person of whom nothing but these facets is known: what the gates are asked about."""
    exclude, permission, location, language, floor = facets
    places, modes, countries = location
    work_countries, needs_sponsorship, own_countries, needs = permission
    spoken, is_said = language
    seeker = read_seeker(
        None,
        preferences=SearchPreferences(
            remote=modes,
            work_countries=countries or work_countries,
            needs_sponsorship=needs_sponsorship,
            languages=tuple(sorted(spoken)) if is_said else (),
            pay_floor=floor,
            exclude=exclude,
        ),
        today=date.min,
    )
    own = (
        None
        if own_countries is None
        else OwnPermission(countries=own_countries, needs_sponsorship=needs, quote="")
    )
    return replace(
        seeker,
        languages=dict.fromkeys(sorted(spoken), ""),
        permission=own,
        wanted_places=tuple(places),
    )


def is_other_field(family: str | None, families: frozenset[str]) -> bool:
    """Whether an occupation is known and has nothing in common with any of a person's."""
    return (
        bool(families)
        and family is not None
        and not any(family_closeness(family, own) for own in families)
    )


def _lines_of(
    wishes: Sequence[Hashable], line: Callable[[int], Bits], *, nothing: Hashable
) -> Bits | None:
    """A line of bits per wish, asked for once for equal ones; None when all wish ``nothing``."""
    import numpy as np

    numbers: dict[Hashable, int] = {}
    chosen = [numbers.setdefault(wish, len(numbers)) for wish in wishes]
    if numbers.keys() <= {nothing}:
        return None
    firsts = dict(zip(reversed(chosen), reversed(range(len(wishes))), strict=True))
    lines = [line(firsts[number]) for number in range(len(numbers))]
    together = np.concatenate(lines).reshape(len(lines), len(lines[0]))
    return together if len(lines) == len(wishes) else together[chosen]


def packed(flags: Flags) -> Bits:
    """Bits of flags, filled up with zeros to whole machine words."""
    import numpy as np

    bits = np.zeros(-(-len(flags) // WORD) * (WORD // 8), dtype=np.uint8)
    some = np.packbits(flags)
    bits[: len(some)] = some
    return bits


def _flags(values: Sequence[bool]) -> Flags:
    import numpy as np

    return np.array(values, dtype=np.bool_)
