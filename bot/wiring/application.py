"""The whole service: reads top to bottom; what opens last closes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.parts import open_chat_model, open_embedder, open_posting_source, warming_up
from bot.wiring.places import database_url, engine_url, paths_of
from bot.wiring.stores import Stores, open_saver, open_searches, open_stores_to_erase
from domain.messages import ChannelName
from domain.ports import Channel

if TYPE_CHECKING:
    from bot.dispatcher import Dispatcher
    from bot.inbox import EventInbox
    from bot.open_channel import ChannelState
    from graph.job_finder import JobFinder
    from integrations.durable.engine import DbosEngine
    from scheduler.timetable import Regular


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The service, running until its block ends."""

    settings: Settings
    stores: Stores
    dispatcher: Dispatcher
    engine: DbosEngine
    channels: Mapping[ChannelName, Channel]
    states: tuple[ChannelState, ...]
    """Every channel, on or off, and why."""
    web: str | None
    """Where the web application listens; None when it does not."""
    finder: JobFinder

    def summary(self) -> list[str]:
        """What a starting service says: one line per channel, and the web address."""
        lines = [
            f"  {_SAID[state.name]:<9} {'on ' if state.on else 'off'}  {state.sentence}"
            for state in self.states
        ]
        web = f"on   {self.web} (health, metrics)" if self.web else "off"
        return [*lines, f"  {'web':<9} {web}"]


_SAID = {
    ChannelName.CONSOLE: "terminal",
    ChannelName.TELEGRAM: "telegram",
    ChannelName.SLACK: "slack",
    ChannelName.EMAIL: "email",
}


@asynccontextmanager
async def build_application(
    settings: Settings, *, is_awaited: bool = False
) -> AsyncIterator[Application]:
    """Open every resource, hand it to the parts that need it, serve, close in reverse order.

    ``is_awaited`` says that somebody is about to write: everything is loaded at once.
    """
    from bot.delivery import Outbox
    from bot.dispatcher import Dispatcher
    from bot.inbox import EventInbox
    from bot.metrics import Metrics
    from bot.pacing import Pacer
    from bot.postbox import DurablePostbox
    from bot.push_traffic import PushPermission, PushTraffic
    from bot.wiring.agents import open_supervisor
    from bot.wiring.channels import Surroundings, open_channels
    from bot.wiring.pushes import desk_of, open_library, open_pushes
    from bot.wiring.recruiting import (
        open_code_host,
        open_screening,
        open_worker,
        role_address,
        screening_desk,
    )
    from bot.wiring.recruiting_agents import recruiting_agents, returned_letters
    from bot.wiring.seekers import open_accounts, seeker_parts
    from bot.wiring.web import open_web
    from scheduler.timetable import timetable

    channels: dict[ChannelName, Channel] = {}
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        saver = await stack.enter_async_context(open_saver(settings))
        stores = await stack.enter_async_context(open_stores_to_erase(settings, saver))
        model = await stack.enter_async_context(open_chat_model(settings))
        embedder = await stack.enter_async_context(open_embedder(settings))
        searches = await stack.enter_async_context(
            open_searches(settings, stores, embedder=embedder)
        )
        inbox = EventInbox(store=stores.inbox, clock=stores.clock, metrics=metrics)
        postbox = DurablePostbox(outbound=stores.outbound)
        traffic = PushTraffic(still_waiting=stores.outbound.still_waiting)
        library = open_library(settings, stores)
        desk = desk_of(settings, stores, planner=searches.planner, library=library, model=model)
        surroundings = Surroundings(
            settings=settings, letters=returned_letters(stores, postbox=postbox)
        )
        code = await stack.enter_async_context(open_code_host(settings))
        postings = await stack.enter_async_context(
            open_posting_source(settings, cache=stores.responses)
        )
        accounts = await stack.enter_async_context(open_accounts(settings, stores))
        worker = await stack.enter_async_context(open_worker())
        screened = screening_desk(settings, stores, code=code, worker=worker)
        woken = asyncio.Event()
        supervisor = open_supervisor(
            settings,
            stores,
            saver=saver,
            model=model,
            embedder=embedder,
            searches=searches,
            desk=desk,
            library=library,
            postbox=postbox,
            doors=surroundings.doors,
            of_teams=recruiting_agents(
                settings,
                stores,
                desk=screened,
                model=model,
                source=postings,
                wake=woken.set,
                mail_address=lambda role: role_address(settings, role),
                can_mail=lambda: ChannelName.EMAIL in channels,
                post=postbox.hand_over,
            ),
            parts=seeker_parts(
                settings, stores, searches=searches, source=postings, embedder=embedder
            ),
            accounts=accounts,
        )
        # Channels hold back every call themselves: a reply can be several calls.
        outbox = Outbox(
            outbound=stores.outbound,
            channels=channels,
            pacer=Pacer(paces={}),
            metrics=metrics,
            on_end=traffic.ended,
            permission=PushPermission(users=stores.users, clock=stores.clock),
        )
        dispatcher = Dispatcher(
            turns=stores.turns,
            outbound=stores.outbound,
            supervisor=supervisor,
            channels=channels,
            outbox=outbox,
            turn_timeout_s=settings.turns.timeout_s,
            metrics=metrics,
            let_arrivals_pass=inbox.let_arrivals_pass,
        )
        engine = await stack.enter_async_context(_open_engine(settings, dispatcher))
        dispatcher.use(engine)
        postbox.use(engine)
        traffic.use(engine)
        opened = await stack.enter_async_context(
            open_channels(
                settings, stores, intake=dispatcher, inbox=inbox, surroundings=surroundings
            )
        )
        channels.update({each.channel_name: each.channel for each in opened.channels})
        # Before the channels close: what is on its way should not end in doubt.
        stack.push_async_callback(outbox.aclose)
        await dispatcher.resume_unfinished()
        await stack.enter_async_context(inbox.running())
        web = await stack.enter_async_context(
            open_web(
                settings,
                stores,
                channels=opened,
                metrics=metrics,
                inbox=inbox,
                engine=engine,
            )
        )
        # Whoever writes from outside expects an answer at once; a terminal may take a second.
        is_awaited = is_awaited or any(each.parts is not None for each in opened.channels)
        await stack.enter_async_context(
            warming_up(
                model,
                embedder=embedder if is_awaited else None,
                graph=supervisor.build_graph if is_awaited else None,
            )
        )
        await stack.enter_async_context(opened.taking_messages())
        pushes = await stack.enter_async_context(
            open_pushes(
                settings,
                stores,
                searches=searches,
                desk=desk,
                library=library,
                traffic=traffic,
                channels=lambda: _for_pushes(settings, channels),
                is_busy=lambda: dispatcher.is_answering,
                is_alone=database_url(settings).startswith("sqlite"),
            )
        )
        await stack.enter_async_context(pushes.working())
        screening = open_screening(
            settings,
            stores,
            desk=screened,
            post=postbox.post,
            carrier=engine,
            is_busy=lambda: dispatcher.is_answering,
            channels=lambda: _for_pushes(settings, channels),
            woken=woken,
        )
        await stack.enter_async_context(screening.working())
        keeping = _regular_jobs(
            settings, stores, engine=engine, finder=searches.finder, inbox=inbox
        )
        await stack.enter_async_context(timetable((*keeping, *pushes.jobs, *screening.jobs)))
        yield Application(
            settings=settings,
            stores=stores,
            dispatcher=dispatcher,
            engine=engine,
            channels=channels,
            states=opened.states,
            web=web,
            finder=searches.finder,
        )


