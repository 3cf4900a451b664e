"""A mail's bytes to values, for honest and for hostile mails."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mail.addresses import PlusKind, addresses_in, join_plus, normalised, split_plus
from domain.mail.dedupe import dedupe_keys
from domain.mail.loops import NoAnswer, why_not_to_answer
from domain.mail.parsed import MailFlag, ParsedMail, ReplyReader
from domain.mail.reading import read_mail

OWN = ["bot@x.org"]


class WholeText(ReplyReader):
    """Takes every word for the person's."""

    def from_plain(self, text: str) -> str:
        return text.strip()

    def from_html(self, markup: str) -> str:
        return f"html:{markup.strip()}"


def read(raw: bytes | str, **options: object) -> ParsedMail:
    content = raw if isinstance(raw, bytes) else raw.replace("\n", "\r\n").encode()
    envelope = options.get("envelope_from")
    return read_mail(
        content,
        reply_reader=WholeText(),
        envelope_from=envelope if isinstance(envelope, str) else None,
    )


def headed(*lines: str, body: str = "Hello\n") -> ParsedMail:
    return read("From: Ann <ann@y.org>\n" + "".join(f"{line}\n" for line in lines) + f"\n{body}")


def test_an_ordinary_mail() -> None:
    mail = read(
        "Return-Path: <ann@y.org>\nDelivered-To: bot+r.t1@X.org\n"
        "From: =?utf-8?Q?J=C3=B6rg?= Lee <Jorg@Y.org>\nTo: Bot <bot@x.org>, ann@y.org\n"
        "Cc: c@y.org\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\n =?utf-8?Q?_aus?= Berlin\n"
        "Message-ID: <m1@y.org>\nIn-Reply-To: <o1@x.org>\nReferences: <a@x.org>\n <o1@x.org>\n"
        "Date: Mon, 5 Jan 2026 12:00:00 +0100\nContent-Language: de-AT\n"
        "Accept-Language: de-AT, en;q=0.5\n\nHallo\n"
    )

    assert mail.from_address == "Jorg@y.org"
    assert mail.from_name == "Jörg Lee"
    assert (mail.to, mail.cc) == (("bot@x.org", "ann@y.org"), ("c@y.org",))
    assert mail.delivered_to == ("bot+r.t1@x.org",)
    assert mail.subject == "Grüße aus Berlin"
    assert (mail.message_id, mail.in_reply_to) == ("<m1@y.org>", "<o1@x.org>")
    assert mail.references == ("<a@x.org>", "<o1@x.org>")
    assert mail.date == datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
    assert mail.languages == ("de-AT", "en")
    assert mail.text == "Hallo"
    assert mail.bounce is None
    assert why_not_to_answer(mail, own_addresses=OWN) is None


def test_the_envelope_beats_the_headers() -> None:
    raw = b"Return-Path: <ann@y.org>\r\nDelivered-To: a@x.org\r\nFrom: ann@y.org\r\n\r\nHi\r\n"
    mail = read_mail(raw, reply_reader=WholeText(), envelope_from="", recipients=["bot+r.t@x.org"])

    assert (mail.return_path, mail.delivered_to) == ("", ("bot+r.t@x.org",))


def composed() -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Ann <ann@y.org>"
    message["To"] = "bot@x.org"
    message["Subject"] = "Resume"
    return message


def test_attachments_are_found_and_logos_are_not() -> None:
    message = composed()
    message.set_content("My resume.")
    message.add_alternative('<p>My resume.</p><img src="cid:logo">', subtype="html")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>")
    message.add_attachment(
        b"%PDF-1.7", maintype="application", subtype="pdf", filename="../a/CV ü.pdf"
    )
    message.add_attachment("plain resume", filename="cv.txt")

    mail = read(message.as_bytes())

    assert mail.text == "My resume."
    assert [(one.name, one.media_type) for one in mail.attachments] == [
        ("CV ü.pdf", "application/pdf"),
        ("cv.txt", "text/plain"),
    ]
    assert mail.attachments[0].content == b"%PDF-1.7"
    assert mail.flags == frozenset()


