"""A turn: one accepted message and everything that becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from domain.agents import AgentId
from domain.ids import ConversationId, OutboundId, TurnId, UserId
from domain.messages import Address, InboundMessage
from domain.reply import PendingQuestion, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An accepted message: stored, ordered, owed an answer."""

    id: TurnId
    conversation: ConversationId
    user: UserId
    message: InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The result of accepting: ``is_new`` is False for a redelivered message."""

    turn: Turn
    is_new: bool


class Speaker(StrEnum):
    """Who said a line of the history."""

    PERSON = "person"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One line of a conversation's history."""

    turn: TurnId
    speaker: Speaker
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What a supervisor may know of the conversation before this turn: flat cost, last N lines."""

    history: tuple[Utterance, ...] = ()
    pending: PendingQuestion | None = None


RoutedBy = Literal["command", "rule", "embedding", "model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Who should answer, how sure we are (0 to 1), and which stage of the router decided."""

    agents: tuple[AgentId, ...]
    """At least one, most important first."""
    confidence: float
    by: RoutedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """What is happening now ("Reading your resume"); ``eta_s`` in seconds when we know."""

    text: str
    eta_s: float | None = None
    kind: Literal["status"] = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialText:
    """The answer so far while the model is still speaking (whole text, not a delta)."""

    text: str
    kind: Literal["partial"] = "partial"


TurnEvent = StatusChanged | PartialText


class OutboundState(StrEnum):
    """Life of one outbound message."""

    WAITING = "waiting"
    SENT = "sent"
    GONE = "gone"
    UNKNOWN = "unknown"
    """Sent or not, nobody can tell, and it must not be sent twice."""


class SendPromise(StrEnum):
    """What to do when it cannot be known whether a send got through."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


OutboundKind = Literal["reply", "digest", "alert", "reminder", "notice"]
"""An answer to a turn, a push that can be unsubscribed from (three kinds), or a single notice."""

_KIND_OF_PREFIX: dict[str, OutboundKind] = {
    "out": "reply",
    "dg": "digest",
    "al": "alert",
    "rm": "reminder",
    "ci": "reminder",  # of a learning plan
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One message owed to a conversation; its id is the idempotency key."""

    id: OutboundId
    address: Address
    reply: Reply
    turn: TurnId | None
    promise: SendPromise = SendPromise.AT_LEAST_ONCE
    state: OutboundState = OutboundState.WAITING
    provider_ref: str | None = None
    """The channel's own id of the sent message."""
    reply_to: str | None = None
    """The channel's own reference of the message that this answers."""
    recipient: str = ""
    """The channel's own id of the person it is for; empty when everybody there may read it."""
    under: OutboundId | None = None
    """It belongs into the thread that this earlier message begins; a channel without threads
    answers to it."""
    replaces: OutboundId | None = None
    """It is the newer state of this earlier message (or of what replaced that): edited in place.
    A channel that cannot edit sends it only when ``stands_alone``."""
    stands_alone: bool = True
    """False for progress: not worth a message of its own."""
    answers_to: str = ""
    """Mail address of the person that answers go to, for a letter that somebody wrote and approved;
    empty when answers come to us."""

    @property
    def kind(self) -> OutboundKind:
        """What it is, told by its id: ``dg:``, ``al:``, ``rm:`` and ``ci:`` name their person.

        >>> Outbound.kind_of(OutboundId("dg:u_1:2026-11-25"))
        'digest'
        """
        return self.kind_of(self.id)

    @staticmethod
    def kind_of(outbound: OutboundId) -> OutboundKind:
        """What a message with this id is."""
        return _KIND_OF_PREFIX.get(outbound.partition(":")[0], "notice")


class PartState(StrEnum):
    """How far one part of an outbound message is."""

    LIVE = "live"
    """Shown while the answer was being written; has to become the final text."""
    TRYING = "trying"
    """On its way to a provider that cannot be asked whether it arrived: noted before the call."""
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """One provider message of an outbound message that needs several."""

    part: int
    """From 0, in reading order."""
    state: PartState
    provider_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A stored message that is still to be delivered."""

    outbound: OutboundId
    ambiguous: bool
    """True when it may have been sent already: look it up first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The channel took it; ``provider_ref`` is the channel's own id."""

    provider_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Not now: try again after ``after_s`` seconds."""

    after_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Nobody is there any more (blocked, deleted); stop sending."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """It may or may not have got through (the connection broke after the request left)."""

    reason: str


Delivery = Sent | Retry | Gone | Ambiguous
