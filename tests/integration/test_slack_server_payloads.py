"""Every payload the local Slack builds is shaped like production and dispatched by Bolt."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.servers.slack import FakeSlack, Json, twice_and_shuffled
from tests.servers.slack.sdk import app_of, by_http, client_of

_ANY = re.compile(".*")
MODAL: Json = {
    "type": "modal",
    "callback_id": "settings",
    "title": {"type": "plain_text", "text": "Settings"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}],
}
BUTTON: Json = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Yes"}}
    ],
}


def listen(app: AsyncApp, seen: asyncio.Queue[str]) -> None:
    """Handle everything, and say what kind it was."""

    async def note(body: Json) -> None:
        event = body.get("event", body)
        seen.put_nowait(event.get("subtype") or event.get("type") or "command")

    async def note_and_ack(ack: Any, body: Json) -> None:
        await ack()
        await note(body)

    app.event(_ANY)(note)
    subtypes: Json = {"type": "message", "subtype": _ANY}
    app.event(subtypes)(note)
    for listener in (app.action, app.shortcut, app.command):
        listener(_ANY)(note_and_ack)
    for kind in ("view_submission", "view_closed"):
        app.view({"type": kind, "callback_id": _ANY})(note_and_ack)


async def test_each_built_payload_is_dispatched() -> None:
    async with FakeSlack(retry_delays_s=()) as slack:
        app, seen = app_of(slack), asyncio.Queue[str]()
        listen(app, seen)
        client, events, pressed = client_of(slack), slack.events, slack.interactions
        asked = events.message_im("hello")
        in_channel, twin = events.mention("hello")
        posted = await client.chat_postMessage(channel=slack.dm.id, text="x", blocks=[BUTTON])
        command = pressed.slash_command("/careergini", "roles")
        opened = await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
        view_id = opened["view"]["id"]
        connect = events.connect_message("ours too", content=b"resume")
        sent = [
            asked,
            in_channel,
            twin,
            events.message_channels("hello"),
            events.file_share(events.file(b"x"), text="my resume"),
            connect,
            events.message_changed(asked, "hello again"),
            events.message_deleted(asked),
            events.bot_message("deployed"),
            events.app_home_opened("home"),
            events.app_home_opened("messages"),
            events.app_context_changed(),
            events.agent_session_stopped(in_channel["event"]["ts"], channel=slack.channel),
            events.reaction_added(posted["ts"]),
        ]
        presses = [
            pressed.block_actions("yes", message_ts=posted["ts"]),
            pressed.view_submission(view_id),
            pressed.view_closed(view_id),
            pressed.message_action("check_posting", in_channel),
            pressed.shortcut("new_role"),
        ]
        async with by_http(app) as url:
            answers = [(await slack.post_event(url, one))[0].status for one in sent]
            answers += [(await slack.post_interaction(url, one)).status for one in presses]
            answers.append((await slack.post_command(url, command)).status)
            for gone in (events.tokens_revoked(), events.app_uninstalled()):
                answers.append((await slack.post_event(url, gone))[0].status)
            async with asyncio.timeout(5):  # listeners end after their acknowledgement
                kinds = Counter([await seen.get() for _ in answers])

        assert set(answers) == {200}
        assert kinds == {
            "message": 3,
            "app_mention": 1,
            "file_share": 2,
            "message_changed": 1,
            "message_deleted": 1,
            "bot_message": 1,
            "app_home_opened": 2,
            "app_context_changed": 1,
            "agent_session_stopped": 1,
            "reaction_added": 1,
            "block_actions": 1,
            "view_submission": 1,
            "view_closed": 1,
            "message_action": 1,
            "shortcut": 1,
            "command": 1,
            "tokens_revoked": 1,
            "app_uninstalled": 1,
        }
        event = connect["event"]
        assert event["user_team"] != connect["team_id"]
        assert connect["is_ext_shared_channel"] is True
        assert event["files"][0]["file_access"] == "check_file_info"
        assert presses[0]["actions"][0]["block_id"] == "made0"


async def test_built_payloads_have_every_field_of_the_recorded_ones(shared: Path) -> None:
    folder = shared / "data" / "slack" / "replay"
    if not folder.is_dir():
        pytest.skip("the recorded Slack payloads are not here")

    def recorded(name: str, key: str) -> Json:
        found: Json = json.loads((folder / f"{name}.json").read_text())[key]
        return found

    async with FakeSlack() as slack:
        client = client_of(slack)
        root, twin = slack.events.mention("hello")
        reply = slack.events.message_channels("more", thread_ts=root["event"]["ts"])
        file = slack.events.file(b"x", name="image.png")
        with_file = slack.events.file_share(file, channel=slack.channel)
        posted = await client.chat_postMessage(
            channel=slack.channel.id, text="x", blocks=[BUTTON], thread_ts=root["event"]["ts"]
        )
        press = slack.interactions.block_actions(
            "yes", message_ts=posted["ts"], channel=slack.channel
        )
        command = slack.interactions.slash_command("/careergini")
        opened = await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
        submission = slack.interactions.view_submission(opened["view"]["id"])

    pairs: list[tuple[str, Json, Json]] = []
    for label, theirs, ours in [
        ("mention", recorded("streaming--slack", "aiMention"), root),
        ("reply", recorded("streaming--slack", "followUp"), reply),
        ("app_mention", recorded("modals--slack", "mention"), twin),
    ]:
        pairs += [(label, theirs, ours), (f"{label}.event", theirs["event"], ours["event"])]
    theirs = recorded("streaming--slack", "aiMentionWithFile")["event"]["files"][0]
    ours = with_file["event"]["files"][0]
    pairs.append(("file", {k: v for k, v in theirs.items() if not _of_pictures(k)}, ours))
    theirs = recorded("channel--slack", "channel_post_action")
    pairs += [("action", theirs, press)]
    pairs += [
        (f"action.{key}", theirs[key], press[key])
        for key in ("user", "container", "team", "channel")
    ]
    pairs.append(("submission", recorded("slash-commands--slack", "viewSubmission"), submission))
    pairs.append(
        ("view", recorded("slash-commands--slack", "viewSubmission")["view"], submission["view"])
    )
    pairs.append(("command", recorded("slash-commands--slack", "slashCommandWithArgs"), command))
    missing = {label: sorted(set(theirs) - set(ours)) for label, theirs, ours in pairs}
    assert {label: keys for label, keys in missing.items() if keys} == {}


def _of_pictures(key: str) -> bool:
    return key.startswith(("thumb_", "original_", "media_", "permalink_"))


async def test_a_flood_of_events_arrives_twice_and_in_disorder() -> None:
    async with FakeSlack() as slack:
        app, seen = app_of(slack), Counter[str]()

        @app.middleware
        async def count(body: Json, next: Any) -> None:  # noqa: A002
            seen[body["event_id"]] += 1
            await next()

        @app.event("message")
        async def on_message() -> None: ...

        payloads = [slack.events.message_im(str(number)) for number in range(100)]
        given = twice_and_shuffled(payloads, seed=1)
        async with by_http(app) as url:
            attempts = await slack.sender.flood(url, given, at_once=10)
        assert given != [*payloads, *payloads]
        assert {attempt.status for attempt in attempts} == {200}
        assert set(seen.values()) == {2}
        assert len(seen) == 100
