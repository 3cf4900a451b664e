"""Telegram as the service uses it: opened with its settings and ports, closed with the block."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from starlette.routing import Route
from telegram.error import InvalidToken, TelegramError

from bot.lineage import GetOutbound, kept_nowhere
from bot.settings_channels import TelegramSettings, WebSettings
from bot.telegram_channel.asked import Askers
from bot.telegram_channel.channel import TelegramChannel
from bot.telegram_channel.commands import Menu, publish_menu
from bot.telegram_channel.entrance import Entrance
from bot.telegram_channel.events import TelegramEvents
from bot.telegram_channel.identity import REFUSED, Identity
from bot.telegram_channel.plan import Planner
from bot.telegram_channel.polling import Polling
from bot.telegram_channel.progress import Progress, Rhythm
from bot.telegram_channel.sending import Sender
from bot.telegram_channel.speed import Limits, SpeedLimit
from bot.telegram_channel.webhook import PATH, Webhook
from bot.telegram_channel.wire import Flooded, MethodMissing, WireBot, open_bot
from domain.channel_ports import (
    AccountStore,
    ChoiceStore,
    EventHandler,
    Inbox,
    PartStore,
    SecretStore,
)
from domain.errors import Misconfigured, TemporaryFailure
from domain.ports import BlobStore, Clock, Intake

_log = structlog.get_logger(__name__)

_FIRST_LOOK_S = 5.0
"""How long the start waits for Telegram before the service goes on without it."""
_LONGEST_BACKOFF_S = 60.0
_NAME_KIND = "telegram_name"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the channel needs of the rest of the service."""

    inbox: Inbox
    intake: Intake
    blobs: BlobStore
    parts: PartStore
    choices: ChoiceStore
    accounts: AccountStore
    secrets: SecretStore
    clock: Clock
    outbound: GetOutbound = kept_nowhere
    """``OutboundStore.get``; without it messages do not find the earlier ones they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How fast; tests of behaviour hurry, the product does not."""

    limits: Limits = field(default_factory=Limits)
    rhythm: Rhythm = field(default_factory=Rhythm)
    poll_timeout_s: int = 30
    first_backoff_s: float = 1.0


class OpenTelegram:
    """The parts that the service wires, and what has to run."""

    def __init__(
        self,
        *,
        bot: WireBot,
        identity: Identity,
        channel: TelegramChannel,
        handler: EventHandler,
        transport: Polling | Webhook,
        menu: Menu,
        secrets: SecretStore,
        speed: SpeedLimit,
        first_backoff_s: float,
    ) -> None:
        """Made by :func:`open_telegram`."""
        self.channel = channel
        self.handler = handler
        self._bot = bot
        self._identity = identity
        self._transport = transport
        self._menu = menu
        self._secrets = secrets
        self._speed = speed
        self._first_backoff_s = first_backoff_s

    @property
    def username(self) -> str:
        """The bot's name, for deep links; empty until Telegram was reached once."""
        return self._identity.username

    def routes(self) -> Sequence[Route]:
        """What the web application has to serve; empty with polling."""
        return self._transport.routes() if isinstance(self._transport, Webhook) else []

    async def check(self) -> str:
        """Ask Telegram who the bot is, for the doctor: ``@name``.

        Raises:
            Misconfigured: the token is wrong.
            TemporaryFailure: Telegram cannot be reached.
        """
        await self._meet_and_remember()
        return f"@{self._identity.username}"

    async def run(self) -> None:
        """Receive updates until cancelled; Telegram may be away at any time, also at the start."""
        failures = 0
        while not self._identity.username:
            try:
                await self._meet_and_remember()
            except (Misconfigured, TemporaryFailure) as error:
                pause_s = min(self._first_backoff_s * 2 ** min(failures, 10), _LONGEST_BACKOFF_S)
                failures += 1
                _log.warning(
                    "telegram_not_reached", error=type(error).__name__, pause_s=round(pause_s, 1)
                )
                await asyncio.sleep(pause_s)
        _log.info("telegram_opened", transport=type(self._transport).__name__.lower())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish_menu(), name="telegram menu")
            tasks.create_task(self._transport.run(), name="telegram updates")

    async def recall(self) -> None:
        """The name that Telegram told at an earlier start: what was stored needs it at once."""
        known = await self._secrets.get(_NAME_KIND, str(self._identity.id))
        if known is not None:
            self._identity.username = known.decode()

    async def _meet_and_remember(self) -> None:
        await _meet(self._bot, self._identity)
        name = self._identity.username.encode()
        if await self._secrets.get(_NAME_KIND, str(self._identity.id)) != name:
            await self._secrets.put(_NAME_KIND, str(self._identity.id), name)

    async def _publish_menu(self) -> None:
        failures = 0
        while True:
            try:
                await publish_menu(
                    self._menu,
                    bot=self._bot,
                    bot_id=self._identity.id,
                    secrets=self._secrets,
                    speed=self._speed,
                )
            except (TelegramError, TemporaryFailure) as error:
                # The menu is comfort: the bot answers without it, so this may take its time.
                pause_s = min(self._first_backoff_s * 2 ** min(failures, 10), _LONGEST_BACKOFF_S)
                failures += 1
                if isinstance(error, Flooded):
                    pause_s = max(pause_s, error.retry_after_s)
                _log.info("menu_not_published", error=type(error).__name__)
                await asyncio.sleep(pause_s)
                continue
            return


