"""Ordinary documents whose looks come close to hiding: nothing of them may be flagged."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from tests.documents.hiding_pdf import LEFT, page_with, write
from tests.documents.hiding_words import word_with
from tests.documents.payloads import VISIBLE

Draw = Callable[[Canvas, str], None]


def _sidebar(canvas: Canvas, _text: str) -> None:
    canvas.setFillColorRGB(0.12, 0.22, 0.38)
    canvas.rect(400, 0, 195, 842, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, ["Languages", "Portuguese native", "English fluent"], y=500, x=420)


def _white_on_picture(canvas: Canvas, _text: str) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    banner = Image.linear_gradient("L").resize((400, 60)).point([n // 2 for n in range(256)])
    canvas.drawImage(ImageReader(banner.convert("RGB")), 40, 380, 500, 80)
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, ["Open to work in Lisbon"], y=FREE_ON_BANNER, x=80, size=16)


FREE_ON_BANNER = 410


def _watermark(canvas: Canvas, _text: str) -> None:
    canvas.saveState()
    canvas.translate(150, 250)
    canvas.rotate(45)
    canvas.setFillColorRGB(0.93, 0.93, 0.93)
    canvas.setFont("Helvetica-Bold", 80)
    canvas.drawString(0, 0, "CONFIDENTIAL")
    canvas.restoreState()


def _grey(canvas: Canvas, _text: str) -> None:
    canvas.setFillColorRGB(0.66, 0.66, 0.66)
    write(canvas, ["Lisbon, Portugal, 2015 to 2018"], y=420, size=7)


def _rotated(canvas: Canvas, _text: str) -> None:
    canvas.translate(580, 300)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(0, 0, "Curriculum vitae of Noa Example")


def _bold_by_repeating(canvas: Canvas, _text: str) -> None:
    for shift in (0, 0.3):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(LEFT + shift, 420, "Professional qualifications")


def _shadow(canvas: Canvas, _text: str) -> None:
    for shift, grey in ((1.2, 0.7), (0, 0)):
        canvas.setFillColorRGB(grey, grey, grey)
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(LEFT + shift, 420 - shift, "Noa Example")


def _marker(canvas: Canvas, _text: str) -> None:
    """Words under a see-through yellow bar."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, 420, "Available from January")
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(LEFT - 2, 416, 130, 14, fill=1, stroke=0)


def _links(canvas: Canvas, _text: str) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, 420, "Portfolio")
    canvas.linkURL("https://example.com/noa", (LEFT, 415, LEFT + 60, 430), relative=0)
    canvas.bookmarkPage("top")
    canvas.addOutlineEntry("Resume", "top")


def _rules_and_dots(canvas: Canvas, _text: str) -> None:
    canvas.line(LEFT, 430, 540, 430)
    canvas.setFont("ZapfDingbats", 9)
    canvas.drawString(LEFT, 420, "nlmn")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, 400, "Skill level . . . . . . . . | | | | |")


def _monospaced(canvas: Canvas, _text: str) -> None:
    canvas.setFont("Courier-Bold", 9)
    canvas.drawString(LEFT, 420, "git commit --message 'Fix the build' && make release")
    canvas.setFont("Times-BoldItalic", 11)
    canvas.drawString(LEFT, 400, "Awarded the regional prize for young engineers")


def _table(canvas: Canvas, _text: str) -> None:
    for row, words in enumerate(("Tool Years", "Python 6", "Docker 4")):
        shade = 0.2 if row == 0 else 0.95
        canvas.setFillColorRGB(shade, shade, shade)
        canvas.rect(LEFT, 420 - 18 * row, 200, 16, fill=1, stroke=0)
        ink = 1 if row == 0 else 0
        canvas.setFillColorRGB(ink, ink, ink)
        write(canvas, [words], y=424 - 18 * row, x=LEFT + 4)


DRAWN: dict[str, Draw] = {
    "plain": lambda _canvas, _text: None,
    "white on a sidebar": _sidebar,
    "white on a picture": _white_on_picture,
    "watermark": _watermark,
    "grey and small": _grey,
    "rotated and visible": _rotated,
    "bold by repeating": _bold_by_repeating,
    "shadow": _shadow,
    "marker": _marker,
    "links": _links,
    "rules and dingbats": _rules_and_dots,
    "other typefaces": _monospaced,
    "striped table": _table,
}


def clean_pdfs() -> dict[str, bytes]:
    """Name to file."""
    made = {name: page_with(draw, "") for name, draw in DRAWN.items()}
    made["turned page"] = _turned()
    return made


def _turned() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(page_with(_sidebar, ""))))
    writer.pages[0].rotate(270)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def clean_word_files() -> dict[str, bytes]:
    """Name to file."""
    from docx.document import Document
    from docx.oxml import parse_xml
    from docx.shared import RGBColor

    def shaded(document: Document, _text: str) -> None:
        cell = document.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0]
        cell._tc.get_or_add_tcPr().append(
            parse_xml(
                '<w:shd xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
                'w:val="clear" w:color="auto" w:fill="1F3864"/>'
            )
        )
        run = cell.paragraphs[0].add_run("Languages: English, Portuguese")
        run.font.color.rgb = RGBColor(255, 255, 255)

    def styled_table(document: Document, _text: str) -> None:
        table = document.add_table(rows=1, cols=1, style="Medium Shading 1 Accent 1")
        run = table.rows[0].cells[0].paragraphs[0].add_run("Tools and years")
        run.font.color.rgb = RGBColor(255, 255, 255)

    def header(document: Document, _text: str) -> None:
        document.sections[0].header.paragraphs[0].text = "Noa Example, page 1"

    made = {"plain": lambda _document, _text: None, "white on a shaded cell": shaded}
    made |= {"white in a coloured table": styled_table, "header": header}
    return {name: word_with(hide, "") for name, hide in made.items()}


def clean_pages() -> dict[str, bytes]:
    """Name to web page."""
    lines = "".join(f"<p>{line}</p>" for line in VISIBLE)
    sidebar = '<div style="background-color:#1f3864;color:#fff"><p>Languages: English</p></div>'
    sheet = (
        "<style>@media print {.side {display:none}} .side {background:#222;color:white}</style>"
        '<div class="side"><p>Portuguese, native</p></div>'
    )
    icons = '<img src="m.png" alt="Mail"><a href="https://example.com" title="Portfolio">Site</a>'
    parts = {"plain": "", "sidebar": sidebar, "style sheet": sheet, "icons": icons}
    return {
        name: f"<!doctype html><html><body>{lines}{part}</body></html>".encode()
        for name, part in parts.items()
    }
