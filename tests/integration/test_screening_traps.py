"""What goes wrong around screening: answers that are no yes, idle hours, repeats, copies."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from domain.errors import StorageBusy
from domain.ids import BatchId, OutboundId, TurnId
from domain.recruiting_ports import Unpacked
from domain.reply import File, Reply
from domain.roles.model import Standing
from domain.screening.candidate import BatchProgress, CandidateState, DueStep, Step, StepState
from domain.turns import Outbound
from graph.agents.screening.words import NO, YES
from graph.screening.desk import StepWork
from scheduler.screening import MOST_CLAIMS, StepWriter
from scheduler.sending import PushSending
from tests.integration.screening_stage import (
    AMARA,
    JONAS,
    ScreeningStage,
    buttons,
    refused,
    words,
)
from tests.twins.stores_pushes import InMemoryPushStores


async def test_only_a_plain_yes_deletes_the_candidate_that_was_asked_about() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA, b__txt=JONAS)
    await stage.works()
    await stage.says("delete candidate 1")
    await stage.says("ok, show me candidate 2")
    await stage.says("delete candidate 1")
    await stage.says("delete candidate 2")
    assert len(await stage.teams.candidates.of_role(role.id)) == 2
    assert words(await stage.says("no, thanks")) == "Nothing was done."
    assert len(await stage.teams.candidates.of_role(role.id)) == 2


def test_which_answers_agree_and_which_take_a_question_back() -> None:
    for agreed in ("yes", "Yes, please.", "ok delete it", "delete it!", "ja", "erase"):
        assert YES.fullmatch(agreed)
    for other in ("delete candidate 5", "ok show candidate 2", "erase my account", "yes but later"):
        assert YES.fullmatch(other) is None
    for taken_back in ("no", "cancel", "never mind", "don't do that", "Keep it.", "no, thank you"):
        assert NO.fullmatch(taken_back)
    for reason in ("no reply to the mail", "stop gap for the interview", "Final interview"):
        assert NO.fullmatch(reason) is None


async def test_a_question_for_a_reason_can_be_taken_back() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    asked = await stage.says("reveal candidate 1")
    assert asked.pending is not None
    said = await stage.says("never mind")
    assert words(said) == "Nothing was done."
    assert not any(
        entry.kind == "revealed" for entry in await stage.teams.decisions.entries(role.id)
    )


async def test_a_recruiter_may_not_erase() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    (candidate,) = await stage.teams.candidates.of_role(role.id)
    await stage.says("how far are you?", sender="U2")
    (other,) = [
        each.user
        for each in await stage.teams.roles.members(role.id)
        if each.standing is Standing.REVIEWER
    ]
    await stage.teams.roles.set_standing(role.id, other, Standing.RECRUITER)
    said = await refused(
        stage.presses("erase_yes", sender="U2", arguments={"candidate": candidate.id})
    )
    assert "takes an owner" in said


async def test_waiting_files_go_nowhere_because_a_long_text_names_a_role() -> None:
    stage = ScreeningStage()
    await stage.uploads(a__txt=AMARA)
    role = await stage.with_role()
    await stage.teams.roles.unbind(stage.place)
    other = f"New role: Platform Lead\n\n{'You work with a Backend Engineer each day. ' * 6}"
    await stage.says(other)
    assert not await stage.teams.candidates.of_role(role.id)


async def test_the_redacted_copy_is_private_where_everybody_reads() -> None:
    stage = ScreeningStage(is_public=True)
    await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    said = await stage.says("redacted copy of candidate 1")
    assert "0 passages left" in words(said)
    assert said.is_personal


async def test_copies_of_a_document_are_nobodys_and_go_by_themselves() -> None:
    stage = ScreeningStage()
    await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    said = await stage.says("redacted copy of candidate 1")
    (copy,) = [block for block in said.blocks if isinstance(block, File)]
    assert await stage.stores.blobs.get(copy.blob) is not None
    stage.stores.clock.advance(timedelta(days=2))
    await stage.stores.blobs.sweep(older_than=timedelta(days=1))
    assert await stage.stores.blobs.get(copy.blob) is None


async def test_a_zip_does_not_outlive_what_came_out_of_it() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    stage.archives.members = (
        Unpacked(name="a.txt", content=AMARA.encode()),
        Unpacked(name="b.txt", content=AMARA.encode()),
    )
    request = await stage.upload(all__zip=b"PK the archive", c__txt=AMARA)
    await stage.answer(request)
    candidates = await stage.teams.candidates.of_role(role.id)
    assert len(candidates) == 1
    kept = {each.file.blob for each in candidates if each.file is not None}
    assert set(stage.stores.blobs.files) == kept


async def test_the_same_upload_taken_in_twice_keeps_the_candidates_file() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    request = await stage.upload(a__txt=AMARA)
    await stage.answer(request)
    (candidate,) = await stage.teams.candidates.of_role(role.id)
    again = await stage._accepted("", attachments=request.turn.message.attachments)
    await stage.answer(again)
    assert candidate.file is not None
    assert await stage.stores.blobs.get(candidate.file.blob) == AMARA.encode()


async def test_files_that_were_there_already_get_no_second_summary() -> None:
    stage = ScreeningStage()
    await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    said = await stage.uploads(again__txt=AMARA)
    assert "already" in words(said)
    before = len(stage.sent)
    await stage.works()
    assert len(stage.sent) == before
    assert not await stage.teams.candidates.open_batches()


async def test_whoever_came_before_the_rubric_is_scored_when_it_is_saved() -> None:
    stage = ScreeningStage(rubric=None)
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    await stage.works()
    waiting = await stage.upload(b__txt=JONAS)
    await stage.answer(waiting)
    said = await stage.presses("save_rubric", arguments={"role": role.id})
    assert "without a score: evaluated with it now" in words(said)
    await stage.works()
    candidates = await stage.teams.candidates.of_role(role.id)
    assert {each.rubric_version for each in candidates} == {1}
    assert len(await stage.desk.scores([each.id for each in candidates])) == 2


async def test_a_step_whose_every_try_ended_with_its_process_is_given_up() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    for _ in range(MOST_CLAIMS + 1):  # each time the process dies with the claim in hand
        now = stage.stores.clock.now()
        await stage.teams.candidates.claim_steps(now=now, lease=stage.rounds.lease, limit=1)
        stage.stores.clock.advance(stage.rounds.lease + timedelta(seconds=1))
    await stage.works()
    (candidate,) = await stage.teams.candidates.of_role(role.id)
    assert candidate.state is CandidateState.UNREADABLE
    outcomes = await stage.teams.candidates.outcomes(candidate.id)
    assert outcomes[Step.READ].state is StepState.GIVEN_UP


class OneBatchFails(StepWriter):
    """The desk, but for the summary of one batch."""

    def __init__(self, desk: StepWriter, *, batch: BatchId) -> None:
        self._desk = desk
        self._batch = batch

    async def run(self, due: DueStep) -> StepWork:
        return await self._desk.run(due)

    async def progress(self, progress: BatchProgress, *, eta_s: float | None) -> Outbound | None:
        return await self._desk.progress(progress, eta_s=eta_s)

    async def summary(self, progress: BatchProgress) -> tuple[Outbound, ...]:
        if progress.batch.id == self._batch:
            raise StorageBusy("no answer")
        return await self._desk.summary(progress)


async def test_a_summary_that_fails_stops_no_other_batch() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    (first,) = await stage.teams.candidates.open_batches()
    await stage.uploads(b__txt=JONAS)
    whole = stage.rounds._writer
    stage.rounds._writer = OneBatchFails(whole, batch=first.batch.id)
    await stage.works()
    candidates = await stage.teams.candidates.of_role(role.id)
    assert {each.state for each in candidates} == {CandidateState.DONE}
    assert [each.batch.id for each in await stage.teams.candidates.open_batches()] == [
        first.batch.id
    ]
    stage.rounds._writer = whole
    await stage.works()
    assert len(await stage.shown("sb:")) == 2


async def test_without_the_line_of_who_brought_it_there_is_no_progress_but_a_summary() -> None:
    stage = ScreeningStage()
    await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    (progress,) = await stage.teams.candidates.open_batches()
    left = replace(progress, batch=replace(progress.batch, turn=TurnId("")), done=1)
    assert await stage.desk.progress(left, eta_s=None) is None
    (said,) = await stage.desk.summary(left)
    assert said.id == OutboundId(f"sb:{progress.batch.id}")


class Gate:
    """An engine that takes messages only once it is open."""

    def __init__(self) -> None:
        self.taken: list[OutboundId] = []
        self.open = asyncio.Event()

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        await self.open.wait()
        self.taken.append(outbound)


async def test_steps_that_end_together_hand_over_each_message_once() -> None:
    stage = ScreeningStage()
    gate = Gate()
    sending = PushSending(
        engine=gate,
        counts=InMemoryPushStores(stores=stage.stores).counts,
        clock=stage.stores.clock,
    )

    def message(name: str) -> Outbound:
        reply = Reply(blocks=(), agents=())
        return Outbound(id=OutboundId(name), address=stage.place, reply=reply, turn=None)

    async with asyncio.TaskGroup() as together:
        for pair in (("a1", "a2"), ("b1",), ("c1", "c2")):
            together.create_task(sending.send([message(name) for name in pair]))
        together.create_task(_opened(gate))
    assert sorted(gate.taken) == ["a1", "a2", "b1", "c1", "c2"]


async def _opened(gate: Gate) -> None:
    gate.open.set()


async def test_a_document_sent_again_is_offered_as_one_and_taken_apart_again() -> None:
    stage = ScreeningStage()
    role = await stage.with_role()
    long = AMARA.replace(
        "- Moved", "\n".join(f"- Ran service {n} for bank {n}" for n in range(30)) + "\n- Moved"
    )
    await stage.uploads(a__txt=long, b__txt=f"{long}\nReferences on request\n")
    await stage.works()
    (summary,) = await stage.shown("sb:")
    (offer,) = [each for each in buttons(summary) if each.action.verb == "same"]
    first, second = await stage.teams.candidates.of_role(role.id)
    assert offer.action.arguments == {"candidate": second.id, "as": first.id}
    said = await stage.presses("same", arguments=offer.action.arguments)
    assert "both reports stay" in words(said)
    assert (await stage.teams.candidates.of_role(role.id))[1].same_as == first.id
    (undo,) = buttons(said)
    await stage.presses("same", arguments=undo.action.arguments)
    assert (await stage.teams.candidates.of_role(role.id))[1].same_as is None


async def test_a_summary_whose_turn_is_not_kept_names_nobody() -> None:
    stage = ScreeningStage()
    await stage.with_role()
    await stage.uploads(a__txt=AMARA)
    (progress,) = await stage.teams.candidates.open_batches()
    await stage.works()
    gone = replace(progress, batch=replace(progress.batch, turn=TurnId("c:none")), done=1)
    said = (await stage.desk.summary(gone))[-1]
    assert "1 evaluated" in words(said)
    assert "evidence" not in words(said)
