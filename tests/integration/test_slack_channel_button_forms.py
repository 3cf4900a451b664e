"""Buttons with a form: a dialog for whoever pressed, then the action with what was filled in."""

from __future__ import annotations

import json
from dataclasses import replace

from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Action
from domain.reply import Button, Buttons, Card, Form, FormField, text
from tests.integration.slack_stage import Stage, said, stage
from tests.servers.slack import FakeSlack, Json

SCORE = Action(agent=AgentId.SCREENING, verb="rate", arguments={"candidate": "k_1"})
FORM = Form(
    title="Scorecard",
    intro="Rate what you saw. <!channel>",
    submit="Send",
    fields=(
        FormField(
            id="level",
            label="Python *level*",
            kind="choice",
            options=(("1" * 300, "Low"), ("4", "High")),
            initial="4",
            hint="What the interview showed.",
        ),
        FormField(id="why", label="Why", kind="long_text", initial="old words"),
        FormField(id="note", label="Note", kind="text", is_optional=True),
        FormField(
            id="who",
            label="Who",
            kind="choice",
            options=tuple((str(n), f"Person {n}") for n in range(150)),
            is_optional=True,
        ),
    ),
)
BUTTON = Button(label="Rate", action=SCORE, form=FORM)
PLAIN = Button(label="Compare", action=Action(agent=AgentId.SCREENING, verb="compare"))


async def _sent(
    made: Stage, *, conversation: str, recipient: str = "", is_personal: bool = False
) -> str:
    """A reply with the button; the name of its element."""
    owed = await made.owed(
        said("Candidate 1"),
        Buttons(buttons=(PLAIN, BUTTON)),
        conversation=conversation,
        id="card:1",
        is_personal=is_personal,
        recipient=recipient,
    )
    await made.outbox().send(owed.id, ambiguous=False)
    shown = [*made.bot_messages(conversation.partition(":")[0]), *made.fake.world.ephemerals]
    (name,) = [
        element["action_id"]
        for message in shown
        for block in message.get("blocks", [])
        for element in block.get("elements", [])
        if "form" in str(element.get("action_id"))
    ]
    return str(name)


async def _press(made: Stage, name: str, **where: object) -> Json:
    fake = made.fake
    payload = fake.interactions.block_actions(name, **where)  # type: ignore[arg-type]  # literals
    assert (await fake.send_interaction(payload)).acked
    await fake.until(lambda: bool(fake.world.views))
    (view,) = fake.world.views.values()
    return dict(view)


def _filled(**changes: Json) -> Json:
    values: Json = {
        "field0": {"answer": {"selected_option": {"value": "0"}}},
        "field1": {"answer": {"value": "She\r\nshowed it."}},
        "field2": {"answer": {"value": None}},
        "field3": {"answer": {"selected_option": None}},
    }
    return values | changes


async def test_a_dialog_asks_and_the_action_comes_where_the_button_stands() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        name = await _sent(made, conversation=fake.channel.id)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        view = await _press(made, name, message_ts=ts, channel=fake.channel)
        assert view["title"]["text"] == "Scorecard"
        assert view["submit"]["text"] == "Send"
        intro, level, why, note, who = view["blocks"]
        assert intro["text"]["type"] == "plain_text"
        assert level["label"] == {"type": "plain_text", "text": "Python *level*", "emoji": False}
        assert level["element"]["type"] == "radio_buttons"
        assert level["element"]["initial_option"]["text"]["text"] == "High"
        assert why["element"]["multiline"]
        assert why["element"]["initial_value"] == "old words"
        assert (note["optional"], who["element"]["type"]) == (True, "static_select")
        assert len(who["element"]["options"]) == 100
        assert not made.intake.messages
        sent = await fake.send_interaction(fake.interactions.view_submission(view["id"], _filled()))
        assert sent.acked
        message = await made.intake.wait()
        assert message.sender == fake.user
        assert message.address.conversation == f"{fake.channel.id}:{ts}"
        assert message.in_group
        assert message.text == "Rate"
        assert message.action == replace(
            SCORE,
            arguments={
                "candidate": "k_1",
                "form.level": "1" * 300,
                "form.why": "She\nshowed it.",
                "form.note": "",
                "form.who": "",
            },
        )


async def test_a_submission_that_comes_again_is_one_message() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked()
        name = await _sent(made, conversation=conversation)
        ts = made.bot_messages(fake.dm.id)[0]["ts"]
        view = await _press(made, name, message_ts=ts)
        payload = fake.interactions.view_submission(view["id"], _filled())
        for _ in range(3):
            await fake.send_interaction(payload)
        message = await made.intake.wait()
        assert message.address.conversation == conversation
        await made.inbox_store_idle()
        assert len(made.intake.messages) == 1


