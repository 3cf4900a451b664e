"""Messages through peers that fail one call in ten, in every way they know: lost, duplicated."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text as sql

from bot.postbox import DurablePostbox
from bot.wiring.application import Application, build_application
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.reply import Paragraph, Reply, text
from domain.turns import Outbound
from evaluation.channels.figures import Figure
from evaluation.channels.processes import Peers, peers_running
from evaluation.channels.service import database_of_our_own, settings_for

MESSAGES = 1_000
CHATS = 250
_LONGEST_S = 240.0
_SHARE = 0.1


async def measure(postgres: str | None) -> list[Figure]:
    """Each channel by itself, so that its time is its own."""
    figures: list[Figure] = []
    for channel in (ChannelName.TELEGRAM, ChannelName.SLACK):
        with tempfile.TemporaryDirectory() as folder, database_of_our_own(postgres) as url:
            async with peers_running() as peers:
                chats = await peers.ask("meet", chats=CHATS)
                settings = settings_for(Path(folder), peers, database=url)
                async with build_application(settings) as application:
                    await peers.ask("trouble", share=_SHARE, seed=11)
                    figures += await _measure(application, peers, channel, chats=chats)
    return figures


async def _measure(
    application: Application, peers: Peers, channel: ChannelName, *, chats: dict[str, list[object]]
) -> list[Figure]:
    places = [str(chat) for chat in chats[channel.value]]
    began_s = time.perf_counter()
    await post_messages(
        application,
        [
            message(channel, peers, conversation=places[number % CHATS], number=number)
            for number in range(MESSAGES)
        ],
    )
    left = await until_settled(application, longest_s=_LONGEST_S)
    took_s = time.perf_counter() - began_s
    marks = (await peers.ask("marks"))[channel.value]
    troubles = await peers.ask("troubles")
    made, faults = troubles[channel.value], troubles[f"{channel}_faults"]
    copies = sum(marks.values()) - len(marks)
    # Telegram cannot be asked what arrived: what was taken and not confirmed is sent again, once
    # more for each time. That is what the documentation promises, and no more than that.
    may_be = troubles["telegram_sends_unclear"] if channel is ChannelName.TELEGRAM else 0
    return [
        Figure(name=f"{channel}: messages", value=MESSAGES),
        Figure(name=f"{channel}: calls in trouble", value=sum(made.values())),
        Figure(name=f"{channel}: lost", value=MESSAGES - len(marks), at_most=0),
        Figure(name=f"{channel}: duplicated", value=copies, at_most=may_be),
        Figure(name=f"{channel}: not settled in the time", value=left, at_most=0),
        Figure(name=f"{channel}: faults that the server saw", value=len(faults)),
        Figure(name=f"{channel}: time", value=took_s, unit="s"),
    ]


def message(channel: ChannelName, peers: Peers, *, conversation: str, number: int) -> Outbound:
    """A message that nobody asked for, with a mark in it."""
    info = peers.info
    is_telegram = channel is ChannelName.TELEGRAM
    workspace = info["telegram_token"].partition(":")[0] if is_telegram else info["slack_team"]
    words = f"This is message m{number:05d}x."
    return Outbound(
        id=OutboundId(f"note:{channel}:{number}"),
        address=Address(channel=channel, workspace=workspace, conversation=conversation),
        # Not personal: in a group or a public channel it would only be hinted at.
        reply=Reply(
            blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,), is_personal=False
        ),
        turn=None,
    )


async def post_messages(application: Application, messages: Sequence[Outbound]) -> None:
    """Store them and have them sent in the background."""
    postbox = DurablePostbox(outbound=application.stores.outbound)
    postbox.use(application.engine)
    for each in messages:
        await postbox.post(each)


async def until_settled(application: Application, *, longest_s: float) -> int:
    """Until nothing is owed any more; how many still are."""
    waiting = sql("SELECT count(*) FROM outbound WHERE state = 'waiting'")
    ends_s = time.perf_counter() + longest_s
    while True:
        async with application.stores.database.read() as connection:
            left = int((await connection.execute(waiting)).scalar_one())
        if left == 0 or time.perf_counter() > ends_s:
            return left
        await asyncio.sleep(0.5)
