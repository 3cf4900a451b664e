"""Bring a database to the newest schema, from code: no configuration file, no command line."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from storage.addresses import parse_url
from storage.faults import translated
from storage.sqlite_driver import SQLITE_PRAGMAS, create_private

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine

FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()  # Alembic holds the migration that runs in a module global


def migrate(url: str) -> None:
    """Run every migration that the database has not seen, all or nothing.

    Two processes may call this at once: the second waits and finds nothing to do. Blocking.

    Args:
        url: ``sqlite:///path`` (created when absent) or ``postgresql://user@host/name``.

    Raises:
        Misconfigured: the URL cannot be used.
        StorageBusy: the database does not answer.
    """
    from alembic import command
    from sqlalchemy.exc import SQLAlchemyError

    engine = _engine(url)
    try:
        with _ONE_AT_A_TIME, engine.connect() as connection:
            config = script_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise translated(error) from error
    finally:
        engine.dispose()


def script_config() -> Config:
    """Alembic's configuration of the packaged migrations, without any file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    target = parse_url(url)
    if target.get_backend_name() != "sqlite":
        return create_engine(target, poolclass=NullPool)
    create_private(Path(target.database or ""))
    engine = create_engine(target.set(drivername="sqlite"), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine
