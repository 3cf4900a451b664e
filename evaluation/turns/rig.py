"""The real stores, engine and dispatcher around a channel that only notes the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.delivery import Outbox
from bot.dispatcher import Dispatcher
from bot.pacing import Pacer
from domain.agents import AgentId, Audience
from domain.ids import TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Channel, Clock, EventSink, Supervisor, TurnStore, UserStore
from domain.reply import Paragraph, Reply, text
from domain.turns import Delivery, Dialogue, Outbound, Sent, StatusChanged, Turn, TurnEvent
from integrations.durable.engine import DbosEngine, Work
from integrations.durable.opening import open_engine
from storage.database import Database, open_database
from storage.outbound import SqlOutbound
from storage.turns import SqlTurns
from storage.users import SqlUsers

WORDS = "What now?"


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Echo(Supervisor):
    """Answers without thinking, so that what is measured is everything around the graph."""

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        await events(StatusChanged(text="Reading"))
        words = f"You said: {turn.message.text} ({len(dialogue.history)} lines before)"
        return Reply(blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,))


@dataclass
class Stopwatch(Channel):
    """A channel that delivers at once and notes when."""

    delivered_at_s: dict[TurnId, float] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, outbound: Outbound) -> Delivery:
        assert outbound.turn is not None
        self.delivered_at_s[outbound.turn] = time.perf_counter()
        self.arrived.set()
        return Sent(provider_ref=outbound.id)

    async def find_sent(self, outbound: Outbound) -> str | None:
        return outbound.id if outbound.turn in self.delivered_at_s else None

    @property
    def can_find_sent(self) -> bool:
        return True

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        """Nothing to show progress on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """Everything that a turn passes through."""

    dispatcher: Dispatcher
    engine: DbosEngine
    database: Database
    turns: TurnStore
    channel: Stopwatch
    folder: Path


@asynccontextmanager
async def open_rig(
    *,
    folder: Path,
    database_url: str | None = None,
    with_graph: bool = True,
) -> AsyncIterator[Rig]:
    """Open it in ``folder``: SQLite files there, or PostgreSQL at ``database_url``.

    ``with_graph`` takes the real router, graph and help agent; otherwise an echo answers.
    """
    channel = Stopwatch()
    channels = {ChannelName.CONSOLE: channel}
    url = database_url or f"sqlite:///{folder / 'careergini.db'}"
    async with open_database(url=url) as database:
        clock = SystemClock()
        outbound = SqlOutbound(database=database, clock=clock)
        turns = SqlTurns(database=database, clock=clock)
        dispatcher = Dispatcher(
            turns=turns,
            outbound=outbound,
            supervisor=_graph(SqlUsers(database=database, clock=clock), clock)
            if with_graph
            else Echo(),
            channels=channels,
            outbox=Outbox(outbound=outbound, channels=channels, pacer=Pacer(paces={})),
        )
        async with open_engine(
            url=database_url or f"sqlite:///{folder / 'engine.db'}",
            data_folder=folder,
            executor_id="evaluation",
            work=Work(
                run_turn=dispatcher.run_turn,
                deliver=dispatcher.deliver,
                give_up=dispatcher.give_up,
                resume=dispatcher.resume_unfinished,
            ),
        ) as engine:
            dispatcher.use(engine)
            await dispatcher.resume_unfinished()
            yield Rig(
                dispatcher=dispatcher,
                engine=engine,
                database=database,
                turns=turns,
                channel=channel,
                folder=folder,
            )


def _graph(users: UserStore, clock: Clock) -> Supervisor:
    from graph.agents.help import HelpAgent
    from graph.routing.layered import LayeredRouter
    from graph.supervisor import LangGraphSupervisor
    from tests.twins.models import NoModel

    return LangGraphSupervisor(
        agents={AgentId.HELP: HelpAgent(built=tuple(AgentId))},
        router=LayeredRouter(),
        users=users,
        clock=clock,
        model=NoModel(),
    )


def message(number: int, *, conversation: str) -> InboundMessage:
    """The ``number``-th message of a conversation."""
    return InboundMessage(
        address=Address(channel=ChannelName.CONSOLE, workspace="", conversation=conversation),
        sender=f"person of {conversation}",
        sender_name="Ana Example",
        audience=Audience.SEEKER,
        text=WORDS,
        received_at=datetime.now(UTC),
        dedupe_keys=(f"{conversation}:{number}",),
        order_key=f"{number:08d}",
    )
