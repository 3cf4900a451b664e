"""Finds postings for a person: gates over all of them, retrieval, then the exact score."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from domain.errors import TemporaryFailure
from domain.ids import PostingId
from domain.matching.model import Gate, Match, MatchReport
from domain.matching.ranking import Candidate, is_same_job, rank
from domain.matching.reading import PostingFacts, read_posting
from domain.matching.seeker import Seeker, read_seeker
from domain.matching.taste import LIKES, Taste, taste_from
from domain.ports import Clock, Hit, PostingStore, VectorIndex
from domain.posting import Stance, StoredPosting
from domain.profiles import Profile
from graph.file_matching import match_file, match_json
from graph.job_catalogue import Admitted, JobCatalogue, prepare
from graph.job_closed import ClosedPostings
from graph.job_planning_memory import settle

__all__ = ["Findings", "JobFinder", "match_file", "match_json"]

_BY_MEANING = 140  # candidates from the vector index
_BY_WORDS = 100  # candidates from the words
_AT_LEAST = 50  # candidates, also where neither words nor meaning find any
_EXCLUDED_LOOKED_AT = 40  # nearest postings, to show the best of what was excluded
_EXCLUDED_SHOWN = 5
_PAGE = 200  # postings read from the store at once
_SLICE = 50  # postings taken into the columns before others get their turn
LEAST_RELEVANCE = 0.1
"""Of 1: under it a posting is another occupation."""
_EMBED_BATCH = 64
LARGE_FILL = 5000  # postings taken in at once after which memory is settled
_REBUILD_FROM_WASTE = 5000  # rows of postings that left

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A ranked page of postings and an account of the rest."""

    report: MatchReport
    postings: Mapping[PostingId, StoredPosting]
    """Every posting that the report names."""


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """A stored posting and what it asks for."""

    stored: StoredPosting
    facts: PostingFacts