def test_a_forwarded_mail_gives_its_attachments_but_not_its_words() -> None:
    inner = composed()
    inner.set_content("inner words")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="job.pdf")
    message = composed()
    message.set_content("see below")
    message.add_attachment(inner)

    mail = read(message.as_bytes())

    assert mail.text == "see below"
    assert [one.name for one in mail.attachments] == ["job.pdf"]
    assert MailFlag.FORWARDED in mail.flags


def test_html_only_and_nothing_at_all_are_flagged() -> None:
    html = headed("Content-Type: text/html", body="<p>Hi</p>\n")
    empty = headed(body="\n")

    assert html.text == "html:<p>Hi</p>"
    assert html.flags == {MailFlag.HTML_ONLY}
    assert empty.flags == {MailFlag.NO_TEXT}


@pytest.mark.parametrize(
    ("charset", "content", "expected"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode("cp1252"), "Grüße"),
        ("shift_jis", "こんにちは".encode("shift_jis"), "こんにちは"),
        ("gb2312", "你好".encode("gb2312"), "你好"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("no-such", "Grüße".encode(), "Grüße"),
        ("unicode_escape", b"\\x41\\q", "\\x41\\q"),
        ("zlib", b"abc", "abc"),
        ("utf-7", b"+AGE-", "+AGE-"),
    ],
)
def test_charsets(charset: str, content: bytes, expected: str) -> None:
    head = f"From: a@y.org\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()

    assert read(head + content + b"\r\n").text == expected


def test_flowed_text_is_put_together() -> None:
    mail = headed(
        "Content-Type: text/plain; format=flowed", body="one \ntwo\n> quoted \n> more\n-- \nAnn\n"
    )

    assert mail.text == "one two\n> quoted \n> more\n-- \nAnn"


def test_international_headers_are_read() -> None:
    message = EmailMessage(policy=SMTPUTF8)
    message["From"] = "Jörg <jörg@bücher.example>"
    message["Subject"] = "Grüße"
    message.set_content("Hi")

    mail = read(message.as_bytes())

    assert mail.from_address == "jörg@xn--bcher-kva.example"
    assert (mail.from_name, mail.subject) == ("Jörg", "Grüße")


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ann@y.org", ["ann@y.org"]),
        ('"evil@z.org" <ann@y.org>', ["ann@y.org"]),
        ("evil@z.org <ann@y.org>", ["ann@y.org"]),
        ('"a, b" <ann@y.org>, bob@y.org', ["ann@y.org", "bob@y.org"]),
        ("friends: ann@y.org, bob@y.org;", ["ann@y.org", "bob@y.org"]),
        ("ann@y.org (evil@z.org)", ["ann@y.org"]),
        ("<evil@z.org> <ann@y.org>", ["ann@y.org"]),
        ("ann@y.org evil@z.org", []),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("ann", []),
        ("ann@@y.org", []),
        ("ann@y..org", []),
        ("ann@-y.org", []),
        (".ann@y.org", []),
    ],
)
def test_address_lists(value: str, expected: list[str]) -> None:
    assert [one.address for one in addresses_in([value])] == expected


def test_two_from_headers_are_two_authors() -> None:
    mail = read("From: ann@y.org\nFrom: evil@z.org\n\nHi\n")

    assert [one.address for one in mail.from_addresses] == ["ann@y.org", "evil@z.org"]
    assert mail.from_address is None


@given(st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True), st.sampled_from(PlusKind))
def test_plus_addresses_come_back_as_they_were(token: str, kind: PlusKind) -> None:
    joined = join_plus("bot@x.org", kind=kind, token=token)

    plus = split_plus(joined)

    assert plus is not None
    assert (plus.base, plus.kind, plus.token) == ("bot@x.org", kind, token)


@pytest.mark.parametrize(
    "address",
    ["bot@x.org", "bot+r@x.org", "bot+r.@x.org", "bot+z.t@x.org", "+r.t@x.org", "bot+r.a.b@x.org",
     "bot+r.t+q@x.org", "bot+r." + "t" * 60 + "@x.org", "bot+r.t"],
)  # fmt: skip
def test_other_addresses_have_no_detail_of_ours(address: str) -> None:
    assert split_plus(address) is None


