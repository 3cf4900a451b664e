"""Recruiting on the real stores: nothing readable on the disk, and several processes at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from domain.deciding.model import Decision, LogKind, Outcome, OutreachDraft, Scorecard
from domain.errors import Defect
from domain.ids import BatchId, OutboundId
from domain.messages import InboundMessage
from domain.roles.model import Role
from domain.screening.candidate import Candidate, CandidateState, DueStep, Step
from domain.turns import Outbound
from storage.blobs import EncryptedBlobs
from storage.candidates import SqlCandidates
from storage.migration import migrate, script_config
from tests.contract.conftest import SqlStores, open_sql_stores
from tests.contract.examples import message
from tests.contract.recruiting_examples import (
    LEASE,
    T0,
    batch_of,
    claim,
    dossier,
    evaluate_all,
    file_of,
    outcome,
    progress_message,
    receive,
    sketch,
    team_of,
)
from tests.unit.test_storage_erasure import found_on_disk

PLANTED = (b"Exemplo", b"ana.exemplo", b"912 555 001", b"Harbour", b"cv_of_ana")


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[SqlStores]:
    async with open_sql_stores(f"sqlite:///{tmp_path / 'c.db'}", folder=tmp_path) as opened:
        yield opened


async def planted(stores: SqlStores) -> tuple[Role, Candidate]:
    """A candidate whose name is in every place that takes words."""
    role, (rita,) = await team_of(stores, "rita")
    file = await file_of(stores, "Ana Exemplo, ana.exemplo@mail.example", name="cv_of_ana.pdf")
    sent = batch_of(role, rita, 1)
    (candidate,) = (await stores.candidates.receive(sent, [file], rubric_version=1)).new
    while due := await claim(stores):
        for one in due:
            await stores.candidates.finish_step(
                one,
                outcome(one, result='"Ana Exemplo, Harbour pilot"'),
                dossier=dossier() if one.step is Step.READ else None,
                sketch=sketch(),
            )
    await stores.decisions.rate(
        Scorecard(role=role.id, candidate=candidate.id, reviewer=rita, note="Ana Exemplo is good")
    )
    await stores.decisions.decide(
        Decision(
            role=role.id,
            candidate=candidate.id,
            by=rita,
            outcome=Outcome.DECLINE,
            reason="Ana Exemplo declined herself",
            at=T0,
            rubric_version=1,
            total=None,
        )
    )
    await stores.decisions.draft(
        OutreachDraft(
            id="d1",
            role=role.id,
            candidate=candidate.id,
            author=rita,
            subject="Ana Exemplo",
            body="Dear Ana Exemplo" * 50,
            changed_at=T0,
        )
    )
    return role, candidate


async def test_a_copy_of_database_and_files_shows_nothing_of_a_candidate(
    stores: SqlStores, tmp_path: Path
) -> None:
    _, candidate = await planted(stores)
    assert found_on_disk(tmp_path, PLANTED) == []
    found = await stores.candidates.dossier(candidate.id)
    assert found is not None
    assert found.resume.contact.name is not None
    assert found.resume.contact.name.text == "Ana Exemplo"


async def test_what_messages_said_is_gone_from_the_disk_after_an_erasure(
    stores: SqlStores, tmp_path: Path
) -> None:
    _, candidate = await planted(stores)
    note = progress_message(f"sc:{candidate.id}:reveal", words="Ana Exemplo, ana.exemplo")
    await stores.outbound.add(note)
    assert {word for _, word in found_on_disk(tmp_path, PLANTED[:2])} == set(PLANTED[:2])
    receipt = await stores.candidates.erase(candidate.id, by=None, at=T0)
    assert receipt.found_afterwards == {}
    assert found_on_disk(tmp_path, [*PLANTED[:3], b"cv_of_ana"]) == []


async def test_a_file_that_cannot_be_deleted_is_in_the_receipt(
    stores: SqlStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, candidate = await planted(stores)
    monkeypatch.setattr(EncryptedBlobs, "_unlink", lambda *_: None)
    receipt = await stores.candidates.erase(candidate.id, by=None, at=T0)
    assert receipt.found_afterwards == {"files": 1}


async def test_an_erasure_that_broke_off_after_the_file_is_completed(stores: SqlStores) -> None:
    role, candidate = await planted(stores)
    assert candidate.file is not None
    await stores.blobs.delete(candidate.file.blob)
    receipt = await stores.candidates.erase(candidate.id, by=None, at=T0)
    assert receipt.deleted["dossiers"] == 1
    assert receipt.found_afterwards == {}
    (line,) = await stores.decisions.entries(role.id)
    assert line.kind is LogKind.ERASED


async def test_sealed_values_cannot_be_exchanged_or_opened_with_another_key(
    stores: SqlStores,
) -> None:
    role, candidate = await planted(stores)
    (other,) = (
        await receive(
            stores, role, (await stores.roles.members(role.id))[0].user, ["two"], batch="b2"
        )
    ).new
    await evaluate_all(stores)
    assert isinstance(stores.blobs, EncryptedBlobs)
    stranger = SqlCandidates(
        database=stores.database, clock=stores.clock, key=bytes(32), blobs=stores.blobs
    )
    with pytest.raises(Defect, match="'dossier' cannot be opened"):
        await stranger.dossier(candidate.id)
    swap = """
        UPDATE candidate_dossiers SET dossier = (
            SELECT d.dossier FROM candidate_dossiers d WHERE d.candidate_id = :other)
        WHERE candidate_id = :candidate
        """
    async with stores.database.write() as connection:
        await connection.execute(text(swap), {"candidate": candidate.id, "other": other.id})
    with pytest.raises(Defect, match="'dossier' cannot be opened"):
        await stores.candidates.dossier(candidate.id)


async def test_claims_do_not_get_slower_with_what_is_done(stores: SqlStores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one", "two"])
    await evaluate_all(stores)
    async with stores.database.read() as connection:
        left = await connection.execute(text("SELECT count(*) FROM candidate_steps"))
        assert left.scalar_one() == 0
        plan = await connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM candidate_steps s WHERE s.again_at_us <= 1 "
                "ORDER BY s.place, s.owed_at_us, s.candidate_id, s.step LIMIT 20"
            )
        )
        assert "ix_candidate_steps_line" in " ".join(str(row) for row in plan)


async def test_what_an_outbound_refers_to_survives(stores: SqlStores) -> None:
    first = progress_message("sb:b1")
    second = replace(
        progress_message("sb:b1:2"),
        under=OutboundId("out:c:1"),
        replaces=OutboundId("sb:b1"),
        stands_alone=False,
    )
    for one in (first, second):
        await stores.outbound.add(one)
        assert await stores.outbound.get(one.id) == one
    assert isinstance(first, Outbound)
    assert first.stands_alone


async def test_new_fields_of_an_inbound_message_survive(stores: SqlStores) -> None:
    said = replace(
        message(1), is_open_to_all=True, in_group=True, mail_tag="backend", notes=("Too large.",)
    )
    accepted = await stores.turns.accept(said)
    stored = await stores.turns.turn(accepted.turn.id)
    assert stored is not None
    assert isinstance(stored.message, InboundMessage)
    assert stored.message == said


# --- several processes


@pytest.fixture(params=["sqlite", "postgres"])
async def several(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[SqlStores]]:
    """Three stores with connections of their own on one database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'c.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    await asyncio.to_thread(migrate, url)
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(open_sql_stores(url, folder=tmp_path)) for _ in "123"
        ]


