"""Alerts: new postings of saved searches, bundled, once, not too often and not at night."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from domain.digest.model import SavedSearch
from domain.errors import SourceUnavailable, StorageBusy
from domain.ids import PostingId, UserId
from domain.matching.model import Gate, Match, MatchReport
from domain.posting import Stance, StoredPosting
from domain.profiles import Profile, SearchPreferences, User
from domain.pushes import PushEvent, PushKind
from domain.reply import Reply, plain_text
from graph.push_search import NewAccount, PushFindings, PushSearch, SearchesForMany
from scheduler.alerts import AlertRounds, AlertWriter
from tests.contract.examples import posting
from tests.unit.push_rounds_stage import MONDAY, Stage, wants, words


class Finder(SearchesForMany):
    """Finds every posting that came after the cursor and is not skipped, by number."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.lag = 0
        self.calls: list[Sequence[PushSearch]] = []
        self.fails: dict[UserId, Exception] = {}
        self.after: Callable[[], Awaitable[None]] | None = None

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        self.calls.append(searches)
        for search in searches:
            if search.profile.user in self.fails:
                raise self.fails[search.profile.user]
        revision = await self.stage.stores.postings.revision() - self.lag
        found = [await self._find(search, revision) for search in searches]
        if self.after is not None:
            await self.after()
        return found

    async def _find(self, search: PushSearch, revision: int) -> PushFindings:
        found: dict[PostingId, StoredPosting] = {}
        async for stored in self.stage.stores.postings.open_postings():
            key = stored.posting.id
            if (search.since or 0) < stored.revision <= revision and key not in search.skip:
                found[key] = stored
        matches = tuple(
            Match(posting=key, score=50, components={}, evidence=(), against=(), gates=())
            for key in list(found)[: search.limit]
        )
        return PushFindings(
            report=MatchReport(matches=matches, excluded=(), considered=len(found)),
            postings=found,
            fresh=frozenset(match.posting for match in matches),
            new=NewAccount(considered=len(found), excluded_by={}, other_field=0),
            gaps=(),
            revision=revision,
        )

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        raise NotImplementedError


class Writer(AlertWriter):
    """Lists what was found."""

    def __init__(self) -> None:
        self.fails: set[UserId] = set()
        self.mute = False

    async def write(
        self, user: User, found: Sequence[tuple[SavedSearch, PushFindings]], *, now: datetime
    ) -> Reply | None:
        del now
        if user.id in self.fails:
            raise ValueError("words of a posting")
        if self.mute:
            return None
        lines = [
            f"{search.label}: {', '.join(match.posting for match in part.report.matches)}"
            for search, part in found
        ]
        return words("; ".join(lines))


class Alerts(Stage):
    """A stage with saved searches and postings."""

    def __init__(self) -> None:
        super().__init__()
        self.finder = Finder(self)
        self.wording = Writer()
        self.numbers = 0
        self.saved = 0

    async def post(self, count: int = 1) -> list[PostingId]:
        numbers = range(self.numbers + 1, self.numbers + count + 1)
        added = [replace(posting(n), title=f"Clerk of office {n}") for n in numbers]
        self.numbers += count
        await self.stores.postings.ingest("greenhouse:tejo", added, complete=False)
        return [one.id for one in added]

    async def save(
        self, user: User, label: str = "Python", *, text: str = "office clerk"
    ) -> SavedSearch:
        self.saved += 1
        search = SavedSearch(
            id=f"{self.saved} {user.id}",
            user=user.id,
            label=label,
            text=text,
            preferences=SearchPreferences(titles=(label,)),
            created_at=self.clock.now(),
            cursor=await self.stores.postings.revision(),
        )
        await self.pushes.searches.save(search)
        return search

    def alerts(self) -> AlertRounds:
        return AlertRounds(
            searches=self.pushes.searches,
            postings=self.stores.postings,
            profiles=self.stores.profiles,
            users=self.stores.users,
            finder=self.finder,
            writer=self.wording,
            addresses=self.addresses(),
            pace=self.pace,
            sending=self.sending,
            clock=self.clock,
            gap=timedelta(hours=1),
        )

    def said(self) -> list[str]:
        return [plain_text(row.reply.blocks) for row in self.stores.outbound.rows.values()]


async def test_what_only_suits_the_person_is_not_what_they_asked_for() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana, "Rust", text="Rust developer")
    await stage.post()
    await stage.alerts().tick()
    assert stage.said() == []
    (search,) = await stage.pushes.searches.of(ana.id)
    assert search.cursor == await stage.stores.postings.revision()


async def test_new_postings_come_in_one_message_without_repeats() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana, "Python")
    await stage.save(ana, "Lisbon")
    rounds = stage.alerts()
    await rounds.tick()
    assert stage.said() == []
    one, other = await stage.post(2)
    await rounds.tick()
    await rounds.tick()
    assert stage.said() == [f"Python: {one}, {other}"]  # Lisbon found the same two
    assert stage.sent(ana.id) == ["al:0"]
    assert [key for key, _, _ in stage.engine.outbound] == [f"al:{ana.id}:0"]
    assert stage.counted(PushEvent.SENT, kind=PushKind.ALERT) == 1
    stances = await stage.stores.postings.stances(ana.id)
    assert set(stances) == {one, other}
    wanted = stage.finder.calls[0][0]
    assert (wanted.only_new, wanted.text, wanted.profile.preferences.titles) == (
        True,
        "office clerk",
        ("Python",),
    )


