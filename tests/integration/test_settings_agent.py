from __future__ import annotations

import zipfile
from datetime import UTC, datetime, time
from io import BytesIO

import pytest

from domain.agents import AgentId, Audience
from domain.messages import Action
from domain.profiles import Consent, User
from domain.reply import Button, Buttons, Card, File, Reply, plain_text
from graph.agents.settings.time_zones import guess_zones, is_zone
from graph.agents.settings.wishes import DigestWish, digest_wish, language_in, topic_of
from tests.integration.supervisor_stage import Stage

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


async def person(stage: Stage) -> User:
    (found,) = await stage.stores.users.find("ana")
    return found


def buttons(reply: Reply) -> dict[str, Button]:
    return {
        button.label: button
        for block in reply.blocks
        if isinstance(block, Buttons | Card)
        for button in block.buttons
    }


async def test_a_language_is_stored_and_the_limits_of_it_are_said() -> None:
    stage = Stage()

    reply = await stage.say("please answer in german")

    assert (await person(stage)).settings.language == "de"
    assert "fixed texts are in English" in plain_text(reply.blocks)


async def test_a_language_can_be_chosen_by_button() -> None:
    stage = Stage()
    asked = await stage.say("change the language")

    await stage.press(buttons(asked)["French"].action)

    assert (await person(stage)).settings.language == "fr"


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("my time zone is Europe/Berlin", "Europe/Berlin"),
        ("set my time zone to bangalore", "Asia/Kolkata"),
        ("meine zeitzone ist Wien", "Europe/Vienna"),
        ("meu fuso horário é São Paulo", "America/Sao_Paulo"),
        ("my timezone is UTC+5:30", "Asia/Kolkata"),
    ],
)
async def test_a_time_zone_is_understood_as_people_say_it(words: str, zone: str) -> None:
    stage = Stage()

    await stage.say(words)

    assert (await person(stage)).settings.time_zone == zone


async def test_an_ambiguous_time_zone_is_asked_by_buttons_and_nothing_is_stored_before() -> None:
    stage = Stage()

    reply = await stage.say("my time zone is IST")

    assert list(buttons(reply)) == ["Kolkata", "Dublin", "Jerusalem"]
    assert (await person(stage)).settings.time_zone == "UTC"
    await stage.press(buttons(reply)["Dublin"].action)
    assert (await person(stage)).settings.time_zone == "Europe/Dublin"


async def test_a_city_answers_the_question_for_the_time_zone() -> None:
    stage = Stage()
    await stage.say("set my time zone")

    reply = await stage.say("Toronto")

    assert (await person(stage)).settings.time_zone == "America/Toronto"
    assert "It is now" not in plain_text(reply.blocks)
    assert "there now" in plain_text(reply.blocks)


async def test_a_forged_time_zone_button_changes_nothing() -> None:
    stage = Stage()
    await stage.say("hello")

    await stage.press(
        Action(agent=AgentId.SETTINGS, verb="set_zone", arguments={"zone": "../../etc/passwd"})
    )

    assert (await person(stage)).settings.time_zone == "UTC"


async def test_a_digest_is_stored_with_time_days_and_consent_and_says_when_the_first_comes() -> (
    None
):
    stage = Stage()

    reply = await stage.say("send the digest at 7am on mondays and thursdays")

    settings = (await person(stage)).settings
    assert (settings.digest_enabled, settings.digest_at) == (True, time(7, 0))
    assert settings.digest_days == (0, 3)
    assert Consent.DAILY_DIGEST in await stage.stores.users.consents((await person(stage)).id)
    assert "Next one: Thursday 5 Nov, 07:00" in plain_text(reply.blocks)


async def test_turning_the_digest_off_takes_the_consent_back() -> None:
    stage = Stage()
    await stage.say("turn on the digest")

    await stage.say("stop the daily digest")

    user = await person(stage)
    assert not user.settings.digest_enabled
    assert await stage.stores.users.consents(user.id) == {}


async def test_settings_are_shown_on_two_cards() -> None:
    stage = Stage(audience=Audience.RECRUITER)

    reply = await stage.say("show my settings")

    mine, pushes = [block for block in reply.blocks if isinstance(block, Card)]
    assert [fact.label for fact in mine.facts] == ["Language", "Time zone", "Side"]
    assert [fact.label for fact in pushes.facts] == [
        "Digest",
        "Quiet hours",
        "Sent to",
        "Nothing new",
    ]


async def test_what_is_known_is_counted() -> None:
    stage = Stage()
    await stage.say("hello")

    reply = await stage.say("which data do you store about me?")

    assert "- 1 message\n" in plain_text(reply.blocks)


async def test_an_export_is_a_zip_of_the_persons_own() -> None:
    stage = Stage()
    await stage.say("hello")

    reply = await stage.say("export my data")

    file = next(block for block in reply.blocks if isinstance(block, File))
    content = await stage.stores.blobs.get(file.blob)
    assert content is not None
    assert len(content) == file.size_bytes
    assert "README.txt" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert stage.stores.blobs.files[file.blob].owner == (await person(stage)).id


