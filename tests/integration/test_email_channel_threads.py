"""Letters that belong to earlier ones, and mail to a role's address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.email_channel.places import Letterhead
from bot.lineage import LEFT_OUT
from domain.ids import OutboundId
from domain.reply import File, Heading, text
from domain.turns import Gone, Outbound, OutboundState, Sent
from tests.integration.email_channel_stage import (
    ANA,
    BEN,
    BOT,
    EmailStage,
    email_stage,
    mail,
    outbound,
    reply_with,
)

TAGGED = "bot+backend-2026@careers.example"


async def _sent(at: EmailStage, owed: Outbound) -> Outbound:
    """Deliver and settle it."""
    await at.stores.stores.outbound.add(owed)
    result = await at.deliver(owed)
    assert isinstance(result, Sent), result
    await at.stores.stores.outbound.settle(
        owed.id, state=OutboundState.SENT, provider_ref=result.provider_ref
    )
    return owed


async def test_a_letter_stands_under_an_earlier_one() -> None:
    async with email_stage() as at:
        at.person()
        head = Letterhead(message_id="<m1@example.org>", subject="Forty resumes")
        await _sent(at, outbound("out:1", conversation=ANA, reply_to=head.to_ref()))
        first = at.sent()
        await _sent(at, replace(outbound("card:1", conversation=ANA), under=OutboundId("out:1")))
        second = at.sent()
        await _sent(at, replace(outbound("card:2", conversation=ANA), under=OutboundId("card:1")))
        third = at.sent()
        assert first["Subject"] == second["Subject"] == third["Subject"] == "Re: Forty resumes"
        assert second["In-Reply-To"] == first["Message-ID"]
        assert str(second["References"]).split() == ["<m1@example.org>", first["Message-ID"]]
        assert third["In-Reply-To"] == second["Message-ID"]
        assert second["Reply-To"] == first["Reply-To"] == third["Reply-To"]
        # An answer to any of them is one conversation.
        await at.arrive(
            mail(words="compare 1 and 2", to=str(third["Reply-To"]), message_id="<m2@example.org>")
        )
        await at.arrive(
            mail(
                words="and 3",
                message_id="<m3@example.org>",
                headers={"In-Reply-To": str(first["Message-ID"])},
            )
        )
        assert len({one.address for one in at.intake.heard}) == 1


async def test_a_letter_under_a_push_or_a_notice_opens_its_thread() -> None:
    async with email_stage() as at:
        at.person()
        reply = reply_with(Heading(body=text("Three reviews are open")))
        await _sent(at, outbound("review:1", conversation=ANA, reply=reply))
        first = at.sent()
        await _sent(
            at, replace(outbound("review:2", conversation=ANA), under=OutboundId("review:1"))
        )
        second = at.sent()
        assert second["Subject"] == f"Re: {first['Subject']}"
        assert second["References"] == first["Message-ID"]


async def test_somebody_else_s_letter_is_not_named() -> None:
    async with email_stage() as at:
        at.person()
        at.person(BEN)
        await _sent(at, outbound("out:1", conversation=BEN))
        await _sent(at, replace(outbound("card:1", conversation=ANA), under=OutboundId("out:1")))
        assert at.sent()["In-Reply-To"] is None
        await _sent(at, replace(outbound("card:2", conversation=ANA), under=OutboundId("no:such")))
        assert at.sent()["References"] is None


async def test_progress_is_not_mailed_and_a_summary_is_mailed_once_in_the_thread() -> None:
    async with email_stage() as at:
        at.person()
        await _sent(at, outbound("out:1", conversation=ANA))
        first = at.sent()
        progress = replace(
            outbound("p:1", conversation=ANA), replaces=OutboundId("out:1"), stands_alone=False
        )
        assert await at.deliver(progress) == Gone(reason=LEFT_OUT)
        done = replace(outbound("p:2", conversation=ANA), replaces=OutboundId("out:1"))
        await _sent(at, done)
        assert at.sent()["In-Reply-To"] == first["Message-ID"]
        assert isinstance(await at.deliver(done), Sent)  # once more after a crash
        assert len(at.peer.ledger) == 2
        older = replace(outbound("p:1:alone", conversation=ANA), replaces=OutboundId("out:1"))
        await at.stores.stores.outbound.add(older)
        assert await at.deliver(older) == Gone(reason=LEFT_OUT)
        assert len(at.peer.ledger) == 2


async def test_a_picture_comes_with_the_letter() -> None:
    async with email_stage() as at:
        at.person()
        content = b"\x89PNG\r\n\x1a\n picture"
        blob = await at.stores.stores.blobs.put(content, owner=None, name="chart.png")
        picture = File(
            blob=blob,
            name="chart.png",
            media_type="image/png",
            size_bytes=len(content),
            caption="Three bars",
        )
        await _sent(at, outbound("out:1", conversation=ANA, reply=reply_with(picture)))
        (part,) = at.sent().iter_attachments()
        assert (part.get_content_type(), part.get_filename()) == ("image/png", "chart.png")
        assert part.get_content() == content


# --- the address of a role ----------------------------------------------------------------------


@pytest.mark.parametrize("to", [TAGGED, TAGGED.upper()])
async def test_mail_to_a_role_says_which_one(to: str) -> None:
    async with email_stage() as at:
        at.person()
        await at.arrive(
            mail(to=to, files=[("a.zip", "application/zip", b"PK\x03\x04")], subject="Resumes"),
            to=to.lower(),
        )
        (message,) = at.intake.heard
        assert message.mail_tag == "backend-2026"
        assert [one.name for one in message.attachments] == ["a.zip"]
        assert not message.notes
        assert message.address.conversation.startswith(f"{ANA}#")  # the answer goes to the sender
        await _sent(
            at,
            replace(
                outbound("out:1", conversation=message.address.conversation),
                address=message.address,
                reply_to=message.provider_ref,
            ),
        )
        letter = at.sent()
        assert letter["To"] == ANA
        assert letter["Subject"] == "Re: Resumes"


@pytest.mark.parametrize(
    "to",
    [
        BOT,
        "bot+ab@careers.example",
        "bot+under_score@careers.example",
        f"bot+{'a' * 41}@careers.example",
        "bot+role@elsewhere.example",
        "other+role@careers.example",
        "bot+a.b@careers.example",
        "bot+r.abcdefgh@careers.example",
    ],
)
async def test_other_addresses_name_no_role(to: str) -> None:
    async with email_stage() as at:
        at.person()
        assert at.door.accepts(to) is (to == BOT)
        await at.arrive(mail(to=f"{to}, {BOT}"))
        assert at.intake.heard[-1].mail_tag == ""


async def test_an_unproven_sender_does_not_reach_a_role() -> None:
    async with email_stage() as at:
        at.person()
        assert at.door.accepts(TAGGED)
        await at.arrive(mail(to=TAGGED, results=""), to=TAGGED)
        assert not at.intake.heard


async def test_fifty_files_are_taken_and_the_rest_is_said() -> None:
    async with email_stage() as at:
        at.person()
        files = [(f"r{n}.pdf", "application/pdf", b"%PDF-1.7") for n in range(55)]
        await at.arrive(mail(to=TAGGED, files=files), to=TAGGED)
        (message,) = at.intake.heard
        assert len(message.attachments) == 50
        assert "at once (50)" in message.notes[0]


async def test_our_addresses_are_told_apart() -> None:
    async with email_stage() as at:
        tokens = at.tokens
        assert at.opened.role_address("Backend-2026") == TAGGED
        ours = [
            tokens.conversation_address("a" * 16, person=ANA),
            tokens.action_address("b" * 16),
            tokens.bounce_address(user=None, person=ANA),
            tokens.unsubscribe_address(user=None, person=ANA),
        ]
        assert [tokens.role_tag([one]) for one in ours] == [""] * 4
        assert tokens.role_tag([*ours, TAGGED]) == "backend-2026"
