"""What changes between looking and telling: wishes, quiet hours, other pushes, damaged rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.delivery import Outbox
from bot.pacing import Pacer
from bot.push_traffic import PushPermission, PushTraffic
from domain.errors import Defect, StorageBusy
from domain.ids import OutboundId, UserId
from domain.messages import ChannelName
from domain.posting import Stance
from domain.profiles import User, UserSettings
from domain.turns import Outbound, OutboundState
from scheduler.pace import PushPace
from scheduler.sending import PushSending
from tests.twins.durable_engine import NotingEngine
from tests.unit.dispatcher_stage import ADDRESS
from tests.unit.dispatcher_stage import Stage as Dispatching
from tests.unit.push_rounds_stage import MONDAY, Stage, go, wants, words
from tests.unit.test_push_rounds_alerts import Alerts
from tests.unit.test_push_rounds_reminders import OFF, Reminding

EIGHT = MONDAY + timedelta(hours=2)
NIGHT: dict[str, object] = {"quiet_from": time(22), "quiet_until": time(7)}


class OnceBusyEngine(NotingEngine):
    """Refuses the first message that it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0

    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None:
        if not self.refused:
            self.refused += 1
            raise StorageBusy("the engine is busy", retry_after_s=1)
        await super().enqueue_outbound(outbound, partition=partition, again=again)


async def test_an_engine_that_fails_at_one_message_gets_all_of_the_batch_later() -> None:
    stage = Stage()
    people = [await stage.person() for _ in range(5)]
    engine = OnceBusyEngine()
    stage.sending = PushSending(engine=engine, counts=stage.pushes.counts, clock=stage.clock)
    stage.at(EIGHT)
    rounds = stage.rounds()
    await go(rounds)
    assert len(stage.waiting()) == 5  # stored in one commit
    await go(rounds)
    assert sorted(key for key, _, _ in engine.outbound) == sorted(
        f"dg:{one.id}:2026-11-02" for one in people
    )
    assert sum(stage.pushes.counts.rows.values()) == 5


class NarrowPace(PushPace):
    """Has room for one message more after each minute, once a batch was claimed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(on_the_way=stage.on_the_way, at_once=9, is_busy=lambda: False)
        self._stage = stage
        self._asked = 0

    async def wait_for_room(self, *, needed: int = 1, within_s: float | None = None) -> int:
        self._asked += 1
        if self._asked == 1:
            return 9
        self._stage.later(seconds=40)
        return 1


async def test_quiet_hours_that_begin_while_a_batch_waits_for_room_are_kept() -> None:
    stage = Stage()
    stage.pace = NarrowPace(stage)
    evening = wants(digest_at=time(21, 59), **NIGHT)
    for _ in range(3):
        await stage.person(evening)
    stage.at(MONDAY.replace(hour=21, minute=59))
    await go(stage.rounds())
    assert len(stage.waiting()) == 2
    stage.at(MONDAY.replace(hour=7) + timedelta(days=1))
    await go(stage.rounds())
    assert len(stage.waiting()) == 3


# --- damaged rows ---------------------------------------------------------------------------------


def damage(stage: Stage, bad: UserId) -> None:
    """From now on that person's row cannot be read."""
    users = stage.stores.users
    readable = users.get_many

    async def get_many(wanted: Sequence[UserId]) -> Mapping[UserId, User]:
        if bad in wanted:
            raise Defect("a stored user is damaged")
        return await readable(wanted)

    users.get_many = get_many  # type: ignore[method-assign,assignment]  # of this test only


async def test_a_person_whose_row_is_damaged_stops_nobody() -> None:
    stage = Alerts()
    people = [await stage.person() for _ in range(5)]
    damage(stage, people[1].id)
    stage.at(EIGHT)
    rounds = stage.rounds()
    assert await go(rounds) == 4
    assert stage.sent(people[1].id) == []
    for one in people:
        await stage.save(one)
    await stage.post()
    await stage.alerts().tick()
    assert sum(key.startswith("al:") for key in stage.stores.outbound.rows) == 4


async def test_a_person_whose_row_is_damaged_stops_no_reminder() -> None:
    stage = Reminding()
    bad, good = await stage.person(OFF), await stage.person(OFF)
    await stage.due(bad, "p1")
    await stage.due(good, "p2")
    damage(stage, bad.id)
    await stage.reminders().tick()
    assert stage.said() == ["p2"]


# --- wishes that changed --------------------------------------------------------------------------


def changes_while_waiting(stage: Stage, user: UserId, settings: UserSettings) -> None:
    """Whoever waits for room waits until that person has other settings."""

    async def wait_for_room(*, needed: int = 1, within_s: float | None = None) -> int:
        del needed, within_s
        await stage.stores.users.save_settings(user, settings)
        return 9

    stage.pace.wait_for_room = wait_for_room  # type: ignore[method-assign]  # of this test only


