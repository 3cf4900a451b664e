"""The push search end to end over twins: what is found, what never is, and the account of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import StorageBusy
from domain.ids import PostingId, UserId
from domain.matching.model import Gate
from domain.matching.reading import read_posting
from domain.matching.seeker import read_seeker
from domain.posting import Posting, PostingState, RemoteMode, Stance, StoredPosting
from domain.profiles import Profile, SearchPreferences
from graph.job_finder import JobFinder
from graph.job_planning import PushPlanner
from graph.job_planning_gaps import skill_gaps
from graph.push_search import PushFindings, PushSearch
from tests.twins.hashed_index import HashedIndex
from tests.twins.models import HashingEmbedder
from tests.twins.stores import FrozenClock
from tests.twins.stores_postings import InMemoryPostings
from tests.twins.stores_pushes import InMemorySeekerVectors
from tests.unit.matching_samples import NOW, RESUME, TODAY, job, profile

PYTHON = job("python", "Senior Python Engineer")
GO = job("go", "Go Developer", "Requirements:\n- Go\n- Docker", place="Hamburg")
NURSE = job("nurse", "Registered Nurse", "Patient care on the ICU.")
REMOTE = job("remote", "Backend Engineer", place="Remote - US", remote=RemoteMode.REMOTE)
JOBS = (PYTHON, GO, NURSE, REMOTE)


class SilentIndex(HashedIndex):
    """An index that does not answer."""

    async def vectors(self, postings: Sequence[PostingId]) -> dict[PostingId, bytes]:
        raise StorageBusy("down")

    async def versions(self) -> dict[PostingId, str]:
        raise StorageBusy("down")


class SilentEmbedder(HashingEmbedder):
    """An embedder that does not answer."""

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        raise StorageBusy("down")


class Desk:
    """A planner with everything around it."""

    def __init__(
        self,
        *,
        index: HashedIndex | None = None,
        embedder: HashingEmbedder | None = None,
        postings: InMemoryPostings | None = None,
        clock: FrozenClock | None = None,
    ) -> None:
        self.clock = clock or FrozenClock(NOW)
        self.postings = postings or InMemoryPostings(clock=self.clock)
        self.index = index or HashedIndex()
        self.embedder = embedder or HashingEmbedder()
        self.vectors = InMemorySeekerVectors()
        self.finder = JobFinder(postings=self.postings, index=self.index, clock=self.clock)
        self.planner = PushPlanner(
            finder=self.finder,
            embedder=self.embedder,
            vectors=self.vectors,
            postings=self.postings,
            index=self.index,
        )

    async def put(self, *postings: Posting, source: str = "test") -> None:
        await self.postings.ingest(source, postings, complete=False)

    async def find(
        self,
        *,
        who: Profile | None = None,
        since: int | None = None,
        skip: Sequence[PostingId] = (),
        limit: int = 9,
        **more: object,
    ) -> PushFindings:
        search = PushSearch(
            profile=who or profile(), since=since, skip=frozenset(skip), limit=limit
        )
        (found,) = await self.planner.find_many([replace(search, **more)])  # type: ignore[arg-type]  # fields by name
        return found


def shown(found: PushFindings) -> list[PostingId]:
    return [match.posting for match in found.report.matches]


async def test_a_first_push_finds_what_suits_with_an_account_of_everything() -> None:
    desk = Desk()
    await desk.put(*JOBS)
    wishes = SearchPreferences(places=("Berlin",), work_countries=("DE",))
    found = await desk.find(who=profile(wishes))
    assert shown(found) == [PYTHON.id]
    assert found.fresh == {PYTHON.id}
    assert found.report.considered == 4
    assert found.report.excluded_by == {Gate.LOCATION: 2}
    assert found.report.opened_by == {Gate.LOCATION: 2}
    assert found.report.other_field == 1
    assert found.new.considered == 4
    assert found.new.excluded_by == {Gate.LOCATION: 2}
    assert found.new.other_field == 1
    assert set(found.postings) == {PYTHON.id}
    assert found.revision == await desk.postings.revision()


async def test_new_ones_come_before_better_ones_that_were_open_before() -> None:
    desk = Desk()
    await desk.put(PYTHON, NURSE)
    cursor = await desk.postings.revision()
    await desk.put(GO)
    found = await desk.find(since=cursor)
    assert shown(found) == [GO.id, PYTHON.id]
    assert found.fresh == {GO.id}
    assert found.new.considered == 1
    assert shown(await desk.find(since=cursor, limit=1)) == [GO.id]
    assert shown(await desk.find(since=cursor, only_new=True)) == [GO.id]
    nothing = await desk.find(since=found.revision, only_new=True)
    assert shown(nothing) == []
    assert nothing.new.considered == 0


async def test_what_was_shown_or_hidden_never_comes_back_from_any_board() -> None:
    desk = Desk()
    first = job("a", "Senior Python Engineer", company="North", source="board-a")
    second = job("b", "Senior Python Engineer (m/f/d)", "Python.", company="North AG", source="b")
    await desk.put(first, source="board-a")
    before = await desk.postings.revision()
    assert shown(await desk.find()) == [first.id]
    await desk.put(second, source="b")
    together = await desk.find()
    assert shown(together) == [first.id]
    assert together.report.matches[0].also == (second.id,)
    newly = await desk.find(since=before)
    assert [shown(newly), newly.report.matches[0].also] == [[second.id], (first.id,)]
    assert shown(await desk.find(since=before, skip=[first.id])) == []
    await desk.postings.note(profile().user, first.id, Stance.HIDDEN, on=True)
    assert shown(await desk.find()) == []


async def test_a_job_that_was_shown_and_closed_there_does_not_come_back_from_another_board() -> (
    None
):
    desk = Desk()
    await desk.put(PYTHON)
    copy = replace(PYTHON, id=PostingId("python-elsewhere"), source="other", source_id="9")
    await desk.postings.close(PYTHON.id)
    await desk.put(copy, source="other")
    assert shown(await desk.find(skip=[PYTHON.id])) == []
    assert shown(await desk.find()) == [copy.id]


async def test_many_with_different_cursors_get_what_each_would_get_alone() -> None:
    desk = Desk()
    cursors: list[int | None] = [None, 0]
    for number in range(60):
        title = "Backend Engineer" if number % 3 else "Nurse"
        place = "Berlin" if number % 2 else "Paris"
        await desk.put(job(str(number), title, place=place))
        if number % 10 == 0:
            cursors.append(await desk.postings.revision())
    searches = [
        PushSearch(
            profile=replace(
                profile(SearchPreferences(places=("Berlin",) if number % 2 else ())),
                user=UserId(f"u_{number}"),
            ),
            since=cursor,
            skip=frozenset(),
        )
        for number, cursor in enumerate(cursors)
    ]
    together = await desk.planner.find_many(searches)
    again = await desk.planner.find_many(searches)
    for search, found, repeated in zip(searches, together, again, strict=True):
        (alone,) = await Desk(postings=desk.postings).planner.find_many([search])
        assert found == alone
        assert repeated == found, "the nearest that were kept in memory give the same"


async def test_nothing_expired_or_closed_is_ever_returned() -> None:
    class ClosesAtOnce(InMemoryPostings):
        """Every posting named in ``closed`` is closed by the time it is looked at again."""

        closed: frozenset[PostingId] = frozenset()

        async def get_many(self, postings: Sequence[PostingId]) -> Sequence[StoredPosting]:
            return [
                replace(one, state=PostingState.CLOSED) if one.posting.id in self.closed else one
                for one in await super().get_many(postings)
            ]

    store = ClosesAtOnce(clock=FrozenClock(NOW))
    desk = Desk(postings=store)
    today = job("today", "Python Engineer", valid_through=TODAY)
    over = job("over", "Python Engineer", valid_through=TODAY - timedelta(days=1))
    await desk.put(PYTHON, GO, today, over)
    assert over.id not in shown(await desk.find())
    store.closed = frozenset({PYTHON.id})
    found = await desk.find(limit=2)
    assert shown(found) == [today.id, GO.id], "the next best takes the place of the closed one"
    desk.clock.advance(timedelta(days=1))
    assert shown(await desk.find()) == [GO.id]


async def test_the_plan_follows_changes_and_a_rebuild() -> None:
    desk = Desk()
    await desk.put(*JOBS)
    assert PYTHON.id in shown(await desk.find())
    cursor = await desk.postings.revision()
    changed = replace(NURSE, title="Python Developer", description="Requirements:\n- Python")
    await desk.put(changed)
    await desk.postings.ingest("other", [], complete=True)
    found = await desk.find(since=cursor)
    assert shown(found)[0] == NURSE.id
    assert found.fresh == {NURSE.id}
    expected = await desk.find()
    desk.finder.catalogue, desk.finder.revision = type(desk.finder.catalogue)(), 0
    assert await desk.find() == expected


async def test_without_index_or_embedder_the_words_find_the_postings() -> None:
    for desk in (Desk(index=SilentIndex()), Desk(embedder=SilentEmbedder())):
        await desk.put(*JOBS)
        assert shown(await desk.find(limit=1)) == [PYTHON.id]


async def test_only_changed_people_are_embedded_and_saved_searches_keep_the_digests_vector() -> (
    None
):
    desk = Desk()
    await desk.put(*JOBS)
    await desk.find()
    count = len(desk.embedder.batches)
    kept = dict(await desk.vectors.get_many([profile().user]))
    assert list(kept) == [profile().user]
    await desk.find(limit=2)
    assert len(desk.embedder.batches) == count
    await desk.find(text="nurse on an ICU", only_new=True)
    await desk.find(text="nurse on an ICU", only_new=True)
    assert len(desk.embedder.batches) == count + 1
    assert await desk.vectors.get_many([profile().user]) == kept
    await desk.find(who=profile(SearchPreferences(titles=("Data Engineer",))))
    assert await desk.vectors.get_many([profile().user]) != kept


async def test_least_score_leaves_weak_matches_out() -> None:
    desk = Desk()
    await desk.put(*JOBS)
    found = await desk.find()
    best = found.report.matches[0].score
    assert shown(await desk.find(least_score=best)) == [found.report.matches[0].posting]
    assert shown(await desk.find(least_score=100.0)) == []


async def test_gaps_count_what_each_skill_would_unlock() -> None:
    seeker = read_seeker(RESUME, preferences=SearchPreferences(), today=TODAY)
    texts = (
        "Requirements:\n- Python\n- Kubernetes",
        "Requirements:\n- Kubernetes\n- Terraform",
        "Requirements:\n- Terraform\n- Python\n- Communication skills",
        "Requirements:\n- Python\nNice to have:\n- Rust",
        "Requirements:\n- Docker\n- MySQL or MariaDB",
    )
    gaps = skill_gaps(
        seeker, [read_posting(job(str(n), "Engineer", text)) for n, text in enumerate(texts)]
    )
    counts = {gap.skill: (gap.unlocks, gap.asked, gap.of) for gap in gaps}
    assert counts["Kubernetes"] == (1, 2, 5)
    assert counts["Terraform"] == (1, 2, 5)
    assert counts["MySQL"] == (1, 1, 5)
    assert "Rust" not in counts
    assert "Communication" not in counts


async def test_gaps_come_from_the_persons_own_field() -> None:
    desk = Desk()
    await desk.put(PYTHON, job("k", "Platform Engineer", "Requirements:\n- Python\n- Kubernetes"))
    await desk.put(job("n", "Registered Nurse", "Requirements:\n- Wound care\n- Triage"))
    gaps = (await desk.find()).gaps
    assert [(gap.skill, gap.unlocks, gap.of) for gap in gaps] == [("Kubernetes", 1, 2)]


@pytest.mark.parametrize("embedder", [HashingEmbedder(), SilentEmbedder()])
async def test_what_only_one_gate_keeps_away_can_be_shown(embedder: HashingEmbedder) -> None:
    desk = Desk(embedder=embedder)
    await desk.put(*JOBS)
    cursor = await desk.postings.revision()
    both = job("both", place="Paris", description="Fluent French is required. Python.")
    await desk.put(both, job("paris", "Python Engineer", place="Paris"))
    wishes = SearchPreferences(places=("Berlin",), work_countries=("DE",), languages=("en", "de"))
    found, count = await desk.planner.left_out(profile(wishes), Gate.LOCATION, since=None)
    assert count == 3
    assert {one.posting.source_id for one in found} == {"go", "remote", "paris"}
    newly, count = await desk.planner.left_out(profile(wishes), Gate.LOCATION, since=cursor)
    assert [one.posting.source_id for one in newly] == ["paris"]
    assert count == 1
    one, count = await desk.planner.left_out(profile(wishes), Gate.LOCATION, since=None, limit=1)
    assert (len(one), count) == (1, 3)
    assert await desk.planner.left_out(profile(wishes), Gate.DUPLICATE, since=None) == ((), 0)


async def test_somebody_of_whom_nothing_is_known_gets_the_newest() -> None:
    desk = Desk()
    await desk.put(*JOBS)
    found = await desk.find(who=Profile(user=UserId("u_new")), limit=2)
    assert len(found.report.matches) == 2
    assert found.gaps is not None


async def test_nobody_and_no_postings_are_no_trouble() -> None:
    desk = Desk()
    assert list(await desk.planner.find_many([])) == []
    found = await desk.find()
    assert (shown(found), found.new.considered, found.gaps) == ([], 0, ())
    assert await desk.planner.left_out(profile(), Gate.SALARY, since=None) == ([], 0)


async def test_two_calls_at_once_do_not_disturb_each_other() -> None:
    desk = Desk()
    await desk.put(*(job(str(number)) for number in range(80)))
    alone = await desk.find()
    together = await asyncio.gather(*(desk.find() for _ in range(4)))
    assert all(found == alone for found in together)


async def test_a_posting_that_comes_while_people_are_planned_is_new_the_next_time() -> None:
    class Busy(HashedIndex):
        """A posting is ingested and searched for while vectors are fetched."""

        desk: Desk | None = None

        async def vectors(self, postings: Sequence[PostingId]) -> Mapping[PostingId, bytes]:
            desk, self.desk = self.desk, None
            if desk is not None:
                await desk.put(GO)
                await desk.finder.refresh()
            return await super().vectors(postings)

    index = Busy()
    desk = Desk(index=index)
    await desk.put(PYTHON)
    index.desk = desk
    first = await desk.find()
    assert shown(first) == [PYTHON.id]
    second = await desk.find(since=first.revision, only_new=True)
    assert shown(second) == [GO.id]
