"""What every PersonalData promises: counted, handed over, erased with proof."""

from __future__ import annotations

import asyncio
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import UserMistake
from domain.ids import OutboundId, UserId
from domain.messages import Attachment
from domain.posting import Stance
from domain.profiles import Consent
from domain.turns import OutboundState, Turn
from tests.contract.conftest import Stores
from tests.contract.examples import QUESTION, RESUME_TEXT, message, posting, profile_of, reply


async def live_a_little(stores: Stores, *, sender: str = "4711000", name: str = "Ana") -> Turn:
    """A person with two answered messages, a file, a profile, marks and consents."""
    blob = await stores.blobs.put(RESUME_TEXT.encode(), owner=None, name="../Ana Exemplo.txt")
    file = Attachment(blob=blob, name="cv.txt", media_type="text/plain", size_bytes=80)
    sender_name = f"{name} Exemplo"
    for number, attachments in ((1, (file,)), (2, ())):
        accepted = await stores.turns.accept(
            message(
                number,
                sender=sender,
                sender_name=sender_name,
                conversation=sender,
                attachments=attachments,
            )
        )
        outbound = await stores.turns.finish(accepted.turn, reply(pending=QUESTION))
        await stores.outbound.settle(outbound.id, state=OutboundState.SENT, provider_ref="1")
        stores.residue.alive.add(accepted.turn.id)
    user = accepted.turn.user
    await stores.profiles.save(profile_of(user, resume_blob=blob))
    await stores.postings.ingest("greenhouse:tejo", [posting(1)], complete=False)
    await stores.postings.note(user, posting(1).id, Stance.SAVED, on=True)
    await stores.users.consent(user, Consent.STORE_RESUME, given=True)
    await stores.users.once(user, "hello", turn=accepted.turn.id)
    return accepted.turn


LIVED = {
    "messages": 2,
    "answers": 2,
    "files": 1,
    "profiles": 1,
    "marked postings": 1,
    "consents": 1,
    "linked accounts": 1,
}


async def test_what_a_person_has_is_counted(stores: Stores) -> None:
    turn = await live_a_little(stores)
    assert await stores.personal_data.count(turn.user) == LIVED
    assert await stores.personal_data.count(UserId("u_nobody")) == {}


async def test_an_export_is_a_zip_with_the_files(stores: Stores, tmp_path: Path) -> None:
    turn = await live_a_little(stores)
    path = await stores.personal_data.export(turn.user, to=tmp_path)
    assert path == tmp_path / f"careergini-{turn.user}.zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert "README.txt" in archive.namelist()
        [file] = [name for name in archive.namelist() if name.startswith("files/")]
        assert archive.read(file).decode() == RESUME_TEXT
    chosen = await stores.personal_data.export(turn.user, to=tmp_path / "mine.zip")
    assert chosen == tmp_path / "mine.zip"
    assert zipfile.is_zipfile(chosen)


async def test_there_is_no_export_of_nobody(stores: Stores, tmp_path: Path) -> None:
    wanted = tmp_path / "nobody.zip"
    with pytest.raises(UserMistake):
        await stores.personal_data.export(UserId("u_nobody"), to=wanted)
    assert not await asyncio.to_thread(wanted.exists)


async def test_erasing_leaves_nothing_and_says_what_went(stores: Stores) -> None:
    turn = await live_a_little(stores)
    blob = (await stores.profiles.get(turn.user)).resume_blob
    assert blob is not None
    receipt = await stores.personal_data.erase(turn.user)
    expected = dict(receipt.deleted)
    expected.pop("work records", None)
    assert expected == LIVED
    assert receipt.found_afterwards == {}
    assert await stores.users.get(turn.user) is None
    assert await stores.users.find("Exemplo") == []
    assert await stores.turns.turn(turn.id) is None
    assert (await stores.profiles.get(turn.user)).resume is None
    assert await stores.blobs.get(blob) is None
    assert await stores.postings.stances(turn.user) == {}
    assert await stores.personal_data.count(turn.user) == {}
    assert stores.residue.alive == set()


async def test_erasing_again_is_harmless(stores: Stores) -> None:
    turn = await live_a_little(stores)
    await stores.personal_data.erase(turn.user)
    receipt = await stores.personal_data.erase(turn.user)
    assert (dict(receipt.deleted), dict(receipt.found_afterwards)) == ({}, {})


