"""Who the bot is: its id is in its token, its name is learned when Telegram is first reached."""

from __future__ import annotations

from bot.telegram_channel.decoding import Me
from domain.errors import Misconfigured

REFUSED = (
    "Telegram does not accept the bot token. Ask @BotFather for it (/mybots, API Token) and set "
    "CAREERGINI_TELEGRAM__TOKEN."
)


class Identity:
    """The bot's id and name.

    Args:
        token: of the bot, ``id:secret``.

    Raises:
        Misconfigured: the token cannot be one.
    """

    def __init__(self, *, token: str) -> None:
        number, _, secret = token.partition(":")
        if not (number.isascii() and number.isdigit() and secret):
            raise Misconfigured(
                "CAREERGINI_TELEGRAM__TOKEN is not a bot token: it looks like 123456:ABC-DEF, and "
                "@BotFather shows it (/mybots, API Token)."
            )
        self.id = int(number)
        self.username = ""

    @property
    def workspace(self) -> str:
        """What stores call this bot."""
        return str(self.id)

    @property
    def me(self) -> Me:
        """As decoding needs it."""
        return Me(id=self.id, username=self.username)
