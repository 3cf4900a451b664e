"""Whether an address still answers with what it stood for: alive, gone, or it would not say."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

import structlog

from domain.errors import SourceUnavailable, UnreadablePosting
from integrations.sources.pacing import HostPacing
from integrations.sources.web import NoSuchHost, Page, WebFetcher, host_of

_log = structlog.get_logger(__name__)

_FIRST_BYTES = 4096
_GONE = frozenset({404, 410})
_HOSTS_AT_ONCE = 4
_ERROR_PATHS = ("/404", "/not-found", "/notfound", "/page-not-found", "/error")


class Answering(StrEnum):
    """What one look says."""

    ALIVE = "alive"
    GONE = "gone"
    """404 or 410: a failure, but one is no proof."""
    NO_HOST = "no_host"
    """The name does not exist: a failure, unless our own network is the reason."""
    UNSAID = "unsaid"
    """Refused, busy, broken, too slow, or sent to the front page."""


_MEANING = {
    Answering.ALIVE: True,
    Answering.GONE: False,
    Answering.NO_HOST: False,
    Answering.UNSAID: None,
}


class AddressLook:
    """Asks one address, HEAD first, in its host's turn."""

    def __init__(
        self,
        *,
        fetcher: WebFetcher,
        pacing: HostPacing,
        leads_elsewhere: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Keep the parts.

        Args:
            fetcher: does the requests.
            pacing: keeps the gaps between them.
            leads_elsewhere: whether a redirect from the first to the second address lost what was
                asked for; :func:`is_elsewhere` when not given.
        """
        self._fetcher = fetcher
        self._pacing = pacing
        self._leads_elsewhere = leads_elsewhere or is_elsewhere

    async def at(self, url: str) -> Answering:
        """What the address says now."""
        try:
            page = await self._ask(url)
        except NoSuchHost:
            return Answering.NO_HOST
        except (SourceUnavailable, UnreadablePosting):
            return Answering.UNSAID
        return self._judged(url, page)

    def _judged(self, url: str, page: Page) -> Answering:
        if page.status in _GONE:
            return Answering.GONE
        # 416: there is something, only not those bytes.
        if not (200 <= page.status < 300 or page.status == 416):
            return Answering.UNSAID
        lost = self._leads_elsewhere(url, page.url)
        return Answering.UNSAID if lost else Answering.ALIVE

    async def _ask(self, url: str) -> Page:
        await self._pacing.turn(host_of(url))
        try:
            page = await self._fetcher.ask(url, method="HEAD", attempts=1)
        except NoSuchHost:
            raise
        except SourceUnavailable:
            page = None  # some servers drop the connection at a HEAD
        if page is not None and (page.status < 400 or page.status in {429, 503}):
            return page
        # Many servers refuse HEAD in one way or another: an error only counts for a GET.
        await self._pacing.turn(host_of(url))
        return await self._fetcher.ask(
            url,
            headers={"range": f"bytes=0-{_FIRST_BYTES - 1}"},
            attempts=1,
            first_bytes=_FIRST_BYTES,
        )


async def look_at_each(
    urls: Iterable[str], look: Callable[[str], Awaitable[Answering]]
) -> Mapping[str, bool | None]:
    """What each address said: alive, failing, or None where it would not say.

    Hosts are asked side by side, a host's addresses one after the other. Addresses whose host does
    not exist fail; but when not one host could be found, it is this machine that has no network,
    and they are absent.
    """
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(host_of(url), []).append(url)
    at_once = asyncio.Semaphore(_HOSTS_AT_ONCE)

    async def of_host(some: Sequence[str]) -> list[tuple[str, Answering]]:
        async with at_once:
            return [(url, await look(url)) for url in some]

    answers = await asyncio.gather(*(of_host(some) for some in by_host.values()))
    said = [one for some in answers for one in some]
    _log.info("addresses_looked_at", **Counter(answering.value for _, answering in said))
    is_online = any(answering is not Answering.NO_HOST for _, answering in said)
    return {
        url: _MEANING[answering]
        for url, answering in said
        if is_online or answering is not Answering.NO_HOST
    }


def is_elsewhere(asked: str, answered: str) -> bool:
    """Whether a redirect ended at a front page or an error page instead of what was asked for.

    >>> is_elsewhere("https://a.org/courses/sql", "https://a.org/")
    True
    >>> is_elsewhere("http://a.org/courses/sql", "https://www.a.org/courses/sql/")
    False
    """
    before, after = urlsplit(asked), urlsplit(answered)
    path = after.path.rstrip("/").lower()
    if before.path.rstrip("/").lower() == path:
        return False
    is_front = path.count("/") <= 1 and len(path) <= 3  # "" and "/en"
    had_path = bool(before.path.strip("/"))
    return had_path and (is_front or path.endswith(_ERROR_PATHS))
