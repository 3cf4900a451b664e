"""PDFs with one visible resume and one hidden text each: a file for every technique."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.documents.payloads import VISIBLE, lines_of

Draw = Callable[[Canvas, str], None]
LEFT, FREE = 60, 420
"""Left edge of all text, and the height of a free part of the page, in points."""


def page_with(draw: Draw, payload: str, *, before: bool = False) -> bytes:
    """A one-page resume and what ``draw`` hides on it (``before``: under the visible text)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle("Resume")
    if before:
        canvas.saveState()
        draw(canvas, payload)
        canvas.restoreState()
    write(canvas, list(VISIBLE), y=780)
    if not before:
        draw(canvas, payload)
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, lines: list[str], *, y: float, x: float = LEFT, size: float = 10) -> None:
    """Lines of text downwards from ``y``."""
    canvas.setFont("Helvetica", size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - number * max(2.0, 1.4 * size), line)


def white(canvas: Canvas, payload: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, lines_of(payload), y=FREE)


def near_white(canvas: Canvas, payload: str) -> None:
    canvas.setFillColorRGB(0.975, 0.985, 0.97)
    write(canvas, lines_of(payload), y=FREE)


def white_beside_visible(canvas: Canvas, payload: str) -> None:
    """On the line of visible words, right behind them."""
    canvas.setFillColorRGB(1, 1, 1)
    width = canvas.stringWidth(VISIBLE[4] + " ", "Helvetica", 10)
    canvas.setFont("Helvetica", 5)
    canvas.drawString(LEFT + width, 780 - 4 * 14, payload)


def white_under_visible(canvas: Canvas, payload: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    for number, line in enumerate(lines_of(payload)):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(LEFT, 780 - (3 + number) * 14, line)


def same_colour(canvas: Canvas, payload: str) -> None:
    canvas.setFillColorRGB(0.1, 0.3, 0.4)
    canvas.rect(40, 300, 500, 160, fill=1, stroke=0)
    canvas.setFillColorRGB(0.1, 0.31, 0.41)
    write(canvas, lines_of(payload), y=FREE)


def tiny(canvas: Canvas, payload: str) -> None:
    write(canvas, [payload], y=FREE, size=0.5)


def squeezed(canvas: Canvas, payload: str) -> None:
    text = canvas.beginText(LEFT, FREE)
    text.setFont("Helvetica", 10)
    text.setHorizScale(1)
    text.textLine(payload)
    canvas.drawText(text)


def alpha_zero(canvas: Canvas, payload: str) -> None:
    canvas.setFillAlpha(0)
    write(canvas, lines_of(payload), y=FREE)


def faint_alpha(canvas: Canvas, payload: str) -> None:
    canvas.setFillAlpha(0.02)
    write(canvas, lines_of(payload), y=FREE)


def _mode(mode: Literal[3, 7]) -> Draw:
    def draw(canvas: Canvas, payload: str) -> None:
        text = canvas.beginText(LEFT, FREE)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(mode)
        text.textLines(lines_of(payload))
        canvas.saveState()
        canvas.drawText(text)
        canvas.restoreState()

    return draw


def clipped(canvas: Canvas, payload: str) -> None:
    path = canvas.beginPath()
    path.rect(500, 40, 4, 4)
    canvas.saveState()
    canvas.clipPath(path, stroke=0)
    write(canvas, lines_of(payload), y=FREE)
    canvas.restoreState()


def clipped_form(canvas: Canvas, payload: str) -> None:
    canvas.beginForm("cut", 0, 0, 5, 5)
    write(canvas, lines_of(payload), y=FREE)
    canvas.endForm()
    canvas.doForm("cut")


def beside_page(canvas: Canvas, payload: str) -> None:
    write(canvas, lines_of(payload), y=FREE, x=2000)


def below_page(canvas: Canvas, payload: str) -> None:
    write(canvas, lines_of(payload), y=-300)


def covered_by_shape(canvas: Canvas, payload: str) -> None:
    write(canvas, lines_of(payload), y=FREE)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(40, 300, 500, 140, fill=1, stroke=0)


def covered_by_picture(canvas: Canvas, payload: str) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    write(canvas, lines_of(payload), y=FREE)
    picture = Image.radial_gradient("L").convert("RGB").resize((120, 40))
    canvas.drawImage(ImageReader(picture), 40, 320, 480, 130)


def covered_and_written_over(canvas: Canvas, payload: str) -> None:
    """Under a white sheet on which the visible resume is written."""
    for number, line in enumerate(lines_of(payload)):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(LEFT, 780 - (3 + number) * 14, line)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(0, 0, *A4, fill=1, stroke=0)


def rotated_white(canvas: Canvas, payload: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.translate(300, 300)
    canvas.rotate(90)
    write(canvas, lines_of(payload), y=0, x=0)


def tilted_covered(canvas: Canvas, payload: str) -> None:
    canvas.saveState()
    canvas.translate(100, 200)
    canvas.rotate(33)
    write(canvas, lines_of(payload), y=0, x=0)
    canvas.restoreState()
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(40, 100, 520, 340, fill=1, stroke=0)


def letter_by_letter(canvas: Canvas, payload: str) -> None:
    """White letters, each in a text object of its own."""
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica", 8)
    for number, letter in enumerate(payload):
        canvas.drawString(LEFT + 5.2 * (number % 90), FREE - 12 * (number // 90), letter)


def white_stroke(canvas: Canvas, payload: str) -> None:
    """Outlined in white, not filled."""
    canvas.setStrokeColorRGB(1, 1, 1)
    text = canvas.beginText(LEFT, FREE)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(1)
    text.textLines(lines_of(payload))
    canvas.drawText(text)


ON_PAGE: dict[str, tuple[Draw, bool]] = {
    "white": (white, False),
    "near white": (near_white, False),
    "white beside visible words": (white_beside_visible, False),
    "white under visible words": (white_under_visible, True),
    "colour of a box": (same_colour, False),
    "white outlines": (white_stroke, False),
    "white, letter by letter": (letter_by_letter, False),
    "tiny": (tiny, False),
    "squeezed": (squeezed, False),
    "alpha 0": (alpha_zero, False),
    "alpha 0.02": (faint_alpha, False),
    "render mode 3": (_mode(3), False),
    "render mode 7": (_mode(7), False),
    "clipped": (clipped, False),
    "clipped by a form": (clipped_form, False),
    "beside the page": (beside_page, False),
    "below the page": (below_page, False),
    "covered by a shape": (covered_by_shape, False),
    "covered by a picture": (covered_by_picture, False),
    "covered and written over": (covered_and_written_over, True),
    "rotated, white": (rotated_white, False),
    "tilted, covered": (tilted_covered, False),
}
"""Technique to how it is drawn, and whether before the visible text."""
