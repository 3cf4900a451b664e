"""Reminders: follow-ups of people whose digest will not mention them, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest

from domain.digest.model import Reminder
from domain.ids import PostingId
from domain.profiles import User
from domain.pushes import PushEvent, PushKind, PushTopic
from domain.reply import Reply, plain_text
from scheduler import reminders as module
from scheduler.reminders import ReminderRounds, ReminderWriter
from tests.unit.push_rounds_stage import MONDAY, Stage, wants, words


class Writer(ReminderWriter):
    """Lists the postings."""

    def __init__(self) -> None:
        self.fails: set[str] = set()

    async def write(self, user: User, reminders: Sequence[Reminder], *, now: datetime) -> Reply:
        del now
        if user.id in self.fails:
            raise ValueError("words of a posting")
        return words(", ".join(one.posting for one in reminders))


class Reminding(Stage):
    """A stage with follow-ups."""

    def __init__(self) -> None:
        super().__init__()
        self.wording = Writer()

    async def due(self, user: User, *names: str) -> None:
        for name in names:
            await self.pushes.reminders.set(user.id, PostingId(name), due_at=self.clock.now())
            self.later(seconds=1)

    def reminders(self) -> ReminderRounds:
        return ReminderRounds(
            reminders=self.pushes.reminders,
            users=self.stores.users,
            writer=self.wording,
            addresses=self.addresses(),
            pace=self.pace,
            sending=self.sending,
            clock=self.clock,
        )

    def said(self) -> list[str]:
        return [plain_text(row.reply.blocks) for row in self.stores.outbound.rows.values()]


OFF = wants(digest_enabled=False)


async def test_all_that_is_due_comes_in_one_message_once() -> None:
    stage = Reminding()
    ana = await stage.person(OFF)
    await stage.due(ana, "one", "two")
    rounds = stage.reminders()
    await rounds.tick()
    stage.later(hours=2)
    await rounds.tick()
    assert stage.said() == ["one, two"]
    assert stage.sent(ana.id) == ["rm:2026-11-02T06"]
    assert [key for key, _, _ in stage.engine.outbound] == [f"rm:{ana.id}:2026-11-02T06"]
    assert stage.counted(PushEvent.SENT, kind=PushKind.REMINDER) == 1


async def test_a_second_message_waits_for_the_next_hour() -> None:
    stage = Reminding()
    ana = await stage.person(OFF)
    await stage.due(ana, "one")
    rounds = stage.reminders()
    await rounds.tick()
    await stage.due(ana, "two")
    await rounds.tick()
    assert stage.said() == ["one"]
    stage.later(hours=1)
    await rounds.tick()
    assert stage.said() == ["one", "two"]


async def test_who_gets_a_digest_within_a_day_reads_it_there() -> None:
    stage = Reminding()
    ana = await stage.person(wants())
    await stage.due(ana, "one")
    await stage.reminders().tick()
    assert stage.said() == []


@pytest.mark.parametrize(
    "settings",
    [
        OFF,
        wants(digest_topics=(PushTopic.JOBS,)),
        wants(digest_days=(4,)),  # on Friday, and it is Monday
    ],
)
async def test_who_does_not_is_told(settings: object) -> None:
    stage = Reminding()
    ana = await stage.person()
    await stage.stores.users.save_settings(ana.id, settings)  # type: ignore[arg-type]  # settings
    await stage.due(ana, "one")
    await stage.reminders().tick()
    assert stage.said() == ["one"]


async def test_nothing_is_told_at_night() -> None:
    stage = Reminding()
    night = wants(digest_enabled=False, quiet_from=time(22), quiet_until=time(7))
    ana = await stage.person(night)
    await stage.due(ana, "one")
    rounds = stage.reminders()
    await rounds.tick()
    assert stage.said() == []
    stage.at(MONDAY + timedelta(hours=1))
    await rounds.tick()
    assert stage.said() == ["one"]


async def test_who_wants_no_reminders_keeps_them_for_the_digest() -> None:
    stage = Reminding()
    ana = await stage.person(wants(digest_enabled=False, reminders_enabled=False))
    await stage.due(ana, "one")
    await stage.reminders().tick()
    assert stage.said() == []
    assert len(await stage.pushes.reminders.due(ana.id, now=stage.clock.now())) == 1


async def test_one_person_that_fails_or_cannot_be_reached_blocks_nobody() -> None:
    stage = Reminding()
    people = [await stage.person(OFF) for _ in range(3)]
    for person in people:
        await stage.due(person, person.id)
    stage.wording.fails.add(people[0].id)
    (account,) = await stage.accounts.accounts(people[1].id)
    await stage.accounts.note_reachable(account, reachable=False)
    await stage.reminders().tick()
    assert stage.said() == [people[2].id]


async def test_those_who_wait_never_hide_those_who_are_to_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_FIRST_LIMIT", 4)
    stage = Reminding()
    for _ in range(9):
        waits = await stage.person(wants(reminders_enabled=False))
        await stage.due(waits, "kept")
    ana = await stage.person(OFF)
    await stage.due(ana, "one")
    rounds = stage.reminders()
    for _ in range(3):
        await rounds.tick()
    assert stage.said() == ["one"]


async def test_two_processes_tell_once() -> None:
    stage = Reminding()
    ana = await stage.person(OFF)
    await stage.due(ana, "one")
    await stage.reminders().tick()
    await stage.reminders().tick()
    assert stage.said() == ["one"]
