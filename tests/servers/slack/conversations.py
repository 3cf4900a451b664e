"""``conversations.*``, ``auth.*``, ``reactions.add`` and the descriptions of people and teams."""

from __future__ import annotations

from tests.servers.slack.chat import channel_for
from tests.servers.slack.ledger import Call
from tests.servers.slack.methods import Method
from tests.servers.slack.records import Channel, Install, Json, Message, Refused
from tests.servers.slack.world import World

_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def shown(world: World, message: Message, *, with_metadata: bool) -> Json:
    """A message as the history methods return it."""
    body = {k: v for k, v in message.body.items() if k != "metadata" or with_metadata}
    if message.root != message.ts:
        return body
    replies = world.thread(message.channel, message.ts)[1:]
    if replies:
        latest = replies[-1].ts
        body |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": latest}
    return body


def _page(world: World, call: Call, messages: list[Message], *, most: int) -> Json:
    args = call.args
    inclusive = _true(args.get("inclusive"))

    def inside(message: Message) -> bool:
        at, oldest, latest = message.ts, args.get("oldest"), args.get("latest")
        if oldest and (_number(at) < _number(oldest) or (at == oldest and not inclusive)):
            return False
        return not (latest and (_number(at) > _number(latest) or (at == latest and not inclusive)))

    inside_all = [message for message in messages if inside(message)]
    try:
        limit = max(1, min(int(args.get("limit") or most), 999))
        start = int(str(args.get("cursor") or "next:0").removeprefix("next:"))
    except ValueError as error:
        raise Refused("invalid_cursor") from error
    page = inside_all[start : start + limit]
    more = start + limit < len(inside_all)
    with_metadata = _true(args.get("include_all_metadata"))
    return {
        "messages": [shown(world, one, with_metadata=with_metadata) for one in page],
        "has_more": more,
        "response_metadata": {"next_cursor": f"next:{start + limit}" if more else ""},
    }


def _number(ts: object) -> float:
    try:
        return float(str(ts))
    except ValueError as error:
        raise Refused("invalid_ts_latest") from error


def _true(value: object) -> bool:
    return str(value).lower() in {"1", "true"}


def _readable(world: World, call: Call, install: Install) -> Channel:
    channel = channel_for(world, call.args.get("channel"), install=install)
    if not channel.member:
        raise Refused("not_in_channel")
    needed = {"im": "im:history", "group": "groups:history", "channel": "channels:history"}
    if needed[channel.kind] not in install.scopes:
        raise Refused("missing_scope", needed=needed[channel.kind])
    return channel


def _replies(world: World, call: Call, install: Install) -> Json:
    channel = _readable(world, call, install)
    root = world.message(channel.id, str(call.args.get("ts")))
    if root is None:
        raise Refused("thread_not_found")
    thread = world.thread(channel.id, root.root)
    thread.sort(key=lambda one: _number(one.ts))
    return _page(world, call, thread, most=1000)


def _history(world: World, call: Call, install: Install) -> Json:
    channel = _readable(world, call, install)
    roots = [
        one
        for one in world.in_channel(channel.id)
        if one.root == one.ts or one.flags.get("reply_broadcast")
    ]
    roots.sort(key=lambda one: _number(one.ts), reverse=True)
    return _page(world, call, roots, most=100)


def _open(world: World, call: Call, install: Install) -> Json:
    if "im:write" not in install.scopes:
        raise Refused("missing_scope", needed="im:write")
    users = [one for one in str(call.args.get("users") or "").split(",") if one]
    if call.args.get("channel"):
        channel = channel_for(world, call.args["channel"], install=install)
    elif len(users) == 1:
        if users[0] not in world.users:
            raise Refused("user_not_found")
        channel = world.open_im(users[0], team=install.team)
    else:
        raise Refused("users_list_not_supplied" if not users else "too_many_users")
    full = _described(channel) if _true(call.args.get("return_im")) else {"id": channel.id}
    return {"channel": full}


def _described(channel: Channel) -> Json:
    shared = bool(channel.shared_with)
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": channel.member,
        "is_ext_shared": shared,
        "is_shared": shared,
        "context_team_id": channel.team.id,
        "shared_team_ids": [channel.team.id, *channel.shared_with],
    } | ({"user": channel.user} if channel.kind == "im" else {})


def _info(world: World, call: Call, install: Install) -> Json:
    return {"channel": _described(channel_for(world, call.args.get("channel"), install=install))}


def _user(world: World, call: Call, install: Install) -> Json:
    found = world.users.get(str(call.args.get("user")))
    if found is None:
        raise Refused("user_not_found")
    user = dict(found)
    if "users:read.email" not in install.scopes:
        user["profile"] = {k: v for k, v in user["profile"].items() if k != "email"}
    if not _true(call.args.get("include_locale")):
        user.pop("locale")
    return {"user": user | {"is_stranger": user["team_id"] != install.team.id}}


def _team(world: World, call: Call, install: Install) -> Json:
    team = world.teams.get(str(call.args.get("team") or install.team.id))
    if team is None:
        raise Refused("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}


def _bot(world: World, call: Call, install: Install) -> Json:
    team = install.team
    if call.args.get("bot") not in {None, team.bot_id}:
        raise Refused("bot_not_found")
    return {
        "bot": {
            "id": team.bot_id,
            "deleted": False,
            "name": "careergini",
            "app_id": world.app_id,
            "user_id": team.bot_user_id,
            "icons": {},
        }
    }


def _auth_test(world: World, call: Call, install: Install) -> Json:
    team = install.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": "careergini",
        "team_id": team.id,
        "user_id": team.bot_user_id,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    } | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})


def _revoke(world: World, call: Call, install: Install) -> Json:
    if _true(call.args.get("test")):
        return {"revoked": False}
    install.state = "revoked"
    return {"revoked": True}


def _uninstall(world: World, call: Call, install: Install) -> Json:
    if (call.args.get("client_id"), call.args.get("client_secret")) != (
        world.client_id,
        world.client_secret,
    ):
        raise Refused("bad_client_secret")
    for one in world.installs.values():
        if one.team.id == install.team.id and one.kind == "bot":
            one.state = "uninstalled"
    return {}


def _react(world: World, call: Call, install: Install) -> Json:
    channel = channel_for(world, call.args.get("channel"), install=install)
    reaction = {
        "channel": channel.id,
        "ts": str(call.args.get("timestamp")),
        "name": str(call.args.get("name")),
        "user": install.team.bot_user_id,
    }
    if world.message(channel.id, reaction["ts"]) is None:
        raise Refused("message_not_found")
    if reaction in world.reactions:
        raise Refused("already_reacted")
    world.reactions.append(reaction)
    return {}


CONVERSATIONS = {
    "conversations.replies": Method(_replies, _HISTORY),
    "conversations.history": Method(_history, _HISTORY),
    "conversations.open": Method(_open, ("im:write", "mpim:write", "channels:manage")),
    "conversations.info": Method(_info, _READ),
    "users.info": Method(_user, "users:read"),
    "team.info": Method(_team, "team:read"),
    "bots.info": Method(_bot, "users:read"),
    "auth.test": Method(_auth_test),
    "auth.revoke": Method(_revoke),
    "apps.uninstall": Method(_uninstall),
    "reactions.add": Method(_react, "reactions:write"),
}