async def check_telegram(settings: TelegramSettings) -> str:
    """Who the bot is, for the doctor: ``@name``. Opens nothing else.

    Raises:
        Misconfigured: the token is missing or refused.
        TemporaryFailure: Telegram cannot be reached.
    """
    bot, identity = _bot(settings)
    try:
        await _meet(bot, identity)
    finally:
        await bot.aclose()
    return f"@{identity.username}"


@asynccontextmanager
async def open_telegram(
    settings: TelegramSettings,
    *,
    web: WebSettings,
    ports: Ports,
    menu: Menu,
    max_file_bytes: int,
    derived_secret: str,
    tempo: Tempo | None = None,
) -> AsyncIterator[OpenTelegram]:
    """The channel, ready to deliver; nothing comes in before ``run()``.

    Args:
        settings: of Telegram; the token has to be set.
        web: of the web application, for the webhook's address.
        ports: stores and the intake.
        menu: commands that exist.
        max_file_bytes: largest file that is taken, besides Telegram's 20 MB.
        derived_secret: the webhook's secret when the settings name none.
        tempo: limits and pauses.

    Raises:
        Misconfigured: a setting is missing or the token is refused. When Telegram cannot be
            reached, nothing is raised: ``run()`` goes on trying.
    """
    tempo = tempo or Tempo()
    bot, identity = _bot(settings)
    speed, askers = SpeedLimit(tempo.limits), Askers()
    progress = Progress(bot=bot, speed=speed, parts=ports.parts, askers=askers, rhythm=tempo.rhythm)
    channel = TelegramChannel(
        identity=identity,
        sender=Sender(bot=bot, speed=speed, rich=settings.rich_messages),
        planner=Planner(choices=ports.choices, rich=settings.rich_messages),
        progress=progress,
        parts=ports.parts,
        blobs=ports.blobs,
        accounts=ports.accounts,
        askers=askers,
        outbound=ports.outbound,
        timeout_s=settings.timeout_s,
    )
    handler = TelegramEvents(
        bot=bot,
        identity=identity,
        intake=ports.intake,
        blobs=ports.blobs,
        choices=ports.choices,
        accounts=ports.accounts,
        channel=channel,
        askers=askers,
        max_file_bytes=max_file_bytes,
    )
    entrance = Entrance(identity=identity, inbox=ports.inbox, clock=ports.clock)
    try:
        transport = _transport(
            settings,
            web=web,
            bot=bot,
            identity=identity,
            entrance=entrance,
            derived_secret=derived_secret,
            tempo=tempo,
        )
        opened = OpenTelegram(
            bot=bot,
            identity=identity,
            channel=channel,
            handler=handler,
            transport=transport,
            menu=menu,
            secrets=ports.secrets,
            speed=speed,
            first_backoff_s=tempo.first_backoff_s,
        )
        await opened.recall()
        try:
            async with asyncio.timeout(_FIRST_LOOK_S):
                await opened.check()
        except (TemporaryFailure, TimeoutError):
            _log.warning("telegram_not_reached", advice="The service starts and keeps trying.")
        yield opened
    finally:
        await progress.aclose()
        await bot.aclose()


def _transport(
    settings: TelegramSettings,
    *,
    web: WebSettings,
    bot: WireBot,
    identity: Identity,
    entrance: Entrance,
    derived_secret: str,
    tempo: Tempo,
) -> Polling | Webhook:
    if settings.mode == "polling":
        return Polling(
            bot=bot,
            entrance=entrance,
            timeout_s=tempo.poll_timeout_s,
            first_backoff_s=tempo.first_backoff_s,
        )
    if not web.enabled:
        raise Misconfigured(
            "CAREERGINI_TELEGRAM__MODE is webhook, which needs CAREERGINI_WEB__ENABLED=true."
        )
    if not web.public_url:
        raise Misconfigured(
            "CAREERGINI_TELEGRAM__MODE is webhook: set CAREERGINI_WEB__PUBLIC_URL to the https "
            "address under which Telegram reaches this service, or set the mode to polling."
        )
    given = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    secret = given or derived_secret
    if not _SECRET.fullmatch(secret):
        raise Misconfigured(
            "CAREERGINI_TELEGRAM__WEBHOOK_SECRET may have 1 to 256 letters (a-z), digits, - and _."
        )
    return Webhook(
        bot=bot,
        identity=identity,
        entrance=entrance,
        url=f"{web.public_url.rstrip('/')}{PATH}",
        secret=secret,
        first_backoff_s=tempo.first_backoff_s,
    )


def _bot(settings: TelegramSettings) -> tuple[WireBot, Identity]:
    if settings.token is None or not settings.token.get_secret_value():
        raise Misconfigured("Set CAREERGINI_TELEGRAM__TOKEN: @BotFather makes one with /newbot.")
    token = settings.token.get_secret_value()
    identity = Identity(token=token)
    bot = open_bot(
        token=token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        timeout_s=settings.timeout_s,
    )
    return bot, identity


async def _meet(bot: WireBot, identity: Identity) -> None:
    try:
        me = await bot.get_me()
    except (InvalidToken, MethodMissing) as error:
        raise Misconfigured(REFUSED) from error
    except TelegramError as error:
        raise TemporaryFailure("Telegram cannot be reached") from error
    identity.username = me.username or ""
