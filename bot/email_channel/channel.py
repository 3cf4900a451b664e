"""Mail out: one letter per outbound message, the same bytes however often it has to be sent."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.email_channel.composing import (
    PUSHED,
    Letter,
    LetterFile,
    Mailbox,
    Subscription,
    UnsendableLetter,
    compose,
)
from bot.email_channel.frames import (
    frame_of,
    is_personal,
    is_verification,
    letter_kind,
    mailto,
    subject_of,
)
from bot.email_channel.limits import SlidingLimit
from bot.email_channel.personal import PersonalLetters
from bot.email_channel.places import Place, place_of
from bot.email_channel.reports import account_of
from bot.email_channel.threads import Threads
from bot.email_channel.tokens import MailTokens
from bot.email_channel.wire import MailSender, MailSigner
from bot.lineage import LEFT_OUT, Editions, GetOutbound, lineage
from bot.rendering.mail.page import render_mail
from domain.channel_ports import AccountStore, ChoiceStore, PartStore
from domain.choices import Choice, files
from domain.errors import TemporaryFailure
from domain.ids import BlobId, TurnId, UserId
from domain.messages import Address, ChannelName
from domain.ports import BlobStore, Channel, Clock
from domain.pushes import PushKind
from domain.turns import Delivery, Gone, Outbound, PartState, Retry, Sent, TurnEvent

_log = structlog.get_logger(__name__)

MAX_FILES_BYTES = 15_000_000
"""Of all files of a letter; base64 makes it 20 MB, which most mail servers take."""
# What a mail server says about a mailbox that is not there; other refusals may be about our words.
_NO_MAILBOX = re.compile(r"recipient was refused \(55[013]( 5\.(1\.\d+|2\.1))?\)")
_RECIPIENT = re.compile(r"recipient was refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who we are in a letter, and what people can do with it."""

    name: str
    takes_answers: bool
    """Mail comes in: letters can be answered, buttons lead somewhere."""
    public_url: str | None
    """``https:`` address of the web application, without a slash at the end."""


