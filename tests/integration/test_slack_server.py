"""The local Slack's Web API, driven by Slack's official Python client; none of our code is here."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.servers.slack import Channel, FakeSlack, Json, Limits
from tests.servers.slack.sdk import client_of


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(caught.value.response["error"])


SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "*Two roles*"}}


# --- Web API --------------------------------------------------------------------------------------


async def test_a_message_is_posted_read_edited_and_deleted() -> None:
    async with FakeSlack() as slack:
        client = client_of(slack)
        assert (await client.auth_test())["bot_id"] == slack.bot_id
        metadata = {"event_type": "reply", "event_payload": {"id": "r1"}}
        posted = await client.chat_postMessage(
            channel=slack.dm.id,
            text="Two roles",
            blocks=[SECTION],
            metadata=metadata,
            unfurl_links=False,
        )
        ts = posted["ts"]
        plain = await client.conversations_replies(channel=slack.dm.id, ts=ts)
        marked = await client.conversations_replies(
            channel=slack.dm.id, ts=ts, include_all_metadata=True
        )
        await client.chat_update(channel=slack.dm.id, ts=ts, text="Three roles")
        edited = (await client.conversations_history(channel=slack.dm.id))["messages"]
        await client.chat_delete(channel=slack.dm.id, ts=ts)

        assert "metadata" not in plain["messages"][0]
        assert marked["messages"][0]["metadata"] == metadata
        assert edited[0]["text"] == "Three roles"
        assert edited[0]["blocks"] == [SECTION]  # what an edit leaves out stays
        assert slack.messages(slack.dm.id) == []
        assert slack.world.messages[0].flags == {"unfurl_links": False}
        assert slack.ledger.faults == []
        assert slack.ledger.of("conversations")[0].encoding == "query"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE01", "text": "x"}, "channel_not_found"),
        ({"channel": "C0STRANGE01", "text": "x"}, "channel_not_found"),
        ({"channel": "C0OUTSIDE01", "text": "x"}, "not_in_channel"),
        ({"channel": "C0FAKECHAN1", "text": ""}, "no_text"),
        ({"channel": "C0FAKECHAN1", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0FAKECHAN1", "text": "x", "blocks": [{"text": "x"}]}, "invalid_blocks"),
        ({"channel": "C0FAKECHAN1", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": "C0FAKECHAN1", "text": "x", "blocks": "[{"}, "invalid_blocks"),
        ({"channel": "C0FAKECHAN1", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        ({"channel": "C0FAKECHAN1", "text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
    ],
)
async def test_a_message_is_refused_by_name(args: dict[str, Any], error: str) -> None:
    async with FakeSlack() as slack:
        other = slack.world.add_team("T0OTHERTEAM", "Other")
        slack.world.add_channel(Channel(id="C0STRANGE01", name="x", team=other))
        slack.world.add_channel(Channel(id="C0OUTSIDE01", name="x", team=slack.team, member=False))
        with pytest.raises(SlackApiError) as caught:
            await client_of(slack).api_call("chat.postMessage", json=args)
        assert error_of(caught) == error
        assert caught.value.response.status_code == 200
        assert not slack.ledger.calls[0].taken


async def test_tokens_scopes_and_unknown_methods() -> None:
    async with FakeSlack(scopes=["chat:write"]) as slack:
        answers = {}
        revoked = slack.world.install(slack.team)
        revoked.state = "revoked"
        for token, method in [
            ("xoxb-wrong", "auth.test"),
            (revoked.token, "auth.test"),
            (slack.bot_token, "files.info"),
            (slack.bot_token, "apps.connections.open"),
            (slack.bot_token, "chat.shout"),
        ]:
            with pytest.raises(SlackApiError) as caught:
                await client_of(slack, token=token).api_call(method)
            answers[error_of(caught)] = caught.value.response
        assert list(answers) == [
            "invalid_auth",
            "token_revoked",
            "missing_scope",
            "not_allowed_token_type",
            "unknown_method",
        ]
        assert answers["missing_scope"]["needed"] == "files:read"
        assert slack.ledger.faults == ["chat.shout: unknown method"]


async def test_a_form_with_json_strings_and_a_token_field_is_understood() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as http:
        fields = {
            "token": slack.bot_token,
            "channel": slack.user,  # a person: their direct conversation
            "text": "x",
            "blocks": json.dumps([SECTION]),
            "unfurl_links": "false",
        }
        async with http.post(f"{slack.base_url}chat.postMessage", data=fields) as answer:
            posted = await answer.json()
        url = f"{slack.base_url}conversations.info"
        query = {"token": slack.bot_token, "channel": posted["channel"]}
        async with http.get(url, params=query) as answer:
            channel = (await answer.json())["channel"]
        assert posted["message"]["blocks"] == [SECTION]
        assert channel["is_im"] is True
        assert slack.ledger.calls[0].args["unfurl_links"] is False
        assert [call.encoding for call in slack.ledger.calls] == ["form", "query"]
        assert "token" not in slack.ledger.calls[0].args


async def test_timestamps_are_unique_and_rise() -> None:
    async with FakeSlack() as slack:
        client = client_of(slack)
        calls = [client.chat_postMessage(channel=slack.dm.id, text=str(n)) for n in range(20)]
        stamps = [answer["ts"] for answer in await asyncio.gather(*calls)]
        assert len(set(stamps)) == 20
        assert all(len(one) == 17 and one[10] == "." for one in stamps)
        assert [one["ts"] for one in slack.messages(slack.dm.id)] == sorted(stamps)


# --- streams --------------------------------------------------------------------------------------


async def test_a_stream_grows_ends_and_then_takes_nothing() -> None:
    async with FakeSlack() as slack:
        client = client_of(slack)
        root = slack.events.message_im("find me a role")["event"]["ts"]
        stream = await client.chat_stream(channel=slack.dm.id, thread_ts=root, buffer_size=4)
        await stream.append(markdown_text="Here are ")
        task = {"type": "task_update", "id": "1", "title": "Search", "status": "in_progress"}
        await stream.append(markdown_text="two.", chunks=[task])
        assert stream.ts is not None
        with pytest.raises(SlackApiError) as conflict:
            await client.chat_update(channel=slack.dm.id, ts=stream.ts, text="x")
        await stream.stop(blocks=[SECTION], metadata={"event_type": "r", "event_payload": {}})
        with pytest.raises(SlackApiError) as late:
            await client.chat_appendStream(channel=slack.dm.id, ts=stream.ts, markdown_text="x")

        message = slack.messages(slack.dm.id)[-1]
        assert message["text"] == "Here are two."
        assert message["thread_ts"] == root
        assert message["blocks"] == [SECTION]
        assert error_of(conflict) == "streaming_state_conflict"
        assert error_of(late) == "message_not_in_streaming_state"
        assert slack.fastest(slack.dm.id, methods={"chat.startStream"}) == 1
        assert slack.ledger.faults == []


async def test_a_stream_dies_of_age_and_of_size_and_can_then_be_edited() -> None:
    async with FakeSlack(limits=Limits(stream_bytes=100)) as slack:
        client = client_of(slack)
        root = slack.events.message_im("hello")["event"]["ts"]
        started = await client.chat_startStream(channel=slack.dm.id, thread_ts=root)
        place: Any = {"channel": slack.dm.id, "ts": started["ts"]}
        await client.chat_appendStream(**place, markdown_text="é" * 50)
        with pytest.raises(SlackApiError) as large:
            await client.chat_appendStream(**place, markdown_text="x")
        slack.clock.advance(301)
        with pytest.raises(SlackApiError) as old:
            await client.chat_stopStream(**place)
        await client.chat_update(**place, text="the whole answer")
        assert error_of(large) == "msg_too_long"
        assert error_of(old) == "message_not_in_streaming_state"
        assert slack.messages(slack.dm.id)[-1]["text"] == "the whole answer"


async def test_streaming_to_a_channel_names_its_reader_and_stop_ends_it() -> None:
    async with FakeSlack() as slack:
        client = client_of(slack)
        payload, twin = slack.events.mention("find me a role")
        root = payload["event"]["ts"]
        with pytest.raises(SlackApiError) as caught:
            await client.chat_startStream(channel=slack.channel.id, thread_ts=root)
        started = await client.chat_startStream(
            channel=slack.channel.id,
            thread_ts=root,
            recipient_team_id=slack.team_id,
            recipient_user_id=slack.user,
        )
        stopped = slack.events.agent_session_stopped(root, channel=slack.channel)
        assert error_of(caught) == "missing_recipient_team_id"
        assert stopped["event"]["streaming_message_ts"] == [started["ts"]]
        assert twin["event"]["ts"] == root
        assert twin["event_id"] != payload["event_id"]
        with pytest.raises(SlackApiError) as late:
            await client.chat_stopStream(channel=slack.channel.id, ts=started["ts"])
        assert error_of(late) == "message_not_in_streaming_state"


# --- views, sessions, response addresses ----------------------------------------------------------


async def test_a_trigger_opens_one_view_within_three_seconds() -> None:
    modal = {
        "type": "modal",
        "callback_id": "settings",
        "title": {"type": "plain_text", "text": "Settings"},
        "blocks": [SECTION],
    }
    async with FakeSlack() as slack:
        client = client_of(slack)
        command = slack.interactions.slash_command("/careergini", "settings")
        opened = await client.views_open(trigger_id=command["trigger_id"], view=modal)
        with pytest.raises(SlackApiError) as twice:
            await client.views_open(trigger_id=command["trigger_id"], view=modal)
        late = slack.interactions.slash_command("/careergini")
        slack.clock.advance(3.5)
        with pytest.raises(SlackApiError) as expired:
            await client.views_open(trigger_id=late["trigger_id"], view=modal)
        pressed = slack.interactions.block_actions("more", view_id=opened["view"]["id"])
        pushed = await client.views_push(trigger_id=pressed["trigger_id"], view=modal)
        await client.views_update(view_id=opened["view"]["id"], view=modal)
        home = {"type": "home", "blocks": [SECTION]}
        await client.views_publish(user_id=slack.user, view=home)

        assert error_of(twice) == "exchanged_trigger_id"
        assert error_of(expired) == "expired_trigger_id"
        assert pushed["view"]["root_view_id"] == opened["view"]["id"]
        assert slack.world.homes[slack.user]["blocks"] == [SECTION]


async def test_assistant_threads_and_agent_sessions() -> None:
    async with FakeSlack() as slack:
        client = client_of(slack)
        root = slack.events.message_im("hello")["event"]["ts"]
        place = {"channel_id": slack.dm.id, "thread_ts": root}
        await client.assistant_threads_setStatus(
            **place, status="is thinking", loading_messages=["Reading", "Matching"]
        )
        await client.assistant_threads_setTitle(**place, title="A new role")
        prompts = [{"title": "Find roles", "message": "Find me roles"}]
        await client.assistant_threads_setSuggestedPrompts(channel_id=slack.dm.id, prompts=prompts)
        await client.agents_sessions_setStatus(**place, status="processing")
        assert slack.world.statuses[0]["loading_messages"] == ["Reading", "Matching"]
        assert slack.world.titles[slack.dm.id, root] == "A new role"
        assert slack.world.prompts[slack.dm.id]["prompts"] == prompts
        assert slack.world.sessions[slack.dm.id, root] == "processing"


# --- files ----------------------------------------------------------------------------------------


async def test_a_file_goes_up_and_comes_down_with_the_token_only() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as http:
        client = client_of(slack)
        root = slack.events.message_im("send it")["event"]["ts"]
        done = await client.files_upload_v2(
            content=b"%PDF-1.7", filename="letter.pdf", channel=slack.dm.id, thread_ts=root
        )
        info = (await client.files_info(file=done["file"]["id"]))["file"]
        right = {"Authorization": f"Bearer {slack.bot_token}"}
        async with http.get(info["url_private_download"], headers=right) as answer:
            assert (answer.content_type, await answer.read()) == ("application/pdf", b"%PDF-1.7")
        for headers in ({}, {"Authorization": "Bearer xoxb-wrong"}):
            async with http.get(info["url_private_download"], headers=headers) as answer:
                assert (answer.status, answer.content_type) == (200, "text/html")
        assert slack.messages(slack.dm.id)[-1]["files"][0]["id"] == info["id"]


async def test_downloads_redirect_pad_and_hide_behind_check_file_info() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as http:
        slack.world.add_team("T0PARTNER01", "Partner")
        file = slack.events.file(b"resume", claimed_bytes=6, connect_team="T0PARTNER01")
        file.redirects = [slack.foreign_url]
        file.padding_bytes = 100_000
        file.with_length = False
        shared = slack.events.file_share(file)["event"]["files"]
        info = (await client_of(slack).files_info(file=file.id))["file"]
        right = {"Authorization": f"Bearer {slack.bot_token}"}
        url = info["url_private_download"]
        async with http.get(url, headers=right, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (302, slack.foreign_url)
        async with http.get(url, headers=right) as answer:
            assert answer.content_length is None
            assert len(await answer.read()) == 100_006
        assert [one["file_access"] for one in shared] == ["check_file_info"]
        assert info["size"] == 6
