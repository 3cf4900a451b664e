"""Protocols of what is sent unasked: digests, alerts, reminders, and where their content is from.

All methods may raise :class:`domain.errors.TemporaryFailure`; other errors are named in the method.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from domain.digest.model import (
    DueDigest,
    FinishedDigest,
    Occasion,
    Reminder,
    RoleNews,
    SavedSearch,
    WrittenDigest,
)
from domain.ids import PostingId, ResourceId, UserId
from domain.learning.model import LearningStance, LinkState, Resource, SkillGap, Suggestion
from domain.pushes import PushCount, PushEvent, PushKind
from domain.turns import Outbound

# --- digests ------------------------------------------------------------------------------------


class DigestStore(Protocol):
    """Who is owed a digest for which of their dates: one row per person and local date, ever.

    ``UserStore.save_settings`` keeps the next due instant of a person up to date in its own commit.
    """

    async def enqueue_due(self, *, now: datetime, limit: int = 1000) -> int:
        """Owe the digests of one page of people whose hour has come, and set their next hour.

        Any number of instances may call it. After downtime only a person's last missed date is
        owed. Returns how many people were due: call again while it equals ``limit``.
        """

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueDigest]:
        """Take owed digests to work on, longest due first.

        What is not finished or put off within ``lease`` can be claimed again.
        """

    async def put_off(self, digests: Sequence[DueDigest], *, until: datetime) -> None:
        """Give claimed digests back, not to be claimed before ``until`` (UTC)."""

    async def finish(self, results: Sequence[FinishedDigest]) -> Sequence[bool]:
        """In one commit: messages, what they showed (postings, resources, reminders), cursor, done.

        False in the place of one that was finished before, whose person is gone, or that shows a
        posting which the person saw meanwhile: nothing of it is stored, and the last is owed still.
        """

    async def release(self) -> int:
        """Give all claims back: at the start of the only process."""

    async def cursor(self, user: UserId) -> int | None:
        """Posting revision up to which this person's last digest looked; None: never had one."""

    async def next_due(self, user: UserId) -> Occasion | None: ...
    async def scheduled(self, *, after: UserId | None, limit: int) -> Sequence[UserId]:
        """People who get digests, in order of their ids: the page after ``after``."""

    async def reschedule(self, *, now: datetime, after: UserId | None, limit: int) -> UserId | None:
        """Recompute the next hour of one page of people (time zone rules change).

        Returns the last person of the page: ask on after them; None at the end.
        """

    async def counts(self) -> Mapping[str, int]:
        """Gauges: ``scheduled``, ``owed``, ``claimed``, ``oldest_owed_s``."""

    async def retire(self, *, older_than: timedelta) -> int:
        """Drop rows finished before that, but never a person's last one."""


class DigestWriter(Protocol):
    """Owed digests in words."""

    async def write(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> Sequence[WrittenDigest | None]:
        """In the same order; None where the person is gone. Stores nothing."""

    async def preview(self, user: UserId, *, now: datetime) -> WrittenDigest | None:
        """What the next digest would say if it were sent now; None: no such person."""


class SavedSearchStore(Protocol):
    """Searches whose new postings are told at once."""

    async def save(self, search: SavedSearch) -> bool:
        """False when the person has that id already; a person keeps at most 20 (UserMistake)."""

    async def of(self, user: UserId) -> Sequence[SavedSearch]:
        """Oldest first."""

    async def remove(self, user: UserId, search: str) -> bool: ...
    async def behind(
        self, *, revision: int, after: UserId | None, limit: int
    ) -> Sequence[SavedSearch]:
        """Searches that have not been looked at up to ``revision``.

        Those of the next ``limit`` people after ``after`` in order of their ids; all such searches
        of a person are together.
        """

    async def looked(
        self,
        user: UserId,
        *,
        searches: Collection[str],
        revision: int,
        outbound: Sequence[Outbound] = (),
        shown: Sequence[PostingId] = (),
        now: datetime,
    ) -> bool:
        """In one commit: the cursors, and, with messages, those, what they show and ``told_at``.

        False (and nothing stored) when the first of the messages exists already, the person is
        gone, or they saw one of the postings meanwhile.
        """


class ReminderStore(Protocol):
    """Follow-ups on applications: at most one open per person and posting."""

    async def set(self, user: UserId, posting: PostingId, *, due_at: datetime) -> Reminder:
        """Open one, or move the one that is open; it counts as not told."""

    async def close(self, user: UserId, posting: PostingId) -> bool: ...
    async def due(self, user: UserId, *, now: datetime) -> Sequence[Reminder]:
        """Open, due and not told yet, longest due first."""

    async def untold(self, *, now: datetime, limit: int) -> Sequence[Reminder]:
        """The same over everybody: what the next message has to mention."""

    async def told(
        self, reminders: Sequence[Reminder], *, outbound: Sequence[Outbound], now: datetime
    ) -> bool:
        """In one commit; False when the first message exists already."""


class PushCountStore(Protocol):
    """Counts for the operator, per day and kind; nothing about any person."""

    async def count(
        self, kind: PushKind, event: PushEvent, *, on: date, times: int = 1
    ) -> None: ...
    async def since(self, day: date) -> Sequence[PushCount]:
        """From that day on, by day, kind and event."""


class RoleNewsSource(Protocol):
    """What is new for a recruiter."""

    async def news(self, user: UserId, *, since: datetime | None) -> Sequence[RoleNews]:
        """Roles of this person with anything new or open; empty for a job seeker."""


# --- planning -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerVector:
    """The vector of a person's query text; a cache, recomputed when either hash differs."""

    query_hash: str
    model_id: str
    vector: bytes
    """float32, little endian, of unit length."""


class SeekerVectorStore(Protocol):
    """Vectors of people, so that planning for everybody embeds only who changed."""

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, SeekerVector]: ...
    async def put_many(self, vectors: Mapping[UserId, SeekerVector]) -> None:
        """People who are gone are skipped."""


