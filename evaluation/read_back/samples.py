"""``python -m evaluation.read_back.samples``: the sample files that the documentation shows.

One invented person in all four themes and a letter, as PDF and as pictures. Nothing is written that
did not get its certificate.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from PIL import Image

from domain.career_documents.model import FileFormat, Theme
from integrations.career_documents.press import TypstDocumentPress
from integrations.career_documents.read_back import IndependentReadBack
from tests.integration.career_samples import LETTER, RESUME

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_WIDTH_PX = 620
_COLOURS = 48
"""Of the palette: enough for text and one accent."""


async def write_samples() -> None:
    """Draw, certify, store."""
    press, reader = TypstDocumentPress(), IndependentReadBack()
    pictures: list[Image.Image] = []
    for theme in Theme:
        content = await press.resume_pdf(RESUME, theme=theme)
        certificate = await reader.certify_resume(
            content, RESUME, written_as=FileFormat.PDF, theme=theme
        )
        _store(content, f"sample-resume-{theme.value}.pdf", agrees=certificate.agrees)
        pictures.append(_picture(content))
    content = await press.letter_pdf(LETTER, theme=Theme.MODERN)
    certificate = await reader.certify_letter(
        content, LETTER, written_as=FileFormat.PDF, theme=Theme.MODERN
    )
    _store(content, "sample-cover-letter.pdf", agrees=certificate.agrees)
    _save(_beside(pictures), "resume-themes.png")
    _save(_picture(content), "cover-letter.png")


def _store(content: bytes, name: str, *, agrees: bool) -> None:
    if not agrees:
        raise SystemExit(f"{name} was not read as it was written")
    (_DOCS / "reports" / name).write_bytes(content)


def _picture(content: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(content)[0]
    picture: Image.Image = page.render(scale=_WIDTH_PX / page.get_width()).to_pil()
    return picture


def _beside(pictures: list[Image.Image]) -> Image.Image:
    """Two in a row with a thin frame."""
    width, height = pictures[0].size
    sheet = Image.new("RGB", (2 * width + 24, 2 * height + 24), "#c9d1da")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (8 + number % 2 * (width + 8), 8 + number // 2 * (height + 8)))
    return sheet


def _save(picture: Image.Image, name: str) -> None:
    small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=_COLOURS)
    small.save(_DOCS / "pictures" / name, optimize=True)


if __name__ == "__main__":
    asyncio.run(write_samples())
