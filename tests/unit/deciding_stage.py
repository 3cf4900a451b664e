"""A team with evaluated candidates, and the agents that compare, write and report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.agents import AgentId
from domain.errors import UserMistake
from domain.ids import BatchId, OutboundId, TurnId, UserId
from domain.messages import Action, Address, Attachment, ChannelName
from domain.papers import Paper
from domain.ports import ChatModel, ResumeReader
from domain.recruiting_ports import PaperPress
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    File,
    Heading,
    Notice,
    Paragraph,
    Table,
    plain_text,
)
from domain.resume.layout import PageText, Piece
from domain.resume.model import Resume
from domain.resume.reading import read_resume
from domain.roles.model import Ask, Criterion, Gate, Role, Rubric, Standing, Wanted
from domain.screening.candidate import Batch, Candidate, ReceivedFile
from domain.screening.pseudonym import pseudonym
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.candidate_matching import CandidateMatchingAgent
from graph.agents.reports import ReportsAgent, ReportStores
from graph.agents.scripts import MailWays, ScriptsAgent
from graph.deciding.handing import FileHanding
from graph.deciding.pool import CandidatePool
from graph.deciding.rewording import LetterWording
from graph.screening.desk import ScreeningDesk
from graph.screening.evaluators import Evaluators
from graph.screening.reading import CandidateReading
from prompts.catalogue import Catalogue
from tests.twins.stores_channels import InMemoryChannelStores
from tests.unit.roles_stage import CHANNEL, DIRECT, PlainReader, Team

RUBRIC = Rubric(
    gates=(Gate(id="g1", label="English at B2", wanted=Wanted(
        ask=Ask.LANGUAGE, any_of=("en",), level="B2")),),
    criteria=(
        Criterion(id="c1", label="Python, 3 years", weight=4, wanted=Wanted(
            ask=Ask.SKILL, any_of=("Python",), months=36)),
        Criterion(id="c2", label="PostgreSQL", weight=3, wanted=Wanted(
            ask=Ask.SKILL, any_of=("PostgreSQL",))),
        Criterion(id="c3", label="Kafka", weight=2, wanted=Wanted(
            ask=Ask.SKILL, any_of=("Apache Kafka",))),
    ),
)  # fmt: skip

ANAS_MAIL = "ana@widget-works.example"
NAMES = ("Renate Okonkwo", "Tomasz Wieczorek", "Ingrid Halvorsen", "Dwayne Castellano")
_STACKS = (
    ("Python and PostgreSQL services", "2017", "Python, PostgreSQL, Docker"),
    ("Python tools", "2023", "Python, Docker"),
    ("Kafka pipelines and PostgreSQL schemas", "2018", "Kafka, PostgreSQL"),
    ("shop front ends", "2019", "JavaScript, CSS"),
)


def resume_text(index: int) -> str:
    """A resume with a name, an address and some evidence."""
    name = NAMES[index]
    what, since, skills = _STACKS[index]
    mail = name.lower().replace(" ", ".")
    return (
        f"{name}\n{mail}@example.com | +49 171 55501{index}7\n\nExperience\n\n"
        f"Backend Engineer, Widget Works\nJanuary {since} - Present\n"
        f"- Built {what} for billing, number {index}\n- Wrote tests and reviewed code\n\n"
        f"Education\n\nBSc Computer Science, Northfield Polytechnic, 2010 - 2013\n\n"
        f"Skills\n\n{skills}\n\nLanguages\n\nEnglish (C1), German (B1)\n"
    )


class PlainResumes(ResumeReader):
    """Resumes in plain text."""

    async def read(self, content: bytes, *, name: str) -> Resume:
        page = PageText()
        for line in content.decode().split("\n"):
            page.add([Piece(text=line)])
        return read_resume(page.finish(pages=1, media_type="text/plain"))


class PlainPress(PaperPress):
    """Papers as plain text, so that what was printed can be read."""

    async def print(self, paper: Paper) -> bytes:
        blocks: list[Block] = [
            part
            for part in paper.parts
            if isinstance(part, Heading | Paragraph | Bullets | Card | Table | Notice)
        ]
        facts = "\n".join(f"{label}: {value}" for label, value in paper.facts)
        lines = (paper.title, paper.subtitle, facts, plain_text(tuple(blocks)), paper.footer)
        return "\n".join(lines).encode()


class DecidingTeam(Team):
    """Ana owns a role; Rui reviews; candidates are evaluated as the service does it."""

    def __init__(self, *, can_mail: bool = True, model: ChatModel | None = None) -> None:
        super().__init__()
        self.rui = self.person("Rui Reviewer")
        self.can_mail = can_mail
        self.channel_stores = InMemoryChannelStores(stores=self.stores)
        self.linked(self.ana, ANAS_MAIL)
        self.posted: list[OutboundId] = []
        recruiting, clock = self.recruiting, self.stores.clock
        self.screening = ScreeningDesk(
            roles=recruiting.roles,
            candidates=recruiting.candidates,
            blobs=self.stores.blobs,
            turns=self.stores.turns,
            reading=CandidateReading(reader=PlainResumes()),
            evaluators=Evaluators(code=None),
            clock=clock,
        )
        pool = CandidatePool(
            roles=recruiting.roles,
            candidates=recruiting.candidates,
            decisions=recruiting.decisions,
            here=self.here,
            desk=self.screening,
            clock=clock,
        )
        handing = FileHanding(press=PlainPress(), reader=PlainReader(), blobs=self.stores.blobs)
        self.agents: dict[AgentId, Agent] = {
            AgentId.CANDIDATE_MATCHING: CandidateMatchingAgent(
                pool=pool,
                roles=recruiting.roles,
                candidates=recruiting.candidates,
                decisions=recruiting.decisions,
                clock=clock,
            ),
            AgentId.SCRIPTS: ScriptsAgent(
                pool=pool,
                decisions=recruiting.decisions,
                handing=handing,
                ways=MailWays(
                    can_mail=lambda: self.can_mail,
                    accounts=self.channel_stores.accounts,
                    decisions=recruiting.decisions,
                    outbound=self.stores.outbound,
                ),
                post=self._post,
                clock=clock,
                version="1.0",
                wording=LetterWording(model=model, prompts=Catalogue.load()) if model else None,
            ),
            AgentId.REPORTS: ReportsAgent(
                pool=pool,
                stores=ReportStores(
                    candidates=recruiting.candidates,
                    decisions=recruiting.decisions,
                    users=self.stores.users,
                    blobs=self.stores.blobs,
                ),
                handing=handing,
                clock=clock,
                version="1.0",
            ),
        }
        self.seen: list[AgentReply] = []

    def linked(self, user: UserId, mail: str) -> None:
        """The person proved that address."""
        place = Address(channel=ChannelName.EMAIL, workspace="", conversation=mail)
        self.stores.users.accounts[ChannelName.EMAIL, "", mail] = (user, place)

    async def _post(self, outbound: OutboundId) -> None:
        self.posted.append(outbound)

    # --- the role -------------------------------------------------------------------------------

    async def opened(self, *, people: int = 3, rubric: Rubric = RUBRIC) -> Role:
        """A role with a rubric in a channel, two members and evaluated candidates."""
        role = await self.with_role(at=CHANNEL)
        now = self.stores.clock.now()
        after = role.rubric.number if role.rubric is not None else None
        await self.roles.save_rubric(role.id, rubric, by=self.ana, after=after, at=now)
        await self.roles.join(role.id, self.rui, standing=Standing.REVIEWER, at=now)
        await self.arrive(*(resume_text(index) for index in range(people)))
        return self.only

    async def arrive(self, *texts: str) -> None:
        """Files come in and are evaluated."""
        files: list[ReceivedFile] = []
        for number, words in enumerate(texts, start=1):
            content = words.encode()
            blob = await self.stores.blobs.put(content, owner=self.ana, name=f"cv-{number}.txt")
            digest = hashlib.sha256(content).hexdigest()
            files.append(
                ReceivedFile(
                    blob=blob,
                    name=f"cv-{number}.txt",
                    media_type="text/plain",
                    size_bytes=len(content),
                    sha256=digest,
                )
            )
        role = self.only
        version = role.rubric.number if role.rubric is not None else None
        batch = Batch(
            id=BatchId(f"b_{files[0].sha256[:8]}"),
            role=role.id,
            address=CHANNEL,
            turn=TurnId("c_9:1"),
            by=self.ana,
            total=len(files),
            received_at=self.stores.clock.now(),
        )
        await self.recruiting.candidates.receive(batch, files, rubric_version=version)
        await self.evaluate()

    async def evaluate(self) -> None:
        """Work off every owed step."""
        store = self.recruiting.candidates
        while due := await store.claim_steps(
            now=self.stores.clock.now(), lease=timedelta(minutes=2), limit=8
        ):
            for step in due:
                work = await self.screening.run(step)
                await store.finish_step(
                    step,
                    work.outcome,
                    dossier=work.dossier,
                    sketch=work.sketch,
                    problem=work.problem,
                )

    async def candidates(self) -> Sequence[Candidate]:
        """Of the role, by number."""
        return await self.recruiting.candidates.of_role(self.only.id)

    async def name(self, number: int) -> str:
        """The pseudonym of a number."""
        return pseudonym(self.only.id, number)

    # --- talking --------------------------------------------------------------------------------

    async def of(self, agent: AgentId, request: AgentRequest, *, times: int = 1) -> str:
        """The words of an agent's answer; a mistake of the person is its sentence."""
        for _ in range(times):
            try:
                self.reply = await self.agents[agent].answer(request)
            except UserMistake as mistake:
                self.reply = None
                return str(mistake)
        assert self.reply is not None
        self.seen.append(self.reply)
        self.pending[request.turn.message.address] = self.reply.pending
        return plain_text(self.reply.blocks)

    async def tell(
        self,
        agent: AgentId,
        words: str = "",
        *,
        by: UserId | None = None,
        at: Address = DIRECT,
        files: Sequence[Attachment] = (),
    ) -> str:
        """Write to an agent."""
        return await self.of(agent, self.request(words, by=by, at=at, files=files))

    async def press(
        self,
        agent: AgentId,
        verb: str,
        arguments: Mapping[str, str] | None = None,
        *,
        by: UserId | None = None,
        at: Address = DIRECT,
        times: int = 1,
    ) -> str:
        """Press a button with these arguments."""
        action = Action(agent=agent, verb=verb, arguments=dict(arguments or {}))
        return await self.of(agent, self.request(by=by, at=at, action=action), times=times)

    async def push(
        self,
        label: str,
        *,
        by: UserId | None = None,
        at: Address = DIRECT,
        form: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> str:
        """Press a button of the last answer by its label."""
        button = self.button(label)
        arguments = {**button.action.arguments}
        arguments |= {f"form.{name}": value for name, value in (form or {}).items()}
        return await self.press(
            button.action.agent, button.action.verb, arguments, by=by, at=at, times=times
        )

    def button(self, label: str) -> Button:
        """A button of the last answer."""
        return next(one for one in self.buttons if one.label.startswith(label))

    @property
    def files(self) -> list[File]:
        """Files of the last answer."""
        return [] if self.reply is None else [b for b in self.reply.blocks if isinstance(b, File)]

    def content(self, file: File) -> str:
        """What is in a handed file."""
        return self.stores.blobs.files[file.blob].content.decode("utf-8-sig")

    def texts(self) -> str:
        """Everything that was said and handed out, with the labels of buttons."""
        said = [plain_text(reply.blocks) for reply in self.seen]
        labels = [
            button.label
            for reply in self.seen
            for block in reply.blocks
            if isinstance(block, Card | Buttons)
            for button in block.buttons
        ]
        kept = [
            self.content(block)
            for reply in self.seen
            for block in reply.blocks
            if isinstance(block, File)
        ]
        return "\n".join((*said, *labels, *kept))
