"""A conversation with the role desk, over the twins of the stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.agents import AgentId, Audience
from domain.errors import DocumentFault, UnreadableDocument
from domain.ids import ConversationId, TurnId, UserId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.ports import PostingSource
from domain.reply import Button, Buttons, Card, PendingQuestion, plain_text
from domain.resume.model import ResumeText
from domain.roles.model import Role
from domain.turns import Dialogue, Route, Turn, TurnEvent
from graph.agent import AgentReply, AgentRequest
from graph.roles.desk import RoleDesk, RoleStores
from graph.roles.here import RolesHere
from tests.twins.stores_candidates import InMemoryCandidates
from tests.twins.stores_recruiting import InMemoryRecruitingStores
from tests.twins.stores_roles import InMemoryRoles

CHANNEL = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C1")
DIRECT = Address(channel=ChannelName.SLACK, workspace="T1", conversation="D1")

DESCRIPTION = """Backend Engineer (m/w/d)
Location: Berlin

What you bring
- 5+ years of professional experience with Python
- Solid PostgreSQL and Docker knowledge
- Degree from a top school in Computer Science
- Native German speaker
- Fluent English
- Team player
- Right to work in Germany
Nice to have
- Kubernetes
"""


class PlainReader:
    """Text files only."""

    async def read_text(self, content: bytes, *, name: str) -> ResumeText:
        if not content:
            raise UnreadableDocument(f"{name} is empty.", fault=DocumentFault.EMPTY)
        return ResumeText(text=content.decode(), pages=1, media_type="text/plain")


class Team:
    """Several people who talk to the desk; keeps what each conversation has open."""

    def __init__(self, *, source: PostingSource | None = None, retention_days: int = 180) -> None:
        self.retention_days = retention_days
        self.recruiting = InMemoryRecruitingStores()
        self.stores = self.recruiting.stores
        self._source = source
        self.use()
        self.ana = self.person("Ana Example")
        self.pending: dict[Address, PendingQuestion | None] = {}
        self.reply: AgentReply | None = None
        self._count = 0

    def use(
        self,
        *,
        roles: InMemoryRoles | None = None,
        candidates: InMemoryCandidates | None = None,
    ) -> None:
        """Open the desk over other stores."""
        self.roles = roles or self.recruiting.roles
        self.here = RolesHere(
            roles=self.roles, decisions=self.recruiting.decisions, clock=self.stores.clock
        )
        self.desk = RoleDesk(
            stores=RoleStores(
                roles=self.roles,
                decisions=self.recruiting.decisions,
                candidates=candidates or self.recruiting.candidates,
                users=self.stores.users,
                blobs=self.stores.blobs,
            ),
            here=self.here,
            reader=PlainReader(),
            mail_address=lambda role: f"jobs+{role.mail_tag}@example.org",
            clock=self.stores.clock,
            source=self._source,
            retention_days=self.retention_days,
        )

    def person(self, name: str) -> UserId:
        return self.stores.users.add(display_name=name).id

    def request(
        self,
        words: str = "",
        *,
        by: UserId | None = None,
        at: Address = DIRECT,
        action: Action | None = None,
        files: Sequence[Attachment] = (),
        mail_tag: str = "",
        command: str | None = None,
    ) -> AgentRequest:
        self._count += 1
        user = by or self.ana
        message = InboundMessage(
            address=at,
            sender=user,
            sender_name="",
            audience=Audience.RECRUITER,
            text=words,
            received_at=self.stores.clock.now(),
            dedupe_keys=(f"m{self._count}",),
            order_key=f"{self._count:06d}",
            attachments=tuple(files),
            action=action,
            in_group=at.conversation.startswith("C"),
            mail_tag=mail_tag,
            command=command,
        )

        async def hear(event: TurnEvent) -> None:
            del event

        return AgentRequest(
            turn=Turn(
                id=TurnId(f"c_1:{self._count:06d}"),
                conversation=ConversationId("c_1"),
                user=user,
                message=message,
            ),
            dialogue=Dialogue(pending=self.pending.get(at)),
            user=self.stores.users.people[user],
            route=Route(agents=(AgentId.SCREENING,), confidence=1.0, by="rule"),
            language="en",
            events=hear,
        )

    async def ask(self, request: AgentRequest, *, times: int = 1) -> str:
        """The words of the answer; empty when the desk has none. ``times``: as after a crash."""
        for _ in range(times):
            self.reply = await self.desk.handle(request)
        if self.reply is None:
            return ""
        self.pending[request.turn.message.address] = self.reply.pending
        return plain_text(self.reply.blocks)

    async def say(
        self, words: str, *, by: UserId | None = None, at: Address = DIRECT, times: int = 1
    ) -> str:
        return await self.ask(self.request(words, by=by, at=at), times=times)

    async def tap(
        self,
        label: str,
        *,
        by: UserId | None = None,
        at: Address = DIRECT,
        form: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> str:
        """Press the button whose label starts so; ``form`` are the values of its dialog."""
        button = next(one for one in self.buttons if one.label.startswith(label))
        values = {f"form.{name}": value for name, value in (form or {}).items()}
        action = replace(button.action, arguments={**button.action.arguments, **values})
        return await self.ask(self.request(by=by, at=at, action=action), times=times)

    @property
    def buttons(self) -> list[Button]:
        if self.reply is None:
            return []
        return [
            button
            for block in self.reply.blocks
            if isinstance(block, Card | Buttons)
            for button in block.buttons
        ]

    @property
    def only(self) -> Role:
        (role,) = self.roles.roles.values()
        return role

    async def with_role(self, *, at: Address = DIRECT) -> Role:
        """A role with its rubric saved."""
        await self.say(f"New role: Backend Engineer\n\n{DESCRIPTION}", at=at)
        await self.tap("Save v1", at=at)
        return self.only
