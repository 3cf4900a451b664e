"""``careergini run`` as an operator starts it, and what its database says about its work."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Self

import psycopg

ROOT = Path(__file__).resolve().parents[2]
RESUME = ROOT / "bot" / "samples" / "resume.pdf"
POSTINGS = ROOT / "bot" / "samples" / "postings.jsonl"

_RUNNING = "CareerGini is running"
_STARTED = "Stop with Ctrl-C"
_WEB = re.compile(r"http://127\.0\.0\.1:\d+")
_START_WITHIN_S = 90.0
_ANSWER_WITHIN_S = 180.0
_STOP_WITHIN_S = 30.0
_LOOK_EVERY_S = 0.04
_QUIET_S = 0.4
_WORK = (
    "SELECT (SELECT count(*) FROM inbox WHERE parked_at_us IS NULL)"
    " + (SELECT count(*) FROM turns WHERE finished_at_us IS NULL)"
    " + (SELECT count(*) FROM outbound WHERE state = 'waiting')"
    " + (SELECT count(*) FROM candidate_steps)"
    " + (SELECT count(*) FROM candidate_batches WHERE announced_at_us IS NULL)"
)
_OWNED = (
    "identities",
    "profiles",
    "utterances",
    "stances",
    "consents",
    "pending_questions",
    "choices",
    "one_time_codes",
    "blobs",
)


class Service:
    """One installation in a folder of its own.

    Args:
        folder: data, log and working directory.
        settings: environment variables without their prefix.
        database: a PostgreSQL URL; None: SQLite in the data folder.
    """

    def __init__(
        self, folder: Path, *, settings: Mapping[str, str], database: str | None = None
    ) -> None:
        self.folder = folder
        self.log_file = folder / "service.log"
        self.web = ""
        """Where its web application answers."""
        self.data_folder = folder / "data"
        self.database = database
        own = {"DATA_FOLDER": str(self.data_folder), "CONSOLE__ENABLED": "false", "WEB__PORT": "0"}
        own |= settings
        if database is not None:
            own["DATABASE__URL"] = database
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CAREERGINI_")}
        named = {f"CAREERGINI_{name}": value for name, value in own.items()}
        self._environment = kept | named | {"PYTHONPATH": str(ROOT)}
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.command("jobs", "ingest", str(POSTINGS))
        await self.start()
        return self

    async def start(self) -> None:
        """Start a process, and wait until it says that it runs."""
        before = self.said().count(_STARTED)
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
        await self.until(lambda: self.said().count(_STARTED) > before, within_s=_START_WITHIN_S)
        found = _WEB.findall(self.said())
        self.web = found[-1] if found else ""

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """End it as a service manager does."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def said(self) -> str:
        """What it wrote to standard error."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def summary(self) -> str:
        """What it told the operator at its start."""
        said = self.said().partition(_RUNNING)[2].partition(_STARTED)[0]
        return "\n".join(line for line in said.splitlines()[1:] if line.startswith("  "))

    async def until(self, holds: Callable[[], bool], *, within_s: float = _ANSWER_WITHIN_S) -> None:
        """Wait for what another process makes true, while it lives."""
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    process = self._process
                    if process is not None and process.returncode is not None:
                        raise RuntimeError(f"the service ended:\n{self.said()[-3000:]}")
                    await asyncio.sleep(_LOOK_EVERY_S)
        except TimeoutError:
            raise RuntimeError(f"nothing came of it:\n{self.said()[-3000:]}") from None

    async def at_rest(self, calls: Callable[[], int], *, quiet_s: float = _QUIET_S) -> None:
        """Wait until nothing is owed to anybody, and nothing was called for a moment.

        Args:
            calls: how many calls the other end got so far.
            quiet_s: length of that moment in seconds.
        """
        known, since_s = -1, time.monotonic()

        def rests() -> bool:
            nonlocal known, since_s
            if self.count(_WORK) or calls() != known:
                known, since_s = calls(), time.monotonic()
            return time.monotonic() - since_s > quiet_s

        await self.until(rests)

    def count(self, query: str) -> int:
        """A number out of the database."""
        if self.database is not None:
            with psycopg.connect(self.database) as connection:
                row = connection.execute(query.encode()).fetchone()
        else:
            with closing(
                sqlite3.connect(self.data_folder / "careergini.db", timeout=10)
            ) as connection:
                row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def left_of_people(self) -> dict[str, int]:
        """Rows that belong to somebody, by table; empty when everything is erased."""
        counted = {table: self.count(f"SELECT count(*) FROM {table}") for table in _OWNED}
        return {table: number for table, number in counted.items() if number}

    async def command(self, *words: str) -> None:
        """Run ``careergini`` with these words, in this installation."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=self.folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"careergini {' '.join(words)}: {said.decode(errors='replace')}")


def model_settings(url: str | None) -> dict[str, str]:
    """The settings for a model server, or for none."""
    if url is None:
        return {"MODEL__ENABLED": "false"}
    return {"MODEL__ENABLED": "true", "MODEL__BASE_URL": url, "MODEL__THREADS": "1"}


@asynccontextmanager
async def running(
    folder: Path, *, settings: Mapping[str, str], database: str | None = None
) -> AsyncIterator[Service]:
    """The service for the time of the block, with the sample postings in it."""
    async with Service(folder, settings=settings, database=database) as service:
        yield service