class JobFinder:
    """Search over the open postings of a store."""

    def __init__(
        self,
        *,
        postings: PostingStore,
        index: VectorIndex,
        clock: Clock,
        time_zone: str = "UTC",
        cached_postings: int = 12_000,
    ) -> None:
        """Open nothing yet; the first search reads the store.

        Args:
            postings: the source of truth.
            index: postings by meaning; may lag behind or be empty.
            clock: the time.
            time_zone: IANA name; decides on which day a posting expires.
            cached_postings: postings kept read in memory, about 8 KB each.
        """
        self._postings = postings
        self._index = index
        self._clock = clock
        self._zone = ZoneInfo(time_zone)
        self.catalogue = JobCatalogue()
        """Columns of the open postings; another object after a rebuild."""
        self.revision = 0
        """The last change of the store that is in the catalogue."""
        self._indexed_revision = -1
        self._loading = asyncio.Lock()
        self._indexing = asyncio.Lock()
        self._read: OrderedDict[PostingId, ReadPosting] = OrderedDict()
        self._cached_postings = cached_postings
        self._closed = ClosedPostings(postings=postings)

    async def catch_up(self, *, progress: Callable[[int], None] | None = None) -> int:
        """Bring the vector index up to the store; returns how many postings were embedded.

        Searching meanwhile works: by words, and by meaning as far as the index is. Call it at
        the start, after an ingest, and now and then (it costs one small query when nothing is
        new).

        Args:
            progress: called with the number embedded so far.
        """
        async with self._indexing:
            await self.refresh()
            revision = self.revision
            if revision == self._indexed_revision:
                return 0
            wanted = dict(self.catalogue.hashes)
            present = await self._index.versions()
            gone = [posting for posting in present if posting not in wanted]
            stale = [
                posting for posting, version in wanted.items() if present.get(posting) != version
            ]
            if gone:
                await self._index.remove(gone)
            done = 0
            for start in range(0, len(stale), _EMBED_BATCH):
                batch = await self._postings.get_many(stale[start : start + _EMBED_BATCH])
                await self._index.upsert(batch)
                done += len(batch)
                if progress is not None:
                    progress(done)
            self._indexed_revision = revision
            if done or gone:
                _log.info("postings_indexed", embedded=done, removed=len(gone))
            return done

    async def find(
        self,
        profile: Profile,
        *,
        text: str = "",
        limit: int = 5,
        skip: frozenset[PostingId] = frozenset(),
    ) -> Findings:
        """The best ``limit`` postings for a person.

        Args:
            profile: resume, corrections and wishes; stances come from the store.
            text: what they ask for now ("python jobs"); moves the ranking, excludes nothing.
            limit: number of matches.
            skip: postings to leave out without counting them as excluded (already shown).
        """
        await self.refresh()
        today = self.today()
        seeker = seeker_of(profile, text=text, today=today)
        stances = await self._postings.stances(profile.user)
        hidden = frozenset(key for key, done in stances.items() if Stance.HIDDEN in done)
        hidden |= await self.same_jobs(hidden)
        twins = await self.same_jobs(skip)
        skip |= twins
        admitted = self.catalogue.admit(seeker, hidden=hidden, today=today)
        similar = await self._retrieve(seeker, admitted, skip=skip)
        taste = await self.taste_of(stances)
        reads = await self.readings(list(similar))
        report = await asyncio.to_thread(
            rank,
            seeker,
            [
                candidate_of(read, similar[posting], hidden=posting in hidden)
                for posting, read in reads.items()
            ],
            today=today,
            taste=taste,
            limit=limit,
            excluded_limit=_EXCLUDED_SHOWN,
            considered=admitted.considered,
            excluded_by=admitted.excluded_by,
            opened_by=admitted.opened_by,
            least_relevance=LEAST_RELEVANCE if is_known(seeker) else 0.0,
        )
        excluded_by = dict(report.excluded_by)
        if twins:
            excluded_by[Gate.DUPLICATE] = excluded_by.get(Gate.DUPLICATE, 0) + len(twins)
        report = replace(
            report,
            excluded_by=excluded_by,
            other_field=report.other_field
            + self.catalogue.other_field(
                self.catalogue.without(admitted.mask, skip.union(similar)), families_of(seeker)
            ),
        )
        named = [
            posting
            for match in (*report.matches, *report.excluded)
            for posting in (match.posting, *match.also)
        ]
        return Findings(report=report, postings={key: reads[key].stored for key in named})

    async def same_jobs(self, postings: frozenset[PostingId]) -> frozenset[PostingId]:
        """The same jobs on other boards: what was seen or hidden there is seen or hidden here.

        A posting that has closed is remembered as well: its copy elsewhere may still be open.
        """
        closed = await self._closed.clusters_of(
            posting for posting in postings if posting not in self.catalogue.hashes
        )
        mates = self.catalogue.mates_of(postings)
        mates |= self.catalogue.in_clusters(closed.values()) - postings
        if not mates:
            return frozenset()
        theirs = self.catalogue.clusters_of(mates)
        near = sorted(self.catalogue.in_clusters(theirs) & postings)
        near += sorted(posting for posting, cluster in closed.items() if cluster in theirs)
        reads = await self.readings([*sorted(mates), *near])
        return frozenset(
            mate
            for mate in mates & reads.keys()
            for one in near
            if one in reads
            and reads[one].stored.cluster == reads[mate].stored.cluster
            and is_same_job(reads[one].stored.posting, reads[mate].stored.posting)
        )

    async def explain(self, profile: Profile, posting_id: PostingId) -> Match | None:
        """The match of one posting, excluded or not; None when there is no such posting."""
        today = self.today()
        seeker = seeker_of(profile, text="", today=today)
        reads = await self.readings([posting_id])
        if posting_id not in reads:
            return None
        similar = await self._similarities(seeker.query, [posting_id])
        stances = await self._postings.stances(profile.user)
        hidden = Stance.HIDDEN in stances.get(posting_id, frozenset())
        report = rank(
            seeker,
            [candidate_of(reads[posting_id], similar.get(posting_id), hidden=hidden)],
            today=today,
            taste=await self.taste_of(stances),
        )
        return (*report.matches, *report.excluded)[0]

    def today(self) -> date:
        """The day on which postings are judged."""
        return self._clock.now().astimezone(self._zone).date()

    async def most_asked(self, *, limit: int) -> Sequence[str]:
        """The skills that open postings ask for most (of those kept in memory), most asked first.

        Nothing about people: what a source is asked about.
        """
        await self.refresh()
        asked = Counter(skill.name for read in self._read.values() for skill in read.facts.asked)
        return sorted(asked, key=lambda skill: (-asked[skill], skill))[:limit]

    async def refresh(self) -> None:
        """Follow the store's changes into the catalogue; one small query when there are none."""
        async with self._loading:
            if self.catalogue.wasted_rows > max(_REBUILD_FROM_WASTE, len(self.catalogue)):
                self.catalogue, self.revision = JobCatalogue(), 0
            taken = 0
            while True:
                changes = await self._postings.changes_since(self.revision, limit=_PAGE)
                if changes.revision == self.revision:
                    if taken >= LARGE_FILL:
                        settle()
                    return
                taken += len(changes.changed)
                entries = await asyncio.to_thread(prepare, changes.changed)
                for posting in changes.left:
                    self.catalogue.remove(posting)
                    self._read.pop(posting, None)
                for start in range(0, len(entries), _SLICE):
                    self.catalogue.add(entries[start : start + _SLICE])
                    await asyncio.sleep(0)
                for entry in entries:
                    self._remember(ReadPosting(entry.stored, entry.facts))
                self.revision = changes.revision

    def _remember(self, read: ReadPosting) -> None:
        posting = read.stored.posting.id
        self._read[posting] = read
        self._read.move_to_end(posting)
        while len(self._read) > self._cached_postings:
            self._read.popitem(last=False)

    async def _retrieve(
        self, seeker: Seeker, admitted: Admitted, *, skip: frozenset[PostingId]
    ) -> dict[PostingId, float | None]:
        """Candidates with their similarity (None where the index does not know it)."""
        mask = self.catalogue.without(admitted.mask, skip)
        allowed = self.catalogue.ids_of(mask)
        is_everything = len(allowed) == admitted.considered
        hits = await self._search(
            seeker.query, limit=_BY_MEANING, within=None if is_everything else allowed
        )
        similar: dict[PostingId, float | None] = {hit.posting: hit.similarity for hit in hits}
        by_words = self.catalogue.search_words(seeker.query, mask=mask, limit=_BY_WORDS)
        if len(hits) + len(by_words) < _AT_LEAST:
            by_words = [*by_words, *allowed[:_AT_LEAST]]
        if not is_everything:
            nearest = await self._search(seeker.query, limit=_EXCLUDED_LOOKED_AT, within=None)
            similar.update(
                (hit.posting, hit.similarity) for hit in nearest if hit.posting not in skip
            )
        more = [posting for posting in dict.fromkeys(by_words) if posting not in similar]
        known = await self._similarities(seeker.query, more)
        similar.update((posting, known.get(posting)) for posting in more)
        # The index may still hold postings that have left the store.
        return {key: value for key, value in similar.items() if key in self.catalogue.hashes}

    async def _search(
        self, query: str, *, limit: int, within: Sequence[PostingId] | None
    ) -> Sequence[Hit]:
        if not query or (within is not None and not within):
            return ()
        try:
            return await self._index.search(query, limit=limit, within=within)
        except TemporaryFailure as error:
            _log.warning("vector_search_failed", error=type(error).__name__)
            return ()

    async def _similarities(
        self, query: str, postings: Sequence[PostingId]
    ) -> Mapping[PostingId, float]:
        if not query or not postings:
            return {}
        try:
            return await self._index.similarities(query, postings)
        except TemporaryFailure as error:
            _log.warning("vector_search_failed", error=type(error).__name__)
            return {}

    async def readings(self, wanted: Sequence[PostingId]) -> dict[PostingId, ReadPosting]:
        """Postings read, from memory or the store, in the order asked."""
        found: dict[PostingId, ReadPosting] = {}
        missing: list[PostingId] = []
        for posting in wanted:
            read = self._read.get(posting)
            if read is None:
                missing.append(posting)
            else:
                self._read.move_to_end(posting)
                found[posting] = read
        if missing:
            stored = await self._postings.get_many(missing)
            for read in await asyncio.to_thread(_read_all, stored):
                found[read.stored.posting.id] = read
                self._remember(read)
        return {posting: found[posting] for posting in wanted if posting in found}

    async def taste_of(self, stances: Mapping[PostingId, frozenset[Stance]]) -> Taste:
        """What earlier feedback says of a person's taste."""
        told = [key for key, done in stances.items() if done & (LIKES | {Stance.HIDDEN})]
        if not told:
            return Taste()
        reads = await self.readings(sorted(told)[:200])
        return taste_from(
            stances,
            [(key, read.stored.posting.title, read.facts) for key, read in reads.items()],
        )


