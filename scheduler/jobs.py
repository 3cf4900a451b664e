"""What is done at regular times. Every job is idempotent: instances may all run it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from domain.channel_ports import ChoiceStore, InboxStore
from domain.errors import TemporaryFailure
from domain.ports import BlobStore, Clock, DurableEngine, PostingStore, TurnStore

_UNCLAIMED_FILES_KEPT = timedelta(days=1)
"""A file whose message was never accepted is of no use to anybody after that."""

_CHOICES_KEPT = timedelta(days=90)
"""People scroll back; a button of last quarter may say that it is too old."""

_log = structlog.get_logger(__name__)


class Housekeeping:
    """Retention, expiry and index upkeep.

    Args:
        turns: thinned out after ``kept``.
        engine: finished work is dropped after ``kept``.
        blobs: files without an owner are swept.
        postings: postings past their last day expire.
        events: parked events are dropped after ``kept``.
        choices: buttons older than three months stop working.
        sweep: takes over events that a dead process left; returns how many.
        follow: brings the search index up to the store; returns how many postings changed.
        clock: what "now" is.
        kept: how long finished work stays in full.
    """

    def __init__(
        self,
        *,
        turns: TurnStore,
        engine: DurableEngine,
        blobs: BlobStore,
        postings: PostingStore,
        events: InboxStore,
        choices: ChoiceStore,
        sweep: Callable[[], Awaitable[int]],
        follow: Callable[[], Awaitable[int]],
        clock: Clock,
        kept: timedelta,
    ) -> None:
        self._turns = turns
        self._engine = engine
        self._blobs = blobs
        self._postings = postings
        self._events = events
        self._choices = choices
        self._sweep = sweep
        self._follow = follow
        self._clock = clock
        self._kept = kept

    async def retire(self) -> None:
        """Drop what retention no longer keeps."""
        turns = await self._turns.retire(older_than=self._kept)
        work = await self._engine.retire(older_than=self._kept)
        files = await self._blobs.sweep(older_than=_UNCLAIMED_FILES_KEPT)
        events = await self._events.retire(older_than=self._kept)
        choices = await self._choices.retire(older_than=_CHOICES_KEPT)
        _log.info(
            "retention_done", turns=turns, work=work, files=files, events=events, choices=choices
        )

    async def sweep(self) -> None:
        """Take over events of a process that died; a busy store is asked at the next tick."""
        try:
            await self._sweep()
        except TemporaryFailure as error:
            _log.warning("events_not_swept", reason=type(error).__name__)

    async def expire(self) -> None:
        """Close postings whose last day has passed."""
        expired = await self._postings.expire(now=self._clock.now())
        if expired:
            _log.info("postings_expired", count=expired)

    async def follow(self) -> None:
        """Bring the index up to the postings; a busy store or index is tried at the next tick."""
        try:
            changed = await self._follow()
        except TemporaryFailure as error:
            _log.warning("index_not_followed", reason=type(error).__name__)
            return
        if changed:
            _log.info("index_followed", postings=changed)
