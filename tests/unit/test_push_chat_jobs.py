"""Alerts, follow-ups and what was left out, through the door of the job search."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agents import AgentId
from domain.digest.model import SavedSearch
from domain.ids import PostingId
from domain.messages import Action
from domain.pushes import PushEvent, PushKind
from graph.agents.job_search.alert_words import AlertRequest, alert_request
from tests.twins.talk import Stores, Talk, posting


@pytest.fixture
async def talk() -> Talk:
    stores = Stores()
    await stores.load(
        posting(1, "Backend Engineer"),
        posting(2, "Backend Engineer", company="Globex", place="Paris, France", country="FR"),
        posting(3, "Backend Engineer", company="Umbrella", pay=(20_000, 25_000)),
    )
    return Talk(stores, stores.answering(AgentId.JOB_SEARCH))


def job(verb: str, **arguments: str) -> Action:
    return Action(agent=AgentId.JOB_SEARCH, verb=verb, arguments=arguments)


async def kept(talk: Talk) -> list[SavedSearch]:
    assert talk.last_turn is not None
    return list(await talk.stores.pushes.searches.of(talk.last_turn.user))


async def set_up(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin, at least 60k€")
    await talk.say("just show me the jobs")


# --- alerts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "label", "titles", "places"),
    [
        ("alert me when a Rust job in Berlin appears", "Rust in Berlin", ("Rust",), ("Berlin",)),
        ("tell me at once about new nurse jobs", "Nurse", ("nurse",), ()),
        (
            "set up a job alert for data engineer in Austin",
            "Data engineer in Austin",
            ("data engineer",),
            ("Austin",),
        ),
        (
            "avísame cuando haya trabajos de enfermera en Madrid",
            "Enfermera in Madrid",
            ("enfermera",),
            ("Madrid",),
        ),
    ],
)
async def test_an_alert_is_made_out_of_plain_words(
    talk: Talk, words: str, label: str, titles: tuple[str, ...], places: tuple[str, ...]
) -> None:
    said = await talk.say(words, times=2)

    [search] = await kept(talk)
    assert said.startswith(f"Alert on: {label}.")
    assert (search.label, search.preferences.titles, search.preferences.places) == (
        label,
        titles,
        places,
    )
    assert search.cursor == await talk.stores.postings.revision()
    assert (await talk.profile()).preferences.titles == ()


async def test_the_search_as_it_is_becomes_an_alert_by_one_button(talk: Talk) -> None:
    await set_up(talk)
    await talk.say("my preferences")

    await talk.tap("Alert me about new ones")

    [search] = await kept(talk)
    assert search.preferences == (await talk.profile()).preferences
    assert search.label == "Backend engineer in Berlin"
    assert (await talk.say(action=job("alert_on"))).startswith("You have that alert already")
    assert len(await kept(talk)) == 1


async def test_alerts_are_listed_and_each_is_stopped_by_a_button_or_its_name(talk: Talk) -> None:
    for words in ("nurse in Lyon", "Rust in Berlin", "teacher in Porto"):
        await talk.say(f"alert me about {words}")

    assert (await talk.say(command="alerts")).startswith("You have 3 alerts.")
    await talk.tap("Stop", on=1)
    assert [one.label for one in await kept(talk)] == ["Rust in Berlin", "Teacher in Porto"]
    assert "Stopped: Rust in Berlin." in await talk.say("stop the Rust alert")
    await talk.say("stop the gardener alert")
    assert [one.label for one in await kept(talk)] == ["Teacher in Porto"]
    await talk.say("stop my alert")
    assert "You have no alerts." in await talk.say("my alerts")


async def test_an_alert_for_nothing_is_asked_back(talk: Talk) -> None:
    assert "What should I watch for?" in await talk.say("notify me about new postings")

    await talk.say("nurse in Lyon")

    assert [one.label for one in await kept(talk)] == ["Nurse in Lyon"]


async def test_switched_off_alerts_are_not_promised(talk: Talk) -> None:
    await talk.say("hello")
    assert talk.last_turn is not None
    users = talk.stores.users
    user = await users.get(talk.last_turn.user)
    assert user is not None
    await users.save_settings(user.id, replace(user.settings, alerts_enabled=False))

    assert "switched off in your settings" in await talk.say("alert me about nurse jobs")
    assert "Turn alerts on" in talk.labels


async def test_a_forged_search_stops_nothing_of_others(talk: Talk) -> None:
    await talk.say("alert me about nurse jobs")

    await talk.say(action=job("alert_off", search="somebody-elses"))

    assert len(await kept(talk)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("alerts", AlertRequest(kind="list")),
        ("show my job alerts", AlertRequest(kind="list")),
        ("turn off the alert for Rust in Berlin", AlertRequest(kind="off", text="Rust Berlin")),
        ("tell me about the Spotify posting", None),
        ("tell me more", None),
        ("show me jobs", None),
    ],
)
def test_only_words_about_alerts_are_taken_for_them(words: str, found: AlertRequest | None) -> None:
    assert alert_request(words) == found


# --- follow-ups -------------------------------------------------------------------------------


async def test_applying_opens_a_follow_up_and_taking_it_back_closes_it(talk: Talk) -> None:
    await set_up(talk)
    reminders = talk.stores.pushes.reminders

    said = await talk.say(action=job("applied", posting="p1", via="digest"), times=2)

    assert "I will ask in a week whether you heard back." in said
    [reminder] = reminders.rows.values()
    assert reminder.due_at == talk.stores.clock.now() + timedelta(days=7)
    await talk.tap("Undo")
    assert reminders.rows == {}


@pytest.mark.parametrize("outcome", ["Interview", "Rejected", "Offer"])
async def test_having_heard_back_ends_the_asking_and_is_kept(talk: Talk, outcome: str) -> None:
    await talk.say(action=job("applied", posting="p1"))

    await talk.say(action=job("heard_back", posting="p1", via="reminder"))
    said = await talk.tap(outcome)

    assert said.startswith(f"{outcome}: Backend Engineer at Initech.")
    assert "It is on your board." in said
    [kept] = talk.stores.applications.rows.values()
    expected = {"Interview": "interviewing", "Rejected": "closed", "Offer": "offer"}
    assert kept.state.value == expected[outcome]
    # What comes of an interview is asked about once more.
    assert len(talk.stores.pushes.reminders.rows) == (outcome == "Interview")


async def test_a_follow_up_is_put_off_or_closed(talk: Talk) -> None:
    await talk.say(action=job("applied", posting="p1"))
    talk.stores.clock.advance(timedelta(days=8))

    assert "again in a week" in await talk.say(action=job("remind_later", posting="p1"))
    [reminder] = talk.stores.pushes.reminders.rows.values()
    assert reminder.due_at == talk.stores.clock.now() + timedelta(days=7)
    await talk.say(action=job("close_application", posting="p1"))
    assert talk.stores.pushes.reminders.rows == {}
    assert "not listed here any more" in await talk.say(
        action=job("close_application", posting="gone")
    )


# --- what was left out ------------------------------------------------------------------------


async def test_what_one_limit_kept_back_is_shown_and_changes_no_wish(talk: Talk) -> None:
    await set_up(talk)
    before = (await talk.profile()).preferences

    said = await talk.say(action=job("left_out", gate="location", since="", via="digest"))

    assert said.startswith("1 job was kept back by one limit only (not where you want to work).")
    assert talk.titles == ["Backend Engineer"]
    assert all(button.action.arguments.get("via") == "digest" for button in talk.cards[0].buttons)
    assert (await talk.profile()).preferences == before
    await talk.tap("Always include these")
    assert (await talk.profile()).preferences.places == ()


@pytest.mark.parametrize("arguments", [{}, {"gate": "nonsense"}, {"gate": "salary", "since": "x"}])
async def test_a_damaged_button_still_leads_somewhere(
    talk: Talk, arguments: dict[str, str]
) -> None:
    await set_up(talk)

    assert await talk.say(action=job("left_out", **arguments))
    assert talk.buttons


# --- offers and counts ------------------------------------------------------------------------


async def test_new_ones_every_morning_are_offered_once(talk: Talk) -> None:
    offers = 0
    await set_up(talk)
    for _ in range(3):
        offers += "every morning at 8:00?" in talk.text
        await talk.say("show them again")
    assert offers == 1


async def test_presses_are_counted_once_a_day_and_hiding_once_a_posting(talk: Talk) -> None:
    for verb, number in (("save", "p1"), ("hide", "p1"), ("hide", "p1"), ("hide", "p2")):
        await talk.say(action=job(verb, posting=number, via="digest"))
    await talk.say(action=job("hide", posting="p3"))
    await talk.say(action=job("hide", posting="p3", via="<script>"))

    day = talk.stores.clock.now().date()
    assert talk.stores.pushes.counts.rows == {
        (day, PushKind.DIGEST, PushEvent.OPENED): 1,
        (day, PushKind.DIGEST, PushEvent.HIDDEN): 2,
    }


async def test_a_wish_in_answer_to_a_digest_changes_the_search(talk: Talk) -> None:
    await talk.say(action=job("save", posting=PostingId("p1"), via="digest"))

    await talk.say("no more fintech")

    assert (await talk.profile()).preferences.exclude == ("fintech",)
