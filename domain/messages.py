"""What comes in: one message of one person, whatever the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.agents import AgentId, Audience
from domain.ids import BlobId


class ChannelName(StrEnum):
    """Where a conversation takes place."""

    CONSOLE = "console"
    SLACK = "slack"
    TELEGRAM = "telegram"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that was stored (encrypted) before the message was accepted."""

    blob: BlobId
    name: str
    """As the sender named it: untrusted, for display only, never a path."""
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a button means: which agent does what with which arguments. Plain strings only."""

    agent: AgentId
    verb: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a conversation lives in the outer world; enough for a channel to deliver to it."""

    channel: ChannelName
    workspace: str
    """Slack team, Telegram bot; empty where the channel has no such thing."""
    conversation: str
    """The channel's own id of the chat, thread or mailbox conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message, decoded by a channel. Text, names and files are untrusted."""

    address: Address
    sender: str
    """The channel's own id of the person; unique within (channel, workspace)."""
    sender_name: str
    audience: Audience
    text: str
    received_at: datetime
    dedupe_keys: tuple[str, ...]
    """At least one; a message that shares any key with an accepted one is the same message."""
    order_key: str
    """Sorts as text within the conversation and is the same on redelivery."""
    attachments: tuple[Attachment, ...] = ()
    command: str | None = None
    """A slash command without the slash, lower case ("jobs"); its argument is ``text``."""
    action: Action | None = None
    """Set when the message is a pressed button or a chosen suggestion."""
    locale: str | None = None
    """BCP 47 tag from the channel ("de-AT"), if it tells."""
    time_zone: str | None = None
    """IANA name of the sender's time zone, if the channel tells; counts for somebody new only."""
    provider_ref: str | None = None
    """The channel's own reference of this message, by which a reply can point to it."""
    in_group: bool = False
    """Others read this conversation too."""
    is_open_to_all: bool = False
    """Anybody in the organisation can read it (a public channel): no details of a person."""
    mail_tag: str = ""
    """What stood behind the + of the mail address it was sent to; names a role."""
    notes: tuple[str, ...] = ()
    """Sentences for the person about what did not make it in (a file that is too large)."""
