"""Digests, alerts and reminders as a person says and presses them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from domain.agents import AgentId, Audience
from domain.digest.model import DueDigest
from domain.messages import Action, Address, ChannelName
from domain.profiles import Consent, User, UserSettings
from domain.pushes import PushEvent, PushKind, PushTopic
from domain.reply import (
    Button,
    Buttons,
    Card,
    Heading,
    PendingQuestion,
    Reply,
    plain_text,
    text,
)
from graph.agents.settings.fields import fields_of, undo_fields, with_fields
from graph.agents.settings.linking import Doors
from graph.agents.settings.push_wishes import push_wish
from tests.integration.supervisor_stage import Stage

OPEN = Doors(
    telegram="careergini_bot", slack=True, email="bot@example.org", public_url="https://x.example"
)
TELEGRAM = Address(channel=ChannelName.TELEGRAM, workspace="7", conversation="42")


async def person(stage: Stage) -> User:
    (found,) = await stage.stores.users.find("ana")
    return found


async def settings_of(stage: Stage) -> UserSettings:
    return (await person(stage)).settings


def buttons(reply: Reply) -> dict[str, Button]:
    return {
        button.label: button
        for block in reply.blocks
        if isinstance(block, Buttons | Card)
        for button in block.buttons
    }


async def tap(stage: Stage, reply: Reply, label: str) -> Reply:
    return await stage.press(buttons(reply)[label].action)


def push(verb: str, **arguments: str) -> Action:
    return Action(agent=AgentId.SETTINGS, verb=verb, arguments=arguments)


async def with_channels(stage: Stage, *channels: ChannelName) -> User:
    """Ana, who wrote in the terminal, with accounts elsewhere."""
    await stage.say("hello")
    user = await person(stage)
    for channel in channels:
        stage.stores.users.accounts[channel, "", f"ana-{channel}"] = (
            user.id,
            Address(channel=channel, workspace="", conversation=f"ana-{channel}"),
        )
    return user


# --- when -------------------------------------------------------------------------------------


async def test_turning_it_on_says_when_the_first_one_comes_on_the_persons_clock() -> None:
    stage = Stage()
    await stage.say("my time zone is Europe/Berlin")

    reply = await stage.say("turn on the digest")

    # It is Monday 10:00 in Berlin: today's hour has passed.
    assert "Next one: tomorrow, Tuesday 3 Nov, 08:00." in plain_text(reply.blocks)


async def test_an_hour_in_the_quiet_hours_is_kept_and_the_reply_says_when_it_comes() -> None:
    stage = Stage()
    await stage.say("quiet hours from 22 to 7")

    reply = await stage.say("send the digest at 6am every day")

    said = plain_text(reply.blocks)
    assert (await settings_of(stage)).digest_at == time(6)
    assert "06:00 is within your quiet hours (22:00–07:00), so the digest comes at 07:00." in said
    assert "Next one: tomorrow, Tuesday 3 Nov, 07:00" in said


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("digest on weekdays", (0, 1, 2, 3, 4)),
        ("send the digest every day", (0, 1, 2, 3, 4, 5, 6)),
        ("digest on Mondays", (0,)),
        ("make the digest weekly on Friday", (4,)),
        ("not on weekends please, the digest", (0, 1, 2, 3, 4)),
    ],
)
async def test_days_are_said_in_plain_words(words: str, days: tuple[int, ...]) -> None:
    stage = Stage()

    await stage.say(words)

    assert (await settings_of(stage)).digest_days == days


async def test_everything_is_reached_by_buttons_without_typed_words() -> None:
    stage = Stage()
    card = await stage.finished(await stage.accepted(command="digest"))
    assert list(buttons(card)) == [
        "Digest on",
        "Hour",
        "Days",
        "Quiet hours",
        "Topics",
        "Where",
        "Show the next digest",
    ]

    await tap(stage, card, "Digest on")
    await tap(stage, await tap(stage, card, "Hour"), "At 12:00")
    await tap(stage, await tap(stage, card, "Days"), "Fridays")
    await tap(stage, await tap(stage, card, "Quiet hours"), "22:00–07:00")
    await tap(stage, await tap(stage, card, "Topics"), "No learning")
    await tap(stage, await tap(stage, card, "Topics"), "3 jobs")
    await tap(stage, await tap(stage, card, "Topics"), "Silent when nothing is new")

    settings = await settings_of(stage)
    assert settings.digest_enabled
    assert (settings.digest_at, settings.digest_days) == (time(12), (4,))
    assert (settings.quiet_from, settings.quiet_until) == (time(22), time(7))
    assert PushTopic.LEARNING not in settings.digest_topics
    assert (settings.digest_items, settings.digest_when_empty) == (3, False)


async def test_a_question_takes_free_words_as_well() -> None:
    stage = Stage()
    card = await stage.say("show my digest settings")

    await tap(stage, card, "Quiet hours")
    await stage.say("21 to 6:30")
    await tap(stage, card, "Hour")
    await stage.say("half past six")

    settings = await settings_of(stage)
    assert (settings.quiet_from, settings.quiet_until) == (time(21), time(6, 30))
    assert settings.digest_at == time(6, 30)


# --- what and where -----------------------------------------------------------------------------


async def test_topics_amount_and_silence_are_changed_by_words() -> None:
    stage = Stage()
    await stage.say("turn on the digest")

    said = plain_text((await stage.say("no courses in the digest")).blocks)
    await stage.say("only 3 jobs in the digest")
    await stage.say("send the digest only when there is something new")

    settings = await settings_of(stage)
    assert "Topics: jobs and applications." in said
    assert settings.digest_topics == (PushTopic.JOBS, PushTopic.APPLICATIONS, PushTopic.TEAM)
    assert (settings.digest_items, settings.digest_when_empty) == (3, False)
    assert settings.digest_enabled


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("15 jobs in the digest", "A digest holds 1 to 10 jobs, not 15. Which number?"),
        ("0 jobs in the digest", "A digest holds 1 to 10 jobs, not 0. Which number?"),
    ],
)
async def test_an_amount_out_of_range_is_said_and_nothing_is_saved(words: str, said: str) -> None:
    stage = Stage()
    await stage.say("hello")
    before = await settings_of(stage)

    assert said in plain_text((await stage.say(words)).blocks)
    assert await settings_of(stage) == before


async def test_a_digest_of_nothing_is_refused_with_what_to_write_instead() -> None:
    stage = Stage()
    for topic in ("learning", "applications"):
        await stage.press(push("topic_off", topic=topic))

    reply = await stage.press(push("topic_off", topic="jobs"))

    assert "write “digest off”" in plain_text(reply.blocks)
    assert PushTopic.JOBS in (await settings_of(stage)).digest_topics


async def test_it_goes_only_where_the_person_has_an_account() -> None:
    stage = Stage(doors=OPEN)
    await with_channels(stage, ChannelName.EMAIL)

    reply = await stage.say("send the digest to Telegram and email")

    said = plain_text(reply.blocks)
    assert (await settings_of(stage)).digest_channels == (ChannelName.EMAIL,)
    assert "Sent to: email." in said
    assert "Telegram is not linked with you yet. Get a link code and use it in Telegram." in said


async def test_a_channel_that_is_not_set_up_is_not_promised() -> None:
    stage = Stage()
    await stage.say("hello")
    before = await settings_of(stage)

    reply = await stage.say("send the digest by email")

    assert "Email is not set up on this machine." in plain_text(reply.blocks)
    assert await settings_of(stage) == before


async def test_without_an_https_address_it_says_that_nothing_comes_by_mail() -> None:
    stage = Stage(doors=replace(OPEN, public_url="http://localhost:8080"))
    await with_channels(stage, ChannelName.EMAIL)

    said = plain_text((await stage.say("send the digest by email")).blocks)

    assert "the operator has set up no https address" in said


async def test_where_can_be_taken_back_to_where_one_wrote_last() -> None:
    stage = Stage(doors=OPEN)
    await with_channels(stage, ChannelName.EMAIL, ChannelName.TELEGRAM)
    asked = await stage.press(push("ask_channels"))

    await tap(stage, asked, "All of them")
    assert len((await settings_of(stage)).digest_channels) == 3
    await stage.say("don't send it by email")
    assert ChannelName.EMAIL not in (await settings_of(stage)).digest_channels
    await tap(stage, asked, "Where I wrote last")
    assert (await settings_of(stage)).digest_channels == ()


async def test_a_forged_channel_button_changes_nothing() -> None:
    stage = Stage(doors=OPEN)
    await stage.say("hello")

    for forged in ("slack", "../etc", "telegram,email", ""):
        await stage.press(push("channels", channels=forged))

    assert (await settings_of(stage)).digest_channels == ()


# --- off, on, undo --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "field"),
    [("turn off alerts", "alerts_enabled"), ("no reminders please", "reminders_enabled")],
)
async def test_alerts_and_reminders_are_switched_one_by_one(words: str, field: str) -> None:
    stage = Stage()
    await stage.say("turn on the digest")

    await stage.say(words)

    settings = await settings_of(stage)
    assert not getattr(settings, field)
    assert settings.digest_enabled


async def test_everything_unasked_stops_at_once() -> None:
    stage = Stage()
    await stage.say("turn on the digest")

    await stage.say("turn notifications off")

    settings = await settings_of(stage)
    assert not settings.digest_enabled
    assert not settings.alerts_enabled
    assert not settings.reminders_enabled
    assert Consent.DAILY_DIGEST not in await stage.stores.users.consents((await person(stage)).id)


async def test_every_change_can_be_undone_by_its_button() -> None:
    stage = Stage()
    await stage.say("digest at 7 on mondays")
    before = await settings_of(stage)

    reply = await stage.say("quiet hours from 20 to 9")
    await tap(stage, reply, "Undo")
    assert await settings_of(stage) == before
    reply = await stage.say("digest off")
    assert "Your alerts and reminders, if you have any, still come." in plain_text(reply.blocks)
    await tap(stage, reply, "Undo")
    assert await settings_of(stage) == before


async def test_leaving_out_of_a_push_is_counted_once_and_without_the_person() -> None:
    stage = Stage()
    await stage.say("turn on the digest")

    for _ in range(2):
        await stage.press(push("digest_off", via="digest"))
    await stage.press(push("digest_on"))
    await stage.press(push("digest_off"))  # in the settings: no push was left

    day = stage.stores.clock.now().date()
    assert stage.pushes.counts.rows == {
        (day, PushKind.DIGEST, PushEvent.OPENED): 1,
        (day, PushKind.DIGEST, PushEvent.UNSUBSCRIBED): 1,
    }


# --- the preview ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["show me tomorrow's digest", "preview the digest", "what will my next digest say"]
)
async def test_a_preview_says_that_it_is_one(words: str) -> None:
    stage = Stage()
    memory = PendingQuestion(agent=AgentId.JOB_SEARCH, topic="results", is_memory=True)
    stage.previews.reply = Reply(
        blocks=(Heading(body=text("3 new today")),), agents=(AgentId.JOB_SEARCH,), pending=memory
    )

    reply = await stage.say(words)

    said = plain_text(reply.blocks)
    line = "This is how the next digest would look now. Nothing of it counts as shown."
    assert said.index(line) < said.index("3 new today")
    assert reply.pending == memory
    assert stage.previews.asked == [(await person(stage)).id]


async def test_a_preview_of_nothing_says_what_would_come() -> None:
    stage = Stage()

    reply = await stage.press(push("digest_preview"))

    assert "no digest would be sent" in plain_text(reply.blocks)


# --- forms ----------------------------------------------------------------------------------------


async def test_the_form_saves_everything_about_pushes_and_shows_it() -> None:
    stage = Stage(audience=Audience.SEEKER)
    await stage.say("hello")

    reply = await stage.press(
        push(
            "save_settings",
            language="de",
            time_zone="Europe/Berlin",
            digest="on",
            at="18:30",
            days="06",
            items="7",
            quiet="21:00-08:00",
            topics="jobs,learning",
            empty="off",
            alerts="off",
            reminders="off",
        )
    )

    settings = await settings_of(stage)
    assert settings.language == "de"
    assert (settings.quiet_from, settings.quiet_until) == (time(21), time(8))
    assert (settings.digest_items, settings.digest_days) == (7, (0, 6))
    assert settings.digest_topics == (PushTopic.JOBS, PushTopic.LEARNING)
    assert not settings.alerts_enabled
    assert not settings.reminders_enabled
    assert not settings.digest_when_empty
    assert "Next one: today, Monday 2 Nov, 18:30" in plain_text(reply.blocks)


def test_what_an_undo_keeps_brings_every_setting_back() -> None:
    before = UserSettings(
        digest_enabled=True, quiet_from=time(1), quiet_until=time(2), alerts_enabled=False
    )
    after = UserSettings(
        digest_at=time(19), digest_days=(6,), digest_items=1, digest_topics=(PushTopic.JOBS,)
    )

    assert with_fields(after, undo_fields(before, after), linked=()) == before
    assert with_fields(before, dict.fromkeys(fields_of(before), "nonsense"), linked=()) == before


def test_a_number_is_read_once() -> None:
    wish = push_wish("send the digest at 7 by mail, 3 jobs, quiet after that")

    assert (wish.items, wish.digest.at) == (3, time(7))


async def test_after_todays_digest_the_next_one_is_tomorrow_whatever_the_hour() -> None:
    stage = Stage()
    await stage.say("digest at 10 every day")
    digests, clock = stage.pushes.digests, stage.stores.clock
    clock.advance(timedelta(hours=2))
    await digests.enqueue_due(now=clock.now())
    [due] = await digests.claim(now=clock.now(), lease=timedelta(minutes=5), limit=1)
    assert isinstance(due, DueDigest)

    reply = await stage.say("digest at 18:00")

    assert clock.now() == datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
    assert "Next one: tomorrow, Tuesday 3 Nov, 18:00" in plain_text(reply.blocks)
