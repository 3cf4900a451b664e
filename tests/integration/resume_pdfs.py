"""Resumes drawn with reportlab: layouts that people really send, with known content."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

BOLD, PLAIN, ITALIC = "Helvetica-Bold", "Helvetica", "Helvetica-Oblique"


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """The PDF that ``draw`` makes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, font: str = PLAIN, size: float = 10) -> None:
    """One piece of text."""
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def classic(canvas: Canvas) -> None:
    """Employer and place above title and dates, flush right, as LaTeX templates have it."""
    canvas.setFont(BOLD, 24)
    canvas.drawCentredString(306, 740, "Amara Okafor")
    canvas.setFont(PLAIN, 10)
    canvas.drawCentredString(306, 722, "555-555-0142 | amara.okafor@example.com | Austin, TX")
    y = 690
    put(canvas, 50, y, "Experience", PLAIN, 13)
    for employer, place, title, dates, item in (
        (
            "Example Robotics",
            "Dallas, TX",
            "Controls Engineer",
            "June 2020 – Present",
            "Tuned arms",
        ),
        ("Sample Foods Inc.", "Waco, TX", "Line Technician", "Sep. 2017 – May 2020", "Ran checks"),
    ):
        y -= 18
        put(canvas, 56, y, title, BOLD)
        canvas.drawRightString(556, y, dates)
        y -= 13
        put(canvas, 56, y, employer, ITALIC)
        canvas.drawRightString(556, y, place)
        y -= 14
        put(canvas, 70, y, f"• {item} for the whole northern plant every week")
    y -= 24
    put(canvas, 50, y, "Education", PLAIN, 13)
    y -= 16
    put(canvas, 56, y, "Southwestern University", BOLD)
    canvas.drawRightString(556, y, "Georgetown, TX")
    y -= 13
    put(canvas, 56, y, "Bachelor of Science in Mechanical Engineering", ITALIC)
    canvas.drawRightString(556, y, "Aug. 2013 – May 2017")
    y -= 24
    put(canvas, 50, y, "Technical Skills", PLAIN, 13)
    put(canvas, 66, y - 16, "Languages", BOLD)
    put(
        canvas,
        66 + canvas.stringWidth("Languages", BOLD, 10),
        y - 16,
        ": Python, C/C++, SQL (Postgres)",
    )


