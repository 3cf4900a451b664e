"""What of a channel's talk is for us, and who can read a conversation."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import structlog

from bot.slack_channel.hearing import Place, Said
from bot.slack_channel.lookup import Lookup
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import look
from domain.channel_ports import BoundPlaces
from domain.errors import TemporaryFailure
from domain.messages import Address, ChannelName

log = structlog.get_logger(__name__)

_KEPT_S = 600.0
_FAILED_KEPT_S = 30.0
_PATIENCE_S = 3.0
_REMEMBERED = 5_000
_PRIVATE_KINDS = frozenset({"im", "mpim", "group"})


class NothingBound(BoundPlaces):
    """No channel is a role's: everywhere we are spoken to by name."""

    async def is_bound(self, address: Address) -> bool:
        del address
        return False


class Listening:
    """In a channel of a role files are for us, and so is what is said in threads that we are in.

    Everywhere else, and for all other talk, we have to be named.
    """

    def __init__(self, *, places: BoundPlaces, web: SlackWeb) -> None:
        self._places = places
        self._lookup = Lookup(web=web)
        self._ours: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def may_be_for_us(self, said: Said, *, workspace: str) -> bool:
        """Whether it has to be looked at; asks nobody but our own store.

        Raises:
            TemporaryFailure: the store did not answer.
        """
        if said.is_addressed:
            return True
        address = Address(
            channel=ChannelName.SLACK, workspace=workspace, conversation=said.place.channel
        )
        return await self._places.is_bound(address)

    async def is_for_us(self, said: Said, *, workspace: str) -> bool:
        """Whether it was said to us.

        Raises:
            TemporaryFailure: our store or Slack did not answer.
        """
        if said.is_addressed:
            return True
        if not await self.may_be_for_us(said, workspace=workspace):
            return False
        return bool(said.files) or said.answers_us or await self._are_in(said.place, workspace)

    async def _are_in(self, place: Place, workspace: str) -> bool:
        """Whether anything of ours stands in the thread."""
        key = (workspace, place.conversation)
        if key in self._ours:
            return True
        try:
            found = await self._lookup.are_in(place, workspace=workspace)
        except SlackRefused as refusal:
            log.info("slack_thread_not_read", code=refusal.code)
            return False
        if found:
            self._ours[key] = None
            while len(self._ours) > _REMEMBERED:
                self._ours.popitem(last=False)
        return found


class Openness:
    """Whether a channel is public; one that Slack does not describe is taken for public.

    So is one that is shared with another organisation: its people are on nobody's team here.
    """

    def __init__(self, *, web: SlackWeb) -> None:
        self._web = web
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}

    async def is_open(self, place: Place, *, workspace: str, told: str = "") -> bool:
        """Whether anybody in the organisation can read it. Never raises.

        Args:
            place: the conversation.
            workspace: where.
            told: the ``channel_type`` of an event, if there is one.
        """
        if place.is_private:
            return False
        now = asyncio.get_running_loop().time
        key = (workspace, place.channel)
        if told:
            return self._remember(key, told not in _PRIVATE_KINDS, until=now() + _KEPT_S)
        until, is_open = self._known.get(key, (0.0, True))
        if now() < until:
            return is_open
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await self._web.call(
                    "conversations.info", workspace=workspace, arguments={"channel": place.channel}
                )
        except (SlackRefused, TemporaryFailure, TimeoutError) as error:
            log.info("slack_channel_not_described", error=type(error).__name__)
            return self._remember(key, is_open, until=now() + _FAILED_KEPT_S)  # as known before
        is_open = (
            look(answer, "channel", "is_private") is not True
            or look(answer, "channel", "is_ext_shared") is True
        )
        return self._remember(key, is_open, until=now() + _KEPT_S)

    def _remember(self, key: tuple[str, str], found: bool, *, until: float) -> bool:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()  # asked once more, which is cheap
        self._known[key] = (until, found)
        return found
