"""What every OutboundStore, UserStore, ProfileStore and BlobStore promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from domain.errors import Defect, StorageBusy
from domain.ids import BlobId, OutboundId, TurnId, UserId
from domain.messages import Address, ChannelName
from domain.profiles import Consent, FieldProvenance, Origin, SearchPreferences, UserSettings
from domain.turns import Outbound, OutboundState, SendPromise
from tests.contract.conftest import Stores
from tests.contract.examples import message, profile_of, reply

ADDRESS = Address(channel=ChannelName.EMAIL, workspace="", conversation="ana@mail.example")


def owed(key: str) -> Outbound:
    return Outbound(
        id=OutboundId(key),
        address=ADDRESS,
        reply=reply(),
        turn=None,
        promise=SendPromise.AT_MOST_ONCE,
    )


async def someone(stores: Stores, number: int = 1, **changes: object) -> UserId:
    accepted = await stores.turns.accept(message(number, **changes))  # type: ignore[arg-type] # passed on
    return accepted.turn.user


# --- outbound ---------------------------------------------------------------------------------


async def test_a_message_is_owed_once_per_id(stores: Stores) -> None:
    assert await stores.outbound.add(owed("dg:u_1:2026-11-02"))
    assert not await stores.outbound.add(replace(owed("dg:u_1:2026-11-02"), reply=reply("other")))
    assert await stores.outbound.get(OutboundId("dg:u_1:2026-11-02")) == owed("dg:u_1:2026-11-02")
    assert await stores.outbound.get(OutboundId("dg:u_1:2026-11-03")) is None


async def test_the_same_message_added_many_times_at_once_is_owed_once(stores: Stores) -> None:
    added = await asyncio.gather(*(stores.outbound.add(owed("dg:u_1:x")) for _ in range(6)))
    assert sorted(added) == [False] * 5 + [True]


async def test_settled_messages_are_not_waiting_and_stay_settled(stores: Stores) -> None:
    for key in ("b", "a", "c"):
        await stores.outbound.add(owed(key))
        stores.clock.advance(timedelta(seconds=1))
    await stores.outbound.settle(OutboundId("b"), state=OutboundState.SENT, provider_ref="77")
    await stores.outbound.settle(OutboundId("b"), state=OutboundState.GONE, provider_ref=None)
    assert list(await stores.outbound.waiting()) == ["a", "c"]
    sent = await stores.outbound.get(OutboundId("b"))
    assert sent == replace(owed("b"), state=OutboundState.SENT, provider_ref="77")


async def test_settling_an_unknown_message_changes_nothing(stores: Stores) -> None:
    await stores.outbound.settle(OutboundId("x"), state=OutboundState.SENT, provider_ref="1")
    assert await stores.outbound.get(OutboundId("x")) is None


# --- users ------------------------------------------------------------------------------------


async def test_settings_are_kept(stores: Stores) -> None:
    user = await someone(stores)
    settings = UserSettings(
        language="pt", time_zone="Europe/Lisbon", digest_enabled=True, digest_at=time(7, 30)
    )
    await stores.users.save_settings(user, settings)
    saved = await stores.users.get(user)
    assert saved is not None
    assert saved.settings == settings
    assert await stores.users.get(UserId("u_nobody")) is None


async def test_settings_of_nobody_are_a_defect(stores: Stores) -> None:
    with pytest.raises(Defect):
        await stores.users.save_settings(UserId("u_nobody"), UserSettings())


async def test_people_are_found_by_id_account_or_part_of_their_name(stores: Stores) -> None:
    ana = await someone(stores, 1, sender_name="Ana Exemplo")
    elodie = await someone(
        stores, 2, sender="88", conversation="88", sender_name="Élodie 100%_Martin"
    )

    async def found(term: str) -> list[str]:
        return [user.id for user in await stores.users.find(term)]

    assert await found(ana) == [ana]
    assert await found("4711000") == [ana]
    assert await found("exemplo") == [ana]
    assert await found("ÉLODIE") == [elodie]
    assert await found("%_") == [elodie]
    assert await found("_xemplo") == []
    assert await found(" ") == []
    assert sorted(await found("m")) == sorted([ana, elodie])


async def test_an_exact_account_wins_over_names_that_contain_it(stores: Stores) -> None:
    exact = await someone(stores, 1, sender="ana", conversation="1", sender_name="Somebody")
    await someone(stores, 2, sender="2", conversation="2", sender_name="Ana Exemplo")
    assert [user.id for user in await stores.users.find("ana")] == [exact]


async def test_consents_remember_when_they_were_first_given(stores: Stores) -> None:
    user = await someone(stores)
    given_at = stores.clock.now()
    await stores.users.consent(user, Consent.STORE_RESUME, given=True)
    stores.clock.advance(timedelta(days=1))
    await stores.users.consent(user, Consent.STORE_RESUME, given=True)
    await stores.users.consent(user, Consent.DAILY_DIGEST, given=True)
    await stores.users.consent(user, Consent.DAILY_DIGEST, given=False)
    assert await stores.users.consents(user) == {Consent.STORE_RESUME: given_at}


async def test_a_key_is_asked_once_and_again_only_by_the_same_turn(stores: Stores) -> None:
    user = await someone(stores)
    asked = [
        await stores.users.once(user, "no_model:2026-11-02", turn=TurnId(turn))
        for turn in ("c:1", "c:2", "c:1")
    ]
    assert asked == [True, False, True]
    assert await stores.users.once(user, "no_model:2026-11-03", turn=TurnId("c:2"))


# --- profiles ---------------------------------------------------------------------------------


async def test_a_profile_starts_empty_and_comes_back_whole(stores: Stores) -> None:
    user = await someone(stores)
    empty = await stores.profiles.get(user)
    assert (empty.user, empty.resume, empty.version) == (user, None, 0)
    full = profile_of(
        user,
        corrections={"contact.phone": "+351 912 555 009"},
        provenance={
            "contact.phone": FieldProvenance(
                origin=Origin.PERSON, at=stores.clock.now(), confirmed=True
            )
        },
        preferences=SearchPreferences(titles=("Pilot",), places=("Lisbon",)),
        resume_blob=BlobId("0" * 32),
    )
    saved = await stores.profiles.save(full)
    assert saved == replace(full, version=1)
    assert await stores.profiles.get(user) == saved


async def test_a_profile_is_not_saved_over_a_newer_one(stores: Stores) -> None:
    user = await someone(stores)
    first = await stores.profiles.save(profile_of(user))
    newer = await stores.profiles.save(replace(first, corrections={"contact.name": "Ana E."}))
    assert newer.version == 2
    for stale in (first, profile_of(user)):
        with pytest.raises(StorageBusy):
            await stores.profiles.save(stale)
    assert await stores.profiles.get(user) == newer


async def test_of_saves_at_once_one_wins(stores: Stores) -> None:
    user = await someone(stores)
    first = await stores.profiles.save(profile_of(user))
    results = await asyncio.gather(
        *(stores.profiles.save(first) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(result, StorageBusy) for result in results) == 4
    assert (await stores.profiles.get(user)).version == 2


async def test_a_profile_of_nobody_is_a_defect(stores: Stores) -> None:
    with pytest.raises(Defect):
        await stores.profiles.save(profile_of("u_nobody"))


# --- files ------------------------------------------------------------------------------------


async def test_a_file_comes_back_byte_by_byte_until_it_is_deleted(stores: Stores) -> None:
    user = await someone(stores)
    content = bytes(range(256)) * 300
    blob = await stores.blobs.put(content, owner=user, name="cv.pdf")
    assert await stores.blobs.get(blob) == content
    await stores.blobs.delete(blob)
    await stores.blobs.delete(blob)
    assert await stores.blobs.get(blob) is None


async def test_an_empty_file_is_a_file(stores: Stores) -> None:
    blob = await stores.blobs.put(b"", owner=None, name="")
    assert await stores.blobs.get(blob) == b""


@pytest.mark.parametrize("name", ["../secret", "", "0" * 31, "/etc/passwd", "..", "x\x00y"])
async def test_a_name_that_we_did_not_give_is_no_file(stores: Stores, name: str) -> None:
    assert await stores.blobs.get(BlobId(name)) is None
    await stores.blobs.delete(BlobId(name))


async def test_only_an_unowned_file_can_be_adopted(stores: Stores) -> None:
    ana = await someone(stores, 1)
    rui = await someone(stores, 2, sender="99", conversation="99")
    blob = await stores.blobs.put(b"resume", owner=None, name="cv.txt")
    await stores.blobs.adopt(blob, owner=ana)
    await stores.blobs.adopt(blob, owner=rui)
    assert (await stores.personal_data.count(ana))["files"] == 1
    assert "files" not in await stores.personal_data.count(rui)


async def test_files_that_nobody_came_to_own_are_swept(stores: Stores) -> None:
    user = await someone(stores)
    kept = await stores.blobs.put(b"mine", owner=user, name="a")
    abandoned = await stores.blobs.put(b"nobody's", owner=None, name="b")
    stores.clock.advance(timedelta(days=2))
    fresh = await stores.blobs.put(b"just in", owner=None, name="c")
    assert await stores.blobs.sweep(older_than=timedelta(days=1)) == 1
    contents = [await stores.blobs.get(blob) for blob in (kept, abandoned, fresh)]
    assert contents == [b"mine", None, b"just in"]


async def test_a_file_that_was_let_go_is_swept_like_one_that_nobody_had(stores: Stores) -> None:
    user = await someone(stores)
    blob = await stores.blobs.put(b"a table", owner=user, name="pool.csv")
    await stores.blobs.release(blob)
    assert await stores.blobs.get(blob) == b"a table"
    assert "files" not in await stores.personal_data.count(user)
    stores.clock.advance(timedelta(days=2))
    assert await stores.blobs.sweep(older_than=timedelta(days=1)) == 1
    assert await stores.blobs.get(blob) is None
