"""Replies as Slack messages: what each kind of block becomes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.rendering.slack import (
    CHOICE_PREFIX,
    FEEDBACK_ACTION,
    pressed,
    read_choice,
    render_slack,
)
from domain.agents import AgentId
from domain.choices import numbered
from domain.messages import Action
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Heading,
    Paragraph,
    Reply,
    Table,
    link,
    quoted,
    text,
)
from tests.unit.terminal_replies import every_block_reply, matches_reply
from tests.unit.test_slack_rendering_properties import check_message, nodes, said

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"


def test_a_choice_is_read_from_a_button_and_from_the_more_menu() -> None:
    reply = Reply(
        blocks=(
            Buttons(
                buttons=tuple(
                    Button(label=f"B{n}", action=Action(agent=AgentId.HELP, verb=f"v{n}"))
                    for n in range(1, 8)
                )
            ),
        ),
        agents=(),
    )
    (message,) = render_slack(reply)
    (row,) = message.blocks
    *shown, more = [node for node in nodes(row) if "action_id" in node]
    assert [node["action_id"] for node in shown] == ["choice:1", "choice:2", "choice:3"]
    assert more["type"] == "overflow"
    assert str(more["action_id"]).startswith(CHOICE_PREFIX)
    options = more["options"]
    assert isinstance(options, list)
    values = [pressed(node) for node in shown]
    values += [pressed({"selected_option": option}) for option in options]
    found = [numbered(reply).find(n) for n in range(1, 8)]
    assert [read_choice(value) for value in values] == [c.action for c in found if c]


def test_an_action_too_long_for_a_menu_stays_a_button() -> None:
    long = Action(agent=AgentId.HELP, verb="x", arguments={"a": "b" * 300})
    buttons = tuple(Button(label=f"B{n}", action=long) for n in range(30))
    messages = render_slack(Reply(blocks=(Buttons(buttons=buttons),), agents=()))
    found = [node for m in messages for node in nodes(m.blocks) if node.get("type") == "button"]
    assert [read_choice(pressed(node)) for node in found] == [long] * 30


def test_feedback_is_asked_for_once_and_last() -> None:
    long = Paragraph(body=text("A sentence of some words. " * 1_500))
    messages = render_slack(Reply(blocks=(long,), agents=()), feedback=True)
    assert len(messages) > 1
    rows = [n for m in messages for n in nodes(m.blocks) if n.get("action_id") == FEEDBACK_ACTION]
    assert len(rows) == 1
    assert messages[-1].blocks[-1]["type"] == "context_actions"


def test_a_long_paragraph_is_cut_between_sentences_into_few_messages() -> None:
    sentence = "This sentence has a number of words and then it ends. "
    messages = render_slack(Reply(blocks=(Paragraph(body=text(sentence * 450)),), agents=()))
    assert len(messages) == 3  # 24,300 characters, under 10,000 each
    for words in (w for m in messages for w in said(m.blocks)):
        assert words.startswith("This")
        assert words.endswith("ends.")


def test_a_table_of_300_rows_says_how_many_are_missing() -> None:
    rows = tuple((text(f"Name {n}"), text(str(n))) for n in range(300))
    (message,) = render_slack(
        Reply(blocks=(Table(columns=("Name", "Score"), rows=rows),), agents=())
    )
    check_message(message)
    assert message.blocks[0]["type"] == "table"
    shown = message.blocks[0]["rows"]
    assert isinstance(shown, list)
    assert said(message.blocks[1]) == [f"… and {300 - (len(shown) - 1)} more rows"]
    assert len(shown) == 100


def test_a_table_too_wide_or_wordy_for_slack_becomes_records() -> None:
    wide = Table(columns=tuple(f"C{n}" for n in range(25)), rows=(tuple([text("x")] * 25),))
    wordy = Table(columns=("A", "B"), rows=((text("a"), text("long words " * 60)),))
    for table in (wide, wordy):
        (message,) = render_slack(Reply(blocks=(table,), agents=()))
        assert [block["type"] for block in message.blocks] == ["rich_text"]


def test_a_table_whose_rows_are_too_heavy_becomes_records() -> None:
    row = tuple(text("words " * 60) for _ in range(20))
    messages = render_slack(
        Reply(blocks=(Table(columns=("Name",) * 20, rows=(row,) * 3),), agents=())
    )
    kinds = {block["type"] for message in messages for block in message.blocks}
    assert kinds == {"rich_text"}


def test_two_tables_go_into_two_messages() -> None:
    table = Table(columns=("A",), rows=((text("1"),),))
    heading = Heading(body=text("Second"))
    first, second = render_slack(Reply(blocks=(table, heading, table), agents=()))
    assert [block["type"] for block in first.blocks] == ["table"]
    assert [block["type"] for block in second.blocks] == ["header", "table"]


@pytest.mark.parametrize(
    ("label", "url", "shown"),
    [
        ("https://bank.example/login", "https://evil.example/x", " (evil.example)"),
        ("bank.example", "https://bank.example@evil.example/", " (evil.example)"),
        ("bank.example", "https://bank.example.evil.example/", " (bank.example.evil.example)"),
        ("www.bank.example", "https://login.bank.example/", ""),
        ("Senior Engineer", "https://jobs.example.org/1", ""),
        ("ana.b@example.org", "mailto:ana.b@example.org", ""),
        ("ana.b@example.org", "mailto:eve@evil.example", " (eve@evil.example)"),
    ],
)
def test_a_link_that_names_another_place_says_where_it_leads(
    label: str, url: str, shown: str
) -> None:
    body = text(link(label, url=url))
    (message,) = render_slack(Reply(blocks=(Paragraph(body=body),), agents=()))
    assert "".join(said(message.blocks)) == label + shown


def test_words_that_are_only_quoted_stand_as_a_quote() -> None:
    (message,) = render_slack(
        Reply(blocks=(Paragraph(body=text(quoted("We pay well."))),), agents=())
    )
    assert "rich_text_quote" in [node.get("type") for node in nodes(message.blocks)]


def test_a_button_tells_screen_readers_what_it_is_about() -> None:
    (message,) = render_slack(matches_reply())
    labels = said(message.blocks, "accessibility_label")
    assert labels[0] == "Save: Senior Data Engineer"


def test_an_empty_reply_is_no_message() -> None:
    blank = (Paragraph(body=text(" \u200b")), Heading(body=()), Bullets(items=()))
    assert render_slack(Reply(blocks=blank, agents=()), feedback=True) == ()


@pytest.mark.parametrize("name", ["matches", "every_block"])
def test_the_replies_look_as_recorded(name: str) -> None:
    reply = {"matches": matches_reply, "every_block": every_block_reply}[name]()
    drawn = [
        {"text": message.text, "blocks": message.blocks}
        for message in render_slack(reply, feedback=True)
    ]
    path = SNAPSHOTS / f"slack_{name}.json"
    found = json.dumps(drawn, ensure_ascii=False, indent=1) + "\n"
    assert found == path.read_text(encoding="utf-8"), f"if meant, write it to {path.name}"
