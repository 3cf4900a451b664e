"""The app as Slack has to know it: exactly what the code uses."""

from __future__ import annotations

from typing import Literal

from bot.slack_channel.ingress import EVENTS_PATH, REDIRECT_PATH
from bot.slack_channel.prompts import suggested_prompts
from bot.slack_channel.shortcuts import CHECK_DESCRIPTION, COMMAND, NEW_ROLE, READ_RESUME
from bot.slack_channel.wire import Json
from domain.agents import Audience

BOT_EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
"""``message.channels`` and ``message.groups`` are for files in channels of a role. Other talk there
is dropped when it comes in: it is not stored."""

BOT_SCOPES = (
    "app_mentions:read",  # the event of the same name
    "assistant:write",  # titles and suggested prompts
    "channels:history",  # look our own reply up in a thread before sending it again
    "channels:read",  # is a channel public
    "chat:write",
    "commands",  # the slash command and the shortcuts
    "files:read",
    "files:write",
    "groups:history",  # the same in private channels
    "groups:read",  # is a channel private
    "im:history",  # messages to us
    "im:write",  # open a direct conversation for details and files
    "mpim:history",  # messages in group conversations
    "users:read",  # names and languages
)


def manifest(
    *, mode: Literal["socket", "http"], public_url: str, many: bool, audience: Audience
) -> Json:
    """The manifest, as JSON has it.

    Args:
        mode: how Slack reaches us.
        public_url: where it does so with ``http``; without a slash at its end.
        many: whether other workspaces install the app, by OAuth.
        audience: whom it serves at first.
    """
    events: Json = {"bot_events": list(BOT_EVENTS)}
    interactivity: Json = {"is_enabled": True}
    command: Json = {
        "command": COMMAND,
        "description": "Ask CareerGini; the answer comes in a direct message",
        "usage_hint": "[what you want]",
        "should_escape": True,
    }
    oauth: Json = {"scopes": {"bot": list(BOT_SCOPES)}}
    if mode == "http":
        address = f"{public_url}{EVENTS_PATH}"
        events["request_url"] = address
        interactivity |= {"request_url": address, "message_menu_options_url": address}
        command["url"] = address
    if many:
        oauth["redirect_urls"] = [f"{public_url}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "CareerGini",
            "description": "Career and recruiting assistant",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": "Helps with resumes, job search, roles and screening. It is "
                "an AI: check what it says.",
                "suggested_prompts": list(suggested_prompts(audience)),
            },
            "bot_user": {"display_name": "CareerGini", "always_online": True},
            "shortcuts": list(_shortcuts()),
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": many,
            "socket_mode_enabled": mode == "socket",
            # A rotating token cannot stand in a settings file.
            "token_rotation_enabled": many,
        },
    }


def _shortcuts() -> tuple[Json, ...]:
    return (
        {
            "name": "Check job description",
            "type": "message",
            "callback_id": CHECK_DESCRIPTION,
            "description": "Bias, clarity and what the law asks for",
        },
        {
            "name": "Analyse this resume",
            "type": "message",
            "callback_id": READ_RESUME,
            "description": "Reads the files of the message",
        },
        {
            "name": "New role",
            "type": "global",
            "callback_id": NEW_ROLE,
            "description": "Describe a role to fill",
        },
    )
