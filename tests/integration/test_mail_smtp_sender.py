"""Mail out: what the sender says became of a mail, against what the server's ledger says."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.turns import Ambiguous, Gone, Retry, Sent
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_sender import SmtpSender
from tests.servers.mail.certificates import make_certificate
from tests.servers.mail.smtp_peer import SmtpPeer, Trouble, serve_smtp

MAIL = b"Message-ID: <m1@x.org>\nFrom: bot@x.org\nSubject: Hi\n\nHello\n.dot\n"
BOT, ANN = "bot+b.t1@x.org", "ann@y.org"


def plain(peer: SmtpPeer) -> SmtpServer:
    return SmtpServer(host="127.0.0.1", port=peer.port, security="none")


def sender(server: SmtpServer, *, timeout_s: float = 5.0, idle_s: float = 30.0) -> SmtpSender:
    return SmtpSender(server, timeout_s=timeout_s, data_timeout_s=timeout_s, idle_s=idle_s)


async def test_a_mail_arrives_byte_for_byte_with_its_own_id_as_reference() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        delivery = await smtp.send(MAIL, envelope_from=BOT, recipient=ANN)

        assert delivery == Sent(provider_ref="<m1@x.org>")
        [taken] = peer.ledger
        assert (taken.sender, taken.recipient) == (BOT, ANN)
        assert taken.content == MAIL.replace(b"\n", b"\r\n")


async def test_a_bounce_has_no_sender() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        await smtp.send(MAIL, envelope_from="", recipient=ANN)

        assert peer.ledger[0].sender == ""


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.DROP_AT_GREETING,
        Trouble.SILENT_AT_GREETING,
        Trouble.DROP_AT_MAIL,
        Trouble.DROP_AT_DATA,
    ],
)
async def test_a_connection_lost_before_the_final_dot_is_tried_again(trouble: Trouble) -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer), timeout_s=0.3) as smtp:
        peer.next(trouble)

        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Retry)
        assert peer.ledger == []
        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)


@pytest.mark.parametrize(
    ("trouble", "taken"),
    [
        (Trouble.TAKEN_THEN_DROP, 1),
        (Trouble.LOST_THEN_DROP, 0),
        (Trouble.TAKEN_THEN_SILENT, 1),
    ],
)
async def test_a_connection_lost_after_the_final_dot_is_ambiguous(
    trouble: Trouble, taken: int
) -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer), timeout_s=0.3) as smtp:
        peer.next(trouble)

        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Ambiguous)
        assert len(peer.ledger) == taken


async def test_a_large_mail_cut_off_on_its_way_is_not_ambiguous() -> None:
    large = MAIL + b"x" * 70 * 1000 + b"\n" + (b"y" * 76 + b"\n") * 100_000
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        peer.next(Trouble.DROP_IN_CONTENT)

        assert isinstance(await smtp.send(large, envelope_from=BOT, recipient=ANN), Retry)


@pytest.mark.parametrize(
    ("trouble", "answer", "expected"),
    [
        (Trouble.BUSY, "421 4.3.2 busy", Retry),
        (Trouble.REFUSE_RCPT, "450 4.7.1 greylisted", Retry),
        (Trouble.REFUSE_RCPT, "550 5.1.1 no such user", Gone),
        (Trouble.REFUSE_RCPT, "551 5.1.6 moved", Gone),
        (Trouble.REFUSE_RCPT, "553 5.1.3 bad name", Gone),
        (Trouble.REFUSE_RCPT, "552 5.2.2 full", Retry),
        (Trouble.REFUSE_RCPT, "554 5.7.1 Relay access denied", Retry),
        (Trouble.REFUSE_RCPT, "503 5.5.1 out of order", Retry),
        (Trouble.REFUSE_MAIL, "451 4.3.0 later", Retry),
        (Trouble.REFUSE_MAIL, "550 5.7.1 sender not wanted", Gone),
        (Trouble.REFUSE_MAIL, "530 5.7.0 Must issue a STARTTLS command first", Retry),
        (Trouble.REFUSE_DATA, "451 4.3.0 later", Retry),
        (Trouble.REFUSE_DATA, "554 5.5.1 no", Gone),
        (Trouble.REFUSE_CONTENT, "452 4.3.1 disk full", Retry),
        (Trouble.REFUSE_CONTENT, "552 5.3.4 too large", Gone),
        (Trouble.REFUSE_CONTENT, "554 5.7.1 spam", Gone),
    ],
)
async def test_refusals_mean_what_they_say_and_the_next_mail_goes_through(
    trouble: Trouble, answer: str, expected: type[Retry | Gone]
) -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        peer.next(trouble, answer)

        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), expected)
        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)
        assert len(peer.ledger) == 1


async def test_a_mail_too_large_for_the_server_is_not_even_sent() -> None:
    async with serve_smtp(SmtpPeer(size=20)) as peer, sender(plain(peer)) as smtp:
        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Gone)


async def test_one_connection_carries_many_mails_and_is_closed_when_idle() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer), idle_s=0.05) as smtp:
        for _ in range(5):
            await smtp.send(MAIL, envelope_from=BOT, recipient=ANN)
        assert (len(peer.ledger), peer.connections) == (5, 1)
        await asyncio.wait_for(peer.all_closed.wait(), 5)


async def test_a_connection_that_died_while_idle_costs_nothing() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        await smtp.send(MAIL, envelope_from=BOT, recipient=ANN)
        peer.next(Trouble.DROP_AT_MAIL)

        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)
        assert (len(peer.ledger), peer.connections) == (2, 2)


async def test_no_more_connections_than_allowed() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        sends = [smtp.send(MAIL, envelope_from=BOT, recipient=f"a{n}@y.org") for n in range(20)]

        assert all(isinstance(one, Sent) for one in await asyncio.gather(*sends))
        assert peer.connections == 2


# --- security ---------------------------------------------------------------------------------


async def test_starttls_and_login(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    peer = SmtpPeer(starttls=certificate.server_context(), login=("bot", "secret"))
    async with serve_smtp(peer):
        server = replace(
            plain(peer),
            security="starttls",
            ca_file=certificate.chain,
            username="bot",
            password="secret",
        )
        async with sender(server) as smtp:
            assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)

    assert (peer.ledger[0].encrypted, peer.ledger[0].user) == (True, "bot")


async def test_implicit_tls(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    async with serve_smtp(SmtpPeer(), tls=certificate.server_context()) as peer:
        server = replace(plain(peer), security="tls", ca_file=certificate.chain)
        async with sender(server) as smtp:
            assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)
        assert peer.ledger[0].encrypted


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_certificate_that_nobody_vouches_for_keeps_the_mail(
    tmp_path: Path, security: str
) -> None:
    context = make_certificate(tmp_path).server_context()
    implicit = security == "tls"
    peer = SmtpPeer(starttls=None if implicit else context)
    async with serve_smtp(peer, tls=context if implicit else None):
        server = replace(plain(peer), security="tls" if implicit else "starttls")
        async with sender(server) as smtp:
            with capture_logs() as logs:
                delivery = await smtp.send(MAIL, envelope_from=BOT, recipient=ANN)

    assert isinstance(delivery, Retry)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "smtp_certificate_refused"
    ]


async def test_without_the_encryption_that_was_asked_for_nothing_is_sent() -> None:
    async with serve_smtp(SmtpPeer()) as peer:
        async with sender(replace(plain(peer), security="starttls")) as smtp:
            assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Retry)
        assert peer.ledger == []


async def test_opportunistic_encryption_takes_what_there_is(tmp_path: Path) -> None:
    for context in (None, make_certificate(tmp_path, name="other").server_context()):
        async with serve_smtp(SmtpPeer(starttls=context)) as peer:
            async with sender(replace(plain(peer), security="opportunistic")) as smtp:
                assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient=ANN), Sent)
            assert peer.ledger[0].encrypted is (context is not None)


async def test_a_wrong_password_keeps_the_mail_and_tells_the_operator_without_addresses() -> None:
    async with serve_smtp(SmtpPeer(login=("bot", "secret"))) as peer:
        server = replace(plain(peer), username="bot", password="wrong")
        async with sender(server) as smtp:
            with capture_logs() as logs:
                delivery = await smtp.send(MAIL, envelope_from=BOT, recipient=ANN)

    assert isinstance(delivery, Retry)
    assert "smtp_login_refused" in [line["event"] for line in logs]
    assert not any(word in str(logs) for word in (ANN, "wrong'", "secret", "Hello"))


# --- international addresses ------------------------------------------------------------------


async def test_international_addresses_go_out_as_they_are() -> None:
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        await smtp.send(MAIL, envelope_from=BOT, recipient="jörg@bücher.example")

        assert peer.ledger[0].recipient == "jörg@xn--bcher-kva.example"
        assert "SMTPUTF8" in peer.ledger[0].options


async def test_an_international_domain_alone_needs_no_extension() -> None:
    async with serve_smtp(SmtpPeer(utf8=False)) as peer, sender(plain(peer)) as smtp:
        assert isinstance(
            await smtp.send(MAIL, envelope_from=BOT, recipient="ann@bücher.example"), Sent
        )
        assert "SMTPUTF8" not in peer.ledger[0].options


async def test_an_international_name_at_an_old_server_is_gone() -> None:
    async with serve_smtp(SmtpPeer(utf8=False)) as peer, sender(plain(peer)) as smtp:
        assert isinstance(await smtp.send(MAIL, envelope_from=BOT, recipient="jörg@y.org"), Gone)


# --- many -------------------------------------------------------------------------------------


async def test_through_a_server_with_every_trouble_nothing_is_lost_or_claimed_falsely() -> None:
    dice = random.Random(7)
    troubles = [one for one in Trouble if "SILENT" not in one.name]
    async with serve_smtp(SmtpPeer()) as peer, sender(plain(peer)) as smtp:
        said: dict[str, list[str]] = {}
        for number in range(300):
            recipient = f"p{number}@y.org"
            said[recipient] = []
            while "Sent" not in said[recipient] and "Ambiguous" not in said[recipient]:
                if dice.random() < 0.3:
                    peer.next(dice.choice(troubles))
                delivery = await smtp.send(MAIL, envelope_from=BOT, recipient=recipient)
                said[recipient].append(type(delivery).__name__)
        taken = [mail.recipient for mail in peer.ledger]

    for recipient, outcomes in said.items():
        if outcomes[-1] == "Sent":
            assert taken.count(recipient) == 1
        else:
            assert taken.count(recipient) <= 1
    assert {"Sent", "Retry", "Ambiguous"} == {one for many in said.values() for one in many}
