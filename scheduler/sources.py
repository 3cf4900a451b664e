"""Where postings and learning resources come from, read again and again."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import structlog

from domain.errors import SourceUnavailable, TemporaryFailure, UnreadablePosting
from domain.ports import Clock, Listing, PostingSource, PostingStore
from domain.push_ports import SourceHealth, SourceHealthStore
from scheduler.failures import kind_and_place

_FIRST_BACKOFF = timedelta(minutes=5)
"""After the first failure; doubles with each further one, up to the usual interval."""

_AWAY = "It did not answer."
_BROKEN = "Reading it failed for a reason that is ours; the log says which."

_log = structlog.get_logger(__name__)


class SourceRounds:
    """Reads every configured location of postings at its time; a bad one stops no other.

    When each was read last is kept in the store, so that instances share the work roughly and a
    restart reads nothing twice.

    Args:
        locations: file paths and URLs, as configured.
        source: reads them.
        postings: takes what is read.
        health: how each did.
        clock: what "now" is.
        every: between two readings of a source that is well.
    """

    def __init__(
        self,
        *,
        locations: Sequence[str],
        source: PostingSource,
        postings: PostingStore,
        health: SourceHealthStore,
        clock: Clock,
        every: timedelta,
    ) -> None:
        self._locations = {source_name(location): location for location in locations}
        self._source = source
        self._postings = postings
        self._health = health
        self._clock = clock
        self._every = every
        self._not_before: dict[str, datetime] = {}
        """When a source asked to be left alone."""
        self._running = asyncio.Lock()

    async def tick(self) -> None:
        """Read what is due; call it much more often than ``every``."""
        if self._running.locked():
            return
        async with self._running:
            try:
                await self._health.forget_others("jobs", keep=list(self._locations))
                known = {one.name: one for one in await self._health.all("jobs")}
                for name, location in self._locations.items():
                    if self._is_due(name, known.get(name)):
                        await self._read(name, location)
            except TemporaryFailure as error:
                _log.warning("sources_interrupted", **kind_and_place(error))

    def _is_due(self, name: str, health: SourceHealth | None) -> bool:
        now = self._clock.now()
        if now < self._not_before.get(name, now):
            return False
        return health is None or now >= health.tried_at + backoff(
            failures=health.failures, every=self._every
        )

    async def _read(self, name: str, location: str) -> None:
        try:
            listing = await self._source.fetch(location)
        except SourceUnavailable as error:
            if error.retry_after_s is not None:
                wait = timedelta(seconds=error.retry_after_s)
                self._not_before[name] = self._clock.now() + wait
            await self._failed(name, error, problem=_AWAY)
        except UnreadablePosting as error:
            # Written for whoever named the location: what it is, and what to do.
            await self._failed(name, error, problem=str(error))
        except TemporaryFailure as error:
            await self._failed(name, error, problem=_AWAY)
        except Exception as error:  # one bad source must not stop the others
            await self._failed(name, error, problem=_BROKEN)
        else:
            await self._take(name, listing)

    async def _take(self, name: str, listing: Listing) -> None:
        try:
            report = await self._postings.ingest(
                listing.source,
                listing.postings,
                complete=listing.complete,
                refused=listing.refused,
            )
        except TemporaryFailure:
            raise  # the store's trouble, not the source's: it is read again at the next tick
        except Exception as error:  # one bad source must not stop the others
            await self._failed(name, error, problem=_BROKEN)
            return
        await self._health.note(
            name, "jobs", at=self._clock.now(), found=len(listing.postings), problem=""
        )
        _log.info(
            "source_read",
            source=name,
            new=report.new,
            changed=report.changed,
            closed=report.closed,
            refused=len(listing.refused),
        )

    async def _failed(self, name: str, error: Exception, *, problem: str) -> None:
        _log.warning("source_not_read", source=name, **kind_and_place(error))
        await self._health.note(name, "jobs", at=self._clock.now(), found=None, problem=problem)


def backoff(*, failures: int, every: timedelta) -> timedelta:
    """How long a source rests after so many failures in a row.

    >>> [backoff(failures=n, every=timedelta(hours=1)).seconds // 60 for n in (0, 1, 2, 9)]
    [60, 5, 10, 60]
    """
    if not failures:
        return every
    doublings = min(failures - 1, 16)
    return min(_FIRST_BACKOFF * (1 << doublings), every)


def source_name(location: str) -> str:
    """What a source is called in notes and logs: its location without passwords or keys in it.

    >>> source_name("https://me:secret@jobs.example.org/feed?team=a")
    'https://jobs.example.org/feed?team=a'
    >>> source_name("https://jobs.example.org/feed?team=a&api_key=1234")
    'https://jobs.example.org/feed?team=a&api_key=03ac'
    """
    try:
        parts = urlsplit(location)
    except ValueError:  # not an address; the source will say so
        return location
    host = parts.netloc.rpartition("@")[2]
    query = _SECRET.sub(lambda found: f"{found[1]}{_stand_in(found[2])}", parts.query)
    return urlunsplit(parts._replace(netloc=host, query=query))


_SECRET = re.compile(
    r"(?i)((?:^|(?<=&))[^=&]*(?:key|token|secret|passw|pwd|sig|auth)[^=&]*=)([^&]+)"
)


def _stand_in(secret: str) -> str:
    """The same for the same secret, so that two accounts of a feed stay two sources."""
    return hashlib.sha256(secret.encode()).hexdigest()[:4]
