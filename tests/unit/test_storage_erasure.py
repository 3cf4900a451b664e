"""Erasure on the real stores: nothing readable is left on the disk, and a crash is mended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors import Defect, StorageBusy
from domain.ids import TurnId, UserId
from domain.messages import Attachment
from domain.ports import TurnResidue
from domain.turns import Turn
from storage.blobs import EncryptedBlobs
from storage.personal import SqlPersonalData
from tests.contract.conftest import SqlStores, open_sql_stores
from tests.contract.examples import QUESTION, RESUME_TEXT, message, profile_of, reply

SECRET = "ana.exemplo@mail.example"
WORDS = (b"Exemplo", b"ana.exemplo", b"912 555 001", b"4711000", b"quite private")


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[SqlStores]:
    async with open_sql_stores(f"sqlite:///{tmp_path / 'c.db'}", folder=tmp_path) as opened:
        yield opened


async def someone(stores: SqlStores, *, messages: int = 30) -> Turn:
    """A person with a history long enough to fill pages, overflow pages and the log."""
    blob = await stores.blobs.put(RESUME_TEXT.encode(), owner=None, name="Ana Exemplo.txt")
    file = Attachment(blob=blob, name="Ana Exemplo.txt", media_type="text/plain", size_bytes=80)
    for number in range(messages):
        accepted = await stores.turns.accept(
            message(number, words=f"quite private {SECRET} " * (number + 1), attachments=(file,))
        )
        await stores.turns.finish(accepted.turn, reply(f"Dear Ana Exemplo, {SECRET}"))
    await stores.profiles.save(profile_of(accepted.turn.user, resume_blob=blob))
    asked = (await stores.turns.accept(message(messages, words="quite private"))).turn
    await stores.turns.finish(asked, reply(f"Dear {SECRET}", pending=QUESTION))
    return accepted.turn


def bytes_on_disk(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def found_on_disk(folder: Path, words: Sequence[bytes]) -> list[tuple[str, bytes]]:
    return [
        (name, word) for name, content in bytes_on_disk(folder) for word in words if word in content
    ]


async def test_after_erasing_a_raw_search_of_the_files_finds_nothing(
    stores: SqlStores, tmp_path: Path
) -> None:
    turn = await someone(stores)
    words = (*WORDS, turn.user.encode(), turn.conversation.encode())
    assert {word for _, word in found_on_disk(tmp_path, words)} == set(words)
    receipt = await stores.personal_data.erase(turn.user)
    assert receipt.found_afterwards == {}
    assert found_on_disk(tmp_path, words) == []


async def test_while_the_receipt_is_owed_no_words_are_left_and_later_nothing(
    stores: SqlStores, tmp_path: Path
) -> None:
    await someone(stores)
    kept = (await stores.turns.accept(message(99, words="quite private: delete me"))).turn
    await stores.personal_data.erase(kept.user, keep_turn=kept.id)
    personal = [word for word in WORDS if word != b"4711000"]  # the address of the last answer
    assert found_on_disk(tmp_path, personal) == []
    await stores.turns.finish(kept, reply("Done.", erased_user=True))
    await stores.turns.forget_turn(kept.id)
    words = (*WORDS, kept.user.encode(), kept.conversation.encode())
    assert found_on_disk(tmp_path, words) == []


class Failing(TurnResidue):
    """Work in progress that cannot be reached the first time."""

    def __init__(self) -> None:
        self.calls = 0

    async def count_turns(self, turns: Sequence[TurnId]) -> int:
        return 0

    async def erase_turns(self, turns: Sequence[TurnId]) -> int:
        self.calls += 1
        if self.calls == 1:
            raise StorageBusy("not now")
        return len(turns)


async def test_an_erasure_that_broke_off_can_be_done_again(stores: SqlStores) -> None:
    turn = await someone(stores, messages=3)
    failing = Failing()
    blobs = stores.blobs
    assert isinstance(blobs, EncryptedBlobs)
    personal = SqlPersonalData(
        database=stores.database, blobs=blobs, clock=stores.clock, residues=[failing]
    )
    before = await personal.count(turn.user)
    with pytest.raises(StorageBusy):
        await personal.erase(turn.user)
    assert await personal.count(turn.user) == before
    receipt = await personal.erase(turn.user)
    assert receipt.deleted == {**before, "work records": 4}
    assert receipt.found_afterwards == {}


async def test_an_erasure_that_broke_off_after_the_files_is_completed(stores: SqlStores) -> None:
    turn = await someone(stores, messages=3)
    blob = (await stores.profiles.get(turn.user)).resume_blob
    assert blob is not None
    await stores.blobs.delete(blob)
    receipt = await stores.personal_data.erase(turn.user)
    assert receipt.deleted["profiles"] == 1
    assert receipt.found_afterwards == {}


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (
            "INSERT INTO outbound (id, channel, workspace, external_id, reply, promise, state,"
            " created_at_us) VALUES ('alert:1', 'email', '', 'x', :word, '', 'sent', 0)",
            "outbound",
        ),
        (
            "INSERT INTO conversations (id, channel, workspace, external_id, created_at_us)"
            " VALUES ('c_1', 'email', '', :word, 0)",
            "conversations",
        ),
        (
            "INSERT INTO postings (id, source, source_id, state, content_hash, cluster, document,"
            " first_seen_us, last_seen_us, absences, revision)"
            " VALUES (:user, '', '', 'open', '', '', '', 0, 0, 0, 1)",
            "postings",
        ),
    ],
)
@pytest.mark.parametrize("word", [SECRET, SECRET.upper(), "+351 912 555 001", "Ana Exemplo"])
async def test_the_search_afterwards_finds_what_an_erasure_would_have_missed(
    stores: SqlStores, plant: str, where: str, word: str
) -> None:
    turn = await someone(stores, messages=1)
    async with stores.database.write() as connection:
        values = {"word": f"Hello {word}, welcome", "user": turn.user}
        await connection.execute(text(plant), values)
    receipt = await stores.personal_data.erase(turn.user)
    assert receipt.found_afterwards == {where: 1}


async def test_a_file_that_cannot_be_deleted_is_in_the_receipt(
    stores: SqlStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = await someone(stores, messages=1)
    monkeypatch.setattr(EncryptedBlobs, "_unlink", lambda *_: None)
    receipt = await stores.personal_data.erase(turn.user)
    assert receipt.found_afterwards == {"files": 1}


async def test_a_damaged_profile_does_not_keep_a_person_from_being_erased(
    stores: SqlStores,
) -> None:
    turn = await someone(stores, messages=1)
    async with stores.database.write() as connection:
        await connection.execute(text("UPDATE profiles SET document = '{broken'"))
    receipt = await stores.personal_data.erase(turn.user)
    assert receipt.found_afterwards == {}


async def test_a_farewell_that_was_never_delivered_does_not_keep_the_person(
    stores: SqlStores, tmp_path: Path
) -> None:
    await someone(stores, messages=1)
    kept = (await stores.turns.accept(message(99))).turn
    await stores.personal_data.erase(kept.user, keep_turn=kept.id)
    stores.clock.advance(timedelta(days=8))
    await stores.turns.retire(older_than=timedelta(days=7))
    assert await stores.users.get(kept.user) is None
    await stores.database.leave_no_traces()
    assert found_on_disk(tmp_path, [kept.user.encode(), b"4711000"]) == []


async def test_late_writes_of_an_erased_person_are_refused(stores: SqlStores) -> None:
    turn = await someone(stores, messages=1)
    profile = await stores.profiles.get(turn.user)
    await stores.personal_data.erase(turn.user)
    with pytest.raises((Defect, StorageBusy)):
        await stores.profiles.save(profile)
    with pytest.raises(Defect):
        await stores.profiles.save(profile_of(turn.user))
    assert await stores.personal_data.count(UserId(turn.user)) == {}
