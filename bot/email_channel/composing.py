"""A rendered mail as the bytes of a message: headers, parts, files. Pure, and the same every time.

The same letter gives the same bytes, boundaries included, so that a letter sent again after a
broken connection is the same message to whoever sees both.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Final, Literal

from bot.rendering.mail.frame import MailBody
from bot.rendering.untrusted import clean_line
from domain.errors import Defect
from domain.ids import OutboundId

LetterKind = Literal["reply", "digest", "alert", "reminder", "transactional", "personal"]

PUSHED: Final[frozenset[LetterKind]] = frozenset({"digest", "alert", "reminder"})
"""Letters that nobody asked for in that moment: each of them says how to stop its kind."""

_AUTO_SUBMITTED: Final[Mapping[LetterKind, str]] = {"reply": "auto-replied", "personal": "no"}
"""RFC 3834, section 5: "no" for what a person wrote and approved; we are only its carrier."""

_MAX_REFERENCES: Final = 20
_MAX_NAME_CHARS: Final = 100
_MAX_FILE_NAME_CHARS: Final = 120
_LIBRARY_HEADERS: Final = frozenset(
    {"content-type", "content-disposition", "content-transfer-encoding", "mime-version"}
)
_LINE_CHARS: Final = 76
_ENCODED_WORD_BYTES: Final = 42  # with its frame an encoded word stays below 75 characters
_MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")
_ADDRESS: Final = re.compile(
    r"[^\s\x00-\x1f\x7f<>(),:;\"\\\[\]@]+@[^\s\x00-\x1f\x7f<>(),:;\"\\\[\]@]+"
)
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_URI: Final = re.compile(r"(https://|mailto:)[!#-;=?-~]{1,900}")
_LIST_ID: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address with the name that people see; names may be in any script."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A file in the letter; the name is for display and may be untrusted."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """How to leave a list; goes into pushes only."""

    list_id: str
    """Like ``digest.careers.example.org``: a label and a domain."""
    unsubscribe_url: str
    """``https:``; a POST to it unsubscribes without a login (RFC 8058)."""
    unsubscribe_mailto: str
    """``mailto:…``"""
    list_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything of one message. The envelope (VERP sender, recipient) is the sender's business."""

    kind: LetterKind
    body: MailBody
    sender: Mailbox
    to: Mailbox
    date: datetime
    """Aware; take it from the outbound row, so that sending again changes nothing."""
    message_id: str
    """From `message_id_for`."""
    reply_to: str = ""
    """An address; ``bot+r.TOKEN@host``."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    """Of the message that is answered, oldest first; what is no message id is left out."""
    subscription: Subscription | None = None
    """Needed for a push, left out of every other kind."""
    feedback_id: str = ""
    """At most four parts without spaces, joined by colons; names no person."""
    files: tuple[LetterFile, ...] = ()


class UnsendableLetter(Defect):
    """The letter breaks a rule of mail that its writer could have kept: a defect of ours."""


def message_id_for(outbound: OutboundId, *, host: str, key: bytes) -> str:
    """The Message-ID of an outbound row: always the same, and says nothing about the row.

    >>> message_id_for(OutboundId("out:1"), host="mail.example", key=b"k")[-14:]
    '@mail.example>'
    """
    digest = hmac.new(key, f"message-id\0{outbound}".encode(), hashlib.sha256).digest()[:20]
    local = base64.b32encode(digest).decode("ascii").lower()
    return f"<{local}@{_ascii_domain(host)}>"


def needs_smtputf8(letter: Letter) -> bool:
    """True when an address has letters that only SMTPUTF8 can carry (domains are converted)."""
    addresses = (letter.sender.address, letter.to.address, letter.reply_to)
    return any(not _wire_address(address).isascii() for address in addresses if address)


def compose(letter: Letter) -> bytes:
    """The message, with CRLF line ends, ready to be signed and sent.

    Raises:
        UnsendableLetter: an address, id or link that would break a header.
    """
    message = EmailMessage(policy=_policy(utf8=needs_smtputf8(letter)))
    for name, value in _headers(letter):
        message[name] = value
    message.set_content(letter.body.text, subtype="plain")
    message.add_alternative(letter.body.html, subtype="html")
    for file in letter.files:
        main, _, sub = _media_type(file.media_type).partition("/")
        name = clean_line(file.name)[:_MAX_FILE_NAME_CHARS] or "file"
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=name)
    if _LANGUAGE.fullmatch(letter.body.language):
        # Last, because building parts moves every Content- header into the innermost one.
        message["Content-Language"] = letter.body.language
    _fix_boundaries(message, seed=letter.message_id)
    return message.as_bytes()


def _headers(letter: Letter) -> Iterator[tuple[str, str]]:
    """In the order in which people read them in a message's source."""
    if letter.date.tzinfo is None:
        raise UnsendableLetter("the date of a letter needs a time zone")
    if not _MESSAGE_ID.fullmatch(letter.message_id):
        raise UnsendableLetter("the letter has no usable Message-ID")
    utf8 = needs_smtputf8(letter)
    yield "From", _mailbox(letter.sender, utf8=utf8)
    yield "To", _mailbox(letter.to, utf8=utf8)
    if letter.reply_to:
        yield "Reply-To", _wire_address(letter.reply_to)
    yield "Subject", _unstructured(clean_line(letter.body.subject), utf8=utf8)
    yield "Date", format_datetime(letter.date)
    yield "Message-ID", letter.message_id
    parent = letter.in_reply_to or ""
    if _MESSAGE_ID.fullmatch(parent):
        yield "In-Reply-To", parent
        yield "References", " ".join(_references(letter.references, parent=parent))
    yield "Auto-Submitted", _AUTO_SUBMITTED.get(letter.kind, "auto-generated")
    if letter.kind != "personal":  # an absence is worth knowing for the person who wrote
        yield "X-Auto-Response-Suppress", "All"
    if letter.feedback_id:
        if not re.fullmatch(r"[!-9;-~]{1,60}(:[!-9;-~]{1,60}){0,3}", letter.feedback_id):
            raise UnsendableLetter("the Feedback-ID has characters that break the header")
        yield "Feedback-ID", letter.feedback_id
    if letter.kind in PUSHED:
        yield from _list_headers(letter.subscription, utf8=utf8)


