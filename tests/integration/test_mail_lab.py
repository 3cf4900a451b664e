"""Mail through unmodified Postfix, OpenDKIM and Dovecot, and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import TemporaryFailure
from domain.mail.addresses import PlusKind, join_plus, split_plus
from domain.mail.bounces import BounceKind
from domain.mail.loops import NoAnswer, why_not_to_answer
from domain.mail.parsed import ParsedMail
from domain.mail.reading import read_mail
from domain.mail.received import MailboxPosition, MailCheckpoint, ReceivedMail
from domain.ports import Clock
from domain.turns import Gone, Retry, Sent
from integrations.mail.imap_mailbox import ImapMailbox
from integrations.mail.imap_session import ImapServer
from integrations.mail.reply_text import ReplyTextReader
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_door import MailDoor
from integrations.mail.smtp_sender import SmtpSender
from tests.conftest import SHARED
from tests.servers.mail.lab import MailLab, running_mail_lab

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lab() -> Iterator[MailLab]:
    if not SHARED.is_dir():
        pytest.skip("the shared tools folder is not here")
    with running_mail_lab(SHARED) as one:
        yield one


class WallClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


class Bookmark(MailCheckpoint):
    def __init__(self) -> None:
        self.position: MailboxPosition | None = None

    async def load(self) -> MailboxPosition | None:
        return self.position

    async def save(self, position: MailboxPosition) -> None:
        self.position = position


class Desk:
    """Takes mail in; ``until`` waits for one that fits."""

    def __init__(self, *, faults: int = 0) -> None:
        self.taken: list[ParsedMail] = []
        self.news = asyncio.Condition()
        self.faults = faults

    async def deliver(self, mail: ReceivedMail) -> None:
        if self.faults:
            self.faults -= 1
            raise TemporaryFailure("not yet")
        parsed = read_mail(
            mail.raw,
            reply_reader=ReplyTextReader(),
            envelope_from=mail.envelope_from,
            recipients=mail.recipients,
        )
        async with self.news:
            self.taken.append(parsed)
            self.news.notify_all()

    async def until(self, fits: Callable[[ParsedMail], bool], *, within_s: float) -> ParsedMail:
        async with asyncio.timeout(within_s), self.news:
            await self.news.wait_for(lambda: any(map(fits, self.taken)))
        return next(filter(fits, self.taken))


def submission(lab: MailLab, *, user: str, password: str) -> SmtpServer:
    return SmtpServer(
        host="localhost",
        port=lab.submission_port,
        security="starttls",
        ca_file=lab.ca_file,
        username=user,
        password=password,
    )


def inbox(lab: MailLab, desk: Desk) -> ImapMailbox:
    server = ImapServer(
        host="localhost",
        port=lab.imaps_port,
        username=lab.bot,
        password=lab.bot_password,
        ca_file=lab.ca_file,
    )
    return ImapMailbox(server, deliver=desk.deliver, checkpoint=Bookmark())


def mail(*, sender: str, to: str, mark: str, text: str = "Hello") -> bytes:
    return (
        f"From: Ann Lee <{sender}>\r\nTo: {to}\r\nSubject: {mark}\r\n"
        f"Message-ID: <{mark}@test.example>\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


async def stopped(task: asyncio.Task[None]) -> None:
    began = time.monotonic()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert time.monotonic() - began < 2


async def test_a_reply_arrives_by_idle_at_its_plus_address(lab: MailLab) -> None:
    desk = Desk()
    to = join_plus(lab.bot, kind=PlusKind.CONVERSATION, token="token1")
    text = "Yes please.\r\n\r\nOn Mon, Jan 5, 2026 at 10:00 AM Bot <b@x.org> wrote:\r\n> Shall I?"
    reading = asyncio.create_task(inbox(lab, desk).run())
    try:
        async with SmtpSender(submission(lab, user=lab.ann, password=lab.ann_password)) as smtp:
            took = []
            for number in range(5):  # the first may still find the mailbox being opened
                began = time.monotonic()
                raw = mail(sender=lab.ann, to=to, mark=f"reply{number}", text=text)
                delivery = await smtp.send(raw, envelope_from=lab.ann, recipient=to)
                assert delivery == Sent(provider_ref=f"<reply{number}@test.example>")
                found = await desk.until(
                    lambda one, n=number: one.subject == f"reply{n}",  # type: ignore[misc] # bound
                    within_s=20,
                )
                took.append(time.monotonic() - began)
    finally:
        await stopped(reading)

    assert found.text == "Yes please."
    assert found.from_address == lab.ann
    assert found.return_path == lab.ann
    plus = next(filter(None, map(split_plus, found.delivered_to)))
    assert (plus.kind, plus.token, plus.base) == (PlusKind.CONVERSATION, "token1", lab.bot)
    assert why_not_to_answer(found, own_addresses=[lab.bot]) is None
    assert max(took[1:]) < 5


async def test_a_refused_recipient_comes_back_as_a_hard_bounce(lab: MailLab) -> None:
    desk = Desk()
    verp = join_plus(lab.bot, kind=PlusKind.BOUNCE, token="out42")
    reading = asyncio.create_task(inbox(lab, desk).run())
    try:
        async with SmtpSender(submission(lab, user=lab.bot, password=lab.bot_password)) as smtp:
            raw = mail(sender=lab.bot, to="gone@bounce.test", mark="digest1")
            sent = await smtp.send(raw, envelope_from=verp, recipient="gone@bounce.test")
            assert isinstance(sent, Sent)
        found = await desk.until(lambda one: one.bounce is not None, within_s=30)
    finally:
        await stopped(reading)

    bounce = found.bounce
    assert bounce is not None
    assert (bounce.kind, bounce.token, bounce.is_standard) == (BounceKind.HARD, "out42", True)
    assert bounce.recipients[0].address == "gone@bounce.test"
    assert bounce.recipients[0].status.startswith("5.")
    assert bounce.original_message_id == "<digest1@test.example>"
    assert why_not_to_answer(found, own_addresses=[lab.bot]) is NoAnswer.NULL_SENDER


async def test_the_server_refuses_what_it_should(lab: MailLab) -> None:
    raw = mail(sender=lab.bot, to="x", mark="refused")
    async with SmtpSender(submission(lab, user=lab.bot, password=lab.bot_password)) as smtp:
        unknown = await smtp.send(raw, envelope_from=lab.bot, recipient=f"nobody@{lab.domain}")
    async with SmtpSender(submission(lab, user=lab.bot, password="wrong")) as smtp:
        locked_out = await smtp.send(raw, envelope_from=lab.bot, recipient=lab.ann)
    stranger = SmtpServer(host="localhost", port=lab.smtp_port, security="none")
    async with SmtpSender(stranger) as smtp:
        relayed = await smtp.send(raw, envelope_from=lab.bot, recipient="a@elsewhere.test")

    assert isinstance(unknown, Gone)
    assert (type(locked_out), type(relayed)) == (Retry, Retry)


async def test_the_door_behind_postfix_takes_mail_and_makes_it_wait(
    lab: MailLab, tmp_path: Path
) -> None:
    desk = Desk(faults=1)
    base = f"in@{lab.domain}"
    door = MailDoor(
        host="127.0.0.1",
        port=lab.app_lmtp_port,
        accepts=lambda address: split_plus(address) is not None,
        deliver=desk.deliver,
        clock=WallClock(),
    )
    to = join_plus(base, kind=PlusKind.CONVERSATION, token="door1")
    async with (
        door,
        SmtpSender(submission(lab, user=lab.ann, password=lab.ann_password)) as smtp,
    ):
        raw = mail(sender=lab.ann, to=to, mark="door")
        assert isinstance(await smtp.send(raw, envelope_from=lab.ann, recipient=to), Sent)
        found = await desk.until(lambda one: one.subject == "door", within_s=60)

        # A token that is none of ours: Postfix hears 550 and sends the author a real bounce.
        bounced = join_plus(lab.bot, kind=PlusKind.BOUNCE, token="no1")
        inbound = Desk()
        reading = asyncio.create_task(inbox(lab, inbound).run())
        try:
            raw = mail(sender=lab.bot, to=base, mark="stray")
            async with SmtpSender(
                submission(lab, user=lab.bot, password=lab.bot_password)
            ) as other:
                await other.send(raw, envelope_from=bounced, recipient=base)
            report = await inbound.until(
                lambda one: one.bounce is not None and one.bounce.token == "no1", within_s=30
            )
        finally:
            await stopped(reading)

    assert desk.faults == 0
    assert len(desk.taken) == 1  # postponed once, taken once
    assert found.delivered_to == (to,)
    assert found.return_path == lab.ann
    assert report.bounce is not None
    assert report.bounce.recipients[0].status == "5.1.1"
