"""Several workspaces: installed by OAuth, apart from each other, gone when they leave."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.oauth.installation_store.models.bot import Bot

from bot.settings_channels import SlackSettings, WebSettings
from bot.slack_channel.installing import OAuthStates, OAuthWorkspaces
from bot.slack_channel.opening import check_slack, why_not
from domain.errors import Misconfigured
from domain.turns import Gone, Sent
from tests.integration.slack_stage import Stage, said, stage
from tests.servers.slack import FakeSlack, Team
from tests.twins.stores_channels import InMemorySecrets

pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning"  # within Slack's own library
)


async def _install(made: Stage, team: Team) -> str:
    """Click "Add to Slack", agree, come back; what the browser reads."""
    fake = made.fake
    fake.consenting_team = team
    root = made.url.removesuffix("/slack/events")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{root}/slack/install") as page:
            text, cookie = await page.text(), page.headers["Set-Cookie"].split(";")[0]
        found = re.search(r'href="(http[^"]+)"', text)
        assert found, text
        address = found[1].replace("&amp;", "&")
        async with browser.get(address, allow_redirects=False) as consent:
            back = consent.headers["Location"]
        query = urlsplit(back).query
        assert back.startswith("https://bot.example.org/slack/oauth_redirect?")
        url = f"{root}/slack/oauth_redirect?{query}"
        async with browser.get(url, headers={"Cookie": cookie}) as answer:
            assert answer.status == 200, await answer.text()
        async with browser.get(url, headers={"Cookie": cookie}) as again:
            assert again.status == 401  # a state is good once
    assert set(parse_qs(urlsplit(address).query)["scope"][0].split(",")) >= {"chat:write"}
    return address


async def test_two_workspaces_never_see_each_other() -> None:
    secrets = InMemorySecrets()
    async with FakeSlack() as fake, stage(fake, mode="http", oauth=True, secrets=secrets) as made:
        other = fake.world.add_team("T0OTHERTEAM", "Other Corp")
        fake.world.add_user("U0OTHER0001", team=other, name="omar")
        dm = fake.world.open_im("U0OTHER0001", team=other)
        early = fake.events.message_im("too early")
        assert (await fake.post_event(made.url, early))[0].status == 200
        assert not made.inbox_store.keys  # nobody has installed the app yet
        await _install(made, fake.team)
        await _install(made, other)
        assert len(await secrets.keys("slack_installation")) == 2
        assert not await secrets.keys("slack_oauth_state")

        mine = fake.events.message_im("mine")
        theirs = fake.events.message("theirs", channel=dm, user="U0OTHER0001")
        for payload in (mine, theirs):
            assert (await fake.post_event(made.url, payload))[0].status == 200
        await made.intake.wait(2)
        workspaces = {one.text: one.address.workspace for one in made.intake.messages}
        assert workspaces == {"mine": fake.team_id, "theirs": other.id}
        assert len(made.stores.users.people) == 2

        conversation = f"{dm.id}:{theirs['event']['ts']}"
        wrong = await made.owed(said("x"), conversation=conversation, workspace=fake.team_id)
        assert isinstance(await made.channel.deliver(wrong), Gone)
        right = await made.owed(said("x"), conversation=conversation, workspace=other.id)
        assert isinstance(await made.channel.deliver(right), Sent)
        tokens = {call.token for call in fake.ledger.of("chat.postMessage", taken=True)}
        assert all(other.id in token for token in tokens)

        # A reply of one workspace cannot be opened from another, whatever the button says.
        public = await made.owed(
            said("SECRET"),
            conversation=made.asked(in_channel=True),
            recipient=fake.user,
        )
        press = fake.interactions.block_actions(
            "show_details", message_ts="1.0", channel=dm, value=public.id
        ) | {"team": {"id": other.id}, "user": {"id": fake.user, "team_id": other.id}}
        await fake.post_interaction(made.url, press)
        await fake.until(lambda: bool(fake.ledger.of("chat.postEphemeral")))
        assert not fake.world.views

        await fake.post_event(made.url, fake.events.app_uninstalled(other))
        await fake.until(lambda: len(made.stores.users.people) == 1)
        assert await secrets.keys("slack_installation") == [fake.team_id]
        assert isinstance(await made.channel.deliver(right), Gone | Sent)
        gone = await made.owed(said("y"), conversation=conversation, workspace=other.id)
        assert isinstance(await made.channel.deliver(gone), Gone)
        await fake.post_event(made.url, fake.events.message_im("still here"))
        assert (await made.intake.wait(3)).text == "still here"


async def test_a_late_notice_does_not_remove_a_new_installation() -> None:
    secrets = InMemorySecrets()
    async with FakeSlack() as fake, stage(fake, mode="http", oauth=True, secrets=secrets) as made:
        await _install(made, fake.team)
        notice = fake.events.app_uninstalled()
        notice["event_time"] -= 60
        await _install(made, fake.team)
        await fake.post_event(made.url, notice)
        await fake.post_event(made.url, fake.events.message_im("hello"))
        assert (await made.intake.wait()).text == "hello"
        assert await secrets.keys("slack_installation") == [fake.team_id]


async def test_a_token_is_renewed_before_it_ends() -> None:
    async with (
        FakeSlack(token_life_s=3_600) as fake,
        stage(fake, mode="http", oauth=True) as made,
    ):
        await _install(made, fake.team)  # ends in an hour: sooner than two
        first = fake.ledger.of("oauth.v2.access", taken=True)
        owed = [await made.owed(said("x"), conversation=made.asked()) for _ in range(2)]
        assert all(
            isinstance(one, Sent)
            for one in await asyncio.gather(*(made.channel.deliver(one) for one in owed))
        )
        assert len(fake.ledger.of("oauth.v2.access", taken=True)) > len(first)
        assert not [one for one in fake.ledger.of("oauth.v2.access") if one.error]


async def test_what_another_process_installed_and_renewed_is_known_here() -> None:
    secrets = InMemorySecrets()
    async with (
        FakeSlack(token_life_s=3_600) as fake,
        stage(fake, mode="http", oauth=True, secrets=secrets) as made,
    ):
        first = made.slack.workspaces
        assert isinstance(first, OAuthWorkspaces)
        second = OAuthWorkspaces(secrets_kept=secrets, rotator=first._rotator)
        assert await second.find(fake.team_id) is None
        await _install(made, fake.team)
        assert await second._bot(fake.team_id) is not None
        renewed = await first.find(fake.team_id)  # uses up the token that the second remembers
        assert renewed is not None
        known = await second.find(fake.team_id)
        assert known is not None
        assert known.token == renewed.token


async def test_an_app_for_a_whole_organisation_is_one_workspace() -> None:
    async with FakeSlack() as fake, stage(fake, mode="http", oauth=True) as made:
        assert isinstance(made.slack.workspaces, OAuthWorkspaces)
        await made.slack.workspaces.async_save_bot(
            Bot(
                enterprise_id="E0CORP00001",
                bot_token=fake.bot_token,
                bot_id=fake.bot_id,
                bot_user_id=fake.bot_user_id,
                is_enterprise_install=True,
                installed_at=1.0,
            )
        )
        for team in (fake.team_id, "T0ANOTHER01"):
            payload = fake.events.message_im(f"from {team}")
            payload |= {"team_id": team, "enterprise_id": "E0CORP00001"}
            payload["authorizations"][0] |= {
                "enterprise_id": "E0CORP00001",
                "team_id": team,
                "is_enterprise_install": True,
            }
            assert (await fake.post_event(made.url, payload))[0].status == 200
        await made.intake.wait(2)
        assert {one.address.workspace for one in made.intake.messages} == {"E0CORP00001"}
        assert len(made.stores.users.people) == 1


async def test_installations_that_nobody_finishes_do_not_pile_up() -> None:
    kept = CountingSecrets()
    states = OAuthStates(secrets_kept=kept, most=20)
    issued = [await states.async_issue() for _ in range(60)]
    assert len(await kept.keys("slack_oauth_state")) == 20
    assert kept.opened == 0  # whoever asks for a page must not make us work
    assert not await states.async_consume(issued[0])
    assert await states.async_consume(issued[-1])
    assert not await states.async_consume(issued[-1])


class CountingSecrets(InMemorySecrets):
    """Counts what has to be decrypted."""

    opened = 0

    async def get(self, kind: str, key: str) -> bytes | None:
        self.opened += 1
        return await super().get(kind, key)


async def test_a_state_that_was_not_issued_is_refused() -> None:
    async with FakeSlack() as fake, stage(fake, mode="http", oauth=True) as made:
        root = made.url.removesuffix("/slack/events")
        async with (
            aiohttp.ClientSession() as browser,
            browser.get(f"{root}/slack/oauth_redirect?code=1&state=made-up") as answer,
        ):
            assert answer.status == 400
        assert not fake.ledger.of("oauth.v2.access")


# --- settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "BOT_TOKEN"),
        ({"bot_token": "xoxb-1"}, "APP_TOKEN"),
        ({"app_token": "xapp-1"}, "BOT_TOKEN"),
        ({"bot_token": "xoxb-1", "mode": "http"}, "SIGNING_SECRET"),
        ({"bot_token": "xoxb-1", "mode": "http", "signing_secret": "s"}, "PUBLIC_URL"),
        ({"client_id": "1"}, "CLIENT_SECRET"),
        ({"client_id": "1", "client_secret": "s"}, "MODE"),
        ({"client_id": "1", "bot_token": "xoxb-1"}, "not both"),
    ],
)
async def test_what_is_missing_is_named(values: dict[str, str], named: str) -> None:
    sentence = why_not(SlackSettings.model_validate(values), web=WebSettings())
    assert sentence is not None
    assert named in sentence


async def test_a_missing_setting_ends_the_start() -> None:
    async with FakeSlack() as fake:
        with pytest.raises(Misconfigured, match="APP_TOKEN"):
            async with stage(fake, app_token=None):
                pass


async def test_the_checkup_says_what_is_wrong() -> None:
    async with FakeSlack(scopes={"chat:write"}) as fake:
        values = {"bot_token": fake.bot_token, "app_token": "xapp-wrong", "base_url": fake.base_url}
        settings = SlackSettings.model_validate(values)
        lacking, refused = await check_slack(settings, web=WebSettings())
        assert not lacking.is_good
        assert "files:read" in lacking.sentence
        assert not refused.is_good
    async with FakeSlack() as fake:
        values |= {"bot_token": fake.bot_token, "app_token": fake.app_token}
        values["base_url"] = fake.base_url
        settings = SlackSettings.model_validate(values)
        assert all(one.is_good for one in await check_slack(settings, web=WebSettings()))
    (unreachable,) = await check_slack(
        SlackSettings.model_validate(values | {"mode": "http", "signing_secret": "s"}),
        web=WebSettings(public_url="https://bot.example.org"),
    )
    assert "cannot be reached" in unreachable.sentence
