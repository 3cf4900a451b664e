"""Every store contract runs over the twin, SQLite in a file and PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

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
from domain.seeker_ports import CareerDocumentStore
from storage.accounts import SqlAccounts
from storage.blobs import EncryptedBlobs
from storage.candidates import SqlCandidates
from storage.career_documents import SqlCareerDocuments
from storage.choices import SqlChoices
from storage.codes import SqlCodes
from storage.database import Database, open_database
from storage.decisions import SqlDecisions
from storage.digests import SqlDigests
from storage.inbox import SqlInbox
from storage.migration import migrate
from storage.outbound import SqlOutbound
from storage.parts import SqlParts
from storage.personal import SqlPersonalData
from storage.postings import SqlPostings
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
from storage.tables import metadata
from storage.turns import SqlTurns
from storage.users import SqlUsers
from tests.twins.stores import FrozenClock
from tests.twins.stores_channels import InMemoryChannelStores
from tests.twins.stores_documents import InMemoryCareerDocuments
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushStores
from tests.twins.stores_recruiting import InMemoryRecruitingStores

KEY = bytes(range(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """One kind of all stores."""

    turns: TurnStore
    outbound: OutboundStore
    users: UserStore
    profiles: ProfileStore
    postings: PostingStore
    blobs: BlobStore
    personal_data: PersonalData
    inbox: InboxStore
    parts: PartStore
    choices: ChoiceStore
    codes: CodeStore
    accounts: AccountStore
    secrets: SecretStore
    digests: DigestStore
    searches: SavedSearchStore
    reminders: ReminderStore
    counts: PushCountStore
    vectors: SeekerVectorStore
    health: SourceHealthStore
    responses: ResponseCache
    resources: ResourceStore
    roles: RoleStore
    candidates: CandidateStore
    decisions: DecisionStore
    documents: CareerDocumentStore
    clock: FrozenClock
    residue: RecordingResidue


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStores(Stores):
    """The SQL stores, with what lies beneath them."""

    database: Database
    folder: Path


class RecordingResidue(TurnResidue):
    """Work in progress of turns, as a set of turn ids that a test fills."""

    def __init__(self) -> None:
        self.alive: set[str] = set()

    async def count_turns(self, turns: object) -> int:
        assert isinstance(turns, (list, tuple))
        return len(self.alive.intersection(turns))

    async def erase_turns(self, turns: object) -> int:
        found = await self.count_turns(turns)
        assert isinstance(turns, (list, tuple))
        self.alive.difference_update(turns)
        return found


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the current schema, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "careergini.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    """One PostgreSQL database with the current schema, shared by all contract tests."""
    server = os.environ.get("CAREERGINI_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("CAREERGINI_TEST_POSTGRES_URL is not set: no PostgreSQL to test against")
    name = f"careergini_contract_{secrets.token_hex(6)}"
    url = f"{server.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        migrate(url)
        yield url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fresh_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """An empty database with the current schema."""
    if kind == "sqlite":
        path = folder / "careergini.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_postgres")
    # TRUNCATE makes a new file for every table; deleting the few rows of a test is faster.
    names = [table.name for table in reversed(metadata.sorted_tables)]
    with psycopg.connect(url) as connection:
        connection.execute("; ".join(f"DELETE FROM {name}" for name in names).encode())
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    return fresh_url(request.param, request, tmp_path)


@asynccontextmanager
async def open_sql_stores(
    url: str, *, folder: Path, clock: FrozenClock | None = None
) -> AsyncIterator[SqlStores]:
    """The SQL stores over ``url``, as wiring builds them."""
    clock = clock or FrozenClock()
    residue = RecordingResidue()
    async with open_database(url=url) as database:
        blobs = EncryptedBlobs(folder=folder / "files", key=KEY, database=database, clock=clock)
        personal = SqlPersonalData(database=database, blobs=blobs, clock=clock, residues=[residue])
        yield SqlStores(
            turns=SqlTurns(database=database, clock=clock),
            outbound=SqlOutbound(database=database, clock=clock),
            users=SqlUsers(database=database, clock=clock),
            profiles=SqlProfiles(database=database),
            postings=SqlPostings(database=database, clock=clock),
            blobs=blobs,
            personal_data=personal,
            inbox=SqlInbox(database=database, clock=clock),
            parts=SqlParts(database=database, clock=clock),
            choices=SqlChoices(database=database, clock=clock, key=KEY),
            codes=SqlCodes(database=database, clock=clock, key=KEY),
            accounts=SqlAccounts(database=database, clock=clock, personal=personal),
            secrets=SqlSecrets(database=database, clock=clock, key=KEY),
            digests=SqlDigests(database=database, clock=clock),
            searches=SqlSavedSearches(database=database, clock=clock),
            reminders=SqlReminders(database=database, clock=clock),
            counts=SqlPushCounts(database=database, clock=clock),
            vectors=SqlSeekerVectors(database=database, clock=clock),
            health=SqlSourceHealth(database=database, clock=clock),
            responses=SqlResponseCache(database=database, clock=clock),
            resources=SqlResources(database=database, clock=clock),
            roles=SqlRoles(database=database),
            candidates=SqlCandidates(database=database, clock=clock, key=KEY, blobs=blobs),
            decisions=SqlDecisions(database=database, clock=clock, key=KEY),
            documents=SqlCareerDocuments(database=database),
            clock=clock,
            residue=residue,
            database=database,
            folder=folder,
        )


@pytest.fixture
async def sql_stores(database_url: str, tmp_path: Path) -> AsyncIterator[SqlStores]:
    """The SQL stores over SQLite, then over PostgreSQL."""
    async with open_sql_stores(database_url, folder=tmp_path) as stores:
        yield stores


def twin_stores() -> Stores:
    """The twins, wired to each other."""
    residue = RecordingResidue()
    twins = InMemoryStores(residues=[residue])
    channels = InMemoryChannelStores(stores=twins)
    pushes = InMemoryPushStores(stores=twins)
    recruiting = InMemoryRecruitingStores(stores=twins)
    return Stores(
        turns=twins.turns,
        outbound=twins.outbound,
        users=twins.users,
        profiles=twins.profiles,
        postings=twins.postings,
        blobs=twins.blobs,
        personal_data=twins.personal_data,
        inbox=channels.inbox,
        parts=channels.parts,
        choices=channels.choices,
        codes=channels.codes,
        accounts=channels.accounts,
        secrets=channels.secrets,
        digests=pushes.digests,
        searches=pushes.searches,
        reminders=pushes.reminders,
        counts=pushes.counts,
        vectors=pushes.vectors,
        health=pushes.health,
        responses=pushes.responses,
        resources=pushes.resources,
        roles=recruiting.roles,
        candidates=recruiting.candidates,
        decisions=recruiting.decisions,
        documents=InMemoryCareerDocuments(stores=twins),
        clock=twins.clock,
        residue=residue,
    )


@pytest.fixture(params=["twin", "sqlite", "postgres"])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stores]:
    """All stores of one kind, empty."""
    if request.param == "twin":
        yield twin_stores()
        return
    url = fresh_url(request.param, request, tmp_path)
    async with open_sql_stores(url, folder=tmp_path) as opened:
        yield opened
