"""What the stores of alerts, follow-ups, counts, vectors and sources promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.digest.model import SavedSearch
from domain.errors import Defect, UserMistake
from domain.ids import OutboundId, PostingId, ResourceId, UserId
from domain.learning.model import Format, LearningStance, Level, LinkState, Resource
from domain.messages import Address, ChannelName
from domain.posting import PostingEventKind, Stance
from domain.profiles import SearchPreferences, UserSettings
from domain.push_ports import CachedResponse, SeekerVector, SourceHealth
from domain.pushes import PushCount, PushEvent, PushKind
from domain.turns import Outbound, OutboundState
from tests.contract.conftest import Stores
from tests.contract.examples import message, posting, profile_of, reply

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def person(stores: Stores, number: int = 1) -> UserId:
    name = f"sender{number}"
    said = message(1, sender=name, conversation=name, sender_name=f"Person {number}")
    return (await stores.turns.accept(said)).turn.user


def push(kind: str, user: UserId, key: str) -> Outbound:
    address = Address(channel=ChannelName.TELEGRAM, workspace="bot", conversation="1")
    outbound = OutboundId(f"{kind}:{user}:{key}")
    return Outbound(id=outbound, address=address, reply=reply(), turn=None)


def search(user: UserId, number: int = 1, **changes: object) -> SavedSearch:
    saved = SavedSearch(
        id=f"c_1:{number:03d}",
        user=user,
        label=f"Pilots {number}",
        text="harbour pilot",
        preferences=SearchPreferences(titles=("harbour pilot",), places=("Lisbon",)),
        created_at=NOON + timedelta(minutes=number),
        cursor=5,
    )
    return replace(saved, **changes)  # type: ignore[arg-type] # test builder


# --- searches -----------------------------------------------------------------------------------


async def test_a_search_is_kept_once(stores: Stores) -> None:
    user = await person(stores)
    assert await stores.searches.save(search(user))
    assert not await stores.searches.save(search(user, label="again"))
    await stores.searches.save(search(user, 2))
    assert list(await stores.searches.of(user)) == [search(user), search(user, 2)]
    assert await stores.searches.remove(user, "c_1:001")
    assert not await stores.searches.remove(user, "c_1:001")
    assert list(await stores.searches.of(user)) == [search(user, 2)]


async def test_a_person_keeps_at_most_twenty_searches(stores: Stores) -> None:
    user = await person(stores)
    for number in range(20):
        await stores.searches.save(search(user, number))
    with pytest.raises(UserMistake):
        await stores.searches.save(search(user, 20))
    assert not await stores.searches.save(search(user, 3))


async def test_nobody_has_no_searches(stores: Stores) -> None:
    with pytest.raises(Defect):
        await stores.searches.save(search(UserId("u_nobody")))


async def test_searches_behind_come_person_by_person(stores: Stores) -> None:
    people = sorted([await person(stores, number) for number in range(3)])
    for user in people:
        for number in (1, 2):
            await stores.searches.save(search(user, number))
    await stores.searches.save(search(people[0], 3, cursor=9))
    first = await stores.searches.behind(revision=9, after=None, limit=2)
    assert [(one.user, one.id) for one in first] == [
        (user, f"c_1:00{number}") for user in people[:2] for number in (1, 2)
    ]
    rest = await stores.searches.behind(revision=9, after=people[1], limit=2)
    assert {one.user for one in rest} == {people[2]}
    assert list(await stores.searches.behind(revision=5, after=None, limit=2)) == []


async def test_looking_with_nothing_to_tell_moves_the_cursor_only(stores: Stores) -> None:
    user = await person(stores)
    await stores.searches.save(search(user))
    await stores.searches.save(search(user, 2))
    assert await stores.searches.looked(user, searches={"c_1:001"}, revision=8, now=NOON)
    one, other = await stores.searches.of(user)
    assert (one.cursor, other.cursor, one.told_at) == (8, 5, None)


async def test_telling_is_one_commit_and_happens_once(stores: Stores) -> None:
    user = await person(stores)
    await stores.searches.save(search(user))
    await stores.searches.save(search(user, 2))
    alert = push("al", user, "8")
    shown = [PostingId("p1")]
    told = await stores.searches.looked(
        user, searches=["c_1:001"], revision=8, outbound=[alert], shown=shown, now=NOON
    )
    assert told
    assert list(await stores.outbound.waiting()) == [alert.id]
    assert await stores.postings.stances(user) == {PostingId("p1"): {Stance.SHOWN}}
    assert [one.told_at for one in await stores.searches.of(user)] == [NOON, NOON]
    again = await stores.searches.looked(
        user,
        searches=["c_1:002"],
        revision=9,
        outbound=[alert],
        shown=[PostingId("p2")],
        now=NOON + HOUR,
    )
    assert not again
    assert [one.cursor for one in await stores.searches.of(user)] == [8, 5]
    assert set(await stores.postings.stances(user)) == {"p1"}


async def test_an_alert_shows_nothing_that_was_shown_meanwhile(stores: Stores) -> None:
    user = await person(stores)
    await stores.searches.save(search(user))
    await stores.postings.note(user, PostingId("p1"), Stance.SHOWN, on=True)
    before = await stores.searches.of(user)
    sent = await stores.searches.looked(
        user,
        searches={"c_1:001"},
        revision=90,
        outbound=[push("al", user, "1")],
        shown=[PostingId("p1"), PostingId("p2")],
        now=NOON,
    )
    assert not sent
    assert await stores.searches.of(user) == before
    assert await stores.outbound.get(OutboundId(f"al:{user}:1")) is None


async def test_which_messages_are_not_settled_yet(stores: Stores) -> None:
    user = await person(stores)
    sent, waiting, unknown = (push("al", user, key) for key in ("1", "2", "3"))
    await stores.outbound.add(sent)
    await stores.outbound.add(waiting)
    await stores.outbound.settle(sent.id, state=OutboundState.SENT, provider_ref=None)
    asked = [sent.id, waiting.id, unknown.id]
    assert list(await stores.outbound.still_waiting(asked)) == [waiting.id]
    assert not await stores.outbound.still_waiting([])


async def test_a_new_search_knows_when_the_person_was_last_told(stores: Stores) -> None:
    user = await person(stores)
    await stores.searches.save(search(user))
    await stores.searches.looked(
        user, searches=["c_1:001"], revision=8, outbound=[push("al", user, "8")], now=NOON
    )
    await stores.searches.save(search(user, 2))
    assert [one.told_at for one in await stores.searches.of(user)] == [NOON, NOON]


async def test_nothing_is_told_to_people_who_are_gone(stores: Stores) -> None:
    user = await person(stores)
    await stores.searches.save(search(user))
    reminder = await stores.reminders.set(user, PostingId("p1"), due_at=NOON)
    asked = (await stores.turns.accept(message(2, sender="sender1", conversation="sender1"))).turn
    await stores.personal_data.erase(user, keep_turn=asked.id)
    alert, note = push("al", user, "8"), push("rm", user, "1")
    assert not await stores.searches.looked(
        user, searches=["c_1:001"], revision=8, outbound=[alert], now=NOON
    )
    assert not await stores.reminders.told([reminder], outbound=[note], now=NOON)
    assert await stores.outbound.get(alert.id) is None
    assert await stores.outbound.get(note.id) is None


# --- follow-ups ---------------------------------------------------------------------------------


async def test_one_follow_up_is_open_per_person_and_posting(stores: Stores) -> None:
    user = await person(stores)
    first = await stores.reminders.set(user, PostingId("p1"), due_at=NOON)
    assert list(await stores.reminders.due(user, now=NOON - HOUR)) == []
    assert list(await stores.reminders.due(user, now=NOON)) == [first]
    moved = await stores.reminders.set(user, PostingId("p1"), due_at=NOON + HOUR)
    assert moved == replace(first, due_at=NOON + HOUR)
    assert list(await stores.reminders.due(user, now=NOON)) == []
    assert await stores.reminders.close(user, PostingId("p1"))
    assert not await stores.reminders.close(user, PostingId("p1"))
    assert list(await stores.reminders.due(user, now=NOON + HOUR)) == []


async def test_what_was_told_is_not_told_again_until_it_is_moved(stores: Stores) -> None:
    user, other = await person(stores, 1), await person(stores, 2)
    one = await stores.reminders.set(user, PostingId("p1"), due_at=NOON)
    two = await stores.reminders.set(other, PostingId("p1"), due_at=NOON - HOUR)
    assert list(await stores.reminders.untold(now=NOON, limit=5)) == [two, one]
    assert list(await stores.reminders.untold(now=NOON, limit=1)) == [two]
    note = push("rm", user, "1")
    assert await stores.reminders.told([one], outbound=[note], now=NOON)
    assert list(await stores.outbound.waiting()) == [note.id]
    assert list(await stores.reminders.untold(now=NOON, limit=5)) == [two]
    assert not await stores.reminders.told([two], outbound=[note], now=NOON)
    assert list(await stores.reminders.untold(now=NOON, limit=5)) == [two]
    again = await stores.reminders.set(user, PostingId("p1"), due_at=NOON)
    assert list(await stores.reminders.due(user, now=NOON)) == [again]


async def test_what_was_closed_or_moved_meanwhile_is_not_told(stores: Stores) -> None:
    user = await person(stores)
    read = await stores.reminders.set(user, PostingId("p1"), due_at=NOON)
    await stores.reminders.set(user, PostingId("p1"), due_at=NOON + HOUR)
    note = push("rm", user, "1")
    assert not await stores.reminders.told([read], outbound=[note], now=NOON)
    await stores.reminders.close(user, PostingId("p1"))
    assert not await stores.reminders.told([read], outbound=[note], now=NOON)
    assert await stores.outbound.get(note.id) is None


# --- counts, vectors, sources -------------------------------------------------------------------


async def test_counts_add_up_per_day_kind_and_event(stores: Stores) -> None:
    monday, tuesday = date(2026, 11, 2), date(2026, 11, 3)
    await stores.counts.count(PushKind.DIGEST, PushEvent.SENT, on=tuesday, times=64)
    await stores.counts.count(PushKind.DIGEST, PushEvent.SENT, on=tuesday)
    await stores.counts.count(PushKind.ALERT, PushEvent.OPENED, on=tuesday)
    await stores.counts.count(PushKind.ALERT, PushEvent.SENT, on=monday)
    sent = PushCount(day=tuesday, kind=PushKind.DIGEST, event=PushEvent.SENT, times=65)
    opened = PushCount(day=tuesday, kind=PushKind.ALERT, event=PushEvent.OPENED, times=1)
    assert list(await stores.counts.since(tuesday)) == [opened, sent]
    assert len(await stores.counts.since(monday)) == 3


async def test_vectors_are_kept_per_person_who_is_here(stores: Stores) -> None:
    user = await person(stores)
    old = SeekerVector(query_hash="a", model_id="m", vector=b"\x00\x01")
    new = replace(old, query_hash="b", vector=b"\xff\x00")
    await stores.vectors.put_many({user: old, UserId("u_nobody"): old})
    await stores.vectors.put_many({user: new})
    assert await stores.vectors.get_many([user, UserId("u_nobody")]) == {user: new}


async def test_a_source_remembers_its_last_good_answer(stores: Stores) -> None:
    await stores.health.note("greenhouse:a", "jobs", at=NOON, found=12)
    await stores.health.note("greenhouse:a", "jobs", at=NOON + HOUR, found=None, problem="Away.")
    await stores.health.note("greenhouse:a", "jobs", at=NOON + 2 * HOUR, found=None, problem="No.")
    await stores.health.note("youtube", "learning", at=NOON, found=None, problem="Quota.")
    ill = SourceHealth(
        name="greenhouse:a",
        area="jobs",
        tried_at=NOON + 2 * HOUR,
        ok_at=NOON,
        failures=2,
        found=12,
        problem="No.",
    )
    assert list(await stores.health.all("jobs")) == [ill]
    await stores.health.note("greenhouse:a", "jobs", at=NOON + 3 * HOUR, found=0)
    [well] = await stores.health.all("jobs")
    assert (well.failures, well.found, well.problem, well.ok_at) == (0, 0, "", NOON + 3 * HOUR)
    assert await stores.health.forget_others("jobs", keep=["other"]) == 1
    assert len(await stores.health.all("learning")) == 1


async def test_answers_are_kept_for_a_while(stores: Stores) -> None:
    url = "https://api.example/1"
    first = CachedResponse(url=url, fetched_at=stores.clock.now(), body=b"\x00{}", etag='"1"')
    await stores.responses.put(first)
    assert await stores.responses.get(url) == first
    second = replace(first, body=b"[]", etag=None, last_modified="Mon, 02 Nov 2026 09:00:00 GMT")
    await stores.responses.put(second)
    assert await stores.responses.get(url) == second
    stores.clock.advance(2 * HOUR)
    assert await stores.responses.retire(older_than=3 * HOUR) == 0
    assert await stores.responses.retire(older_than=HOUR) == 1
    assert await stores.responses.get(url) is None


# --- learning -----------------------------------------------------------------------------------


def resource(number: int, *skills: str, **changes: object) -> Resource:
    known = Resource(
        id=ResourceId(f"youtube:{number}"),
        source="youtube",
        title=f"Lesson {number}",
        provider="A school",
        url=f"https://learn.example/{number}",
        skills=skills or ("SQL",),
        format=Format.VIDEO,
        level=Level.BEGINNER,
        hours=1.5,
        published_on=date(2026, 1, 2),
    )
    return replace(known, **changes)  # type: ignore[arg-type] # test builder


async def test_resources_are_found_by_what_they_teach(stores: Stores) -> None:
    one, two = resource(1, "SQL", "Python"), resource(2, "Python")
    await stores.resources.put([one, two], at=NOON)
    assert await stores.resources.get(one.id) == one
    assert await stores.resources.get(ResourceId("nothing\x00")) is None
    assert list(await stores.resources.about(["SQL", "Python"])) == [one, two]
    assert list(await stores.resources.about(["SQL"])) == [one]
    await stores.resources.put([replace(one, skills=("Go",))], at=NOON)
    assert list(await stores.resources.about({"SQL"})) == []
    assert list(await stores.resources.about([])) == []


async def test_a_link_is_dead_after_failing_on_two_days(stores: Stores) -> None:
    one = resource(1)
    note = stores.resources.note_link
    await stores.resources.put([one], at=NOON)
    assert await note(one.url, alive=False, at=NOON) is LinkState.DOUBTFUL
    assert await note(one.url, alive=False, at=NOON + HOUR) is LinkState.DOUBTFUL
    assert await note(one.url, alive=True, at=NOON + 2 * HOUR) is LinkState.ALIVE
    tomorrow = NOON + timedelta(days=1)
    assert await note(one.url, alive=False, at=tomorrow) is LinkState.DOUBTFUL
    assert await note(one.url, alive=None, at=tomorrow + HOUR) is LinkState.DOUBTFUL
    later = tomorrow + timedelta(days=1)
    assert await note(one.url, alive=False, at=later) is LinkState.DEAD
    assert await note(one.url, alive=None, at=later) is LinkState.DEAD
    await stores.resources.put([one], at=later)
    found = await stores.resources.get(one.id)
    assert found == replace(one, link=LinkState.DEAD, checked_at=later)
    assert await stores.resources.link_states([one.url, "https://x.example"]) == {
        one.url: (LinkState.DEAD, later)
    }
    assert await note(one.url, alive=True, at=later) is LinkState.ALIVE


async def test_links_are_checked_that_were_not_for_longest(stores: Stores) -> None:
    await stores.resources.put([resource(number) for number in (1, 2, 3, 4)], at=NOON)
    await stores.resources.put([resource(5, url="https://learn.example/4")], at=NOON)
    for number, hours in ((1, 3), (2, 1), (3, 9)):
        url = f"https://learn.example/{number}"
        await stores.resources.note_link(url, alive=True, at=NOON + hours * HOUR)
    due = await stores.resources.urls_to_check(before=NOON + 4 * HOUR, limit=10)
    assert [url[-1] for url in due] == ["4", "2", "1"]
    assert len(await stores.resources.urls_to_check(before=NOON, limit=1)) == 1


async def test_what_people_did_outlives_the_resource(stores: Stores) -> None:
    user = await person(stores)
    one = resource(1)
    await stores.resources.put([one], at=stores.clock.now())
    await stores.resources.note(user, one.id, LearningStance.SHOWN, on=True)
    await stores.resources.note(user, one.id, LearningStance.DONE, on=True)
    await stores.resources.note(user, one.id, LearningStance.SHOWN, on=False)
    stores.clock.advance(timedelta(days=40))
    await stores.resources.put([resource(2)], at=stores.clock.now())
    assert await stores.resources.retire(older_than=timedelta(days=30)) == 1
    assert await stores.resources.get(one.id) is None
    assert await stores.resources.stances(user) == {one.id: {LearningStance.DONE}}


# --- many at once, and history ------------------------------------------------------------------


async def test_people_and_profiles_and_marks_are_read_many_at_once(stores: Stores) -> None:
    user, other = await person(stores, 1), await person(stores, 2)
    await stores.users.save_settings(user, UserSettings(language="pt"))
    await stores.profiles.save(profile_of(user))
    await stores.postings.note(user, PostingId("p1"), Stance.SAVED, on=True)
    nobody = UserId("u_nobody")
    people = await stores.users.get_many([user, other, nobody])
    assert set(people) == {user, other}
    assert people[user] == await stores.users.get(user)
    profiles = await stores.profiles.get_many([user, nobody])
    assert profiles[user] == await stores.profiles.get(user)
    assert profiles[nobody].version == 0
    assert await stores.postings.stances_of([user, other]) == {
        user: {PostingId("p1"): {Stance.SAVED}},
        other: {},
    }


async def test_people_who_erased_themselves_are_not_read(stores: Stores) -> None:
    user = await person(stores)
    asked = (await stores.turns.accept(message(2, sender="sender1", conversation="sender1"))).turn
    await stores.personal_data.erase(user, keep_turn=asked.id)
    assert await stores.users.get_many([user]) == {}


async def test_postings_have_a_history(stores: Stores) -> None:
    source, postings = "greenhouse:tejo", stores.postings
    one, two = posting(1, valid_through=date(2026, 11, 5)), posting(2)
    assert await postings.revision() == 0
    await postings.ingest(source, [one, two], complete=True)
    await postings.ingest(source, [replace(one, title="Chief pilot"), two], complete=True)
    for _ in range(2):
        await postings.ingest(source, [replace(one, title="Chief pilot")], complete=True)
    await postings.ingest(source, [replace(one, title="Chief pilot"), two], complete=False)
    stores.clock.advance(timedelta(days=4))
    await postings.expire(now=stores.clock.now())
    kinds = PostingEventKind
    events = await postings.events(after=0, of=[one.id, two.id])
    assert [(event.posting, event.kind) for event in events] == [
        (one.id, kinds.NEW),
        (two.id, kinds.NEW),
        (one.id, kinds.CHANGED),
        (two.id, kinds.CLOSED),
        (two.id, kinds.REOPENED),
        (one.id, kinds.EXPIRED),
    ]
    assert [event.revision for event in events] == [1, 2, 3, 4, 5, 6]
    assert events[-1].at == stores.clock.now()
    assert await postings.revision() == 6
    stored = await postings.get(one.id)
    assert stored is not None
    assert stored.revision == 6
    assert [event.kind for event in await postings.events(after=4, of={two.id})] == [kinds.REOPENED]
