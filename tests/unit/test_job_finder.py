"""Finding jobs over a store and an index, with twins."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import StorageBusy
from domain.ids import PostingId
from domain.matching.model import Gate
from domain.ports import Hit
from domain.posting import Posting, RemoteMode, Stance
from domain.profiles import SearchPreferences
from graph.file_matching import match_file, match_json
from graph.job_finder import JobFinder
from tests.twins.hashed_index import HashedIndex
from tests.twins.models import HashingEmbedder
from tests.twins.stores import FrozenClock
from tests.twins.stores_postings import InMemoryPostings
from tests.unit.matching_samples import NOW, RESUME, TODAY, job, match_of, person, profile

JOBS = (
    job("python", "Senior Python Engineer"),
    job("go", "Go Developer", "Requirements:\n- Go\n- Docker", place="Hamburg"),
    job("nurse", "Registered Nurse", "Patient care on the ICU."),
    job("remote", "Backend Engineer", place="Remote - US", remote=RemoteMode.REMOTE),
)


class BrokenIndex(HashedIndex):
    """An index that does not answer."""

    async def search(self, query: str, *, limit: int, within: object = None) -> list[Hit]:
        raise StorageBusy("down")


async def finder_over(
    *postings: Posting, index: HashedIndex | None = None
) -> tuple[JobFinder, InMemoryPostings]:
    clock = FrozenClock(NOW)
    store = InMemoryPostings(clock=clock)
    await store.ingest("test", postings, complete=False)
    return JobFinder(postings=store, index=index or HashedIndex(), clock=clock), store


async def test_the_suitable_job_comes_first_and_everything_is_counted() -> None:
    finder, _ = await finder_over(*JOBS)
    assert await finder.catch_up() == 4
    findings = await finder.find(profile(), limit=2)
    assert findings.report.matches[0].posting == JOBS[0].id
    assert findings.report.considered == 4
    assert len(findings.report.matches) == 2
    assert set(findings.postings) >= {match.posting for match in findings.report.matches}


async def test_a_search_works_before_anything_is_indexed_and_without_the_index() -> None:
    for index in (HashedIndex(), BrokenIndex()):
        finder, _ = await finder_over(*JOBS, index=index)
        findings = await finder.find(profile(), limit=1)
        assert findings.report.matches[0].posting == JOBS[0].id


async def test_gates_count_all_postings_and_show_the_best_excluded() -> None:
    finder, _ = await finder_over(*JOBS)
    await finder.catch_up()
    wishes = SearchPreferences(places=("Berlin",), work_countries=("DE",))
    report = (await finder.find(profile(wishes))).report
    assert report.excluded_by == {Gate.LOCATION: 2}
    assert report.opened_by == {Gate.LOCATION: 2}
    assert {match.posting for match in report.excluded} == {JOBS[1].id, JOBS[3].id}
    assert all(match.excluded for match in report.excluded)


async def test_the_count_over_all_agrees_with_the_verdict_on_each() -> None:
    wishes = SearchPreferences(
        places=("Berlin",), work_countries=("DE",), exclude=("patient",), languages=("en",)
    )
    jobs = [*JOBS, job("de", description="Fluent German required. We do not sponsor visas.")]
    finder, _ = await finder_over(*jobs)
    report = (await finder.find(profile(wishes), limit=10)).report
    failing = [match_of(person(wishes), one) for one in jobs]
    assert sum(report.excluded_by.values()) == sum(match.excluded is not None for match in failing)


async def test_changes_of_the_store_are_followed() -> None:
    finder, store = await finder_over(*JOBS)
    await finder.catch_up()
    new = job("new", "Senior Backend Engineer", "Requirements:\n- Python\n- PostgreSQL\n- AWS")
    await store.ingest("test", [new], complete=False)
    findings = await finder.find(profile(), limit=9)
    assert new.id in {match.posting for match in findings.report.matches}
    assert await finder.catch_up() == 1
    await store.ingest("test", [new], complete=True)
    await store.ingest("test", [new], complete=True)
    findings = await finder.find(profile(), limit=9)
    assert [match.posting for match in findings.report.matches] == [new.id]
    assert await finder.catch_up() == 0


async def test_hidden_and_skipped_postings_do_not_come_back() -> None:
    finder, store = await finder_over(*JOBS)
    ana = profile()
    await store.note(ana.user, JOBS[0].id, Stance.HIDDEN, on=True)
    findings = await finder.find(ana, limit=9, skip=frozenset({JOBS[1].id}))
    named = {match.posting for match in findings.report.matches}
    assert named == {JOBS[3].id}
    assert findings.report.excluded_by == {Gate.HIDDEN: 1}


async def test_explain_gives_the_same_match_as_find() -> None:
    finder, _ = await finder_over(*JOBS)
    await finder.catch_up()
    first = (await finder.find(profile(), limit=1)).report.matches[0]
    assert await finder.explain(profile(), first.posting) == first
    assert await finder.explain(profile(), PostingId("p_unknown")) is None


async def test_the_same_search_gives_the_same_answer() -> None:
    finder, _ = await finder_over(*JOBS)
    await finder.catch_up()
    assert await finder.find(profile(), limit=4) == await finder.find(profile(), limit=4)


async def test_what_is_asked_now_moves_the_ranking() -> None:
    finder, _ = await finder_over(*JOBS)
    await finder.catch_up()
    nothing = profile().__class__(user=profile().user)
    first = (await finder.find(nothing, text="nurse on an ICU", limit=1)).report.matches[0]
    assert first.posting == JOBS[2].id


@pytest.mark.parametrize("embedder", [None, HashingEmbedder()])
async def test_a_file_is_ranked_as_the_command_line_prints_it(
    embedder: HashingEmbedder | None,
) -> None:
    old = job("old", valid_through=TODAY.replace(year=2025))
    report = await match_file(RESUME, [*JOBS, old], embedder=embedder, today=TODAY)
    printed = match_json(report, postings={one.id: one for one in (*JOBS, old)})
    assert [sorted(entry) for entry in printed] == [
        ["components", "evidence", "excluded", "id", "score"]
    ] * 5
    assert printed[0]["id"] == "python"
    assert printed[0]["excluded"] is None
    assert printed[-1]["id"] == "old"
    assert printed[-1]["excluded"] == "Expired on 2025-11-21."


async def test_a_long_file_embeds_only_the_best() -> None:
    embedder = HashingEmbedder()
    many = [job(str(n), "Nurse", f"Patient care on ward {n}.") for n in range(400)]
    report = await match_file(RESUME, [*many, JOBS[0]], embedder=embedder, today=TODAY)
    assert report.matches[0].posting == JOBS[0].id
    assert len(report.matches) == 401
    assert sum(map(len, embedder.batches)) <= 161


def _twins() -> tuple[Posting, Posting]:
    first = job("a", "Senior Python Engineer", company="North", source="board-a")
    second = job("b", "Senior Python Engineer (m/f/d)", "Python.", company="North AG", source="b")
    return first, second


async def test_a_job_seen_or_hidden_on_one_board_does_not_come_back_from_another() -> None:
    first, second = _twins()
    clock = FrozenClock(NOW)
    store = InMemoryPostings(clock=clock)
    await store.ingest("board-a", (first,), complete=False)
    await store.ingest("b", (second,), complete=False)
    finder = JobFinder(postings=store, index=HashedIndex(), clock=clock)
    ana = profile()
    (match,) = (found := await finder.find(ana)).report.matches
    assert (match.posting, match.also) == (first.id, (second.id,))
    assert second.id in found.postings
    again = (await finder.find(ana, skip=frozenset({first.id}))).report
    assert again.matches == ()
    assert again.excluded_by == {Gate.DUPLICATE: 1}
    await store.note(ana.user, first.id, Stance.HIDDEN, on=True)
    assert (await finder.find(ana)).report.matches == ()


async def test_another_field_is_counted_and_never_a_match() -> None:
    finder, _ = await finder_over(*JOBS)
    report = (await finder.find(profile(), limit=9)).report
    assert JOBS[2].id not in {match.posting for match in report.matches}
    assert report.other_field == 1


async def test_reading_all_postings_gives_way_to_others() -> None:
    finder, _ = await finder_over(*(job(str(n)) for n in range(300)))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        busy = group.create_task(others())
        await finder.catch_up()
        busy.cancel()
    assert turns > 6, "one for every slice of fifty"
