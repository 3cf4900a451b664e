"""A job posting in schema.org JobPosting terms. Unknown stays unknown: None, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import PostingId


class PayPeriod(StrEnum):
    """schema.org ``unitText`` of a salary."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary:
    """Stated pay. ``raw`` is what the source says; numbers only when they are beyond doubt."""

    raw: str
    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    """ISO 4217."""
    period: PayPeriod | None = None


class RemoteMode(StrEnum):
    """Where the work is done, as stated."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ON_SITE = "on_site"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``jobLocation``: ``raw`` as stated; ``country`` ISO 3166-1 alpha-2 when stated."""

    raw: str
    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One job on offer. ``description`` is plain text (HTML already reduced), untrusted."""

    id: PostingId
    source: str
    """Where it came from: ``greenhouse:acme``, ``jsonl:FILE``, a host name."""
    source_id: str
    title: str
    company: str
    description: str
    places: tuple[Place, ...] = ()
    remote: RemoteMode = RemoteMode.UNKNOWN
    applicant_countries: tuple[str, ...] = ()
    """``applicantLocationRequirements``: ISO 3166-1 alpha-2; empty when not stated."""
    salary: Salary | None = None
    employment_type: tuple[str, ...] = ()
    """schema.org values such as FULL_TIME, CONTRACTOR."""
    language: str | None = None
    """ISO 639-1 of the description."""
    url: str | None = None
    posted_on: date | None = None
    valid_through: date | None = None
    department: str | None = None


class PostingState(StrEnum):
    """Whether it can still be applied for."""

    OPEN = "open"
    EXPIRED = "expired"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPosting:
    """A posting with what we know of it over time."""

    posting: Posting
    state: PostingState
    content_hash: str
    """sha256 of what a reader sees; changes when the posting changes."""
    cluster: str
    """Same job on two boards has the same cluster; one card is shown per cluster."""
    first_seen: datetime
    last_seen: datetime
    revision: int = 0
    """Grows over all postings with every change of any: what came after a cursor is larger."""


class PostingEventKind(StrEnum):
    """What happened to a posting."""

    NEW = "new"
    CHANGED = "changed"
    REOPENED = "reopened"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEvent:
    """One line of a posting's history; ``revision`` orders all of them."""

    posting: PostingId
    kind: PostingEventKind
    revision: int
    at: datetime


class Stance(StrEnum):
    """What the person did with a posting; never overwritten by a new ingest."""

    SHOWN = "shown"
    SAVED = "saved"
    HIDDEN = "hidden"
    APPLIED = "applied"
    MORE_LIKE_THIS = "more_like_this"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest changed, in postings."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reopened: int = 0
    closed: int = 0
    duplicates: int = 0
    """Repeated within the listing, or new here but the same job as one already known elsewhere."""
    refused: tuple[str, ...] = ()
    """One sentence per entry that was not a posting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingChanges:
    """What happened to postings after a revision; an index follows it page by page."""

    changed: tuple[StoredPosting, ...]
    """Open postings that are new, changed or open again."""
    left: tuple[PostingId, ...]
    """Expired and closed."""
    revision: int
    """Ask with this next; equal to the revision asked with when there is nothing new."""
