"""The location gate on all places of postings, from verdicts on single wishes.

People wish for places in thousands of combinations made of a few hundred towns and countries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from domain.eligibility.gates import job_countries
from domain.matching.model import GateResult
from domain.matching.seeker import Seeker, read_seeker
from domain.places import Whereabouts, whereabouts_of
from domain.posting import RemoteMode
from domain.profiles import SearchPreferences
from graph.job_columns import Column, LocationFact, judge_location
from graph.job_planning_memory import GrowingRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

Fact = TypeVar("Fact")

_MODES = tuple(RemoteMode)
_BARE: Sequence[LocationFact] = [((), mode, ()) for mode in _MODES]
"""Of these only the way of working is known."""


class Judged(Protocol):
    """Remembers by key which facts fail; facts are only ever added."""

    def __call__(
        self,
        key: Hashable,
        facts: Sequence[Fact],
        seeker: Callable[[], Seeker],
        judge: Callable[[Seeker, Fact], GateResult],
        /,
    ) -> Flags:
        """One flag per fact; ``judge`` is asked about those that are not known yet."""
        ...


class PlaceFacts:
    """The distinct location facts of a catalogue.

    The gate fails a posting for its way of working; or else, when it is remote, if each country of
    the person's would fail it alone; or else if each place wished for would fail it alone. So a
    wish for several is the "and" of single ones, and a fact has three parts, each judged by the
    gate itself: its way of working, the countries it may be done from, its places.
    """

    def __init__(self) -> None:
        self._modes = GrowingRows()
        self._reach: Column[frozenset[str]] = Column()
        self._remote: list[LocationFact] = []
        self._reach_of_fact = GrowingRows()
        self._spots: Column[tuple[Whereabouts, ...]] = Column()
        self._on_site: list[LocationFact] = []
        self._spot_of_fact = GrowingRows()

    def follow(self, facts: Sequence[LocationFact]) -> None:
        """Number the parts of new facts by what their words mean: the words are for the quote."""
        import numpy as np

        modes, reach, spots = list[int](), list[int](), list[int]()
        for places, remote, countries in facts[len(self._modes.rows) :]:
            modes.append(_MODES.index(remote))
            self._reach.append(job_countries(places, countries))
            reach.append(self._reach.rows.pop())
            if reach[-1] == len(self._remote):
                self._remote.append((places, RemoteMode.REMOTE, countries))
            self._spots.append(tuple(map(whereabouts_of, places)))
            spots.append(self._spots.rows.pop())
            if spots[-1] == len(self._on_site):
                # Past its way of working, the gate tells only remote postings from others.
                self._on_site.append((places, RemoteMode.UNKNOWN, ()))
        self._modes.extend(np.array(modes, dtype=np.intp))
        self._reach_of_fact.extend(np.array(reach, dtype=np.intp))
        self._spot_of_fact.extend(np.array(spots, dtype=np.intp))

    def failing(
        self,
        places: frozenset[Whereabouts],
        modes: tuple[RemoteMode, ...],
        countries: tuple[str, ...],
        *,
        judged: Judged,
    ) -> Flags:
        """Which facts fail, in the order they were followed.

        Args:
            places: wished for.
            modes: acceptable ways of working; empty: all.
            countries: where the person may work.
            judged: asked for verdicts on single wishes.
        """
        import numpy as np

        refused = judged(("mode", modes), _BARE, lambda: _wishing(modes=modes), judge_location)
        fails: Flags = refused[self._modes.rows]
        is_remote = self._modes.rows == _MODES.index(RemoteMode.REMOTE)
        mine = frozenset(countries).union(*(place.countries for place in places))
        if mine:
            remote = [self._remote_from(country, judged) for country in mine]
            fails |= is_remote & np.logical_and.reduce(remote)[self._reach_of_fact.rows]
        # Whoever wants to work remotely only is not asked where.
        if places and modes != (RemoteMode.REMOTE,):
            on_site = [self._on_site_in(place, judged) for place in places]
            fails |= ~is_remote & np.logical_and.reduce(on_site)[self._spot_of_fact.rows]
        return fails

    def _remote_from(self, country: str, judged: Judged) -> Flags:
        key = ("country", country)
        return judged(key, self._remote, lambda: _wishing(countries=(country,)), judge_location)

    def _on_site_in(self, place: Whereabouts, judged: Judged) -> Flags:
        key = ("place", place)
        return judged(key, self._on_site, lambda: _wishing(places=(place,)), judge_location)


def _wishing(
    *,
    places: tuple[Whereabouts, ...] = (),
    modes: tuple[RemoteMode, ...] = (),
    countries: tuple[str, ...] = (),
) -> Seeker:
    preferences = SearchPreferences(remote=modes, work_countries=countries)
    seeker = read_seeker(None, preferences=preferences, today=date.min)
    return replace(seeker, wanted_places=places)
