"""Order in front of the model, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from domain.ports import ModelWait
from integrations.models.waiting_line import Urgency, WaitingLine


class Hall:
    """A line whose holder leaves when told to."""

    def __init__(self) -> None:
        self.time = 0.0
        self.line = WaitingLine(now=lambda: self.time)
        self.served: list[str] = []
        self._leave = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, name: str, *, urgency: Urgency = Urgency.CONVERSATION) -> None:
        self._tasks.append(asyncio.create_task(self._stay(name, urgency)))
        await asyncio.sleep(0)

    async def next(self) -> None:
        """The holder leaves, the next one enters."""
        self._leave.set()
        for _ in range(4):
            await asyncio.sleep(0)

    async def cancel(self, index: int) -> None:
        self._tasks[index].cancel()
        await asyncio.wait({self._tasks[index]})

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stay(self, name: str, urgency: Urgency) -> None:
        async with self.line.turn(urgency=urgency, estimate_s=8.0, longest_s=60.0):
            self.served.append(name)
            self._leave.clear()
            await self._leave.wait()


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    made = Hall()
    yield made
    await made.close()


async def test_nobody_waits_in_an_empty_hall(hall: Hall) -> None:
    assert hall.line.waiting() == ModelWait(ahead=0, estimate_s=0.0)


async def test_the_estimate_counts_the_rest_of_the_current_turn(hall: Hall) -> None:
    await hall.join("a")
    await hall.join("b")
    hall.time = 3.0
    assert hall.line.waiting() == ModelWait(ahead=2, estimate_s=5.0 + 8.0)
    hall.time = 20.0
    assert hall.line.waiting() == ModelWait(ahead=2, estimate_s=8.0)


async def test_conversations_overtake_background_work(hall: Hall) -> None:
    await hall.join("a")
    await hall.join("work", urgency=Urgency.BACKGROUND)
    await hall.join("b")
    await hall.next()
    assert hall.served == ["a", "b"]


async def test_background_work_that_waited_too_long_goes_before_newcomers(hall: Hall) -> None:
    await hall.join("a")
    await hall.join("work", urgency=Urgency.BACKGROUND)
    hall.time = 700.0
    await hall.join("b")
    await hall.next()
    assert hall.served == ["a", "work"]


async def test_equals_keep_their_order(hall: Hall) -> None:
    for name in "abcd":
        await hall.join(name)
        hall.time += 0.1
    for _ in range(3):
        await hall.next()
    assert hall.served == ["a", "b", "c", "d"]


async def test_cancelling_the_holder_lets_the_next_one_in(hall: Hall) -> None:
    await hall.join("a")
    await hall.join("b")
    await hall.cancel(0)
    await asyncio.sleep(0)
    assert hall.served == ["a", "b"]
    assert hall.line.waiting().ahead == 1


async def test_cancelling_at_the_moment_of_entry_loses_no_turn(hall: Hall) -> None:
    await hall.join("a")
    await hall.join("b")
    await hall.join("c")
    hall._leave.set()
    await asyncio.sleep(0)  # "a" left and "b" was let in, but has not run yet
    await hall.cancel(1)
    await asyncio.sleep(0)
    assert hall.served == ["a", "c"]


async def test_an_error_inside_of_a_turn_frees_the_line(hall: Hall) -> None:
    with pytest.raises(ZeroDivisionError):
        async with hall.line.turn(estimate_s=1.0, longest_s=60.0):
            raise ZeroDivisionError
    assert hall.line.waiting().ahead == 0