async def test_numbers_have_no_gaps_when_several_receive_at_once(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    receipts = await asyncio.gather(
        *(
            receive(
                stores, role, rita, [f"{batch} {n}" for n in range(4)] + ["same"], batch=f"b{batch}"
            )
            for batch, stores in enumerate(several * 3)
        )
    )
    numbers = sorted(one.number for receipt in receipts for one in receipt.new)
    assert numbers == list(range(1, 9 * 4 + 2))
    assert sum(len(receipt.known) for receipt in receipts) == 8


async def test_the_same_batch_received_by_several_at_once_is_one(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    receipts = await asyncio.gather(
        *(receive(stores, role, rita, ["one", "two"]) for stores in several)
    )
    assert len({tuple(one.id for one in receipt.new) for receipt in receipts}) == 1
    assert await several[0].candidates.counts(role.id) == {"waiting": 2}


async def test_several_processes_share_the_steps_and_each_is_done_once(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    count = 8
    await receive(several[0], role, rita, [f"resume {n}" for n in range(count)], version=1)
    done: list[tuple[str, Step]] = []

    async def worker(stores: SqlStores) -> None:
        idle = 0
        while idle < 20:
            due: Sequence[DueStep] = await claim(stores, limit=3)
            idle = 0 if due else idle + 1
            for one in due:
                read = dossier() if one.step is Step.READ else None
                note = progress_message(f"sc:{one.candidate.id}:{one.step}")
                if await stores.candidates.finish_step(
                    one, outcome(one), dossier=read, messages=[note]
                ):
                    done.append((one.candidate.id, one.step))

    await asyncio.gather(*(worker(stores) for stores in several))
    assert len(done) == len(set(done)) == count * len(Step)
    assert await several[1].candidates.counts(role.id) == {"done": count}
    assert await several[1].candidates.waiting_steps() == 0
    assert len(await several[2].outbound.waiting()) == count * len(Step)


async def test_two_that_end_the_last_evaluators_at_once_owe_one_report(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    for round_number in range(5):
        await receive(several[0], role, rita, [f"{round_number}"], batch=f"b{round_number}")
        (read,) = await claim(several[0])
        await several[0].candidates.finish_step(read, outcome(read), dossier=dossier())
        due = await claim(several[0])
        ended = await asyncio.gather(
            *(
                stores.candidates.finish_step(one, outcome(one))
                for one, stores in zip(due, [*several, several[0]], strict=True)
            )
        )
        assert ended == [True] * 4
        (report,) = await claim(several[1])
        assert report.step is Step.REPORT
        await several[1].candidates.finish_step(report, outcome(report))


async def test_a_summary_is_announced_by_one_of_several(several: list[SqlStores]) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    await receive(several[0], role, rita, ["one"])
    announced = await asyncio.gather(
        *(
            stores.candidates.announce(BatchId("b1"), messages=[progress_message("sb:b1")])
            for stores in several
        )
    )
    assert sorted(announced) == [False, False, True]


async def test_an_erasure_and_a_step_that_end_at_once_leave_nothing(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    for number in range(5):
        (candidate,) = (
            await receive(several[0], role, rita, [f"{number}"], batch=f"b{number}")
        ).new
        (due,) = await claim(several[0])
        note = progress_message(f"sc:{candidate.id}:read")
        _, receipt = await asyncio.gather(
            several[1].candidates.finish_step(
                due, outcome(due), dossier=dossier(), messages=[note]
            ),
            several[2].candidates.erase(candidate.id, by=rita, at=T0),
        )
        assert receipt.found_afterwards == {}
        assert await several[0].candidates.dossier(candidate.id) is None
        assert await several[0].candidates.waiting_steps() == 0
        assert await several[0].outbound.get(note.id) is None
        found = await several[0].candidates.get(candidate.id)
        assert found is not None
        assert found.state is CandidateState.WITHDRAWN


async def test_a_dead_process_keeps_its_steps_for_the_lease_only(
    several: list[SqlStores],
) -> None:
    role, (rita,) = await team_of(several[0], "rita")
    await receive(several[0], role, rita, ["one"])
    (held,) = await claim(several[0])
    assert await claim(several[1]) == []
    (taken,) = await claim(several[1], now=T0 + LEASE + timedelta(seconds=1))
    assert not await several[0].candidates.finish_step(held, outcome(held), dossier=dossier())
    assert await several[1].candidates.finish_step(taken, outcome(taken), dossier=dossier())


# --- the schema before


async def test_messages_and_files_of_the_schema_before_are_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"

    def before() -> None:
        engine = create_engine(url)
        with engine.connect() as connection:
            config = script_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "0003")
        with engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO outbound (id, channel, workspace, external_id, reply, promise,"
                    " state, created_at_us) VALUES ('al:1', 'slack', 'T1', 'C1',"
                    """ '{"blocks":[],"agents":[]}', 'at_least_once', 'waiting', 0)"""
                )
            )
            connection.execute(
                text("INSERT INTO blobs (id, size_bytes, created_at_us) VALUES ('b', 1, 0)")
            )
        engine.dispose()

    await asyncio.to_thread(before)
    async with open_sql_stores(url, folder=tmp_path) as stores:
        kept = await stores.outbound.get(OutboundId("al:1"))
        assert kept is not None
        assert (kept.under, kept.replaces, kept.stands_alone) == (None, None, True)
        assert await stores.blobs.sweep(older_than=timedelta(0)) == 1