async def test_the_same_job_on_two_boards_is_told_once() -> None:
    stage = Alerts()
    ana = await stage.person()
    for label in ("Python", "Lisbon"):
        await stage.save(ana, label)
    first = replace(posting(1), title="Office clerk")
    second = replace(first, id=PostingId("other board"), source="lever:x")
    await stage.stores.postings.ingest(first.source, [first], complete=False)
    await stage.stores.postings.ingest(second.source, [second], complete=False)
    await stage.alerts().tick()
    (said,) = stage.said()
    assert said == f"Python: {first.id}"


async def test_what_was_shown_before_is_not_told() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    (seen,) = await stage.post()
    await stage.stores.postings.note(ana.id, seen, Stance.SHOWN, on=True)
    await stage.alerts().tick()
    assert stage.said() == []
    assert await stage.pushes.searches.behind(revision=1, after=None, limit=9) == []


async def test_within_the_gap_postings_gather_for_the_next_message() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    rounds = stage.alerts()
    await stage.post()
    await rounds.tick()
    (second,) = await stage.post()
    stage.later(minutes=59)
    await rounds.tick()
    assert len(stage.said()) == 1
    (third,) = await stage.post()
    stage.later(minutes=1)
    await rounds.tick()
    assert stage.said()[1:] == [f"Python: {second}, {third}"]


async def test_at_night_they_gather_until_the_morning() -> None:
    stage = Alerts()
    night = wants(quiet_from=time(22), quiet_until=time(7))
    ana = await stage.person(night)
    await stage.save(ana)
    stage.at(MONDAY.replace(hour=23))
    rounds = stage.alerts()
    (late,) = await stage.post()
    await rounds.tick()
    stage.later(hours=7, minutes=59)
    (early,) = await stage.post()
    await rounds.tick()
    assert stage.said() == []
    stage.later(minutes=1)
    await rounds.tick()
    assert stage.said() == [f"Python: {late}, {early}"]


async def test_with_alerts_off_the_search_moves_on_in_silence() -> None:
    stage = Alerts()
    ana = await stage.person(wants(alerts_enabled=False))
    await stage.save(ana)
    rounds = stage.alerts()
    await stage.post()
    await rounds.tick()
    assert (stage.said(), stage.finder.calls) == ([], [])
    await stage.stores.users.save_settings(ana.id, wants())
    await rounds.tick()
    assert stage.said() == []  # nothing old all at once
    (new,) = await stage.post()
    await rounds.tick()
    assert stage.said() == [f"Python: {new}"]


async def test_an_index_that_lags_behind_loses_nothing() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    rounds = stage.alerts()
    (first,) = await stage.post()
    stage.finder.lag = 1
    await rounds.tick()
    assert stage.said() == []
    stage.finder.lag = 0
    await rounds.tick()
    assert stage.said() == [f"Python: {first}"]


async def test_a_message_holds_ten_postings_at_most() -> None:
    stage = Alerts()
    ana = await stage.person()
    for label in ("a", "b", "c", "d"):
        await stage.save(ana, label)
    await stage.post(25)
    await stage.alerts().tick()
    assert len(await stage.stores.postings.stances(ana.id)) <= 10


@pytest.mark.parametrize("part", ["finder", "writer"])
async def test_one_person_that_fails_blocks_nobody_and_is_tried_later(part: str) -> None:
    stage = Alerts()
    people = [await stage.person() for _ in range(3)]
    for person in people:
        await stage.save(person)
    bad = people[1].id
    if part == "finder":
        stage.finder.fails[bad] = RuntimeError("broken")
    else:
        stage.wording.fails.add(bad)
    await stage.post()
    rounds = stage.alerts()
    await rounds.tick()
    assert [len(stage.sent(person.id)) for person in people] == [1, 0, 1]
    stage.finder.fails.clear()
    stage.wording.fails.clear()
    await rounds.tick()
    assert stage.sent(bad) == []
    stage.later(minutes=10)
    await rounds.tick()
    assert len(stage.sent(bad)) == 1


@pytest.mark.parametrize("error", [StorageBusy("locked"), SourceUnavailable("index")])
async def test_a_busy_store_ends_the_round_and_the_next_one_goes_on(error: Exception) -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    await stage.post()
    stage.finder.fails[ana.id] = error
    rounds = stage.alerts()
    await rounds.tick()
    stage.finder.fails.clear()
    await rounds.tick()
    assert len(stage.said()) == 1


async def test_two_processes_tell_once() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    await stage.post()
    await stage.alerts().tick()
    await stage.alerts().tick()
    assert len(stage.said()) == 1


async def test_nothing_counts_as_shown_when_the_writer_has_nothing_to_say() -> None:
    stage = Alerts()
    ana = await stage.person()
    await stage.save(ana)
    await stage.post()
    stage.wording.mute = True
    await stage.alerts().tick()
    assert await stage.stores.postings.stances(ana.id) == {}


async def test_more_people_than_a_page_are_all_told() -> None:
    stage = Alerts()
    people = [await stage.person() for _ in range(230)]
    for person in people:
        await stage.save(person)
    await stage.post()
    await stage.alerts().tick()
    assert len(stage.said()) == 230
    assert len(stage.finder.calls) == 3
