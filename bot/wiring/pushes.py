"""What is sent unasked: who writes it, who sends it when, and where its content comes from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.settings import Settings
from bot.wiring.parts import open_embedder, open_posting_source
from bot.wiring.stores import Searches, Stores, open_searches
from domain.learning.model import Resource
from domain.messages import ChannelName
from domain.ports import ChatModel

if TYPE_CHECKING:
    from bot.push_traffic import PushTraffic
    from graph.digest.desk import DigestDesk
    from graph.job_planning import PushPlanner
    from graph.learning.library import Library
    from scheduler.digests import DigestRounds
    from scheduler.timetable import Regular

log = structlog.get_logger(__name__)

_SOURCES_LOOKED_AT = timedelta(minutes=1)
_ALERTS_LOOKED_AT = timedelta(minutes=1)
_REMINDERS_LOOKED_AT = timedelta(minutes=15)
_LEARNING_LOOKED_AT = timedelta(minutes=5)
_LINKS_CHECKED = timedelta(hours=6)
_LIVENESS_CHECKED = timedelta(hours=3)
_MOST_ASKED = 150
"""Skills that sources are asked about in one round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushes:
    """Everything of the running service that sends unasked."""

    jobs: tuple[Regular, ...]
    rounds: DigestRounds | None
    """None when pushes are switched off."""

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work owed digests off until the block ends."""
        if self.rounds is None:
            yield
            return
        task = asyncio.create_task(self.rounds.run(), name="digests")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def open_library(settings: Settings, stores: Stores) -> Library:
    """The bundled learning resources, the operator's own, and what sources gave.

    Raises:
        Misconfigured: the operator's file cannot be read.
    """
    from graph.learning.library import Library

    return Library(bundled=_on_this_machine(settings), stored=stores.resources)


def _on_this_machine(settings: Settings) -> tuple[Resource, ...]:
    from integrations.learning.bundled import bundled_resources, own_resources

    if settings.learning.catalogue is None:
        return bundled_resources()
    file = own_resources(settings.learning.catalogue)
    for sentence in file.refused:
        log.warning("learning_resource_refused", reason=sentence)
    return (*file.resources, *bundled_resources())


def desk_of(
    settings: Settings,
    stores: Stores,
    *,
    planner: PushPlanner,
    library: Library,
    model: ChatModel | None = None,
    backlog: Callable[[], int] | None = None,
) -> DigestDesk:
    """Who writes digests."""
    from graph.deciding.news import RoleNewsDesk
    from graph.digest.desk import DigestDesk
    from prompts.catalogue import Catalogue

    return DigestDesk(
        users=stores.users,
        profiles=stores.profiles,
        postings=stores.postings,
        search=planner,
        library=library,
        resources=stores.resources,
        reminders=stores.reminders,
        private=stores.own_postings,
        digests=stores.digests,
        health=stores.source_health,
        roles=(
            RoleNewsDesk(
                roles=stores.roles,
                candidates=stores.candidates,
                decisions=stores.decisions,
                clock=stores.clock,
            ),
        ),
        model=model,
        prompts=Catalogue.load(),
        late_after=timedelta(minutes=settings.push.late_after_min),
        model_sentence=settings.push.model_sentence and model is not None,
        backlog=backlog,
    )


@asynccontextmanager
async def open_desk(settings: Settings, stores: Stores) -> AsyncIterator[DigestDesk]:
    """Who writes digests, for a look at them outside of the service."""
    async with (
        open_embedder(settings) as embedder,
        open_searches(settings, stores, embedder=embedder) as searches,
    ):
        yield desk_of(
            settings, stores, planner=searches.planner, library=open_library(settings, stores)
        )


@asynccontextmanager
async def open_pushes(
    settings: Settings,
    stores: Stores,
    *,
    searches: Searches,
    desk: DigestDesk,
    library: Library,
    traffic: PushTraffic,
    channels: Callable[[], Collection[ChannelName]],
    is_busy: Callable[[], bool],
    is_alone: bool,
) -> AsyncIterator[Pushes]:
    """Build the rounds; nothing runs before the timetable does.

    Args:
        settings: how often, how many.
        stores: everything we own.
        searches: the job search.
        desk: writes digests.
        library: learning resources, for check-ins.
        traffic: hands pushes to the engine.
        channels: those that are on and may carry pushes.
        is_busy: whether a turn is being answered.
        is_alone: no other process shares the database.
    """
    async with AsyncExitStack() as stack:
        jobs = await _reading(settings, stores, stack=stack, searches=searches)
        rounds = None
        if settings.push.enabled:
            if is_alone:
                # What a dead process had claimed is nobody's: no need to wait for its lease.
                await stores.digests.release()
            rounds, more = _sending(
                settings,
                stores,
                searches=searches,
                desk=desk,
                library=library,
                traffic=traffic,
                channels=channels,
                is_busy=is_busy,
            )
            jobs = (*jobs, *more)
        yield Pushes(jobs=jobs, rounds=rounds)


def _sending(
    settings: Settings,
    stores: Stores,
    *,
    searches: Searches,
    desk: DigestDesk,
    library: Library,
    traffic: PushTraffic,
    channels: Callable[[], Collection[ChannelName]],
    is_busy: Callable[[], bool],
) -> tuple[DigestRounds, tuple[Regular, ...]]:
    from graph.digest.alerts import AlertDesk
    from graph.digest.reminders import ReminderDesk
    from graph.learning.check_ins import CheckInDesk
    from scheduler.addresses import PushAddresses
    from scheduler.alerts import AlertRounds
    from scheduler.check_ins import CheckInRounds
    from scheduler.digests import DigestRounds
    from scheduler.jobs import PushUpkeep
    from scheduler.pace import PushPace
    from scheduler.reminders import ReminderRounds
    from scheduler.sending import PushSending
    from scheduler.timetable import Regular

    chosen, clock = settings.push, stores.clock
    addresses = PushAddresses(users=stores.users, accounts=stores.accounts, channels=channels)
    pace = PushPace(on_the_way=traffic.on_the_way, at_once=chosen.at_once, is_busy=is_busy)
    traffic.notify(pace.note_settled)
    digests = DigestRounds(
        digests=stores.digests,
        writer=desk,
        users=stores.users,
        addresses=addresses,
        pace=pace,
        sending=PushSending(engine=traffic, counts=stores.push_counts, clock=clock),
        clock=clock,
    )
    alerts = AlertRounds(
        searches=stores.searches,
        postings=stores.postings,
        profiles=stores.profiles,
        users=stores.users,
        finder=searches.planner,
        writer=AlertDesk(),
        addresses=addresses,
        pace=pace,
        sending=PushSending(engine=traffic, counts=stores.push_counts, clock=clock),
        clock=clock,
        gap=timedelta(minutes=chosen.alert_gap_min),
    )
    check_ins = CheckInRounds(
        plans=stores.plans,
        users=stores.users,
        writer=CheckInDesk(library=library),
        addresses=addresses,
        pace=pace,
        sending=PushSending(engine=traffic, counts=stores.push_counts, clock=clock),
        clock=clock,
    )
    reminders = ReminderRounds(
        reminders=stores.reminders,
        users=stores.users,
        writer=ReminderDesk(postings=stores.postings, private=stores.own_postings),
        addresses=addresses,
        pace=pace,
        sending=PushSending(engine=traffic, counts=stores.push_counts, clock=clock),
        clock=clock,
    )
    upkeep = PushUpkeep(
        digests=stores.digests,
        resources=stores.resources,
        responses=stores.responses,
        clock=clock,
        kept=timedelta(days=chosen.retention_days),
    )
    return digests, (
        Regular(name="digests", every=timedelta(seconds=chosen.tick_s), run=digests.tick),
        Regular(name="alerts", every=_ALERTS_LOOKED_AT, run=alerts.tick),
        Regular(name="reminders", every=_REMINDERS_LOOKED_AT, run=reminders.tick),
        Regular(name="check-ins", every=_REMINDERS_LOOKED_AT, run=check_ins.tick),
        Regular(name="hours of digests", every=timedelta(hours=24), run=upkeep.reschedule),
        Regular(name="retention of pushes", every=timedelta(hours=24), run=upkeep.retire),
    )


async def _reading(
    settings: Settings,
    stores: Stores,
    *,
    stack: AsyncExitStack,
    searches: Searches,
) -> tuple[Regular, ...]:
    """Jobs that read sources; none for what the operator did not name."""
    from scheduler.timetable import Regular

    jobs: list[Regular] = []
    # Nobody is told of the troubles of a source that is not asked any more.
    await stores.source_health.forget_others("learning", keep=settings.learning.sources)
    if not settings.jobs.sources:
        await stores.source_health.forget_others("jobs", keep=())
    if settings.jobs.sources:
        from scheduler.sources import SourceRounds

        rounds = SourceRounds(
            locations=settings.jobs.sources,
            source=await stack.enter_async_context(
                open_posting_source(settings, cache=stores.responses)
            ),
            postings=stores.postings,
            health=stores.source_health,
            clock=stores.clock,
            every=timedelta(hours=settings.jobs.refresh_hours),
        )
        jobs.append(Regular(name="sources of postings", every=_SOURCES_LOOKED_AT, run=rounds.tick))
    if settings.jobs.check_liveness:
        jobs.append(_liveness(settings, stores, stack=stack))
    if settings.learning.sources:
        jobs.append(_learning(settings, stores, stack=stack, searches=searches))
    if settings.learning.check_links:
        from integrations.learning.opening import open_link_checks

        checks = open_link_checks(
            store=stores.resources,
            bundled_urls=lambda: [one.url for one in _on_this_machine(settings)],
            timeout_s=settings.learning.timeout_s,
            clock=stores.clock,
        )
        stack.push_async_callback(checks.close)
        jobs.append(Regular(name="links of resources", every=_LINKS_CHECKED, run=checks.check))
    return tuple(jobs)


def _liveness(settings: Settings, stores: Stores, *, stack: AsyncExitStack) -> Regular:
    from integrations.sources.liveness import open_posting_liveness
    from scheduler.timetable import Regular

    chosen = settings.jobs
    liveness = open_posting_liveness(
        postings=stores.postings,
        links=stores.resources,
        locations=chosen.sources,
        greenhouse_url=chosen.greenhouse_url,
        lever_url=chosen.lever_url,
        ashby_url=chosen.ashby_url,
        timeout_s=chosen.timeout_s,
        max_bytes=chosen.max_bytes,
        allow_private_addresses=chosen.allow_private_addresses,
        clock=stores.clock,
    )
    stack.push_async_callback(liveness.close)

    async def check() -> None:
        await liveness.check()

    return Regular(name="liveness of postings", every=_LIVENESS_CHECKED, run=check)


def _learning(
    settings: Settings, stores: Stores, *, stack: AsyncExitStack, searches: Searches
) -> Regular:
    from integrations.learning.opening import open_learning_sources
    from integrations.learning.refresh import LearningRefresh
    from scheduler.timetable import Regular

    chosen = settings.learning
    key, token = chosen.youtube_api_key, chosen.github_token
    opened = open_learning_sources(
        names=chosen.sources,
        youtube_url=chosen.youtube_url,
        youtube_api_key=key.get_secret_value() if key else None,
        youtube_daily_units=chosen.youtube_daily_units,
        github_url=chosen.github_url,
        github_token=token.get_secret_value() if token else None,
        coursera_url=chosen.coursera_url,
        freecodecamp_url=chosen.freecodecamp_url,
        free_programming_books_url=chosen.free_programming_books_url,
        timeout_s=chosen.timeout_s,
        cache_s=chosen.cache_s,
        cache=stores.responses,
        clock=stores.clock,
    )
    stack.push_async_callback(opened.close)

    async def skills() -> Sequence[str]:
        return await searches.finder.most_asked(limit=_MOST_ASKED)

    async def languages() -> Sequence[str]:
        return chosen.languages

    refresh = LearningRefresh(
        sources=opened.sources,
        store=stores.resources,
        health=stores.source_health,
        cache=stores.responses,
        clock=stores.clock,
        skills=skills,
        languages=languages,
        every=timedelta(hours=chosen.refresh_hours),
    )
    return Regular(name="learning sources", every=_LEARNING_LOOKED_AT, run=refresh.refresh)
