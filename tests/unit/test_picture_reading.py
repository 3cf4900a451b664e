"""Reading screenshots: order of lines, limits, and the model itself on a drawn page."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from domain.errors import DocumentFault, UnreadableDocument
from domain.posting_intake.pictures import text_of_pictures
from integrations.pictures.limited_reader import LimitedPictureReader
from integrations.pictures.reading_order import WordBox, lines_in_order


def box(left: float, top: float, words: str, *, width: float = 200) -> WordBox:
    return WordBox(
        left=left, top=top, right=left + width, bottom=top + 20, text=words, confidence=0.9
    )


def png(size: tuple[int, int], words: tuple[str, ...] = ()) -> bytes:
    image = Image.new("RGB", size, "white")
    for number, line in enumerate(words):
        ImageDraw.Draw(image).text((40, 40 + 60 * number), line, fill="black", font_size=36)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_columns_are_read_one_after_the_other_below_a_common_heading() -> None:
    left = [box(0, 80 + 30 * n, f"the left column says {n}") for n in range(4)]
    right = [box(400, 80 + 30 * n, f"the right column says {n}") for n in range(4)]
    read = lines_in_order([*right, *left, box(0, 0, "heading", width=600)])
    assert [line.text for line in read] == [
        "heading",
        *(f"the left column says {n}" for n in range(4)),
        *(f"the right column says {n}" for n in range(4)),
    ]


def test_labels_stay_beside_their_values() -> None:
    rows = [("Pay", "50k"), ("Place", "Berlin"), ("Start", "May"), ("Type", "Full-time")]
    boxes = [
        one
        for n, (label, value) in enumerate(rows)
        for one in (box(0, 30 * n, label, width=60), box(400, 30 * n, value))
    ]
    assert [line.text.split() for line in lines_in_order(boxes)] == [list(row) for row in rows]


def test_certain_misreadings_are_mended_and_overlaps_said_once() -> None:
    assert text_of_pictures([["9:41", "German (Cl)"], ["German (Cl)", "80,o00"]]) == (
        "German (C1)\n80,000"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"", DocumentFault.EMPTY), (b"x" * 2_000_001, DocumentFault.OVERSIZED)],
)
async def test_files_out_of_bounds_start_no_process(content: bytes, fault: DocumentFault) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        await LimitedPictureReader(max_bytes=2_000_000).read(content, name="x.png")
    assert caught.value.fault is fault


@pytest.mark.long
async def test_a_drawn_page_is_read_and_hostile_ones_are_refused() -> None:
    reader = LimitedPictureReader(max_bytes=20_000_000)
    words = ("Senior Data Engineer", "Berlin, Germany", "No visa sponsorship available")
    lines = await reader.read(png((1080, 400), words), name="x.png")
    assert [line.text for line in lines] == list(words)
    for content, fault in (
        (png((9_000, 9_000)), DocumentFault.OVERSIZED),
        (b"GIF89a" + b"\x00" * 50, DocumentFault.WRONG_TYPE),
        (png((300, 300)), DocumentFault.EMPTY),
        (png((1080, 400), words)[:900], DocumentFault.TRUNCATED),
    ):
        with pytest.raises(UnreadableDocument) as caught:
            await reader.read(content, name="x.png")
        assert caught.value.fault is fault
