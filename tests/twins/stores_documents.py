"""In-memory written documents and drafts of tailoring, over the other store twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.career_documents.model import CareerDocument, CareerDocumentKind
from domain.errors import Defect
from domain.ids import CareerDocumentId, TurnId, UserId
from domain.seeker_ports import CareerDocumentStore
from domain.tailoring.model import TailoringDraft
from tests.twins.stores_files import InMemoryStores

MOST_DRAFTS = 20
MOST_LISTED = 100


class InMemoryCareerDocuments(CareerDocumentStore):
    """Documents and drafts in dictionaries."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[CareerDocumentId, tuple[TurnId, CareerDocument]] = {}
        self.drafts: dict[tuple[UserId, str], TailoringDraft] = {}
        stores.personal_data.shelves.append(self)

    async def add(self, document: CareerDocument, *, turn: TurnId) -> CareerDocument:
        self._know(document.user)
        mine = [
            (made_by, one)
            for made_by, one in self.rows.values()
            if one.user == document.user and one.kind is document.kind
        ]
        known = next((one for made_by, one in mine if made_by == turn), None)
        if known is not None:
            return known
        number = max((one.number for _, one in mine), default=0) + 1
        stored = replace(document, number=number)
        self.rows[document.id] = (turn, stored)
        return stored

    async def get(self, user: UserId, document: CareerDocumentId) -> CareerDocument | None:
        _, found = self.rows.get(document, (None, None))
        return found if found is not None and found.user == user else None

    async def of(
        self, user: UserId, *, kind: CareerDocumentKind | None = None
    ) -> Sequence[CareerDocument]:
        mine = [
            one
            for _, one in self.rows.values()
            if one.user == user and (kind is None or one.kind is kind)
        ]
        newest = sorted(mine, key=lambda one: (one.created_at, one.number), reverse=True)
        return newest[:MOST_LISTED]

    async def remove(self, user: UserId, document: CareerDocumentId) -> bool:
        if await self.get(user, document) is None:
            return False
        del self.rows[document]
        return True

    async def save_draft(self, draft: TailoringDraft) -> None:
        self._know(draft.user)
        self.drafts[draft.user, draft.id] = draft
        for old in self._newest(draft.user)[MOST_DRAFTS:]:
            del self.drafts[old.user, old.id]

    async def draft(self, user: UserId, draft: str) -> TailoringDraft | None:
        return self.drafts.get((user, draft))

    async def latest_draft(self, user: UserId) -> TailoringDraft | None:
        return next(iter(self._newest(user)), None)

    def _newest(self, user: UserId) -> list[TailoringDraft]:
        mine = [draft for draft in self.drafts.values() if draft.user == user]
        return sorted(mine, key=lambda draft: (-draft.made_at.timestamp(), draft.id))

    def _know(self, user: UserId) -> None:
        if user not in self.stores.users.people:
            raise Defect(f"no user {user!r} to write a document for")

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {
            "written documents": sum(one.user == user for _, one in self.rows.values()),
            "unfinished tailorings": len(self._newest(user)),
        }

    def forget(self, user: UserId) -> None:
        self.rows = {key: row for key, row in self.rows.items() if row[1].user != user}
        self.drafts = {key: one for key, one in self.drafts.items() if one.user != user}

    def move(self, joins: UserId, stays: UserId) -> None:
        for kind in CareerDocumentKind:
            last = max(
                (
                    one.number
                    for _, one in self.rows.values()
                    if one.user == stays and one.kind is kind
                ),
                default=0,
            )
            for key, (turn, one) in list(self.rows.items()):
                if one.user == joins and one.kind is kind:
                    self.rows[key] = (turn, replace(one, user=stays, number=last + one.number))
        for draft in self._newest(joins):
            del self.drafts[joins, draft.id]
            self.drafts.setdefault((stays, draft.id), replace(draft, user=stays))
