"""What is sent unasked goes with its person: counted, handed over, joined, separated, erased."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.channel_ports import Account
from domain.ids import PostingId, ResourceId, UserId
from domain.learning.model import LearningStance
from domain.messages import ChannelName
from domain.push_ports import SeekerVector
from domain.turns import PartState
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import posting
from tests.contract.test_digest_store import LEASE, at, claim, finished, person
from tests.contract.test_push_stores import search

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


async def be_pushed(stores: Stores, number: int = 1) -> UserId:
    """Somebody who has one of everything, and got today's digest."""
    user = await person(stores, number)
    await stores.searches.save(search(user, number))
    await stores.reminders.set(user, posting(1).id, due_at=NOON)
    await stores.resources.note(user, ResourceId("bundled:go"), LearningStance.DONE, on=True)
    await stores.vectors.put_many({user: SeekerVector(query_hash="h", model_id="m", vector=b"1")})
    await stores.digests.enqueue_due(now=at(10))
    mine = [due for due in await claim(stores, at(10)) if due.user == user]
    await stores.digests.finish([finished(due) for due in mine])
    return user


async def test_pushes_are_counted_among_what_a_person_has(stores: Stores) -> None:
    user = await be_pushed(stores)
    counted = await stores.personal_data.count(user)
    kinds = ("digests", "saved searches", "follow-ups", "marked resources", "marked postings")
    assert {kind: counted[kind] for kind in kinds} == {
        "digests": 1,
        "saved searches": 1,
        "follow-ups": 1,
        "marked resources": 2,
        "marked postings": 2,
    }


async def test_erasing_takes_everything_that_is_pushed(stores: Stores) -> None:
    user, other = await be_pushed(stores, 1), await be_pushed(stores, 2)
    receipt = await stores.personal_data.erase(user)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["saved searches"] == 1
    assert await stores.personal_data.count(user) == {}
    assert list(await stores.searches.of(user)) == []
    assert list(await stores.reminders.due(user, now=NOON)) == []
    assert await stores.resources.stances(user) == {}
    assert set(await stores.vectors.get_many([user, other])) == {other}
    assert await stores.digests.cursor(user) is None
    assert await stores.digests.next_due(user) is None
    assert (await stores.personal_data.count(other))["digests"] == 1


async def test_an_export_tells_what_is_pushed(sql_stores: SqlStores, tmp_path: Path) -> None:
    stores = sql_stores
    await stores.postings.ingest("greenhouse:tejo", [posting(1)], complete=False)
    user = await be_pushed(stores)
    path = await stores.personal_data.export(user, to=tmp_path / "mine.zip")
    with zipfile.ZipFile(path) as archive:
        digests = json.loads(archive.read("digests.json"))
        searches = json.loads(archive.read("saved-searches.json"))
        follow_ups = json.loads(archive.read("follow-ups.json"))
        learning = json.loads(archive.read("learning.json"))
        readme = archive.read("README.txt").decode()
    assert [(one["date"], one["outcome"]) for one in digests] == [
        ("2026-11-02", "sent"),
        ("2026-11-03", "planned"),
    ]
    assert searches[0]["name"] == "Pilots 1"
    assert searches[0]["looking for"]["places"] == ["Lisbon"]
    assert follow_ups[0]["title"] == "Harbour pilot"
    assert {(one["resource"], one["you"]) for one in learning} == {
        ("bundled:go", "done"),
        ("bundled:sql", "shown"),
    }
    assert "follow-ups.json" in readme


async def test_joining_moves_what_is_pushed_and_doubles_no_digest(stores: Stores) -> None:
    stays, joins = await be_pushed(stores, 1), await be_pushed(stores, 2)
    await stores.reminders.set(joins, PostingId("other"), due_at=NOON)
    await stores.digests.enqueue_due(now=at(10, day=3))
    assert len(await claim(stores, at(10, day=3))) == 2
    await stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    assert [one.user for one in await stores.searches.of(stays)] == [stays, stays]
    due = await stores.reminders.due(stays, now=NOON)
    assert sorted(one.posting for one in due) == sorted(["other", posting(1).id])
    assert len(await stores.resources.stances(stays)) == 2
    assert await stores.digests.next_due(joins) is None
    coming = await stores.digests.next_due(stays)
    assert coming is not None
    assert coming.due_at == at(10, day=4)
    later = at(10, day=3) + LEASE
    assert [due.user for due in await claim(stores, later)] == [stays]
    assert (await stores.personal_data.count(stays))["digests"] == 2
    assert (await stores.personal_data.erase(stays)).found_afterwards == {}


async def test_a_date_that_either_of_two_had_is_not_owed_to_the_one_they_become(
    stores: Stores,
) -> None:
    stays, joins = await person(stores, 1), await person(stores, 2)
    await stores.digests.enqueue_due(now=at(10))
    theirs = [due for due in await claim(stores, at(10)) if due.user == joins]
    await stores.digests.finish([finished(due, cursor=33) for due in theirs])
    await stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    assert await claim(stores, at(23)) == []
    assert await stores.digests.cursor(stays) == 33


async def test_who_stays_without_digests_gets_none_after_joining(stores: Stores) -> None:
    stays, joins = await person(stores, 1, settings=None), await person(stores, 2)
    await stores.digests.enqueue_due(now=at(10))
    await stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    assert await stores.digests.enqueue_due(now=at(10, day=3)) == 0
    assert await claim(stores, at(10, day=3)) == []


async def test_pushes_to_an_account_that_left_go_with_their_person(sql_stores: SqlStores) -> None:
    stores = sql_stores
    user = await person(stores)
    account = Account(channel=ChannelName.TELEGRAM, workspace="bot", sender="second")
    assert await stores.accounts.attach(user, account, conversation="1")
    await stores.digests.enqueue_due(now=at(10))
    [due] = await claim(stores, at(10))
    await stores.digests.finish([finished(due)])
    owed = await stores.outbound.get(due.id)
    assert owed is not None
    await stores.parts.note_part(due.id, part=0, state=PartState.SENT, provider_ref="7")
    await stores.choices.keep(owed)
    fresh = await stores.accounts.detach(user, account)
    assert fresh not in {None, user}
    assert list(await stores.searches.of(user)) == []
    receipt = await stores.personal_data.erase(user)
    assert receipt.found_afterwards == {}
    assert await stores.outbound.get(due.id) is None
    assert await stores.parts.parts(due.id) == []


async def test_a_workspace_that_leaves_takes_what_it_was_sent(stores: Stores) -> None:
    user = await be_pushed(stores)
    receipt = await stores.accounts.erase_workspace(ChannelName.TELEGRAM, "careers_bot")
    assert receipt.found_afterwards == {}
    assert await stores.personal_data.count(user) == {}
    assert list(await stores.digests.scheduled(after=None, limit=5)) == []


async def test_rescheduling_keeps_what_was_promised(stores: Stores) -> None:
    user = await person(stores)
    late = at(10) + timedelta(minutes=1)
    await stores.digests.reschedule(now=late, after=None, limit=10)
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(10)
    assert await stores.digests.enqueue_due(now=late) == 1