# --- sources ------------------------------------------------------------------------------------

SourceArea = Literal["jobs", "learning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source did last time."""

    name: str
    area: SourceArea
    tried_at: datetime
    ok_at: datetime | None = None
    failures: int = 0
    """In a row."""
    found: int = 0
    """Entries in the last good answer."""
    problem: str = ""
    """One plain sentence when it failed last; never what the source sent."""


class SourceHealthStore(Protocol):
    """Which sources answer."""

    async def note(
        self, name: str, area: SourceArea, *, at: datetime, found: int | None, problem: str = ""
    ) -> None:
        """``found`` None is a failure."""

    async def all(self, area: SourceArea) -> Sequence[SourceHealth]: ...
    async def forget_others(self, area: SourceArea, *, keep: Collection[str]) -> int:
        """Drop sources that are not configured any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedResponse:
    """An answer of a source, for asking again with conditions."""

    url: str
    fetched_at: datetime
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


class ResponseCache(Protocol):
    """Answers of sources, shared by all processes; holds nothing about people."""

    async def get(self, url: str) -> CachedResponse | None: ...
    async def put(self, response: CachedResponse) -> None: ...
    async def retire(self, *, older_than: timedelta) -> int: ...


# --- learning -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningAnswer:
    """What a source knows about a skill."""

    resources: tuple[Resource, ...]
    refused: int = 0
    """Entries that were not usable."""


class LearningSource(Protocol):
    """One provider. Raises SourceUnavailable (a quota that is used up too)."""

    @property
    def name(self) -> str: ...
    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Resources about one canonical skill."""


class ResourceStore(Protocol):
    """Resources that sources gave, what is known of links, and what people did with resources."""

    async def put(self, resources: Sequence[Resource], *, at: datetime) -> None:
        """Insert or refresh; what is known of their links stays."""

    async def get(self, resource: ResourceId) -> Resource | None: ...
    async def about(self, skills: Collection[str]) -> Sequence[Resource]:
        """Those that teach any of these skills, with the state of their links."""

    async def urls_to_check(self, *, before: datetime, limit: int) -> Sequence[str]:
        """Stored links never checked, or last checked before that, oldest first."""

    async def note_link(self, url: str, *, alive: bool | None, at: datetime) -> LinkState:
        """``None``: the server would not say. Dead after failures on two different days."""

    async def link_states(self, urls: Collection[str]) -> Mapping[str, tuple[LinkState, datetime]]:
        """What is known of these; also of links that are not in this store (bundled ones)."""

    async def note(
        self, user: UserId, resource: ResourceId, stance: LearningStance, *, on: bool
    ) -> None: ...
    async def stances(self, user: UserId) -> Mapping[ResourceId, frozenset[LearningStance]]: ...
    async def retire(self, *, older_than: timedelta) -> int:
        """Drop resources that no source has given since; stances stay."""


class LearningLibrary(Protocol):
    """The bundled catalogue and what sources gave, as one."""

    async def suggest(
        self,
        gaps: Sequence[SkillGap],
        *,
        known: Collection[str],
        language: str,
        past: Mapping[ResourceId, frozenset[LearningStance]],
        limit: int = 1,
    ) -> Sequence[Suggestion]:
        """The best resources for the gaps that would unlock most, at most one per skill.

        Args:
            gaps: most useful first.
            known: canonical skills the person shows, for prerequisites and level.
            language: ISO 639-1 the person reads; English is the second choice.
            past: what they were shown, did or turned down; none of it is suggested again.
            limit: most suggestions.
        """

    async def find(self, resource: ResourceId) -> Resource | None: ...
