"""Counts what people do with pushes: by day and kind, never by person."""

from __future__ import annotations

from collections.abc import Mapping

from domain.ports import Clock, UserStore
from domain.push_ports import PushCountStore
from domain.pushes import PushEvent, PushKind
from domain.turns import Turn


def via_of(arguments: Mapping[str, str]) -> PushKind | None:
    """The push whose button this is; None for every other button (and for a forged word).

    >>> via_of({"via": "alert"}), via_of({"via": "?"})
    (<PushKind.ALERT: 'alert'>, None)
    """
    via = arguments.get("via", "")
    return PushKind(via) if via in set(PushKind) else None


class PushCounter:
    """What a button of a push adds to the operator's statistics."""

    def __init__(self, *, counts: PushCountStore, users: UserStore, clock: Clock) -> None:
        self._counts = counts
        self._users = users
        self._clock = clock

    async def pressed(self, turn: Turn, arguments: Mapping[str, str]) -> None:
        """A button was pressed: the first one of a kind counts, per person and day."""
        if (kind := via_of(arguments)) is not None:
            day = self._clock.now().date()
            await self._once(turn, kind, PushEvent.OPENED, key=day.isoformat())

    async def hidden(self, turn: Turn, arguments: Mapping[str, str]) -> None:
        """A posting of a push was hidden; each posting counts once per person."""
        if (kind := via_of(arguments)) is not None:
            await self._once(turn, kind, PushEvent.HIDDEN, key=arguments.get("posting", ""))

    async def left(self, kind: PushKind) -> None:
        """A kind was switched off out of a push."""
        await self._counts.count(kind, PushEvent.UNSUBSCRIBED, on=self._clock.now().date())

    async def _once(self, turn: Turn, kind: PushKind, event: PushEvent, *, key: str) -> None:
        # A turn that runs again after a crash counts again: one too many, rarely, harms nobody.
        if await self._users.once(turn.user, f"push-{event}:{kind}:{key}", turn=turn.id):
            await self._counts.count(kind, event, on=self._clock.now().date())
