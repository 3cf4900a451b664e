"""Mails that come in: who is heard, what is meant, and who is met with silence."""

from __future__ import annotations

import pytest

from bot.email_channel.entrance import Arrival
from domain.channel_ports import RawEvent, StoredEvent
from domain.errors import TemporaryFailure
from domain.mail.received import ReceivedMail
from domain.messages import ChannelName
from domain.reply import Button, Buttons, Reply
from domain.turns import Sent
from tests.integration.email_channel_stage import (
    ANA,
    AUTHSERV,
    BEN,
    BOT,
    HOUR,
    SAVE,
    SKIP,
    WatchedInbox,
    digest,
    email_stage,
    mail,
    outbound,
    settings_for,
)
from tests.twins.stores_channels import InMemoryChannelStores


async def test_a_first_mail_is_heard_and_its_answer_comes_back_into_the_thread() -> None:
    async with email_stage() as stage:
        await stage.arrive(mail(words="Hello", headers={"Accept-Language": "de-AT"}), to=BOT)
        [heard] = stage.intake.heard
        assert (heard.sender, heard.sender_name, heard.text) == (ANA, "Ana Example", "Hello")
        assert heard.locale == "de-AT"
        assert heard.address.conversation.startswith(f"{ANA}#")

        answer = outbound(conversation=heard.address.conversation, reply_to=heard.provider_ref)
        assert isinstance(await stage.deliver(answer), Sent)
        letter = stage.sent()
        assert letter["In-Reply-To"] == letter["References"] == "<m1@example.org>"
        assert letter["Subject"] == "Re: A question"

        # The person answers: to the Reply-To, without the token by In-Reply-To, or by References.
        ours = str(letter["Message-ID"])
        await stage.arrive(
            mail(to=str(letter["Reply-To"]), message_id="<m2@x>", words="Yes"),
            to=str(letter["Reply-To"]),
        )
        by_reply = {"In-Reply-To": ours}
        await stage.arrive(mail(message_id="<m3@x>", words="Or no", headers=by_reply))
        by_thread = {"References": f"<m1@example.org> {ours} <else@x>"}
        await stage.arrive(mail(message_id="<m4@x>", words="Or so", headers=by_thread))
        assert [one.text for one in stage.intake.heard] == ["Hello", "Yes", "Or no", "Or so"]
        assert len({one.address for one in stage.intake.heard}) == 1
        assert not stage.stores.stores.blobs.files  # the mails themselves are not kept


