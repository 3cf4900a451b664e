"""A mail as a transport hands it over, and how far a mailbox was read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One mail that arrived. Everything in it is untrusted."""

    raw: bytes
    """The whole mail; only its header when ``oversized``."""
    envelope_from: str | None
    """Sender of the envelope; "" is a bounce, None when the transport does not tell (IMAP)."""
    recipients: tuple[str, ...]
    """Recipients of the envelope, as the server named them; empty when it does not tell (IMAP)."""
    received_at: datetime
    transport: Literal["smtp", "lmtp", "imap"]
    oversized: bool = False
    """Larger than we take: the person has to be told, the content was left on the server."""


Deliver = Callable[[ReceivedMail], Awaitable[None]]
"""Stores a mail; what a transport calls, and after whose return it tells the other side so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxPosition:
    """How far a mailbox was read; UIDs mean nothing under another UIDVALIDITY."""

    uidvalidity: int
    last_uid: int


class MailCheckpoint(Protocol):
    """Keeps the position over restarts."""

    async def load(self) -> MailboxPosition | None:
        """The last saved position, None at the very first start."""

    async def save(self, position: MailboxPosition) -> None: ...
