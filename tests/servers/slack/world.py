"""What a Slack deployment knows: workspaces, channels, messages, tokens, triggers and views."""

from __future__ import annotations

import itertools
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from tests.servers.slack.records import (
    Channel,
    HostedFile,
    Install,
    Json,
    Limits,
    Message,
    Refused,
    SlackClock,
    Team,
    Trigger,
)

DEFAULT_SCOPES = frozenset(
    [
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "im:history",
        "im:read",
        "im:write",
        "channels:history",
        "channels:read",
        "groups:history",
        "groups:read",
        "mpim:history",
        "files:read",
        "files:write",
        "commands",
        "users:read",
        "users:read.email",
        "reactions:read",
        "reactions:write",
        "team:read",
    ]
)
TRIGGER_LIFE_S = 3.0


class World:
    """All state; one loop touches it, so it needs no lock."""

    def __init__(self, *, clock: SlackClock, scopes: Iterable[str], limits: Limits) -> None:
        self.clock = clock
        self.limits = limits
        self.app_id = "A0FAKEAPP01"
        self.client_id = "1000000000001.2000000000002"
        self.client_secret = secrets.token_hex(16)
        self.signing_secret = secrets.token_hex(16)
        self.root = ""
        """Address of the server, without a slash at its end."""
        self.default_scopes = frozenset(scopes)
        self.teams: dict[str, Team] = {}
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.installs: dict[str, Install] = {}
        self.messages: list[Message] = []
        self.ephemerals: list[Json] = []
        self.triggers: dict[str, Trigger] = {}
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.statuses: list[Json] = []
        self.titles: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, Json] = {}
        self.sessions: dict[tuple[str, str | None], str] = {}
        self.reactions: list[Json] = []
        self.response_urls: dict[str, Json] = {}
        self.tickets: set[str] = set()
        self.codes: dict[str, Team] = {}
        self.files: dict[str, HostedFile] = {}
        self._numbers = itertools.count(1)
        self._by_ts: dict[tuple[str, str], Message] = {}
        self._by_channel: defaultdict[str, list[Message]] = defaultdict(list)
        self._by_root: defaultdict[tuple[str, str], list[Message]] = defaultdict(list)

    # --- ids ----------------------------------------------------------------------------------

    def next_id(self, prefix: str) -> str:
        """An id never given before, such as ``V0FAKE00000042``."""
        return f"{prefix}0FAKE{next(self._numbers):08d}"

    def next_ts(self) -> str:
        """A timestamp never given before, later than all before."""
        return f"{int(self.clock.now())}.{next(self._numbers):06d}"

    # --- who and where ------------------------------------------------------------------------

    def add_team(self, team_id: str, name: str, *, enterprise_id: str | None = None) -> Team:
        """A workspace; its bot exists from the start."""
        tail = team_id[1:]
        self.teams[team_id] = team = Team(
            id=team_id,
            name=name,
            domain=name.lower().replace(" ", "-"),
            bot_user_id=f"UB{tail}",
            bot_id=f"B{tail}",
            enterprise_id=enterprise_id,
        )
        self.add_user(team.bot_user_id, team=team, name="careergini", bot=True)
        return team

    def add_user(self, user_id: str, *, team: Team, name: str, bot: bool = False) -> None:
        """A person, or a bot's user."""
        self.users[user_id] = {
            "id": user_id,
            "team_id": team.id,
            "name": name,
            "real_name": name.title(),
            "tz": "Europe/Berlin",
            "tz_offset": 3600,
            "deleted": False,
            "is_bot": bot,
            "is_stranger": False,
            "is_restricted": False,
            "profile": {"real_name": name.title(), "display_name": name, "team": team.id}
            | ({} if bot else {"email": f"{name}@example.org"}),
            "locale": "en-GB",
        }

    def add_channel(self, channel: Channel) -> Channel:
        """A conversation."""
        self.channels[channel.id] = channel
        return channel

    def open_im(self, user: str, *, team: Team) -> Channel:
        """The direct conversation of the bot with a person, made if need be."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.user == user and channel.team.id == team.id:
                return channel
        made = Channel(id=self.next_id("D"), name=user, team=team, kind="im", user=user)
        return self.add_channel(made)

    def install(
        self, team: Team, *, scopes: Iterable[str] | None = None, life_s: float | None = None
    ) -> Install:
        """A new bot token of a workspace."""
        kind = "xoxe.xoxb-1-" if life_s else "xoxb-"
        install = Install(
            token=f"{kind}{team.id}-{secrets.token_hex(8)}",
            team=team,
            kind="bot",
            scopes=self.default_scopes if scopes is None else frozenset(scopes),
            refresh_token=f"xoxe-1-{secrets.token_hex(12)}" if life_s else None,
            expires_at=self.clock.now() + life_s if life_s else None,
        )
        self.installs[install.token] = install
        return install

    def app_install(self, team: Team) -> Install:
        """A new app-level token, for Socket Mode."""
        install = Install(
            token=f"xapp-1-{self.app_id}-{secrets.token_hex(8)}",
            team=team,
            kind="app",
            scopes=frozenset({"connections:write"}),
        )
        self.installs[install.token] = install
        return install

    # --- messages -----------------------------------------------------------------------------

    def put(self, message: Message) -> Message:
        """Store a message; one with the same timestamp in the channel replaces nothing."""
        self.messages.append(message)
        self._by_channel[message.channel].append(message)
        self._by_root[message.channel, message.root].append(message)
        self._by_ts.setdefault((message.channel, message.ts), message)
        return message

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that is not deleted."""
        found = self._by_ts.get((channel, ts))
        return None if found is None or found.deleted else found

    def in_channel(self, channel: str) -> list[Message]:
        """Its messages that are not deleted, oldest first."""
        return [one for one in self._by_channel[channel] if not one.deleted]

    def thread(self, channel: str, root: str) -> list[Message]:
        """The message and its replies, oldest first."""
        return [one for one in self._by_root[channel, root] if not one.deleted]

    def streaming(self, message: Message) -> bool:
        """Whether the message still takes chunks."""
        stream = message.stream
        return (
            stream is not None
            and not stream.stopped
            and self.clock.monotonic() - stream.started_at < self.limits.stream_life_s
        )

    def learn(self, event: Json, *, team_id: str) -> None:
        """Know the channel and message of an event that somebody is about to deliver."""
        channel_id, ts = event.get("channel"), event.get("ts")
        if not isinstance(channel_id, str) or team_id not in self.teams:
            return
        if channel_id not in self.channels:
            kinds: dict[str, Literal["channel", "group", "im"]] = {"im": "im", "group": "group"}
            kind = kinds.get(str(event.get("channel_type")), "channel")
            self.add_channel(
                Channel(
                    id=channel_id,
                    name=channel_id.lower(),
                    team=self.teams[team_id],
                    kind=kind,
                    user=event.get("user") if kind == "im" else None,
                )
            )
        if (
            isinstance(ts, str)
            and event.get("type") in {"message", "app_mention"}
            and event.get("subtype") not in {"message_changed", "message_deleted"}
            and self.message(channel_id, ts) is None
        ):
            hidden = {"channel", "channel_type", "event_ts"}
            body = {key: value for key, value in event.items() if key not in hidden}
            self.put(Message(channel=channel_id, body=body | {"type": "message"}))

    # --- triggers and answers to interactions ---------------------------------------------------

    def trigger(self, user: str, *, team: Team, root_view: str | None = None) -> str:
        """A trigger id that lives three seconds."""
        trigger_id = f"{next(self._numbers)}.{int(self.clock.now())}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(
            team=team, user=user, made_at=self.clock.monotonic(), root_view=root_view
        )
        return trigger_id

    def exchange(self, trigger_id: object, *, team: Team) -> Trigger:
        """Use a trigger up."""
        found = self.triggers.get(str(trigger_id))
        if found is None or found.team.id != team.id:
            raise Refused("invalid_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        if self.clock.monotonic() - found.made_at > TRIGGER_LIFE_S:
            raise Refused("expired_trigger_id")
        found.used = True
        return found

    def response_url(self, *, kind: Literal["actions", "commands"], about: Json) -> str:
        """An address that takes five answers within thirty minutes."""
        key = f"{kind}/{about['team']}/{next(self._numbers)}/{secrets.token_hex(12)}"
        self.response_urls[key] = about | {"left": 5, "made_at": self.clock.monotonic()}
        return f"{self.root}/{key}"
