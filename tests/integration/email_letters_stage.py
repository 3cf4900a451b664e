"""A team that writes to candidates by mail: the agent, the outbox and a real mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from bot.delivery import Outbox
from bot.pacing import Pacer
from domain.agents import AgentId
from domain.deciding.model import LogKind, OutreachDraft
from domain.ids import OutboundId
from domain.messages import ChannelName
from domain.reply import plain_text
from domain.turns import Outbound, OutboundState
from graph.agents.scripts import ReturnedLetters
from tests.integration.email_channel_stage import EmailStage, email_stage, parsed
from tests.twins.stores_channels import NotingPostbox
from tests.unit.deciding_stage import DecidingTeam
from tests.unit.roles_stage import CHANNEL

RENATE = "renate.okonkwo@example.com"
SCRIPTS = AgentId.SCRIPTS


@dataclass(kw_only=True)
class LettersStage:
    """Everything around one letter."""

    team: DecidingTeam
    mail: EmailStage
    outbox: Outbox
    postbox: NotingPostbox

    async def approved(self, words: str = "write to candidate 1") -> OutreachDraft:
        """A letter that Ana approved."""
        await self.team.opened()
        await self.team.tell(SCRIPTS, words, at=CHANNEL)
        await self.team.push("Approve")
        (draft,) = self.team.recruiting.decisions.written.values()
        return draft

    async def pressed_send(self, *, times: int = 1) -> OutboundId:
        """What is owed after the button was pressed."""
        said = await self.team.push("Send", times=times)
        assert ("on its way" if times == 1 else "sent already; it is sent once") in said
        (key,) = set(self.team.posted)
        return key

    async def send(self, key: OutboundId, *, ambiguous: bool = False) -> OutboundState | None:
        """As the engine does it; the state afterwards, None when there is no letter any more."""
        await self.outbox.send(key, ambiguous=ambiguous)
        row = await self.team.stores.outbound.get(key)
        return None if row is None else row.state

    def letter(self) -> EmailMessage:
        """The last that the mail server took."""
        return parsed(self.mail.peer.ledger[-1].content)

    def returned(self) -> list[str]:
        """What the role's log says about letters that did not arrive."""
        lines = self.team.recruiting.decisions.lines
        return [line.detail for line in lines if line.kind is LogKind.OUTREACH_RETURNED]

    def told(self) -> list[tuple[str, str]]:
        """Notices: to whom, and what."""
        return [
            (notice.address.conversation, plain_text(notice.reply.blocks))
            for notice in self.postbox.posted.values()
        ]

    def row(self, key: OutboundId) -> Outbound:
        return self.team.stores.outbound.rows[key]

    def outbox_of_a_new_process(self) -> Outbox:
        """What was known only in memory is gone."""
        self.outbox = outbox_over(self.team, self.mail)
        return self.outbox


def outbox_over(team: DecidingTeam, mail: EmailStage) -> Outbox:
    return Outbox(
        outbound=team.stores.outbound,
        channels={ChannelName.EMAIL: mail.opened.channel},
        pacer=Pacer(paces={}),
        doubt_s=0.0,
        first_backoff_s=0.0,
    )


@asynccontextmanager
async def letters_stage() -> AsyncIterator[LettersStage]:
    """A team, and mail that goes to a server of this machine."""
    team, postbox = DecidingTeam(), NotingPostbox()
    stores = team.channel_stores
    desk = ReturnedLetters(
        outbound=team.stores.outbound,
        roles=team.recruiting.roles,
        candidates=team.recruiting.candidates,
        decisions=team.recruiting.decisions,
        postbox=postbox,
        clock=team.stores.clock,
    )
    async with email_stage(stores=stores, letters=desk) as mail:
        yield LettersStage(team=team, mail=mail, outbox=outbox_over(team, mail), postbox=postbox)
