"""A channel over the peer server, both directions: what a real provider's adapter would be."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

from domain.agents import Audience
from domain.ids import TurnId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import Channel, Intake
from domain.reply import plain_text
from domain.turns import Ambiguous, Delivery, Outbound, Retry, Sent, TurnEvent


class PeerChannel(Channel):
    """Sends to the peer and asks it; ``lookup`` False makes it a peer that cannot be asked."""

    def __init__(self, *, client: httpx.AsyncClient, lookup: bool = True) -> None:
        self._client = client
        self._lookup = lookup

    async def deliver(self, outbound: Outbound) -> Delivery:
        message = {
            "id": _public(outbound),
            "turn": outbound.turn,
            "conversation": outbound.address.conversation,
            "text": plain_text(outbound.reply.blocks),
        }
        try:
            response = await self._client.post("/messages", json=message)
        except httpx.ConnectError:
            return Retry(after_s=0.1)
        except httpx.TransportError as error:
            return Ambiguous(reason=type(error).__name__)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            return Retry(after_s=response.json()["retry_after_s"])
        if response.is_server_error:
            return Retry(after_s=0.05)
        return Sent(provider_ref=response.json()["reference"])

    async def find_sent(self, outbound: Outbound) -> str | None:
        response = await self._client.get(f"/messages/{quote(_public(outbound))}")
        reference = response.json()["reference"]
        return None if reference is None else str(reference)

    @property
    def can_find_sent(self) -> bool:
        return self._lookup

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        """The peer has no status line."""


async def take_updates(
    *,
    client: httpx.AsyncClient,
    intake: Intake,
    each: Callable[[InboundMessage], Awaitable[None]] | None = None,
) -> None:
    """Accept what the peer hands out and acknowledge it only afterwards, for ever."""
    while True:
        updates = (await client.get("/updates")).json()
        for update in updates:
            message = InboundMessage(
                address=Address(
                    channel=ChannelName.TELEGRAM, workspace="", conversation=update["conversation"]
                ),
                sender=f"person of {update['conversation']}",
                sender_name="Ana Example",
                audience=Audience.SEEKER,
                text=update["text"],
                received_at=datetime.now(UTC),
                dedupe_keys=(f"update:{update['n']}",),
                order_key=f"{update['n']:012d}",
            )
            await intake.accept(message)
            if each is not None:
                await each(message)
            await client.post("/acknowledge", json=update["n"])
        if not updates:
            await asyncio.sleep(0.02)


def _public(outbound: Outbound) -> str:
    """The idempotency key as the provider sees it: opaque, one per outbound id."""
    return hashlib.sha256(outbound.id.encode()).hexdigest()[:32]
