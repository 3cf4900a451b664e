"""A small IMAP4rev1 server with IDLE for one user and one folder, that misbehaves on request."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class ImapTrouble(StrEnum):
    """What goes wrong, once."""

    BYE_IN_IDLE = "bye_in_idle"
    DROP_IN_IDLE = "drop_in_idle"
    HANG_AFTER_DONE = "hang_after_done"
    DROP_AT_FETCH = "drop_at_fetch"
    HANG_AT_GREETING = "hang_at_greeting"
    DROP_AT_STORE = "drop_at_store"
    EARLY_EXISTS = "early_exists"  # untagged news before "+ idling"


@dataclass(slots=True, kw_only=True)
class StoredLetter:
    """One mail of the folder."""

    uid: int
    content: bytes
    seen: bool = False


@dataclass(slots=True, kw_only=True)
class ImapPeer:
    """The mailbox. ``arrive`` puts a mail in and tells those who idle."""

    user: str = "bot"
    password: str = "secret"
    has_idle: bool = True
    starttls: ssl.SSLContext | None = None
    uidvalidity: int = 7
    letters: list[StoredLetter] = field(default_factory=list)
    troubles: list[ImapTrouble] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    idling: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    seen_changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def arrive(self, content: bytes, *, seen: bool = False) -> int:
        """A new mail; its UID."""
        uid = max((one.uid for one in self.letters), default=0) + 1
        self.letters.append(StoredLetter(uid=uid, content=content, seen=seen))
        async with self.news:
            self.news.notify_all()
        return uid

    async def renumber(self) -> None:
        """Another UIDVALIDITY, as after a restored backup."""
        self.uidvalidity += 1
        for number, letter in enumerate(self.letters):
            letter.uid = 100 + number

    async def until_seen(self, count: int) -> None:
        """Wait until so many mails are marked as seen."""
        async with self.seen_changed:
            await self.seen_changed.wait_for(lambda: sum(one.seen for one in self.letters) >= count)

    def meets(self, trouble: ImapTrouble) -> bool:
        """True when it is the next trouble, which is then used up."""
        if self.troubles and self.troubles[0] is trouble:
            self.troubles.pop(0)
            return True
        return False


class _Dropped(Exception):
    pass


class _Session:
    def __init__(
        self, peer: ImapPeer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.peer = peer
        self.reader = reader
        self.writer = writer
        self.known = 0  # how many mails the client has heard of

    async def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self.writer.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        await self.writer.drain()

    async def serve(self) -> None:
        if self.peer.meets(ImapTrouble.HANG_AT_GREETING):
            await self.reader.read()
            raise _Dropped
        await self.say("* OK ready")
        while line := (await self.reader.readline()).decode().strip():
            tag, _, rest = line.partition(" ")
            verb, _, argument = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, argument = argument.partition(" ")
            self.peer.commands.append(verb.upper())
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                await self.say(f"{tag} BAD what?")
            else:
                await handler(tag, argument)

    async def on_capability(self, tag: str, argument: str) -> None:
        words = ["IMAP4rev1", "AUTH=PLAIN"]
        if self.peer.has_idle:
            words.append("IDLE")
        if self.peer.starttls and self.writer.get_extra_info("sslcontext") is None:
            words.append("STARTTLS")
        await self.say(f"* CAPABILITY {' '.join(words)}", f"{tag} OK done")

    async def on_starttls(self, tag: str, argument: str) -> None:
        assert self.peer.starttls
        await self.say(f"{tag} OK go")
        await self.writer.start_tls(self.peer.starttls)

    async def on_login(self, tag: str, argument: str) -> None:
        given = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', argument)
        user, password = (quoted or plain for quoted, plain in given)
        await self.welcome(tag, user, password)

    async def on_authenticate(self, tag: str, argument: str) -> None:
        await self.say("+ ")
        _, user, password = base64.b64decode(await self.reader.readline()).decode().split("\0")
        await self.welcome(tag, user, password)

    async def welcome(self, tag: str, user: str, password: str) -> None:
        if (user, password) == (self.peer.user, self.peer.password):
            await self.say(f"{tag} OK welcome")
        else:
            await self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")

    async def on_select(self, tag: str, argument: str) -> None:
        if argument.strip('"') != "INBOX":
            await self.say(f"{tag} NO no such folder")
            return
        self.known = len(self.peer.letters)
        uidnext = max((one.uid for one in self.peer.letters), default=0) + 1
        await self.say(
            r"* FLAGS (\Seen \Deleted)",
            f"* {len(self.peer.letters)} EXISTS",
            f"* OK [UIDVALIDITY {self.peer.uidvalidity}] ok",
            f"* OK [UIDNEXT {uidnext}] ok",
            f"{tag} OK [READ-WRITE] done",
        )

    async def on_search(self, tag: str, argument: str) -> None:
        letters = self.peer.letters
        if "UNSEEN" in argument:
            letters = [one for one in letters if not one.seen]
        elif match := re.search(r"UID (\d+):\*", argument):
            last = letters[-1:]  # "n:*" always includes the last one
            letters = [one for one in letters if one.uid >= int(match[1])] or last
        found = " ".join(str(one.uid) for one in letters)
        await self.say(f"* SEARCH {found}".strip(), f"{tag} OK done")

    async def on_fetch(self, tag: str, argument: str) -> None:
        uid, _, parts = argument.partition(" ")
        if "BODY" in parts and self.peer.meets(ImapTrouble.DROP_AT_FETCH):
            raise _Dropped
        for number, letter in enumerate(self.peer.letters, start=1):
            if letter.uid != int(uid):
                continue
            if "BODY" in parts:
                head, body = (
                    "BODY[HEADER]",
                    letter.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
                )
                if "HEADER" not in parts:
                    head, body = "BODY[]", letter.content
                self.writer.write(
                    f"* {number} FETCH (UID {uid} {head} {{{len(body)}}}\r\n".encode() + body
                )
                await self.say(")")
            else:
                await self.say(
                    f"* {number} FETCH (UID {uid} RFC822.SIZE {len(letter.content)} "
                    'INTERNALDATE "05-Jan-2026 11:00:00 +0100")'
                )
        await self.say(f"{tag} OK done")

    async def on_store(self, tag: str, argument: str) -> None:
        if self.peer.meets(ImapTrouble.DROP_AT_STORE):
            raise _Dropped
        uid = int(argument.split()[0])
        for letter in self.peer.letters:
            if letter.uid == uid and r"\Seen" in argument:
                letter.seen = True
        async with self.peer.seen_changed:
            self.peer.seen_changed.notify_all()
        await self.say(f"{tag} OK done")

    async def on_idle(self, tag: str, argument: str) -> None:
        if self.peer.meets(ImapTrouble.EARLY_EXISTS):
            await self.peer.arrive(b"Subject: early\r\n\r\nearly\r\n")
            self.writer.write(f"* {len(self.peer.letters)} EXISTS\r\n".encode())
            self.known = len(self.peer.letters)
        await self.say("+ idling")
        self.peer.idling.set()
        if self.peer.meets(ImapTrouble.BYE_IN_IDLE):
            await self.say("* BYE shutting down")
            raise _Dropped
        if self.peer.meets(ImapTrouble.DROP_IN_IDLE):
            raise _Dropped
        done = asyncio.create_task(self.reader.readline())
        try:
            while not done.done():
                if len(self.peer.letters) > self.known:
                    self.known = len(self.peer.letters)
                    await self.say(f"* {self.known} EXISTS")
                news = asyncio.create_task(self.hear())
                await asyncio.wait({done, news}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                await asyncio.gather(news, return_exceptions=True)
        finally:
            done.cancel()
        self.peer.idling.clear()
        if self.peer.meets(ImapTrouble.HANG_AFTER_DONE):
            await self.reader.read()
            raise _Dropped
        await self.say(f"{tag} OK idle is over")

    async def hear(self) -> None:
        async with self.peer.news:
            await self.peer.news.wait_for(lambda: len(self.peer.letters) > self.known)

    async def on_noop(self, tag: str, argument: str) -> None:
        await self.say(f"* {len(self.peer.letters)} EXISTS", f"{tag} OK done")

    async def on_logout(self, tag: str, argument: str) -> None:
        await self.say("* BYE see you", f"{tag} OK done")
        raise _Dropped


@asynccontextmanager
async def serve_imap(
    peer: ImapPeer, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[ImapPeer]:
    """The server on a free port of this machine; ``tls`` from the first byte."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer.connections += 1
        try:
            await _Session(peer, reader, writer).serve()
        except (_Dropped, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
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
