"""An applicant as a file: four layouts of PDF and two of DOCX, one or two pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING

from evaluation.screening.applicants import Applicant, applicant

if TYPE_CHECKING:
    from docx.document import Document
    from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = 595.0, 842.0
_LOW = 56.0
"""No line stands lower than this, in points."""


class _Sheet:
    """Lines downwards, over as many pages as they need."""

    def __init__(self, canvas: Canvas, *, family: str, left: float, right: float) -> None:
        self._canvas = canvas
        self._family = family
        self.left = left
        self.right = right
        self.y = 790.0

    def line(self, words: str, *, size: float = 10.0, bold: bool = False, after: float = 0) -> None:
        """One paragraph, wrapped."""
        font = _BOLD[self._family] if bold else self._family
        room = int((self.right - self.left) / (size * 0.5))
        for piece in wrap(words, room) or [""]:
            if self.y < _LOW:
                self._canvas.showPage()
                self.y = 790.0
            self._canvas.setFont(font, size)
            self._canvas.drawString(self.left, self.y, piece)
            self.y -= 1.4 * size
        self.y -= after

    def pair(self, words: str, dates: str) -> None:
        """Words at the left and dates at the right edge of one line."""
        if self.y < _LOW + 28:
            self._canvas.showPage()
            self.y = 790.0
        self._canvas.setFont(_BOLD[self._family], 10)
        self._canvas.drawString(self.left, self.y, words)
        self._canvas.setFont(self._family, 10)
        self._canvas.drawRightString(self.right, self.y, dates)
        self.y -= 14


_BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}


def _pdf(draw: Callable[[Canvas, Applicant], None], who: Applicant) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle("Curriculum vitae")
    draw(canvas, who)
    canvas.save()
    return out.getvalue()


def _plain(canvas: Canvas, who: Applicant) -> None:
    sheet = _Sheet(canvas, family="Helvetica", left=60, right=535)
    _head(sheet, who)
    _body(sheet, who, dates_at_right=False)
    _rest(sheet, who)


def _serif(canvas: Canvas, who: Applicant) -> None:
    """Dates at the right edge, a serif face, and enough room that most take two pages."""
    sheet = _Sheet(canvas, family="Times-Roman", left=72, right=523)
    _head(sheet, who)
    _body(sheet, who, dates_at_right=True)
    sheet.y -= 20
    _rest(sheet, who)


def _sidebar(canvas: Canvas, who: Applicant) -> None:
    """White words on a coloured column at the left, the history beside it."""
    canvas.setFillColorRGB(0.13, 0.25, 0.38)
    canvas.rect(0, 0, 180, _HEIGHT, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    side = _Sheet(canvas, family="Helvetica", left=24, right=170)
    for part in who.contact.split(" | "):
        side.line(part, size=8)
    side.y -= 16
    _rest(side, who, size=9)
    canvas.setFillColorRGB(0, 0, 0)
    main = _Sheet(canvas, family="Helvetica", left=200, right=560)
    main.line(who.name, size=18, bold=True, after=4)
    _body(main, who, dates_at_right=False)


def _skills_first(canvas: Canvas, who: Applicant) -> None:
    sheet = _Sheet(canvas, family="Helvetica", left=50, right=545)
    _head(sheet, who)
    _rest(sheet, who)
    sheet.y -= 10
    _body(sheet, who, dates_at_right=True)


def _head(sheet: _Sheet, who: Applicant) -> None:
    sheet.line(who.name, size=18, bold=True, after=4)
    sheet.line(who.contact, size=9, after=8)
    sheet.line("SUMMARY", bold=True)
    sheet.line(who.summary, after=8)


def _body(sheet: _Sheet, who: Applicant, *, dates_at_right: bool) -> None:
    sheet.line("EXPERIENCE", bold=True, after=2)
    for job in who.jobs:
        at = f"{job.title}, {job.employer}, {job.town}"
        if dates_at_right:
            sheet.pair(at, job.dates)
        else:
            sheet.line(at, bold=True)
            sheet.line(job.dates)
        for each in job.lines:
            sheet.line(f"- {each}")
        sheet.y -= 6
    sheet.line("EDUCATION", bold=True, after=2)
    for study in who.studies:
        sheet.line(study, after=4)


def _rest(sheet: _Sheet, who: Applicant, *, size: float = 10.0) -> None:
    sheet.line("SKILLS", bold=True, size=size)
    sheet.line(", ".join(who.skills), size=size, after=8)
    sheet.line("LANGUAGES", bold=True, size=size)
    for each in who.languages:
        sheet.line(each, size=size)


def _docx(write: Callable[[Document, Applicant], None], who: Applicant) -> bytes:
    from datetime import datetime

    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.comments = properties.author = ""
    properties.created = properties.modified = datetime(2026, 10, 1)  # noqa: DTZ001 - theirs is naive
    write(document, who)
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _undated(packed: bytes) -> bytes:
    """The archive without the time of its making, so that the same words are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename)
            new.writestr(info, old.read(member), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _headings(document: Document, who: Applicant) -> None:
    document.add_heading(who.name, level=0)
    document.add_paragraph(who.contact)
    document.add_heading("Experience", level=1)
    for job in who.jobs:
        document.add_paragraph(f"{job.title}, {job.employer}, {job.town}")
        document.add_paragraph(job.dates)
        for each in job.lines:
            document.add_paragraph(each, style="List Bullet")
    _docx_rest(document, who)


def _tabled(document: Document, who: Applicant) -> None:
    """Dates in the first column of a table, the role in the second."""
    document.add_paragraph(who.name)
    document.add_paragraph(who.contact)
    document.add_heading("Experience", level=1)
    table = document.add_table(rows=0, cols=2)
    for job in who.jobs:
        cells = table.add_row().cells
        cells[0].text = job.dates
        cells[1].text = f"{job.title}, {job.employer}, {job.town}"
        for each in job.lines:
            cells[1].add_paragraph(each)
    _docx_rest(document, who)


def _docx_rest(document: Document, who: Applicant) -> None:
    for title, lines in (
        ("Education", who.studies),
        ("Skills", (", ".join(who.skills),)),
        ("Languages", who.languages),
    ):
        document.add_heading(title, level=1)
        for each in lines:
            document.add_paragraph(each)


LAYOUTS: tuple[tuple[str, str], ...] = (
    ("plain", "pdf"),
    ("sidebar", "pdf"),
    ("headings", "docx"),
    ("serif", "pdf"),
    ("skills first", "pdf"),
    ("tabled", "docx"),
)
"""Name and kind of file of each layout."""
_PDF = {"plain": _plain, "sidebar": _sidebar, "serif": _serif, "skills first": _skills_first}
_DOCX = {"headings": _headings, "tabled": _tabled}


def resume_file(number: int) -> tuple[str, bytes]:
    """Name and content of an applicant's file; layouts take turns.

    >>> name, content = resume_file(0)
    >>> name, content[:4]
    ('application_0000.pdf', b'%PDF')
    """
    layout, kind = LAYOUTS[number % len(LAYOUTS)]
    who = applicant(number)
    content = _pdf(_PDF[layout], who) if kind == "pdf" else _docx(_DOCX[layout], who)
    return f"application_{number:04}.{kind}", content