async def test_made_up_answers_and_notes_are_refused_kindly() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        name = await _sent(made, conversation=fake.channel.id)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        view = await _press(made, name, message_ts=ts, channel=fake.channel)
        stored = fake.world.views[view["id"]]
        wrong: list[Json] = [
            _filled(field0={"answer": {"selected_option": {"value": "7"}}}),
            _filled(field0={"answer": {"selected_option": {"value": "x"}}}),
            _filled(field1={"answer": {"value": "x" * 4_000}}),
        ]
        for number, values in enumerate(wrong):
            stored["hash"] = f"h{number}"
            await fake.send_interaction(fake.interactions.view_submission(view["id"], values))
        note = json.loads(view["private_metadata"])
        for number, changed in enumerate(
            (["no:such", *note[1:]], [note[0], 1, *note[2:]], [*note[:2], fake.dm.id, ""])
        ):
            stored |= {"hash": f"n{number}", "private_metadata": json.dumps(changed)}
            await fake.send_interaction(fake.interactions.view_submission(view["id"], _filled()))
        for number, damaged in enumerate(("", "{}", "[1, 2]", '["a", "b", "c", "d"]')):
            stored |= {"hash": f"d{number}", "private_metadata": damaged}
            await fake.send_interaction(fake.interactions.view_submission(view["id"], _filled()))
        await made.inbox_store_idle()
        assert not made.intake.messages
        await fake.until(lambda: len(fake.world.ephemerals) >= 6, timeout_s=20.0)
        assert all("form" in one["text"] for one in fake.world.ephemerals)


async def test_what_is_missing_is_said_in_the_dialog() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        name = await _sent(made, conversation=fake.channel.id)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        view = await _press(made, name, message_ts=ts, channel=fake.channel)
        blank = _filled(field0={}, field1={"answer": {"value": " \u200b"}})
        for values, wrong in ((blank, {"field0", "field1"}), ({}, {"field0", "field1"})):
            answer = (
                await fake.send_interaction(fake.interactions.view_submission(view["id"], values))
            ).answer
            assert answer is not None
            assert answer["response_action"] == "errors"
            assert set(answer["errors"]) == wrong
        assert not made.intake.messages


async def test_a_button_whose_reply_is_gone_is_answered_with_a_remark() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        name = await _sent(made, conversation=fake.channel.id)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        del made.stores.outbound.rows[OutboundId("card:1")]
        press = fake.interactions.block_actions(name, message_ts=ts, channel=fake.channel)
        await fake.send_interaction(press)
        await fake.until(lambda: bool(fake.world.ephemerals))
        assert "cannot be opened" in fake.world.ephemerals[0]["text"]
        assert not fake.world.views
        assert not made.intake.messages


async def test_a_trigger_that_ended_is_said() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        name = await _sent(made, conversation=fake.channel.id)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        press = fake.interactions.block_actions(name, message_ts=ts, channel=fake.channel)
        fake.clock.advance(4)
        await fake.send_interaction(press)
        await fake.until(lambda: bool(fake.world.ephemerals))
        assert "press the button once more" in fake.world.ephemerals[0]["text"]


async def test_what_is_personal_opens_for_its_person_only() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked("mine?", in_channel=True)
        name = await _sent(made, conversation=conversation, recipient=fake.user, is_personal=True)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        where = {"message_ts": ts, "channel": fake.channel, "ephemeral": True, "value": "{}"}
        stranger = fake.interactions.block_actions(name, **where)
        stranger["user"] = stranger["user"] | {"id": "U0STRANGER"}
        fake.world.users["U0STRANGER"] = fake.world.users[fake.user] | {"id": "U0STRANGER"}
        seen = len(fake.world.ephemerals)
        await fake.send_interaction(stranger)
        await fake.until(lambda: len(fake.world.ephemerals) > seen)
        assert not fake.world.views
        view = await _press(made, name, **where)
        await fake.send_interaction(fake.interactions.view_submission(view["id"], _filled()))
        message = await made.intake.wait()
        assert message.address.conversation == conversation


async def test_in_the_details_it_is_laid_on_top() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked("mine?", in_channel=True)
        await _sent(made, conversation=conversation, recipient=fake.user, is_personal=True)
        ts = made.bot_messages(fake.channel.id)[0]["ts"]
        await fake.send_interaction(
            fake.interactions.block_actions("show_details", message_ts=ts, channel=fake.channel)
        )
        await fake.until(lambda: bool(fake.world.views))
        (details,) = fake.world.views.values()
        name = next(
            element["action_id"]
            for block in details["blocks"]
            for element in block.get("elements", [])
            if "form" in str(element.get("action_id"))
        )
        await fake.send_interaction(fake.interactions.block_actions(name, view_id=details["id"]))
        await fake.until(lambda: len(fake.world.views) == 2)
        view = list(fake.world.views.values())[-1]
        assert view["previous_view_id"] == details["id"]
        await fake.send_interaction(fake.interactions.view_submission(view["id"], _filled()))
        message = await made.intake.wait()
        assert message.address.conversation == conversation
        assert message.action is not None
        assert message.action.arguments["form.why"] == "She\nshowed it."


async def test_a_button_under_a_very_long_name_acts_without_its_dialog() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        owed = await made.owed(
            Card(title=text("Candidate"), buttons=(BUTTON,)),
            conversation=made.asked(),
            id="x" * 300,
        )
        await made.outbox().send(owed.id, ambiguous=False)
        ts = made.bot_messages(fake.dm.id)[0]["ts"]
        await fake.send_interaction(fake.interactions.block_actions("choice:1", message_ts=ts))
        assert (await made.intake.wait()).action == SCORE


async def test_many_buttons_keep_those_with_a_form_in_sight() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        buttons = tuple(replace(BUTTON if n % 2 else PLAIN, label=f"Button {n}") for n in range(8))
        owed = await made.owed(Buttons(buttons=buttons), conversation=made.asked())
        await made.outbox().send(owed.id, ambiguous=False)
        (message,) = made.bot_messages(fake.dm.id)
        elements = [one for block in message["blocks"] for one in block.get("elements", [])]
        names = [str(one.get("action_id")) for one in elements]
        assert sum(":form:" in name for name in names) == 4
        assert any("more" in name for name in names)
