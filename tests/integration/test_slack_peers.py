"""The local Slack serves Slack's official JavaScript libraries and feeds the block checker.

The libraries are installed by ``npm ci`` into a cache outside of the repository.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.servers.slack import FakeSlack, Json
from tests.servers.slack.sdk import client_of

pytestmark = pytest.mark.long

PROJECT = Path(__file__).resolve().parent.parent / "servers" / "js" / "slack"
_WAIT_S = 30.0


def cache_folder() -> Path:
    """Where downloaded tools are kept."""
    given = os.environ.get("CAREERGINI_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return (Path(given) if given else Path(home) / "careergini-tools") / "slack-peer"


@pytest.fixture(scope="module")
def peer() -> Path:
    """The Node script beside its installed libraries."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not here")
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    lock, installed = PROJECT / "package-lock.json", folder / ".installed"
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PROJECT / name, folder / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=90)
        except subprocess.TimeoutExpired:
            pytest.skip("npm did not install Slack's libraries within 90 s")
        if done.returncode != 0:
            pytest.skip(f"npm could not install Slack's libraries: {done.stderr[-300:]}")
        shutil.copy(lock, installed)
    return Path(shutil.copy(PROJECT / "peer.mjs", folder / "peer.mjs"))


class Peer:
    """The running script and what it says it saw."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def saw(self, name: str) -> Json:
        """The next thing it saw, which has this name."""
        assert self._process.stdout is not None
        async with asyncio.timeout(_WAIT_S):
            line = await self._process.stdout.readline()
        seen: Json = json.loads(line) if line else {"saw": "its end"}
        assert seen["saw"] == name, seen
        return seen


@asynccontextmanager
async def running(slack: FakeSlack, script: Path, role: str) -> AsyncIterator[Peer]:
    """The script in one of its roles, connected."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        role,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "SLACK_API_URL": slack.base_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
        },
    )
    try:
        peer = Peer(process)
        await peer.saw("ready")
        await slack.sockets.connected(timeout_s=_WAIT_S)
        yield peer
    finally:
        assert process.stdin is not None
        process.stdin.close()
        async with asyncio.timeout(_WAIT_S):
            await process.wait()


async def test_bolt_for_javascript_answers_streams_uploads_and_publishes(peer: Path) -> None:
    async with FakeSlack() as slack, running(slack, peer, "bolt") as bolt:
        asked = slack.events.message_im("answer")
        assert (await slack.send_event(asked)).acked
        answered = await bolt.saw("answered")
        reply = slack.messages(slack.dm.id, by_app=True)[-1]
        assert reply["thread_ts"] == asked["event"]["ts"]
        assert [block["type"] for block in reply["blocks"]] == ["section", "actions"]
        assert answered["marker"] == {"event_type": "reply", "event_payload": {"id": "r1"}}
        posted = slack.ledger.of("chat.postMessage")[-1]
        assert posted.encoding == "form"
        assert posted.args["unfurl_links"] is False

        mention, _ = slack.events.mention("x")
        mention["event"]["text"] = "stream"
        await slack.send_event(mention)
        streamed = await bolt.saw("streamed")
        assert streamed["late"] == "message_not_in_streaming_state"
        assert slack.messages(slack.channel.id)[-1]["text"] == "Here are **two**."

        await slack.send_event(slack.events.message_im("upload"))
        assert (await bolt.saw("uploaded"))["ok"]
        assert next(iter(slack.world.files.values())).content == b"%PDF-1.7"

        await slack.send_event(slack.events.message_im("home"))
        assert (await bolt.saw("published"))["view"] == "home"
        assert slack.world.prompts[slack.dm.id]["prompts"][0]["title"] == "Find"
        assert slack.world.statuses[0]["loading_messages"] == ["Reading"]

        slack.trouble.then("chat.postMessage", "http429")
        await slack.send_event(slack.events.message_im("limited"))
        limited = await bolt.saw("limited")
        assert (limited["code"], limited["after"]) == ("slack_webapi_rate_limited_error", 1)

        command = await slack.send_command(slack.interactions.slash_command("/careergini"))
        assert command.answer == {"text": "Working on it"}
        view_id = (await bolt.saw("opened"))["view"]
        submitted = await slack.send_interaction(slack.interactions.view_submission(view_id))
        assert submitted.answer == {"response_action": "errors", "errors": {"pay": "A number"}}

        press = slack.interactions.block_actions("yes", message_ts=answered["ts"])
        await slack.send_interaction(press)
        assert (await bolt.saw("pressed"))["value"] == "1"
        assert slack.answers[0]["args"]["text"] == "Saved"
        assert slack.ledger.faults == []


async def test_bolt_for_javascript_comes_back_after_a_disconnect_and_a_cut(peer: Path) -> None:
    async with FakeSlack() as slack, running(slack, peer, "bolt") as bolt:
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.connected(made=2, timeout_s=_WAIT_S)
        await slack.send_event(slack.events.message_im("one"), timeout_s=_WAIT_S)
        assert (await bolt.saw("heard"))["text"] == "one"
        slack.sockets.drop()
        await slack.sockets.connected(made=3, timeout_s=_WAIT_S)
        await slack.send_event(slack.events.message_im("two"), timeout_s=_WAIT_S)
        assert (await bolt.saw("heard"))["text"] == "two"


async def test_an_unacknowledged_event_comes_again_to_the_javascript_client(peer: Path) -> None:
    async with (
        FakeSlack(ack_timeout_s=0.2, retry_delays_s=(0.0,)) as slack,
        running(slack, peer, "socket") as socket,
    ):
        delivery = await slack.send_event(slack.events.message_im("hello"), timeout_s=_WAIT_S)
        first, second = await socket.saw("envelope"), await socket.saw("envelope")
        assert (first["retry_num"], second["retry_num"]) == (0, 1)
        assert first["event_id"] == second["event_id"] == delivery.payload["event_id"]
        assert second["retry_reason"] == "timeout"
        assert delivery.acked


async def test_dumped_calls_are_what_the_block_checker_reads(shared: Path, tmp_path: Path) -> None:
    checker = shared / "tools" / "check_slack_blocks" / "check.sh"
    if not checker.is_file() or shutil.which("node") is None:
        pytest.skip("the Slack block checker or node is not here")
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}
    async with FakeSlack() as slack:
        client = client_of(slack)
        await client.chat_postMessage(channel=slack.dm.id, text="x", blocks=[section])
        await client.views_publish(user_id=slack.user, view={"type": "home", "blocks": [section]})
        slack.dump(tmp_path / "good.jsonl")
        await client.chat_postMessage(
            channel=slack.dm.id, text="x", blocks=[section | {"colour": "red"}]
        )
        slack.dump(tmp_path / "bad.jsonl")
    codes = []
    for name in ("good.jsonl", "bad.jsonl"):
        process = await asyncio.create_subprocess_exec(
            str(checker), str(tmp_path / name), stdout=asyncio.subprocess.DEVNULL
        )
        codes.append(await process.wait())
    if 2 in codes:
        pytest.skip("the Slack block checker could not run")
    assert codes == [0, 1]
