"""Wishes about digests that have no meaning, and what is said after a change."""

from __future__ import annotations

import pytest

from domain.reply import plain_text
from tests.integration.supervisor_stage import Stage
from tests.integration.test_settings_pushes import settings_of


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("digest at 25:00", "“25:00” is no time of day, so nothing was changed."),
        ("digest at 8:75", "“8:75” is no time of day, so nothing was changed."),
        ("send the digest at 30", "“30” is no time of day, so nothing was changed."),
        ("digest every hour", "at most daily, at least weekly."),
        ("digest twice a day", "at most daily, at least weekly."),
        ("monthly digest please", "at most daily, at least weekly."),
        ("Übersicht stündlich", "at most daily, at least weekly."),
    ],
)
async def test_what_cannot_be_is_said_and_changes_nothing(words: str, said: str) -> None:
    stage = Stage()
    await stage.say("digest at 8 on weekdays")
    before = await settings_of(stage)

    reply = await stage.say(words)

    assert said in plain_text(reply.blocks)
    assert await settings_of(stage) == before


async def test_the_question_after_a_wrong_hour_takes_an_hour() -> None:
    stage = Stage()
    await stage.say("digest at 25:00")

    await stage.say("half past six")

    assert f"{(await settings_of(stage)).digest_at:%H:%M}" == "06:30"


async def test_another_wish_after_that_question_is_not_taken_for_its_answer() -> None:
    stage = Stage()
    await stage.say("digest at 8")
    await stage.say("digest every hour")

    await stage.say("no alerts")

    settings = await settings_of(stage)
    assert (settings.digest_enabled, settings.alerts_enabled) == (True, False)


@pytest.mark.parametrize(
    ("before", "words", "days"),
    [
        ("digest every day", "digest off on sundays", (0, 1, 2, 3, 4, 5)),
        ("digest on weekdays", "no digest on fridays", (0, 1, 2, 3)),
        ("digest every day", "don't send the digest on weekends", (0, 1, 2, 3, 4)),
        ("digest on weekdays", "digest on weekdays and weekends", (0, 1, 2, 3, 4, 5, 6)),
        ("digest on weekdays", "send the digest every morning at 8", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
async def test_days_that_are_refused_are_taken_from_those_chosen(
    before: str, words: str, days: tuple[int, ...]
) -> None:
    stage = Stage()
    await stage.say(before)

    await stage.say(words)

    assert (await settings_of(stage)).digest_days == days


async def test_a_refused_day_does_not_turn_the_digest_on() -> None:
    stage = Stage()
    await stage.say("digest off")

    await stage.say("no digest on fridays")

    assert not (await settings_of(stage)).digest_enabled


async def test_undo_in_words_takes_the_last_change_back() -> None:
    stage = Stage()
    await stage.say("digest at 8 on weekdays")
    await stage.say("stop the digest")

    await stage.say("undo")

    assert (await settings_of(stage)).digest_enabled


async def test_a_change_right_after_a_change_needs_no_name() -> None:
    stage = Stage()
    await stage.say("digest at 8 on weekdays")

    await stage.say("at 9 instead")

    assert f"{(await settings_of(stage)).digest_at:%H:%M}" == "09:00"


async def test_the_city_named_after_utc_was_named_becomes_the_time_zone() -> None:
    stage = Stage()
    await stage.say("digest at 8 every day")

    reply = await stage.say("I live in Lisbon")

    assert (await settings_of(stage)).time_zone == "Europe/Lisbon"
    assert "Next digest: " in plain_text(reply.blocks)


async def test_after_everything_was_stopped_it_is_said_that_nothing_comes() -> None:
    stage = Stage()
    await stage.say("digest at 8 every day")

    reply = await stage.say("stop everything")

    assert "Nothing comes unasked now" in plain_text(reply.blocks)
