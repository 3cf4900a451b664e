"""Slack's own Python libraries, pointed at the local server: the other end for a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import FakeSlack


def client_of(slack: FakeSlack, *, token: str | None = None) -> AsyncWebClient:
    """A client that never repeats a call by itself."""
    return AsyncWebClient(
        token or slack.bot_token, base_url=slack.base_url, retry_handlers=[], timeout=5
    )


def app_of(slack: FakeSlack) -> AsyncApp:
    return AsyncApp(client=client_of(slack), signing_secret=slack.signing_secret)


@asynccontextmanager
async def by_socket(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app, connected by Socket Mode."""
    before = slack.sockets.count
    async with by_socket_to(app, slack.app_token) as handler:
        await slack.sockets.connected(before + 1)
        yield handler


@asynccontextmanager
async def by_socket_to(app: AsyncApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app, connected to whatever server its client names."""
    handler = AsyncSocketModeHandler(app, app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the library's
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # the library's


@asynccontextmanager
async def by_http(app: AsyncApp) -> AsyncIterator[str]:
    """The app behind a local HTTP server; the address of its events."""

    async def handle(request: web.Request) -> web.Response:
        bolt = AsyncBoltRequest(
            body=(await request.read()).decode(), headers=dict(request.headers), mode="http"
        )
        answer: BoltResponse = await app.async_dispatch(bolt)
        return web.Response(status=answer.status, text=answer.body)

    served = web.Application()
    served.router.add_post("/slack/events", handle)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
