"""Both servers in processes of their own, and the product with settings that lead to them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.acceptance.channel_kills.product import Product
from tests.servers.slack import RemoteSlack, slack_process
from tests.servers.telegram import RemoteTelegram, start_telegram
from tests.servers.telegram.wire import Json

_SLACK_PATIENCE = ("--ack-timeout", "2", *("--retry", "0.2") * 3, *("--retry", "1") * 60)
"""Slack's own pauses before it sends an event again are 0, 60 and 300 s; a test has less time."""


class SlackDoor:
    """The control interface of the Slack process, for many questions at once."""

    def __init__(self, remote: RemoteSlack, *, client: httpx.AsyncClient) -> None:
        self.team = remote.team_id
        self.user = remote.user
        self.channel = remote.channel
        self._client = client

    async def ask(self, verb: str, **body: object) -> Any:  # whatever JSON the verb answers
        """One request; what it answers."""
        response = await self._client.post(verb, json=body)
        return response.raise_for_status().json()

    async def build(self, name: str, *positional: object, **args: object) -> Any:
        """A payload, or two of a mention."""
        return await self.ask("build", name=name, positional=positional, args=args)

    async def deliver(self, *payloads: Json, kind: str = "events_api") -> list[Json]:
        """Send by Socket Mode, again until each is acknowledged or given up."""
        found: list[Json] = await self.ask("deliver", kind=kind, payloads=payloads, wait=True)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a test plays on."""

    telegram: RemoteTelegram
    slack: SlackDoor
    product: Product
    folder: Path
    database_url: str

    def sends(self) -> int:
        """Messages that the servers took so far."""
        return sum(
            call["taken"] and call["method"] in _PUTS
            for name in ("telegram", "slack")
            for call in _lines(self.folder / name / "ledger.jsonl")
        )


_PUTS = frozenset({"sendMessage", "chat.postMessage", "chat.postEphemeral", "editMessageText"})


@asynccontextmanager
async def on_stage(
    folder: Path, *, database_url: str | None = None, more: Mapping[str, str] | None = None
) -> AsyncIterator[Stage]:
    """Servers that behave, and a product that is not started.

    Args:
        folder: for everything.
        database_url: PostgreSQL, with its schema; None: SQLite in the data folder.
        more: further settings, names without their prefix.
    """
    for name in ("telegram", "slack", "product"):
        (folder / name).mkdir()
    data = folder / "product" / "data"
    with slack_process(folder / "slack", *_SLACK_PATIENCE) as remote:
        root = remote.base_url.removesuffix("/api/")
        async with (
            start_telegram(folder / "telegram") as telegram,
            httpx.AsyncClient(base_url=f"{root}/control/", timeout=180.0) as client,
        ):
            settings = {
                "DATA_FOLDER": str(data),
                "CONSOLE__ENABLED": "false",
                "MODEL__ENABLED": "false",
                "WEB__PORT": "0",
                "TELEGRAM__TOKEN": telegram.token,
                "TELEGRAM__BASE_URL": telegram.base_url,
                "TELEGRAM__BASE_FILE_URL": telegram.base_file_url,
                "SLACK__BOT_TOKEN": remote.bot_token,
                "SLACK__APP_TOKEN": remote.app_token,
                "SLACK__BASE_URL": remote.base_url,
                "SLACK__FILE_HOSTS": root.removeprefix("http://"),
            }
            if database_url is not None:
                settings["DATABASE__URL"] = database_url
            product = Product(folder / "product", settings=settings | dict(more or {}))
            try:
                yield Stage(
                    telegram=telegram,
                    slack=SlackDoor(remote, client=client),
                    product=product,
                    folder=folder,
                    database_url=database_url or f"sqlite:///{data / 'careergini.db'}",
                )
            finally:
                await product.aclose()


def _lines(file: Path) -> list[Json]:
    # The last line may still be on its way.
    whole = file.read_text(encoding="utf-8").rpartition("\n")[0] if file.exists() else ""
    return [json.loads(line) for line in whole.splitlines()]


def calls_in(stage: Stage, server: str) -> list[Json]:
    """Every call that a server got, in order."""
    return _lines(stage.folder / server / "ledger.jsonl")
