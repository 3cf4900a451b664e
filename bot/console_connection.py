"""One terminal client's connection to the service: what it sends in, what it is owed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import structlog

from bot.console_protocol import (
    CHUNK_BYTES,
    MAX_FILES,
    PROTOCOL_VERSION,
    AcceptedLine,
    Ack,
    BadLine,
    ChosenAction,
    Chunk,
    Data,
    EventLine,
    Fault,
    Fetch,
    FromClient,
    FromService,
    Hello,
    Message,
    Missing,
    Probe,
    Refused,
    ReplyLine,
    Unseen,
    Upload,
    Welcome,
    encode,
    from_client,
)
from domain.errors import Defect, TemporaryFailure, UserMistake
from domain.ids import BlobId, OutboundId, TurnId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.ports import BlobStore, Clock, Intake
from domain.turns import Outbound, PartialText, TurnEvent

_HELLO_TIMEOUT_S = 10.0  # a client says hello at once
_WRITE_TIMEOUT_S = 10.0  # a client that does not read that long is gone
_MAX_UNREAD_BYTES = 262_144  # progress is dropped when the client has this much to read
_PARTIAL_EVERY_S = 0.05  # seconds between two partial texts: smooth, and cheap for the model
_MAX_SETTLED = 10_000  # ids remembered; older ones are settled in the database long since

_log = structlog.get_logger(__name__)


class Settled:
    """Ids of replies that a client has in its history, the newest ``_MAX_SETTLED``."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def holds(self, outbound: str) -> bool:
        """True when a client told us so since this service started."""
        return outbound in self._ids

    def add(self, outbound: str) -> None:
        """Remember it, forget the oldest."""
        self._ids[outbound] = None
        while len(self._ids) > _MAX_SETTLED:
            self._ids.popitem(last=False)


class _Upload:
    """A file on its way in."""

    def __init__(self, upload: Upload) -> None:
        self.told = upload
        self.content = bytearray()
        self.refusal: str | None = None


