"""The process that gets killed: real dispatcher, stores, engine and supervisor around a peer.

``python -m tests.acceptance.kill_worker CONFIG.json``
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import structlog

from bot.delivery import Outbox
from bot.dispatcher import Dispatcher
from bot.pacing import Pace, Pacer
from domain.agents import AgentId, Audience
from domain.messages import ChannelName, InboundMessage
from domain.ports import Clock, EventSink, Router, Supervisor
from domain.reply import Paragraph, Reply, text
from domain.turns import Dialogue, Route, Turn
from graph.agent import Agent, AgentReply, AgentRequest
from graph.supervisor import LangGraphSupervisor
from integrations.durable.engine import Work
from integrations.durable.opening import open_engine
from storage.checkpoints import open_checkpoints
from storage.database import open_database
from storage.outbound import SqlOutbound
from storage.turns import SqlTurns
from storage.users import SqlUsers
from tests.servers.peer_channel import PeerChannel, take_updates
from tests.twins.models import ScriptedModel

STEP_S = 0.012
"""Seconds that each of a turn's three agents takes: a kill has to be able to hit between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One worker."""

    folder: str
    database_url: str
    engine_url: str
    checkpoints_url: str
    peer_url: str
    executor_id: str
    lookup: bool = True
    redeliveries: int = 0
    """How many times every message is accepted again right away."""
    poison: str = ""
    """A message text whose turn takes the whole process down."""


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


class ThreeAgents(Router):
    """Every message needs three agents, so every turn is a checkpointed run of several steps."""

    async def route(self, text: str, *, audience: Audience, dialogue: Dialogue) -> Route:
        agents = (AgentId.PROFILE, AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE)
        return Route(agents=agents, confidence=0.9, by="model")


class SteadyAgent(Agent):
    """Takes a moment and says what it was asked, as the first, second or third of a turn."""

    def __init__(self, agent_id: AgentId, *, poison: str) -> None:
        self._id = agent_id
        self._poison = poison

    @property
    def id(self) -> AgentId:
        return self._id

    async def answer(self, request: AgentRequest) -> AgentReply:
        said = request.turn.message.text
        await asyncio.sleep(STEP_S)
        if said == self._poison and self._id is AgentId.JOB_SEARCH:
            os._exit(3)
        lines = len(request.dialogue.history)
        words = f"{self._id.value} on {said!r} after {lines} lines"
        return AgentReply(blocks=(Paragraph(body=text(words)),))


class Witness(Supervisor):
    """Notes every run, and any two of one conversation at the same time."""

    def __init__(self, *, inner: Supervisor, notes: Path) -> None:
        self._inner = inner
        self._notes = notes
        self._active: set[str] = set()

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        overlap = turn.conversation in self._active
        self._active.add(turn.conversation)
        with self._notes.open("a") as notes:
            notes.write(json.dumps({"turn": turn.id, "overlap": overlap}) + "\n")
        try:
            return await self._inner.answer(turn, dialogue, events=events)
        finally:
            self._active.discard(turn.conversation)


async def work(config: Config) -> None:
    """Serve until killed."""
    # Seconds of importing inside the first turn would make that turn the one every kill hits.
    import langgraph.graph
    import langgraph.types  # noqa: F401

    folder = Path(config.folder)
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=config.peer_url))
        database = await stack.enter_async_context(open_database(url=config.database_url))
        saver = await stack.enter_async_context(open_checkpoints(config.checkpoints_url))
        channel = PeerChannel(client=client, lookup=config.lookup)
        channels = {ChannelName.TELEGRAM: channel}
        outbound = SqlOutbound(database=database, clock=clock)
        agents = [
            SteadyAgent(agent, poison=config.poison)
            for agent in (AgentId.PROFILE, AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE)
        ]
        supervisor = LangGraphSupervisor(
            agents={agent.id: agent for agent in agents},
            router=ThreeAgents(),
            users=SqlUsers(database=database, clock=clock),
            clock=clock,
            model=ScriptedModel(),
            checkpointer=saver,
        )
        dispatcher = Dispatcher(
            turns=SqlTurns(database=database, clock=clock),
            outbound=outbound,
            supervisor=Witness(inner=supervisor, notes=folder / "runs.jsonl"),
            channels=channels,
            outbox=Outbox(
                outbound=outbound,
                channels=channels,
                pacer=Pacer(paces={ChannelName.TELEGRAM: Pace(per_address_s=0.01)}),
                # Longer than the peer's longest pause before it takes a message.
                doubt_s=0.3,
                first_backoff_s=0.05,
            ),
        )
        engine = await stack.enter_async_context(
            open_engine(
                url=config.engine_url,
                data_folder=folder,
                executor_id=config.executor_id,
                work=Work(
                    run_turn=dispatcher.run_turn,
                    deliver=dispatcher.deliver,
                    give_up=dispatcher.give_up,
                    resume=dispatcher.resume_unfinished,
                ),
                watch_interval_s=1.0,
            )
        )
        dispatcher.use(engine)
        await dispatcher.resume_unfinished()

        async def redeliver(message: InboundMessage) -> None:
            for _ in range(config.redeliveries):
                await dispatcher.accept(message)

        await take_updates(client=client, intake=dispatcher, each=redeliver)


def main() -> None:
    """Read the configuration and work."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    asyncio.run(work(Config(**json.loads(Path(sys.argv[1]).read_text()))))


if __name__ == "__main__":
    main()