@pytest.mark.parametrize("size", [10, 90_000])
async def test_a_mail_that_comes_again_is_one_message(size: int) -> None:
    words = "Hello, " * (size // 7)
    async with email_stage() as stage:
        for _ in range(3):
            await stage.arrive(mail(words=words), to=BOT)
        # A relay gave it another id.
        await stage.arrive(mail(words=words, message_id="<relayed@x>"), to=BOT)
        assert len(stage.intake.heard) == 1
        assert stage.intake.calls == 1
        assert not stage.stores.stores.blobs.files


async def test_a_forged_copy_does_not_silence_the_real_mail() -> None:
    async with email_stage() as stage:
        await stage.arrive(mail(results=""), to=BOT)
        assert not stage.intake.heard
        await stage.arrive(mail(), to=BOT)
        assert len(stage.intake.heard) == 1


@pytest.mark.parametrize(
    "results",
    [
        "",
        f"{AUTHSERV}; dmarc=fail header.from=example.org",
        f"{AUTHSERV}; dmarc=pass header.from=evil.example",
        "mx.evil.example; dmarc=pass header.from=example.org",
        f"{AUTHSERV}; dkim=pass header.d=evil.example",
    ],
)
async def test_who_is_not_proven_gets_no_answer(results: str) -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        await stage.arrive(mail(results=results), to=BOT)
        assert not stage.intake.heard
        assert stage.opened.counts() == {"sender_not_proven": 1}
        assert not stage.peer.ledger


async def test_two_authors_prove_nothing() -> None:
    async with email_stage() as stage:
        raw = mail().replace(
            b"From: Ana Example <ana@example.org>", b"From: a@example.org, ana@example.org"
        )
        await stage.arrive(raw, to=BOT)
        assert stage.opened.counts() == {"sender_not_proven": 1}


async def test_without_an_authserv_id_nobody_is_heard() -> None:
    async with email_stage(settings=settings_for(authserv_id=None)) as stage:
        await stage.arrive(mail(), to=BOT)
        assert not stage.intake.heard


async def test_nothing_crosses_addresses() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        await stage.deliver(outbound(conversation=f"{ANA}#abcdefghij234567"))
        letter = stage.sent()
        ours = {"In-Reply-To": str(letter["Message-ID"])}
        to = str(letter["Reply-To"])
        await stage.arrive(mail(sender=BEN, to=to, words="1", headers=ours), to=to)
        [heard] = stage.intake.heard
        assert heard.sender == BEN
        assert heard.address.conversation.startswith(f"{BEN}#")
        assert "abcdefghij234567" not in heard.address.conversation
        assert (heard.text, heard.action) == ("1", None)

        # Nor does somebody else press her buttons.
        [token, _] = list(stage.stores.choices.rows)
        button = stage.tokens.action_address(token)
        await stage.arrive(mail(sender=BEN, to=button, message_id="<b@x>", words="Save"), to=button)
        assert len(stage.intake.heard) == 1
        assert stage.opened.counts()["button_of_another_address"] == 1


async def test_buttons_and_numbers_mean_what_was_offered() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        place = f"{ANA}#abcdefghij234567"
        await stage.deliver(outbound(conversation=place))
        to = str(stage.sent()["Reply-To"])
        [save, _] = list(stage.stores.choices.rows)
        button = stage.tokens.action_address(save)
        await stage.arrive(mail(to=button, message_id="<1@x>", words="Save"), to=button)
        quoted = "[2]\n\nOn Mon, Nov 2, 2026 at 9:00 AM Bot <bot@careers.example> wrote:\n> Jobs"
        await stage.arrive(mail(to=to, message_id="<2@x>", words=quoted), to=to)
        await stage.arrive(mail(to=to, message_id="<3@x>", words="9"), to=to)
        assert [(one.text, one.action) for one in stage.intake.heard] == [
            ("Save", SAVE),
            ("Skip", SKIP),
            ("9", None),
        ]
        assert {one.address.conversation for one in stage.intake.heard} == {place}

        # A pressed button is a new mail without references: our answer names the letter it is of.
        offered = str(stage.sent()["Message-ID"])
        pressed = stage.intake.heard[0]
        answer = outbound("out:2", conversation=place, reply_to=pressed.provider_ref)
        await stage.deliver(answer)
        assert str(stage.sent()["References"]).split() == [offered, "<1@x>"]


async def test_a_number_means_the_mail_that_is_answered_not_the_newest() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        place = f"{ANA}#abcdefghij234567"
        await stage.deliver(outbound(conversation=place))
        older, to = str(stage.sent()["Message-ID"]), str(stage.sent()["Reply-To"])
        delete = Button(label="Delete everything", action=SKIP)
        asked = Reply(blocks=(Buttons(buttons=(delete,)),), agents=())
        await stage.deliver(outbound("out:2", conversation=place, reply=asked))
        newest = str(stage.sent()["Message-ID"])
        for number, (words, answered) in enumerate((("1", older), ("1", newest), ("2", newest))):
            headers = {"In-Reply-To": answered}
            raw = mail(to=to, message_id=f"<n{number}@x>", words=words, headers=headers)
            await stage.arrive(raw, to=to)
        assert [(one.text, one.action) for one in stage.intake.heard] == [
            ("Save", SAVE),
            ("Delete everything", SKIP),
            ("2", None),
        ]


async def test_a_digest_opens_a_thread_in_which_numbers_work() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        assert isinstance(await stage.deliver(digest(conversation=ANA)), Sent)
        to = str(stage.sent()["Reply-To"])
        await stage.arrive(mail(to=to, words="1"), to=to)
        [heard] = stage.intake.heard
        assert heard.action == SAVE


async def test_a_button_that_is_too_old_becomes_its_words() -> None:
    async with email_stage() as stage:
        button = stage.tokens.action_address("abcdefghij234567")
        await stage.arrive(mail(to=button, words="Save"), to=button)
        [heard] = stage.intake.heard
        assert (heard.text, heard.action) == ("Save", None)


async def test_commands_and_subjects() -> None:
    async with email_stage() as stage:
        await stage.arrive(mail(message_id="<1@x>", words="/Jobs in Berlin"), to=BOT)
        await stage.arrive(mail(message_id="<2@x>", subject="Re: /help", words="\n"), to=BOT)
        await stage.arrive(
            mail(message_id="<3@x>", subject="Fwd: nurse jobs in Graz", words=""), to=BOT
        )
        said = [(one.command, one.text) for one in stage.intake.heard]
        assert said == [("jobs", "in Berlin"), ("help", ""), (None, "nurse jobs in Graz")]


async def test_an_empty_answer_gets_a_sentence() -> None:
    async with email_stage() as stage:
        to = stage.tokens.conversation_address("abcdefghij234567", person=ANA)
        await stage.arrive(mail(to=to, words=""), to=to)
        [heard] = stage.intake.heard
        assert heard.text == ""
        assert "no words" in heard.notes[0]


async def test_of_a_mail_that_is_too_large_only_the_subject_is_known() -> None:
    async with email_stage() as stage:
        head = mail(words="").split(b"\r\n\r\n")[0] + b"\r\n\r\n"
        await stage.door.take(
            ReceivedMail(
                raw=head,
                envelope_from=None,
                recipients=(),
                received_at=stage.stores.stores.clock.now(),
                transport="imap",
                oversized=True,
            )
        )
        await stage.inbox_store.until_idle()
        [heard] = stage.intake.heard
        assert heard.text == ""
        assert "too large" in heard.notes[0]


async def test_files_are_kept_and_others_explained() -> None:
    logo = b"\x89PNG" + b"x" * 4_000
    files = [
        ("cv.pdf", "application/pdf", b"%PDF-1.7 resume"),
        ("image001.png", "image/png", logo),
        ("card.vcf", "text/vcard", b"BEGIN:VCARD"),
        ("holiday.mp4", "video/mp4", b"mp4"),
        ("huge.pdf", "application/pdf", b"x" * 300_000),
        ("../../etc/cv.docx", "application/octet-stream", b"PK docx"),
    ]
    async with email_stage() as stage:
        await stage.arrive(mail(words="My resume", files=files), to=BOT)
        [heard] = stage.intake.heard
        assert [one.name for one in heard.attachments] == ["cv.pdf", "cv.docx"]
        assert heard.notes == (
            "I cannot read holiday.mp4. Send a resume as PDF, Word (.docx), text or HTML, or "
            "several of them in a .zip.",
            "huge.pdf is 300 KB; I can take files up to 200 KB. Send a smaller one, for example "
            "the document without its pictures.",
        )
        contents = {stage.stores.stores.blobs.files[one.blob].content for one in heard.attachments}
        assert contents == {b"%PDF-1.7 resume", b"PK docx"}


@pytest.mark.parametrize(
    ("headers", "sender", "envelope"),
    [
        ({"Auto-Submitted": "auto-replied"}, ANA, ANA),
        ({"Precedence": "bulk"}, ANA, ANA),
        ({"List-Id": "<news.example.org>"}, ANA, ANA),
        ({"X-Auto-Response-Suppress": "All"}, ANA, ANA),
        ({}, ANA, ""),
        ({}, "no-reply@example.org", "no-reply@example.org"),
        ({}, BOT, BOT),
    ],
)
async def test_machines_are_not_answered(
    headers: dict[str, str], sender: str, envelope: str
) -> None:
    async with email_stage() as stage:
        await stage.arrive(mail(sender=sender, headers=headers), to=BOT, envelope_from=envelope)
        assert not stage.intake.heard
        assert stage.opened.counts() == {"not_answered": 1}


async def test_an_address_is_answered_so_often_per_hour() -> None:
    async with email_stage(settings=settings_for(replies_per_hour=3)) as stage:
        for number in range(5):
            await stage.arrive(mail(message_id=f"<{number}@x>", words=f"Hi {number}"), to=BOT)
        await stage.arrive(mail(sender=BEN, message_id="<b@x>", words="Hi"), to=BOT)
        assert [one.sender for one in stage.intake.heard] == [ANA, ANA, ANA, BEN]
        assert stage.opened.counts()["too_many"] == 2
        stage.stores.stores.clock.advance(HOUR)
        await stage.arrive(mail(message_id="<9@x>", words="Hi again"), to=BOT)
        assert len(stage.intake.heard) == 5


async def test_the_door_knows_our_addresses() -> None:
    async with email_stage() as stage:
        accepts = stage.door.accepts
        good = [
            BOT,
            "BOT@Careers.Example",
            stage.tokens.conversation_address("abcdefghij234567", person=ANA),
            stage.tokens.action_address("abcdefghij234567").upper(),
            stage.tokens.unsubscribe_address(user=None, person=ANA),
            "bot+news@careers.example",  # a role, perhaps: only its store knows
        ]
        assert all(map(accepts, good))
        bad = [
            "bot+no@careers.example",
            "bot+r.abcdefghij234567@careers.example",
            "bot+v.abcdefghij234567@careers.example",
            "ana@careers.example",
            "bot@elsewhere.example",
            "",
            "bot",
            good[2].replace("+r.", "+a."),
        ]
        assert not any(map(accepts, bad))


async def test_a_mail_survives_a_restart_between_the_door_and_its_handling() -> None:
    stores = InMemoryChannelStores()
    inbox_store = WatchedInbox(clock=stores.stores.clock)
    async with email_stage(stores=stores, inbox_store=inbox_store) as stage:
        stage.intake.faults = [RuntimeError("killed")] * 50
        await stage.arrive(mail(), to=BOT)  # parked after its tries
        assert stage.intake.heard == []
    inbox_store.parked.clear()  # as if the process had died before it was parked
    async with email_stage(stores=stores, inbox_store=inbox_store) as stage:
        await inbox_store.until_idle()
        assert [one.text for one in stage.intake.heard] == ["Hello"]
        assert not stores.stores.blobs.files


async def test_a_crash_after_the_accept_changes_nothing() -> None:
    async with email_stage() as stage:
        blobs = stage.stores.stores.blobs
        blob = await blobs.put(mail(), owner=None, name="mail.eml")
        arrival = Arrival(blob=blob, envelope_from=ANA, recipients=(BOT,), keys=("k",))
        event = RawEvent(
            channel=ChannelName.EMAIL,
            workspace="",
            keys=("k",),
            lane="lane",
            document=arrival.to_document(),
            received_at=stage.stores.stores.clock.now(),
        )
        stored = StoredEvent(number=1, event=event)
        kept = dict(blobs.files)
        await stage.opened.handler([stored])
        blobs.files.update(kept)  # the process died before the mail was deleted
        await stage.opened.handler([stored])
        await stage.opened.handler([stored])  # and before that was noted
        assert (len(stage.intake.heard), stage.intake.calls) == (1, 2)
        assert not blobs.files


async def test_what_is_temporary_is_tried_again() -> None:
    async with email_stage() as stage:
        stage.intake.faults = [TemporaryFailure("busy", retry_after_s=0.01)]
        await stage.arrive(mail(), to=BOT)
        async with stage.inbox_store.changed:
            await stage.inbox_store.changed.wait_for(lambda: not stage.inbox_store.rows)
        assert len(stage.intake.heard) == 1
        assert stage.opened.counts()["accepted"] == 1


async def test_mail_that_cannot_be_read_is_dropped_in_silence() -> None:
    async with email_stage() as stage:
        nested = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"boundary=x\r\n" * 300
        await stage.arrive(nested, to=BOT)
        await stage.arrive(b"", to=BOT)
        assert not stage.intake.heard
        assert not stage.inbox_store.rows
