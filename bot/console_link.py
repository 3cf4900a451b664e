"""The client's end of the line: connects, sends until it is accepted, receives exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.console_history import ConsoleHistory, Said
from bot.console_protocol import (
    CHUNK_BYTES,
    MAX_REPLY_LINE_BYTES,
    AcceptedLine,
    Ack,
    BadLine,
    Chunk,
    Data,
    EventLine,
    Fault,
    Fetch,
    FromClient,
    Hello,
    Missing,
    Probe,
    Refused,
    ReplyLine,
    Unseen,
    Upload,
    Welcome,
    encode,
    from_service,
)
from domain.errors import CareerGiniError, Defect, TemporaryFailure, UserMistake
from domain.ports import Clock

_RECONNECT_S = (0.05, 0.2, 0.5, 1.0, 2.0)  # pauses between tries; the last one repeats
_SEND_AGAIN_S = 2.0  # after the service could not store a message just now

Listener = Callable[[EventLine | ReplyLine | CareerGiniError], Awaitable[None]]
"""Told of progress, of every new reply, and of the error that ended the line for good."""


class ConsoleLink:
    """One conversation over the service's socket, over as many connections as it takes.

    ``listener`` gets progress, and every reply once; a reply is in the history and acknowledged
    before the listener sees it.

    Args:
        socket_path: where the service listens.
        history: the open memory of this conversation.
        hello: who talks.
        clock: for the times in the history.
        listener: called in the order of arrival.
        patience_s: how long to look for a service that is away, seconds.
    """

    def __init__(
        self,
        *,
        socket_path: Path,
        history: ConsoleHistory,
        hello: Hello,
        clock: Clock,
        listener: Listener,
        patience_s: float = 30.0,
    ) -> None:
        self._path = socket_path
        self._history = history
        self._hello = hello
        self._clock = clock
        self._listener = listener
        self._patience_s = patience_s
        self._writer: asyncio.StreamWriter | None = None
        self._outgoing: asyncio.Queue[Said] = asyncio.Queue()
        self._verdicts: dict[str, asyncio.Future[str]] = {}  # message id -> its turn
        self._fetches: dict[str, tuple[bytearray, asyncio.Future[bytes | None]]] = {}
        self._max_file_bytes = 0
        self._lost: CareerGiniError | None = None

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[ConsoleLink]:
        """Keep the line up inside the block; what was not accepted before is sent first.

        Raises:
            TemporaryFailure: no service answers within ``patience_s``.
        """
        reader = await self._connect()
        keeping = asyncio.create_task(self._keep_up(reader), name="console link")
        try:
            yield self
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            if self._writer is not None:
                self._writer.close()

    async def send(self, said: Said) -> str:
        """The turn of an accepted message.

        Raises:
            UserMistake: the service refuses it for good; the sentence is for the person.
            TemporaryFailure: the service is gone; the message is kept and goes out next time.
        """
        if self._lost is not None:
            raise self._lost
        verdict = self._verdicts.setdefault(said.id, asyncio.get_running_loop().create_future())
        self._outgoing.put_nowait(said)
        return await asyncio.shield(verdict)

    def post(self, said: Said) -> None:
        """Send without waiting for the verdict."""
        self._outgoing.put_nowait(said)

    async def fetch(self, blob: str) -> bytes | None:
        """The bytes of a file that a reply named; None when it does not exist any more."""
        if self._lost is not None:
            raise self._lost
        content: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._fetches[blob] = (bytearray(), content)
        await self._write(Fetch(blob=blob))
        return await content

    # --- the line -----------------------------------------------------------------------------

    async def _keep_up(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                sender = asyncio.create_task(self._send_all(), name="console sender")
                try:
                    await self._receive(reader)
                finally:
                    sender.cancel()
                    await asyncio.gather(sender, return_exceptions=True)
                self._give_up_fetches()
                reader = await self._connect()
        except CareerGiniError as error:
            self._lost = error
            for verdict in self._verdicts.values():
                if not verdict.done():
                    verdict.set_exception(error)
            self._give_up_fetches()
            await self._listener(error)

    async def _connect(self) -> asyncio.StreamReader:
        """A greeted connection, tried for ``patience_s``."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._patience_s
        pauses = iter(_RECONNECT_S)
        pause = _RECONNECT_S[-1]
        while True:
            if self._writer is not None:
                self._writer.close()
            try:
                reader, self._writer = await asyncio.open_unix_connection(
                    self._path, limit=MAX_REPLY_LINE_BYTES
                )
                await self._write(self._hello)
                line = from_service(await reader.readuntil(b"\n"))
            except (OSError, asyncio.IncompleteReadError):
                pause = next(pauses, pause)
                if loop.time() + pause > give_up_at:
                    raise TemporaryFailure(
                        "The service does not answer. What you wrote is kept and will be sent "
                        "when you start `careergini chat` again."
                    ) from None
                await asyncio.sleep(pause)
                continue
            if not isinstance(line, Welcome):
                reason = line.reason if isinstance(line, Fault) else "it did not say welcome"
                raise UserMistake(f"The service refuses this client: {reason}")
            self._max_file_bytes = line.max_file_bytes
            return reader

    async def _receive(self, reader: asyncio.StreamReader) -> None:
        """Take in lines until the connection ends."""
        while True:
            try:
                line = from_service(await reader.readuntil(b"\n"))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            except (BadLine, asyncio.LimitOverrunError) as error:
                raise Defect(f"the service sent a line that is not understood: {error}") from error
            match line:
                case AcceptedLine():
                    self._history.settle(line.id, turn=line.turn)
                    self._judge(line.id, turn=line.turn)
                case Refused():
                    await self._refused(line)
                case ReplyLine():
                    is_new = self._history.receive(line, at=self._clock.now())
                    await self._write(Ack(outbound=line.outbound))
                    if is_new:
                        await self._listener(line)
                case EventLine():
                    await self._listener(line)
                case Probe():
                    seen = self._history.has(line.outbound)
                    answer = Ack if seen else Unseen
                    await self._write(answer(outbound=line.outbound))
                case Data() | Missing():
                    self._collect(line)
                case Fault():
                    raise UserMistake(f"The service ended the conversation: {line.reason}")
                case Welcome():
                    continue

    async def _write(self, line: FromClient) -> None:
        """Write one line; a lost connection is noticed, and mended, by the receiving side."""
        if self._writer is None:
            return
        self._writer.write(encode(line))
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()

    # --- messages -----------------------------------------------------------------------------

    async def _send_all(self) -> None:
        """First what an earlier connection left open, then what comes; in order."""
        while not self._outgoing.empty():
            self._outgoing.get_nowait()  # it is in the history, and so among the unsettled
        for said in self._history.unsettled():
            await self._transmit(said)
        while True:
            await self._transmit(await self._outgoing.get())

    async def _transmit(self, said: Said) -> None:
        try:
            uploads = [await self._upload(Path(path)) for path in said.files]
        except UserMistake as error:
            self._history.settle(said.id, turn=None)
            self._judge(said.id, refusal=error)
            return
        await self._write(said.message(files=tuple(uploads)))

    async def _upload(self, path: Path) -> str:
        """Send a file in chunks; returns the id that the message names it by."""
        content = await asyncio.to_thread(_read, path, max_bytes=self._max_file_bytes)
        file = secrets.token_hex(8)
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        await self._write(
            Upload(
                file=file,
                name=path.name[-255:],
                media_type=media_type,
                size_bytes=len(content),
            )
        )
        for start in range(0, len(content), CHUNK_BYTES):
            await self._write(Chunk(file=file, data=content[start : start + CHUNK_BYTES]))
        return file

    async def _refused(self, line: Refused) -> None:
        if line.temporary:
            said = next((s for s in self._history.unsettled() if s.id == line.id), None)
            if said is not None:
                loop = asyncio.get_running_loop()
                loop.call_later(_SEND_AGAIN_S, self._outgoing.put_nowait, said)
            return
        self._history.settle(line.id, turn=None)
        self._judge(line.id, refusal=UserMistake(line.reason))

    def _judge(self, message: str, *, turn: str = "", refusal: UserMistake | None = None) -> None:
        verdict = self._verdicts.pop(message, None)
        if verdict is None or verdict.done():
            return
        if refusal is None:
            verdict.set_result(turn)
        else:
            verdict.set_exception(refusal)

    # --- files --------------------------------------------------------------------------------

    def _collect(self, line: Data | Missing) -> None:
        fetch = self._fetches.get(line.blob)
        if fetch is None:
            return
        received, content = fetch
        if isinstance(line, Data):
            received += line.data
            if not line.last:
                return
        del self._fetches[line.blob]
        if not content.done():
            content.set_result(bytes(received) if isinstance(line, Data) else None)

    def _give_up_fetches(self) -> None:
        for _, content in self._fetches.values():
            if not content.done():
                content.set_exception(
                    TemporaryFailure("The connection was lost while the file came. Try again.")
                )
        self._fetches.clear()


def _read(path: Path, *, max_bytes: int) -> bytes:
    """The file, if it is one and small enough.

    Raises:
        UserMistake: one sentence for the person.
    """
    try:
        if not path.is_file():
            raise UserMistake(f"There is no file {str(path)!r}. Check the path.")
        size = path.stat().st_size
        if size > max_bytes:
            raise UserMistake(
                f"{path.name} has {size / 1_000_000:.1f} MB. The limit is "
                f"{max_bytes / 1_000_000:.1f} MB: please send a smaller file."
            )
        if size == 0:
            raise UserMistake(f"{path.name} is empty. Please send a file with text in it.")
        return path.read_bytes()
    except OSError as error:
        raise UserMistake(f"{path.name} cannot be read: {error.strerror}.") from error
