"""The web application over real sockets: health, metrics, mounted routes, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.metrics import Metrics
from bot.web import serving, web_application
from domain.errors import Misconfigured, StorageBusy
from domain.messages import ChannelName


@dataclass
class Service:
    """What stands behind the application."""

    metrics: Metrics = field(default_factory=Metrics)
    is_ready: bool = True
    broken: bool = False
    waiting: int = 0

    async def ready(self) -> bool:
        self._fail()
        return self.is_ready

    async def gather(self) -> None:
        self._fail()
        self.metrics.work("inbox", {"waiting": self.waiting})

    def _fail(self) -> None:
        if self.broken:
            raise StorageBusy("locked", retry_after_s=1.0)


def application(*routes: BaseRoute, service: Service | None = None) -> Starlette:
    service = service or Service()
    return web_application(
        routes=routes, metrics=service.metrics, is_ready=service.ready, gather=service.gather
    )


@asynccontextmanager
async def served(
    service: Service | None = None, *, routes: Sequence[BaseRoute] = ()
) -> AsyncIterator[httpx.AsyncClient]:
    service = service or Service()
    async with (
        serving(application(*routes, service=service), host="127.0.0.1", port=0) as address,
        httpx.AsyncClient(base_url=address) as client,
    ):
        yield client


class Slow:
    """A request that runs until it is let go."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()

    def route(self) -> Route:
        return Route("/slow", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        self.began.set()
        await self.go_on.wait()
        return PlainTextResponse((await request.body()).decode())


async def test_it_is_alive_and_says_whether_it_is_ready() -> None:
    service = Service()
    async with served(service) as client:
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).status_code == 200
        service.is_ready = False
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready\n")
        service.is_ready, service.broken = True, True
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200


async def test_metrics_are_gathered_and_shown_even_when_the_store_is_busy() -> None:
    service = Service(waiting=3)
    service.metrics.event_taken(ChannelName.SLACK, "new", elapsed_s=0.004)
    async with served(service) as client:
        forwarded = await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
        assert forwarded.status_code == 404
        answer = await client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert 'careergini_work{kind="waiting",part="inbox"} 3.0' in answer.text
        assert 'careergini_events_total{channel="slack",result="new"} 1.0' in answer.text
        service.broken, service.waiting = True, 4
        answer = await client.get("/metrics")
        assert answer.status_code == 200
        assert 'careergini_work{kind="waiting",part="inbox"} 3.0' in answer.text


async def test_routes_of_channels_are_mounted_and_nothing_else_is_there() -> None:
    slow = Slow()
    slow.go_on.set()
    async with served(routes=[slow.route()]) as client:
        assert (await client.post("/slow", content="words")).text == "words"
        assert (await client.get("/slow")).status_code == 405
        assert (await client.get("/")).status_code == 404
        assert (await client.get("/docs")).status_code == 404


async def test_it_does_not_say_what_it_is_made_of() -> None:
    async with served() as client:
        for path in ("/healthz", "/nothing"):
            assert "server" not in (await client.get(path)).headers


async def test_a_request_that_runs_is_answered_before_the_end() -> None:
    slow = Slow()
    async with httpx.AsyncClient() as client:
        app = application(slow.route())
        server = serving(app, host="127.0.0.1", port=0)
        address = await server.__aenter__()
        asking = asyncio.create_task(client.post(f"{address}/slow", content="words"))
        await slow.began.wait()
        closing = asyncio.create_task(server.__aexit__(None, None, None))
        await _until_refused(address)
        assert not closing.done()
        slow.go_on.set()
        assert (await asking).text == "words"
        await closing


async def _until_refused(address: str) -> None:
    """Until nobody is let in any more."""
    async with asyncio.timeout(10.0):
        while True:
            try:
                async with httpx.AsyncClient() as client:
                    await client.get(f"{address}/healthz")
            except httpx.TransportError:
                return


async def test_an_idle_connection_does_not_hold_up_the_end() -> None:
    app = application()
    async with httpx.AsyncClient() as client, asyncio.timeout(5.0):
        async with serving(app, host="127.0.0.1", port=0) as address:
            await client.get(f"{address}/healthz")  # and kept alive
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{address}/healthz")


async def test_a_port_in_use_is_a_setting_to_change() -> None:
    async with served() as client:
        port = client.base_url.port
        assert port
        app = application()
        with pytest.raises(Misconfigured, match=r"CAREERGINI_WEB__PORT"):
            async with serving(app, host="127.0.0.1", port=port):
                pass
        assert (await client.get("/healthz")).status_code == 200


async def test_a_port_that_is_only_reserved_is_in_use_too() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        app = application()
        with pytest.raises(Misconfigured):
            async with serving(app, host="127.0.0.1", port=reserved.getsockname()[1]):
                pass


async def test_an_address_of_another_machine_is_a_setting_to_change() -> None:
    app = application()
    with pytest.raises(Misconfigured, match=r"CAREERGINI_WEB__HOST"):
        async with serving(app, host="192.0.2.1", port=0):
            pass


async def test_two_can_serve_one_after_the_other_on_the_same_port() -> None:
    app = application()
    async with serving(app, host="127.0.0.1", port=0) as address:
        port = int(address.rpartition(":")[2])
        async with httpx.AsyncClient() as client:
            await client.get(f"{address}/healthz")
    async with serving(app, host="127.0.0.1", port=port) as again:
        assert again == address


async def test_signals_stay_with_the_command_line() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with served() as client:
        await client.get("/healthz")
        assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == before
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == before


async def test_it_ends_when_its_block_fails() -> None:
    app = application()
    address = ""
    with pytest.raises(LookupError):
        async with serving(app, host="127.0.0.1", port=0) as address:
            raise LookupError
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{address}/healthz")
