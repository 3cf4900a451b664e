"""The door for a test in another process: what to send, how to misbehave, what arrived."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.slack.records import Channel, Json
from tests.servers.slack.server import FakeSlack
from tests.servers.slack.sockets import Delivery
from tests.servers.slack.trouble import Rule


class Control:
    """JSON over HTTP under ``/control/``; errors of the caller are plain 500s."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack

    def add_routes(self, app: web.Application) -> None:
        """One address for each verb."""
        verbs: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "info": self._info,
            "build": self._build,
            "deliver": self._deliver,
            "post": self._post,
            "flood": self._flood,
            "deliveries": self._deliveries,
            "calls": self._calls,
            "messages": self._messages,
            "state": self._state,
            "faults": self._faults,
            "pace": self._pace,
            "trouble": self._trouble,
            "limits": self._limits,
            "advance": self._advance,
            "disconnect": self._disconnect,
            "connected": self._connected,
            "channel": self._channel,
            "file": self._file,
            "dump": self._dump,
        }
        for verb, handle in verbs.items():
            app.router.add_post(f"/control/{verb}", self._route(handle))

    @staticmethod
    def _route(
        handle: Callable[[Json], Awaitable[Any]],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            body = json.loads(await request.read() or b"{}")
            return web.json_response(await handle(body))

        return answer

    async def _info(self, _: Json) -> Json:
        slack = self.slack
        return {
            "base_url": slack.base_url,
            "signing_secret": slack.signing_secret,
            "bot_token": slack.bot_token,
            "app_token": slack.app_token,
            "client_id": slack.world.client_id,
            "client_secret": slack.world.client_secret,
            "team_id": slack.team_id,
            "bot_user_id": slack.bot_user_id,
            "bot_id": slack.bot_id,
            "user": slack.user,
            "channel": slack.channel.id,
            "dm": slack.dm.id,
        }

    async def _build(self, body: Json) -> Any:
        """A payload by the name of its builder; channels and files are given by id."""
        name, args = body["name"], dict(body.get("args", {}))
        if "channel" in args:
            args["channel"] = self.slack.world.channels[args["channel"]]
        files = [self.slack.world.files[one] for one in args.pop("files", [])]
        events = self.slack.events
        owner = events if hasattr(events, name) else self.slack.interactions
        return getattr(owner, name)(*body.get("positional", []), *files, **args)

    async def _deliver(self, body: Json) -> Any:
        """By Socket Mode: one or many payloads; waits for the acknowledgements if told to."""
        deliveries = [self.slack.push(body["kind"], one) for one in body["payloads"]]
        if body.get("wait"):
            for delivery in deliveries:
                await delivery.settled.wait()
        return [_shown(delivery) for delivery in deliveries]

    async def _post(self, body: Json) -> Any:
        """By HTTP; every attempt."""
        url, payload = body["url"], body["payload"]
        if body["kind"] == "events_api":
            attempts = await self.slack.post_event(url, payload, retries=body.get("retries", True))
        elif body["kind"] == "interactive":
            attempts = [await self.slack.post_interaction(url, payload)]
        else:
            attempts = [await self.slack.post_command(url, payload)]
        return [asdict(attempt) for attempt in attempts]

    async def _flood(self, body: Json) -> Any:
        """Many events by HTTP, each tried once."""
        how = {key: body[key] for key in ("at_once", "per_s") if key in body}
        attempts = await self.slack.sender.flood(body["url"], body["payloads"], **how)
        return [asdict(attempt) for attempt in attempts]

    async def _deliveries(self, _: Json) -> Any:
        return [_shown(one) for one in self.slack.sockets.deliveries]

    async def _calls(self, body: Json) -> Any:
        calls = self.slack.ledger.of(body.get("prefix", ""), taken=body.get("taken"))
        return [asdict(call) for call in calls if call.number >= body.get("since", 0)]

    async def _messages(self, body: Json) -> Any:
        return self.slack.messages(body["channel"], by_app=body.get("by_app"))

    async def _state(self, _: Json) -> Json:
        world = self.slack.world
        return {
            "ephemerals": world.ephemerals,
            "homes": world.homes,
            "views": world.views,
            "statuses": world.statuses,
            "prompts": world.prompts,
            "titles": [[*key, value] for key, value in world.titles.items()],
            "sessions": [[*key, value] for key, value in world.sessions.items()],
            "answers": self.slack.answers,
            "sockets": self.slack.sockets.count,
            "connections_made": self.slack.sockets.connections_made,
            "trouble": self.slack.trouble.made,
        }

    async def _faults(self, _: Json) -> Any:
        return self.slack.ledger.faults

    async def _pace(self, body: Json) -> Any:
        how = {key: body[key] for key in ("methods", "window_s", "taken_only") if key in body}
        return self.slack.fastest(body.get("channel"), **how)

    async def _trouble(self, body: Json) -> Any:
        """Replace all rules and scripts."""
        self.slack.trouble.clear()
        for rule in body.get("rules", []):
            kinds = {"kinds": tuple(rule["kinds"])} if "kinds" in rule else {}
            self.slack.trouble.always(Rule(**rule | kinds))
        for method, kinds in body.get("then", {}).items():
            self.slack.trouble.then(method, *kinds)
        return {}

    async def _limits(self, body: Json) -> Any:
        for name, value in body.items():
            setattr(self.slack.limits, name, value)
        return {}

    async def _advance(self, body: Json) -> Any:
        self.slack.clock.advance(body["seconds"])
        return {}

    async def _disconnect(self, body: Json) -> Any:
        if body.get("drop"):
            self.slack.sockets.drop()
        else:
            await self.slack.sockets.disconnect(body.get("reason", "refresh_requested"))
        return {}

    async def _connected(self, body: Json) -> Any:
        await self.slack.sockets.connected(
            body.get("count", 1), made=body.get("made", 0), timeout_s=body.get("timeout_s", 10.0)
        )
        return {}

    async def _channel(self, body: Json) -> Any:
        team = self.slack.world.teams[body.pop("team", self.slack.team_id)]
        return {"id": self.slack.world.add_channel(Channel(team=team, **body)).id}

    async def _file(self, body: Json) -> Any:
        content = bytes.fromhex(body.pop("hex"))
        return {"id": self.slack.events.file(content, **body).id}

    async def _dump(self, body: Json) -> Any:
        return self.slack.dump(Path(body["path"]))


def _shown(delivery: Delivery) -> Json:
    return {
        "kind": delivery.kind,
        "event_id": delivery.payload.get("event_id"),
        "envelopes": len(delivery.envelope_ids),
        "acks": delivery.acks,
        "took_s": delivery.took_s if delivery.acks else None,
        "given_up": delivery.given_up,
    }
