"""From a stored mail to an accepted message, a noted bounce, or silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.email_channel.entrance import Arrival, MailReading, arrival_of
from bot.email_channel.limits import SlidingLimit
from bot.email_channel.personal import PersonalLetters
from bot.email_channel.places import Letterhead, Place, place_of
from bot.email_channel.reports import Reports, account_of, tokens_in
from bot.email_channel.tokens import MailTokens, person_of
from bot.email_channel.words import (
    bare_subject,
    command_in,
    display_name,
    is_trimming,
    notes_on,
    number_in,
    says_stop,
    why_not_taken,
    words_of,
)
from bot.rendering.untrusted import clean_line
from domain.agents import AgentId, Audience
from domain.channel_ports import AccountStore, ChoiceStore, EventHandler, KeptChoice, StoredEvent
from domain.mail.addresses import PlusKind
from domain.mail.faults import UnreadableMail
from domain.mail.loops import why_not_to_answer
from domain.mail.parsed import ParsedMail
from domain.messages import Action, Attachment, ChannelName, InboundMessage
from domain.ports import BlobStore, Clock, Intake
from domain.pushes import PushKind
from domain.turns import Outbound

_log = structlog.get_logger(__name__)

_MAX_NAME_CHARS = 100
_ANSWERED_US = (
    "This answer came to a program. The letter was written by a person: please send the answer to "
    "{address}, because I do not pass it on."
)
_STOPS = {
    PushKind.DIGEST: "digest_off",
    PushKind.ALERT: "alerts_off",
    PushKind.REMINDER: "reminders_off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What a proven mail is about."""

    place: Place
    text: str
    command: str | None = None
    action: Action | None = None
    offered_in: str = ""
    """Message-ID of our letter whose button was pressed; the mail itself names none."""


