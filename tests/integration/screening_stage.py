"""A role, its channel and uploaded resumes: the screening agent and the rounds over store twins."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from domain.agents import AgentId, Audience
from domain.code_quality.evaluating import evaluate_code
from domain.errors import TemporaryFailure, UserMistake
from domain.ids import OutboundId, RoleId, UserId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.papers import Paper
from domain.ports import ResumeReader
from domain.recruiting_ports import ArchiveReader, PagePictures, PaperPress, Unpacked
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Table,
    plain_text,
)
from domain.resume.model import Resume, ResumeText
from domain.roles.model import Role, Rubric, Standing
from domain.screening.dossier import Dossier, Evaluation
from domain.turns import Outbound, Route, TurnEvent
from graph.agent import AgentReply, AgentRequest
from graph.agents.screening.agent import ScreeningAgent, ScreeningParts
from graph.agents.screening.identity import IdentityDesk
from graph.agents.screening.intake import Intake
from graph.roles.desk import RoleDesk, RoleStores
from graph.roles.here import RolesHere
from graph.screening.desk import ScreeningDesk
from graph.screening.evaluators import Evaluators
from graph.screening.reading import CandidateReading
from integrations.documents.parsing import parse, text_of
from scheduler.screening import ScreeningRounds
from scheduler.sending import PushSending
from tests.integration.screening_samples import AMARA as AMARA
from tests.integration.screening_samples import JONAS as JONAS
from tests.integration.screening_samples import RUBRIC as RUBRIC
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushStores
from tests.twins.stores_recruiting import InMemoryRecruitingStores


class TextResumes(ResumeReader):
    """Reads text in this process: the limited process has tests of its own."""

    async def read(self, content: bytes, *, name: str) -> Resume:
        return parse(content, suffix=".txt")

    async def read_text(self, content: bytes, *, name: str) -> ResumeText:
        return text_of(content, suffix=".txt")


class PlainPress(PaperPress):
    """Papers as the text that would be on them."""

    async def print(self, paper: Paper) -> bytes:
        said = [paper.title]
        said += [
            plain_text((part,))
            for part in paper.parts
            if isinstance(part, Paragraph | Heading | Bullets | Card | Table | Notice)
        ]
        return "\n".join(said).encode()


class Drawer(PagePictures):
    """Draws one dot for everything."""

    async def passage(self, content: bytes, *, page: int, needle: str) -> bytes | None:
        return b"\x89PNG"

    async def page(self, content: bytes, *, page: int, width_px: int = 900) -> bytes | None:
        return b"\x89PNG"


class Folder(ArchiveReader):
    """An archive whose members a test sets."""

    def __init__(self) -> None:
        self.members: tuple[Unpacked, ...] = ()
        self.opened = 0

    async def unpack(self, content: bytes) -> tuple[Sequence[Unpacked], Sequence[str]]:
        self.opened += 1
        return self.members, ("A zip inside the zip was left out.",)


class Troubled(Evaluators):
    """Looks at public code in vain as often as a test says."""

    def __init__(self) -> None:
        super().__init__(code=None)
        self.fails = 0

    async def code_quality(self, dossier: Dossier) -> Evaluation:
        if self.fails:
            self.fails -= 1
            raise TemporaryFailure("no answer")
        return evaluate_code(None, (), links=0)


@dataclass(kw_only=True)
class ScreeningStage:
    """One recruiter, one role, one channel."""

    rubric: Rubric | None = RUBRIC
    is_public: bool = False
    channel: ChannelName = ChannelName.SLACK
    sent: list[OutboundId] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stores = InMemoryStores()
        self.teams = InMemoryRecruitingStores(stores=self.stores)
        self.evaluators = Troubled()
        self.archives = Folder()
        self.woken = asyncio.Event()
        self.place = Address(channel=self.channel, workspace="T1", conversation="C1")
        self._numbers = itertools.count(1)
        clock = self.stores.clock
        reader = TextResumes()
        self.desk = ScreeningDesk(
            roles=self.teams.roles,
            candidates=self.teams.candidates,
            blobs=self.stores.blobs,
            turns=self.stores.turns,
            reading=CandidateReading(reader=reader),
            evaluators=self.evaluators,
            clock=clock,
        )
        here = RolesHere(roles=self.teams.roles, decisions=self.teams.decisions, clock=clock)
        self.agent = ScreeningAgent(
            ScreeningParts(
                roles=self.teams.roles,
                candidates=self.teams.candidates,
                here=here,
                role_desk=RoleDesk(
                    stores=RoleStores(
                        roles=self.teams.roles,
                        decisions=self.teams.decisions,
                        candidates=self.teams.candidates,
                        users=self.stores.users,
                        blobs=self.stores.blobs,
                    ),
                    here=here,
                    reader=reader,
                    mail_address=lambda _: None,
                    clock=clock,
                ),
                intake=Intake(
                    candidates=self.teams.candidates,
                    blobs=self.stores.blobs,
                    archives=self.archives,
                    wake=self.woken.set,
                    clock=clock,
                    max_files=20,
                ),
                identity=IdentityDesk(
                    candidates=self.teams.candidates,
                    decisions=self.teams.decisions,
                    blobs=self.stores.blobs,
                    press=PlainPress(),
                    reader=reader,
                    drawer=Drawer(),
                    clock=clock,
                ),
                desk=self.desk,
                wake=self.woken.set,
                clock=clock,
            )
        )
        self.rounds = self.restarted()

    def restarted(self) -> ScreeningRounds:
        """Rounds as after a restart."""
        self.rounds = ScreeningRounds(
            candidates=self.teams.candidates,
            writer=self.desk,
            post=self._post,
            sending=PushSending(
                engine=self,
                counts=InMemoryPushStores(stores=self.stores).counts,
                clock=self.stores.clock,
            ),
            give_way=_at_once,
            clock=self.stores.clock,
            woken=self.woken,
        )
        return self.rounds

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        self.sent.append(outbound)

    async def _post(self, outbound: Outbound) -> None:
        if await self.stores.outbound.add(outbound):
            self.sent.append(outbound.id)

    async def with_role(self) -> Role:
        """A role whose channel this is, and the recruiter as its owner."""
        turn = (await self._accepted("hello")).turn
        now = self.stores.clock.now()
        role = await self.teams.roles.create(
            Role(
                id=RoleId("r_1"),
                title="Backend Engineer",
                description="We look for somebody who knows Python and Kubernetes.",
                created_by=turn.user,
                created_at=now,
                mail_tag="backend",
            ),
            turn=turn.id,
        )
        if self.rubric is not None:
            await self.teams.roles.save_rubric(
                role.id, self.rubric, by=turn.user, after=None, at=now
            )
        await self.teams.roles.bind(role.id, self.place, at=now)
        found = await self.teams.roles.get(role.id)
        assert found is not None
        return found

    async def _accepted(
        self,
        words: str,
        *,
        attachments: Sequence[Attachment] = (),
        action: Action | None = None,
        sender: str = "U1",
    ) -> AgentRequest:
        number = next(self._numbers)
        accepted = await self.stores.turns.accept(
            InboundMessage(
                address=Address(channel=self.channel, workspace="T1", conversation="C1:1.0"),
                sender=sender,
                sender_name="Rita",
                audience=Audience.RECRUITER,
                text=words,
                received_at=self.stores.clock.now(),
                dedupe_keys=(f"m{number}",),
                order_key=f"{number:06d}",
                attachments=tuple(attachments),
                action=action,
                in_group=True,
                is_open_to_all=self.is_public,
            )
        )
        user = await self.stores.users.get(accepted.turn.user)
        assert user is not None
        return AgentRequest(
            turn=accepted.turn,
            dialogue=await self.stores.turns.dialogue(accepted.turn, last=12),
            user=user,
            route=Route(agents=(AgentId.SCREENING,), confidence=1.0, by="rule"),
            language="en",
            events=_nothing,
        )

    async def says(self, words: str, *, sender: str = "U1") -> AgentReply:
        """Typed words."""
        return await self._finished(await self._accepted(words, sender=sender))

    async def says_nothing(self, *, sender: str) -> AgentRequest:
        """A turn of somebody, not answered yet."""
        return await self._accepted("", sender=sender)

    async def presses(
        self, verb: str, *, sender: str = "U1", arguments: Mapping[str, str]
    ) -> AgentReply:
        """A button."""
        action = Action(agent=AgentId.SCREENING, verb=verb, arguments=arguments)
        return await self._finished(await self._accepted("", action=action, sender=sender))

    async def uploads(self, **files: str | bytes) -> AgentReply:
        """Files in one message."""
        return await self._finished(await self.upload(**files))

    async def upload(self, **files: str | bytes) -> AgentRequest:
        """The same, not answered yet."""
        attachments = []
        for name, said in files.items():
            content = said.encode() if isinstance(said, str) else said
            named = name.replace("__", ".")
            blob = await self.stores.blobs.put(content, owner=UserId("u"), name=named)
            attachments.append(
                Attachment(blob=blob, name=named, media_type="text/plain", size_bytes=len(content))
            )
        return await self._accepted("", attachments=attachments)

    async def answer(self, request: AgentRequest) -> AgentReply:
        """The agent's answer, as the supervisor would take it."""
        return await self.agent.answer(request)

    async def _finished(self, request: AgentRequest) -> AgentReply:
        reply = await self.answer(request)
        await self.stores.turns.finish(
            request.turn,
            Reply(blocks=reply.blocks, agents=(AgentId.SCREENING,), pending=reply.pending),
        )
        return reply

    async def works(self) -> int:
        """Everything owed, worked off."""
        return await self.rounds.drain()

    async def later(self, **by: float) -> None:
        """Some time passes, then everything owed is worked off."""
        self.stores.clock.advance(timedelta(**by))
        await self.works()

    async def shown(self, prefix: str) -> list[Outbound]:
        """Messages whose id begins so, in the order in which they were sent."""
        found = [
            await self.stores.outbound.get(each)
            for each in dict.fromkeys(self.sent)
            if each.startswith(prefix)
        ]
        return [each for each in found if each is not None]


def words(shown: AgentReply | Outbound) -> str:
    """Everything that a person reads of it."""
    return plain_text(shown.blocks if isinstance(shown, AgentReply) else shown.reply.blocks)


def buttons(shown: AgentReply | Outbound) -> list[Button]:
    """Every button of it."""
    blocks = shown.blocks if isinstance(shown, AgentReply) else shown.reply.blocks
    found: list[Button] = []
    for block in blocks:
        if isinstance(block, Card | Buttons):
            found += block.buttons
    return found


async def refused(answer: object) -> str:
    """The sentence with which something is refused."""
    try:
        await answer  # type: ignore[misc]  # any coroutine of the stage
    except UserMistake as mistake:
        return str(mistake)
    raise AssertionError("it was not refused")


async def _at_once() -> None:
    return None


async def _nothing(event: TurnEvent) -> None:
    return None


REVIEWER = Standing.REVIEWER
