"""Views, assistant threads, agent sessions, and the opening of a Socket Mode connection."""

from __future__ import annotations

import secrets

from tests.servers.slack.chat import channel_for
from tests.servers.slack.content import check_view
from tests.servers.slack.ledger import Call
from tests.servers.slack.methods import Method
from tests.servers.slack.records import Install, Json, Refused
from tests.servers.slack.world import World

_SESSION_STATES = frozenset({"processing", "active", "suspended", "closed"})
_MOST_PROMPTS = 4
_DEEPEST = 3


def _new_view(world: World, install: Install, view: Json, **extra: object) -> Json:
    view_id = world.next_id("V")
    made = {
        "id": view_id,
        "team_id": install.team.id,
        "app_id": world.app_id,
        "app_installed_team_id": install.team.id,
        "bot_id": install.team.bot_id,
        "hash": f"{int(world.clock.now())}.{secrets.token_hex(4)}",
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "state": {"values": {}},
        "clear_on_close": False,
        "notify_on_close": False,
        "root_view_id": view_id,
        "previous_view_id": None,
        "submit": None,
        "close": None,
    }
    world.views[view_id] = made | view | extra
    return world.views[view_id]


def _opened(world: World, call: Call, install: Install) -> Json:
    view = check_view(call.args.get("view"))
    if view["type"] != "modal":
        raise Refused("invalid_arguments")
    world.exchange(call.args.get("trigger_id"), team=install.team)
    return {"view": _new_view(world, install, view)}


def _pushed(world: World, call: Call, install: Install) -> Json:
    view = check_view(call.args.get("view"))
    trigger = world.exchange(call.args.get("trigger_id"), team=install.team)
    if trigger.root_view is None:
        raise Refused("not_found")
    below = [one for one in world.views.values() if one["root_view_id"] == trigger.root_view]
    if len(below) >= _DEEPEST:
        raise Refused("push_limit_reached")
    extra = {"root_view_id": trigger.root_view, "previous_view_id": below[-1]["id"]}
    return {"view": _new_view(world, install, view, **extra)}


def _updated(world: World, call: Call, install: Install) -> Json:
    view = check_view(call.args.get("view"))
    external = call.args.get("external_id")
    found = world.views.get(str(call.args.get("view_id"))) or next(
        (one for one in world.views.values() if external and one["external_id"] == external), None
    )
    if found is None or found["team_id"] != install.team.id:
        raise Refused("not_found")
    if call.args.get("hash") not in {None, found["hash"]}:
        raise Refused("hash_conflict")
    found.update(view, hash=f"{int(world.clock.now())}.{secrets.token_hex(4)}")
    return {"view": found}


def _published(world: World, call: Call, install: Install) -> Json:
    view = check_view(call.args.get("view"))
    user = str(call.args.get("user_id"))
    if view["type"] != "home" or user not in world.users:
        raise Refused("invalid_arguments")
    before = world.homes.get(user)
    if before is not None and call.args.get("hash") not in {None, before["hash"]}:
        raise Refused("hash_conflict")
    world.homes[user] = _new_view(world, install, view)
    return {"view": world.homes[user]}


# --- assistant threads and agent sessions ---------------------------------------------------------


def _status(world: World, call: Call, install: Install) -> Json:
    args = call.args
    channel = channel_for(world, args.get("channel_id"), install=install)
    if world.message(channel.id, str(args.get("thread_ts"))) is None:
        raise Refused("invalid_thread_ts")
    messages = args.get("loading_messages") or []
    if not isinstance(args.get("status"), str) or not isinstance(messages, list):
        raise Refused("invalid_arguments")
    if len(messages) > 10:
        raise Refused("invalid_arguments")
    world.statuses.append(
        {"channel": channel.id, "thread_ts": args["thread_ts"], "at_s": call.at_s}
        | {"status": args["status"], "loading_messages": messages}
    )
    return {}


def _title(world: World, call: Call, install: Install) -> Json:
    channel = channel_for(world, call.args.get("channel_id"), install=install)
    title = call.args.get("title")
    if not title or not isinstance(title, str):
        raise Refused("invalid_arguments")
    if world.message(channel.id, str(call.args.get("thread_ts"))) is None:
        raise Refused("invalid_thread_ts")
    world.titles[channel.id, str(call.args["thread_ts"])] = title
    return {}


def _prompts(world: World, call: Call, install: Install) -> Json:
    channel = channel_for(world, call.args.get("channel_id"), install=install)
    prompts = call.args.get("prompts")
    if not isinstance(prompts, list) or not all(
        isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts
    ):
        raise Refused("invalid_arguments")
    if not 0 < len(prompts) <= _MOST_PROMPTS:
        raise Refused("too_many_prompts" if prompts else "invalid_arguments")
    world.prompts[channel.id] = {"title": call.args.get("title"), "prompts": prompts}
    return {}


def _session(world: World, call: Call, install: Install) -> Json:
    channel = channel_for(world, call.args.get("channel_id"), install=install)
    status, thread_ts = call.args.get("status"), call.args.get("thread_ts")
    if status not in _SESSION_STATES:
        raise Refused("invalid_arguments")
    if thread_ts and world.message(channel.id, str(thread_ts)) is None:
        raise Refused("invalid_thread_ts")
    world.sessions[channel.id, thread_ts] = status
    if call.args.get("title"):
        world.titles[channel.id, str(thread_ts)] = call.args["title"]
    return {}


def _rename(world: World, call: Call, install: Install) -> Json:
    channel = channel_for(world, call.args.get("channel_id"), install=install)
    world.titles[channel.id, str(call.args.get("thread_ts"))] = str(call.args.get("title"))
    return {}


def _connect(world: World, call: Call, install: Install) -> Json:
    ticket = secrets.token_hex(16)
    world.tickets.add(ticket)
    root = world.root.replace("http", "ws", 1)
    return {"url": f"{root}/link/?ticket={ticket}&app_id={world.app_id}"}


SURFACES = {
    "views.open": Method(_opened),
    "views.push": Method(_pushed),
    "views.update": Method(_updated),
    "views.publish": Method(_published),
    "assistant.threads.setStatus": Method(_status, ("assistant:write", "chat:write")),
    "assistant.threads.setTitle": Method(_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(_prompts, "assistant:write"),
    "agents.sessions.setStatus": Method(_session, "chat:write"),
    "agents.sessions.rename": Method(_rename, "chat:write"),
    "apps.connections.open": Method(_connect, "connections:write", "app"),
}
