"""A mail's bytes to a :class:`ParsedMail`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_string
from email.message import Message
from email.utils import parsedate_to_datetime

from domain.mail.addresses import MailAddress, addresses_in, normalised
from domain.mail.bounces import Bounce, standard_bounce, unknown_bounce
from domain.mail.parsed import MailAttachment, MailFlag, ParsedMail, ReplyReader
from domain.mail.structure import (
    FORWARDED,
    REPORTS,
    MailLimits,
    Part,
    Walk,
    content_of,
    header_fields,
    take_apart,
    text_of,
)
from domain.mail.words import header_text

_ID = re.compile(r"<[^<>\s]{1,500}>")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,2}")
_MAX_REFERENCES = 20
_MAX_SUBJECT_CHARS = 500
_TEXTS = frozenset({"text/plain", "text/html"})
_NEVER_FILES = frozenset(
    {"message/disposition-notification", "message/feedback-report", "message/external-body"}
)

Fields = tuple[tuple[str, str], ...]


def read_mail(
    raw: bytes,
    *,
    reply_reader: ReplyReader,
    limits: MailLimits | None = None,
    envelope_from: str | None = None,
    recipients: Sequence[str] = (),
    oversized: bool = False,
) -> ParsedMail:
    """What the mail says. Takes up to a second for 25 MiB: call it in a thread.

    Args:
        raw: the mail as it arrived; untrusted.
        reply_reader: finds what the person wrote.
        limits: how much is read.
        envelope_from: sender of the envelope if the transport knows it; beats ``Return-Path``.
        recipients: recipients of the envelope if the transport knows them; beat ``Delivered-To``.
        oversized: ``raw`` is only the header.

    Raises:
        UnreadableMail: it is empty, or costs more to read than the limits allow.
    """
    limits = limits or MailLimits()
    message = take_apart(raw, limits=limits)
    fields = header_fields(message)
    authors = addresses_in(_values(fields, "from"))
    delivered_to = _delivered_to(fields, recipients)
    return_path = envelope_from if envelope_from is not None else _return_path(fields)
    subject = header_text(_first(fields, "subject"))[:_MAX_SUBJECT_CHARS]
    content = _Content(limits=limits)
    content.read(message)
    flags = content.flags
    if oversized:
        flags.add(MailFlag.OVERSIZED)
    bounce = content.bounce(delivered_to)
    if bounce is None and not {MailFlag.COMPLAINT, MailFlag.RECEIPT} & flags:
        bounce = unknown_bounce(
            from_addresses=[author.address for author in authors],
            return_path=return_path,
            subject=subject,
            text=content.plain or content.markup,
            delivered_to=delivered_to,
            is_auto_reply=_is_auto_reply(fields),
        )
    text = "" if bounce else content.text(reply_reader)
    if not text and not oversized:
        flags.add(MailFlag.NO_TEXT)
    return ParsedMail(
        message_id=_first_id(_first(fields, "message-id")),
        from_addresses=authors,
        to=_plain_addresses(addresses_in(_values(fields, "to"))),
        cc=_plain_addresses(addresses_in(_values(fields, "cc"))),
        delivered_to=delivered_to,
        return_path=return_path,
        subject=subject,
        date=_date(_first(fields, "date")),
        in_reply_to=_first_id(_first(fields, "in-reply-to")),
        references=tuple(_ID.findall(_first(fields, "references"))[-_MAX_REFERENCES:]),
        languages=_languages(fields),
        text=text,
        attachments=tuple(content.attachments),
        bounce=bounce,
        flags=frozenset(flags),
        fields=fields,
        media_type=message.get_content_type(),
    )


class _Content:
    """Collects texts, files and reports from the parts of a mail."""

    def __init__(self, *, limits: MailLimits) -> None:
        self._limits = limits
        self.plain = ""
        self.markup = ""
        self.attachments: list[MailAttachment] = []
        self.flags: set[MailFlag] = set()
        self._groups: list[list[tuple[str, str]]] = []
        self._original_id = ""

    def read(self, message: Message) -> None:
        walk = Walk(limits=self._limits)
        for part in walk.leaves(message):
            self._take(part)
        if walk.left_out:
            self.flags.add(MailFlag.PARTS_LEFT_OUT)
        if walk.forwarded:
            self.flags.add(MailFlag.FORWARDED)
        if walk.encrypted:
            self.flags.add(MailFlag.ENCRYPTED)
        self._note_original(message)

    def _take(self, part: Part) -> None:
        if part.media_type in REPORTS:
            if not part.in_forwarded:  # else a person shows us a bounce of theirs
                self._take_report(part)
        elif part.media_type == "message/feedback-report":
            self.flags.add(MailFlag.COMPLAINT)
        elif part.media_type == "message/disposition-notification":
            self.flags.add(MailFlag.RECEIPT)
        elif part.media_type in _TEXTS and part.disposition != "attachment" and not part.name:
            if not part.in_forwarded:
                self._take_text(part)
        elif part.media_type not in _NEVER_FILES:
            self._take_file(part)

    def _take_text(self, part: Part) -> None:
        room = self._limits.max_text_chars
        text, is_cut = text_of(part.message, max_chars=room)
        if is_cut:
            self.flags.add(MailFlag.TEXT_CUT)
        if part.media_type == "text/plain":
            self.plain = f"{self.plain}\n{text}"[:room] if self.plain.strip() else text
        elif not self.markup:
            self.markup = text

    def _take_file(self, part: Part) -> None:
        is_picture = part.media_type.startswith("image/")
        if is_picture and part.disposition != "attachment" and part.message["content-id"]:
            return  # a logo or a smiley of the HTML
        if is_picture and part.is_related:
            return
        if part.media_type in {"application/pgp-signature", "application/pkcs7-signature"}:
            return
        if len(self.attachments) >= self._limits.max_attachments:
            self.flags.add(MailFlag.PARTS_LEFT_OUT)
            return
        self.attachments.append(
            MailAttachment(
                name=part.name, media_type=part.media_type, content=content_of(part.message)
            )
        )

    def _take_report(self, part: Part) -> None:
        blocks = part.message.get_payload()
        if not isinstance(blocks, list):
            return
        if part.media_type == "message/global-delivery-status":
            # RFC 6533: the library reads the first block as a header, the others as its body.
            others = b"".join(content_of(one) for one in blocks[:1] if isinstance(one, Message))
            text = others.decode("utf-8", "replace")
            blocks += [message_from_string(one) for one in re.split(r"\n\s*\n", text)]
        for block in blocks[:100]:
            if isinstance(block, Message):
                self._groups.append([(n, header_text(v)) for n, v in header_fields(block)])

    def _note_original(self, message: Message) -> None:
        """The id of our own mail, when a report carries it whole or as its header."""
        parts = message.get_payload()
        if message.get_content_type() != "multipart/report" or not isinstance(parts, list):
            return
        for part in parts:
            if not isinstance(part, Message):
                continue
            inner = part.get_payload()
            if part.get_content_type() in FORWARDED and isinstance(inner, list):
                for original in inner[:1]:
                    if isinstance(original, Message):
                        found = _first(header_fields(original), "message-id")
                        self._original_id = _first_id(found)
            elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
                head = content_of(part).decode("utf-8", "replace")[:100_000]
                match = re.search(
                    r"^message-id:\s*(<[^<>\s]{1,500}>)", head, re.IGNORECASE | re.MULTILINE
                )
                self._original_id = match[1] if match else ""

    def bounce(self, delivered_to: Sequence[str]) -> Bounce | None:
        """The report, when the mail is one in the standard form."""
        if not self._groups:
            return None
        return standard_bounce(
            self._groups, delivered_to=delivered_to, original_message_id=self._original_id
        )

    def text(self, reader: ReplyReader) -> str:
        """What the person wrote, out of the better of the two texts."""
        if self.plain.strip():
            return reader.from_plain(self.plain)
        if self.markup:
            self.flags.add(MailFlag.HTML_ONLY)
            return reader.from_html(self.markup)
        return ""


def _values(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _first(fields: Fields, name: str) -> str:
    return next((value for key, value in fields if key == name), "")


def _first_id(value: str) -> str:
    match = _ID.search(value)
    return match[0] if match else ""


def _is_auto_reply(fields: Fields) -> bool:
    said = " ".join([*_values(fields, "auto-submitted"), *_values(fields, "precedence")]).lower()
    return "auto-replied" in said or "auto_reply" in said or bool(_values(fields, "x-autoreply"))


def _plain_addresses(found: Sequence[MailAddress]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.address for one in found))


def _delivered_to(fields: Fields, recipients: Sequence[str]) -> tuple[str, ...]:
    named = [one for one in map(normalised, recipients) if one]
    if not named:
        values = [*_values(fields, "delivered-to"), *_values(fields, "x-original-to")]
        named = [one.address for one in addresses_in(values)]
    return tuple(dict.fromkeys(named))


def _return_path(fields: Fields) -> str | None:
    values = _values(fields, "return-path")
    if not values:
        return None
    if values[0].strip() == "<>":
        return ""
    found = addresses_in(values[:1])
    return found[0].address if found else None


def _date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:100])
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _languages(fields: Fields) -> tuple[str, ...]:
    found: list[str] = []
    for name in ("content-language", "accept-language"):
        for value in _values(fields, name):
            found += [
                tag
                for piece in value[:200].split(",")
                if _LANGUAGE.fullmatch(tag := piece.partition(";")[0].strip())
            ]
    return tuple(dict.fromkeys(found))[:5]
