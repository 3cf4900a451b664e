"""Written documents and tailoring: numbered per person and kind, once per turn, gone with them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.career_documents.model import (
    CareerDocument,
    CareerDocumentKind,
    ResumeDocument,
    Theme,
)
from domain.errors import Defect
from domain.ids import CareerDocumentId, PostingId, TurnId, UserId
from domain.tailoring.model import TailoringDraft
from tests.contract.conftest import SqlStores, Stores
from tests.contract.test_digest_store import person

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def document(
    user: UserId, name: str, *, kind: CareerDocumentKind = CareerDocumentKind.RESUME
) -> CareerDocument:
    return CareerDocument(
        id=CareerDocumentId(name),
        user=user,
        kind=kind,
        number=0,
        title="Resume for Data Engineer at Acme",
        posting=PostingId("p1"),
        theme=Theme.CLASSIC,
        created_at=NOON,
        resume=ResumeDocument(name="Ana \x00Example"),
    )


def draft(user: UserId, number: int) -> TailoringDraft:
    return TailoringDraft(
        id=f"t{number:02d}",
        user=user,
        posting=None,
        profile_version=1,
        changes=(),
        unsaid=(),
        stopped=0,
        theme=Theme.CLASSIC,
        made_at=NOON + timedelta(minutes=number),
    )


async def test_documents_are_numbered_by_kind_and_once_per_turn(stores: Stores) -> None:
    user = await person(stores, 1)
    first = await stores.documents.add(document(user, "d1"), turn=TurnId("c:1"))
    again = await stores.documents.add(document(user, "d9"), turn=TurnId("c:1"))
    second = await stores.documents.add(document(user, "d2"), turn=TurnId("c:2"))
    letter = document(user, "d3", kind=CareerDocumentKind.COVER_LETTER)
    beside = await stores.documents.add(letter, turn=TurnId("c:2"))
    assert (first.number, second.number, beside.number) == (1, 2, 1)
    assert again == first
    resumes = await stores.documents.of(user, kind=CareerDocumentKind.RESUME)
    assert [one.id for one in resumes] == ["d2", "d1"]
    assert len(await stores.documents.of(user)) == 3


async def test_a_document_is_its_owners_alone(stores: Stores) -> None:
    user, other = await person(stores, 1), await person(stores, 2)
    kept = await stores.documents.add(document(user, "d1"), turn=TurnId("c:1"))
    assert await stores.documents.get(user, kept.id) == kept
    assert await stores.documents.get(other, kept.id) is None
    assert not await stores.documents.remove(other, kept.id)
    assert await stores.documents.remove(user, kept.id)
    assert await stores.documents.get(user, kept.id) is None


async def test_the_latest_drafts_are_kept(stores: Stores) -> None:
    user = await person(stores, 1)
    for number in range(23):
        await stores.documents.save_draft(draft(user, number))
    await stores.documents.save_draft(replace(draft(user, 22), stopped=4))
    latest = await stores.documents.latest_draft(user)
    assert latest is not None
    assert (latest.id, latest.stopped) == ("t22", 4)
    assert await stores.documents.draft(user, "t02") is None
    assert await stores.documents.draft(user, "t03") == draft(user, 3)


async def test_nothing_is_kept_for_somebody_who_is_not_there(stores: Stores) -> None:
    with pytest.raises(Defect):
        await stores.documents.add(document(UserId("u_gone"), "d1"), turn=TurnId("c:1"))
    with pytest.raises(Defect):
        await stores.documents.save_draft(draft(UserId("u_gone"), 1))


async def test_documents_go_and_move_with_their_person(stores: Stores) -> None:
    user, other = await person(stores, 1), await person(stores, 2)
    await stores.documents.add(document(user, "d1"), turn=TurnId("c:1"))
    await stores.documents.add(document(other, "d2"), turn=TurnId("c:2"))
    await stores.documents.add(document(other, "d3"), turn=TurnId("c:3"))
    await stores.documents.save_draft(draft(other, 1))
    counted = await stores.personal_data.count(other)
    assert (counted["written documents"], counted["unfinished tailorings"]) == (2, 1)
    await stores.accounts.join(stays=user, joins=other, profile_of=user)
    moved = await stores.documents.of(user)
    assert {(one.id, one.number, one.user) for one in moved} == {
        ("d1", 1, user),
        ("d2", 2, user),
        ("d3", 3, user),
    }
    assert await stores.documents.draft(user, "t01") == draft(user, 1)
    receipt = await stores.personal_data.erase(user)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["written documents"] == 3
    assert list(await stores.documents.of(user)) == []
    assert await stores.documents.latest_draft(user) is None


async def test_an_export_holds_what_was_written(sql_stores: SqlStores, tmp_path: Path) -> None:
    user = await person(sql_stores, 1)
    await sql_stores.documents.add(document(user, "d1"), turn=TurnId("c:1"))
    path = await sql_stores.personal_data.export(user, to=tmp_path / "mine.zip")
    with zipfile.ZipFile(path) as archive:
        written = json.loads(archive.read("documents.json"))
        readme = archive.read("README.txt").decode()
    assert written[0]["resume"]["name"] == "Ana \ufffdExample"
    assert "documents.json" in readme
