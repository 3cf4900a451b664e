"""What the engine calls back: it knows ids only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from domain.ids import OutboundId, TurnId
from domain.turns import Owed


class RunTurn(Protocol):
    """Answers a turn and stores the reply; returns what is still owed.

    ``deliver_now`` says that nothing older of this conversation waits for delivery, so the reply
    may be sent at once.
    """

    async def __call__(self, turn: TurnId, /, *, deliver_now: bool) -> Owed | None: ...


class Deliver(Protocol):
    """Sends one message; ``ambiguous`` says that it may have been sent before."""

    async def __call__(self, outbound: OutboundId, /, *, ambiguous: bool) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the engine runs; all of it must be idempotent, for it runs again after a crash.

    Why callables: the engine knows ids only and calls back into the dispatcher.
    """

    run_turn: RunTurn
    deliver: Deliver
    give_up: Callable[[TurnId], Awaitable[Owed | None]]
    """A turn that keeps killing the process: store an apology for it."""
    resume: Callable[[], Awaitable[int]]
    """Enqueue again what another process accepted and did not live to enqueue."""
