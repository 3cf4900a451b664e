"""``chat.*``: messages, edits and streams."""

from __future__ import annotations

from typing import Any

from tests.servers.slack.content import check_blocks, check_metadata, check_texts, fill
from tests.servers.slack.ledger import Call
from tests.servers.slack.methods import Handler, Method
from tests.servers.slack.records import Channel, Install, Json, Message, Refused, Stream
from tests.servers.slack.world import World

_FLAGS = (
    "unfurl_links",
    "unfurl_media",
    "reply_broadcast",
    "link_names",
    "parse",
    "mrkdwn",
    "username",
    "icon_emoji",
    "icon_url",
    "client_msg_id",
)
_CHUNKS = frozenset({"markdown_text", "task_update", "plan_update", "blocks"})
_TASK_STATES = frozenset({"pending", "in_progress", "complete", "error"})


def channel_for(world: World, channel_id: object, *, install: Install) -> Channel:
    """A channel the token's workspace has; a person's id is their direct conversation."""
    found = world.channels.get(str(channel_id))
    team = install.team
    if found is None and str(channel_id) in world.users:
        if world.users[str(channel_id)]["team_id"] != team.id:
            raise Refused("channel_not_found")
        return world.open_im(str(channel_id), team=team)
    if found is None or (found.team.id != team.id and team.id not in found.shared_with):
        raise Refused("channel_not_found")
    return found


def writable(world: World, channel_id: object, *, install: Install) -> Channel:
    """A channel the bot may write to."""
    channel = channel_for(world, channel_id, install=install)
    if channel.archived:
        raise Refused("is_archived")
    if not channel.member:
        raise Refused("not_in_channel")
    return channel


def new_body(world: World, *, install: Install, thread_ts: object = None) -> Json:
    """A message of the bot, still without content."""
    body: Json = {
        "type": "message",
        "user": install.team.bot_user_id,
        "bot_id": install.team.bot_id,
        "app_id": world.app_id,
        "team": install.team.id,
        "text": "",
        "ts": world.next_ts(),
    }
    return body | ({"thread_ts": str(thread_ts)} if thread_ts else {})


def check_thread(world: World, channel: Channel, thread_ts: object) -> None:
    """The thread exists."""
    if thread_ts and world.message(channel.id, str(thread_ts)) is None:
        raise Refused("thread_not_found")


def _post_message(world: World, call: Call, install: Install) -> Json:
    args = call.args
    channel = writable(world, args.get("channel"), install=install)
    check_texts(args, limits=world.limits, longest_text=world.limits.text_characters)
    check_thread(world, channel, args.get("thread_ts"))
    body = new_body(world, install=install, thread_ts=args.get("thread_ts"))
    fill(body, args, limits=world.limits)
    flags = {key: args[key] for key in _FLAGS if key in args}
    message = world.put(Message(channel=channel.id, body=body, flags=flags, by_app=True))
    return {"channel": channel.id, "ts": message.ts, "message": body}


def _post_ephemeral(world: World, call: Call, install: Install) -> Json:
    args = call.args
    channel = writable(world, args.get("channel"), install=install)
    if args.get("user") not in world.users:
        raise Refused("user_not_in_channel")
    check_texts(args, limits=world.limits, longest_text=world.limits.text_characters)
    check_thread(world, channel, args.get("thread_ts"))
    body = new_body(world, install=install, thread_ts=args.get("thread_ts"))
    fill(body, args, limits=world.limits)
    world.ephemerals.append(body | {"channel": channel.id, "to": args["user"]})
    return {"message_ts": body["ts"]}


def _own(world: World, call: Call, install: Install, *, refusal: str) -> tuple[Channel, Message]:
    channel = channel_for(world, call.args.get("channel"), install=install)
    message = world.message(channel.id, str(call.args.get("ts")))
    if message is None:
        raise Refused("message_not_found")
    if not message.by_app or message.body.get("bot_id") != install.team.bot_id:
        raise Refused(refusal)
    return channel, message


def _update(world: World, call: Call, install: Install) -> Json:
    channel, message = _own(world, call, install, refusal="cant_update_message")
    if world.streaming(message):
        raise Refused("streaming_state_conflict")
    check_texts(call.args, limits=world.limits, longest_text=world.limits.update_characters)
    body = dict(message.body)
    fill(body, call.args, limits=world.limits)
    body["edited"] = {"user": install.team.bot_user_id, "ts": world.next_ts()}
    message.body = body
    message.edits += 1
    return {"channel": channel.id, "ts": message.ts, "text": body["text"], "message": body}


def _delete(world: World, call: Call, install: Install) -> Json:
    channel, message = _own(world, call, install, refusal="cant_delete_message")
    if world.streaming(message):
        raise Refused("cant_delete_message")
    message.deleted = True
    return {"channel": channel.id, "ts": message.ts}


# --- streams --------------------------------------------------------------------------------------


