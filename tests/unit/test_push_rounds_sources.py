"""Sources are read at their time; one that fails rests and stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.errors import SourceUnavailable, StorageBusy, UnreadablePosting
from domain.ports import Listing, PostingSource
from domain.posting import IngestReport, Posting
from scheduler.sources import SourceRounds
from tests.contract.examples import posting
from tests.twins.stores import FrozenClock
from tests.twins.stores_postings import InMemoryPostings
from tests.twins.stores_pushes import InMemorySourceHealth

GOOD, BAD = "https://boards.example/good", "https://boards.example/bad"


class Boards(PostingSource):
    """Every board has one posting, but for those that fail."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails: dict[str, Exception] = {}

    async def fetch(self, location: str) -> Listing:
        self.asked.append(location)
        if location in self.fails:
            raise self.fails[location]
        name = location.rpartition("/")[2]
        return Listing(
            source=f"test:{name}",
            postings=(posting(1, source=f"test:{name}"),),
            complete=True,
            refused=("One entry has no title.",),
        )


class BusyPostings(InMemoryPostings):
    """Takes nothing while it is busy."""

    is_busy = False

    async def ingest(
        self,
        source: str,
        postings: Sequence[Posting],
        *,
        complete: bool,
        refused: Sequence[str] = (),
    ) -> IngestReport:
        if self.is_busy:
            raise StorageBusy("locked")
        return await super().ingest(source, postings, complete=complete, refused=refused)


class Reading:
    """Rounds over two boards."""

    def __init__(self, *locations: str) -> None:
        self.clock = FrozenClock()
        self.boards = Boards()
        self.postings = BusyPostings(clock=self.clock)
        self.health = InMemorySourceHealth()
        self.locations = locations or (BAD, GOOD)
        self.rounds = self.again()

    def again(self) -> SourceRounds:
        return SourceRounds(
            locations=self.locations,
            source=self.boards,
            postings=self.postings,
            health=self.health,
            clock=self.clock,
            every=timedelta(hours=6),
        )

    async def later(self, **by: float) -> list[str]:
        """What is read after that time."""
        self.boards.asked.clear()
        self.clock.advance(timedelta(**by))
        await self.rounds.tick()
        return list(self.boards.asked)


async def test_every_location_is_read_at_once_and_then_at_its_interval() -> None:
    reading = Reading()
    assert await reading.later() == [BAD, GOOD]
    assert await reading.later(hours=5, minutes=59) == []
    assert await reading.later(minutes=1) == [BAD, GOOD]
    assert await reading.postings.count_open() == 2
    health = await reading.health.all("jobs")
    assert [(one.name, one.found, one.problem) for one in health] == [(BAD, 1, ""), (GOOD, 1, "")]


async def test_a_restart_reads_nothing_twice() -> None:
    reading = Reading()
    await reading.later()
    reading.rounds = reading.again()
    assert await reading.later(hours=1) == []


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (SourceUnavailable("503 <b>sorry</b>"), "It did not answer."),
        (UnreadablePosting("It is not JSON."), "It is not JSON."),
        (KeyError("x"), "Reading it failed for a reason that is ours; the log says which."),
    ],
)
async def test_a_source_that_fails_says_so_plainly_and_stops_no_other(
    error: Exception, problem: str
) -> None:
    reading = Reading()
    reading.boards.fails[BAD] = error
    assert await reading.later() == [BAD, GOOD]
    bad, good = await reading.health.all("jobs")
    assert (bad.failures, bad.problem, good.failures) == (1, problem, 0)


async def test_a_source_that_fails_rests_longer_each_time_and_recovers() -> None:
    reading = Reading(BAD)
    reading.boards.fails[BAD] = SourceUnavailable("away")
    await reading.later()
    assert await reading.later(minutes=4) == []
    assert await reading.later(minutes=1) == [BAD]
    assert await reading.later(minutes=9) == []
    assert await reading.later(minutes=1) == [BAD]
    for _ in range(12):
        await reading.later(hours=6)
    assert await reading.later(hours=5, minutes=59) == []
    reading.boards.fails.clear()
    assert await reading.later(minutes=1) == [BAD]
    (health,) = await reading.health.all("jobs")
    assert (health.failures, health.problem) == (0, "")
    assert await reading.later(hours=5, minutes=59) == []


async def test_a_source_that_asks_for_a_longer_rest_gets_it() -> None:
    reading = Reading(BAD)
    reading.boards.fails[BAD] = SourceUnavailable("slow down", retry_after_s=3600)
    await reading.later()
    assert await reading.later(minutes=59) == []
    assert await reading.later(minutes=1) == [BAD]


async def test_a_busy_store_is_no_fault_of_the_source() -> None:
    reading = Reading(GOOD)
    reading.postings.is_busy = True
    await reading.later()
    assert await reading.health.all("jobs") == []
    reading.postings.is_busy = False
    assert await reading.later() == [GOOD]
    assert await reading.postings.count_open() == 1


async def test_a_location_that_is_not_configured_any_more_is_forgotten() -> None:
    reading = Reading()
    await reading.later()
    reading.locations = (GOOD,)
    reading.rounds = reading.again()
    await reading.later()
    assert [one.name for one in await reading.health.all("jobs")] == [GOOD]


async def test_a_password_in_a_location_stays_out_of_the_notes() -> None:
    reading = Reading("https://me:secret@boards.example/good")
    assert await reading.later() == ["https://me:secret@boards.example/good"]
    assert [one.name for one in await reading.health.all("jobs")] == [GOOD]
