"""Written resumes and letters, and tailoring under way, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.exc import IntegrityError

from domain.career_documents.model import CareerDocument, CareerDocumentKind
from domain.encoding import from_json
from domain.errors import StorageBusy
from domain.ids import CareerDocumentId, TurnId, UserId
from domain.seeker_ports import CareerDocumentStore
from domain.tailoring.model import TailoringDraft
from storage.database import Database
from storage.storable import storable
from storage.times import to_us

MOST_LISTED = 100
MOST_DRAFTS = 20


class SqlCareerDocuments(CareerDocumentStore):
    """Documents and drafts in the product's own database; their files are encrypted blobs."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def add(self, document: CareerDocument, *, turn: TurnId) -> CareerDocument:
        """Store with the next number of its kind; the same turn again gets what is stored.

        Raises:
            StorageBusy: another document of this kind was stored at the same moment.
            Defect: there is no such user (any more).
        """
        where = {"user": document.user, "kind": document.kind.value, "turn": turn}
        async with self._database.write() as connection:
            known = (await connection.execute(_BY_TURN, where)).one_or_none()
            if known is not None:
                return _document(known)
            number = (await connection.execute(_NEXT, where)).scalar_one()
            stored, words = storable(replace(document, number=number))
            row = {
                **where,
                "id": document.id,
                "number": number,
                "created_us": to_us(document.created_at),
                "document": words,
            }
            try:
                await connection.execute(_INSERT, row)
            except IntegrityError as error:
                if "FOREIGN KEY" in str(error.orig).upper():
                    raise
                raise StorageBusy("another document was stored at once", retry_after_s=0) from error
        return stored

    async def get(self, user: UserId, document: CareerDocumentId) -> CareerDocument | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"user": user, "id": document})).one_or_none()
        return None if row is None else _document(row)

    async def of(
        self, user: UserId, *, kind: CareerDocumentKind | None = None
    ) -> Sequence[CareerDocument]:
        """Newest first, at most :data:`MOST_LISTED`."""
        where = {"user": user, "kind": kind.value if kind else "", "limit": MOST_LISTED}
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF, where)).all()
        return [_document(row) for row in rows]

    async def remove(self, user: UserId, document: CareerDocumentId) -> bool:
        async with self._database.write() as connection:
            gone = await connection.execute(_REMOVE, {"user": user, "id": document})
        return bool(gone.rowcount)

    async def save_draft(self, draft: TailoringDraft) -> None:
        """Replace the draft with that id, and let the oldest go.

        Raises:
            Defect: there is no such user (any more).
        """
        stored, words = storable(draft)
        row = {
            "user": stored.user,
            "id": stored.id,
            "made_us": to_us(stored.made_at),
            "document": words,
            "limit": MOST_DRAFTS,
        }
        async with self._database.write() as connection:
            await connection.execute(_SAVE_DRAFT, row)
            await connection.execute(_TRIM_DRAFTS, row)

    async def draft(self, user: UserId, draft: str) -> TailoringDraft | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_DRAFT, {"user": user, "id": draft})).one_or_none()
        return None if row is None else _draft(row)

    async def latest_draft(self, user: UserId) -> TailoringDraft | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_LATEST, {"user": user})).one_or_none()
        return None if row is None else _draft(row)


def _document(row: Row[Any]) -> CareerDocument:
    # Two accounts may have become one: the columns know the owner and the number of today.
    stored = from_json(CareerDocument, row.document)
    return replace(stored, user=UserId(row.user_id), number=row.number)


def _draft(row: Row[Any]) -> TailoringDraft:
    return replace(from_json(TailoringDraft, row.document), user=UserId(row.user_id))


_BY_TURN = text(
    """
    SELECT * FROM career_documents
    WHERE user_id = :user AND kind = :kind AND made_by_turn = :turn
    """
)
_NEXT = text(
    """
    SELECT COALESCE(MAX(number), 0) + 1 FROM career_documents
    WHERE user_id = :user AND kind = :kind
    """
)
_INSERT = text(
    """
    INSERT INTO career_documents
        (id, user_id, kind, number, made_by_turn, created_at_us, document)
    VALUES (:id, :user, :kind, :number, :turn, :created_us, :document)
    """
)
_GET = text("SELECT * FROM career_documents WHERE user_id = :user AND id = :id")
_OF = text(
    """
    SELECT * FROM career_documents WHERE user_id = :user AND (:kind = '' OR kind = :kind)
    ORDER BY created_at_us DESC, number DESC LIMIT :limit
    """
)
_REMOVE = text("DELETE FROM career_documents WHERE user_id = :user AND id = :id")
_SAVE_DRAFT = text(
    """
    INSERT INTO tailoring_drafts (user_id, id, made_at_us, document)
    VALUES (:user, :id, :made_us, :document)
    ON CONFLICT (user_id, id) DO UPDATE
        SET made_at_us = excluded.made_at_us, document = excluded.document
    """
)
_TRIM_DRAFTS = text(
    """
    DELETE FROM tailoring_drafts WHERE user_id = :user AND id NOT IN (
        SELECT d.id FROM tailoring_drafts d WHERE d.user_id = :user
        ORDER BY d.made_at_us DESC, d.id LIMIT :limit)
    """
)
_DRAFT = text("SELECT * FROM tailoring_drafts WHERE user_id = :user AND id = :id")
_LATEST = text(
    "SELECT * FROM tailoring_drafts WHERE user_id = :user ORDER BY made_at_us DESC, id LIMIT 1"
)
