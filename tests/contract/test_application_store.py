"""What every ApplicationStore and AnswerStore promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.applications.model import (
    Answer,
    AnswerKind,
    Application,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
    Outcome,
)
from domain.errors import Defect, StorageBusy, UserMistake
from domain.ids import ApplicationId, CareerDocumentId, PostingId, UserId
from domain.ports import TurnStore
from domain.seeker_ports import AnswerStore, ApplicationStore
from storage.answers import SqlAnswers
from storage.applications import SqlApplications
from tests.contract.conftest import fresh_url, open_sql_stores
from tests.contract.examples import message
from tests.twins.stores import FrozenClock
from tests.twins.stores_applications import InMemoryApplicationStores


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """The stores of one kind, with somebody to keep things for."""

    turns: TurnStore
    applications: ApplicationStore
    answers: AnswerStore
    clock: FrozenClock

    async def someone(self, number: int = 1) -> UserId:
        accepted = await self.turns.accept(
            message(number, sender=f"s{number}", conversation=f"c{number}")
        )
        return accepted.turn.user

    def of_ana(self, user: UserId, number: int = 1, **changes: object) -> Application:
        plain = Application(
            id=ApplicationId(f"a_{number}"),
            user=user,
            title="Nurse",
            company="Charité",
            state=ApplicationState.SAVED,
            created_at=self.clock.now(),
            changed_at=self.clock.now(),
            posting=PostingId(f"p_{number}"),
        )
        return replace(plain, **changes)  # type: ignore[arg-type] # passed on


@pytest.fixture(params=["twin", "sqlite", "postgres"])
async def boards(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Boards]:
    """The stores of one kind, empty."""
    if request.param == "twin":
        twins = InMemoryApplicationStores()
        yield Boards(
            turns=twins.stores.turns,
            applications=twins.applications,
            answers=twins.answers,
            clock=twins.stores.clock,
        )
        return
    url = fresh_url(request.param, request, tmp_path)
    async with open_sql_stores(url, folder=tmp_path) as opened:
        yield Boards(
            turns=opened.turns,
            applications=SqlApplications(database=opened.database),
            answers=SqlAnswers(database=opened.database),
            clock=opened.clock,
        )


# --- applications -----------------------------------------------------------------------------


async def test_an_application_comes_back_whole(boards: Boards) -> None:
    user = await boards.someone()
    full = boards.of_ana(
        user,
        url="https://jobs.example/1",
        state=ApplicationState.CLOSED,
        outcome=Outcome.REJECTED,
        applied_on=date(2026, 11, 2),
        resume=CareerDocumentId("d_1"),
        letter=CareerDocumentId("d_2"),
        note="Interview: 2026-12-04\nAsk for a “Teilzeit” rôle",
    )
    added = await boards.applications.add(full)
    assert added == replace(full, version=1)
    assert await boards.applications.get(user, full.id) == added
    assert await boards.applications.by_posting(user, PostingId("p_1")) == added


async def test_one_posting_is_applied_for_once(boards: Boards) -> None:
    user = await boards.someone()
    first = await boards.applications.add(boards.of_ana(user))
    again = boards.of_ana(user, id=ApplicationId("a_9"), title="Other words")
    results = await asyncio.gather(*(boards.applications.add(again) for _ in range(4)))
    assert results == [first] * 4
    assert await boards.applications.of(user) == [first]


async def test_another_person_s_board_is_out_of_reach(boards: Boards) -> None:
    ana, rui = await boards.someone(1), await boards.someone(2)
    mine = await boards.applications.add(boards.of_ana(ana))
    assert await boards.applications.get(rui, mine.id) is None
    assert await boards.applications.by_posting(rui, PostingId("p_1")) is None
    assert not await boards.applications.remove(rui, mine.id)
    with pytest.raises(StorageBusy):
        await boards.applications.save(replace(mine, user=rui, title="Stolen"))
    assert await boards.applications.get(ana, mine.id) == mine
    assert await boards.applications.of(rui) == []


async def test_last_changed_comes_first(boards: Boards) -> None:
    user = await boards.someone()
    for number in (1, 2, 3):
        await boards.applications.add(boards.of_ana(user, number))
        boards.clock.advance(timedelta(hours=1))
    first = await boards.applications.get(user, ApplicationId("a_1"))
    assert first is not None
    await boards.applications.save(replace(first, changed_at=boards.clock.now()))
    assert [one.id for one in await boards.applications.of(user)] == ["a_1", "a_3", "a_2"]


async def test_a_save_is_not_put_over_a_newer_one(boards: Boards) -> None:
    user = await boards.someone()
    first = await boards.applications.add(boards.of_ana(user))
    event = ApplicationEvent(
        application=first.id,
        kind=ApplicationEventKind.MOVED,
        at=boards.clock.now(),
        detail="saved>applied",
    )
    moved = replace(first, state=ApplicationState.APPLIED)
    results = await asyncio.gather(
        *(boards.applications.save(moved, events=[event]) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, StorageBusy) for result in results) == 3
    assert await boards.applications.get(user, first.id) == replace(moved, version=2)
    assert await boards.applications.events(user) == [event]


async def test_events_are_in_order_and_go_with_their_application(boards: Boards) -> None:
    user = await boards.someone()
    known = await boards.applications.add(boards.of_ana(user))
    told: list[ApplicationEvent] = []
    for step in range(3):
        some = [
            ApplicationEvent(
                application=known.id,
                kind=ApplicationEventKind.NOTED,
                at=boards.clock.now(),
                detail=f"{step}.{part}\x00",
            )
            for part in range(2)
        ]
        known = await boards.applications.save(known, events=some)
        told += some
    read = await boards.applications.events(user)
    assert [one.detail[:3] for one in read] == [one.detail[:3] for one in told]
    assert await boards.applications.remove(user, known.id)
    assert not await boards.applications.remove(user, known.id)
    assert await boards.applications.events(user) == []
    with pytest.raises(StorageBusy):
        await boards.applications.save(known)


async def test_an_application_of_nobody_is_a_defect(boards: Boards) -> None:
    with pytest.raises(Defect):
        await boards.applications.add(boards.of_ana(UserId("u_nobody")))


async def test_ids_that_we_did_not_give_find_nothing(boards: Boards) -> None:
    user = await boards.someone()
    for strange in ("", "a\x00", "\ud800", "' OR 1=1"):
        assert await boards.applications.get(user, ApplicationId(strange)) is None
        assert await boards.applications.by_posting(user, PostingId(strange)) is None
        assert not await boards.applications.remove(user, ApplicationId(strange))


# --- answers ----------------------------------------------------------------------------------


def answer(boards: Boards, user: UserId, key: str, words: str = "3 months") -> Answer:
    return Answer(
        user=user,
        key=key,
        kind=AnswerKind.FACT,
        question="Notice period?",
        words=words,
        confirmed_at=boards.clock.now(),
        skills=("Python",),
    )


async def test_answers_are_kept_by_key_and_replaced(boards: Boards) -> None:
    ana, rui = await boards.someone(1), await boards.someone(2)
    for key in ("salary", "notice_period", "Zeugnis", "story:émigré"):
        await boards.answers.put(answer(boards, ana, key))
    newer = answer(boards, ana, "salary", "70 000 €")
    await boards.answers.put(newer)
    kept = await boards.answers.of(ana)
    assert [one.key for one in kept] == ["Zeugnis", "notice_period", "salary", "story:émigré"]
    assert kept[2] == newer
    assert await boards.answers.of(rui) == []
    assert not await boards.answers.remove(rui, "salary")
    assert await boards.answers.remove(ana, "salary")
    assert not await boards.answers.remove(ana, "salary")
    assert not await boards.answers.remove(ana, "\x00")


async def test_there_is_an_end_to_answers_but_not_to_changing_them(boards: Boards) -> None:
    user = await boards.someone()
    for number in range(200):
        await boards.answers.put(answer(boards, user, f"k{number:03d}"))
    with pytest.raises(UserMistake, match="200"):
        await boards.answers.put(answer(boards, user, "one_more"))
    await boards.answers.put(answer(boards, user, "k007", "changed"))
    assert len(await boards.answers.of(user)) == 200


async def test_an_answer_of_nobody_is_a_defect(boards: Boards) -> None:
    with pytest.raises(Defect):
        await boards.answers.put(answer(boards, UserId("u_nobody"), "salary"))
