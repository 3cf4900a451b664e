"""Whole resumes in a small drawing language, each with what a person reads on it.

One line of source is one line of the page: ``# name``, ``= heading``, ``+ large``, ``*bold``,
``- list item``, ``left >> flush right`` and ``label @@ text beside the label``.
A page of two columns has both.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.integration.resume_pdfs import BOLD, PLAIN

_TOP, _LEFT, _RIGHT, _RAIL = 742.0, 54.0, 558.0, 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page and its truth. ``work``: title, employer, dates; ``studies``: degree, school."""

    name: str
    page: str
    contact: Sequence[str | None]
    """Name, e-mail, phone, place."""
    work: Sequence[tuple[str, str, str]]
    studies: Sequence[tuple[str, str]]
    skills: Sequence[str]
    sidebar: str = ""
    sidebar_at: float = 54.0
    """Left edge of the second column, points."""
    main_at: float = _LEFT
    main_right: float = _RIGHT
    marks: str = "•"
    size: float = 10.0
    head: str = ""
    """Lines over both columns."""

    def truth(self) -> dict[str, Any]:
        """The same in the form of a truth file."""
        keys = ("full_name", "email", "phone", "location")
        contact = {k: v for k, v in zip(keys, self.contact, strict=True) if v}
        return {
            "contact": contact,
            "experience": [
                dict(zip(("title", "company", "dates"), w, strict=True)) for w in self.work
            ],
            "education": [
                dict(zip(("degree", "institution"), s, strict=True)) for s in self.studies
            ],
            "skills": list(self.skills),
        }

    def pdf(self) -> bytes:
        """The page, drawn column after column."""
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=letter, invariant=1)
        y = _draw(canvas, self.head, self, left=_LEFT, right=_RIGHT, y=_TOP)
        if self.sidebar:
            right = self.main_at - 20 if self.sidebar_at < self.main_at else _RIGHT
            _draw(canvas, self.sidebar, self, left=self.sidebar_at, right=right, y=y)
        _draw(canvas, self.page, self, left=self.main_at, right=self.main_right, y=y)
        canvas.save()
        return buffer.getvalue()


def _draw(
    canvas: Canvas, source: str, layout: Layout, *, left: float, right: float, y: float
) -> float:
    for line in source.strip("\n").split("\n"):
        if not line:
            y -= 0.5 * layout.size
            continue
        font, size, x = PLAIN, layout.size, left
        text = line
        if line.startswith("# "):
            font, size, text = BOLD, 20.0, line[2:]
            y -= 8
        elif line.startswith("= "):
            font, size, text = BOLD, 12.5, line[2:]
            y -= 10
        elif line.startswith("+ "):
            font, size, text = BOLD, 11.5, line[2:]
        elif line.startswith("*"):
            font, text = BOLD, line[1:]
        elif line.startswith("- "):
            x, text = left + 8, f"{layout.marks} {line[2:]}"
        y -= 1.3 * size
        if " >> " in text:
            text, _, flush = text.partition(" >> ")
            canvas.setFont(PLAIN, size)
            canvas.drawRightString(right, y, flush)
        if " @@ " in text or text.startswith("@@ "):
            text, _, beside = text.partition("@@ ")
            strong = beside.startswith("*")
            canvas.setFont(BOLD if strong else PLAIN, size)
            canvas.drawString(left + _RAIL, y, beside.removeprefix("*"))
        for part in _wrapped(text.strip(), font, size, right - x):
            canvas.setFont(font, size)
            canvas.drawString(x, y, part)
            y -= 1.3 * size
        y += 1.3 * size
    return y


def _wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


