"""Roles, resumes and steps for the contracts of recruiting stores; written for these tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from domain.ids import BatchId, OutboundId, RoleId, TurnId, UserId
from domain.messages import Address, ChannelName
from domain.recruiting_ports import Receipt
from domain.roles.model import Ask, Criterion, Role, Rubric, Standing, Wanted
from domain.screening.candidate import (
    EVALUATORS,
    Batch,
    Candidate,
    DueStep,
    ReceivedFile,
    Step,
    StepOutcome,
    StepState,
)
from domain.screening.dossier import Dossier, Sketch
from domain.screening.evidence import BlindLine, BlindResume
from domain.turns import Outbound
from tests.contract.conftest import Stores
from tests.contract.examples import message, reply, resume

T0 = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
CHANNEL = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C_BACKEND")


async def person(stores: Stores, name: str = "rita", *, workspace: str = "careers_bot") -> UserId:
    """Somebody who wrote once."""
    said = message(
        1, sender=name, conversation=name, sender_name=f"{name} Example", workspace=workspace
    )
    return (await stores.turns.accept(said)).turn.user


async def role_of(
    stores: Stores, owner: UserId, number: int = 1, *, tag: str = "", turn: str | None = None
) -> Role:
    """Role ``number``, made by ``owner``."""
    role = Role(
        id=RoleId(f"r_{number:032d}"),
        title=f"Backend Engineer {number}",
        description="You build services in Python.",
        created_by=owner,
        created_at=T0 + timedelta(seconds=number),
        place="Lisbon",
        mail_tag=tag,
    )
    return await stores.roles.create(role, turn=None if turn is None else TurnId(turn))


def rubric(*, months: int = 36) -> Rubric:
    """One criterion."""
    wanted = Wanted(ask=Ask.SKILL, any_of=("python",), months=months)
    return Rubric(criteria=(Criterion(id="c1", label="Python", wanted=wanted),))


async def file_of(
    stores: Stores, words: str, *, name: str = "Ana Exemplo CV.pdf", owner: UserId | None = None
) -> ReceivedFile:
    """A stored file as a channel hands it over."""
    content = words.encode()
    return ReceivedFile(
        blob=await stores.blobs.put(content, owner=owner, name=name),
        name=name,
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def batch_of(
    role: Role, by: UserId, total: int, *, batch: str = "b1", at: datetime = T0, turn: str = "c:1"
) -> Batch:
    """The resumes of one message in the role's channel."""
    return Batch(
        id=BatchId(batch),
        role=role.id,
        address=CHANNEL,
        turn=TurnId(turn),
        by=by,
        total=total,
        received_at=at,
    )


async def receive(
    stores: Stores,
    role: Role,
    by: UserId,
    words: Sequence[str],
    *,
    batch: str = "b1",
    version: int | None = None,
    turn: str = "c:1",
) -> Receipt:
    """Files with these contents, in one batch."""
    files = [await file_of(stores, each) for each in words]
    sent = batch_of(role, by, len(files), batch=batch, turn=turn)
    return await stores.candidates.receive(sent, files, rubric_version=version)


def dossier() -> Dossier:
    """The tiny resume, read."""
    return Dossier(
        resume=resume(),
        blind=BlindResume(
            lines=(BlindLine(id="q1", text="[name]", section="other", start=0, end=11),)
        ),
        signals=(),
        hidden=(),
        as_of=date(2026, 11, 2),
        sha256="0" * 64,
        parser_version="1",
    )


def sketch() -> Sketch:
    """Some minima."""
    return Sketch(minhash=(1, 2, 3), projects=((4, 5),), shingles=9)


def outcome(due: DueStep, *, result: str = "{}", state: StepState = StepState.DONE) -> StepOutcome:
    """What became of a step a second later."""
    return StepOutcome(
        step=due.step,
        state=state,
        result=result,
        ended_at=T0 + timedelta(seconds=1),
        rubric_version=due.rubric_version,
    )


def progress_message(name: str, *, words: str = "2 of 3 done.", user: str = "") -> Outbound:
    """A message to the role's channel."""
    return Outbound(
        id=OutboundId(name), address=CHANNEL, reply=reply(words), turn=None, recipient=user
    )


async def claim(
    stores: Stores, *, now: datetime = T0, limit: int = 100, lease: timedelta = LEASE
) -> list[DueStep]:
    """Due steps in the order they were given."""
    return list(await stores.candidates.claim_steps(now=now, lease=lease, limit=limit))


async def read_all(stores: Stores, *, now: datetime = T0) -> None:
    """End every READ that is owed."""
    for due in await claim(stores, now=now):
        assert due.step is Step.READ
        assert await stores.candidates.finish_step(
            due, outcome(due), dossier=dossier(), sketch=sketch()
        )


async def evaluate_all(stores: Stores, *, now: datetime = T0) -> None:
    """End every step that is owed, until nothing is."""
    while due := await claim(stores, now=now):
        for one in due:
            read = one.step is Step.READ
            assert await stores.candidates.finish_step(
                one,
                outcome(one, result=f'"{one.step}"'),
                dossier=dossier() if read else None,
                sketch=sketch() if read else None,
            )


async def candidate_now(stores: Stores, candidate: Candidate) -> Candidate:
    """As it is stored now."""
    found = await stores.candidates.get(candidate.id)
    assert found is not None
    return found


def steps_of(due: Sequence[DueStep]) -> set[Step]:
    """Which steps."""
    return {one.step for one in due}


ALL_EVALUATORS = set(EVALUATORS)


async def team_of(stores: Stores, *names: str) -> tuple[Role, tuple[UserId, ...]]:
    """A role whose owner is the first; the others are recruiters."""
    people = tuple([await person(stores, name) for name in names])
    role = await role_of(stores, people[0])
    for number, user in enumerate(people[1:], start=1):
        at = T0 + timedelta(minutes=number)
        await stores.roles.join(role.id, user, standing=Standing.RECRUITER, at=at)
    return role, people
