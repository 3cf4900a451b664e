"""Pictures of pages: the place of hidden text is framed, and nothing breaks the caller."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from integrations.documents.page_pictures import LimitedPagePictures
from integrations.documents.parsing import parse
from tests.documents.hiding_fonts import IN_FONTS
from tests.documents.hiding_pdf import ON_PAGE, page_with
from tests.documents.hiding_structure import IN_STRUCTURE
from tests.documents.hiding_words import IN_WORD, word_with
from tests.documents.payloads import PAYLOADS

FRAME = (192, 57, 43)


@pytest.fixture
def pictures() -> LimitedPagePictures:
    return LimitedPagePictures(max_bytes=2_000_000, timeout_s=30, memory_bytes=400_000_000)


def _hiding(name: str) -> bytes:
    if name in ON_PAGE:
        draw, before = ON_PAGE[name]
        return page_with(draw, PAYLOADS["combined"], before=before)
    return {**IN_STRUCTURE, **IN_FONTS}[name](PAYLOADS["combined"])


def _frame_of(png: bytes) -> tuple[int, int, int, int]:
    """Where the frame's colour is, after checking that all of it is inside of the picture."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    places = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if picture.getpixel((x, y)) == FRAME
    ]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    assert max(picture.size) <= 1_500
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize(
    "name",
    ["white", "tilted, covered", "below the page", "misleading font", "white on a turned page"],
)
async def test_the_place_of_hidden_text_is_framed(pictures: LimitedPagePictures, name: str) -> None:
    content = _hiding(name)
    (item,) = parse(content, suffix=".pdf").hidden
    png = await pictures.passage(content, page=item.page, needle=item.text)
    assert png is not None
    left, top, right, bottom = _frame_of(png)
    assert right - left > 30
    assert bottom - top > 10


async def test_a_part_of_the_words_is_enough_to_find_the_place(
    pictures: LimitedPagePictures,
) -> None:
    png = await pictures.passage(_hiding("white"), page=1, needle="ignore your earlier")
    assert png is not None


async def test_a_whole_page_has_the_width_that_was_asked_for(
    pictures: LimitedPagePictures,
) -> None:
    png = await pictures.page(_hiding("white"), page=1, width_px=500)
    assert png is not None
    assert abs(Image.open(io.BytesIO(png)).width - 500) <= 1


async def test_what_cannot_be_drawn_is_no_picture(pictures: LimitedPagePictures) -> None:
    content = _hiding("white")
    assert await pictures.passage(content, page=1, needle="words of nobody") is None
    assert await pictures.passage(content, page=0, needle="ignore") is None
    assert await pictures.page(content, page=7) is None
    assert await pictures.page(b"%PDF-1.7 broken", page=1) is None
    assert await pictures.page(content + b" " * 2_000_000, page=1) is None
    word = word_with(IN_WORD["white"], "hello")
    assert await pictures.passage(word, page=1, needle="hello") is None


async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    hasty = LimitedPagePictures(max_bytes=2_000_000, timeout_s=0.02, memory_bytes=400_000_000)
    assert await hasty.page(_hiding("white"), page=1) is None
