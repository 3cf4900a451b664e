"""The email channel between a mail server and twins of everything inside the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from starlette.applications import Starlette

from bot.email_channel.opening import EmailAdapters, EmailPorts, OpenEmail, open_email
from bot.email_channel.places import Place
from bot.email_channel.tokens import MailTokens
from bot.email_channel.wire import Accepts, MailSender, MailSigner, Probe, TakeMail
from bot.inbox import EventInbox
from bot.settings_channels import EmailSettings, WebSettings
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.mail.received import ReceivedMail
from domain.messages import Action, ChannelName, InboundMessage
from domain.ports import Clock, Intake
from domain.profiles import User
from domain.push_ports import PushCountStore
from domain.recruiting_ports import LetterDesk
from domain.reply import Block, Button, Buttons, Heading, Paragraph, Reply, text
from domain.turns import Accepted, Delivery, Outbound
from integrations.mail.reply_text import ReplyTextReader
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_sender import SmtpSender
from tests.servers.mail.smtp_peer import SmtpPeer, serve_smtp
from tests.twins.stores_channels import InMemoryChannelStores, InMemoryInbox
from tests.twins.stores_pushes import InMemoryPushCounts

BOT = "bot@careers.example"
ANA = "ana@example.org"
BEN = "ben@example.net"
AUTHSERV = "mx.careers.example"
KEY = b"k" * 32
PUBLIC_URL = "https://bot.careers.example"
SAVE = Action(agent=AgentId.JOB_SEARCH, verb="save", arguments={"posting": "p1"})
SKIP = Action(agent=AgentId.JOB_SEARCH, verb="skip", arguments={"posting": "p1"})

PROVEN = "PROVEN"
"""Stands for the results that our own mail server would add for the author."""


class ListeningIntake(Intake):
    """Accepts into the turns twin and remembers."""

    def __init__(self, stores: InMemoryChannelStores) -> None:
        self._turns = stores.stores.turns
        self.heard: list[InboundMessage] = []
        self.calls = 0
        self.faults: list[Exception] = []
        self.news = asyncio.Condition()

    async def until(self, count: int, *, within_s: float = 30.0) -> InboundMessage:
        """The message that makes it so many."""
        async with asyncio.timeout(within_s), self.news:
            await self.news.wait_for(lambda: len(self.heard) >= count)
        return self.heard[count - 1]

    async def accept(self, message: InboundMessage) -> Accepted:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        accepted = await self._turns.accept(message)
        if accepted.is_new:
            async with self.news:
                self.heard.append(message)
                self.news.notify_all()
        return accepted


class WatchedInbox(InMemoryInbox):
    """Says when everything is worked off."""

    def __init__(self, *, clock: Clock) -> None:
        super().__init__(clock=clock)
        self.changed = asyncio.Condition()

    async def done(self, numbers: Sequence[int]) -> None:
        await super().done(numbers)
        async with self.changed:
            self.changed.notify_all()

    async def failed(self, number: int, *, park: bool) -> None:
        await super().failed(number, park=park)
        async with self.changed:
            self.changed.notify_all()

    async def until_idle(self) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: len(self.rows) == len(self.parked))


class HandDelivery:
    """Receives what a test hands over."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.accepts: Accepts
        self.take: TakeMail

    async def receive(self, accepts: Accepts, take: TakeMail) -> None:
        self.accepts, self.take = accepts, take
        self.ready.set()
        await asyncio.Event().wait()


