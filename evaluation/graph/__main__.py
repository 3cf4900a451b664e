"""CPU per turn of the graph: by kind of turn, by way of keeping checkpoints, and over 500 turns.

``python -m evaluation.graph``: routing included, agents and stores are twins that do nothing, so
what is measured is ours and LangGraph's. CPU time, because wall time depends on the neighbours.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from langgraph.checkpoint.base import BaseCheckpointSaver

from domain.agents import AgentId, Audience
from domain.ids import ConversationId, TurnId
from domain.messages import Action, Address, ChannelName, InboundMessage
from domain.ports import ChatModel
from domain.profiles import User
from domain.reply import Paragraph, Reply, text
from domain.turns import Dialogue, Speaker, Turn, TurnEvent, Utterance
from graph.agent import Agent, AgentReply, AgentRequest
from graph.routing.layered import LayeredRouter
from graph.supervisor import LangGraphSupervisor
from storage.checkpoints import open_checkpoints
from tests.twins.models import NoModel, ScriptedModel
from tests.twins.stores import FrozenClock, InMemoryUsers

ROUNDS = 5
TURNS_PER_ROUND = 100
FLAT_TURNS = 500
HISTORY_LINES = 12


class Answering(Agent):
    """Two kilobytes of answer, at once."""

    def __init__(self, agent: AgentId) -> None:
        self._agent = agent

    @property
    def id(self) -> AgentId:
        """Whom it stands for."""
        return self._agent

    async def answer(self, request: AgentRequest) -> AgentReply:
        """The answer."""
        del request
        return AgentReply(blocks=tuple(Paragraph(body=text("w " * 100)) for _ in range(10)))


async def _nobody(event: TurnEvent) -> None:
    del event


def _turn(number: int, user: User, *, words: str, action: Action | None = None) -> Turn:
    message = InboundMessage(
        address=Address(channel=ChannelName.CONSOLE, workspace="", conversation="c"),
        sender="ana",
        sender_name="Ana",
        audience=Audience.SEEKER,
        text=words,
        received_at=datetime.now(UTC),
        dedupe_keys=(str(number),),
        order_key=f"{number:08d}",
        action=action,
    )
    return Turn(
        id=TurnId(f"c:{number:08d}"),
        conversation=ConversationId("c"),
        user=user.id,
        message=message,
    )


def _dialogue(number: int) -> Dialogue:
    """The last lines of a conversation that is ``number`` turns old."""
    return Dialogue(
        history=tuple(
            Utterance(
                turn=TurnId(f"c:{line:08d}"),
                speaker=Speaker.ASSISTANT,
                text="word " * 200,
                at=datetime.now(UTC),
            )
            for line in range(max(0, number - HISTORY_LINES), number)
        )
    )


class Bench:
    """One supervisor and a counter of turns."""

    def __init__(self, *, model: ChatModel, saver: BaseCheckpointSaver[Any] | None) -> None:
        users = InMemoryUsers()
        self._user = users.add()
        agents = (AgentId.PROFILE, AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE, AgentId.HELP)
        self._supervisor = LangGraphSupervisor(
            agents={agent: Answering(agent) for agent in agents},
            router=LayeredRouter(),
            users=users,
            clock=FrozenClock(),
            model=model,
            checkpointer=saver,
        )
        self._number = 0

    async def turn(self, words: str, *, action: Action | None = None) -> Reply:
        """Answer the next turn."""
        self._number += 1
        turn = _turn(self._number, self._user, words=words, action=action)
        return await self._supervisor.answer(turn, _dialogue(self._number), events=_nobody)

    async def cpu_ms(self, words: str, *, action: Action | None = None) -> float:
        """Median over rounds of the CPU per turn, milliseconds."""
        rounds = []
        for _ in range(ROUNDS):
            started = time.process_time()
            for _ in range(TURNS_PER_ROUND):
                await self.turn(words, action=action)
            rounds.append((time.process_time() - started) / TURNS_PER_ROUND * 1000)
        return statistics.median(rounds)


KINDS: Mapping[str, tuple[str, Action | None]] = {
    "button": ("", Action(agent=AgentId.JOB_SEARCH, verb="save")),
    "typed, one agent": ("find jobs for me", None),
    "typed, agent not built": ("find a course for sql", None),
    "typed, two agents": ("update my phone number and show me jobs", None),
}


async def main() -> None:
    """Print the tables."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        saver = await stack.enter_async_context(
            open_checkpoints(f"sqlite:///{folder / 'checkpoints.db'}")
        )
        ways: Mapping[str, tuple[ChatModel, BaseCheckpointSaver[Any] | None]] = {
            "no checkpointer": (NoModel(), None),
            "checkpointer, no model": (NoModel(), saver),
            "checkpointer, model": (ScriptedModel(), saver),
        }
        print("CPU ms per turn (median of rounds)")
        for way, (model, used) in ways.items():
            for kind, (words, action) in KINDS.items():
                bench = Bench(model=model, saver=used)
                for _ in range(20):
                    await bench.turn(words, action=action)
                print(f"  {way:24} {kind:24} {await bench.cpu_ms(words, action=action):6.2f}")

        print(f"\nflatness over {FLAT_TURNS} turns of one conversation, CPU ms per turn")
        bench = Bench(model=ScriptedModel(), saver=saver)
        for _ in range(200):
            await bench.turn("find jobs for me")
        bench = Bench(model=ScriptedModel(), saver=saver)
        await bench.turn("find jobs for me")
        spent = []
        for _ in range(FLAT_TURNS):
            started = time.process_time()
            await bench.turn("find jobs for me")
            spent.append((time.process_time() - started) * 1000)
        parts = [spent[start : start + 100] for start in range(0, FLAT_TURNS, 100)]
        for number, part in enumerate(parts):
            first = number * 100 + 1
            print(f"  turns {first:3}-{first + 99:3}  {statistics.median(part):.2f}")
        change = statistics.median(parts[-1]) / statistics.median(parts[0]) - 1
        print(f"  last hundred against first: {change:+.1%}")


if __name__ == "__main__":
    asyncio.run(main())
