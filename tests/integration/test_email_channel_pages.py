"""What links in mails lead to: looking changes nothing, acting works without a login."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from domain.agents import AgentId, Audience
from domain.channel_ports import OneTimeCode
from domain.errors import StorageBusy
from domain.ids import TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.profiles import Consent, Profile, User
from domain.turns import Dialogue, Route, Sent, Turn, TurnEvent
from graph.agent import AgentRequest
from graph.agents.settings.linking import Doors
from graph.agents.settings.mail_proof import MailProof
from tests.integration.email_channel_stage import (
    ANA,
    BEN,
    PUBLIC_URL,
    EmailStage,
    body,
    digest,
    email_stage,
    mail,
)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@asynccontextmanager
async def browser(
    stage: EmailStage, *, client: str = "203.0.113.7"
) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=stage.app(), client=(client, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as opened:
        yield opened


async def reader(stage: EmailStage) -> User:
    """Somebody who gets digests."""
    user = stage.person(ANA)
    users = stage.stores.stores.users
    await users.save_settings(user.id, replace(user.settings, digest_enabled=True))
    await users.consent(user.id, Consent.DAILY_DIGEST, given=True)
    return user


async def wants_digests(stage: EmailStage, user: User) -> bool:
    users = stage.stores.stores.users
    found = await users.get(user.id)
    assert found is not None
    consented = Consent.DAILY_DIGEST in await users.consents(user.id)
    assert found.settings.digest_enabled is consented
    return consented


async def verification(stage: EmailStage, user: User, address: str) -> OneTimeCode:
    return await stage.stores.codes.issue(
        purpose="verify_email",
        user=user.id,
        payload=address,
        valid=timedelta(minutes=15),
        turn=TurnId("t_1"),
    )


async def test_one_click_from_the_letter_that_was_sent() -> None:
    async with email_stage() as stage:
        user = await reader(stage)
        assert isinstance(await stage.deliver(digest(conversation=ANA)), Sent)
        listed = str(stage.sent()["List-Unsubscribe"])
        found = re.search(r"<(https://[^>]+)>", listed)
        assert found is not None
        async with browser(stage) as web:
            looked = await web.get(found[1])
            assert looked.status_code == 200
            assert '<form method="post">' in looked.text
            assert ANA not in looked.text  # masked
            assert (await web.head(found[1])).status_code == 200
            assert await wants_digests(stage, user)
            for _ in range(2):
                answer = await web.post(found[1], data=ONE_CLICK)
                assert answer.status_code == 200
                assert not answer.is_redirect
                assert not await wants_digests(stage, user)


async def test_an_unsubscribe_link_outlives_everything() -> None:
    async with email_stage() as stage:
        user = await reader(stage)
        token = stage.tokens.unsubscribe_token(person=ANA)
        other = stage.person(BEN)
        await stage.stores.accounts.join(stays=other.id, joins=user.id, profile_of=other.id)
        stage.stores.stores.clock.advance(timedelta(days=3_000))
        async with browser(stage) as web:
            assert (await web.post(f"/email/unsubscribe/{token}")).status_code == 200
        assert not await wants_digests(stage, other)


async def test_people_who_are_gone_and_links_that_are_damaged() -> None:
    async with email_stage() as stage:
        token = stage.tokens.unsubscribe_token(person=ANA)
        async with browser(stage) as web:
            assert (await web.post(f"/email/unsubscribe/{token}")).status_code == 200
            for damaged in (token[:-1], token.upper(), "x", "%00", "a" * 300):
                answer = await web.get(f"/email/unsubscribe/{damaged}")
                assert answer.status_code == 404
                assert "does not work" in answer.text


async def test_pages_are_closed_to_everything_else() -> None:
    async with email_stage() as stage:
        await reader(stage)
        token = stage.tokens.unsubscribe_token(person=ANA)
        async with browser(stage) as web:
            answer = await web.get(f"/email/unsubscribe/{token}")
        policy = answer.headers["content-security-policy"]
        style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert style is not None
        digest_ = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"style-src 'sha256-{digest_}'" in policy
        assert "default-src 'none'" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
        assert "http" not in answer.text.replace("https://", "")
        assert "prefers-color-scheme:dark" in answer.text


async def test_an_address_is_confirmed_by_its_link() -> None:
    async with email_stage() as stage:
        user = stage.stores.stores.users.add()
        code = await verification(stage, user, ANA)
        async with browser(stage) as web:
            looked = await web.get(f"/email/confirm/{code.code}")
            assert looked.status_code == 200
            assert f"<strong>{ANA}</strong>" in looked.text
            assert not await stage.stores.accounts.accounts(user.id)
            for _ in range(2):  # a double click
                answer = await web.post(f"/email/confirm/{code.code}")
                assert answer.status_code == 200
                assert "confirmed" in answer.text
        [account] = await stage.stores.accounts.accounts(user.id)
        assert (account.channel, account.sender) == (ChannelName.EMAIL, ANA)
        assert isinstance(await stage.deliver(digest(conversation=ANA)), Sent)


async def test_codes_that_are_wrong_or_old() -> None:
    async with email_stage() as stage:
        user = stage.stores.stores.users.add()
        code = await verification(stage, user, ANA)
        stage.stores.stores.clock.advance(timedelta(minutes=16))
        async with browser(stage) as web:
            for wrong in (code.code, "AAAA-AAAA", "<script>", "%2e%2e"):
                assert (await web.get(f"/email/confirm/{wrong}")).status_code == 410
                answer = await web.post(f"/email/confirm/{wrong}")
                assert answer.status_code == 410
                assert "<script" not in answer.text
        assert not await stage.stores.accounts.accounts(user.id)


async def test_a_code_that_was_written_in_the_chat_is_used_up() -> None:
    async with email_stage() as stage:
        user = stage.stores.stores.users.add()
        code = await verification(stage, user, ANA)
        used = await stage.stores.codes.redeem(
            code.code, purpose="verify_email", turn=TurnId("t_2")
        )
        assert used is not None
        async with browser(stage) as web:
            assert (await web.post(f"/email/confirm/{code.code}")).status_code == 410


async def test_an_address_of_somebody_else_stays_theirs() -> None:
    async with email_stage() as stage:
        owner = stage.person(ANA)
        await stage.stores.stores.profiles.save(Profile(user=owner.id))
        user = stage.stores.stores.users.add()
        code = await verification(stage, user, ANA)
        async with browser(stage) as web:
            answer = await web.post(f"/email/confirm/{code.code}")
        assert answer.status_code == 409
        assert not await stage.stores.accounts.accounts(user.id)


async def test_guessing_is_slowed_down_for_one_client() -> None:
    async with email_stage() as stage:
        await reader(stage)
        token = stage.tokens.unsubscribe_token(person=ANA)
        async with browser(stage) as web:
            codes = [
                (await web.get(f"/email/confirm/AAAA-{number:04d}")).status_code
                for number in range(25)
            ]
            assert codes == [410] * 20 + [429] * 5
            blocked = await web.get(f"/email/unsubscribe/{token[:-1]}")
            assert blocked.status_code == 429
            assert blocked.headers["retry-after"] == "600"
            # Whoever wants to leave may: behind a proxy all clients may look like one.
            assert (await web.get(f"/email/unsubscribe/{token}")).status_code == 200
            assert (await web.post(f"/email/unsubscribe/{token}")).status_code == 200
            async with browser(stage, client="203.0.113.8") as other:
                assert (await other.get("/email/confirm/AAAA-0000")).status_code == 410
            stage.stores.stores.clock.advance(timedelta(minutes=10))
            assert (await web.get("/email/confirm/AAAA-0000")).status_code == 410


async def test_a_provider_that_unsubscribes_many_is_not_slowed_down() -> None:
    async with email_stage() as stage, browser(stage) as web:
        for number in range(50):
            token = stage.tokens.unsubscribe_token(person=f"p{number}@example.org")
            answer = await web.post(f"/email/unsubscribe/{token}", data=ONE_CLICK)
            assert answer.status_code == 200


async def test_a_busy_database_asks_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with email_stage() as stage:
        token = stage.tokens.unsubscribe_token(person=ANA)

        async def busy(**_: object) -> User | None:
            raise StorageBusy("busy")

        monkeypatch.setattr(stage.stores.accounts, "owner", busy)
        async with browser(stage) as web:
            answer = await web.post(f"/email/unsubscribe/{token}")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"


def asked(user: User, turn: Turn, words: str) -> AgentRequest:
    async def ignore(event: TurnEvent) -> None:
        return None

    return AgentRequest(
        turn=replace(turn, message=replace(turn.message, text=words)),
        dialogue=Dialogue(),
        user=user,
        route=Route(agents=(AgentId.SETTINGS,), confidence=1.0, by="rule"),
        language="en",
        events=ignore,
    )


@pytest.mark.parametrize("way", ["link", "code"])
async def test_an_address_is_proven_from_another_channel(way: str) -> None:
    async with email_stage() as stage:
        stores = stage.stores
        proof = MailProof(
            users=stores.stores.users,
            accounts=stores.accounts,
            codes=stores.codes,
            postbox=stores.postbox,
            clock=stores.stores.clock,
            doors=lambda: Doors(email="bot@careers.example", public_url=PUBLIC_URL),
        )
        accepted = await stores.stores.turns.accept(
            InboundMessage(
                address=Address(channel=ChannelName.CONSOLE, workspace="", conversation="desk"),
                sender="ana",
                sender_name="Ana",
                audience=Audience.SEEKER,
                text="",
                received_at=stores.stores.clock.now(),
                dedupe_keys=("k",),
                order_key="1",
            )
        )
        user = stores.stores.users.people[accepted.turn.user]
        await proof.ask(asked(user, accepted.turn, f"my mail is {ANA}"), f"my mail is {ANA}")
        [posted] = stores.postbox.posted.values()
        assert isinstance(await stage.deliver(posted), Sent)
        letter = stage.sent()
        assert (letter["To"], letter["Reply-To"]) == (ANA, None)

        if way == "link":
            found = re.search(r"https://\S+/email/confirm/[A-Z0-9-]+", body(letter))
            assert found is not None
            async with browser(stage) as web:
                assert (await web.post(found[0])).status_code == 200
        else:
            code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", body(letter))
            assert code is not None
            await proof.prove(asked(user, accepted.turn, code[0]), code[0])
        linked = await stores.accounts.accounts(user.id)
        assert ANA in {account.sender for account in linked}

        # From now on mail from there is theirs.
        await stage.arrive(mail(), to="bot@careers.example")
        owner = await stores.accounts.owner(channel=ChannelName.EMAIL, workspace="", sender=ANA)
        assert owner is not None
        assert owner.id == user.id
