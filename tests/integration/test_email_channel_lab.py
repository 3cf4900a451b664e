"""The email channel with unmodified Postfix, OpenDKIM and Dovecot on the other side."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.email_channel.checkpoint import MailboxBookmark
from bot.email_channel.opening import EmailAdapters, OpenEmail, open_email
from bot.email_channel.tokens import MailTokens
from bot.email_channel.wire import Accepts, Receive, TakeMail
from bot.inbox import EventInbox
from bot.settings_channels import EmailSettings, WebSettings
from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.ports import Clock
from domain.recruiting_ports import LetterFate
from domain.reply import Heading, Paragraph, Reply, text
from domain.turns import Gone, Outbound, SendPromise, Sent
from integrations.mail.imap_mailbox import ImapMailbox
from integrations.mail.reply_text import ReplyTextReader
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_door import MailDoor
from integrations.mail.smtp_sender import SmtpSender
from tests.conftest import SHARED
from tests.integration.email_channel_lab import (
    AUTHSERV,
    Mailbox,
    Surroundings,
    anns_mailbox,
    imap_server,
    reading,
    surroundings,
)
from tests.integration.email_channel_stage import (
    PUBLIC_URL,
    ListeningIntake,
    WatchedInbox,
    body,
    digest,
    mail,
    outbound,
    parsed,
    ports_of,
    reply_with,
)
from tests.servers.mail.lab import MailLab
from tests.twins.letters import NotingLetters
from tests.twins.stores_channels import InMemoryChannelStores, InMemorySecrets

pytestmark = pytest.mark.long

KEY = b"lab" * 10
GONE = "nobody@bounce.test"


class WallClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture(scope="module")
def around() -> Iterator[Surroundings]:
    with surroundings() as one:
        yield one


@dataclass(kw_only=True)
class Service:
    """The channel, with twins inside and the lab outside."""

    around: Surroundings
    address: str
    stores: InMemoryChannelStores
    intake: ListeningIntake
    inbox_store: WatchedInbox
    opened: OpenEmail
    ann: Mailbox
    outside: SmtpSender
    tokens: MailTokens
    letters: NotingLetters

    async def ann_writes(self, raw: bytes, *, to: str, signed: bool = True) -> None:
        signer = self.around.people
        sent = await self.outside.send(
            signer.sign(raw) if signed else raw,
            envelope_from=self.around.lab.ann,
            recipient=to,
        )
        assert isinstance(sent, Sent), sent

    def account(self, address: str) -> None:
        users = self.stores.stores.users
        user = users.add()
        place = outbound(conversation=address).address
        users.accounts[ChannelName.EMAIL, "", address] = (user.id, place)

    async def says(self, message: Outbound) -> bytes:
        """Deliver; the letter as it lies in Ann's mailbox."""
        sent = await self.opened.channel.deliver(message)
        assert isinstance(sent, Sent), sent
        ident = sent.provider_ref.encode()
        return await self.ann.until(lambda raw: ident in raw)


@asynccontextmanager
async def service(
    around: Surroundings, transport: str, *, own_dkim: bool = False
) -> AsyncIterator[Service]:
    lab = around.lab
    address = f"in@{lab.domain}" if transport == "lmtp" else lab.bot
    stores = InMemoryChannelStores()
    letters = NotingLetters(outbound=stores.stores.outbound)
    inbox_store = WatchedInbox(clock=stores.stores.clock)
    inbox = EventInbox(store=inbox_store, clock=WallClock(), first_pause_s=0.05)
    intake = ListeningIntake(stores)
    outside = SmtpServer(host="127.0.0.1", port=lab.smtp_port, security="none")
    submission = SmtpServer(
        host="localhost",
        port=lab.submission_port,
        ca_file=lab.ca_file,
        username=lab.bot,
        password=lab.bot_password,
    )
    async with AsyncExitStack() as stack:
        smtp = await stack.enter_async_context(SmtpSender(outside if own_dkim else submission))
        opened = open_email(
            EmailSettings(
                address=address,
                smtp_host="localhost",
                inbound="lmtp" if transport == "lmtp" else "imap",
                imap_host="localhost",
                imap_username=lab.bot,
                imap_password=lab.bot_password,  # type: ignore[arg-type]  # pydantic wraps it
                authserv_id=AUTHSERV,
            ),
            web=WebSettings(public_url=PUBLIC_URL),
            ports=ports_of(stores, inbox=inbox, intake=intake, letters=letters),
            adapters=EmailAdapters(
                smtp=smtp,
                reply_reader=ReplyTextReader(),
                signer=around.service if own_dkim else None,
                receive=_by_lmtp(lab) if transport == "lmtp" else _by_imap(lab, lab.bot),
            ),
            key=KEY,
            max_file_bytes=1_000_000,
        )
        inbox.register(ChannelName.EMAIL, opened.handler)
        await stack.enter_async_context(inbox.running())
        await stack.enter_async_context(reading(opened.run))
        ann = await stack.enter_async_context(anns_mailbox(lab))
        yield Service(
            around=around,
            address=address,
            stores=stores,
            intake=intake,
            inbox_store=inbox_store,
            opened=opened,
            ann=ann,
            outside=await stack.enter_async_context(SmtpSender(outside)),
            tokens=MailTokens(key=KEY, address=address),
            letters=letters,
        )


