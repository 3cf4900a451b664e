"""What every DecisionStore promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.deciding.model import (
    Decision,
    LogEntry,
    LogKind,
    Outcome,
    OutreachDraft,
    OutreachState,
    ReviewReminder,
    Scorecard,
)
from domain.errors import UserMistake
from domain.ids import CandidateId, RoleId, UserId
from domain.screening.candidate import Candidate
from tests.contract.conftest import Stores
from tests.contract.recruiting_examples import CHANNEL, T0, progress_message, receive, team_of

LATER = T0 + timedelta(hours=1)


async def two_reviewers(stores: Stores) -> tuple[Candidate, UserId, UserId]:
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    return (await receive(stores, role, rita, ["one"])).new[0], rita, omar


def card(candidate: Candidate, by: UserId, **changes: object) -> Scorecard:
    made = Scorecard(
        role=candidate.role,
        candidate=candidate.id,
        reviewer=by,
        ratings={"c1": 4, "c2": 2},
        note="Clear examples, ünïcode.",
        position=3,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # test builder


async def test_cards_of_others_are_hidden_until_an_own_one_is_submitted(stores: Stores) -> None:
    candidate, rita, omar = await two_reviewers(stores)
    draft = card(candidate, rita)
    submitted = card(candidate, omar, submitted_at=T0)
    assert await stores.decisions.rate(draft) == draft
    await stores.decisions.rate(submitted)
    seen = stores.decisions.cards
    assert await seen(candidate.id, seen_by=rita) == [draft]
    assert await seen(candidate.id, seen_by=omar) == [submitted]
    mine = replace(draft, submitted_at=LATER, note="")
    await stores.decisions.rate(mine)
    both = await seen(candidate.id, seen_by=rita)
    assert {one.reviewer: one for one in both} == {rita: mine, omar: submitted}
    assert len(await stores.decisions.submitted(candidate.role)) == 2


async def test_a_submitted_card_is_not_changed_any_more(stores: Stores) -> None:
    candidate, rita, _ = await two_reviewers(stores)
    await stores.decisions.rate(card(candidate, rita, submitted_at=T0))
    with pytest.raises(UserMistake, match="submitted this scorecard already"):
        await stores.decisions.rate(card(candidate, rita, ratings={"c1": 5}))
    (kept,) = await stores.decisions.submitted(candidate.role)
    assert kept.ratings == {"c1": 4, "c2": 2}


def decision(candidate: Candidate, by: UserId, **changes: object) -> Decision:
    made = Decision(
        role=candidate.role,
        candidate=candidate.id,
        by=by,
        outcome=Outcome.ADVANCE,
        reason="Five years of services.",
        at=T0,
        rubric_version=2,
        total=81.5,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # test builder


async def test_the_latest_decision_counts(stores: Stores) -> None:
    candidate, rita, omar = await two_reviewers(stores)
    first = decision(candidate, rita)
    assert await stores.decisions.decide(first) == first
    assert await stores.decisions.decide(first) == first
    assert await stores.decisions.decisions(candidate.role) == {candidate.id: first}
    second = decision(candidate, omar, outcome=Outcome.HOLD, total=None, at=LATER)
    await stores.decisions.decide(second)
    assert await stores.decisions.decisions(candidate.role) == {candidate.id: second}
    assert (await stores.personal_data.count(rita))["decisions with your name"] == 1


async def test_nothing_is_decided_about_the_erased(stores: Stores) -> None:
    candidate, rita, _ = await two_reviewers(stores)
    await stores.candidates.erase(candidate.id, by=rita, at=T0)
    with pytest.raises(UserMistake, match="erased"):
        await stores.decisions.decide(decision(candidate, rita))
    with pytest.raises(UserMistake, match="erased"):
        await stores.decisions.rate(card(candidate, rita))
    with pytest.raises(UserMistake, match="erased"):
        await stores.decisions.draft(draft(candidate, rita))


def draft(candidate: Candidate, by: UserId, **changes: object) -> OutreachDraft:
    made = OutreachDraft(
        id="d1",
        role=candidate.role,
        candidate=candidate.id,
        author=by,
        subject="An interview",
        body="Would Tuesday suit you?",
        changed_at=T0,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # test builder


async def test_only_the_approved_words_can_be_sent(stores: Stores) -> None:
    candidate, rita, omar = await two_reviewers(stores)
    store = stores.decisions
    written = await store.draft(draft(candidate, rita))
    assert written == draft(candidate, rita)

    async def move(from_state: OutreachState, to: OutreachState) -> bool:
        return await store.move_draft("d1", from_state=from_state, to=to, by=omar, at=LATER)

    assert not await move(OutreachState.APPROVED, OutreachState.SENT)
    assert await move(OutreachState.DRAFT, OutreachState.APPROVED)
    approved = await store.get_draft("d1")
    assert approved is not None
    assert (approved.state, approved.approved_by) == (OutreachState.APPROVED, omar)
    assert await store.draft(draft(candidate, rita)) == approved
    reworded = await store.draft(draft(candidate, rita, body="Or Wednesday?", changed_at=LATER))
    assert (reworded.state, reworded.approved_by) == (OutreachState.DRAFT, None)
    assert not await move(OutreachState.APPROVED, OutreachState.SENT)
    assert await move(OutreachState.DRAFT, OutreachState.APPROVED)
    mail = progress_message("or:d1")
    assert await store.move_draft(
        "d1",
        from_state=OutreachState.APPROVED,
        to=OutreachState.SENT,
        by=rita,
        at=LATER,
        messages=[mail],
    )
    assert await stores.outbound.get(mail.id) == mail
    assert not await move(OutreachState.APPROVED, OutreachState.SENT)
    with pytest.raises(UserMistake, match="sent already"):
        await store.draft(draft(candidate, rita, body="And Thursday?"))
    (sent,) = await store.drafts(candidate.role)
    assert (sent.state, sent.approved_by, sent.body) == ("sent", omar, "Or Wednesday?")


async def test_a_draft_that_moved_before_sends_nothing(stores: Stores) -> None:
    candidate, rita, _ = await two_reviewers(stores)
    await stores.decisions.draft(draft(candidate, rita))
    mail = progress_message("or:d1")
    assert not await stores.decisions.move_draft(
        "d1",
        from_state=OutreachState.APPROVED,
        to=OutreachState.SENT,
        by=rita,
        at=T0,
        messages=[mail],
    )
    assert await stores.outbound.get(mail.id) is None
    assert await stores.decisions.get_draft("d2") is None


async def test_the_log_is_in_order_and_a_key_is_logged_once(stores: Stores) -> None:
    candidate, rita, _ = await two_reviewers(stores)
    lines = [
        LogEntry(
            role=candidate.role,
            kind=kind,
            by=rita,
            at=T0,
            candidate=candidate.id,
            detail=f"line {number}",
        )
        for number, kind in enumerate((LogKind.RECEIVED, LogKind.REVEALED, LogKind.DECIDED))
    ]
    for line in lines:
        await stores.decisions.log(line)
    keyed = LogEntry(role=candidate.role, kind=LogKind.JOINED, by=None, at=LATER, key="joined:x")
    for _ in range(2):
        await stores.decisions.log(keyed)
    other = replace(keyed, role=RoleId("r_other"))
    await stores.decisions.log(other)
    assert await stores.decisions.entries(candidate.role) == [*lines, replace(keyed, key="")]
    assert len(await stores.decisions.entries(other.role)) == 1


async def test_old_lines_of_the_log_go(stores: Stores) -> None:
    candidate, rita, _ = await two_reviewers(stores)
    for kind, days in ((LogKind.RECEIVED, 0), (LogKind.DECIDED, 200)):
        at = T0 + timedelta(days=days)
        await stores.decisions.log(LogEntry(role=candidate.role, kind=kind, by=rita, at=at))
    stores.clock.advance(timedelta(days=200))
    assert await stores.decisions.retire_log(older_than=timedelta(days=190)) == 1
    (kept,) = await stores.decisions.entries(candidate.role)
    assert kept.kind is LogKind.DECIDED


async def test_a_reviewer_is_reminded_once_per_time(stores: Stores) -> None:
    candidate, rita, omar = await two_reviewers(stores)
    store = stores.decisions
    for reviewer, minutes in ((rita, 5), (omar, 0)):
        due_at = T0 + timedelta(minutes=minutes)
        await store.remind(
            ReviewReminder(role=candidate.role, reviewer=reviewer, address=CHANNEL, due_at=due_at)
        )
    assert await store.due_reminders(now=T0 - timedelta(seconds=1), limit=9) == []
    (first,) = await store.due_reminders(now=T0, limit=9)
    assert first.reviewer == omar
    assert len(await store.due_reminders(now=LATER, limit=1)) == 1
    note = progress_message(f"rr:{candidate.role}:1")
    assert await store.reminded(first, next_at=LATER, messages=[note])
    assert not await store.reminded(first, next_at=LATER, messages=[progress_message("rr:x")])
    assert list(await stores.outbound.waiting()) == [note.id]
    due = await store.due_reminders(now=LATER, limit=9)
    assert [(one.reviewer, one.sent) for one in due] == [(rita, 0), (omar, 1)]
    assert await store.reminded(due[1], next_at=None, messages=[])
    await store.remind(replace(due[0], due_at=LATER + timedelta(days=1)))
    assert await store.due_reminders(now=LATER, limit=9) == []
    assert await store.decisions(RoleId("r_none")) == {}
    assert await store.cards(CandidateId("k_none"), seen_by=rita) == []
