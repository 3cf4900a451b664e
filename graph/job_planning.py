"""The job search for pushes: many people against all open postings at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date

import structlog

from domain.errors import TemporaryFailure
from domain.ids import PostingId
from domain.matching.model import Gate
from domain.ports import Embedder, PostingStore, VectorIndex
from domain.posting import StoredPosting
from domain.profiles import Profile
from domain.push_ports import SeekerVectorStore
from graph.job_finder import JobFinder, families_of
from graph.job_planning_batch import TOGETHER
from graph.job_planning_composing import Candidates, FindingsComposer
from graph.job_planning_people import PeopleReader, Person
from graph.job_planning_rows import CANDIDATES, PersonRows, PlannedRows, RowPlanner
from graph.job_planning_vectors import Near
from graph.push_search import PushFindings, PushSearch, SearchesForMany

_VECTORS_TOGETHER = 1000  # vectors fetched from the index at once
_WORTH_INDEXING = 2000  # postings without a vector that a plan waits for; more are a first fill
_LOOKED_AT_FACTOR = 4  # nearest rows read per posting asked for, as some may have closed

_log = structlog.get_logger(__name__)


class PushPlanner(SearchesForMany):
    """Finds for many people at once. One event loop owns it.

    A call reads the people, follows the postings that came and left, compares everybody with all
    rows (or, as a rule, with the new ones only), and scores each person's nearest exactly. The
    comparing runs beside the event loop, 512 people at a time, on one core.
    """

    def __init__(
        self,
        *,
        finder: JobFinder,
        embedder: Embedder,
        vectors: SeekerVectorStore,
        postings: PostingStore,
        index: VectorIndex,
    ) -> None:
        """Open nothing yet; the first search reads the vectors of all postings.

        Args:
            finder: keeps the catalogue of open postings, shared with the interactive search.
            embedder: people to vectors, the same model as the index.
            vectors: of people, from earlier days.
            postings: the source of truth.
            index: vectors of the postings.
        """
        self._finder = finder
        self._index = index
        self._people = PeopleReader(
            finder=finder, embedder=embedder, vectors=vectors, postings=postings
        )
        self._composer = FindingsComposer(finder=finder, postings=postings)
        self._postings = postings
        self._rows: RowPlanner | None = None
        self._followed = 0
        self._followed_revision = 0
        self._unplaced: set[int] = set()
        self._planning = asyncio.Lock()

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        """Findings in the order asked; people may have different cursors.

        Raises:
            TemporaryFailure: of a store. Without the index or the embedder the search goes by
                words instead.
        """
        found: list[PushFindings] = []
        for start in range(0, len(searches), TOGETHER):
            found += await self._find_some(searches[start : start + TOGETHER])
        return found

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        """Postings that only this gate keeps from a person, nearest first, and how many in all.

        A repeated job (``Gate.DUPLICATE``) is kept back by no wish: there is nothing to show.
        """
        today = self._finder.today()
        search = PushSearch(profile=profile, since=since, skip=frozenset())
        if gate is Gate.DUPLICATE or limit <= 0:
            return (), 0
        await self._finder.refresh()
        (person,) = await self._people.read([search], today=today)
        async with self._planning:
            rows = await self._follow()
            near, count = await asyncio.to_thread(
                rows.kept_back,
                _rows_of(rows, person),
                gate,
                today=today,
                limit=limit * _LOOKED_AT_FACTOR,
            )
        ids = rows.masks.catalogue.ids
        nearest = [ids[row] for row in near.rows.tolist()]
        if gate is Gate.EXPIRED:
            by_id = {one.posting.id: one for one in await self._postings.get_many(nearest)}
        else:
            by_id = await self._composer.still_open(nearest, today=today)
        return [by_id[key] for key in nearest if key in by_id][:limit], count

    async def _find_some(self, searches: Sequence[PushSearch]) -> list[PushFindings]:
        today = self._finder.today()
        await self._finder.refresh()
        # Outside the lock: people whose words changed may have to be embedded.
        people = await self._people.read(searches, today=today)
        async with self._planning:
            rows = await self._follow()
            revision = self._followed_revision
            asked = [_rows_of(rows, person) for person in people]
            planned = await asyncio.to_thread(rows.plan, asked, today=today, count_everything=True)
            chosen = [
                await self._candidates(rows, person, one, plan, today=today)
                for person, one, plan in zip(people, asked, planned, strict=True)
            ]
        return [
            await self._composer.compose(person, one, today=today, revision=revision)
            for person, one in zip(people, chosen, strict=True)
        ]

    async def _follow(self) -> RowPlanner:
        """Take over what came and left, with the vectors of new rows."""
        await self._finder.refresh()
        catalogue = self._finder.catalogue
        if self._rows is None or self._rows.masks.catalogue is not catalogue:
            self._rows = RowPlanner(catalogue)
            self._followed, self._unplaced = 0, set()
        rows = self._rows
        # What comes from here on, also while vectors are fetched, is for the next time.
        mark, self._followed_revision = rows.masks.mark(), self._finder.revision
        await asyncio.to_thread(rows.masks.follow, mark)
        self._unplaced.update(range(self._followed, rows.masks.size))
        self._followed = rows.masks.size
        alive = catalogue.alive
        self._unplaced = {row for row in self._unplaced if alive[row]}
        if self._unplaced:
            await self._place(rows)
        return rows

    async def _place(self, rows: RowPlanner) -> None:
        """Fetch the vectors of rows that have none; have a few new postings embedded first."""
        try:
            await self._fetch(rows)
            if 0 < len(self._unplaced) <= _WORTH_INDEXING:
                await self._finder.catch_up()
                await self._fetch(rows)
        except TemporaryFailure as error:
            _log.warning(
                "postings_without_vectors", error=type(error).__name__, left=len(self._unplaced)
            )

    async def _fetch(self, rows: RowPlanner) -> None:
        ids = rows.masks.catalogue.ids
        waiting = sorted(self._unplaced)
        for start in range(0, len(waiting), _VECTORS_TOGETHER):
            some = {ids[row]: row for row in waiting[start : start + _VECTORS_TOGETHER]}
            found = await self._index.vectors(list(some))
            placed = {some[posting]: vector for posting, vector in found.items()}
            rows.vectors.put(placed)
            self._unplaced.difference_update(placed)
            if not found:
                return  # not indexed that far yet

    async def _candidates(
        self,
        rows: RowPlanner,
        person: Person,
        asked: PersonRows,
        plan: PlannedRows,
        *,
        today: date,
    ) -> Candidates:
        """The planned rows as postings; by words those that no vector leads to."""
        ids = rows.masks.catalogue.ids
        new = _similar(plan.new, ids, person.skip)
        opened = _similar(plan.open, ids, person.skip)
        if asked.vector is None or self._unplaced:
            for row in await self._by_words(rows, person, asked, today=today):
                part = new if row >= asked.first_new else opened
                if ids[row] not in person.skip:
                    part.setdefault(ids[row], None)
        return Candidates(
            new=new,
            open=opened,
            everything=plan.everything,
            new_counts=plan.new_counts,
            new_skipped=plan.new_skipped,
        )

    async def _by_words(
        self, rows: RowPlanner, person: Person, asked: PersonRows, *, today: date
    ) -> list[int]:
        """Rows without a vector (all of them for a person without one) that share rare words."""
        import numpy as np

        flags = await asyncio.to_thread(rows.eligible_unplaced, asked, today=today)
        if not flags.any():
            return []
        catalogue = rows.masks.catalogue
        mask = np.zeros(len(catalogue.ids), dtype=np.bool_)  # it may have grown meanwhile
        mask[: len(flags)] = flags
        found = [
            row
            for posting in catalogue.search_words(person.seeker.query, mask=mask, limit=CANDIDATES)
            if (row := catalogue.row_of(posting)) is not None
        ]
        if asked.vector is None and len(found) < CANDIDATES:
            # Nothing is known that leads anywhere: the newest are as good as any.
            newest = np.flatnonzero(flags)[::-1][:CANDIDATES].tolist()
            found = list(dict.fromkeys([*found, *newest]))[:CANDIDATES]
        return found


def _rows_of(rows: RowPlanner, person: Person) -> PersonRows:
    catalogue, size = rows.masks.catalogue, rows.masks.size
    since = person.search.since

    def rows_among(postings: Iterable[PostingId]) -> list[int]:
        found = (catalogue.row_of(posting) for posting in postings)
        return [row for row in found if row is not None and row < size]

    return PersonRows(
        key=person.key,
        signature=person.signature,
        facets=person.facets,
        vector=person.vector,
        hidden=rows_among(person.hidden),
        skip=rows_among(person.skip),
        first_new=0 if since is None else min(size, catalogue.first_row_after(since)),
        only_new=person.search.only_new,
        families=families_of(person.seeker),
    )


def _similar(
    near: Near, ids: Sequence[PostingId], skip: frozenset[PostingId]
) -> dict[PostingId, float | None]:
    pairs = zip(near.rows.tolist(), near.cosines.tolist(), strict=True)
    return {ids[row]: round(cosine, 6) for row, cosine in pairs if ids[row] not in skip}
