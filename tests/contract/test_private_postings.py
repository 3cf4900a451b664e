"""What every PrivatePostingStore promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import Defect
from domain.ids import PostingId, UserId
from domain.posting import Posting, PostingState
from domain.posting_identity import cluster_key, content_hash, posting_id
from domain.seeker_ports import PrivatePostingStore
from storage.private_postings import MOST_POSTINGS, SqlPrivatePostings
from tests.contract.conftest import Stores, fresh_url, open_sql_stores, twin_stores
from tests.contract.examples import message
from tests.twins.stores_own_postings import InMemoryPrivatePostings


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The store under test and those beside it."""

    private: PrivatePostingStore
    stores: Stores


@pytest.fixture(params=["twin", "sqlite", "postgres"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    if request.param == "twin":
        twins = twin_stores()
        yield Kept(private=InMemoryPrivatePostings(users=twins.users), stores=twins)
        return
    url = fresh_url(request.param, request, tmp_path)
    async with open_sql_stores(url, folder=tmp_path) as stores:
        yield Kept(private=SqlPrivatePostings(database=stores.database), stores=stores)


def forwarded(number: int, *, title: str = "Nurse") -> Posting:
    source_id = str(number)
    return Posting(
        id=posting_id("forwarded", source_id),
        source="forwarded",
        source_id=source_id,
        title=title,
        company="Charité",
        description="Night shifts.",
    )


async def someone(kept: Kept, number: int = 1, *, sender: str | None = None) -> UserId:
    said = message(number)
    accepted = await kept.stores.turns.accept(
        said if sender is None else replace(said, sender=sender)
    )
    return accepted.turn.user


async def test_a_posting_comes_back_as_it_went_in(kept: Kept) -> None:
    user, now = await someone(kept), kept.stores.clock.now()
    stored = await kept.private.put(user, forwarded(1), at=now)
    assert stored.posting == forwarded(1)
    assert (stored.state, stored.first_seen, stored.last_seen) == (PostingState.OPEN, now, now)
    assert stored.cluster == cluster_key(forwarded(1))
    assert stored.content_hash == content_hash(forwarded(1))
    assert await kept.private.get(user, forwarded(1).id) == stored
    assert await kept.private.get(user, PostingId("p_other\x00")) is None


async def test_the_same_posting_again_replaces_it_and_is_the_newest(kept: Kept) -> None:
    user, now = await someone(kept), kept.stores.clock.now()
    later = now + timedelta(days=1)
    await kept.private.put(user, forwarded(1), at=now)
    await kept.private.put(user, forwarded(2), at=now + timedelta(hours=1))
    again = await kept.private.put(user, forwarded(1, title="Head nurse"), at=later)
    assert (again.first_seen, again.last_seen) == (now, later)
    assert [one.posting.title for one in await kept.private.of(user)] == ["Head nurse", "Nurse"]


async def test_postings_are_seen_and_removed_by_their_own_person_only(kept: Kept) -> None:
    ana = await someone(kept)
    ben = await someone(kept, 2, sender="ben")
    assert ana != ben
    await kept.private.put(ana, forwarded(1), at=kept.stores.clock.now())
    assert await kept.private.get(ben, forwarded(1).id) is None
    assert list(await kept.private.of(ben)) == []
    assert not await kept.private.remove(ben, forwarded(1).id)
    assert await kept.private.remove(ana, forwarded(1).id)
    assert not await kept.private.remove(ana, forwarded(1).id)


async def test_the_oldest_go_when_a_person_has_too_many(kept: Kept) -> None:
    user, now = await someone(kept), kept.stores.clock.now()
    for number in range(MOST_POSTINGS + 2):
        await kept.private.put(user, forwarded(number), at=now + timedelta(seconds=number))
    own = await kept.private.of(user)
    assert len(own) == MOST_POSTINGS
    assert own[0].posting.id == forwarded(MOST_POSTINGS + 1).id
    assert await kept.private.get(user, forwarded(1).id) is None
    assert await kept.private.get(user, forwarded(2).id) is not None


async def test_characters_that_no_database_holds_do_not_cost_the_posting(kept: Kept) -> None:
    user = await someone(kept)
    strange = forwarded(1, title="Nur\x00se \ud800")
    await kept.private.put(user, strange, at=kept.stores.clock.now())
    assert await kept.private.get(user, strange.id) is not None


async def test_nobody_who_is_not_there_keeps_postings(kept: Kept) -> None:
    with pytest.raises(Defect):
        await kept.private.put(UserId("u_nobody"), forwarded(1), at=kept.stores.clock.now())
