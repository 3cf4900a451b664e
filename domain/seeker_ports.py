"""Protocols of job seekers: their documents, applications, plans, private postings, and pictures.

All methods may raise :class:`domain.errors.TemporaryFailure`; other errors are named in the method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.applications.model import Answer, Application, ApplicationEvent
from domain.career_documents.model import (
    CareerDocument,
    CareerDocumentKind,
    Certificate,
    CoverLetter,
    FileFormat,
    ResumeDocument,
    Theme,
)
from domain.ids import ApplicationId, CareerDocumentId, PostingId, TurnId, UserId
from domain.learning.plan import LearningPlan
from domain.papers import Part
from domain.posting import Posting, StoredPosting
from domain.resume.model import Resume
from domain.tailoring.model import TailoringDraft
from domain.turns import Outbound

# --- stores -------------------------------------------------------------------------------------


class PrivatePostingStore(Protocol):
    """Postings that a person forwarded: theirs alone, never in anybody else's search."""

    async def put(self, user: UserId, posting: Posting, *, at: datetime) -> StoredPosting:
        """Same id again replaces it; a person keeps at most 200, the oldest go."""

    async def get(self, user: UserId, posting: PostingId) -> StoredPosting | None: ...
    async def of(self, user: UserId) -> Sequence[StoredPosting]:
        """Newest first."""

    async def remove(self, user: UserId, posting: PostingId) -> bool: ...


class CareerDocumentStore(Protocol):
    """Documents that were written, and tailoring that is not finished."""

    async def add(self, document: CareerDocument, *, turn: TurnId) -> CareerDocument:
        """Store with the next number of its kind. The same turn again gets the same document."""

    async def get(self, user: UserId, document: CareerDocumentId) -> CareerDocument | None: ...
    async def of(
        self, user: UserId, *, kind: CareerDocumentKind | None = None
    ) -> Sequence[CareerDocument]:
        """Newest first, at most 100."""

    async def remove(self, user: UserId, document: CareerDocumentId) -> bool:
        """Its files are the caller's to delete."""

    async def save_draft(self, draft: TailoringDraft) -> None:
        """Replaces the draft with that id; a person keeps the latest 20."""

    async def draft(self, user: UserId, draft: str) -> TailoringDraft | None: ...
    async def latest_draft(self, user: UserId) -> TailoringDraft | None: ...


class ApplicationStore(Protocol):
    """The board of one person."""

    async def add(self, application: Application) -> Application:
        """Store; one per person and posting: the existing one is returned instead."""

    async def get(self, user: UserId, application: ApplicationId) -> Application | None: ...
    async def by_posting(self, user: UserId, posting: PostingId) -> Application | None: ...
    async def of(self, user: UserId) -> Sequence[Application]:
        """Last changed first, at most 1,000."""

    async def save(
        self, application: Application, *, events: Sequence[ApplicationEvent] = ()
    ) -> Application:
        """With its events in one commit. Raises StorageBusy when ``version`` is not current."""

    async def events(self, user: UserId) -> Sequence[ApplicationEvent]:
        """Of all applications of the person, oldest first."""

    async def remove(self, user: UserId, application: ApplicationId) -> bool: ...


class AnswerStore(Protocol):
    """Confirmed answers and stories of one person."""

    async def put(self, answer: Answer) -> None:
        """One per person and key; a newer one replaces it. At most 200 (UserMistake)."""

    async def of(self, user: UserId) -> Sequence[Answer]:
        """By key."""

    async def remove(self, user: UserId, key: str) -> bool: ...


class LearningPlanStore(Protocol):
    """One plan per person."""

    async def get(self, user: UserId) -> LearningPlan | None: ...
    async def save(self, plan: LearningPlan) -> LearningPlan:
        """Returns it with the next version. Raises StorageBusy when ``version`` is not current."""

    async def remove(self, user: UserId) -> bool: ...
    async def due(self, *, now: datetime, limit: int) -> Sequence[LearningPlan]:
        """Not paused, with a check-in due, longest due first."""

    async def checked_in(
        self, plan: LearningPlan, *, next_at: datetime | None, outbound: Sequence[Outbound]
    ) -> bool:
        """In one commit: the next check-in and the messages; False when told before or changed."""


# --- the world ----------------------------------------------------------------------------------


class DocumentPress(Protocol):
    """Draws resumes and letters. Words enter as data and never as markup."""

    async def resume_pdf(self, document: ResumeDocument, *, theme: Theme) -> bytes: ...
    async def letter_pdf(self, letter: CoverLetter, *, theme: Theme) -> bytes: ...
    async def resume_docx(self, document: ResumeDocument, *, theme: Theme) -> bytes: ...
    async def letter_docx(self, letter: CoverLetter, *, theme: Theme) -> bytes: ...


class ReadBack(Protocol):
    """Reads written files with readers that know nothing of the writer, and with our own parser."""

    async def certify_resume(
        self, content: bytes, document: ResumeDocument, *, written_as: FileFormat, theme: Theme
    ) -> Certificate: ...
    async def certify_letter(
        self, content: bytes, letter: CoverLetter, *, written_as: FileFormat, theme: Theme
    ) -> Certificate: ...


class PicturePress(Protocol):
    """Draws a few blocks as a picture."""

    async def picture(self, parts: Sequence[Part], *, width_px: int = 1000) -> bytes:
        """PNG, as tall as the parts need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLine:
    """A line of a picture as it was read; ``confidence`` 0 to 1."""

    text: str
    confidence: float


class PictureReader(Protocol):
    """Reads the words of screenshots and scans, on this machine, in a limited process."""

    async def read(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        """Lines in reading order. Raises UnreadableDocument (no picture, no words, too large)."""

    async def read_pages(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        """The pages of a scanned PDF. Raises UnreadableDocument."""


class AccountImporter(Protocol):
    """A public account of a code host as a resume: repositories, languages, topics."""

    async def read(self, account: str) -> Resume:
        """``made_by`` is ``github``; every value is a span of the text that it composes.

        Raises:
            UserMistake: there is no such account, or the words name none.
            SourceUnavailable: the host did not answer or its quota is used up.
        """
