"""What an agent is: one request in, one part of a reply out. The supervisor composes the parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.agents import AgentId
from domain.ids import UserId
from domain.ports import EventSink
from domain.profiles import User
from domain.reply import Block, PendingQuestion, SuggestedPrompt
from domain.turns import Dialogue, Route, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRequest:
    """Everything an agent may know about the turn."""

    turn: Turn
    dialogue: Dialogue
    user: User
    route: Route
    language: str
    """ISO 639-1 code to answer in where a model words the answer; templates are English."""
    events: EventSink
    """Progress for the person; best effort."""

    @property
    def is_shared(self) -> bool:
        """Several agents answer this turn: keep to the two or three things that matter most."""
        return len(self.route.agents) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReply:
    """An agent's part of the reply."""

    blocks: tuple[Block, ...]
    prompts: tuple[SuggestedPrompt, ...] = ()
    pending: PendingQuestion | None = None
    language: str = "en"
    erased_user: bool = False
    is_personal: bool = True
    """False when a group may read it: it says nothing about a person."""
    became: UserId | None = None
    """The person of this turn from now on: two accounts became one."""
    wanted_model: bool = False
    """True when a model would have made this answer better and none was there."""


class Agent(Protocol):
    """One of the fourteen. Side effects must be idempotent: a node can run twice for one turn."""

    @property
    def id(self) -> AgentId: ...
    async def answer(self, request: AgentRequest) -> AgentReply: ...
