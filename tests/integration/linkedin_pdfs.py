"""Profiles drawn as LinkedIn's "Save to PDF" draws them: a dark rail, a main column, footers.

Sizes are those of the real thing: 26 points for the name, 15.75 for headings, 12 for companies and
schools, 11.5 for titles, 10.5 for everything else. All people are invented.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

FONT, BOLD = "Helvetica", "Helvetica-Bold"
RAIL_X, RAIL_WIDTH = 22.0, 162.0
MAIN_X, MAIN_WIDTH = 223.56, 360.0
TOP, BOTTOM = 740.0, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One role; several of the same company follow each other with ``company`` empty."""

    title: str
    dates: str
    company: str = ""
    total: str = ""
    place: str = ""
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInProfile:
    """What is drawn."""

    name: str
    headline: str
    place: str
    rail: Sequence[tuple[str, Sequence[str]]]
    positions: Sequence[Position]
    studies: Sequence[tuple[str, str]] = ()
    summary: Sequence[str] = ()
    headings: tuple[str, str, str] = ("Summary", "Experience", "Education")
    footer: str = "Page {page} of {pages}"
    has_rail: bool = True
    title_size: float = 11.5
    company_size: float = 12.0


class _Column:
    """Lines of one column as (page, x, y, text, size), flowing over pages."""

    def __init__(self, x: float, width: float) -> None:
        self.x, self.width = x, width
        self.page, self.y = 0, TOP
        self.drawn: list[tuple[int, float, float, str, float]] = []

    def add(self, text: str, size: float, *, above: float = 0.0, is_address: bool = False) -> None:
        self.y -= above
        lines = (
            _broken(text, size, self.width)
            if is_address
            else simpleSplit(text, FONT, size, self.width)
        )
        for line in lines:
            if self.y - 1.4 * size < BOTTOM:
                self.page, self.y = self.page + 1, TOP
            self.y -= 1.4 * size
            self.drawn.append((self.page, self.x, self.y, line, size))


def _broken(text: str, size: float, width: float) -> list[str]:
    """Addresses are broken behind hyphens and slashes, else anywhere."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, line = [], ""
    for ch in text:
        if stringWidth(line + ch, FONT, size) > width:
            cut = max(line.rfind("-"), line.rfind("/"), line.rfind(" ")) + 1 or len(line)
            lines.append(line[:cut])
            line = line[cut:]
        line += ch
    return [*lines, line]


def drawn_profile(profile: LinkedInProfile) -> bytes:
    """The PDF."""
    rail = _Column(RAIL_X, RAIL_WIDTH)
    for heading, items in profile.rail:
        rail.add(heading, 13, above=14)
        for item in items:
            rail.add(item, 10.5, above=2, is_address="." in item and "/" in item)
    main = _Column(MAIN_X, MAIN_WIDTH)
    main.add(profile.name, 26)
    main.add(profile.headline, 12, above=4)
    main.add(profile.place, 12, above=2)
    about, work, education = profile.headings
    if profile.summary:
        main.add(about, 15.75, above=18)
        for paragraph in profile.summary:
            main.add(paragraph, 10.5, above=4)
    main.add(work, 15.75, above=18)
    for position in profile.positions:
        if position.company:
            main.add(position.company, profile.company_size, above=12)
        if position.total:
            main.add(position.total, 10.5)
        main.add(position.title, profile.title_size, above=0 if position.company else 10)
        main.add(position.dates, 10.5)
        if position.place:
            main.add(position.place, 10.5)
        for paragraph in position.words:
            main.add(paragraph, 10.5, above=4)
    if profile.studies:
        main.add(education, 15.75, above=18)
        for school, degree in profile.studies:
            main.add(school, 12, above=8)
            main.add(degree, 10.5)
    return _pages(profile, rail, main)


def _pages(profile: LinkedInProfile, rail: _Column, main: _Column) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1)
    pages = max(rail.page if profile.has_rail else 0, main.page) + 1
    for page in range(pages):
        if profile.has_rail:
            canvas.setFillColorRGB(0.16, 0.24, 0.29)
            canvas.rect(0, 0, 204, 792, fill=1, stroke=0)
        for column, grey in ((rail, 1.0), (main, 0.1)):
            if column is rail and not profile.has_rail:
                continue
            canvas.setFillGray(grey)
            for number, x, y, text, size in column.drawn:
                if number == page:
                    canvas.setFont(FONT, size)
                    canvas.drawString(x, y, text)
        canvas.setFont(FONT, 9)
        canvas.setFillGray(0.4)
        canvas.drawString(373, 30, profile.footer.format(page=page + 1, pages=pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


CONTACT = (
    "Contact",
    (
        "+44 20 7946 0123 (Mobile)",
        "priya.natarajan@example.com",
        "www.linkedin.com/in/priya-natarajan-8b1234567 (LinkedIn)",
        "priya.example.com/work (Portfolio)",
    ),
)

PRIYA = LinkedInProfile(
    name="Priya Natarajan",
    headline="Staff Data Engineer at Example Freight | Streaming, Kafka and the occasional"
    " conference talk",
    place="London, England, United Kingdom",
    rail=(
        CONTACT,
        ("Top Skills", ("Apache Kafka", "Customer Relationship Management (CRM)", "Python")),
        ("Languages", ("English (Native or Bilingual)", "Tamil (Professional Working)", "French")),
        (
            "Certifications",
            ("AWS Certified Solutions Architect - Associate Level", "Certified Scrum Master"),
        ),
        ("Honors-Awards", ("Engineer of the Year",)),
    ),
    summary=("I move parcels of data from where they are to where people need them, on time.",),
    positions=(
        Position(
            company="Example Freight",
            total="6 years 3 months",
            title="Staff Data Engineer",
            dates="March 2022 - Present (2 years 3 months)",
            place="London, England, United Kingdom",
            words=(
                "• Moved 400 nightly jobs to streaming with Apache Kafka and Flink, which cut the"
                " delay of arrivals from nine hours to two minutes.",
                "• Mentored five engineers.",
            ),
        ),
        Position(
            title="Data Engineer",
            dates="March 2018 - March 2022 (4 years 1 month)",
            place="Leeds",
            words=("Built the warehouse of shipments in PostgreSQL and dbt.",),
        ),
        Position(
            company="Sample Bank plc",
            title="Graduate Analyst",
            dates="September 2016 - February 2018 (1 year 6 months)",
            place="Greater Manchester Area",
        ),
    ),
    studies=(
        ("University of Sample", "Master of Science - MS, Statistics · (2014 - 2016)"),
        ("Example College", "Bachelor's degree, Mathematics · (2011 - 2014)"),
    ),
)
