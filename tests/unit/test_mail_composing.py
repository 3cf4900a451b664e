"""Letters as bytes: what mailbox providers ask for, and nothing that words could break."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.email_channel.composing import (
    PUSHED,
    Letter,
    LetterFile,
    LetterKind,
    Mailbox,
    UnsendableLetter,
    compose,
    message_id_for,
    needs_smtputf8,
)
from domain.ids import OutboundId
from tests.unit.mail_letters import HOST, SUBSCRIPTION, body_of, letter
from tests.unit.mail_replies import words

CHECKER = Path(__file__).resolve().parents[3] / "shared/tools/check_email/verify.py"
KINDS: tuple[LetterKind, ...] = ("reply", "digest", "alert", "reminder", "transactional")


def parsed(one: Letter) -> EmailMessage:
    message = message_from_bytes(compose(one), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.skipif(not CHECKER.exists(), reason="the shared mail checker is not here")
@pytest.mark.parametrize("file_name", [None, "Lebenslauf für Ana.pdf"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_independent_checker_finds_nothing(
    kind: LetterKind, file_name: str | None, tmp_path: Path
) -> None:
    path = tmp_path / f"{kind}.eml"
    path.write_bytes(compose(letter(kind, file_name=file_name)))

    known_as = "digest" if kind in PUSHED else kind
    checked = subprocess.run(
        [sys.executable, str(CHECKER), "--kind", known_as, str(path)],
        capture_output=True,
        text=True,
    )

    assert checked.stdout == "1 message(s) checked, 0 fault(s)\n"
    assert checked.returncode == 0


def test_a_reply_stays_in_its_thread_and_says_that_a_machine_wrote_it() -> None:
    message = parsed(letter("reply"))

    assert message["In-Reply-To"] == "<parent@example.net>"
    assert message["References"] == (
        "<first@example.net> <second@example.net> <parent@example.net>"
    )
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Reply-To"] == f"bot+r.k7m2q@{HOST}"
    assert message["Content-Language"] == "en"
    assert message["Precedence"] is None


@pytest.mark.parametrize("kind", sorted(PUSHED))
def test_a_push_can_be_left_with_one_click(kind: LetterKind) -> None:
    message = parsed(letter(kind))

    assert message["List-ID"] == '"New jobs every morning" <digest.careers.example.org>'
    assert message["List-Unsubscribe"] == (
        f"<{SUBSCRIPTION.unsubscribe_mailto}>, <{SUBSCRIPTION.unsubscribe_url}>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["Feedback-ID"] == f"{kind}:careergini"


@pytest.mark.parametrize("kind", ["reply", "transactional"])
def test_only_pushes_look_like_a_list(kind: LetterKind) -> None:
    message = parsed(replace(letter(kind), subscription=SUBSCRIPTION))

    assert [name for name in message.keys() if name.lower().startswith("list-")] == []  # noqa: SIM118
    assert message["Precedence"] is None


def test_the_thread_is_trimmed_in_the_middle() -> None:
    many = tuple(f"<{n}@example.net>" for n in range(60))
    references = str(parsed(letter(references=many))["References"]).split()

    assert len(references) == 20
    assert references[0] == "<0@example.net>"
    assert references[-2:] == ["<59@example.net>", "<parent@example.net>"]


def test_references_that_are_no_message_ids_are_left_out() -> None:
    hostile = ("x\r\nBcc: all@evil.example", "<a b@c>", "<ok@example.net><ok@example.net>", "<ä@x>")
    message = parsed(letter(references=hostile))

    assert message["References"] == "<ok@example.net> <parent@example.net>"
    assert message["Bcc"] is None


def test_names_in_any_script_and_international_domains_need_no_special_server() -> None:
    one = letter(to_name="数据, Ana <x@y> (z)" * 5, to_address="ana@bücher.example")
    raw = compose(one)
    encoded, address = parseaddr(message_from_bytes(raw)["To"])
    name = str(make_header(decode_header(encoded)))

    assert raw.split(b"\r\n\r\n")[0].isascii()
    assert address == "ana@xn--bcher-kva.example"
    assert name == ("数据, Ana <x@y> (z)" * 5)[:100]
    assert not needs_smtputf8(one)


def test_an_address_in_another_script_is_sent_as_it_is() -> None:
    one = letter(to_address="数据@example.net", to_name="Ana Müller")

    assert needs_smtputf8(one)
    assert 'To: "Ana Müller" <数据@example.net>\r\n'.encode() in compose(one)


def test_the_message_id_follows_from_the_outbound_row_alone() -> None:
    first = message_id_for(OutboundId("out:1"), host="Bücher.example", key=b"k" * 32)

    assert first == message_id_for(OutboundId("out:1"), host="bücher.example", key=b"k" * 32)
    assert first != message_id_for(OutboundId("out:2"), host="bücher.example", key=b"k" * 32)
    assert first != message_id_for(OutboundId("out:1"), host="bücher.example", key=b"l" * 32)
    assert first.endswith("@xn--bcher-kva.example>")
    assert "out" not in first.split("@")[0]


def test_files_come_after_both_texts_and_are_whole() -> None:
    message = parsed(letter(file_name="Lebenslauf.pdf"))
    attachments = list(message.iter_attachments())

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert attachments[0].get_filename() == "Lebenslauf.pdf"
    assert attachments[0].get_content() == b"%PDF-1.4 \xff" * 99


@pytest.mark.parametrize(
    "media_type", ["text/html", "message/rfc822", "x", "a/b\r\nBcc: c", "TEXT/plain"]
)
def test_a_file_that_a_program_might_draw_is_only_offered(media_type: str) -> None:
    file = LetterFile(name="a.html", media_type=media_type, content=b"<script>")
    part = next(parsed(replace(letter(), files=(file,))).iter_attachments())

    assert part.get_content_type() == "application/octet-stream"
    assert part.get_content_disposition() == "attachment"


@settings(max_examples=100, deadline=None)
@given(name=words, subject=words)
def test_no_word_reaches_another_header(name: str, subject: str) -> None:
    one = letter("transactional", to_name=name, file_name=name)
    one = replace(one, body=replace(one.body, subject=subject, text="x", html="<p>x</p>"))
    message = parsed(one)

    assert message.keys() == parsed(letter("transactional", to_name="A", file_name="B")).keys()
    assert message["To"].addresses[0].addr_spec == "ana@example.net"


@pytest.mark.parametrize(
    "broken",
    [
        {"to": Mailbox(address="ana@example.net\r\nBcc: b@example.net")},
        {"to": Mailbox(address="ana@example.net, b@example.net")},
        {"to": Mailbox(address="ana")},
        {"reply_to": "a@b\nX: y"},
        {"message_id": "<no>"},
        {"subscription": None},
        {"subscription": replace(SUBSCRIPTION, unsubscribe_url="http://x.example/")},
        {"subscription": replace(SUBSCRIPTION, unsubscribe_url="https://x.example/>\r\nX: y")},
        {"subscription": replace(SUBSCRIPTION, list_id="x y")},
        {"feedback_id": "a b"},
        {"date": datetime(2026, 11, 25)},  # noqa: DTZ001  # without a zone on purpose
    ],
)
def test_a_letter_that_would_break_a_header_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(UnsendableLetter):
        compose(replace(letter("digest"), **broken))  # type: ignore[arg-type]  # real fields


def test_composing_a_digest_twice_gives_the_same_bytes() -> None:
    assert compose(letter("digest")) == compose(letter("digest"))
    assert body_of("digest") == body_of("digest")
