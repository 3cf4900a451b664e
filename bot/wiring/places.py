"""Where things lie, and the real clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from domain.ports import Clock


class SystemClock(Clock):
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPaths:
    """What lies where in the data folder."""

    folder: Path

    @property
    def key(self) -> Path:
        return self.folder / "secret.key"

    @property
    def blobs(self) -> Path:
        return self.folder / "files"

    @property
    def vectors(self) -> Path:
        return self.folder / "vectors"

    @property
    def calibration(self) -> Path:
        return self.folder / "tuning.json"

    @property
    def embedding_cache(self) -> Path:
        return self.folder / "embedding"

    @property
    def socket(self) -> Path:
        from bot.console_chat import socket_path

        return socket_path(self.folder)


def paths_of(settings: Settings) -> DataPaths:
    """The data folder, made private to this user when it does not exist yet."""
    folder = settings.data_folder.expanduser().absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return DataPaths(folder=folder)


def database_url(settings: Settings) -> str:
    """Where rows are: the operator's database, else SQLite in the data folder."""
    if settings.database.url is not None:
        return settings.database.url.get_secret_value()
    return f"sqlite:///{paths_of(settings).folder / 'careergini.db'}"


def engine_url(settings: Settings) -> str:
    """Where durable work is: the same PostgreSQL, else a file of its own."""
    url = database_url(settings)
    if url.startswith("sqlite"):
        return f"sqlite:///{paths_of(settings).folder / 'engine.db'}"
    return url
