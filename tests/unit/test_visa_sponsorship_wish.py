"""Needing a visa sponsor, said to the job search and taken back."""

from __future__ import annotations

import pytest

from domain.agents import AgentId
from tests.twins.talk import Stores, Talk, posting

WORK = "You build services in Python and PostgreSQL."


@pytest.fixture
async def talk() -> Talk:
    stores = Stores()
    await stores.load(
        posting(1, "Backend Engineer", description=f"{WORK}\nWe do not sponsor visas."),
        posting(2, "Backend Engineer", description=f"{WORK}\nVisa sponsorship is available."),
    )
    return Talk(stores, stores.answering(AgentId.JOB_SEARCH))


async def test_needing_a_visa_sponsor_is_noted_said_back_and_undone(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    words = await talk.say("I need visa sponsorship")
    assert "Visa sponsor: needed." in words
    assert (await talk.profile()).preferences.needs_sponsorship is True
    words = await talk.say("undo")
    assert "Visa sponsor: not said." in words
    assert (await talk.profile()).preferences.needs_sponsorship is None
    assert "Visa sponsor: not needed." in await talk.say("no sponsorship needed")


async def test_a_posting_that_sponsors_nobody_is_left_out_and_counted(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    assert len(talk.cards) == 2
    words = await talk.say("I need visa sponsorship")
    assert "Left out: 1 need a work permission you did not name." in words