def _start_stream(world: World, call: Call, install: Install) -> Json:
    args = call.args
    channel = writable(world, args.get("channel"), install=install)
    if not args.get("thread_ts"):
        raise Refused("invalid_thread_ts")
    check_thread(world, channel, args["thread_ts"])
    if channel.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            if not args.get(name):
                raise Refused(f"missing_{name}")
    if args.get("task_display_mode") not in {None, "timeline", "plan", "dense"}:
        raise Refused("invalid_arguments")
    body = new_body(world, install=install, thread_ts=args["thread_ts"])
    stream = Stream(started_at=world.clock.monotonic())
    message = Message(channel=channel.id, body=body, by_app=True, stream=stream)
    _extend(world, message, stream, args)
    body["streaming_state"] = "in_progress"
    world.put(message)
    return {"channel": channel.id, "ts": message.ts}


def _extend(world: World, message: Message, stream: Stream, args: Json) -> None:
    """Add the text and chunks of a call, all or none of it."""
    chunks: Any = args.get("chunks") or []
    if not isinstance(chunks, list):
        raise Refused("invalid_chunks")
    if text := args.get("markdown_text"):
        chunks = [{"type": "markdown_text", "text": text}, *chunks]
    added, task_bytes = "", 0
    for chunk in chunks:
        kind = chunk.get("type") if isinstance(chunk, dict) else None
        if kind not in _CHUNKS:
            raise Refused("invalid_chunks")
        if kind == "markdown_text":
            if not isinstance(chunk.get("text"), str):
                raise Refused("invalid_chunks")
            added += chunk["text"]
        elif kind == "task_update":
            if not (chunk.get("id") and chunk.get("title")):
                raise Refused("invalid_chunks")
            if chunk.get("status") not in _TASK_STATES:
                raise Refused("invalid_chunks")
            task_bytes += len(str(chunk.get("details") or "").encode())
            task_bytes += len(str(chunk.get("output") or "").encode())
        elif kind == "blocks":
            check_blocks(chunk.get("blocks"), most=world.limits.blocks)
    if len(added) > world.limits.markdown_characters:
        raise Refused("msg_too_long")
    # Slack counts bytes on the way in: observed between 10.6 and 12 kB in public reports.
    size = stream.size_bytes + len(added.encode()) + task_bytes
    if size > world.limits.stream_bytes:
        raise Refused("msg_too_long")
    stream.size_bytes = size
    stream.chunks += chunks
    message.body["text"] += added


def _open_stream(world: World, call: Call, install: Install) -> tuple[Message, Stream]:
    channel = channel_for(world, call.args.get("channel"), install=install)
    message = world.message(channel.id, str(call.args.get("ts")))
    if message is None:
        raise Refused("message_not_found")
    if message.body.get("bot_id") != install.team.bot_id:
        raise Refused("message_not_owned_by_app")
    if message.stream is None or not world.streaming(message):
        if message.stream is not None:
            message.body["streaming_state"] = "errored"
        raise Refused("message_not_in_streaming_state")
    return message, message.stream


def _append_stream(world: World, call: Call, install: Install) -> Json:
    message, stream = _open_stream(world, call, install)
    if not call.args.get("markdown_text") and not call.args.get("chunks"):
        raise Refused("no_text")
    _extend(world, message, stream, call.args)
    return {"channel": message.channel, "ts": message.ts}


def _stop_stream(world: World, call: Call, install: Install) -> Json:
    message, stream = _open_stream(world, call, install)
    args = call.args
    blocks = args.get("blocks")
    if blocks is not None:
        check_blocks(blocks, most=world.limits.blocks)
    metadata = check_metadata(args["metadata"]) if args.get("metadata") else None
    _extend(world, message, stream, args)
    stream.stopped = True
    message.body["streaming_state"] = "completed"
    if blocks:
        message.body["blocks"] = blocks
    if metadata is not None:
        message.body["metadata"] = metadata
    if args.get("session_status"):
        world.sessions[message.channel, message.root] = args["session_status"]
    return {"channel": message.channel, "ts": message.ts, "message": message.body}


def stop_by_person(world: World, channel: str, thread_ts: str) -> list[str]:
    """The native stop button: Slack ends the open streams of a thread itself."""
    stopped = []
    for message in world.thread(channel, thread_ts):
        if message.stream and world.streaming(message):
            message.stream.stopped = True
            message.body["streaming_state"] = "completed"
            stopped.append(message.ts)
    return stopped


def _writes(handler: Handler) -> Method:
    return Method(handler, scope="chat:write")


CHAT = {
    "chat.postMessage": _writes(_post_message),
    "chat.postEphemeral": _writes(_post_ephemeral),
    "chat.update": _writes(_update),
    "chat.delete": _writes(_delete),
    "chat.startStream": _writes(_start_stream),
    "chat.appendStream": _writes(_append_stream),
    "chat.stopStream": _writes(_stop_stream),
}
