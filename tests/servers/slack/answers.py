"""Answers out of the ordinary: those to response addresses, and spoilt ones."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.servers.slack import wire
from tests.servers.slack.content import fill
from tests.servers.slack.records import Json, Message, Refused
from tests.servers.slack.trouble import Drawn
from tests.servers.slack.world import World

_RESPONSE_LIFE_S = 1800.0


async def respond(world: World, request: web.Request, answers: list[Json]) -> web.Response:
    """What an app posts to a response address; five times within thirty minutes."""
    address = world.response_urls.get(request.path.removeprefix("/"))
    old = address and world.clock.monotonic() - address["made_at"] > _RESPONSE_LIFE_S
    if address is None or old or address["left"] <= 0:
        error = "used_url" if address and not old else "expired_url"
        return web.json_response({"ok": False, "error": error}, status=404)
    try:
        body: Any = json.loads(await request.read())
    except ValueError:
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    try:
        args = wire.decoded(body)
        _take(world, address, args)
    except Refused as refusal:
        return web.json_response({"ok": False, "error": refusal.error}, status=400)
    answers.append({"to": address, "args": args})
    address["left"] -= 1
    return web.Response(text="ok")


def _take(world: World, address: Json, args: Json) -> None:
    target = world.message(address["channel"], str(address["ts"]))
    if args.get("delete_original"):
        if target is not None:
            target.deleted = True
        return
    body: Json = {"type": "message", "text": "", "ts": world.next_ts()}
    if args.get("thread_ts"):
        body["thread_ts"] = args["thread_ts"]
    fill(body, args, limits=world.limits)
    if args.get("replace_original") and target is not None:
        target.body = target.body | {k: v for k, v in body.items() if k != "ts"}
    elif args.get("response_type", "ephemeral") == "ephemeral":
        where = {"channel": address["channel"], "to": address["user"]}
        world.ephemerals.append(body | where)
    else:
        body |= {"bot_id": world.teams[address["team"]].bot_id}
        world.put(Message(channel=address["channel"], body=body, by_app=True))


async def spoil(
    request: web.Request, drawn: Drawn, answer: web.StreamResponse | None
) -> web.StreamResponse:
    """What the client gets of a call in trouble; ``answer`` if the call was taken."""
    kind = drawn.kind
    if kind == "slow" and answer is not None:
        await asyncio.sleep(drawn.slow_s)
        return answer
    if kind == "http429":
        return web.json_response(
            {"ok": False, "error": "ratelimited"},
            status=429,
            headers={"Retry-After": str(drawn.retry_after_s)},
        )
    if kind in {"internal_error", "ratelimited"}:
        return web.json_response({"ok": False, "error": kind})
    if kind == "half_body" and isinstance(answer, web.Response):
        return await _send_half(request, answer)
    if kind not in {"drop_before", "take_then_drop", "half_body"}:
        status = int(kind[-3:])  # http503, take_then_502
        page = f"<html><body><h1>{status}</h1></body></html>"
        return web.Response(status=status, text=page, content_type="text/html")
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # nobody is there to get it


async def _send_half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    """Promise the whole body, send its first half and hang up."""
    body = answer.body if isinstance(answer.body, bytes) else b"{}"
    half = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.content_type})
    half.content_length = len(body)
    half.force_close()
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half
