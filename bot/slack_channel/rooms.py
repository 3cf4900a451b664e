"""Threads of direct conversations that begin with us: for what was asked outside of a message."""

from __future__ import annotations

from bot.rendering.slack.spans import escaped, line
from bot.rendering.slack.wire import shorten
from bot.slack_channel.hearing import Place
from bot.slack_channel.lookup import Lookup
from bot.slack_channel.pieces import marker_of, metadata_of
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import text_at
from domain.ids import OutboundId

_HEADING_CHARS = 300


class Rooms:
    """Opens direct conversations and begins threads in them, once per event."""

    def __init__(self, *, web: SlackWeb) -> None:
        self._web = web
        self._lookup = Lookup(web=web)

    async def direct(self, workspace: str, user: str) -> Place:
        """The direct conversation with somebody.

        Raises:
            SlackRefused: there can be none.
            TemporaryFailure: Slack could not be asked.
        """
        answer = await self._web.call(
            "conversations.open", workspace=workspace, arguments={"users": user}
        )
        channel = text_at(answer, "channel", "id")
        if not channel:
            raise SlackRefused("user_not_found")
        return Place(channel=channel)

    async def thread(self, workspace: str, user: str, *, heading: str, key: str) -> Place:
        """A thread under our message with that heading; the same one again for the same key.

        Raises:
            SlackRefused: the person cannot be written to.
            TemporaryFailure: Slack could not be asked, or it is not known whether it posted.
        """
        direct = await self.direct(workspace, user)
        mark = marker_of(OutboundId(f"room:{key}"), part=0)
        ts = (await self._lookup.marked(direct, workspace=workspace)).get(mark)
        if ts is None:
            answer = await self._web.post(
                "chat.postMessage",
                workspace=workspace,
                channel=direct.channel,
                arguments={
                    "text": escaped(shorten(line(heading), most=_HEADING_CHARS)),
                    "metadata": metadata_of(mark),
                    "unfurl_links": False,
                    "unfurl_media": False,
                },
            )
            ts = text_at(answer, "ts")
        return Place(channel=direct.channel, thread=ts)