def seeker_of(profile: Profile, *, text: str, today: date) -> Seeker:
    """The matching view of a profile."""
    return read_seeker(
        profile.resume,
        preferences=profile.preferences,
        corrections=profile.corrections,
        today=today,
        text=text,
    )


def is_known(seeker: Seeker) -> bool:
    """Whether enough is known of a person to say what is not their field."""
    return bool(seeker.titles or seeker.wanted_titles or seeker.skills)


def families_of(seeker: Seeker) -> frozenset[str]:
    """Occupations wished for, else held; empty when one of them is unknown to us."""
    titles = seeker.wanted_titles or seeker.titles
    families = {held.reading.family for held in titles}
    return frozenset() if None in families else frozenset(f for f in families if f is not None)


def _read_all(postings: Sequence[StoredPosting]) -> list[ReadPosting]:
    return [ReadPosting(stored, read_posting(stored.posting)) for stored in postings]


def candidate_of(read: ReadPosting, similarity: float | None, *, hidden: bool) -> Candidate:
    """A posting as the ranking wants it."""
    stored = read.stored
    return Candidate(
        posting=stored.posting,
        facts=read.facts,
        similarity=similarity,
        cluster=stored.cluster,
        hidden=hidden,
        state=stored.state,
        seen_on=stored.first_seen.date(),
    )