def _for_pushes(
    settings: Settings, channels: Mapping[ChannelName, Channel]
) -> frozenset[ChannelName]:
    """Channels that pushes may use: a mail of that kind needs a link by which it can be stopped."""
    public = settings.web.enabled and (settings.web.public_url or "").startswith("https://")
    return frozenset(channels) - (frozenset() if public else {ChannelName.EMAIL})


@asynccontextmanager
async def _open_engine(settings: Settings, dispatcher: Dispatcher) -> AsyncIterator[DbosEngine]:
    from integrations.durable.engine import Work
    from integrations.durable.opening import open_engine

    embedded = database_url(settings).startswith("sqlite")
    async with open_engine(
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
    ) as engine:
        yield engine


def _regular_jobs(
    settings: Settings,
    stores: Stores,
    *,
    engine: DbosEngine,
    finder: JobFinder,
    inbox: EventInbox,
) -> tuple[Regular, ...]:
    from scheduler.jobs import Housekeeping
    from scheduler.timetable import Regular

    keeping = Housekeeping(
        turns=stores.turns,
        engine=engine,
        blobs=stores.blobs,
        postings=stores.postings,
        events=stores.inbox,
        choices=stores.choices,
        follow=finder.catch_up,
        sweep=inbox.sweep,
        clock=stores.clock,
        kept=timedelta(days=settings.turns.retention_days),
    )
    return (
        Regular(name="expire postings", every=timedelta(hours=1), run=keeping.expire),
        Regular(name="follow postings", every=timedelta(minutes=1), run=keeping.follow),
        Regular(name="events left behind", every=timedelta(minutes=1), run=keeping.sweep),
        Regular(name="files of nobody", every=timedelta(hours=1), run=keeping.sweep_files),
        Regular(name="retention", every=timedelta(hours=24), run=keeping.retire),
    )
