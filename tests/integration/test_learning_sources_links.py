"""Link checks: dead only after two days, and never because a server would not say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from domain.learning.model import Format, LinkState, Resource
from integrations.learning.entries import resource_id
from integrations.learning.links import LinkChecks
from integrations.learning.opening import open_link_checks
from tests.integration.learning_sources_stage import Waits
from tests.servers.job_boards import Answer, JobBoardServer, serve_job_boards
from tests.twins.stores import FrozenClock
from tests.twins.stores_learning import InMemoryResources

DAY = timedelta(days=1)


class Links:
    """Checks over a server, with twins behind."""

    def __init__(self, server: JobBoardServer) -> None:
        self.server = server
        self.clock = FrozenClock()
        self.store = InMemoryResources()
        self.waits = Waits()
        self.bundled: list[str] = []

    def checks(self, *, at_most: int = 200, timeout_s: float = 10.0) -> LinkChecks:
        return open_link_checks(
            store=self.store,
            bundled_urls=self._bundled,
            timeout_s=timeout_s,
            clock=self.clock,
            at_most=at_most,
            allow_private_addresses=True,
            pause=self.waits,
        )

    def _bundled(self) -> Sequence[str]:
        return self.bundled

    async def run(self, *, at_most: int = 200, timeout_s: float = 10.0) -> None:
        checks = self.checks(at_most=at_most, timeout_s=timeout_s)
        await checks.check()
        await checks.close()

    async def state(self, url: str) -> LinkState | None:
        known = (await self.store.link_states([url])).get(url)
        return known[0] if known else None


@pytest.fixture
async def links() -> AsyncIterator[Links]:
    async with serve_job_boards() as server:
        yield Links(server)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(body=b"ok"), LinkState.ALIVE),
        (Answer(body=b"ok", refuses_head=True), LinkState.ALIVE),
        (Answer(status=206, body=b"o"), LinkState.ALIVE),
        (Answer(status=416), LinkState.ALIVE),
        (Answer(status=302, headers={"location": "/sql/course/"}), LinkState.ALIVE),
        (Answer(status=404), LinkState.DOUBTFUL),
        (Answer(status=410), LinkState.DOUBTFUL),
        *((Answer(status=status), LinkState.DOUBTFUL) for status in (401, 403, 429, 500, 503)),
        (Answer(silent=True), LinkState.DOUBTFUL),
        (Answer(status=302, headers={"location": "/"}), LinkState.DOUBTFUL),
        (Answer(status=302, headers={"location": "/404"}), LinkState.DOUBTFUL),
        (Answer(status=302, headers={"location": "/sql"}), LinkState.DOUBTFUL),
    ],
)
async def test_one_look_never_makes_a_link_dead(
    links: Links, answer: Answer, state: LinkState
) -> None:
    links.server.say("/sql", answer)
    for path in ("/", "/404", "/sql/course/"):
        links.server.say(path, Answer(body=b"page"))
    links.bundled = [f"{links.server.url}/sql"]
    await links.run(timeout_s=0.2 if answer.silent else 10.0)
    assert await links.state(links.bundled[0]) is state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(status=404), LinkState.DEAD),
        (Answer(status=403), LinkState.DOUBTFUL),
        (Answer(status=302, headers={"location": "/"}), LinkState.DOUBTFUL),
    ],
)
async def test_two_failing_days_make_a_link_dead_and_two_silent_ones_do_not(
    links: Links, answer: Answer, state: LinkState
) -> None:
    links.server.say("/sql", answer)
    links.server.say("/", Answer())
    links.bundled = [f"{links.server.url}/sql"]
    for _ in range(2):
        await links.run()
        links.clock.advance(DAY)
    assert await links.state(links.bundled[0]) is state
    links.server.say("/sql", Answer())
    links.clock.advance(timedelta(days=7))
    await links.run()
    assert await links.state(links.bundled[0]) is LinkState.ALIVE


async def test_a_host_that_does_not_exist_fails_unless_nothing_else_is_reached_either(
    links: Links,
) -> None:
    gone = "https://no-such-host.invalid/course"
    links.bundled = [gone]
    await links.run()
    assert await links.state(gone) is None  # it may be our own network
    links.server.say("/sql", Answer())
    links.bundled = [gone, f"{links.server.url}/sql"]
    await links.run()
    assert await links.state(gone) is LinkState.DOUBTFUL


async def test_a_run_is_bounded_and_the_next_one_takes_the_rest(links: Links) -> None:
    links.bundled = [f"{links.server.url}/{number}" for number in range(5)]
    for url in links.bundled:
        links.server.say(url.removeprefix(links.server.url), Answer())
    stored = f"{links.server.url}/stored"
    links.server.say("/stored", Answer())
    resource = Resource(
        id=resource_id("github", "a/b"),
        source="github",
        title="x",
        provider="x",
        url=stored,
        skills=("SQL",),
        format=Format.COURSE,
    )
    await links.store.put([resource], at=links.clock.now())
    await links.run(at_most=4)
    assert len(links.server.requests) == 4
    await links.run(at_most=4)
    assert len(links.server.requests) == 6
    await links.run(at_most=4)
    assert len(links.server.requests) == 6  # all were looked at this week
    assert await links.state(stored) is LinkState.ALIVE
    assert links.waits.seconds == [1.0] * 4  # one host: a second between two questions


async def test_a_page_is_not_read_to_its_end(links: Links) -> None:
    links.server.say("/sql", Answer(body=b"x" * 5_000_000, refuses_head=True))
    links.bundled = [f"{links.server.url}/sql"]
    await links.run()
    assert await links.state(links.bundled[0]) is LinkState.ALIVE
    assert links.server.methods == ["HEAD", "GET"]
    assert links.server.requests[1][1]["range"] == "bytes=0-4095"
