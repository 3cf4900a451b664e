"""Digests, alerts and reminders by mail: how each kind is left, and what answers to them mean."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest

from domain.agents import AgentId
from domain.messages import Action
from domain.profiles import Consent, User, UserSettings
from domain.pushes import PushEvent, PushKind
from domain.turns import Gone, Sent
from tests.integration.email_channel_stage import (
    ANA,
    PUBLIC_URL,
    SAVE,
    SKIP,
    EmailStage,
    body,
    email_stage,
    mail,
    outbound,
)

IDS = {
    PushKind.DIGEST: "dg:u_1:2026-11-02",
    PushKind.ALERT: "al:u_1:7",
    PushKind.REMINDER: "rm:u_1:r_1",
}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def reader(stage: EmailStage) -> User:
    """Somebody who gets everything."""
    user = stage.person(ANA)
    users = stage.stores.stores.users
    await users.save_settings(user.id, replace(user.settings, digest_enabled=True))
    await users.consent(user.id, Consent.DAILY_DIGEST, given=True)
    return user


async def settings_of(stage: EmailStage, user: User) -> UserSettings:
    found = await stage.stores.stores.users.get(user.id)
    assert found is not None
    return found.settings


def switched_on(settings: UserSettings) -> set[PushKind]:
    """What still comes."""
    flags = {
        PushKind.DIGEST: settings.digest_enabled,
        PushKind.ALERT: settings.alerts_enabled,
        PushKind.REMINDER: settings.reminders_enabled,
    }
    return {kind for kind, is_on in flags.items() if is_on}


async def sent_push(stage: EmailStage, kind: PushKind) -> str:
    """Send one; the https link that stops it."""
    assert isinstance(await stage.deliver(outbound(IDS[kind], conversation=ANA)), Sent)
    found = re.search(r"<(https://[^>]+)>", str(stage.sent()["List-Unsubscribe"]))
    assert found is not None
    return found[1]


def browser(stage: EmailStage) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=stage.app(), client=("203.0.113.7", 4711))
    return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)


@pytest.mark.parametrize("kind", list(PushKind))
async def test_each_kind_is_a_list_of_its_own_and_says_why_it_comes(kind: PushKind) -> None:
    async with email_stage() as stage:
        await reader(stage)

        link = await sent_push(stage, kind)

        letter = stage.sent()
        assert str(letter["List-ID"]).endswith(f"<{kind}.careers.example>")
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert f"Unsubscribe from {kind}s" in body(letter, "html")
        assert link in body(letter)
        assert "You get this because you" in body(letter)


@pytest.mark.parametrize("kind", list(PushKind))
async def test_one_click_stops_that_kind_only_and_looking_stops_nothing(kind: PushKind) -> None:
    async with email_stage() as stage:
        user = await reader(stage)
        link = await sent_push(stage, kind)
        async with browser(stage) as web:
            looked = await web.get(link)
            assert looked.status_code == 200
            assert f"Stop {kind}s" in looked.text
            assert switched_on(await settings_of(stage, user)) == set(PushKind)
            for _ in range(2):
                answer = await web.post(link, data=ONE_CLICK)
                assert f"{kind.capitalize()}s are off" in answer.text
        assert switched_on(await settings_of(stage, user)) == set(PushKind) - {kind}
        day = stage.stores.stores.clock.now().date()
        assert stage.counts.rows == {(day, kind, PushEvent.UNSUBSCRIBED): 1}


async def test_the_page_offers_to_stop_everything() -> None:
    async with email_stage() as stage:
        user = await reader(stage)
        link = await sent_push(stage, PushKind.ALERT)
        async with browser(stage) as web:
            page = (await web.get(link)).text
            action = re.search(r'action="([^"]+)"', page)
            assert action is not None
            everything = httpx.URL(link).join(action[1])
            assert str(everything) == f"{link}/all"
            assert (await web.get(everything)).status_code == 405
            assert switched_on(await settings_of(stage, user)) == set(PushKind)
            answer = await web.post(everything)
        assert "Nothing comes unasked any more" in answer.text
        assert switched_on(await settings_of(stage, user)) == set()
        users = stage.stores.stores.users
        assert Consent.DAILY_DIGEST not in await users.consents(user.id)


@pytest.mark.parametrize("kind", list(PushKind))
async def test_a_mail_to_the_listed_address_stops_that_kind(kind: PushKind) -> None:
    async with email_stage() as stage:
        user = await reader(stage)
        await sent_push(stage, kind)
        to = str(stage.sent()["List-Unsubscribe"]).partition("mailto:")[2].partition("?")[0]
        assert stage.door.accepts(to)
        await stage.arrive(mail(sender="provider@example.com", to=to, results="", words=""), to=to)
        assert switched_on(await settings_of(stage, user)) == set(PushKind) - {kind}


@pytest.mark.parametrize("kind", list(PushKind))
async def test_without_an_https_address_no_kind_goes_out(kind: PushKind) -> None:
    async with email_stage(public_url="http://127.0.0.1:8025") as stage:
        await reader(stage)
        assert isinstance(await stage.deliver(outbound(IDS[kind], conversation=ANA)), Gone)


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (PushKind.DIGEST, "digest_off"),
        (PushKind.ALERT, "alerts_off"),
        (PushKind.REMINDER, "reminders_off"),
    ],
)
@pytest.mark.parametrize("words", ["STOP", "unsubscribe\n\n-- \nAna", "Abmelden!"])
async def test_answering_stop_stops_the_kind_that_is_answered(
    kind: PushKind, verb: str, words: str
) -> None:
    async with email_stage() as stage:
        await reader(stage)
        await sent_push(stage, kind)
        letter = stage.sent()
        await stage.arrive(
            mail(
                to=str(letter["Reply-To"]),
                words=words,
                headers={"In-Reply-To": str(letter["Message-ID"])},
            ),
            to=str(letter["Reply-To"]),
        )
        [heard] = stage.intake.heard
        assert heard.action == Action(
            agent=AgentId.SETTINGS, verb=verb, arguments={"via": kind.value}
        )


async def test_stop_in_another_thread_is_just_a_word() -> None:
    async with email_stage() as stage:
        await reader(stage)
        await stage.arrive(mail(words="stop"))
        [heard] = stage.intake.heard
        assert (heard.action, heard.text) == (None, "stop")


async def test_numbers_and_words_below_a_digest_are_about_that_digest() -> None:
    async with email_stage() as stage:
        await reader(stage)
        older = outbound("out:1", conversation=ANA)
        assert isinstance(await stage.deliver(older), Sent)
        await sent_push(stage, PushKind.DIGEST)
        letter = stage.sent()
        for number, words in enumerate(("1", "2", "no more fintech")):
            await stage.arrive(
                mail(
                    to=str(letter["Reply-To"]),
                    words=words,
                    message_id=f"<a{number}@x>",
                    headers={"In-Reply-To": str(letter["Message-ID"])},
                ),
                to=str(letter["Reply-To"]),
            )
        first, second, wish = stage.intake.heard
        assert (first.action, second.action) == (SAVE, SKIP)
        assert (wish.action, wish.text) == (None, "no more fintech")
        assert len({one.address for one in (first, second, wish)}) == 1
