"""The one way to the product's database: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.errors import Misconfigured, StorageBusy
from storage.addresses import parse_url
from storage.faults import RETRY_AFTER_S, lacks_schema, translated
from storage.gate import Gate
from storage.sqlite_driver import BUSY_TIMEOUT_S, create_private, opener

SCHEMA_REVISION = "0005"  # the newest file in storage/migrations/versions
_READERS = 4  # connections
_NO_TRANSACTION = "careergini_no_transaction"  # a checkpoint cannot run inside one


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Open connections. Stores begin their transactions here and see only domain errors."""

    writer: AsyncEngine
    reader: AsyncEngine
    url: URL
    gate: Gate | None = None
    """Before the one connection that writes; None where there are several."""
    urgent_writer: AsyncEngine | None = None
    """A connection that nothing else waits for; None where there can be only one."""

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def write(
        self, *, urgent: bool = False, in_bulk: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits when the block ends well and rolls back otherwise.

        ``urgent`` goes before everything that waits for the one connection of SQLite, ``in_bulk``
        after everything: nobody waits for it.

        Raises:
            StorageBusy: the database is locked, full or away; nothing was stored.
            Misconfigured: the schema is missing or old.
            Defect: the database refused what we asked.
        """
        writer = self.urgent_writer if urgent and self.urgent_writer else self.writer
        try:
            async with (
                self._turn_to_write(urgent=urgent, in_bulk=in_bulk),
                writer.begin() as connection,
            ):
                yield connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise translated(error) from error

    @asynccontextmanager
    async def _turn_to_write(self, *, urgent: bool, in_bulk: bool) -> AsyncIterator[None]:
        if self.gate is None:
            yield
            return
        async with self.gate.passing(urgent=urgent, last=in_bulk):
            yield

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; raises as :meth:`write` does."""
        try:
            async with self.reader.connect() as connection:
                yield connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise translated(error) from error

    async def leave_no_traces(self) -> None:
        """SQLite: bring the write-ahead log into the file and empty it.

        With ``secure_delete`` the file holds no deleted words; without this the log still would.

        Raises:
            StorageBusy: a reader kept the log in use; call again.
        """
        if not self.is_sqlite:
            return
        try:
            async with self.writer.connect() as connection:
                await connection.execution_options(**{_NO_TRANSACTION: True})
                row = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise translated(error) from error
        if row[0]:
            raise StorageBusy("the write-ahead log is in use", retry_after_s=RETRY_AFTER_S)


@asynccontextmanager
async def open_database(
    *, url: str, require_current: bool = True, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> AsyncIterator[Database]:
    """Open the database at ``url``; SQLite is created and migrated on the way.

    Durability: SQLite runs in WAL mode with ``synchronous=NORMAL``. A commit survives the death of
    the process (``kill -9``) because the log is in the kernel by then; a power loss can take the
    last commits but never damages the file. On PostgreSQL its own settings decide (by default a
    commit is on disk).

    Args:
        url: ``sqlite:///path`` or ``postgresql://user@host/name``.
        require_current: False opens a PostgreSQL database whose schema is old or missing.
        busy_timeout_s: how long a write waits for its turn before it is StorageBusy.

    Raises:
        Misconfigured: the URL cannot be used, or the schema has to be migrated first.
        StorageBusy: the server does not answer.
    """
    target = parse_url(url)
    if target.get_backend_name() == "sqlite":
        await asyncio.to_thread(create_private, Path(target.database or ""))
        opened = _sqlite(target, busy_timeout_s=busy_timeout_s)
    else:
        engine = _postgres(target, busy_timeout_s=busy_timeout_s)
        # Reads are single statements: without a transaction they save two round trips.
        reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        urgent = _postgres(target, busy_timeout_s=busy_timeout_s, connections=1)
        opened = Database(writer=engine, reader=reading, url=target, urgent_writer=urgent)
    try:
        if not await schema_is_current(opened):
            await _bring_up_to_date(opened, url=url, required=require_current)
        yield opened
    finally:
        await opened.writer.dispose()
        await opened.reader.dispose()
        if opened.urgent_writer is not None:
            await opened.urgent_writer.dispose()


async def _bring_up_to_date(database: Database, *, url: str, required: bool) -> None:
    if database.is_sqlite:
        from storage.migration import migrate  # Alembic is heavy, and rarely needed

        await asyncio.to_thread(migrate, url)
    elif required:
        raise Misconfigured("the database schema is not current: run `careergini migrate`")


async def schema_is_current(database: Database) -> bool:
    """Whether the tables are those this version of the product works with."""
    try:
        async with database.reader.connect() as connection:
            rows = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            return [row[0] for row in rows] == [SCHEMA_REVISION]
    except DBAPIError as error:
        if lacks_schema(error):
            return False
        raise translated(error) from error


def _postgres(url: URL, *, busy_timeout_s: float, connections: int = 8) -> AsyncEngine:
    """Connections that are tried before use and give up waiting for a lock after a while."""
    return create_async_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_timeout=busy_timeout_s,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "options": f"-c lock_timeout={int(busy_timeout_s * 1000)}",
        },
    )


def _sqlite(url: URL, *, busy_timeout_s: float) -> Database:
    """One connection that writes, a few that only read.

    One writer in the process means that our own transactions queue in order in the pool instead
    of polling for SQLite's lock; other processes are waited for by the busy timeout.
    """
    path = Path(url.database or "")
    writer = create_async_engine(
        url,
        async_creator=opener(path, read_only=False, busy_timeout_s=busy_timeout_s),
        pool_size=1,
        max_overflow=0,
        pool_timeout=busy_timeout_s,
        pool_reset_on_return=None,  # our transactions always end by themselves
    )
    reader = create_async_engine(
        url,
        async_creator=opener(path, read_only=True, busy_timeout_s=busy_timeout_s),
        pool_size=_READERS,
        max_overflow=0,
        pool_timeout=busy_timeout_s,
        pool_reset_on_return=None,
    )

    @event.listens_for(writer.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(_NO_TRANSACTION):
            # Taking the lock first: upgrading a read lock later fails without waiting.
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return Database(writer=writer, reader=reader, url=url, gate=Gate(longest_wait_s=busy_timeout_s))
