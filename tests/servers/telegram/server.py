"""The server: HTTP in, methods, trouble, ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from types import TracebackType
from typing import Self, TextIO

from aiohttp import web

from tests.servers.telegram.delivery.update_queue import UpdateQueue
from tests.servers.telegram.description import Description
from tests.servers.telegram.ledger import Call, Ledger
from tests.servers.telegram.methods.account import AccountMethods
from tests.servers.telegram.methods.messages import MessageMethods
from tests.servers.telegram.trouble import (
    Delivery,
    FloodControl,
    FloodLimits,
    Kind,
    Trouble,
    Troubles,
    too_many,
)
from tests.servers.telegram.updates import Updates
from tests.servers.telegram.wire import Json, Refused, read_params, recorded
from tests.servers.telegram.world import BOT_ID, Person, World

TOKEN = f"{BOT_ID}:{'A' * 35}"
BODY_BYTES = 60_000_000
DRAFT_S = 30.0
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad "
    "Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)

Handler = Callable[[Json, list[str]], object | Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the server is. ``newer`` names what the description does not know yet."""

    token: str = TOKEN
    username: str = "careergini_bot"
    rich: bool = True
    """Whether it knows the rich messages of Bot API 10.1."""
    webhook_retry_s: float = 0.02
    newer: frozenset[str] = frozenset()
    clock: Callable[[], float] = time.monotonic
    ledger_file: TextIO | None = None


