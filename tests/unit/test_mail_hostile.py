"""Hostile mails: read or refused, within limits, and nothing else is raised."""

from __future__ import annotations

import base64
import contextlib
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.mail.dedupe import dedupe_keys
from domain.mail.faults import MailFault, UnreadableMail
from domain.mail.loops import why_not_to_answer
from domain.mail.parsed import MailFlag, ParsedMail
from domain.mail.reading import read_mail
from domain.mail.structure import MailLimits
from integrations.mail.reply_text import ReplyTextReader


def read(raw: bytes) -> ParsedMail:
    return read_mail(raw, reply_reader=ReplyTextReader())


def nested(depth: int) -> bytes:
    lines = ["From: a@y.org"]
    for n in range(depth):
        lines += [f"Content-Type: multipart/mixed; boundary=b{n}", "", f"--b{n}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", "deep"]).encode()


def test_deep_mails_are_cut_and_very_deep_ones_refused() -> None:
    mail = read(nested(40))
    assert MailFlag.PARTS_LEFT_OUT in mail.flags

    with pytest.raises(UnreadableMail) as refused:
        read(nested(900))
    assert refused.value.fault is MailFault.TOO_DEEP


HOSTILE = {
    "long parameters": b"Content-Type: text/plain; a=" + b';"' * 100_000 + b"\r\n\r\nx",
    "many lines": b"From: a@y.org\r\n\r\n" + b"\n" * 5_000_000,
    "many lines in parts": nested(60) + b"\r\nx" * 500_000,
    "long header": b"X: " + b"a" * 300_000,
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "many addresses": b"From: " + b"a@y.org," * 20_000 + b"\r\n\r\nx",
    "many encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\r\n\r\nx",
    "open encoded words": b"Subject: " + b"=?" * 50_000 + b"\r\n\r\nx",
    "long idn": b"From: a@" + b"\xc3\xbc" * 50_000 + b"\r\n\r\nx",
    "long date": b"Date: " + b"1 " * 50_000 + b"\r\n\r\nx",
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 50_000,
    "many headers": b"X: y\r\n" * 40_000 + b"\r\nx",
    "nothing": b"\r\n\r\n",
    "zeros": b"\x00" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_are_read_or_refused_within_seconds(name: str) -> None:
    began = time.process_time()
    with contextlib.suppress(UnreadableMail):
        read(HOSTILE[name])
    assert time.process_time() - began < 10


def test_a_large_honest_mail_is_read() -> None:
    message = EmailMessage()
    message.set_content("My resume.")
    message.add_attachment(
        b"x" * 15_000_000, maintype="application", subtype="pdf", filename="a.pdf"
    )

    assert len(read(message.as_bytes()).attachments[0].content) == 15_000_000


def test_a_mail_over_the_limit_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableMail, match="larger than 1 MiB"):
        read_mail(b"x" * 2**21, reply_reader=ReplyTextReader(), limits=MailLimits(max_bytes=2**20))


PIECES = st.sampled_from([
    b"From: a@y.org\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n",
    b"--b--\r\n",
    b"Content-Type: message/rfc822\r\n", b"Content-Type: text/html; charset=utf-16\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Disposition: attachment; filename*=utf-9''%zz; filename*0=a\r\n", b"\r\n", b"\n",
    b"\r",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
    b"Content-Type: message/global-delivery-status\r\n", b"\xc3\r\n\xff: \xff\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Status: 5.1.1\r\nFinal-Recipient: rfc822; x\r\n",
    b"Content-Type: ;;=\"\r\n", b"Date: 99 99 99\r\n", b"=?utf-8?b?!!?=",
    b"Subject: =?x?q?=ZZ?=\r\n",
    b"begin 644 a\r\n", b"Content-Type: text/plain; charset=\"\xff\"; format=flowed\r\n",
    b"\xff\xfe\x00",
    b"References: <a> <b\r\n", b"Message-ID: <>\r\n", base64.b64encode(b"hello") + b"\r\n",
    b"Content-Type: multipart/alternative\r\n", b"To: \"a\r\n", b"Return-Path: <>\r\n",
])  # fmt: skip


@settings(max_examples=400)
@example([b"\x00"])
@given(st.lists(PIECES, max_size=30))
def test_any_bytes_are_read_or_refused(pieces: list[bytes]) -> None:
    try:
        mail = read(b"".join(pieces))
    except UnreadableMail:
        return
    why_not_to_answer(mail, own_addresses=["bot@x.org"])
    dedupe_keys(mail)