async def test_alerts_switched_off_while_one_waits_stay_off() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    await stage.post()
    changes_while_waiting(stage, ana.id, wants(alerts_enabled=False))
    await stage.alerts().tick()
    assert stage.said() == []


async def test_reminders_switched_off_while_one_waits_stay_off() -> None:
    stage = Reminding()
    ana = await stage.person(OFF)
    await stage.due(ana, "p1")
    changes_while_waiting(stage, ana.id, replace(OFF, reminders_enabled=False))
    await stage.reminders().tick()
    assert stage.said() == []


# --- other pushes ---------------------------------------------------------------------------------


async def test_what_a_digest_showed_while_an_alert_was_written_is_not_repeated() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    first, second = await stage.post(2)
    rounds = stage.alerts()
    stage.finder.after = lambda: stage.stores.postings.note(ana.id, first, Stance.SHOWN, on=True)
    await rounds.tick()
    assert stage.said() == []
    stage.finder.after = None
    await rounds.tick()
    assert stage.said() == [f"Python: {second}"]


async def test_a_search_from_another_account_that_stands_where_one_stood_is_not_stuck() -> None:
    stage = Alerts()
    ana, ben = await stage.person(), await stage.person()
    await stage.save(ana)
    theirs = await stage.save(ben)
    await stage.pushes.searches.remove(ben.id, theirs.id)
    rounds = stage.alerts()
    await stage.post()
    await rounds.tick()
    assert len(stage.said()) == 1
    # Two accounts become one: the search that moves has not been looked at since.
    await stage.pushes.searches.save(replace(theirs, id="moved", user=ana.id))
    stage.later(hours=2)
    await stage.post()
    await rounds.tick()  # named as the message that went before: refused, and passed over
    (last,) = await stage.post()
    stage.later(hours=2)
    await rounds.tick()
    assert last in stage.said()[-1]
    assert len(stage.said()) == 2


# --- what is stored and cannot leave --------------------------------------------------------------


async def test_a_push_leaves_when_its_person_still_wants_it_and_is_awake() -> None:
    stage = Stage()
    ana = await stage.person(wants(**NIGHT))
    permission = PushPermission(users=stage.stores.users, clock=stage.clock)
    digest, alert = OutboundId(f"dg:{ana.id}:2026-11-02"), OutboundId(f"al:{ana.id}:7:telegram")
    stage.at(MONDAY.replace(hour=21))
    assert await permission.wait_s(digest) == 0
    stage.at(MONDAY.replace(hour=23))
    assert await permission.wait_s(digest) == 8 * 3600
    assert await permission.wait_s(OutboundId("out:c_1:000001")) == 0
    await stage.stores.users.save_settings(ana.id, wants(digest_enabled=False))
    assert await permission.wait_s(digest) is None
    assert await permission.wait_s(alert) == 0


class Answers:
    """A permission that is given in the end."""

    def __init__(self, *answers: float | None) -> None:
        self.answers = list(answers)

    async def wait_s(self, outbound: OutboundId) -> float | None:
        del outbound
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("answers", "state", "sent"),
    [((0.001, 0.0), OutboundState.SENT, 1), ((0.001, None), OutboundState.GONE, 0)],
)
async def test_a_message_that_may_not_leave_waits_or_is_dropped(
    answers: tuple[float | None, ...], state: OutboundState, sent: int
) -> None:
    stage = Dispatching()
    channels = {ChannelName.CONSOLE: stage.channel}
    outbox = Outbox(
        outbound=stage.outbound,
        channels=channels,
        pacer=Pacer(paces={}),
        permission=Answers(*answers),
    )
    message = Outbound(id=OutboundId("dg:u:1"), address=ADDRESS, reply=words(), turn=None)
    await stage.outbound.add(message)
    await outbox.send(message.id, ambiguous=False)
    assert stage.outbound.rows[message.id].state is state
    assert len(stage.channel.sent) == sent


async def test_what_another_process_sent_is_not_counted_as_on_the_way() -> None:
    stage = Stage()
    ana = await stage.person()
    seconds = 0.0
    traffic = PushTraffic(
        still_waiting=stage.stores.outbound.still_waiting, monotonic=lambda: seconds
    )
    traffic.use(NotingEngine())
    keys = [OutboundId(f"dg:{ana.id}:2026-11-0{day}") for day in range(1, 5)]
    for key in keys:
        message = Outbound(id=key, address=ADDRESS, reply=words(), turn=None)
        await stage.stores.outbound.add(message)
        await traffic.enqueue_outbound(key, partition=key)
    traffic.ended(keys[0])
    assert await traffic.on_the_way() == 3
    await stage.deliver(keys[0], keys[1])  # of the second nothing is heard in this process
    seconds = 1.5
    assert await traffic.on_the_way() == 2
    seconds = 61.0
    assert await traffic.on_the_way() == 0  # their channel does not answer
