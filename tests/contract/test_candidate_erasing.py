"""What every CandidateStore promises about the end: erased, retired, with proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from domain.deciding.model import Decision, LogEntry, LogKind, Outcome, OutreachDraft, Scorecard
from domain.ids import BatchId, CandidateId, UserId
from domain.roles.model import Role
from domain.screening.candidate import Candidate, CandidateState, Step
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import message, reply
from tests.contract.recruiting_examples import (
    T0,
    batch_of,
    candidate_now,
    claim,
    evaluate_all,
    file_of,
    outcome,
    progress_message,
    receive,
    team_of,
)

LATER = T0 + timedelta(hours=1)


async def hired(stores: Stores) -> tuple[Role, UserId, Candidate]:
    """A candidate with everything that can be kept of one."""
    role, (rita, _) = await team_of(stores, "rita", "omar")
    candidate = (await receive(stores, role, rita, ["one"], version=1)).new[0]
    await evaluate_all(stores)
    await stores.decisions.rate(
        Scorecard(role=role.id, candidate=candidate.id, reviewer=rita, ratings={"c1": 4})
    )
    await stores.decisions.draft(
        OutreachDraft(
            id="d1",
            role=role.id,
            candidate=candidate.id,
            author=rita,
            subject="Hello",
            body="Dear Ana Exemplo",
            changed_at=T0,
        )
    )
    await stores.decisions.decide(
        Decision(
            role=role.id,
            candidate=candidate.id,
            by=rita,
            outcome=Outcome.HOLD,
            reason="Ana Exemplo is abroad.",
            at=T0,
            rubric_version=1,
            total=71.5,
        )
    )
    for name in (f"sc:{candidate.id}:report", "or:d1"):
        await stores.outbound.add(progress_message(name))
    return role, rita, candidate


async def test_of_an_erased_candidate_only_number_decision_and_log_stay(stores: Stores) -> None:
    role, rita, candidate = await hired(stores)
    receipt = await stores.candidates.erase(candidate.id, by=rita, at=LATER)
    assert receipt.found_afterwards == {}
    assert receipt.deleted == {
        "files": 1,
        "dossiers": 1,
        "results": 6,
        "scorecards": 1,
        "message drafts": 1,
        "messages": 2,
    }
    now = await candidate_now(stores, candidate)
    assert now == replace(candidate, state=CandidateState.WITHDRAWN, file=None, rubric_version=None)
    assert await stores.candidates.of_role(role.id) == []
    assert await stores.candidates.counts(role.id) == {"withdrawn": 1}
    assert await stores.candidates.dossier(candidate.id) is None
    assert await stores.candidates.outcomes(candidate.id) == {}
    assert await stores.candidates.sketches(role.id) == {}
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None
    assert await stores.decisions.cards(candidate.id, seen_by=rita) == []
    assert await stores.decisions.get_draft("d1") is None
    (decision,) = (await stores.decisions.decisions(role.id)).values()
    assert (decision.outcome, decision.reason, decision.total) == (Outcome.HOLD, "", 71.5)
    assert list(await stores.outbound.waiting()) == []
    (line,) = await stores.decisions.entries(role.id)
    assert (line.kind, line.by, line.candidate, line.at) == (
        LogKind.ERASED,
        rita,
        candidate.id,
        LATER,
    )


async def test_erasing_again_changes_nothing(stores: Stores) -> None:
    role, rita, candidate = await hired(stores)
    await stores.candidates.erase(candidate.id, by=rita, at=LATER)
    again = await stores.candidates.erase(candidate.id, by=rita, at=LATER)
    assert (again.deleted, again.found_afterwards) == ({}, {})
    nobody = await stores.candidates.erase(CandidateId("k_none"), by=rita, at=LATER)
    assert nobody.deleted == {}
    assert len(await stores.decisions.entries(role.id)) == 1


async def test_the_erased_can_apply_again_under_a_new_number(stores: Stores) -> None:
    role, rita, candidate = await hired(stores)
    await stores.candidates.erase(candidate.id, by=rita, at=LATER)
    again = await receive(stores, role, rita, ["one"], batch="b2")
    assert [one.number for one in again.new] == [2]
    first = await receive(stores, role, rita, ["one"])
    assert [one.state for one in first.new] == [CandidateState.WITHDRAWN]


async def test_a_step_that_runs_while_its_candidate_is_erased_stores_nothing(
    stores: Stores,
) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"])).new
    (due,) = await claim(stores)
    receipt = await stores.candidates.erase(candidate.id, by=None, at=LATER)
    assert receipt.deleted == {"waiting steps": 1, "files": 1}
    note = progress_message(f"sc:{candidate.id}:late")
    assert not await stores.candidates.finish_step(due, outcome(due), messages=[note])
    assert await stores.outbound.get(note.id) is None
    owed = await stores.candidates.owe([candidate.id], set(Step), rubric_version=1, now=LATER)
    assert owed == 0


async def test_an_erased_role_leaves_its_log(stores: Stores) -> None:
    role, rita, candidate = await hired(stores)
    await receive(stores, role, rita, ["two"], batch="b2")
    await stores.candidates.announce(BatchId("b2"), messages=[progress_message("sb:b2")])
    receipt = await stores.candidates.erase_role(role.id, by=rita, at=LATER)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["roles"] == 1
    assert receipt.deleted["candidates"] == 2
    assert receipt.deleted["files"] == 2
    assert await stores.roles.get(role.id) is None
    assert await stores.candidates.get(candidate.id) is None
    assert await stores.candidates.open_batches() == []
    assert await stores.candidates.waiting_steps() == 0
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None
    assert await stores.decisions.decisions(role.id) == {}
    assert list(await stores.outbound.waiting()) == []
    assert [line.kind for line in await stores.decisions.entries(role.id)][-1] is LogKind.ERASED
    again = await stores.candidates.erase_role(role.id, by=rita, at=LATER)
    assert again.deleted == {}


async def test_retention_counts_from_the_last_change_and_from_the_closing(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await stores.roles.change(role.id, retention_days=10, at=T0)
    old, touched = (await receive(stores, role, rita, ["one", "two"])).new
    stores.clock.advance(timedelta(days=5))
    await stores.decisions.rate(
        Scorecard(role=role.id, candidate=touched.id, reviewer=rita, ratings={})
    )
    day_9, day_10, day_15 = (T0 + timedelta(days=days) for days in (9, 10, 15))
    assert await stores.candidates.retire(now=day_9) == 0
    await stores.roles.change(role.id, is_open=False, at=day_9)
    assert await stores.candidates.retire(now=day_15) == 0
    await stores.roles.change(role.id, is_open=True, at=day_9)
    assert await stores.candidates.retire(now=day_10) == 1
    assert [one.id for one in await stores.candidates.of_role(role.id)] == [touched.id]
    assert await stores.candidates.retire(now=day_10) == 0
    assert await stores.candidates.retire(now=day_15) == 1
    (first, _) = await stores.decisions.entries(role.id)
    assert (first.kind, first.by, first.candidate) == (LogKind.ERASED, None, old.id)


async def test_a_name_that_was_revealed_goes_from_what_the_team_was_told(
    sql_stores: SqlStores,
) -> None:
    stores = sql_stores
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    asked = await stores.turns.accept(
        message(2, sender="rita", conversation="rita", words="Who is 1? ANA EXEMPLO?")
    )
    await stores.turns.finish(asked.turn, reply("Candidate 1 is Ana Exemplo."))
    elsewhere = await stores.turns.accept(
        message(1, sender="vera", conversation="vera", words="I am Ana Exemplo.")
    )
    await stores.turns.finish(elsewhere.turn, reply("Hello Ana Exemplo."))
    file = await file_of(stores, "one", name="ana_exemplo_cv.pdf")
    sent = batch_of(role, rita, 1, turn=asked.turn.id)
    (candidate,) = (await stores.candidates.receive(sent, [file], rubric_version=None)).new
    await evaluate_all(stores)
    await stores.decisions.log(
        LogEntry(
            role=role.id,
            kind=LogKind.REVEALED,
            by=rita,
            at=T0,
            candidate=candidate.id,
            detail="to call Ana Exemplo today",
        )
    )
    receipt = await stores.candidates.erase(candidate.id, by=omar, at=LATER)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["messages"] == 3
    revealed, _ = await stores.decisions.entries(role.id)
    assert revealed.detail == "to call [erased] today"
    after = await stores.turns.accept(
        message(9, sender="rita", conversation="rita", words="Thanks")
    )
    said = (await stores.turns.dialogue(after.turn, last=10)).history
    assert [line.text for line in said] == [
        "Who is 1? [erased]?",
        "Candidate 1 is [erased].\nHarbour pilot\nPay: not stated",
    ]
    kept = await stores.turns.turn(asked.turn.id)
    assert kept is not None
    assert kept.message.text == "Who is 1? [erased]?"
    their_turn = await stores.turns.turn(elsewhere.turn.id)
    assert their_turn is not None
    assert their_turn.message.text == "I am Ana Exemplo."


async def test_the_search_afterwards_finds_what_an_erasure_would_have_missed(
    sql_stores: SqlStores,
) -> None:
    _, rita, candidate = await hired(sql_stores)
    async with sql_stores.database.write() as connection:
        await connection.execute(
            text(
                "CREATE TRIGGER keeps BEFORE DELETE ON scorecards BEGIN SELECT RAISE(IGNORE); END"
                if sql_stores.database.is_sqlite
                else "CREATE RULE keeps AS ON DELETE TO scorecards DO INSTEAD NOTHING"
            )
        )
    try:
        receipt = await sql_stores.candidates.erase(candidate.id, by=rita, at=LATER)
        assert receipt.found_afterwards == {"scorecards": 1}
    finally:
        drop = (
            "DROP TRIGGER keeps"
            if sql_stores.database.is_sqlite
            else "DROP RULE keeps ON scorecards"
        )
        async with sql_stores.database.write() as connection:
            await connection.execute(text(drop))
