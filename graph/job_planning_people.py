"""The people of a plan: read from their profiles, with their vectors and what they want not."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import structlog

from domain.errors import TemporaryFailure
from domain.ids import PostingId, UserId
from domain.matching.seeker import Seeker
from domain.ports import Embedder, PostingStore
from domain.posting import Stance
from domain.push_ports import SeekerVector, SeekerVectorStore
from graph.job_finder import JobFinder, seeker_of
from graph.job_planning_masks import Facets, facets_of
from graph.job_planning_memory import BoundedMemory
from graph.push_search import PushSearch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_EMBED_BATCH = 64  # texts
_READ_TOGETHER = 8  # people read in one go in the thread, about 2 ms each
_KEPT_TEXTS_BYTES = 4 * 1024 * 1024  # vectors of saved searches

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One search of one person, ready to be planned."""

    search: PushSearch
    seeker: Seeker
    facets: Facets
    vector: Vectors | None
    """Unit vector of the query; None where nothing is known or the embedder does not answer."""
    stances: Mapping[PostingId, frozenset[Stance]]
    hidden: frozenset[PostingId]
    skip: frozenset[PostingId]
    """With the same jobs on other boards."""

    @property
    def key(self) -> Hashable:
        """Whose nearest postings to remember; saved searches remember none."""
        return self.search.profile.user if is_plain(self.search) else None

    @property
    def signature(self) -> Hashable:
        """Changes when what decides the person's nearest postings changes."""
        return hash((self.seeker.query, self.vector is None, self.facets))


def is_plain(search: PushSearch) -> bool:
    """Whether this is the search of a person's digest, not a saved one with words of its own."""
    return not search.text and not search.only_new


class PeopleReader:
    """Reads the people of a batch together."""

    def __init__(
        self,
        *,
        finder: JobFinder,
        embedder: Embedder,
        vectors: SeekerVectorStore,
        postings: PostingStore,
    ) -> None:
        self._finder = finder
        self._embedder = embedder
        self._vectors = vectors
        self._postings = postings
        self._texts: BoundedMemory[bytes] = BoundedMemory(max_bytes=_KEPT_TEXTS_BYTES)

    async def read(self, searches: Sequence[PushSearch], *, today: date) -> list[Person]:
        """Everybody, in the order asked; the catalogue must be up to date."""
        stances = await self._postings.stances_of(
            sorted({search.profile.user for search in searches})
        )
        seekers: list[Seeker] = []
        for start in range(0, len(searches), _READ_TOGETHER):
            some = searches[start : start + _READ_TOGETHER]
            seekers += await asyncio.to_thread(_seekers, some, today)
        vectors = await self.vectors_of(searches, [seeker.query for seeker in seekers])
        people: list[Person] = []
        for search, seeker, vector in zip(searches, seekers, vectors, strict=True):
            done = stances.get(search.profile.user, {})
            hidden = frozenset(key for key, marks in done.items() if Stance.HIDDEN in marks)
            people.append(
                Person(
                    search=search,
                    seeker=seeker,
                    facets=facets_of(seeker),
                    vector=vector,
                    stances=done,
                    hidden=hidden | await self._finder.same_jobs(hidden),
                    skip=search.skip | await self._finder.same_jobs(search.skip),
                )
            )
        return people

    async def vectors_of(
        self, searches: Sequence[PushSearch], queries: Sequence[str]
    ) -> list[Vectors | None]:
        """Vectors of the queries; only those that are not known are embedded.

        The vector of a person's digest is kept in the store, those of saved searches in memory.
        """
        import numpy as np

        hashes = [hashlib.sha256(query.encode()).hexdigest() for query in queries]
        known = await self._vectors.get_many(sorted({search.profile.user for search in searches}))
        model, size = self._embedder.model_id, self._embedder.dimension * 4
        found: dict[str, bytes] = {}
        for search, digest in zip(searches, hashes, strict=True):
            kept = known.get(search.profile.user)
            if kept is not None and (kept.query_hash, kept.model_id) == (digest, model):
                found[digest] = kept.vector
            elif (text := self._texts.get(digest)) is not None:
                found[digest] = text
        found = {digest: raw for digest, raw in found.items() if len(raw) == size}
        missing = {
            digest: query
            for digest, query in zip(hashes, queries, strict=True)
            if query and digest not in found
        }
        found.update(await self._embedded(missing))
        fresh: dict[UserId, SeekerVector] = {}
        for search, digest in zip(searches, hashes, strict=True):
            if digest in missing and digest in found:
                if is_plain(search):
                    fresh[search.profile.user] = SeekerVector(
                        query_hash=digest, model_id=model, vector=found[digest]
                    )
                else:
                    self._texts.keep(digest, found[digest], size=size)
        if fresh:
            await self._vectors.put_many(fresh)
        return [
            np.frombuffer(found[digest], dtype="<f4") if query and digest in found else None
            for digest, query in zip(hashes, queries, strict=True)
        ]

    async def _embedded(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """Vectors by hash of the text; without an embedder the search goes on by words."""
        import numpy as np

        found: dict[str, bytes] = {}
        hashes = list(texts)
        for start in range(0, len(hashes), _EMBED_BATCH):
            some = hashes[start : start + _EMBED_BATCH]
            try:
                vectors = await self._embedder.embed([texts[digest] for digest in some])
            except TemporaryFailure as error:
                _log.warning("people_not_embedded", error=type(error).__name__, left=len(texts))
                return found
            for digest, vector in zip(some, vectors, strict=True):
                found[digest] = np.asarray(vector, dtype="<f4").tobytes()
        return found


def _seekers(searches: Sequence[PushSearch], today: date) -> list[Seeker]:
    return [seeker_of(search.profile, text=search.text, today=today) for search in searches]
