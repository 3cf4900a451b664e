"""aiosqlite with one trip to its thread per statement.

SQLAlchemy's adapter asks the driver four times per statement (make a cursor, execute, fetch,
close), and each question is a trip to the connection's thread and back: most of the CPU time of a
short transaction. Here a statement is executed and its rows are fetched in one trip.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosqlite

from domain.errors import Misconfigured

if TYPE_CHECKING:
    from aiosqlite.context import Result

_ROWS_AT_ONCE = 64  # only aiosqlite's own cursors, which nobody uses here, would read in such steps

Parameters = Sequence[Any] | Mapping[str, Any]

BUSY_TIMEOUT_S = 30.0  # how long a write waits for another process
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
"""For every connection of ours to a SQLite file; WAL stays with the file."""


def opener(
    path: Path, *, read_only: bool, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """What SQLAlchemy calls to get a connection; a read-only one refuses to write.

    The driver never begins a transaction by itself: ``storage.database`` decides how one begins.
    """

    async def open_connection() -> aiosqlite.Connection:
        connection = OneTripConnection(
            lambda: sqlite3.connect(
                path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
            ),
            _ROWS_AT_ONCE,
        )
        connection.let_the_process_end()
        await connection
        pragmas = (*SQLITE_PRAGMAS, *(("query_only=ON",) if read_only else ()))
        await connection.run(lambda raw: [raw.execute(f"PRAGMA {pragma}") for pragma in pragmas])
        return connection

    return open_connection


def create_private(path: Path) -> None:
    """Make the file, readable by its owner only, unless it is there; its log files follow it.

    Raises:
        Misconfigured: it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise Misconfigured(f"the database file {str(path)!r} cannot be written") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    description: Any  # as the DB-API defines it
    rowcount: int
    lastrowid: int | None
    rows: list[Any]


class OneTripConnection(aiosqlite.Connection):
    """A connection whose cursors work in one trip."""

    def let_the_process_end(self) -> None:
        """Do not keep a process alive that ends without closing, as SQLAlchemy does by default."""
        self._thread.daemon = True

    async def run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do ``work`` in the connection's thread."""
        return await self._execute(work, self._conn)  # type: ignore[no-untyped-call] # aiosqlite

    def cursor(self) -> Result[aiosqlite.Cursor]:
        return OneTripCursor(self)  # type: ignore[return-value] # the adapter's protocol, not aiosqlite's

    async def commit(self) -> None:
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()


class OneTripCursor:
    """What SQLAlchemy's adapter needs of a cursor; rows are fetched with the statement."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._outcome = _Outcome(description=None, rowcount=-1, lastrowid=None, rows=[])

    async def __aenter__(self) -> OneTripCursor:
        return self

    async def execute(self, operation: str, parameters: Parameters = ()) -> OneTripCursor:
        return await self._do(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Sequence[Parameters]) -> OneTripCursor:
        return await self._do(lambda cursor: cursor.executemany(operation, parameters))

    async def _do(self, statement: Callable[[sqlite3.Cursor], object]) -> OneTripCursor:
        def work(raw: sqlite3.Connection) -> _Outcome:
            cursor = raw.cursor()
            try:
                statement(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return _Outcome(
                    description=cursor.description,
                    rowcount=cursor.rowcount,
                    lastrowid=cursor.lastrowid,
                    rows=rows,
                )
            finally:
                cursor.close()

        self._outcome = await self._connection.run(work)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._outcome.rows[:] = list(self._outcome.rows), []
        return rows

    async def close(self) -> None:
        """Nothing is open between statements."""

    @property
    def description(self) -> Any:
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._outcome.lastrowid
