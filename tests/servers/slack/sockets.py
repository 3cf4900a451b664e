"""Socket Mode: hello, envelopes with resends, acknowledgements, disconnects."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from aiohttp import WSMsgType, web

from tests.servers.slack.records import Json
from tests.servers.slack.world import World

EnvelopeKind: TypeAlias = Literal["events_api", "interactive", "slash_commands"]
_MOST_SOCKETS = 10
_RESENT: frozenset[EnvelopeKind] = frozenset({"events_api"})


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One payload on its way: every envelope it was sent in, and what came back."""

    kind: EnvelopeKind
    payload: Json
    envelope_ids: list[str] = field(default_factory=list)
    acks: list[Json] = field(default_factory=list)
    """The acknowledgements, late and double ones too."""
    took_s: float | None = None
    """From the first envelope to the first acknowledgement."""
    given_up: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        return bool(self.acks)

    @property
    def answer(self) -> Json | None:
        """The payload of the first acknowledgement."""
        found = self.acks[0].get("payload") if self.acks else None
        return found if isinstance(found, dict) else None


class Sockets:
    """The connected clients of one app; an envelope goes to one of them, in turn."""

    def __init__(
        self, world: World, *, ack_timeout_s: float, retry_delays_s: Sequence[float]
    ) -> None:
        self.deliveries: list[Delivery] = []
        self.ack_timeout_s = ack_timeout_s
        self.retry_delays_s = tuple(retry_delays_s)
        self.connections_made = 0
        self.strays: list[Json] = []
        """Acknowledgements of envelopes that were never sent."""
        self._world = world
        self._open: list[web.WebSocketResponse] = []
        self._live: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._turn = 0
        self._changed = asyncio.Condition()
        self._envelopes: dict[str, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """Sockets connected now."""
        return len(self._open)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve a client until it or the server ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._world.tickets:
            return web.Response(status=401, text="bad ticket")
        self._world.tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        self._live[socket] = request.transport
        if len(self._open) >= _MOST_SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            del self._live[socket]
            return socket
        self._open.append(socket)
        self.connections_made += 1
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._open),
                "debug_info": {
                    "host": "applink-fake",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": self._world.app_id},
            }
        )
        await self._announce()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._live.pop(socket, None)
            with suppress(ValueError):
                self._open.remove(socket)
            await self._announce()
        return socket

    async def _announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def connected(self, count: int = 1, *, made: int = 0, timeout_s: float = 10.0) -> None:
        """Wait until so many sockets are open, and so many were opened in all."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(
                lambda: len(self._open) >= count and self.connections_made >= made
            )

    # --- sending --------------------------------------------------------------------------------

    def push(self, kind: EnvelopeKind, payload: Json) -> Delivery:
        """Start to deliver; the delivery tells when it is settled."""
        delivery = Delivery(kind=kind, payload=payload)
        self.deliveries.append(delivery)
        self._own(self._deliver(delivery))
        return delivery

    async def send(self, kind: EnvelopeKind, payload: Json, *, timeout_s: float = 10.0) -> Delivery:
        """Deliver, and wait for the acknowledgement or the end of the resends."""
        delivery = self.push(kind, payload)
        async with asyncio.timeout(timeout_s):
            await delivery.settled.wait()
        return delivery

    def again(self, delivery: Delivery) -> None:
        """Send the same payload in one more envelope, acknowledged or not."""
        self._own(self._send_once(delivery, attempt=1, reason="timeout"))

    async def _deliver(self, delivery: Delivery) -> None:
        delays_s = (0.0, *(self.retry_delays_s if delivery.kind in _RESENT else ()))
        for attempt, delay_s in enumerate(delays_s):
            if attempt:
                await asyncio.sleep(delay_s)
            reason = "timeout" if attempt else ""
            await self._send_once(delivery, attempt=attempt, reason=reason)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.ack_timeout_s):
                    await delivery.settled.wait()
            if delivery.acked:
                return
        delivery.given_up = True
        delivery.settled.set()

    async def _send_once(self, delivery: Delivery, *, attempt: int, reason: str) -> None:
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        self._envelopes[envelope_id] = delivery
        delivery.envelope_ids.append(envelope_id)
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self._open))
            self._turn += 1
            socket = self._open[self._turn % len(self._open)]
            if delivery.took_s is None:
                delivery.took_s = -asyncio.get_running_loop().time()
            try:
                await socket.send_json(envelope)
            except ConnectionError:
                with suppress(ValueError):
                    self._open.remove(socket)  # it broke off; another one gets the envelope
            else:
                return

    def _acknowledge(self, text: str) -> None:
        ack: Any = json.loads(text)
        delivery = self._envelopes.get(str(ack.get("envelope_id")))
        if delivery is None:
            self.strays.append(ack)
            return
        if not delivery.acks and delivery.took_s is not None:
            delivery.took_s += asyncio.get_running_loop().time()
        delivery.acks.append(ack)
        delivery.settled.set()

    # --- endings --------------------------------------------------------------------------------

    async def disconnect(
        self,
        reason: Literal["warning", "refresh_requested", "link_disabled"] = "refresh_requested",
        *,
        linger_s: float = 10.0,
    ) -> None:
        """Tell every client that the socket ends; a warning comes about ten seconds ahead.

        A client that does not leave by itself is closed after ``linger_s``.
        """
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}}
        going = list(self._open)
        if reason != "warning":
            self._open.clear()  # nothing is sent to a socket that was told to go
        for socket in going:
            with suppress(ConnectionError):
                await socket.send_json(message)
            if reason != "warning":
                self._own(self._close(socket, after_s=linger_s))

    async def _close(self, socket: web.WebSocketResponse, *, after_s: float = 0.0) -> None:
        if after_s:
            await asyncio.sleep(after_s)
        with suppress(ConnectionError):
            await socket.close()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for transport in self._live.values():
            if transport is not None:
                transport.abort()
        self._open.clear()

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def shut(self) -> None:
        """End all deliveries and connections."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for socket in list(self._live):
            await self._close(socket)
        self._open.clear()
