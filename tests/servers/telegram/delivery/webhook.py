"""Posts updates to the bot: again until it says yes, in order per chat, several chats at once."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import aiohttp

from tests.servers.telegram.trouble import Shuffler
from tests.servers.telegram.wire import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where to post, as ``setWebhook`` said; times in seconds."""

    url: str
    secret: str
    max_connections: int
    retry_s: float
    timeout_s: float


class WebhookSender:
    """One webhook that is set. ``confirm`` is told the id of every update that arrived."""

    def __init__(self, hook: Hook, *, shuffler: Shuffler, confirm: Callable[[int], None]) -> None:
        self.hook = hook
        self.posts: list[tuple[int, int]] = []
        """Every request: update id and HTTP status, 0 when there was no answer."""
        self.last_error: Json = {}
        self._shuffler = shuffler
        self._confirm = confirm
        self._waiting: dict[object, deque[Json]] = defaultdict(deque)
        self._ready: deque[object] = deque()
        self._tasks: dict[object, asyncio.Task[None]] = {}
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=hook.timeout_s),
            connector=aiohttp.TCPConnector(limit=0),
        )

    def add(self, updates: Iterable[Json]) -> None:
        """Send these, after what waits already."""
        for update in updates:
            mixed = self._shuffler.may_reorder
            lane = ("update", update["update_id"]) if mixed else ("chat", _chat_id(update))
            self._waiting[lane].append(update)
            if lane not in self._tasks and len(self._waiting[lane]) == 1:
                place = self._shuffler.place(len(self._ready)) if mixed else len(self._ready)
                self._ready.insert(place, lane)
        self._start()

    def _start(self) -> None:
        while self._ready and len(self._tasks) < self.hook.max_connections:
            lane = self._ready.popleft()
            self._tasks[lane] = asyncio.create_task(self._serve(lane))

    async def _serve(self, lane: object) -> None:
        update = self._waiting[lane][0]
        pause_s = self.hook.retry_s
        while not await self._post(update):
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        if self._shuffler.duplicate():
            await self._post(update)
        self._waiting[lane].popleft()
        del self._tasks[lane]
        if self._waiting[lane]:
            self._ready.append(lane)
        else:
            del self._waiting[lane]
        self._confirm(update["update_id"])
        self._start()

    async def _post(self, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers[SECRET_HEADER] = self.hook.secret
        status = 0
        try:
            async with self._session.post(
                self.hook.url, data=json.dumps(update).encode(), headers=headers
            ) as response:
                await response.read()
                status = response.status
                error = f"Wrong response from the webhook: {status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as trouble:
            error = f"Connection failed: {type(trouble).__name__}"
        self.posts.append((update["update_id"], status))
        if 200 <= status < 300:
            return True
        self.last_error = {"last_error_date": int(time.time()), "last_error_message": error}
        return False

    async def stop(self) -> None:
        """Send nothing more."""
        tasks = list(self._tasks.values())
        self._ready.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()


def _chat_id(update: Json) -> object:
    for value in update.values():
        if isinstance(value, dict):
            chat = value.get("chat") or value.get("message", {}).get("chat")
            if chat:
                return chat["id"]
    return None
