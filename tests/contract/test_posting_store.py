"""What every PostingStore promises."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from domain.ids import PostingId, UserId
from domain.posting import IngestReport, Posting, PostingState, Stance
from domain.posting_identity import cluster_key, content_hash
from tests.contract.conftest import Stores
from tests.contract.examples import message, posting

SOURCE = "greenhouse:tejo"
TITLES = ("Harbour pilot", "Crane operator", "Net mender", "Ship's cook")


def listing(*numbers: int) -> list[Posting]:
    return [posting(number, title=TITLES[number - 1]) for number in numbers]


async def ingest(stores: Stores, *postings: Posting, complete: bool = True) -> IngestReport:
    return await stores.postings.ingest(SOURCE, postings, complete=complete)


async def open_ids(stores: Stores) -> list[str]:
    return [stored.posting.id async for stored in stores.postings.open_postings()]


async def state_of(stores: Stores, number: int) -> PostingState:
    stored = await stores.postings.get(PostingId(f"{SOURCE}/{number}"))
    assert stored is not None
    return stored.state


async def test_a_new_posting_comes_back_whole(stores: Stores) -> None:
    offered = posting(1, valid_through=date(2027, 1, 31))
    assert await ingest(stores, offered) == IngestReport(new=1)
    stored = await stores.postings.get(offered.id)
    assert stored is not None
    assert stored.posting == offered
    assert stored.state is PostingState.OPEN
    assert stored.content_hash == content_hash(offered)
    assert stored.cluster == cluster_key(offered)
    assert stored.first_seen == stored.last_seen == stores.clock.now()
    assert await stores.postings.get(PostingId("nowhere/1")) is None


async def test_a_second_ingest_tells_new_changed_and_unchanged_apart(stores: Stores) -> None:
    await ingest(stores, *listing(1, 2))
    stores.clock.advance(timedelta(days=1))
    changed = posting(2, title=TITLES[1], description="Night shifts now.")
    report = await ingest(stores, posting(1), changed, *listing(3))
    assert report == IngestReport(new=1, changed=1, unchanged=1)
    first, second = await stores.postings.get_many([posting(1).id, changed.id])
    assert second.posting == changed
    assert first.last_seen == second.last_seen == stores.clock.now()
    assert first.first_seen == stores.clock.now() - timedelta(days=1)


async def test_what_was_refused_is_reported(stores: Stores) -> None:
    report = await stores.postings.ingest(
        SOURCE, [posting(1)], complete=True, refused=["Line 3 has no title."]
    )
    assert report.refused == ("Line 3 has no title.",)


async def test_only_absence_from_two_complete_listings_in_a_row_closes(stores: Stores) -> None:
    await ingest(stores, *listing(1, 2))
    assert (await ingest(stores, *listing(1))).closed == 0
    assert (await ingest(stores, *listing(1, 2))).closed == 0
    assert (await ingest(stores, *listing(1))).closed == 0
    assert (await ingest(stores, *listing(1), complete=False)).closed == 0
    assert await state_of(stores, 2) is PostingState.OPEN
    assert (await ingest(stores, *listing(1))).closed == 1
    assert await state_of(stores, 2) is PostingState.CLOSED
    assert (await ingest(stores, *listing(1))).closed == 0
    assert await open_ids(stores) == [posting(1).id]


async def test_a_posting_that_is_listed_again_is_open_again(stores: Stores) -> None:
    await ingest(stores, posting(1))
    await ingest(stores)
    await ingest(stores)
    assert await state_of(stores, 1) is PostingState.CLOSED
    assert await ingest(stores, posting(1)) == IngestReport(reopened=1)
    assert await state_of(stores, 1) is PostingState.OPEN


async def test_other_sources_are_not_closed(stores: Stores) -> None:
    elsewhere = posting(1, source="lever:douro", title="Net mender")
    await stores.postings.ingest("lever:douro", [elsewhere], complete=True)
    for _ in range(3):
        await ingest(stores, posting(1))
    assert await stores.postings.count_open() == 2


async def test_the_same_job_on_two_boards_has_one_cluster(stores: Stores) -> None:
    await ingest(stores, posting(1))
    elsewhere = posting(9, source="lever:tejo", description="The same ships, other words.")
    report = await stores.postings.ingest("lever:tejo", [elsewhere], complete=True)
    assert report == IngestReport(new=1, duplicates=1)
    here, there = await stores.postings.get_many([posting(1).id, elsewhere.id])
    assert here.cluster == there.cluster


async def test_an_entry_repeated_in_one_listing_counts_as_a_duplicate(stores: Stores) -> None:
    assert await ingest(stores, posting(1), posting(1)) == IngestReport(new=1, duplicates=1)


async def test_postings_expire_after_their_last_day(stores: Stores) -> None:
    today = stores.clock.now().date()
    await ingest(stores, posting(1, valid_through=today), *listing(2))
    assert await stores.postings.expire(now=stores.clock.now()) == 0
    stores.clock.advance(timedelta(days=1))
    assert await stores.postings.expire(now=stores.clock.now()) == 1
    assert await stores.postings.expire(now=stores.clock.now()) == 0
    assert await state_of(stores, 1) is PostingState.EXPIRED
    assert await stores.postings.count_open() == 1


async def test_a_posting_that_is_over_is_never_open(stores: Stores) -> None:
    over = posting(1, valid_through=stores.clock.now().date() - timedelta(days=1))
    await ingest(stores, over)
    assert await state_of(stores, 1) is PostingState.EXPIRED
    extended = posting(1, valid_through=stores.clock.now().date() + timedelta(days=9))
    assert await ingest(stores, extended) == IngestReport(reopened=1)


async def test_a_posting_that_is_over_by_the_next_ingest_has_changed(stores: Stores) -> None:
    offered = posting(1, valid_through=stores.clock.now().date())
    await ingest(stores, offered)
    stores.clock.advance(timedelta(days=1))
    assert await ingest(stores, offered) == IngestReport(changed=1)
    assert await state_of(stores, 1) is PostingState.EXPIRED


async def test_many_are_given_in_the_order_asked_and_unknown_ones_left_out(
    stores: Stores,
) -> None:
    await ingest(stores, *listing(1, 2, 3))
    asked = [posting(3).id, PostingId("x"), posting(1).id]
    found = await stores.postings.get_many(asked)
    assert [stored.posting.id for stored in found] == [posting(3).id, posting(1).id]
    assert list(await stores.postings.get_many([])) == []


async def test_open_postings_are_streamed_over_several_pages(stores: Stores) -> None:
    many = [posting(number, title=f"Pilot {number}") for number in range(1200)]
    assert (await ingest(stores, *many)).new == 1200
    assert await open_ids(stores) == sorted(one.id for one in many)


async def test_changes_are_followed_page_by_page(stores: Stores) -> None:
    await ingest(stores, *listing(1, 2, 3))
    first = await stores.postings.changes_since(0, limit=2)
    second = await stores.postings.changes_since(first.revision, limit=2)
    seen = [stored.posting.id for stored in (*first.changed, *second.changed)]
    assert sorted(seen) == [posting(number).id for number in (1, 2, 3)]
    nothing = await stores.postings.changes_since(second.revision)
    assert (nothing.changed, nothing.left, nothing.revision) == ((), (), second.revision)


async def test_changes_name_what_changed_and_what_left_and_nothing_else(stores: Stores) -> None:
    soon = stores.clock.now().date()
    await ingest(stores, *listing(1, 2), posting(3, title=TITLES[2], valid_through=soon))
    start = (await stores.postings.changes_since(0)).revision
    await ingest(stores, *listing(1), posting(4, title=TITLES[3]), complete=False)
    changed = posting(1, title=TITLES[0], description="New words.")
    await ingest(stores, changed, complete=True)
    await ingest(stores, changed, complete=True)
    stores.clock.advance(timedelta(days=1))
    await stores.postings.expire(now=stores.clock.now())
    changes = await stores.postings.changes_since(start)
    assert [stored.posting for stored in changes.changed] == [changed]
    assert sorted(changes.left) == [posting(number).id for number in (2, 3, 4)]


async def test_a_posting_whose_page_is_gone_is_closed_once_and_may_come_back(
    stores: Stores,
) -> None:
    await ingest(stores, *listing(1, 2), complete=False)
    before = (await stores.postings.changes_since(0)).revision
    assert await stores.postings.close(posting(1).id)
    assert not await stores.postings.close(posting(1).id)
    assert not await stores.postings.close(PostingId("nowhere/1"))
    assert not await stores.postings.close(PostingId("x\x00"))
    assert await state_of(stores, 1) is PostingState.CLOSED
    assert await open_ids(stores) == [posting(2).id]
    (event,) = await stores.postings.events(after=before, of=[posting(1).id])
    assert (event.kind.value, event.at) == ("closed", stores.clock.now())
    assert (await stores.postings.changes_since(before)).left == (posting(1).id,)
    assert (await ingest(stores, *listing(1), complete=False)).reopened == 1


async def test_stances_survive_every_ingest(stores: Stores) -> None:
    user = (await stores.turns.accept(message())).turn.user
    await ingest(stores, *listing(1, 2))
    await stores.postings.note(user, posting(1).id, Stance.SAVED, on=True)
    await stores.postings.note(user, posting(1).id, Stance.SAVED, on=True)
    await stores.postings.note(user, posting(1).id, Stance.APPLIED, on=True)
    await stores.postings.note(user, posting(2).id, Stance.HIDDEN, on=True)
    await stores.postings.note(user, posting(2).id, Stance.HIDDEN, on=False)
    await ingest(stores, posting(1, description="Changed."))
    await ingest(stores)
    await ingest(stores)
    expected = {posting(1).id: frozenset({Stance.SAVED, Stance.APPLIED})}
    assert await stores.postings.stances(user) == expected
    assert await stores.postings.stances(UserId("u_nobody")) == {}


@pytest.mark.parametrize("rounds", [3])
async def test_ingests_at_once_lose_no_revision(stores: Stores, rounds: int) -> None:
    sources = [f"board:{number}" for number in range(4)]
    for turn in range(rounds):
        await asyncio.gather(
            *(
                stores.postings.ingest(
                    source,
                    [posting(1, source=source, company=source, description=f"Text {turn}")],
                    complete=True,
                )
                for source in sources
            )
        )
    changes = await stores.postings.changes_since(0)
    assert sorted(stored.posting.source for stored in changes.changed) == sources
    assert changes.revision == len(sources) * rounds


async def test_one_posting_with_strange_characters_does_not_cost_the_listing(
    stores: Stores,
) -> None:
    strange = posting(1, title="Pilot\x00", description="half a smile \ud83d")
    assert await ingest(stores, strange, *listing(2)) == IngestReport(new=2)
    assert await ingest(stores, strange, *listing(2)) == IngestReport(unchanged=2)
    assert list(await stores.postings.get_many([PostingId("x\x00")])) == []


async def test_the_cluster_of_a_closed_posting_is_still_known(stores: Stores) -> None:
    one = posting(1)
    await stores.postings.ingest(one.source, [one], complete=False)
    stored = await stores.postings.get(one.id)
    assert stored is not None
    await stores.postings.close(one.id)
    asked = [one.id, PostingId("nobody's"), PostingId("\x00")]
    assert await stores.postings.clusters(asked) == {one.id: stored.cluster}


async def test_arrivals_are_what_was_new_since_then(stores: Stores) -> None:
    await stores.postings.ingest(posting(1).source, [posting(1)], complete=False)
    stores.clock.advance(timedelta(days=2))
    began = stores.clock.now()
    await stores.postings.ingest(posting(2).source, [posting(2)], complete=False)
    await stores.postings.close(posting(1).id)
    assert await stores.postings.arrivals(since=began) == {posting(2).id: began}
