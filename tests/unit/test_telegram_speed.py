"""Never more than allowed in any window, wherever in a call its arrival at the server is."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from bot.telegram_channel.speed import Limits, SpeedLimit

LIMITS = Limits(
    chat_gap_s=0.05,
    group_most=3,
    group_window_s=0.25,
    overall_most=6,
    overall_window_s=0.1,
    margin_s=0.002,
)


def most_in(times: Sequence[float], window_s: float) -> int:
    ordered = sorted(times)
    return max((sum(at <= other < at + window_s for other in ordered) for at in ordered), default=0)


async def test_no_window_ever_holds_too_many() -> None:
    chance = random.Random(5)
    speed = SpeedLimit(LIMITS)
    arrived: dict[int, list[float]] = {}

    async def send(chat_id: int) -> None:
        async with speed.message(chat_id):
            # On the way, there, and the answer on its way back.
            await asyncio.sleep(chance.random() * 0.02)
            arrived.setdefault(chat_id, []).append(asyncio.get_running_loop().time())
            await asyncio.sleep(chance.random() * 0.02)

    chats = [chance.choice([1, 2, 3, 4, 5, 6, 7, 8, -9]) for _ in range(90)]
    await asyncio.gather(*(send(chat_id) for chat_id in chats))

    assert sum(map(len, arrived.values())) == 90
    assert most_in([at for times in arrived.values() for at in times], 0.1) <= 6
    assert all(most_in(times, 0.05) == 1 for times in arrived.values())
    assert most_in(arrived[-9], 0.25) <= 3


async def test_progress_yields_to_those_with_something_to_say() -> None:
    speed = SpeedLimit(LIMITS)
    finish = speed.progress(1, is_message=True)
    assert finish is not None
    assert speed.progress(1, is_message=True) is None
    sending = asyncio.create_task(_send(speed, 1))
    await asyncio.sleep(0)
    assert not sending.done()
    finish()
    await sending
    assert speed.progress(1, is_message=True) is None  # the message was just now
    assert speed.progress(1, is_message=False) is not None


async def test_a_chat_that_is_held_waits_and_the_others_do_not() -> None:
    speed = SpeedLimit(LIMITS)
    speed.hold(1, for_s=0.15)
    began = asyncio.get_running_loop().time()
    await _send(speed, 2)
    assert asyncio.get_running_loop().time() - began < 0.1
    assert speed.progress(1, is_message=False) is None
    await _send(speed, 1)
    assert asyncio.get_running_loop().time() - began >= 0.15


async def test_a_call_that_is_cancelled_gives_its_place_back() -> None:
    speed = SpeedLimit(LIMITS)
    waiting = asyncio.create_task(_send(speed, 1, takes_s=60.0))
    await asyncio.sleep(0.01)
    behind = asyncio.create_task(_send(speed, 1))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(2.0):
        await behind


async def _send(speed: SpeedLimit, chat_id: int, *, takes_s: float = 0.0) -> None:
    async with speed.message(chat_id):
        await asyncio.sleep(takes_s)
