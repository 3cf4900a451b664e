"""Alerts and reminders as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.digest.model import Reminder, SavedSearch
from domain.ids import PostingId, UserId
from domain.posting import StoredPosting
from domain.profiles import SearchPreferences, User
from domain.reply import Card, Reply
from graph.digest.alerts import AlertDesk
from graph.digest.reminders import ReminderDesk
from tests.twins.stores_files import InMemoryStores
from tests.unit.digest_content_stage import (
    BERLIN,
    NOW,
    buttons,
    findings,
    jobs,
    labels,
    stored,
    words,
)
from tests.unit.matching_samples import job

ANA = User(id=UserId("u_ana"), display_name="Ana", settings=BERLIN, created_at=NOW)


def search(key: str, label: str) -> SavedSearch:
    return SavedSearch(
        id=key,
        user=ANA.id,
        label=label,
        text="",
        preferences=SearchPreferences(),
        created_at=NOW,
        cursor=10,
    )


async def alert(*found: tuple[SavedSearch, Sequence[StoredPosting], int]) -> Reply | None:
    return await AlertDesk().write(
        ANA,
        [(one, findings(*postings, considered=count)) for one, postings, count in found],
        now=NOW,
    )


def cards(reply: Reply) -> int:
    return sum(isinstance(block, Card) for block in reply.blocks)


async def test_one_search_with_news_is_a_title_its_items_and_ways_out() -> None:
    reply = await alert((search("t1", "python in Berlin"), jobs(2), 2))
    assert reply is not None

    assert words(reply).startswith("2 new jobs for “python in Berlin”\n")
    assert cards(reply) == 2
    assert {b.action.arguments["via"] for b in buttons(reply) if b.label == "Save"} == {"alert"}
    assert labels(reply)[-2:] == ["Stop this alert", "Stop all alerts"]
    stop, all_off = buttons(reply)[-2:]
    assert (stop.action.agent, stop.action.verb) == ("job_search", "alert_off")
    assert stop.action.arguments == {"search": "t1", "via": "alert"}
    assert (all_off.action.agent, all_off.action.verb) == ("settings", "alerts_off")


async def test_searches_are_bundled_under_their_names_and_a_job_is_told_once() -> None:
    twice, own = jobs(1)[0], stored(job("own"))
    reply = await alert(
        (search("t1", "python"), [twice], 1), (search("t2", "berlin"), [twice, own], 2)
    )
    assert reply is not None
    said = words(reply)

    assert said.startswith("2 new jobs for 2 saved searches\npython\n")
    assert cards(reply) == 2
    assert "Stop “python”" in labels(reply)
    assert "Stop “berlin”" in labels(reply)


async def test_at_most_five_a_search_and_ten_in_all_and_the_rest_is_counted() -> None:
    many = [[stored(job(f"{name}{n}")) for n in range(8)] for name in "abc"]
    reply = await alert(*((search(f"t{n}", f"s{n}"), many[n], 12) for n in range(3)))
    assert reply is not None

    assert cards(reply) == 10
    assert words(reply).count("and 7 more") == 2
    assert "s2" not in words(reply)
    assert "More jobs" in labels(reply)


async def test_with_nothing_found_there_is_no_alert() -> None:
    assert await alert() is None
    assert await alert((search("t1", "python"), [], 9)) is None


async def test_a_reminder_mentions_every_application_and_asks_about_the_first_ones() -> None:
    stores = InMemoryStores()
    postings = [job(f"k{number}", f"Job {number}") for number in range(7)]
    await stores.postings.ingest("test", postings, complete=False)
    reminders = [
        Reminder(id=str(n), user=ANA.id, posting=posting.id, due_at=NOW - timedelta(days=1))
        for n, posting in enumerate(postings)
    ]

    reply = await ReminderDesk(postings=stores.postings).write(ANA, reminders, now=NOW)
    said = words(reply)

    assert said.startswith("Heard back about your 7 applications?")
    assert all(f"Job {number}" in said for number in range(7))
    assert cards(reply) == 5
    first = next(button for button in buttons(reply) if button.action.verb == "heard_back")
    assert first.action.arguments == {"posting": postings[0].id, "via": "reminder"}
    assert labels(reply)[-1] == "Stop reminders"


async def test_a_reminder_of_a_job_that_is_gone_can_still_be_closed() -> None:
    reminder = Reminder(id="1", user=ANA.id, posting=PostingId("p_gone"), due_at=NOW)

    reply = await ReminderDesk(postings=InMemoryStores().postings).write(ANA, [reminder], now=NOW)

    assert words(reply).startswith("Heard back about your application?")
    assert "You applied for a job that is no longer listed here." in words(reply)
    assert "Close it" in labels(reply)
