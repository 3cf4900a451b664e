"""The other processes: peers and load."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ANSWER_BYTES = 2**26


class Peers:
    """Telegram, Slack and a model server in a process of their own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self.info: dict[str, Any] = {}

    async def ask(self, do: str, **arguments: object) -> Any:
        """One command; what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            line = json.dumps({"do": do, **arguments})
            self._process.stdin.write(line.encode() + b"\n")
            await self._process.stdin.drain()
            answer = await self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the peers died at {do!r}")
        return json.loads(answer)


@asynccontextmanager
async def peers_running() -> AsyncIterator[Peers]:
    """The peers for the time of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "evaluation.channels.peers",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_ANSWER_BYTES,
    )
    try:
        peers = Peers(process)
        peers.info = await peers.ask("info")
        yield peers
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of a load."""

    statuses: dict[str, int]
    latencies_ms: dict[str, list[float]]
    elapsed_s: float

    @property
    def accepted(self) -> int:
        """Events that were acknowledged."""
        return self.statuses.get("200", 0)

    @property
    def refused(self) -> int:
        """Events that the provider would have to send again."""
        return sum(self.statuses.values()) - self.accepted


async def post(
    file: Path,
    *,
    web: str,
    peers: Peers,
    connections: int = 32,
    per_s: float | None = None,
) -> Posted:
    """Post the events of a file to the service, from another process."""
    arguments = [
        str(file),
        f"--port={web.rpartition(':')[2]}",
        f"--telegram-secret={TELEGRAM_SECRET}",
        f"--slack-secret={peers.info['slack_signing_secret']}",
        f"--connections={connections}",
        *([f"--per-second={per_s}"] if per_s else []),
    ]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "evaluation.channels.load",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the load died")
    return Posted(**json.loads(said))


TELEGRAM_SECRET = "evaluation-webhook"  # noqa: S105 - of a bot that does not exist
