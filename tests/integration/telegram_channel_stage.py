"""The Telegram channel between a Bot API server and twins of everything inside the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr

from bot.inbox import EventInbox
from bot.settings_channels import TelegramSettings, WebSettings
from bot.telegram_channel.commands import Menu
from bot.telegram_channel.opening import OpenTelegram, Ports, Tempo, open_telegram
from bot.telegram_channel.progress import Rhythm
from bot.telegram_channel.speed import Limits
from domain.agents import AgentId
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Intake
from domain.reply import Paragraph, Reply, text
from domain.turns import Accepted, Outbound, SendPromise
from tests.servers.telegram import FakeTelegram, Group, Json, Person
from tests.servers.telegram.world import BOT_ID
from tests.twins.stores_channels import (
    InMemoryAccounts,
    InMemoryChoices,
    InMemoryInbox,
    InMemoryParts,
    InMemorySecrets,
)
from tests.twins.stores_files import InMemoryStores

ANA = Person(id=501, first_name="Ana", last_name="Example", language_code="pt-br")
BEN = Person(id=502, first_name="Ben")
TEAM = Group(id=-1_001_000_000_007, title="Hiring team")
FORUM = Group(id=-1_001_000_000_008, title="Forum", forum=True, topics=(77,))
OLD_GROUP = Group(id=-4_007, title="Small group")

HASTY = Tempo(
    limits=Limits(chat_gap_s=0.0, group_most=10_000, overall_most=10_000, margin_s=0.0),
    rhythm=Rhythm(
        draft_gap_s=0.05,
        status_after_s=0.05,
        redraft_s=5.0,
        typing_s=5.0,
        group_status_after_s=0.05,
        group_gap_s=0.05,
        breath_s=0.01,
    ),
    poll_timeout_s=5,
    first_backoff_s=0.01,
)
"""For tests of behaviour: no limits, short pauses."""


class ListeningIntake(Intake):
    """Accepts into the turns twin and remembers; fails as often as it is told."""

    def __init__(self, stores: InMemoryStores) -> None:
        self._stores = stores
        self.accepted: list[Accepted] = []
        self.failures = 0
        self.heard = asyncio.Event()

    async def accept(self, message: InboundMessage) -> Accepted:
        if self.failures:
            self.failures -= 1
            raise TemporaryFailure("locked", retry_after_s=0.01)
        accepted = await self._stores.turns.accept(message)
        self.accepted.append(accepted)
        self.heard.set()
        return accepted

    @property
    def messages(self) -> list[InboundMessage]:
        """What was accepted, copies left out."""
        return [one.turn.message for one in self.accepted if one.is_new]

    async def until(self, count: int) -> list[InboundMessage]:
        """Wait until that many messages were accepted."""
        async with asyncio.timeout(20.0):
            while len(self.messages) < count:
                self.heard.clear()
                await self.heard.wait()
        return self.messages


@dataclass
class Stage:
    """Everything around the channel; it outlives a restart of the channel."""

    telegram: FakeTelegram
    settings: TelegramSettings
    web: WebSettings = field(default_factory=WebSettings)
    tempo: Tempo = HASTY
    menu: Menu = field(
        default_factory=lambda: Menu(private=("jobs", "profile", "help"), groups=("help",))
    )
    max_file_bytes: int = 25_000_000
    bundle_quiet_s: float = 0.1

    def __post_init__(self) -> None:
        self.stores = InMemoryStores()
        self.intake = ListeningIntake(self.stores)
        self.inbox_store = InMemoryInbox()
        self.parts = InMemoryParts()
        self.choices = InMemoryChoices()
        self.accounts = InMemoryAccounts(self.stores)
        self.secrets = InMemorySecrets()

    @asynccontextmanager
    async def opened(self, *, runs: bool = True) -> AsyncIterator[OpenTelegram]:
        """The channel; with ``runs`` it also receives."""
        inbox = EventInbox(
            store=self.inbox_store,
            clock=self.stores.clock,
            bundle_quiet_s=self.bundle_quiet_s,
            first_pause_s=0.01,
        )
        ports = Ports(
            inbox=inbox,
            intake=self.intake,
            blobs=self.stores.blobs,
            parts=self.parts,
            choices=self.choices,
            accounts=self.accounts,
            secrets=self.secrets,
            clock=self.stores.clock,
            outbound=self.stores.outbound.get,
        )
        async with open_telegram(
            self.settings,
            web=self.web,
            ports=ports,
            menu=self.menu,
            max_file_bytes=self.max_file_bytes,
            derived_secret="derived-secret",
            tempo=self.tempo,
        ) as opened:
            inbox.register(ChannelName.TELEGRAM, opened.handler)
            async with inbox.running():
                if not runs:
                    yield opened
                    return
                running = asyncio.create_task(opened.run())
                try:
                    yield opened
                finally:
                    running.cancel()
                    await asyncio.gather(running, return_exceptions=True)

    async def hear(self, *updates: Json) -> list[InboundMessage]:
        """Push updates and wait until they are worked off; what was accepted in all."""
        self.telegram.push(*updates)
        await self.worked_off()
        return self.intake.messages

    async def worked_off(self) -> None:
        """Wait until Telegram has nothing more for us and the inbox is empty."""
        async with asyncio.timeout(20.0):
            await self.telegram.queue.drained()
            while await self.inbox_store.waiting():  # noqa: ASYNC110 - a store tells nobody
                await asyncio.sleep(0)


@asynccontextmanager
async def stage(
    telegram: FakeTelegram, *, tempo: Tempo = HASTY, **settings: object
) -> AsyncIterator[Stage]:
    """A stage on a running server."""
    yield Stage(telegram=telegram, settings=settings_for(telegram, **settings), tempo=tempo)


def settings_for(telegram: FakeTelegram, **changes: object) -> TelegramSettings:
    """Settings that lead to the local server."""
    known: dict[str, object] = {
        "token": SecretStr(telegram.token),
        "base_url": telegram.base_url,
        "base_file_url": telegram.base_file_url,
        "timeout_s": 5.0,
        **changes,
    }
    return TelegramSettings.model_validate(known)


def address(conversation: int | str) -> Address:
    """A conversation with the bot."""
    return Address(
        channel=ChannelName.TELEGRAM, workspace=str(BOT_ID), conversation=str(conversation)
    )


def said(words: str, *, is_personal: bool = True) -> Reply:
    """A reply of one paragraph."""
    return Reply(
        blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,), is_personal=is_personal
    )


def owed(
    reply: Reply | str,
    *,
    to: int | str = ANA.id,
    name: str = "c_1:1",
    promise: SendPromise = SendPromise.AT_LEAST_ONCE,
    reply_to: int | None = None,
    recipient: int | None = ANA.id,
) -> Outbound:
    """An answer that is owed."""
    return Outbound(
        id=OutboundId(f"out:{name}"),
        address=address(to),
        reply=said(reply) if isinstance(reply, str) else reply,
        turn=TurnId(name),
        promise=promise,
        reply_to=None if reply_to is None else str(reply_to),
        recipient="" if recipient is None else str(recipient),
    )


def words_in(messages: Sequence[Json]) -> list[str]:
    """The texts and captions of messages."""
    return [str(one.get("text", one.get("caption", ""))) for one in messages]


def keys_of(message: Json) -> list[Json]:
    """The buttons below a message, in reading order."""
    return [key for row in message["reply_markup"]["inline_keyboard"] for key in row]


async def until(condition: Callable[[], object], *, within_s: float = 10.0) -> None:
    """Let everybody else run until it is so."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - what a server or store has come to
            await asyncio.sleep(0.005)
