"""What a graph run keeps in its state (plain JSON) and what it only borrows (its context)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypedDict

from domain.agents import AgentId
from domain.encoding import from_json, to_json
from domain.profiles import User
from domain.turns import Dialogue, Route, Turn
from graph.agent import AgentReply
from graph.composition import Chorus


def join_parts(left: Mapping[str, str], right: Mapping[str, str]) -> dict[str, str]:
    """Both sides' parts; keyed by agent, so a node that runs twice still leaves one part.

    >>> join_parts({"profile": "a"}, {"profile": "b", "help": "c"})
    {'profile': 'b', 'help': 'c'}
    """
    return {**left, **right}


class TurnState(TypedDict, total=False):
    """The state of one run: strings only, so every checkpoint stores and reads it as it is."""

    turn_id: str
    route: str
    """JSON of a :class:`domain.turns.Route`."""
    durable: bool
    """True when a crash should not cost the work done so far: see docs/decisions."""
    parts: Annotated[dict[str, str], join_parts]
    """Agent id to the JSON of its :class:`graph.agent.AgentReply`."""
    reply: str
    """JSON of the composed :class:`domain.reply.Reply`."""


class AgentTask(TypedDict):
    """What is sent to an agent's node."""

    agent: str
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """What a run borrows from outside; never stored."""

    turn: Turn
    dialogue: Dialogue
    user: User
    chorus: Chorus
    language: str
    """ISO 639-1 code the person reads."""


def route_of(state: TurnState | AgentTask) -> Route:
    """The decided route."""
    return from_json(Route, state["route"])


def part_of(reply: AgentReply, *, agent: AgentId) -> dict[str, str]:
    """An agent's reply as an update of ``parts``."""
    return {agent.value: to_json(reply)}


def reply_of(state: TurnState, agent: AgentId) -> AgentReply:
    """An agent's reply from ``parts``."""
    return from_json(AgentReply, state["parts"][agent.value])
