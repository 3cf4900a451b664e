"""Protocols between channels and what keeps their state; everything else is in ``ports``.

All methods may raise :class:`domain.errors.TemporaryFailure`; other errors are named in the method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from domain.ids import OutboundId, TurnId, UserId
from domain.messages import Action, Address, ChannelName
from domain.ports import ErasureReceipt
from domain.profiles import User
from domain.turns import Outbound, PartState, SentPart


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """Something a channel was told, stored as it came before it is acknowledged."""

    channel: ChannelName
    workspace: str
    keys: tuple[str, ...]
    """At least one; an event that shares any key with a stored one is the same event."""
    lane: str
    """Events of one lane are worked off one at a time and in order: the conversation."""
    document: str
    """The provider's payload, JSON."""
    received_at: datetime
    bundle: str | None = None
    """Events with the same bundle (an album) are handed over together once it is quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event in the inbox; ``number`` grows in order of arrival."""

    number: int
    event: RawEvent
    failures: int = 0


class InboxStore(Protocol):
    """Raw events between their acknowledgement and their becoming turns."""

    async def put(self, events: Sequence[RawEvent]) -> Sequence[StoredEvent | None]:
        """Store all in one commit; None in the place of an event that was known already."""

    async def waiting(self) -> Sequence[StoredEvent]:
        """What still has to be worked off, in order of arrival."""

    async def done(self, numbers: Sequence[int]) -> None:
        """Forget the payloads; redelivery is still recognised."""

    async def failed(self, number: int, *, park: bool) -> None:
        """Count a failure; a parked event is not tried again and waits for the operator."""

    async def counts(self) -> Mapping[str, int]:
        """Gauges: ``waiting`` and ``parked``."""

    async def retire(self, *, older_than: timedelta) -> int:
        """Drop keys and parked events older than that; returns how many events."""


class PartStore(Protocol):
    """Which provider messages an outbound message has become so far."""

    async def parts(self, outbound: OutboundId) -> Sequence[SentPart]:
        """In order of ``part``."""

    async def note_part(
        self, outbound: OutboundId, *, part: int, state: PartState, provider_ref: str
    ) -> None: ...
    async def drop_part(self, outbound: OutboundId, *, part: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChoice:
    """A button or suggested prompt that was offered."""

    token: str
    outbound: OutboundId
    number: int
    label: str
    action: Action | None
    """None: its label is what the person says."""
    address: Address


class ChoiceStore(Protocol):
    """Buttons under short tokens, where a channel cannot carry what they mean."""

    async def keep(self, outbound: Outbound) -> Mapping[int, str]:
        """A token for every choice of the reply, by number; the same again for the same id.

        Tokens are 16 characters of ``[a-z2-7]``, keyed to this installation: nobody can guess
        one, and none leads into another conversation.
        """

    async def find(self, token: str, *, channel: ChannelName) -> KeptChoice | None: ...
    async def numbered(self, address: Address, number: int) -> KeptChoice | None:
        """That number of the last reply in this conversation that offered anything."""

    async def offered(self, address: Address, number: int) -> Sequence[KeptChoice]:
        """That number of every reply here that had one, newest first, at most 50."""

    async def retire(self, *, older_than: timedelta) -> int: ...


CodePurpose = Literal["link", "verify_email"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCode:
    """A code as it is shown once; only its hash is stored."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemedCode:
    """What a valid code stands for."""

    user: UserId
    payload: str


class CodeStore(Protocol):
    """One-time codes; wrong, used and expired ones look alike."""

    async def issue(
        self,
        *,
        purpose: CodePurpose,
        user: UserId,
        payload: str = "",
        valid: timedelta,
        turn: TurnId,
    ) -> OneTimeCode:
        """A code of that turn, the same when it runs again; older ones of the person stop."""

    async def look_at(self, code: str, *, purpose: CodePurpose) -> RedeemedCode | None:
        """What it stands for, without using it up."""

    async def redeem(self, code: str, *, purpose: CodePurpose, turn: TurnId) -> RedeemedCode | None:
        """Use it up; the same turn, run again after a crash, gets it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of a person's accounts: a Telegram user, a Slack member, a mail address."""

    channel: ChannelName
    workspace: str
    sender: str
    reachable: bool = True
    heard_at: datetime | None = field(default=None, compare=False)
    """When the person last wrote there; None when a store does not tell, or never."""


class AccountStore(Protocol):
    """Which accounts belong to whom."""

    async def owner(self, *, channel: ChannelName, workspace: str, sender: str) -> User | None: ...
    async def accounts(self, user: UserId) -> Sequence[Account]: ...
    async def attach(self, user: UserId, account: Account, *, conversation: str) -> bool:
        """Give an account that nobody has, or one without a profile, to this person.

        False when somebody else uses it. ``conversation`` is where it can be written to first.
        """

    async def join(self, *, stays: UserId, joins: UserId, profile_of: UserId) -> None:
        """Make two people one: accounts and conversations of ``joins`` become those of ``stays``.

        The settings of ``stays`` count, and the profile of ``profile_of``; what only one of them
        has is taken over.

        Raises:
            UserMistake: ``stays`` is gone, or they come from two different Slack workspaces.
        """

    async def detach(self, user: UserId, account: Account) -> UserId | None:
        """Separate an account with its conversations; the new person's id, None when unknown."""

    async def note_reachable(
        self, account: Account, *, reachable: bool, soft: bool = False
    ) -> None:
        """Blocked, kicked, bounced, or back again.

        ``soft`` failures only count: five in a row make it unreachable.
        """

    async def is_reachable(self, *, channel: ChannelName, workspace: str, sender: str) -> bool: ...
    async def move_conversation(
        self, *, channel: ChannelName, workspace: str, old: str, new: str
    ) -> None:
        """The provider gave a conversation another id (a Telegram group became a supergroup)."""

    async def erase_workspace(self, channel: ChannelName, workspace: str) -> ErasureReceipt:
        """Delete everybody and everything known only through this workspace, detach the rest."""


class SecretStore(Protocol):
    """Small secrets of channels (installations, cursors), encrypted at rest."""

    async def put(self, kind: str, key: str, content: bytes) -> None: ...
    async def get(self, kind: str, key: str) -> bytes | None: ...
    async def delete(self, kind: str, key: str) -> bytes | None:
        """What was there, exactly once over all processes."""

    async def keys(self, kind: str) -> Sequence[str]: ...


class Inbox(Protocol):
    """Where a channel puts what it was told, before it says thank you."""

    async def take_in(self, event: RawEvent) -> bool:
        """Return when it cannot be lost any more; False when it was known already."""


class EventHandler(Protocol):
    """Turns stored events into messages; runs again when it raises or the process dies.

    Gets one event, or all of a bundle.
    """

    async def __call__(self, events: Sequence[StoredEvent], /) -> None: ...


class Postbox(Protocol):
    """Messages that answer no turn."""

    async def post(self, outbound: Outbound) -> bool:
        """Store and send in the background; False when its id was posted before."""


class BoundPlaces(Protocol):
    """Channels and chats that belong to a role: files there are meant for us."""

    async def is_bound(self, address: Address) -> bool:
        """Whether this channel, or the channel of this thread, is a role's."""
