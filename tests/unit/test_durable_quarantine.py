"""Who runs alone, and when."""

from __future__ import annotations

import asyncio

from integrations.durable.quarantine import Quarantine


async def test_the_least_suspected_goes_first_and_never_two_at_once() -> None:
    quarantine = Quarantine()
    inside: list[int] = []
    order: list[int] = []

    async def run(crashes: int) -> None:
        async with quarantine.alone(crashes=crashes):
            inside.append(crashes)
            assert len(inside) == 1
            order.append(crashes)
            await asyncio.sleep(0)
            inside.remove(crashes)

    async with asyncio.TaskGroup() as turns:
        for crashes in (2, 0, 1, 3):
            turns.create_task(run(crashes))
    assert order == [0, 1, 2, 3]


async def test_one_that_is_cancelled_while_it_waits_does_not_block_the_next() -> None:
    quarantine = Quarantine()

    async def hold() -> None:
        async with quarantine.alone(crashes=1):
            pass

    async with asyncio.timeout(5):
        async with quarantine.alone(crashes=0):
            waiting = asyncio.create_task(hold())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await hold()
