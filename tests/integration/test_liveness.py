"""Postings from files and single pages are closed when two days say that they are gone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.ids import PostingId
from domain.learning.model import LinkState
from domain.posting import Posting, PostingState
from integrations.sources.liveness import PostingLiveness, open_posting_liveness
from tests.integration.learning_sources_stage import Waits
from tests.servers.job_boards import Answer, JobBoardServer, serve_job_boards
from tests.twins.stores import FrozenClock
from tests.twins.stores_learning import InMemoryResources
from tests.twins.stores_postings import InMemoryPostings

DAY = timedelta(days=1)
JOB = "0f3c1d2e-4b5a-6978-8796-a5b4c3d2e1f0"


class Liveness:
    """Checks over a server, with twins behind."""

    def __init__(self, server: JobBoardServer) -> None:
        self.server = server
        self.clock = FrozenClock()
        self.postings = InMemoryPostings(clock=self.clock)
        self.links = InMemoryResources()
        self.waits = Waits()
        self.locations: list[str] = []
        self.at_most = 200

    def opened(self) -> PostingLiveness:
        return open_posting_liveness(
            postings=self.postings,
            links=self.links,
            locations=self.locations,
            greenhouse_url=self.server.url,
            lever_url=self.server.url,
            ashby_url=self.server.url,
            timeout_s=10.0,
            max_bytes=200_000,
            allow_private_addresses=True,
            clock=self.clock,
            at_most=self.at_most,
            pause=self.waits,
        )

    async def store(self, *urls: str, source: str = "jsonl:jobs.jsonl") -> None:
        listed = [
            Posting(
                id=PostingId(f"{source}/{url}"),
                source=source,
                source_id=url,
                title=f"Job {url}",
                company="Acme",
                description="Text",
                url=url,
            )
            for url in urls
        ]
        await self.postings.ingest(source, listed, complete=False)

    async def run(self) -> int:
        liveness = self.opened()
        closed = await liveness.check()
        await liveness.close()
        return closed

    async def days(self, count: int) -> int:
        closed = 0
        for _ in range(count):
            closed += await self.run()
            self.clock.advance(DAY)
        return closed

    def page(self, path: str = "/jobs/17") -> str:
        return f"{self.server.url}{path}"


@pytest.fixture
async def liveness() -> AsyncIterator[Liveness]:
    async with serve_job_boards() as server:
        yield Liveness(server)


async def test_a_page_that_is_gone_on_two_days_closes_its_posting(liveness: Liveness) -> None:
    await liveness.store(liveness.page())
    assert await liveness.run() == 0
    liveness.clock.advance(timedelta(hours=3))
    assert await liveness.run() == 0  # the same day says nothing new, and is not asked
    assert len(liveness.server.requests) == 2  # HEAD and GET
    liveness.clock.advance(DAY)
    assert await liveness.run() == 1
    assert await liveness.postings.count_open() == 0
    (row,) = liveness.postings.rows.values()
    assert row.state is PostingState.CLOSED


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"job"),
        Answer(status=403),
        Answer(status=429),
        Answer(status=500),
        Answer(status=302, headers={"location": "/jobs?error=true"}),
        Answer(status=302, headers={"location": "/"}),
        Answer(cut_off=True, body=b"x"),
    ],
)
async def test_doubt_closes_nothing_however_long_it_lasts(
    liveness: Liveness, answer: Answer
) -> None:
    liveness.server.say("/jobs/17", answer)
    for path in ("/", "/jobs?error=true"):
        liveness.server.say(path, Answer(body=b"front page"))
    await liveness.store(liveness.page())
    assert await liveness.days(4) == 0
    assert await liveness.postings.count_open() == 1


async def test_a_false_404_in_between_is_forgotten(liveness: Liveness) -> None:
    gone, there = Answer(status=404), Answer(body=b"job")
    await liveness.store(liveness.page())
    for answer in (gone, there, gone, there):
        liveness.server.say("/jobs/17", answer)
        assert await liveness.days(1) == 0
    assert await liveness.postings.count_open() == 1


@pytest.mark.parametrize(
    ("url", "api"),
    [
        (f"https://jobs.lever.co/acme/{JOB}", f"/v0/postings/acme/{JOB}?mode=json"),
        (
            "https://boards.greenhouse.io/acme/jobs/17",
            "/v1/boards/acme/jobs/17?pay_transparency=true",
        ),
    ],
)
async def test_a_job_of_a_board_is_asked_of_its_api(liveness: Liveness, url: str, api: str) -> None:
    liveness.server.say(api, Answer(body=b'{"id": "17"}'))
    await liveness.store(url)
    assert await liveness.days(2) == 0
    liveness.server.say(api, Answer(body=b"<html>Maintenance"))
    assert await liveness.days(2) == 0
    liveness.server.say(api, Answer(status=404))
    assert await liveness.days(1) == 0  # a 404 of Lever may be false
    assert await liveness.days(1) == 1
    assert {path for path, _ in liveness.server.requests} == {api}


async def test_ashby_is_believed_by_its_board_and_not_by_its_page(liveness: Liveness) -> None:
    board = "/posting-api/job-board/acme?includeCompensation=true"
    liveness.server.say(board, Answer(body=json.dumps({"jobs": [{"id": "there"}]}).encode()))
    await liveness.store(
        "https://jobs.ashbyhq.com/acme/there", "https://jobs.ashbyhq.com/acme/gone"
    )
    assert await liveness.days(2) == 1
    assert len(liveness.server.requests) == 2  # one question a day for the whole board
    assert [one.posting.url async for one in liveness.postings.open_postings()] == [
        "https://jobs.ashbyhq.com/acme/there"
    ]
    liveness.server.say(board, Answer(status=404, body=b"Not Found"))
    assert await liveness.days(2) == 1


async def test_boards_that_are_read_whole_are_left_alone(liveness: Liveness) -> None:
    liveness.locations = ["https://jobs.lever.co/acme", "jobs.jsonl"]
    await liveness.store(f"https://jobs.lever.co/acme/{JOB}", source="lever:acme")
    await liveness.store("ftp://example.org/job", "http://192.0.2.1/plain")
    assert await liveness.days(3) == 0
    assert liveness.server.requests == []


async def test_a_run_is_bounded_and_takes_the_longest_unseen_first(liveness: Liveness) -> None:
    liveness.at_most = 2
    for number in range(3):
        liveness.server.say(f"/jobs/{number}", Answer(body=b"job"))
        await liveness.store(liveness.page(f"/jobs/{number}"))
        liveness.clock.advance(timedelta(hours=1))
    await liveness.run()
    assert {path for path, _ in liveness.server.requests} == {"/jobs/0", "/jobs/1"}
    await liveness.run()
    assert [path for path, _ in liveness.server.requests][2:] == ["/jobs/2"]
    assert liveness.waits.seconds == [1.0]


async def test_without_a_network_nothing_is_noted(liveness: Liveness) -> None:
    url = "https://no-such-host.invalid/jobs/17"
    await liveness.store(url)
    assert await liveness.days(3) == 0
    assert await liveness.links.link_states([url]) == {}
    liveness.server.say("/jobs/1", Answer(body=b"job"))
    await liveness.store(liveness.page("/jobs/1"))
    assert await liveness.days(2) == 1
    assert (await liveness.links.link_states([url]))[url][0] is LinkState.DEAD