async def test_erasing_asks_first_and_counts_what_would_go() -> None:
    stage = Stage()
    await stage.say("hello")

    reply = await stage.say("delete all my data")

    assert "- 1 message\n" in plain_text(reply.blocks)
    assert buttons(reply)["Delete everything"].tone == "danger"
    assert not reply.erased_user
    assert (await person(stage)).display_name == "Ana Example"


async def test_erasing_by_button_deletes_and_hands_over_a_receipt() -> None:
    stage = Stage()
    asked = await stage.say("delete all my data")

    reply = await stage.press(buttons(asked)["Delete everything"].action)

    said = plain_text(reply.blocks)
    assert reply.erased_user
    assert "- 1 message\n" in said
    assert "Searched afterwards: nothing found." in said
    assert await stage.stores.users.find("ana") == []


@pytest.mark.parametrize("yes", ["yes", "Yes!", "ja", "sí", "delete everything"])
async def test_a_typed_yes_to_the_open_question_erases_too(yes: str) -> None:
    stage = Stage()
    await stage.say("delete all my data")

    assert (await stage.say(yes)).erased_user


@pytest.mark.parametrize("other", ["no", "keep it", "hmm", "maybe later", "yes but not now"])
async def test_anything_but_a_yes_deletes_nothing(other: str) -> None:
    stage = Stage()
    await stage.say("delete all my data")

    reply = await stage.say(other)

    assert not reply.erased_user
    assert await stage.stores.users.find("ana") != []


async def test_a_yes_without_an_open_question_deletes_nothing() -> None:
    stage = Stage()
    await stage.say("delete all my data")
    await stage.say("show my settings")

    assert not (await stage.say("yes")).erased_user


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("que sais-tu de moi", "know"),
        ("borra todos mis datos", "erase"),
        ("daten exportieren", "export"),
        ("quem pode ler minhas mensagens? privacidade", "privacy"),
        ("mera data export karo", "export"),
        ("digest subah 8 baje bhejo", "digest"),
        ("preferences", "show"),
    ],
)
def test_topics_are_found_in_six_languages(words: str, topic: str) -> None:
    assert topic_of(words) == topic


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("digest at 18:30", DigestWish(enabled=True, at=time(18, 30))),
        ("set digest time to half past six", DigestWish(enabled=True, at=time(6, 30))),
        ("digest at 6 in the evening", DigestWish(enabled=True, at=time(18, 0))),
        ("12am digest please", DigestWish(enabled=True, at=time(0, 0))),
        ("not on weekends please", DigestWish(enabled=True, days=(0, 1, 2, 3, 4))),
        ("envoie le résumé à 8h", DigestWish(enabled=True, at=time(8, 0))),
        ("no more digests", DigestWish(enabled=False)),
        ("when does it come", DigestWish()),
    ],
)
def test_digest_wishes_are_read_with_time_and_days(words: str, wish: DigestWish) -> None:
    assert digest_wish(words) == wish


def test_the_last_named_language_is_the_wanted_one() -> None:
    assert language_in("not german, switch to spanish") == "es"


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("mon fuseau horaire est Paris", ("Europe/Paris",)),
        ("new york", ("America/New_York",)),
        ("Amsterdm", ("Europe/Amsterdam",)),
        ("UTC", ("UTC",)),
        ("somewhere nice", ()),
    ],
)
def test_cities_are_found_even_with_a_typo(words: str, zones: tuple[str, ...]) -> None:
    assert guess_zones(words, now=NOW) == zones


def test_only_real_zones_are_zones() -> None:
    assert [is_zone(name) for name in ("Asia/Tokyo", "", "/etc/localtime")] == [True, False, False]


async def test_a_form_saves_all_settings_at_once() -> None:
    stage = Stage()
    await stage.say("hello")

    chosen = {
        "language": "de",
        "time_zone": "Europe/Berlin",
        "digest": "on",
        "at": "18:00",
        "days": "0,4",
    }
    await stage.press(Action(agent=AgentId.SETTINGS, verb="save_settings", arguments=chosen))

    settings = (await person(stage)).settings
    assert (settings.language, settings.time_zone) == ("de", "Europe/Berlin")
    assert (settings.digest_enabled, settings.digest_at) == (True, time(18, 0))
    assert settings.digest_days == (0, 4)


async def test_a_form_with_nonsense_changes_nothing() -> None:
    stage = Stage()
    await stage.say("hello")
    before = (await person(stage)).settings

    chosen = {"language": "xx", "time_zone": "../etc", "digest": "maybe", "at": "99", "days": "9"}
    await stage.press(Action(agent=AgentId.SETTINGS, verb="save_settings", arguments=chosen))

    assert (await person(stage)).settings == before
