"""``careergini run`` as an operator starts it: environment, standard error, signals, exit code."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUNNING = "CareerGini is running"
_START_TIMEOUT_S = 60.0
_LOOK_EVERY_S = 0.02


class Product:
    """One installation: its data outlives its processes, of which there is one at a time.

    Args:
        folder: for data, log and working directory; no ``.env`` in it.
        settings: environment variables without their prefix.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.log_file = folder / "product.log"
        self.kills: list[float] = []
        """Monotonic times of the kills, in seconds."""
        self.starts = 0
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._log_begins = 0

    async def start(self, *, ready: bool = True) -> None:
        """Start a process; with ``ready`` wait until it says that it runs."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CAREERGINI_")}
        own = {f"CAREERGINI_{name}": value for name, value in self._settings.items()}
        self._log_begins = self.log_file.stat().st_size if self.log_file.exists() else 0
        self.starts += 1
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=self.folder,
                env=kept | own | {"PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
        if ready:
            await self.logged(RUNNING)

    async def logged(self, words: str) -> None:
        """Wait until the present process has written these words."""
        await until(lambda: words in self.said(), what=f"{words!r} in the log", product=self)

    def said(self) -> str:
        """What the present process wrote."""
        with self.log_file.open("rb") as log:
            log.seek(self._log_begins)
            return log.read().decode(errors="replace")

    @property
    def ended(self) -> int | None:
        """The exit code; None while it runs."""
        return None if self._process is None else self._process.returncode

    async def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        assert self._process is not None
        assert self._process.returncode is None, self.said()[-2000:]
        self._process.kill()
        self.kills.append(time.monotonic())
        await self._process.wait()

    async def terminate(self, *, within_s: float) -> int:
        """SIGTERM, as a service manager does; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(within_s):
            return await self._process.wait()

    async def aclose(self) -> None:
        """End it, however it is."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


async def until(
    holds: Callable[[], bool],
    *,
    what: str,
    product: Product,
    within_s: float = _START_TIMEOUT_S,
    every_s: float = _LOOK_EVERY_S,
) -> None:
    """Wait for what another process makes true, while ours lives."""
    try:
        async with asyncio.timeout(within_s):
            while not holds():
                assert product.ended is None, product.said()[-3000:]
                await asyncio.sleep(every_s)
    except TimeoutError:
        raise AssertionError(f"no {what} within {within_s} s:\n{product.said()[-3000:]}") from None
