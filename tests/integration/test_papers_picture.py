"""A few blocks as a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from domain.errors import UserMistake
from domain.papers import Part
from domain.reply import Bullets, Heading, Paragraph, Table, text
from integrations.papers.typst_press import TypstPress

PRESS = TypstPress()
PARTS: tuple[Part, ...] = (
    Heading(body=text("Learning plan")),
    Table(columns=("Week", "What"), rows=((text("1"), text("Read chapter 2")),)),
    Bullets(items=(text("one"), text("#eval(1)"))),
)


async def test_a_picture_is_as_wide_as_asked_and_as_tall_as_needed() -> None:
    few = Image.open(io.BytesIO(await PRESS.picture(PARTS[:1], width_px=800)))
    more = Image.open(io.BytesIO(await PRESS.picture(PARTS, width_px=800)))
    assert (few.width, more.width) == (800, 800)
    assert few.height < more.height < 600


async def test_too_much_for_a_picture_is_refused() -> None:
    with pytest.raises(UserMistake):
        await PRESS.picture([Paragraph(body=text("word " * 20_000))])
