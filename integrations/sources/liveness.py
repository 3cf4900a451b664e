"""Whether postings are still open when their source never says so: files and single pages."""

from __future__ import annotations

import asyncio
import heapq
import json
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog

from domain.errors import SourceUnavailable, UnreadablePosting
from domain.ids import PostingId
from domain.learning.model import LinkState
from domain.ports import Clock, PostingStore
from domain.push_ports import ResourceStore
from integrations.sources.answering import AddressLook, Answering, is_elsewhere, look_at_each
from integrations.sources.board_addresses import Board, BoardKind, api_url, recognise_board
from integrations.sources.field_values import short_text
from integrations.sources.pacing import HostPacing
from integrations.sources.web import NoSuchHost, Page, WebFetcher, host_of

_BATCH = 500  # link states per question to the store
_NEVER = datetime.min.replace(tzinfo=UTC)

_log = structlog.get_logger(__name__)


class PostingLiveness:
    """Asks pages of postings, and closes a posting when two days say that it is gone."""

    def __init__(
        self,
        *,
        postings: PostingStore,
        links: ResourceStore,
        fetcher: WebFetcher,
        pacing: HostPacing,
        bases: Mapping[BoardKind, str],
        complete: Collection[str],
        clock: Clock,
        at_most: int = 200,
        again_after: timedelta = timedelta(hours=20),
    ) -> None:
        """Keep the parts.

        Args:
            postings: what is open, and where it is closed.
            links: remembers what each page said; two failing days make a link dead.
            fetcher: does the requests; closed by :meth:`close`.
            pacing: keeps the gaps between questions to one host.
            bases: base URL of each board API.
            complete: sources that are read as whole boards: their absence says it already.
            clock: the time.
            at_most: postings looked at in one run.
            again_after: how long a look counts.
        """
        self._postings = postings
        self._links = links
        self._fetcher = fetcher
        self._pacing = pacing
        self._bases = dict(bases)
        self._complete = frozenset(complete)
        self._clock = clock
        self._at_most = at_most
        self._again_after = again_after
        self._page = AddressLook(fetcher=fetcher, pacing=pacing, leads_elsewhere=lost_its_job)

    async def check(self) -> int:
        """One run; how many postings were closed."""
        due = await self._due()
        boards: dict[str, Collection[str] | Answering] = {}

        async def look(url: str) -> Answering:
            return await self._look(url, boards)

        said = await look_at_each(due, look)
        closed = 0
        for url, alive in said.items():
            state = await self._links.note_link(url, alive=alive, at=self._clock.now())
            if alive is False and state is LinkState.DEAD:
                for posting in due[url]:
                    closed += await self._postings.close(posting)
        _log.info("postings_looked_at", pages=len(said), closed=closed)
        return closed

    async def close(self) -> None:
        """Close the connections."""
        await self._fetcher.close()

    async def _due(self) -> Mapping[str, list[PostingId]]:
        """Pages to look at with their postings, longest unchecked and then oldest seen first."""
        seen: dict[str, datetime] = {}
        of_page: dict[str, list[PostingId]] = {}
        async for stored in self._postings.open_postings():
            url = stored.posting.url or ""
            if not url.startswith("https://") and not self._is_configured(url):
                continue
            if stored.posting.source in self._complete:
                continue
            of_page.setdefault(url, []).append(stored.posting.id)
            seen[url] = min(stored.last_seen, seen.get(url, stored.last_seen))
        checked = await self._checked(list(seen))
        now = self._clock.now()
        waiting = [
            (checked.get(url, _NEVER), seen[url], url)
            for url in seen
            if url not in checked or now - checked[url] >= self._again_after
        ]
        return {url: of_page[url] for _, _, url in heapq.nsmallest(self._at_most, waiting)}

    def _is_configured(self, url: str) -> bool:
        """An address below the operator's own base URLs, which may be plain http."""
        return any(base and url.startswith(f"{base.rstrip('/')}/") for base in self._bases.values())

    async def _checked(self, urls: list[str]) -> Mapping[str, datetime]:
        checked: dict[str, datetime] = {}
        for start in range(0, len(urls), _BATCH):
            states = await self._links.link_states(urls[start : start + _BATCH])
            checked.update({url: at for url, (_, at) in states.items()})
        return checked

    async def _look(self, url: str, boards: dict[str, Collection[str] | Answering]) -> Answering:
        try:
            board = recognise_board(url, bases=self._bases)
        except ValueError:
            return Answering.UNSAID
        if board is None or board.job is None:
            return await self._page.at(url)
        if board.kind is not BoardKind.ASHBY:
            return await self._asked(board, _says_job)
        # Ashby's page answers 200 for a job that is gone; its board lists what there is.
        if board.slug not in boards:
            boards[board.slug] = await self._listed(board)
        listed = boards[board.slug]
        if isinstance(listed, Answering):
            return listed
        return Answering.ALIVE if board.job in listed else Answering.GONE

    async def _listed(self, board: Board) -> Collection[str] | Answering:
        jobs: set[str] = set()

        def says(page: Page) -> Answering:
            found = _ashby_jobs(page.body)
            if found is None:
                return Answering.UNSAID
            jobs.update(found)
            return Answering.ALIVE

        answering = await self._asked(replace(board, job=None), says)
        return jobs if answering is Answering.ALIVE else answering

    async def _asked(self, board: Board, says: Callable[[Page], Answering]) -> Answering:
        """What the API of a board says; its 404 counts as one failing day, whoever sends it."""
        address = api_url(board, bases=self._bases)
        await self._pacing.turn(host_of(address))
        try:
            page = await self._fetcher.get(address)
        except NoSuchHost:
            return Answering.NO_HOST
        except (SourceUnavailable, UnreadablePosting):
            return Answering.UNSAID
        if page.status in {404, 410}:
            return Answering.GONE
        return says(page) if page.status == 200 else Answering.UNSAID


