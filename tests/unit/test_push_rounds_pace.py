"""Room for pushes: never more at once, at once when one leaves, and conversations first."""

from __future__ import annotations

import asyncio

from scheduler.pace import PushPace


def pace(count: list[int], *, at_once: int, busy: list[bool] | None = None) -> PushPace:
    async def on_the_way() -> int:
        return count[0]

    return PushPace(on_the_way=on_the_way, at_once=at_once, is_busy=lambda: bool(busy and busy[0]))


async def test_room_is_what_is_left_and_never_less_than_none() -> None:
    count = [3]
    there = pace(count, at_once=5)
    assert await there.room() == 2
    count[0] = 9
    assert await there.room() == 0
    assert await there.wait_for_room(within_s=0) == 0


async def test_a_settled_message_wakes_whoever_waits() -> None:
    count = [5]
    there = pace(count, at_once=5)
    waiting = asyncio.create_task(there.wait_for_room())
    for _ in range(3):
        await asyncio.sleep(0)
    assert not waiting.done()
    count[0] = 4
    there.note_settled()
    async with asyncio.timeout(0.04):  # before the first look of its own
        assert await waiting == 1


async def test_without_a_word_it_looks_again_by_itself() -> None:
    count = [5]
    waiting = asyncio.create_task(pace(count, at_once=5).wait_for_room(needed=2))
    await asyncio.sleep(0)
    count[0] = 0
    async with asyncio.timeout(5):
        assert await waiting == 5


async def test_it_gives_way_until_the_turns_are_done() -> None:
    busy = [True]
    giving = asyncio.create_task(pace([0], at_once=1, busy=busy).give_way())
    await asyncio.sleep(0)
    assert not giving.done()
    busy[0] = False
    async with asyncio.timeout(0.2):
        await giving
