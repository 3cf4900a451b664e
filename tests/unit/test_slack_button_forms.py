"""The dialog of a button keeps Slack's limits, and takes only answers to its own questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.slack.button_forms import form_modal, missing_answers, read_form
from bot.rendering.slack.wire import Block, units
from bot.slack_channel.dialogs import (
    FormReference,
    may_use,
    named_forms,
    pressed_form,
    sent_form,
)
from bot.slack_channel.hearing import Place
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Action, Address, ChannelName
from domain.reply import Button, Buttons, Form, FormField, Reply
from domain.turns import Outbound
from tests.unit.test_slack_rendering_official_types import hostile_form

words = st.text(max_size=200)
fields = st.builds(
    FormField,
    id=st.from_regex(r"[a-z]{1,12}", fullmatch=True),
    label=words,
    kind=st.sampled_from(["choice", "text", "long_text"]),
    options=st.lists(st.tuples(words, words), max_size=8).map(tuple),
    initial=words,
    hint=words,
    is_optional=st.booleans(),
)
forms = st.builds(
    Form,
    title=words,
    fields=st.lists(fields, max_size=6).map(tuple),
    submit=words,
    intro=words,
)
answers: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {},
    optional={
        f"field{place}": st.dictionaries(
            st.sampled_from(["answer", "other"]),
            st.one_of(
                st.none(),
                st.fixed_dictionaries({"value": st.one_of(st.none(), words, st.integers())}),
                st.fixed_dictionaries(
                    {"selected_option": st.one_of(st.none(), st.builds(dict, value=words))}
                ),
            ),
            max_size=2,
        )
        for place in range(6)
    },
)


def checked(view: Block) -> list[Block]:
    """The blocks, each within Slack's limits."""
    for name, most in (("title", 24), ("submit", 24), ("close", 24)):
        label = view[name]
        assert isinstance(label, dict)
        assert 0 < units(str(label["text"])) <= most
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    assert 0 < len(blocks) <= 100
    for block in blocks:
        if block["type"] != "input":
            continue
        assert 0 < units(block["label"]["text"]) <= 75
        assert units(block.get("hint", {"text": ""})["text"]) <= 150
        element = block["element"]
        assert units(str(element.get("initial_value", ""))) <= 3_000
        options = element.get("options")
        if options is not None:
            assert 0 < len(options) <= (5 if element["type"] == "radio_buttons" else 100)
            assert all(0 < units(one["text"]["text"]) <= 75 for one in options)
            assert len({one["value"] for one in options}) == len(options)
            assert element.get("initial_option", options[0]) in options
    return blocks


@given(form=forms)
@settings(max_examples=80, deadline=None)
def test_any_form_is_a_dialog_within_the_limits(form: Form) -> None:
    names = [block.get("block_id") for block in checked(form_modal(form, context="c"))]
    inputs = [name for name in names if name]
    assert len(inputs) == len(set(inputs))


def test_the_largest_form_is_within_the_limits() -> None:
    checked(form_modal(hostile_form(), context="x" * 3_000))


@given(form=forms, values=answers)
@settings(max_examples=150, deadline=None)
def test_any_submission_is_an_answer_or_nothing(form: Form, values: dict[str, object]) -> None:
    found = read_form(form, values)
    missing_answers({"blocks": form_modal(form, context="")["blocks"], "state": {"values": values}})
    if found is None:
        return
    assert set(found) == {f"form.{asked.id}" for asked in form.fields}
    by_id = {f"form.{asked.id}": asked for asked in form.fields}
    for name, value in found.items():
        same = [one for one in form.fields if one.id == by_id[name].id]
        if all(one.kind == "choice" for one in same):
            assert value == "" or any(value in dict(one.options) for one in same)


@pytest.mark.parametrize("damaged", [{}, {"blocks": 3}, {"blocks": [1, {"type": "input"}]}])
def test_a_damaged_view_misses_nothing(damaged: Block) -> None:
    assert missing_answers(damaged) == {}


# --- whose button it is ---------------------------------------------------------------------------


def owed(*, conversation: str, recipient: str = "", is_personal: bool = True) -> Outbound:
    button = Button(label="Rate", action=Action(agent=AgentId.SCREENING, verb="rate"))
    return Outbound(
        id=OutboundId("card:1"),
        address=Address(channel=ChannelName.SLACK, workspace="T1", conversation=conversation),
        reply=Reply(blocks=(Buttons(buttons=(button,)),), agents=(), is_personal=is_personal),
        turn=None,
        recipient=recipient,
    )


@pytest.mark.parametrize(
    ("message", "place", "user", "is_allowed"),
    [
        (owed(conversation="C1:1.2", is_personal=False), "C1", "U2", True),
        (owed(conversation="C1:1.2", is_personal=False), "C2", "U2", False),
        (owed(conversation="C1:1.2", recipient="U1"), "C1", "U1", True),
        (owed(conversation="C1:1.2", recipient="U1"), "C1", "U2", False),
        (owed(conversation="C1:1.2"), "C1", "U1", False),
        (owed(conversation="D1:1.2"), "D1", "U1", True),
        (owed(conversation="D1:1.2"), "D2", "U2", False),
        (owed(conversation="C1:1.2", recipient="U1"), "D1", "U1", True),
        (owed(conversation="C1:1.2", recipient="U1"), "D2", "U2", False),
    ],
)
def test_who_may_use_a_button(message: Outbound, place: str, user: str, is_allowed: bool) -> None:
    where = Place(channel=place)
    assert may_use(message, workspace="T1", place=where, user=user) is is_allowed
    assert not may_use(message, workspace="T2", place=where, user=user)


def test_a_reference_comes_back_as_it_was() -> None:
    wanted = FormReference(
        outbound=OutboundId("card:1"), number=3, place=Place(channel="C1", thread="1.2")
    )
    assert sent_form({"private_metadata": wanted.to_note()}) == wanted
    row: Block = {"type": "actions", "elements": [{"action_id": "choice:3:form"}, {"type": "x"}]}
    named = named_forms(row, outbound=OutboundId("card:1"))["elements"]
    assert isinstance(named, list)
    assert named == [{"action_id": "choice:3:form:card:1"}, {"type": "x"}]
    pressed = pressed_form(
        "choice:3:form:card:1", place=Place(channel="C1", thread="1.2"), message_ts="", view={}
    )
    assert pressed == wanted
    for name in ("choice:3", "choice:3:form", "choice:x:form:card:1", "more:3:form:card:1", ""):
        assert pressed_form(name, place=Place(channel="C1"), message_ts="", view={}) is None