class EmailChannel(Channel):
    """Letters to people who have the address, or are asked whether it is theirs.

    ``can_find_sent`` is False: nobody can ask a mailbox. A letter in doubt is sent again with the
    same Message-ID and the same bytes, and receiving mailboxes recognise most repeats. A letter
    that a server confirmed is never sent again. One that a person wrote to a candidate goes to an
    address without an account, and not again when in doubt: `bot.email_channel.personal`.
    """

    def __init__(
        self,
        *,
        sender: Sender,
        tokens: MailTokens,
        smtp: MailSender,
        signer: MailSigner | None,
        parts: PartStore,
        choices: ChoiceStore,
        accounts: AccountStore,
        blobs: BlobStore,
        outbound: GetOutbound,
        clock: Clock,
        personal: PersonalLetters,
    ) -> None:
        self._outbound = outbound
        self._personal = personal
        self._threads = Threads(tokens=tokens, outbound=outbound, brand=sender.name)
        self._editions = Editions(parts=parts, get=outbound)
        self._asked = SlidingLimit(most=3, window=timedelta(days=1), clock=clock)
        self._sender = sender
        self._tokens = tokens
        self._smtp = smtp
        self._signer = signer
        self._parts = parts
        self._choices = choices
        self._accounts = accounts
        self._blobs = blobs
        self._clock = clock

    @property
    def can_find_sent(self) -> bool:
        """Never."""
        return False

    async def find_sent(self, outbound: Outbound) -> str | None:
        """What was confirmed; a letter in doubt is not found."""
        return _confirmed(await self._state(outbound))

    async def may_have_left(self, outbound: Outbound) -> bool:
        """False for a person's letter that was not handed over, or that its server confirmed.

        Only those are noted before every try.
        """
        if not is_personal(outbound):
            return True
        return bool((await self._state(outbound)).get("trying"))

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        """Nothing: a letter comes when it is written."""

    async def deliver(self, outbound: Outbound) -> Delivery:
        """Send the letter; a newer state of one that was sent is another in its thread.

        Raises:
            TemporaryFailure: of a store; nothing was sent then.
        """
        if not outbound.stands_alone:
            return Gone(reason=LEFT_OUT)
        home = (await lineage(outbound, get=self._outbound))[-1]
        if home.id == outbound.id:
            return await self._deliver(outbound)
        made: list[Delivery] = []

        async def send(state: Outbound) -> None:
            made.append(await self._deliver(state))

        if await self._editions.show(outbound, home=home, edit=send):
            return made[-1]
        return Gone(reason=LEFT_OUT)  # what is newer was sent already

    async def _deliver(self, outbound: Outbound) -> Delivery:
        if is_personal(outbound):
            delivery = await self._deliver_personal(outbound)
            await self._personal.note(outbound, delivery, has_mailbox=not _is_dead(delivery))
            return delivery
        place = place_of(outbound.address.conversation)
        owner = await self._accounts.owner(
            channel=ChannelName.EMAIL, workspace="", sender=place.person
        )
        refusal = await self._why_not(outbound, place, has_owner=owner is not None)
        if refusal is not None:
            _log.warning("letter_not_sent", outbound=outbound.id, reason=refusal)
            return Gone(reason=refusal)
        state = await self._state(outbound)
        if (reference := _confirmed(state)) is not None:
            return Sent(provider_ref=reference)
        written_at = await self._date(outbound, state)
        user = None if owner is None else owner.id
        try:
            raw = await self._letter(outbound, place, user=user, written_at=written_at)
        except UnsendableLetter as error:
            _log.error("letter_not_composed", outbound=outbound.id, reason=str(error))
            return Gone(reason="the letter cannot be written")
        delivery = await self._smtp.send(
            raw,
            envelope_from=self._tokens.bounce_address(user=user, person=place.person),
            recipient=place.person,
        )
        await self._note(outbound, place, delivery, written_at=written_at)
        return delivery

    async def _deliver_personal(self, outbound: Outbound) -> Delivery:
        """Like any letter, but noted before every try: in doubt it is not sent again."""
        place = place_of(outbound.address.conversation)
        state = await self._state(outbound)
        if (reference := _confirmed(state)) is not None:
            return Sent(provider_ref=reference)
        refusal = await self._personal.why_not(outbound, person=place.person)
        if refusal is not None:
            _log.warning("letter_not_sent", outbound=outbound.id, reason=refusal)
            return Gone(reason=refusal)
        written_at = await self._date(outbound, state)
        try:
            raw, envelope_from = await self._personal.written(
                outbound, person=place.person, written_at=written_at
            )
        except UnsendableLetter as error:
            _log.error("letter_not_composed", outbound=outbound.id, reason=str(error))
            return Gone(reason="the letter cannot be written")
        await self._keep(outbound, written_at, state=PartState.TRYING, reference="")
        delivery = await self._smtp.send(raw, envelope_from=envelope_from, recipient=place.person)
        await self._note(outbound, place, delivery, written_at=written_at)
        if isinstance(delivery, Retry | Gone):  # a clear no: nothing is on its way
            await self._keep(outbound, written_at, state=PartState.LIVE, reference="")
        return delivery

    async def _why_not(self, outbound: Outbound, place: Place, *, has_owner: bool) -> str | None:
        if place.person == self._tokens.own:
            return "the address is our own"
        if is_verification(outbound):
            # Per address, whoever asks: nobody may have a stranger's mailbox filled.
            allowed = self._asked.allows(place.person, outbound.id)
            return None if allowed else "it was asked to prove itself too often today"
        # Who just had everything deleted still hears that it is done.
        if not has_owner and not outbound.reply.erased_user:
            return "nobody here has the address"
        if outbound.kind == "reply":
            return None
        if not await self._accounts.is_reachable(
            channel=ChannelName.EMAIL, workspace="", sender=place.person
        ):
            return "mail to the address came back"
        if letter_kind(outbound) in PUSHED and self._https() is None:
            return f"{outbound.kind}s need CAREERGINI_WEB__PUBLIC_URL to be an https address"
        return None

    # --- what was sent ------------------------------------------------------------------------

    async def _state(self, outbound: Outbound) -> Mapping[str, object]:
        for part in await self._parts.parts(outbound.id):
            if part.part == 0:
                try:
                    found = json.loads(part.provider_ref)
                except ValueError:
                    return {}
                if isinstance(found, dict):
                    return {
                        **found,
                        "confirmed": part.state is PartState.SENT,
                        "trying": part.state is PartState.TRYING,
                    }
        return {}

    async def _date(self, outbound: Outbound, state: Mapping[str, object]) -> datetime:
        """When the letter was first tried: kept before that, so that a repeat is the same."""
        at = state.get("at")
        if isinstance(at, int):
            return datetime.fromtimestamp(at, tz=UTC)
        now = self._clock.now().replace(microsecond=0)
        await self._keep(outbound, now, state=PartState.LIVE, reference="")
        return now.astimezone(UTC)

    async def _keep(
        self, outbound: Outbound, at: datetime, *, state: PartState, reference: str
    ) -> None:
        await self._parts.note_part(
            outbound.id,
            part=0,
            state=state,
            provider_ref=json.dumps({"at": int(at.timestamp()), "reference": reference}),
        )

    async def _note(
        self, outbound: Outbound, place: Place, delivery: Delivery, *, written_at: datetime
    ) -> None:
        if isinstance(delivery, Sent):
            try:
                await self._keep(
                    outbound, written_at, state=PartState.SENT, reference=delivery.provider_ref
                )
            except TemporaryFailure as error:
                # It is with the server: raising would only send it once more.
                _log.warning("letter_not_marked_sent", error=type(error).__name__)
        elif isinstance(delivery, Gone) and _RECIPIENT.search(delivery.reason):
            await self._accounts.note_reachable(
                account_of(place.person), reachable=False, soft=not _is_dead(delivery)
            )

    # --- the letter ---------------------------------------------------------------------------

    async def _letter(
        self, outbound: Outbound, place: Place, *, user: UserId | None, written_at: datetime
    ) -> bytes:
        attached, left_out = await self._files(outbound)
        pushed = PushKind(outbound.kind) if letter_kind(outbound) in PUSHED else None
        stem = await self._threads.stem(outbound)
        takes_answers = self._sender.takes_answers and not is_verification(outbound)
        hrefs = await self._hrefs(outbound) if takes_answers else {}
        head = await self._threads.head(outbound)
        subject = subject_of(
            outbound, answers=None if head is None else head.subject, brand=self._sender.name
        )
        frame = frame_of(
            outbound,
            subject=subject,
            brand=self._sender.name,
            own_address=self._tokens.own,
            href_of=lambda choice: _href(choice, hrefs, subject=subject),
            takes_answers=takes_answers,
            unsubscribe_url=self._unsubscribe_url(place.person, pushed) if pushed else None,
            not_attached=left_out,
        )

        def write() -> bytes:
            letter = Letter(
                kind=letter_kind(outbound),
                body=render_mail(outbound.reply, frame=frame),
                sender=Mailbox(address=self._tokens.own, name=self._sender.name),
                to=Mailbox(address=place.person),
                date=written_at,
                message_id=self._tokens.message_id(outbound.id, stem=stem, person=place.person),
                reply_to=self._tokens.conversation_address(stem, person=place.person)
                if takes_answers
                else "",
                in_reply_to=(head.message_id or None) if head else None,
                references=head.references if head else (),
                subscription=self._subscription(place.person, pushed, user=user)
                if pushed
                else None,
                files=attached,
            )
            raw = compose(letter)
            return raw if self._signer is None else self._signer.sign(raw)

        # Inlining styles, encoding files and signing take milliseconds that others wait for.
        return await asyncio.to_thread(write)

    async def _hrefs(self, outbound: Outbound) -> Mapping[int, str]:
        tokens = await self._choices.keep(await self._threads.as_letter(outbound))
        return {number: self._tokens.action_address(token) for number, token in tokens.items()}

    async def _files(self, outbound: Outbound) -> tuple[tuple[LetterFile, ...], frozenset[BlobId]]:
        """The files that fit, in order, and those that do not."""
        attached: list[LetterFile] = []
        left_out: set[BlobId] = set()
        room = MAX_FILES_BYTES
        for file in files(outbound.reply):
            content = None
            if file.size_bytes <= room:
                content = await self._blobs.get(file.blob)
            if content is None or len(content) > room:
                left_out.add(file.blob)
                continue
            room -= len(content)
            attached.append(LetterFile(name=file.name, media_type=file.media_type, content=content))
        return tuple(attached), frozenset(left_out)

    def _subscription(self, person: str, kind: PushKind, *, user: UserId | None) -> Subscription:
        address = self._tokens.unsubscribe_address(user=user, person=person, kind=kind)
        return Subscription(
            list_id=f"{kind}.{self._tokens.host}",
            list_name=f"{self._sender.name} {kind}",
            unsubscribe_url=self._unsubscribe_url(person, kind) or "",
            unsubscribe_mailto=f"mailto:{address}?subject=unsubscribe",
        )

    def _unsubscribe_url(self, person: str, kind: PushKind) -> str | None:
        base = self._https()
        if base is None:
            return None
        token = self._tokens.unsubscribe_token(person=person, kind=kind)
        return f"{base}/email/unsubscribe/{token}"

    def _https(self) -> str | None:
        url = self._sender.public_url
        return url if url is not None and url.startswith("https://") else None


def _href(choice: Choice, hrefs: Mapping[int, str], *, subject: str) -> str:
    address = hrefs.get(choice.number)
    if address is None:
        return ""
    said = subject if subject.startswith("Re: ") else f"Re: {subject}"
    return mailto(address, subject=said, body=choice.label)


def _is_dead(delivery: Delivery) -> bool:
    return isinstance(delivery, Gone) and _NO_MAILBOX.search(delivery.reason) is not None


def _confirmed(state: Mapping[str, object]) -> str | None:
    reference = state.get("reference")
    return reference if state.get("confirmed") and isinstance(reference, str) else None
