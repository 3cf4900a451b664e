"""What the channel needs of mail servers: `integrations.mail` has it, `bot.wiring` gives it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from domain.mail.received import ReceivedMail
from domain.turns import Delivery

Accepts = Callable[[str], bool]
"""Whether a recipient is one of ours."""
TakeMail = Callable[[ReceivedMail], Awaitable[None]]
"""Stores a mail; raises TemporaryFailure when it has to come again."""
Receive = Callable[[Accepts, TakeMail], Awaitable[None]]
"""Takes mail in, from a mailbox or at a door, until cancelled."""
Probe = Callable[[], Awaitable[None]]
"""Connects and logs in once; raises Misconfigured or TemporaryFailure."""


class MailSender(Protocol):
    """Hands one mail to a mail server."""

    async def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> Delivery: ...


class MailSigner(Protocol):
    """Puts a DKIM signature before a mail; the same mail gives the same bytes."""

    @property
    def dns_name(self) -> str: ...
    def dns_record(self) -> str: ...
    def sign(self, raw: bytes) -> bytes: ...