LAYOUTS = (
    Layout(
        name="rail of dates and places",
        page="""
# Ines Castellane
Aberdeen, UK · +44 1224 555 012 · ines@castellane.example
= Experience
2019–present @@ *University of Aberdeen
Aberdeen @@ Lecturer in Marine Ecology
@@ - Teaches two modules and supervises four doctoral students.
2015–2019 @@ *Plymouth Marine Laboratory
Plymouth @@ Postdoctoral Research Fellow
@@ - Studied kelp decline along the Cornish coast.
= Education
2011–2015 @@ *PhD in Marine Biology
@@ University of St Andrews
2007–2010 @@ *BSc (Hons) Biology
@@ University of Bergen
= Skills
R · Python · GIS · Scientific diving
""",
        contact=("Ines Castellane", "ines@castellane.example", "+44 1224 555 012", "Aberdeen, UK"),
        work=(
            ("Lecturer in Marine Ecology", "University of Aberdeen", "2019–present"),
            ("Postdoctoral Research Fellow", "Plymouth Marine Laboratory", "2015–2019"),
        ),
        studies=(
            ("PhD in Marine Biology", "University of St Andrews"),
            ("BSc (Hons) Biology", "University of Bergen"),
        ),
        skills=("R", "Python", "GIS", "Scientific diving"),
    ),
    Layout(
        name="rail of labels in German",
        page="""
# Jörg Weidenbach
Maschinenbauingenieur
70173 Stuttgart
0711 5550142
j.weidenbach@example.de
= Berufserfahrung
04/2018 – heute @@ *Projektingenieur
@@ Schwabwerk Maschinenbau GmbH, Stuttgart
@@ - Leitung der Einführung einer Montagelinie.
10/2013 – 03/2018 @@ *Konstruktionsingenieur
@@ Neckar Antriebe AG, Esslingen
@@ - Konstruktion von Getriebegehäusen.
= Ausbildung
10/2011 – 09/2013 @@ *Master of Science Maschinenbau
@@ Universität Stuttgart
= Kenntnisse
CAD @@ CATIA V5, SolidWorks, AutoCAD
Büro @@ MS Office, SAP, MATLAB
= Sprachen
- Deutsch: Muttersprache
- Englisch: verhandlungssicher
""",
        contact=("Jörg Weidenbach", "j.weidenbach@example.de", "0711 5550142", "70173 Stuttgart"),
        work=(
            ("Projektingenieur", "Schwabwerk Maschinenbau GmbH", "04/2018 – heute"),
            ("Konstruktionsingenieur", "Neckar Antriebe AG", "10/2013 – 03/2018"),
        ),
        studies=(("Master of Science Maschinenbau", "Universität Stuttgart"),),
        skills=("CATIA V5", "SolidWorks", "AutoCAD", "MS Office", "SAP", "MATLAB"),
    ),
    Layout(
        name="headings in the person's own voice",
        page="""
# Freja Lund
Product Designer
Stockholm, Sweden | +46 70 555 01 22 | freja@lund.example
= Hello
I design calm interfaces for complicated jobs.
= What I've done
*Lead Product Designer >> 2021 — now
Fjordpay, Stockholm
- Own the design system of fourteen teams.
*Junior Designer >> 2016 — 2021
Kaffe & Kod, Malmö
- Made identities and landing pages.
= Where I studied
*MFA Interaction Design >> 2014 — 2016
Umeå University
= What I'm good at
Figma, Prototyping, Design systems
= Outside work
Ceramics, winter swimming
""",
        contact=("Freja Lund", "freja@lund.example", "+46 70 555 01 22", "Stockholm, Sweden"),
        work=(
            ("Lead Product Designer", "Fjordpay", "2021 — now"),
            ("Junior Designer", "Kaffe & Kod", "2016 — 2021"),
        ),
        studies=(("MFA Interaction Design", "Umeå University"),),
        skills=("Figma", "Prototyping", "Design systems"),
    ),
    Layout(
        name="a page without any heading",
        page="""
# Tom Whitley
Leeds, UK, +44 7700 900123, t.whitley@example.co.uk

*Head of History >> Sep 2019 – Present
Ashby Grange Academy >> Leeds
- Manage a department of six teachers.

*Teacher of History >> Sep 2014 – Aug 2019
St Cuthbert's High School >> Bradford
- Taught Key Stages 3 to 5.

*PGCE Secondary History
University of Leeds
2013 – 2014
*BA (Hons) History
University of York
2010 – 2013
""",
        contact=("Tom Whitley", "t.whitley@example.co.uk", "+44 7700 900123", "Leeds, UK"),
        work=(
            ("Head of History", "Ashby Grange Academy", "Sep 2019 – Present"),
            ("Teacher of History", "St Cuthbert's High School", "Sep 2014 – Aug 2019"),
        ),
        studies=(
            ("PGCE Secondary History", "University of Leeds"),
            ("BA (Hons) History", "University of York"),
        ),
        skills=(),
    ),
    Layout(
        name="wrapped lines in a narrow sidebar",
        head="""
# Kendra Mott
""",
        sidebar="""
= Contact
Nashville, TN
(615) 555-0163
kendra.m@example.com
linkedin.com/in/kendra-mott-analytics
= Skills
Analytics: SQL, Python, pandas, Power BI, Excel
= Education
*Data Analytics Bootcamp
Nashville Software School, Nashville, TN
2023
*B.A. in Communication
Belmont University, Nashville, TN
2014
""",
        main_at=190,
        page="""
= Summary
Former restaurant manager who now works with data all day long.
= Experience
*Data Analyst >> Oct 2023 - Present
Cumberland Freight Systems >> Nashville, TN
- Built dashboards for thirty dispatchers.
- Automated a weekly report, saving six hours.
*General Manager >> Feb 2017 - Aug 2023
Hot Biscuit Cafe >> Nashville, TN
- Managed 35 staff and a $2.1M budget.
*Server >> Jul 2014 - Jan 2017
Hot Biscuit Cafe >> Nashville, TN
- Served sixty guests per shift.
""",
        contact=("Kendra Mott", "kendra.m@example.com", "(615) 555-0163", "Nashville, TN"),
        work=(
            ("Data Analyst", "Cumberland Freight Systems", "Oct 2023 - Present"),
            ("General Manager", "Hot Biscuit Cafe", "Feb 2017 - Aug 2023"),
            ("Server", "Hot Biscuit Cafe", "Jul 2014 - Jan 2017"),
        ),
        studies=(
            ("Data Analytics Bootcamp", "Nashville Software School"),
            ("B.A. in Communication", "Belmont University"),
        ),
        skills=("SQL", "Python", "pandas", "Power BI", "Excel"),
    ),
    Layout(
        name="titles, employers and places in one line",
        page="""
# Luca Ferri
luca@ferri.example >> (503) 555-0110
Portland, OR
= Experience
Executive Chef, The Salted Fig, Portland, OR, 2019 – Present
- Run a kitchen of 22 people.
Sous Chef, Osteria Bellavista, Portland, OR, 2015 – 2019
- Wrote the seasonal pasta menu.
Line Cook, Harbor & Rye, Seattle, WA, 2012 – 2015
- Worked every station.
= Education
Associate of Occupational Studies in Culinary Arts, Western Culinary Institute, 2012
= Skills
Menu development | Food costing | HACCP
= Awards
- Rising Star Chef, Oregon Food Weekly, 2021
""",
        contact=("Luca Ferri", "luca@ferri.example", "(503) 555-0110", "Portland, OR"),
        work=(
            ("Executive Chef", "The Salted Fig", "2019 – Present"),
            ("Sous Chef", "Osteria Bellavista", "2015 – 2019"),
            ("Line Cook", "Harbor & Rye", "2012 – 2015"),
        ),
        studies=(
            ("Associate of Occupational Studies in Culinary Arts", "Western Culinary Institute"),
        ),
        skills=("Menu development", "Food costing", "HACCP"),
    ),
    Layout(
        name="dates above, places in brackets, in Spanish",
        page="""
# Iñaki Zabala
Jefe de obra
Bilbao | 944 555 012 | inaki.zabala@example.es
= EXPERIENCIA PROFESIONAL
2016 - Actualidad
*Jefe de obra, Construcciones Nervión S.L. (Bilbao)
- Dirección de tres obras residenciales.
2009 - 2016
*Ayudante de obra, Grupo Arriaga S.A. (Vitoria)
- Control de calidad y mediciones.
= FORMACIÓN
2005 - 2009
*Licenciatura en Arquitectura, Universidad del País Vasco
= INFORMÁTICA
AutoCAD, Excel avanzado, Revit
= IDIOMAS
Castellano nativo, Inglés B2
""",
        contact=("Iñaki Zabala", "inaki.zabala@example.es", "944 555 012", "Bilbao"),
        work=(
            ("Jefe de obra", "Construcciones Nervión S.L.", "2016 - Actualidad"),
            ("Ayudante de obra", "Grupo Arriaga S.A.", "2009 - 2016"),
        ),
        studies=(("Licenciatura en Arquitectura", "Universidad del País Vasco"),),
        skills=("AutoCAD", "Excel avanzado", "Revit"),
    ),
    Layout(
        name="letters behind the name, volunteering and referees",
        page="""
# Grace Odhiambo, RN, BSN
Nairobi, Kenya | +254 722 555 012 | grace.odhiambo@example.co.ke
= Volunteer Experience
*Youth Mentor, Kibera Reads >> 2019 – Present
- Teaches reading on Saturdays.
= Education
*Bachelor of Commerce >> 2021 – 2025
Strathmore University
= Skills
Bookkeeping, QuickBooks, Public speaking
= References
*Dr. Peter Mwangi, Senior Lecturer, Strathmore University
pmwangi@example.ac.ke | +254 700 555 999
Grace Odhiambo | Page 1 of 1
""",
        contact=(
            "Grace Odhiambo",
            "grace.odhiambo@example.co.ke",
            "+254 722 555 012",
            "Nairobi, Kenya",
        ),
        work=(),
        studies=(("Bachelor of Commerce", "Strathmore University"),),
        skills=("Bookkeeping", "QuickBooks", "Public speaking"),
    ),
    Layout(
        name="job titles drawn larger than the text",
        page="""
# Arjun Raman
Chennai, India | +91 98765 43210 | arjun.r@example.edu
= EXPERIENCE
+ Software Engineering Intern
Tamarind Technologies Pvt Ltd • May 2024 – Jul 2024
- Wrote a service that replaced a nightly job.
+ Teaching Assistant
Anna Valley Institute of Technology • Jan 2024 – Apr 2024
- Held weekly labs for sixty students.
= EDUCATION
*B.Tech in Computer Science and Engineering
Anna Valley Institute of Technology, Chennai
2021 – 2025
CGPA: 8.9/10
Relevant coursework: Operating Systems, Databases, Compilers
= SKILLS
Languages: Python, Go, Java, SQL
Tools: Git, Docker, PostgreSQL
""",
        contact=("Arjun Raman", "arjun.r@example.edu", "+91 98765 43210", "Chennai, India"),
        work=(
            (
                "Software Engineering Intern",
                "Tamarind Technologies Pvt Ltd",
                "May 2024 – Jul 2024",
            ),
            (
                "Teaching Assistant",
                "Anna Valley Institute of Technology",
                "Jan 2024 – Apr 2024",
            ),
        ),
        studies=(
            ("B.Tech in Computer Science and Engineering", "Anna Valley Institute of Technology"),
        ),
        skills=("Python", "Go", "Java", "SQL", "Git", "Docker", "PostgreSQL"),
    ),
    Layout(
        name="employer banners above several roles",
        page="""
# Richard Hollis III
New York, NY | +1 (212) 555-0100 | rhollis@example.com
= EXPERIENCE
*Larkspur Brands, Inc. >> New York, NY
Chief Operating Officer >> 2018 – Present
- Own four business units.
*Hadley Consumer Products >> Chicago, IL
Vice President, Supply Chain >> 2011 – 2018
- Built a control tower covering sixty suppliers.
Director of Manufacturing >> 2006 – 2011
- Introduced lean production in five sites.
= EDUCATION
Northwestern University | MBA | 2001
Purdue University | B.S. Industrial Engineering | 1996
= INTERESTS
Sailing, chess
""",
        contact=("Richard Hollis III", "rhollis@example.com", "+1 (212) 555-0100", "New York, NY"),
        work=(
            ("Chief Operating Officer", "Larkspur Brands, Inc.", "2018 – Present"),
            ("Vice President, Supply Chain", "Hadley Consumer Products", "2011 – 2018"),
            ("Director of Manufacturing", "Hadley Consumer Products", "2006 – 2011"),
        ),
        studies=(
            ("MBA", "Northwestern University"),
            ("B.S. Industrial Engineering", "Purdue University"),
        ),
        skills=(),
    ),
    Layout(
        name="a line that breaks before its last word",
        page="""
= Experience
*Senior Account Executive | Bluebonnet Software | 01/2021 - Present
- Closed new business worth four million.
*Sales Development Representative | Kestrel Analytics | 08/2016 - 12/2020
- Booked twenty qualified meetings a month.
= Education
*B.B.A. in Marketing
Texas State University, San Marcos, TX
2016
""",
        main_right=330,
        head="""
# Marisol Vega-Ruiz
""",
        sidebar="""
= Contact
Austin, TX
512-555-0199
marisol.vega@example.com
= Skills
- Salesforce
- Outreach
- Contract negotiation
- Forecasting
""",
        sidebar_at=370,
        contact=("Marisol Vega-Ruiz", "marisol.vega@example.com", "512-555-0199", "Austin, TX"),
        work=(
            ("Senior Account Executive", "Bluebonnet Software", "01/2021 - Present"),
            ("Sales Development Representative", "Kestrel Analytics", "08/2016 - 12/2020"),
        ),
        studies=(("B.B.A. in Marketing", "Texas State University"),),
        skills=("Salesforce", "Outreach", "Contract negotiation", "Forecasting"),
    ),
    Layout(
        name="employers that name their town, in French",
        page="""
# Éloïse Marchal
Lyon, France    06 12 34 56 78    eloise.marchal@example.fr
= Expérience professionnelle
Depuis janvier 2020
*Chef de projet digital
Agence Tournesol - Lyon
- Pilotage de la refonte de douze sites.
mars 2016 – août 2016
*Stagiaire communication
Mairie de Trifouilly - Trifouilly
- Rédaction du journal municipal.
= Formation
*Master Marketing digital
Université Lumière Lyon 2
2014 – 2016
= Compétences
- Google Analytics
- Méthode agile
= Langues
- Anglais : courant
""",
        marks="-",
        contact=("Éloïse Marchal", "eloise.marchal@example.fr", "06 12 34 56 78", "Lyon, France"),
        work=(
            ("Chef de projet digital", "Agence Tournesol", "Depuis janvier 2020"),
            ("Stagiaire communication", "Mairie de Trifouilly", "mars 2016 – août 2016"),
        ),
        studies=(("Master Marketing digital", "Université Lumière Lyon 2"),),
        skills=("Google Analytics", "Méthode agile"),
    ),
)
