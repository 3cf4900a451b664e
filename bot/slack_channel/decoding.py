"""What Slack tells us: which of it is for us, under which keys, and what it means. Pure.

A person is ``(workspace, user id)``. The workspace is the team that installed the app, or the
organisation (``E…``) where it is installed for all of it, because user ids are then the same in all
its teams. People of other companies in a Slack Connect channel have ids of their own; their words
belong to the workspace that installed the app, not to theirs.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

from bot.slack_channel.hearing import (
    SHARED,
    Commanded,
    Heard,
    Opened,
    Place,
    Pressed,
    Removed,
    Said,
    Shortcut,
    Stopped,
    Submitted,
)
from bot.slack_channel.wire import Json, look, object_at, objects_at, text_at
from domain.channel_ports import RawEvent
from domain.messages import ChannelName

_PERSONS_SUBTYPES = frozenset({"", "file_share", "thread_broadcast"})
_MENTION = "<@{user}(?:\\|[^<>]*)?>"
_NOT_KEPT = frozenset({"token", "authorizations", "trigger_id", "response_url", "response_urls"})
"""Not needed later, and most of it opens something."""
_DELETED_APP = frozenset({"app_uninstalled", "tokens_revoked"})


def workspace_of(body: Json) -> str:
    """The workspace of this installation; empty when the payload does not say.

    >>> workspace_of({"team_id": "T1", "enterprise_id": "E1", "authorizations": [{"user_id": "U"}]})
    'T1'
    """
    granted = next(iter(objects_at(body, "authorizations")), {})
    org_wide = look(granted, "is_enterprise_install") is True or look(
        body, "is_enterprise_install"
    ) in {True, "true"}
    if org_wide:
        enterprise = (
            text_at(granted, "enterprise_id")
            or text_at(body, "enterprise", "id")
            or text_at(body, "enterprise_id")
        )
        if enterprise:
            return enterprise
    return (
        text_at(body, "view", "app_installed_team_id")
        or text_at(granted, "team_id")
        or text_at(body, "team", "id")
        or text_at(body, "team_id")
        or text_at(body, "user", "team_id")
        or text_at(body, "view", "team_id")
    )


def bot_user_of(body: Json) -> str:
    """Our own user in that workspace, where the payload says so."""
    granted = next(iter(objects_at(body, "authorizations")), {})
    return text_at(granted, "user_id") if look(granted, "is_bot") is True else ""


def raw_event(body: Json, *, bot_user: str, now: datetime) -> RawEvent | None:
    """What has to be stored of a payload; None when it is not for us.

    Args:
        body: the payload: an event, an interaction or a command.
        bot_user: our own user id, where the payload does not name it.
        now: when it came.
    """
    bot_user = bot_user_of(body) or bot_user
    workspace = workspace_of(body)
    if not workspace:
        return None
    found = _identified(body, bot_user=bot_user)
    if found is None:
        return None
    keys, lane = found
    kept = {key: value for key, value in body.items() if key not in _NOT_KEPT}
    return RawEvent(
        channel=ChannelName.SLACK,
        workspace=workspace,
        keys=tuple(dict.fromkeys(keys)),
        lane=lane,  # the conversation as in its address: so an erasure finds what waits
        document=json.dumps({"bot_user": bot_user, "body": kept}, ensure_ascii=False),
        received_at=now,
    )


def heard(event: RawEvent) -> Heard | None:
    """What a stored payload means; None when it means nothing to us."""
    document = object_at(json.loads(event.document))
    body = object_at(document, "body")
    moment = f"{event.received_at.timestamp():.6f}"
    match text_at(body, "type"):
        case "event_callback":
            return _heard_event(body, bot_user=text_at(document, "bot_user"))
        case "block_actions":
            return _pressed(body, moment=moment)
        case "view_submission":
            return Submitted(user=text_at(body, "user", "id"), view=object_at(body, "view"))
        case "message_action":
            return Shortcut(
                user=text_at(body, "user", "id"),
                channel=text_at(body, "channel", "id"),
                name=text_at(body, "callback_id"),
                text=plain_words(text_at(body, "message", "text")),
                files=tuple(objects_at(body, "message", "files")),
            )
        case "" if text_at(body, "command"):
            return Commanded(
                user=text_at(body, "user_id"),
                channel=text_at(body, "channel_id"),
                text=plain_words(text_at(body, "text")),
            )
    return None


def is_removal(body: Json) -> bool:
    """Whether the workspace took the app away: then nothing of it may be known any more."""
    return text_at(body, "event", "type") in _DELETED_APP


def heard_press(body: Json) -> Pressed | None:
    """The press of a ``block_actions`` payload that was not stored."""
    return _pressed(body, moment="")


def _identified(body: Json, *, bot_user: str) -> tuple[list[str], str] | None:
    """Keys and lane of a payload that is for us."""
    match text_at(body, "type"):
        case "event_callback":
            return _identified_event(body, bot_user=bot_user)
        case "block_actions":
            action = next(iter(objects_at(body, "actions")), {})
            place = _place_of_press(body)
            where = place.conversation if place else text_at(body, "container", "view_id")
            at, element = text_at(action, "action_ts"), text_at(action, "action_id")
            keys = [f"action:{text_at(body, 'user', 'id')}:{where}:{element}:{at}"] if at else []
            keys += _trigger_key(body)
            lane = place.conversation if place else text_at(body, "user", "id")
        case "view_submission":
            view = object_at(body, "view")
            keys = [f"view:{text_at(view, 'id')}:{text_at(view, 'hash')}", *_trigger_key(body)]
            lane = text_at(body, "user", "id")
        case "message_action":
            keys, lane = _trigger_key(body), text_at(body, "user", "id")
        case "" if text_at(body, "command"):
            keys, lane = _trigger_key(body), text_at(body, "user_id")
        case _:
            return None
    return (keys, lane) if keys and lane else None


def _trigger_key(body: Json) -> list[str]:
    trigger = text_at(body, "trigger_id")
    return [f"trigger:{trigger}"] if trigger else []


def _identified_event(body: Json, *, bot_user: str) -> tuple[list[str], str] | None:
    event_id = text_at(body, "event_id")
    event = object_at(body, "event")
    keys = [f"event:{event_id}"] if event_id else []
    match _heard_event(body, bot_user=bot_user):
        case Said() as said:
            # A mention comes as ``message`` and as ``app_mention``, with different event ids.
            edit = text_at(_message_of(event), "edited", "ts")
            keys.append(f"message:{said.place.channel}:{said.ts}:{edit}".rstrip(":"))
            return keys, said.place.conversation
        case Stopped() as stopped:
            return [*keys, f"stop:{stopped.place.conversation}:{stopped.order_key}"], (
                stopped.place.conversation
            )
        case Opened() as opened:
            keys.append(f"opened:{opened.user}:{text_at(event, 'event_ts')}")
            return keys, opened.user
        case Removed():
            return [*keys, f"removed:{text_at(event, 'event_ts')}"], "removal"
    return None


def _heard_event(body: Json, *, bot_user: str) -> Heard | None:
    event = object_at(body, "event")
    match text_at(event, "type"):
        case "message" | "app_mention":
            is_shared = look(body, "is_ext_shared_channel") is True
            return _said(event, bot_user=bot_user, is_shared=is_shared)
        case "agent_session_stopped":
            thread = text_at(event, "thread_ts")
            channel = text_at(event, "channel") or text_at(event, "channel_id")
            if not (thread and channel and text_at(event, "user")):
                return None
            return Stopped(
                place=Place(channel=channel, thread=thread),
                user=text_at(event, "user"),
                order_key=text_at(event, "event_ts") or thread,
            )
        case "app_home_opened":
            return Opened(
                user=text_at(event, "user"),
                channel=text_at(event, "channel"),
                tab=text_at(event, "tab"),
            )
        case kind if kind in _DELETED_APP:
            # Only the bot's own token matters: people's tokens are never asked for.
            if kind == "tokens_revoked" and not look(event, "tokens", "bot"):
                return None
            at = look(body, "event_time")
            return Removed(at_s=float(at) if isinstance(at, int | float) else 0.0)
    return None


def _message_of(event: Json) -> Json:
    """The message itself: of an edit, the new one."""
    changed = text_at(event, "subtype") == "message_changed"
    return object_at(event, "message") if changed else event


def _said(event: Json, *, bot_user: str, is_shared: bool = False) -> Said | None:
    is_edit = text_at(event, "subtype") == "message_changed"
    message = _message_of(event)
    text, ts, user = (text_at(message, key) for key in ("text", "ts", "user"))
    channel = text_at(event, "channel")
    if (
        text_at(message, "subtype") not in _PERSONS_SUBTYPES
        or text_at(message, "bot_id")
        or user in {"", bot_user}
        or not (channel and ts)
    ):
        return None
    if is_edit and (
        # Link previews and thread counters change a message too, without new words.
        not text_at(message, "edited", "ts") or text == text_at(event, "previous_message", "text")
    ):
        return None
    mention = re.compile(_MENTION.format(user=re.escape(bot_user))) if bot_user else None
    is_direct = text_at(event, "channel_type") in {"im", "mpim"} or channel.startswith("D")
    is_mentioned = text_at(event, "type") == "app_mention" or (
        mention is not None and mention.search(text) is not None
    )
    thread = text_at(message, "thread_ts")
    # The files of an edited message were read when it came.
    files = () if is_edit else tuple(objects_at(message, "files"))
    is_addressed = is_direct or is_mentioned
    if not (is_addressed or files or (thread and thread != ts and text)):
        return None
    return Said(
        place=Place(channel=channel, thread=thread or ts),
        user=user,
        ts=ts,
        order_key=text_at(message, "edited", "ts") if is_edit else ts,
        text=_words(text, mention=mention),
        files=files,
        is_first=not is_edit and thread in {"", ts},
        is_addressed=is_addressed,
        answers_us=bool(bot_user) and text_at(message, "parent_user_id") == bot_user,
        channel_type=SHARED if is_shared else text_at(event, "channel_type"),
    )


def _words(text: str, *, mention: re.Pattern[str] | None) -> str:
    """What the person typed: without our name, links and entities as they were."""
    if mention is not None:
        text = mention.sub(" ", text)
    return plain_words(text)


def plain_words(text: str) -> str:
    """Slack's markup back into what a person typed or pasted.

    >>> plain_words("see <https://example.org|example.org> &amp; <mailto:a@b.org|a@b.org>")
    'see https://example.org & a@b.org'
    """
    # No "<" within: what never closes is not looked through once more from every beginning.
    text = re.sub(r"<mailto:([^|<>]+)(?:\|[^<>]*)?>", r"\1", text)
    text = re.sub(r"<((?:https?|tel):[^|<>]+)(?:\|[^<>]*)?>", r"\1", text)
    text = re.sub(r"<#[^|<>]+\|([^<>]+)>", r"#\1", text)
    text = re.sub(r"<![^|<>]+\|([^<>]+)>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _place_of_press(body: Json) -> Place | None:
    """The conversation of the message whose button was pressed."""
    channel = text_at(body, "channel", "id") or text_at(body, "container", "channel_id")
    if not channel:
        return None
    root = (
        text_at(body, "container", "thread_ts")
        or text_at(body, "message", "thread_ts")
        or text_at(body, "container", "message_ts")
        or text_at(body, "message", "ts")
    )
    return Place(channel=channel, thread=root)


def _pressed(body: Json, *, moment: str) -> Pressed | None:
    action = next(iter(objects_at(body, "actions")), None)
    if action is None:
        return None
    return Pressed(
        place=_place_of_press(body),
        user=text_at(body, "user", "id"),
        action=action,
        label=text_at(action, "text", "text") or text_at(action, "selected_option", "text", "text"),
        order_key=text_at(action, "action_ts") or moment,
        message_ts=text_at(body, "container", "message_ts"),
        view=object_at(body, "view"),
    )
