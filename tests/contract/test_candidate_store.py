"""What every CandidateStore promises: files become candidates, steps are done once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Defect, UserMistake
from domain.ids import BatchId, BlobId, CandidateId, OutboundId, RoleId
from domain.roles.model import Standing
from domain.screening.candidate import CandidateState, Step, StepState
from tests.contract.conftest import SqlStores, Stores
from tests.contract.recruiting_examples import (
    ALL_EVALUATORS,
    LEASE,
    T0,
    batch_of,
    candidate_now,
    claim,
    dossier,
    evaluate_all,
    file_of,
    outcome,
    person,
    progress_message,
    read_all,
    receive,
    role_of,
    rubric,
    sketch,
    steps_of,
    team_of,
)


async def test_files_become_numbered_candidates(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    files = [await file_of(stores, words, name=f"{words}.pdf") for words in ("one", "two")]
    receipt = await stores.candidates.receive(batch_of(role, rita, 2), files, rubric_version=None)
    assert [candidate.number for candidate in receipt.new] == [1, 2]
    assert [candidate.file for candidate in receipt.new] == files
    assert receipt.known == ()
    assert await stores.candidates.of_role(role.id) == list(receipt.new)
    assert await stores.candidates.counts(role.id) == {"waiting": 2}
    first = receipt.new[0]
    assert (first.state, first.role, first.batch) == ("waiting", role.id, "b1")
    assert await stores.candidates.waiting_steps() == 2
    assert (await receive(stores, role, rita, ["three"], batch="b2")).new[0].number == 3


async def test_the_same_batch_again_is_the_same_receipt(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"], batch="b0")
    first = await receive(stores, role, rita, ["one", "two"])
    again = await receive(stores, role, rita, ["one", "two"])
    assert again == first
    assert [candidate.number for candidate in first.new] == [2]
    assert [candidate.number for candidate in first.known] == [1]
    assert await stores.candidates.counts(role.id) == {"waiting": 2}


async def test_the_same_bytes_in_one_batch_are_one_candidate(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    receipt = await receive(stores, role, rita, ["one", "one", "two"])
    assert [candidate.number for candidate in receipt.new] == [1, 2]
    assert [candidate.number for candidate in receipt.known] == [1]
    progress = await stores.candidates.progress(BatchId("b1"))
    assert progress is not None
    assert (progress.waiting, progress.repeated, progress.batch.total) == (2, 1, 3)


async def test_a_file_is_kept_once(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    first = await file_of(stores, "one", owner=rita)
    again = await file_of(stores, "one", owner=rita)
    await stores.candidates.receive(batch_of(role, rita, 1), [first], rubric_version=None)
    await stores.candidates.receive(
        batch_of(role, rita, 1, batch="b2"), [again], rubric_version=None
    )
    assert await stores.blobs.get(first.blob) == b"one"
    assert await stores.blobs.get(again.blob) is None


async def test_a_candidates_file_is_nobodys_and_is_not_swept(stores: Stores) -> None:
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    file = await file_of(stores, "one", owner=rita)
    await stores.candidates.receive(batch_of(role, rita, 1), [file], rubric_version=None)
    await stores.blobs.adopt(file.blob, owner=omar)
    stores.clock.advance(timedelta(days=30))
    assert await stores.blobs.sweep(older_than=timedelta(days=1)) == 0
    assert "files" not in await stores.personal_data.count(rita)
    assert "files" not in await stores.personal_data.count(omar)
    await stores.personal_data.erase(rita)
    assert await stores.blobs.get(file.blob) == b"one"


async def test_the_same_bytes_in_roles_of_the_same_people_are_counted(stores: Stores) -> None:
    rita, omar = await person(stores), await person(stores, "omar")
    mine, shared, foreign = [await role_of(stores, rita, n) for n in (1, 2, 3)]
    await stores.roles.join(foreign.id, omar, standing=Standing.OWNER, at=T0)
    await stores.roles.set_standing(foreign.id, rita, None)
    for role, by, batch in ((mine, rita, "b1"), (foreign, omar, "b3")):
        assert (await receive(stores, role, by, ["one"], batch=batch)).elsewhere == {}
    receipt = await receive(stores, shared, rita, ["one", "two"], batch="b2")
    assert receipt.elsewhere == {receipt.new[0].id: 1}
    assert receipt.known == ()


async def test_files_for_a_role_that_is_gone_are_refused(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    gone = replace(role, id=RoleId("r_none"))
    with pytest.raises(UserMistake):
        await receive(stores, gone, rita, ["one"])


# --- steps


async def test_a_claimed_step_is_not_given_out_again_until_its_lease_ends(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"], version=4)
    (due,) = await claim(stores)
    assert (due.step, due.failures, due.rubric_version) == (Step.READ, 0, 4)
    assert await claim(stores, now=T0 + LEASE - timedelta(seconds=1)) == []
    (again,) = await claim(stores, now=T0 + LEASE)
    assert again.candidate == due.candidate
    assert again.failures == 1  # its process may have died of it


async def test_a_lost_claim_stores_nothing(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    receipt = await receive(stores, role, rita, ["one"])
    (late,) = await claim(stores)
    (mine,) = await claim(stores, now=T0 + LEASE)
    note = progress_message("sc:x:late")
    stored = await stores.candidates.finish_step(
        late, outcome(late, result="late"), dossier=dossier(), messages=[note]
    )
    assert not stored
    await stores.candidates.fail_step(late, again_at=None)
    assert await stores.outbound.get(note.id) is None
    assert (await candidate_now(stores, receipt.new[0])).state is CandidateState.WAITING
    assert await stores.candidates.finish_step(mine, outcome(mine, result="mine"))
    outcomes = await stores.candidates.outcomes(receipt.new[0].id)
    assert outcomes[Step.READ].result == "mine"
    assert not await stores.candidates.finish_step(mine, outcome(mine, result="twice"))


async def test_what_was_read_is_evaluated_by_all_and_then_reported(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"], version=2)).new
    await read_all(stores)
    assert await stores.candidates.dossier(candidate.id) == dossier()
    assert await stores.candidates.sketches(role.id) == {candidate.id: sketch()}
    due = await claim(stores)
    assert steps_of(due) == ALL_EVALUATORS
    for one in due:
        assert steps_of(await claim(stores)) == set()
        assert await stores.candidates.finish_step(one, outcome(one, result=f"of {one.step}"))
    assert (await candidate_now(stores, candidate)).state is CandidateState.EVALUATING
    (report,) = await claim(stores)
    assert (report.step, report.rubric_version) == (Step.REPORT, 2)
    note = progress_message(f"sc:{candidate.id}:report")
    assert await stores.candidates.finish_step(report, outcome(report), messages=[note, note])
    assert await stores.outbound.get(note.id) == note
    done = await candidate_now(stores, candidate)
    assert (done.state, done.rubric_version) == (CandidateState.DONE, 2)
    outcomes = await stores.candidates.outcomes(candidate.id)
    assert set(outcomes) == set(Step)
    assert outcomes[Step.INTEGRITY].result == "of integrity"
    assert outcomes[Step.RELEVANCE].rubric_version == 2
    assert await stores.candidates.waiting_steps() == 0
    found = await stores.candidates.outcomes_of(
        [candidate.id, CandidateId("k_none")], step=Step.RELEVANCE
    )
    assert found == {candidate.id: outcomes[Step.RELEVANCE]}


async def test_a_crash_between_steps_costs_only_the_step(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"])
    await read_all(stores)
    first, *lost = await claim(stores)
    await stores.candidates.finish_step(first, outcome(first))
    # The process dies here; another one takes what it held.
    again = await claim(stores, now=T0 + LEASE)
    assert steps_of(again) == steps_of(lost)
    for one in again:
        await stores.candidates.finish_step(one, outcome(one))
    assert steps_of(await claim(stores, now=T0 + LEASE)) == {Step.REPORT}


async def test_an_unreadable_file_is_deleted_and_can_be_sent_again(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"])).new
    (due,) = await claim(stores)
    assert await stores.candidates.finish_step(
        due, outcome(due, result="secret"), dossier=dossier(), problem="The file is empty."
    )
    now = await candidate_now(stores, candidate)
    assert (now.state, now.problem, now.file) == ("unreadable", "The file is empty.", None)
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None
    assert await stores.candidates.dossier(candidate.id) is None
    assert (await stores.candidates.outcomes(candidate.id))[Step.READ].result == ""
    assert await stores.candidates.waiting_steps() == 0
    progress = await stores.candidates.progress(BatchId("b1"))
    assert progress is not None
    assert (progress.unreadable, progress.waiting) == (1, 0)
    again = await receive(stores, role, rita, ["one"], batch="b2")
    assert [one.number for one in again.new] == [2]


async def test_a_failed_step_waits_and_counts(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"])
    (due,) = await claim(stores)
    later = T0 + timedelta(minutes=1)
    await stores.candidates.fail_step(due, again_at=later)
    assert await claim(stores) == []
    (again,) = await claim(stores, now=later)
    assert again.failures == 1


async def test_reading_that_is_given_up_says_so(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"])).new
    (due,) = await claim(stores)
    await stores.candidates.fail_step(due, again_at=None)
    now = await candidate_now(stores, candidate)
    assert now.state is CandidateState.UNREADABLE
    assert now.problem == ("This file could not be read after several tries. Please send it again.")
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None


async def test_the_report_follows_when_the_last_evaluator_was_given_up(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"], version=1)).new
    await read_all(stores)
    *others, last = await claim(stores)
    for one in others:
        await stores.candidates.finish_step(one, outcome(one))
    await stores.candidates.fail_step(last, again_at=None)
    outcomes = await stores.candidates.outcomes(candidate.id)
    assert outcomes[last.step].state is StepState.GIVEN_UP
    (report,) = await claim(stores)
    assert report.step is Step.REPORT
    await stores.candidates.fail_step(report, again_at=None)
    assert (await candidate_now(stores, candidate)).state is CandidateState.DONE


async def test_a_small_upload_does_not_wait_for_a_large_one(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, [f"large {n}" for n in range(30)], batch="large")
    for due in await claim(stores, limit=10):
        await stores.candidates.finish_step(due, outcome(due))
    await receive(stores, role, rita, ["small 1", "small 2"], batch="small")
    first = Counter(str(due.candidate.batch) for due in await claim(stores, limit=20))
    assert first["small"] == 2
    assert first["large"] == 18


async def test_a_stream_of_small_uploads_does_not_starve_a_large_one(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, [f"large {n}" for n in range(6)], batch="large")
    taken: list[str] = []
    for number in range(12):
        await receive(
            stores, role, rita, [f"small {number} {n}" for n in range(2)], batch=f"s{number}"
        )
        for due in await claim(stores, limit=3):
            taken.append(due.candidate.batch)
            await stores.candidates.fail_step(due, again_at=None)
    assert taken.count("large") == 6


async def test_a_new_rubric_is_answered_without_reading_again(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    first, second = (await receive(stores, role, rita, ["one", "two"], version=1)).new
    await evaluate_all(stores)
    for number in (None, 1):
        await stores.roles.save_rubric(
            role.id, rubric(months=12 * (number or 3)), by=rita, after=number, at=T0
        )
    assert await stores.candidates.counts(role.id) == {"done": 2, "stale": 2}
    both = [first.id, second.id, CandidateId("k_none")]
    owed = await stores.candidates.owe(both, {Step.RELEVANCE}, rubric_version=2, now=T0)
    assert owed == 2
    assert (await candidate_now(stores, first)).state is CandidateState.EVALUATING
    due = await claim(stores)
    assert [(one.step, one.rubric_version) for one in due] == [(Step.RELEVANCE, 2)] * 2
    for one in due:
        await stores.candidates.finish_step(one, outcome(one))
    assert steps_of(await claim(stores)) == {Step.REPORT}
    assert await stores.candidates.counts(role.id) == {"evaluating": 2}
    assert (await candidate_now(stores, second)).rubric_version == 2


async def test_what_is_asked_anew_takes_running_work_back(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"], version=1)).new
    await read_all(stores)
    running = {one.step: one for one in await claim(stores)}
    await stores.candidates.owe([candidate.id], {Step.RELEVANCE}, rubric_version=2, now=T0)
    old = running.pop(Step.RELEVANCE)
    assert not await stores.candidates.finish_step(old, outcome(old))
    for one in running.values():
        assert await stores.candidates.finish_step(one, outcome(one))
    (new,) = await claim(stores)
    assert (new.step, new.rubric_version) == (Step.RELEVANCE, 2)
    await stores.candidates.finish_step(new, outcome(new))
    (report,) = await claim(stores)
    # Asked again while the report is written: that report is not the last word.
    await stores.candidates.owe([candidate.id], {Step.CODE_QUALITY}, rubric_version=2, now=T0)
    assert not await stores.candidates.finish_step(report, outcome(report))
    assert steps_of(await claim(stores)) == {Step.CODE_QUALITY}


async def test_a_candidate_that_was_not_read_yet_takes_the_newer_rubric(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"], version=1)).new
    assert (
        await stores.candidates.owe([candidate.id], {Step.RELEVANCE}, rubric_version=2, now=T0) == 0
    )
    (read,) = await claim(stores)
    assert (read.step, read.rubric_version) == (Step.READ, 2)


async def test_reading_and_reporting_can_be_owed_again(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"])).new
    await evaluate_all(stores)
    assert (
        await stores.candidates.owe([candidate.id], {Step.REPORT}, rubric_version=None, now=T0) == 1
    )
    assert steps_of(await claim(stores)) == {Step.REPORT}
    assert await stores.candidates.owe([candidate.id], set(Step), rubric_version=None, now=T0) == 1
    assert (await candidate_now(stores, candidate)).state is CandidateState.WAITING
    assert steps_of(await claim(stores)) == {Step.READ}


async def test_a_step_cannot_end_waiting(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"])
    (due,) = await claim(stores)
    with pytest.raises(Defect):
        await stores.candidates.finish_step(due, outcome(due, state=StepState.WAITING))


# --- batches


async def test_a_batch_is_announced_once(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    await receive(stores, role, rita, ["one"], batch="b1")
    later = batch_of(role, rita, 0, batch="b2", at=T0 + timedelta(seconds=5))
    await stores.candidates.receive(later, [], rubric_version=None)
    assert [one.batch.id for one in await stores.candidates.open_batches()] == ["b1", "b2"]
    assert await stores.candidates.batch(BatchId("b2")) == later
    summary = progress_message("sb:b1", words="1 resume read.")
    assert await stores.candidates.announce(BatchId("b1"), messages=[summary])
    other = progress_message("sb:b1:again")
    assert not await stores.candidates.announce(BatchId("b1"), messages=[other])
    assert await stores.outbound.get(summary.id) == summary
    assert await stores.outbound.get(OutboundId("sb:b1:again")) is None
    assert [one.batch.id for one in await stores.candidates.open_batches()] == ["b2"]
    progress = await stores.candidates.progress(BatchId("b1"))
    assert progress is not None
    assert progress.announced
    assert await stores.candidates.progress(BatchId("b9")) is None


async def test_the_same_application_sent_again_is_marked_by_a_person(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    first, second = (await receive(stores, role, rita, ["one", "two"])).new
    await stores.candidates.mark_same(second.id, as_of=first.id)
    assert (await candidate_now(stores, second)).same_as == first.id
    await stores.candidates.mark_same(second.id, as_of=None)
    assert (await candidate_now(stores, second)).same_as is None


async def test_sketches_reach_over_the_roles_of_the_same_people(stores: Stores) -> None:
    rita, omar = await person(stores), await person(stores, "omar")
    mine, shared = await role_of(stores, rita, 1), await role_of(stores, rita, 2)
    foreign = await role_of(stores, omar, 3)
    for number, (role, by) in enumerate(((mine, rita), (shared, rita), (foreign, omar))):
        await receive(stores, role, by, ["one"], batch=f"b{number}")
    await read_all(stores)
    found = await stores.candidates.sketches(mine.id)
    roles = {(await candidate_of(stores, key)) for key in found}
    assert roles == {mine.id, shared.id}


async def candidate_of(stores: Stores, key: CandidateId) -> RoleId:
    found = await stores.candidates.get(key)
    assert found is not None
    return found.role


async def test_five_hundred_files_are_taken_at_once(sql_stores: SqlStores) -> None:
    stores = sql_stores
    role, (rita,) = await team_of(stores, "rita")
    file = await file_of(stores, "one")
    files = [
        replace(file, sha256=f"{number:064x}", blob=BlobId(f"{number:032x}"))
        for number in range(500)
    ]
    receipt = await stores.candidates.receive(batch_of(role, rita, 500), files, rubric_version=None)
    assert [candidate.number for candidate in receipt.new] == list(range(1, 501))
    due = await claim(stores, limit=1000)
    assert [one.candidate.number for one in due] == list(range(1, 501))
    progress = await stores.candidates.progress(BatchId("b1"))
    assert progress is not None
    assert progress.waiting == 500