class EmailEvents(EventHandler):
    """Works off stored mails. Running twice over the same one is one message.

    Args:
        tokens: what our addresses prove.
        reading: takes mails apart.
        reports: bounces and unsubscribe mails.
        intake: durable accept.
        blobs: where mails lie, and where files go before their message is accepted.
        choices: what buttons and numbers mean.
        accounts: told who can be reached again.
        clock: the time.
        replies_per_hour: most answers to one address.
        max_file_bytes: largest file that is taken.
        personal: letters that people wrote; their answers do not belong here.
    """

    def __init__(
        self,
        *,
        tokens: MailTokens,
        reading: MailReading,
        reports: Reports,
        intake: Intake,
        blobs: BlobStore,
        choices: ChoiceStore,
        accounts: AccountStore,
        clock: Clock,
        replies_per_hour: int,
        max_file_bytes: int,
        personal: PersonalLetters,
    ) -> None:
        self._personal = personal
        self._tokens = tokens
        self._reading = reading
        self._reports = reports
        self._intake = intake
        self._blobs = blobs
        self._choices = choices
        self._accounts = accounts
        self._limit = SlidingLimit(most=replies_per_hour, window=timedelta(hours=1), clock=clock)
        self._max_file_bytes = max_file_bytes
        self.counts: Counter[str] = Counter()
        """What became of mails since the start, by reason."""

    async def __call__(self, events: Sequence[StoredEvent], /) -> None:
        """Work off one mail.

        Raises:
            TemporaryFailure: not now; call again with the same.
        """
        for stored in events:
            arrival = arrival_of(stored.event.document)
            if arrival is None:
                self._drop("damaged")
                continue
            raw = arrival.raw
            if raw is None and arrival.blob is not None:
                raw = await self._blobs.get(arrival.blob)
            if raw is None:  # worked off before a crash that came before this was noted
                self._drop("done_before")
                continue
            await self._work_off(stored, arrival, raw)
            if arrival.blob is not None:
                await self._blobs.delete(arrival.blob)

    async def _work_off(self, stored: StoredEvent, arrival: Arrival, raw: bytes) -> None:
        try:
            mail = await self._reading.read(
                raw,
                envelope_from=arrival.envelope_from,
                recipients=arrival.recipients,
                oversized=arrival.oversized,
            )
        except UnreadableMail as error:
            self._drop("unreadable", detail=error.fault)
            return
        if mail.bounce is not None:
            is_ours = await self._reports.note_bounce(mail, mail.bounce)
            self._drop("bounce" if is_ours else "foreign_bounce")
        elif await self._reports.unsubscribe(mail):
            self._drop("unsubscribe")
        elif (reason := why_not_to_answer(mail, own_addresses=[self._tokens.own])) is not None:
            self._drop("not_answered", detail=reason)
        elif tokens_in((*mail.delivered_to, *mail.to), PlusKind.BOUNCE):
            self._drop("to_bounce_address")  # an automatic answer that does not say so
        elif mail.from_address is None or not self._reading.is_proven(mail):
            self._drop("sender_not_proven")
        else:
            await self._hear(stored, arrival, mail, person=person_of(mail.from_address))

    async def _hear(
        self, stored: StoredEvent, arrival: Arrival, mail: ParsedMail, *, person: str
    ) -> None:
        if not self._limit.allows(person, arrival.keys[0] if arrival.keys else str(stored.number)):
            self._drop("too_many")
            return
        heard = await self._understand(mail, arrival, person=person)
        if heard is None:
            self._drop("button_of_another_address")
            return
        attachments, notes = await self._files(mail)
        notes = [*notes_on(mail), *notes]
        meant = (mail.in_reply_to, *mail.references)
        if writer := await self._personal.answered(meant, person=person):
            notes.append(_ANSWERED_US.format(address=writer))
        if not (heard.text or heard.command or heard.action or attachments or notes):
            notes = ["I found no words of yours in that mail. Write them above the quoted text."]
        await self._intake.accept(
            InboundMessage(
                address=heard.place.address,
                sender=person,
                sender_name=clean_line(mail.from_name)[:_MAX_NAME_CHARS],
                audience=Audience.SEEKER,
                text=heard.text,
                received_at=stored.event.received_at,
                dedupe_keys=arrival.keys,
                order_key=_order_key(stored),
                attachments=tuple(attachments),
                command=heard.command,
                action=heard.action,
                locale=mail.languages[0] if mail.languages else None,
                mail_tag=self._tokens.role_tag((*mail.delivered_to, *mail.to, *mail.cc)),
                provider_ref=_letterhead(mail, offered_in=heard.offered_in).to_ref(),
                notes=tuple(dict.fromkeys(notes)),
            )
        )
        # A mail from there is the best proof that the address lives.
        await self._accounts.note_reachable(account_of(person), reachable=True)
        self.counts["accepted"] += 1

    # --- what is meant ------------------------------------------------------------------------

    async def _understand(
        self, mail: ParsedMail, arrival: Arrival, *, person: str
    ) -> _Heard | None:
        """None for somebody else's button."""
        addresses = (*mail.delivered_to, *mail.to, *mail.cc)
        for token in tokens_in(addresses, PlusKind.ACTION):
            kept = await self._kept_choice(token)
            if kept is None:
                continue  # too old: the words in the mail say the same
            place = place_of(kept.address.conversation)
            if place.person != person:
                return None
            return _Heard(
                place=place,
                text=kept.label,
                action=kept.action,
                offered_in=self._tokens.message_id(
                    kept.outbound, stem=place.stem or "", person=person
                ),
            )
        stem = self._known_thread(mail, addresses, person=person)
        text = words_of(mail, opens_thread=stem is None)
        if stem is None:
            root = (*mail.references, mail.in_reply_to, mail.message_id, *arrival.keys)
            first = next((one for one in root if one), "")
            stem = self._tokens.stem_of_mail(person=person, root=first)
        place = Place(person=person, stem=stem)
        if (number := number_in(text)) is not None:
            choice = await self._numbered(mail, place, number)
            if choice is not None:
                return _Heard(place=place, text=choice.label, action=choice.action)
        if says_stop(text) and (kind := await self._answered_push(mail, place)) is not None:
            stop = Action(agent=AgentId.SETTINGS, verb=_STOPS[kind], arguments={"via": kind})
            return _Heard(place=place, text=text, action=stop)
        if (command := command_in(text)) is not None:
            return _Heard(place=place, text=command.argument, command=command.name)
        return _Heard(place=place, text=text)

    async def _numbered(self, mail: ParsedMail, place: Place, number: int) -> KeptChoice | None:
        """The choice of the mail that is answered: a thread has several, and all begin at 1."""
        answered = mail.in_reply_to
        if not answered or not self._tokens.thread_of_message(answered, person=place.person):
            return await self._choices.numbered(place.address, number)
        for kept in await self._choices.offered(place.address, number):
            stem = place.stem or ""
            if self._tokens.message_id(kept.outbound, stem=stem, person=place.person) == answered:
                return kept
        return None

    async def _answered_push(self, mail: ParsedMail, place: Place) -> PushKind | None:
        """The kind of the push that is answered; every push offers something, so it is kept."""
        kept = await self._numbered(mail, place, 1)
        kind = "reply" if kept is None else Outbound.kind_of(kept.outbound)
        return PushKind(kind) if kind in set(PushKind) else None

    async def _kept_choice(self, token: str) -> KeptChoice | None:
        choice = self._tokens.choice(token)
        if choice is None:
            return None
        return await self._choices.find(choice, channel=ChannelName.EMAIL)

    def _known_thread(
        self, mail: ParsedMail, addresses: Sequence[str], *, person: str
    ) -> str | None:
        """The thread that an address or a Message-ID of ours proves for this person."""
        for token in tokens_in(addresses, PlusKind.CONVERSATION):
            stem = self._tokens.thread(token, person=person)
            if stem is not None:
                return stem
            # Forwarded, or written from another of one's addresses: a thread of its own.
            _log.info("thread_of_another_address")
        for message_id in (mail.in_reply_to, *reversed(mail.references)):
            stem = self._tokens.thread_of_message(message_id, person=person)
            if stem is not None:
                return stem
        return None

    # --- files --------------------------------------------------------------------------------

    async def _files(self, mail: ParsedMail) -> tuple[list[Attachment], list[str]]:
        attachments: list[Attachment] = []
        notes: list[str] = []
        for file in mail.attachments:
            if is_trimming(file):
                continue
            name = display_name(file)
            refusal = why_not_taken(file, max_bytes=self._max_file_bytes)
            if refusal is not None:
                notes.append(refusal)
                continue
            blob = await self._blobs.put(file.content, owner=None, name=name)
            attachments.append(
                Attachment(
                    blob=blob, name=name, media_type=file.media_type, size_bytes=len(file.content)
                )
            )
        return attachments, notes

    def _drop(self, reason: str, *, detail: str = "") -> None:
        self.counts[reason] += 1
        _log.info("mail_not_accepted", reason=reason, detail=detail)


def _letterhead(mail: ParsedMail, *, offered_in: str) -> Letterhead:
    """What our answer has to name, so that mail programs show it in the right thread."""
    before = mail.references or tuple(filter(None, (mail.in_reply_to or offered_in,)))
    return Letterhead(
        message_id=mail.message_id, references=before, subject=bare_subject(mail.subject)
    )


def _order_key(stored: StoredEvent) -> str:
    """Arrival, then the number in the inbox: mails of one second stay in order."""
    microseconds = int(stored.event.received_at.timestamp() * 1_000_000)
    return f"{microseconds:018d}.{stored.number:012d}"