class ConsoleConnection:
    """Reads the lines of one client, stores what they carry, and writes what it is owed."""

    def __init__(
        self,
        *,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        intake: Intake,
        blobs: BlobStore,
        clock: Clock,
        max_file_bytes: int,
        settled: Settled,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._intake = intake
        self._blobs = blobs
        self._clock = clock
        self._max_file_bytes = max_file_bytes
        self._settled = settled
        self._hello: Hello | None = None
        self._upload: _Upload | None = None
        self._attachments: dict[str, Attachment] = {}
        self._refusals: dict[str, str] = {}
        self._answers: dict[str, asyncio.Future[bool]] = {}  # outbound id -> seen or not
        self._in_doubt: set[BlobId] = set()  # files of a message that may be stored
        self._last_partial = 0.0

    # --- the lines of the client --------------------------------------------------------------

    async def greet(self) -> str | None:
        """The conversation that this client holds; None when it is not one of our clients."""
        try:
            async with asyncio.timeout(_HELLO_TIMEOUT_S):
                line = await self._next_line()
        except TimeoutError:
            await self._write(Fault(reason="No hello within 10 seconds."))
            return None
        if line is None:
            return None
        if not isinstance(line, Hello) or line.version != PROTOCOL_VERSION:
            await self._write(
                Fault(
                    reason=f"This service speaks version {PROTOCOL_VERSION} of the chat protocol "
                    "and wants a hello first. Use `careergini chat` of the same installation."
                )
            )
            return None
        self._hello = line
        await self._write(Welcome(max_file_bytes=self._max_file_bytes))
        return line.conversation

    async def serve(self) -> None:
        """Take in lines until the client leaves."""
        while (line := await self._next_line()) is not None:
            match line:
                case Upload():
                    self._begin(line)
                case Chunk():
                    await self._add(line)
                case Message():
                    await self._take(line)
                case Ack():
                    self._settled.add(line.outbound)
                    self._answer(line.outbound, seen=True)
                case Unseen():
                    self._answer(line.outbound, seen=False)
                case Fetch():
                    await self._hand_out(line)
                case Hello():
                    await self._write(Fault(reason="One hello is enough."))
                    return

    async def _next_line(self) -> FromClient | None:
        """None when the client has left or does not speak our language (it is told why)."""
        try:
            line = await self._reader.readuntil(b"\n")
            return from_client(line)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None  # half a line is no line: nothing of it was stored
        except asyncio.LimitOverrunError:
            reason = "A line is longer than 1 MiB. Send files in chunks."
        except BadLine as error:
            reason = f"A line is not of the chat protocol: {error}"
        _log.warning("console_line_refused", reason=reason)
        await self._write(Fault(reason=reason))
        return None

    # --- files --------------------------------------------------------------------------------

    def _begin(self, line: Upload) -> None:
        self._upload = upload = _Upload(line)
        if line.size_bytes > self._max_file_bytes:
            upload.refusal = (
                f"{line.name} has {_megabytes(line.size_bytes)}. The limit is "
                f"{_megabytes(self._max_file_bytes)}: please send a smaller file."
            )
        elif line.size_bytes == 0:
            upload.refusal = f"{line.name} is empty. Please send a file with text in it."
        elif len(self._attachments) >= MAX_FILES:
            upload.refusal = f"More than {MAX_FILES} files in one message: please send fewer."
        if upload.refusal is not None:
            self._refusals[line.file] = upload.refusal

    async def _add(self, line: Chunk) -> None:
        upload = self._upload
        if upload is None or line.file != upload.told.file or upload.refusal is not None:
            return  # of a refused file; the message that names it will hear why
        upload.content += line.data
        missing = upload.told.size_bytes - len(upload.content)
        if missing > 0:
            return
        self._upload = None
        if missing < 0:
            self._refusals[line.file] = f"{upload.told.name} is larger than announced."
            return
        # The owner is not known before the message is accepted, which adopts the file.
        blob = await self._blobs.put(bytes(upload.content), owner=None, name=upload.told.name)
        self._attachments[line.file] = Attachment(
            blob=blob,
            name=upload.told.name,
            media_type=upload.told.media_type,
            size_bytes=upload.told.size_bytes,
        )

    async def _hand_out(self, line: Fetch) -> None:
        # A blob's id is random and only replies name it: to know it is to have been given it.
        content = await self._blobs.get(BlobId(line.blob))
        if content is None:
            await self._write(Missing(blob=line.blob))
            return
        for start in range(0, max(len(content), 1), CHUNK_BYTES):
            end = start + CHUNK_BYTES
            await self._write(
                Data(blob=line.blob, data=content[start:end], last=end >= len(content))
            )

    # --- messages -----------------------------------------------------------------------------

    async def _take(self, line: Message) -> None:
        for file in line.files:
            if file not in self._attachments:
                reason = self._refusals.get(file, "A file of this message did not arrive whole.")
                await self._write(Refused(id=line.id, reason=reason))
                await self._drop_files()
                return
        carried = {file: self._attachments.pop(file) for file in line.files}
        message = _inbound(self._greeted, line, tuple(carried.values()), clock=self._clock)
        try:
            accepted = await self._intake.accept(message)
        except UserMistake as error:
            self._attachments |= carried
            await self._write(Refused(id=line.id, reason=str(error)))
            await self._drop_files()
            return
        except TemporaryFailure as error:
            # Stored or not: nobody knows. The files stay, and the same message with the same
            # files may come again over this connection.
            self._attachments |= carried
            self._in_doubt |= {attachment.blob for attachment in carried.values()}
            _log.warning("console_accept_failed", error=type(error).__name__)
            reason = "The message could not be stored just now. It will be sent again."
            await self._write(Refused(id=line.id, reason=reason, temporary=True))
            return
        # Of a message that came twice the files of the first time are the ones in use.
        in_use = {attachment.blob for attachment in accepted.turn.message.attachments}
        for attachment in carried.values():
            if not accepted.is_new and attachment.blob not in in_use:
                await self._blobs.delete(attachment.blob)
        self._refusals.clear()
        await self._write(AcceptedLine(id=line.id, turn=accepted.turn.id, is_new=accepted.is_new))

    async def _drop_files(self) -> None:
        """Nothing stays half-stored: files without a message go."""
        for attachment in self._attachments.values():
            if attachment.blob not in self._in_doubt:
                await self._blobs.delete(attachment.blob)
        self._attachments.clear()
        self._refusals.clear()

    @property
    def _greeted(self) -> Hello:
        if self._hello is None:
            raise Defect("serve() comes after greet()")
        return self._hello

    # --- what the client is owed --------------------------------------------------------------

    async def hand_over(self, outbound: Outbound, *, within_s: float) -> bool:
        """True when the client has written the reply down; False when that is not known."""
        return await self._ask(
            outbound.id,
            ReplyLine(outbound=outbound.id, turn=outbound.turn, reply=outbound.reply),
            within_s=within_s,
        )

    async def has_seen(self, outbound: OutboundId, *, within_s: float) -> bool:
        """Ask the client's history for this id."""
        return await self._ask(outbound, Probe(outbound=outbound), within_s=within_s)

    async def send_reply(self, outbound: Outbound) -> None:
        """Hand over without waiting for the client's word; its ack comes later."""
        await self._write(ReplyLine(outbound=outbound.id, turn=outbound.turn, reply=outbound.reply))

    def show(self, turn: TurnId, event: TurnEvent) -> None:
        """Progress, dropped when the client is slow; never waits."""
        now = asyncio.get_running_loop().time()
        if isinstance(event, PartialText):
            if now - self._last_partial < _PARTIAL_EVERY_S:
                return  # the next one holds the whole text
            self._last_partial = now
        transport = self._writer.transport
        if transport.is_closing() or transport.get_write_buffer_size() > _MAX_UNREAD_BYTES:
            return
        self._writer.write(encode(EventLine(turn=turn, event=event)))

    async def close(self) -> None:
        """Let go of the client and of files that no message carried."""
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(False)
        self._writer.close()
        await self._drop_files()

    async def _ask(self, outbound: OutboundId, line: ReplyLine | Probe, *, within_s: float) -> bool:
        answer = self._answers.setdefault(outbound, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(within_s):
                await self._write(line)
                return await asyncio.shield(answer)
        except TimeoutError:
            return False
        finally:
            self._answers.pop(outbound, None)

    def _answer(self, outbound: str, *, seen: bool) -> None:
        waiting = self._answers.get(outbound)
        if waiting is not None and not waiting.done():
            waiting.set_result(seen)

    async def _write(self, line: FromService) -> None:
        """Write one line; a client that left or does not read is noticed by the reading side."""
        try:
            self._writer.write(encode(line))
            async with asyncio.timeout(_WRITE_TIMEOUT_S):
                await self._writer.drain()
        except TimeoutError:
            self._writer.transport.abort()
        except ConnectionError:
            _log.debug("console_client_left", line=line.type)


def _inbound(
    hello: Hello, line: Message, attachments: tuple[Attachment, ...], *, clock: Clock
) -> InboundMessage:
    return InboundMessage(
        address=Address(channel=ChannelName.CONSOLE, workspace="", conversation=hello.conversation),
        sender=hello.sender,
        sender_name=hello.sender_name,
        audience=hello.audience,
        text=line.text,
        received_at=clock.now(),
        dedupe_keys=(f"console:{hello.conversation}:{line.id}",),
        # The id keeps two messages apart that a client numbered alike after losing its history.
        order_key=f"{line.sequence:016d}.{line.id}",
        attachments=attachments,
        command=line.command,
        action=_action(line.action),
        locale=hello.locale,
    )


def _action(chosen: ChosenAction | None) -> Action | None:
    if chosen is None:
        return None
    return Action(agent=chosen.agent, verb=chosen.verb, arguments=chosen.arguments)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"
