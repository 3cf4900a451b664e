"""The product's desk, rounds, reader and press over stores in memory: no channel, no model."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from pathlib import Path

from domain.agents import Audience
from domain.ids import BatchId, OutboundId, RoleId, UserId
from domain.job_wording.requirements import requirements_of
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import ResumeReader
from domain.recruiting_ports import CodeHost
from domain.roles.model import Role, Rubric
from domain.roles.proposing import propose_rubric
from domain.screening.candidate import Batch, Candidate, ReceivedFile
from domain.screening.hidden import hidden_observations, instructions_in
from domain.screening.pseudonym import pseudonym
from domain.turns import Outbound
from evaluation.screening.applicants import DESCRIPTION
from graph.bias_report import bias_paper, bias_report
from graph.deciding.candidate_paper import CandidateReport, candidate_paper
from graph.screening.desk import ScreeningDesk
from graph.screening.evaluators import Evaluators
from graph.screening.reading import CandidateReading
from integrations.documents.process_reader import LimitedProcessReader
from integrations.papers.typst_press import TypstPress
from scheduler.screening import ScreeningRounds
from scheduler.sending import PushSending
from tests.twins.stores import FrozenClock
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushStores
from tests.twins.stores_recruiting import InMemoryRecruitingStores

NOW = FrozenClock().now()
"""What an evaluation says depends on the day of arrival: it is the same in every run."""
_READ_BYTES, _READ_S, _READ_MEMORY = 10_000_000, 30.0, 320_000_000


def document_reader() -> LimitedProcessReader:
    """Reads in limited processes, with the settings a fresh installation has."""
    return LimitedProcessReader(
        max_bytes=_READ_BYTES, timeout_s=_READ_S, memory_bytes=_READ_MEMORY, parallel=2
    )


def rubric_of(description: str = DESCRIPTION) -> Rubric:
    """The rubric that is proposed from a description."""
    return propose_rubric(description, requirements_of(description)).rubric


class Bench:
    """One role in one private channel of Slack.

    Args:
        reader: of documents.
        code: public repositories; None: not looked at.
        description: what the rubric is proposed from.
        fonts: folders with further fonts for papers.
    """

    def __init__(
        self,
        *,
        reader: ResumeReader | None = None,
        code: CodeHost | None = None,
        description: str = DESCRIPTION,
        fonts: Sequence[Path] = (),
    ) -> None:
        self.stores = InMemoryStores()
        self.teams = InMemoryRecruitingStores(stores=self.stores)
        self.press = TypstPress(font_folders=fonts)
        self.description = description
        self.rubric = rubric_of(description)
        self.sent: list[OutboundId] = []
        self._numbers = itertools.count(1)
        self.desk = ScreeningDesk(
            roles=self.teams.roles,
            candidates=self.teams.candidates,
            blobs=self.stores.blobs,
            turns=self.stores.turns,
            reading=CandidateReading(reader=reader or document_reader()),
            evaluators=Evaluators(code=code),
            clock=self.stores.clock,
        )
        self._rounds = ScreeningRounds(
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
            woken=asyncio.Event(),
        )
        self._role: Role | None = None

    async def screened(self, files: Sequence[tuple[str, bytes]]) -> Sequence[Candidate]:
        """Files in one message to complete reports; the candidates in the order of the files."""
        number = next(self._numbers)
        address = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C1")
        accepted = await self.stores.turns.accept(
            InboundMessage(
                address=address,
                sender="U1",
                sender_name="Amara",
                audience=Audience.RECRUITER,
                text="",
                received_at=self.stores.clock.now(),
                dedupe_keys=(f"m{number}",),
                order_key=f"{number:06}",
                attachments=(),
                in_group=True,
                is_open_to_all=False,
            )
        )
        turn = accepted.turn
        role = await self._the_role(turn.user)
        received = [
            ReceivedFile(
                blob=await self.stores.blobs.put(content, owner=turn.user, name=name),
                name=name,
                media_type="application/octet-stream",
                size_bytes=len(content),
                # every file counts: the same one twice is what some figures need
                sha256=f"{number:04}{place:04}".ljust(64, "0"),
            )
            for place, (name, content) in enumerate(files)
        ]
        receipt = await self.teams.candidates.receive(
            Batch(
                id=BatchId(f"b{number}"),
                role=role.id,
                address=address,
                turn=turn.id,
                by=turn.user,
                total=len(received),
                received_at=turn.message.received_at,
            ),
            received,
            rubric_version=1,
        )
        await self._rounds.drain()
        found = [await self.teams.candidates.get(each.id) for each in receipt.new]
        return [each for each in found if each is not None]

    async def papers(self, candidate: Candidate) -> tuple[bytes, bytes]:
        """The bias report and the evaluation of a candidate, printed."""
        dossier = await self.teams.candidates.dossier(candidate.id)
        seen = await self.desk.evaluated(candidate)
        assert dossier is not None
        assert seen is not None
        assert candidate.file is not None
        instructions = instructions_in(dossier.resume.source.text)
        bias = await asyncio.to_thread(
            bias_report,
            dossier.resume,
            file_name=candidate.file.name,
            sha256=dossier.sha256,
            as_of=dossier.as_of,
            tool_version="measured",
            rubric=self.rubric,
            rubric_name=seen.role.title,
            excluded=instructions,
            hidden=hidden_observations(dossier.hidden, instructions=instructions),
        )
        name = pseudonym(candidate.role, candidate.number)
        report = CandidateReport(
            seen=seen,
            dossier=dossier,
            bias=bias,
            disputes=(),
            made_on=NOW.date(),
            version="measured",
        )
        first = await self.press.print(bias_paper(bias, pseudonym=name, role=seen.role.title))
        return first, await self.press.print(await asyncio.to_thread(candidate_paper, report))

    async def said(self, candidate: Candidate) -> list[Outbound]:
        """The messages that show a candidate."""
        found = [
            await self.stores.outbound.get(each)
            for each in dict.fromkeys(self.sent)
            if each.startswith(f"sc:{candidate.id}:")
        ]
        return [each for each in found if each is not None]

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        """Take a message; it is not sent."""
        del partition
        self.sent.append(outbound)

    async def _post(self, outbound: Outbound) -> None:
        await self.stores.outbound.add(outbound)

    async def _the_role(self, user: UserId) -> Role:
        if self._role is None:
            now = self.stores.clock.now()
            role = await self.teams.roles.create(
                Role(
                    id=RoleId("r_1"),
                    title="Backend Engineer",
                    description=self.description,
                    created_by=user,
                    created_at=now,
                    mail_tag="backend",
                ),
                turn=None,
            )
            await self.teams.roles.save_rubric(role.id, self.rubric, by=None, after=None, at=now)
            self._role = await self.teams.roles.get(role.id)
        assert self._role is not None
        return self._role


async def _at_once() -> None:
    return None
