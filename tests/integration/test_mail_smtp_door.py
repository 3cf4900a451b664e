"""Mail in over SMTP and LMTP: nothing is confirmed before it is stored."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosmtplib
import pytest

from domain.errors import TemporaryFailure, UserMistake
from domain.mail.received import ReceivedMail
from domain.ports import Clock
from integrations.mail.smtp_door import MailDoor
from tests.servers.mail.certificates import make_certificate

MAIL = b"Message-ID: <m1@y.org>\r\nFrom: ann@y.org\r\nSubject: Hi\r\n\r\nHello\r\n.dot\r\n"
Say = Callable[..., Coroutine[None, None, list[str]]]
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


class StoppedClock(Clock):
    def now(self) -> datetime:
        return NOW


class Desk:
    """Takes what the door delivers; says what it was told to say."""

    def __init__(self) -> None:
        self.taken: list[ReceivedMail] = []
        self.faults: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def deliver(self, mail: ReceivedMail) -> None:
        self.asked.set()
        await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(mail)


@asynccontextmanager
async def door(desk: Desk, **options: object) -> AsyncIterator[MailDoor]:
    make: Callable[..., MailDoor] = MailDoor
    one = make(
        host="127.0.0.1",
        port=0,
        accepts=lambda address: address.startswith("bot"),
        deliver=desk.deliver,
        clock=StoppedClock(),
        **options,
    )
    async with one:
        yield one


@asynccontextmanager
async def lmtp(port: int) -> AsyncIterator[Say]:
    """Speaks LMTP line by line: ``await say(line, answers=n)``."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def say(line: str | bytes, *, answers: int = 1) -> list[str]:
        writer.write(line if isinstance(line, bytes) else f"{line}\r\n".encode())
        got: list[str] = []
        while len(got) < answers:
            answer = (await asyncio.wait_for(reader.readline(), 5)).decode().strip()
            if answer[3:4] != "-":
                got.append(answer)
        return got

    await reader.readline()
    await say("LHLO mx.test")
    try:
        yield say
    finally:
        writer.close()
        await writer.wait_closed()


def client_of(at: MailDoor) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(hostname="127.0.0.1", port=at.port)


async def test_a_mail_over_smtp_is_delivered_once_for_all_its_recipients() -> None:
    desk = Desk()
    async with door(desk, protocol="smtp") as at, client_of(at) as client:
        await client.sendmail("ann@y.org", ["bot+r.a@x.org", "bot+r.b@x.org"], MAIL)

    assert desk.taken == [
        ReceivedMail(
            raw=MAIL,
            envelope_from="ann@y.org",
            recipients=("bot+r.a@x.org", "bot+r.b@x.org"),
            received_at=NOW,
            transport="smtp",
        )
    ]


async def test_unknown_recipients_are_refused_at_once() -> None:
    desk = Desk()
    async with door(desk, protocol="smtp") as at, client_of(at) as client:
        await client.mail("ann@y.org")
        with pytest.raises(aiosmtplib.SMTPRecipientRefused) as refused:
            await client.rcpt("nobody@x.org")

    assert refused.value.code == 550


async def test_while_it_is_not_known_who_is_ours_the_sender_waits() -> None:
    def busy(address: str) -> bool:
        raise TemporaryFailure("no database")

    desk = Desk()
    at = MailDoor(
        host="127.0.0.1", port=0, accepts=busy, deliver=desk.deliver, clock=StoppedClock()
    )
    async with at, lmtp(at.port) as say:
        await say("MAIL FROM:<ann@y.org>")
        assert (await say("RCPT TO:<bot@x.org>"))[0].startswith("451")


async def test_lmtp_answers_per_recipient() -> None:
    desk = Desk()
    desk.faults = [TemporaryFailure("busy")]
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<ann@y.org>")
        assert (await say("RCPT TO:<bot@x.org>"))[0].startswith("250")
        assert (await say("RCPT TO:<nobody@x.org>"))[0].startswith("550")
        assert (await say("RCPT TO:<bot+r.t@x.org>"))[0].startswith("250")
        assert (await say("DATA"))[0].startswith("354")
        answers = await say(MAIL.replace(b"\r\n.", b"\r\n..") + b".\r\n", answers=2)

    assert [answer[:3] for answer in answers] == ["451", "250"]
    assert [mail.recipients for mail in desk.taken] == [("bot+r.t@x.org",)]
    assert desk.taken[0].raw == MAIL


async def test_a_bounce_has_an_empty_sender() -> None:
    desk = Desk()
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<>")
        await say("RCPT TO:<bot+b.t@x.org>")
        await say("DATA")
        await say(MAIL + b".\r\n")

    assert desk.taken[0].envelope_from == ""


async def test_nothing_is_confirmed_before_it_is_stored() -> None:
    desk = Desk()
    desk.gate.clear()
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<ann@y.org>")
        await say("RCPT TO:<bot@x.org>")
        await say("DATA")
        answer = asyncio.create_task(say(MAIL + b".\r\n"))
        await asyncio.wait_for(desk.asked.wait(), 5)
        assert not answer.done()
        desk.gate.set()
        assert (await answer)[0].startswith("250")


