"""An SMTP server that keeps a ledger of what it took and misbehaves on request."""

from __future__ import annotations

import asyncio
import base64
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What goes wrong in one transaction."""

    NONE = "none"
    DROP_AT_GREETING = "drop_at_greeting"
    BUSY = "busy"  # 421 instead of a greeting
    SILENT_AT_GREETING = "silent_at_greeting"
    DROP_AT_MAIL = "drop_at_mail"
    REFUSE_MAIL = "refuse_mail"
    REFUSE_RCPT = "refuse_rcpt"
    DROP_AT_DATA = "drop_at_data"
    REFUSE_DATA = "refuse_data"
    DROP_IN_CONTENT = "drop_in_content"
    TAKEN_THEN_DROP = "taken_then_drop"
    LOST_THEN_DROP = "lost_then_drop"
    TAKEN_THEN_SILENT = "taken_then_silent"
    REFUSE_CONTENT = "refuse_content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One trouble and the line that goes with it."""

    trouble: Trouble = Trouble.NONE
    answer: str = "451 4.7.1 later"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMail:
    """One line of the ledger."""

    sender: str
    recipient: str
    content: bytes
    at: float
    options: str
    encrypted: bool
    user: str


@dataclass(slots=True, kw_only=True)
class SmtpPeer:
    """State of the server; ``plans`` are used up one per transaction, then all goes well."""

    starttls: ssl.SSLContext | None = None
    utf8: bool = True
    size: int = 0
    login: tuple[str, str] | None = None
    plans: list[Plan] = field(default_factory=list)
    ledger: list[TakenMail] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    open_connections: int = 0
    all_closed: asyncio.Event = field(default_factory=asyncio.Event)

    def next(self, trouble: Trouble, answer: str = "451 4.7.1 later") -> None:
        """Plan trouble for the next transaction that has none yet."""
        self.plans.append(Plan(trouble=trouble, answer=answer))


class _Dropped(Exception):
    pass


class _Session:
    def __init__(
        self, peer: SmtpPeer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.peer = peer
        self.reader = reader
        self.writer = writer
        self.plan = peer.plans[0] if peer.plans else Plan()
        self.sender = self.recipient = self.options = self.user = ""

    @property
    def encrypted(self) -> bool:
        return self.writer.get_extra_info("sslcontext") is not None

    async def say(self, line: str) -> None:
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()

    async def meet(self, trouble: Trouble) -> bool:
        """True when this is the planned trouble, which is then used up."""
        if self.plan.trouble is not trouble:
            return False
        if self.peer.plans:
            self.peer.plans.pop(0)
        self.plan = Plan()
        return True

    async def serve(self) -> None:
        answer = self.plan.answer
        if await self.meet(Trouble.DROP_AT_GREETING):
            raise _Dropped
        if await self.meet(Trouble.SILENT_AT_GREETING):
            await self.reader.read()
            raise _Dropped
        if await self.meet(Trouble.BUSY):
            await self.say(answer)
            raise _Dropped
        await self.say("220 peer.test ESMTP")
        while line := await self.reader.readline():
            verb, _, argument = line.decode().strip().partition(" ")
            if verb.upper() == "MAIL":
                self.plan = self.peer.plans[0] if self.peer.plans else Plan()
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                await self.say("500 what?")
            else:
                await handler(argument)

    async def on_ehlo(self, argument: str) -> None:
        lines = ["peer.test", "8BITMIME"]
        if self.peer.size:
            lines.append(f"SIZE {self.peer.size}")
        if self.peer.utf8:
            lines.append("SMTPUTF8")
        if self.peer.starttls and not self.encrypted:
            lines.append("STARTTLS")
        if self.peer.login and (self.encrypted or not self.peer.starttls):
            lines.append("AUTH PLAIN")
        for line in lines[:-1]:
            await self.say(f"250-{line}")
        await self.say(f"250 {lines[-1]}")

    async def on_starttls(self, argument: str) -> None:
        assert self.peer.starttls
        await self.say("220 go")
        await self.writer.start_tls(self.peer.starttls)

    async def on_auth(self, argument: str) -> None:
        _, user, password = base64.b64decode(argument.split()[-1]).decode().split("\0")
        if (user, password) == self.peer.login:
            self.user = user
            await self.say("235 2.7.0 welcome")
        else:
            await self.say("535 5.7.8 wrong")

    async def on_mail(self, argument: str) -> None:
        answer = self.plan.answer
        if await self.meet(Trouble.DROP_AT_MAIL):
            raise _Dropped
        if await self.meet(Trouble.REFUSE_MAIL):
            await self.say(answer)
        elif self.peer.login and not self.user:
            await self.say("530 5.7.0 Authentication required")
        else:
            address, _, self.options = argument.partition(">")
            self.sender = address.partition("<")[2]
            await self.say("250 2.1.0 ok")

    async def on_rcpt(self, argument: str) -> None:
        answer = self.plan.answer
        if await self.meet(Trouble.REFUSE_RCPT):
            await self.say(answer)
        else:
            self.recipient = argument.partition("<")[2].rstrip(">")
            await self.say("250 2.1.5 ok")

    async def on_data(self, argument: str) -> None:
        answer = self.plan.answer
        if await self.meet(Trouble.DROP_AT_DATA):
            raise _Dropped
        if await self.meet(Trouble.REFUSE_DATA):
            await self.say(answer)
            return
        await self.say("354 go on")
        if await self.meet(Trouble.DROP_IN_CONTENT):
            await self.reader.readexactly(10)
            raise _Dropped
        lines: list[bytes] = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                raise _Dropped
            lines.append(line[1:] if line.startswith(b".") else line)
        if await self.meet(Trouble.REFUSE_CONTENT):
            await self.say(answer)
            return
        if await self.meet(Trouble.LOST_THEN_DROP):
            raise _Dropped
        self.peer.ledger.append(
            TakenMail(
                sender=self.sender,
                recipient=self.recipient,
                content=b"".join(lines),
                at=time.monotonic(),
                options=self.options.strip(),
                encrypted=self.encrypted,
                user=self.user,
            )
        )
        if await self.meet(Trouble.TAKEN_THEN_DROP):
            raise _Dropped
        if await self.meet(Trouble.TAKEN_THEN_SILENT):
            await self.reader.read()
            raise _Dropped
        await self.say("250 2.0.0 queued")

    async def on_rset(self, argument: str) -> None:
        await self.say("250 ok")

    async def on_noop(self, argument: str) -> None:
        await self.say("250 ok")

    async def on_quit(self, argument: str) -> None:
        await self.say("221 bye")
        raise _Dropped


@asynccontextmanager
async def serve_smtp(
    peer: SmtpPeer, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[SmtpPeer]:
    """The server on a free port of this machine; ``tls`` from the first byte."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer.connections += 1
        peer.open_connections += 1
        peer.all_closed.clear()
        try:
            await _Session(peer, reader, writer).serve()
        except (_Dropped, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
            peer.open_connections -= 1
            if not peer.open_connections:
                peer.all_closed.set()
            writer.close()

    def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=tls)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
