"""The parts of a mail, within limits: counted before the parser of the library sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from domain.mail.faults import MailFault, UnreadableMail
from domain.mail.words import decoded_bytes, header_text, unfolded


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLimits:
    """How much of a mail is read; the rest is left out and flagged, or the mail is refused."""

    max_bytes: int = 25 * 2**20
    max_header_bytes: int = 256 * 2**10
    max_lines: int = 600_000
    """25 MiB of base64 are 340,000."""
    max_boundaries: int = 100
    """Parts of parts: each makes every line dearer."""
    max_line_checks: int = 10_000_000
    """Lines times boundaries: about a second."""
    max_dashed_lines: int = 10_000
    """Lines that may begin a part."""
    max_depth: int = 10
    max_parts: int = 200
    max_attachments: int = 50
    max_text_chars: int = 100_000


FORWARDED = frozenset({"message/rfc822", "message/global"})
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})

_CONTENT_FIELD = re.compile(
    rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)
_MAX_CONTENT_FIELD_BYTES = 4_096  # the library's parameter parser is quadratic
_PATHS = re.compile(r"[\\/]+")


def take_apart(raw: bytes, *, limits: MailLimits) -> Message:
    """The mail as the library's tree.

    Raises:
        UnreadableMail: it is empty, or costs more to read than ``limits`` allow.
    """
    if not raw.strip():
        raise UnreadableMail("The mail is empty.", fault=MailFault.EMPTY)
    if len(raw) > limits.max_bytes:
        raise UnreadableMail(
            f"The mail is larger than {limits.max_bytes // 2**20} MiB. Please send less at once.",
            fault=MailFault.OVERSIZED,
        )
    head = re.search(rb"\r?\n\r?\n", raw[: limits.max_header_bytes])
    if head is None and len(raw) > limits.max_header_bytes:
        raise UnreadableMail("The header of the mail is too long.", fault=MailFault.TOO_COSTLY)
    lines = raw.count(b"\n") + raw.count(b"\r")
    boundaries = len(re.findall(rb"boundary", raw, re.IGNORECASE))
    if lines > 2 * limits.max_lines or lines * max(1, boundaries) > 2 * limits.max_line_checks:
        raise UnreadableMail("The mail has too many lines.", fault=MailFault.TOO_COSTLY)
    if raw.count(b"\n--") > limits.max_dashed_lines:
        raise UnreadableMail("The mail has too many parts.", fault=MailFault.TOO_COSTLY)
    # Mails inside mails nest without a boundary of their own.
    if boundaries + len(re.findall(rb"message/", raw, re.IGNORECASE)) > 2 * limits.max_boundaries:
        raise UnreadableMail("The mail has too many parts.", fault=MailFault.TOO_DEEP)
    if any(len(one[0]) > _MAX_CONTENT_FIELD_BYTES for one in _CONTENT_FIELD.finditer(raw)):
        raise UnreadableMail("A header of the mail is too long.", fault=MailFault.TOO_COSTLY)
    try:
        return BytesParser(policy=compat32).parsebytes(raw)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableMail("The mail cannot be read.", fault=MailFault.TOO_DEEP) from error


def header_fields(message: Message) -> tuple[tuple[str, str], ...]:
    """All fields, top first: (name in lower case, value with its line breaks)."""
    return tuple((name.lower(), unfolded(value)) for name, value in message.raw_items())


@dataclass(slots=True, kw_only=True)
class Part:
    """One leaf of the tree."""

    message: Message
    media_type: str
    disposition: str
    name: str
    depth: int
    is_related: bool
    """It belongs to the HTML beside it (a logo)."""
    in_forwarded: bool


@dataclass(slots=True, kw_only=True)
class Walk:
    """Goes through the leaves once; afterwards tells what was left out and seen."""

    limits: MailLimits
    left_out: bool = False
    forwarded: bool = False
    encrypted: bool = False
    seen: int = field(default=0)

    def leaves(
        self,
        message: Message,
        *,
        depth: int = 0,
        is_related: bool = False,
        in_forwarded: bool = False,
    ) -> Iterator[Part]:
        """The leaves in order."""
        media_type = message.get_content_type()
        self.seen += 1
        if depth > self.limits.max_depth or self.seen > self.limits.max_parts:
            self.left_out = True
            return
        if media_type in {"multipart/encrypted", "application/pkcs7-mime"}:
            self.encrypted = True
        inner = message.get_payload()
        if isinstance(inner, list) and (media_type in FORWARDED or not _is_message(media_type)):
            if media_type in FORWARDED:
                self.forwarded = True
            for child in inner:
                if isinstance(child, Message):
                    yield from self.leaves(
                        child,
                        depth=depth + 1,
                        is_related=is_related or media_type == "multipart/related",
                        in_forwarded=in_forwarded or media_type in FORWARDED,
                    )
            return
        disposition = (message.get_content_disposition() or "").lower()
        yield Part(
            message=message,
            media_type=media_type,
            disposition=disposition,
            name=_file_name(message),
            depth=depth,
            is_related=is_related,
            in_forwarded=in_forwarded,
        )


def _is_message(media_type: str) -> bool:
    """The library makes a tree of everything below ``message/``, reports included."""
    return media_type.startswith("message/")


def content_of(message: Message) -> bytes:
    """The decoded bytes of a leaf."""
    try:
        payload = message.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def text_of(message: Message, *, max_chars: int) -> tuple[str, bool]:
    r"""The text of a leaf with ``\n`` line ends, and whether it was cut."""
    content = content_of(message)
    is_cut = len(content) > 4 * max_chars
    charset = message.get_content_charset()
    text = decoded_bytes(content[: 4 * max_chars], charset=charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if str(message.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, drops_space=str(message.get_param("delsp", "")).lower() == "yes")
    return text[:max_chars], is_cut or len(text) > max_chars


def _unflowed(text: str, *, drops_space: bool) -> str:
    """Lines that a mail program wrapped, whole again (RFC 3676); quoted ones stay wrapped."""
    lines: list[str] = []
    is_open = False
    for line in text.split("\n"):
        if line.startswith(" ") and not line.startswith(" >"):
            line = line[1:]  # stuffed
        is_quote = line.startswith(">")
        if is_open and not is_quote and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        is_open = not is_quote and line.endswith(" ") and line != "-- "
        if is_open and drops_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _file_name(message: Message) -> str:
    try:
        name = message.get_filename() or ""
    except (ValueError, LookupError, TypeError):  # parameters that the library cannot put together
        name = ""
    readable = header_text(_PATHS.split(name.strip())[-1])
    return readable.lstrip(".")[:150]
