"""What a group may read of an answer that is for one person."""

from __future__ import annotations

import pytest

from domain.agents import AgentId
from domain.choices import files, numbered
from domain.discretion import public_view
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    File,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    PendingQuestion,
    Reply,
    SuggestedPrompt,
    Table,
    plain_text,
    text,
)

FILE = File(
    blob=BlobId("b1"),
    name="SECRET.pdf",
    media_type="application/pdf",
    size_bytes=9,
    caption="SECRET",
)
TABLE = Table(columns=("SECRET",), rows=((text("SECRET"),),))
CHART = Chart(
    title="SECRET", labels=("SECRET",), values=(1.0,), unit="SECRET", alternative="SECRET"
)
BUTTON = Button(
    label="SECRET",
    action=Action(agent=AgentId.SCREENING, verb="rate", arguments={"of": "SECRET"}),
    form=Form(title="SECRET", fields=(FormField(id="a", label="SECRET", kind="text"),)),
)


@pytest.mark.parametrize(
    ("blocks", "counted"),
    [
        ((FILE,), "1 file"),
        ((FILE, FILE), "2 files"),
        ((TABLE,), "1 overview"),
        ((TABLE, CHART), "2 overviews"),
        ((Card(title=text("SECRET")), TABLE, FILE), "1 result, 1 overview, 1 file"),
        ((Bullets(items=(text("SECRET"),) * 3),), "3 points"),
        ((Notice(body=text("SECRET")),), "1 note"),
        ((Heading(body=text("SECRET")), Paragraph(body=text("SECRET"))), "1 answer"),
        ((Buttons(buttons=(BUTTON,)),), "1 answer"),
    ],
)
def test_a_group_reads_a_count_and_nothing_else(blocks: tuple[Block, ...], counted: str) -> None:
    reply = Reply(
        blocks=blocks,
        agents=(AgentId.SCREENING,),
        prompts=(SuggestedPrompt(label="SECRET"),),
        pending=PendingQuestion(agent=AgentId.SCREENING, topic="SECRET"),
    )
    shown = public_view(reply, name="Ana")
    assert plain_text(shown.blocks) == f"For Ana: {counted}. The details are private."
    assert "SECRET" not in repr(shown)
    assert not files(shown)
    assert numbered(shown).find(1) is None
    assert not shown.is_personal


def test_what_is_about_nobody_is_read_by_all() -> None:
    reply = Reply(blocks=(TABLE, FILE), agents=(), is_personal=False)
    assert public_view(reply, name="Ana") is reply


def test_a_button_keeps_its_form_through_numbering() -> None:
    reply = Reply(blocks=(Card(title=text("x"), buttons=(BUTTON,)),), agents=())
    choice = numbered(reply).find(1)
    assert choice is not None
    assert choice.form == BUTTON.form
