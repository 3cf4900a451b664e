"""Slack and Telegram in one process that outlives the product's, with a crowd they know already.

``python -m tests.acceptance.push_kills.peers FOLDER PEOPLE`` serves until terminated. What opens
the servers is in ``FOLDER/info.json`` once they answer. Beside their usual control interface both
tell everything that the bot said, in one answer.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import web

from tests.servers.slack.control import Control as SlackControl
from tests.servers.slack.records import Channel, Json
from tests.servers.slack.server import FakeSlack
from tests.servers.telegram.control import Control as TelegramControl
from tests.servers.telegram.server import FakeTelegram
from tests.servers.telegram.world import BOT_ID, Person

_FIRST_CHAT = 810_000


def slack_user(number: int) -> str:
    """The id of somebody in the workspace."""
    return f"U0FAN{number:06d}"


def slack_dm(number: int) -> str:
    """The id of their direct conversation with the bot."""
    return f"D0FAN{number:06d}"


def telegram_chat(number: int) -> int:
    """Somebody's id in Telegram, which is also that of their chat with the bot."""
    return _FIRST_CHAT + number


class CrowdedSlack(FakeSlack):
    """Says everything at once what the app wrote."""

    def add_routes(self, app: web.Application) -> None:
        super().add_routes(app)
        SlackControl(self).add_routes(app)
        app.router.add_get("/control/sent", self._sent)
        app.router.add_get("/control/sent/count", self._count)

    def meet(self, people: int) -> None:
        """Members of the workspace, each with an open direct conversation."""
        for number in range(people):
            user = slack_user(number)
            self.world.add_user(user, team=self.team, name=f"person{number}")
            dm = Channel(
                id=slack_dm(number), name=user.lower(), team=self.team, kind="im", user=user
            )
            self.world.add_channel(dm)

    async def _sent(self, _: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "place": one.channel,
                    "mark": one.body.get("metadata", {}).get("event_payload", {}).get("id", ""),
                    "words": one.body["text"],
                }
                for one in self.world.messages
                if one.by_app and not one.deleted
            ]
        )

    async def _count(self, _: web.Request) -> web.Response:
        return web.json_response(sum(one.by_app for one in self.world.messages))


class CrowdedTelegram(FakeTelegram):
    """Says everything at once what the bot wrote."""

    def open_control(self) -> None:
        """Add the routes; before it serves."""
        TelegramControl(self)
        self.app.router.add_get("/control/sent", self._sent)
        self.app.router.add_get("/control/sent/count", self._count)

    def meet(self, people: int) -> None:
        """Chats that their people began."""
        for number in range(people):
            self.world.meet(Person(id=telegram_chat(number), first_name=f"Person {number}"))

    def _said(self) -> list[tuple[int, Json]]:
        return [
            (chat.id, message)
            for chat in self.world.chats.values()
            for message in chat.messages.values()
            if message["from"]["id"] == BOT_ID
        ]

    async def _sent(self, _: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "place": str(chat),
                    "mark": f"{chat}/{message['message_id']}",
                    "words": message.get("text", ""),
                }
                for chat, message in self._said()
            ]
        )

    async def _count(self, _: web.Request) -> web.Response:
        return web.json_response(len(self._said()))


async def serve(folder: Path, *, people: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    telegram = CrowdedTelegram()
    telegram.open_control()
    async with telegram, CrowdedSlack() as slack:
        telegram.meet(people)
        slack.meet(people)
        info = {
            "telegram_url": telegram.url,
            "telegram_token": telegram.token,
            "telegram_base_url": telegram.base_url,
            "telegram_base_file_url": telegram.base_file_url,
            "slack_url": slack.world.root,
            "slack_base_url": slack.base_url,
            "slack_bot_token": slack.bot_token,
            "slack_app_token": slack.app_token,
            "slack_team": slack.team_id,
        }
        unfinished = folder / "info.new"
        unfinished.write_text(json.dumps(info), encoding="utf-8")
        unfinished.rename(folder / "info.json")
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), people=int(sys.argv[2])))
