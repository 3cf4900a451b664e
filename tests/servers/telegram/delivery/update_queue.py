"""Updates until they are confirmed: long polling or a webhook, never both."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import urlsplit

from tests.servers.telegram.delivery.webhook import Hook, WebhookSender
from tests.servers.telegram.trouble import Shuffler
from tests.servers.telegram.wire import Json, Refused, bad_request

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


class UpdateQueue:
    """Updates until they are confirmed, in the order of their ids."""

    def __init__(self, *, retry_s: float = 0.02, timeout_s: float = 10.0) -> None:
        self.shuffler = Shuffler()
        self.sender: WebhookSender | None = None
        self._pending: dict[int, Json] = {}
        self._allowed: frozenset[str] | None = None
        self._confirmed: deque[Json] = deque(maxlen=20)
        self._poller: asyncio.Future[None] | None = None
        self._retry_s = retry_s
        self._timeout_s = timeout_s
        self._polling = asyncio.Event()
        self._closing = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()

    @property
    def pending(self) -> list[Json]:
        """What is not confirmed."""
        return list(self._pending.values())

    def push(self, *updates: Json) -> None:
        """Queue the updates the bot has not excluded."""
        wanted = [update for update in updates if self._is_wanted(update)]
        if not wanted:
            return
        last = next(reversed(self._pending), 0)
        for update in wanted:
            self._pending[update["update_id"]] = update
        ids = [update["update_id"] for update in wanted]
        if ids != sorted(ids) or ids[0] < last:
            self._pending = dict(sorted(self._pending.items()))
        self._drained.clear()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.sender is not None:
            self.sender.add(sorted(wanted, key=lambda update: int(update["update_id"])))

    def _is_wanted(self, update: Json) -> bool:
        kind = next(name for name in update if name != "update_id")
        return kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed

    async def polled(self) -> None:
        """Wait until a poller waits."""
        await self._polling.wait()

    async def drained(self) -> None:
        """Wait until everything is confirmed."""
        await self._drained.wait()

    async def get_updates(self, params: Json, faults: list[str]) -> object:
        """Long polling; an older poller that still waits gets 409."""
        if self.sender is not None:
            raise Refused(409, WEBHOOK_ACTIVE)
        self._remember_allowed(params)
        self._end_poll()
        offset = _whole(params, "offset")
        if offset > 0:
            self._confirm(list(takewhile(lambda known: known < offset, self._pending)))
        elif offset < 0:
            self._confirm(list(self._pending)[:offset])
        limit = min(max(_whole(params, "limit") or 100, 1), 100)
        timeout_s = min(max(_whole(params, "timeout"), 0), 50)
        if not self._pending and timeout_s and not self._closing.is_set():
            await self._wait(timeout_s)
        worse: list[Json] = []
        if self._confirmed and self.shuffler.duplicate():
            worse.append(self._confirmed[-1])
        # Never more than asked for: cutting an update off would let the next offset confirm what
        # was never handed out.
        for update in self._pending.values():
            copies = [update, update] if self.shuffler.duplicate() else [update]
            if len(worse) + len(copies) > limit and worse:
                break
            worse += copies
        return self.shuffler.reordered(worse)

    async def _wait(self, timeout_s: float) -> None:
        poller = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._polling.set()
        try:
            async with asyncio.timeout(timeout_s):
                await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
                self._polling.clear()

    def _end_poll(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, CONFLICT))

    def _confirm(self, ids: Iterable[int]) -> None:
        for update_id in ids:
            update = self._pending.pop(update_id, None)
            if update is not None:
                self._confirmed.append(update)
        if not self._pending:
            self._drained.set()

    def _remember_allowed(self, params: Json) -> None:
        allowed = params.get("allowed_updates")
        if isinstance(allowed, list):
            self._allowed = frozenset(map(str, allowed)) or None

    async def set_webhook(self, params: Json, faults: list[str]) -> object:
        """Start to post updates; http is allowed on this machine only, as for a local server."""
        url = str(params.get("url", ""))
        if not url:
            return await self.delete_webhook(params, faults)
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = str(params.get("secret_token", ""))
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        await self.delete_webhook(params, faults)
        self._remember_allowed(params)
        self._end_poll()
        hook = Hook(
            url=url,
            secret=secret,
            max_connections=min(max(_whole(params, "max_connections") or 40, 1), 100),
            retry_s=self._retry_s,
            timeout_s=self._timeout_s,
        )
        self.sender = WebhookSender(
            hook, shuffler=self.shuffler, confirm=lambda update_id: self._confirm([update_id])
        )
        self.sender.add(self.pending)
        return True

    async def delete_webhook(self, params: Json, faults: list[str]) -> object:
        """Stop to post updates."""
        if self.sender is not None:
            sender, self.sender = self.sender, None
            await sender.stop()
        if params.get("drop_pending_updates"):
            self._confirm(list(self._pending))
        return True

    async def webhook_info(self, params: Json, faults: list[str]) -> object:
        """The ``WebhookInfo`` object."""
        info: Json = {
            "url": self.sender.hook.url if self.sender else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._pending),
        }
        if self.sender is not None:
            info["max_connections"] = self.sender.hook.max_connections
            info["ip_address"] = "127.0.0.1"
            info |= self.sender.last_error
        if self._allowed is not None:
            info["allowed_updates"] = sorted(self._allowed)
        return info

    async def close(self) -> None:
        """Answer who waits and stop posting."""
        self._closing.set()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.sender is not None:
            await self.sender.stop()


def _whole(params: Json, name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0
