"""Telegram calling us: only Telegram gets in, and 200 means that nothing can be lost."""

from __future__ import annotations

import asyncio
import hmac
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.settings_channels import WebSettings
from bot.telegram_channel import webhook
from bot.telegram_channel.opening import OpenTelegram
from domain.errors import Misconfigured
from tests.integration.telegram_channel_stage import ANA, BEN, Stage, settings_for, until
from tests.servers.telegram import FakeTelegram

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.faults == []


class Listener:
    """A free port of this machine, known before the web server runs."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"


@asynccontextmanager
async def served(
    telegram: FakeTelegram, *, secret: str | None = None
) -> AsyncIterator[tuple[Stage, OpenTelegram, httpx.AsyncClient]]:
    listener = Listener()
    on = Stage(
        telegram=telegram,
        settings=settings_for(
            telegram,
            mode="webhook",
            webhook_secret=SecretStr(secret) if secret is not None else None,
        ),
        web=WebSettings(public_url=listener.url),
    )
    async with on.opened() as opened:
        app = Starlette(routes=list(opened.routes()))
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener.socket]))
        try:
            async with httpx.AsyncClient(base_url=listener.url) as client:
                await until(lambda: server.started)
                yield on, opened, client
        finally:
            server.should_exit = True
            await running


async def test_updates_arrive_and_are_accepted_once_and_in_order(telegram: FakeTelegram) -> None:
    async with served(telegram) as (on, _, _):
        await until(lambda: telegram.ledger.of("setWebhook"))
        heard = await on.hear(
            *[telegram.updates.text(ANA, f"word {n}") for n in range(30)],
            *[telegram.updates.text(BEN, f"ben {n}") for n in range(30)],
        )

    words = [one.text for one in heard if one.sender == str(ANA.id)]
    assert words == [f"word {n}" for n in range(30)]
    assert len(heard) == 60
    [call] = telegram.ledger.of("setWebhook")
    assert call.params["secret_token"] == "derived-secret"
    assert call.params["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_only_who_knows_the_secret_gets_in(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    compare = hmac.compare_digest

    def noting(a: bytes, b: bytes) -> bool:
        compared.append(len(a))
        return compare(a, b)

    monkeypatch.setattr(hmac, "compare_digest", noting)
    update = telegram.updates.text(ANA, "hello")
    async with served(telegram, secret="s3cret_-") as (on, _, client):
        for headers in ({}, {HEADER: "wrong"}, {HEADER: "s3cret_"}, {HEADER: "derived-secret"}):
            answer = await client.post(webhook.PATH, json=update, headers=headers)
            assert answer.status_code == 401
        assert (await client.get(webhook.PATH)).status_code == 405
        right = await client.post(webhook.PATH, json=update, headers={HEADER: "s3cret_-"})
        assert right.status_code == 200
        await on.worked_off()

    assert compared == [0, 5, 7, 14, 8]
    assert [one.text for one in on.intake.messages] == ["hello"]


async def test_what_is_no_update_is_refused(telegram: FakeTelegram) -> None:
    headers = {HEADER: "derived-secret"}
    async with served(telegram) as (on, _, client):
        for body in (b"", b"not json", b"[1]", b"\xff\xfe", b"[" * 100_000):
            answer = await client.post(webhook.PATH, content=body, headers=headers)
            assert answer.status_code == 400
        too_large = await client.post(webhook.PATH, content=b"x" * 1_000_001, headers=headers)
        assert too_large.status_code == 413
        other = await client.post(webhook.PATH, json={"update_id": 1, "poll": {}}, headers=headers)
        assert other.status_code == 200
    assert on.inbox_store.last == 0


async def test_what_could_not_be_stored_is_asked_for_again(telegram: FakeTelegram) -> None:
    update = telegram.updates.text(ANA, "hello")
    headers = {HEADER: "derived-secret"}
    async with served(telegram) as (on, _, client):
        put = on.inbox_store.put

        async def busy(events: object) -> object:
            raise OSError("disk full")

        on.inbox_store.put = busy  # type: ignore[method-assign, assignment]  # a store that fails
        refused = await client.post(webhook.PATH, json=update, headers=headers)
        on.inbox_store.put = put  # type: ignore[method-assign]  # works again
        taken = await client.post(webhook.PATH, json=update, headers=headers)
        await on.worked_off()

    assert (refused.status_code, taken.status_code) == (503, 200)
    assert [one.text for one in on.intake.messages] == ["hello"]


async def test_a_webhook_needs_an_address_and_a_secret_that_telegram_takes(
    telegram: FakeTelegram,
) -> None:
    cases = (
        ({"mode": "webhook"}, WebSettings(), "CAREERGINI_WEB__PUBLIC_URL"),
        (
            {"mode": "webhook"},
            WebSettings(enabled=False, public_url="https://a.b"),
            "CAREERGINI_WEB__ENABLED",
        ),
        (
            {"mode": "webhook", "webhook_secret": SecretStr("with space")},
            WebSettings(public_url="https://a.b"),
            "CAREERGINI_TELEGRAM__WEBHOOK_SECRET",
        ),
    )
    for settings, web, named in cases:
        on = Stage(telegram=telegram, settings=settings_for(telegram, **settings), web=web)
        with pytest.raises(Misconfigured, match=named):
            async with on.opened():
                pass


async def test_polling_takes_a_webhook_away(telegram: FakeTelegram) -> None:
    async with served(telegram) as (on, _, _):
        await until(lambda: telegram.ledger.of("setWebhook"))
    on.settings = settings_for(telegram)
    async with on.opened():
        heard = await on.hear(telegram.updates.text(ANA, "hello"))
    assert [one.text for one in heard] == ["hello"]
