"""What Slack can tell us, decoded; ids and words in it are untrusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.slack_channel.wire import Json

SHARED = "shared"
"""Kind of a channel that people of another organisation read too, private or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, and the thread in it; without a thread the channel itself."""

    channel: str
    thread: str = ""

    @property
    def conversation(self) -> str:
        """As it stands in an ``Address``."""
        return f"{self.channel}:{self.thread}" if self.thread else self.channel

    @classmethod
    def of(cls, conversation: str) -> Place:
        """The place of an address.

        >>> Place.of("D1:17.5").thread, Place.of("D1").thread
        ('17.5', '')
        """
        channel, _, thread = conversation.partition(":")
        return cls(channel=channel, thread=thread)

    @property
    def is_private(self) -> bool:
        """A direct conversation with one person."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words or files of a person, for us."""

    place: Place
    user: str
    ts: str
    order_key: str
    text: str
    files: tuple[Json, ...] = ()
    is_first: bool = False
    """It began its thread."""
    is_addressed: bool = True
    """In a direct conversation, or with our name. Other talk is for us in channels of a role only.
    """
    answers_us: bool = False
    """It stands in a thread that began with us."""
    channel_type: str = ""
    """As Slack tells it: ``channel`` is public; empty where it does not; :data:`SHARED`."""
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button or menu of a message, or of a view (then without a place)."""

    place: Place | None
    user: str
    action: Json
    label: str
    order_key: str
    message_ts: str = ""
    view: Json = field(default_factory=dict)
    """The dialog it stands in."""
    kind: Literal["pressed"] = "pressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A dialog that was sent off."""

    user: str
    view: Json
    kind: Literal["submitted"] = "submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A slash command."""

    user: str
    channel: str
    text: str
    kind: Literal["commanded"] = "commanded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A message shortcut, on a message of anybody."""

    user: str
    channel: str
    name: str
    text: str
    files: tuple[Json, ...]
    kind: Literal["shortcut"] = "shortcut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The native stop button."""

    place: Place
    user: str
    order_key: str
    kind: Literal["stopped"] = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody opened the app."""

    user: str
    channel: str
    tab: str
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The workspace took the app away."""

    at_s: float
    """Unix time."""
    kind: Literal["removed"] = "removed"


Heard = Said | Pressed | Submitted | Commanded | Shortcut | Stopped | Opened | Removed
