"""Mail in over SMTP or LMTP: the sender hears 250 only after the mail cannot be lost any more."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import structlog

from domain.errors import Misconfigured, TemporaryFailure, UserMistake
from domain.mail.received import Deliver, ReceivedMail
from domain.ports import Clock

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

_CLOSE_S = 1.5
_log = structlog.get_logger(__name__)

Accepts = Callable[[str], bool]
DoorProtocol = Literal["lmtp", "smtp"]


class MailDoor:
    """A mail server that takes mail for some addresses. Use as ``async with``.

    Meant behind a real mail server that has checked the sender; it knows no relaying and no login.

    Args:
        host: address to listen on; not used with a unix socket.
        port: 0 takes a free one, see :attr:`port`.
        unix_socket: listen there instead; only this user and its group may connect.
        protocol: ``lmtp`` answers per recipient, ``smtp`` once for all.
        accepts: whether a recipient is one of ours; others are refused with 550. Must be quick.
        deliver: stores the mail; once per mail with ``smtp``, once per recipient with ``lmtp``.
            Raises TemporaryFailure to be tried again (451), UserMistake to refuse (554).
        clock: when a mail arrived.
        max_bytes: larger mails are refused with 552.
        hostname: what the server calls itself.
        tls: offer STARTTLS with it.
        timeout_s: a silent connection is closed after that.
        max_connections: more are closed at once; the other server tries again.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        accepts: Accepts,
        deliver: Deliver,
        clock: Clock,
        unix_socket: Path | None = None,
        protocol: DoorProtocol = "lmtp",
        max_bytes: int = 25 * 2**20,
        hostname: str = "localhost",
        tls: ssl.SSLContext | None = None,
        timeout_s: float = 60.0,
        max_connections: int = 50,
    ) -> None:
        self._host = host
        self._port = port
        self._unix_socket = unix_socket
        self._protocol: DoorProtocol = protocol
        self._max_bytes = max_bytes
        self._hostname = hostname
        self._tls = tls
        self._timeout_s = timeout_s
        self._max_connections = max_connections
        self._handler = _Handler(accepts=accepts, deliver=deliver, clock=clock, protocol=protocol)
        self._server: asyncio.Server | None = None
        self._sessions: set[SMTP] = set()

    @property
    def port(self) -> int:
        """Where it listens; 0 with a unix socket or before it is open."""
        if self._server is None or self._unix_socket is not None:
            return 0
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        # The library logs every command, with addresses, and lines of the mail.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        loop = asyncio.get_running_loop()
        try:
            if self._unix_socket is not None:
                self._unix_socket.unlink(missing_ok=True)
                self._server = await loop.create_unix_server(
                    self._new_session, str(self._unix_socket)
                )
                self._unix_socket.chmod(0o660)
            else:
                self._server = await loop.create_server(self._new_session, self._host, self._port)
        except OSError as error:
            where = str(self._unix_socket or f"{self._host}:{self._port}")
            raise Misconfigured(
                f"cannot listen for mail on {where!r}: {error.strerror}. "
                "Set another address for incoming mail."
            ) from error
        _log.info("mail_door_opened", protocol=self._protocol, port=self.port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        await self._handler.finish(within_s=_CLOSE_S)
        for session in list(self._sessions):
            if session.transport is not None:
                session.transport.close()
        if self._unix_socket is not None:
            self._unix_socket.unlink(missing_ok=True)
        await asyncio.sleep(0)  # lets the sessions see that their connections are closed
        _log.info("mail_door_closed")

    def _new_session(self) -> asyncio.BaseProtocol:
        from integrations.mail.smtp_door_session import LmtpSession, SmtpSession

        kind = LmtpSession if self._protocol == "lmtp" else SmtpSession
        session = kind(
            self._handler,
            data_size_limit=self._max_bytes,
            enable_SMTPUTF8=True,
            hostname=self._hostname,
            ident="mail",
            tls_context=self._tls,
            timeout=self._timeout_s,
            loop=asyncio.get_running_loop(),
        )
        session.on_closed = self._sessions.discard
        session.is_one_too_many = len(self._sessions) >= self._max_connections
        self._sessions.add(session)
        return session


class _Handler:
    """The hooks that the library calls."""

    def __init__(
        self, *, accepts: Accepts, deliver: Deliver, clock: Clock, protocol: DoorProtocol
    ) -> None:
        self._accepts = accepts
        self._deliver = deliver
        self._clock = clock
        self._protocol: DoorProtocol = protocol
        self._work: set[asyncio.Task[str]] = set()

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        del server, session
        try:
            is_ours = self._accepts(address)
        except TemporaryFailure:
            return "451 4.3.0 try again later"
        if not is_ours:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session
        sender = envelope.mail_from or ""
        raw = envelope.content
        if not isinstance(raw, bytes):
            return "451 4.3.0 try again later"
        groups: list[tuple[str, ...]] = (
            [(recipient,) for recipient in envelope.rcpt_tos]
            if self._protocol == "lmtp"
            else [tuple(envelope.rcpt_tos)]
        )
        answers = []
        for recipients in groups:
            mail = ReceivedMail(
                raw=raw,
                envelope_from="" if sender == "<>" else sender,
                recipients=recipients,
                received_at=self._clock.now(),
                transport=self._protocol,
            )
            # A task of its own: the library cancels us when the other side hangs up, and half a
            # delivery is worse than one that is repeated.
            task = asyncio.create_task(self._deliver_one(mail), name="mail delivery")
            self._work.add(task)
            task.add_done_callback(self._work.discard)
            answers.append(await asyncio.shield(task))
        return "\r\n".join(answers)

    async def _deliver_one(self, mail: ReceivedMail) -> str:
        try:
            await self._deliver(mail)
        except TemporaryFailure as error:
            _log.info("mail_postponed", error=type(error).__name__, bytes=len(mail.raw))
            return "451 4.3.0 try again later"
        except UserMistake as error:
            _log.info("mail_turned_away", error=type(error).__name__, bytes=len(mail.raw))
            return "554 5.6.0 this mail cannot be read"
        except Exception:  # the boundary of one mail: the other server keeps it and tries again
            _log.exception("mail_delivery_failed")
            return "451 4.3.0 try again later"
        return "250 2.0.0 taken"

    async def handle_exception(self, error: Exception) -> str:
        """What the library says instead of an error's text."""
        _log.error("mail_session_failed", error=type(error).__name__)
        return "451 4.3.0 try again later"

    async def finish(self, *, within_s: float) -> None:
        """Let what is being stored come to its end."""
        if not self._work:
            return
        _, late = await asyncio.wait(self._work, timeout=within_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
