"""Letters to candidates: exactly the approved words, once, to whoever still is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.turns import Gone, OutboundState, PartState, SendPromise
from tests.integration.email_channel_stage import (
    ANA,
    BOT,
    body,
    bounce,
    digest,
    mail,
    outbound,
)
from tests.integration.email_letters_stage import RENATE, SCRIPTS, letters_stage
from tests.servers.mail.smtp_peer import Trouble
from tests.unit.deciding_stage import ANAS_MAIL


async def test_a_letter_is_a_persons_letter_with_exactly_the_approved_words() -> None:
    async with letters_stage() as stage:
        draft = await stage.approved()
        assert await stage.send(await stage.pressed_send(times=2)) is OutboundState.SENT
        (taken,) = stage.mail.peer.ledger
        letter = stage.letter()
        assert (taken.recipient, letter["To"]) == (RENATE, RENATE)
        assert letter["Reply-To"] == ANAS_MAIL
        assert letter["From"] == f"Ana Example via CareerGini <{BOT}>"
        assert letter["Subject"] == draft.subject
        assert letter["Auto-Submitted"] == "no"
        names = {name.lower() for name in letter}
        assert not names & {"precedence", "feedback-id", "x-auto-response-suppress", "in-reply-to"}
        assert not [name for name in names if name.startswith("list-")]
        said = body(letter).replace("\r\n", "\n")
        words, _, footer = said.partition("\n-- \n")
        assert " ".join(words.split()) == " ".join(draft.body.replace("\n- ", "\n* ").split())
        assert draft.subject not in said
        assert " ".join(footer.split()) == (
            "Written and approved by Ana Example at careers.example, and sent for them by "
            f"CareerGini. Your answer goes to {ANAS_MAIL}: a person, not a program."
        )
        drawn = body(letter, "html")
        assert not any(part in drawn for part in ("<img", "<a ", "http", "mailto", "unsubscribe"))
        assert draft.subject not in drawn.partition("</head>")[2]
        parts = letter.get_payload()
        assert isinstance(parts, list)
        assert [str(part.get_content_type()) for part in parts] == ["text/plain", "text/html"]  # type: ignore[union-attr] # parts of a multipart


async def test_german_words_have_a_german_footer() -> None:
    async with letters_stage() as stage:
        await stage.approved("write to candidate 1 in German")
        await stage.send(await stage.pressed_send())
        assert "Geschrieben und freigegeben von Ana Example" in body(stage.letter())
        assert stage.letter()["Content-Language"] == "de"


async def test_a_name_that_looks_like_an_address_is_not_shown_as_the_sender() -> None:
    async with letters_stage() as stage:
        people = stage.team.stores.users.people
        user = people[stage.team.ana]
        people[user.id] = replace(user, display_name="ceo@bank.example\r\nBcc: x@y.example")
        await stage.approved()
        await stage.send(await stage.pressed_send())
        assert stage.letter()["From"] == f"CareerGini <{BOT}>"
        assert stage.letter()["Bcc"] is None


async def test_a_letter_that_was_refused_for_now_goes_out_later_once() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        stage.mail.peer.next(Trouble.REFUSE_RCPT, "451 4.7.1 greylisted")
        channel = stage.mail.opened.channel
        await channel.deliver(stage.row(key))
        assert not await channel.may_have_left(stage.row(key))
        stage.team.stores.clock.advance(timedelta(minutes=5))
        # The process died while it waited: the engine says that it may have left, and it has not.
        stage.outbox_of_a_new_process()
        assert await stage.send(key, ambiguous=True) is OutboundState.SENT
        assert await stage.send(key, ambiguous=True) is OutboundState.SENT
        assert len(stage.mail.peer.ledger) == 1
        assert not stage.returned()


async def test_a_death_between_the_button_and_the_mail_server_sends_it_once() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        # Nothing was handed over when the process died; what waits is found at the next start.
        assert list(await stage.team.stores.outbound.waiting()) == [key]
        stage.outbox_of_a_new_process()
        assert await stage.send(key) is OutboundState.SENT
        assert len(stage.mail.peer.ledger) == 1


async def test_a_death_while_it_is_handed_over_does_not_send_it_again() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        await stage.team.channel_stores.parts.note_part(
            key, part=0, state=PartState.TRYING, provider_ref='{"at": 1793610000, "reference": ""}'
        )
        stage.outbox_of_a_new_process()
        assert await stage.send(key, ambiguous=True) is OutboundState.UNKNOWN
        assert not stage.mail.peer.ledger


async def test_a_death_after_the_server_took_it_settles_it_as_sent() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        await stage.mail.opened.channel.deliver(stage.row(key))
        stage.outbox_of_a_new_process()
        assert await stage.send(key, ambiguous=True) is OutboundState.SENT
        assert len(stage.mail.peer.ledger) == 1


@pytest.mark.parametrize("trouble", [Trouble.TAKEN_THEN_DROP, Trouble.LOST_THEN_DROP])
async def test_a_letter_in_doubt_is_sent_once_and_the_recruiter_hears_it(trouble: Trouble) -> None:
    async with letters_stage() as stage:
        draft = await stage.approved()
        stage.mail.peer.next(trouble)
        assert await stage.send(await stage.pressed_send()) is OutboundState.UNKNOWN
        assert len(stage.mail.peer.ledger) == (1 if trouble is Trouble.TAKEN_THEN_DROP else 0)
        assert stage.returned() == ["it may or may not have arrived; it is not sent again"]
        ((to, said),) = stage.told()
        assert to == ANAS_MAIL
        assert "may or may not have arrived" in said
        shown = await stage.team.press(SCRIPTS, "draft", {"draft": draft.id})
        assert "It may or may not have arrived; it is not sent again." in shown


async def test_nothing_leaves_when_the_candidate_was_erased_before() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        row = stage.row(key)
        candidate = (await stage.team.candidates())[0]
        now = stage.team.stores.clock.now()
        await stage.team.recruiting.candidates.erase(candidate.id, by=stage.team.ana, at=now)
        assert await stage.send(key) is None
        # Even when it was read before the erasure and is delivered after it.
        delivery = await stage.mail.opened.channel.deliver(row)
        assert isinstance(delivery, Gone)
        assert not stage.mail.peer.ledger
        assert not stage.told()
        assert not stage.returned()


async def test_nothing_leaves_when_nobody_would_get_the_answer() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        key = await stage.pressed_send()
        stage.team.stores.users.accounts.clear()
        assert await stage.send(key) is OutboundState.GONE
        assert not stage.mail.peer.ledger
        assert stage.returned() == ["it was refused or is late"]


async def test_a_refused_mailbox_is_told_and_gets_no_further_letter() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        stage.mail.peer.next(Trouble.REFUSE_RCPT, "550 5.1.1 no such user")
        assert await stage.send(await stage.pressed_send()) is OutboundState.GONE
        assert stage.returned() == ["the address takes no mail"]
        ((to, said),) = stage.told()
        assert to == ANAS_MAIL
        assert await stage.team.name(1) in said
        assert "renate" not in said.lower()
        await stage.team.tell(SCRIPTS, "write to candidate 1")
        await stage.team.push("Approve")
        assert "came back" in await stage.team.push("Text to copy")


@pytest.mark.parametrize("named", [RENATE, "forwarded@elsewhere.example"])
async def test_a_bounce_is_told_once_and_nothing_more_goes_there(named: str) -> None:
    async with letters_stage() as stage:
        draft = await stage.approved()
        await stage.send(await stage.pressed_send())
        to = stage.mail.peer.ledger[-1].sender
        assert stage.mail.door.accepts(to)
        for number in range(2):
            raw = bounce(to=to, recipient=named, original=f"<{number}@elsewhere.example>")
            await stage.mail.arrive(raw, to=to, envelope_from="")
        assert stage.returned() == ["the address takes no mail"]
        assert len(stage.told()) == 1
        assert not stage.mail.intake.heard
        shown = await stage.team.press(SCRIPTS, "draft", {"draft": draft.id})
        assert "The mail came back" in shown
        # Another letter to that address, approved before the bounce was read, does not leave.
        again = stage.row(stage.team.posted[0])
        other = replace(again, id=OutboundId(f"or:{draft.id}2"), state=OutboundState.WAITING)
        await stage.team.recruiting.decisions.draft(replace(draft, id=f"{draft.id}2"))
        await stage.team.stores.outbound.add(other)
        assert await stage.send(other.id) is OutboundState.GONE
        assert len(stage.mail.peer.ledger) == 1


async def test_a_bounce_without_its_token_is_known_by_the_message_id() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        await stage.send(await stage.pressed_send())
        ours = str(stage.letter()["Message-ID"])
        raw = bounce(to=BOT, recipient="tom@example.com", original=ours)
        await stage.mail.arrive(raw, to=BOT, envelope_from="")
        assert not stage.returned()
        raw = bounce(to=BOT, recipient=RENATE, original=ours)
        await stage.mail.arrive(raw, to=BOT, envelope_from="")
        assert stage.returned() == ["the address takes no mail"]


async def test_a_full_mailbox_is_told_and_may_be_written_to_again() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        await stage.send(await stage.pressed_send())
        to = stage.mail.peer.ledger[-1].sender
        raw = bounce(to=to, recipient=RENATE, status="4.2.2")
        await stage.mail.arrive(raw, to=to, envelope_from="")
        assert stage.returned() == ["it was refused or is late"]
        await stage.team.tell(SCRIPTS, "write to candidate 1")
        await stage.team.push("Approve")
        assert stage.team.button("Send").action.verb == "send"


async def test_a_bounce_that_somebody_made_up_marks_nobody() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        await stage.send(await stage.pressed_send())
        raw = bounce(to=BOT, recipient=RENATE, original="<made@up.example>")
        await stage.mail.arrive(raw, to=BOT, envelope_from="")
        assert not stage.returned()
        assert stage.mail.opened.counts() == {"foreign_bounce": 1}


async def test_an_answer_that_comes_to_the_program_is_told_where_to_go() -> None:
    async with letters_stage() as stage:
        await stage.approved()
        await stage.send(await stage.pressed_send())
        ours = str(stage.letter()["Message-ID"])
        raw = mail(sender=RENATE, words="Tuesday suits me.", headers={"In-Reply-To": ours})
        await stage.mail.arrive(raw, to=BOT, envelope_from=RENATE)
        (heard,) = stage.mail.intake.heard
        assert any(ANAS_MAIL in note for note in heard.notes)
        # Who only names that Message-ID and is somebody else learns nothing.
        raw = mail(words="Hello", message_id="<m2@x.example>", headers={"In-Reply-To": ours})
        await stage.mail.arrive(raw, to=BOT, envelope_from=ANA)
        assert not stage.mail.intake.heard[-1].notes


async def test_a_seeker_who_has_the_address_too_is_marked_and_told_as_before() -> None:
    async with letters_stage() as stage:
        stage.mail.person(RENATE)
        await stage.approved()
        await stage.send(await stage.pressed_send())
        await stage.mail.deliver(outbound("notice:1", conversation=RENATE))
        notice = str(stage.letter()["Message-ID"])
        to = stage.mail.peer.ledger[-1].sender
        raw = bounce(to=to, recipient=RENATE, original=notice)
        await stage.mail.arrive(raw, to=to, envelope_from="")
        assert not stage.returned()  # it was the notice that came back, not the letter
        assert not stage.mail.is_reachable(RENATE)


async def test_what_else_must_not_come_twice_is_in_doubt_as_before() -> None:
    async with letters_stage() as stage:
        stage.mail.person(ANA)
        summary = replace(digest(conversation=ANA), promise=SendPromise.AT_MOST_ONCE)
        await stage.team.stores.outbound.add(summary)
        stage.mail.peer.next(Trouble.TAKEN_THEN_DROP)
        assert await stage.send(summary.id) is OutboundState.UNKNOWN
        assert len(stage.mail.peer.ledger) == 1


async def test_other_mail_to_strangers_still_goes_nowhere() -> None:
    async with letters_stage() as stage:
        forged = outbound("or:nobody.x", conversation=RENATE)
        assert isinstance(await stage.mail.deliver(forged), Gone)
        await stage.team.stores.outbound.add(forged)
        assert isinstance(await stage.mail.deliver(forged), Gone)
        assert not stage.mail.peer.ledger
        owner = await stage.team.channel_stores.accounts.owner(
            channel=ChannelName.EMAIL, workspace="", sender=RENATE
        )
        assert owner is None
