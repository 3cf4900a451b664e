"""The web application, with what every part brings to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.open_channel import CountingChannel
from bot.settings import Settings
from bot.wiring.stores import Stores
from domain.errors import Misconfigured
from domain.ports import DurableEngine

if TYPE_CHECKING:
    from bot.inbox import EventInbox
    from bot.metrics import Metrics
    from bot.wiring.channels import OpenChannels

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_web(
    settings: Settings,
    stores: Stores,
    *,
    channels: OpenChannels,
    metrics: Metrics,
    inbox: EventInbox,
    engine: DurableEngine,
) -> AsyncIterator[str | None]:
    """Serve until the block ends; yields the address, None when nothing is served.

    Raises:
        Misconfigured: a channel needs it and the address cannot be listened on.
    """
    if not settings.web.enabled:
        yield None
        return
    from bot.web import serving, web_application

    async def is_ready() -> bool:
        await stores.inbox.counts()
        return (await engine.stats()).get("stuck", 0) == 0

    async def gather() -> None:
        metrics.work("inbox", await inbox.counts())
        metrics.work("turns", await engine.stats())
        metrics.work("digests", await stores.digests.counts())
        metrics.work("screening", {"waiting": await stores.candidates.waiting_steps()})
        metrics.pushes(await stores.push_counts.since(stores.clock.now().date()))
        for opened in channels.channels:
            if isinstance(opened.parts, CountingChannel):
                metrics.work(opened.channel_name, opened.parts.counts())

    application = web_application(
        routes=channels.routes, metrics=metrics, is_ready=is_ready, gather=gather
    )
    server = serving(application, host=settings.web.host, port=settings.web.port)
    try:
        address = await server.__aenter__()
    except Misconfigured as error:
        if channels.routes:
            raise
        # Nobody has to reach us: a second service on this machine may do without health pages.
        log.warning("web_not_opened", reason=str(error))
        yield None
        return
    try:
        yield address
    finally:
        await server.__aexit__(None, None, None)
