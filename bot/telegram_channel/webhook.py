"""The webhook: Telegram calls us, and hears 200 only when the update cannot be lost any more."""

from __future__ import annotations

import asyncio
import hmac

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.telegram_channel.decoding import ALLOWED_UPDATES
from bot.telegram_channel.entrance import Entrance
from bot.telegram_channel.identity import Identity
from bot.telegram_channel.payload import parsed
from bot.telegram_channel.wire import Flooded, WireBot
from domain.errors import TemporaryFailure

_log = structlog.get_logger(__name__)

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY_BYTES = 1_000_000
_LONGEST_BACKOFF_S = 60.0


class Webhook:
    """Takes updates at ``PATH`` and tells Telegram where that is.

    Args:
        bot: the calls.
        identity: the bot; until its name is known, groups cannot be understood.
        entrance: stores updates.
        url: under which the outside world reaches ``PATH``.
        secret: what proves that Telegram is calling.
        first_backoff_s: pause after the first failure to register, seconds; doubles.
    """

    def __init__(
        self,
        *,
        bot: WireBot,
        identity: Identity,
        entrance: Entrance,
        url: str,
        secret: str,
        first_backoff_s: float = 1.0,
    ) -> None:
        self._bot = bot
        self._identity = identity
        self._entrance = entrance
        self._url = url
        self._secret = secret
        self._first_backoff_s = first_backoff_s

    def routes(self) -> list[Route]:
        """What the web application has to mount."""
        return [Route(PATH, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """One update."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return PlainTextResponse("wrong secret", status_code=401)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return PlainTextResponse("too large", status_code=413)
        update = parsed(bytes(body))
        if update is None:
            return PlainTextResponse("not a JSON object", status_code=400)
        if not self._identity.username:
            return PlainTextResponse("starting", status_code=503)
        try:
            await self._entrance.take_in([update])
        except TemporaryFailure as error:
            _log.warning("update_not_stored", error=type(error).__name__)
            return PlainTextResponse("try again", status_code=503)
        return PlainTextResponse("ok")

    async def run(self) -> None:
        """Register until it worked; then wait until cancelled."""
        failures = 0
        while True:
            try:
                await self._bot.set_webhook(
                    self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
                )
            except TelegramError as error:
                pause_s = min(self._first_backoff_s * 2 ** min(failures, 10), _LONGEST_BACKOFF_S)
                failures += 1
                if isinstance(error, Flooded):
                    pause_s = max(pause_s, error.retry_after_s)
                _log.warning(
                    "webhook_not_set",
                    error=type(error).__name__,
                    pause_s=round(pause_s, 1),
                    advice="Telegram needs https on port 443, 80, 88 or 8443 with a valid "
                    "certificate: check CAREERGINI_WEB__PUBLIC_URL.",
                )
                await asyncio.sleep(pause_s)
                continue
            _log.info("webhook_set")
            await asyncio.get_running_loop().create_future()