class FakeTelegram:
    """A Bot API server on a free port of this machine, for the time of the block."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.token = self.options.token
        self.rich = self.options.rich
        self.base_url = ""
        self.base_file_url = ""
        self.world = World(username=self.options.username)
        self.updates = Updates(self.world)
        self.queue = UpdateQueue(retry_s=self.options.webhook_retry_s)
        self.ledger = Ledger(file=self.options.ledger_file)
        self.faults: list[str] = []
        """What a careful client does not do: unknown fields, wrong types, crossing entities."""
        self.troubles = Troubles()
        self.flood: FloodControl | None = None
        self._description = Description(newer=self.options.newer)
        self._account = AccountMethods(world=self.world)
        messages = MessageMethods(world=self.world, admit=self._admit, clock=self.options.clock)
        self._handlers: Mapping[str, Handler] = {
            **self._account.handlers,
            **messages.handlers,
            "getUpdates": self.queue.get_updates,
            "setWebhook": self.queue.set_webhook,
            "deleteWebhook": self.queue.delete_webhook,
            "getWebhookInfo": self.queue.webhook_info,
        }
        self._names = {name.lower(): name for name in self._handlers}
        self._closing = asyncio.Event()
        self._called = asyncio.Event()
        self.app = web.Application(client_max_size=BODY_BYTES)
        self.app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(
            self.app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )

    @property
    def methods(self) -> frozenset[str]:
        """The methods it knows."""
        return frozenset(self._handlers)

    @property
    def url(self) -> str:
        """Where the server is, without a slash at its end."""
        return self.base_url.removesuffix("/bot")

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}/bot"
        self.base_file_url = f"http://127.0.0.1:{port}/file/bot"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self.queue.close()
        await self._runner.cleanup()

    def push(self, *updates: Json) -> None:
        """Deliver updates, in the order of their ids."""
        self.queue.push(*updates)

    def press(self, who: Person, label: str, *, chat_id: int | None = None) -> Json:
        """Press the newest button with these words; the update that is delivered."""
        for message in reversed(self.said(chat_id or who.id)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        update = self.updates.pressed(who, message, button["callback_data"])
                        self.push(update)
                        return update
        raise LookupError(f"no button {label!r} in chat {chat_id or who.id}")

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; asked again after every call."""
        while not holds():
            self._called.clear()
            await self._called.wait()

    def set_trouble(self, trouble: Trouble) -> None:
        """From now on calls fail like this."""
        self.troubles.set(trouble)

    def set_delivery(self, delivery: Delivery) -> None:
        """From now on updates arrive like this."""
        self.queue.shuffler.set(delivery)

    def set_flood_limits(self, limits: FloodLimits | None) -> None:
        """Answer 429 to sends over the limits; None ends that."""
        self.flood = FloodControl(limits) if limits else None

    def messages(self, chat_id: int) -> list[Json]:
        """The chat as a person sees it now: edits applied, deleted messages gone."""
        chat = self.world.chats.get(chat_id)
        return [chat.messages[key] for key in sorted(chat.messages)] if chat else []

    def said(self, chat_id: int) -> list[Json]:
        """The bot's messages of a chat."""
        return [m for m in self.messages(chat_id) if m["from"]["id"] == self.world.bot["id"]]

    def drafts(self, chat_id: int) -> list[Json]:
        """What the person sees as being written: drafts live for 30 s, or until a message."""
        chat = self.world.chats.get(chat_id)
        now_s = self.options.clock()
        live = chat.drafts.values() if chat else ()
        return [draft for draft in live if now_s - draft["at_s"] < DRAFT_S]

    def fastest(self, chat_id: int) -> int:
        """Most sends to a chat in any window of 1 s."""
        return self.ledger.fastest(chat_id)

    def fastest_overall(self) -> int:
        """Most sends in any window of 1 s."""
        return self.ledger.fastest()

    def _admit(self, chat_id: int) -> None:
        if self.flood is not None:
            self.flood.admit(chat_id, now_s=self.options.clock())

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        at_s = self.options.clock()
        if request.match_info["token"] != self.token:
            return _answer(Refused(401, "Unauthorized"))
        method = self._names.get(request.match_info["method"].lower())
        if method is None or (not self.rich and "Rich" in method):
            return self._unknown(request.match_info["method"], at_s)
        try:
            params = self._description.decode(method, await read_params(request))
        except Refused as refused:
            self._note(
                method, {}, at_s, taken=False, status=refused.code, error=refused.description
            )
            return _answer(refused)
        kind = self.troubles.draw(method)
        if kind is not None and not kind.takes:
            return self._refuse(request, method, params, at_s, kind)
        faults = self._description.faults(method, params)
        outcome: object = None
        refused_with: Refused | None = None
        try:
            found = self._handlers[method](params, faults)
            outcome = await found if isawaitable(found) else found
        except Refused as refused:
            refused_with = refused
        self.faults += [fault for fault in faults if fault not in self.faults]
        status = refused_with.code if refused_with else 200
        if kind in {Kind.TAKE_THEN_DROP, Kind.HALF_BODY}:
            status = 0
        elif kind is Kind.TAKE_THEN_BAD_GATEWAY:
            status = 502
        self._note(
            method,
            params,
            at_s,
            taken=refused_with is None,
            status=status,
            trouble=kind or "",
            error=refused_with.description if refused_with else "",
            result=outcome,
        )
        answer = _answer(refused_with or outcome)
        return await self._spoil(request, answer, kind) if kind else answer

    def _note(
        self,
        method: str,
        params: Json,
        at_s: float,
        *,
        taken: bool,
        status: int,
        trouble: str = "",
        error: str = "",
        result: object = None,
    ) -> None:
        self.ledger.add(
            Call(
                number=len(self.ledger),
                method=method,
                params=recorded(params),
                at_s=at_s,
                taken=taken,
                status=status,
                trouble=trouble,
                error=error,
                result=result,
            )
        )
        self._called.set()

    def _unknown(self, method: str, at_s: float) -> web.Response:
        words = "Not Found: method not found" if method.lower() in self._names else "Not Found"
        self._note(method, {}, at_s, taken=False, status=404, error=words)
        return _answer(Refused(404, words))

    def _refuse(
        self, request: web.Request, method: str, params: Json, at_s: float, kind: Kind
    ) -> web.Response:
        answer: web.Response
        match kind:
            case Kind.TOO_MANY:
                answer = _answer(too_many(self.troubles.policy.retry_after_s))
            case Kind.BAD_GATEWAY:
                answer = _bad_gateway()
            case Kind.DROP:
                answer = _drop(request)
            case _:
                answer = _answer(Refused(500, "Internal Server Error"))
        status = 0 if kind is Kind.DROP else answer.status
        self._note(method, params, at_s, taken=False, status=status, trouble=kind)
        return answer

    async def _spoil(
        self, request: web.Request, answer: web.Response, kind: Kind
    ) -> web.StreamResponse:
        """The call had its effect; now the answer goes wrong."""
        match kind:
            case Kind.TAKE_THEN_DROP:
                return _drop(request)
            case Kind.TAKE_THEN_BAD_GATEWAY:
                return _bad_gateway()
            case Kind.HALF_BODY:
                return await _half(request, answer)
            case _:
                try:
                    async with asyncio.timeout(self.troubles.policy.slow_s):
                        await self._closing.wait()
                except TimeoutError:
                    return answer
                return answer

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _answer(Refused(401, "Unauthorized"))
        kind = self.troubles.draw("download")
        if kind is not None and not kind.takes:
            return self._refuse(request, "download", {}, self.options.clock(), kind)
        try:
            content = self._account.download(request.match_info["path"])
        except Refused as refused:
            return _answer(refused)
        answer = web.Response(body=content, content_type="application/octet-stream")
        return await self._spoil(request, answer, kind) if kind else answer


def _answer(outcome: object) -> web.Response:
    if not isinstance(outcome, Refused):
        return web.json_response({"ok": True, "result": outcome})
    answer = web.json_response(outcome.body(), status=outcome.code)
    if "retry_after" in outcome.parameters:
        answer.headers["Retry-After"] = str(outcome.parameters["retry_after"])
    return answer


def _bad_gateway() -> web.Response:
    return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)


async def _half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body if isinstance(answer.body, bytes) else b""
    half = web.StreamResponse(status=answer.status)
    half.content_type = answer.content_type
    half.content_length = len(body)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    half.force_close()
    if request.transport is not None:
        request.transport.close()
    return half
