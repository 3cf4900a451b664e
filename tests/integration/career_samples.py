"""One invented person, used by tests and by the pictures of the documentation."""

from __future__ import annotations

from datetime import date

from domain.career_documents.model import (
    CoverLetter,
    DocumentEducation,
    DocumentEntry,
    DocumentRole,
    DocumentWork,
    Line,
    ResumeDocument,
    SkillGroup,
)


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text=text) for text in texts)


RESUME = ResumeDocument(
    name="Ana Lúcia Ferreira",
    label="Senior backend engineer",
    email="ana.ferreira@example.org",
    phone="+351 912 000 111",
    location="Porto, Portugal",
    links=("https://example.org/ana", "github.com/example-ana"),
    summary=_lines(
        "Backend engineer with nine years in payments and logistics.",
        "Builds small, well-tested services and the monitoring around them.",
    ),
    skills=(
        SkillGroup(label="Languages", names=("Python", "Go", "SQL", "C++", "C#")),
        SkillGroup(label="Platforms", names=("PostgreSQL", "Kafka", "Kubernetes", "AWS")),
    ),
    work=(
        DocumentWork(
            employer="Rio Pagamentos",
            location="Porto, Portugal",
            roles=(
                DocumentRole(
                    title="Senior Backend Engineer",
                    dates="March 2021 – present",
                    highlights=_lines(
                        "Cut the time of a settlement run from 6 hours to 40 minutes by moving it "
                        "to Kafka and batching database writes.",
                        "Led a team of four that replaced the card vault without downtime; passed "
                        "the PCI DSS audit at the first attempt.",
                        "Introduced contract tests between 14 services, which halved the number "
                        "of failed releases.",
                    ),
                ),
                DocumentRole(
                    title="Backend Engineer",
                    dates="June 2018 – February 2021",
                    highlights=_lines(
                        "Built the refund API in Go; it serves 900 requests per second at 35 ms "
                        "(p95).",
                        "Wrote the office's first runbooks for efficient on-call work.",
                    ),
                ),
            ),
        ),
        DocumentWork(
            employer="Carga Fácil",
            location="Lisbon, Portugal",
            roles=(
                DocumentRole(
                    title="Software Developer",
                    dates="September 2015 – May 2018",
                    location="Remote",
                    highlights=_lines(
                        "Developed the route planner used by 120 drivers; fuel use fell by 8 %.",
                        "Migrated 2 TB of shipment data from MySQL to PostgreSQL.",
                    ),
                ),
            ),
        ),
    ),
    projects=(
        DocumentEntry(
            name="pgtrail",
            dates="2022",
            detail=_lines("Open-source change log for PostgreSQL tables; 600 stars."),
        ),
    ),
    education=(
        DocumentEducation(
            institution="Universidade do Porto",
            location="Porto, Portugal",
            degree="MSc in Informatics Engineering",
            dates="2013 – 2015",
            grade="GPA: 17/20",
        ),
    ),
    certificates=(
        DocumentEntry(
            name="Certified Kubernetes Administrator",
            issuer="Cloud Native Computing Foundation",
            dates="2023",
        ),
    ),
    languages=(("Portuguese", "native"), ("English", "C1"), ("Spanish", "B2")),
)

LETTER = CoverLetter(
    name="Ana Lúcia Ferreira",
    email="ana.ferreira@example.org",
    phone="+351 912 000 111",
    location="Porto, Portugal",
    company="Nordlicht Energie GmbH",
    subject="Application: Platform Engineer",
    dated=date(2026, 3, 9),
    salutation="Dear hiring team,",
    paragraphs=_lines(
        "Your posting asks for somebody who keeps payment services running while they are "
        "rebuilt. At Rio Pagamentos I led four engineers who replaced the card vault without "
        "downtime; we passed the PCI DSS audit at the first attempt.",
        "I cut the time of a settlement run from 6 hours to 40 minutes with Kafka and batched "
        "writes. You name Kafka and PostgreSQL as your core: I have run both in production since "
        "2018.",
        "I have not worked with Rust, which you list as helpful. I would be glad to talk about "
        "how I would learn it on the job.",
    ),
    closing="Kind regards,",
)
