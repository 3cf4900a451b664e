"""A mail that arrived, stored before its server hears thanks."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.email_channel.tokens import person_of
from domain.channel_ports import Inbox, RawEvent
from domain.ids import BlobId
from domain.mail.authentication import sender_proof
from domain.mail.dedupe import dedupe_keys
from domain.mail.faults import UnreadableMail
from domain.mail.parsed import ParsedMail, ReplyReader
from domain.mail.reading import read_mail
from domain.mail.received import ReceivedMail
from domain.mail.structure import MailLimits
from domain.messages import ChannelName
from domain.ports import BlobStore

_log = structlog.get_logger(__name__)

MAX_INLINE_BYTES = 48_000
"""A mail up to this size shares the inbox's one commit with its neighbours; most are smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the inbox keeps of a mail: it itself when it is small, else the file it lies in."""

    raw: bytes | None = None
    blob: BlobId | None = None
    envelope_from: str | None
    recipients: tuple[str, ...]
    keys: tuple[str, ...]
    oversized: bool = False

    def to_document(self) -> str:
        """As the inbox stores it."""
        return json.dumps(
            {
                "raw": None if self.raw is None else base64.b64encode(self.raw).decode("ascii"),
                "blob": self.blob,
                "envelope_from": self.envelope_from,
                "recipients": list(self.recipients),
                "keys": list(self.keys),
                "oversized": self.oversized,
            }
        )


def arrival_of(document: str) -> Arrival | None:
    """Read back; None when it is damaged."""
    try:
        found = json.loads(document)
        sender, raw, blob = found["envelope_from"], found["raw"], found["blob"]
        return Arrival(
            raw=None if raw is None else base64.b64decode(str(raw)),
            blob=None if blob is None else BlobId(str(blob)),
            envelope_from=None if sender is None else str(sender),
            recipients=tuple(str(one) for one in found["recipients"]),
            keys=tuple(str(one) for one in found["keys"]),
            oversized=bool(found["oversized"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


class MailReading:
    """Takes mails apart, away from the event loop.

    Args:
        reply_reader: finds what a person wrote among quotes.
        authserv_id: of our own mail server; without it nobody is proven.
        max_bytes: largest mail.
    """

    def __init__(
        self, *, reply_reader: ReplyReader, authserv_id: str | None, max_bytes: int
    ) -> None:
        self._reply_reader = reply_reader
        self._authserv_id = authserv_id
        self._limits = MailLimits(max_bytes=max_bytes)

    async def read(
        self,
        raw: bytes,
        *,
        envelope_from: str | None,
        recipients: tuple[str, ...],
        oversized: bool,
    ) -> ParsedMail:
        """The mail as values.

        Raises:
            UnreadableMail: it costs too much to read, or is empty.
        """
        return await asyncio.to_thread(
            read_mail,
            raw,
            reply_reader=self._reply_reader,
            limits=self._limits,
            envelope_from=envelope_from,
            recipients=recipients,
            oversized=oversized,
        )

    def is_proven(self, mail: ParsedMail) -> bool:
        """Whether our own mail server vouches for the one author of the mail."""
        if not self._authserv_id:
            return False
        authors = [author.address for author in mail.from_addresses]
        proof = sender_proof(mail.fields, from_addresses=authors, authserv_id=self._authserv_id)
        return proof is not None


class Entrance:
    """Puts mails into the inbox."""

    def __init__(self, *, inbox: Inbox, blobs: BlobStore, reading: MailReading) -> None:
        self._inbox = inbox
        self._blobs = blobs
        self._reading = reading

    async def take(self, mail: ReceivedMail) -> None:
        """Return when the mail cannot be lost any more.

        What cannot be read is dropped: its author is not proven, and an error report would go to
        whoever's address was forged.

        Raises:
            TemporaryFailure: it is not stored; the server has to keep it.
        """
        try:
            parsed = await self._reading.read(
                mail.raw,
                envelope_from=mail.envelope_from,
                recipients=mail.recipients,
                oversized=mail.oversized,
            )
        except UnreadableMail as error:
            _log.warning("mail_not_read", fault=error.fault, bytes=len(mail.raw))
            return
        keys = self._keys(parsed)
        blob = None
        if len(mail.raw) > MAX_INLINE_BYTES:
            blob = await self._blobs.put(mail.raw, owner=None, name="mail.eml")
        arrival = Arrival(
            raw=mail.raw if blob is None else None,
            blob=blob,
            envelope_from=mail.envelope_from,
            recipients=mail.recipients,
            keys=keys,
            oversized=mail.oversized,
        )
        is_new = await self._inbox.take_in(
            RawEvent(
                channel=ChannelName.EMAIL,
                workspace="",
                keys=keys,
                lane=_lane(parsed),
                document=arrival.to_document(),
                received_at=_aware(mail.received_at),
            )
        )
        _log.info("mail_taken", new=is_new, transport=mail.transport, bytes=len(mail.raw))
        if blob is not None and not is_new:
            await self._blobs.delete(blob)

    def _keys(self, mail: ParsedMail) -> tuple[str, ...]:
        """A forged copy that comes first must not make the real mail look known."""
        proof = "proven" if self._reading.is_proven(mail) else "unproven"
        return tuple(f"{proof}:{key}" for key in dedupe_keys(mail))


def _lane(mail: ParsedMail) -> str:
    """The author: by it an erasure finds what was not worked off yet."""
    return person_of(mail.from_address) if mail.from_address else "nobody"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.astimezone()
