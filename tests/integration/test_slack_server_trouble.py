"""The local Slack misbehaves as told, counts what it took, and runs as its own process."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import AMBIGUOUS, KINDS, FakeSlack, Kind, Limits, Rule, slack_process
from tests.servers.slack.sdk import by_socket_to, client_of


async def posts(slack: FakeSlack, text: str) -> str:
    """Post once; ``sent``, or how it failed."""
    try:
        await client_of(slack).chat_postMessage(channel=slack.dm.id, text=text)
    except SlackApiError as error:
        status = error.response.status_code
        named = error.response.get("error") if error.response.data else None
        return f"{status} {named}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__
    return "sent"


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_trouble_shows_and_takes_or_not(kind: Kind) -> None:
    expected = {
        "http429": "429 ratelimited",
        "http500": "500 None",
        "http502": "502 None",
        "http503": "503 None",
        "drop_before": "ServerDisconnectedError",
        "take_then_drop": "ServerDisconnectedError",
        "take_then_500": "500 None",
        "take_then_502": "502 None",
        "half_body": "ClientPayloadError",
        "slow": "sent",
        "internal_error": "200 internal_error",
        "ratelimited": "200 ratelimited",
    }
    async with FakeSlack() as slack:
        slack.trouble.slow_s = 0.01
        slack.trouble.then("chat.postMessage", kind)
        assert await posts(slack, "first") == expected[kind]
        taken = kind in AMBIGUOUS or kind == "slow"
        assert len(slack.messages(slack.dm.id)) == taken
        assert slack.ledger.calls[0].taken is taken
        assert slack.ledger.calls[0].trouble == kind
        assert await posts(slack, "second") == "sent"
        hasty = ["chat.postMessage: called again before Retry-After was over"]
        assert slack.ledger.faults == (hasty if kind == "http429" else [])


async def test_a_share_of_calls_gets_into_trouble_and_the_same_seed_draws_the_same() -> None:
    runs = []
    for _ in range(2):
        async with FakeSlack() as slack:
            slack.trouble.always(Rule(prefix="chat.", share=0.3, seed=7, slow_s=0.0))
            slack.trouble.always(Rule(prefix="chat.update", share=1.0, kinds=("http503",)))
            results = [await posts(slack, str(number)) for number in range(60)]
            runs.append([call.trouble for call in slack.ledger.calls])
            taken = [call for call in slack.ledger.calls if call.taken]
            assert len(taken) == len(slack.messages(slack.dm.id))
            assert results.count("sent") <= len(taken)
    assert runs[0] == runs[1]
    assert 8 <= sum(bool(one) for one in runs[0]) <= 30


async def test_the_pace_is_counted_per_channel_and_may_be_enforced() -> None:
    async with FakeSlack(limits=Limits(channel_per_s=2)) as slack:
        results = [await posts(slack, str(number)) for number in range(3)]
        slack.clock.advance(1.1)
        results.append(await posts(slack, "later"))
        assert results == ["sent", "sent", "429 ratelimited", "sent"]
        assert slack.fastest(slack.dm.id) == 2
        assert slack.fastest(slack.dm.id, taken_only=False) == 3
        assert slack.fastest(slack.channel.id) == 0
        assert slack.fastest(methods={"chat.update"}) == 0
        assert slack.fastest(window_s=5.0) == 3


# The client's own use of aiohttp; it is not ours to change.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_oauth_gives_tokens_of_one_workspace_and_rotates_them() -> None:
    async with FakeSlack(token_life_s=3600) as slack, aiohttp.ClientSession() as http:
        slack.consenting_team = slack.world.add_team("T0SECOND001", "Second")
        url = AuthorizeUrlGenerator(
            client_id=slack.world.client_id,
            redirect_uri="http://127.0.0.1:1/slack/oauth_redirect",
            scopes=["chat:write"],
            authorization_url=f"{slack.world.root}/oauth/v2/authorize",
        ).generate("state-1")
        async with http.get(url, allow_redirects=False) as answer:
            query = parse_qs(urlparse(answer.headers["Location"]).query)
        app = {"client_id": slack.world.client_id, "client_secret": slack.world.client_secret}
        client = client_of(slack)
        granted = await client.oauth_v2_access(**app, code=query["code"][0])
        with pytest.raises(SlackApiError, match="invalid_code"):
            await client.oauth_v2_access(**app, code=query["code"][0])
        second = client_of(slack, token=granted["access_token"])
        assert query["state"] == ["state-1"]
        assert (await second.auth_test())["team_id"] == "T0SECOND001"
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await second.chat_postMessage(channel=slack.channel.id, text="not ours")

        slack.clock.advance(3601)
        with pytest.raises(SlackApiError, match="token_expired"):
            await second.auth_test()
        rotated = await client.oauth_v2_access(
            **app, grant_type="refresh_token", refresh_token=granted["refresh_token"]
        )
        third = client_of(slack, token=rotated["access_token"])
        assert (await third.auth_test())["ok"]
        slack.events.app_uninstalled(slack.consenting_team)
        with pytest.raises(SlackApiError, match="account_inactive"):
            await third.auth_test()


async def test_calls_are_dumped_for_the_block_checker(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        await posts(slack, "no blocks")
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}
        client = client_of(slack)
        await client.chat_postMessage(channel=slack.dm.id, text="x", blocks=[block])
        assert slack.dump(tmp_path / "calls.jsonl") == 1
    line = json.loads((tmp_path / "calls.jsonl").read_text())
    assert line == {
        "method": "chat.postMessage",
        "params": {"channel": "D0FAKEDM001", "text": "x", "blocks": [block]},
    }


async def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    with slack_process(tmp_path, "--ack-timeout", "0.2", "--retry", "0") as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.base_url, retry_handlers=[])
        app = AsyncApp(client=client, signing_secret=slack.signing_secret)
        payload = await asyncio.to_thread(slack.build, "message_im", "hello")
        await client.chat_postMessage(channel=slack.dm, text="first")
        slack.trouble({"prefix": "chat.", "share": 1.0, "kinds": ["http503"]})
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel=slack.dm, text="second")
        slack.trouble()

        @app.event("message")
        async def on_message() -> None: ...

        async with by_socket_to(app, slack.app_token):
            await asyncio.to_thread(slack.connected)
            [heard] = await asyncio.to_thread(slack.deliver, payload, wait=True)
            await asyncio.to_thread(slack.ask, "disconnect")
            await asyncio.to_thread(slack.connected, made=2)
        unheard = await asyncio.to_thread(slack.post, "http://127.0.0.1:1/", payload, retries=False)

        assert (heard["envelopes"], len(heard["acks"]), heard["given_up"]) == (1, 1, False)
        assert [one["text"] for one in slack.messages(slack.dm)] == ["hello", "first"]
        assert [one["taken"] for one in slack.calls("chat.")] == [True, False]
        assert slack.fastest(slack.dm) == 1
        assert unheard[0]["reason"] == "connection_failed"
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert [one["trouble"] for one in lines if one["method"].startswith("chat.")] == ["", "http503"]
    assert {one["token"] for one in lines} == {""}


async def test_a_careful_client_loses_and_doubles_nothing() -> None:
    """What the server offers is enough: metadata tells whether an unclear call was taken."""
    async with FakeSlack() as slack:
        client = client_of(slack)
        root = slack.events.message_im("hello")["event"]["ts"]
        kinds = tuple(kind for kind in KINDS if kind != "slow")
        slack.trouble.always(Rule(prefix="chat.", share=0.3, seed=11, kinds=kinds))

        async def sent(marker: str) -> bool:
            answer = await client.conversations_replies(
                channel=slack.dm.id, ts=root, include_all_metadata=True, limit=999
            )
            ids = [one.get("metadata", {}).get("event_payload") for one in answer["messages"]]
            return {"id": marker} in ids

        async def delivered(marker: str) -> bool:
            metadata = {"event_type": "reply", "event_payload": {"id": marker}}
            try:
                await client.chat_postMessage(
                    channel=slack.dm.id, thread_ts=root, text=marker, metadata=metadata
                )
            except SlackApiError as error:
                if error.response.status_code == 429:
                    slack.clock.advance(1.0)
                return await sent(marker)
            except aiohttp.ClientError:
                return await sent(marker)
            return True

        markers = [str(number) for number in range(100)]
        for marker in markers:
            while not await delivered(marker):
                continue
        assert [one["text"] for one in slack.messages(slack.dm.id, by_app=True)] == markers
        assert set(slack.trouble.made) == set(kinds)
        assert slack.ledger.faults == []
