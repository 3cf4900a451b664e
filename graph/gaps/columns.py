"""What every open posting asks for, in little memory; follows the job search's catalogue.

About half a kilobyte a posting: equal facts are kept once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from domain.eligibility.gates import job_countries
from domain.gaps.asking import Asks, asks_of
from domain.ids import PostingId
from domain.matching.reading import PostingFacts
from domain.matching.titles import TitleReading
from domain.posting import Posting, StoredPosting
from graph.job_catalogue import JobCatalogue
from graph.job_columns import LanguageFact, PermissionFact
from graph.job_finder import ReadPosting

_PAGE = 200  # postings read at once
_MOST_EQUAL_FACTS = 200_000  # remembered to keep equal ones once; then forgotten and begun anew

Fact = TypeVar("Fact", bound=Hashable)


class FindsJobs(Protocol):
    """The job search, as far as a gap needs it."""

    @property
    def catalogue(self) -> JobCatalogue: ...
    @property
    def revision(self) -> int: ...
    def today(self) -> date: ...
    async def refresh(self) -> None: ...
    async def readings(self, wanted: Sequence[PostingId]) -> Mapping[PostingId, ReadPosting]: ...
    async def same_jobs(self, postings: frozenset[PostingId]) -> frozenset[PostingId]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """One open posting."""

    posting: PostingId
    content_hash: str
    cluster: str
    title: TitleReading
    asks: Asks
    years: int
    """0: not stated."""
    degree: int
    languages: LanguageFact
    permission: PermissionFact
    valid_through: date | None
    first_seen: datetime | None
    """None for what is in no store."""


class AskedColumns:
    """One row per open posting, as current as the catalogue at the last :meth:`follow`."""

    def __init__(self) -> None:
        self._rows: dict[PostingId, AskedRow] = {}
        self._revision = -1
        self._of: JobCatalogue | None = None
        self._equal: dict[Hashable, Hashable] = {}
        self._following = asyncio.Lock()

    async def follow(self, jobs: FindsJobs) -> Mapping[PostingId, AskedRow]:
        """Bring the rows up to the catalogue and return them; nothing to do costs nothing.

        The mapping is replaced, never changed: a worker thread may go on with an older one.
        """
        async with self._following:
            if self._of is jobs.catalogue and self._revision == jobs.revision:
                return self._rows
            catalogue, revision = jobs.catalogue, jobs.revision
            hashes = dict(catalogue.hashes)
            rows = {key: row for key, row in self._rows.items() if hashes.get(key)}
            stale = [
                key
                for key, version in hashes.items()
                if key not in rows or rows[key].content_hash != version
            ]
            for start in range(0, len(stale), _PAGE):
                reads = await jobs.readings(stale[start : start + _PAGE])
                rows.update((row.posting, row) for row in self._read(reads.values()))
                await asyncio.sleep(0)
            self._rows, self._of, self._revision = rows, catalogue, revision
            return rows

    def _read(self, reads: Iterable[ReadPosting]) -> list[AskedRow]:
        if len(self._equal) > _MOST_EQUAL_FACTS:
            self._equal.clear()
        return [self._shared(read) for read in reads]

    def _shared(self, read: ReadPosting) -> AskedRow:
        """The row with every fact that another row has as well taken from there."""
        row = row_of(read.stored.posting, read.facts, stored=read.stored)
        return replace(
            row,
            title=self._once(row.title),
            asks=Asks(
                musts=tuple(
                    self._once((name, self._once(enough))) for name, enough in row.asks.musts
                ),
                nice=self._once(row.asks.nice),
            ),
            languages=self._once(row.languages),
            permission=self._once(row.permission),
        )

    def _once(self, fact: Fact) -> Fact:
        known = self._equal.setdefault(fact, fact)
        # What is equal has the same type: the key is the fact itself.
        return known if isinstance(known, type(fact)) else fact


def row_of(posting: Posting, facts: PostingFacts, *, stored: StoredPosting | None) -> AskedRow:
    """What one posting asks for; ``stored`` is None for what is in no store."""
    return AskedRow(
        posting=posting.id,
        content_hash=stored.content_hash if stored else "",
        cluster=stored.cluster if stored else "",
        title=facts.title,
        asks=asks_of(facts, title=posting.title),
        years=facts.years.value if facts.years else 0,
        degree=facts.degree.value if facts.degree else 0,
        languages=(
            tuple(dict.fromkeys(demand.any_of for demand in facts.languages)),
            facts.written_in,
        ),
        permission=(
            job_countries(posting.places, posting.applicant_countries),
            tuple(sorted({(s.kind, s.countries) for s in facts.permission}, key=lambda s: s[0])),
        ),
        valid_through=posting.valid_through,
        first_seen=stored.first_seen if stored else None,
    )
