"""People and postings to plan with, the same for the same numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.ids import PostingId
from domain.matching.seeker import Seeker, read_seeker
from domain.places import whereabouts
from domain.places_table import CITIES, COUNTRIES
from domain.posting import (
    PayPeriod,
    Place,
    Posting,
    PostingState,
    RemoteMode,
    Salary,
    StoredPosting,
)
from domain.posting_identity import cluster_key, content_hash
from domain.profiles import SearchPreferences
from evaluation.matching.generated import postings as generated
from evaluation.matching.generated import resume_of
from graph.job_catalogue import CatalogueEntry, JobCatalogue, prepare
from graph.job_finder import LARGE_FILL
from graph.job_planning_batch import TOGETHER
from graph.job_planning_masks import facets_of
from graph.job_planning_memory import settle
from graph.job_planning_rows import RowPlanner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OCCUPATIONS = 400
TEXTS = 3_000
_DIMENSION = 384
_WORDS = (
    *("sales", "recruiter", "senior", "lead", "Company 7", "Company 11", "night shift", "unpaid"),
    *("insurance", "crypto", "gambling", "defence", "travel", "intern", "junior", "call center"),
    *("door to door", "manager", "teacher", "nurse", "warehouse", "driver"),
)


@dataclass(frozen=True, slots=True)
class _Text:
    entry: CatalogueEntry
    occupation: int


class Market:
    """People and postings, the same for the same numbers."""

    def __init__(self, *, people: int, postings: int) -> None:
        import numpy as np

        self.people, self.postings = people, postings
        self._centres = (
            np.random.default_rng(1).standard_normal((OCCUPATIONS, _DIMENSION)).astype(np.float32)
        )
        chance = random.Random(2)
        self._places = list(_places())
        made = list(generated(TEXTS, seed=7, today=NOW.date()))
        read = prepare([_stored(one, 0) for one in made])
        self.texts = [_Text(one, chance.randrange(OCCUPATIONS)) for one in read]
        self.catalogue = JobCatalogue()
        self.rows = RowPlanner(self.catalogue, remembered_people=people + 1_000)
        self._seekers = [
            read_seeker(resume_of(n), preferences=SearchPreferences(), today=NOW.date())
            for n in range(23 * 8)
        ]
        self.add(postings)

    def add(self, count: int) -> None:
        """More postings, with vectors."""
        first = len(self.catalogue.ids)
        chance = random.Random(first)
        for start in range(first, first + count, 4096):
            stop = min(start + 4096, first + count)
            texts = [chance.choice(self.texts) for _ in range(start, stop)]
            self.catalogue.add(
                self._posting(row, text, chance)
                for row, text in zip(range(start, stop), texts, strict=True)
            )
            made = self.vectors([text.occupation for text in texts], seed=start)
            self.rows.vectors.put(
                {row: one.tobytes() for row, one in zip(range(start, stop), made, strict=True)}
            )
        if count >= LARGE_FILL:
            settle()  # as the job search does

    def _posting(self, row: int, text: _Text, chance: random.Random) -> CatalogueEntry:
        entry = text.entry
        pay = None
        if chance.random() < 0.4:
            low = float(chance.randrange(25, 140) * 1000)
            pay = Salary(
                raw="",
                minimum=low,
                maximum=low + chance.randrange(5, 30) * 1000,
                currency=chance.choice(("EUR", "EUR", "USD", "GBP")),
                period=PayPeriod.YEAR,
            )
        remote = chance.choices(list(RemoteMode), weights=(20, 20, 20, 40))[0]
        posting = replace(
            entry.stored.posting,
            id=PostingId(f"p_{row:08}"),
            company=f"Company {int(chance.paretovariate(0.8)) % 9000}",
            places=(Place(raw=self._place(chance)),),
            remote=remote,
            salary=pay,
        )
        stored = replace(entry.stored, posting=posting, cluster=f"c{row}", revision=row + 1)
        return replace(entry, id=posting.id, content_hash=f"h{row}", stored=stored)

    def _place(self, chance: random.Random) -> str:
        return self._places[min(int(chance.paretovariate(0.6)) - 1, 10**6) % len(self._places)]

    def vectors(self, occupations: Sequence[int], *, seed: int) -> Vectors:
        """Unit vectors around occupations."""
        import numpy as np

        noise = np.random.default_rng(seed).standard_normal((len(occupations), _DIMENSION))
        found = self._centres[list(occupations)] + 0.8 * noise.astype(np.float32)
        unit: Vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def seeker_of(self, number: int) -> Seeker:
        """A person: half name a town or two, a sixth want remote only, a third set a pay floor."""
        chance = random.Random(number * 7919)
        seeker = self._seekers[number % len(self._seekers)]
        lot = chance.random()
        places = tuple(self._place(chance) for _ in range(chance.choice((1, 1, 2))))
        wishes = SearchPreferences(
            places=places if lot < 0.5 else (),
            remote=(RemoteMode.REMOTE,) if 0.5 <= lot < 0.66 else (),
            work_countries=(chance.choice(("DE", "US", "GB", "FR", "ES", "IN", "PL", "CA")),)
            if chance.random() < 0.4
            else (),
            needs_sponsorship=chance.choice((None, None, None, True, False)),
            pay_floor=Salary(
                raw="",
                minimum=float(chance.randrange(20, 100, 2) * 1000),
                currency=chance.choice(("EUR", "USD")),
                period=PayPeriod.YEAR,
            )
            if chance.random() < 0.33
            else None,
            languages=chance.choice(((), (), ("en",), ("en", "de"), ("en", "fr"), ("de",))),
            exclude=tuple(chance.sample(_WORDS, chance.choice((1, 2))))
            if chance.random() < 0.25
            else (),
        )
        return replace(
            seeker,
            wishes=wishes,
            wanted_places=tuple(map(whereabouts, wishes.places)),
            languages=dict.fromkeys(wishes.languages, "") or seeker.languages,
        )

    def batches(self) -> Iterator[tuple[range, list[Seeker], Vectors]]:
        """Everybody, with their vectors, as many at a time as are planned together."""
        for start in range(0, self.people, TOGETHER):
            numbers = range(start, min(start + TOGETHER, self.people))
            occupations = [number * 31 % OCCUPATIONS for number in numbers]
            yield (
                numbers,
                [self.seeker_of(number) for number in numbers],
                self.vectors(occupations, seed=10**9 + start),
            )

    def distinct(self) -> str:
        """How varied the facts are."""
        catalogue = self.catalogue
        columns = (catalogue.location, catalogue.permission, catalogue.language, catalogue.pay)
        counts = [len(column.facts) for column in columns]
        sample = [facets_of(self.seeker_of(n)) for n in range(min(self.people, 20_000))]
        wishes = [len({facets[n] for facets in sample}) for n in range(5)]
        return (
            f"distinct places, permits, languages, pay of postings: {counts}; distinct excluded "
            f"words, permits, places, languages, pay floors of {len(sample):,} people: {wishes}"
        )


def _places() -> Iterator[str]:
    """Towns with their countries, then countries, as postings write them."""
    names = {
        line[:2]: line[3:].split(";")[0].split("|")[0] for line in COUNTRIES.strip().splitlines()
    }
    towns = [
        f"{town.split('|')[0]}, {names.get(line[:2], line[:2])}"
        for line in CITIES.strip().splitlines()
        for town in line[3:].split(";")
    ]
    random.Random(4).shuffle(towns)
    yield from towns
    yield from (name for name in names.values())


def _stored(posting: Posting, revision: int) -> StoredPosting:
    return StoredPosting(
        posting=posting,
        state=PostingState.OPEN,
        content_hash=content_hash(posting),
        cluster=cluster_key(posting),
        first_seen=NOW,
        last_seen=NOW,
        revision=revision,
    )