@pytest.mark.parametrize("token", ["", "a b", "a@b", "t" * 61])
def test_no_address_is_made_that_cannot_be_taken_apart(token: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        join_plus("bot@x.org", kind=PlusKind.BOUNCE, token=token)


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(address: str) -> None:
    once = normalised(address)

    assert once is None or normalised(once) == once


# --- loops ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["Return-Path: <>"], NoAnswer.NULL_SENDER),
        (["Auto-Submitted: auto-replied"], NoAnswer.AUTO_SUBMITTED),
        (["Auto-Submitted: auto-generated; owner=x"], NoAnswer.AUTO_SUBMITTED),
        (["Auto-Submitted: no"], None),
        (["Auto-Submitted: No (a person)"], None),
        (["Precedence: bulk"], NoAnswer.BULK),
        (["Precedence: Auto_Reply"], NoAnswer.BULK),
        (["Precedence: first-class"], None),
        (["List-Id: <l.y.org>"], NoAnswer.LIST),
        (["List-Unsubscribe: <mailto:x@y.org>"], NoAnswer.LIST),
        (["X-Auto-Response-Suppress: All"], NoAnswer.SUPPRESSED),
        (["Content-Type: multipart/report; boundary=b"], NoAnswer.REPORT),
        (["Reply-To: noreply@y.org"], None),
    ],
)
def test_who_is_not_answered(lines: list[str], reason: NoAnswer | None) -> None:
    assert why_not_to_answer(headed(*lines), own_addresses=OWN) is reason


@pytest.mark.parametrize(
    ("author", "reason"),
    [
        ("MAILER-DAEMON@y.org", NoAnswer.MACHINE),
        ("postmaster@y.org", NoAnswer.MACHINE),
        ("no-reply@y.org", NoAnswer.MACHINE),
        ("noreply@y.org", NoAnswer.MACHINE),
        ("do_not_reply@y.org", NoAnswer.MACHINE),
        ("donotreply+12@y.org", NoAnswer.MACHINE),
        ("Bot+r.t1@x.org", NoAnswer.OURSELVES),
        ("bot@x.org", NoAnswer.OURSELVES),
        ("norepl@y.org", None),
        ("noreplyman.lee@y.org", None),
        ("", NoAnswer.NO_SENDER),
    ],
)
def test_whose_mail_is_not_answered(author: str, reason: NoAnswer | None) -> None:
    assert why_not_to_answer(read(f"From: {author}\n\nHi\n"), own_addresses=OWN) is reason


def test_an_empty_envelope_sender_is_not_answered() -> None:
    mail = read("From: ann@y.org\n\nHi\n", envelope_from="")

    assert why_not_to_answer(mail, own_addresses=OWN) is NoAnswer.NULL_SENDER


# --- twice ------------------------------------------------------------------------------------


def test_the_same_mail_over_two_ways_has_the_same_keys() -> None:
    body = "From: ann@y.org\nMessage-ID: <m@y.org>\nDate: Mon, 5 Jan 2026 12:00:00 +0000\n\nHi\n"
    first = read(body)
    second = read("Received: by mx\nDelivered-To: b@x.org\n" + body)

    assert dedupe_keys(first) == dedupe_keys(second)
    assert len(dedupe_keys(first)) == 2


def test_a_stranger_cannot_silence_a_mail_by_repeating_its_id() -> None:
    mail = read("From: ann@y.org\nMessage-ID: <m@y.org>\n\nYes\n")
    strangers = read("From: evil@z.org\nMessage-ID: <m@y.org>\n\nNo\n")

    assert not set(dedupe_keys(mail)) & set(dedupe_keys(strangers))


def test_mails_without_an_id_differ_by_what_they_say() -> None:
    one, two = headed(body="Yes\n"), headed(body="No\n")

    assert not set(dedupe_keys(one)) & set(dedupe_keys(two))
