"""Recruiting teams: what reads, judges and prints, and the work in the background."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.places import SystemClock
from bot.wiring.stores import Stores
from domain.channel_ports import BoundPlaces
from domain.errors import UserMistake
from domain.messages import Address, ChannelName
from domain.recruiting_ports import (
    ArchiveReader,
    CodeHost,
    PagePictures,
    PaperPress,
    RoleStore,
)
from domain.roles.model import Role
from domain.turns import Outbound

if TYPE_CHECKING:
    from graph.screening.desk import ScreeningDesk
    from graph.screening.files import ScreenedFiles
    from graph.screening.offloading import Offload
    from integrations.documents.process_reader import LimitedProcessReader
    from scheduler.screening import ScreeningRounds
    from scheduler.sending import PushCarrier
    from scheduler.timetable import Regular

_REVIEWS_LOOKED_AT = timedelta(minutes=15)
_TURN_S = 0.001
"""How long a thread that computes may keep the interpreter when the loop wants it, seconds. An
answer takes the loop many times; with Python's own 5 ms each, chat gets slow beside screening."""
_LEASE_MARGIN_S = 20.0
"""For whatever a step does beside its one call with a time limit: a few seconds of computing."""
_ARCHIVE_BYTES = 200_000_000
"""Of one zip, unpacked: five hundred resumes of 400 kB."""


class RolePlaces(BoundPlaces):
    """Channels that a team made their role's."""

    def __init__(self, roles: RoleStore) -> None:
        self._roles = roles

    async def is_bound(self, address: Address) -> bool:
        return await self._roles.bound_to(address) is not None


def document_reader(settings: Settings) -> LimitedProcessReader:
    """Reads resumes and other texts in a limited process of its own."""
    from integrations.documents.process_reader import LimitedProcessReader

    return LimitedProcessReader(
        max_bytes=settings.documents.max_bytes,
        timeout_s=settings.documents.timeout_s,
        memory_bytes=settings.documents.memory_mb * 1_000_000,
        parallel=max(2, settings.recruiting.at_once),
    )


def paper_press(settings: Settings) -> PaperPress:
    """Typesets reports."""
    from integrations.papers.typst_press import TypstPress

    return TypstPress(font_folders=[Path(each) for each in settings.documents.font_folders])


def archive_reader(settings: Settings) -> ArchiveReader:
    """Opens zip files within limits."""
    from integrations.documents.archives import ZipArchive

    return ZipArchive(
        max_files=settings.recruiting.max_files,
        max_file_bytes=settings.documents.max_bytes,
        max_total_bytes=_ARCHIVE_BYTES,
    )


def page_pictures(settings: Settings) -> PagePictures:
    """Draws pages in a limited process."""
    from integrations.documents.page_pictures import LimitedPagePictures

    return LimitedPagePictures(
        max_bytes=settings.documents.max_bytes,
        timeout_s=settings.documents.timeout_s,
        memory_bytes=settings.documents.memory_mb * 1_000_000,
    )


def role_address(settings: Settings, role: Role) -> str | None:
    """Where resumes for a role can be mailed; None when no mail comes in."""
    address = settings.email.address
    if not address or not role.mail_tag or settings.email.inbound == "none":
        return None
    from bot.email_channel.tokens import role_address as address_of

    return address_of(address, role.mail_tag)


@asynccontextmanager
async def open_code_host(settings: Settings) -> AsyncIterator[CodeHost | None]:
    """Public repositories, when the operator allowed to look at them."""
    chosen = settings.recruiting
    if not chosen.look_at_code:
        yield None
        return
    from integrations.code_hosting.github import GitHubHost
    from integrations.code_hosting.measuring import CodeMeter

    host = GitHubHost(
        base_url=chosen.code_url,
        archive_url=chosen.code_archive_url,
        web_host=chosen.code_host,
        token=chosen.code_token.get_secret_value() if chosen.code_token else None,
        clock=SystemClock(),
        meter=CodeMeter(),
        total_s=chosen.code_timeout_s,
    )
    try:
        yield host
    finally:
        await host.close()


@asynccontextmanager
async def open_worker() -> AsyncIterator[Offload]:
    """A process for the heavy part of screening, so that conversations keep the interpreter."""
    from integrations.processes.pool_worker import PoolWorker

    worker = PoolWorker()
    try:
        yield worker
    finally:
        await worker.close()


