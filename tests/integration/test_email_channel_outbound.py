"""Letters that go out: the same bytes however often, to nobody who is not meant."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.email_channel.opening import why_not
from bot.settings_channels import EmailSettings
from domain.errors import Misconfigured
from domain.reply import File
from domain.turns import Ambiguous, Gone, Retry, Sent
from integrations.mail.dkim_signer import DkimSigner
from tests.integration.email_channel_sending import figures, sent_through_trouble
from tests.integration.email_channel_stage import (
    ANA,
    BEN,
    BOT,
    PUBLIC_URL,
    body,
    digest,
    email_stage,
    outbound,
    parsed,
    reply_with,
    settings_for,
)
from tests.servers.mail.smtp_peer import Trouble

THREAD = f"{ANA}#abcdefghij234567"


@pytest.fixture(scope="module")
def signer() -> DkimSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return DkimSigner(pem, domain="careers.example", selector="careergini")


async def test_a_letter_sent_again_has_the_same_bytes(signer: DkimSigner) -> None:
    async with email_stage(signer=signer) as stage:
        stage.person(ANA)
        stage.peer.next(Trouble.REFUSE_RCPT, "451 4.7.1 greylisted")
        stage.peer.next(Trouble.TAKEN_THEN_DROP)
        message = digest(conversation=ANA)
        assert isinstance(await stage.deliver(message), Retry)
        stage.stores.stores.clock.advance(timedelta(minutes=5))
        assert isinstance(await stage.deliver(message), Ambiguous)
        stage.stores.stores.clock.advance(timedelta(minutes=5))
        assert isinstance(await stage.deliver(message), Sent)
        first, second = (taken.content for taken in stage.peer.ledger)
        assert first == second
        assert b"DKIM-Signature: v=1;" in first
        # Confirmed is confirmed: it is not sent a third time.
        assert isinstance(await stage.deliver(message), Sent)
        assert len(stage.peer.ledger) == 2
        assert not stage.opened.channel.can_find_sent


async def test_the_envelope_and_headers_of_each_kind() -> None:
    async with email_stage() as stage:
        user = stage.person(ANA)
        for message in (
            outbound(conversation=THREAD),
            digest(conversation=ANA),
            outbound("notice:1", conversation=ANA),
            outbound("verify:u_1:t_1", conversation=BEN),
        ):
            assert isinstance(await stage.deliver(message), Sent)
        reply, summary, notice, verify = (parsed(taken.content) for taken in stage.peer.ledger)
        assert [one["Auto-Submitted"] for one in (reply, summary, notice, verify)] == [
            "auto-replied",
            "auto-generated",
            "auto-generated",
            "auto-generated",
        ]
        for letter in (reply, notice, verify):
            assert not [name for name in letter if name.lower().startswith("list-")]
        assert summary["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"<{PUBLIC_URL}/email/unsubscribe/" in str(summary["List-Unsubscribe"])
        assert str(summary["List-ID"]).endswith("<digest.careers.example>")
        envelopes = {taken.sender for taken in stage.peer.ledger[:3]}
        assert envelopes == {stage.tokens.bounce_address(user=user.id, person=ANA)}
        assert stage.tokens.accepts(stage.peer.ledger[3].sender)
        to = str(reply["Reply-To"])
        assert stage.tokens.thread(to.partition("+r.")[2].partition("@")[0], person=ANA) == (
            "abcdefghij234567"
        )
        assert verify["Reply-To"] is None
        assert verify["To"] == BEN
        assert "mailto:bot+a." in body(reply, "html")
        assert "mailto:bot+a." not in body(verify, "html")


async def test_nobody_is_written_to_who_has_no_account() -> None:
    async with email_stage() as stage:
        for message in (
            outbound(conversation=THREAD),
            digest(conversation=ANA),
            outbound("notice:1", conversation=ANA),
            outbound("verify:u_1:t_1", conversation=BOT),
        ):
            assert isinstance(await stage.deliver(message), Gone)
        farewell = outbound(conversation=THREAD, reply=replace(reply_with(), erased_user=True))
        assert isinstance(await stage.deliver(farewell), Sent)
        assert [taken.recipient for taken in stage.peer.ledger] == [ANA]


async def test_a_dead_address_gets_answers_and_codes_only() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        stage.peer.next(Trouble.REFUSE_RCPT, "550 5.1.1 no such user")
        assert isinstance(await stage.deliver(outbound("notice:1", conversation=ANA)), Gone)
        assert not stage.is_reachable()
        assert isinstance(await stage.deliver(digest(conversation=ANA)), Gone)
        assert isinstance(await stage.deliver(outbound("notice:2", conversation=ANA)), Gone)
        assert not stage.peer.ledger
        assert isinstance(await stage.deliver(outbound("verify:u:t", conversation=ANA)), Sent)
        assert isinstance(await stage.deliver(outbound(conversation=THREAD)), Sent)


async def test_a_refusal_of_our_words_does_not_disable_the_address() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        stage.peer.next(Trouble.REFUSE_CONTENT, "554 5.7.1 looks like spam")
        assert isinstance(await stage.deliver(outbound("notice:1", conversation=ANA)), Gone)
        stage.peer.next(Trouble.REFUSE_RCPT, "550 5.7.1 blocked by policy")
        assert isinstance(await stage.deliver(outbound("notice:2", conversation=ANA)), Gone)
        assert stage.is_reachable()


async def test_digests_need_a_way_to_unsubscribe() -> None:
    for url in (None, "http://127.0.0.1:8025"):
        async with email_stage(public_url=url) as stage:
            stage.person(ANA)
            assert isinstance(await stage.deliver(digest(conversation=ANA)), Gone)
            assert isinstance(await stage.deliver(outbound("notice:1", conversation=ANA)), Sent)


async def test_files_go_along_until_they_are_too_much() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        blobs = stage.stores.stores.blobs
        small = await blobs.put(b"%PDF small", owner=None, name="cv.pdf")
        large = await blobs.put(b"x", owner=None, name="all.zip")
        gone = await blobs.put(b"y", owner=None, name="old.pdf")
        await blobs.delete(gone)
        files = [
            File(blob=large, name="all.zip", media_type="application/zip", size_bytes=16_000_000),
            File(blob=small, name="cv.pdf", media_type="application/pdf", size_bytes=10),
            File(blob=gone, name="old.pdf", media_type="application/pdf", size_bytes=1),
        ]
        message = outbound(conversation=THREAD, reply=reply_with(*files))
        assert isinstance(await stage.deliver(message), Sent)
        letter = stage.sent()
        attached = [part.get_filename() for part in letter.iter_attachments()]
        assert attached == ["cv.pdf"]
        assert body(letter).count("Not attached, too large for mail") == 2


async def test_international_addresses() -> None:
    async with email_stage() as stage:
        for address, wire in (
            ("jürgen@example.org", "jürgen@example.org"),
            ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ):
            message = outbound(f"verify:u:{address}", conversation=address)
            assert isinstance(await stage.deliver(message), Sent)
            assert stage.peer.ledger[-1].recipient == wire
        options = [taken.options for taken in stage.peer.ledger]
        assert ["SMTPUTF8" in one for one in options] == [True, False]


async def test_subjects() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        cases = {
            "notice:1": (reply_with(words="Your export is ready. " + "x" * 200), "Your export is"),
            "dg:1": (digest(conversation=ANA).reply, "Today"),
            "verify:u:t": (reply_with(), "Confirm your mail address for CareerGini"),
            "out:9": (reply_with(words="\r\nBcc: x@y.z"), "Bcc: x@y.z"),
        }
        for name, (reply, expected) in cases.items():
            await stage.deliver(outbound(name, conversation=ANA, reply=reply))
            subject = str(stage.sent()["Subject"])
            assert expected in subject or subject.startswith(expected)
            assert stage.sent()["Bcc"] is None


async def test_a_damaged_reference_breaks_nothing() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        for number, reference in enumerate(("{", "[]", '{"subject": 3, "references": "x"}')):
            message = outbound(f"out:{number}", conversation=THREAD, reply_to=reference)
            assert isinstance(await stage.deliver(message), Sent)
        bad = '{"message_id": "<a@b>\\r\\nBcc: x@y", "references": [], "subject": "s\\r\\nX: y"}'
        await stage.deliver(outbound("out:9", conversation=THREAD, reply_to=bad))
        assert stage.sent()["In-Reply-To"] is None
        assert stage.sent()["X"] is None


@pytest.mark.long
async def test_three_hundred_letters_through_trouble() -> None:
    async with email_stage() as stage:
        result = await sent_through_trouble(stage, count=300, share=0.10, chance=random.Random(7))
    assert result.lost == 0
    assert result.distinct == 300
    assert result.different_bytes == 0
    assert result.raw_repeats <= result.ambiguous  # only what nobody could know is repeated
    sys.stdout.write(f"{figures(result)}\n")  # seen with -s: the measured figures


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"smtp_host": None}, "SMTP_HOST"),
        ({"smtp_username": "bot"}, "SMTP_PASSWORD"),
        ({"inbound": "imap"}, "IMAP_HOST and CAREERGINI_EMAIL__IMAP_USERNAME"),
        ({"inbound": "none"}, "INBOUND"),
        ({"address": "bot+x@example.org"}, "ADDRESS"),
        ({"address": None}, "ADDRESS"),
    ],
)
async def test_what_is_missing_is_named(changed: dict[str, object], named: str) -> None:
    settings = EmailSettings.model_validate({**settings_for().model_dump(), **changed})
    with pytest.raises(Misconfigured, match=named):
        async with email_stage(settings=settings):
            pass


def test_off_without_an_address() -> None:
    assert why_not(EmailSettings()) == "set CAREERGINI_EMAIL__ADDRESS to turn it on"
    assert why_not(settings_for()) is None


async def test_the_doctor_is_told(signer: DkimSigner) -> None:
    async def works() -> None:
        return None

    async def refused() -> None:
        raise Misconfigured("CAREERGINI_EMAIL__SMTP_PASSWORD is wrong")

    async with email_stage(signer=signer, probe=works) as stage:
        findings = await stage.opened.check()
        assert {one.state for one in findings} == {"ok"}
        assert any("careergini._domainkey.careers.example" in one.sentence for one in findings)
    settings = settings_for(authserv_id=None)
    async with email_stage(settings=settings, public_url=None, probe=refused) as stage:
        findings = await stage.opened.check()
        assert [one.state for one in findings] == ["fault", "ok", "fault", "warning"]
        assert "SMTP_PASSWORD" in findings[0].sentence


async def test_an_address_is_asked_to_prove_itself_three_times_a_day_whoever_asks() -> None:
    async with email_stage() as stage:
        found = [
            await stage.deliver(outbound(f"verify:u_{n}:t", conversation=BEN)) for n in range(5)
        ]
        assert [isinstance(one, Sent) for one in found] == [True, True, True, False, False]
        again = await stage.deliver(outbound("verify:u_0:t", conversation=BEN))
        assert isinstance(again, Sent)  # the same letter, tried again after a restart
