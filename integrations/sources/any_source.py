"""The one front door: a file, a board or a page, recognised by its address and its content."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from domain.errors import SourceUnavailable, UnreadablePosting
from domain.ports import Clock, Listing, PostingSource
from domain.push_ports import ResponseCache
from integrations.sources.board_addresses import (
    Board,
    BoardKind,
    api_url,
    board_kind_of,
    recognise_board,
)
from integrations.sources.boards import read_board
from integrations.sources.conditions import KeptBoards, conditions
from integrations.sources.json_ld import read_page
from integrations.sources.json_lines import read_json_lines
from integrations.sources.web import Page, WebFetcher, host_of

_REMEMBERED = 32
"""Listings kept for conditional requests; a board that answers 304 is not read again."""

_log = structlog.get_logger(__name__)


class AnySource(PostingSource):
    """Files (JSON Lines, saved board answers, saved pages), board URLs and pages with JSON-LD."""

    def __init__(
        self,
        *,
        fetcher: WebFetcher,
        greenhouse_url: str,
        lever_url: str,
        ashby_url: str,
        max_bytes: int,
        cache: ResponseCache | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Keep the addresses.

        Args:
            fetcher: does the requests.
            greenhouse_url: base URL of the Greenhouse board API.
            lever_url: base URL of the Lever postings API.
            ashby_url: base URL of the Ashby job board API.
            max_bytes: largest file that is read.
            cache: keeps the answers of whole boards over restarts; None: only in this process.
            clock: says when an answer came; needed with a cache.
        """
        self._fetcher = fetcher
        self._kept = None if cache is None or clock is None else KeptBoards(cache, clock=clock)
        self._bases = {
            BoardKind.GREENHOUSE: greenhouse_url,
            BoardKind.LEVER: lever_url,
            BoardKind.ASHBY: ashby_url,
        }
        self._max_bytes = max_bytes
        self._remembered: OrderedDict[str, tuple[dict[str, str], Listing]] = OrderedDict()

    @classmethod
    def open(
        cls,
        *,
        greenhouse_url: str,
        lever_url: str,
        ashby_url: str,
        timeout_s: float,
        max_bytes: int,
        allow_private_addresses: bool,
        clock: Clock,
        cache: ResponseCache | None = None,
    ) -> AnySource:
        """A source with its own fetcher; the operator's base URLs may be private addresses."""
        bases = (greenhouse_url, lever_url, ashby_url)
        fetcher = WebFetcher(
            timeout_s=timeout_s,
            max_bytes=max_bytes,
            allow_private_addresses=allow_private_addresses,
            trusted_bases=bases,
            clock=clock,
        )
        return cls(
            fetcher=fetcher,
            greenhouse_url=greenhouse_url,
            lever_url=lever_url,
            ashby_url=ashby_url,
            max_bytes=max_bytes,
            cache=cache,
            clock=clock,
        )

    async def close(self) -> None:
        """Close connections."""
        await self._fetcher.close()

    async def fetch(self, location: str) -> Listing:
        """Postings at a file path or an http(s) URL.

        Raises:
            UnreadablePosting: nothing there can be understood as postings; says why.
            SourceUnavailable: the address did not answer.
        """
        where = location.strip()
        if where.lower().startswith(("http://", "https://")):
            listing = await self._from_web(where)
        elif "://" in where.split("?")[0]:
            raise UnreadablePosting(
                f"{where.split('://')[0]}:// addresses are not read; give http, https or a file."
            )
        else:
            listing = await asyncio.to_thread(self._from_file, Path(where))
        _log.info(
            "postings_fetched",
            source=listing.source,
            postings=len(listing.postings),
            refused=len(listing.refused),
            complete=listing.complete,
        )
        return listing

    async def _from_web(self, url: str) -> Listing:
        board = recognise_board(url, bases=self._bases)
        address = url if board is None else api_url(board, bases=self._bases)
        validators, known = self._remembered.get(address, ({}, None))
        kept = None
        if board is not None and board.job is None and known is None and self._kept is not None:
            kept = await self._kept.get(address)
            validators = dict(conditions(kept))
        page = await self._fetcher.get(address, headers=validators)
        if page.status == 304:
            if known is not None:
                self._remembered.move_to_end(address)
                return known
            if kept is None:
                raise SourceUnavailable(f"{host_of(address)} sent nothing although asked anew.")
            # Unchanged and complete: the same postings as then.
            page = replace(page, body=kept.body)
        if page.status in {404, 410}:
            what = f"board {board.slug!r} of {board.kind.value}" if board else "page"
            raise UnreadablePosting(
                f"{urlsplit(url).hostname} knows no such {what} (answer {page.status}); "
                "check the address."
            )
        listing = _from_page(page, board=board, url=url)
        self._remember(address, page, listing)
        if self._kept is not None and board is not None and board.job is None:
            await self._kept.put(address, page, before=kept)
        return listing

    def _remember(self, address: str, page: Page, listing: Listing) -> None:
        validators = {
            asks: page.headers[says]
            for says, asks in (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
            if says in page.headers
        }
        self._remembered.pop(address, None)
        if validators:
            self._remembered[address] = (validators, listing)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def _from_file(self, path: Path) -> Listing:
        try:
            if path.stat().st_size > self._max_bytes:
                raise UnreadablePosting(
                    f"{path.name} is larger than {self._max_bytes // 1_000_000} MB; split it or "
                    "raise CAREERGINI_JOBS__MAX_BYTES."
                )
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise UnreadablePosting(f"There is no file {str(path)!r}.") from error
        except IsADirectoryError as error:
            raise UnreadablePosting(f"{str(path)!r} is a folder; name a file in it.") from error
        except (OSError, ValueError) as error:
            raise UnreadablePosting(f"{str(path)!r} cannot be read.") from error
        return _from_content(content, name=path.name, suffix=path.suffix.lower())


def _from_page(page: Page, *, board: Board | None, url: str) -> Listing:
    if board is not None:
        return _from_board(board, _json(page.body, what=board.source))
    host = urlsplit(page.url).hostname or page.url
    if _looks_like_html(page.body) or "html" in page.content_type:
        postings, refused = read_page(page.body, source=host, url=page.url)
        if not postings:
            raise UnreadablePosting(_nothing_in(f"{url}", refused))
        return Listing(source=host, postings=postings, complete=False, refused=refused)
    return _from_content(page.body, name=host, suffix=Path(urlsplit(url).path).suffix.lower())


def _from_content(content: bytes, *, name: str, suffix: str) -> Listing:
    """A document by its shape: page, saved board answer, JSON array, or JSON Lines."""
    if not content.strip():
        raise UnreadablePosting(f"{name} is empty.")
    if suffix in {".html", ".htm"} or _looks_like_html(content):
        postings, refused = read_page(content, source=name, url=None)
        if not postings:
            raise UnreadablePosting(_nothing_in(name, refused))
        return Listing(source=name, postings=postings, complete=False, refused=refused)
    document = _json_or_none(content)
    kind = board_kind_of(document)
    if kind is not None:
        board = Board(kind=kind, slug=_stem(name))
        listing = _from_board(board, document)
        return Listing(
            source=listing.source,
            postings=listing.postings,
            complete=False,  # a saved file says nothing about what is gone now
            refused=listing.refused,
        )
    if isinstance(document, dict) and isinstance(document.get("jobs"), list):
        document = document["jobs"]
    if isinstance(document, list):
        content = b"\n".join(json.dumps(one).encode() for one in document)
    source = f"jsonl:{name}"
    postings, refused = read_json_lines(content, source=source)
    if not postings and document != []:
        raise UnreadablePosting(_nothing_in(name, refused))
    return Listing(source=source, postings=postings, complete=False, refused=refused)


def _from_board(board: Board, answer: object) -> Listing:
    postings, refused = read_board(board, answer)
    return Listing(
        source=board.source,
        postings=postings,
        complete=board.job is None and not refused,
        refused=refused,
    )


def _json(content: bytes, *, what: str) -> object:
    try:
        document: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadablePosting(f"The answer of {what} is not JSON.") from error
    return document


def _json_or_none(content: bytes) -> object:
    try:
        document: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return document


def _looks_like_html(content: bytes) -> bool:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--"))


def _stem(name: str) -> str:
    return Path(name).stem or "file"


def _nothing_in(name: str, refused: tuple[str, ...]) -> str:
    because = f" The first problem: {refused[0]}" if refused else ""
    return (
        f"No posting was found in {name}: it needs JSON Lines with JobPosting fields, a "
        f"Greenhouse, Lever or Ashby board, or a page with JSON-LD JobPosting.{because}"
    )
