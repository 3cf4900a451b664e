from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta

import structlog

from domain.errors import StorageBusy
from scheduler.jobs import Housekeeping, PushUpkeep
from tests.twins.stores import FrozenClock
from tests.unit.push_rounds_stage import MONDAY, Stage, go, wants


class Remembering:
    """Twin of everything that retention touches: remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, timedelta | None]] = []

    async def retire(self, *, older_than: timedelta) -> int:
        self.asked.append(("retire", older_than))
        return 1

    async def sweep(self, *, older_than: timedelta) -> int:
        self.asked.append(("sweep", older_than))
        return 1


def keeping(part: Remembering, follow: Callable[[], Awaitable[int]]) -> Housekeeping:
    return Housekeeping(
        turns=part,  # type: ignore[arg-type] # the twin has the one method that is used
        engine=part,  # type: ignore[arg-type] # same
        blobs=part,  # type: ignore[arg-type] # same
        postings=part,  # type: ignore[arg-type] # same
        events=part,  # type: ignore[arg-type] # same
        choices=part,  # type: ignore[arg-type] # same
        sweep=follow,
        follow=follow,
        clock=FrozenClock(),
        kept=timedelta(days=7),
    )


async def test_retention_reaches_turns_engine_and_unclaimed_files() -> None:
    part = Remembering()

    async def nothing() -> int:
        return 0

    await keeping(part, nothing).retire()
    await keeping(part, nothing).sweep_files()
    assert part.asked == [
        ("retire", timedelta(days=7)),
        ("retire", timedelta(days=7)),
        ("retire", timedelta(days=7)),
        ("retire", timedelta(days=90)),
        ("sweep", timedelta(hours=23)),
    ]


async def test_a_busy_store_is_left_for_the_next_tick() -> None:
    async def busy() -> int:
        raise StorageBusy("locked")

    with structlog.testing.capture_logs() as logged:
        await keeping(Remembering(), busy).follow()
        await keeping(Remembering(), busy).sweep()
    assert [line["event"] for line in logged] == ["index_not_followed", "events_not_swept"]


def upkeep(stage: Stage) -> PushUpkeep:
    return PushUpkeep(
        digests=stage.pushes.digests,
        resources=stage.pushes.resources,
        responses=stage.pushes.responses,
        clock=stage.clock,
        kept=timedelta(days=90),
    )


async def test_records_of_old_digests_go_but_never_the_last_one_of_a_person() -> None:
    stage = Stage()
    await stage.person()
    rounds = stage.rounds()
    for _ in range(3):
        stage.later(days=1)
        await go(rounds)
    stage.later(days=200)
    await upkeep(stage).retire()
    assert len(stage.pushes.digests.rows) == 1


async def test_everybody_is_scheduled_again_page_after_page() -> None:
    stage = Stage()
    people = [await stage.person() for _ in range(2100)]
    # As after an update of the rules of time zones: what was reckoned before is not right any more.
    for person in people:
        moved = replace(person, settings=wants(digest_at=time(9)))
        stage.stores.users.people[person.id] = moved
    await upkeep(stage).reschedule()
    due = {(await stage.pushes.digests.next_due(person.id)) for person in people}
    assert {one.due_at for one in due if one is not None} == {MONDAY.replace(hour=9)}


async def test_a_busy_store_is_rescheduled_the_next_night() -> None:
    class Busy(Remembering):
        async def reschedule(self, **_: object) -> None:
            raise StorageBusy("locked")

    part = Busy()
    keeping = PushUpkeep(
        digests=part,  # type: ignore[arg-type] # the twin has the methods that are used
        resources=part,  # type: ignore[arg-type] # same
        responses=part,  # type: ignore[arg-type] # same
        clock=FrozenClock(),
        kept=timedelta(days=90),
    )
    with structlog.testing.capture_logs() as logged:
        await keeping.reschedule()
        await keeping.retire()
    assert [line["event"] for line in logged] == ["digests_not_rescheduled", "push_retention_done"]
    assert [kept for _, kept in part.asked] == [timedelta(days=days) for days in (90, 60, 30)]
