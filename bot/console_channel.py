"""The terminal as a channel: a socket in the data folder that `careergini chat` talks to.

It takes the same durable path as every other channel: files and message are stored before the
client hears ``accepted``, and a reply counts as sent only when the client has written it down.
"""

from __future__ import annotations

import asyncio
import socket
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from bot.console_connection import ConsoleConnection, Settled
from bot.console_protocol import MAX_LINE_BYTES
from bot.lineage import LEFT_OUT
from domain.errors import Misconfigured
from domain.ids import OutboundId, TurnId
from domain.messages import Address
from domain.ports import BlobStore, Channel, Clock, Intake
from domain.turns import Delivery, Gone, Outbound, Retry, Sent, TurnEvent

_ACK_TIMEOUT_S = 10.0  # writing one line to a local file; longer means that the client hangs
_RETRY_AFTER_S = 1.0  # holds up other replies to this person too, so it has to be short
_MAX_OWED = 1_000  # replies kept in memory for absent clients; the rest waits in the database
_LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103

_log = structlog.get_logger(__name__)


class ConsoleChannel(Channel):
    """Serves terminal clients on a unix socket that only this user can open.

    Use as ``async with``; connections are served until it ends. ``run()`` waits for ever inside.
    A reply for a client that is not there stays owed and is handed over when it connects.

    Args:
        socket_path: where to listen; its folder is made private to this user if it is created.
        intake: durable accept.
        blobs: where files go before the message that carries them is accepted.
        clock: when a message arrived.
        max_file_bytes: largest file, bytes.
    """

    def __init__(
        self,
        *,
        socket_path: Path,
        intake: Intake,
        blobs: BlobStore,
        clock: Clock,
        max_file_bytes: int,
    ) -> None:
        self._path = socket_path
        self._intake = intake
        self._blobs = blobs
        self._clock = clock
        self._max_file_bytes = max_file_bytes
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._present: dict[str, ConsoleConnection] = {}  # by conversation
        self._owed: OrderedDict[OutboundId, Outbound] = OrderedDict()
        self._settled = Settled()

    async def __aenter__(self) -> Self:
        listener = await asyncio.to_thread(_bind, self._path)
        self._server = await asyncio.start_unix_server(
            self._greet, sock=listener, limit=MAX_LINE_BYTES
        )
        _log.info("console_opened", socket=str(self._path))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._path.unlink(missing_ok=True)
        _log.info("console_closed")

    async def run(self) -> None:
        """Wait until cancelled; the socket is served from ``async with`` on."""
        await asyncio.get_running_loop().create_future()

    # --- outbound -----------------------------------------------------------------------------

    @property
    def can_find_sent(self) -> bool:
        return True

    async def deliver(self, outbound: Outbound) -> Delivery:
        """Sent once the client has it in its history.

        Anything else is a ``Retry``, never ``Ambiguous``: the client drops a reply whose id it
        has seen, so sending again is always safe. A newer state of a reply is shown below it; one
        that is not worth a message of its own is left out.
        """
        if not outbound.stands_alone:
            return Gone(reason=LEFT_OUT)
        connection = self._present.get(outbound.address.conversation)
        if self._settled.holds(outbound.id) or (
            connection is not None and await connection.hand_over(outbound, within_s=_ACK_TIMEOUT_S)
        ):
            self._owed.pop(outbound.id, None)
            return Sent(provider_ref=outbound.id)
        self._owed[outbound.id] = outbound
        while len(self._owed) > _MAX_OWED:
            self._owed.popitem(last=False)
        return Retry(after_s=_RETRY_AFTER_S)

    async def find_sent(self, outbound: Outbound) -> str | None:
        if self._settled.holds(outbound.id):
            return outbound.id
        connection = self._present.get(outbound.address.conversation)
        if connection is None:
            return None  # nobody to ask; the client will drop a repeat, so "no" is safe
        seen = await connection.has_seen(outbound.id, within_s=_ACK_TIMEOUT_S)
        return outbound.id if seen else None

    @property
    def progress_gap_s(self) -> float:
        return 0.1  # a terminal can be redrawn so often; it thins what comes by itself

    @property
    def wants_every_reply(self) -> bool:
        return True

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        connection = self._present.get(address.conversation)
        if connection is not None:
            connection.show(turn, event)

    # --- inbound ------------------------------------------------------------------------------

    def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer), name="console connection")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = ConsoleConnection(
            reader=reader,
            writer=writer,
            intake=self._intake,
            blobs=self._blobs,
            clock=self._clock,
            max_file_bytes=self._max_file_bytes,
            settled=self._settled,
        )
        conversation: str | None = None
        try:
            conversation = await connection.greet()
            if conversation is None:
                return
            # A client that lost its connection comes back before we notice: the new one counts.
            self._present[conversation] = connection
            for owed in [
                owed for owed in self._owed.values() if owed.address.conversation == conversation
            ]:
                await connection.send_reply(owed)
            await connection.serve()
        except Exception:  # one broken client must not end the others: the connection's boundary
            _log.exception("console_connection_failed")
        finally:
            if conversation is not None and self._present.get(conversation) is connection:
                del self._present[conversation]
            for settled in [owed for owed in self._owed if self._settled.holds(owed)]:
                del self._owed[settled]
            await connection.close()


def _bind(path: Path) -> socket.socket:
    """A bound socket that only this user can connect to, before anybody can."""
    if len(str(path).encode()) > _LONGEST_SOCKET_PATH:
        raise Misconfigured(
            f"the path of the chat socket is longer than {_LONGEST_SOCKET_PATH} bytes: "
            f"{str(path)!r}. Set CAREERGINI_DATA_FOLDER to a shorter path."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        if _answers(path):
            raise Misconfigured(
                f"another CareerGini service already listens on {str(path)!r}. Stop it, or set "
                "CAREERGINI_DATA_FOLDER to another folder."
            )
        path.unlink()  # left behind by a killed service
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        path.chmod(0o600)  # before listen(): until then nobody can connect
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise Misconfigured(
            f"cannot listen on {str(path)!r}: {error.strerror}. Set CAREERGINI_DATA_FOLDER to a "
            "folder on a local disk."
        ) from error
    return listener


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
