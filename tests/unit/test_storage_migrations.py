"""The packaged migrations make exactly the tables that the stores work with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from domain.errors import Defect
from storage.addresses import parse_url
from storage.database import SCHEMA_REVISION
from storage.migration import migrate, script_config
from storage.tables import metadata


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
