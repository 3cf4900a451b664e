"""Puts a digest into the outbox, as the scheduler will do once it sends them."""

from __future__ import annotations

from pydantic import SecretStr

from bot.settings import DatabaseSettings, Settings
from bot.wiring.stores import open_stores
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.reply import Card, Fact, Heading, Paragraph, Reply, link, text
from domain.turns import Outbound
from evaluation.transcripts.service import Service


async def owe_digest(service: Service, *, address: str) -> None:
    """While the service is down: it sends the digest when it is back."""
    database = service.database
    settings = Settings(
        data_folder=service.data_folder,
        database=DatabaseSettings(url=SecretStr(database) if database else None),
    )
    title = link("Data Engineer", url="https://jobs.example.org/de-1")
    reply = Reply(
        blocks=(
            Heading(body=text("1 new job today")),
            Card(
                title=text(title),
                subtitle=text("Nordlicht · Berlin, Germany · hybrid · 71 of 100"),
                facts=(Fact(label="Pay", value=text("pay not stated")),),
            ),
            Paragraph(body=text("Of 12 new postings, 11 were not your field.")),
        ),
        agents=(AgentId.JOB_SEARCH,),
    )
    async with open_stores(settings) as stores:
        user = await stores.accounts.owner(channel=ChannelName.EMAIL, workspace="", sender=address)
        assert user is not None
        await stores.outbound.add(
            Outbound(
                id=OutboundId(f"dg:{user.id}:2026-11-25"),
                address=Address(channel=ChannelName.EMAIL, workspace="", conversation=address),
                reply=reply,
                turn=None,
                recipient=address,
            )
        )
