"""Digests from due to sent: once, in order of precedence, and never in quiet hours."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta

import pytest

from domain.messages import ChannelName
from domain.pushes import PushEvent
from domain.turns import SendPromise
from tests.unit.push_rounds_stage import MONDAY, Stage, go, wants

DAY = date(2026, 11, 2)
EIGHT = MONDAY + timedelta(hours=2)


async def test_a_digest_is_sent_once_at_its_hour() -> None:
    stage = Stage()
    ana = await stage.person()
    rounds = stage.rounds()
    assert await go(rounds) == 0
    stage.at(EIGHT)
    assert await go(rounds) == 1
    stage.later(minutes=15)
    assert await go(rounds) == 0
    assert stage.sent(ana.id) == ["dg:2026-11-02"]
    assert stage.engine.outbound == [(f"dg:{ana.id}:2026-11-02",) * 2 + (False,)]
    assert stage.counted(PushEvent.SENT) == 1


async def test_the_writer_is_told_the_time_so_that_it_can_say_late() -> None:
    stage = Stage()
    await stage.person()
    stage.later(hours=4)
    await go(stage.rounds())
    ((due,), now) = stage.writer.asked[0]
    assert (due.due_at, now) == (EIGHT, EIGHT + timedelta(hours=2))


async def test_after_five_days_of_downtime_there_is_one_late_digest() -> None:
    stage = Stage()
    ana = await stage.person()
    stage.later(days=5, hours=3)
    rounds = stage.rounds()
    assert await go(rounds) == 1
    assert stage.sent(ana.id) == ["dg:2026-11-07"]
    stage.at(EIGHT + timedelta(days=6))
    await go(rounds)
    assert stage.sent(ana.id) == ["dg:2026-11-07", "dg:2026-11-08"]


async def test_silence_is_counted_as_silence_and_moves_the_cursor() -> None:
    stage = Stage()
    ana = await stage.person()
    stage.writer.silent.add(ana.id)
    stage.at(EIGHT)
    await go(stage.rounds())
    assert (stage.sent(ana.id), stage.outcome(ana.id, DAY)) == ([], "silent")
    assert (stage.counted(PushEvent.SILENT), stage.counted(PushEvent.SENT)) == (1, 0)
    assert await stage.pushes.digests.cursor(ana.id) == 7


async def test_what_is_owed_in_quiet_hours_waits_for_their_end() -> None:
    stage = Stage()
    night = wants(digest_at=time(21, 50), quiet_from=time(22), quiet_until=time(7))
    ana = await stage.person(night)
    stage.at(MONDAY.replace(hour=22, minute=5))  # the tick is late
    rounds = stage.rounds()
    assert await go(rounds) == 0
    assert stage.writer.asked == []
    stage.at(MONDAY.replace(hour=6, minute=59) + timedelta(days=1))
    assert await go(rounds) == 0
    stage.later(minutes=1)
    assert await go(rounds) == 1
    assert stage.sent(ana.id) == ["dg:2026-11-02"]


async def test_a_digest_whose_writing_ends_in_quiet_hours_waits_too() -> None:
    stage = Stage()
    ana = await stage.person(wants(quiet_from=time(8, 30), quiet_until=time(9)))
    stage.at(EIGHT)
    stage.writer.before = lambda: stage.at(EIGHT + timedelta(minutes=31))
    rounds = stage.rounds()
    assert await go(rounds) == 0
    assert stage.sent(ana.id) == []
    stage.writer.before = lambda: None
    stage.at(EIGHT + timedelta(hours=1))
    assert await go(rounds) == 1


async def test_a_digest_that_a_later_one_covers_is_left_out() -> None:
    stage = Stage()
    ana = await stage.person()
    stage.at(EIGHT)
    stage.writer.fails[ana.id] = RuntimeError("broken")
    rounds = stage.rounds()
    await go(rounds)
    stage.at(EIGHT + timedelta(hours=21, minutes=30))  # two and a half hours before the next
    del stage.writer.fails[ana.id]
    assert await go(rounds) == 1
    assert (stage.outcome(ana.id, DAY), stage.sent(ana.id)) == ("superseded", [])
    stage.at(EIGHT + timedelta(days=1))
    await go(rounds)
    assert stage.sent(ana.id) == ["dg:2026-11-03"]


async def test_of_two_owed_dates_only_the_later_one_is_sent() -> None:
    stage = Stage()
    ana = await stage.person()
    stage.at(EIGHT)
    stage.writer.fails[ana.id] = RuntimeError("broken")
    rounds = stage.rounds()
    await go(rounds)
    stage.at(EIGHT + timedelta(days=1))
    await rounds.tick()
    del stage.writer.fails[ana.id]
    assert await rounds.drain() == 2
    assert stage.outcome(ana.id, DAY) == "superseded"
    assert stage.sent(ana.id) == ["dg:2026-11-03"]


async def test_who_turned_digests_off_meanwhile_gets_none() -> None:
    stage = Stage()
    ana = await stage.person()
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    await stage.stores.users.save_settings(ana.id, wants(digest_enabled=False))
    await rounds.drain()
    assert stage.sent(ana.id) == []


async def test_who_erased_themselves_meanwhile_stops_nobody() -> None:
    stage = Stage()
    ana, ben = await stage.person(), await stage.person()
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    stage.stores.users.erased.add(ana.id)
    assert await rounds.drain() == 1
    assert (stage.sent(ana.id), stage.sent(ben.id)) == ([], ["dg:2026-11-02"])


async def test_who_cannot_be_reached_is_noted_and_costs_no_writing() -> None:
    stage = Stage()
    ana = await stage.person()
    (account,) = await stage.accounts.accounts(ana.id)
    await stage.accounts.note_reachable(account, reachable=False)
    stage.at(EIGHT)
    assert await go(stage.rounds()) == 1
    assert stage.outcome(ana.id, DAY) == "unreachable"
    assert stage.writer.asked == []


async def test_a_digest_goes_to_every_wanted_channel_under_its_own_id() -> None:
    stage = Stage()
    both = wants(digest_channels=(ChannelName.EMAIL, ChannelName.TELEGRAM))
    ana = await stage.person(both)
    await stage.account(ana.id, channel=ChannelName.EMAIL, sender="ana@example.org")
    stage.at(EIGHT)
    await go(stage.rounds())
    assert stage.sent(ana.id) == ["dg:2026-11-02", "dg:2026-11-02:telegram"]
    first, second = stage.waiting()
    assert (first.address.conversation, first.recipient) == ("ana@example.org",) * 2
    assert first.promise is SendPromise.AT_LEAST_ONCE
    assert second.promise is SendPromise.AT_MOST_ONCE
    assert stage.counted(PushEvent.SENT) == 1


async def test_two_processes_over_the_same_store_send_one_each() -> None:
    stage = Stage()
    people = [await stage.person() for _ in range(150)]
    stage.at(EIGHT)
    one, other = stage.rounds(), stage.rounds()
    await asyncio.gather(one.tick(), other.tick())
    done = await asyncio.gather(one.drain(), other.drain())
    assert sum(done) == 150
    assert [stage.sent(person.id) for person in people] == [["dg:2026-11-02"]] * 150
    assert stage.counted(PushEvent.SENT) == 150


async def test_a_second_drain_of_a_process_leaves_at_once() -> None:
    stage = Stage()
    await stage.person()
    stage.at(EIGHT)
    rounds = stage.rounds()
    await rounds.tick()
    first, second = await asyncio.gather(rounds.drain(), rounds.drain())
    assert (first, second) == (1, 0)


@pytest.mark.parametrize("back", [False, True])
async def test_a_move_across_the_world_never_gives_a_date_two_digests(*, back: bool) -> None:
    stage = Stage(now=datetime.fromisoformat("2026-11-01T20:00+00:00"))
    tokyo, la = wants(time_zone="Asia/Tokyo"), wants(time_zone="America/Los_Angeles")
    ana = await stage.person(tokyo)
    rounds = stage.rounds()
    for hour in range(24 * 8):
        if hour == 30:
            await stage.stores.users.save_settings(ana.id, la)
        if back and hour in (60, 77, 101):
            await stage.stores.users.save_settings(ana.id, tokyo if hour != 77 else la)
        await go(rounds)
        stage.later(hours=1)
    dates = [key.split(":")[1] for key in stage.sent(ana.id)]
    assert len(dates) == len(set(dates))
    assert 6 <= len(dates) <= 9  # a move can pass over the hour of a date


async def test_a_person_is_on_time_within_one_tick() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_at=time(8, 1)))
    rounds = stage.rounds()
    stage.at(EIGHT)
    await go(rounds)
    assert stage.sent(ana.id) == []
    stage.later(minutes=15)
    await go(rounds)
    assert stage.sent(ana.id) == ["dg:2026-11-02"]
