"""One process per executor id: a second one would run the first one's turns again."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain.errors import Misconfigured, TemporaryFailure

if TYPE_CHECKING:
    from psycopg import AsyncConnection

log = structlog.get_logger(__name__)

_SWEEP_INTERVAL_S = 2.0
"""Seconds between two looks for executors that died; a dead one's turns wait that long."""

_LOCK_TRIES = 10
_LOCK_PAUSE_S = 0.3


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go when the process dies.

    Raises:
        Misconfigured: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "engine.lock").open("a+") as file:
        try:
            # A record lock: unlike flock's, it does not live on in a forked child (a document
            # reader) after this process was killed.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Misconfigured(
                f"another CareerGini process is already using the data folder {str(folder)!r}:"
                " stop it, or give this one a data folder of its own"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def folder_is_held(folder: Path) -> bool:
    """Whether another process works with this data folder.

    Never ask in the process that holds it: closing the file would let go of its lock.
    """
    try:
        with (folder / "engine.lock").open("r+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
    except FileNotFoundError:
        pass  # nobody ever held it
    return False


def lock_key(executor_id: str) -> int:
    """PostgreSQL's 64-bit name of an executor's lock.

    >>> lock_key("main") == lock_key("main") != lock_key("other")
    True
    """
    digest = hashlib.sha256(f"careergini-executor:{executor_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class ExecutorLease:
    """A session advisory lock on this executor's id, and the search for dead executors."""

    def __init__(self, *, connection: AsyncConnection, executor_id: str) -> None:
        self._connection = connection
        self._executor_id = executor_id

    async def watch(self, *, recover: Callable[[str], Awaitable[None]]) -> None:
        """Hand every dead executor to ``recover``, for ever.

        Raises:
            TemporaryFailure: the lease's connection was lost, so others may take this executor
                for dead and run its turns: the process has to stop working.
        """
        import psycopg

        while True:
            await asyncio.sleep(_SWEEP_INTERVAL_S)
            try:
                for executor in await self._owners_of_running_work():
                    await self._recover_if_dead(executor, recover)
            except psycopg.OperationalError as error:
                raise TemporaryFailure(
                    "the connection that holds this process's executor lock was lost"
                ) from error

    async def _owners_of_running_work(self) -> list[str]:
        cursor = await self._connection.execute(
            "SELECT DISTINCT executor_id FROM dbos.workflow_status"
            " WHERE status = 'PENDING' AND executor_id <> %s",
            (self._executor_id,),
        )
        return [str(row[0]) for row in await cursor.fetchall()]

    async def _recover_if_dead(
        self, executor: str, recover: Callable[[str], Awaitable[None]]
    ) -> None:
        if not await _try_lock(self._connection, executor):
            return  # its owner is alive
        try:
            log.warning("dead_executor_recovered", executor=executor)
            await recover(executor)
        finally:
            await self._connection.execute("SELECT pg_advisory_unlock(%s)", (lock_key(executor),))


async def _try_lock(connection: AsyncConnection, executor_id: str) -> bool:
    cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", (lock_key(executor_id),))
    row = await cursor.fetchone()
    return bool(row and row[0])


async def _lock_soon(connection: AsyncConnection, executor_id: str) -> bool:
    """Try for a few seconds: after a crash the server or a recovering peer may still hold it."""
    for _ in range(_LOCK_TRIES):
        if await _try_lock(connection, executor_id):
            return True
        await asyncio.sleep(_LOCK_PAUSE_S)
    return await _try_lock(connection, executor_id)


@asynccontextmanager
async def hold_executor(url: str, *, executor_id: str) -> AsyncIterator[ExecutorLease]:
    """Hold ``executor_id`` in the database at ``url`` (``postgresql://…``, session pooling).

    Raises:
        Misconfigured: a living process holds that id, or the database cannot be reached.
    """
    import psycopg

    try:
        connection = await psycopg.AsyncConnection.connect(
            url,
            autocommit=True,
            # Seconds: a dead peer is noticed in about nine.
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=2,
            application_name="careergini-executor",
        )
    except psycopg.OperationalError as error:
        raise Misconfigured(
            "the PostgreSQL server of the durable engine did not answer:"
            " check the database URL and that the server runs"
        ) from error
    async with connection:
        if not await _lock_soon(connection, executor_id):
            raise Misconfigured(
                f"another CareerGini process is already running as executor {executor_id!r}:"
                " stop it, or give this one an executor id of its own"
            )
        yield ExecutorLease(connection=connection, executor_id=executor_id)
