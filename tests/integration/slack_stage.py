"""The Slack channel between a local Slack and twins of everything inside the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr
from slack_sdk.oauth.installation_store.models.bot import Bot

from bot.delivery import Outbox
from bot.inbox import EventInbox
from bot.metrics import Metrics
from bot.pacing import Pacer
from bot.settings_channels import SlackSettings, WebSettings
from bot.slack_channel.home import ProfileHome
from bot.slack_channel.installing import OAuthWorkspaces
from bot.slack_channel.opening import Slack, SlackPorts, open_slack
from bot.web import serving, web_application
from domain.agents import AgentId, Audience
from domain.channel_ports import BoundPlaces
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Channel, Intake
from domain.reply import Block, Paragraph, Reply, text
from domain.turns import Accepted, Outbound
from tests.servers.slack import FakeSlack, Json, Team
from tests.twins.stores_channels import (
    InMemoryAccounts,
    InMemoryInbox,
    InMemoryParts,
    InMemorySecrets,
)
from tests.twins.stores_files import InMemoryStores

LANGUAGES = {"en": "English", "de": "German"}


class ListeningIntake(Intake):
    """Accepts into the turns twin and remembers; fails as often as it is told."""

    def __init__(self, stores: InMemoryStores) -> None:
        self._stores = stores
        self.messages: list[InboundMessage] = []
        self.turns: list[TurnId] = []
        self.failures = 0
        self._more = asyncio.Condition()

    async def accept(self, message: InboundMessage) -> Accepted:
        if self.failures:
            self.failures -= 1
            raise TemporaryFailure("not now", retry_after_s=0.01)
        accepted = await self._stores.turns.accept(message)
        if accepted.is_new:
            self.messages.append(message)
            self.turns.append(accepted.turn.id)
            async with self._more:
                self._more.notify_all()
        return accepted

    async def wait(self, count: int = 1, *, timeout_s: float = 10.0) -> InboundMessage:
        """The last message once there are so many."""
        async with asyncio.timeout(timeout_s), self._more:
            await self._more.wait_for(lambda: len(self.messages) >= count)
        return self.messages[-1]


class BoundChannels(BoundPlaces):
    """Channels of roles, by their ids; fails as often as it is told."""

    def __init__(self, *channels: str) -> None:
        self.channels = set(channels)
        self.failures = 0
        self.asked: list[Address] = []

    async def is_bound(self, address: Address) -> bool:
        self.asked.append(address)
        if self.failures:
            self.failures -= 1
            raise TemporaryFailure("not now")
        return address.conversation.partition(":")[0] in self.channels


@dataclass(kw_only=True)
class Stage:
    """The channel at work."""

    fake: FakeSlack
    slack: Slack
    stores: InMemoryStores
    intake: ListeningIntake
    inbox: EventInbox
    inbox_store: InMemoryInbox
    parts: InMemoryParts
    accounts: InMemoryAccounts
    secrets: InMemorySecrets
    url: str = ""
    """Where Slack posts to."""
    _numbers: list[int] = field(default_factory=list)

    @property
    def channel(self) -> Channel:
        return self.slack.channel

    def outbox(self) -> Outbox:
        return Outbox(
            outbound=self.stores.outbound,
            channels={ChannelName.SLACK: self.channel},
            pacer=Pacer(paces={}),
            doubt_s=0.05,
            first_backoff_s=0.05,
            longest_backoff_s=0.2,
            patience_s=0.5,
            unknown_patience_s=0.2,
            look_again_s=0.02,
        )

    async def owed(
        self,
        *blocks: Block,
        conversation: str,
        workspace: str | None = None,
        recipient: str = "",
        is_personal: bool = True,
        id: str | None = None,  # noqa: A002 - what it is
        turn: TurnId | None = None,
        under: OutboundId | None = None,
        replaces: OutboundId | None = None,
        stands_alone: bool = True,
    ) -> Outbound:
        """A stored reply."""
        self._numbers.append(1)
        outbound = Outbound(
            id=OutboundId(id or (f"out:{turn}" if turn else f"out:c_1:{len(self._numbers)}")),
            address=Address(
                channel=ChannelName.SLACK,
                workspace=workspace or self.fake.team_id,
                conversation=conversation,
            ),
            reply=Reply(blocks=blocks, agents=(AgentId.HELP,), is_personal=is_personal),
            turn=turn,
            recipient=recipient,
            under=under,
            replaces=replaces,
            stands_alone=stands_alone,
        )
        await self.stores.outbound.add(outbound)
        return outbound

    async def install(self, team: Team, *, life_s: float | None = None) -> None:
        """What a finished OAuth flow leaves behind."""
        assert isinstance(self.slack.workspaces, OAuthWorkspaces)
        install = self.fake.world.install(team, life_s=life_s)
        await self.slack.workspaces.async_save_bot(
            Bot(
                team_id=team.id,
                bot_token=install.token,
                bot_id=team.bot_id,
                bot_user_id=team.bot_user_id,
                bot_refresh_token=install.refresh_token,
                bot_token_expires_at=int(install.expires_at) if install.expires_at else None,
                installed_at=self.fake.clock.now(),
            )
        )

    async def inbox_store_idle(self) -> None:
        """Everything that came in was worked off."""
        async with asyncio.timeout(10.0):
            while await self.inbox_store.waiting():  # noqa: ASYNC110 - a store tells nobody
                await asyncio.sleep(0)

    def asked(self, words: str = "hello", *, in_channel: bool = False) -> str:
        """A person's message that Slack has; the conversation it begins."""
        place = self.fake.channel if in_channel else self.fake.dm
        event = self.fake.events.message(words, channel=place)["event"]
        return f"{event['channel']}:{event['ts']}"

    def bot_messages(self, channel: str) -> list[Json]:
        """What we have written there."""
        return self.fake.messages(channel, by_app=True)


