"""Pushes between the database and their channel: how many there are, and whether they may leave."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection

from domain.digest.quiet import quiet_until
from domain.errors import Defect
from domain.ids import OutboundId, UserId
from domain.ports import Clock, DurableEngine, UserStore
from domain.profiles import UserSettings
from domain.pushes import PushKind
from domain.turns import Outbound

_COUNTED_S = 60.0
"""A push that takes longer waits for a channel that does not answer. It stops counting, so that the
other channels go on; one more lot joins it a minute."""


_LOOKED_UP_AFTER_S = 1.0
_LOOKED_UP_EVERY_S = 0.5
"""The queue is shared: another process may have sent a push, of which nothing is heard here."""


class PushTraffic:
    """Hands pushes to the durable engine and counts them until they are settled.

    Call :meth:`use` with the engine before anything is sent.

    Args:
        still_waiting: which of some messages are not settled yet, whoever sends them.
        monotonic: seconds.
    """

    def __init__(
        self,
        *,
        still_waiting: Callable[[Collection[OutboundId]], Awaitable[Collection[OutboundId]]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._still_waiting = still_waiting
        self._monotonic = monotonic
        self._looked_up = monotonic() - _LOOKED_UP_EVERY_S
        self._engine: DurableEngine | None = None
        self._began: dict[OutboundId, float] = {}
        self._on_settled: Callable[[], None] | None = None

    def use(self, engine: DurableEngine) -> None:
        """Name the engine that sends."""
        self._engine = engine

    def notify(self, on_settled: Callable[[], None]) -> None:
        """Call this whenever there may be room again."""
        self._on_settled = on_settled

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        """Hand one over; it counts as on its way from now on."""
        if self._engine is None:
            raise Defect("a push was sent before the engine was named")
        self._began[outbound] = self._monotonic()
        try:
            await self._engine.enqueue_outbound(outbound, partition=partition)
        except BaseException:
            self._began.pop(outbound, None)
            raise

    def ended(self, outbound: OutboundId) -> None:
        """A message came to an end, whichever; replies are not ours and change nothing."""
        if self._began.pop(outbound, None) is not None and self._on_settled is not None:
            self._on_settled()

    async def on_the_way(self) -> int:
        """How many are on their way and moving."""
        now = self._monotonic()
        for key in [key for key, began in self._began.items() if now - began >= _COUNTED_S]:
            del self._began[key]
        if now - self._looked_up >= _LOOKED_UP_EVERY_S:
            self._looked_up = now
            older = {k for k, began in self._began.items() if now - began >= _LOOKED_UP_AFTER_S}
            if older:
                for settled in older - set(await self._still_waiting(older)):
                    self._began.pop(settled, None)
        return len(self._began)


class PushPermission:
    """Asked before a push leaves: what was right when it was written may be hours ago.

    A channel that was away, or a process that was down, must not bring a message in quiet hours or
    after its kind was switched off.
    """

    def __init__(self, *, users: UserStore, clock: Clock) -> None:
        self._users = users
        self._clock = clock

    async def wait_s(self, outbound: OutboundId) -> float | None:
        """Seconds until a message may leave: 0 when now, as for everything that is no push.

        None: its kind was switched off.
        """
        kind = Outbound.kind_of(outbound)
        if kind == "reply" or kind == "notice":
            return 0.0
        user = UserId(outbound.split(":")[1])
        person = (await self._users.get_many([user])).get(user)
        if person is None:
            return 0.0  # joined with another; what belongs to somebody erased is gone already
        if not _is_wanted(PushKind(kind), person.settings):
            return None
        now = self._clock.now()
        end = quiet_until(person.settings, now)
        return 0.0 if end is None else max(1.0, (end - now).total_seconds())


def _is_wanted(kind: PushKind, settings: UserSettings) -> bool:
    match kind:
        case PushKind.DIGEST:
            return settings.digest_enabled
        case PushKind.ALERT:
            return settings.alerts_enabled
        case PushKind.REMINDER:
            return settings.reminders_enabled
