from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from domain.errors import StorageBusy
from scheduler.jobs import Housekeeping
from tests.twins.stores import FrozenClock


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
    assert part.asked == [
        ("retire", timedelta(days=7)),
        ("retire", timedelta(days=7)),
        ("sweep", timedelta(days=1)),
        ("retire", timedelta(days=7)),
        ("retire", timedelta(days=90)),
    ]


async def test_a_busy_store_is_left_for_the_next_tick() -> None:
    async def busy() -> int:
        raise StorageBusy("locked")

    with structlog.testing.capture_logs() as logged:
        await keeping(Remembering(), busy).follow()
        await keeping(Remembering(), busy).sweep()
    assert [line["event"] for line in logged] == ["index_not_followed", "events_not_swept"]
