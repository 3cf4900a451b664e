"""A tailored resume as a list of changes, each with its reason, decided one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.career_documents.model import CareerDocumentKind, Theme
from domain.ids import PostingId, UserId


class ChangeKind(StrEnum):
    """What a change does; there is no kind that adds a fact."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    SKILLS_ORDER = "skills_order"
    SKILL_NAME = "skill_name"
    """The same skill under the name that the posting uses."""
    BULLETS_ORDER = "bullets_order"
    LEAVE_OUT = "leave_out"
    REPHRASE = "rephrase"
    SECTIONS_ORDER = "sections_order"


class ChangeState(StrEnum):
    """What the person said to it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. ``before`` and ``after`` are the lines as they read."""

    id: str
    """Stable for the same profile and posting: ``c1`` …"""
    kind: ChangeKind
    path: str
    """Where in the profile (``work.0.roles.1.highlights.2``, ``skills``, ``summary``)."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str
    """One plain clause."""
    posting_quote: str = ""
    """The sentence of the posting that it answers; verbatim."""
    support: tuple[str, ...] = ()
    """Profile paths and statement ids on which ``after`` rests."""
    by_model: bool = False
    """Worded by a language model and passed by the checker."""
    state: ChangeState = ChangeState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnsaid:
    """Something that the posting asks for and nothing in the profile supports."""

    skill: str
    posting_quote: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TailoringDraft:
    """What is on the table for one posting; kept until a document is made of it."""

    id: str
    user: UserId
    posting: PostingId | None
    """None: a general resume, no posting."""
    profile_version: int
    """Of the profile it was made from; when that changed the changes are made anew."""
    changes: tuple[Change, ...]
    unsaid: tuple[LeftUnsaid, ...]
    stopped: int
    """Wordings of a model that the checker refused."""
    theme: Theme
    made_at: datetime
    kind: CareerDocumentKind = CareerDocumentKind.RESUME