async def test_somebody_else_of_the_same_name_keeps_everything(stores: Stores) -> None:
    mine = await live_a_little(stores, sender="4711000")
    namesake = await live_a_little(stores, sender="4822000")
    receipt = await stores.personal_data.erase(mine.user)
    assert receipt.found_afterwards == {}
    assert await stores.personal_data.count(namesake.user) == LIVED
    assert namesake.id in stores.residue.alive


async def test_in_a_shared_conversation_the_others_keep_their_lines(stores: Stores) -> None:
    async def say(number: int, sender: str) -> Turn:
        accepted = await stores.turns.accept(
            message(number, sender=sender, sender_name=sender, conversation="-100200")
        )
        await stores.turns.finish(accepted.turn, reply())
        return accepted.turn

    first, second = await say(1, "member_ana"), await say(2, "member_rui")
    assert (await stores.personal_data.erase(first.user)).found_afterwards == {}
    third = await say(3, "member_rui")
    assert third.conversation == second.conversation
    history = (await stores.turns.dialogue(third, last=20)).history
    assert {line.turn for line in history} == {second.id}


async def test_digests_owed_to_the_person_go_too(stores: Stores) -> None:
    turn = await live_a_little(stores)
    settled = await stores.outbound.get(OutboundId(f"out:{turn.id}"))
    assert settled is not None
    digest = replace(
        settled, id=OutboundId(f"dg:{turn.user}:2026-11-02"), turn=None, state=OutboundState.WAITING
    )
    await stores.outbound.add(digest)
    assert (await stores.personal_data.erase(turn.user)).found_afterwards == {}
    assert await stores.outbound.get(digest.id) is None


async def test_a_person_who_erases_themselves_in_chat_gets_the_receipt(stores: Stores) -> None:
    await live_a_little(stores)
    asked = message(3, words="yes, delete everything about Ana Exemplo")
    turn = (await stores.turns.accept(asked)).turn
    stores.residue.alive.add(turn.id)
    receipt = await stores.personal_data.erase(turn.user, keep_turn=turn.id)
    assert receipt.found_afterwards == {}
    assert stores.residue.alive == {turn.id}

    kept = await stores.turns.turn(turn.id)
    assert kept is not None
    assert (kept.message.text, kept.message.sender, kept.message.sender_name) == ("", "", "")
    assert kept.message.address == asked.address
    assert not (await stores.turns.accept(asked)).is_new
    person = await stores.users.get(turn.user)
    assert person is not None
    assert person.display_name == ""
    assert await stores.users.find(turn.user) == []

    again = await stores.personal_data.erase(turn.user, keep_turn=turn.id)
    assert again.found_afterwards == {}

    outbound = await stores.turns.finish(turn, reply("Done.", erased_user=True))
    assert list(await stores.outbound.waiting()) == [outbound.id]
    await stores.outbound.settle(outbound.id, state=OutboundState.SENT, provider_ref="9")
    await stores.turns.forget_turn(turn.id)
    await stores.turns.forget_turn(turn.id)
    assert await stores.users.get(turn.user) is None
    assert await stores.turns.turn(turn.id) is None
    assert await stores.outbound.get(outbound.id) is None
    assert (await stores.turns.accept(asked)).is_new


async def test_a_message_after_the_erasure_starts_anew(stores: Stores) -> None:
    await live_a_little(stores)
    turn = (await stores.turns.accept(message(3))).turn
    await stores.personal_data.erase(turn.user, keep_turn=turn.id)
    early = (await stores.turns.accept(message(4))).turn
    assert early.user != turn.user
    await stores.turns.finish(turn, reply("Done.", erased_user=True))
    await stores.outbound.settle(
        OutboundId(f"out:{turn.id}"), state=OutboundState.SENT, provider_ref=None
    )
    await stores.turns.forget_turn(turn.id)
    assert await stores.turns.turn(early.id) == early
    assert (await stores.turns.dialogue(early, last=20)).history == ()
    later = (await stores.turns.accept(message(5))).turn
    assert (later.user, later.conversation) == (early.user, early.conversation)


async def test_a_turn_of_another_person_cannot_be_kept(stores: Stores) -> None:
    mine = await live_a_little(stores)
    other = (await stores.turns.accept(message(1, sender="5", conversation="5"))).turn
    await stores.personal_data.erase(mine.user, keep_turn=other.id)
    assert await stores.users.get(mine.user) is None
    kept = await stores.turns.turn(other.id)
    assert kept == other
