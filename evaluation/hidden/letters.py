"""Draw the shapes of letters anew: ``python -m evaluation.hidden.letters``."""

from __future__ import annotations

from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
TYPEFACES = (
    "Helvetica",
    "Helvetica-Bold",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Courier",
)
TARGET = Path(__file__).resolve().parents[2] / "integrations" / "documents" / "letter_shapes.py"


def shapes() -> dict[str, tuple[int, ...]]:
    """The shapes of all letters and digits in the standard typefaces."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    from integrations.documents.pdf_glyphs import glyphs_of
    from integrations.documents.pdf_ink import Sight
    from integrations.documents.pdf_shapes import shape_of

    document = pypdfium2.PdfDocument(_specimen())
    page = document[0]
    text_page = page.get_textpage()
    sight = Sight(page, has_layers=False)
    found: dict[str, list[int]] = {letter: [] for letter in LETTERS}
    for glyph in glyphs_of(page, text_page):
        place = sight.place(glyph)
        shape = None if place is None else shape_of(sight.ink, place)
        if shape is not None:
            found[glyph.char].append(shape)
    text_page.close()
    page.close()
    document.close()
    return {letter: tuple(each) for letter, each in found.items()}


def _specimen() -> bytes:
    """A page with every letter in every typeface, wide apart."""
    content = "".join(
        f"BT /F{row} 14 Tf 6 Tc 10 {20 + 24 * row} Td ({LETTERS}) Tj ET\n"
        for row in range(len(TYPEFACES))
    )
    fonts = " ".join(
        f"/F{row} <</Type/Font/Subtype/Type1/BaseFont/{name}>>"
        for row, name in enumerate(TYPEFACES)
    )
    height = 30 + 24 * len(TYPEFACES)
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000 {height}]/Contents 4 0 R"
        f"/Resources<</Font<<{fonts}>>>>>>endobj\n"
        f"4 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF"
    ).encode("latin-1")


def module_text() -> str:
    """The module that holds the shapes."""
    lines = [
        '"""Shapes of letters and digits in six standard typefaces, to compare others with.',
        "",
        "Drawn by ``python -m evaluation.hidden.letters``, as ``pdf_shapes.shape_of`` gives them.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "# fmt: off",
        "LETTER_SHAPES: dict[str, tuple[int, ...]] = {",
    ]
    for letter, each in shapes().items():
        numbers = [f"0x{shape:X}" for shape in sorted(set(each))]
        lines.append(f'    "{letter}": (' + ",\n          ".join(numbers) + "),")
    return "\n".join([*lines, "}", "# fmt: on", ""])


if __name__ == "__main__":
    TARGET.write_text(module_text(), encoding="utf-8")