async def test_a_sender_that_hangs_up_does_not_stop_the_storing() -> None:
    desk = Desk()
    desk.gate.clear()
    async with door(desk) as at:
        async with lmtp(at.port) as say:
            await say("MAIL FROM:<ann@y.org>")
            await say("RCPT TO:<bot@x.org>")
            await say("DATA")
            answer = asyncio.create_task(say(MAIL + b".\r\n"))
            await asyncio.wait_for(desk.asked.wait(), 5)
            answer.cancel()
        desk.gate.set()

    assert len(desk.taken) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (TemporaryFailure("storage busy"), "451"),
        (RuntimeError("secret words"), "451"),
        (UserMistake("too deep"), "554"),
    ],
)
async def test_faults_have_their_codes_and_no_words(fault: Exception, code: str) -> None:
    desk = Desk()
    desk.faults = [fault]
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<ann@y.org>")
        await say("RCPT TO:<bot@x.org>")
        await say("DATA")
        [answer] = await say(MAIL + b".\r\n")

    assert answer.startswith(code)
    assert "secret" not in answer


async def test_too_large_is_refused_for_every_recipient() -> None:
    desk = Desk()
    async with door(desk, max_bytes=1000) as at, lmtp(at.port) as say:
        assert (await say("MAIL FROM:<ann@y.org> SIZE=2000"))[0].startswith("552")
        await say("MAIL FROM:<ann@y.org>")
        await say("RCPT TO:<bot@x.org>")
        await say("RCPT TO:<bot+r.t@x.org>")
        await say("DATA")
        answers = await say(b"x" * 70 + b"\r\n" + b"y\r\n" * 900 + b".\r\n", answers=2)
        assert [answer[:3] for answer in answers] == ["552", "552"]
        assert (await say("NOOP"))[0].startswith("250")

    assert desk.taken == []


async def test_long_lines_and_international_addresses_are_taken() -> None:
    desk = Desk()
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<jörg@y.org> SMTPUTF8")
        await say("RCPT TO:<bot@x.org>")
        await say("DATA")
        assert (await say(b"Subject: x\r\n\r\n" + b"z" * 20_000 + b"\r\n.\r\n"))[0][:3] == "250"

    assert desk.taken[0].envelope_from == "jörg@y.org"


async def test_one_connection_carries_many_mails() -> None:
    desk = Desk()
    async with door(desk) as at, lmtp(at.port) as say:
        for _ in range(3):
            await say("MAIL FROM:<ann@y.org>")
            await say("RCPT TO:<bot@x.org>")
            await say("DATA")
            assert (await say(MAIL + b".\r\n"))[0].startswith("250")

    assert len(desk.taken) == 3


async def test_starttls_is_offered_when_there_is_a_certificate(tmp_path: Path) -> None:
    desk = Desk()
    certificate = make_certificate(tmp_path)
    async with door(desk, protocol="smtp", tls=certificate.server_context()) as at:
        client = aiosmtplib.SMTP(
            hostname="localhost", port=at.port, start_tls=True, cert_bundle=str(certificate.chain)
        )
        async with client:
            await client.sendmail("ann@y.org", ["bot@x.org"], MAIL)

    assert len(desk.taken) == 1


async def test_a_unix_socket_serves_the_lmtp_of_the_standard_library(tmp_path: Path) -> None:
    desk = Desk()
    path = tmp_path / "lmtp"

    def send() -> None:
        with smtplib.LMTP(str(path)) as client:
            client.sendmail("ann@y.org", ["bot@x.org"], MAIL)

    async with door(desk, unix_socket=path):
        await asyncio.to_thread(send)

    assert len(desk.taken) == 1
    assert not path.exists()


async def test_one_connection_too_many_is_sent_away() -> None:
    desk = Desk()
    async with door(desk, max_connections=1) as at, lmtp(at.port):
        reader, writer = await asyncio.open_connection("127.0.0.1", at.port)
        assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"421")
        writer.close()
        await writer.wait_closed()


async def test_a_second_mail_cannot_be_smuggled_in_behind_a_bare_line_feed() -> None:
    desk = Desk()
    smuggled = b"Hi\n.\nMAIL FROM:<evil@z.org>\nRCPT TO:<bot@x.org>\nDATA\nBoo\r.\r\r\n"
    async with door(desk) as at, lmtp(at.port) as say:
        await say("MAIL FROM:<ann@y.org>")
        await say("RCPT TO:<bot@x.org>")
        await say("DATA")
        assert (await say(b"Subject: x\r\n\r\n" + smuggled + b".\r\n"))[0].startswith("250")
        assert (await say("NOOP"))[0].startswith("250")

    assert [mail.envelope_from for mail in desk.taken] == ["ann@y.org"]
