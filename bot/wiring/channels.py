"""Every configured channel, opened; what is off, and why."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from bot.open_channel import ChannelState, OpenChannel
from bot.settings import Settings
from bot.wiring.places import paths_of
from bot.wiring.recruiting import RolePlaces
from bot.wiring.stores import Stores
from domain.messages import ChannelName
from domain.ports import Channel, Intake
from domain.recruiting_ports import LetterDesk

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.console_channel import ConsoleChannel
    from bot.inbox import EventInbox
    from bot.telegram_channel.opening import OpenTelegram
    from graph.agents.settings.linking import Doors

log = structlog.get_logger(__name__)

_RESTART_PAUSE_S = 5.0
"""Before a channel whose receiving half failed receives again."""

_MENU = (
    "jobs",
    "digest",
    "alerts",
    "learn",
    "profile",
    "advice",
    "settings",
    "link",
    "email",
    "privacy",
    "export",
    "delete",
    "help",
)
"""Telegram commands of what exists, most wanted first."""
_GROUP_MENU = ("help",)


@dataclass(slots=True)
class Surroundings:
    """What agents ask about channels that are opened after them."""

    settings: Settings
    telegram: OpenTelegram | None = None
    letters: LetterDesk | None = None
    """Told about letters to candidates that do not arrive; without it none is sent."""

    def doors(self) -> Doors:
        """Where people can reach this installation now."""
        from graph.agents.settings.linking import Doors

        settings = self.settings
        public_url = settings.web.public_url if settings.web.enabled else None
        slack = settings.slack
        return Doors(
            telegram=(self.telegram.username or None) if self.telegram else None,
            slack=slack.bot_token is not None or slack.client_id is not None,
            email=settings.email.address if settings.email.smtp_host else None,
            public_url=public_url.rstrip("/") if public_url else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A channel and its name."""

    channel_name: ChannelName
    channel: Channel
    parts: OpenChannel | None
    """None for the terminal, which takes messages over its own socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChannels:
    """All channels of this process."""

    channels: tuple[Opened, ...]
    states: tuple[ChannelState, ...]
    console: ConsoleChannel | None
    routes: tuple[BaseRoute, ...] = field(default=())

    @asynccontextmanager
    async def taking_messages(self) -> AsyncIterator[None]:
        """Take messages from outside until the block ends."""
        async with AsyncExitStack() as stack:
            if self.console is not None:
                await stack.enter_async_context(self.console)
            tasks = [
                asyncio.create_task(_keep_receiving(opened.channel_name, opened.parts))
                for opened in self.channels
                if opened.parts is not None
            ]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def open_channels(
    settings: Settings,
    stores: Stores,
    *,
    intake: Intake,
    inbox: EventInbox,
    surroundings: Surroundings,
) -> AsyncIterator[OpenChannels]:
    """Open what is configured; nothing is received before ``taking_messages``.

    Raises:
        Misconfigured: a channel is wanted and a setting of it is missing or wrong.
    """
    opened: list[Opened] = []
    states: list[ChannelState] = []
    async with AsyncExitStack() as stack:
        console = _console(settings, stores, intake=intake)
        if console is None:
            states.append(_off(ChannelName.CONSOLE, "CAREERGINI_CONSOLE__ENABLED is false"))
        else:
            opened.append(Opened(channel_name=ChannelName.CONSOLE, channel=console, parts=None))
            states.append(_on(ChannelName.CONSOLE, "talk to it with: careergini chat"))
        for name, open_one in (
            (ChannelName.TELEGRAM, _telegram),
            (ChannelName.SLACK, _slack),
            (ChannelName.EMAIL, _email),
        ):
            parts, state = await open_one(
                settings,
                stores,
                intake=intake,
                inbox=inbox,
                surroundings=surroundings,
                stack=stack,
            )
            states.append(state)
            if parts is not None:
                opened.append(Opened(channel_name=name, channel=parts.channel, parts=parts))
                inbox.register(name, parts.handler)
        yield OpenChannels(
            channels=tuple(opened),
            states=tuple(states),
            console=console,
            routes=tuple(
                route for each in opened if each.parts is not None for route in each.parts.routes()
            ),
        )


async def _keep_receiving(name: ChannelName, parts: OpenChannel) -> None:
    """Receive until cancelled; a defect of one channel does not end the others."""
    while True:
        try:
            await parts.run()
        except Exception:
            # The boundary that owns a channel's receiving half; nothing it took in is lost.
            log.exception("channel_failed", channel=name)
            await asyncio.sleep(_RESTART_PAUSE_S)
        else:
            return


def _on(name: ChannelName, sentence: str) -> ChannelState:
    return ChannelState(name=name, on=True, sentence=sentence)


def _off(name: ChannelName, sentence: str) -> ChannelState:
    return ChannelState(name=name, on=False, sentence=sentence)


def _console(settings: Settings, stores: Stores, *, intake: Intake) -> ConsoleChannel | None:
    from bot.console_channel import ConsoleChannel

    if not settings.console.enabled:
        return None
    return ConsoleChannel(
        socket_path=paths_of(settings).socket,
        intake=intake,
        blobs=stores.blobs,
        clock=stores.clock,
        max_file_bytes=settings.documents.max_bytes,
    )


async def _telegram(
    settings: Settings,
    stores: Stores,
    *,
    intake: Intake,
    inbox: EventInbox,
    surroundings: Surroundings,
    stack: AsyncExitStack,
) -> tuple[OpenChannel | None, ChannelState]:
    if settings.telegram.token is None:
        return None, _off(ChannelName.TELEGRAM, "set CAREERGINI_TELEGRAM__TOKEN to turn it on")
    from bot.telegram_channel.commands import Menu
    from bot.telegram_channel.opening import Ports, open_telegram

    opened = await stack.enter_async_context(
        open_telegram(
            settings.telegram,
            web=settings.web,
            ports=Ports(
                inbox=inbox,
                intake=intake,
                blobs=stores.blobs,
                parts=stores.parts,
                choices=stores.choices,
                accounts=stores.accounts,
                secrets=stores.secrets,
                outbound=stores.outbound.get,
                clock=stores.clock,
            ),
            menu=Menu(private=_MENU, groups=_GROUP_MENU),
            max_file_bytes=settings.documents.max_bytes,
            derived_secret=_derived(stores.key, "telegram webhook"),
        )
    )
    surroundings.telegram = opened
    at = (
        f"@{opened.username}" if opened.username else "Telegram does not answer yet; it is tried on"
    )
    return opened, _on(ChannelName.TELEGRAM, f"{at} ({settings.telegram.mode})")


async def _slack(
    settings: Settings,
    stores: Stores,
    *,
    intake: Intake,
    inbox: EventInbox,
    surroundings: Surroundings,
    stack: AsyncExitStack,
) -> tuple[OpenChannel | None, ChannelState]:
    del surroundings
    slack = settings.slack
    if not (slack.bot_token or slack.app_token or slack.client_id):
        return None, _off(ChannelName.SLACK, "set CAREERGINI_SLACK__BOT_TOKEN to turn it on")
    from bot.slack_channel.home import ProfileHome
    from bot.slack_channel.opening import SlackPorts, audience_of, open_slack
    from graph.agents.settings.wishes import LANGUAGES

    opened = await stack.enter_async_context(
        open_slack(
            slack,
            web=settings.web,
            ports=SlackPorts(
                inbox=inbox,
                intake=intake,
                blobs=stores.blobs,
                outbound=stores.outbound.get,
                parts=stores.parts,
                accounts=stores.accounts,
                secrets=stores.secrets,
                home=ProfileHome(
                    accounts=stores.accounts,
                    profiles=stores.profiles,
                    audience=audience_of(slack),
                ),
                places=RolePlaces(stores.roles),
                clock=stores.clock,
                languages=LANGUAGES,
                max_file_bytes=settings.documents.max_bytes,
            ),
        )
    )
    way = "Socket Mode" if slack.mode == "socket" else f"HTTP at {settings.web.public_url}"
    return opened, _on(ChannelName.SLACK, way)


async def _email(
    settings: Settings,
    stores: Stores,
    *,
    intake: Intake,
    inbox: EventInbox,
    surroundings: Surroundings,
    stack: AsyncExitStack,
) -> tuple[OpenChannel | None, ChannelState]:
    from bot.email_channel.opening import EmailPorts, open_email, why_not
    from bot.wiring.mail import open_mail

    missing = why_not(settings.email)
    if missing is not None:
        return None, _off(ChannelName.EMAIL, missing)
    adapters = await stack.enter_async_context(
        open_mail(settings, secrets=stores.secrets, clock=stores.clock)
    )
    opened = open_email(
        settings.email,
        web=settings.web,
        ports=EmailPorts(
            inbox=inbox,
            intake=intake,
            blobs=stores.blobs,
            parts=stores.parts,
            choices=stores.choices,
            codes=stores.codes,
            accounts=stores.accounts,
            users=stores.users,
            counts=stores.push_counts,
            outbound=stores.outbound.get,
            letters=surroundings.letters,
            clock=stores.clock,
        ),
        adapters=adapters,
        key=hashlib.blake2b(b"mail tokens", key=stores.key).digest(),
        max_file_bytes=settings.documents.max_bytes,
    )
    ways = {"none": "out only", "imap": "in by IMAP", "lmtp": "in by LMTP", "smtp": "in by SMTP"}
    return opened, _on(
        ChannelName.EMAIL, f"{settings.email.address}, {ways[settings.email.inbound]}"
    )


def _derived(key: bytes, purpose: str) -> str:
    """A secret of this installation for one purpose; says nothing about the key."""
    digest = hashlib.blake2b(purpose.encode(), key=key, digest_size=32).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
