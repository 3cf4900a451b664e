"""The packaged migrations make exactly the tables that the stores work with."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from domain.encoding import to_json
from domain.errors import Defect
from domain.ids import UserId
from domain.profiles import UserSettings
from storage.addresses import parse_url
from storage.database import SCHEMA_REVISION, open_database
from storage.digests import SqlDigests
from storage.migration import migrate, script_config
from storage.tables import metadata
from tests.twins.stores import FrozenClock


def differences(url: str) -> list[object]:
    target = parse_url(url)
    if target.get_backend_name() == "sqlite":
        target = target.set(drivername="sqlite")
    engine = create_engine(target)
    try:
        with engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            return list(compare_metadata(context, metadata))
    finally:
        engine.dispose()


def test_sqlite_gets_the_tables_of_the_stores(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    migrate(url)
    assert differences(url) == []


def test_postgresql_gets_the_tables_of_the_stores(postgres_url: str) -> None:
    migrate(postgres_url)
    assert differences(postgres_url) == []


def test_a_migrated_database_is_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    migrate(url)
    before = (tmp_path / "c.db").read_bytes()
    migrate(url)
    assert (tmp_path / "c.db").read_bytes() == before


def test_the_newest_migration_is_the_one_the_stores_ask_for() -> None:
    scripts = ScriptDirectory.from_config(script_config())
    assert scripts.get_heads() == [SCHEMA_REVISION]


def migrate_in_processes(url: str, count: int) -> list[int]:
    code = f"from storage.migration import migrate; migrate({url!r})"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(count)]
    return [process.wait(timeout=60) for process in running]


def test_two_processes_may_migrate_sqlite_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    assert migrate_in_processes(url, 2) == [0, 0]
    assert differences(url) == []


def test_two_processes_may_migrate_postgresql_at_once(postgres_url: str) -> None:
    assert migrate_in_processes(postgres_url, 2) == [0, 0]
    assert differences(postgres_url) == []


def test_a_failing_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (id TEXT)"))
    engine.dispose()
    with pytest.raises(Defect):
        migrate(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert [row.name for row in found] == ["users"]
    engine.dispose()


def prepare_before_pushes(url: str) -> None:
    """A database of schema 0002 with a person who asked for digests and one who did not."""
    target = parse_url(url)
    if target.get_backend_name() == "sqlite":
        target = target.set(drivername="sqlite")
    engine = create_engine(target)
    with engine.connect() as connection:
        config = script_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    # As they were written then: without what came later.
    wanting = '{"language":"pt","time_zone":"Asia/Tokyo","digest_enabled":true,"digest_at":"07:30"}'
    rows = [
        {"id": "u_wanting", "settings": wanting},
        {"id": "u_not", "settings": to_json(UserSettings())},
        {"id": "u_old", "settings": "{}"},
    ]
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO users (id, display_name, search_name, settings, created_at_us) "
                "VALUES (:id, 'Ana', 'ana', :settings, 1)"
            ),
            rows,
        )
    engine.dispose()


async def schedule_after_migration(url: str) -> None:
    await asyncio.to_thread(prepare_before_pushes, url)
    await asyncio.to_thread(migrate, url)
    assert await asyncio.to_thread(differences, url) == []
    clock = FrozenClock()
    async with open_database(url=url) as database:
        digests = SqlDigests(database=database, clock=clock)
        assert await digests.next_due(UserId("u_wanting")) is None
        assert await digests.reschedule(now=clock.now(), after=None, limit=10) is None
        assert list(await digests.scheduled(after=None, limit=10)) == ["u_wanting"]
        coming = await digests.next_due(UserId("u_wanting"))
    assert coming is not None
    assert coming.due_at.isoformat() == "2026-11-02T22:30:00+00:00"
    assert coming.local_date.isoformat() == "2026-11-03"


async def test_people_of_the_schema_before_get_an_hour_in_sqlite(tmp_path: Path) -> None:
    await schedule_after_migration(f"sqlite:///{tmp_path / 'c.db'}")


async def test_people_of_the_schema_before_get_an_hour_in_postgresql(postgres_url: str) -> None:
    await schedule_after_migration(postgres_url)