def screening_desk(
    settings: Settings, stores: Stores, *, code: CodeHost | None, worker: Offload
) -> ScreeningDesk:
    """Does the steps of screening."""
    from graph.screening.desk import ScreeningDesk
    from graph.screening.evaluators import Evaluators
    from graph.screening.reading import CandidateReading

    return ScreeningDesk(
        roles=stores.roles,
        candidates=stores.candidates,
        blobs=stores.blobs,
        turns=stores.turns,
        reading=CandidateReading(reader=document_reader(settings), offload=worker),
        evaluators=Evaluators(code=code, offload=worker),
        clock=stores.clock,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The work in the background."""

    rounds: ScreeningRounds
    jobs: tuple[Regular, ...]

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work owed steps off until the block ends."""
        before_s = sys.getswitchinterval()
        sys.setswitchinterval(_TURN_S)
        task = asyncio.create_task(self.rounds.run(), name="screening")
        try:
            yield
        finally:
            sys.setswitchinterval(before_s)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def open_screening(
    settings: Settings,
    stores: Stores,
    *,
    desk: ScreeningDesk,
    post: Callable[[Outbound], Awaitable[object]],
    carrier: PushCarrier,
    is_busy: Callable[[], bool],
    channels: Callable[[], Collection[ChannelName]],
    woken: asyncio.Event,
) -> Screening:
    """Rounds over the steps that are owed, and what keeps records within their time."""
    from scheduler.addresses import PushAddresses
    from scheduler.pace import gives_way
    from scheduler.recruiting_records import RecruitingRecords
    from scheduler.reviews import ReviewRounds
    from scheduler.screening import ScreeningRounds
    from scheduler.sending import PushSending
    from scheduler.timetable import Regular

    rounds = ScreeningRounds(
        candidates=stores.candidates,
        writer=desk,
        post=post,
        sending=PushSending(engine=carrier, counts=stores.push_counts, clock=stores.clock),
        give_way=lambda: gives_way(is_busy),
        clock=stores.clock,
        woken=woken,
        at_once=settings.recruiting.at_once,
        lease=_lease(settings),
    )
    reviews = ReviewRounds(
        decisions=stores.decisions,
        candidates=stores.candidates,
        roles=stores.roles,
        users=stores.users,
        addresses=PushAddresses(users=stores.users, accounts=stores.accounts, channels=channels),
        sending=PushSending(engine=carrier, counts=stores.push_counts, clock=stores.clock),
        clock=stores.clock,
    )
    records = RecruitingRecords(
        candidates=stores.candidates,
        decisions=stores.decisions,
        clock=stores.clock,
        log_kept=timedelta(days=settings.recruiting.log_days),
    )
    return Screening(
        rounds=rounds,
        jobs=(
            Regular(
                name="screening",
                every=timedelta(seconds=settings.recruiting.tick_s),
                run=rounds.tick,
            ),
            Regular(name="review reminders", every=_REVIEWS_LOOKED_AT, run=reviews.tick),
            Regular(name="candidates' retention", every=timedelta(hours=6), run=records.retire),
        ),
    )


def _lease(settings: Settings) -> timedelta:
    """Longer than any step, and no longer: what a killed process had claimed waits so long."""
    longest_s = max(settings.documents.timeout_s, settings.recruiting.code_timeout_s)
    return timedelta(seconds=_LEASE_MARGIN_S + longest_s)


async def screen_given(
    settings: Settings,
    files: Sequence[tuple[str, bytes]],
    *,
    description: tuple[str, bytes],
    advance: Callable[[int], None],
) -> ScreenedFiles:
    """Screen files for a description; nothing is stored.

    Args:
        settings: limits of reading.
        files: name and content; archives are opened.
        description: the same of the job description.
        advance: told how many are done.

    Raises:
        UserMistake: the description or an archive cannot be read.
    """
    from graph.screening.evaluators import Evaluators
    from graph.screening.files import GivenFile, screen_files
    from graph.screening.reading import CandidateReading

    reader = document_reader(settings)
    role = await reader.read_text(description[1], name=description[0])
    given: list[GivenFile] = []
    left_out: list[tuple[str, str]] = []
    for name, content in files:
        if name.lower().endswith(".zip"):
            members, notes = await archive_reader(settings).unpack(content)
            if not members:
                raise UserMistake(notes[0] if notes else f"{name!r} holds no file.")
            given += [GivenFile(name=each.name, content=each.content) for each in members]
            left_out += [(name, note) for note in notes]
        else:
            given.append(GivenFile(name=name, content=content))
    async with AsyncExitStack() as stack:
        code = await stack.enter_async_context(open_code_host(settings))
        outcome = await screen_files(
            given,
            description=role.text,
            reading=CandidateReading(reader=reader),
            evaluators=Evaluators(code=code),
            as_of=SystemClock().now().date(),
            advance=advance,
        )
    return replace(outcome, unreadable=(*left_out, *outcome.unreadable))
