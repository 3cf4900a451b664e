"""Boards asked again with conditions, also after a restart, and errors that can be shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from domain.errors import SourceUnavailable
from integrations.sources.any_source import AnySource
from integrations.sources.web import WebFetcher
from tests.integration.learning_sources_stage import Waits
from tests.servers.job_boards import Answer, JobBoardServer, serve_job_boards
from tests.twins.stores import FrozenClock
from tests.twins.stores_alerts import InMemoryResponseCache

LEVER = "/v0/postings/acme?mode=json"
ASHBY = "/posting-api/job-board/acme?includeCompensation=true"
MODIFIED = "Wed, 21 Oct 2026 07:28:00 GMT"
JOBS = [{"id": "a", "text": "Nurse", "categories": {}, "descriptionPlain": "Care."}]
BOARD = {"apiVersion": 1, "jobs": [{"id": "x", "title": "Engineer", "isListed": True}]}


@pytest.fixture
async def server() -> AsyncIterator[JobBoardServer]:
    async with serve_job_boards() as running:
        running.say(LEVER, Answer(body=json.dumps(JOBS).encode(), headers={"etag": '"v1"'}))
        running.say(
            ASHBY, Answer(body=json.dumps(BOARD).encode(), headers={"last-modified": MODIFIED})
        )
        yield running


def opened(server: JobBoardServer, cache: InMemoryResponseCache) -> AnySource:
    clock = FrozenClock()
    fetcher = WebFetcher(
        timeout_s=10.0,
        max_bytes=200_000,
        allow_private_addresses=True,
        clock=clock,
        pause=Waits(),
    )
    return AnySource(
        fetcher=fetcher,
        greenhouse_url=server.url,
        lever_url=server.url,
        ashby_url=server.url,
        max_bytes=200_000,
        cache=cache,
        clock=clock,
    )


@pytest.mark.parametrize(
    ("address", "asks", "value"),
    [
        ("https://jobs.lever.co/acme", "if-none-match", '"v1"'),
        ("https://jobs.ashbyhq.com/acme", "if-modified-since", MODIFIED),
    ],
)
async def test_an_unchanged_board_is_complete_and_the_same_after_a_restart(
    server: JobBoardServer, address: str, asks: str, value: str
) -> None:
    cache = InMemoryResponseCache()
    listings = []
    for _ in range(3):
        source = opened(server, cache)  # remembers nothing itself
        listings.append(await source.fetch(address))
        await source.close()
    assert listings[1] == listings[2] == listings[0]
    assert listings[2].complete
    assert [headers.get(asks) for _, headers in server.requests] == [None, value, value]


async def test_a_changed_board_replaces_what_was_kept(server: JobBoardServer) -> None:
    cache = InMemoryResponseCache()
    source = opened(server, cache)
    await source.fetch("https://jobs.lever.co/acme")
    server.say(LEVER, Answer(body=b"[]", headers={"etag": '"v2"'}))
    assert (await source.fetch("https://jobs.lever.co/acme")).postings == ()
    await source.close()
    (kept,) = cache.rows.values()
    assert (kept.body, kept.etag) == (b"[]", '"v2"')


async def test_pages_and_single_jobs_that_people_paste_are_not_kept(
    server: JobBoardServer,
) -> None:
    cache = InMemoryResponseCache()
    source = opened(server, cache)
    page = b'<script type="application/ld+json">{"@type":"JobPosting","title":"Cook"}</script>'
    server.say("/jobs/1", Answer(body=b"<html>" + page, headers={"etag": '"p"'}))
    await source.fetch(f"{server.url}/jobs/1")
    server.say(
        "/v0/postings/acme/a?mode=json",
        Answer(body=json.dumps(JOBS[0]).encode(), headers={"etag": '"a"'}),
    )
    await source.fetch(f"{server.url}/v0/postings/acme/a")
    await source.close()
    assert cache.rows == {}


async def test_not_modified_to_a_question_without_conditions_is_a_failure(
    server: JobBoardServer,
) -> None:
    server.say(LEVER, Answer(status=304))  # nothing was asked with a condition
    source = opened(server, InMemoryResponseCache())
    with pytest.raises(SourceUnavailable, match="sent nothing"):
        await source.fetch("https://jobs.lever.co/acme")
    await source.close()


@pytest.mark.parametrize(
    ("answer", "sentence", "wait_s"),
    [
        (
            Answer(status=429, headers={"retry-after": "900"}),
            "127.0.0.1 has had too many questions (answer 429) and asks for 15 minutes of peace.",
            900.0,
        ),
        (
            # More than a date can hold: whoever reckons with it would fail for all sources.
            Answer(status=429, headers={"retry-after": "9" * 400}),
            "127.0.0.1 has had too many questions (answer 429) and asks for 10080 minutes of "
            "peace.",
            604_800.0,
        ),
        (
            Answer(status=429, headers={"retry-after": "\xb2"}),  # a digit, and no number
            "127.0.0.1 has had too many questions (answer 429).",
            None,
        ),
        (Answer(status=403, body=b"<b>bot</b>"), "127.0.0.1 refuses to answer (answer 403).", None),
        (Answer(body=b"[", cut_off=True), "127.0.0.1 could not be reached.", None),
    ],
)
async def test_failures_are_sentences_that_can_be_shown(
    server: JobBoardServer, answer: Answer, sentence: str, wait_s: float | None
) -> None:
    server.say(LEVER, answer)
    source = opened(server, InMemoryResponseCache())
    with pytest.raises(SourceUnavailable) as failure:
        await source.fetch("https://jobs.lever.co/acme")
    assert str(failure.value) == sentence
    assert failure.value.retry_after_s == wait_s
    await source.close()
