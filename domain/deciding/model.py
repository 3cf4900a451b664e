"""What people decide and say about candidates. Code proposes nothing here and rejects nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import CandidateId, RoleId, UserId
from domain.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """One reviewer's view of one candidate, by criterion; hidden from others until submitted."""

    role: RoleId
    candidate: CandidateId
    reviewer: UserId
    ratings: Mapping[str, int] = field(default_factory=dict)
    """Criterion id to 1 (weak evidence) … 5 (strong); criteria that were left out are absent."""
    note: str = ""
    position: int = 0
    """From 1: the place this candidate had in the reviewer's own random order."""
    submitted_at: datetime | None = None


class Outcome(StrEnum):
    """What a person decided. There is no automatic one."""

    ADVANCE = "advance"
    HOLD = "hold"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision with a reason, and what they saw when they took it."""

    role: RoleId
    candidate: CandidateId
    by: UserId
    outcome: Outcome
    reason: str
    at: datetime
    rubric_version: int | None
    total: float | None
    """The score then shown, 0 to 100."""


class LogKind(StrEnum):
    """What is written into a role's log."""

    ROLE_CREATED = "role_created"
    ROLE_CHANGED = "role_changed"
    RUBRIC_SAVED = "rubric_saved"
    CRITERION_REFUSED = "criterion_refused"
    JOINED = "joined"
    RECEIVED = "received"
    REVEALED = "revealed"
    DISPUTED = "disputed"
    CARD_SUBMITTED = "card_submitted"
    DECIDED = "decided"
    OUTREACH_APPROVED = "outreach_approved"
    OUTREACH_SENT = "outreach_sent"
    OUTREACH_RETURNED = "outreach_returned"
    """It was sent by mail and did not arrive."""
    EXPORTED = "exported"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log. ``detail`` holds no identity of a candidate: it outlives erasure."""

    role: RoleId
    kind: LogKind
    by: UserId | None
    at: datetime
    candidate: CandidateId | None = None
    detail: str = ""
    key: str = ""
    """Idempotency: the same key is logged once."""


class OutreachState(StrEnum):
    """Life of a message to a candidate."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachDraft:
    """A message to a candidate; goes nowhere before a person approved exactly these words."""

    id: str
    role: RoleId
    candidate: CandidateId
    author: UserId
    subject: str
    body: str
    state: OutreachState = OutreachState.DRAFT
    approved_by: UserId | None = None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminder:
    """When to tell a reviewer that candidates wait."""

    role: RoleId
    reviewer: UserId
    address: Address
    due_at: datetime
    sent: int = 0
    """How many of it were sent; at most ten."""
