"""Which postings count as seen: by pushes, by other turns, and by a turn that runs again."""

from __future__ import annotations

import pytest

from domain.ids import PostingId, TurnId
from domain.posting import Stance
from graph.agents.job_search.ledger import ShownLedger
from tests.twins.stores_files import InMemoryStores

ONE, TWO = TurnId("c_1:1"), TurnId("c_1:2")
FIRST, SECOND, THIRD = (PostingId(f"p{number}") for number in (1, 2, 3))


@pytest.fixture
def stores() -> InMemoryStores:
    return InMemoryStores()


async def test_what_a_digest_showed_is_not_shown_again_by_asking_for_more(
    stores: InMemoryStores,
) -> None:
    user = stores.users.add().id
    ledger = ShownLedger(postings=stores.postings, users=stores.users)
    for posting in (FIRST, SECOND):
        await stores.postings.note(user, posting, Stance.SHOWN, on=True)
    stances = await stores.postings.stances(user)
    assert await ledger.seen_before(user, stances, turn=ONE) == {FIRST, SECOND}


async def test_a_turn_that_runs_again_shows_the_same_and_nothing_else(
    stores: InMemoryStores,
) -> None:
    user = stores.users.add().id
    ledger = ShownLedger(postings=stores.postings, users=stores.users)
    await stores.postings.note(user, FIRST, Stance.SHOWN, on=True)  # by a digest
    assert await ledger.seen_before(user, await stores.postings.stances(user), turn=ONE) == {FIRST}
    await ledger.note(user, [SECOND], turn=ONE)
    again = await ledger.seen_before(user, await stores.postings.stances(user), turn=ONE)
    assert again == {FIRST}
    await ledger.note(user, [SECOND], turn=ONE)
    await stores.postings.note(user, THIRD, Stance.SHOWN, on=True)  # by an alert
    later = await ledger.seen_before(user, await stores.postings.stances(user), turn=TWO)
    assert later == {FIRST, SECOND, THIRD}