@asynccontextmanager
async def stage(
    fake: FakeSlack,
    *,
    mode: Literal["socket", "http"] = "socket",
    oauth: bool = False,
    running: bool = True,
    stores: InMemoryStores | None = None,
    parts: InMemoryParts | None = None,
    secrets: InMemorySecrets | None = None,
    inbox_store: InMemoryInbox | None = None,
    served: Intake | None = None,
    max_file_bytes: int = 200_000,
    places: BoundPlaces | None = None,
    **changes: object,
) -> AsyncIterator[Stage]:
    """Open the channel against ``fake`` and receive; ``served`` is who accepts, if not a twin."""
    stores = stores or InMemoryStores()
    intake = ListeningIntake(stores)
    inbox_store = inbox_store or InMemoryInbox()
    inbox = EventInbox(store=inbox_store, clock=stores.clock, first_pause_s=0.05)
    parts = parts or InMemoryParts()
    accounts = InMemoryAccounts(stores)
    secrets = secrets or InMemorySecrets()
    host = fake.world.root.removeprefix("http://")
    values: dict[str, object] = {
        "mode": mode,
        "base_url": fake.base_url,
        "file_hosts": host,
        "signing_secret": SecretStr(fake.signing_secret),
        "timeout_s": 5.0,
    }
    if oauth:
        values |= {
            "client_id": fake.world.client_id,
            "client_secret": SecretStr(fake.world.client_secret),
        }
    else:
        values |= {
            "bot_token": SecretStr(fake.bot_token),
            "app_token": SecretStr(fake.app_token),
        }
    settings = SlackSettings.model_validate(values | changes)
    web = WebSettings(public_url="https://bot.example.org", port=0)
    ports = SlackPorts(
        inbox=inbox,
        intake=served or intake,
        blobs=stores.blobs,
        outbound=stores.outbound.get,
        parts=parts,
        accounts=accounts,
        secrets=secrets,
        home=ProfileHome(accounts=accounts, profiles=stores.profiles, audience=Audience.RECRUITER),
        clock=stores.clock,
        languages=LANGUAGES,
        max_file_bytes=max_file_bytes,
        places=places or BoundChannels(),
    )
    async with open_slack(settings, web=web, ports=ports, ping_s=0.2) as slack:
        made = Stage(
            fake=fake,
            slack=slack,
            stores=stores,
            intake=intake,
            inbox=inbox,
            inbox_store=inbox_store,
            parts=parts,
            accounts=accounts,
            secrets=secrets,
        )
        inbox.register(ChannelName.SLACK, slack.handler)
        async with inbox.running():
            if not running:
                yield made
                return
            async with _receiving(made, mode=mode):
                yield made


@asynccontextmanager
async def _receiving(made: Stage, *, mode: Literal["socket", "http"]) -> AsyncIterator[None]:
    runner = asyncio.create_task(made.slack.run())
    try:
        if mode == "socket":
            await made.fake.sockets.connected(2)
            yield
            return

        async def ready() -> bool:
            return True

        async def gather() -> None: ...

        app = web_application(
            routes=made.slack.routes(), metrics=Metrics(), is_ready=ready, gather=gather
        )
        async with serving(app, host="127.0.0.1", port=0) as address:
            made.url = f"{address}/slack/events"
            yield
    finally:
        runner.cancel()
        await asyncio.gather(runner, return_exceptions=True)


def said(words: str) -> Paragraph:
    return Paragraph(body=text(words))
