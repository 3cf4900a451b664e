"""LangGraph checkpoints: what a crashed turn continues from; deleted with the turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import StorageBusy
from domain.ids import TurnId
from domain.ports import TurnResidue
from storage.addresses import parse_url
from storage.sqlite_driver import SQLITE_PRAGMAS, create_private

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from psycopg import AsyncConnection
    from psycopg.rows import DictRow
    from psycopg_pool import AsyncConnectionPool

_POOL_SIZE = 8  # connections
_CONNECTION_AGE_S = 600.0  # an idle connection dies unnoticed during a long model call
_OPEN_TIMEOUT_S = 10.0
_LOCK = 0x6361726565726770  # an arbitrary number of ours: PostgreSQL's locks are numbered
_LOCK_POLL_S = 0.05


@asynccontextmanager
async def open_checkpoints(url: str) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """A saver whose ``thread_id`` is the turn id.

    State has to be plain data (strings, numbers, lists, dictionaries): classes of ours are refused
    on the way back, and there is no pickle, so a written row can never run code.

    Args:
        url: ``sqlite:///path`` (a file of its own, so that checkpoints never hold up messages) or
            ``postgresql://…`` (the product's own database; the saver has its own connections).

    Raises:
        Misconfigured: the URL cannot be used.
        StorageBusy: the database does not answer.
    """
    target = parse_url(url)
    if target.get_backend_name() == "sqlite":
        async with _sqlite_saver(Path(target.database or "")) as saver:
            yield saver
    else:
        plain = target.set(drivername="postgresql").render_as_string(hide_password=False)
        async with _postgres_saver(plain) as saver:
            yield saver


def _serializer() -> JsonPlusSerializer:
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    return JsonPlusSerializer(
        pickle_fallback=False, allowed_json_modules=None, allowed_msgpack_modules=None
    )


@asynccontextmanager
async def _sqlite_saver(path: Path) -> AsyncIterator[BaseCheckpointSaver[str]]:
    import sqlite3

    import aiosqlite
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    await asyncio.to_thread(create_private, path)
    try:
        connection = await aiosqlite.connect(path)
    except sqlite3.Error as error:
        raise StorageBusy("the checkpoint file cannot be opened") from error
    try:
        for pragma in SQLITE_PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        saver = AsyncSqliteSaver(connection, serde=_serializer())
        await saver.setup()
        yield saver
    finally:
        await connection.close()


@asynccontextmanager
async def _postgres_saver(url: str) -> AsyncIterator[BaseCheckpointSaver[str]]:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    from psycopg import AsyncConnection
    from psycopg.rows import dict_row
    from psycopg_pool import AsyncConnectionPool, PoolTimeout

    pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
        url,
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
        min_size=1,
        max_size=_POOL_SIZE,
        max_idle=_CONNECTION_AGE_S / 2,
        max_lifetime=_CONNECTION_AGE_S,
        open=False,
    )
    try:
        await pool.open(wait=True, timeout=_OPEN_TIMEOUT_S)
        saver = AsyncPostgresSaver(pool, serde=_serializer())
        await _set_up(saver, pool)
        yield saver
    except PoolTimeout as error:
        raise StorageBusy("the checkpoint database does not answer", retry_after_s=1.0) from error
    finally:
        await pool.close()


async def _set_up(
    saver: AsyncPostgresSaver, pool: AsyncConnectionPool[AsyncConnection[DictRow]]
) -> None:
    """Create the saver's tables, one process at a time: two at once would break each other.

    The lock is asked for again and again instead of waited for, because the saver builds indexes
    concurrently, and that waits for every statement that waits.
    """
    async with pool.connection(timeout=_OPEN_TIMEOUT_S) as keeper:
        while True:
            cursor = await keeper.execute("SELECT pg_try_advisory_lock(%s) AS got", (_LOCK,))
            row = await cursor.fetchone()
            if row is not None and row["got"]:
                break
            await asyncio.sleep(_LOCK_POLL_S)
        try:
            await saver.setup()
        finally:
            await keeper.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


class CheckpointResidue(TurnResidue):
    """Checkpoints of turns, so that erasing a person reaches them."""

    def __init__(self, *, saver: BaseCheckpointSaver[str]) -> None:
        self._saver = saver

    async def count_turns(self, turns: Sequence[TurnId]) -> int:
        """How many of these turns still have checkpoints."""
        found = 0
        for turn in turns:
            found += await self._saver.aget_tuple({"configurable": {"thread_id": turn}}) is not None
        return found

    async def erase_turns(self, turns: Sequence[TurnId]) -> int:
        """Delete them, and on SQLite also the words left in the file; returns how many there were.

        Raises:
            StorageBusy: a reader kept the write-ahead log in use; call again.
        """
        found = await self.count_turns(turns)
        for turn in turns:
            await self._saver.adelete_thread(turn)
        await self._leave_no_traces()
        return found

    async def _leave_no_traces(self) -> None:
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        if not isinstance(self._saver, AsyncSqliteSaver):
            return
        async with self._saver.lock:
            cursor = await self._saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = await cursor.fetchone()
        if row is not None and row[0]:
            raise StorageBusy("the checkpoint file is in use", retry_after_s=1.0)
