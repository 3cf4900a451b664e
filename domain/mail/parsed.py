"""What a mail says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.mail.addresses import MailAddress
from domain.mail.bounces import Bounce


class MailFlag(StrEnum):
    """What a reader of the mail should know about it."""

    HTML_ONLY = "html_only"
    NO_TEXT = "no_text"
    TEXT_CUT = "text_cut"
    """The text was longer than we read."""
    PARTS_LEFT_OUT = "parts_left_out"
    """More parts, attachments or nesting than we read."""
    ENCRYPTED = "encrypted"
    FORWARDED = "forwarded"
    """It carries another mail; attachments of that one are listed too."""
    COMPLAINT = "complaint"
    """A provider's report that the person called our mail spam (RFC 5965)."""
    RECEIPT = "receipt"
    """A read receipt (RFC 8098)."""
    OVERSIZED = "oversized"
    """Only the header was there to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAttachment:
    """A file in a mail. Its name is for display only, its type is a claim."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """A mail taken apart. Every field is untrusted; nothing here proves a sender."""

    message_id: str
    """With its angle brackets; "" when there is none."""
    from_addresses: tuple[MailAddress, ...]
    """Every author of every From header."""
    to: tuple[str, ...]
    cc: tuple[str, ...]
    delivered_to: tuple[str, ...]
    """Where it was delivered: the envelope, else Delivered-To and X-Original-To; no duplicates."""
    return_path: str | None
    """Sender of the envelope; "" for the null sender, None when unknown."""
    subject: str
    date: datetime | None
    """As the sender claims; aware, UTC."""
    in_reply_to: str
    references: tuple[str, ...]
    """Oldest first, at most 20, the newest kept."""
    languages: tuple[str, ...]
    """Hints, best first: Content-Language, then Accept-Language."""
    text: str
    """What the person wrote, without quoted mail and signature."""
    attachments: tuple[MailAttachment, ...]
    bounce: Bounce | None
    flags: frozenset[MailFlag]
    fields: tuple[tuple[str, str], ...]
    """All header fields, top first: name in lower case, value unfolded, raw otherwise."""
    media_type: str

    @property
    def from_address(self) -> str | None:
        """The author; None when there is none or several."""
        return self.from_addresses[0].address if len(self.from_addresses) == 1 else None

    @property
    def from_name(self) -> str:
        """The name that the author claims."""
        return self.from_addresses[0].name if len(self.from_addresses) == 1 else ""

    def values(self, name: str) -> tuple[str, ...]:
        """Values of a header field, top first; ``name`` in lower case."""
        return tuple(value for key, value in self.fields if key == name)


class ReplyReader(Protocol):
    """Finds what a person wrote among quotes and signatures; never raises on hostile text."""

    def from_plain(self, text: str) -> str: ...
    def from_html(self, markup: str) -> str: ...
