"""Everything we own, opened: rows, files, and what erasing a person has to reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.parts import open_embedder, open_index
from bot.wiring.places import SystemClock, database_url, engine_url, paths_of
from domain.channel_ports import (
    AccountStore,
    ChoiceStore,
    CodeStore,
    InboxStore,
    PartStore,
    SecretStore,
)
from domain.ports import (
    BlobStore,
    Clock,
    Embedder,
    OutboundStore,
    PersonalData,
    PostingStore,
    ProfileStore,
    TurnResidue,
    TurnStore,
    UserStore,
)
from domain.push_ports import (
    DigestStore,
    PushCountStore,
    ReminderStore,
    ResourceStore,
    ResponseCache,
    SavedSearchStore,
    SeekerVectorStore,
    SourceHealthStore,
)
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.seeker_ports import (
    AnswerStore,
    ApplicationStore,
    CareerDocumentStore,
    LearningPlanStore,
    PrivatePostingStore,
)

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from graph.job_finder import JobFinder
    from graph.job_planning import PushPlanner
    from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything we own, opened."""

    database: Database
    clock: Clock
    turns: TurnStore
    outbound: OutboundStore
    users: UserStore
    profiles: ProfileStore
    blobs: BlobStore
    postings: PostingStore
    personal: PersonalData
    inbox: InboxStore
    parts: PartStore
    choices: ChoiceStore
    codes: CodeStore
    accounts: AccountStore
    secrets: SecretStore
    digests: DigestStore
    searches: SavedSearchStore
    reminders: ReminderStore
    push_counts: PushCountStore
    seeker_vectors: SeekerVectorStore
    source_health: SourceHealthStore
    responses: ResponseCache
    resources: ResourceStore
    roles: RoleStore
    candidates: CandidateStore
    decisions: DecisionStore
    documents: CareerDocumentStore
    applications: ApplicationStore
    answers: AnswerStore
    plans: LearningPlanStore
    own_postings: PrivatePostingStore
    key: bytes
    """The installation's key; only ever used through a hash of its own purpose."""


async def migrate_database(settings: Settings) -> str:
    """Bring the schema up to date; returns where, without the password."""
    from storage.addresses import parse_url
    from storage.migration import migrate

    url = database_url(settings)
    await asyncio.to_thread(migrate, url)
    return parse_url(url).render_as_string(hide_password=True)


@asynccontextmanager
async def open_stores(
    settings: Settings, *, residues: Sequence[TurnResidue] = ()
) -> AsyncIterator[Stores]:
    """Open the database, the encrypted files and everything on them.

    ``residues`` is what erasing a person has to clear besides; see :func:`open_erasure`.
    """
    from storage.accounts import SqlAccounts
    from storage.answers import SqlAnswers
    from storage.applications import SqlApplications
    from storage.blobs import EncryptedBlobs
    from storage.candidates import SqlCandidates
    from storage.career_documents import SqlCareerDocuments
    from storage.choices import SqlChoices
    from storage.codes import SqlCodes
    from storage.database import open_database
    from storage.decisions import SqlDecisions
    from storage.digests import SqlDigests
    from storage.inbox import SqlInbox
    from storage.keys import decode_key, load_or_create_key
    from storage.learning_plans import SqlLearningPlans
    from storage.outbound import SqlOutbound
    from storage.parts import SqlParts
    from storage.personal import SqlPersonalData
    from storage.postings import SqlPostings
    from storage.private_postings import SqlPrivatePostings
    from storage.profiles import SqlProfiles
    from storage.push_counts import SqlPushCounts
    from storage.reminders import SqlReminders
    from storage.resources import SqlResources
    from storage.responses import SqlResponseCache
    from storage.roles import SqlRoles
    from storage.saved_searches import SqlSavedSearches
    from storage.sealed import SqlSecrets
    from storage.seeker_vectors import SqlSeekerVectors
    from storage.source_health import SqlSourceHealth
    from storage.turns import SqlTurns
    from storage.users import SqlUsers

    paths = paths_of(settings)
    if settings.secret_key is not None:
        key = decode_key(settings.secret_key.get_secret_value())
    else:
        key = load_or_create_key(paths.key)
    clock = SystemClock()
    async with open_database(url=database_url(settings)) as database:
        blobs = EncryptedBlobs(folder=paths.blobs, key=key, database=database, clock=clock)
        personal = SqlPersonalData(database=database, blobs=blobs, clock=clock, residues=residues)
        yield Stores(
            database=database,
            clock=clock,
            turns=SqlTurns(database=database, clock=clock),
            outbound=SqlOutbound(database=database, clock=clock),
            users=SqlUsers(database=database, clock=clock),
            profiles=SqlProfiles(database=database),
            blobs=blobs,
            postings=SqlPostings(database=database, clock=clock),
            personal=personal,
            inbox=SqlInbox(database=database, clock=clock),
            parts=SqlParts(database=database, clock=clock),
            choices=SqlChoices(database=database, clock=clock, key=key),
            codes=SqlCodes(database=database, clock=clock, key=key),
            accounts=SqlAccounts(database=database, clock=clock, personal=personal),
            secrets=SqlSecrets(database=database, clock=clock, key=key),
            digests=SqlDigests(database=database, clock=clock),
            searches=SqlSavedSearches(database=database, clock=clock),
            reminders=SqlReminders(database=database, clock=clock),
            push_counts=SqlPushCounts(database=database, clock=clock),
            seeker_vectors=SqlSeekerVectors(database=database, clock=clock),
            source_health=SqlSourceHealth(database=database, clock=clock),
            responses=SqlResponseCache(database=database, clock=clock),
            resources=SqlResources(database=database, clock=clock),
            roles=SqlRoles(database=database),
            candidates=SqlCandidates(database=database, clock=clock, key=key, blobs=blobs),
            decisions=SqlDecisions(database=database, clock=clock, key=key),
            documents=SqlCareerDocuments(database=database),
            applications=SqlApplications(database=database),
            answers=SqlAnswers(database=database),
            plans=SqlLearningPlans(database=database, clock=clock),
            own_postings=SqlPrivatePostings(database=database),
            key=key,
        )


