"""The command menu and the descriptions: six languages, only what exists, only when changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram_channel.commands import Menu
from bot.telegram_channel.menu_words import COMMAND_WORDS, DESCRIPTIONS, LANGUAGES, SHORT
from tests.integration.telegram_channel_stage import Stage, stage, until
from tests.servers.telegram import FakeTelegram, Kind

CALLS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.faults == []


def has_menu(on: Stage) -> bool:
    return any(kind == "telegram_menu" for kind, _ in on.secrets.rows)


async def published(on: Stage) -> int:
    """Run once; how many calls about the menu were made in all."""
    async with on.opened():
        await until(lambda: has_menu(on) and on.telegram.queue)
        await on.telegram.queue.polled()
    return len(on.telegram.ledger.of(*CALLS))


async def test_the_menu_is_sent_in_every_language_and_only_once(telegram: FakeTelegram) -> None:
    async with stage(telegram) as on:
        assert await published(on) == 24
        assert await published(on) == 24

    private = '{"type": "all_private_chats"}'
    german = telegram.world.commands[private, "de"]
    assert [one["command"] for one in german] == ["jobs", "profile", "help"]
    assert german[0]["description"] == "Passende Stellen finden"
    assert [
        one["command"] for one in telegram.world.commands['{"type": "all_group_chats"}', ""]
    ] == ["help"]
    assert telegram.world.texts["short_description", ""] == SHORT["en"]


async def test_another_menu_is_sent_again(telegram: FakeTelegram) -> None:
    async with stage(telegram) as on:
        await published(on)
        on.menu = Menu(private=("help", "no_such_command"), groups=())
        before = dict(on.secrets.rows)
        async with on.opened():
            await until(lambda: on.secrets.rows != before)

    assert len(telegram.ledger.of(*CALLS)) == 48
    commands = telegram.world.commands['{"type": "all_private_chats"}', ""]
    assert [one["command"] for one in commands] == ["help"]


async def test_trouble_with_the_menu_is_tried_again_and_stops_nothing(
    telegram: FakeTelegram,
) -> None:
    telegram.troubles.plan("setMyCommands", Kind.TOO_MANY, Kind.DROP)
    async with stage(telegram) as on, on.opened():
        await telegram.queue.polled()
        await until(lambda: has_menu(on), within_s=20.0)


def test_every_text_fits_and_every_language_is_complete() -> None:
    assert all(set(words) == set(LANGUAGES) for words in COMMAND_WORDS.values())
    assert all(len(one) <= 256 for words in COMMAND_WORDS.values() for one in words.values())
    assert all(len(one) <= 512 for one in DESCRIPTIONS.values())
    assert all(len(one) <= 120 for one in SHORT.values())
