"""Everything that pushes are made of, around a clock of our own and a channel that watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text as sql

from bot.delivery import Outbox
from bot.pacing import Pacer
from domain.agents import AgentId
from domain.ids import UserId
from domain.messages import ChannelName
from domain.ports import Channel, Clock, Embedder, PostingStore, Supervisor
from evaluation.digests.hours import MovedClock, PromptEngine
from evaluation.digests.market import Market
from evaluation.digests.watch import Rules, Watch
from graph.digest.alerts import AlertDesk
from graph.digest.desk import DigestDesk
from graph.digest.reminders import ReminderDesk
from graph.job_finder import JobFinder
from graph.job_planning import PushPlanner
from graph.learning.library import Library
from integrations.embeddings.fastembed_embedder import FastembedEmbedder
from integrations.learning.bundled import bundled_resources
from prompts.catalogue import Catalogue
from scheduler.addresses import PushAddresses
from scheduler.alerts import AlertRounds
from scheduler.digests import DigestRounds
from scheduler.pace import PushPace
from scheduler.reminders import ReminderRounds
from scheduler.sending import PushSending
from storage.accounts import SqlAccounts
from storage.blobs import EncryptedBlobs
from storage.codes import SqlCodes
from storage.database import Database, open_database
from storage.digests import SqlDigests
from storage.outbound import SqlOutbound
from storage.personal import SqlPersonalData
from storage.postings import SqlPostings
from storage.profiles import SqlProfiles
from storage.push_counts import SqlPushCounts
from storage.reminders import SqlReminders
from storage.resources import SqlResources
from storage.saved_searches import SqlSavedSearches
from storage.seeker_vectors import SqlSeekerVectors
from storage.source_health import SqlSourceHealth
from storage.turns import SqlTurns
from storage.users import SqlUsers
from storage.vectors_exact import ExactVectors

_FOLLOW_UP = timedelta(days=7)
_LATE_AFTER = timedelta(minutes=60)
_AT_ONCE = 64
_KEY = b"k" * 32


class TownStores:
    """All stores, with the clock that is moved."""

    def __init__(self, database: Database, *, clock: Clock, folder: Path) -> None:
        self.database = database
        self.blobs = EncryptedBlobs(
            folder=folder / "files", key=_KEY, database=database, clock=clock
        )
        self.personal = SqlPersonalData(database=database, blobs=self.blobs, clock=clock)
        self.accounts = SqlAccounts(database=database, clock=clock, personal=self.personal)
        self.codes = SqlCodes(database=database, clock=clock, key=_KEY)
        self.users = SqlUsers(database=database, clock=clock)
        self.profiles = SqlProfiles(database=database)
        self.turns = SqlTurns(database=database, clock=clock)
        self.outbound = SqlOutbound(database=database, clock=clock)
        self.postings: PostingStore = SqlPostings(database=database, clock=clock)
        self.digests = SqlDigests(database=database, clock=clock)
        self.searches = SqlSavedSearches(database=database, clock=clock)
        self.reminders = SqlReminders(database=database, clock=clock)
        self.counts = SqlPushCounts(database=database, clock=clock)
        self.resources = SqlResources(database=database, clock=clock)
        self.vectors = SqlSeekerVectors(database=database, clock=clock)
        self.health = SqlSourceHealth(database=database, clock=clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthStage:
    """What the month plays on."""

    clock: MovedClock
    stores: TownStores
    watch: Watch
    supervisor: Supervisor
    finder: JobFinder
    desk: DigestDesk
    digests: DigestRounds
    alerts: AlertRounds
    reminders: ReminderRounds

    async def tick(self) -> None:
        """What the timetable does, at once and to its end."""
        await self.digests.tick()
        await self.digests.drain()
        await self.alerts.tick()
        await self.reminders.tick()

    async def catch_up(self) -> None:
        """Bring the index up to the postings."""
        await self.finder.catch_up()

    async def digest_rows(self) -> Mapping[tuple[UserId, date], str | None]:
        """Outcome by person and date."""
        query = sql("SELECT user_id, local_date, outcome FROM digests")
        async with self.stores.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return {
            (UserId(row.user_id), date.fromisoformat(row.local_date)): row.outcome for row in rows
        }


@asynccontextmanager
async def open_stage(
    folder: Path,
    *,
    begins: datetime,
    market: Market,
    rules: Rules,
    embedder: Embedder | None = None,
) -> AsyncIterator[MonthStage]:
    """Open it in an empty folder: SQLite and the exact index.

    ``embedder`` None takes the packaged model.
    """
    clock = MovedClock(begins)
    async with AsyncExitStack() as stack:
        if embedder is None:
            packaged = FastembedEmbedder(
                model="local/all-minilm-l6-v2-int8", cache_folder=folder / "embedding", threads=2
            )
            stack.callback(packaged.close)
            embedder = packaged
        index = ExactVectors(folder=folder / "vectors", embedder=embedder)
        stack.push_async_callback(index.close)
        url = f"sqlite:///{folder / 'careergini.db'}"
        async with open_database(url=url) as database:
            stores = TownStores(database, clock=clock, folder=folder)
            finder = JobFinder(postings=stores.postings, index=index, clock=clock)
            planner = PushPlanner(
                finder=finder,
                embedder=embedder,
                vectors=stores.vectors,
                postings=stores.postings,
                index=index,
            )
            watch = Watch(
                clock=clock,
                users=stores.users,
                postings=stores.postings,
                market=market,
                rules=rules,
            )
            yield _composed(stores, clock, watch, finder, planner, embedder, rules=rules)


def _composed(
    stores: TownStores,
    clock: MovedClock,
    watch: Watch,
    finder: JobFinder,
    planner: PushPlanner,
    embedder: Embedder,
    *,
    rules: Rules,
) -> MonthStage:
    channels: dict[ChannelName, Channel] = {ChannelName.TELEGRAM: watch}
    outbox = Outbox(outbound=stores.outbound, channels=channels, pacer=Pacer(paces={}))
    sending = PushSending(engine=PromptEngine(outbox), counts=stores.counts, clock=clock)
    pace = PushPace(on_the_way=_nothing, at_once=_AT_ONCE, is_busy=lambda: False)
    addresses = PushAddresses(
        users=stores.users, accounts=stores.accounts, channels=lambda: channels
    )
    desk = DigestDesk(
        users=stores.users,
        profiles=stores.profiles,
        postings=stores.postings,
        search=planner,
        library=Library(bundled=bundled_resources(), stored=stores.resources),
        resources=stores.resources,
        reminders=stores.reminders,
        digests=stores.digests,
        health=stores.health,
        roles=(),
        model=None,
        prompts=Catalogue.load(),
        late_after=_LATE_AFTER,
        model_sentence=False,
    )
    return MonthStage(
        clock=clock,
        stores=stores,
        watch=watch,
        supervisor=_supervisor(stores, clock, finder, planner, embedder, desk),
        finder=finder,
        desk=desk,
        digests=DigestRounds(
            digests=stores.digests,
            writer=desk,
            users=stores.users,
            addresses=addresses,
            pace=pace,
            sending=sending,
            clock=clock,
        ),
        alerts=AlertRounds(
            searches=stores.searches,
            postings=stores.postings,
            profiles=stores.profiles,
            users=stores.users,
            finder=planner,
            writer=AlertDesk(),
            addresses=addresses,
            pace=pace,
            sending=sending,
            clock=clock,
            gap=rules.alert_gap,
        ),
        reminders=ReminderRounds(
            reminders=stores.reminders,
            users=stores.users,
            writer=ReminderDesk(postings=stores.postings),
            addresses=addresses,
            pace=pace,
            sending=sending,
            clock=clock,
        ),
    )


def _supervisor(
    stores: TownStores,
    clock: Clock,
    finder: JobFinder,
    planner: PushPlanner,
    embedder: Embedder,
    desk: DigestDesk,
) -> Supervisor:
    from graph.agents.help import HelpAgent
    from graph.agents.job_search import JobSearchAgent
    from graph.agents.settings import SettingsAgent
    from graph.agents.settings.linking import Doors, LinkDesk
    from graph.agents.settings.mail_proof import MailProof
    from graph.applications.ledger import ApplicationLedger
    from graph.intake.postings import PostingIntake
    from graph.posting_lookup import PostingLookup
    from graph.routing.layered import LayeredRouter
    from graph.supervisor import LangGraphSupervisor
    from storage.applications import SqlApplications
    from storage.private_postings import SqlPrivatePostings
    from tests.twins.models import NoModel
    from tests.twins.stores_channels import NotingPostbox

    model = NoModel()
    private = SqlPrivatePostings(database=stores.database)
    job_search = JobSearchAgent(
        profiles=stores.profiles,
        postings=stores.postings,
        users=stores.users,
        jobs=finder,
        pushes=planner,
        searches=stores.searches,
        reminders=stores.reminders,
        follow_up=_FOLLOW_UP,
        counts=stores.counts,
        clock=clock,
        intake=PostingIntake(
            private=private, postings=stores.postings, blobs=stores.blobs, clock=clock, jobs=finder
        ),
        lookup=PostingLookup(postings=stores.postings, private=private),
        ledger=ApplicationLedger(
            applications=SqlApplications(database=stores.database),
            postings=stores.postings,
            private=private,
            reminders=stores.reminders,
            clock=clock,
            follow_up=_FOLLOW_UP,
        ),
    )
    settings = SettingsAgent(
        users=stores.users,
        personal_data=stores.personal,
        blobs=stores.blobs,
        clock=clock,
        links=LinkDesk(
            users=stores.users,
            profiles=stores.profiles,
            accounts=stores.accounts,
            codes=stores.codes,
            clock=clock,
            doors=Doors,
        ),
        mail=MailProof(
            users=stores.users,
            accounts=stores.accounts,
            codes=stores.codes,
            postbox=NotingPostbox(),
            clock=clock,
            doors=Doors,
        ),
        previews=desk,
        digests=stores.digests,
        counts=stores.counts,
    )
    agents = {AgentId.JOB_SEARCH: job_search, AgentId.SETTINGS: settings}
    return LangGraphSupervisor(
        agents={**agents, AgentId.HELP: HelpAgent(built=[*agents, AgentId.HELP])},
        router=LayeredRouter(embedder=embedder, model=model, catalogue=Catalogue.load()),
        users=stores.users,
        clock=clock,
        model=model,
    )


async def _nothing() -> int:
    """Messages on their way: each is delivered before the next one is stored."""
    return 0