def lost_its_job(asked: str, answered: str) -> bool:
    """Whether a redirect ended somewhere that does not name the job any more: a doubt, no proof.

    >>> lost_its_job("https://a.org/jobs/17", "https://a.org/jobs?error=true")
    True
    >>> lost_its_job("https://a.org/jobs/17", "https://www.a.org/jobs/17-nurse")
    False
    """
    last = urlsplit(asked).path.rstrip("/").rpartition("/")[2].lower()
    return is_elsewhere(asked, answered) or last not in answered.lower()


def complete_sources(locations: Iterable[str], *, bases: Mapping[BoardKind, str]) -> frozenset[str]:
    """The names of sources that configured locations read as whole boards.

    >>> sorted(complete_sources(["https://jobs.lever.co/acme", "jobs.jsonl"], bases={}))
    ['lever:acme']
    """
    boards = [
        recognise_board(where, bases=bases)
        for where in locations
        if where.lower().startswith(("http://", "https://"))
    ]
    return frozenset(board.source for board in boards if board is not None and board.job is None)


def _says_job(page: Page) -> Answering:
    """A job is a JSON object; anything else at its address is not an answer about it."""
    return Answering.ALIVE if isinstance(_document(page.body), Mapping) else Answering.UNSAID


def _ashby_jobs(body: bytes) -> Collection[str] | None:
    """Ids on a board; None when the answer is no board."""
    document = _document(body)
    jobs = document.get("jobs") if isinstance(document, Mapping) else None
    if not isinstance(jobs, list):
        return None
    return {short_text(job.get("id")) for job in jobs if isinstance(job, Mapping)}


def _document(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def open_posting_liveness(
    *,
    postings: PostingStore,
    links: ResourceStore,
    locations: Iterable[str],
    greenhouse_url: str,
    lever_url: str,
    ashby_url: str,
    timeout_s: float,
    max_bytes: int,
    allow_private_addresses: bool,
    clock: Clock,
    at_most: int = 200,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> PostingLiveness:
    """Liveness checks with their own connections; close them.

    Args:
        postings: what is open.
        links: what pages said.
        locations: the configured files and URLs that are read again and again.
        greenhouse_url: base URL of the Greenhouse board API.
        lever_url: base URL of the Lever postings API.
        ashby_url: base URL of the Ashby job board API.
        timeout_s: longest wait for one answer.
        max_bytes: largest answer that is read.
        allow_private_addresses: whether job pages may lie in the private network.
        clock: the time.
        at_most: postings looked at in one run.
        pause: waits; tests replace it.
    """
    bases = {
        BoardKind.GREENHOUSE: greenhouse_url,
        BoardKind.LEVER: lever_url,
        BoardKind.ASHBY: ashby_url,
    }
    fetcher = WebFetcher(
        timeout_s=timeout_s,
        max_bytes=max_bytes,
        allow_private_addresses=allow_private_addresses,
        trusted_bases=tuple(bases.values()),
        clock=clock,
        pause=pause,
    )
    return PostingLiveness(
        postings=postings,
        links=links,
        fetcher=fetcher,
        pacing=HostPacing(clock=clock, pause=pause),
        bases=bases,
        complete=complete_sources(locations, bases=bases),
        clock=clock,
        at_most=at_most,
    )
