"""The door through which updates come in, however they arrive: stored first, or not at all."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence

import structlog

from bot.telegram_channel.decoding import (
    Decoded,
    Ignored,
    Moved,
    Pressed,
    ReachChanged,
    Said,
    decode,
)
from bot.telegram_channel.identity import Identity
from bot.telegram_channel.payload import Payload, integer
from bot.telegram_channel.places import Place
from domain.channel_ports import Inbox, RawEvent
from domain.messages import ChannelName
from domain.ports import Clock

_log = structlog.get_logger(__name__)

_ALBUMS = 500


class Entrance:
    """Decides what is for us and puts that, and nothing else, into the inbox.

    Args:
        identity: the bot.
        inbox: where it is safe.
        clock: when it arrived.
    """

    def __init__(self, *, identity: Identity, inbox: Inbox, clock: Clock) -> None:
        self._identity = identity
        self._inbox = inbox
        self._clock = clock
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def take_in(self, updates: Sequence[Payload]) -> None:
        """Return when none of them can be lost any more.

        Raises:
            TemporaryFailure: some were not stored; give all of them again.
        """
        # The order of their ids is the order in which they happened.
        ordered = sorted(updates, key=lambda update: integer(update, "update_id") or 0)
        events = [event for update in ordered if (event := self._event(update)) is not None]
        # Together, so that one commit can hold them all; in order, as each call starts in turn.
        results = await asyncio.gather(
            *(self._inbox.take_in(event) for event in events), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _event(self, update: Payload) -> RawEvent | None:
        decoded = decode(update, me=self._identity.me, albums=self._albums)
        if isinstance(decoded, Ignored):
            _log.debug("update_ignored", reason=decoded.reason)
            return None
        bundle = decoded.bundle if isinstance(decoded, Said) else None
        if bundle is not None:
            self._albums[bundle] = None
            if len(self._albums) > _ALBUMS:
                self._albums.popitem(last=False)
        return RawEvent(
            channel=ChannelName.TELEGRAM,
            workspace=self._identity.workspace,
            keys=decoded.keys,
            lane=_place(decoded).conversation,
            document=json.dumps(update),
            received_at=self._clock.now(),
            bundle=bundle,
        )


def _place(decoded: Decoded) -> Place:
    match decoded:
        case Said(place=place) | Pressed(place=place) | ReachChanged(place=place):
            return place
        case Moved(old=place):
            return place
        case Ignored():
            raise AssertionError("nothing is stored of what is not for us")
