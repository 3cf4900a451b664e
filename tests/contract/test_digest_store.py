"""What every DigestStore promises: one digest per person and date, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.digest.model import DigestOutcome, DueDigest, FinishedDigest, WrittenDigest
from domain.ids import OutboundId, PostingId, ResourceId, UserId
from domain.learning.model import LearningStance
from domain.messages import Address, ChannelName
from domain.posting import Stance
from domain.profiles import UserSettings
from domain.turns import Outbound
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import message, reply

DAILY = UserSettings(
    digest_enabled=True, digest_at=time(10), digest_days=(0, 1, 2, 3, 4, 5, 6), time_zone="UTC"
)
LEASE = timedelta(minutes=5)
TODAY = date(2026, 11, 2)  # the clock of the stores says 09:00 UTC on this Monday


async def person(stores: Stores, number: int = 1, settings: UserSettings | None = DAILY) -> UserId:
    """Somebody who wants digests, unless ``settings`` are None."""
    name = f"sender{number}"
    said = message(1, sender=name, conversation=name, sender_name=f"Person {number}")
    user = (await stores.turns.accept(said)).turn.user
    if settings is not None:
        await stores.users.save_settings(user, settings)
    return user


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def claim(stores: Stores, now: datetime, limit: int = 100) -> list[DueDigest]:
    return list(await stores.digests.claim(now=now, lease=LEASE, limit=limit))


async def owed_dates(stores: Stores, now: datetime) -> list[date]:
    return sorted(due.local_date for due in await claim(stores, now))


def finished(
    due: DueDigest,
    *,
    outcome: DigestOutcome = "sent",
    cursor: int = 7,
    shown: Sequence[str] = ("p1", "p2"),
    resources: Sequence[str] = ("bundled:sql",),
    reminders: Sequence[str] = (),
) -> FinishedDigest:
    written = WrittenDigest(
        due=due,
        reply=reply(),
        shown=tuple(PostingId(one) for one in shown),
        resources=tuple(ResourceId(one) for one in resources),
        reminders=tuple(reminders),
        cursor=cursor,
    )
    address = Address(channel=ChannelName.TELEGRAM, workspace="bot", conversation="1")
    sent = (
        (Outbound(id=due.id, address=address, reply=reply(), turn=None),)
        if outcome == "sent"
        else ()
    )
    return FinishedDigest(written=written, outcome=outcome, outbound=sent)


async def test_settings_decide_when_the_next_digest_is_due(stores: Stores) -> None:
    user = await person(stores)
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert (coming.local_date, coming.due_at) == (TODAY, at(10))
    await stores.users.save_settings(user, replace(DAILY, digest_at=time(8)))
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(8, day=3)
    await stores.users.save_settings(user, replace(DAILY, digest_enabled=False))
    assert await stores.digests.next_due(user) is None


async def test_who_is_due_is_owed_once_and_then_due_tomorrow(stores: Stores) -> None:
    user = await person(stores)
    assert await stores.digests.enqueue_due(now=at(9, 59)) == 0
    assert await stores.digests.enqueue_due(now=at(10)) == 1
    assert await stores.digests.enqueue_due(now=at(10)) == 0
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(10, day=3)
    [due] = await claim(stores, at(10))
    assert due == DueDigest(user=user, local_date=TODAY, due_at=at(10))


async def test_people_are_owed_page_by_page_longest_due_first(stores: Stores) -> None:
    for number in range(5):
        settings = replace(DAILY, digest_at=time(10 + number))
        await person(stores, number, settings)
    assert await stores.digests.enqueue_due(now=at(20), limit=3) == 3
    assert [due.due_at for due in await claim(stores, at(20))] == [at(10), at(11), at(12)]
    assert await stores.digests.enqueue_due(now=at(20), limit=3) == 2
    assert [due.due_at for due in await claim(stores, at(20), limit=1)] == [at(13)]
    assert [due.due_at for due in await claim(stores, at(20))] == [at(14)]


async def test_five_days_of_downtime_owe_the_last_missed_digest_only(stores: Stores) -> None:
    user = await person(stores)
    assert await stores.digests.enqueue_due(now=at(9, day=7)) == 1
    assert await owed_dates(stores, at(9, day=7)) == [date(2026, 11, 6)]
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(10, day=7)


async def test_a_new_hour_is_no_second_digest_of_a_date_that_was_owed(stores: Stores) -> None:
    user = await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    stores.clock.advance(timedelta(hours=1, minutes=5))
    await stores.users.save_settings(user, replace(DAILY, digest_at=time(20)))
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(20, day=3)
    await stores.digests.enqueue_due(now=at(21))
    assert await owed_dates(stores, at(21)) == [TODAY]


async def test_a_hour_that_had_come_stays_owed_when_the_settings_change(stores: Stores) -> None:
    user = await person(stores)
    stores.clock.advance(timedelta(hours=1, minutes=5))
    await stores.users.save_settings(user, replace(DAILY, language="pt"))
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(10)
    await stores.users.save_settings(user, replace(DAILY, digest_at=time(20)))
    assert await owed_dates(stores, at(10, 5)) == [TODAY]
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.due_at == at(20, day=3)


async def test_moving_to_another_zone_keeps_one_digest_per_date(stores: Stores) -> None:
    user = await person(stores, 1, replace(DAILY, time_zone="Pacific/Auckland"))
    stores.clock.advance(timedelta(hours=13))  # 22:00 UTC, 11:00 on the 3rd in Auckland
    await stores.digests.enqueue_due(now=at(22))
    # In Honolulu it is noon of the 2nd: the 3rd was delivered already.
    await stores.users.save_settings(user, replace(DAILY, time_zone="Pacific/Honolulu"))
    coming = await stores.digests.next_due(user)
    assert coming is not None
    assert coming.local_date == date(2026, 11, 4)


async def test_clocks_that_change_give_one_digest_a_day(stores: Stores) -> None:
    zone = "America/New_York"  # 01:30 came twice on 2026-11-01, 02:30 not at all on 2027-03-14
    await person(stores, 1, replace(DAILY, time_zone=zone, digest_at=time(2, 30)))
    now = datetime(2027, 3, 12, 12, tzinfo=UTC)
    await stores.digests.enqueue_due(now=now)
    dates = [due.local_date for due in await claim(stores, now)]
    for _ in range(48 * 4):
        now += timedelta(minutes=30)
        await stores.digests.enqueue_due(now=now)
        dates += [due.local_date for due in await claim(stores, now) if due.due_at > now - LEASE]
    assert dates == [date(2027, 3, day) for day in (12, 13, 14, 15, 16)]


async def test_whoever_switches_digests_off_is_owed_nothing_any_more(stores: Stores) -> None:
    user = await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    [due] = await claim(stores, at(10))
    await stores.users.save_settings(user, replace(DAILY, digest_enabled=False))
    assert list(await stores.digests.finish([finished(due)])) == [False]
    assert await stores.outbound.get(due.id) is None
    assert await stores.postings.stances(user) == {}


async def test_a_claim_is_given_back_when_its_lease_runs_out(stores: Stores) -> None:
    await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    [first] = await claim(stores, at(10))
    assert await claim(stores, at(10, 4)) == []
    assert await claim(stores, at(10, 5)) == [first]
    assert await stores.digests.release() == 1
    assert await claim(stores, at(10, 5)) == [first]


async def test_what_is_put_off_comes_back_then(stores: Stores) -> None:
    await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    claimed = await claim(stores, at(10))
    await stores.digests.put_off(claimed, until=at(12))
    assert await claim(stores, at(11, 59)) == []
    assert await claim(stores, at(12)) == claimed


async def test_finishing_stores_the_message_and_what_it_showed(stores: Stores) -> None:
    user = await person(stores)
    reminder = await stores.reminders.set(user, PostingId("p9"), due_at=at(8))
    await stores.digests.enqueue_due(now=at(10))
    [due] = await claim(stores, at(10))
    assert await stores.digests.cursor(user) is None
    result = finished(due, reminders=[reminder.id, "r_unknown"])
    assert list(await stores.digests.finish([result])) == [True]
    assert list(await stores.outbound.waiting()) == [OutboundId(f"dg:{user}:2026-11-02")]
    assert await stores.postings.stances(user) == {
        PostingId("p1"): {Stance.SHOWN},
        PostingId("p2"): {Stance.SHOWN},
    }
    assert await stores.resources.stances(user) == {
        ResourceId("bundled:sql"): {LearningStance.SHOWN}
    }
    assert list(await stores.reminders.due(user, now=at(12))) == []
    assert await stores.digests.cursor(user) == 7
    assert await claim(stores, at(23)) == []


async def test_the_second_to_finish_stores_nothing(stores: Stores) -> None:
    user = await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    [due] = await claim(stores, at(10))
    first, second = finished(due), finished(due, shown=("p3",), cursor=9)
    assert list(await stores.digests.finish([first, second])) == [True, False]
    assert list(await stores.digests.finish([second])) == [False]
    assert set(await stores.postings.stances(user)) == {"p1", "p2"}
    assert await stores.digests.cursor(user) == 7


async def test_a_batch_stores_what_it_can(stores: Stores) -> None:
    people = [await person(stores, number) for number in range(3)]
    await stores.digests.enqueue_due(now=at(10))
    claimed = {due.user: due for due in await claim(stores, at(10))}
    results = [finished(claimed[user]) for user in people]
    await stores.digests.finish([results[1]])
    assert list(await stores.digests.finish(results)) == [True, False, True]
    assert len(await stores.outbound.waiting()) == 3


async def test_silence_and_unreachable_people_show_nothing(stores: Stores) -> None:
    silent, unreachable = [await person(stores, number) for number in range(2)]
    await stores.digests.enqueue_due(now=at(10))
    claimed = {due.user: due for due in await claim(stores, at(10))}
    await stores.digests.finish(
        [
            finished(claimed[silent], outcome="silent", shown=()),
            finished(claimed[unreachable], outcome="unreachable"),
        ]
    )
    assert await stores.digests.cursor(silent) == 7
    assert await stores.digests.cursor(unreachable) is None
    assert await stores.postings.stances(unreachable) == {}
    assert await stores.resources.stances(unreachable) == {}


async def test_nothing_is_stored_of_people_who_are_gone(stores: Stores) -> None:
    user = await person(stores)
    asked = (await stores.turns.accept(message(2, sender="sender1", conversation="sender1"))).turn
    await stores.digests.enqueue_due(now=at(10))
    [due] = await claim(stores, at(10))
    await stores.personal_data.erase(user, keep_turn=asked.id)
    assert list(await stores.digests.finish([finished(due)])) == [False]
    assert await stores.outbound.get(due.id) is None
    assert await stores.digests.next_due(user) is None
    assert await claim(stores, at(23)) == []


async def test_a_later_digest_covers_an_earlier_one(stores: Stores) -> None:
    await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    await stores.digests.enqueue_due(now=at(10, day=3))
    first, second = await claim(stores, at(10, day=3))
    assert (first.has_newer, second.has_newer) == (True, False)


async def test_the_next_digest_knows_where_the_last_one_looked(stores: Stores) -> None:
    user = await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    await stores.digests.finish([finished(due, cursor=41) for due in await claim(stores, at(10))])
    await stores.digests.enqueue_due(now=at(10, day=3))
    [due] = await claim(stores, at(10, day=3))
    assert (due.user, due.cursor) == (user, 41)


async def test_gauges_count_people_and_digests(stores: Stores) -> None:
    for number in range(3):
        await person(stores, number)
    stores.clock.advance(timedelta(hours=2))
    assert dict(await stores.digests.counts()) == {
        "scheduled": 3, "owed": 0, "claimed": 0, "oldest_owed_s": 0,
    }  # fmt: skip
    await stores.digests.enqueue_due(now=at(11))
    await claim(stores, at(11), limit=1)
    assert dict(await stores.digests.counts()) == {
        "scheduled": 3, "owed": 3, "claimed": 1, "oldest_owed_s": 3600,
    }  # fmt: skip


async def test_what_an_alert_showed_meanwhile_is_not_shown_again(stores: Stores) -> None:
    user = await person(stores)
    await stores.digests.enqueue_due(now=at(10))
    stores.clock.advance(at(10) - stores.clock.now())
    (due,) = await claim(stores, at(10))
    # An alert that was written at the same time was stored first.
    await stores.postings.note(user, PostingId("p2"), Stance.SHOWN, on=True)
    assert list(await stores.digests.finish([finished(due)])) == [False]
    assert await stores.outbound.get(due.id) is None
    assert PostingId("p1") not in await stores.postings.stances(user)
    assert await claim(stores, at(10)) == []
    later = at(10) + timedelta(minutes=1)
    (again,) = await claim(stores, later)
    assert again.id == due.id
    assert list(await stores.digests.finish([finished(again, shown=["p1"])])) == [True]


async def test_old_digests_go_but_never_a_persons_last_one(stores: Stores) -> None:
    user = await person(stores)
    for day in (2, 3):
        await stores.digests.enqueue_due(now=at(10, day=day))
        await stores.digests.finish(
            [
                finished(due, cursor=day, shown=[f"p{day}"])
                for due in await claim(stores, at(10, day=day))
            ]
        )
    stores.clock.advance(timedelta(days=100))
    assert await stores.digests.retire(older_than=timedelta(days=90)) == 1
    assert await stores.digests.retire(older_than=timedelta(days=90)) == 0
    assert await stores.digests.cursor(user) == 3


async def test_everybody_is_rescheduled_page_by_page(stores: Stores) -> None:
    wanting = [await person(stores, number) for number in range(3)]
    await person(stores, 4, settings=None)
    after: UserId | None = None
    pages = 0
    while True:
        after = await stores.digests.reschedule(now=at(9), after=after, limit=2)
        pages += 1
        if after is None:
            break
    assert pages == 3
    assert list(await stores.digests.scheduled(after=None, limit=2)) == sorted(wanting)[:2]
    assert list(await stores.digests.scheduled(after=sorted(wanting)[1], limit=2)) == [
        sorted(wanting)[2]
    ]
    for user in wanting:
        coming = await stores.digests.next_due(user)
        assert coming is not None
        assert coming.due_at == at(10)


async def test_two_instances_owe_and_claim_every_digest_once(sql_stores: SqlStores) -> None:
    stores = sql_stores
    people = [await person(stores, number) for number in range(60)]

    async def owe() -> int:
        total = 0
        while (some := await stores.digests.enqueue_due(now=at(10), limit=7)) > 0:
            total += some
        return total

    async def work() -> list[UserId]:
        mine: list[UserId] = []
        while some := await stores.digests.claim(now=at(10), lease=LEASE, limit=5):
            won = await stores.digests.finish([finished(due) for due in some])
            mine += [due.user for due, is_won in zip(some, won, strict=True) if is_won]
        return mine

    assert sum(await asyncio.gather(owe(), owe())) == 60
    assert (await stores.digests.counts())["owed"] == 60
    done = await asyncio.gather(work(), work())
    assert sorted([*done[0], *done[1]]) == sorted(people)
    assert len(await stores.outbound.waiting()) == 60
