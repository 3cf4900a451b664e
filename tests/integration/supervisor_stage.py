"""A supervisor with store twins and small agents, and turns to ask it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from domain.agents import AgentId, Audience
from domain.digest.model import DueDigest, WrittenDigest
from domain.ids import UserId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.ports import ChatModel, Router
from domain.push_ports import DigestWriter
from domain.reply import Paragraph, PendingQuestion, Reply, SuggestedPrompt, text
from domain.turns import Dialogue, PartialText, Turn, TurnEvent
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.help import HelpAgent
from graph.agents.settings import SettingsAgent
from graph.agents.settings.linking import Doors, LinkDesk
from graph.agents.settings.mail_proof import MailProof
from graph.routing.layered import LayeredRouter
from graph.supervisor import LangGraphSupervisor
from tests.twins.models import NoModel
from tests.twins.stores_channels import InMemoryChannelStores
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushStores


class SayingAgent(Agent):
    """Says who it is, and keeps what it was asked."""

    def __init__(
        self,
        agent: AgentId,
        *,
        prompts: Sequence[str] = (),
        pending: str | None = None,
        wanted_model: bool = False,
        partial: str | None = None,
        order: list[AgentId] | None = None,
    ) -> None:
        self._agent = agent
        self._prompts = tuple(SuggestedPrompt(label=label) for label in prompts)
        self._pending = pending
        self._wanted_model = wanted_model
        self._partial = partial
        self._order = order if order is not None else []
        self.asked: list[AgentRequest] = []

    @property
    def id(self) -> AgentId:
        return self._agent

    async def answer(self, request: AgentRequest) -> AgentReply:
        self.asked.append(request)
        self._order.append(self._agent)
        if self._partial:
            await request.events(PartialText(text=self._partial))
        return AgentReply(
            blocks=(Paragraph(body=text(f"{self._agent.value} answers")),),
            prompts=self._prompts,
            pending=PendingQuestion(agent=self._agent, topic=self._pending)
            if self._pending
            else None,
            wanted_model=self._wanted_model,
        )


class FailingAgent(SayingAgent):
    """Raises as often as told, then answers."""

    def __init__(self, agent: AgentId, *, error: BaseException, times: int = 1_000) -> None:
        super().__init__(agent)
        self._error = error
        self._times = times
        self.tried = 0

    async def answer(self, request: AgentRequest) -> AgentReply:
        self.tried += 1
        if self.tried <= self._times:
            raise self._error
        return await super().answer(request)


class SetPreviews(DigestWriter):
    """Previews that a test sets; by default nothing is new and silence is preferred."""

    def __init__(self) -> None:
        self.reply: Reply | None = None
        self.asked: list[UserId] = []

    async def write(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> Sequence[WrittenDigest | None]:
        return [WrittenDigest(due=one, reply=self.reply) for one in due]

    async def preview(self, user: UserId, *, now: datetime) -> WrittenDigest | None:
        self.asked.append(user)
        due = DueDigest(user=user, local_date=now.date(), due_at=now)
        return WrittenDigest(due=due, reply=self.reply)


@dataclass(kw_only=True)
class Stage:
    """Everything a supervisor test needs; ``say`` and ``press`` go through the durable twin."""

    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    model: ChatModel = field(default_factory=NoModel)
    router: Router | None = None
    checkpointer: BaseCheckpointSaver[Any] | None = None
    audience: Audience = Audience.SEEKER
    locale: str | None = None
    doors: Doors = field(default_factory=Doors)

    def __post_init__(self) -> None:
        self.stores = InMemoryStores()
        self.channels = InMemoryChannelStores(stores=self.stores)
        self.pushes = InMemoryPushStores(stores=self.stores)
        self.previews = SetPreviews()
        self._numbers = itertools.count(1)
        self.events: list[TurnEvent] = []
        self.supervisor = self.restarted()

    def restarted(self) -> LangGraphSupervisor:
        """A supervisor as after a restart: the same stores, nothing else remembered."""
        built = {
            AgentId.SETTINGS: SettingsAgent(
                users=self.stores.users,
                personal_data=self.stores.personal_data,
                blobs=self.stores.blobs,
                clock=self.stores.clock,
                links=LinkDesk(
                    users=self.stores.users,
                    profiles=self.stores.profiles,
                    accounts=self.channels.accounts,
                    codes=self.channels.codes,
                    clock=self.stores.clock,
                    doors=lambda: self.doors,
                ),
                mail=MailProof(
                    users=self.stores.users,
                    accounts=self.channels.accounts,
                    codes=self.channels.codes,
                    postbox=self.channels.postbox,
                    clock=self.stores.clock,
                    doors=lambda: self.doors,
                ),
                previews=self.previews,
                digests=self.pushes.digests,
                counts=self.pushes.counts,
            ),
            **self.agents,
        }
        built[AgentId.HELP] = HelpAgent(built=[*built, AgentId.HELP])
        self.supervisor = LangGraphSupervisor(
            agents=built,
            router=self.router or LayeredRouter(),
            users=self.stores.users,
            clock=self.stores.clock,
            model=self.model,
            checkpointer=self.checkpointer,
        )
        return self.supervisor

    async def accepted(
        self,
        words: str = "",
        *,
        action: Action | None = None,
        command: str | None = None,
        attachments: Sequence[Attachment] = (),
        at: Address | None = None,
        sender: str = "ana",
        sender_name: str = "Ana Example",
        notes: tuple[str, ...] = (),
        in_group: bool = False,
    ) -> Turn:
        """A stored turn that is not answered yet."""
        number = next(self._numbers)
        home = Address(channel=ChannelName.CONSOLE, workspace="", conversation="c1")
        accepted = await self.stores.turns.accept(
            InboundMessage(
                address=at or home,
                sender=sender,
                sender_name=sender_name,
                notes=notes,
                in_group=in_group,
                audience=self.audience,
                text=words,
                received_at=self.stores.clock.now(),
                dedupe_keys=(f"m{number}",),
                order_key=f"{number:06d}",
                action=action,
                command=command,
                attachments=tuple(attachments),
                locale=self.locale,
            )
        )
        return accepted.turn

    async def answer(self, turn: Turn) -> Reply:
        """Answer a turn as the dispatcher does: stored turn in, reply out."""
        stored = await self.stores.turns.turn(turn.id)
        assert stored is not None
        dialogue = await self.stores.turns.dialogue(stored, last=12)
        return await self.supervisor.answer(stored, dialogue, events=self._note)

    async def finished(self, turn: Turn) -> Reply:
        """Answer and store the answer."""
        reply = await self.answer(turn)
        await self.stores.turns.finish(turn, reply)
        return reply

    async def say(self, words: str) -> Reply:
        """One whole turn of typed words."""
        return await self.finished(await self.accepted(words))

    async def press(self, action: Action | None) -> Reply:
        """One whole turn of a pressed button."""
        assert action is not None
        return await self.finished(await self.accepted(action=action))

    async def _note(self, event: TurnEvent) -> None:
        self.events.append(event)


def a_dialogue(*, pending: AgentId | None = None, topic: str = "anything") -> Dialogue:
    """A dialogue in which an agent may be waiting for an answer."""
    return Dialogue(
        pending=PendingQuestion(agent=pending, topic=topic) if pending is not None else None
    )