def mail(
    *,
    sender: str = ANA,
    to: str = BOT,
    subject: str = "A question",
    words: str = "Hello",
    message_id: str = "<m1@example.org>",
    results: str = PROVEN,
    headers: Mapping[str, str] | None = None,
    files: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:
    """A mail of a person as our mail server hands it over."""
    message = EmailMessage(policy=policy.SMTP)
    if results == PROVEN:
        domain = sender.rpartition("@")[2]
        results = f"{AUTHSERV}; dmarc=pass header.from={domain}"
    if results:
        message["Authentication-Results"] = results
    message["From"] = f"Ana Example <{sender}>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Nov 2026 09:00:00 +0000"
    if message_id:
        message["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(words)
    for name, media_type, content in files:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def bounce(*, to: str, recipient: str, status: str = "5.1.1", original: str = "") -> bytes:
    """A standard report of a mail server about one recipient."""
    action = "failed" if status.startswith("5") else "delayed"
    lines = [
        "From: MAILER-DAEMON@mx.example.org",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        f"Message-ID: <b{abs(hash((to, recipient, status, original)))}@mx.example.org>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
        "",
        "--B",
        "Content-Type: text/plain",
        "",
        "I could not deliver your mail.",
        "--B",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        f"Action: {action}",
        f"Status: {status}",
        "",
        "--B",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {original}" if original else "Subject: ours",
        "",
        "--B--",
        "",
    ]
    return "\r\n".join(lines).encode()


def reply_with(*blocks: Block, words: str = "Three jobs fit you.") -> Reply:
    """A reply with two buttons."""
    buttons = Buttons(
        buttons=(Button(label="Save", action=SAVE), Button(label="Skip", action=SKIP))
    )
    return Reply(
        blocks=(Paragraph(body=text(words)), *blocks, buttons), agents=(AgentId.JOB_SEARCH,)
    )


def outbound(
    name: str = "out:1",
    *,
    conversation: str,
    reply: Reply | None = None,
    reply_to: str | None = None,
) -> Outbound:
    """A message owed."""
    place = Place(person=conversation)
    return Outbound(
        id=OutboundId(name),
        address=place.address,
        reply=reply or reply_with(),
        turn=None,
        reply_to=reply_to,
    )


def digest(name: str = "dg:u_1:2026-11-02", *, conversation: str) -> Outbound:
    """A regular summary."""
    return outbound(
        name,
        conversation=conversation,
        reply=reply_with(Heading(body=text("Today"))),
    )


def parsed(raw: bytes) -> EmailMessage:
    """The letter as the standard library reads it."""
    return BytesParser(EmailMessage, policy=policy.SMTP).parsebytes(raw)


def body(letter: EmailMessage, subtype: str = "plain") -> str:
    """One of its two texts."""
    part = letter.get_body((subtype,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


@dataclass(kw_only=True)
class EmailStage:
    """Everything around the channel."""

    stores: InMemoryChannelStores
    intake: ListeningIntake
    inbox_store: WatchedInbox
    inbox: EventInbox
    door: HandDelivery
    peer: SmtpPeer
    opened: OpenEmail
    counts: InMemoryPushCounts
    tokens: MailTokens = field(default_factory=lambda: MailTokens(key=KEY, address=BOT))

    def person(self, address: str = ANA, *, conversation: str = "") -> User:
        """Somebody who has that address already."""
        users = self.stores.stores.users
        user = users.add(display_name="Ana Example")
        place = Place(person=conversation or address)
        users.accounts[ChannelName.EMAIL, "", address] = (user.id, place.address)
        return user

    async def arrive(
        self, raw: bytes, *, to: str | None = None, envelope_from: str | None = ANA
    ) -> None:
        """A mail comes in and is worked off."""
        recipients = () if to is None else (to,)
        await self.door.take(
            ReceivedMail(
                raw=raw,
                envelope_from=envelope_from,
                recipients=recipients,
                received_at=self.stores.stores.clock.now(),
                transport="lmtp",
            )
        )
        await self.inbox_store.until_idle()

    async def deliver(self, message: Outbound) -> Delivery:
        """One try."""
        return await self.opened.channel.deliver(message)

    def sent(self) -> EmailMessage:
        """The last letter that the mail server took."""
        return parsed(self.peer.ledger[-1].content)

    def is_reachable(self, address: str = ANA) -> bool:
        return (ChannelName.EMAIL, "", address) not in self.stores.accounts.unreachable

    def app(self) -> Starlette:
        return Starlette(routes=[*self.opened.routes()])


@asynccontextmanager
async def email_stage(
    *,
    stores: InMemoryChannelStores | None = None,
    inbox_store: WatchedInbox | None = None,
    settings: EmailSettings | None = None,
    public_url: str | None = PUBLIC_URL,
    signer: MailSigner | None = None,
    smtp: MailSender | None = None,
    probe: Probe | None = None,
    max_file_bytes: int = 200_000,
    letters: LetterDesk | None = None,
) -> AsyncIterator[EmailStage]:
    """The channel, receiving by hand and sending to a mail server of this machine."""
    stores = stores or InMemoryChannelStores()
    inbox_store = inbox_store or WatchedInbox(clock=stores.stores.clock)
    inbox = EventInbox(store=inbox_store, clock=stores.stores.clock, first_pause_s=0.01)
    counts = InMemoryPushCounts()
    intake, door = ListeningIntake(stores), HandDelivery()
    async with serve_smtp(SmtpPeer()) as peer:
        server = SmtpServer(host="127.0.0.1", port=peer.port, security="none")
        async with SmtpSender(server, timeout_s=5.0, data_timeout_s=2.0) as sender:
            opened = open_email(
                settings or settings_for(),
                web=WebSettings(public_url=public_url),
                ports=ports_of(stores, inbox=inbox, intake=intake, counts=counts, letters=letters),
                adapters=EmailAdapters(
                    smtp=smtp or sender,
                    reply_reader=ReplyTextReader(),
                    signer=signer,
                    receive=door.receive,
                    probe=probe,
                ),
                key=KEY,
                max_file_bytes=max_file_bytes,
            )
            inbox.register(ChannelName.EMAIL, opened.handler)
            async with inbox.running():
                receiving = asyncio.create_task(opened.run())
                try:
                    await door.ready.wait()
                    yield EmailStage(
                        stores=stores,
                        intake=intake,
                        inbox_store=inbox_store,
                        inbox=inbox,
                        door=door,
                        peer=peer,
                        opened=opened,
                        counts=counts,
                    )
                finally:
                    receiving.cancel()
                    await asyncio.gather(receiving, return_exceptions=True)


def settings_for(
    *, authserv_id: str | None = AUTHSERV, replies_per_hour: int = 30
) -> EmailSettings:
    """Settings with which everything works."""
    return EmailSettings(
        address=BOT,
        smtp_host="127.0.0.1",
        inbound="lmtp",
        authserv_id=authserv_id,
        replies_per_hour=replies_per_hour,
    )


def ports_of(
    stores: InMemoryChannelStores,
    *,
    inbox: EventInbox,
    intake: Intake,
    counts: PushCountStore | None = None,
    letters: LetterDesk | None = None,
) -> EmailPorts:
    """The twins as the channel's ports."""
    return EmailPorts(
        inbox=inbox,
        intake=intake,
        blobs=stores.stores.blobs,
        parts=stores.parts,
        choices=stores.choices,
        codes=stores.codes,
        accounts=stores.accounts,
        users=stores.stores.users,
        counts=counts or InMemoryPushCounts(),
        clock=stores.stores.clock,
        outbound=stores.stores.outbound.get,
        letters=letters,
    )


HOUR = timedelta(hours=1)