def _by_lmtp(lab: MailLab) -> Receive:
    async def receive(accepts: Accepts, take: TakeMail) -> None:
        async with MailDoor(
            host="127.0.0.1",
            port=lab.app_lmtp_port,
            accepts=accepts,
            deliver=take,
            clock=WallClock(),
        ):
            await asyncio.Event().wait()

    return receive


def _by_imap(lab: MailLab, user: str) -> Receive:
    async def receive(accepts: Accepts, take: TakeMail) -> None:
        bookmark = MailboxBookmark(secrets=InMemorySecrets(), mailbox=user)
        server = imap_server(lab, user, lab.bot_password)
        await ImapMailbox(server, deliver=take, checkpoint=bookmark).run()

    return receive


def faults(raw: bytes, kind: str, *, folder: Path) -> str:
    """What the independent checker finds."""
    letter = folder / f"{kind}.eml"
    letter.write_bytes(raw)
    tool = SHARED / "tools" / "check_email" / "verify.py"
    ran = subprocess.run(
        [sys.executable, str(tool), "--kind", kind, str(letter)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


@pytest.mark.parametrize("transport", ["lmtp", "imap"])
async def test_a_conversation_through_real_servers(
    around: Surroundings, transport: str, tmp_path: Path
) -> None:
    lab = around.lab
    async with service(around, transport) as ours:
        first = f"<first-{transport}@{lab.domain}>"
        await ours.ann_writes(
            mail(sender=lab.ann, to=ours.address, message_id=first, results=""), to=ours.address
        )
        heard = await ours.intake.until(1)
        assert (heard.sender, heard.text) == (lab.ann, "Hello")

        raw = await ours.says(
            outbound(
                f"out:{transport}",
                conversation=heard.address.conversation,
                reply_to=heard.provider_ref,
            )
        )
        letter = parsed(raw)
        assert letter["In-Reply-To"] == first
        assert "d=careergini.test" in str(letter["DKIM-Signature"])  # by the real OpenDKIM
        assert not faults(raw, "reply", folder=tmp_path)

        to = str(letter["Reply-To"])
        answer = mail(
            sender=lab.ann,
            to=to,
            subject=str(letter["Subject"]),
            message_id=f"<second-{transport}@{lab.domain}>",
            results="",
            words="2\n\nOn Mon, Nov 2, 2026 at 9:00 AM CareerGini <x@y.z> wrote:\n> Three jobs",
            headers={"In-Reply-To": str(letter["Message-ID"])},
        )
        await ours.ann_writes(answer, to=to)
        second = await ours.intake.until(2)
        assert second.address == heard.address
        assert (second.text, second.action is not None) == ("Skip", True)

        # The answer to that goes into the same thread.
        again = await ours.says(
            outbound(
                f"out:{transport}:2",
                conversation=second.address.conversation,
                reply_to=second.provider_ref,
            )
        )
        chain = str(parsed(again)["References"]).split()
        assert chain[-1] == f"<second-{transport}@{lab.domain}>"
        assert str(letter["Message-ID"]) in chain


async def test_a_digest_with_our_own_signature(around: Surroundings, tmp_path: Path) -> None:
    async with service(around, "lmtp", own_dkim=True) as ours:
        lab = around.lab
        ours.account(lab.ann)
        raw = await ours.says(digest("dg:lab", conversation=lab.ann))
        assert not faults(raw, "digest", folder=tmp_path)
        letter = parsed(raw)
        results = " ".join(map(str, letter.get_all("Authentication-Results", [])))
        assert f"{AUTHSERV};" in results
        assert re.search(r"dkim=pass[^;]*header\.d=careergini\.test", results), results
        assert "header.s=app" in results or "s=app" in str(letter["DKIM-Signature"])
        envelope = str(letter["Return-Path"])
        assert envelope.strip("<>").startswith("in+b.")


async def test_a_mail_to_nobody_comes_back_and_disables_the_account(
    around: Surroundings,
) -> None:
    async with service(around, "lmtp") as ours:
        ours.account(GONE)
        notice = outbound("notice:gone", conversation=GONE, reply=reply_with())
        assert isinstance(await ours.opened.channel.deliver(notice), Sent)
        key = (ChannelName.EMAIL, "", GONE)
        async with asyncio.timeout(60), ours.inbox_store.changed:
            await ours.inbox_store.changed.wait_for(lambda: key in ours.stores.accounts.unreachable)
        assert ours.opened.counts()["bounce"] == 1


async def test_a_letter_of_a_person_arrives_signed_and_one_to_nobody_is_told(
    around: Surroundings, tmp_path: Path
) -> None:
    async with service(around, "lmtp") as ours:
        ours.account("rita@widget-works.example")
        there, nowhere = (
            replace(
                outbound(
                    f"or:{name}",
                    conversation=to,
                    reply=Reply(
                        blocks=(
                            Heading(body=text("Ingenieurin für Daten: ein Gespräch?")),
                            Paragraph(body=text("Guten Tag,\nwir möchten mit Ihnen sprechen.")),
                        ),
                        agents=(),
                        language="de",
                    ),
                ),
                answers_to="rita@widget-works.example",
                promise=SendPromise.AT_MOST_ONCE,
            )
            for name, to in (("c1.a", around.lab.ann), ("c2.a", GONE))
        )
        for letter in (there, nowhere):
            await ours.stores.stores.outbound.add(letter)
        raw = await ours.says(there)
        taken = parsed(raw)
        # The checker knows no letters of people: all it finds is that no program wrote this one.
        found = faults(raw, "transactional", folder=tmp_path).splitlines()
        assert [line.partition(": ")[2] for line in found[:-1]] == [
            "auto: Auto-Submitted is 'no', not 'auto-generated'"
        ]
        assert "d=careergini.test" in str(taken["DKIM-Signature"])
        assert taken["Subject"] == "Ingenieurin für Daten: ein Gespräch?"
        assert taken["Reply-To"] == "rita@widget-works.example"
        assert taken["Auto-Submitted"] == "no"
        said = body(taken).replace("\r\n", "\n")
        assert said.startswith("Guten Tag,\nwir möchten mit Ihnen sprechen.\n\n-- \nGeschrieben")

        assert isinstance(await ours.opened.channel.deliver(nowhere), Sent)
        async with asyncio.timeout(60), ours.inbox_store.changed:
            await ours.inbox_store.changed.wait_for(lambda: bool(ours.letters.noted))
        assert ours.letters.noted == [(nowhere.id, LetterFate.NO_MAILBOX)]
        assert isinstance(
            await ours.opened.channel.deliver(replace(nowhere, id=OutboundId("or:c3.a"))), Gone
        )


async def test_a_forged_mail_is_met_with_silence(around: Surroundings) -> None:
    lab = around.lab
    async with service(around, "lmtp") as ours:
        pretended = f"{AUTHSERV}; dkim=pass header.d={lab.domain}"
        forged = mail(
            sender=lab.ann,
            to=ours.address,
            message_id=f"<forged@{lab.domain}>",
            results=pretended,
            words="Delete everything",
        )
        await ours.ann_writes(forged, to=ours.address, signed=False)
        honest = mail(
            sender=lab.ann, to=ours.address, message_id=f"<honest@{lab.domain}>", results=""
        )
        async with ours.inbox_store.changed:
            await ours.inbox_store.changed.wait_for(
                lambda: ours.opened.counts().get("sender_not_proven") == 1
            )
        await ours.ann_writes(honest, to=ours.address)
        heard = await ours.intake.until(1)
        assert heard.text == "Hello"

        forged_token = f"in+r.{'a' * 40}@{lab.domain}"
        before = len(ours.intake.heard)
        await ours.ann_writes(
            mail(sender=lab.ann, to=forged_token, message_id="<t@x.y>", results=""),
            to=forged_token,
        )
        # Postfix hears 550 at our door and tells the author, whose own mail it is.
        report = await ours.ann.until(lambda raw: forged_token.encode() in raw)
        assert b"550" in report
        assert len(ours.intake.heard) == before
