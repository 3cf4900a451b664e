"""What every opened channel offers to the composition root; the channels do not know each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from domain.channel_ports import EventHandler
from domain.messages import ChannelName
from domain.ports import Channel

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


class OpenChannel(Protocol):
    """A channel whose resources are open and which takes no messages yet."""

    @property
    def channel(self) -> Channel:
        """The outbound half."""

    @property
    def handler(self) -> EventHandler:
        """Works off what the channel put into the inbox."""

    def routes(self) -> Sequence[BaseRoute]:
        """What it wants served by the web application."""

    async def run(self) -> None:
        """Take messages until cancelled."""


@runtime_checkable
class CountingChannel(Protocol):
    """A channel that counts what it did, for the gauges."""

    def counts(self) -> Mapping[str, int]:
        """By kind, since the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """One line of what a starting service says about a channel."""

    name: ChannelName
    on: bool
    sentence: str
    """How to reach it, or what to set to turn it on."""
