"""Opening the database, and what becomes of its errors."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors import Defect, Misconfigured, StorageBusy
from storage.addresses import parse_url
from storage.database import Database, open_database, schema_is_current

INSERT = text("INSERT INTO counters (name, value) VALUES (:name, 1)")
NAMES = text("SELECT name FROM counters ORDER BY name")


async def names(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(NAMES)).scalars())


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:////data/c.db", "sqlite+aiosqlite:////data/c.db"),
        ("postgresql://me@db:5432/jobs", "postgresql+psycopg://me@db:5432/jobs"),
        ("postgres://me@db/jobs", "postgresql+psycopg://me@db/jobs"),
        ("postgresql+asyncpg://me@db/jobs", "postgresql+psycopg://me@db/jobs"),
    ],
)
def test_a_plain_url_gets_our_driver(written: str, used: str) -> None:
    assert parse_url(written).render_as_string() == used


@pytest.mark.parametrize(
    "url", ["", "careergini.db", "mysql://me@db/jobs", "sqlite://", "sqlite:///:memory:"]
)
def test_a_url_that_cannot_be_used_says_what_to_write(url: str) -> None:
    with pytest.raises(Misconfigured, match="sqlite:///path"):
        parse_url(url)


def test_the_password_of_a_bad_url_is_not_in_the_message() -> None:
    with pytest.raises(Misconfigured) as raised:
        parse_url("mysql://me:hunter2@db/jobs")
    assert "hunter2" not in str(raised.value)


async def test_sqlite_is_created_private_and_current(tmp_path: Path) -> None:
    path = tmp_path / "data" / "careergini.db"
    async with open_database(url=f"sqlite:///{path}") as database:
        assert await schema_is_current(database)
        async with database.write() as connection:
            pragmas = [
                (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            ]
        assert pragmas == ["wal", 1, 1, 1]
    mode = await asyncio.to_thread(lambda: path.stat().st_mode)
    assert stat.S_IMODE(mode) == 0o600


async def test_reading_cannot_write(tmp_path: Path) -> None:
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:
        with pytest.raises(Defect):
            async with database.read() as connection:
                await connection.execute(INSERT, {"name": "sneaky"})
        assert await names(database) == []


async def add(database: Database, *added: str, then: Exception | None = None) -> None:
    async with database.write() as connection:
        for name in added:
            await connection.execute(INSERT, {"name": name})
        if then is not None:
            raise then


async def test_an_error_in_the_middle_undoes_the_whole_transaction(tmp_path: Path) -> None:
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:
        with pytest.raises(ZeroDivisionError):
            await add(database, "half", then=ZeroDivisionError())
        with pytest.raises(Defect):
            await add(database, "twice", "twice")
        assert await names(database) == []


async def test_a_cancelled_transaction_is_undone_and_the_next_one_works(tmp_path: Path) -> None:
    started = asyncio.Event()

    async def never_ends(database: Database) -> None:
        async with database.write() as connection:
            await connection.execute(INSERT, {"name": "half"})
            started.set()
            await asyncio.Event().wait()

    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:
        task = asyncio.create_task(never_ends(database))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await add(database, "whole")
        assert await names(database) == ["whole"]


async def test_writes_of_one_process_wait_for_each_other(tmp_path: Path) -> None:
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:
        await asyncio.gather(*(add(database, f"{number:02d}") for number in range(40)))
        assert len(await names(database)) == 40


async def test_a_locked_file_is_busy_and_not_a_defect(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    async with open_database(url=f"sqlite:///{path}", busy_timeout_s=0.05) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageBusy) as raised:
            await add(database, "x")
        other.close()
        assert raised.value.retry_after_s is not None
        assert await names(database) == []


async def test_a_reader_in_the_way_makes_cleaning_the_log_busy(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    async with open_database(url=f"sqlite:///{path}", busy_timeout_s=0.05) as database:
        await add(database, "x")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT * FROM counters").fetchall()
        await add(database, "y")
        with pytest.raises(StorageBusy):
            await database.leave_no_traces()
        other.close()
        await database.leave_no_traces()
        assert (tmp_path / "c.db-wal").stat().st_size == 0


async def test_a_file_that_is_no_database_is_a_defect(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"this is not a database, " * 100)
    with pytest.raises(Defect):
        async with open_database(url=f"sqlite:///{path}"):
            pass


async def test_postgresql_has_to_be_migrated_first(postgres_url: str) -> None:
    with pytest.raises(Misconfigured, match="careergini migrate"):
        async with open_database(url=postgres_url):
            pass
    async with open_database(url=postgres_url, require_current=False) as database:
        assert not await schema_is_current(database)
        with pytest.raises(Misconfigured, match="careergini migrate"):
            await names(database)


async def test_what_nobody_waits_for_is_written_last(tmp_path: Path) -> None:
    written: list[str] = []
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as database:

        async def write(name: str, *, urgent: bool = False, in_bulk: bool = False) -> None:
            async with database.write(urgent=urgent, in_bulk=in_bulk) as connection:
                await connection.execute(INSERT, {"name": name})
                written.append(name)

        async with asyncio.TaskGroup() as group, database.write():
            group.create_task(write("digests", in_bulk=True))
            group.create_task(write("answer"))
            group.create_task(write("event", urgent=True))
            await asyncio.sleep(0)  # one step of each: all of them wait now
            assert written == []
        assert written == ["event", "answer", "digests"]


async def test_a_server_that_is_not_there_is_busy() -> None:
    with pytest.raises(StorageBusy):
        async with open_database(url="postgresql://me@127.0.0.1:1/nothing"):
            pass


def test_importing_the_stores_loads_no_heavy_library() -> None:
    check = (
        "import sys, pkgutil, importlib, storage\n"
        "for module in pkgutil.iter_modules(storage.__path__):\n"
        "    importlib.import_module(f'storage.{module.name}')\n"
        "heavy = {'alembic', 'cryptography', 'langgraph', 'psycopg', 'qdrant_client'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
