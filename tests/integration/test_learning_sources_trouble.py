"""Learning sources that misbehave, limits, caching, and what requests give away."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs

from domain.errors import SourceUnavailable
from domain.skills import taxonomy
from integrations.sources.web import WebFetcher
from tests.integration.learning_sources_stage import KEY, TOKEN, Stage, learning_stage
from tests.servers.job_boards import Answer, serve_job_boards
from tests.servers.learning_sources import Trouble

SOURCES = ("youtube", "github", "coursera", "freecodecamp", "free-books")


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with learning_stage() as running:
        yield running


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("trouble", Trouble)
async def test_trouble_is_one_plain_sentence_without_secrets_or_foreign_words(
    name: str, trouble: Trouble
) -> None:
    if name == "free-books" and trouble in {
        Trouble.HTML,
        Trouble.HALF_JSON,
        Trouble.WRONG_TYPES,
        Trouble.DEEP,
    }:
        pytest.skip("a list of links may be any text")
    timeout_s = 0.2 if trouble is Trouble.SILENT else 10.0
    async with learning_stage(timeout_s=timeout_s) as stage:
        stage.server.trouble = trouble
        with capture_logs() as logs, pytest.raises(SourceUnavailable) as failure:
            await stage.search(name)
        sentence = str(failure.value)
        assert re.fullmatch(r"[A-Zf1][^\n<>{}?]{10,120}\.", sentence)
        for words in (sentence, json.dumps(logs, default=str)):
            assert KEY not in words
            assert TOKEN not in words
            assert "stack trace" not in words
        assert failure.value.retry_after_s == (600.0 if trouble is Trouble.BUSY else None) or (
            name == "github" and trouble is Trouble.BUSY
        )


@pytest.mark.parametrize("name", SOURCES)
async def test_requests_hold_names_of_skills_and_nothing_about_a_person_or_this_machine(
    stage: Stage, name: str
) -> None:
    await stage.search(name, "Machine learning")
    allowed = {"machine-learning", "tutorial", "exercises", "awesome-list"}
    for path, headers in stage.server.requests:
        assert set(headers) <= {
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "host",
            "user-agent",
            "x-github-api-version",
            "x-goog-api-key",
        }
        assert headers["user-agent"] == "CareerGini/0.1 (self-hosted job search)"
        query = parse_qs(urlsplit(path).query)
        asked = query.get("q", [])
        if name == "youtube":
            assert asked in ([], ["Machine learning course"])
        elif name == "github":
            (words,) = asked
            topics = set(re.findall(r"topic:(\S+)", words))
            assert topics <= allowed
            assert re.sub(r"topic:\S+ ?", "", words) == "stars:>=100 archived:false"
        else:
            assert asked == []
        assert set(query) <= {
            *("q", "part", "type", "relevanceLanguage", "safeSearch", "maxResults", "id"),
            *("sort", "order", "per_page", "fields", "limit", "start"),
        }
    assert "Machine learning" in taxonomy()


async def test_keys_are_in_headers_and_in_no_address_or_cached_answer(stage: Stage) -> None:
    for name in ("youtube", "github"):
        await stage.search(name)
    assert not any(KEY in path or TOKEN in path for path in stage.queries())
    kept = [f"{row.url} {row.body!r}" for row in stage.cache.rows.values()]
    assert not any(KEY in row or TOKEN in row for row in kept)
    headers = [one for _, one in stage.server.requests]
    assert any(one.get("x-goog-api-key") == KEY for one in headers)
    assert any(one.get("authorization") == f"Bearer {TOKEN}" for one in headers)


async def test_a_token_does_not_follow_a_redirect_to_another_server(stage: Stage) -> None:
    async with serve_job_boards() as other:
        other.say("/taken", Answer(body=b"{}"))
        stage.server.only = Answer(status=302, headers={"location": f"{other.url}/taken"})
        fetcher = WebFetcher(
            timeout_s=10.0, max_bytes=1000, allow_private_addresses=True, clock=stage.clock
        )
        await fetcher.get(stage.server.url, headers={"authorization": TOKEN, "x-goog-api-key": KEY})
        await fetcher.close()
        ((_, first), (_, second)) = (*stage.server.requests, *other.requests)
        assert {"authorization", "x-goog-api-key"} <= set(first)
        assert {"authorization", "x-goog-api-key"} & set(second) == set()
        with pytest.raises(SourceUnavailable):  # and the sources follow into no private network
            await stage.search("github")
        assert len(other.requests) == 1


async def test_an_answer_is_used_again_for_five_minutes_and_then_asked_for_with_a_condition(
    stage: Stage,
) -> None:
    stage.server.etags = True
    first = await stage.search("github")
    asked = len(stage.server.requests)
    assert await stage.search("github") == first
    assert len(stage.server.requests) == asked
    stage.clock.advance(timedelta(minutes=5))
    assert await stage.search("github") == first
    later = stage.server.requests[asked:]
    assert len(later) == asked
    assert all(headers["if-none-match"] for _, headers in later)
    stage.clock.advance(timedelta(minutes=4))  # "not modified" is an answer of now
    assert await stage.search("github") == first
    assert len(stage.server.requests) == 2 * asked


async def test_an_answer_with_a_date_only_is_asked_for_with_that_date(stage: Stage) -> None:
    path = "/books/free-programming-books-langs.md"
    dated = {"last-modified": "Wed, 21 Oct 2026 07:28:00 GMT"}
    stage.server.say(path, Answer(body=b"### SQL\n* [S](https://s.example.org)\n", headers=dated))
    first = await stage.search("free-books")
    stage.clock.advance(timedelta(hours=7))  # past what the source keeps itself
    assert await stage.search("free-books") == first
    asked = [headers for where, headers in stage.server.requests if where == path]
    assert asked[1]["if-modified-since"] == dated["last-modified"]


async def test_the_units_of_a_day_are_never_overspent_and_come_back_at_midnight_pacific() -> None:
    async with learning_stage(daily_units=250, cache_s=0.0) as stage:
        for skill in ("SQL", "Python"):
            await stage.search("youtube", skill)
        asked = len(stage.server.requests)
        with pytest.raises(SourceUnavailable, match="used up") as failure:
            await stage.search("youtube", "Go")
        assert len(stage.server.requests) == asked
        # 09:00 UTC in November is 01:00 Pacific standard time.
        assert failure.value.retry_after_s == 23 * 3600
        stage.clock.advance(timedelta(seconds=failure.value.retry_after_s - 1))
        with pytest.raises(SourceUnavailable):
            await stage.search("youtube", "Go")
        stage.clock.advance(timedelta(seconds=1))
        await stage.search("youtube", "SQL")
        units = sorted(row.body for row in stage.cache.rows.values() if "#units-" in row.url)
        assert units == [b"101", b"202"]


async def test_a_quota_that_the_provider_calls_used_up_is_not_asked_again_that_day() -> None:
    error = {"code": 403, "errors": [{"domain": "youtube.quota", "reason": "quotaExceeded"}]}
    async with learning_stage() as stage:
        answer = Answer(status=403, body=json.dumps({"error": error}).encode())
        stage.server.only = answer
        for _ in range(2):
            with pytest.raises(SourceUnavailable, match="for today are used up"):
                await stage.search("youtube")
        assert len(stage.server.requests) == 1


@pytest.mark.parametrize(
    ("headers", "body", "wait_s"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "{now+42}"}, b"{}", 42.0),
        ({"retry-after": "7", "x-ratelimit-remaining": "9"}, b"{}", 7.0),
        ({}, b'{"message": "You have exceeded a secondary rate limit."}', 60.0),
        ({"x-ratelimit-remaining": "9"}, b'{"message": "Forbidden"}', None),
    ],
)
async def test_limits_of_github_say_when_to_ask_again(
    stage: Stage, headers: dict[str, str], body: bytes, wait_s: float | None
) -> None:
    reset = str(int(stage.clock.now().timestamp()) + 42)
    sent = {name: value.replace("{now+42}", reset) for name, value in headers.items()}
    answer = Answer(status=403, body=body, headers=sent)
    stage.server.only = answer
    with pytest.raises(SourceUnavailable) as failure:
        await stage.search("github")
    assert failure.value.retry_after_s == wait_s


async def test_without_a_token_github_is_asked_ten_times_a_minute_at_most() -> None:
    async with learning_stage(token=None) as stage:
        await stage.search("github")
        assert not any("authorization" in headers for _, headers in stage.server.requests)
        assert stage.waits.seconds == [6.5, 6.5]
