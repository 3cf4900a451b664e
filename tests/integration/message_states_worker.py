"""A process that delivers what is owed to Slack, until it is killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp

from bot.delivery import Outbox
from bot.lineage import Editions
from bot.pacing import Pacer
from bot.slack_channel.channel import SlackChannel
from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.live import LiveAnswers
from bot.slack_channel.people import People
from bot.slack_channel.revising import Revising
from bot.slack_channel.rooms import Rooms
from bot.slack_channel.sending import Sending
from bot.slack_channel.web_api import ChannelPace, Installed, SlackWeb, Workspaces
from domain.messages import ChannelName
from storage.database import open_database
from storage.outbound import SqlOutbound
from storage.parts import SqlParts
from tests.twins.stores import FrozenClock
from tests.twins.stores_files import InMemoryStores


class OneTeam(Workspaces):
    """One installation that never changes."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    async def find(self, workspace: str) -> Installed | None:
        return self._installed if workspace == self._installed.workspace else None

    async def remove(self, workspace: str, *, before_s: float) -> bool:
        return False


async def work(file: Path, *, base_url: str, team: str, token: str, bot_user: str) -> None:
    """Deliver everything that is owed, all of it at once."""
    clock = FrozenClock()
    async with (
        open_database(url=f"sqlite:///{file}") as database,
        aiohttp.ClientSession() as session,
    ):
        outbound, parts = (
            SqlOutbound(database=database, clock=clock),
            SqlParts(database=database, clock=clock),
        )
        web = SlackWeb(
            workspaces=OneTeam(Installed(workspace=team, token=token, bot_user=bot_user)),
            session=session,
            base_url=base_url,
            pace=ChannelPace(gap_s=0.02),
        )
        rooms = Rooms(web=web)
        sending = Sending(web=web, rooms=rooms, parts=parts, blobs=InMemoryStores().blobs)
        channel = SlackChannel(
            sending=sending,
            revising=Revising(web=web, sending=sending, parts=parts),
            editions=Editions(parts=parts, get=outbound.get),
            outbound=outbound.get,
            live=LiveAnswers(web=web, parts=parts),
            people=People(web=web),
            rooms=rooms,
            courtesies=Courtesies(web=web),
        )
        outbox = Outbox(
            outbound=outbound,
            channels={ChannelName.SLACK: channel},
            pacer=Pacer(paces={}),
            doubt_s=0.02,
            first_backoff_s=0.02,
            longest_backoff_s=0.1,
            look_again_s=0.02,
        )
        owed = await outbound.waiting()
        await asyncio.gather(*(outbox.send(one, ambiguous=True) for one in owed))


if __name__ == "__main__":
    asyncio.run(
        work(
            Path(sys.argv[1]),
            base_url=sys.argv[2],
            team=sys.argv[3],
            token=sys.argv[4],
            bot_user=sys.argv[5],
        )
    )
