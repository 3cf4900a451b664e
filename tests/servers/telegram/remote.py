"""The server in a process of its own, and how a test talks to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from tests.servers.telegram.control import encoded
from tests.servers.telegram.server import TOKEN
from tests.servers.telegram.trouble import Delivery, FloodLimits, Kind, Trouble
from tests.servers.telegram.wire import Json
from tests.servers.telegram.world import Person, Standing

REPOSITORY = Path(__file__).resolve().parents[3]


class RemoteTelegram:
    """The control interface. The connection is this client's, the server goes on without it."""

    def __init__(self, url: str, *, client: httpx.AsyncClient) -> None:
        self.url = url
        self.token = TOKEN
        self.base_url = f"{url}/bot"
        self.base_file_url = f"{url}/file/bot"
        self._client = client

    async def build(self, kind: str, **arguments: object) -> list[Json]:
        """Build updates by the name of a builder and push them; they are returned."""
        asked = {"kind": kind, "args": encoded(arguments)}
        built: list[Json] = await self._ask("build", asked)
        return built

    async def press(self, who: Person, label: str, *, chat_id: int | None = None) -> Json:
        """Press the newest button with these words."""
        asked = {"who": asdict(who), "label": label, "chat_id": chat_id}
        pressed: Json = await self._ask("press", asked)
        return pressed

    async def wait_for(self, method: str, *, count: int = 1) -> None:
        """Until a method was taken so many times since the server began."""
        await self._read(f"wait?method={method}&count={count}")

    async def push(self, *updates: Json) -> list[Json]:
        """Push updates as they are; without an id they get the next one."""
        pushed: list[Json] = await self._ask("updates", updates)
        return pushed

    async def set_trouble(self, trouble: Trouble) -> None:
        """From now on calls fail like this."""
        asked = asdict(trouble)
        if trouble.methods is not None:
            asked["methods"] = sorted(trouble.methods)
        await self._ask("trouble", asked)

    async def plan(self, method: str, *kinds: Kind | None) -> None:
        """What happens to the next calls of a method."""
        await self._ask("plan", {"method": method, "kinds": kinds})

    async def set_delivery(self, delivery: Delivery) -> None:
        """From now on updates arrive like this."""
        await self._ask("delivery", asdict(delivery))

    async def set_flood_limits(self, limits: FloodLimits | None) -> None:
        """Answer 429 to sends over the limits."""
        await self._ask("flood", asdict(limits) if limits else None)

    async def set_standing(self, chat_id: int, standing: Standing) -> None:
        """Block, kick, let in."""
        await self._ask("standing", {"chat_id": chat_id, "standing": standing})

    async def set_rich(self, known: object) -> None:
        """Whether rich messages are known."""
        await self._ask("rich", bool(known))

    async def ledger(self, *, since: int = 0) -> list[Json]:
        """The calls, from a number on."""
        found: list[Json] = await self._read(f"ledger?since={since}")
        return found

    async def messages(self, chat_id: int) -> list[Json]:
        """The chat as a person sees it now."""
        found: list[Json] = await self._read(f"messages/{chat_id}")
        return found

    async def state(self) -> Json:
        """Counts: pending updates, calls, faults, the fastest windows."""
        found: Json = await self._read("state")
        return found

    async def _ask(self, what: str, body: Json | Sequence[Json] | bool | None) -> Any:
        response = await self._client.post(f"{self.url}/control/{what}", json=body)
        return response.raise_for_status().json()

    async def _read(self, what: str) -> Any:
        response = await self._client.get(f"{self.url}/control/{what}")
        return response.raise_for_status().json()


@asynccontextmanager
async def start_telegram(folder: Path) -> AsyncIterator[RemoteTelegram]:
    """A server process for the time of the block; its port and ledger are files in ``folder``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.servers.telegram",
        str(folder),
        cwd=REPOSITORY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(timeout=30.0) as client:
            yield RemoteTelegram(url, client=client)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
