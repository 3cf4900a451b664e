"""One IMAP connection, blocking, for the thread of :mod:`integrations.mail.imap_mailbox`.

What the library leaves open is closed here: capabilities are asked again after the login (Dovecot
names IDLE only then), an untagged line before ``+ idling`` is no error, lines that arrived together
with ``+ idling`` are seen at once, and marking as seen expunges nothing.
"""

from __future__ import annotations

import contextlib
import imaplib
import io
import re
import select
import socket
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

_INTERNAL_DATE = re.compile(
    rb'INTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")
_MONTHS = b"jan feb mar apr may jun jul aug sep oct nov dec".split()
_MAX_EMPTY_READS = 20
_LOGOUT_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Which mailbox is read, and how."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    security: Literal["none", "starttls", "tls"] = "tls"
    ca_file: Path | None = None
    """PEM file of certificates to trust instead of the system's."""
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it lies in the mailbox."""

    raw: bytes
    arrived_at: datetime
    oversized: bool


class ConnectionGone(Exception):
    """The connection cannot be used any more; a new one may work."""


class ImapSession:
    """A logged-in connection with the folder selected.

    Raises:
        ConnectionGone, OSError, imaplib.IMAP4.error, imap_tools.errors.ImapToolsError: from every
            method; after any of them the session is of no use.
    """

    def __init__(self, server: ImapServer, *, timeout_s: float) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._mailbox = _connected(server, timeout_s=timeout_s)
        self.uidvalidity = 0
        self.uidnext = 0
        self.has_idle = False

    @property
    def connection(self) -> socket.socket:
        """To be shut down by another thread when this one has to end."""
        sock = self._mailbox.client.sock
        assert isinstance(sock, socket.socket)  # noqa: S101 - imaplib has no types
        return sock

    def log_in(self) -> None:
        """Log in and select the folder."""
        server, mailbox = self._server, self._mailbox
        if server.username.isascii() and server.password.isascii():
            mailbox.login(server.username, server.password, initial_folder=None)
        else:
            mailbox.login_utf8(server.username, server.password, initial_folder=None)
        _, data = mailbox.client.capability()
        self.has_idle = b"IDLE" in b" ".join(one for one in data if one).upper().split()
        mailbox.folder.set(server.folder)
        self.uidvalidity = self._number("UIDVALIDITY")
        self.uidnext = self._number("UIDNEXT")
        if not self.uidnext:
            self.uidnext = max(self._search("ALL"), default=0) + 1

    def unseen(self) -> list[int]:
        """UIDs without the flag ``\\Seen``, ascending."""  # noqa: D301 - the flag's name
        return self._search("UNSEEN")

    def after(self, uid: int) -> list[int]:
        """UIDs above this one, ascending."""
        # "n:*" always includes the last mail, also when its UID is lower.
        return [found for found in self._search(f"UID {uid + 1}:*") if found > uid]

    def fetch(self, uid: int, *, max_bytes: int) -> Letter | None:
        """The mail, or only its header when it is larger; None when it is gone meanwhile."""
        about = self._fetched(uid, "(RFC822.SIZE INTERNALDATE)")
        if about is None:
            return None
        size = _SIZE.search(about[0])
        oversized = size is not None and int(size[1]) > max_bytes
        content = self._fetched(uid, "(BODY.PEEK[HEADER])" if oversized else "(BODY.PEEK[])")
        if content is None or content[1] is None:
            return None
        return Letter(raw=content[1], arrived_at=_internal_date(about[0]), oversized=oversized)

    def mark_seen(self, uid: int) -> None:
        """Set ``\\Seen``."""  # noqa: D301 - the flag's name
        # Not the library's flag(): that one expunges what somebody else marked as deleted.
        typ, _ = self._mailbox.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        if typ != "OK":
            raise ConnectionGone

    def wait(self, *, wake: socket.socket, idle_s: float, poll_s: float) -> None:
        """Until there may be new mail, ``wake`` is readable, or the time is over."""
        if self._heard_of_mail():
            return
        if not self.has_idle:
            select.select([wake], [], [], poll_s)
            self._mailbox.client.noop()
            return
        client = self._mailbox.client
        tag = client._command("IDLE")
        while client._get_response() is not None:  # other news before "+ idling"
            if client.tagged_commands.get(tag) is not None:
                raise ConnectionGone  # refused after it was offered
        if not self._heard_of_mail():
            self._listen(wake, until=time.monotonic() + idle_s)
        client.send(b"DONE\r\n")
        self._mailbox.consume_until_tagged_response(tag)

    def close(self) -> None:
        """Say goodbye if the server still listens; never raises, at most a second."""
        client = self._mailbox.client
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self.connection.settimeout(_LOGOUT_S)
            client.logout()
        self.drop()

    def drop(self) -> None:
        """Close without a word."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._mailbox.client.shutdown()

    def _listen(self, wake: socket.socket, *, until: float) -> None:
        """Read what the server pushes, until it is about new mail."""
        poller = select.poll()
        poller.register(self.connection.fileno(), select.POLLIN)
        poller.register(wake.fileno(), select.POLLIN)
        empty_reads = 0
        while (left_s := until - time.monotonic()) > 0:
            while self._has_line():
                empty_reads = 0
                line = self._mailbox.client._get_line().upper()
                if line.startswith(b"* BYE"):
                    raise ConnectionGone
                if line.endswith((b" EXISTS", b" RECENT")):
                    return
            ready = dict(poller.poll(left_s * 1000))
            if wake.fileno() in ready:
                return
            if self.connection.fileno() in ready and not self._has_line():
                empty_reads += 1  # the end of a plain connection, or TLS talking to itself
                is_plain = not isinstance(self.connection, ssl.SSLSocket)
                if is_plain or empty_reads > _MAX_EMPTY_READS:
                    raise ConnectionGone

    def _has_line(self) -> bool:
        """Whether something can be read now, also from the buffers above the socket."""
        sock = self.connection
        sock.settimeout(0)
        try:
            buffered = self._mailbox.client.file
            return isinstance(buffered, io.BufferedReader) and bool(buffered.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            sock.settimeout(self._timeout_s)

    def _heard_of_mail(self) -> bool:
        return "EXISTS" in self._mailbox.client.untagged_responses

    def _search(self, criteria: str) -> list[int]:
        self._mailbox.client.untagged_responses.pop("EXISTS", None)  # what we hear is later
        return sorted(int(uid) for uid in self._mailbox.uids(criteria, charset=None))

    def _fetched(self, uid: int, parts: str) -> tuple[bytes, bytes | None] | None:
        """The words and the content of the answer; None when there is no such mail."""
        typ, data = self._mailbox.client.uid("FETCH", str(uid), parts)
        if typ != "OK":
            raise ConnectionGone
        for item in data:
            if isinstance(item, tuple):
                return item[0], item[1]
            if isinstance(item, bytes) and b"(" in item:
                return item, None
        return None

    def _number(self, name: str) -> int:
        _, data = self._mailbox.client.response(name)
        for item in data:
            if isinstance(item, bytes) and item.strip().isdigit():
                return int(item)
        return 0


def _connected(server: ImapServer, *, timeout_s: float) -> BaseMailBox:
    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

    if server.security == "none":
        return MailBoxUnencrypted(server.host, server.port, timeout=timeout_s)
    context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    if server.security == "starttls":
        return MailBoxStartTls(server.host, server.port, timeout=timeout_s, ssl_context=context)
    return MailBox(server.host, server.port, timeout=timeout_s, ssl_context=context)


def _internal_date(words: bytes) -> datetime:
    match = _INTERNAL_DATE.search(words)
    if match is None:
        return datetime.now(UTC)
    day, month, year, hour, minute, second, sign, zone_h, zone_m = match.groups()
    offset = timedelta(hours=int(zone_h), minutes=int(zone_m))
    try:
        local = datetime(
            int(year),
            _MONTHS.index(month.lower()) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=timezone(-offset if sign == b"-" else offset),
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.now(UTC)
