"""Payloads of the Events API as Slack sends them, with consistent ids and times."""

from __future__ import annotations

import base64
import json
import mimetypes
import uuid
from typing import Literal

from tests.servers.slack.chat import new_body, stop_by_person
from tests.servers.slack.files import described
from tests.servers.slack.records import Channel, HostedFile, Install, Json, Message, Team
from tests.servers.slack.world import World


class Events:
    """Builds payloads; what a person did is also stored, as Slack would have it by then."""

    def __init__(
        self, world: World, *, team: Team, user: str, channel: Channel, dm: Channel
    ) -> None:
        self.world = world
        self.team = team
        self.user = user
        self.channel = channel
        self.dm = dm

    # --- the envelope -------------------------------------------------------------------------

    def callback(self, event: Json, *, team: Team | None = None) -> Json:
        """The outer payload of an event; a new event id each time."""
        team = team or self.team
        event_id = self.world.next_id("Ev")
        context = base64.b64encode(json.dumps({"et": event["type"]}).encode()).decode()
        channel = self.world.channels.get(str(event.get("channel")))
        return {
            "token": "made-up-verification-token",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": team.enterprise_id,
            "api_app_id": self.world.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self.world.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": team.enterprise_id,
                    "team_id": team.id,
                    "user_id": team.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
            "event_context": f"4-{context}",
        } | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})

    # --- messages -----------------------------------------------------------------------------

    def message(
        self,
        text: str,
        *,
        channel: Channel | None = None,
        user: str | None = None,
        thread_ts: str | None = None,
        user_team: str | None = None,
        files: list[HostedFile] | None = None,
    ) -> Json:
        """A person's message, stored and wrapped; ``user_team``: of another workspace."""
        channel = channel or self.dm
        user = user or self.user
        ts = self.world.next_ts()
        event: Json = {
            "type": "message",
            "user": user,
            "ts": ts,
            "client_msg_id": str(uuid.uuid4()),
            "text": text,
            "team": user_team or channel.team.id,
            "blocks": [_rich_text(text)],
            "channel": channel.id,
            "event_ts": ts,
            "channel_type": channel.kind,
        }
        if user_team is not None:
            event |= {"user_team": user_team, "source_team": user_team}
        if thread_ts is not None:
            root = self.world.message(channel.id, thread_ts)
            event |= {"thread_ts": thread_ts}
            if root is not None:
                event["parent_user_id"] = root.body.get("user")
        if files is not None:
            event |= {
                "subtype": "file_share",
                "files": [described(self.world, file, full=False) for file in files],
                "upload": False,
                "display_as_bot": False,
            }
            for file in files:
                file.shared_in.append(channel.id)
        self.world.learn(event, team_id=channel.team.id)
        return self.callback(event, team=channel.team)

    def message_im(self, text: str, *, thread_ts: str | None = None) -> Json:
        """``message.im``: a person writes to the app."""
        return self.message(text, thread_ts=thread_ts)

    def message_channels(self, text: str, *, thread_ts: str | None = None) -> Json:
        """``message.channels``: a person writes in the channel."""
        return self.message(text, channel=self.channel, thread_ts=thread_ts)

    def mention(self, text: str, *, thread_ts: str | None = None) -> tuple[Json, Json]:
        """A mention arrives twice: as ``message`` and as ``app_mention``, with other event ids."""
        words = f"<@{self.channel.team.bot_user_id}> {text}"
        payload = self.message(words, channel=self.channel, thread_ts=thread_ts)
        return payload, self.app_mention_of(payload)

    def app_mention_of(self, payload: Json) -> Json:
        """The ``app_mention`` twin of a message event: same timestamp, other event id."""
        event = {k: v for k, v in payload["event"].items() if k != "channel_type"}
        team = self.world.teams[payload["team_id"]]
        return self.callback(event | {"type": "app_mention"}, team=team)

    def file(
        self,
        content: bytes,
        *,
        name: str = "resume.pdf",
        claimed_bytes: int | None = None,
        connect_team: str | None = None,
    ) -> HostedFile:
        """A file a person uploaded; ``connect_team`` is the other workspace of Slack Connect."""
        team = self.world.teams[connect_team] if connect_team else self.team
        file = HostedFile(
            id=self.world.next_id("F"),
            team=team,
            name=name,
            title=name,
            mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
            content=content,
            user=self.user,
            claimed_bytes=claimed_bytes,
            connect=connect_team is not None,
        )
        self.world.files[file.id] = file
        return file

    def connect_message(self, text: str, *, content: bytes | None = None) -> Json:
        """Slack Connect: a person of another workspace writes in a shared channel.

        ``content`` is a file that the event describes only as ``check_file_info``.
        """
        partner = self.world.teams.get("T0PARTNER01") or self.world.add_team(
            "T0PARTNER01", "Partner"
        )
        person = "U0PARTNER01"
        if person not in self.world.users:
            self.world.add_user(person, team=partner, name="noor")
        shared = self.world.channels.get("C0SHARED001") or self.world.add_channel(
            Channel(id="C0SHARED001", name="shared", team=self.team, shared_with=(partner.id,))
        )
        files = None if content is None else [self.file(content, connect_team=partner.id)]
        return self.message(text, channel=shared, user=person, user_team=partner.id, files=files)

    def file_share(
        self, *files: HostedFile, text: str = "", channel: Channel | None = None
    ) -> Json:
        """A message with files."""
        return self.message(text, channel=channel, files=list(files))

    def message_changed(self, payload: Json, text: str) -> Json:
        """A person edited the message of an earlier payload."""
        before = payload["event"]
        after = {k: v for k, v in before.items() if k not in {"channel", "channel_type"}}
        edit_ts = self.world.next_ts()
        changed = after | {
            "text": text,
            "blocks": [_rich_text(text)],
            "edited": {"user": before["user"], "ts": edit_ts},
        }
        if stored := self.world.message(before["channel"], before["ts"]):
            stored.body |= {"text": text, "edited": changed["edited"]}
        event = self._about(before, subtype="message_changed", ts=edit_ts)
        return self.callback(event | {"message": changed, "previous_message": after})

    def message_deleted(self, payload: Json) -> Json:
        """A person deleted the message of an earlier payload."""
        before = payload["event"]
        if stored := self.world.message(before["channel"], before["ts"]):
            stored.deleted = True
        gone = {k: v for k, v in before.items() if k not in {"channel", "channel_type"}}
        event = self._about(before, subtype="message_deleted", ts=self.world.next_ts())
        return self.callback(event | {"previous_message": gone, "deleted_ts": before["ts"]})

    def _about(self, before: Json, *, subtype: str, ts: str) -> Json:
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": before["channel"],
            "channel_type": before.get("channel_type", "channel"),
            "ts": ts,
            "event_ts": ts,
        }

    def bot_message(self, text: str, *, own: bool = False, channel: Channel | None = None) -> Json:
        """A message of another app, or the echo of our own."""
        channel = channel or self.channel
        install = Install(token="", team=channel.team, kind="bot", scopes=frozenset())
        body = new_body(self.world, install=install) | {"text": text}
        if not own:
            body |= {"bot_id": "B0OTHERBOT1", "app_id": "A0OTHERAPP1", "user": "U0OTHERBOT1"}
            body |= {"subtype": "bot_message", "username": "deploys"}
        self.world.put(Message(channel=channel.id, body=body, by_app=own))
        place = {"channel": channel.id, "channel_type": channel.kind, "event_ts": body["ts"]}
        return self.callback(body | place, team=channel.team)

    # --- the rest of the app ------------------------------------------------------------------

    def app_home_opened(self, tab: Literal["home", "messages"] = "home") -> Json:
        """A person opened the app; ``messages`` is the opening signal of a conversation."""
        event: Json = {
            "type": "app_home_opened",
            "user": self.user,
            "channel": self.dm.id,
            "tab": tab,
            "event_ts": self.world.next_ts(),
        }
        if tab == "home" and self.user in self.world.homes:
            event["view"] = self.world.homes[self.user]
        return self.callback(event)

    def app_context_changed(self) -> Json:
        """A person looks at another channel while the app is open."""
        return self.callback(
            {
                "type": "app_context_changed",
                "user": self.user,
                "channel": self.dm.id,
                "context": {"channel_id": self.channel.id, "team_id": self.team.id},
                "event_ts": self.world.next_ts(),
            }
        )

    def agent_session_stopped(self, thread_ts: str, *, channel: Channel | None = None) -> Json:
        """A person pressed the native stop button; Slack ends the streams first."""
        channel = channel or self.dm
        stopped = stop_by_person(self.world, channel.id, thread_ts)
        return self.callback(
            {
                "type": "agent_session_stopped",
                "channel": channel.id,
                "user": self.user,
                "thread_ts": thread_ts,
                "streaming_message_ts": stopped,
                "event_ts": self.world.next_ts(),
            },
            team=channel.team,
        )

    def reaction_added(self, message_ts: str, *, name: str = "+1") -> Json:
        """A person reacted to a message of the bot."""
        item = {"type": "message", "channel": self.channel.id, "ts": message_ts}
        return self.callback(
            {
                "type": "reaction_added",
                "user": self.user,
                "reaction": name,
                "item": item,
                "item_user": self.team.bot_user_id,
                "event_ts": self.world.next_ts(),
            }
        )

    def app_uninstalled(self, team: Team | None = None) -> Json:
        """The workspace removed the app; its tokens are dead."""
        team = team or self.team
        for install in self.world.installs.values():
            if install.team.id == team.id and install.kind == "bot":
                install.state = "uninstalled"
        event = {"type": "app_uninstalled", "event_ts": self.world.next_ts()}
        return self.callback(event, team=team)

    def tokens_revoked(self, team: Team | None = None) -> Json:
        """The bot's tokens were revoked."""
        team = team or self.team
        for install in self.world.installs.values():
            if install.team.id == team.id and install.kind == "bot":
                install.state = "revoked"
        tokens = {"oauth": [], "bot": [team.bot_user_id]}
        event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": self.world.next_ts()}
        return self.callback(event, team=team)


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "b1ocK", "elements": [section]}
