"""Files, boards and pages through the front door, against a real local server."""

from __future__ import annotations

import html
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from domain.errors import SourceUnavailable, UnreadablePosting
from domain.posting import PayPeriod, RemoteMode
from integrations.sources.any_source import AnySource
from integrations.sources.board_addresses import BoardKind, recognise_board
from integrations.sources.html_text import plain_text
from integrations.sources.web import WebFetcher
from tests.servers.job_boards import Answer, JobBoardServer, serve_job_boards
from tests.twins.stores import FrozenClock

GREENHOUSE = "/v1/boards/acme/jobs?content=true&pay_transparency=true"


@pytest.fixture
async def server() -> AsyncIterator[JobBoardServer]:
    async with serve_job_boards() as running:
        yield running


class Waits:
    """Keeps how long the fetcher wanted to wait, without waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def source_for(
    server: JobBoardServer,
    *,
    private: bool = True,
    waits: Waits | None = None,
    trusted: tuple[str, ...] = (),
) -> AnySource:
    fetcher = WebFetcher(
        timeout_s=0.5,
        max_bytes=200_000,
        allow_private_addresses=private,
        trusted_bases=trusted,
        clock=FrozenClock(),
        pause=waits or Waits(),
    )
    return AnySource(
        fetcher=fetcher,
        greenhouse_url=server.url,
        lever_url=server.url,
        ashby_url=server.url,
        max_bytes=200_000,
    )


def greenhouse_job(**fields: object) -> dict[str, object]:
    return {
        "id": 7,
        "title": "Data Engineer",
        "location": {"name": "Berlin, Germany"},
        "content": html.escape(
            "<p>Build <b>pipelines</b>.</p><ul><li>Python</li><li>SQL</li></ul>"
        ),
        "company_name": "Acme",
        "first_published": "2026-10-01T10:00:00-04:00",
        **fields,
    }


async def test_a_greenhouse_board_is_read_by_its_page_address(server: JobBoardServer) -> None:
    body = json.dumps({"jobs": [greenhouse_job(), {"id": 8}], "meta": {}}).encode()
    server.say(GREENHOUSE, Answer(body=body))
    source = source_for(server)
    listing = await source.fetch("https://boards.greenhouse.io/acme")
    (posting,) = listing.postings
    assert posting.description == "Build pipelines.\n- Python\n- SQL"
    assert (posting.source, posting.source_id, posting.company) == ("greenhouse:acme", "7", "Acme")
    assert posting.places[0].country == "DE"
    assert posting.posted_on == date(2026, 10, 1)
    assert listing.refused == ("greenhouse:acme, entry 2: it has no title.",)
    assert not listing.complete  # a refused entry may be a job that only looks absent
    await source.close()


async def test_lever_and_ashby_boards_are_complete_listings(server: JobBoardServer) -> None:
    lever = [
        {
            "id": "a",
            "text": "Nurse",
            "categories": {"commitment": "Full-time", "allLocations": ["Paris", "Lyon"]},
            "createdAt": 1768467600000,
            "descriptionPlain": "Care.",
            "additionalPlain": "Salary: €40,000 - €45,000 per year.",
            "workplaceType": "hybrid",
        }
    ]
    component = {
        "compensationType": "Salary",
        "interval": "1 MONTH",
        "currencyCode": "USD",
        "minValue": 5000,
        "maxValue": 6000,
    }
    ashby = {
        "apiVersion": 1,
        "jobs": [
            {
                "id": "x",
                "title": "Engineer",
                "isListed": True,
                "isRemote": True,
                "location": "Remote - US",
                "descriptionHtml": "<p>Go</p>",
                "compensation": {"compensationTiers": [{"components": [component]}]},
            },
            {"id": "y", "title": "Hidden", "isListed": False},
        ],
    }
    server.say("/v0/postings/acme?mode=json", Answer(body=json.dumps(lever).encode()))
    server.say(
        "/posting-api/job-board/acme?includeCompensation=true",
        Answer(body=json.dumps(ashby).encode()),
    )
    source = source_for(server)
    one = await source.fetch("https://jobs.lever.co/acme")
    assert one.complete
    assert one.postings[0].remote is RemoteMode.HYBRID
    assert one.postings[0].posted_on == date(2026, 1, 15)
    assert one.postings[0].salary is not None
    assert one.postings[0].salary.maximum == 45_000
    two = await source.fetch(f"{server.url}/posting-api/job-board/acme")
    assert [posting.source_id for posting in two.postings] == ["x"]
    assert two.postings[0].salary is not None
    assert two.postings[0].salary.period is PayPeriod.MONTH
    await source.close()


async def test_the_public_fixtures_are_read(shared: Path) -> None:
    folder = shared / "data/jobs/boardwatch"
    async with serve_job_boards() as server:
        server.say(GREENHOUSE, Answer(body=(folder / "greenhouse/normal.json").read_bytes()))
        source = source_for(server)
        listing = await source.fetch("https://boards.greenhouse.io/acme")
        assert len(listing.postings) == 5
        assert listing.refused == ()
        zones = listing.postings[0].salary
        assert zones is not None
        assert zones.minimum is None  # three zones are not one range
        for name, count in (("lever", 6), ("ashby", 6)):
            found = await source.fetch(str(folder / name / "normal.json"))
            assert len(found.postings) == count
            assert not found.complete
        await source.close()


PAGE = """<html><head>
<script type="application/ld+json">{ this is broken }</script>
<script type="application/ld+json">
{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},
 {"@type":["JobPosting"],"title":"Cook","hiringOrganization":{"name":"Bistro"},
  "identifier":{"@type":"PropertyValue","value":"c-1"},
  "description":"<p>Cook well.</p><script>alert(1)</scr" ,
  "jobLocation":[{"address":{"addressLocality":"Lyon",
     "addressCountry":{"@type":"Country","name":["France","FR"]}}}],
  "employmentType":"Full-time","validThrough":"2036-01-01",
  "baseSalary":{"currency":"EUR","value":{"minValue":30000,"maxValue":35000,"unitText":"YEAR"}}}]}
