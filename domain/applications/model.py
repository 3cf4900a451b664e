"""An application and its states; what a person answers in forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import ApplicationId, CareerDocumentId, PostingId, UserId


class ApplicationState(StrEnum):
    """Columns of the board, in order."""

    SAVED = "saved"
    APPLIED = "applied"
    INTERVIEWING = "interviewing"
    OFFER = "offer"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Why an application was closed."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application of one person. Title and company are kept: postings disappear."""

    id: ApplicationId
    user: UserId
    title: str
    company: str
    state: ApplicationState
    created_at: datetime
    changed_at: datetime
    posting: PostingId | None = None
    url: str = ""
    outcome: Outcome | None = None
    """Set when ``state`` is CLOSED."""
    applied_on: date | None = None
    resume: CareerDocumentId | None = None
    """The resume version that was sent."""
    letter: CareerDocumentId | None = None
    note: str = ""
    version: int = 0
    """Grows by one with every save; a save with an old version is refused."""


class ApplicationEventKind(StrEnum):
    """What happened."""

    MOVED = "moved"
    """Between states; ``detail`` is ``from>to``."""
    NOTED = "noted"
    DOCUMENT = "document"
    """A document was attached; ``detail`` is its id."""
    HEARD = "heard"
    """A forwarded message or mail, confirmed by the person; ``detail`` is the quoted sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationEvent:
    """One line of an application's history."""

    application: ApplicationId
    kind: ApplicationEventKind
    at: datetime
    detail: str = ""


class AnswerKind(StrEnum):
    """What an answer is for."""

    FACT = "fact"
    """Goes into forms: work permission, notice period, salary wish."""
    STORY = "story"
    """A situation the person told, for interviews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something the person said and confirmed; never inferred."""

    user: UserId
    key: str
    """``notice_period``, ``salary``, ``story:…``; one per person and key."""
    kind: AnswerKind
    question: str
    words: str
    confirmed_at: datetime
    skills: tuple[str, ...] = ()
    """Canonical skills a story shows."""
