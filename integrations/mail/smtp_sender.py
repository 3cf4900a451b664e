"""Mail out over SMTP: one mail to one recipient, and an honest answer about what became of it.

``Ambiguous`` is exactly this: every byte but the final dot was handed to the operating system, the
dot was written, and no answer to it came. Before that the server has no whole mail and must forget
it (RFC 5321 section 4.1.1.4), so ``Retry`` cannot send a second one.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from collections.abc import Awaitable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import structlog

from domain.turns import Ambiguous, Delivery, Gone, Retry, Sent
from integrations.mail.smtp_connections import NoSecurity, SmtpConnections, SmtpServer

if TYPE_CHECKING:
    import aiosmtplib

_SOON_S = 5.0
_LATER_S = 60.0
_OPERATOR_S = 300.0
_GREYLISTED_S = 300.0
_FULL_S = 3_600.0
# Answers that are about us, not about the mail: losing mail over a wrong password is no option.
_ABOUT_US = frozenset({421, 454, 530, 534, 535, 538})
_RELAYING = re.compile(r"relay|authenticat|\bauth\b|must issue a starttls", re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\r\n]{1,900}>)")
_DOTS = re.compile(rb"(?m)^\.")
_ENDS = re.compile(rb"\r\n|\r|\n")

_log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


def address_mark(address: str) -> str:
    """A short mark of an address for logs: the same for the same address, not to be read back.

    >>> address_mark("ann@example.org") == address_mark("Ann@example.org")
    True
    """
    return hashlib.sha256(address.lower().encode("utf-8", "replace")).hexdigest()[:12]


class SmtpSender:
    """Hands mail to one SMTP server. Use as ``async with``.

    Args:
        server: where, with which security and login.
        max_connections: used at the same time.
        idle_s: an unused connection is closed after this many seconds.
        timeout_s: for connecting and for each command.
        data_timeout_s: for the answer to a whole mail; servers may scan it for minutes.
    """

    def __init__(
        self,
        server: SmtpServer,
        *,
        max_connections: int = 2,
        idle_s: float = 30.0,
        timeout_s: float = 30.0,
        data_timeout_s: float = 300.0,
    ) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._data_timeout_s = data_timeout_s
        self._connections = SmtpConnections(
            server, max_connections=max_connections, idle_s=idle_s, timeout_s=timeout_s
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connections.close()

    async def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> Delivery:
        """Send one mail; never raises for what a server or the network does.

        Args:
            raw: the whole mail; its line ends are made CRLF.
            envelope_from: where bounces go; "" for none.
            recipient: one address.

        Returns:
            ``Sent`` with the mail's Message-ID (the server's answer when it has none). ``Retry``
            when the server surely does not have it. ``Gone`` when it never will take it.
            ``Ambiguous`` when it may have it.
        """
        log = _log.bind(recipient=address_mark(recipient), server=self._server.host)
        mail = _Mail(raw, envelope_from=envelope_from, recipient=recipient)
        delivery = await self._attempt(mail, log, fresh=False)
        if isinstance(delivery, Retry) and mail.was_stale:
            # The server had closed it while it lay idle; that says nothing about the mail.
            delivery = await self._attempt(mail, log, fresh=True)
        return delivery

    async def _attempt(
        self, mail: _Mail, log: structlog.stdlib.BoundLogger, *, fresh: bool
    ) -> Delivery:
        import aiosmtplib

        mail.stage, mail.was_stale, is_used = "connect", False, False
        try:
            async with self._connections.borrowed(fresh=fresh) as (client, is_used):
                return await self._hand_over(client, mail, log)
        except aiosmtplib.SMTPAuthenticationError as error:
            hint = "check the SMTP user name and password; mail is kept and tried again"
            return _operators_turn(log, "smtp_login_refused", hint=f"{hint} ({error.code})")
        except NoSecurity:
            hint = "the server offers no STARTTLS; set another port or security"
            return _operators_turn(log, "smtp_not_encrypted", hint=hint)
        except aiosmtplib.SMTPResponseException as error:
            mail.was_stale = is_used and error.code == 421 and mail.stage == "mail"
            return mail.answered(error.code, error.message, log)
        except (aiosmtplib.SMTPException, OSError) as error:
            # Before the final dot: whatever it was, the server has no mail.
            if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
                hint = "set the CA file, or the host name that is in the certificate"
                return _operators_turn(log, "smtp_certificate_refused", hint=hint)
            log.warning("smtp_connection_failed", error=type(error).__name__, stage=mail.stage)
            mail.was_stale = is_used and mail.stage == "mail"
            return Retry(after_s=_LATER_S if mail.stage == "connect" else _SOON_S)

    async def _hand_over(
        self, client: aiosmtplib.SMTP, mail: _Mail, log: structlog.stdlib.BoundLogger
    ) -> Delivery:
        """The transaction. Raises for all that happens before the final dot."""
        mail.stage = "mail"
        options, refusal = _options(client, mail)
        if refusal is not None:
            log.warning("smtp_mail_impossible", reason=refusal)
            return Gone(reason=refusal)
        encoding = "utf-8" if mail.needs_utf8 else "ascii"
        await client.mail(mail.envelope_from, options=options, encoding=encoding)
        mail.stage = "rcpt"
        try:
            await client.rcpt(mail.recipient, encoding=encoding)
            mail.stage = "data"
            response = await client.execute_command(b"DATA")
            if response.code != 354:
                return await self._refused(client, mail, response.code, response.message, log)
        except _recipient_refused() as error:
            return await self._refused(client, mail, error.code, error.message, log)
        return await self._send_content(client, mail, log)

    async def _refused(
        self,
        client: aiosmtplib.SMTP,
        mail: _Mail,
        code: int,
        message: str,
        log: structlog.stdlib.BoundLogger,
    ) -> Delivery:
        """What a refusal means; the connection is made ready for the next mail."""
        if client.is_connected:
            await client.rset()
        return mail.answered(code, message, log)

    async def _send_content(
        self, client: aiosmtplib.SMTP, mail: _Mail, log: structlog.stdlib.BoundLogger
    ) -> Delivery:
        import aiosmtplib

        protocol, transport = client.protocol, client.transport
        if protocol is None or transport is None or transport.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        # All but the dot first, until our side holds none of it: then the dot alone decides.
        # The library writes both at once and could not tell; hence its protocol is used directly.
        if isinstance(transport, asyncio.WriteTransport):
            transport.set_write_buffer_limits(high=0)
        protocol._response_pending = True  # a refusal may come before the end
        protocol.write(mail.content)
        await _within(protocol._drain_helper(), timeout_s=self._data_timeout_s)
        if not client.is_connected:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        mail.stage = "dot"
        try:
            protocol.write(b".\r\n")
            response = await protocol.read_response(timeout=self._data_timeout_s)
        except aiosmtplib.SMTPResponseException as error:  # an answer that is none
            client.close()
            log.warning("smtp_outcome_unknown", error=type(error).__name__)
            return Ambiguous(reason="the mail server's answer to the mail was not readable")
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            log.warning("smtp_outcome_unknown", error=type(error).__name__)
            return Ambiguous(reason="the connection broke before the mail server confirmed")
        if 200 <= response.code < 300:
            log.info("mail_sent", bytes=len(mail.content))
            return Sent(provider_ref=mail.message_id or response.message[:200])
        if response.code == 421:
            client.close()
        return mail.answered(response.code, response.message, log)


class _Mail:
    """One mail on its way, and how far it got."""

    def __init__(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        self.content = _DOTS.sub(b"..", _ENDS.sub(b"\r\n", raw))
        if not self.content.endswith(b"\r\n"):
            self.content += b"\r\n"
        self.envelope_from = _with_ascii_domain(envelope_from)
        self.recipient = _with_ascii_domain(recipient)
        head = re.split(rb"\r\n\r\n", self.content, maxsplit=1)[0]
        self.needs_utf8 = not (
            head.isascii() and self.envelope_from.isascii() and self.recipient.isascii()
        )
        self.is_8bit = not self.content.isascii()
        found = _MESSAGE_ID.search(head)
        self.message_id = found[1].decode("utf-8", "replace") if found else ""
        self.stage = "connect"
        self.was_stale = False

    def answered(self, code: int, message: str, log: structlog.stdlib.BoundLogger) -> Delivery:
        """What an answer that is no success means. ``message`` is logged only by its code."""
        status = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", message)
        said = status[1] if status else ""
        log = log.bind(code=code, status=said, stage=self.stage)
        if code in _ABOUT_US or (code >= 500 and self._is_about_us(message)):
            if code == 421:
                log.warning("smtp_server_busy")
                return Retry(after_s=_LATER_S)
            hint = "the server does not let us send: check login, relay rights and security"
            return _operators_turn(log, "smtp_refuses_us", hint=hint)
        if 400 <= code < 500:
            log.info("mail_deferred")
            return Retry(after_s=_GREYLISTED_S if self.stage == "rcpt" else _LATER_S)
        if code == 552 and self.stage == "rcpt":
            log.info(
                "mail_deferred"
            )  # over quota: RFC 5321 section 4.5.3.1.10 asks to treat as 452
            return Retry(after_s=_FULL_S)
        if not 500 <= code < 600 or code == 503 or self.stage == "connect":
            log.warning("smtp_confused")  # no valid answer, or to something we did not do
            return Retry(after_s=_LATER_S)
        log.warning("mail_refused")
        reason = {"rcpt": "the recipient was refused", "mail": "the sender was refused"}.get(
            self.stage, "the mail was refused"
        )
        return Gone(reason=f"{reason} ({code}{' ' + said if said else ''})")

    def _is_about_us(self, message: str) -> bool:
        return self.stage in {"connect", "mail", "rcpt"} and _RELAYING.search(message) is not None


def _operators_turn(log: structlog.stdlib.BoundLogger, event: str, *, hint: str) -> Retry:
    """Nothing is wrong with the mail: it waits until the operator has read the log."""
    log.error(event, hint=hint)
    return Retry(after_s=_OPERATOR_S)


def _options(client: aiosmtplib.SMTP, mail: _Mail) -> tuple[list[str], str | None]:
    """Options of MAIL FROM, and why the server can never take this mail."""
    options: list[str] = []
    if mail.needs_utf8:
        if not client.supports_extension("smtputf8"):
            return [], "the mail server takes no international addresses (SMTPUTF8)"
        options.append("SMTPUTF8")
    if mail.is_8bit and client.supports_extension("8bitmime"):
        options.append("BODY=8BITMIME")
    if client.supports_extension("size"):
        limit = str(client.esmtp_extensions.get("size", "")).strip()
        if limit.isdigit() and 0 < int(limit) < len(mail.content):
            return [], "the mail is larger than the mail server takes"
        options.append(f"SIZE={len(mail.content)}")
    return options, None


def _recipient_refused() -> type[aiosmtplib.SMTPRecipientRefused]:
    import aiosmtplib

    return aiosmtplib.SMTPRecipientRefused


def _with_ascii_domain(address: str) -> str:
    """The domain as xn--, which every server takes."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:  # not a domain: the server will say so
        return address


async def _within(work: Awaitable[Answer], *, timeout_s: float) -> Answer:
    return await asyncio.wait_for(work, timeout_s)
