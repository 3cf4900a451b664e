"""A digest from due to sent, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.ids import OutboundId, PostingId, ResourceId, UserId
from domain.profiles import SearchPreferences
from domain.reply import Reply
from domain.turns import Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One digest in time: the person's local date, and the instant (UTC) it is due."""

    local_date: date
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDigest:
    """A digest that is owed to a person for one of their dates."""

    user: UserId
    local_date: date
    due_at: datetime
    cursor: int | None = None
    """Posting revision up to which an earlier digest looked; None: there was none."""
    has_newer: bool = False
    """A later date's digest of this person is owed as well, and covers this one."""

    @property
    def id(self) -> OutboundId:
        """The idempotency key of its first message.

        >>> DueDigest(user=UserId("u_1"), local_date=date(2026, 11, 25), due_at=datetime.min).id
        'dg:u_1:2026-11-25'
        """
        return OutboundId(f"dg:{self.user}:{self.local_date.isoformat()}")


DigestOutcome = Literal["sent", "silent", "superseded", "unreachable"]
"""Sent; nothing to say and silence preferred; covered by a later one; no channel to send it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDigest:
    """A digest in words; nothing of it is stored yet."""

    due: DueDigest
    reply: Reply | None
    """None: nothing new, and the person prefers silence."""
    shown: tuple[PostingId, ...] = ()
    """Postings it shows as items: none of them is shown again."""
    resources: tuple[ResourceId, ...] = ()
    reminders: tuple[str, ...] = ()
    """Ids of the follow-ups it mentions."""
    cursor: int = 0
    """Posting revision it looked up to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedDigest:
    """What is committed at once: the messages owed, what they showed, and that it is done."""

    written: WrittenDigest
    outcome: DigestOutcome
    outbound: tuple[Outbound, ...] = ()
    """One per channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search whose new postings are told at once. ``preferences`` are complete in themselves."""

    id: str
    """``{turn id}`` of the turn that saved it: the same when it runs again."""
    user: UserId
    label: str
    """In the person's words, for buttons and headings: at most 60 characters."""
    text: str
    preferences: SearchPreferences
    created_at: datetime
    cursor: int
    """Posting revision up to which it was looked at."""
    told_at: datetime | None = None
    """When the person was last told about any of their searches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A follow-up on an application."""

    id: str
    user: UserId
    posting: PostingId
    due_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNews:
    """What is new on one role of a recruiter."""

    role: str
    """As the team calls it."""
    new_applicants: int = 0
    open_reviews: int = 0
    open_findings: int = 0
    """Bias findings of the description that nobody has settled."""
    url: str | None = None
