"""What a CandidateStore keeps when the same thing is asked for again."""

from __future__ import annotations

from domain.screening.candidate import Step, StepState
from tests.contract.conftest import Stores
from tests.contract.recruiting_examples import (
    batch_of,
    claim,
    evaluate_all,
    file_of,
    read_all,
    receive,
    team_of,
)


async def test_the_same_file_taken_in_again_is_not_taken_from_its_candidate(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    file = await file_of(stores, "one", owner=rita)
    await stores.candidates.receive(batch_of(role, rita, 1), [file], rubric_version=None)
    again = batch_of(role, rita, 1, batch="b2")
    receipt = await stores.candidates.receive(again, [file], rubric_version=None)
    assert [candidate.file for candidate in receipt.known] == [file]
    assert await stores.blobs.get(file.blob) == b"one"


async def test_what_was_posted_stays_known_when_a_later_report_is_given_up(stores: Stores) -> None:
    role, (rita,) = await team_of(stores, "rita")
    (candidate,) = (await receive(stores, role, rita, ["one"])).new
    await read_all(stores)
    await evaluate_all(stores)
    posted = (await stores.candidates.outcomes(candidate.id))[Step.REPORT]
    assert posted.result
    now = stores.clock.now()
    await stores.candidates.owe([candidate.id], (Step.REPORT,), rubric_version=None, now=now)
    (due,) = await claim(stores, now=now)
    await stores.candidates.fail_step(due, again_at=None)
    kept = (await stores.candidates.outcomes(candidate.id))[Step.REPORT]
    assert (kept.state, kept.result) == (StepState.GIVEN_UP, posted.result)
