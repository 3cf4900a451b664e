"""A dispatcher with twins on every side, for the tests of its journey."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.delivery import Outbox
from bot.dispatcher import Dispatcher
from bot.pacing import Pacer
from domain.agents import AgentId, Audience
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Channel, EventSink, Supervisor
from domain.reply import Button, Buttons, Paragraph, Reply, plain_text, text
from domain.turns import (
    Delivery,
    Dialogue,
    Outbound,
    Sent,
    Turn,
    TurnEvent,
)
from tests.twins.durable_engine import NotingEngine
from tests.twins.stores import InMemoryOutbound, InMemoryTurns

ADDRESS = Address(channel=ChannelName.CONSOLE, workspace="", conversation="1")


def reply(words: str, *, erased_user: bool = False) -> Reply:
    return Reply(
        blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,), erased_user=erased_user
    )


@dataclass
class ScriptedSupervisor(Supervisor):
    """Does what the test wrote; says hello otherwise."""

    script: Callable[[Turn, EventSink], Awaitable[Reply]] | None = None
    asked: list[Turn] = field(default_factory=list)

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        self.asked.append(turn)
        if self.script is not None:
            return await self.script(turn, events)
        return reply(f"hello {turn.message.text}")


@dataclass
class ScriptedChannel(Channel):
    """Answers deliveries from a list, then always Sent; remembers everything."""

    results: list[Delivery | Exception] = field(default_factory=list)
    found: list[str | Exception | None] = field(default_factory=list)
    lookup: bool = True
    sent: list[OutboundId] = field(default_factory=list)
    looked_up: int = 0
    gap_s: float = 0.0
    shown: list[TurnEvent] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, outbound: Outbound) -> Delivery:
        self.sent.append(outbound.id)
        self.changed.set()
        result = self.results.pop(0) if self.results else Sent(provider_ref="p1")
        if isinstance(result, Exception):
            raise result
        return result

    async def find_sent(self, outbound: Outbound) -> str | None:
        self.looked_up += 1
        result = self.found.pop(0) if self.found else None
        if isinstance(result, Exception):
            raise result
        return result

    @property
    def can_find_sent(self) -> bool:
        return self.lookup

    @property
    def progress_gap_s(self) -> float:
        return self.gap_s

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        self.shown.append(event)
        self.changed.set()


@dataclass
class Stage:
    """A dispatcher and its surroundings."""

    supervisor: ScriptedSupervisor = field(default_factory=ScriptedSupervisor)
    channel: ScriptedChannel = field(default_factory=ScriptedChannel)
    outbound: InMemoryOutbound = field(default_factory=InMemoryOutbound)
    engine: NotingEngine = field(default_factory=NotingEngine)
    turn_timeout_s: float = 5.0

    def __post_init__(self) -> None:
        self.turns = InMemoryTurns(outbound=self.outbound)
        channels: dict[ChannelName, Channel] = {ChannelName.CONSOLE: self.channel}
        self.dispatcher = Dispatcher(
            turns=self.turns,
            outbound=self.outbound,
            supervisor=self.supervisor,
            channels=channels,
            outbox=Outbox(
                outbound=self.outbound,
                channels=channels,
                pacer=Pacer(paces={}),
                doubt_s=0.0,
                first_backoff_s=0.0,
            ),
            turn_timeout_s=self.turn_timeout_s,
            retry_pause_s=0.0,
        )
        self.dispatcher.use(self.engine)

    async def accepted(self, words: str = "hi", **changes: object) -> Turn:
        return (await self.dispatcher.accept(message(words, **changes))).turn

    async def answered(self, words: str = "hi", **changes: object) -> str:
        """Accept and run a message; the words of its stored reply."""
        turn = await self.accepted(words, **changes)
        await self.dispatcher.run_turn(turn.id, deliver_now=True)
        return self.words_of(turn)

    def stored(self, turn: Turn) -> Outbound:
        return self.outbound.rows[OutboundId(f"out:{turn.id}")]

    def words_of(self, turn: Turn) -> str:
        return plain_text(self.stored(turn).reply.blocks)


_numbers = iter(range(1_000_000))


def message(words: str = "hi", **changes: object) -> InboundMessage:
    number = next(_numbers)
    values: dict[str, object] = {
        "address": ADDRESS,
        "sender": "ana",
        "sender_name": "Ana Example",
        "audience": Audience.SEEKER,
        "text": words,
        "received_at": datetime(2026, 11, 2, tzinfo=UTC),
        "dedupe_keys": (f"k{number}",),
        "order_key": f"{number:08d}",
    }
    return InboundMessage(**(values | changes))  # type: ignore[arg-type] # a test's shorthand


def button_of(outbound: Outbound) -> Button:
    [buttons] = [block for block in outbound.reply.blocks if isinstance(block, Buttons)]
    return buttons.buttons[0]
