"""The local Slack delivers: Socket Mode and signed HTTP, to an unmodified Bolt application."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest

from tests.servers.slack import FakeSlack, Json, Signing
from tests.servers.slack.sdk import app_of, by_http, by_socket, client_of

_ANY = re.compile(".*")
SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "*Two roles*"}}


# --- Socket Mode ----------------------------------------------------------------------------------


async def test_an_app_answers_by_socket_mode() -> None:
    async with FakeSlack() as slack:
        app = app_of(slack)

        @app.event("message")
        async def on_message(event: Json, say: Any) -> None:
            await say(text=f"You said: {event['text']}", thread_ts=event["ts"])

        @app.command("/careergini")
        async def on_command(ack: Any) -> None:
            await ack("Working on it")

        @app.view("settings")
        async def on_view(ack: Any) -> None:
            await ack(response_action="errors", errors={"pay": "A number, please"})

        @app.action("yes")
        async def on_yes(ack: Any, respond: Any) -> None:
            await ack()
            await respond(text="Saved", replace_original=True)

        async with by_socket(slack, app):
            event = await slack.send_event(slack.events.message_im("hello"))
            command = slack.interactions.slash_command("/careergini")
            words = (await slack.send_command(command)).answer
            view = await client_of(slack).views_open(
                trigger_id=command["trigger_id"],
                view={
                    "type": "modal",
                    "callback_id": "settings",
                    "title": {"type": "plain_text", "text": "Settings"},
                    "blocks": [SECTION],
                },
            )
            submission = slack.interactions.view_submission(view["view"]["id"])
            errors = (await slack.send_interaction(submission)).answer
            await slack.until(lambda: len(slack.messages(slack.dm.id)) == 2)
            reply = slack.messages(slack.dm.id)[-1]
            press = slack.interactions.block_actions("yes", message_ts=reply["ts"])
            await slack.send_interaction(press)
            await slack.until(lambda: slack.messages(slack.dm.id)[-1]["text"] == "Saved")

        assert reply["text"] == "You said: hello"
        assert event.acked
        assert words == {"text": "Working on it"}
        assert errors == {"response_action": "errors", "errors": {"pay": "A number, please"}}


async def test_an_unacknowledged_event_is_sent_again_with_its_reason() -> None:
    async with FakeSlack(ack_timeout_s=0.05, retry_delays_s=(0.0, 0.0)) as slack:
        app = app_of(slack)
        seen: list[tuple[str, str]] = []

        @app.middleware
        async def twice_broken(req: AsyncBoltRequest, body: Json, next: Any) -> Any:  # noqa: A002
            number = req.headers.get("x-slack-retry-num", [""])[0]
            seen.append((body["event_id"], number))
            return await next() if number == "2" else BoltResponse(status=500)

        @app.event("message")
        async def on_message() -> None: ...

        async with by_socket(slack, app):
            delivery = await slack.send_event(slack.events.message_im("hello"))

        event_id = delivery.payload["event_id"]
        assert seen == [(event_id, "0"), (event_id, "1"), (event_id, "2")]
        assert len(set(delivery.envelope_ids)) == 3
        assert delivery.acked


async def test_sockets_take_turns_and_come_back_after_a_refresh() -> None:
    async with FakeSlack() as slack:
        app = app_of(slack)

        @app.event("message")
        async def on_message() -> None: ...

        async with by_socket(slack, app), by_socket(slack, app):
            assert slack.sockets.count == 2
            first = [slack.push("events_api", slack.events.message_im(str(n))) for n in range(6)]
            await asyncio.gather(*(one.settled.wait() for one in first))
            await slack.sockets.disconnect("warning")
            await slack.sockets.disconnect("refresh_requested")
            waiting = slack.push("events_api", slack.events.message_im("meanwhile"))
            await slack.sockets.connected(2, made=4)
            async with asyncio.timeout(5):
                await waiting.settled.wait()
        assert all(one.acked for one in [*first, waiting])
        assert slack.sockets.strays == []


# --- HTTP -----------------------------------------------------------------------------------------


async def test_signed_requests_reach_an_app_and_badly_signed_ones_do_not() -> None:
    async with FakeSlack(retry_delays_s=()) as slack:
        app = app_of(slack)

        @app.event("app_mention")
        async def on_mention(say: Any) -> None:
            await say("hello")

        async with by_http(app) as url:
            challenge = await slack.sender.challenge(url)
            _, twin = slack.events.mention("hello")
            good = await slack.post_event(url, twin)
            old = await slack.post_event(url, twin, signing=Signing(skew_s=-400))
            forged = await slack.post_event(url, twin, signing=Signing(secret="x" * 32))
            await slack.until(lambda: len(slack.messages(slack.channel.id, by_app=True)) == 1)
        assert json.loads(challenge.body)["challenge"]
        assert [one.status for one in (*good, *old, *forged)] == [200, 401, 401]


async def test_http_events_are_repeated_with_number_and_reason() -> None:
    async with FakeSlack(retry_delays_s=(0.0, 0.0, 0.0)) as slack:
        app = app_of(slack)
        seen: list[str] = []

        @app.middleware
        async def broken(req: AsyncBoltRequest, next: Any) -> Any:  # noqa: A002
            seen.append(req.headers.get("x-slack-retry-reason", ["first"])[0])
            return BoltResponse(status=503)

        async with by_http(app) as url:
            attempts = await slack.post_event(url, slack.events.message_im("hello"))
        nobody = await slack.post_event(url, slack.events.message_im("hello"), retries=False)
        assert seen == ["first", "http_error", "http_error", "http_error"]
        assert [one.number for one in attempts] == [0, 1, 2, 3]
        assert nobody[0].reason == "connection_failed"


async def test_recorded_production_payloads_dispatch(shared: Path) -> None:
    recordings = sorted((shared / "data" / "slack" / "replay").glob("*.json"))
    if not recordings:
        pytest.skip("the recorded Slack payloads are not here")
    async with FakeSlack(retry_delays_s=()) as slack:
        app = app_of(slack)

        for name in ("message", "app_mention", "reaction_added", "member_joined_channel"):

            @app.event(name)
            async def on_event() -> None: ...

        @app.action(_ANY)
        async def on_action(ack: Any) -> None:
            await ack()

        @app.view({"type": "view_submission", "callback_id": _ANY})
        async def on_view(ack: Any) -> None:
            await ack()

        @app.command(_ANY)
        async def on_command(ack: Any) -> None:
            await ack()

        statuses: dict[str, int] = {}
        async with by_http(app) as url:
            for path in recordings:
                for key, payload in json.loads(path.read_text()).items():
                    if isinstance(payload, dict) and "token" in payload:
                        status = await _replay(slack, url, payload)
                        statuses[f"{path.stem}:{key}"] = status
        assert len(statuses) >= 27
        assert {name: status for name, status in statuses.items() if status != 200} == {}


async def _replay(slack: FakeSlack, url: str, payload: Json) -> int:
    """Send a recorded payload in the encoding it had; the status of the answer."""
    if payload.get("type") == "event_callback":
        return (await slack.post_event(url, payload))[0].status
    if "command" in payload:
        return (await slack.post_command(url, payload)).status
    return (await slack.post_interaction(url, payload)).status
