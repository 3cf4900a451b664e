"""Open and close the engine: its database, its lock, its threads. One per process."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain.errors import CareerGiniError, Defect, TemporaryFailure
from integrations.durable.claims import FileTaker
from integrations.durable.engine import VERSION, DbosEngine, Work
from integrations.durable.locks import ExecutorLease, hold_executor, hold_folder
from integrations.durable.loops import EngineTaker, QueueLoop, postgres_look
from integrations.durable.records import OUTBOX, TURNS

if TYPE_CHECKING:
    from dbos import DBOS, DBOSConfig

log = structlog.get_logger(__name__)

_NEVER_S = 3600.0
"""Interval of engine services that this product does not use."""
_LISTENER_S = 0.1
_POOL_CONNECTIONS = 20
_WORKER_THREADS = 32


@asynccontextmanager
async def open_engine(
    *,
    url: str,
    data_folder: Path | None,
    executor_id: str,
    work: Work,
    turns_at_once: int = 16,
    longest_turn_s: float = 900.0,
    poll_interval_s: float = 0.1,
    watch_interval_s: float = 10.0,
    parked_rest_s: float = 600.0,
) -> AsyncIterator[DbosEngine]:
    """Launch the engine in the running loop; it runs work from ``start()`` to the block's end.

    Args:
        url: ``sqlite:///…`` (a file of the engine's own) or ``postgresql://…``; a SQLAlchemy
            driver suffix (``+aiosqlite``, ``+psycopg``) is ignored.
        data_folder: locked for this process when embedded; None locks the database file's folder.
        executor_id: this process's name in the database: stable over restarts, never shared.
        work: what to run.
        turns_at_once: turns of different conversations that this process runs concurrently.
        longest_turn_s: a turn that runs longer, in seconds, is reported as stuck.
        poll_interval_s: seconds between looks for work that other processes enqueued; own work
            starts at once.
        watch_interval_s: seconds between looks for parked and stranded work.
        parked_rest_s: seconds after which a parked delivery gets a fresh set of attempts.

    Raises:
        Misconfigured: another process holds the data folder or the executor id.
        TemporaryFailure: the executor's lock was lost while running (PostgreSQL).
        Defect: an engine is already open in this process.
    """
    url = _plain_url(url)
    async with AsyncExitStack() as stack:
        lease: ExecutorLease | None = None
        file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        if file is not None:
            stack.enter_context(hold_folder(data_folder or file.parent))
            _prepare_file(file)
        else:
            lease = await stack.enter_async_context(hold_executor(url, executor_id=executor_id))
        engine = await stack.enter_async_context(
            _launched(
                _config(url, executor_id=executor_id),
                file=file,
                work=work,
                turns_at_once=turns_at_once,
                longest_turn_s=longest_turn_s,
                poll_interval_s=poll_interval_s,
                parked_rest_s=parked_rest_s,
            )
        )
        try:
            async with asyncio.TaskGroup() as services:
                keepers = [services.create_task(_watch(engine, interval_s=watch_interval_s))]
                if lease is not None:
                    keepers.append(services.create_task(lease.watch(recover=engine.recover)))
                try:
                    yield engine
                finally:
                    for keeper in keepers:
                        keeper.cancel()
        except BaseExceptionGroup as group:
            # One cause is one error for the caller: the group is this function's own affair.
            raise _only_cause(group) from group


def _only_cause(group: BaseExceptionGroup[BaseException]) -> BaseException:
    ours, others = group.split(CareerGiniError)
    cause: BaseException = (ours or group).exceptions[0]
    del others
    return cause


def _plain_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{separator}{rest}"


def _prepare_file(file: Path) -> None:
    """Write-ahead log: a property of the file that the engine does not set by itself."""
    connection = sqlite3.connect(file)
    try:
        # Before the first table, so that retention can give pages back to the disk.
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _config(url: str, *, executor_id: str) -> DBOSConfig:
    from dbos import DBOSPortableJSONSerializer

    return {
        "name": "careergini",
        "system_database_url": url,
        "application_version": VERSION,
        "executor_id": executor_id,
        # JSON, not pickle: whoever can write the database must not be able to run code.
        "serializer": DBOSPortableJSONSerializer(),
        "sys_db_pool_size": _POOL_CONNECTIONS,
        "max_executor_threads": _WORKER_THREADS,
        "log_level": "WARNING",
        "use_listen_notify": False,
        # Looks at memory only, and closing waits for it.
        "notification_listener_polling_interval_sec": _LISTENER_S,
        "scheduler_polling_interval_sec": _NEVER_S,
    }


@asynccontextmanager
async def _launched(
    config: DBOSConfig,
    *,
    file: Path | None,
    work: Work,
    turns_at_once: int,
    longest_turn_s: float,
    poll_interval_s: float,
    parked_rest_s: float,
) -> AsyncIterator[DbosEngine]:
    import dbos._dbos as registry
    from dbos import DBOS

    # The library keeps one instance per process in a module variable; nothing else may see it.
    if registry._dbos_global_instance is not None:
        raise Defect("a durable engine is already open in this process")
    _forward_logs()
    engine: DbosEngine | None = None
    with ExitStack() as looks:
        loops: dict[str, QueueLoop] = {}
        try:
            instance = DBOS(config=config)
            engine = DbosEngine(
                work=work,
                file=file,
                longest_turn_s=longest_turn_s,
                parked_rest_s=parked_rest_s,
            )
            # The library's own loops stay away from our queues: ours have a doorbell.
            DBOS.listen_queues([])
            DBOS.launch()
            # Deliveries have no limit per process: they wait for slow channels, not each other.
            for name, at_once in ((TURNS, turns_at_once), (OUTBOX, None)):
                loops[name] = await _queue_loop(
                    instance,
                    looks,
                    config=config,
                    file=file,
                    name=name,
                    at_once=at_once,
                    poll_interval_s=poll_interval_s,
                )
            await engine.attend(loops)
            yield engine
        finally:
            await _stop(engine, loops)


async def _queue_loop(
    instance: DBOS,
    looks: ExitStack,
    *,
    config: DBOSConfig,
    file: Path | None,
    name: str,
    at_once: int | None,
    poll_interval_s: float,
) -> QueueLoop:
    from dbos import DBOS

    queue = await DBOS.register_queue_async(
        name,
        # With any other limit the library's dequeue loses its order within a partition.
        partition_concurrency=1,
        worker_concurrency=at_once,
        polling_interval_sec=poll_interval_s,
        on_conflict="always_update",
    )
    if file is None:
        url = config["system_database_url"] or ""
        look = looks.enter_context(postgres_look(url=url, queue=name))
        taker = EngineTaker(engine=instance, queue=queue)
        return QueueLoop(name=name, taker=taker, look=look)
    return QueueLoop(
        name=name,
        taker=FileTaker(
            engine=instance,
            file=file,
            queue=name,
            at_once=at_once,
            version=VERSION,
            executor_id=config["executor_id"] or "",
            application=config["name"],
            poll_interval_s=poll_interval_s,
        ),
    )


async def _stop(engine: DbosEngine | None, loops: Mapping[str, QueueLoop]) -> None:
    """Stop taking work, cancel what runs (it runs again at the next start), close the library."""
    from dbos import DBOS

    # Blocking joins, in a pool that the library does not shut down under them.
    running = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="durable-stop") as pool:
        for loop in loops.values():
            await running.run_in_executor(pool, loop.stop)
        if engine is not None:
            await engine.stop_running()
        await running.run_in_executor(pool, lambda: DBOS.destroy(destroy_registry=True))
    # The library made its own pool, closed by now, the loop's default.
    running.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))


async def _watch(engine: DbosEngine, *, interval_s: float) -> None:
    while True:
        try:
            await engine.watch_once()
        except TemporaryFailure as error:
            log.warning("durable_watch_failed", error=type(error).__name__)
        await asyncio.sleep(interval_s)


class _Forward(logging.Handler):
    """The library's log lines as our events: its first line, never its traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        log.log(
            record.levelno,
            "durable_engine_reported",
            message=record.getMessage().partition("\n")[0],
        )


def _forward_logs() -> None:
    library = logging.getLogger("dbos")
    library.handlers = [_Forward()]
    library.propagate = False