@asynccontextmanager
async def open_erasure(settings: Settings) -> AsyncIterator[Stores]:
    """The stores with everything that erasing a person has to reach."""
    async with open_saver(settings) as saver, open_stores_to_erase(settings, saver) as stores:
        yield stores


@asynccontextmanager
async def open_saver(settings: Settings) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """Where a running turn's state is kept: a file of its own, or the same PostgreSQL."""
    from storage.checkpoints import open_checkpoints

    url = database_url(settings)
    if url.startswith("sqlite"):
        url = f"sqlite:///{paths_of(settings).folder / 'checkpoints.db'}"
    async with open_checkpoints(url) as saver:
        yield saver


@asynccontextmanager
async def open_stores_to_erase(
    settings: Settings, saver: BaseCheckpointSaver[str]
) -> AsyncIterator[Stores]:
    """The stores, with durable rows and checkpoints within the reach of an erasure."""
    from integrations.durable.rows import DurableRows
    from storage.checkpoints import CheckpointResidue

    residues = (DurableRows(url=engine_url(settings)), CheckpointResidue(saver=saver))
    async with open_stores(settings, residues=residues) as stores:
        yield stores


async def index_postings(
    settings: Settings, stores: Stores, *, progress: Callable[[int], None] | None = None
) -> int | None:
    """Bring the search index up to the stored postings; None when a running service owns it."""
    if settings.vector.url is None and service_is_running(settings):
        return None
    async with (
        open_embedder(settings) as embedder,
        open_finder(settings, stores, embedder=embedder) as finder,
    ):
        return await finder.catch_up(progress=progress)


@asynccontextmanager
async def open_finder(
    settings: Settings, stores: Stores, *, embedder: Embedder
) -> AsyncIterator[JobFinder]:
    """Search over the stored postings, with its index."""
    from graph.job_finder import JobFinder

    async with open_index(settings, embedder=embedder) as index:
        yield JobFinder(postings=stores.postings, index=index, clock=stores.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """The job search for one person at once, and for everybody together."""

    finder: JobFinder
    planner: PushPlanner


@asynccontextmanager
async def open_searches(
    settings: Settings, stores: Stores, *, embedder: Embedder
) -> AsyncIterator[Searches]:
    """Both searches over one index and one catalogue of open postings."""
    from graph.job_finder import JobFinder
    from graph.job_planning import PushPlanner

    async with open_index(settings, embedder=embedder) as index:
        finder = JobFinder(postings=stores.postings, index=index, clock=stores.clock)
        yield Searches(
            finder=finder,
            planner=PushPlanner(
                finder=finder,
                embedder=embedder,
                vectors=stores.seeker_vectors,
                postings=stores.postings,
                index=index,
            ),
        )


def service_is_running(settings: Settings) -> bool:
    """Whether another process works with this data folder now."""
    from integrations.durable.locks import folder_is_held

    return folder_is_held(paths_of(settings).folder)
