"""Draw the bundled sample resume (an invented person): ``python -m evaluation.sample_resume``."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

TARGET = Path(__file__).resolve().parent.parent / "bot" / "samples" / "resume.pdf"

_NAME = ParagraphStyle("name", fontName="Helvetica-Bold", fontSize=20, leading=24)
_LINE = ParagraphStyle("line", fontName="Helvetica", fontSize=9.5, leading=13, alignment=TA_LEFT)
_HEAD = ParagraphStyle(
    "head", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=8, spaceAfter=2
)
_ROLE = ParagraphStyle("role", parent=_LINE, fontName="Helvetica-Bold", spaceBefore=4)
_ITEM = ParagraphStyle("item", parent=_LINE, leftIndent=10, bulletIndent=0)

_WORK = (
    (
        "Windrose Telemetry, Berlin",
        (
            (
                "Senior Backend Engineer · Mar 2022 – Present",
                (
                    "Run six Python services that take in 900,000 sensor readings per minute.",
                    "Cut p95 latency of the query API from 800 ms to 120 ms by PostgreSQL "
                    "partitioning and better indexes.",
                    "Moved batch jobs to Kafka streams; on call every fifth week.",
                    "Mentor two junior engineers.",
                ),
            ),
            (
                "Backend Engineer · Jun 2019 – Feb 2022",
                (
                    "Built the billing API in FastAPI with full test coverage.",
                    "Containerised all services with Docker and moved them to Kubernetes.",
                ),
            ),
        ),
    ),
    (
        "Harbour Data Ltd, Lagos",
        (
            (
                "Software Developer · Sep 2016 – May 2019",
                (
                    "Wrote reporting pipelines in Python and SQL for port authorities.",
                    "Introduced code review and continuous integration with GitLab CI.",
                ),
            ),
        ),
    ),
)


def draw(target: Path) -> None:
    """Write the PDF; the same input gives the same text, positions and fonts."""
    story: list[Flowable] = [
        Paragraph("Amara Okafor", _NAME),
        Paragraph("Backend engineer", _LINE),
        Paragraph("amara.okafor@example.com · +49 30 5550142 · Berlin, Germany", _LINE),
        Paragraph("Summary", _HEAD),
        Paragraph(
            "Backend engineer with ten years of Python. I like boring, observable systems and "
            "colleagues who write things down.",
            _LINE,
        ),
        Paragraph("Experience", _HEAD),
    ]
    for employer, roles in _WORK:
        story.append(Paragraph(employer, _ROLE))
        for role, items in roles:
            story.append(Paragraph(role, _LINE))
            story.extend(Paragraph(item, _ITEM, bulletText="•") for item in items)
    story += [
        Paragraph("Education", _HEAD),
        Paragraph("M.Sc. in Computer Science, Technical University of Berlin, 2014 – 2016", _LINE),
        Paragraph("B.Sc. in Mathematics, University of Lagos, 2010 – 2013", _LINE),
        Paragraph("Skills", _HEAD),
        Paragraph("Languages: Python, SQL, Bash", _LINE),
        Paragraph("Data: PostgreSQL, Kafka, Redis", _LINE),
        Paragraph("Platform: Docker, Kubernetes, AWS, GitLab CI, Prometheus", _LINE),
        Paragraph("Languages spoken", _HEAD),
        Paragraph("English (native), German (B2), Igbo (native)", _LINE),
        Spacer(1, 2 * mm),
    ]
    page = BaseDocTemplate(
        str(target),
        pagesize=A4,
        title="Resume of Amara Okafor (invented)",
        author="CareerGini samples",
        invariant=1,
    )
    frame = Frame(20 * mm, 18 * mm, A4[0] - 40 * mm, A4[1] - 36 * mm, id="body")
    page.addPageTemplates([PageTemplate(id="one", frames=[frame])])
    page.build(story)


if __name__ == "__main__":
    draw(TARGET)
