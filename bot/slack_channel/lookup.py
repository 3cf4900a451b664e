"""What stands in a thread already: our marked messages, and those that lost their mark."""

from __future__ import annotations

from collections.abc import Collection

from bot.slack_channel.hearing import Place
from bot.slack_channel.pieces import marker_in
from bot.slack_channel.web_api import SlackWeb
from bot.slack_channel.wire import Json, look, objects_at, text_at

_PAGE = 200
_MOST_PAGES = 10


class Lookup:
    """Reads conversations; raises the errors of ``SlackWeb``."""

    def __init__(self, *, web: SlackWeb) -> None:
        self._web = web

    async def marked(self, place: Place, *, workspace: str, after_ts: str = "") -> dict[str, str]:
        """Timestamps of our messages by their mark."""
        messages = await self._messages(place, workspace=workspace, after_ts=after_ts)
        found = {marker_in(message): text_at(message, "ts") for message in messages}
        found.pop("", None)
        return found

    async def has_file(
        self, place: Place, *, workspace: str, file_id: str, after_ts: str = ""
    ) -> bool:
        """Whether a message there holds that file."""
        messages = await self._messages(place, workspace=workspace, after_ts=after_ts)
        files = [file for message in messages for file in objects_at(message, "files")]
        return any(text_at(file, "id") == file_id for file in files)

    async def orphan(
        self, place: Place, *, workspace: str, but: Collection[str], after_ts: str = ""
    ) -> str | None:
        """The newest message of ours without a mark: everything finished has one."""
        bot_user = (await self._web.installed(workspace)).bot_user
        for message in reversed(
            await self._messages(place, workspace=workspace, after_ts=after_ts)
        ):
            ts = text_at(message, "ts")
            if (
                text_at(message, "bot_id")
                and (not bot_user or text_at(message, "user") == bot_user)
                and not marker_in(message)
                and not look(message, "files")
                and ts not in {place.thread, *but}
            ):
                return ts
        return None

    async def are_in(self, place: Place, *, workspace: str) -> bool:
        """Whether a message of ours stands in the thread."""
        bot_user = (await self._web.installed(workspace)).bot_user
        messages = await self._messages(place, workspace=workspace, after_ts="")
        return any(
            text_at(message, "bot_id")
            and (text_at(message, "user") == bot_user or bool(marker_in(message)))
            for message in messages
        )

    async def _messages(self, place: Place, *, workspace: str, after_ts: str) -> list[Json]:
        """Oldest first."""
        where: Json = {"channel": place.channel, "limit": _PAGE, "include_all_metadata": True}
        if not place.thread:
            answer = await self._web.call(
                "conversations.history", workspace=workspace, arguments=where
            )
            return list(reversed(objects_at(answer, "messages")))
        where |= {"ts": place.thread, "oldest": after_ts or place.thread}
        found: list[Json] = []
        for _ in range(_MOST_PAGES):
            answer = await self._web.call(
                "conversations.replies", workspace=workspace, arguments=where
            )
            found += objects_at(answer, "messages")
            following = text_at(answer, "response_metadata", "next_cursor")
            if not following:
                break
            where |= {"cursor": following}
        return found
