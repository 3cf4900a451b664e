"""How fast the product writes when it has much to say, as the servers counted it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.wiring.application import build_application
from domain.messages import ChannelName
from evaluation.channels.figures import Figure
from evaluation.channels.outbound import message, post_messages, until_settled
from evaluation.channels.processes import peers_running
from evaluation.channels.service import database_of_our_own, settings_for

_IN_ONE_CHAT = 20
_IN_ONE_GROUP = 24  # more than fit into a minute
_CHATS = 300
_LONGEST_S = 150.0


async def measure(postgres: str | None) -> list[Figure]:
    """One chat, one group and one channel with much to say, and many chats with little."""
    with tempfile.TemporaryDirectory() as folder, database_of_our_own(postgres) as url:
        async with peers_running() as peers:
            chats = await peers.ask("meet", chats=_CHATS)
            places = [
                *[(ChannelName.TELEGRAM, str(chats["telegram"][0]))] * _IN_ONE_CHAT,
                *[(ChannelName.TELEGRAM, str(peers.info["group"]))] * _IN_ONE_GROUP,
                *[(ChannelName.SLACK, peers.info["slack_channel"])] * _IN_ONE_CHAT,
                *[(ChannelName.TELEGRAM, str(chat)) for chat in chats["telegram"]],
                *[(ChannelName.SLACK, str(chat)) for chat in chats["slack"]],
            ]
            settings = settings_for(Path(folder), peers, database=url)
            async with build_application(settings) as application:
                messages = [
                    message(channel, peers, conversation=place, number=number)
                    for number, (channel, place) in enumerate(places)
                ]
                await post_messages(application, messages)
                left = await until_settled(application, longest_s=_LONGEST_S)
            pace = await peers.ask("pace")
            marks = await peers.ask("marks")
    arrived = sum(len(each) for each in marks.values())
    return [
        Figure(name="messages", value=len(messages)),
        Figure(name="arrived", value=arrived, at_least=len(messages)),
        Figure(name="not settled in the time", value=left, at_most=0),
        Figure(name="Telegram, one chat, fastest second", value=pace["telegram_chat"], at_most=1),
        Figure(name="Telegram, one group, fastest second", value=pace["telegram_group"], at_most=1),
        Figure(
            name="Telegram, one group, fastest minute",
            value=pace["telegram_group_minute"],
            at_most=20,
        ),
        Figure(name="Telegram, whole bot, fastest second", value=pace["telegram_bot"], at_most=25),
        Figure(
            name="Telegram, whole bot with drafts and typing",
            value=pace["telegram_bot_all_calls"],
            at_most=30,
        ),
        Figure(name="Slack, one channel, fastest second", value=pace["slack_channel"], at_most=1),
        Figure(
            name="Slack, one channel with edits, fastest second",
            value=pace["slack_channel_with_edits"],
        ),
    ]
