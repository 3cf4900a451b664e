"""Bounces: what they mean for an address, standard ones and those of a kind."""

from __future__ import annotations

import pytest

from domain.mail.bounces import Bounce, BounceKind
from domain.mail.parsed import MailFlag, ParsedMail, ReplyReader
from domain.mail.reading import read_mail


class WholeText(ReplyReader):
    def from_plain(self, text: str) -> str:
        return text

    def from_html(self, markup: str) -> str:
        return markup


def read(raw: str) -> ParsedMail:
    return read_mail(raw.replace("\n", "\r\n").encode(), reply_reader=WholeText())


def report(*recipients: str, original: str = "", to: str = "bot+b.out1@x.org") -> str:
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.test\nTo: {to}\nDelivered-To: {to}\n"
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nI could not deliver <ann@y.org>.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n"
        "Arrival-Date: Mon, 5 Jan 2026 10:00:00 +0000\n\n"
        + "\n".join(recipients)
        + f"{original}\n--b--\n"
    )


def recipient(status: str, *, action: str = "failed", address: str = "ann@Y.org") -> str:
    return (
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such\n    user\n"
    )


WHOLE = "\n--b\nContent-Type: message/rfc822\n\nFrom: bot@x.org\nMessage-ID: <d1@x.org>\n\nHi\n"
HEADERS = "\n--b\nContent-Type: text/rfc822-headers\n\nFrom: bot@x.org\nMessage-ID:\n <d1@x.org>\n"


def bounce_of(raw: str) -> Bounce:
    bounce = read(raw).bounce
    assert bounce is not None
    return bounce


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", BounceKind.HARD),
        ("5.1.1 (bad mailbox)", "failed (permanent)", BounceKind.HARD),
        ("4.4.7", "failed", BounceKind.SOFT),
        ("4.2.2", "delayed", BounceKind.SOFT),
        ("5.0.0", "delayed", BounceKind.SOFT),
        ("2.0.0", "relayed", BounceKind.DELIVERED),
        ("2.1.5", "delivered", BounceKind.DELIVERED),
        ("", "failed", BounceKind.SOFT_UNKNOWN),
        ("5.1.1", "delivered", BounceKind.DELIVERED),
        ("nonsense", "nonsense", BounceKind.SOFT_UNKNOWN),
    ],
)
def test_status_classes(status: str, action: str, kind: BounceKind) -> None:
    bounce = bounce_of(report(recipient(status, action=action)))

    assert bounce.recipients[0].kind is kind
    assert (bounce.is_standard, bounce.token) == (True, "out1")


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
def test_the_id_of_our_mail_is_found_whole_or_as_its_header(original: str) -> None:
    bounce = bounce_of(report(recipient("5.1.1"), original=original))

    assert bounce.original_message_id == "<d1@x.org>"
    assert bounce.recipients[0].address == "ann@y.org"
    assert bounce.recipients[0].diagnostic == "smtp; 550 5.1.1 no such user"


def test_several_recipients_are_told_apart_and_the_worst_counts() -> None:
    bounce = bounce_of(
        report(recipient("2.0.0", action="relayed"), recipient("5.1.1", address="bob@y.org"))
    )

    assert [one.kind for one in bounce.recipients] == [BounceKind.DELIVERED, BounceKind.HARD]
    assert bounce.kind is BounceKind.HARD


def test_the_address_that_we_wrote_to_beats_where_it_ended() -> None:
    bounce = bounce_of(report("Original-Recipient: rfc822;list@y.org\n" + recipient("5.1.1")))

    assert bounce.recipients[0].address == "list@y.org"


QMAIL = (
    "Return-Path: <>\nFrom: MAILER-DAEMON@y.org\nTo: bot+b.out1@x.org\n"
    "Delivered-To: bot+b.out1@x.org\nSubject: failure notice\n\n"
    "Hi. This is the qmail-send program at y.org.\nI'm afraid I wasn't able to deliver.\n\n"
    "<ann@y.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n"
)
EXCHANGE = (
    "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@y.org>\n"
    "To: bot@x.org\nSubject: Undeliverable: Your matches\nContent-Type: text/html\n\n"
    "<p>Delivery has failed to these recipients or groups:</p><p>ann@y.org</p>\n"
)


@pytest.mark.parametrize(("raw", "token"), [(QMAIL, "out1"), (EXCHANGE, None)])
def test_bounces_of_a_kind_are_never_hard(raw: str, token: str | None) -> None:
    bounce = bounce_of(raw)

    assert (bounce.kind, bounce.is_standard) == (BounceKind.SOFT_UNKNOWN, False)
    assert bounce.token == token


def test_the_address_in_a_text_bounce_is_found() -> None:
    assert bounce_of(QMAIL).recipients[0].address == "ann@y.org"


@pytest.mark.parametrize(
    "raw",
    [
        "From: ann@y.org\nSubject: Undeliverable: what now?\n\nMy mails bounce.\n",
        "Return-Path: <>\nFrom: ann@y.org\nSubject: Out of office\n\nI am away.\n",
        "Return-Path: <>\nFrom: ann@y.org\nDelivered-To: bot+b.t1@x.org\n"
        "Auto-Submitted: auto-replied\nSubject: Out of office\n\nI am away.\n",
        "From: postmaster@y.org\nSubject: Welcome\n\nHello\n",
    ],
)
def test_other_mails_are_no_bounces(raw: str) -> None:
    assert read(raw).bounce is None


def test_receipts_and_complaints_are_told_apart_from_bounces() -> None:
    shape = (
        "Return-Path: <>\nFrom: postmaster@y.org\nTo: bot+b.t@x.org\nSubject: Delivery failed\n"
        "Content-Type: multipart/report; report-type={}; boundary=b\n\n"
        "--b\n\nwords\n--b\nContent-Type: message/{}\n\nA: b\n--b--\n"
    )
    receipt = read(shape.format("disposition-notification", "disposition-notification"))
    complaint = read(shape.format("feedback-report", "feedback-report"))

    assert (receipt.bounce, complaint.bounce) == (None, None)
    assert MailFlag.RECEIPT in receipt.flags
    assert MailFlag.COMPLAINT in complaint.flags


def test_international_reports_are_read() -> None:
    raw = report("Final-Recipient: utf-8; jörg@y.org\nAction: failed\nStatus: 5.1.1\n")
    bounce = bounce_of(raw.replace("message/delivery-status", "message/global-delivery-status"))

    assert (bounce.kind, bounce.recipients[0].address) == (BounceKind.HARD, "jörg@y.org")


def test_a_bounce_that_a_person_shows_us_is_no_bounce_of_ours() -> None:
    inner = report(recipient("5.1.1"))
    mail = read(
        "From: ann@y.org\nSubject: look\nContent-Type: multipart/mixed; boundary=o\n\n"
        f"--o\n\nWhat is this?\n--o\nContent-Type: message/rfc822\n\n{inner}\n--o--\n"
    )

    assert mail.bounce is None
    assert "What is this?" in mail.text
