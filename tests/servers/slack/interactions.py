"""Payloads of interactivity and slash commands."""

from __future__ import annotations

import json
from typing import Any

from tests.servers.slack.records import Channel, Json, Message, Team
from tests.servers.slack.world import World


class Interactions:
    """What a person presses and submits; each has a fresh trigger id."""

    def __init__(
        self, world: World, *, team: Team, user: str, channel: Channel, dm: Channel
    ) -> None:
        self.world = world
        self.team = team
        self.user = user
        self.channel = channel
        self.dm = dm

    def _outer(self, kind: str, *, root_view: str | None = None) -> Json:
        name = self.world.users[self.user]["name"]
        person = {"id": self.user, "username": name, "name": name, "team_id": self.team.id}
        enterprise = self.team.enterprise_id
        return {
            "type": kind,
            "user": person,
            "api_app_id": self.world.app_id,
            "token": "made-up-verification-token",
            "trigger_id": self.world.trigger(self.user, team=self.team, root_view=root_view),
            "team": {"id": self.team.id, "domain": self.team.domain},
            "enterprise": {"id": enterprise, "name": "Fake Corp"} if enterprise else None,
            "is_enterprise_install": False,
        }

    def _response_url(self, message: Message | None, channel: str) -> str:
        about: Json = {"team": self.team.id, "channel": channel, "user": self.user}
        about["ts"] = message.ts if message else None
        return self.world.response_url(kind="actions", about=about)

    def _place(self, channel_id: str) -> Json:
        channel = self.world.channels[channel_id]
        name = "directmessage" if channel.kind == "im" else channel.name
        return {"id": channel_id, "name": name}

    def block_actions(
        self,
        action_id: str,
        *,
        message_ts: str | None = None,
        channel: Channel | None = None,
        view_id: str | None = None,
        ephemeral: bool = False,
        **fields: Any,
    ) -> Json:
        """A press in a message, or in a view; the element is looked up where it was shown.

        ``fields`` replace those of the action: ``value``, ``selected_option``, ``block_id``.
        """
        if view_id is not None:
            view = self.world.views[view_id]
            payload = self._outer("block_actions", root_view=view["root_view_id"])
            payload |= {
                "container": {"type": "view", "view_id": view_id},
                "view": view,
                "state": view["state"],
            }
            blocks = view["blocks"]
        else:
            place = channel or self.dm
            message = self.world.message(place.id, str(message_ts))
            shown = message.body if message else {"blocks": []}
            payload = self._outer("block_actions")
            container: Json = {
                "type": "message",
                "message_ts": message_ts,
                "channel_id": place.id,
                "is_ephemeral": ephemeral,
            }
            if shown.get("thread_ts"):
                container["thread_ts"] = shown["thread_ts"]
            payload |= {
                "container": container,
                "channel": self._place(place.id),
                "state": {"values": {}},
                "response_url": self._response_url(message, place.id),
            }
            if not ephemeral:
                payload["message"] = shown
            blocks = shown.get("blocks", [])
        action = _element(blocks, action_id) | {"action_ts": self.world.next_ts()} | fields
        return payload | {"actions": [action]}

    def view_submission(self, view_id: str, values: Json | None = None) -> Json:
        """A person submitted a modal; ``values`` is block id, action id, state."""
        view = self.world.views[view_id]
        state = {"values": values or {}}
        payload = self._outer("view_submission", root_view=view["root_view_id"])
        return payload | {"view": view | {"state": state}, "response_urls": []}

    def view_closed(self, view_id: str, *, is_cleared: bool = False) -> Json:
        """A person closed a modal that asked for notice; no trigger comes with it."""
        payload = self._outer("view_closed")
        del payload["trigger_id"]
        return payload | {"view": self.world.views[view_id], "is_cleared": is_cleared}

    def message_action(self, callback_id: str, message_payload: Json) -> Json:
        """A message shortcut on the message of an event payload."""
        event = message_payload["event"]
        hidden = {"channel", "channel_type", "event_ts"}
        message = self.world.message(event["channel"], event["ts"])
        return self._outer("message_action") | {
            "callback_id": callback_id,
            "action_ts": self.world.next_ts(),
            "message_ts": event["ts"],
            "channel": self._place(event["channel"]),
            "message": {k: v for k, v in event.items() if k not in hidden},
            "response_url": self._response_url(message, event["channel"]),
        }

    def shortcut(self, callback_id: str) -> Json:
        """A global shortcut."""
        return self._outer("shortcut") | {
            "callback_id": callback_id,
            "action_ts": self.world.next_ts(),
        }

    def slash_command(
        self, command: str, text: str = "", *, channel: Channel | None = None
    ) -> Json:
        """The form fields of a slash command."""
        place = channel or self.channel
        about = {"team": self.team.id, "channel": place.id, "user": self.user, "ts": None}
        return {
            "token": "made-up-verification-token",
            "team_id": self.team.id,
            "team_domain": self.team.domain,
            "channel_id": place.id,
            "channel_name": "directmessage" if place.kind == "im" else place.name,
            "user_id": self.user,
            "user_name": self.world.users[self.user]["name"],
            "command": command,
            "text": text,
            "api_app_id": self.world.app_id,
            "is_enterprise_install": "false",
            "response_url": self.world.response_url(kind="commands", about=about),
            "trigger_id": self.world.trigger(self.user, team=self.team),
        }


def _element(blocks: list[Json], action_id: str) -> Json:
    """The pressed element as an action: what it is and what it carries."""

    def inside(node: Any, block_id: str) -> Json | None:
        if isinstance(node, list):
            return next((hit for one in node if (hit := inside(one, block_id))), None)
        if not isinstance(node, dict):
            return None
        if node.get("action_id") == action_id:
            kept = {k: node[k] for k in ("type", "text", "value", "style") if k in node}
            return kept | {"action_id": action_id, "block_id": block_id}
        return next((hit for one in node.values() if (hit := inside(one, block_id))), None)

    for number, block in enumerate(blocks):
        block_id = str(block.get("block_id") or f"made{number}")
        if hit := inside(block, block_id):
            return json_copy(hit)
    return {"type": "button", "action_id": action_id, "block_id": "made0"}


def json_copy(value: Json) -> Json:
    """A deep copy of something that went over the wire."""
    copied: Json = json.loads(json.dumps(value))
    return copied
