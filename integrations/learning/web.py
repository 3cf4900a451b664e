"""Asking learning sources: paced, bounded, cached for minutes and then asked with conditions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import structlog

from domain.errors import SourceUnavailable, UnreadablePosting
from domain.ports import Clock
from domain.push_ports import CachedResponse, ResponseCache
from integrations.sources.conditions import conditions
from integrations.sources.pacing import HostPacing
from integrations.sources.web import LONGEST_REST_S, Page, WebFetcher, host_of, refusal

_MAX_CACHED_BYTES = 4_000_000
"""Larger answers are not kept: they would fill the database."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a source said; ``body`` is whole also when the server said "not modified"."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    asked: bool
    """False when the answer is from the cache without asking."""

    def document(self, name: str) -> object:
        """The body as JSON.

        Raises:
            SourceUnavailable: it is none; ``name`` is whose answer it is.
        """
        try:
            found: object = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise SourceUnavailable(f"The answer of {name} is not JSON.") from error
        return found


class LearningWeb:
    """GET for learning sources. Close the fetcher, not this."""

    def __init__(
        self,
        *,
        fetcher: WebFetcher,
        cache: ResponseCache,
        pacing: HostPacing,
        clock: Clock,
        cache_s: float,
    ) -> None:
        """Keep the parts.

        Args:
            fetcher: does the requests, with its limits.
            cache: answers of all processes.
            pacing: the pauses between questions to one host.
            clock: the time.
            cache_s: seconds that an answer is used again without asking.
        """
        self._fetcher = fetcher
        self._cache = cache
        self._pacing = pacing
        self._clock = clock
        self._fresh_for = timedelta(seconds=cache_s)

    async def get(
        self,
        url: str,
        *,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        attempts: int = 2,
    ) -> Answer:
        """The answer of any status; 304 becomes the 200 that it confirms.

        Args:
            url: https address; it is the key of the cache, so secrets belong into ``headers``.
            query: appended to the address.
            headers: sent, not stored.
            attempts: how often at most it is asked.

        Raises:
            SourceUnavailable: no answer came, or one that is too large; says so in a sentence.
        """
        address = f"{url}?{urlencode(query)}" if query else url
        known = await self._cache.get(address)
        now = self._clock.now()
        if known is not None and timedelta() <= now - known.fetched_at < self._fresh_for:
            return Answer(status=200, body=known.body, headers={}, asked=False)
        await self._pacing.turn(host_of(address))
        try:
            page = await self._fetcher.ask(
                address, headers={**(headers or {}), **conditions(known)}, attempts=attempts
            )
        except UnreadablePosting as error:
            # Too large, into the private network, or round in circles: words for a pasted link.
            _log.warning("learning_answer_refused", host=host_of(address), fault=str(error))
            raise SourceUnavailable(f"The answer of {host_of(address)} cannot be used.") from error
        if page.status == 304 and known is not None:
            await self._keep(address, page, body=known.body, before=known)
            return Answer(status=200, body=known.body, headers=page.headers, asked=True)
        if page.status == 200 and len(page.body) <= _MAX_CACHED_BYTES:
            await self._keep(address, page, body=page.body, before=None)
        return Answer(status=page.status, body=page.body, headers=page.headers, asked=True)

    async def _keep(
        self, address: str, page: Page, *, body: bytes, before: CachedResponse | None
    ) -> None:
        await self._cache.put(
            CachedResponse(
                url=address,
                fetched_at=self._clock.now(),
                body=body,
                etag=page.headers.get("etag") or (before.etag if before else None),
                last_modified=page.headers.get("last-modified")
                or (before.last_modified if before else None),
            )
        )

    def refused(self, name: str, answer: Answer) -> SourceUnavailable:
        """The error for an answer with an error status."""
        wait_s = retry_after_s(answer.headers)
        _log.warning("learning_source_refused", source=name, status=answer.status)
        return SourceUnavailable(refusal(name, answer.status, wait_s=wait_s), retry_after_s=wait_s)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After, a week at most; None when it is absent or a date.

    >>> retry_after_s({"retry-after": "30"}), retry_after_s({})
    (30.0, None)
    """
    stated = headers.get("retry-after", "").strip()
    if not (stated.isascii() and stated.isdigit()):
        return None
    return min(float(stated), LONGEST_REST_S)
