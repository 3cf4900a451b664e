"""Digests as people read them: what is in, in which order, and what is said without any."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.ids import PostingId, UserId
from domain.matching.model import Gate
from domain.posting import PostingState, Stance
from domain.reply import Card, Heading
from tests.unit.digest_content_stage import (
    BERLIN,
    NOW,
    Stage,
    buttons,
    findings,
    jobs,
    labels,
    owed,
    stored,
    words,
)
from tests.unit.matching_samples import job


async def keep(stage: Stage, user: UserId, key: str, *stances: Stance) -> PostingId:
    """A posting in the store that the person did something with."""
    posting = job(key, f"Job {key}")
    await stage.stores.postings.ingest("test", [posting], complete=False)
    for stance in stances:
        await stage.stores.postings.note(user, posting.id, stance, on=True)
    return posting.id


async def test_the_first_line_counts_and_the_next_accounts_for_every_new_posting() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(
        *jobs(3),
        considered=41,
        excluded_by={Gate.WORK_PERMISSION: 12, Gate.SALARY: 4},
        other_field=22,
    )

    first, second = words(await stage.reply(user)).split("\n")[:2]

    assert first == "3 new jobs today"
    assert second == (
        "Of 41 new: 22 not your field, 12 need a visa you do not have, 4 under your floor."
    )


async def test_every_item_has_the_buttons_of_a_match_and_says_where_it_was_pressed() -> None:
    stage = Stage()
    user = await stage.seeker()
    (only_one,) = jobs(1)
    stage.search.found[user] = findings(only_one)

    written = await stage.one(user)
    assert written.reply is not None
    (card,) = [block for block in written.reply.blocks if isinstance(block, Card)]

    assert [button.label for button in card.buttons] == [
        "Save",
        "Applied",
        "Hide",
        "Why?",
        "More like this",
    ]
    assert {tuple(sorted(button.action.arguments.items())) for button in card.buttons} == {
        (("posting", only_one.posting.id), ("via", "digest"))
    }
    assert card.title[0].text == "Backend Engineer"
    assert "Company new0 · Berlin, Germany" in words(written.reply)
    assert "Pay: not stated" in words(written.reply)
    assert "For: " in words(written.reply)
    assert written.shown == (only_one.posting.id,)
    assert written.cursor == 50


async def test_older_open_jobs_stand_apart_with_the_day_since_when() -> None:
    stage = Stage()
    user = await stage.seeker()
    old = stored(job("old"), seen=NOW - timedelta(days=14))
    stage.search.found[user] = findings(*jobs(1), older=[old])

    written = await stage.one(user)
    assert written.reply is not None
    said = words(written.reply)

    assert said.index("1 new job today") < said.index("Still open, not shown before")
    assert said.index("Still open, not shown before") < said.index("Open since: 12 Nov")
    assert written.shown[-1] == old.posting.id


async def test_a_person_gets_at_most_as_many_items_as_they_chose() -> None:
    stage = Stage()
    user = await stage.seeker(replace(BERLIN, digest_items=2))
    stage.search.found[user] = findings(*jobs(5))

    written = await stage.one(user)

    assert len(written.shown) == 2
    assert stage.search.asked[0][0].limit == 2
    assert "3 ranked lower or seen before" in words(await stage.reply(user))


async def test_nothing_that_was_shown_hidden_saved_or_applied_for_is_an_item_again() -> None:
    stage = Stage()
    user = await stage.seeker()
    ids = [
        await keep(stage, user, key, stance)
        for key, stance in (
            ("a", Stance.SHOWN),
            ("b", Stance.HIDDEN),
            ("c", Stance.SAVED),
            ("d", Stance.APPLIED),
        )
    ]
    fresh = stored(job("e"))
    # A search that does not listen: the desk holds on to it nevertheless.
    stage.search.found[user] = findings(*(stored(job(key)) for key in "abcd"), fresh)

    written = await stage.one(user)

    assert stage.search.asked[0][0].skip == frozenset(ids)
    assert written.shown == (fresh.posting.id,)
    assert not any(
        button.action.arguments.get("posting") in ids
        for button in buttons(written.reply)  # type: ignore[arg-type]  # it has one, see above
    )


async def test_a_job_that_is_closed_or_past_its_last_day_is_never_an_item() -> None:
    stage = Stage()
    user = await stage.seeker()
    closed = replace(stored(job("a")), state=PostingState.CLOSED)
    over = stored(job("b", valid_through=date(2026, 11, 25)))
    last_day = stored(job("c", valid_through=date(2026, 11, 26)))
    stage.search.found[user] = findings(closed, over, last_day)

    assert (await stage.one(user)).shown == (last_day.posting.id,)


async def test_the_first_digest_ever_says_what_it_is_and_asks_for_everything_open() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(2), considered=9, other_field=7)

    said = words(await stage.reply(user, cursor=None)).split("\n")

    assert said[0] == "2 jobs to begin with"
    assert said[1] == "Of 9 open: 7 not your field."
    assert said[2].startswith("This is your first digest:")
    assert stage.search.asked[0][0].since is None


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(minutes=59), ""),
        (timedelta(hours=2), "This is today's digest, sent late: it could not be sent at 06:00."),
        (
            timedelta(days=1),
            "This is yesterday's digest, sent late: it could not be sent at 08:00.",
        ),
        (
            timedelta(days=3),
            "This is the digest of Mon 23 Nov, sent late: it could not be sent at 08:00.",
        ),
    ],
)
async def test_a_late_digest_says_so_with_the_persons_hour(late: timedelta, said: str) -> None:
    stage = Stage()
    user = await stage.seeker()

    lines = words(await stage.reply(user, late=late)).split("\n")

    assert (said in lines) if said else not any("late" in line for line in lines)


async def test_after_a_day_without_a_digest_new_does_not_mean_today() -> None:
    stage = Stage()
    user = await stage.seeker(replace(BERLIN, digest_days=(3,)))
    stage.search.found[user] = findings(*jobs(1))

    assert words(await stage.reply(user)).startswith("1 new job since your last digest\n")


async def test_nothing_new_says_why_or_stays_silent_as_the_person_chose() -> None:
    stage = Stage()
    talkative = await stage.seeker()
    silent = await stage.seeker(replace(BERLIN, digest_when_empty=False))
    await stage.health.note("lever:acme", "jobs", at=NOW - timedelta(minutes=20), found=4)
    await stage.health.note("ashby:acme", "jobs", at=NOW - timedelta(minutes=30), found=4)

    spoken, unspoken = await stage.write(talkative, silent)

    assert spoken is not None
    assert spoken.reply is not None
    assert words(spoken.reply).startswith(
        "Nothing new today\nAll 2 sources answered, the last at 07:40."
    )
    assert unspoken is not None
    assert unspoken.reply is None
    assert unspoken.cursor == 50
    assert unspoken.shown == ()


async def test_silence_is_broken_by_anything_else_that_is_in_it() -> None:
    stage = Stage()
    user = await stage.seeker(replace(BERLIN, digest_when_empty=False))
    await stage.teach(user)

    assert "One thing to learn" in words(await stage.reply(user))


async def test_who_said_nothing_yet_is_asked_what_to_look_for() -> None:
    stage = Stage()
    user = await stage.seeker(titles=())

    said = words(await stage.reply(user))

    assert "I do not know yet what you look for." in said
    assert stage.search.asked == []


async def test_the_foot_leads_on_and_out() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(1))

    reply = await stage.reply(user)

    assert labels(reply)[-3:] == ["More jobs", "Settings", "Stop digest"]
    assert 2 <= len(reply.prompts) <= 4
    assert reply.language == "en"


async def test_a_batch_is_one_search_in_its_order_and_an_erased_person_is_nobody() -> None:
    stage = Stage()
    first, second = await stage.seeker(), await stage.seeker()
    stage.search.found[first] = findings(*jobs(1))
    stage.search.found[second] = findings(*jobs(2))

    written = await stage.write(second, UserId("u_gone"), first)

    assert [None if one is None else len(one.shown) for one in written] == [2, None, 1]
    assert len(stage.search.asked) == 1
    assert [one.profile.user for one in stage.search.asked[0]] == [second, first]


async def test_an_empty_batch_and_a_batch_of_nobody_ask_for_nothing() -> None:
    stage = Stage()

    assert await stage.write() == []
    assert await stage.write(UserId("u_gone")) == [None]
    assert stage.search.asked == []


async def test_a_preview_is_as_of_now_and_stores_nothing() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(1))

    seen = await stage.desk.preview(user, now=NOW)
    again = await stage.desk.preview(user, now=NOW)

    assert seen == again
    assert seen is not None
    assert seen.due == owed(user, cursor=None)
    assert stage.stores.postings.marks == {}
    assert await stage.desk.preview(UserId("u_gone"), now=NOW) is None


async def test_numbers_dates_and_money_are_those_of_where_the_person_lives() -> None:
    stage = Stage()
    austrian = await stage.seeker(replace(BERLIN, time_zone="Europe/Vienna"))
    american = await stage.seeker(replace(BERLIN, time_zone="America/New_York"))
    old = stored(job("old"), seen=datetime(2026, 11, 12, 12, tzinfo=ZoneInfo("UTC")))
    for user in (austrian, american):
        stage.search.found[user] = findings(older=[old], considered=1500, other_field=1500)

    there, here = await stage.write(austrian, american)

    assert there is not None
    assert here is not None
    assert there.reply is not None
    assert here.reply is not None
    assert "Of 1.500 new" in words(there.reply)
    assert "Open since: 12 Nov" in words(there.reply)
    assert "Of 1,500 new" in words(here.reply)
    assert "Open since: Nov 12" in words(here.reply)


async def test_headings_never_stand_before_nothing() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(2))
    await stage.teach(user)
    blocks = (await stage.reply(user)).blocks

    assert all(
        not isinstance(after, Heading)
        for before, after in itertools.pairwise(blocks)
        if isinstance(before, Heading)
    )
