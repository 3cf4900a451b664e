"""The whole service: reads top to bottom; what opens last closes first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.parts import open_chat_model, open_embedder, resume_reader, warming_up
from bot.wiring.places import database_url, engine_url, paths_of
from bot.wiring.stores import Stores, open_finder, open_saver, open_stores_to_erase
from domain.agents import AgentId
from domain.messages import ChannelName
from domain.ports import Channel, ChatModel, Embedder, Supervisor

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from bot.dispatcher import Dispatcher
    from graph.agent import Agent
    from graph.job_finder import JobFinder
    from integrations.durable.engine import DbosEngine
    from scheduler.timetable import Regular


_PROGRESS_GAP_S = 0.1  # a terminal can be redrawn so often; it thins what comes by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The service, running until its block ends."""

    settings: Settings
    stores: Stores
    dispatcher: Dispatcher
    engine: DbosEngine
    channels: Mapping[ChannelName, Channel]
    finder: JobFinder


@asynccontextmanager
async def build_application(
    settings: Settings, *, is_awaited: bool = False
) -> AsyncIterator[Application]:
    """Open every resource, hand it to the parts that need it, serve, close in reverse order.

    ``is_awaited`` says that somebody is about to write: everything is loaded at once.
    """
    from bot.console_channel import ConsoleChannel
    from bot.delivery import Outbox
    from bot.dispatcher import Dispatcher
    from bot.pacing import Pacer
    from integrations.durable.engine import Work
    from integrations.durable.opening import open_engine
    from scheduler.timetable import timetable

    embedded = database_url(settings).startswith("sqlite")
    channels: dict[ChannelName, Channel] = {}
    async with AsyncExitStack() as stack:
        saver = await stack.enter_async_context(open_saver(settings))
        stores = await stack.enter_async_context(open_stores_to_erase(settings, saver))
        model = await stack.enter_async_context(open_chat_model(settings))
        embedder = await stack.enter_async_context(open_embedder(settings))
        await stack.enter_async_context(
            warming_up(model, embedder=embedder if is_awaited else None)
        )
        finder = await stack.enter_async_context(open_finder(settings, stores, embedder=embedder))
        supervisor = _supervisor(
            settings, stores, saver=saver, model=model, embedder=embedder, finder=finder
        )
        dispatcher = Dispatcher(
            turns=stores.turns,
            outbound=stores.outbound,
            supervisor=supervisor,
            channels=channels,
            outbox=Outbox(outbound=stores.outbound, channels=channels, pacer=Pacer(paces={})),
            turn_timeout_s=settings.turns.timeout_s,
            progress_gap_s=_PROGRESS_GAP_S,
        )
        engine = await stack.enter_async_context(
            open_engine(
                url=engine_url(settings),
                data_folder=paths_of(settings).folder if embedded else None,
                executor_id=settings.turns.executor_id,
                work=Work(
                    run_turn=dispatcher.run_turn,
                    deliver=dispatcher.deliver,
                    give_up=dispatcher.give_up,
                    resume=dispatcher.resume_unfinished,
                ),
                turns_at_once=settings.turns.workers,
                poll_interval_s=settings.turns.poll_interval_s,
            )
        )
        dispatcher.use(engine)
        if settings.console.enabled:
            channels[ChannelName.CONSOLE] = console = ConsoleChannel(
                socket_path=paths_of(settings).socket,
                intake=dispatcher,
                blobs=stores.blobs,
                clock=stores.clock,
                max_file_bytes=settings.documents.max_bytes,
            )
        await dispatcher.resume_unfinished()
        if settings.console.enabled:
            await stack.enter_async_context(console)
        await stack.enter_async_context(
            timetable(_regular_jobs(settings, stores, engine=engine, finder=finder))
        )
        yield Application(
            settings=settings,
            stores=stores,
            dispatcher=dispatcher,
            engine=engine,
            channels=channels,
            finder=finder,
        )


def _supervisor(
    settings: Settings,
    stores: Stores,
    *,
    saver: BaseCheckpointSaver[str],
    model: ChatModel,
    embedder: Embedder,
    finder: JobFinder,
) -> Supervisor:
    from graph.agents.career_advice import CareerAdviceAgent
    from graph.agents.help import HelpAgent
    from graph.agents.job_search import JobSearchAgent
    from graph.agents.profile_agent import ProfileAgent
    from graph.agents.settings import SettingsAgent
    from graph.routing.layered import LayeredRouter
    from graph.supervisor import LangGraphSupervisor
    from prompts.catalogue import Catalogue

    prompts = Catalogue.load()
    agents: tuple[Agent, ...] = (
        ProfileAgent(
            profiles=stores.profiles,
            blobs=stores.blobs,
            users=stores.users,
            reader=resume_reader(settings),
            model=model,
            prompts=prompts,
            clock=stores.clock,
        ),
        JobSearchAgent(
            profiles=stores.profiles,
            postings=stores.postings,
            users=stores.users,
            jobs=finder,
        ),
        CareerAdviceAgent(
            profiles=stores.profiles, jobs=finder, model=model, prompts=prompts, clock=stores.clock
        ),
        SettingsAgent(
            users=stores.users,
            personal_data=stores.personal,
            blobs=stores.blobs,
            clock=stores.clock,
        ),
    )
    built = {agent.id: agent for agent in agents}
    built[AgentId.HELP] = HelpAgent(built=built)
    return LangGraphSupervisor(
        agents=built,
        router=LayeredRouter(embedder=embedder, model=model, catalogue=prompts),
        users=stores.users,
        clock=stores.clock,
        model=model,
        checkpointer=saver,
    )


def _regular_jobs(
    settings: Settings, stores: Stores, *, engine: DbosEngine, finder: JobFinder
) -> tuple[Regular, ...]:
    from scheduler.jobs import Housekeeping
    from scheduler.timetable import Regular

    keeping = Housekeeping(
        turns=stores.turns,
        engine=engine,
        blobs=stores.blobs,
        postings=stores.postings,
        follow=finder.catch_up,
        clock=stores.clock,
        kept=timedelta(days=settings.turns.retention_days),
    )
    return (
        Regular(name="expire postings", every=timedelta(hours=1), run=keeping.expire),
        Regular(name="follow postings", every=timedelta(minutes=1), run=keeping.follow),
        Regular(name="retention", every=timedelta(hours=24), run=keeping.retire),
    )