</script></head><body>x</body></html>"""


async def test_a_page_with_a_broken_script_still_gives_its_job(server: JobBoardServer) -> None:
    server.say("/jobs/1", Answer(body=PAGE.encode(), headers={"content-type": "text/html"}))
    source = source_for(server)
    listing = await source.fetch(f"{server.url}/jobs/1")
    (cook,) = listing.postings
    assert (cook.title, cook.company, cook.source_id) == ("Cook", "Bistro", "c-1")
    assert cook.places[0].country == "FR"
    assert cook.employment_type == ("FULL_TIME",)
    assert cook.salary is not None
    assert cook.salary.minimum == 30_000
    assert "alert" not in cook.description
    assert listing.refused == ("Script 1 of 127.0.0.1 is not valid JSON.",)
    assert not listing.complete
    await source.close()


async def test_a_page_whose_json_is_escaped_is_read(tmp_path: Path) -> None:
    node = html.escape('{"@type":"JobPosting","title":"Welder","description":"MIG"}')
    page = tmp_path / "page.html"
    page.write_text(f'<html><script type="application/ld+json">{node}</script></html>')
    async with serve_job_boards() as server:
        source = source_for(server)
        listing = await source.fetch(str(page))
        assert [posting.title for posting in listing.postings] == ["Welder"]
        await source.close()


async def test_a_bad_line_is_refused_by_number_and_the_others_go_on(
    tmp_path: Path, server: JobBoardServer
) -> None:
    path = tmp_path / "jobs.jsonl"
    path.write_text(
        '{"id":"1","title":"Cook","company":"B","location":"Lyon","remote":false}\n'
        "not json\n\n"
        '{"id":"2","company":"B"}\n'
        "[1]\n"
        '{"id":"1","title":"Again"}\n'
        '{"id":3,"title":"Remote dev","remote":true,"salary":"€50,000 - €60,000 per year"}\n',
        encoding="utf-8",
    )
    listing = await source_for(server).fetch(str(path))
    assert [posting.source_id for posting in listing.postings] == ["1", "3"]
    assert listing.postings[0].remote is RemoteMode.ON_SITE
    assert listing.postings[1].remote is RemoteMode.REMOTE
    assert [sentence.split(":")[0] for sentence in listing.refused] == [
        "Line 2",
        "Line 4",
        "Line 5",
        "Line 6",
    ]
    assert not listing.complete


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "empty.jsonl", "noise.bin"])
async def test_files_without_postings_are_refused_in_one_sentence(
    name: str, tmp_path: Path, server: JobBoardServer
) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    with pytest.raises(UnreadablePosting):
        await source_for(server).fetch(str(tmp_path / name))


async def test_a_busy_server_is_asked_again_after_the_pause_it_names(
    server: JobBoardServer,
) -> None:
    body = json.dumps({"jobs": [greenhouse_job()], "meta": {}}).encode()
    server.say(
        GREENHOUSE,
        Answer(status=429, headers={"retry-after": "3"}),
        Answer(status=503),
        Answer(body=body),
    )
    waits = Waits()
    source = source_for(server, waits=waits)
    assert len((await source.fetch("https://boards.greenhouse.io/acme")).postings) == 1
    assert waits.seconds == [3.0, 1.0]
    await source.close()


async def test_a_server_that_stays_down_or_silent_is_named(server: JobBoardServer) -> None:
    server.say("/down", Answer(status=500))
    server.say("/silent", Answer(silent=True))
    server.say("/later", Answer(status=429, headers={"retry-after": "900"}))
    source = source_for(server)
    for path in ("/down", "/silent", "/later"):
        with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1"):
            await source.fetch(server.url + path)
    await source.close()


async def test_a_missing_board_is_said_and_is_not_an_empty_listing(server: JobBoardServer) -> None:
    source = source_for(server)
    with pytest.raises(UnreadablePosting, match="no such board 'acme'"):
        await source.fetch("https://jobs.ashbyhq.com/acme")
    await source.close()


async def test_an_unchanged_board_is_not_sent_again(server: JobBoardServer) -> None:
    body = json.dumps({"jobs": [greenhouse_job()], "meta": {}}).encode()
    server.say(GREENHOUSE, Answer(body=body, headers={"etag": '"v1"'}))
    source = source_for(server)
    first = await source.fetch("https://boards.greenhouse.io/acme")
    assert await source.fetch("https://boards.greenhouse.io/acme") is first
    assert server.requests[1][1]["if-none-match"] == '"v1"'
    await source.close()


async def test_an_endless_answer_and_a_redirect_loop_are_cut(server: JobBoardServer) -> None:
    server.say("/big", Answer(body=b"x" * 300_000))
    server.say("/loop", Answer(status=302, headers={"location": "/loop"}))
    source = source_for(server)
    with pytest.raises(UnreadablePosting, match="more than"):
        await source.fetch(f"{server.url}/big")
    with pytest.raises(UnreadablePosting, match="redirects"):
        await source.fetch(f"{server.url}/loop")
    await source.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://0x7f.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://user@10.0.0.1/x",
        "ftp://example.org/x",
        "http://",
    ],
)
async def test_links_into_the_private_network_are_refused(
    address: str, server: JobBoardServer
) -> None:
    source = source_for(server, private=False)
    with pytest.raises(UnreadablePosting):
        await source.fetch(address)
    assert server.requests == []
    await source.close()


async def test_the_operators_own_address_may_be_private_but_not_its_redirects(
    server: JobBoardServer,
) -> None:
    async with serve_job_boards() as other:
        server.say(GREENHOUSE, Answer(status=302, headers={"location": f"{other.url}/secret"}))
        source = source_for(server, private=False, trusted=(server.url,))
        with pytest.raises(UnreadablePosting, match="private network"):
            await source.fetch("https://boards.greenhouse.io/acme")
        assert other.requests == []
        await source.close()


@pytest.mark.parametrize(
    ("url", "slug", "job"),
    [
        ("https://boards.greenhouse.io/acme/jobs/12?gh_jid=12", "acme", "12"),
        ("https://boards.greenhouse.io/embed/job_board?for=acme", "acme", None),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs", "acme", None),
        ("https://jobs.lever.co/acme/", "acme", None),
        ("https://jobs.ashbyhq.com/acme/1b2c-3d", "acme", "1b2c-3d"),
        ("https://example.org/acme", None, None),
        ("https://jobs.lever.co/", None, None),
    ],
)
def test_board_addresses_are_recognised(url: str, slug: str | None, job: str | None) -> None:
    bases = {
        BoardKind.GREENHOUSE: "https://boards-api.greenhouse.io",
        BoardKind.LEVER: "https://api.lever.co",
        BoardKind.ASHBY: "https://api.ashbyhq.com",
    }
    board = recognise_board(url, bases=bases)
    assert (board.slug if board else None, board.job if board else None) == (slug, job)


def test_html_becomes_lines_without_scripts() -> None:
    text = plain_text("<h2>You</h2><ul><li>A</li><li>B<br>b</li></ul><style>x{}</style>1 &lt; 2")
    assert text == "You\n- A\n- B\nb\n1 < 2"
    assert plain_text("a < b and c > d") == "a < b and c > d"
