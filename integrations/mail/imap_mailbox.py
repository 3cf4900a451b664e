"""Mail in from a mailbox: IMAP with IDLE in a thread of its own, handled in the event loop.

A mail counts as read when the callback has returned: then it is marked as seen and the position is
saved, in this order. After a crash in between the same mail comes once more, never none.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import imaplib
import socket
import ssl
import threading
from collections.abc import Coroutine
from typing import TypeVar

import structlog

from domain.errors import TemporaryFailure
from domain.mail.received import Deliver, MailboxPosition, MailCheckpoint, ReceivedMail
from integrations.mail.imap_session import ConnectionGone, ImapServer, ImapSession

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_OPERATOR_PAUSE_S = 60.0
_GRACE_S = 1.2
_LAST_GRACE_S = 0.5
_log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


class ImapMailbox:
    """Hands over every mail of a mailbox, old unread ones first, and then each as it arrives.

    Args:
        server: which mailbox.
        deliver: stores the mail. While it raises TemporaryFailure the mail is tried again; after
            ``attempts`` other errors it is left unread and the next one follows.
        checkpoint: the position over restarts. Without one, unread mail is handed over.
        max_bytes: of larger mails only the header is fetched.
        idle_s: longest IDLE, in seconds; below 29 minutes, and below what routers forget.
        poll_s: between looks when the server has no IDLE.
        timeout_s: for connecting and for each answer.
        first_pause_s: before the first reconnection; doubles up to a minute.
        attempts: per mail that cannot be stored.
    """

    def __init__(
        self,
        server: ImapServer,
        *,
        deliver: Deliver,
        checkpoint: MailCheckpoint,
        max_bytes: int = 25 * 2**20,
        idle_s: float = 540.0,
        poll_s: float = 60.0,
        timeout_s: float = 30.0,
        first_pause_s: float = _FIRST_PAUSE_S,
        attempts: int = 3,
    ) -> None:
        self._server = server
        self._deliver = deliver
        self._checkpoint = checkpoint
        self._max_bytes = max_bytes
        self._idle_s = min(idle_s, 28 * 60.0)
        self._poll_s = poll_s
        self._timeout_s = timeout_s
        self._first_pause_s = first_pause_s
        self._attempts = attempts
        self._is_connected = False

    @property
    def is_connected(self) -> bool:
        """Logged in and listening, as far as we know."""
        return self._is_connected

    async def run(self) -> None:
        """Read until cancelled; ends within two seconds then."""
        loop = asyncio.get_running_loop()
        finished: asyncio.Future[None] = loop.create_future()
        reader = _Reader(self, loop=loop, finished=finished)
        threading.Thread(target=reader.run, name="imap mailbox", daemon=True).start()
        try:
            await asyncio.shield(finished)
        finally:
            reader.stop()
            await asyncio.wait([finished], timeout=_GRACE_S)
            if not finished.done():
                reader.cut_off()
                await asyncio.wait([finished], timeout=_LAST_GRACE_S)
            self._is_connected = False
            _log.info("imap_closed", in_time=finished.done())


class _Reader:
    """The thread."""

    def __init__(
        self,
        mailbox: ImapMailbox,
        *,
        loop: asyncio.AbstractEventLoop,
        finished: asyncio.Future[None],
    ) -> None:
        self._mailbox = mailbox
        self._loop = loop
        self._finished = finished
        self._stopping = threading.Event()
        self._wake, self._waker = socket.socketpair()
        self._session: ImapSession | None = None
        self._position: MailboxPosition | None = None
        self._work: concurrent.futures.Future[object] | None = None
        self._failures: dict[int, int] = {}
        self._got_on = False

    def stop(self) -> None:
        """Called from the loop: finish the mail in hand, then end."""
        self._stopping.set()
        with contextlib.suppress(OSError):  # the thread has ended already
            self._waker.send(b"x")

    def cut_off(self) -> None:
        """Called from the loop: end now."""
        if self._work is not None:
            self._work.cancel()
        session = self._session
        if session is not None:
            with contextlib.suppress(OSError):
                session.connection.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        """The thread's life."""
        pause_s = self._mailbox._first_pause_s
        try:
            while not self._stopping.is_set():
                try:
                    self._session = ImapSession(
                        self._mailbox._server, timeout_s=self._mailbox._timeout_s
                    )
                    self._session.log_in()
                    _log.info("imap_connected", idle=self._session.has_idle)
                    self._mailbox._is_connected = True
                    self._read(self._session)
                except concurrent.futures.CancelledError:
                    if self._stopping.is_set():
                        break
                    self._lose_session()  # somebody else cancelled a delivery
                    self._stopping.wait(pause_s)
                except Exception as error:  # the connection's boundary: a new one follows
                    least_s = self._tell(error)
                    self._lose_session()
                    if self._got_on:
                        pause_s, self._got_on = self._mailbox._first_pause_s, False
                    self._stopping.wait(max(least_s, pause_s))
                    pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        finally:
            if self._session is not None:
                self._session.close()
            self._wake.close()
            self._waker.close()
            with contextlib.suppress(RuntimeError):  # the loop did not wait for us
                self._loop.call_soon_threadsafe(self._finish)

    def _finish(self) -> None:
        if not self._finished.done():
            self._finished.set_result(None)

    def _lose_session(self) -> None:
        self._mailbox._is_connected = False
        if self._session is not None:
            self._session.drop()
            self._session = None

    def _tell(self, error: Exception) -> float:
        """Log why the connection ended; how many seconds to wait at least."""
        from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

        if self._stopping.is_set():
            return 0.0
        if isinstance(error, MailboxLoginError):
            hint = "check the IMAP user name and password"
            return _operators_turn("imap_login_refused", hint=hint)
        if isinstance(error, MailboxFolderSelectError):
            return _operators_turn("imap_folder_missing", hint="check the name of the IMAP folder")
        if isinstance(error, ssl.SSLError):
            hint = "set the CA file, or the host name that is in the certificate"
            return _operators_turn("imap_certificate_refused", hint=hint)
        if isinstance(error, TemporaryFailure):
            _log.info("mail_postponed", error=type(error).__name__)
            return error.retry_after_s or 0.0
        if isinstance(error, (OSError, imaplib.IMAP4.error, ConnectionGone)):
            _log.warning("imap_connection_lost", error=type(error).__name__)
        else:
            _log.error("imap_reading_failed", error=type(error).__name__, exc_info=error)
        return 0.0

    # --- reading ------------------------------------------------------------------------------

    def _read(self, session: ImapSession) -> None:
        position = self._start(session)
        while not self._stopping.is_set():
            found = session.after(position.last_uid)
            for uid in found:
                if self._stopping.is_set():
                    return
                self._hand_over(session, uid)
                position = MailboxPosition(uidvalidity=session.uidvalidity, last_uid=uid)
                self._save(position)
            if not found and not self._stopping.is_set():
                session.wait(
                    wake=self._wake, idle_s=self._mailbox._idle_s, poll_s=self._mailbox._poll_s
                )
                self._got_on = True

    def _start(self, session: ImapSession) -> MailboxPosition:
        """Where to go on; unread mail is handed over first when there is no valid position."""
        position = self._position or self._ask(self._mailbox._checkpoint.load())
        if position is not None and position.uidvalidity == session.uidvalidity:
            return position
        if position is not None:
            _log.warning("imap_mailbox_renumbered")  # unread mail only: the rest was handed over
        self._failures.clear()
        newest = session.uidnext - 1
        for uid in session.unseen():
            if self._stopping.is_set():
                raise concurrent.futures.CancelledError
            if uid <= newest:
                self._hand_over(session, uid)
        position = MailboxPosition(uidvalidity=session.uidvalidity, last_uid=newest)
        self._save(position)
        return position

    def _save(self, position: MailboxPosition) -> None:
        self._got_on = True
        self._ask(self._mailbox._checkpoint.save(position))
        self._position = position

    def _hand_over(self, session: ImapSession, uid: int) -> None:
        letter = session.fetch(uid, max_bytes=self._mailbox._max_bytes)
        if letter is None:
            return  # somebody deleted it
        mail = ReceivedMail(
            raw=letter.raw,
            envelope_from=None,
            recipients=(),
            received_at=letter.arrived_at,
            transport="imap",
            oversized=letter.oversized,
        )
        try:
            self._ask(_delivered(self._mailbox._deliver, mail))
        except (TemporaryFailure, concurrent.futures.CancelledError):
            raise
        except Exception as error:  # the boundary of one mail: it must not stop the others
            count = self._failures[uid] = self._failures.get(uid, 0) + 1
            _log.error("mail_delivery_failed", attempt=count, exc_info=error)
            if count < self._mailbox._attempts:
                raise TemporaryFailure("the mail could not be stored") from error
            _log.error("mail_left_unread", hint="it stays in the mailbox; see the error above")
        else:
            session.mark_seen(uid)
        self._failures.pop(uid, None)

    def _ask(self, work: Coroutine[object, object, Answer]) -> Answer:
        """Run in the loop and wait for it here."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._work = future  # type: ignore[assignment] # only to cancel it
        return future.result()


async def _delivered(deliver: Deliver, mail: ReceivedMail) -> None:
    await deliver(mail)


def _operators_turn(event: str, *, hint: str) -> float:
    _log.error(event, hint=hint)
    return _OPERATOR_PAUSE_S
