"""Mails that are no messages: bounces, automatic answers, and wishes to get no more digests."""

from __future__ import annotations

import pytest

from domain.messages import ChannelName
from tests.integration.email_channel_stage import (
    ANA,
    BEN,
    BOT,
    bounce,
    digest,
    email_stage,
    mail,
    outbound,
)


async def test_an_automatic_answer_to_the_envelope_is_no_message() -> None:
    async with email_stage() as stage:
        user = stage.person(ANA)
        to = stage.tokens.bounce_address(user=user.id, person=ANA)
        await stage.arrive(mail(to=to, words="I am on holiday"), to=to)
        assert stage.opened.counts() == {"to_bounce_address": 1}


@pytest.mark.parametrize("named", [ANA, "forwarded@elsewhere.example"])
async def test_a_bounce_disables_the_account_until_it_writes_again(named: str) -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        await stage.deliver(outbound("notice:1", conversation=ANA))
        to = stage.peer.ledger[-1].sender
        await stage.arrive(bounce(to=to, recipient=named), to=to, envelope_from="")
        assert not stage.is_reachable()
        assert not stage.intake.heard

        await stage.arrive(mail(), to=BOT)
        assert stage.is_reachable()


async def test_five_soft_bounces_in_a_row_disable_it() -> None:
    async with email_stage() as stage:
        user = stage.person(ANA)
        to = stage.tokens.bounce_address(user=user.id, person=ANA)
        for number in range(5):
            assert stage.is_reachable()
            raw = bounce(to=to, recipient=ANA, status="4.2.2", original=f"<{number}@x>")
            await stage.arrive(raw, to=to, envelope_from="")
        assert not stage.is_reachable()


async def test_a_bounce_without_its_token_is_known_by_our_message_id() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        await stage.deliver(outbound(conversation=ANA))
        ours = str(stage.sent()["Message-ID"])
        await stage.arrive(bounce(to=BOT, recipient=BEN, original=ours), to=BOT, envelope_from="")
        assert stage.is_reachable(BEN)  # our id proves that we wrote to Ana, not to Ben
        await stage.arrive(bounce(to=BOT, recipient=ANA, original=ours), to=BOT, envelope_from="")
        assert not stage.is_reachable(ANA)


async def test_a_bounce_of_somebody_elses_making_marks_nobody() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        forged = "bot+b." + "a" * 40 + "@careers.example"
        assert not stage.door.accepts(forged)
        await stage.arrive(
            bounce(to=forged, recipient=ANA, original="<made@up>"), to=forged, envelope_from=""
        )
        assert stage.is_reachable()
        assert stage.opened.counts() == {"foreign_bounce": 1}


async def test_unsubscribing_by_mail() -> None:
    async with email_stage() as stage:
        stage.person(ANA)
        await stage.deliver(digest(conversation=ANA))
        listed = str(stage.sent()["List-Unsubscribe"])
        to = listed.partition("mailto:")[2].partition("?")[0]
        assert stage.door.accepts(to)
        await stage.arrive(mail(sender="provider@example.com", to=to, results="", words=""), to=to)
        owner = await stage.stores.accounts.owner(
            channel=ChannelName.EMAIL, workspace="", sender=ANA
        )
        assert owner is not None
        assert not owner.settings.digest_enabled
        assert stage.opened.counts() == {"unsubscribe": 1}