def _list_headers(subscription: Subscription | None, *, utf8: bool) -> Iterator[tuple[str, str]]:
    if subscription is None:
        raise UnsendableLetter("a push needs a way to unsubscribe")
    links = (subscription.unsubscribe_url, subscription.unsubscribe_mailto)
    schemes = ("https://", "mailto:")
    for uri, scheme in zip(links, schemes, strict=True):
        if not (uri.startswith(scheme) and _URI.fullmatch(uri)):
            raise UnsendableLetter(f"the unsubscribe link has to begin with {scheme}")
    if not _LIST_ID.fullmatch(subscription.list_id):
        raise UnsendableLetter("the List-ID is not a label and a domain")
    name = _phrase(subscription.list_name, utf8=utf8)
    yield "List-ID", f"{name} <{subscription.list_id}>".strip()
    mailto, https = subscription.unsubscribe_mailto, subscription.unsubscribe_url
    yield "List-Unsubscribe", f"<{mailto}>, <{https}>"
    yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    yield "Precedence", "bulk"


def _references(earlier: tuple[str, ...], *, parent: str) -> list[str]:
    """The thread so far: its first message, which programs sort by, and the latest ones."""
    found = [match for words in earlier for match in _MESSAGE_ID.findall(words)]
    known = [ident for ident in dict.fromkeys(found) if ident != parent]
    chain = [*known, parent]
    if len(chain) <= _MAX_REFERENCES:
        return chain
    return [chain[0], *chain[-(_MAX_REFERENCES - 1) :]]


# --- addresses and words ----------------------------------------------------------------------


def _wire_address(address: str) -> str:
    """The address with its domain in ASCII; the part before the at sign stays as it is."""
    if not _ADDRESS.fullmatch(address) or len(address) > 320:
        raise UnsendableLetter("an address has characters that break the header")
    local, _, domain = address.rpartition("@")
    return f"{local}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    try:
        wire = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise UnsendableLetter("a domain cannot be written for the wire") from error
    if not re.fullmatch(r"[a-z0-9._-]{1,253}", wire):
        raise UnsendableLetter("a domain has characters that break the header")
    return wire


def _mailbox(mailbox: Mailbox, *, utf8: bool) -> str:
    name = _phrase(mailbox.name, utf8=utf8)
    address = _wire_address(mailbox.address)
    return f"{name} <{address}>" if name else address


def _phrase(name: str, *, utf8: bool) -> str:
    words = clean_line(name)[:_MAX_NAME_CHARS].strip()
    if not words:
        return ""
    if (words.isascii() or utf8) and "=?" not in words:
        escaped = words.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _encoded(words)


def _unstructured(words: str, *, utf8: bool) -> str:
    longest = max((len(word) for word in words.split()), default=0)
    if (words.isascii() or utf8) and "=?" not in words and longest <= _LINE_CHARS - 10:
        return words
    return _encoded(words)


def _encoded(words: str) -> str:
    """RFC 2047, cut between characters.

    >>> _encoded("grün")
    '=?utf-8?b?Z3LDvG4=?='
    """
    chunks: list[bytes] = [b""]
    for character in words:
        octets = character.encode("utf-8", "replace")
        if len(chunks[-1]) + len(octets) > _ENCODED_WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += octets
    return " ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode('ascii')}?=" for chunk in chunks)


def _media_type(media_type: str) -> str:
    """The type if a file part may have it: a text or message part would be read, not offered."""
    wanted = media_type.split(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(wanted) or wanted.startswith(("text/", "message/", "multipart/")):
        return "application/octet-stream"
    return wanted


# --- the shape of the message -----------------------------------------------------------------


def _fix_boundaries(message: EmailMessage, *, seed: str) -> None:
    """Boundaries from the Message-ID; ``=_`` cannot occur in quoted-printable or base64."""
    level = 0
    for part in message.walk():
        if part.is_multipart():
            digest = hashlib.sha256(f"{seed}\0{level}".encode()).hexdigest()[:32]
            part.set_boundary(f"=_{digest}")
            level += 1


class _WirePolicy(EmailPolicy):
    """Our headers are encoded already: they are only folded, and only at spaces.

    The library's own folding encodes every word that is longer than a line, which breaks long
    links and message ids.
    """

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        if name.lower() in _LIBRARY_HEADERS:
            return super().header_store_parse(name, value)
        if "\r" in value or "\n" in value:
            raise UnsendableLetter(f"the header {name} has a line end in it")
        return name, value

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _LIBRARY_HEADERS:
            folded: str = super().fold(name, value)
            return folded
        lines = [f"{name}:"]
        for word in str(value).split(" "):
            if len(lines[-1]) + 1 + len(word) > _LINE_CHARS and lines[-1] != f"{name}:":
                lines.append("")
            lines[-1] += f" {word}"
        return self.linesep.join(lines) + self.linesep

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


def _policy(*, utf8: bool) -> EmailPolicy:
    # 7bit: a server on the way that recodes eight bits would break the signature.
    settings = SMTP.clone(cte_type="7bit", utf8=utf8)
    return _WirePolicy(
        linesep=settings.linesep,
        cte_type=settings.cte_type,
        utf8=settings.utf8,
        raise_on_defect=False,
    )
