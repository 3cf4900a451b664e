"""Long polling: updates are stored before Telegram is told that it may forget them."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.telegram_channel.decoding import ALLOWED_UPDATES
from bot.telegram_channel.entrance import Entrance
from bot.telegram_channel.payload import integer
from bot.telegram_channel.wire import Flooded, MethodMissing, WireBot
from domain.errors import TemporaryFailure

_log = structlog.get_logger(__name__)

_LONGEST_BACKOFF_S = 30.0
_SAY_AGAIN_S = 60.0


class Polling:
    """Asks for updates until it is cancelled.

    Args:
        bot: the calls.
        entrance: stores updates.
        timeout_s: how long Telegram keeps a question open when there is nothing new, in seconds.
        first_backoff_s: pause after the first failure, in seconds; doubles with each further one.
    """

    def __init__(
        self,
        *,
        bot: WireBot,
        entrance: Entrance,
        timeout_s: int = 30,
        first_backoff_s: float = 1.0,
    ) -> None:
        self._bot = bot
        self._entrance = entrance
        self._timeout_s = timeout_s
        self._first_backoff_s = first_backoff_s
        self._said_at: dict[str, float] = {}

    async def run(self) -> None:
        """Poll for ever. A webhook set earlier is taken away first: Telegram has either or."""
        failures = 0
        offset: int | None = None
        has_webhook = True
        while True:
            try:
                if has_webhook:
                    await self._bot.delete_webhook()
                    has_webhook = False
                updates = await self._bot.raw_updates(
                    offset=offset, timeout_s=self._timeout_s, allowed=ALLOWED_UPDATES
                )
                await self._entrance.take_in(updates)
            except (TelegramError, TemporaryFailure) as error:
                failures += 1
                pause_s = self._backoff_s(failures)
                if isinstance(error, Flooded):
                    pause_s = max(pause_s, error.retry_after_s)
                if isinstance(error, Conflict) and "webhook" in error.message.lower():
                    has_webhook = True
                self._say(error, pause_s=pause_s)
                await asyncio.sleep(pause_s)
                continue
            failures = 0
            # Everything up to here is stored: the next question confirms it.
            ids = [update_id for update in updates if (update_id := integer(update, "update_id"))]
            offset = max(ids) + 1 if ids else offset

    def _say(self, error: Exception, *, pause_s: float) -> None:
        """Log the same trouble once a minute, with what to do about it."""
        event, advice = _trouble(error)
        now = asyncio.get_running_loop().time()
        if now - self._said_at.get(event, float("-inf")) < _SAY_AGAIN_S:
            return
        self._said_at[event] = now
        _log.warning(event, error=type(error).__name__, pause_s=round(pause_s, 1), advice=advice)

    def _backoff_s(self, failures: int) -> float:
        doubled = self._first_backoff_s * 2 ** min(failures - 1, 10)
        return float(min(doubled, _LONGEST_BACKOFF_S))


def _trouble(error: Exception) -> tuple[str, str]:
    match error:
        case Conflict():
            return "telegram_polled_twice", (
                "Another program uses this bot token. Stop the other one, or ask @BotFather for a "
                "second bot."
            )
        case InvalidToken() | MethodMissing():
            return "telegram_token_refused", (
                "Ask @BotFather for the token (/mybots, API Token), set "
                "CAREERGINI_TELEGRAM__TOKEN and restart."
            )
        case TemporaryFailure():
            return "updates_not_stored", "They stay at Telegram and are fetched again."
        case _:
            return "telegram_not_reached", (
                "Check this machine's connection and CAREERGINI_TELEGRAM__BASE_URL; trying again."
            )
