"""Dialogs: opened while their trigger lives, checked at once, and then a message like any other."""

from __future__ import annotations

import json

import pytest

from bot.rendering.slack import CHOICE_PREFIX
from bot.slack_channel.wire import text_at
from domain.agents import AgentId
from domain.encoding import to_json
from domain.messages import Action
from tests.integration.slack_stage import Stage, stage
from tests.servers.slack import FakeSlack, Json


async def _open(made: Stage, label: str) -> Json:
    """Press a button of the Home tab; the dialog that opens."""
    fake = made.fake
    await fake.send_event(fake.events.app_home_opened("home"))
    await fake.until(lambda: fake.user in fake.world.homes)
    home = fake.world.homes[fake.user]
    found = [
        element
        for block in home["blocks"]
        for element in block.get("elements", [])
        if text_at(element, "text", "text") == label
    ]
    assert found, json.dumps(home)
    before = len(fake.world.views)
    press = fake.interactions.block_actions(
        found[0]["action_id"], view_id=home["id"], value=found[0]["value"]
    )
    assert (await fake.send_interaction(press)).acked
    await fake.until(lambda: len(fake.world.views) > before)
    view: Json = list(fake.world.views.values())[-1]
    return view


def _settings(*, zone: str = "Europe/Lisbon", days: tuple[str, ...] = ("mon", "fri")) -> Json:
    return {
        "language": {"language": {"selected_option": {"value": "de"}}},
        "time_zone": {"time_zone": {"selected_option": {"value": zone}}},
        "digest": {"digest": {"selected_options": [{"value": "on"}]}},
        "digest_at": {"digest_at": {"selected_time": "07:30"}},
        "digest_days": {"digest_days": {"selected_options": [{"value": day} for day in days]}},
        "digest_items": {"digest_items": {"selected_option": {"value": "7"}}},
        "digest_topics": {"digest_topics": {"selected_options": [{"value": "jobs"}]}},
        "quiet": {"quiet": {"selected_options": [{"value": "on"}]}},
        "quiet_from": {"quiet_from": {"selected_time": "21:30"}},
        "quiet_until": {"quiet_until": {"selected_time": "07:00"}},
        "unasked": {"unasked": {"selected_options": [{"value": "reminders"}]}},
    }


async def test_settings_are_saved_by_an_action() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        view = await _open(made, "Settings")
        assert view["callback_id"] == "settings"
        wrong = await fake.send_interaction(
            fake.interactions.view_submission(view["id"], _settings(zone="Mars", days=()))
        )
        assert wrong.answer is not None
        assert wrong.answer["response_action"] == "errors"
        assert set(wrong.answer["errors"]) == {"time_zone", "digest_days"}
        assert not made.intake.messages
        right = fake.interactions.view_submission(view["id"], _settings())
        assert (await fake.send_interaction(right)).acked
        message = await made.intake.wait()
        assert message.action is not None
        assert (message.action.agent, message.action.verb) == ("settings", "save_settings")
        assert message.action.arguments == {
            "language": "de",
            "time_zone": "Europe/Lisbon",
            "digest": "on",
            "at": "07:30",
            "days": "04",
            "items": "7",
            "topics": "",  # recruiters: there is one topic, and it is not asked about
            "quiet": "21:30-07:00",
            "empty": "on",
            "alerts": "off",
            "reminders": "on",
        }
        assert message.address.conversation.startswith(f"{fake.dm.id}:")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_time_zones_are_offered_as_one_types(mode: str) -> None:
    async with FakeSlack() as fake, stage(fake, mode=mode) as made:  # type: ignore[arg-type]  # literals
        payload = fake.interactions.shortcut("x") | {
            "type": "block_suggestion",
            "action_id": "time_zone",
            "value": "lisb",
        }
        if mode == "socket":
            answer = (await fake.send_interaction(payload)).answer
        else:
            answer = json.loads((await fake.post_interaction(made.url, payload)).body)
        assert answer is not None
        assert [one["value"] for one in answer["options"]] == ["Europe/Lisbon"]


async def test_a_new_role_is_described_in_words_and_files() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_interaction(fake.interactions.shortcut("new_role"))
        await fake.until(lambda: bool(fake.world.views))
        (view,) = fake.world.views.values()
        file = fake.events.file(b"We look for ...", name="role.txt")
        values: Json = {
            "role_title": {"role_title": {"value": "Backend engineer"}},
            "role_description": {"role_description": {"value": "Python."}},
            "role_file": {"role_file": {"files": [{"id": file.id}]}},
        }
        await fake.send_interaction(fake.interactions.view_submission(view["id"], values))
        message = await made.intake.wait()
        assert message.text == "New role: Backend engineer\n\nPython."
        assert [one.name for one in message.attachments] == ["role.txt"]


async def test_a_code_from_another_channel_goes_through_as_words() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        view = await _open(made, "Link an account")
        values: Json = {"link_code": {"link_code": {"value": " AB CD-1234 "}}}
        await fake.send_interaction(fake.interactions.view_submission(view["id"], values))
        assert (await made.intake.wait()).text == "link ABCD-1234"


async def test_buttons_in_the_details_go_on_in_their_thread() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked(in_channel=True)
        action = Action(agent=AgentId.JOB_SEARCH, verb="more")
        press = fake.interactions.shortcut("x") | {
            "type": "block_actions",
            "container": {"type": "view", "view_id": "V1"},
            "view": {"callback_id": "details", "private_metadata": conversation},
            "actions": [
                {"action_id": f"{CHOICE_PREFIX}1", "value": to_json(action), "action_ts": "2.0"}
            ],
        }
        await fake.send_interaction(press)
        message = await made.intake.wait()
        assert message.address.conversation == conversation
        assert message.action is not None
        assert message.action.verb == "more"


async def test_a_trigger_that_ended_does_no_harm() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payload = fake.interactions.shortcut("new_role")
        fake.clock.advance(4)
        assert (await fake.send_interaction(payload)).acked
        await fake.until(lambda: bool(fake.ledger.of("views.open")))
        assert not fake.world.views
        await fake.send_event(fake.events.message_im("still here"))
        assert (await made.intake.wait()).text == "still here"
