"""The plan of the day: 100,000 people against 100,000 postings, on one core.

Goals: everybody against everything within 150 core-seconds, everybody against 1,000 new postings
within 5, all in 1 GB of memory. Times are processor time of all threads.

What is not real: vectors are random unit vectors around 400 occupations, for both sides (the cosine
of one occupation is about 0.6); the postings' texts are 3,000 generated ones, read once and then
given other places, pay, companies and titles; people wish what :meth:`Market.seeker_of` deals out.
What is left out: reading people (profiles, facets, vectors), and writing the digests. The exact
ranking of a digest's candidates is measured by itself, with postings that were not read before.
On a busy machine processor times are too high as well: the bare products tell how much.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import CareerGiniError
from domain.ids import UserId
from domain.matching.seeker import Seeker
from domain.posting import StoredPosting
from domain.profiles import Profile
from evaluation.channels.figures import Figure
from evaluation.digests.planning_market import NOW, OCCUPATIONS, TEXTS, Market
from graph.job_finder import JobFinder, families_of
from graph.job_planning_composing import Candidates, FindingsComposer
from graph.job_planning_masks import facets_of
from graph.job_planning_people import Person
from graph.job_planning_rows import PersonRows, PlannedRows
from graph.push_search import PushSearch
from integrations.embeddings.fastembed_embedder import FastembedEmbedder
from tests.twins.hashed_index import HashedIndex
from tests.twins.stores import FrozenClock
from tests.twins.stores_postings import InMemoryPostings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PEOPLE = 100_000
POSTINGS = 100_000
_NEW = 1_000
_NAIVE_SAMPLE = 60
_RANKED_SAMPLE = 100
_COUNTED_SAMPLE = 1_024
_EMBEDDED_SAMPLE = 64


async def measure(
    postgres: str | None, *, people: int = PEOPLE, postings: int = POSTINGS
) -> list[Figure]:
    """Plan everything, then a day with new postings; no database takes part."""
    del postgres
    market = Measurement(people=people, postings=postings)
    loaded_mb = _resident_mb()
    before_s = market.product_s()
    everything_s, shown = market.plan_everything()
    day_s, again = market.plan_a_day(shown)
    first_s, _ = market.plan_a_day(shown, only_new=True)
    product_s = (before_s + market.product_s()) / 2
    counting_us = market.cost_of_counting()
    naive_ms = market.naive_ms()
    delay_ms = await market.longest_delay_ms()
    exact_ms = await market.exact_ms()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    embedded = await market.embedded_per_s()
    scale = f"{people:,} people x {postings:,} postings"
    is_full = (people, postings) == (PEOPLE, POSTINGS)
    print(
        f"random vectors around {OCCUPATIONS} occupations; {TEXTS:,} texts behind the postings; "
        f"{market.distinct()}"
    )
    return [
        Figure(
            name=f"{scale}: everything",
            value=everything_s,
            unit="core-s",
            at_most=150.0 if is_full else None,
        ),
        Figure(
            name="... of it the bare products, as fast as today", value=product_s, unit="core-s"
        ),
        Figure(
            name=f"{_NEW:,} new postings for everybody",
            value=first_s,
            unit="core-s",
            at_most=5.0 if is_full else None,
        ),
        Figure(name="... a day later, with open ones from memory", value=day_s, unit="core-s"),
        Figure(name="... people compared with everything again", value=again),
        Figure(
            name="memory, at most",
            value=peak_mb,
            unit="MB",
            at_most=1024.0 if is_full else None,
        ),
        Figure(name="... before planning", value=loaded_mb, unit="MB"),
        Figure(name="everything, per person", value=everything_s / people * 1e3, unit="core-ms"),
        Figure(name="one person alone, naive", value=naive_ms, unit="core-ms"),
        Figure(name="naive / planned, everything", value=naive_ms / (everything_s / people * 1e3)),
        Figure(name="naive / planned, new postings", value=naive_ms / (day_s / people * 1e3)),
        Figure(
            name="counting all postings besides, per person",
            value=counting_us / 1e3,
            unit="core-ms",
        ),
        Figure(name="event loop held up by a plan, longest", value=delay_ms, unit="ms"),
        Figure(name="exact ranking with evidence, per digest", value=exact_ms, unit="core-ms"),
        *(
            []
            if embedded is None
            else [Figure(name="people embedded", value=embedded, unit="/core-s")]
        ),
    ]


class Measurement(Market):
    """What planning costs on a market."""

    def _rows(
        self,
        numbers: range,
        seekers: Sequence[Seeker],
        vectors: Vectors,
        *,
        first_new: int = 0,
        shown: NDArray[np.int32] | None = None,
        only_new: bool = False,
    ) -> list[PersonRows]:
        """People as the product hands them to the planner once it has read them."""
        asked = []
        for number, seeker, vector in zip(numbers, seekers, vectors, strict=True):
            facets = facets_of(seeker)
            asked.append(
                PersonRows(
                    key=number,
                    signature=hash(facets),
                    facets=facets,
                    vector=vector,
                    hidden=(),
                    skip=() if shown is None else shown[number].tolist(),
                    first_new=first_new,
                    families=families_of(seeker),
                    only_new=only_new,
                )
            )
        return asked

    def _plan(self, asked: Sequence[PersonRows], *, count: bool = False) -> list[PlannedRows]:
        return self.rows.plan(asked, today=NOW.date(), count_everything=count)

    def product_s(self) -> float:
        """Core-seconds of the bare products of everybody with everything, at today's speed."""
        import numpy as np

        _, _, vectors = next(self.batches())
        block = self.rows.vectors.block(0, min(8192, len(self.catalogue.ids)))
        room = np.empty((len(vectors), len(block)), dtype=np.float32)
        started = time.process_time()
        for _ in range(20):
            np.matmul(vectors, block.T, out=room)
        once = (time.process_time() - started) / 20
        return once * self.people / len(vectors) * len(self.catalogue.ids) / len(block)

    def plan_everything(self) -> tuple[float, NDArray[np.int32]]:
        """Core-seconds, and the five rows that each person is shown."""
        import numpy as np

        shown = np.full((self.people, 5), -1, dtype=np.int32)
        worked = -time.process_time()
        self.rows.masks.follow()
        worked += time.process_time()
        for numbers, seekers, vectors in self.batches():
            asked = self._rows(numbers, seekers, vectors)
            started = time.process_time()
            plans = self._plan(asked)
            worked += time.process_time() - started
            for number, plan in zip(numbers, plans, strict=True):
                best = plan.new.rows[:5]
                shown[number, : len(best)] = best
        return worked, shown

    def plan_a_day(self, shown: NDArray[np.int32], *, only_new: bool = False) -> tuple[float, int]:
        """Core-seconds with new postings, and how many people had to be compared with all.

        With ``only_new`` the open ones that were never shown are not looked up in memory.
        """
        first_new = len(self.catalogue.ids)
        self.add(_NEW)
        worked = -time.process_time()
        self.rows.masks.follow()
        worked += time.process_time()
        again = 0
        for numbers, seekers, vectors in self.batches():
            asked = self._rows(
                numbers, seekers, vectors, first_new=first_new, shown=shown, only_new=only_new
            )
            started = time.process_time()
            plans = self._plan(asked)
            worked += time.process_time() - started
            again += sum(plan.everything.considered > 0 for plan in plans)
        return worked, again

    def cost_of_counting(self) -> float:
        """Microseconds per person of counts over all postings, beside a plan of the new ones."""
        size = len(self.catalogue.ids)
        with_counts = without = 0.0
        looked_at = 0
        for numbers, seekers, vectors in self.batches():
            asked = self._rows(numbers, seekers, vectors, first_new=size)
            self._plan(asked, count=True)  # facets that nobody had before are not what is asked
            started = time.process_time()
            self._plan(asked)
            middle = time.process_time()
            self._plan(asked, count=True)
            with_counts += time.process_time() - middle
            without += middle - started
            looked_at += len(numbers)
            if looked_at >= _COUNTED_SAMPLE:
                break
        return (with_counts - without) / looked_at * 1e6

    def naive_ms(self) -> float:
        """One person after the other: the catalogue's gates and one product with all vectors."""
        import numpy as np

        size = len(self.catalogue.ids)
        everything = np.concatenate(
            [
                self.rows.vectors.block(first, min(first + 8192, size))
                for first in range(0, size, 8192)
            ]
        )
        numbers, seekers, vectors = next(self.batches())
        started = time.process_time()
        for _, seeker, vector in list(zip(numbers, seekers, vectors, strict=True))[:_NAIVE_SAMPLE]:
            admitted = self.catalogue.admit(seeker, hidden=(), today=NOW.date())
            cosines = everything @ vector
            cosines[~admitted.mask] = -2.0
            best = np.argpartition(-cosines, 40)[:40]
            best[np.argsort(-cosines[best])].tolist()
        return (time.process_time() - started) / min(_NAIVE_SAMPLE, len(numbers)) * 1e3

    async def longest_delay_ms(self) -> float:
        """How late the event loop was at most while 256 people were compared with everything."""
        numbers, seekers, vectors = next(self.batches())
        fresh = range(10**8, 10**8 + len(numbers))  # nothing is remembered of them
        asked = self._rows(fresh, seekers, vectors)
        delays: list[float] = []

        async def beat() -> None:
            while True:
                started = time.perf_counter()
                await asyncio.sleep(0.001)
                delays.append((time.perf_counter() - started - 0.001) * 1e3)

        async with asyncio.TaskGroup() as group:
            heart = group.create_task(beat())
            await asyncio.to_thread(self._plan, asked)
            heart.cancel()
        return max(delays)

    async def exact_ms(self) -> float:
        """Processor milliseconds of reading, ranking and checking one digest's candidates."""
        clock = FrozenClock(NOW)
        store = InMemoryPostings(clock=clock)
        numbers, seekers, vectors = next(self.batches())
        plans = self._plan(self._rows(numbers, seekers, vectors))[:_RANKED_SAMPLE]
        finder = JobFinder(postings=store, index=HashedIndex(), clock=clock)
        composer = FindingsComposer(finder=finder, postings=store)
        worked = 0.0
        for number, seeker, plan in zip(numbers, seekers, plans, strict=False):
            near = plan.open if len(plan.open) else plan.new
            made = {
                one.posting.id: float(cosine)
                for row, cosine in zip(near.rows.tolist(), near.cosines.tolist(), strict=True)
                if (one := await self._put(store, row)) is not None
            }
            person = Person(
                search=PushSearch(
                    profile=Profile(user=UserId(f"u_{number}")), since=None, skip=frozenset()
                ),
                seeker=seeker,
                facets=facets_of(seeker),
                vector=None,
                stances={},
                hidden=frozenset(),
                skip=frozenset(),
            )
            chosen = Candidates(
                new=made,
                open={},
                everything=plan.everything,
                new_counts=plan.new_counts,
                new_skipped=0,
            )
            started = time.process_time()
            await composer.compose(person, chosen, today=NOW.date(), revision=1)
            worked += time.process_time() - started
        return worked / len(plans) * 1e3

    async def _put(self, store: InMemoryPostings, row: int) -> StoredPosting | None:
        """The posting of a row, in a store; its text is the one of its occupation's sample."""
        text = self.texts[row % len(self.texts)].entry.stored.posting
        posting = replace(text, id=self.catalogue.ids[row], source_id=self.catalogue.ids[row])
        known = await store.get(posting.id)
        if known is None:
            await store.ingest(posting.source, [posting], complete=False)
        return known or await store.get(posting.id)

    async def embedded_per_s(self) -> float | None:
        """People's query texts embedded per core-second by the packaged model, if it is here."""
        queries = [self.seeker_of(number).query for number in range(_EMBEDDED_SAMPLE)]
        with tempfile.TemporaryDirectory() as folder:
            embedder = FastembedEmbedder(cache_folder=Path(folder), threads=1)
            try:
                await embedder.embed(["loaded"])
                started = time.process_time()
                await embedder.embed(queries)
            except CareerGiniError as error:
                print(f"embedding is left out: {type(error).__name__}")
                return None
            finally:
                embedder.close()
        return len(queries) / (time.process_time() - started)


def _resident_mb() -> float:
    """Of this process, now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1024 / 1024