def sidebar(canvas: Canvas) -> None:
    """A dark sidebar with white text; the name stands in the second column."""
    canvas.setFillColorRGB(0.15, 0.2, 0.35)
    canvas.rect(0, 0, 190, 792, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    y = 740
    for text in (
        "CONTACT", "noor.haddad@example.com", "(206) 555-0117", "Seattle, WA", "",
        "SKILLS", "Figma", "Sketch", "User Research", "", "LANGUAGES", "Arabic (native)",
        "English (fluent)", "", "EDUCATION", "B.Des. Interaction Design", "Cascadia College of Art",
        "2012 - 2016",
    ):  # fmt: skip
        put(canvas, 24, y, text, BOLD if text.isupper() else PLAIN, 9)
        y -= 14
    canvas.setFillColorRGB(0, 0, 0)
    put(canvas, 215, 735, "Noor Haddad", BOLD, 26)
    put(canvas, 215, 715, "Senior UX Designer", PLAIN, 13)
    y = 680
    put(canvas, 215, y, "EXPERIENCE", BOLD, 12)
    for title, employer, dates, item in (
        ("Senior UX Designer", "Evergreen Health Partners", "Apr 2019 – Present", "Led redesign"),
        ("UX Designer", "Rainier Bank", "Jul 2016 – Mar 2019", "Ran usability studies"),
    ):
        y -= 18
        put(canvas, 215, y, title, BOLD)
        canvas.drawRightString(570, y, dates)
        put(canvas, 215, y - 13, employer, ITALIC)
        put(canvas, 222, y - 27, f"• {item} with forty customers in three cities.")
        y -= 27


def date_rail(canvas: Canvas) -> None:
    """Dates and labels in a rail on the left, as moderncv and Europass have it."""
    put(canvas, 50, 750, "Thomas Beispiel", PLAIN, 26)
    put(canvas, 50, 730, "thomas.beispiel@example.com | +49 89 5550123 | München")
    y = 700

    def heading(text: str) -> None:
        nonlocal y
        put(canvas, 130, y, text, PLAIN, 14)
        y -= 20

    def row(label: str, *lines: str) -> None:
        nonlocal y
        canvas.setFont(PLAIN, 10)
        canvas.drawRightString(122, y, label)
        for line in lines:
            put(canvas, 130, y, line)
            y -= 13
        y -= 5

    heading("Berufserfahrung")
    row("01/2018–heute", "Projektleiter, Beispielwerke AG, München", "Einführung von SAP im Werk.")
    row("2014–2017", "Consultant, Muster Beratung GmbH, Stuttgart", "Analyse im Einkauf.")
    row("2012–2014", "Trainee, Autohaus Modell KG, Ulm", "Durchlauf aller Abteilungen.")
    heading("Ausbildung")
    row("2007–2012", "Diplom-Wirtschaftsingenieur, Universität Stuttgart")
    heading("Sprachen")
    row("Deutsch", "Muttersprache")
    row("Englisch", "verhandlungssicher")
    heading("EDV-Kenntnisse")
    row("Office", "Excel, PowerPoint, Visio")
    row("ERP", "SAP MM, SAP SD")


def tracked(canvas: Canvas) -> None:
    """Letters set wide apart, dates on their own lines, no list marks, two pages."""
    canvas.setFont(BOLD, 20)
    canvas.drawCentredString(306, 750, "M A R I A  S A N T O S")
    canvas.setFont(PLAIN, 9)
    canvas.drawCentredString(
        306, 716, "12 Harbor Street, Tampa, FL 33602 • (813) 555-0176 • maria.santos@example.com"
    )
    y = 690
    for text, font in (
        ("W O R K  H I S T O R Y", BOLD),
        ("January 2019 to Present", ITALIC),
        ("Bayfront General Hospital, Tampa, FL", BOLD),
        ("Charge Nurse, Intensive Care Unit", PLAIN),
        ("Supervise a team of twelve nurses and coordinate admissions with the department,", PLAIN),
        ("including daily staffing and patient safety rounds.", PLAIN),
        ("March 2015 to December 2018", ITALIC),
        ("Sunrise Medical Center, Orlando, FL", BOLD),
        ("Staff Nurse", PLAIN),
        ("Trained eight new graduates.", PLAIN),
    ):
        put(canvas, 60, y, text, font)
        y -= 14
    canvas.showPage()
    put(canvas, 60, 740, "Maria Santos, page 2", ITALIC, 8)
    y = 716
    for text, font in (
        ("E D U C A T I O N", BOLD),
        ("Bachelor of Science in Nursing, 2014", PLAIN),
        ("University of Tampa, Tampa, FL", PLAIN),
        ("S K I L L S", BOLD),
        ("Patient assessment, IV therapy, Epic, Wound care", PLAIN),
    ):
        put(canvas, 60, y, text, font)
        y -= 14


def hiding(how: str) -> Callable[[Canvas], None]:
    """A page with one visible line and one that is hidden by ``how``."""

    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 740, "Visible words of a perfectly ordinary resume")
        if how == "same_colour":
            canvas.setFillColorRGB(1, 1, 1)
            put(canvas, 60, 700, "secret words")
        elif how == "invisible":
            text = canvas.beginText(60, 700)
            text.setTextRenderMode(3)
            text.textLine("secret words")
            canvas.drawText(text)
        elif how == "tiny":
            put(canvas, 60, 700, "secret words", PLAIN, 0.9)
        elif how == "off_page":
            put(canvas, 900, 700, "secret words")
        else:
            canvas.setFillAlpha(0.0)
            put(canvas, 60, 700, "secret words")

    return draw
