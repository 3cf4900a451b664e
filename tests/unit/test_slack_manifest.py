"""The app manifest is what Slack takes, and asks for exactly what the code uses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli.slack import slack
from bot.slack_channel.manifest import BOT_EVENTS, BOT_SCOPES, manifest
from bot.slack_channel.wire import text_at
from domain.agents import Audience

SCHEMA = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "slack"
    / "manifest-schema"
    / "manifest.schema.2.0.0.json"
)
PACKAGE = Path(__file__).parents[2] / "bot" / "slack_channel"

SCOPE_OF = {
    "agents.sessions.setStatus": "chat:write",
    "apps.connections.open": None,
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "auth.test": None,
    "chat.appendStream": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.info": "channels:read",
    "conversations.open": "im:write",
    "conversations.replies": "channels:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
}
OF_EVENTS = {"app_mentions:read", "im:history", "mpim:history", "commands"}
OF_LOOKUPS = {"channels:history", "groups:history", "im:history", "mpim:history", "groups:read"}
OF_MESSAGES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize(("mode", "many"), [("socket", False), ("http", False), ("http", True)])
def test_it_satisfies_the_official_schema(mode: str, many: bool, audience: Audience) -> None:
    if not SCHEMA.is_file():
        pytest.skip("no manifest schema beside the repository")
    import jsonschema  # type: ignore[import-untyped]  # ships no types

    made = manifest(
        mode=mode,  # type: ignore[arg-type]  # literals
        public_url="https://bot.example.org",
        many=many,
        audience=audience,
    )
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    faults = [f"{list(fault.path)}: {fault.message}" for fault in validator.iter_errors(made)]
    assert faults == []
    planted = made | {"features": {"agent_view": {"made_up": 1}}}
    assert not validator.is_valid(planted)


def test_it_asks_for_the_scopes_of_what_is_called_and_no_other() -> None:
    code = "\n".join(file.read_text("utf-8") for file in PACKAGE.glob("*.py"))
    methods = set(re.findall(r'"([a-z]+(?:\.[a-z]+)?\.[a-z][A-Za-z]+)"', code))
    called = methods & set(SCOPE_OF)
    prefixes = ("chat.", "views.", "files.", "conversations.", "users.", "assistant.", "agents.")
    assert not {one for one in methods if one.startswith(prefixes)} - called
    assert called == set(SCOPE_OF)
    needed = {scope for method in called if (scope := SCOPE_OF[method])} | OF_EVENTS | OF_LOOKUPS
    assert needed == set(BOT_SCOPES)


def test_it_subscribes_to_what_is_decoded() -> None:
    decoding = (PACKAGE / "decoding.py").read_text("utf-8")
    for event in BOT_EVENTS:
        assert f'"{event.split(".")[0]}"' in decoding


def test_every_message_event_has_its_scope() -> None:
    subscribed = {event for event in BOT_EVENTS if event.startswith("message.")}
    assert subscribed == set(OF_MESSAGES)
    assert {OF_MESSAGES[event] for event in subscribed} <= set(BOT_SCOPES)
    assert "files:read" in BOT_SCOPES


def test_the_command_prints_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    outer = click.Group(params=[click.Option(["--data"])], commands={"slack": slack})
    result = CliRunner().invoke(outer, ["slack", "manifest", "--mode", "socket"])
    assert result.exit_code == 0, result.output
    made = json.loads(result.output)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "redirect_urls" not in made["oauth_config"]
    refused = CliRunner().invoke(outer, ["slack", "manifest", "--mode", "http"])
    assert "CAREERGINI_WEB__PUBLIC_URL" in str(refused.exception)


def test_with_http_every_address_is_ours() -> None:
    made = manifest(
        mode="http", public_url="https://bot.example.org", many=True, audience=Audience.SEEKER
    )
    addresses = re.findall(r'"(https?://[^"]+)"', json.dumps(made))
    assert set(addresses) == {
        "https://bot.example.org/slack/events",
        "https://bot.example.org/slack/oauth_redirect",
    }
    assert text_at(made, "settings", "event_subscriptions", "request_url")
