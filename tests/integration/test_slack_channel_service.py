"""The whole journey: a message in Slack, a turn, its progress, its reply, and the stop button."""

from __future__ import annotations

import asyncio

from bot.delivery import Outbox
from bot.dispatcher import Dispatcher
from bot.pacing import Pacer
from domain.errors import Defect
from domain.ids import ConversationId, OutboundId, TurnId
from domain.messages import ChannelName
from domain.ports import Channel, EventSink
from domain.reply import Reply
from domain.turns import PartialText, StatusChanged, Turn
from tests.integration.slack_stage import stage
from tests.servers.slack import FakeSlack
from tests.twins.durable_engine import NotingEngine
from tests.twins.stores_files import InMemoryStores
from tests.unit.dispatcher_stage import ScriptedSupervisor, reply


class RunningEngine(NotingEngine):
    """Runs every turn at once, in a task."""

    def __init__(self) -> None:
        super().__init__()
        self.dispatcher: Dispatcher | None = None
        self.tasks: list[asyncio.Task[None]] = []

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None:
        await super().enqueue_turn(turn, conversation=conversation, again=again)
        self.tasks.append(asyncio.create_task(self._run(turn)))

    async def _run(self, turn: TurnId) -> None:
        if self.dispatcher is None:
            raise Defect("no dispatcher")
        owed = await self.dispatcher.run_turn(turn, deliver_now=True)
        if owed is not None:
            await self.dispatcher.deliver(owed.outbound, ambiguous=owed.ambiguous)

    async def settle(self) -> None:
        await asyncio.gather(*self.tasks)


def _service(
    stores: InMemoryStores, supervisor: ScriptedSupervisor
) -> tuple[Dispatcher, RunningEngine, dict[ChannelName, Channel]]:
    channels: dict[ChannelName, Channel] = {}
    outbox = Outbox(
        outbound=stores.outbound,
        channels=channels,
        pacer=Pacer(paces={}),
        doubt_s=0.05,
        first_backoff_s=0.05,
    )
    dispatcher = Dispatcher(
        turns=stores.turns,
        outbound=stores.outbound,
        supervisor=supervisor,
        channels=channels,
        outbox=outbox,
    )
    engine = RunningEngine()
    engine.dispatcher = dispatcher
    dispatcher.use(engine)
    return dispatcher, engine, channels


async def test_a_question_is_answered_in_its_thread() -> None:
    stores = InMemoryStores()
    dispatcher, engine, channels = _service(stores, ScriptedSupervisor())
    async with FakeSlack() as fake, stage(fake, stores=stores, served=dispatcher) as made:
        channels[ChannelName.SLACK] = made.channel
        payload = fake.events.message_im("world")
        fake.push("events_api", payload)
        await fake.until(lambda: bool(made.bot_messages(fake.dm.id)))
        await engine.settle()
        (message,) = made.bot_messages(fake.dm.id)
        assert message["text"] == "hello world"
        assert message["thread_ts"] == payload["event"]["ts"]
        # The state never comes after the answer: it would stay there.
        statuses = fake.ledger.of("assistant.threads.setStatus")
        posts = fake.ledger.of("chat.postMessage")
        assert all(one.number < posts[0].number for one in statuses)


async def test_the_stop_button_ends_a_running_answer() -> None:
    stores = InMemoryStores()
    started = asyncio.Event()

    async def script(turn: Turn, events: EventSink) -> Reply:
        await events(StatusChanged(text="Thinking"))
        await events(PartialText(text="The first half"))
        started.set()
        await asyncio.Event().wait()
        return reply("never")

    dispatcher, engine, channels = _service(stores, ScriptedSupervisor(script=script))
    async with FakeSlack() as fake, stage(fake, stores=stores, served=dispatcher) as made:
        channels[ChannelName.SLACK] = made.channel
        payload = fake.events.message_im("a long question")
        ts = payload["event"]["ts"]
        fake.push("events_api", payload)
        await started.wait()
        await fake.until(
            lambda: any("first half" in one["text"] for one in made.bot_messages(fake.dm.id))
        )
        await fake.until(lambda: fake.world.sessions.get((fake.dm.id, ts)) == "processing")
        fake.push("events_api", fake.events.agent_session_stopped(ts))
        await fake.until(
            lambda: any("Stopped." in one["text"] for one in made.bot_messages(fake.dm.id))
        )
        await fake.until(lambda: len(engine.tasks) == 2)
        await engine.settle()
        answer = made.bot_messages(fake.dm.id)[0]
        assert answer["text"].startswith("The first half")
        assert "Stopped. Your message and everything saved so far are kept." in answer["text"]
        await fake.until(lambda: fake.world.sessions.get((fake.dm.id, ts)) == "active")
        assert OutboundId(f"out:{engine.turns[0][0]}") in stores.outbound.rows
        assert fake.fastest(fake.dm.id) == 1
