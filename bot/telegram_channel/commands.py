"""The bot's menu and description in six languages: only for what exists, sent when it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.telegram_channel.menu_words import COMMAND_WORDS, DESCRIPTIONS, LANGUAGES, SHORT
from bot.telegram_channel.speed import SpeedLimit
from bot.telegram_channel.wire import WireBot
from domain.channel_ports import SecretStore

_log = structlog.get_logger(__name__)

_KIND = "telegram_menu"
_MAX_COMMANDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Commands without the slash, in the order in which they are listed."""

    private: tuple[str, ...]
    groups: tuple[str, ...]


async def publish_menu(
    menu: Menu, *, bot: WireBot, bot_id: int, secrets: SecretStore, speed: SpeedLimit
) -> bool:
    """Send the menus and descriptions, unless exactly these were sent before.

    Args:
        menu: what to list; commands without words for people are left out.
        bot: the calls.
        bot_id: of the bot; every bot has its own menu.
        secrets: where the fingerprint of the last menu is kept.
        speed: paces the calls.

    Returns:
        Whether anything was sent.
    """
    unknown = {*menu.private, *menu.groups} - COMMAND_WORDS.keys()
    if unknown:
        _log.warning("menu_commands_left_out", commands=sorted(unknown))
    wanted = _fingerprint(menu)
    if await secrets.get(_KIND, str(bot_id)) == wanted:
        return False
    scopes = (
        (BotCommandScopeAllPrivateChats(), menu.private),
        (BotCommandScopeAllGroupChats(), menu.groups),
    )
    for language in LANGUAGES:
        code = None if language == "en" else language
        for scope, names in scopes:
            async with speed.call():
                await bot.set_my_commands(
                    _commands(names, language), scope=scope, language_code=code
                )
        async with speed.call():
            await bot.set_my_description(DESCRIPTIONS[language], language_code=code)
        async with speed.call():
            await bot.set_my_short_description(SHORT[language], language_code=code)
    await secrets.put(_KIND, str(bot_id), wanted)
    _log.info("menu_published", commands=len(menu.private), languages=len(LANGUAGES))
    return True


def _commands(names: Sequence[str], language: str) -> list[BotCommand]:
    known = [name for name in names if name in COMMAND_WORDS][:_MAX_COMMANDS]
    return [BotCommand(name, COMMAND_WORDS[name][language]) for name in known]


def _fingerprint(menu: Menu) -> bytes:
    said: Mapping[str, object] = {
        "private": menu.private,
        "groups": menu.groups,
        "words": {name: COMMAND_WORDS.get(name) for name in (*menu.private, *menu.groups)},
        "descriptions": DESCRIPTIONS,
        "short": SHORT,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest().encode()
