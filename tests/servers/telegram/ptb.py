"""The library the product uses, pointed at the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot, TelegramObject

from tests.servers.telegram.server import FakeTelegram


@asynccontextmanager
async def client_of(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    """An initialised bot, shut down at the end."""
    async with Bot(
        telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url
    ) as bot:
        yield bot


def unmapped(thing: object, *, at: str = "") -> list[str]:
    """Paths of the fields that ended in ``api_kwargs``, at any depth."""
    if isinstance(thing, list | tuple):
        return [path for item in thing for path in unmapped(item, at=f"{at}[]")]
    if not isinstance(thing, TelegramObject):
        return []
    found = [f"{at}.{name}" for name in thing.api_kwargs]
    names = {name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())}
    for name in sorted(names):
        if not name.startswith("_") and name != "api_kwargs":
            found += unmapped(getattr(thing, name, None), at=f"{at}.{name}")
    return found
