"""The one web application: health, metrics, and the routes that channels bring."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import structlog

from domain.errors import Defect, Misconfigured, TemporaryFailure

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.metrics import Metrics

log = structlog.get_logger(__name__)

_BACKLOG = 512  # connections that wait to be accepted
_STOP_WITHIN_S = 10  # requests under way at a stop; Slack and Telegram send again what is cut off


def web_application(
    *,
    routes: Sequence[BaseRoute],
    metrics: Metrics,
    is_ready: Callable[[], Awaitable[bool]],
    gather: Callable[[], Awaitable[None]],
) -> Starlette:
    """The application.

    Args:
        routes: what channels bring.
        metrics: shown at ``/metrics``.
        is_ready: whether messages can be taken now.
        gather: brings gauges up to date before they are shown.
    """
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Answer
    from starlette.routing import Route

    async def healthz(request: Request) -> Response:
        del request
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        del request
        try:
            ready = await is_ready()
        except TemporaryFailure:
            ready = False
        return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else 503)

    async def show_metrics(request: Request) -> Response:
        if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
            return PlainTextResponse("not found\n", 404)  # for this machine, not for the world
        try:
            await gather()
        except TemporaryFailure as error:
            log.warning("gauges_not_gathered", error=type(error).__name__)
        return Answer(metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", show_metrics),
            *routes,
        ]
    )


@asynccontextmanager
async def serving(application: Starlette, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve until the block ends; yields the address with the port that was given.

    Raises:
        Misconfigured: the address cannot be listened on.
    """
    import asyncio

    import uvicorn

    class Server(uvicorn.Server):
        """One server within our loop: signals are the command line's."""

        ready = asyncio.Event()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            self.ready.set()

    listener = _listen(host, port)
    bound = listener.getsockname()
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,  # paths hold tokens of people
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
        limit_concurrency=512,
    )
    server = Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="web server")
    ready = asyncio.create_task(server.ready.wait())
    try:
        await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            # It never listened; whatever the reason, waiting for it would have no end.
            raise Defect("the web server ended while it was starting") from task.exception()
        address = f"http://{f'[{bound[0]}]' if ':' in bound[0] else bound[0]}:{bound[1]}"
        log.info("web_opened", address=address)
        yield address
    finally:
        ready.cancel()
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
        listener.close()
        log.info("web_closed")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Not left to the server: the port is only ours from here on.
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise Misconfigured(
            f"cannot listen on {host}:{port}: {error.strerror}. Set CAREERGINI_WEB__PORT to a free "
            "port, or CAREERGINI_WEB__HOST to an address of this machine."
        ) from error
    return listener
