"""Connections to one SMTP server: opened with the security that was asked for, kept a while."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import structlog

if TYPE_CHECKING:
    import aiosmtplib

_log = structlog.get_logger(__name__)

Security = Literal["none", "opportunistic", "starttls", "tls"]
"""No encryption; STARTTLS if the server offers it (its certificate counts only when there is a
login to protect, and then STARTTLS is needed); STARTTLS or nothing; TLS from the first byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over, and how."""

    host: str
    port: int
    security: Security = "starttls"
    ca_file: Path | None = None
    """PEM file of certificates to trust instead of the system's."""
    username: str = ""
    """Empty: no login. Never sent over a connection that is not encrypted, unless ``none``."""
    password: str = field(default="", repr=False)
    local_hostname: str = "localhost"
    """What we call ourselves in EHLO."""


class NoSecurity(Exception):
    """The server does not offer the encryption that was asked for."""


class SmtpConnections:
    """At most ``max_connections`` at a time; idle ones are closed after ``idle_s`` seconds.

    Use as ``async with``.
    """

    def __init__(
        self, server: SmtpServer, *, max_connections: int, idle_s: float, timeout_s: float
    ) -> None:
        self._server = server
        self._idle_s = idle_s
        self._timeout_s = timeout_s
        self._free = asyncio.Semaphore(max_connections)
        self._idle: list[tuple[aiosmtplib.SMTP, asyncio.TimerHandle]] = []
        self._goodbyes: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def borrowed(self, *, fresh: bool) -> AsyncGenerator[tuple[aiosmtplib.SMTP, bool]]:
        """A connection that is logged in, and whether it was used before.

        It is kept afterwards if it is still open and no error came.

        Args:
            fresh: never one that was used before.

        Raises:
            aiosmtplib.SMTPException, OSError, ssl.SSLError, NoSecurity: it cannot be opened.
        """
        async with self._free:
            client = None if fresh else self._pop()
            is_used = client is not None
            if client is None:
                client = await self._opened()
            try:
                yield client, is_used
            except BaseException:
                client.close()
                raise
            self._keep(client)

    async def close(self) -> None:
        """Say goodbye on every idle connection, within a second."""
        for client, timer in self._idle:
            timer.cancel()
            self._say_goodbye(client)
        self._idle.clear()
        await asyncio.gather(*self._goodbyes, return_exceptions=True)

    def _pop(self) -> aiosmtplib.SMTP | None:
        while self._idle:
            client, timer = self._idle.pop()
            timer.cancel()
            if client.is_connected:
                return client
            client.close()
        return None

    def _keep(self, client: aiosmtplib.SMTP) -> None:
        if not client.is_connected:
            client.close()
            return
        timer = asyncio.get_running_loop().call_later(self._idle_s, self._expire, client)
        self._idle.append((client, timer))

    def _expire(self, client: aiosmtplib.SMTP) -> None:
        self._idle = [entry for entry in self._idle if entry[0] is not client]
        self._say_goodbye(client)

    def _say_goodbye(self, client: aiosmtplib.SMTP) -> None:
        task = asyncio.get_running_loop().create_task(_quit(client), name="smtp goodbye")
        self._goodbyes.add(task)
        task.add_done_callback(self._goodbyes.discard)

    async def _opened(self) -> aiosmtplib.SMTP:
        import aiosmtplib

        server = self._server
        context = None
        if server.security != "none":
            context = await asyncio.to_thread(_tls_context, server)
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=False,
            tls_context=context,
            local_hostname=server.local_hostname,
            timeout=self._timeout_s,
        )
        try:
            await client.connect()
            await client.ehlo()
            await self._secure(client, context)
            if server.username:
                await client.login(server.username, server.password)
        except BaseException:
            client.close()
            raise
        _log.debug("smtp_connected", host=server.host, port=server.port)
        return client

    async def _secure(self, client: aiosmtplib.SMTP, context: ssl.SSLContext | None) -> None:
        wanted = self._server.security
        if wanted not in {"opportunistic", "starttls"}:
            return
        if client.supports_extension("starttls"):
            await client.starttls(tls_context=context)
            await client.ehlo()
        elif wanted == "starttls" or self._server.username:
            raise NoSecurity


def _tls_context(server: SmtpServer) -> ssl.SSLContext:
    cafile = str(server.ca_file) if server.ca_file else None
    context = ssl.create_default_context(cafile=cafile)
    if server.security == "opportunistic" and not server.username:
        # Who accepts plain text gains nothing from refusing a certificate nobody vouches for.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


async def _quit(client: aiosmtplib.SMTP) -> None:
    import aiosmtplib

    with contextlib.suppress(aiosmtplib.SMTPException, OSError):  # it is being thrown away anyway
        await client.quit(timeout=1.0)
    client.close()
