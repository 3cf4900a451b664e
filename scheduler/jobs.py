"""What is done at regular times. Every job is idempotent: instances may all run it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from domain.channel_ports import ChoiceStore, InboxStore
from domain.errors import TemporaryFailure
from domain.ids import UserId
from domain.ports import BlobStore, Clock, DurableEngine, PostingStore, TurnStore
from domain.push_ports import DigestStore, ResourceStore, ResponseCache
from scheduler.failures import kind_and_place

_UNCLAIMED_FILES_KEPT = timedelta(hours=23)
"""A file whose message was never accepted is of no use to anybody after that."""

_CHOICES_KEPT = timedelta(days=90)
"""People scroll back; a button of last quarter may say that it is too old."""

_RESOURCES_KEPT = timedelta(days=60)
"""A source that has not named a resource for so long does not have it any more."""

_RESPONSES_KEPT = timedelta(days=30)
"""An answer is asked for again with conditions for as long as it is kept."""

_PAGE = 1000
"""People whose next digest is reckoned again in one commit."""

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
        events = await self._events.retire(older_than=self._kept)
        choices = await self._choices.retire(older_than=_CHOICES_KEPT)
        _log.info("retention_done", turns=turns, work=work, events=events, choices=choices)

    async def sweep_files(self) -> None:
        """Delete files that belong to nobody: within a day of when they were let go."""
        if files := await self._blobs.sweep(older_than=_UNCLAIMED_FILES_KEPT):
            _log.info("files_swept", files=files)

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


class PushUpkeep:
    """Retention and timetable of what is sent unasked.

    Args:
        digests: records of sent ones are dropped after ``kept``; never a person's last one.
        resources: dropped when no source has given them for two months.
        responses: answers of sources are dropped after a month.
        clock: what "now" is.
        kept: how long records of sent digests stay.
    """

    def __init__(
        self,
        *,
        digests: DigestStore,
        resources: ResourceStore,
        responses: ResponseCache,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        self._digests = digests
        self._resources = resources
        self._responses = responses
        self._clock = clock
        self._kept = kept

    async def retire(self) -> None:
        """Drop what retention no longer keeps."""
        digests = await self._digests.retire(older_than=self._kept)
        resources = await self._resources.retire(older_than=_RESOURCES_KEPT)
        responses = await self._responses.retire(older_than=_RESPONSES_KEPT)
        _log.info("push_retention_done", digests=digests, resources=resources, responses=responses)

    async def reschedule(self) -> None:
        """Reckon everybody's next digest again: the rules of time zones change with updates."""
        after: UserId | None = None
        try:
            while True:
                after = await self._digests.reschedule(
                    now=self._clock.now(), after=after, limit=_PAGE
                )
                if after is None:
                    return
        except TemporaryFailure as error:
            _log.warning("digests_not_rescheduled", **kind_and_place(error))
