"""The control interface of the server in its own process: under ``/control``, JSON both ways."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.servers.telegram.server import FakeTelegram
from tests.servers.telegram.trouble import Delivery, FloodLimits, Kind, Trouble
from tests.servers.telegram.wire import Json
from tests.servers.telegram.world import Group, Person, Standing


class Control:
    """Routes that push updates, read the ledger and set trouble."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        router = telegram.app.router
        router.add_post("/control/updates", self._push)
        router.add_post("/control/build", self._build)
        router.add_post("/control/press", self._press)
        router.add_get("/control/wait", self._wait)
        router.add_post("/control/trouble", self._trouble)
        router.add_post("/control/plan", self._plan)
        router.add_post("/control/delivery", self._delivery)
        router.add_post("/control/flood", self._flood)
        router.add_post("/control/standing", self._standing)
        router.add_post("/control/rich", self._rich)
        router.add_get("/control/ledger", self._ledger)
        router.add_get("/control/messages/{chat_id}", self._messages)
        router.add_get("/control/state", self._state)

    async def _push(self, request: web.Request) -> web.Response:
        updates = [
            update if "update_id" in update else self._telegram.updates.update(**update)
            for update in await request.json()
        ]
        self._telegram.push(*updates)
        return web.json_response(updates)

    async def _build(self, request: web.Request) -> web.Response:
        """``{"kind": "text", "args": {"who": {"$person": {"id": 5}}, "text": "hi"}}``."""
        asked: Json = await request.json()
        built = getattr(self._telegram.updates, asked["kind"])(**decoded(asked["args"]))
        if isinstance(built, tuple):
            built = built[1]
        updates = built if isinstance(built, list) else [built]
        self._telegram.push(*updates)
        return web.json_response(updates)

    async def _press(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        person = Person(**asked["who"])
        pressed = self._telegram.press(person, asked["label"], chat_id=asked["chat_id"])
        return web.json_response(pressed)

    async def _wait(self, request: web.Request) -> web.Response:
        """Answers when a method was taken so many times."""
        method, count = request.query["method"], int(request.query["count"])
        ledger = self._telegram.ledger
        await self._telegram.until(lambda: sum(c.taken for c in ledger.of(method)) >= count)
        return web.json_response(True)

    async def _trouble(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        if "kinds" in asked:
            asked["kinds"] = tuple(Kind(kind) for kind in asked["kinds"])
        if asked.get("methods") is not None:
            asked["methods"] = frozenset(asked["methods"])
        self._telegram.set_trouble(Trouble(**asked))
        return web.json_response(True)

    async def _plan(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        kinds = [Kind(kind) if kind else None for kind in asked["kinds"]]
        self._telegram.troubles.plan(asked["method"], *kinds)
        return web.json_response(True)

    async def _delivery(self, request: web.Request) -> web.Response:
        self._telegram.set_delivery(Delivery(**await request.json()))
        return web.json_response(True)

    async def _flood(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self._telegram.set_flood_limits(None if asked is None else FloodLimits(**asked))
        return web.json_response(True)

    async def _standing(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        self._telegram.world.chat(asked["chat_id"]).standing = Standing(asked["standing"])
        return web.json_response(True)

    async def _rich(self, request: web.Request) -> web.Response:
        self._telegram.rich = bool(await request.json())
        return web.json_response(True)

    async def _ledger(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        return web.json_response([asdict(call) for call in self._telegram.ledger.calls[since:]])

    async def _messages(self, request: web.Request) -> web.Response:
        return web.json_response(self._telegram.messages(int(request.match_info["chat_id"])))

    async def _state(self, request: web.Request) -> web.Response:
        telegram = self._telegram
        chats = telegram.world.chats
        return web.json_response(
            {
                "pending": len(telegram.queue.pending),
                "calls": len(telegram.ledger),
                "faults": telegram.faults,
                "troubles": telegram.troubles.drawn,
                "flood_refused": telegram.flood.refused if telegram.flood else 0,
                "fastest_overall": telegram.fastest_overall(),
                "fastest": {str(chat_id): telegram.fastest(chat_id) for chat_id in chats},
                "unanswered_callbacks": [
                    query for query, done in telegram.world.callbacks.items() if not done
                ],
            }
        )


def encoded(value: object) -> object:
    """Arguments of a builder as JSON."""
    match value:
        case bytes():
            return {"$bytes": base64.b64encode(value).decode()}
        case Person():
            return {"$person": asdict(value)}
        case Group():
            return {"$group": asdict(value)}
        case list() | tuple():
            return [encoded(item) for item in value]
        case dict():
            return {name: encoded(item) for name, item in value.items()}
        case _:
            return value


def decoded(value: Any) -> Any:
    """The opposite of :func:`encoded`."""
    match value:
        case {"$bytes": str(text)}:
            return base64.b64decode(text)
        case {"$person": dict(fields)}:
            return Person(**fields)
        case {"$group": dict(fields)}:
            return Group(**{**fields, "topics": tuple(fields.get("topics", ()))})
        case list():
            return [decoded(item) for item in value]
        case dict():
            return {name: decoded(item) for name, item in value.items()}
        case _:
            return value
