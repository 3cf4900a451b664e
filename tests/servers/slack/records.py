"""The records of the server: who, where, what was written, and what is refused."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object of the wire; Slack's shapes are open, so are these."""


class Refused(Exception):
    """An ``ok: false`` answer, sent with HTTP 200 as Slack does."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


class SlackClock:
    """Real time, moved forward on demand."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self.ahead_s

    def monotonic(self) -> float:
        """Seconds for measuring distances; never runs backwards."""
        return time.monotonic() + self.ahead_s

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.ahead_s += seconds


@dataclass(slots=True, kw_only=True)
class Team:
    """A workspace with this app installed, or not yet."""

    id: str
    name: str
    domain: str
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None = None


@dataclass(slots=True, kw_only=True)
class Install:
    """One token and what it may do."""

    token: str
    team: Team
    kind: Literal["bot", "app"]
    scopes: frozenset[str]
    state: Literal["active", "revoked", "uninstalled"] = "active"
    refresh_token: str | None = None
    expires_at: float | None = None


@dataclass(slots=True, kw_only=True)
class Channel:
    """A conversation: public, private, or direct."""

    id: str
    name: str
    team: Team
    kind: Literal["channel", "group", "im"] = "channel"
    user: str | None = None
    """The person of a direct conversation."""
    member: bool = True
    """Whether the bot is in it."""
    archived: bool = False
    shared_with: tuple[str, ...] = ()
    """Other workspaces of a Slack Connect channel."""


@dataclass(slots=True, kw_only=True)
class Stream:
    """The streaming state of a message."""

    started_at: float
    size_bytes: int = 0
    stopped: bool = False
    chunks: list[Json] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Message:
    """A stored message: what the API returns, and what only the server knows."""

    channel: str
    body: Json
    flags: Json = field(default_factory=dict)
    """Arguments that are not part of a message, such as ``unfurl_links``."""
    by_app: bool = False
    deleted: bool = False
    stream: Stream | None = None
    edits: int = 0

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def root(self) -> str:
        return str(self.body.get("thread_ts") or self.body["ts"])


@dataclass(slots=True, kw_only=True)
class Trigger:
    """Permission to open one modal, for three seconds."""

    team: Team
    user: str
    made_at: float
    used: bool = False
    root_view: str | None = None


@dataclass(slots=True, kw_only=True)
class HostedFile:
    """A file on Slack's disks, and how its download misbehaves."""

    id: str
    team: Team
    name: str
    title: str
    mimetype: str
    content: bytes
    user: str
    claimed_bytes: int | None = None
    """The size that its description says; None: the true one."""
    connect: bool = False
    """From another workspace: events only say ``check_file_info``."""
    shared_in: list[str] = field(default_factory=list)
    uploaded: bool = True
    finished: bool = True
    redirects: list[str] = field(default_factory=list)
    """Where the first requests are sent instead, one after the other."""
    chunk_pause_s: float = 0.0
    """Wait between two chunks of the body."""
    padding_bytes: int = 0
    """Zeros behind the content."""
    with_length: bool = True
    """Whether the answer says Content-Length."""
    status: int = 200


@dataclass(slots=True, kw_only=True)
class Limits:
    """What Slack refuses beyond."""

    text_characters: int = 40_000
    update_characters: int = 4_000
    markdown_characters: int = 12_000
    blocks: int = 50
    stream_bytes: int = 12_000
    stream_life_s: float = 300.0
    channel_per_s: int | None = None
    """Messages and edits per channel and second before 429; None: counted only."""
