"""One connection to the mail door: the library's session with what it lacks.

aiosmtpd answers an LMTP mail once, where RFC 2033 wants one answer per accepted recipient.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP


class _Known(SMTP):
    """A session that its door can close, and that may be one too many."""

    # RFC 5321 allows 1,000 bytes; refusing a person's mail over one line helps nobody.
    line_length_limit = 64 * 2**10
    on_closed: Callable[[SMTP], None]
    is_one_too_many: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self.is_one_too_many and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 too many connections\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.on_closed(self)
        super().connection_lost(error)


class SmtpSession(_Known):
    """SMTP: one answer for all recipients."""


class LmtpSession(LMTP, _Known):
    """LMTP: one answer per recipient, also when the mail is too large."""

    _answers_due = 0

    async def smtp_DATA(self, arg: str) -> None:
        self._answers_due = len(self.envelope.rcpt_tos) if self.envelope is not None else 0
        try:
            await super().smtp_DATA(arg)
        finally:
            self._answers_due = 0

    async def push(self, status: str | bytes) -> None:
        text = status if isinstance(status, bytes) else status.encode()
        due = self._answers_due
        is_refusal_of_command = text.startswith((b"354", b"503", b"501", b"530"))
        if due > 1 and not is_refusal_of_command and b"\r\n" not in text:
            await super().push(b"\r\n".join([text] * due))
        else:
            await super().push(text)
