"""How fast we may speak: sends per address and per channel, progress about once a second."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from domain.ids import TurnId
from domain.messages import Address, ChannelName
from domain.ports import Channel
from domain.turns import StatusChanged, TurnEvent

log = structlog.get_logger(__name__)

_REMEMBERED = 10_000
"""Addresses whose last send is kept before those whose pause is over are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between two sends; zero where a channel has no limit."""

    per_address_s: float = 0.0
    overall_s: float = 0.0


_UNPACED = Pace()

SIGN_AFTER_S = 0.8
"""Seconds of silence after which a person is told that their message is being worked on."""


class Pacer:
    """Holds every send back until its address and its channel may be used again.

    Evenly spaced, because a bucket that refills lets twice its limit through in one window.
    """

    def __init__(self, *, paces: Mapping[ChannelName, Pace]) -> None:
        self._paces = paces
        self._free_at: dict[Address | ChannelName, float] = {}

    async def acquire(self, address: Address) -> None:
        """Return when a send to ``address`` may start; the right to send is taken by then."""
        pace = self._paces.get(address.channel, _UNPACED)
        now = asyncio.get_running_loop().time
        while (wait_s := self._free(address) - now()) > 0:  # noqa: ASYNC110 - time is the event
            await asyncio.sleep(wait_s)
        # Nothing is awaited between the check and these lines: no two sends share a slot.
        if len(self._free_at) >= _REMEMBERED:
            self._free_at = {key: at for key, at in self._free_at.items() if at > now()}
        self._free_at[address] = now() + pace.per_address_s
        self._free_at[address.channel] = now() + pace.overall_s

    def hold(self, address: Address, *, for_s: float) -> None:
        """Send nothing to ``address`` for that many seconds: its channel asked for it."""
        until = asyncio.get_running_loop().time() + for_s
        self._free_at[address] = max(self._free_at.get(address, 0.0), until)

    def _free(self, address: Address) -> float:
        return max(self._free_at.get(address, 0.0), self._free_at.get(address.channel, 0.0))


class ProgressFeed:
    """A turn's events to its channel: the first at once, then the newest about once a second.

    A turn that says nothing for ``sign_after_s`` seconds is said to be worked on: people wait a
    second for a person, not for silence. Best effort: it never delays the turn and never fails it.
    """

    def __init__(
        self,
        *,
        channel: Channel,
        address: Address,
        turn: TurnId,
        gap_s: float,
        sign_after_s: float = SIGN_AFTER_S,
    ) -> None:
        self._channel = channel
        self._address = address
        self._turn = turn
        self._gap_s = gap_s
        self._newest: TurnEvent | None = None
        self._shower: asyncio.Task[None] | None = None
        self._sign = asyncio.get_running_loop().call_later(sign_after_s, self._say_working)

    def _say_working(self) -> None:
        self._show_soon(StatusChanged(text="Working on it"))

    async def __call__(self, event: TurnEvent) -> None:
        """Remember the event; it is shown unless a newer one replaces it first."""
        self._sign.cancel()
        self._show_soon(event)

    def _show_soon(self, event: TurnEvent) -> None:
        self._newest = event
        if self._shower is None:
            self._shower = asyncio.create_task(self._show())

    async def _show(self) -> None:
        try:
            while (event := self._newest) is not None:
                self._newest = None
                await self._channel.show(self._address, self._turn, event)
                await asyncio.sleep(self._gap_s)
        except Exception as error:
            # Best effort by contract: a channel that cannot show progress still gets the reply.
            log.warning("progress_not_shown", turn=self._turn, error=type(error).__name__)
            return
        self._shower = None

    async def aclose(self) -> None:
        """Stop showing: nothing of this turn's progress may appear after its reply."""
        self._sign.cancel()
        if self._shower is not None:
            self._shower.cancel()
            await asyncio.gather(self._shower, return_exceptions=True)
