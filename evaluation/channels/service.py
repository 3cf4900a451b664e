"""The service under test in this process: whole, or only as far as the inbox."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pydantic import SecretStr

from bot.inbox import EventInbox
from bot.metrics import Metrics
from bot.settings import ConsoleSettings, DatabaseSettings, ModelSettings, Settings
from bot.settings_channels import EmailSettings, SlackSettings, TelegramSettings, WebSettings
from bot.web import serving, web_application
from bot.wiring.channels import Surroundings, open_channels
from bot.wiring.stores import Stores, open_stores
from domain.channel_ports import StoredEvent
from domain.errors import Defect
from domain.messages import ChannelName, InboundMessage
from domain.ports import Intake
from domain.turns import Accepted
from evaluation.channels.processes import TELEGRAM_SECRET, Peers
from storage.migration import migrate

PUBLIC_URL = "https://bot.example.org"


def settings_for(
    folder: Path, peers: Peers, *, database: str | None = None, with_model: bool = False
) -> Settings:
    """Telegram by webhook and Slack by HTTP, against the local peers."""
    info = peers.info
    return Settings(
        data_folder=folder,
        database=DatabaseSettings(url=SecretStr(database) if database else None),
        model=ModelSettings(enabled=with_model, base_url=info["model_url"]),
        console=ConsoleSettings(enabled=False),
        web=WebSettings(port=0, public_url=PUBLIC_URL),
        telegram=TelegramSettings(
            token=SecretStr(info["telegram_token"]),
            mode="webhook",
            webhook_secret=SecretStr(TELEGRAM_SECRET),
            base_url=info["telegram_base_url"],
            base_file_url=info["telegram_base_file_url"],
        ),
        slack=SlackSettings(
            mode="http",
            bot_token=SecretStr(info["slack_bot_token"]),
            signing_secret=SecretStr(info["slack_signing_secret"]),
            base_url=info["slack_base_url"],
            recruiter_default=False,  # advice with a model is for those who seek
        ),
        email=EmailSettings(),
    )


@contextmanager
def database_of_our_own(postgres: str | None) -> Iterator[str | None]:
    """A migrated PostgreSQL database for the time of the block; None stays None (SQLite)."""
    if postgres is None:
        yield None
        return
    name = f"evaluation_{secrets.token_hex(4)}"
    url = f"{postgres.rpartition('/')[0]}/{name}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            migrate(url)
            yield url
        finally:
            for each in (name, f"{name}_dbos_sys"):
                connection.execute(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)".encode())


class NoIntake(Intake):
    """Nothing gets this far."""

    async def accept(self, message: InboundMessage) -> Accepted:
        raise Defect(f"nothing is accepted here, and this is from {message.address.channel}")


@dataclass(slots=True, kw_only=True)
class Door:
    """Web application, channels and inbox; what was stored is worked off by looking away."""

    web: str
    inbox: EventInbox
    stores: Stores
    handled: int = 0

    async def handle(self, events: Sequence[StoredEvent]) -> None:
        """Done."""
        self.handled += len(events)


@asynccontextmanager
async def door(settings: Settings) -> AsyncIterator[Door]:
    """The service as far as the inbox: what a provider's acknowledgement waits for."""
    metrics = Metrics()
    async with open_stores(settings) as stores:
        inbox = EventInbox(store=stores.inbox, clock=stores.clock, metrics=metrics)
        opened = open_channels(
            settings,
            stores,
            intake=NoIntake(),
            inbox=inbox,
            surroundings=Surroundings(settings=settings),
        )

        async def is_ready() -> bool:
            return True

        async def gather() -> None: ...

        async with opened as channels:
            made = Door(web="", inbox=inbox, stores=stores)
            for name in ChannelName:
                inbox.register(name, made.handle)
            app = web_application(
                routes=channels.routes, metrics=metrics, is_ready=is_ready, gather=gather
            )
            async with (
                inbox.running(),
                serving(app, host="127.0.0.1", port=0) as web,
                channels.taking_messages(),
            ):
                made.web = web
                yield made
